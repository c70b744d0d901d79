"""Levers that contradict each other: each is named with both values, and its remedy mends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import simulator as cs
from simulator.app.lab.opening import first_lab
from simulator.clashes import Terms, clashes, refused, warned
from simulator.experiment.inputs import prepare
from simulator.levers import Levers
from simulator.strategy import Strategy

THIRTY = Terms(30, 30)


def steps(*pairs: tuple[int, str]) -> list[dict[str, object]]:
    return [{"day": day, "channel": channel} for day, channel in pairs]


REFUSED = {
    "two discounts": (
        {"discount": {"rate_fraction": 0.02, "dynamic_rate_per_year": 0.12}},
        THIRTY,
        ("2.00%", "12.00%"),
    ),
    "charges of nothing": (
        {"late_charges": {"policy": "charge", "jurisdiction": "none"}},
        THIRTY,
        ("none", "own_rate_per_year"),
    ),
    "window": (
        {"discount": {"rate_fraction": 0.02, "window_days": 40}},
        THIRTY,
        ("40 days", "30 days"),
    ),
    "nobody insured": (
        {"insurance": {"insured_fraction": 0.9, "maximum_terms_days": 60}},
        Terms(75, 90),
        ("75 days", "60 days", "nothing is insured"),
    ),
    "agency first": (
        {"collections": {"ladder": steps((5, "agency"), (10, "call"), (20, "email"))}},
        THIRTY,
        ("5 days after due", "(10 days)"),
    ),
    "sold first": (
        {"collections": {"ladder": steps((5, "email"), (60, "debt_sale"), (90, "agency"))}},
        THIRTY,
        ("60 days", "90 days"),
    ),
    "court before the agency": (
        {"collections": {"ladder": steps((5, "email"), (60, "legal"), (90, "agency"))}},
        THIRTY,
        ("60 days", "90 days"),
    ),
    "court first": (
        {"collections": {"ladder": steps((5, "legal"), (10, "call"))}},
        THIRTY,
        ("court gets invoices 5 days", "(10 days)"),
    ),
}
WARNED = {
    "retention not insured": (
        {"terms": {"retention_fraction": 0.05}, "insurance": {"insured_fraction": 0.9}},
        THIRTY,
        ("485 days", "not insured"),
    ),
    "debits and a discount": (
        {"terms": {"direct_debit_fraction": 1.0}, "discount": {"rate_fraction": 0.02}},
        THIRTY,
        ("direct debit", "discount"),
    ),
    "some not insured": (
        {"insurance": {"insured_fraction": 0.9, "maximum_terms_days": 60}},
        Terms(30, 90),
        ("90 days", "60 days"),
    ),
    "dead steps": (
        {"collections": {"ladder": steps((5, "email"), (60, "call")), "write_off_days": 45}},
        THIRTY,
        ("60 days", "45 days", "never happen"),
    ),
    "mandate": (
        {"collections": {"ladder": steps((5, "email"), (90, "agency")), "write_off_days": 150}},
        THIRTY,
        ("150 days", "day 90", "120 days"),
    ),
    "judgment": (
        {"collections": {"ladder": steps((5, "email"), (90, "legal")), "write_off_days": 150}},
        THIRTY,
        ("150 days", "day 90", "judgment"),
    ),
    "supply goes on": (
        {"credit_policy": {"stop_supply_days": 200}, "collections": {"write_off_days": 180}},
        THIRTY,
        ("200 days", "180 days"),
    ),
    "borne twice": (
        {
            "insurance": {"insured_fraction": 0.9},
            "financing": {"facility": "factoring", "protected_fraction": 0.8},
        },
        THIRTY,
        ("80%", "90%"),
    ),
    "warnings without limits": (
        {"credit_policy": {"monitoring": "alerts", "limit_rule": "none"}},
        THIRTY,
        ("50%", "no limits"),
    ),
    "sued from the factor": (
        {
            "collections": {"ladder": steps((5, "email"), (60, "legal"))},
            "financing": {"facility": "factoring", "protected_fraction": 0.8},
        },
        THIRTY,
        ("60 days after due a court", "80%", "its protection ends"),
    ),
    "taken from the factor": (
        {
            "collections": {"ladder": steps((5, "email"), (60, "agency"))},
            "financing": {"facility": "factoring", "protected_fraction": 0.8},
        },
        THIRTY,
        ("60 days after due", "80%", "its protection ends"),
    ),
}


def found_in(changes: dict[str, Any], terms: Terms):
    return clashes(Levers().but(**changes), terms)


@pytest.mark.parametrize(("changes", "terms", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_stand_together_is_refused_with_both_values(changes, terms, words):
    found = found_in(changes, terms)
    assert len(refused(found)) == 1
    assert all(word in found[0].sentence for word in words), found[0].sentence


@pytest.mark.parametrize(("changes", "terms", "words"), WARNED.values(), ids=WARNED)
def test_what_is_hardly_meant_is_warned_about_with_both_values(changes, terms, words):
    found = found_in(changes, terms)
    assert refused(found) == ()
    assert len(warned(found)) == 1
    assert all(word in found[0].sentence for word in words), found[0].sentence


@pytest.mark.parametrize(("changes", "terms", "words"), [*REFUSED.values(), *WARNED.values()])
def test_the_remedy_mends(changes, terms, words):
    del words
    clash = found_in(changes, terms)[0]
    group, _, name = clash.key.partition(".")
    mended = Levers().but(**changes).but(**{group: {name: clash.value}})
    assert clashes(mended, terms) == ()
    assert clash.key in clash.advice


@pytest.mark.parametrize(
    "name", ["status_quo", "discount", "strict", "growth", "insured", "intensive_collections"]
)
def test_what_ships_contradicts_nothing(name):
    today = cs.load_scenario("wholesale").today
    levers = cs.load_strategy(name).levers(today)
    days = levers.terms.net_days or 30
    assert clashes(levers, Terms(days, days)) == ()


def test_inactive_levers_do_not_clash():
    levers = Levers().but(discount={"window_days": 100}, insurance={"maximum_terms_days": 10})
    assert clashes(levers, THIRTY) == ()


def test_a_supply_stop_on_the_day_of_the_write_off_is_no_doubt():
    assert found_in({"credit_policy": {"stop_supply_days": 365}}, THIRTY) == ()


def test_the_command_tells_doubts_before_anything_runs_and_the_comparison_keeps_them():
    prepared = prepare(
        "wholesale", ["status_quo", "discount"], settings=["credit_policy.stop_supply_days=400"]
    )
    told = [line for line in prepared.warnings if "we have given up" in line]
    assert len(told) == 1
    assert told[0].startswith("2/10 net 30: Supply stops when a customer is 400 days late")
    small = prepared.scenario.but(
        company={"horizon_days": 40, "warm_up_days": 0, "run_off_days": 0}, portfolio={"customers": 5}
    )
    comparison = cs.compare(small, prepared.strategies, replications=1, workers=1)
    assert told[0] in comparison.notes


def test_the_command_refuses_a_sale_before_the_agency(tmp_path):
    path = tmp_path / "sold.yaml"
    path.write_text(
        "extends: status_quo\nname: Sold\nwhy: To try\nchanges:\n  collections:\n    ladder:\n"
        "      - {day: 5, channel: email}\n      - {day: 60, channel: debt_sale}\n"
        "      - {day: 90, channel: agency}\n",
        encoding="utf-8",
    )
    with pytest.raises(cs.UserError, match=r"Debts are sold 60 days after due.*Move the sale to 211 days"):
        prepare("wholesale", ["status_quo", str(path)])


def test_the_page_stops_at_what_is_refused_and_only_mentions_doubts():
    lab = first_lab()
    doubtful = lab.with_lever("credit_policy.stop_supply_days", 400)
    number, clash = doubtful.clash() or (0, None)
    assert (number, clash.is_refused) == (1, False)
    worse = doubtful.with_lever("discount.window_days", 40)
    number, clash = worse.clash() or (0, None)
    assert clash.is_refused
    today = lab.setting.scenario.but(today={"credit_policy": {"stop_supply_days": 400}})
    inherited = type(lab)(type(lab.setting)(today), (Strategy(name="A", why="b"),))
    assert inherited.clash()[0] == 1
    # A ledger whose seller delivers on: not the visitor's choice, so not held against what he tries.
    own = replace(inherited, setting=replace(inherited.setting, ledger="mine.csv"))
    assert own.clash() is None
    assert replace(own, selected=1).with_lever("collections.write_off_days", 200).clash()[0] == 1


def test_steps_that_no_invoice_can_both_take_do_not_clash_and_a_moved_step_keeps_whom_it_is_for():
    apart = [
        {"day": 5, "channel": "agency", "segments": ["micro"], "below": 500.0},
        {"day": 10, "channel": "call", "segments": ["large"]},
    ]
    assert not refused(clashes(Levers().but(collections={"ladder": apart}), THIRTY))
    meeting = [apart[0], {"day": 10, "channel": "call", "segments": ["micro", "large"]}]
    (clash,) = refused(clashes(Levers().but(collections={"ladder": meeting}), THIRTY))
    assert {"day": 11, "channel": "agency", "segments": ("micro",), "below": 500.0} in clash.value
    Levers().but(collections={"ladder": clash.value})
