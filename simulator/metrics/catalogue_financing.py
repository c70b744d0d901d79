"""Measures of what a factor does."""

from simulator.metrics.metric import Metric

FINANCING: dict[str, Metric] = {
    "factoring_cost": Metric(
        "Cost of factoring",
        "currency",
        "Fees for service and protection, and interest on what is drawn",
        "lower",
        "All that the factor charges.",
    ),
    "factor_funding": Metric(
        "Money from the factor",
        "currency",
        "What the factor has advanced at the close of a day, average of all days",
        None,
        "Cash that our invoices bring before they are paid. They stay in DSO and ageing until the customer pays.",
    ),
    "factoring_yearly_rate_fraction": Metric(
        "Factoring as a yearly rate",
        "fraction",
        "M29: fees and interest x 365 / sum over days of what is drawn",
        "lower",
        "What the factor's money costs a year with all fees; compare it with the overdraft's rate.",
        3,
    ),
    "assigned_sales_fraction": Metric(
        "Sales assigned to the factor",
        "fraction",
        "Invoices assigned / credit sales, with VAT; those taken over on the first day included",
        None,
        "How much of what we sell the factor takes.",
        3,
    ),
}
