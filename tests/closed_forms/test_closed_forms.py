"""The textbook's cases in their quick form, on three seeds where there is luck; and that they can fail."""

from __future__ import annotations

import math

import pytest

from simulator.rules.health import Chances
from simulator.verification import (
    chasing,
    correlation,
    disputes,
    exposure,
    failures,
    insurance,
    invariance,
    limits,
    littles_law,
    paying,
    people,
    receivables,
    sales_over_time,
    scores,
)
from simulator.verification.cases import Case, Estimate, exact, printed, statistical
from simulator.verification.forms import FORMS, as_document, verify

QUICK = 0.1
SEEDS = (1, 2, 3)

# The figures of the textbook: whoever changes one in the program has to change it here as well.
TEXTBOOK = {
    "CF1": [300_000, 30, 30, 30, 30, 0, 0, 1],
    "CF2": [470_000, 61_796, 188, 13.71],
    "CF3": [12.0, 42.0, 0.52],
    "CF4": [300_000, 129_699.71, 17_552.95, 2_375.53, 371.81, 450_000, 0.3333],
    "CF5": [3.0, 4.0, 14.5, 14.7205, 14.7205, 14.7205],
    "CF6": [300_000, 3_650_000, 240_000, 3_628_100, 200_000, 3_613_500, 100_000, 3_577_000, 73_000],
    "CF7": [0.0023633, 23_632.6, 5.53499e-5],
    "CF7b": [9_899_663],
    "CF8": [
        *(0.00657, 0.03057, 0.05253, 0.09033, 0.0406, 0.0867, 0.1757),
        *(5, 5.85, 2.22, 2.171e-4),
    ],
    "CF9": [
        *(0.014498, 0.037598, 0.061262, 0.17655, 0.20, 6.667),
        *(0.93557, 0.06237, 0.00206, 0.02470, 0.02470),
    ],
    "CF10": [48.0, 0.8, 12.944, 0.64719, 2.589, 52.60, 0.87668, 6.649, 0.55411],
    "CF10b": [24.0, 6.63],
    "CF10c": [16, 80],
    "CF10d": [40, 1],
    "CF11": [0.4643, 0.2591, 0.1173, 0.0407, 0.0104, 0.0287, 0.2295, 0.1173],
    "CF12": [85_000, 85_500],
    "CF12b": [4_500, 1_500, 33_500, 5_400],
    "CF13": [0, 18_000, 57_000, 75_000, 90_000],
    "CF14": [25_081.77, 50_163.54],
    "CF15": [210, 240, 900, 1_000, 0.0526],
    "CF16": [45_000, 22_500, 25_000, 20_000],
    "CF17": [0.15, 20.0, 1.8],
    "CF18": [20, 11.544, 13.836, 0.7047],
    "CF19": [60_000, 90_000, 160_000, 100_000],
    "CF20": [5_220, 3_647, 1_368],
    "CF21": [0.80, 0.8009, 0.7279, 0.7576, 0.5848, 0.4472, 0.1895, 0.4688, 0.6875, 0.04996],
    "CF21b": [0.1701, 0.4983, 0.04746, 21.1, 0.1000, 0.3566, 0.02218, 45.1],
    "CF22": [1.19023, 0.60, 0.4472, 0.012285],
    "CF23": [44.78, 45.67, 49.89, 45.22, 44.33, 40.39],
    "CF24": [260_000, 73.0, 52.0, 42.42, 45.0, 123_871, 31.85, 34.78],
    "CF25": [57.875, 12.875, 57.875],
    "CF26": [0.10607, 1.0439, 1.0763, 0.9291, 0.9223],
    "CF27": [454_050, 45.405],
    "CF28": [0.66667, 0.85714, 0.68182],
    "CF29": [0, 0.88, 0.20, 0.44, 0.0032],
    "CF30": [0.004721, 1.9975, 1.106998e-4],
    "CF31": [0] * 67,
    "CF32": [0] * 8,
    "CF33": [0, 0, 0],
    "M29": [1_933.56, 0.18451, 85_000, 15_000, 100_000, 0, 10_000, 90_000],
}
SETTLED = ("CF12", "CF12b", "CF13", "CF15", "CF16", "CF20")
WITHOUT_LUCK = (
    *("CF1", "CF5", "CF6", *SETTLED, "CF21", "CF21b"),
    *("CF23", "CF24", "CF25", "CF26", "CF27", "CF28", "M29"),
)
RUNS = [(form, seed) for form in FORMS for seed in (SEEDS[:1] if form in WITHOUT_LUCK else SEEDS)]


