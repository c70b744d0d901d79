"""Every shipped shock does what its file expects of it (with and without it, the same luck)."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.plans import shipped_names
from simulator.results.samples import Samples
from simulator.shocks import Shock, load_shock
from simulator.strategy import load_strategy
from tests.behaviour.trials import samples, small_wholesaler, t_value

REPLICATIONS = 40
CLEAR = 2.0


@cache
def measured(strategy: str, *shocks: Shock) -> Samples:
    """Every measure of a strategy, in usual times or struck."""
    scenario = small_wholesaler(120, 730)
    levers = load_strategy(strategy).levers(scenario.today)
    (found,) = samples(scenario.with_shocks(shocks), [levers], REPLICATIONS)
    return found


@pytest.mark.parametrize("name", shipped_names("shock"))
def test_a_shipped_shock_does_what_its_file_expects(name):
    shock = load_shock(name)
    usual, struck = measured(shock.under), measured(shock.under, shock)
    assert shock.expected
    wrong = []
    for metric, direction in shock.expected.items():
        difference = struck.values(metric) - usual.values(metric)
        if (1 if direction == "up" else -1) * t_value(difference) <= CLEAR:
            told = f"mean difference {difference.mean():.6g}, t = {t_value(difference):.2f}"
            wrong.append(f"{name}: {metric} should go {direction}; {told}")
    assert not wrong, "\n".join(wrong)
