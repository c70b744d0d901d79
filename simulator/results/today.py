"""What is said of today alone, when nothing is compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.results.differences import beyond_limit
from simulator.results.ranges import level_text
from simulator.results.words import SURE_FROM, out_of_100

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison


def today_sentence(comparison: Comparison) -> str:
    """Today's DSO, write-offs and overdraft, in two sentences."""
    first, currency = comparison.first, comparison.currency
    dso = level_text(first.mean("dso_countback_days") or 0.0, "days", currency)
    lost = comparison.money((first.mean("write_offs_net_of_claims") or 0.0) / comparison.years)
    share = beyond_limit(comparison, first)
    runs = "simulated years" if comparison.is_one_year else "simulated runs"
    sentence = f"Today is simulated: DSO {dso}, write-offs {lost} a year"
    if comparison.replications < SURE_FROM or not share:
        return f"{sentence}."
    return f"{sentence}, over the overdraft limit in {out_of_100(share)} {runs}."