@pytest.mark.parametrize(("form", "seed"), RUNS)
def test_the_simulator_agrees_with_the_textbook(form, seed):
    cases = FORMS[form](seed, QUICK)
    assert {case.id for case in cases} == {form}
    assert [case.expected for case in cases] == TEXTBOOK[form]
    assert [case for case in cases if not case.passed] == []


def test_every_form_of_the_textbook_is_there():
    assert list(FORMS) == list(TEXTBOOK)


@pytest.mark.parametrize("form", [*WITHOUT_LUCK, "CF2", "CF9", "CF10", "CF31"])
def test_the_same_seed_gives_the_same_figures(form):
    assert FORMS[form](7, 0.02) == FORMS[form](7, 0.02)


def failed(cases: list[Case]) -> dict[str, float]:
    return {case.title: case.simulated for case in cases if not case.passed}


def test_customers_who_pay_a_day_late_are_found_by_cf1(monkeypatch):
    on_time = receivables.point_law
    monkeypatch.setattr(receivables, "point_law", lambda day: on_time(day + 1))
    found = failed(receivables.paid_at_due(1))
    assert found["DSO, simple, days"] == pytest.approx(31.0)
    assert found["DSO, countback, days"] == pytest.approx(31.0)
    assert found["days to pay, days"] == pytest.approx(31.0)
    assert found["receivables at the close, the day farthest off"] == pytest.approx(310_000.0)
    assert "overdue share" not in found  # what is due today is current at the close


def test_a_book_that_grows_is_found_by_cf1(monkeypatch):
    usual = receivables.textbook_scenario
    monkeypatch.setattr(
        receivables, "textbook_scenario", lambda **groups: usual(economy={"growth_per_year": 0.1}, **groups)
    )
    assert "receivables at the close, the day farthest off" in failed(receivables.paid_at_due(1))


def test_payers_on_time_with_runs_do_not_wait_for_the_next_one(monkeypatch):
    on_time = paying.point_law
    monkeypatch.setattr(paying, "point_law", lambda day: on_time(day - 1))
    assert len(failed(paying.payment_runs(1))) >= 2


def test_one_collector_more_is_found_by_cf10(monkeypatch):
    usual = people.play_shift
    monkeypatch.setattr(
        people,
        "play_shift",
        lambda ready, rank, work, servers, end: usual(ready, rank, work, servers + 1, end),
    )
    assert len(failed(people.erlang_c(1, QUICK))) == len(TEXTBOOK["CF10"])
    assert len(failed(people.overload(1, QUICK))) == 2


def test_first_come_first_served_is_found_by_cf10c(monkeypatch):
    usual = people.play_shift
    monkeypatch.setattr(
        people,
        "play_shift",
        lambda ready, rank, work, servers, end: usual(ready, rank % len(rank), work, servers, end),
    )
    assert len(failed(people.largest_first(1, QUICK))) == 2


