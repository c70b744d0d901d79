"""Live forms: textbook figures worked by hand, the engine beside them, and what is refused."""

import math
from itertools import product

import pytest

from simulator.closed_forms.forms import FORMS, erlang_wait, expected_loss, yearly_rate
from simulator.closed_forms.keeping import keep_cases, kept_cases, verdict
from simulator.closed_forms.live import answered
from simulator.errors import UserError
from simulator.experiment.kept.answers import find
from simulator.experiment.kept.shelf import Shelf
from simulator.verification.cases import Case


def test_the_formulas_by_hand():
    # 2/10 net 30: 2 for the use of 98 for 20 days
    assert yearly_rate(0.02, 20) == pytest.approx(2 / 98 * 365 / 20)
    # one collector: M/M/1, load 0.8: wait = 0.8 / (1 - 0.8) x 12 minutes
    assert erlang_wait(4, 12, 1) == pytest.approx(48.0)
    # 1 - 0.98 to the power of 45 / 365 is 0.24877 %; 95 % of it is lost
    assert expected_loss(0.02, 45, 0.95) == pytest.approx(0.95 * -math.expm1(math.log(0.98) * 45 / 365))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("seed", [1, 2026])
def test_the_engine_agrees_where_it_stands_first(name, seed):
    found = answered(FORMS[name], FORMS[name].first, seed)
    assert found.passed, found
    printed = {"discount": 37.2449, "queue": 12.9438, "losses": 0.23633, "open_invoices": 188.0}
    assert found.expected == pytest.approx(printed[name], rel=1e-4)


@pytest.mark.parametrize("name", FORMS)
def test_the_engine_agrees_at_all_corners_or_says_why_not(name):
    form = FORMS[name]
    for ends in product(*((one.low, one.high) for one in form.inputs)):
        values = dict(zip((one.name for one in form.inputs), ends, strict=True))
        is_busy = name == "queue" and values["cases"] * values["minutes"] / 60 > 0.95 * values["collectors"]
        if is_busy:
            with pytest.raises(UserError, match=r"Add a collector, or take fewer cases\.$"):
                answered(form, values, 3)
        else:
            found = answered(form, values, 3)
            assert found.passed, (values, found)


def test_a_seed_moves_the_engine_and_never_the_textbook():
    form = FORMS["queue"]
    one, other = (answered(form, form.first, seed) for seed in (1, 2))
    assert one.expected == other.expected
    assert one.simulated != other.simulated
    assert answered(form, form.first, 1) == one


@pytest.mark.parametrize("values", [{"rate": 2, "window": 10}, {"rate": 99, "window": 10, "terms": 30}])
def test_what_is_missing_or_outside_is_told(values):
    with pytest.raises(UserError, match="Choose a value"):
        answered(FORMS["discount"], values, 1)


GOOD = Case("CF1", "receivables", 300_000.0, 300_000.0, 0.0)
BAD = Case("CF2", "open invoices", 188.0, 190.0, 1.0)


def test_a_verdict_names_what_failed():
    assert verdict([GOOD]) == "All 1 cases agree with the textbook."
    assert verdict([GOOD, BAD]) == "1 of 2 cases do not agree with the textbook: CF2."


def test_cases_are_kept_and_come_back_the_same(tmp_path):
    shelf = Shelf(tmp_path)
    assert kept_cases(shelf) is None
    keep_cases(shelf, [GOOD, BAD, Case("CF3", "undefined", 1.0, math.nan, 1.0)], 7, "said")
    found = kept_cases(shelf)
    assert found is not None
    assert found.seed == 7
    assert found.cases[:2] == (GOOD, BAD)
    assert math.isnan(found.cases[2].simulated)
    assert find(shelf, next(tmp_path.glob("answers/*.json")).stem).kind == "verify"


def test_the_latest_run_counts(tmp_path):
    shelf = Shelf(tmp_path)
    keep_cases(shelf, [BAD], 7, "first")
    keep_cases(shelf, [GOOD], 7, "second")
    found = kept_cases(shelf)
    assert found is not None
    assert found.cases == (GOOD,)
