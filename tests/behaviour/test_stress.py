"""Stress and reverse stress against cases whose effect on cash is known by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.experiment.compare import replicator
from simulator.experiment.reverse_stress import reverse_stress
from simulator.experiment.side_by_side import Measuring
from simulator.experiment.stress import stress
from simulator.journal import Account
from simulator.metrics.catalogue import MEASURED
from simulator.results.stress import Coming, StressTest
from simulator.shocks import Shock
from simulator.strategy import load_strategy
from tests.behaviour.trials import journals, portfolio_of, small_wholesaler, world_of
from tests.properties.worlds import Played

TODAY = load_strategy("status_quo")
EXTRA = 20_000.0
DEARER = Shock(
    name="Rent rises",
    why="x",
    start_day=0,
    plus={"company": {"fixed_cost_per_month": EXTRA}},
    severity="strength",
)


def quiet(**company: Any):
    """A small wholesaler, half a year from the first of a month on, whose overdraft costs nothing."""
    return small_wholesaler(
        12, 181, company={"overdraft_rate_per_year": 0.0, "overdraft_limit": 400_000.0, **company}
    )


def cash_by_day(scenario, replication: int = 0) -> np.ndarray:
    """The closing balance of every day of the horizon (currency)."""
    world = world_of(scenario)
    rows = journals(world, replication)[0]
    played = Played(world, rows, rows[:0], rows[:0], 0)
    return played.tally().account_by_day(Account.CASH)[: world.horizon_days] / 100


def breaks_at(scenario, replication: int = 0) -> float:
    """The factor by hand: each month end takes a month's extra rent, and nothing else changes."""
    assert (scenario.company.start_date.month, scenario.company.start_date.day) == (1, 1)
    cash, ends = cash_by_day(scenario, replication), np.cumsum([31, 28, 31, 30, 31, 30]) - 1
    paid = np.searchsorted(ends, np.arange(len(cash)), side="right")
    room = cash + scenario.company.overdraft_limit
    return float(np.min(room[paid > 0] / (EXTRA * paid[paid > 0])))


def test_a_shock_that_costs_a_known_sum_a_month_breaks_where_the_sum_says():
    scenario = quiet()
    by_hand = breaks_at(scenario)
    found = reverse_stress(
        scenario, TODAY, DEARER, share=0.5, replications=1, workers=1, portfolio=portfolio_of(scenario)
    )
    assert found.bracket is not None
    not_yet, already = found.bracket
    assert not_yet < by_hand <= already * (1 + 1e-6)
    assert already - not_yet <= 0.02 * already
    assert found.factor == already
    assert "fixed cost of" in found.sentence


def test_with_several_runs_the_share_decides():
    scenario = quiet()
    each = sorted(breaks_at(scenario, replication) for replication in range(4))
    portfolio = portfolio_of(scenario)
    for share, by_hand in ((0.25, each[0]), (0.5, each[1]), (0.75, each[2])):
        found = reverse_stress(
            scenario, TODAY, DEARER, share=share, replications=4, workers=1, portfolio=portfolio
        )
        assert found.factor == pytest.approx(by_hand, rel=0.02)


def test_a_limit_without_end_is_never_reached_and_an_empty_one_is_at_once():
    squeeze = Shock(name="Squeeze", why="x", start_day=30, times={"company": {"supplier_days": 0.5}})
    rich, poor = quiet(overdraft_limit=1e9), quiet(opening_cash=-2_000_000.0)
    never = reverse_stress(rich, TODAY, squeeze, replications=2, workers=1, portfolio=portfolio_of(rich))
    assert never.factor is None
    assert never.largest == pytest.approx(2.0)  # suppliers cannot be paid before they deliver
    assert "never within the allowed range" in never.sentence
    at_once = reverse_stress(poor, TODAY, squeeze, replications=2, workers=1, portfolio=portfolio_of(poor))
    assert at_once.factor == 0.0
    assert len(at_once.tried) == 1
    assert "without any shock" in at_once.sentence
    assert json.loads(never.to_json())["factor"] is None


def test_customers_fail_in_whole_numbers():
    scenario = quiet(overdraft_limit=150_000.0)
    fails = Shock(name="They fail", why="x", start_day=20, events={"customers_fail": [1]})
    found = reverse_stress(
        scenario, TODAY, fails, share=0.5, replications=3, workers=1, portfolio=portfolio_of(scenario)
    )
    assert all(one.factor == int(one.factor) for one in found.tried)
    assert found.factor is not None
    assert found.bracket == (found.factor - 1, found.factor)
    worst = [np.sort(one.lowest_cash)[1] for one in found.tried]
    assert worst == sorted(worst, reverse=True), "the more fail, the deeper"


def test_stress_is_paired_ranked_by_damage_and_known_by_hand():
    scenario = quiet()
    nothing = Shock(name="Not felt", why="x", start_day=30, times={"insurer": {"premium_multiplier": 2.0}})
    twice = DEARER.model_copy(
        update={"name": "Twice", "plus": {"company": {"fixed_cost_per_month": 2 * EXTRA}}}
    )
    found = stress(
        scenario,
        [TODAY, load_strategy("strict")],
        [nothing, DEARER, twice],
        measures=("profit_to_the_end", "lowest_cash"),
        replications=3,
        workers=1,
        portfolio=portfolio_of(scenario),
    )
    assert [found.shocks[number].name for number in found.ranked] == ["Twice", "Rent rises", "Not felt"]
    for place in range(2):
        dearer = found.difference(1, place, "profit_to_the_end")
        assert dearer is not None
        assert dearer.mean == pytest.approx(-6 * EXTRA)  # six months, whatever the luck
        assert dearer.low == pytest.approx(dearer.high)
        untouched = found.difference(0, place, "lowest_cash")
        assert untouched is not None
        assert untouched.mean == 0.0
    document = json.loads(found.to_json())
    assert document["shocks"][0]["damage"] == pytest.approx(12 * EXTRA)
    assert found.strategies == ("today", "Strict")
    assert "Twice does most damage. " in found.sentence


