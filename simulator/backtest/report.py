"""The back-test of a ledger: every method at every origin, against what happened; its light, and the JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from simulator.backtest.axis import working_days
from simulator.backtest.books import Book
from simulator.backtest.differences import Difference, against_best, late_differences, paired
from simulator.backtest.judging import NAIVE, PAST, REFERENCE, SIMULATOR, Judgement, Light, judge
from simulator.backtest.looking import Looked, Looking, Scores, Told, WeekAhead
from simulator.backtest.origins import Rolling, choose_origins
from simulator.backtest.scores import BOOK_SCORES, CASH_SCORES, auc, brier
from simulator.backtest.simulated import Engine, Simulator
from simulator.checks import check_seed
from simulator.experiment.workers import Workers, replicate
from simulator.ledger.ledger import Ledger
from simulator.results.documents import rounded

DEFAULT_SEED = 2026
METHODS = (*NAIVE, REFERENCE, PAST, SIMULATOR)
WITH_ORDERS = ("eight_week_average", "customer_shrunk_with_orders")
SCORES = (*BOOK_SCORES, "auc", "brier")
LATE_SCORES = {"auc": auc, "brier": brier}
REFIT_DAYS = 7
NAN = float("nan")

Progress = Callable[[int, int], None]
"""Told how many pieces of work are done, and how many there are."""


@dataclass(frozen=True)
class BackTest:
    """How well a ledger's last months would have been foretold; fractions and days, nan where undefined.

    Attributes:
        ledger: its name.
        origins: days looked ahead from.
        rolling: what was asked for.
        cells: origins with cash to come, times weeks.
        methods: by method and score: averages over the origins.
        against_best_naive: by score, the simulator against the best naive method.
        against_working_days: the same against the method by customer on working days, where payments skip weekends.
        with_new_invoices: by method and score, with invoices issued after the origin.
        new_against_best_naive: by score, the simulator against the better of those naive methods.
        judgement: light and reasons, or None without the simulator.
        notes: how the origins were chosen and what was left out, in sentences.
        seed: of all luck.
        weeks: the simulator's forecast of the first week after each day, beside what came.
    """

    ledger: str
    origins: tuple[date, ...]
    rolling: Rolling
    cells: int
    methods: Scores
    against_best_naive: Mapping[str, Difference]
    against_working_days: Mapping[str, Difference]
    with_new_invoices: Scores
    new_against_best_naive: Mapping[str, Difference]
    judgement: Judgement | None
    notes: tuple[str, ...]
    seed: int
    weeks: tuple[WeekAhead, ...] = ()

    @property
    def light(self) -> Light | None:
        """Green, amber or red."""
        return self.judgement.light if self.judgement else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return self.judgement.reasons if self.judgement else ()

    def to_json(self) -> str:
        """The whole back-test as JSON text; null where a score has no meaning."""
        from simulator import __version__

        document = {
            "ledger": self.ledger,
            "origins": len(self.origins),
            "cells": self.cells,
            "first_origin": self.origins[0].isoformat(),
            "last_origin": self.origins[-1].isoformat(),
            "every_days": self.rolling.every_days,
            "horizon_weeks": self.rolling.horizon_weeks,
            "methods": _plain(self.methods),
            "against_best_naive": _plain_differences(self.against_best_naive),
            "against_working_days": _plain_differences(self.against_working_days),
            "with_new_invoices": {
                "methods": _plain(self.with_new_invoices),
                "against_best_naive": _plain_differences(self.new_against_best_naive),
            },
            "light": self.light,
            "reasons": list(self.reasons),
            "notes": list(self.notes),
            "first_weeks": [week.document for week in self.weeks],
            "seed": self.seed,
            "version": __version__,
        }
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def backtest(
    ledger: Ledger,
    rolling: Rolling | None = None,
    *,
    seed: int = DEFAULT_SEED,
    workers: Workers = None,
    simulator: Simulator | None = None,
    naive_only: bool = False,
    progress: Progress | None = None,
) -> BackTest:
    """Look ahead from many days of a ledger's past, knowing only what was known then, and compare with what came.

    Args:
        ledger: invoices and payments.
        rolling: which days and how far; sensible ones by default, explained in the notes.
        seed: of all luck.
        workers: as for ``compare``; the numbers do not depend on it.
        simulator: how the simulator foretells; None is the engine that plays the what-ifs.
        naive_only: leave the simulator out.
        progress: told how many pieces of work are done, and how many there are.

    Raises:
        UserError: the ledger or the days cannot be tested; the message says why and what to do.
    """
    check_seed(seed)
    wanted = rolling or Rolling()
    origins = choose_origins(ledger, wanted)
    first, last = origins.days[0], origins.days[-1]
    refits = tuple(first + timedelta(days=day) for day in range(0, (last - first).days, REFIT_DAYS))
    used = None if naive_only else simulator or _prepared_engine()
    book, axis = Book.of(ledger), working_days(ledger, first)
    looking = Looking(ledger, book, origins.days, refits, last, wanted.horizon_weeks, seed, axis, used)
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, len(looking))

    found = replicate(looking, range(len(looking)), workers, tell)
    return _assembled(looking, found, wanted, origins.notes)


def _prepared_engine() -> Simulator:
    """The engine, its kernels compiled once here rather than in every worker at the same time."""
    from simulator.engine.preparing import is_prepared, prepare_kernels

    if not is_prepared():
        prepare_kernels()
    return Engine()


def _assembled(
    looking: Looking, found: Sequence[Looked | Told], rolling: Rolling, notes: tuple[str, ...]
) -> BackTest:
    """Averages, differences and the light."""
    looked = [one for one in found if isinstance(one, Looked)]
    told = [one for one in found if isinstance(one, Told)]
    book = _by_origin([one.book for one in looked], METHODS, BOOK_SCORES)
    orders = _by_origin([one.with_new_invoices for one in looked], (*WITH_ORDERS, SIMULATOR), CASH_SCORES)
    used = sum(not np.isnan(one.book["due_date"]["weekly_wape"]) for one in looked)
    cells = used * rolling.horizon_weeks
    late, late_against = late_differences(told, LATE_SCORES)
    methods = {name: _averages(scores) | late.get(name, {}) for name, scores in book.items()}
    methods = {name: {score: table.get(score, NAN) for score in SCORES} for name, table in methods.items()}
    with_simulator = looking.simulator is not None
    overlap = rolling.overlap
    judged = ("weekly_wape", "total_ape", "date_mae_days", "crps", "dso_error_days", "ageing_error")
    against = against_best(book, NAIVE, judged, overlap) | late_against if with_simulator else {}
    reference = (
        {"weekly_wape": paired(book, REFERENCE, "weekly_wape", overlap)}
        if with_simulator and looking.axis is not None
        else {}
    )
    return BackTest(
        ledger=looking.ledger.name,
        origins=looking.origins,
        rolling=rolling,
        cells=cells,
        methods=methods,
        against_best_naive=against,
        against_working_days=reference,
        with_new_invoices={name: _averages(scores) for name, scores in orders.items()},
        new_against_best_naive=against_best(
            orders, WITH_ORDERS, ("weekly_wape", "total_ape", "crps"), overlap
        )
        if with_simulator
        else {},
        judgement=judge(methods, cells, looking.axis is not None) if with_simulator else None,
        notes=(*notes, *_notes(looking, used)),
        seed=looking.seed,
        weeks=tuple(one.week for one in looked if one.week is not None),
    )


def _notes(looking: Looking, used: int) -> list[str]:
    """What else must be known to read the figures."""
    notes = []
    if used < len(looking.origins):
        notes.append(
            f"{len(looking.origins) - used} of {len(looking.origins)} days had no payment to foretell "
            "and are left out."
        )
    left_out = int((looking.ledger.amount_cents < 0).sum())
    if left_out:
        notes.append(f"{left_out:,} credit notes are left out.")
    if looking.axis is None:
        notes.append("Payments do not skip weekends, so the method on working days is left out.")
    return notes


def _by_origin(
    found: Sequence[Scores], methods: Sequence[str], scores: Sequence[str]
) -> dict[str, dict[str, np.ndarray]]:
    """By method and score, a value for each origin."""
    return {
        name: {score: np.asarray([one.get(name, {}).get(score, NAN) for one in found]) for score in scores}
        for name in methods
    }


def _averages(scores: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Averages over the origins in which a score is defined."""
    return {name: _average(values) for name, values in scores.items()}


def _average(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NAN


def _plain(methods: Scores) -> dict[str, dict[str, float | None]]:
    """Scores as JSON writes them."""
    return {
        name: {score: rounded(value) for score, value in table.items()} for name, table in methods.items()
    }


def _plain_differences(found: Mapping[str, Difference]) -> dict[str, dict[str, Any]]:
    """Differences as JSON writes them."""
    return {
        score: {
            "best": one.best,
            "ratio": rounded(one.ratio),
            "difference": rounded(one.difference),
            "standard_error": rounded(one.standard_error),
        }
        for score, one in found.items()
    }
