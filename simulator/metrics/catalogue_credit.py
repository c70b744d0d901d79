"""Measures of the credit desk: what it knows, what that costs, whom it refuses."""

from simulator.metrics.metric import Metric

CREDIT: dict[str, Metric] = {
    "information_cost": Metric(
        "Cost of information",
        "currency",
        "Reports, references and reviews of applicants and customers",
        "lower",
        "What we pay to know whom we give credit.",
    ),
    "customers_refused": Metric(
        "Applicants refused",
        "customers",
        "Applicants whose score is beyond the cut-off",
        None,
        "How many are turned away at the door.",
        1,
    ),
    "refused_failed": Metric(
        "Refused who would have failed",
        "customers",
        "Applicants that we refused, now or earlier, and that fail in the window",
        None,
        "Losses that the cut-off spared us; the other refused applicants would have paid.",
        2,
    ),
    "score_gini_fraction": Metric(
        "Power of the score, observed",
        "fraction",
        "Gini = 2 x AUC - 1 of first scores against who failed, refused applicants included",
        "higher",
        "How well the score told those who fail from the others; with few failures it varies much.",
        3,
    ),
}
