"""What speaks against a strategy is said with the verdict, not below the table."""

from __future__ import annotations

import simulator as cs
from simulator.results.words import overdraft_sentence


def small_scenario(limit: float):
    return cs.load_scenario("wholesale").but(
        company={"overdraft_limit": limit, "horizon_days": 90, "warm_up_days": 60, "run_off_days": 400},
        portfolio={"customers": 20},
    )


def test_a_strategy_that_breaks_the_overdraft_limit_is_named():
    today = cs.load_strategy("status_quo")
    comparison = cs.compare(small_scenario(1.0), [today], replications=2, workers=1)
    assert len(comparison.cautions) == 1
    assert comparison.cautions[0].startswith("Status quo goes beyond the overdraft limit")
    assert "2 of 2" in comparison.cautions[0]


def test_nobody_is_named_where_the_bank_lends_enough():
    today = cs.load_strategy("status_quo")
    assert cs.compare(small_scenario(1e9), [today], replications=2, workers=1).cautions == ()
    assert overdraft_sentence("Today", [-100.0, 5.0], 100.0, "EUR") is None
