"""Measures that explain others: variants that carry their label, cohorts, discounts, limits, reserves."""

from simulator.metrics.metric import Metric

_VARIANTS = {
    "dso_open_items_days": Metric(
        "DSO on open items",
        "days",
        "M3b: age x amount / credit sales of the month of issue, summed over open invoices; mean of month-ends",
        "lower",
        "The variant called true DSO: what is open, dated by the month in which it was sold.",
        1,
    ),
    "average_days_delinquent_countback_days": Metric(
        "Average days delinquent, countback",
        "days",
        "M5 by countback: countback of receivables - countback of those not yet due; mean of month-ends",
        "lower",
        "The part of countback DSO that is lateness; use it where sales grow or have a season.",
        1,
    ),
    "terms_days_value_weighted": Metric(
        "Payment terms, by value",
        "days",
        "M30: sum of amount x terms / sum of amounts, over the invoices paid in the period",
        None,
        "The part of days to pay that we granted.",
        1,
    ),
    "days_late_of_late_mean": Metric(
        "Days late of late invoices",
        "days",
        "M6b by count: sum of days late / invoices paid late",
        "lower",
        "How late the late ones are; says nothing of how many they are.",
        1,
    ),
    "days_late_of_late_value_weighted": Metric(
        "Days late of late invoices, by value",
        "days",
        "M6b by value: sum of amount x days late / amounts paid late",
        "lower",
        "The same where large invoices count more.",
        1,
    ),
    "collection_effectiveness_whole_fraction": Metric(
        "Collection effectiveness (CEI, whole period)",
        "fraction",
        "M7: (opening + sales - closing) / (opening + sales - closing that is current), the horizon as one period",
        "higher",
        "Higher than the monthly form on the same ledger: never compare the two.",
        3,
    ),
    "collection_effectiveness_by_months_fraction": Metric(
        "Collection effectiveness (CEI, N-month form)",
        "fraction",
        "M7b: as the whole period, with credit sales divided by the number of months",
        "higher",
        "The form that some trade bodies publish; lower than the whole period on the same ledger.",
        3,
    ),
}

_COHORTS = {
    f"paid_within_{days}_fraction": Metric(
        f"Paid within {days} days",
        "fraction",
        f"Value of the horizon's invoices paid or discounted at most {days} days after the invoice / their value",
        "higher",
        "A point of the pay curve: each invoice is followed to its end.",
        3,
    )
    for days in (30, 60, 90, 120)
}

_ROLLS = {
    name: Metric(
        f"Roll rate, {title}",
        "fraction",
        f"M23b: value of the horizon's invoices that came to {there} / that came to {here}",
        "lower",
        meaning,
        3,
    )
    for name, title, here, there, meaning in (
        (
            "roll_to_overdue_fraction",
            "not due to 1–30",
            "their due date",
            "1 day past due",
            "Share of sales that became overdue at all.",
        ),
        (
            "roll_1_30_to_31_60_fraction",
            "1–30 to 31–60",
            "1 day past due",
            "31 days past due",
            "Of what is freshly overdue, how much needs a call.",
        ),
        (
            "roll_31_60_to_61_90_fraction",
            "31–60 to 61–90",
            "31 days past due",
            "61 days past due",
            "Of what needs a call, how much comes into danger.",
        ),
        (
            "roll_61_90_to_over_90_fraction",
            "61–90 to over 90",
            "61 days past due",
            "91 days past due",
            "Of what is in danger, how much becomes old debt.",
        ),
    )
}

