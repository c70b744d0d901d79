"""How the customers of a ledger pay: a law for each and each weekday of due, payment runs, what they have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.portfolio.fitting.calendar import BankCalendar
from simulator.portfolio.fitting.drift import Drift, days_to_todays_level, fit_drift
from simulator.portfolio.fitting.hazards import (
    TERMS_SHRINKAGE,
    WEIGHT_POWER,
    Exposure,
    count_hazard,
    grid_days,
    hazards_by_weekday,
    pooled_hazard,
    shrunk_hazard,
)
from simulator.portfolio.fitting.history import History, exposure_in_days
from simulator.portfolio.fitting.intentions import (
    hazard_of_shares,
    intention_probabilities,
    intervals_between_runs,
)
from simulator.portfolio.fitting.laws import day_probabilities, law_from_hazard, mean_days
from simulator.portfolio.fitting.orders import modal_terms
from simulator.portfolio.fitting.runs import FoundRuns, find_runs, runs_until
from simulator.portfolio.portfolio import OwnRuns
from simulator.rules.banking import OWN_RUNS

DEPENDENCE = (0.05, 0.25, 0.20, 0.30)
"""Shares that invoices have in common: of the week, the customer's month, its due week, its due day.

Taken as independent, a distributor's open invoices filled their 80 % intervals of weekly cash in 44 of 100 weeks.
Assumption, of the size that such ledgers show; a ledger of some months is too short to estimate its own.
"""

_LEAST_SHARE = 1e-9
_Values = NDArray[np.float64]
_Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Habits:
    """How the customers of a ledger pay.

    Attributes:
        laws: (laws, 2, 33).
        weekday_laws: (places, 7), number of the law by weekday of due, Monday first.
        run_calendar: by place; 17 and more: one of ``runs``.
        runs: payment runs of their own.
        drift: how lateness has moved; the laws are at today's level.
        days: whole days late of the customers' axis.
    """

    laws: _Values
    weekday_laws: NDArray[np.int32]
    run_calendar: _Numbers
    runs: tuple[OwnRuns, ...]
    drift: Drift
    days: _Numbers


@dataclass(frozen=True)
class _Sample:
    """What all fits of one ledger need."""

    history: History
    calendar: BankCalendar
    exposure: Exposure
    weekday: _Numbers
    days: _Numbers


def fit_habits(history: History, calendar: BankCalendar) -> Habits:
    """Each customer's laws, shrunk to those of like terms. There must be a payment."""
    drift = fit_drift(history, calendar)
    exposure = exposure_in_days(history, calendar, days_to_todays_level(history, drift))
    weekday = (history.due.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday
    sample = _Sample(history, calendar, _weighted(history, exposure), weekday, grid_days(calendar.axis))
    rows = history.rows_by_place()
    found = find_runs([history.paid[own[~history.is_open[own]]] for own in rows], calendar)
    laws, weekday_laws = _fit_laws(sample, rows, found)
    run_calendar = np.zeros(len(rows), dtype=np.int64)
    for number, runs in enumerate(found):
        run_calendar[runs.places] = OWN_RUNS + number
    return Habits(laws, weekday_laws, run_calendar, _own_runs(found, history), drift, sample.days)


def _weighted(history: History, exposure: Exposure) -> Exposure:
    """Invoices count by their amount over their customer's average, to a small power; seen ones only keep a weight."""
    slot = np.maximum(history.slot, -1) + 1
    cents = history.cents.astype(np.float64)
    average = np.bincount(slot, weights=cents) / np.maximum(np.bincount(slot), 1)
    weight = (cents / average[slot]) ** WEIGHT_POWER
    seen = exposure.entry <= exposure.exit
    return Exposure(exposure.entry, exposure.exit, exposure.paid, np.where(seen, weight, 0.0))


def _fit_laws(
    sample: _Sample, rows: list[_Numbers], found: list[FoundRuns]
) -> tuple[_Values, NDArray[np.int32]]:
    """All laws, and which of them holds for each place and weekday of due."""
    priors = _terms_hazards(sample, rows)
    in_runs = {place: runs for runs in found for place in runs.places}
    laws: list[_Values] = []
    weekday_laws = np.zeros((len(rows), 7), dtype=np.int32)
    for place, own in enumerate(rows):
        weekday_laws[place] = len(laws)
        if place in in_runs:
            hazard = _hazard_in_runs(sample, own, in_runs[place], priors[place])
            laws.append(law_from_hazard(sample.days, hazard))
            continue
        hazard, by_weekday = hazards_by_weekday(
            sample.exposure.of(own), sample.weekday[own], sample.days, priors[place]
        )
        laws.append(law_from_hazard(sample.days, hazard))
        for day, one in by_weekday.items():
            weekday_laws[place, day] = len(laws)
            laws.append(law_from_hazard(sample.days, one))
    return np.stack(laws), weekday_laws


def _terms_hazards(sample: _Sample, rows: list[_Numbers]) -> list[_Values]:
    """For each place the hazard of all customers who most often have the same terms, shrunk to that of everybody."""
    history = sample.history
    pooled = pooled_hazard(sample.exposure, sample.days)
    owned = np.flatnonzero(history.slot >= 0)
    terms = (history.due - history.issued).astype(np.int64)
    modal = modal_terms(history.slot[owned], terms[owned], len(rows))
    classes, place_class = np.unique(modal, return_inverse=True)
    row_class = place_class[history.slot[owned]]
    hazards = []
    for number in range(len(classes)):
        counts = count_hazard(sample.exposure.of(owned[row_class == number]), sample.days)
        hazards.append(shrunk_hazard(counts, pooled, TERMS_SHRINKAGE))
    return [hazards[number] for number in place_class]


def _hazard_in_runs(sample: _Sample, own: _Numbers, runs: FoundRuns, prior: _Values) -> _Values:
    """Hazard of the day from which on a run takes an invoice along."""
    history, calendar = sample.history, sample.calendar
    first, last = history.issued[own].min(), np.datetime64(history.cut_off, "D")
    days = runs_until(runs, first, last, calendar)
    left = np.concatenate([[1.0], np.cumprod(1.0 - prior)[:-1]])
    shares = np.maximum(left * prior, _LEAST_SHARE)
    intervals = intervals_between_runs(history, own, days, calendar)
    return hazard_of_shares(intention_probabilities(intervals, sample.days, shares / shares.sum()))


def _own_runs(found: list[FoundRuns], history: History) -> tuple[OwnRuns, ...]:
    """Runs for the portfolio, in days before day 0."""
    day_0 = np.datetime64(history.cut_off, "D") + np.timedelta64(1, "D")
    return tuple(
        OwnRuns(
            owner=min(runs.places),
            days=(runs.days - day_0).astype(np.int64),
            gaps=runs.gaps,
            calendar=runs.calendar,
        )
        for runs in found
    )


def expected_lateness(habits: Habits, weights: _Values) -> tuple[float, float]:
    """Mean days late and share on time of an order, customers weighted by their orders, weekdays alike.

    A payer in runs counts at the day from which on a run takes its invoice along.
    """
    by_law = np.bincount(
        habits.weekday_laws.ravel(), weights=np.repeat(weights, 7), minlength=len(habits.laws)
    )
    used = np.flatnonzero(by_law)
    probabilities = np.stack([day_probabilities(law, habits.days) for law in habits.laws[used]])
    mixed = by_law[used] @ probabilities / by_law.sum()
    return mean_days(mixed, habits.days), float(mixed[habits.days <= 0].sum())
