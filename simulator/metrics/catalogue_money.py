"""Measures of money: cash, losses, what the work costs, profit."""

from simulator.metrics.metric import Metric

CASH = {
    "credit_sales": Metric(
        "Credit sales", "currency", "Invoices of the period, net of VAT", "higher", "What was sold on credit."
    ),
    "cash_collected": Metric(
        "Cash collected",
        "currency",
        "Payments of invoices, VAT included; recoveries after a write-off are separate",
        "higher",
        "What customers paid on their invoices.",
    ),
    "closing_cash": Metric(
        "Closing cash",
        "currency",
        "Cash at the end, negative when drawn",
        "higher",
        "The bank balance at the end.",
    ),
    "lowest_cash": Metric(
        "Cash low point",
        "currency",
        "M32: minimum over days of closing cash",
        "higher",
        "How deep the account went.",
    ),
    "lowest_cash_p05": Metric(
        "Cash low point, bad year",
        "currency",
        "M32: 5th percentile of the cash low point across replications",
        "higher",
        "The low point that only one run in twenty goes below. Known after 200 replications.",
        tail_of="lowest_cash",
        percentile=5,
    ),
    "overdraft_days": Metric(
        "Days overdrawn",
        "days",
        "M34: days that close below zero",
        "lower",
        "How long the account was drawn.",
        0,
    ),
    "overdraft_interest": Metric(
        "Overdraft interest",
        "currency",
        "M34: sum of negative daily cash x rate / 365",
        "lower",
        "What the overdraft cost.",
    ),
}

LOSSES = {
    "write_offs": Metric(
        "Write-offs",
        "currency",
        "Receivables written off, net of VAT",
        "lower",
        "Bad debt before anything comes back.",
    ),
    "write_offs_p95": Metric(
        "Write-offs, bad year",
        "currency",
        "M36: 95th percentile of write-offs across replications",
        "lower",
        "Write-offs that only one run in twenty exceeds. Known after 200 replications.",
        tail_of="write_offs",
        percentile=95,
    ),
    "write_offs_net_of_claims": Metric(
        "Write-offs after claims",
        "currency",
        "Write-offs - (claims accepted - salvage given back), to the end of the run-off, net of VAT",
        "lower",
        "Bad debt that no insurer pays. To the end, because claims come later than the loss.",
    ),
    "write_offs_net_of_claims_p95": Metric(
        "Write-offs after claims, bad year",
        "currency",
        "M36: 95th percentile of write-offs after claims across replications",
        "lower",
        "What only one run in twenty exceeds. Known after 200 replications.",
        tail_of="write_offs_net_of_claims",
        percentile=95,
    ),
    "largest_loss_fraction": Metric(
        "Largest single loss",
        "fraction",
        "M36: write-offs of the largest loser / write-offs",
        None,
        "How much of the bad debt one customer made.",
        3,
    ),
    "recoveries": Metric(
        "Recoveries",
        "currency",
        "Dividends and payments after a write-off",
        None,
        "What came back of written-off debt.",
    ),
    "claims": Metric(
        "Insurance claims", "currency", "Claims accepted", None, "What the insurer owes for losses."
    ),
    "bad_debt_gross_fraction": Metric(
        "Bad debt", "fraction", "M11: write-offs / credit sales", "lower", "Share of sales never paid.", 4
    ),
    "bad_debt_net_fraction": Metric(
        "Bad debt after recoveries",
        "fraction",
        "M11b: (write-offs - recoveries) / credit sales",
        "lower",
        "Share of sales lost in the end.",
        4,
    ),
    "bad_debt_after_insurance_fraction": Metric(
        "Bad debt after insurance",
        "fraction",
        "M11c: (write-offs - recoveries - claims) / credit sales",
        "lower",
        "Share of sales lost after what the insurer pays.",
        4,
    ),
    "credit_risk_cost_fraction": Metric(
        "Cost of credit risk",
        "fraction",
        "M11d: (write-offs - recoveries - claims + premium + assessment) / credit sales",
        "lower",
        "Losses and what protects from them together: the honest line for insurance.",
        4,
    ),
}

