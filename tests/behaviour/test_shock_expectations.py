"""Every shipped shock does what its file expects of it (with and without it, the same luck)."""

from __future__ import annotations

import pytest

from simulator.plans import shipped_names
from simulator.shocks import load_shock
from simulator.strategy import load_strategy
from tests.behaviour.trials import samples, small_wholesaler, t_value

REPLICATIONS = 40
CLEAR = 2.0


@pytest.mark.parametrize("name", shipped_names("shock"))
def test_a_shipped_shock_does_what_its_file_expects(name):
    shock, scenario = load_shock(name), small_wholesaler(120, 730)
    levers = [load_strategy(shock.under).levers(scenario.today)]
    (usual,) = samples(scenario, levers, REPLICATIONS)
    (struck,) = samples(scenario.with_shocks([shock]), levers, REPLICATIONS)
    assert shock.expected
    wrong = []
    for metric, direction in shock.expected.items():
        difference = struck.values(metric) - usual.values(metric)
        if (1 if direction == "up" else -1) * t_value(difference) <= CLEAR:
            told = f"mean difference {difference.mean():.6g}, t = {t_value(difference):.2f}"
            wrong.append(f"{name}: {metric} should go {direction}; {told}")
    assert not wrong, "\n".join(wrong)
