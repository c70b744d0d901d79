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
    "analyst_load_fraction": Metric(
        "Load of the credit analysts",
        "fraction",
        "Minutes worked / minutes available",
        None,
        "Near 1 the pile grows, and applicants go elsewhere.",
        3,
    ),
    "analyst_backlog_files": Metric(
        "Files waiting for an analyst",
        "cases",
        "Files that could be worked on and are left when a shift closes, average over the shifts",
        "lower",
        "How many applicants and reviews wait for our own people.",
        1,
    ),
    "analyst_backlog_age_days": Metric(
        "Age of the waiting files",
        "days",
        "Sum of the days since they were opened / files left when a shift closes",
        "lower",
        "How long those on the pile have waited already.",
        1,
    ),
    "decision_wait_days": Metric(
        "Wait for a credit decision",
        "days",
        "Sum of the days from applying to deciding, the committee's included / applications worked on by analysts",
        "lower",
        "What sales hear about when they say that credit is slow.",
        1,
    ),
    "guarantees_called": Metric(
        "Paid by guarantors",
        "currency",
        "What guarantors pay of failed customers' debts, net of VAT, by the day of the failure",
        "higher",
        "What the guarantees save; it comes as a recovery some months later.",
    ),
}
