"""Sensitivity: a tornado whose bars are known, Sobol indices whose values are known."""

import json
import math
from dataclasses import replace

import pytest

import simulator as cs
from simulator.experiment import compare as comparing
from simulator.experiment import sensitivity as sensing
from simulator.experiment import shares as sharing
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.measuring import Effort
from simulator.experiment.sensitivity import sensitivity
from simulator.experiment.shares import design, shares_of_spread
from simulator.plans import shipped_names
from tests.unit.invented_runs import replicator_by


def ishigami(shares):
    """Ishigami and Homma (1990) with a = 7, b = 0.1 over (-pi, pi) each."""
    x, y, z = (math.pi * (2 * share - 1) for share in shares)
    return math.sin(x) + 7 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x)


ALONE, WITH_OTHERS = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""The exact indices, known in closed form."""


def test_ishigami_comes_back():
    found = shares_of_spread(ishigami, ("x", "y", "z"), 1024, Effort(workers=1))
    for one, alone, with_others in zip(found.parts, ALONE, WITH_OTHERS, strict=True):
        assert one.alone.mean == pytest.approx(alone, abs=0.03)
        assert one.in_all.mean == pytest.approx(with_others, abs=0.03)
        assert one.in_all.low <= with_others <= one.in_all.high
    assert found.runs == 1024 * 5


def test_another_seed_gives_other_places_and_workers_none():
    assert (design(2, 16, 1) != design(2, 16, 2)).any()
    one, two = (shares_of_spread(ishigami, ("x", "y", "z"), 16, Effort(workers=n)) for n in (1, 2))
    assert one == two


def test_nothing_that_moves_has_no_shares():
    found = shares_of_spread(lambda shares: 5.0, ("x", "y"), 16, Effort(workers=1))
    assert [(one.alone.mean, one.in_all.mean) for one in found.parts] == [(0.0, 0.0), (0.0, 0.0)]


def formula(scenario, levers, draw):
    """Longer terms bring 10,000 a day times the elasticity, and cost overdraft interest; with luck in both."""
    more = (levers.terms.net_days or 30) - 30
    brings = 10_000.0 * more * scenario.behaviour.terms_elasticity / 0.1
    costs = 5_000.0 * more * scenario.economy.failure_multiplier * (1 + 0.2 * (draw - 0.5))
    return {"profit_to_the_end": 1e6 * draw + brings - costs, "lowest_cash": -1.0}


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(comparing, "replicator", replicator_by(formula))
    for place in (sensing, sharing):
        monkeypatch.setattr(place, "portfolio_for", lambda scenario: None)
    scenario = cs.load_scenario("wholesale").but(portfolio={"customers": 20})
    today = cs.load_strategy("status_quo")
    return scenario, today.but("Net 60", why="test", terms={"net_days": 60})


KEYS = ("behaviour.terms_elasticity", "economy.failure_multiplier=1..3", "company.overdraft_rate_per_year")


def test_each_bar_is_what_the_formula_says(asked):
    found = sensitivity(*asked, keys=KEYS, workers=1)
    assert [bar.key for bar in found.bars] == [key.partition("=")[0] for key in (KEYS[0], KEYS[1], KEYS[2])]
    elasticity, failures, interest = found.bars
    assert [end.value for end in elasticity.ends] == [0.0, 0.3]
    assert elasticity.low.movement.mean == pytest.approx(-300_000)
    assert elasticity.high.movement.mean == pytest.approx(600_000)
    assert elasticity.high.movement.half_width == pytest.approx(0, abs=1e-6)  # the same luck: no noise at all
    assert failures.high.movement.mean == pytest.approx(-300_000, rel=0.05)
    assert failures.high.movement.half_width > 0
    assert interest.is_still


def test_it_says_where_the_answer_turns_around(asked):
    found = sensitivity(*asked, keys=KEYS, workers=1)
    assert found.verdict.startswith("Net 60 is €50k a year better than today by profit to the end.")
    assert "turns around with behaviour.terms_elasticity at 0" in found.verdict
    document = json.loads(found.to_json())
    assert document["moved"][0]["high"]["value"] == 0.3


def test_a_lever_moves_in_the_strategy_alone(asked):
    found = sensitivity(*asked, keys=["terms.net_days=30..90:60"], workers=1)
    assert found.bars[0].low.answer.mean == pytest.approx(0)
    assert found.bars[0].high.answer.mean == pytest.approx(2 * found.base.mean, rel=0.01)


def test_assumptions_are_chosen_by_what_the_strategy_changes(asked):
    found = sensitivity(*asked, workers=1, replications=2)
    keys = {bar.key for bar in found.bars}
    assert found.chosen_for_you
    assert {"behaviour.terms_elasticity", "economy.competitor_terms_ratio"} <= keys
    assert "insurer.refusal_stressed_fraction" not in keys


def test_what_is_chosen_needs_no_calibration(asked):
    scenario, _ = asked
    everything = [name for name in shipped_names("strategy") if name != "status_quo"]
    for name in everything:
        question = sensing.both(scenario, cs.load_strategy(name), None, Effort())
        chosen = sensing.default_dials(question)
        assert len(chosen) >= 10
        assert not any(sensing.needs_calibration(one, question) for one in chosen)


def test_the_spread_of_both_at_once(asked):
    found = sharing.shares(*asked, keys=KEYS, points=32, workers=1)
    elasticity, failures, interest = found.parts
    assert elasticity.in_all.mean > failures.in_all.mean > 0
    assert interest.in_all.mean == 0.0


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["behaviour.terms_elasticitee"], "Did you mean 'behaviour.terms_elasticity'"),
        (["behaviour.on_time_fraction"], "behaviour.on_time_fraction.segment"),
        (["behaviour.terms_elasticity=0.3..0.1"], "lower end first"),
        (["behaviour.terms_elasticity=0..9"], "terms_elasticity"),
        (["behaviour.terms_elasticity=a..b"], "no range of numbers"),
        (["collections.ladder"], "no number and no choice"),
        (["terms.net_days", "terms.net_days=30..60"], "given twice"),
    ],
)
def test_a_wrong_key_is_a_sentence(asked, keys, words):
    with pytest.raises(cs.UserError, match=words):
        sensitivity(*asked, keys=keys, workers=1)


def test_a_strategy_that_changes_nothing_is_refused(asked):
    with pytest.raises(cs.UserError, match="the same levers"):
        sensitivity(asked[0], cs.load_strategy("status_quo"))


def test_a_sobol_design_refuses_what_would_be_calibrated_everywhere(asked):
    with pytest.raises(cs.UserError, match="calibrated anew"):
        sharing.shares(*asked, keys=["behaviour.contact_rate_fraction"])
    with pytest.raises(cs.UserError, match="power of two"):
        sharing.shares(*asked, points=50)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("portfolio.rank_size_exponent", "the ledger decides it"),
        ("behaviour.contact_rate_fraction", "fitted anew"),
    ],
)
def test_what_a_ledger_decides_does_not_move(asked, key, words):
    book = replace(portfolio_for(asked[0]), origin="ledger")
    with pytest.raises(cs.UserError, match=words):
        sensitivity(*asked, keys=[key], portfolio=book, workers=1)
    with pytest.raises(cs.UserError, match=r"calibrated anew|the ledger decides it"):
        sharing.shares(*asked, keys=[key], portfolio=book, workers=1)
    found = sensitivity(*asked, portfolio=book, replications=2, workers=1)
    assert len(found.bars) >= 10
