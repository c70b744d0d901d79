"""Week by week: cash, load, what is open at the end."""

import math
from datetime import date

import numpy as np
import pytest

from simulator.journal import Event
from simulator.metrics.outcome import outcome
from simulator.metrics.paths import week_ends, week_starts
from simulator.metrics.tally import Tally
from tests.cases.building import LEVERS, SCENARIO, row


def measured(rows: list[np.ndarray], horizon_days: int = 21, first_day: int = -31):
    tally = Tally(
        start=date(2026, 1, 5), horizon_days=horizon_days, slots=3, first_day=first_day, last_day=200
    )
    tally.take(np.concatenate(rows))
    return outcome(tally, SCENARIO, LEVERS)


def test_weekly_cash_begins_with_the_opening_and_ends_with_the_closing_cash():
    found = measured(
        [
            row(0, Event.OPENING_CASH, net=-100_000),
            row(0, Event.FIXED_PAID, net=5_000),
            row(6, Event.FIXED_PAID, net=1_000),
            row(7, Event.FIXED_PAID, net=4_000),
            row(20, Event.FIXED_PAID, net=10_000),
            row(21, Event.FIXED_PAID, net=99_000),
        ]
    )
    assert found.paths.weekly_cash.tolist() == [-1_000, -1_060, -1_100, -1_200]
    assert found.paths.weekly_cash[-1] == found.horizon["closing_cash"]


@pytest.mark.parametrize("days", [1, 6, 7, 8, 30, 90, 365, 366, 1095])
def test_weeks_cover_the_horizon_once(days):
    starts, ends = week_starts(days), week_ends(days)
    covered = [day for start, end in zip(starts, ends, strict=True) for day in range(start, end + 1)]
    assert covered == list(range(days))
    assert all(7 <= end - start + 1 <= 13 for start, end in zip(starts, ends, strict=True)) or days < 7


def test_load_counts_the_cases_that_the_last_shift_of_the_week_leaves():
    found = measured(
        [
            row(0, Event.SHIFT, net=45_000, vat=45_000),
            row(0, Event.BACKLOG, net=90),  # worked off by the end of the week
            row(4, Event.SHIFT, net=45_000, vat=45_000),
            row(4, Event.BACKLOG, net=15),  # 15 cases of 12 minutes wait over the weekend
            row(7, Event.SHIFT, net=9_000, vat=45_000),
            row(7, Event.BACKLOG, net=0),
        ]
    )
    load = found.paths.weekly_desk_load.tolist()
    assert load[:2] == [pytest.approx((900 + 15 * 12) / 900), pytest.approx(0.2)]
    assert math.isnan(load[2])  # nobody worked


def test_without_collectors_there_is_no_load():
    found = measured([row(0, Event.SHIFT), row(0, Event.BACKLOG, net=40)])
    assert np.isnan(found.paths.weekly_desk_load).all()


def test_what_is_open_at_the_end_by_age():
    ages = [(-5, 100), (1, 20), (31, 3), (61, 7), (91, 11)]  # days past due on the last day, gross
    rows = [
        row(0, Event.OPENING_RECEIVABLE, issued=20 - age - 30, due=20 - age, net=100 * gross, customer=1)
        for age, gross in ages
    ]
    later = row(25, Event.PAID, issued=-80, due=-71, net=1_100, customer=1)
    assert measured([*rows, later]).paths.ageing_end.tolist() == [100, 20, 3, 7, 11]


def test_write_offs_and_claims_count_to_the_end_and_customers_are_counted():
    about = {"issued": 0, "due": 10, "customer": 1}
    found = measured(
        [
            row(3, Event.INVOICED, net=9_000_00, **about),
            row(18, Event.WRITTEN_OFF, net=4_000_00, **about),
            row(90, Event.WRITTEN_OFF, net=5_000_00, **about),
            row(5, Event.JOINED, customer=1_000_001),
            row(6, Event.JOINED, customer=1_000_002),
            row(40, Event.JOINED, customer=2_000_002),
        ]
    ).horizon
    assert found["write_offs"] == 4_000
    assert found["write_offs_net_of_claims"] == 9_000
    assert found["customers_won"] == 2
