"""Comparing strategies: pairing, stopping, and results that do not depend on the workers."""

import json

import pytest

import simulator as cs
from simulator.experiment import compare as comparing
from tests.stub_engine import StubEngine


@pytest.fixture
def scenario():
    return cs.load_scenario("wholesale")


@pytest.fixture
def strategies():
    today = cs.load_strategy("status_quo")
    return [today, today.but("Slower", why="to see it", terms={"net_days": 45})]


@pytest.fixture
def engine(monkeypatch):
    """Puts a stand-in in the engine's place."""

    def use(**changes):
        stub = StubEngine(**{"extra_days": (0, 10), "cost": (0, 500)} | changes)
        monkeypatch.setattr(comparing, "replicator", lambda *_: stub)

    use()
    return use


def test_a_comparison_pairs_replication_by_replication(scenario, strategies, engine):
    comparison = cs.compare(scenario, strategies, replications=25, workers=1)
    found = comparison.difference(comparison.others[0], "dso_paid_days")
    assert found.mean == pytest.approx(10)  # the luck is the same, so only the ten days remain
    assert found.high - found.low == pytest.approx(0, abs=1e-9)
    assert found.probability_better == 0
    assert comparison.noise_removed(comparison.others[0], "collection_cost") is None


def test_the_number_of_workers_changes_no_byte(scenario, strategies, engine):
    texts = {cs.compare(scenario, strategies, replications=24, workers=n).to_json() for n in (1, 2)}
    assert len(texts) == 1


def test_it_stops_at_the_first_look_that_is_precise_enough(scenario, strategies, engine):
    engine(noise=0)
    comparison = cs.compare(scenario, strategies, workers=1)
    assert comparison.replications == 20
    assert comparison.missed == ()


def test_it_looks_again_while_it_is_not_and_names_what_was_not_reached(
    scenario, strategies, engine, monkeypatch
):
    monkeypatch.setattr(comparing, "looks", lambda: (20, 40))
    engine(extra_days=(0, 40))  # beyond the horizon of 90 days for some, so cash differs by luck
    comparison = cs.compare(scenario, strategies, workers=1, precision=1e-6)
    assert comparison.replications == 40
    assert {missed.metric for missed in comparison.missed} >= {"cash_collected"}
    assert json.loads(comparison.to_json())["not_reached"][0]["strategy"] == "Slower"


def test_progress_tells_what_is_done_and_what_is_wanted(scenario, strategies, engine):
    told = []
    cs.compare(scenario, strategies, replications=3, workers=1, progress=lambda *pair: told.append(pair))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_interrupt_goes_through(scenario, strategies, engine):
    engine(interrupt_at=2)
    with pytest.raises(KeyboardInterrupt):
        cs.compare(scenario, strategies, replications=5, workers=1)


def test_one_strategy_alone_is_measured(scenario, strategies, engine):
    engine(extra_days=(0,), cost=(0,))
    comparison = cs.compare(scenario, strategies[:1], workers=1)
    assert comparison.replications == 20
    assert "alone was run" in comparison.verdict


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"strategies": []}, "name at least one strategy"),
        ({"replications": 0}, "0 replications cannot be run"),
        ({"precision": 5.0}, "0.001 means 0.1 %"),
    ],
)
def test_what_cannot_be_compared_is_refused(scenario, strategies, engine, changes, words):
    given = {"strategies": strategies} | changes
    with pytest.raises(cs.UserError, match=words):
        cs.compare(scenario, given.pop("strategies"), **given)


def test_two_strategies_of_one_name_are_refused(scenario, strategies, engine):
    with pytest.raises(cs.UserError, match="Two strategies are called 'Slower'"):
        cs.compare(scenario, [strategies[1], strategies[1]], replications=2)


def test_the_hash_tells_inputs_apart(scenario, strategies, engine):
    def hashed(*changes):
        return cs.compare(*changes, replications=2, workers=1).inputs_hash

    usual = hashed(scenario, strategies)
    assert usual == hashed(scenario, strategies)
    assert usual != hashed(scenario.but(company={"supplier_days": 31}), strategies)
    assert usual != hashed(
        scenario, [strategies[0], strategies[1].but("Slower", why="other", terms={"net_days": 46})]
    )


def test_comparing_leaves_scenario_and_strategies_untouched(scenario, strategies, engine):
    before = (scenario.model_dump_json(), [strategy.model_dump_json() for strategy in strategies])
    cs.compare(scenario, strategies, replications=2, workers=1)
    assert before == (scenario.model_dump_json(), [strategy.model_dump_json() for strategy in strategies])


def test_a_discount_window_beyond_the_terms_is_refused():
    scenario = cs.load_scenario("wholesale").but(portfolio={"customers": 20}, company={"horizon_days": 30})
    today = cs.load_strategy("status_quo")
    late = today.but("Late", why="test", discount={"rate_fraction": 0.02, "window_days": 40})
    with pytest.raises(
        cs.UserError, match=r"window \(40 days\) is longer than the payment terms \(30 days\)"
    ) as caught:
        cs.compare(scenario, [today, late], replications=1)
    assert "Set discount.window_days to 10." in caught.value.message
