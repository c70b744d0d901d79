"""The same inputs, seed and version give the same bytes, and comparing changes nothing that it is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

import simulator as cs
from simulator.portfolio.portfolio import Portfolio
from simulator.scenario import Scenario
from simulator.strategy import Strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return small_wholesaler(30, 120)


@pytest.fixture(scope="module")
def strategies() -> list[Strategy]:
    return [cs.load_strategy(name) for name in ("status_quo", "discount", "strict")]


def compared(scenario: Scenario, strategies: Sequence[Strategy], workers: int = 1, **options: int) -> str:
    comparison = cs.compare(
        scenario, strategies, replications=6, workers=workers, portfolio=portfolio_of(scenario), **options
    )
    return str(comparison.to_json())


def test_any_number_of_workers_writes_the_same_bytes(scenario, strategies):
    assert compared(scenario, strategies, workers=1) == compared(scenario, strategies, workers=2)


def test_the_same_call_again_writes_the_same_bytes(scenario, strategies):
    assert compared(scenario, strategies) == compared(scenario, strategies)


def test_another_seed_is_other_luck(scenario, strategies):
    assert compared(scenario, strategies, seed=1) != compared(scenario, strategies, seed=2)


def test_a_strategy_has_the_same_numbers_in_any_company(scenario, strategies):
    """Alone, last of three, or after itself: what else is compared is not part of a strategy's luck."""
    alone = cs.compare(scenario, strategies[2:], replications=3, workers=1, portfolio=portfolio_of(scenario))
    together = cs.compare(scenario, strategies, replications=3, workers=1, portfolio=portfolio_of(scenario))
    np.testing.assert_array_equal(alone.first.samples.horizon, together.results[2].samples.horizon)
    np.testing.assert_array_equal(alone.first.samples.monthly, together.results[2].samples.monthly)


def columns(portfolio: Portfolio) -> list[bytes]:
    return [getattr(portfolio, name).tobytes() for name in ("customers", "newcomers", "laws", "open_items")]


def test_comparing_leaves_the_baseline_untouched(scenario, strategies):
    portfolio = portfolio_of(scenario)
    before = [one.model_dump_json() for one in (scenario, *strategies)], columns(portfolio)
    first = cs.compare(scenario, strategies[:1], replications=3, workers=1, portfolio=portfolio)
    text = first.to_json()
    cs.compare(scenario, strategies, replications=3, workers=1, portfolio=portfolio)
    assert before == ([one.model_dump_json() for one in (scenario, *strategies)], columns(portfolio))
    assert first.to_json() == text
