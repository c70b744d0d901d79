"""The frontier: who is beaten on everything, and how sure that is."""

import json

import numpy as np
import pytest

import simulator as cs
from simulator.experiment import compare as comparing
from simulator.experiment.frontier import frontier, placed, strategies_of
from simulator.results.front import Front
from simulator.results.origin import Origin
from simulator.results.resampling import percentile_difference
from tests.unit.invented import noise
from tests.unit.invented_runs import replicator_by

MEASURES = ("profit_to_the_end", "lowest_cash", "write_offs_net_of_claims")


def figures(count, profit, cash, write_offs, spread=0.0, number=0):
    """One strategy's replications [replication, measure]; the same luck for all, and some of its own."""
    shared, own = noise(count), noise(count, number + 1)
    return np.stack([1e5 * shared + level + spread * own for level in (profit, cash, write_offs)], axis=1)


def found(*strategies):
    names = tuple("ABCDEF")[: len(strategies)]
    return {one.name: one for one in placed(names, np.stack(strategies), MEASURES)}


def test_who_is_worse_on_all_is_dominated_and_who_trades_is_not():
    places = found(figures(60, 5e5, 1e5, 2e4), figures(60, 4e5, 0.0, 3e4), figures(60, 3e5, 3e5, 2e4))
    assert (places["B"].standing, places["B"].beaten_by) == ("dominated", ("A",))
    assert [places[name].standing for name in "AC"] == ["frontier", "frontier"]


def test_equal_on_one_and_worse_on_another_is_dominated():
    places = found(figures(60, 5e5, 1e5, 2e4), figures(60, 5e5, 1e5, 3e4))
    assert places["B"].standing == "dominated"


def test_what_the_luck_may_have_done_is_not_called_dominated():
    places = found(figures(40, 5e5, 1e5, 2e4, 3e5, 1), figures(40, 4.9e5, 0.9e5, 2.1e4, 3e5, 2))
    standings = {one.standing for one in places.values()}
    assert "dominated" not in standings


def test_two_that_do_the_same_do_not_beat_each_other():
    places = found(figures(40, 5e5, 1e5, 2e4), figures(40, 5e5, 1e5, 2e4))
    assert {one.standing for one in places.values()} == {"frontier"}


def formula(scenario, levers, draw):
    """Longer terms: more profit, less cash; a discount: less of both."""
    days, rate = levers.terms.net_days or 30, levers.discount.rate_fraction
    return {
        "profit_to_the_end": 1e6 * draw + 1_000.0 * days - 1e6 * rate,
        "lowest_cash": 1e5 * draw - 5_000.0 * days - 1e5 * rate,
        "write_offs_net_of_claims": 2e4 * draw + 100.0 * days,
    }


@pytest.fixture
def scenario(monkeypatch):
    monkeypatch.setattr(comparing, "replicator", replicator_by(formula))
    return cs.load_scenario("wholesale").but(portfolio={"customers": 20})


def test_a_grid_of_levers_has_a_known_frontier(scenario):
    today = cs.load_strategy("status_quo")
    grid = strategies_of(today, ["terms.net_days=30,60", "discount.rate_fraction=0|0.02"])
    answer = frontier(scenario, grid, workers=1)
    assert {place.name for place in answer.those("dominated")} == {
        one.name for one in grid if "0.02" in one.name
    }
    assert len(answer.those("frontier")) == 2
    step = answer.steps[0]
    assert [gain.mean for gain in step.gains] == pytest.approx([30_000.0, -150_000.0, -3_000.0]), (
        "30 days more"
    )
    assert (
        answer.price_in_words(step, 2)
        == "each €1 more of profit to the end costs €0.10 of write-offs after claims"
    )
    assert json.loads(answer.to_json())["along_the_frontier"][0]["to"] == step.after
    assert answer.verdict.startswith("2 of 4 strategies are not beaten on all of profit to the end")
    assert json.loads(answer.to_json())["strategies"][0]["standing"] == "frontier"
    assert answer.to_json() == frontier(scenario, grid, workers=2).to_json()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"replications": 50}, "known from 200 replications on"),
        ({"measures": ["profit_to_the_end"]}, "two measures or more"),
        ({"measures": ["profit_to_the_end", "cash_flow_at_risk"]}, "distance from the average"),
    ],
)
def test_what_has_no_frontier_is_a_sentence(scenario, changes, words):
    strategies = [cs.load_strategy("status_quo"), cs.load_strategy("growth")]
    with pytest.raises(cs.UserError, match=words):
        frontier(scenario, strategies, **changes)


def test_a_grid_refuses_assumptions_and_too_many_strategies():
    today = cs.load_strategy("status_quo")
    with pytest.raises(cs.UserError, match="is an assumption"):
        strategies_of(today, ["company.vat_fraction=0,0.2"])
    with pytest.raises(cs.UserError, match="more than 200"):
        strategies_of(today, ["terms.net_days=7..120", "discount.window_days=5..20"])


def test_the_best_averages_alone_do_not_end_the_choice():
    names, measures = ("A", "B"), MEASURES
    values = np.stack([figures(40, 5e5, 1e5, 2e4, 3e4, 1), figures(40, 4.9e5, 0.95e5, 2.1e4, 3e4, 2)])
    places = placed(names, values, measures)
    levels = {one.standing for one in places}
    assert levels == {"frontier", "perhaps"}
    origin = Origin("Wholesale", "EUR", 365, 1, "0", "0")
    told = Front(origin, measures, 40, places).verdict
    assert "leaves no choice" not in told
    assert "the runs do not make it sure" in told


def test_alike_on_everything_is_said():
    places = placed("AB", np.stack([figures(40, 5e5, 1e5, 2e4)] * 2), MEASURES)
    told = Front(Origin("Wholesale", "EUR", 365, 1, "0", "0"), MEASURES, 40, places).verdict
    assert told.startswith("All 2 do the same")


def test_many_comparisons_ask_for_wider_intervals_than_resamples_show():
    """At the level of 200 strategies the interval of a bad year is about 1.9 times as wide as at 95 % (normal law)."""
    values, others = noise(200, 1), noise(200, 2)
    usual = percentile_difference(values, others, 5.0)
    strict = percentile_difference(values, others, 5.0, 1 - 0.05 / 199)
    assert usual.half_width
    assert strict.half_width
    assert 1.75 < strict.half_width / usual.half_width < 2.3