@pytest.mark.parametrize(
    ("room", "name", "value", "form"),
    [
        (littles_law, "_CENTRING", -2.0, littles_law.littles_law),
        (failures, "_LOSS", 0.8, failures.cost_of_failures),
        (failures, "_MONTHLY_CHANCE", 0.0025, failures.sales_without_replacement),
        (failures, "_CHANCES", Chances(0.01, 0.12, 0.05, 0.0002), failures.chain_of_health),
        (exposure, "_PAYS_LATE_DAYS", 13.0, exposure.exposure_at_default),
        (paying, "_CONTACT_DAY", 9.0, paying.contact_multiplies_hazard),
        (insurance, "_POLICY", {**insurance._POLICY, "insured_fraction": 0.8}, insurance.one_claim),
        (insurance, "_DIVIDEND", 0.06, insurance.salvage_shared),
        (
            insurance,
            "_POLICY",
            {**insurance._POLICY, "each_claim_excess": 1.0},
            insurance.first_loss_and_maximum,
        ),
        (insurance, "_MEAN_LOSS", 50_000.0, insurance.layer),
        (
            insurance,
            "_POLICY",
            {**insurance._POLICY, "waiting_period_days": 150},
            insurance.protracted_default,
        ),
        (insurance, "_CUT", 99, insurance.cover_withdrawn),
        (insurance, "collectable_fraction", lambda months: 0.7, insurance.agency_placement),
        (paying, "_SCALE_DAYS", 16.0, paying.ageing_profile),
        (correlation, "_CORRELATION", 0.2, correlation.correlated_defaults),
        (limits, "_ORDERS_PER_MONTH", 4.6, limits.orders_refused),
        (sales_over_time, "_PAID_AFTER", 46, sales_over_time.growth_bias),
        (sales_over_time, "_PAID_AFTER", 46, sales_over_time.countback_in_season),
        (sales_over_time, "_PARTS", ((0.96, 45), (0.02, 120), (0.02, 485)), sales_over_time.retention),
        (
            sales_over_time,
            "terms_factor",
            lambda new, old, power: (new + 1) / old,
            sales_over_time.terms_elasticity,
        ),
        (failures, "_RECESSION", 2.5, failures.doubled_hazard),
        (disputes, "_MEAN_DAYS", 30.0, disputes.days_of_disputes),
        (disputes, "_CHASED_ON", 15, disputes.days_of_disputes),
        (chasing, "_LETTER_WORKS", 0.5, chasing.escalation),
        (chasing, "_LADDERS", chasing._LADDERS[::-1], chasing.more_contact),
        (scores, "score_power", lambda gini, spread: 0.5, scores.power_of_a_score),
        (invariance, "_TAKES", invariance._TAKES[:1], invariance.cash_identity),
    ],
)
def test_another_company_does_not_pass(monkeypatch, room, name, value, form):
    monkeypatch.setattr(room, name, value)
    assert failed(form(1, QUICK)) != {}


def test_a_lever_with_effect_does_not_pass(monkeypatch):
    with_discount = {"discount": {"rate_fraction": 0.02}}
    null = invariance.Null("discount.window_days", "a discount of 2 %", with_discount, 30)
    monkeypatch.setattr(invariance, "NULLS", (null,))
    assert len(failed(invariance.inactive_levers(1, QUICK))) == 1


def test_more_contact_makes_many_payments_earlier():
    delays = chasing._delays(1, 4_000, [chasing.constant_law(0.05)], {})
    assert ((delays < 0).mean(axis=1) > 0.03).all()
    assert (delays[0] < 0).mean() > 0.3


def test_what_is_not_a_number_does_not_pass():
    assert not exact("CF0", "nothing", 1.0, None).passed
    assert exact("CF0", "nothing", 1.0, None).as_document()["simulated"] is None
    assert not Case("CF0", "nothing", 1.0, math.nan, math.inf).passed


def test_tolerances_are_as_they_say():
    assert statistical("CF0", "", 1.0, Estimate(1.4, 0.1)).passed
    assert not statistical("CF0", "", 1.0, Estimate(1.41, 0.1)).passed
    assert statistical("CF0", "", 1.0, Estimate(1.41, 0.1), table=0.5).passed
    assert printed("CF0", "", 0.8009, 0.80094, 4).passed
    assert not printed("CF0", "", 0.8009, 0.80096, 4).passed
    assert not exact("CF0", "", 300_000.0, 300_000.01).passed


def test_all_forms_run_one_after_another(monkeypatch):
    forms = {"CF1": receivables.paid_at_due, "CF21b": FORMS["CF21b"]}
    monkeypatch.setattr("simulator.verification.forms.FORMS", forms)
    told: list[tuple[str, int, int]] = []
    cases = verify(5, progress=lambda *what: told.append(what))
    assert told == [("CF1", 0, 2), ("CF21b", 1, 2)]
    document = as_document(cases, 5)
    assert (document["seed"], len(document["cases"])) == (5, 16)
    assert list(document["cases"][0]) == ["id", "title", "expected", "simulated", "tolerance", "passed"]