def test_the_worst_shock_is_not_named_alone_where_luck_may_have_ranked_it():
    """Two shocks whose damage differs by less than their runs do."""
    own = np.array([3.0, -1.0, 2.0, -2.0, 1.0, -3.0, 2.5, 0.5])
    values = np.zeros((8, 4, 1, 1))
    values[:, 1, 0, 0], values[:, 2, 0, 0], values[:, 3, 0, 0] = -10.0 + own, -10.1 - own, -1.0
    found = StressTest(
        "Wholesale", ("today",), tuple(Coming(name, name) for name in "ABC"), ("profit_to_the_end",), values,
        (0, 0, 0), 0.0, "EUR", {},
    )  # fmt: skip
    worst, second = (found.shocks[number].name for number in found.ranked[:2])
    assert found.sentence.startswith(f"{worst} does most damage, not clearly more than {second}.")


def test_reverse_stress_says_where_the_worst_run_alone_decided():
    scenario = quiet(overdraft_limit=0.0)
    few = reverse_stress(scenario, TODAY, DEARER, replications=3, workers=1, portfolio=portfolio_of(scenario))
    assert few.runs_out_before
    assert few.certainty == "3 replications."  # in all of them, so their number is not the point
    solid = quiet(overdraft_limit=1e7)
    worst = reverse_stress(solid, TODAY, DEARER, replications=3, workers=1, portfolio=portfolio_of(solid))
    assert "can only be told from 20 replications on" in worst.certainty
    enough = reverse_stress(
        scenario, TODAY, DEARER, replications=3, share=1 / 3, workers=1, portfolio=portfolio_of(scenario)
    )
    assert "can only be told" not in enough.certainty


def test_one_warm_up_for_all_worlds_changes_no_number():
    scenario = quiet(warm_up_days=120)
    struck, booming = (
        scenario.with_shocks(["recession", "insurer_cuts_cover"]),
        scenario.with_shocks(["boom"]),
    )
    levers = [scenario.today, load_strategy("insured").levers(scenario.today)]
    measures = ("profit_to_the_end", "lowest_cash", "dso_countback_days")
    worlds = tuple(
        world_of(one, *levers, portfolio=portfolio_of(scenario)) for one in (scenario, struck, booming)
    )
    together = Measuring(worlds, tuple(levers), 2026, measures)(1).values
    for world, found in zip(worlds, together, strict=True):
        apart = Measuring((world,), tuple(levers), 2026, measures)(1).values[0]
        whole = replicator(world.scenario, world.portfolio, levers, 2026)(1)
        by_hand = [[one.horizon[MEASURED.index(name)] for name in measures] for one in whole]
        assert found.tolist() == apart.tolist() == by_hand


def test_a_shock_that_brings_orders_only_adds_to_those_there_are():
    scenario, more = (
        quiet(),
        Shock(name="More", why="x", start_day=0, times={"economy": {"order_multiplier": 1.5}}),
    )
    found = stress(
        scenario,
        [TODAY],
        [more],
        measures=("credit_sales",),
        replications=3,
        workers=1,
        portfolio=portfolio_of(scenario),
    )
    usual, with_more = found.values[:, found.without[0], 0, 0], found.values[:, 1, 0, 0]
    assert found.without == (2,)
    assert (with_more > usual).all()
    assert 1.3 < with_more.sum() / usual.sum() < 1.7
    difference = found.difference(0, 0, "credit_sales")
    assert difference is not None
    assert difference.mean == pytest.approx((with_more - usual).mean())


def test_answers_do_not_depend_on_the_workers():
    scenario = quiet()
    texts = [
        stress(
            scenario, [TODAY], [DEARER], replications=3, workers=workers, portfolio=portfolio_of(scenario)
        ).to_json()
        for workers in (1, 2)
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda s: stress(s, [TODAY], [DEARER, DEARER]), "there twice"),
        (lambda s: stress(s, [TODAY], [DEARER], measures=["lowest_cash_p05"]), "many runs together"),
        (lambda s: stress(s, [TODAY], [DEARER], replications=0), "too few"),
        (lambda s: reverse_stress(s, TODAY, DEARER, share=5), "one run in twenty"),
        (lambda s: reverse_stress(s, TODAY, "recesion"), "recession"),
    ],
)
def test_a_mistake_is_a_sentence_before_anything_runs(call, sentence):
    with pytest.raises(UserError, match=sentence):
        call(quiet())


def test_two_shocks_at_once_cost_what_both_cost():
    """Two rents that rise: each takes its six months, both together take both; the row of both stands last."""
    scenario = quiet()
    other = DEARER.model_copy(
        update={"name": "Light", "plus": {"company": {"fixed_cost_per_month": 5_000.0}}}
    )
    found = stress(
        scenario,
        [TODAY],
        [other, DEARER],
        together=True,
        replications=2,
        workers=1,
        portfolio=portfolio_of(scenario),
    )
    costs = {found.shocks[at].name: found.difference(at, 0, "profit_to_the_end").mean for at in found.ranked}
    assert list(costs) == ["Rent rises", "Light", "All of these at once"]
    assert costs["All of these at once"] == pytest.approx(-6 * (EXTRA + 5_000.0))
    assert found.sentence.startswith("Rent rises does most damage")
    assert found.shocks[2].words == "Light and Rent rises"
