"""Shocks as files: read, refused in sentences, laid over a scenario, shown in what a comparison says."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.errors import UserError
from simulator.experiment.compare import compare
from simulator.experiment.inputs import prepare
from simulator.experiment.live import Live
from simulator.plans import shipped_names
from simulator.scenario import load_scenario
from simulator.shocks import Shock, load_shock, scenario_on
from simulator.strategy import load_strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler

DROP = Shock(name="Drop", why="x", start_day=30, days=20, times={"economy": {"order_multiplier": 0.5}})


def test_at_least_eight_shocks_are_shipped_and_each_can_come_upon_the_wholesaler():
    scenario = load_scenario("wholesale")
    assert len(shipped_names("shock")) >= 8
    for name in shipped_names("shock"):
        shock = load_shock(name)
        assert shock.expected
        assert scenario.with_shocks([name]).shocks == (shock,)


def test_two_shocks_compound_and_each_ends_on_its_day():
    deeper = Shock(name="Deeper", why="x", start_day=40, times={"economy": {"order_multiplier": 0.5}})
    scenario = load_scenario("wholesale").with_shocks([DROP, deeper])
    found = [scenario_on(scenario, scenario.shocks, day).economy.order_multiplier for day in (29, 30, 40, 50)]
    assert found == [1.0, 0.5, 0.25, 0.5]


def test_a_factor_on_one_word_of_a_mapping_leaves_the_others():
    dearer = Shock(
        name="Dearer",
        why="x",
        start_day=0,
        plus={"behaviour": {"buyer_cost_of_funds_per_year": {"sme": 0.1}}},
    )
    before = load_scenario("wholesale").behaviour.buyer_cost_of_funds_per_year
    now = dearer.over(load_scenario("wholesale")).behaviour.buyer_cost_of_funds_per_year
    assert now["sme"] == pytest.approx(before["sme"] + 0.1)
    assert {**now, "sme": 0} == {**before, "sme": 0}


def test_a_date_is_counted_from_day_0():
    dated = Shock(name="Dated", why="x", start_date=date(2026, 3, 1), days=10, events={"customers_fail": [1]})
    assert dated.window(date(2026, 1, 1)) == (59, 69)
    early = load_scenario("wholesale").but(company={"start_date": date(2027, 1, 1)})
    with pytest.raises(UserError, match="begins on 2026-03-01, before day 0, which is 2027-01-01"):
        early.with_shocks([dated])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start_day": -1}, "'start_day' is '-1'"),
        ({"start_day": None}, "A shock begins on a day or on a date"),
        ({"start_date": date(2026, 5, 1)}, "A shock begins on a day or on a date"),
        ({"days": 0}, "'days' is '0'"),
        ({"times": {}}, "This shock does nothing"),
        ({"times": {"economy": {"order_multiplyer": 2.0}}}, "Did you mean 'order_multiplier'"),
        ({"times": {"economy": {"order_multiplier": "half"}}}, "not a number"),
        ({"times": {"economy": 3}}, "'economy' is '3'"),
        ({"changes": {"economy": {"growth_per_year": 0.2}}}, "cannot change while a run goes on"),
        ({"changes": {"terms": {"net_days": 60}}}, "'terms' holds levers"),
        ({"events": {"customers_fail": 1}}, "'customers_fail' is '1'"),
        ({"events": {"customers_fail": [0]}}, "'customers_fail' is"),
        ({"events": {"insurer_cuts_cover_fraction": 15}}, "'insurer_cuts_cover_fraction' is '15'"),
        ({"events": {"war": 1}}, "Unknown events"),
        ({"expected": {"write_off": "up"}}, "Did you mean 'write_offs'"),
        ({"why": ""}, "'why' is missing"),
        ({"length": 3}, "Unknown key 'length'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(changes, sentence):
    usual = {"name": "X", "why": "y", "start_day": 3, "times": {"economy": {"order_multiplier": 0.5}}}
    with pytest.raises(UserError, match=sentence):
        Shock(**{**usual, **changes})


def test_a_shock_that_makes_an_assumption_impossible_is_refused():
    wild = Shock(name="Wild", why="x", start_day=3, times={"insurer": {"refusal_healthy_fraction": 30.0}})
    with pytest.raises(UserError, match=r"The shock 'Wild' cannot be: .*refusal_healthy_fraction"):
        load_scenario("wholesale").with_shocks([wild])
    with pytest.raises(UserError, match="The shock 'Drop' is there twice"):
        load_scenario("wholesale").with_shocks([DROP, DROP])


def test_a_shock_is_in_the_inputs_the_hash_the_title_and_the_notes():
    scenario, strategies = small_wholesaler(20, 60), [load_strategy("status_quo")]
    portfolio = portfolio_of(scenario)
    calm, struck = (
        compare(one, strategies, replications=1, workers=1, portfolio=portfolio)
        for one in (scenario, scenario.with_shocks([DROP]))
    )
    assert calm.inputs_hash != struck.inputs_hash
    assert struck.inputs["scenario"]["shocks"][0]["name"] == "Drop"
    assert struck.scenario == "Wholesale + Drop"
    assert any("From day 30 (2026-01-31) for 20 days: Drop." in note for note in struck.notes)
    (live,) = Live(scenario.with_shocks([DROP]), portfolio).answers(strategies, wanted=1)
    assert live.first.interval("credit_sales") == struck.first.interval("credit_sales")
    assert live.first.interval("credit_sales").mean < calm.first.interval("credit_sales").mean


def test_the_command_takes_shocks_and_says_when_one_comes_too_late():
    prepared = prepare(
        "wholesale", ["status_quo"], settings=["company.horizon_days=60"], shocks=["recession", "sales_drop"]
    )
    assert [shock.name for shock in prepared.scenario.shocks] == ["Recession", "Sales drop"]
    assert any("'Recession' begins on day 90, after the 60 days" in line for line in prepared.warnings)
    with pytest.raises(UserError, match="Did you mean 'recession'"):
        prepare("wholesale", ["status_quo"], shocks=["recesion"])
