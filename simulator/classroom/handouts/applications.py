"""Twelve applications on the desk: a bureau's score, a first order, and what became of whoever sent them."""

from __future__ import annotations

from typing import NamedTuple

from simulator.classroom.case import Case
from simulator.luck import Stream, luck, normal_quantile
from simulator.metrics.scores import score_gini_fraction
from simulator.rules.scoring import score_power, seen_score

COUNT, FAILED = 12, 3
REFUSED = 3
"""How many of them either rule turns away."""
_SPREAD, _FIRST = 1.8, 700
_LEAST_GINI, _MOST_GINI = 0.2, 0.95
_SMALLEST, _LARGEST, _STEP = 2_000, 30_000, 100
_ATTEMPTS = 500


class Application(NamedTuple):
    """Somebody who wants credit.

    Attributes:
        letter: Its name.
        score: The bureau's, from 1 (the best) to 99 (the worst).
        order: Its first order, VAT included (EUR).
        has_failed: Whether it failed before it paid.
    """

    letter: str
    score: int
    order: int
    has_failed: bool


def applications(case: Case) -> tuple[Application, ...]:
    """The twelve of a case: drawn until a score tells something, and the swap is worth reckoning."""
    for attempt in range(_ATTEMPTS):
        drawn = _drawn(case, _FIRST + attempt)
        if _teaches(drawn):
            return drawn
    raise AssertionError("no twelve applications can be drawn")


def gini_of(files: tuple[Application, ...]) -> float:
    """The power of the score on these files."""
    scores = {place: float(one.score) for place, one in enumerate(files)}
    failed = {place for place, one in enumerate(files) if one.has_failed}
    return score_gini_fraction(scores, failed) or 0.0


def kept_out(files: tuple[Application, ...], *, by_score: bool) -> int:
    """What of the failed orders a rule keeps out: the worst three scores, or the three largest orders (EUR)."""
    worst = sorted(files, key=lambda one: one.score if by_score else one.order)[-REFUSED:]
    return sum(one.order for one in worst if one.has_failed)


def table(files: tuple[Application, ...], *, with_fate: bool) -> tuple[list[str], list[list[str]]]:
    """Head and rows: the best score first, once it is told what became of them."""
    head = ["Applicant", "Bureau's score", "First order (EUR)"] + (["What became of it"] if with_fate else [])
    rows = [
        [
            one.letter,
            str(one.score),
            f"{one.order:,}",
            *([("failed" if one.has_failed else "paid")] if with_fate else []),
        ]
        for one in (sorted(files, key=lambda one: one.score) if with_fate else files)
    ]
    return head, rows


def _drawn(case: Case, attempt: int) -> tuple[Application, ...]:
    """Who failed has a quality that is normal around the spread, the others around nought: the binormal model."""
    power = score_power(case.scenario.applicants.score_gini_fraction["bureau"], _SPREAD)
    places = sorted(range(COUNT), key=lambda one: luck(case.seed, attempt, Stream.APPLICANT, one, 0))
    failed = set(places[:FAILED])
    found = []
    for place in range(COUNT):
        quality, noise = (
            normal_quantile(luck(case.seed, attempt, stream, place, 0))
            for stream in (Stream.QUALITY, Stream.SCORE_NOISE)
        )
        seen = seen_score(quality + _SPREAD * (place in failed), noise, power)
        size = luck(case.seed, attempt, Stream.ORDER_SIZE, place, 0)
        order = round(_SMALLEST * (_LARGEST / _SMALLEST) ** size / _STEP) * _STEP
        score = min(max(round(100 * seen), 1), 99)
        found.append(Application("ABCDEFGHIJKL"[place], score, order, place in failed))
    return tuple(found)


def _teaches(files: tuple[Application, ...]) -> bool:
    by_score, by_size = kept_out(files, by_score=True), kept_out(files, by_score=False)
    return (
        len({one.score for one in files}) == COUNT
        and len({one.order for one in files}) == COUNT
        and _LEAST_GINI < gini_of(files) < _MOST_GINI
        and by_score > by_size > 0
    )