_CASH = {
    "day_of_sales": Metric(
        "A day of sales",
        "currency",
        "M16b: invoices of the period including VAT / its days",
        None,
        "Cash that one day less of DSO sets free, once.",
    ),
    "beyond_limit_days": Metric(
        "Days beyond the overdraft limit",
        "days",
        "M34: days that close below the overdraft limit",
        "lower",
        "Days on which the bank would not have paid.",
    ),
    "overdraft_shortfall": Metric(
        "Cash short of the overdraft limit",
        "currency",
        "M34: how far the cash low point lies beyond the overdraft limit; 0 where it does not",
        "lower",
        "Cash that the bank would not have lent on the worst day.",
    ),
    "cash_reserve": Metric(
        "Cash reserve for a bad year",
        "currency",
        "95th percentile of cash short of the overdraft limit across replications",
        "lower",
        "What must lie aside so that only one run in twenty goes beyond the limit. Known after 200 replications.",
        tail_of="overdraft_shortfall",
        percentile=95,
    ),
    "cash_flow_at_risk": Metric(
        "Cash flow at risk",
        "currency",
        "M26: average - 5th percentile of closing cash across replications",
        "lower",
        "How far below plan cash ends in a bad year, one in twenty. Known after 200 replications.",
        tail_of="closing_cash",
        percentile=5,
        is_distance=True,
    ),
    "receipts_forecast_error_fraction": Metric(
        "Error of a 13-week forecast of receipts",
        "fraction",
        "Sum of |13 weeks' receipts - those of the 13 weeks before| / sum of receipts",
        "lower",
        "How wrong the plainest forecast of receipts is; a better one has to beat it.",
        3,
    ),
}

_WORK = {
    "insurance_break_even_losses": Metric(
        "Losses at which insurance pays",
        "currency",
        "M28: premium / insured share",
        "lower",
        "Covered losses of the period at which claims equal the premium.",
    ),
    "claims_rejected": Metric(
        "Debts told too late",
        "currency",
        "Insured debts, net of VAT, for which the insurer refuses to pay because it was not told in time",
        "lower",
        "What a breach of the duty to notify costs in cover.",
    ),
    "cost_of_collecting_fraction": Metric(
        "Cost of collecting",
        "fraction",
        "M15: collection cost / payments received after due",
        "lower",
        "What it costs to collect one unit of overdue money.",
        4,
    ),
    "calls_per_collector_day": Metric(
        "Calls per collector and day",
        "calls",
        "M15: calls worked / (collectors x working days)",
        "higher",
        "How much a collector gets done.",
        1,
    ),
    "backlog_age_days": Metric(
        "Age of the cases left waiting",
        "days",
        "M35: sum of the ages of cases waiting when a shift closes / their number",
        "lower",
        "How long customers wait for the call they should have had.",
        1,
    ),
    "court_claims": Metric(
        "Claims in court",
        "claims",
        "Number of claims: one is for all that a customer owes overdue",
        None,
        "How often the last resort was used.",
        1,
    ),
    "agency_and_legal_cost": Metric(
        "Agencies and courts",
        "currency",
        "Commission of agencies + fees of courts and solicitors",
        "lower",
        "What it cost to have debts collected by others.",
    ),
    "promise_kept_fraction": Metric(
        "Promises kept",
        "fraction",
        "M24: promises to pay kept in full by their day and 2 more / promises kept or broken",
        "higher",
        "What a promise on the telephone is worth; a promise that a new one replaced counts as neither.",
        3,
    ),
    "promise_kept_value_fraction": Metric(
        "Promises kept, by value",
        "fraction",
        "M24: amount paid in time of what was promised / amounts of promises kept or broken",
        "higher",
        "The same by value, where a part counts as a part.",
        3,
    ),
    "effective_customers": Metric(
        "Customers that sales are worth",
        "customers",
        "M25: 1 / Herfindahl index",
        "higher",
        "How many equal customers would be as concentrated.",
        1,
    ),
    "limit_utilisation_fraction": Metric(
        "Use of credit limits",
        "fraction",
        "Receivables when the horizon ends / credit limits, of customers who have one",
        None,
        "How much of the credit that we grant is used.",
        3,
    ),
    "over_limit_customers": Metric(
        "Customers over their limit",
        "customers",
        "Customers whose receivables exceed their credit limit when the horizon ends",
        "lower",
        "Limits cut below what was already owed, or customers replaced before their debts were settled.",
        1,
    ),
    "goodwill_index": Metric(
        "Goodwill",
        "index",
        "Share of customers kept in a year / share kept if only those left who leave anyway",
        "higher",
        "Below 1 our holds and hard contacts drive customers away.",
        4,
    ),
}

DETAILS: dict[str, Metric] = _VARIANTS | _COHORTS | _ROLLS | _CASH | _WORK
