"""Measures of receivables: days, ageing, the capital they tie up."""

from simulator.metrics.metric import Metric

DSO = {
    "dso_days": Metric(
        "DSO, simple",
        "days",
        "M1: receivables / credit sales of three months x their days; mean of month-ends, gross of VAT",
        "lower",
        "Days of sales waiting to be paid.",
        1,
    ),
    "dso_countback_days": Metric(
        "DSO, countback",
        "days",
        "M2: months of sales used up, newest first, until receivables are exhausted; mean of month-ends",
        "lower",
        "Days of sales waiting to be paid, fair to growing and seasonal sales: the headline.",
        1,
    ),
    "dso_paid_days": Metric(
        "Days to pay",
        "days",
        "M3: sum of amount x days to pay / sum of amounts, over the invoices paid in the period",
        "lower",
        "How long customers really took, weighted by value.",
        1,
    ),
    "best_possible_dso_days": Metric(
        "Best possible DSO",
        "days",
        "M4: receivables not yet due / credit sales x days",
        None,
        "DSO if nobody were late: what the terms alone cost.",
        1,
    ),
    "average_days_delinquent_days": Metric(
        "Average days delinquent",
        "days",
        "M5: DSO - best possible DSO",
        "lower",
        "The part of DSO that is lateness: the measure of collections.",
        1,
    ),
    "days_late_mean": Metric(
        "Days late",
        "days",
        "M6 by count: sum of max(days late, 0) / invoices paid",
        "lower",
        "Average days late, early payments counting as 0.",
        1,
    ),
    "days_late_value_weighted": Metric(
        "Days late, by value",
        "days",
        "M6: sum of amount x max(days late, 0) / sum of amounts",
        "lower",
        "Average days late where large invoices count more.",
        1,
    ),
}

AGEING = {
    "collection_effectiveness_fraction": Metric(
        "Collection effectiveness (CEI, monthly)",
        "fraction",
        "M7, mean of months: (opening + sales - closing) / (opening + sales - closing that is current)",
        "higher",
        "Share of what could be collected in a month that was.",
        3,
    ),
    "overdue_fraction": Metric(
        "Overdue",
        "fraction",
        "M9: overdue receivables / receivables",
        "lower",
        "Share of the book past due.",
        3,
    ),
    "ageing_current_fraction": Metric(
        "Not yet due",
        "fraction",
        "M8: receivables due today or later / receivables",
        "higher",
        "The healthy part.",
        3,
    ),
    "ageing_1_30_fraction": Metric(
        "1 to 30 days past due", "fraction", "M8: this bucket / receivables", "lower", "Freshly overdue.", 3
    ),
    "ageing_31_60_fraction": Metric(
        "31 to 60 days past due", "fraction", "M8: this bucket / receivables", "lower", "Needs a call.", 3
    ),
    "ageing_61_90_fraction": Metric(
        "61 to 90 days past due", "fraction", "M8: this bucket / receivables", "lower", "In danger.", 3
    ),
    "over_90_fraction": Metric(
        "Over 90 days past due", "fraction", "M8, M9: this bucket / receivables", "lower", "Often lost.", 3
    ),
    "late_count_fraction": Metric(
        "Invoices paid late",
        "fraction",
        "M10: invoices paid after due / invoices paid",
        "lower",
        "Delay rate by number of invoices.",
        3,
    ),
    "late_value_fraction": Metric(
        "Value paid late",
        "fraction",
        "M10: value paid after due / value paid",
        "lower",
        "Delay rate by value; never compare it with one by number.",
        3,
    ),
}

CAPITAL = {
    "receivables_turnover": Metric(
        "Receivables turnover",
        "times per year",
        "M12: credit sales per year / average daily receivables, gross of VAT",
        "higher",
        "How often the book turns over in a year.",
        2,
    ),
    "collection_period_days": Metric(
        "Collection period",
        "days",
        "M13: 365 / turnover",
        "lower",
        "Days from invoice to cash, from averages.",
        1,
    ),
    "cash_conversion_cycle_days": Metric(
        "Cash conversion cycle",
        "days",
        "M16: inventory days + DSO - supplier days",
        "lower",
        "Days between paying for goods and being paid for them.",
        1,
    ),
    "working_capital_cost": Metric(
        "Carrying cost of receivables",
        "currency per year",
        "M17: average receivables x cost of funds; a memo line, never part of profit",
        "lower",
        "What the money tied up in receivables would cost at the firm's cost of funds.",
    ),
    "credit_sales_fraction": Metric(
        "Sales on credit",
        "fraction",
        "M14: credit sales / (credit sales + the scenario's cash sales)",
        None,
        "Weight of credit in all sales.",
        3,
    ),
}
