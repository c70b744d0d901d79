"""Every shipped strategy does what its file expects of it (paired, mean difference beyond two standard errors)."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.parameters import shipped_folder
from simulator.results.samples import Samples
from simulator.strategy import Strategy, load_strategy
from tests.behaviour.trials import samples, small_wholesaler, t_value

REPLICATIONS = 40
CLEAR = 2.0
NAMES = sorted(path.stem for path in (shipped_folder() / "strategies").glob("*.yaml"))
EXPECTANT = [name for name in NAMES if load_strategy(name).expected]


@cache
def compared_with_today(name: str) -> tuple[Strategy, Samples, Samples]:
    strategy = load_strategy(name)
    scenario = small_wholesaler(120, 730)
    today, changed = samples(scenario, [scenario.today, strategy.levers(scenario.today)], REPLICATIONS)
    return strategy, today, changed


@pytest.mark.parametrize("name", EXPECTANT)
def test_a_shipped_strategy_does_what_its_file_expects(name):
    strategy, today, changed = compared_with_today(name)
    wrong = []
    for metric, direction in strategy.expected.items():
        difference = changed.values(metric) - today.values(metric)
        if (1 if direction == "up" else -1) * t_value(difference) <= CLEAR:
            told = f"mean difference {difference.mean():.6g}, t = {t_value(difference):.2f}"
            wrong.append(f"{name}: {metric} should go {direction}; {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", EXPECTANT)
def test_a_strategy_never_touches_what_it_does_not_change(name):
    """The same customers order, and the same fail, as far as the strategy does not drive them away."""
    strategy, today, changed = compared_with_today(name)
    if "discount" not in strategy.changes:
        assert not changed.values("discounts").any()
    if "collections" not in strategy.changes:
        staffless = "collectors" not in strategy.changes.get("collections", {})
        assert staffless
        ratio = changed.values("collection_cost") / today.values("collection_cost")
        assert abs(ratio - 1.0).max() < 0.1  # the staff are the same; only e-mails and letters follow the invoices


def test_today_expects_nothing_and_changes_nothing():
    today = load_strategy("status_quo")
    assert not today.changes
    assert not today.expected
