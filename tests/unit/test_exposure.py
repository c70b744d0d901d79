"""The book on a day agrees with the books; reasons, concentration and pay curves are worked by hand."""

from datetime import date

import numpy as np
import pytest

import simulator as cs
from simulator.app.exposure.views import groups_html, risks_csv, risks_html
from simulator.errors import UserError
from simulator.experiment.expected_losses import expected_losses
from simulator.experiment.exposure import exposure, pay_curves
from simulator.experiment.front_end import CUT_OFFS, front_end, front_end_strategies
from simulator.figures import expected_losses as losses_drawing
from simulator.figures import pay_curves as curves_drawing
from simulator.parameters import SEGMENTS
from simulator.results.exposure import Account, Exposure, PayCurve

SMALL = cs.load_scenario("wholesale").but(
    portfolio={"customers": 40}, company={"horizon_days": 365, "warm_up_days": 200}
)
TODAY, INSURED = cs.load_strategy("status_quo"), cs.load_strategy("insured")


def account(name, *ages, oldest=0, limit=None, insured=0.0, **more):
    return Account(name, "sme", "B", (*ages, *(0.0,) * (5 - len(ages))), oldest, limit, insured, **more)


BOOK = Exposure(
    (
        account("Ash", 60_000.0, 20_000.0, oldest=20),
        account("Birch", 0.0, 0.0, 15_000.0, oldest=45, limit=10_000.0),
        account("Cedar", 4_000.0, insured=3_000.0),
        account("=Dogwood", 0.0, 0.0, 0.0, 0.0, 1_000.0, oldest=120, has_failed=True),
    ),
    date(2027, 1, 1),
    "EUR",
    60,
    "Status quo",
    False,
)


def test_sums_by_hand():
    assert BOOK.total == 100_000.0
    assert BOOK.overdue == 36_000.0
    assert BOOK.by_age == (64_000.0, 20_000.0, 15_000.0, 0.0, 1_000.0)
    assert BOOK.insured_fraction == pytest.approx(0.03)
    # 0.8^2 + 0.15^2 + 0.04^2 + 0.01^2
    assert BOOK.herfindahl == pytest.approx(0.6642)
    assert BOOK.top10_fraction == pytest.approx(1.0)


def test_reasons_by_hand():
    told = {one.name: why for one, why in BOOK.at_risk}
    assert told == {
        "=Dogwood": ("insolvent", "€1,000 overdue, the oldest by 120 days", "supply is stopped"),
        "Birch": ("€15k overdue, the oldest by 45 days", "€5,000 over its limit", "15 % of all that is open"),
        "Ash": ("80 % of all that is open",),
    }
    assert [one.name for one, _ in BOOK.at_risk] == ["Birch", "=Dogwood", "Ash"]


def test_tables_and_file_hold_it_and_a_name_is_no_formula():
    assert "€100k" in groups_html(BOOK)
    assert "3 of 4 accounts" in risks_html(BOOK)
    assert "'=Dogwood" in risks_csv(BOOK).decode("utf-8-sig")
    hostile = Exposure((account("<img src=x>", 0.0, 0.0, 9.0, oldest=50),), BOOK.day, "EUR", 60, "x", True)
    assert "<img" not in risks_html(hostile)


def test_the_book_is_that_of_the_run():
    """On the last day it adds up to what the measures of the same run say of its ages and its largest customers."""
    end = SMALL.company.horizon_days
    found = exposure(SMALL, TODAY, day=end)
    comparison = cs.compare(SMALL, [TODAY], replications=1, workers=1, seed=2026)
    last = comparison.first.monthly("ageing_current_fraction")[-1]
    assert found.by_age[0] / found.total == pytest.approx(last, abs=0.02)
    assert all(one.open > 0 for one in found.accounts)
    assert {one.segment for one in found.accounts} <= set(SEGMENTS)
    assert found == exposure(SMALL, TODAY, day=end)


def test_insurance_covers_only_under_an_insured_strategy():
    assert exposure(SMALL, TODAY, day=200).insured_fraction == 0.0
    insured = exposure(SMALL, INSURED, day=200)
    assert 0.3 < insured.insured_fraction <= 1.0
    assert all(one.insured <= one.open + 1e-9 for one in insured.accounts)


@pytest.mark.parametrize("day", [-1, 366])
def test_a_day_outside_is_refused(day):
    with pytest.raises(UserError, match="not within the horizon"):
        exposure(SMALL, TODAY, day=day)


def test_pay_curves_rise_and_all_is_the_sum_of_its_parts():
    curves = {one.name: one for one in pay_curves(SMALL, TODAY)}
    for one in curves.values():
        assert np.all(np.diff(one.paid) >= -1e-12)
        assert one.paid[-1] <= 1.0 + 1e-12
    parts = [one for name, one in curves.items() if name in SEGMENTS]
    assert sum(one.invoices for one in parts) == curves["All"].invoices
    quarters = [one for name, one in curves.items() if name.startswith("Billed")]
    assert sum(one.invoices for one in quarters) == curves["All"].invoices
    low, high = (extreme(one.paid[60] for one in parts) for extreme in (min, max))
    assert low <= curves["All"].paid[60] <= high


def test_a_later_due_date_is_paid_later():
    longer = TODAY.but("60 days", why="x", terms={"net_days": 60})
    one, other = (pay_curves(SMALL, strategy)[0] for strategy in (TODAY, longer))
    assert other.paid[45] < one.paid[45]


def test_losses_are_foretold_from_rate_book_and_share():
    worse = SMALL.but(health={"failures_per_year": dict.fromkeys(SEGMENTS, 0.2), "failure_spread": 0.0})
    found = expected_losses(worse, TODAY, replications=20)
    whole = found[-1]
    # 40 places x 20 %: eight failures in a year
    assert whole.failures_forecast == pytest.approx(8.0)
    assert whole.failures == pytest.approx(8.0, rel=0.35)
    book = exposure(worse, TODAY)
    share = 0.86 + 0.14 * (0.4 + 0.95) / 2
    net = book.total / (1 + worse.company.vat_fraction)
    assert whole.forecast == pytest.approx(0.2 * net * share)
    assert whole.low <= whole.came <= whole.high
    assert sum(one.came for one in found[:-1]) == pytest.approx(whole.came)


def test_a_stricter_door_refuses_more_with_the_same_luck():
    found = front_end(SMALL, replications=4)
    refused = [one.mean("customers_refused") for one in found.results]
    assert len(refused) == 1 + len(CUT_OFFS)
    assert refused[0] == refused[1] == 0.0
    assert refused[1:] == sorted(refused[1:])
    assert refused[-1] > 0.0
    assert [one.name for one in front_end_strategies()][-1] == "Refuse 30 %"


def test_drawings_say_what_they_show():
    rising = tuple(min(1.0, day / 60) for day in range(121))
    late = tuple(min(1.0, day / 120) for day in range(121))
    drawn = curves_drawing.draw([PayCurve("All", 10, rising), PayCurve("micro", 5, late)], 30)
    assert drawn.heading == "100 % of what is billed is paid within 60 days, of micro customers 50 %"
    assert drawn.figure["data"][1]["y"][60] == 50.0
    assert drawn.phone is not None
    found = expected_losses(SMALL, TODAY, replications=2)
    assert losses_drawing.draw(found, "EUR", 2).heading.startswith(("Do losses", "Losses come"))