WORK = {
    "discounts": Metric(
        "Discounts", "currency", "Discounts taken, net of VAT", "lower", "What early payment was bought for."
    ),
    "premium": Metric("Insurance premium", "currency", "Premium paid", "lower", "What the insurance costs."),
    "collection_cost": Metric(
        "Collection cost", "currency", "Staff, e-mails, letters and calls", "lower", "What chasing costs."
    ),
    "overdue_collected_per_collector": Metric(
        "Overdue cash per collector",
        "currency per collector and year",
        "M15: payments received after due / years of collectors paid for",
        "higher",
        "Productivity of the collectors.",
    ),
    "lost_margin": Metric(
        "Lost margin",
        "currency",
        "M33: gross margin x orders lost (declined, held and lost, churned)",
        "lower",
        "What strictness cost in business that went elsewhere.",
    ),
    "orders_lost_to_holds": Metric(
        "Orders lost to holds",
        "currency",
        "Orders held and lost, or above the whole limit, net of VAT; without those of customers who left",
        "lower",
        "Sales that the credit policy turned away.",
    ),
    "customers_won": Metric(
        "Customers won",
        "customers",
        "New customers who began to buy",
        "higher",
        "How many came; in the place of those who left or failed, and more where terms attract.",
        1,
    ),
    "customers_lost": Metric(
        "Customers lost",
        "customers",
        "Customers who left; failures are not counted here",
        "lower",
        "How many customers the policy drove away, with those who leave anyway.",
        1,
    ),
    "desk_load_fraction": Metric(
        "Collectors' load",
        "fraction",
        "M35: minutes worked / minutes available",
        None,
        "Near 1 the desk is full and cases wait.",
        3,
    ),
    "backlog_cases": Metric(
        "Cases left waiting",
        "cases",
        "M35: cases waiting when a shift closes, mean of shifts",
        "lower",
        "Customers whom the collectors should have called and did not.",
        1,
    ),
    "dilution_fraction": Metric(
        "Dilution",
        "fraction",
        "Credit notes / credit sales, net of VAT",
        "lower",
        "What was invoiced and then credited after a dispute; it is no bad debt.",
        4,
    ),
    "dispute_resolution_days": Metric(
        "Days to settle a dispute",
        "days",
        "Mean days from hearing of a dispute to its settlement",
        "lower",
        "How long disputed invoices wait, counted from the day on which we know.",
        1,
    ),
    "open_disputes": Metric(
        "Open disputes",
        "disputes",
        "Disputes known and not settled, at the end",
        "lower",
        "How many disputed invoices are in the works.",
        1,
    ),
    "top10_fraction": Metric(
        "Ten largest customers",
        "fraction",
        "M25: share of the ten largest in credit sales",
        "lower",
        "Concentration.",
        3,
    ),
    "herfindahl": Metric(
        "Herfindahl index",
        "index",
        "M25: sum of squared shares of credit sales",
        "lower",
        "Concentration; 1 / index is how many equal customers would be as concentrated.",
        4,
    ),
}

PROFIT = {
    "profit": Metric(
        "Profit in the horizon",
        "currency",
        "M31: sales - cost of sales - all costs of credit - overdraft interest - fixed cost",
        "higher",
        "Profit after the cost of credit, receivables taken as good.",
    ),
    "run_off_profit": Metric(
        "Profit of the run-off",
        "currency",
        "M31 after the horizon, for invoices shipped before its end",
        None,
        "Losses, recoveries and costs still to come from the horizon's invoices.",
    ),
    "profit_to_the_end": Metric(
        "Profit to the end",
        "currency",
        "Profit in the horizon + profit of the run-off",
        "higher",
        "Profit when the last invoice is paid or lost: the verdict is judged by it.",
    ),
    "run_off_cash": Metric(
        "Cash of the run-off",
        "currency",
        "Change of cash after the horizon",
        None,
        "Cash that the open book still brings.",
    ),
}
