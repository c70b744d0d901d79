"""Every score once by hand, the standard errors of differences, and the traffic light row by row."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from simulator.backtest.books import NEVER, Outcome
from simulator.backtest.differences import late_differences, paired
from simulator.backtest.errors_of_differences import jackknife_error, overlapping_error
from simulator.backtest.forecast import Forecast
from simulator.backtest.judging import NAIVE, PAST, REFERENCE, SIMULATOR, judge
from simulator.backtest.looking import Told
from simulator.backtest.origins import Rolling, choose_origins
from simulator.backtest.scores import auc, book_scores, brier, cash_scores, crps
from simulator.errors import UserError
from tests.synthetic_ledger import Row, ledger, rows


def test_every_score_of_an_open_book_by_hand() -> None:
    """Weeks of 100 and 300 came; 150 and 200 were expected, in draws of (100, 300) and (200, 100).

    Weekly error 150 / 400, total 50 / 400. CRPS of two draws: 50 - 100 / 2 in week one, 100 - 200 / 2 in week two.
    The 10 to 90 % range of two draws is the middle eight tenths: 110 to 190 and 120 to 280, which holds neither.
    Days 2 and 4 off. 60 instead of 40 is left, at sales of 10 a day two days of DSO; ages 30 + 10 off of 500.
    """
    forecast = Forecast(
        weekly_cents=np.array([[100.0, 300.0], [200.0, 100.0]]),
        expected_weekly_cents=np.array([150.0, 200.0]),
        median_paid=np.array([10.0, 20.0, 30.0]),
        open_cents_end=np.array([[60.0, 0.0], [20.0, 40.0]]),
    )
    happened = Outcome(
        weekly_cents=np.array([100.0, 300.0]),
        all_weekly_cents=np.array([0.0, 0.0]),
        paid=np.array([12, 16, NEVER]),
        open_cents_end=np.array([10.0, 30.0]),
        open_cents=500.0,
        daily_sales_cents=10.0,
    )
    assert book_scores(forecast, happened) == pytest.approx(
        {
            "weekly_wape": 150 / 400,
            "total_ape": 50 / 400,
            "date_mae_days": 3.0,
            "crps": 0.0,
            "coverage_80": 0.0,
            "width_80": (80 + 160) / 400,
            "dso_error_days": 2.0,
            "ageing_error": 40 / 500,
        }
    )


def test_a_point_forecasts_crps_is_its_error_and_it_has_no_range() -> None:
    point = np.array([[90.0, 120.0]])
    found = cash_scores(point, point[0], np.array([100.0, 100.0]))
    assert found["crps"] == found["weekly_wape"] == pytest.approx(0.15)
    assert math.isnan(found["coverage_80"])
    assert math.isnan(found["width_80"])


def test_weeks_without_any_cash_have_no_scores() -> None:
    found = cash_scores(np.zeros((5, 2)), np.zeros(2), np.zeros(2))
    assert all(math.isnan(value) for value in found.values())


def test_crps_of_many_draws_is_that_of_the_law() -> None:
    """Of the uniform law on 0 to 1 against its middle: the integral of the squared distance, 1/12."""
    draws = (np.arange(2000) + 0.5) / 2000
    assert crps(draws, 0.5) == pytest.approx(1 / 12, abs=1e-3)


def test_overlapping_origins_are_not_counted_as_independent() -> None:
    """Differences 2, 2, 0, 0: deviations 1, 1, -1, -1; one neighbour counts half: 4 + 2 x 1/2 x (1 - 1 + 1) = 5."""
    differences = np.array([2.0, 2.0, 0.0, 0.0])
    assert overlapping_error(differences, 0) == pytest.approx(math.sqrt(4 / 3 / 4))
    assert overlapping_error(differences, 1) == pytest.approx(math.sqrt(5 / 3 / 4))
    assert overlapping_error(np.append(differences, np.nan), 1) == pytest.approx(math.sqrt(5 / 3 / 4))
    assert math.isnan(overlapping_error(np.array([1.0]), 5))
    assert Rolling(every_days=5, horizon_weeks=4).overlap == 5
    assert Rolling(every_days=28, horizon_weeks=4).overlap == 0


def test_a_difference_is_paired_origin_by_origin() -> None:
    found = {
        SIMULATOR: {"crps": np.array([0.08, 0.12, 0.10])},
        "pooled": {"crps": np.array([0.10, 0.14, 0.12])},
    }
    one = paired(found, "pooled", "crps", overlap=0)
    assert one.best == "pooled"
    assert (one.ratio, one.difference) == pytest.approx((10 / 12, -0.02))
    assert one.standard_error == pytest.approx(0.0, abs=1e-12)


def test_late_or_not_is_scored_over_all_weeks_with_an_error_by_week() -> None:
    """Squared errors week by week: the simulator 0.01, 0.04, 0.09 each, the past ratio 0.25 throughout."""
    told = [
        Told(np.array([True, False]), np.array([0.5, 0.5]), np.array([1.0 - off, off]))
        for off in (0.1, 0.2, 0.3)
    ]
    scores, differences = late_differences(told, {"auc": auc, "brier": brier})
    assert scores[PAST] == {"auc": 0.5, "brier": 0.25}
    assert scores[SIMULATOR] == {"auc": 1.0, "brier": pytest.approx(0.14 / 3)}
    left_out = np.array([0.13 / 2, 0.10 / 2, 0.05 / 2])
    expected = math.sqrt(2 / 3 * ((left_out - left_out.mean()) ** 2).sum())
    assert differences["brier"].standard_error == pytest.approx(expected)
    assert differences["brier"].difference == pytest.approx(0.14 / 3 - 0.25)


def test_leaving_out_one_week_of_one_says_nothing() -> None:
    error = jackknife_error(brier, (np.ones(3), np.zeros(3)), np.ones(3, dtype=bool), np.zeros(3))
    assert math.isnan(error)


def table(**changes: float) -> dict[str, dict[str, float]]:
    """A simulator exactly at every limit; changes move its scores."""
    naive = {"weekly_wape": 0.10, "total_ape": 0.02, "date_mae_days": 5.0, "crps": 0.08, "coverage_80": 0.4}
    mine = {
        "weekly_wape": 0.103,
        "total_ape": 0.025,
        "date_mae_days": 5.1,
        "crps": 0.0816,
        "coverage_80": 0.90,
        "auc": 0.795,
        "brier": 0.1545,
    }
    return {
        **{name: {score: 1.1 * value for score, value in naive.items()} for name in NAIVE},
        "customer_shrunk": naive,
        REFERENCE: naive,
        PAST: {"auc": 0.8, "brier": 0.15},
        SIMULATOR: mine | changes,
    }


def test_green_is_every_row_met_to_the_limit() -> None:
    found = judge(table(), cells=100, skips_weekends=False)
    assert found.light == "green"
    assert len(found.reasons) == 7
    assert all(reason.endswith(": met.") for reason in found.reasons)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weekly_wape": 0.1031}, "Weekly cash is off by 10.3 %"),
        ({"total_ape": 0.0251}, "The sum of the weeks"),
        ({"date_mae_days": 5.11}, "The day of payment"),
        ({"crps": 0.0817}, "The range of weekly cash"),
        ({"coverage_80": 0.901}, "The 80 % range held 90%"),
        ({"coverage_80": 0.699}, "The 80 % range held 70%"),
        ({"auc": 0.7949}, "AUC"),
        ({"brier": 0.1546}, "Brier"),
    ],
)
def test_amber_is_one_row_missed_by_little_and_it_is_told_first(
    changes: dict[str, float], words: str
) -> None:
    found = judge(table(**changes), cells=100, skips_weekends=False)
    assert found.light == "amber"
    assert words in found.reasons[0]
    assert found.reasons[0].endswith(": not met.")
    assert sum("not met" in reason for reason in found.reasons) == 1


@pytest.mark.parametrize(
    "changes", [{"weekly_wape": 0.1151}, {"crps": 0.0921}, {"coverage_80": 0.54}, {"coverage_80": 0.96}]
)
def test_red_is_worse_than_amber_allows(changes: dict[str, float]) -> None:
    assert judge(table(**changes), cells=100, skips_weekends=False).light == "red"


def test_where_payments_skip_weekends_the_method_on_working_days_is_a_yardstick() -> None:
    found = judge(table(), cells=100, skips_weekends=True)
    assert found.light == "amber"
    assert "on working days" in found.reasons[0]
    assert judge(table(weekly_wape=0.10), cells=100, skips_weekends=True).light == "green"


def test_between_60_and_99_weeks_the_range_may_hold_more() -> None:
    assert judge(table(coverage_80=0.92), cells=60, skips_weekends=False).light == "green"
    assert judge(table(coverage_80=0.65), cells=99, skips_weekends=False).light == "green"
    assert judge(table(coverage_80=0.64), cells=99, skips_weekends=False).light == "amber"


def test_too_few_weeks_are_amber_whatever_they_say() -> None:
    for changes in ({}, {"weekly_wape": 0.5, "coverage_80": 0.1}):
        found = judge(table(**changes), cells=59, skips_weekends=False)
        assert found.light == "amber"
        assert found.reasons[0].startswith("Only 59 weeks could be compared")


def test_what_cannot_be_compared_is_told_and_not_held_against_it() -> None:
    found = judge(table(auc=math.nan), cells=100, skips_weekends=False)
    assert found.light == "green"
    assert "could not be compared" in found.reasons[0]


def test_where_nothing_came_the_reasons_say_so_without_a_number() -> None:
    nothing = {name: dict.fromkeys(scores, math.nan) for name, scores in table().items()}
    found = judge(nothing, cells=0, skips_weekends=True)
    assert found.light == "amber"
    assert "Weekly cash could not be judged: there was no payment to foretell." in found.reasons
    assert not any("nan" in reason for reason in found.reasons)
    assert len(set(found.reasons)) == len(found.reasons)


def test_usual_origins_have_history_before_and_data_after() -> None:
    """Thirty weeks from Monday 1 January; payments end on 26 August, and 12 weeks of history end on 25 March."""
    made = ledger(rows())
    found = choose_origins(made, Rolling())
    assert found.days[0] == date(2024, 3, 25)
    assert found.days[-1] + 4 * (date(2024, 1, 8) - date(2024, 1, 1)) <= made.paid.max().astype(date)
    assert {(later - sooner).days for sooner, later in zip(found.days, found.days[1:], strict=False)} == {5}
    assert len(found.notes) == 2


def test_days_that_cannot_be_looked_ahead_from_are_left_out_and_told() -> None:
    made = ledger(rows())
    found = choose_origins(made, Rolling(date(2024, 1, 1), date(2024, 12, 31), every_days=10))
    assert found.days[0] >= made.paid.min().astype(date)
    assert (made.paid.max().astype(date) - found.days[-1]).days >= 28
    assert "of the days asked for are left out" in found.notes[-1]


@pytest.mark.parametrize(
    ("rolling", "words"),
    [
        (Rolling(every_days=0), "Every 0 days is no distance"),
        (Rolling(horizon_weeks=0), "A horizon of 0 weeks cannot be tested"),
        (Rolling(horizon_weeks=30), "A horizon of 30 weeks cannot be tested"),
        (Rolling(date(2024, 6, 1), date(2024, 5, 1)), "lies after the last day"),
        (Rolling(date(2024, 12, 1), date(2024, 12, 9)), "Choose days in between"),
        (Rolling(date(2025, 12, 1)), "From 2025-12-01 on nothing can be tested"),
    ],
)
def test_days_that_make_no_sense_are_refused_with_a_sentence(rolling: Rolling, words: str) -> None:
    with pytest.raises(UserError, match=words):
        choose_origins(ledger(rows()), rolling)


def test_one_end_that_leaves_nothing_to_test_is_named_not_the_ledger() -> None:
    with pytest.raises(UserError, match=r"From 2030-01-01 on nothing .* earlier --from"):
        choose_origins(ledger(rows()), Rolling(first=date(2030, 1, 1)))
    with pytest.raises(UserError, match=r"Up to 1999-01-01 nothing .* later --to"):
        choose_origins(ledger(rows()), Rolling(last=date(1999, 1, 1)))


def test_ledgers_without_history_or_payments_are_refused_with_a_sentence() -> None:
    with pytest.raises(UserError, match="too short for a back-test"):
        choose_origins(ledger(rows(weeks=10)), Rolling())
    unpaid = [Row(row.customer, row.invoice, row.issued, row.due, None, row.cents) for row in rows()]
    with pytest.raises(UserError, match="has no paid invoice"):
        choose_origins(ledger(unpaid), Rolling())
