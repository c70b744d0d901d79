"""Paying: the mixture of on time and late, runs that snap to a grid, a contact that multiplies hazard."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.engine.calendar import month_ends
from simulator.journal import Event
from simulator.portfolio.portfolio import MONTH_END, WEEKLY
from simulator.rules.banking import Calendar, settlement_day
from simulator.verification.cases import Case, Estimate, exact, mean_of, printed, share_of, statistical
from simulator.verification.draws import Contact, intended_days
from simulator.verification.playing import Rows, every_day, play
from simulator.verification.textbook import (
    START,
    TERMS_DAYS,
    constant_law,
    customers,
    gamma_law,
    point_law,
    textbook_scenario,
    world_of,
)

_INVOICES = 1_000_000


def _count(effort: float) -> int:
    return max(round(_INVOICES * effort), 50_000)


def mean_days_late(seed: int, effort: float = 1.0) -> list[Case]:
    """CF3: 52 % pay at due, the others a Gamma number of days later; judged on the day that is meant."""
    late = intended_days(seed, _count(effort), gamma_law(2.0, 25.0, at_due=0.52), TERMS_DAYS)
    return [
        statistical("CF3", "days late, mean", 12.0, mean_of(late), 0.01 * 12.0),
        statistical("CF3", "days from invoice to payment at 30 days, mean", 42.0, mean_of(late + 30.0), 0.12),
        statistical("CF3", "share paid at due", 0.52, share_of(late <= 0.0)),
    ]


_WEEK, _MONTH = 7, 30


def payment_runs(seed: int, effort: float = 1.0) -> list[Case]:
    """CF5: what is meant for any day waits for the next payment run."""
    del effort
    weekly, monthly = _waits(seed, WEEKLY, 52 * _WEEK), _waits(seed, MONTH_END, 12 * _MONTH)
    return [
        exact("CF5", "wait for a weekly run, mean, days", 3.0, weekly.mean()),
        exact("CF5", "wait for a weekly run, variance", 4.0, weekly.var()),
        exact("CF5", "wait for a run every 30 days, mean, days", 14.5, monthly.mean()),
        printed("CF5", "wait for the end of a real month, mean, days", 14.7205, _real_months().mean(), 4),
        *(
            printed("CF5", f"days that terms to the {title} add", 14.7205, _added(seed, convention).mean(), 4)
            for title, convention in (
                ("end of the month", "end_of_month"),
                ("month's end plus 30", "end_of_month_plus"),
            )
        ),
    ]


def _added(seed: int, convention: str) -> NDArray[np.int64]:
    """Days that a way to count the due date adds to 30 days, for invoices of every day of a real year."""
    year = 365
    scenario = textbook_scenario(
        company={"warm_up_days": 0, "horizon_days": year, "calendar": "real"},
        today={"terms": {"due_convention": convention}},
    )
    invoiced = Rows(Event.INVOICED)
    world = world_of(scenario, customers(1), [point_law(0.0)])
    play(world, seed, invoiced, every_day(np.array([0]), 0, year - 1))
    rows = invoiced.all()
    added: NDArray[np.int64] = (rows["due"] - rows["issued"] - TERMS_DAYS).astype(np.int64)
    return added


def _waits(seed: int, run_calendar: int, days: int) -> NDArray[np.int64]:
    """Days from the day that is meant to the bank day, for invoices meant for so many consecutive days.

    They are meant for the day after due: who pays on time with runs takes the last run before due instead.
    """
    scenario = textbook_scenario(company={"warm_up_days": 0, "horizon_days": days + 100})
    world = world_of(scenario, customers(1, run_calendar=run_calendar), [point_law(1.0)])
    payments = Rows(Event.PAID)
    play(world, seed, payments, every_day(np.array([0]), 0, days - 1))
    rows = payments.all()
    waits: NDArray[np.int64] = (rows["day"] - (rows["due"] + 1)).astype(np.int64)
    return waits


def _real_months() -> NDArray[np.float64]:
    """Waits for the end of the month on a real year's months, every day being a banking day."""
    year, later = 365, 40
    days = np.arange(year + later, dtype=np.int32)
    ends = np.array(month_ends(START, 0, int(days[-1])), dtype=np.int32)
    days = days[: ends[-1] + 1]
    following = ends[np.searchsorted(ends, days)]
    runs = np.repeat(following[None, :], MONTH_END + 1, axis=0)
    calendar = Calendar(0, runs, runs, days, days, days)
    return np.array(
        [settlement_day(calendar, MONTH_END, day, day - 1, day) - day for day in range(year)], dtype=float
    )


_CONTACT_DAY = 7.0
_FOREVER = 1e12


def contact_multiplies_hazard(seed: int, effort: float = 1.0) -> list[Case]:
    """CF18: hazard 1/20 a day after due; a contact on day 7 that multiplies it by 2.5, for good or fading."""
    law, count = constant_law(1.0 / 20.0), _count(effort)
    alone = intended_days(seed, count, law, TERMS_DAYS)
    lasting = intended_days(seed, count, law, TERMS_DAYS, Contact(_CONTACT_DAY, 2.5, _FOREVER))
    fading = intended_days(seed, count, law, TERMS_DAYS, Contact(_CONTACT_DAY, 2.5, 10.0))
    half_percent = 0.005
    return [
        statistical("CF18", "days late without contact, mean", 20.0, mean_of(alone), half_percent * 20.0),
        statistical(
            "CF18",
            "days late, contact on day 7 x 2.5, mean",
            11.544,
            mean_of(lasting),
            half_percent * 11.544,
        ),
        statistical(
            "CF18",
            "days late, effect halves in 10 days, mean",
            13.836,
            mean_of(fading),
            half_percent * 13.836,
        ),
        statistical(
            "CF18", "share that ever needs the contact", 0.7047, share_of(lasting > _CONTACT_DAY), 5e-5
        ),
    ]


_SCALE_DAYS = 15.0
_AGES = {  # days past due, from and to: receivables
    (0.0, 30.0): 129_699.71,
    (30.0, 60.0): 17_552.95,
    (60.0, 90.0): 2_375.53,
    (90.0, math.inf): 371.81,
}


def ageing_profile(seed: int, effort: float = 1.0) -> list[Case]:
    """CF4: 10,000 a day at 30 days, paid an exponential time of 15 days after due: what is open, by age.

    What lies between two ages is the day's sales x the mean time that an invoice spends between them.
    """
    late = intended_days(
        seed, max(round(400_000 * effort), 40_000), constant_law(1.0 / _SCALE_DAYS), TERMS_DAYS
    )
    cases = [
        exact("CF4", "not yet due", 300_000.0, 10_000.0 * (TERMS_DAYS + float(np.minimum(late, 0.0).mean()))),
    ]
    for (start, end), amount in _AGES.items():
        spent = mean_of(np.clip(late, start, end) - start).times(10_000.0)
        title = f"{start:.0f} to {end:.0f} days past due" if math.isfinite(end) else "over 90 days past due"
        cases.append(statistical("CF4", title, amount, spent, 0.02 * amount if amount > 17_000 else 0.0))
    overdue = mean_of(late).times(10_000.0)
    share = overdue.value / (300_000.0 + overdue.value)
    error = overdue.error * 300_000.0 / (300_000.0 + overdue.value) ** 2
    return [
        *cases,
        statistical("CF4", "receivables", 450_000.0, Estimate(300_000.0 + overdue.value, overdue.error)),
        statistical("CF4", "overdue share", 0.3333, Estimate(share, error), 0.00005),
    ]
