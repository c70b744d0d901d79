"""The traffic light of a ledger: whether the simulator foretells it at least as well as the naive methods.

The limits are those for a ledger that nobody has tuned to; each row becomes a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Light = Literal["green", "amber", "red"]
Table = Mapping[str, Mapping[str, float]]

NAIVE = ("due_date", "customer_mean", "pooled", "customer_shrunk")
REFERENCE = "customer_shrunk_working_days"
PAST = "past_late_ratio"
SIMULATOR = "simulator"

WORDS = {
    "due_date": "everybody pays on the due date",
    "customer_mean": "the customer's average delay",
    "pooled": "one law of lateness for all",
    "customer_shrunk": "each customer's own law of lateness",
    REFERENCE: "each customer's own law on working days",
    PAST: "the customer's past share of late invoices",
    SIMULATOR: "the simulator",
    "eight_week_average": "the average of the last eight weeks",
    "customer_shrunk_with_orders": "each customer's own law and rate of orders",
}
"""What the methods are called in sentences."""

FEWEST_CELLS, MANY_CELLS = 60, 100
WAPE_LIMIT, REFERENCE_LIMIT, DATE_LIMIT, CRPS_LIMIT = 1.03, 1.00, 1.02, 1.02
TOTAL_POINTS, AUC_POINTS, BRIER_LIMIT = 0.005, 0.005, 1.03
COVERAGE_FEW, COVERAGE_MANY = (0.65, 0.92), (0.70, 0.90)
AMBER_LIMIT, AMBER_COVERAGE = 1.15, (0.55, 0.95)
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Row:
    """One thing that is judged; ``met`` is None where it is only reported."""

    met: bool | None
    sentence: str


@dataclass(frozen=True)
class Judgement:
    """The light and its reasons, what is not met first."""

    light: Light
    reasons: tuple[str, ...]


def judge(methods: Table, cells: int, skips_weekends: bool) -> Judgement:
    """The light of a back-test.

    Args:
        methods: by method and score; nan where a score has no meaning.
        cells: origins times weeks.
        skips_weekends: whether payments skip weekends, so that the method on working days is a yardstick too.
    """
    rows = [
        _ratio_row(methods, "weekly_wape", WAPE_LIMIT, "Weekly cash"),
        *([_reference_row(methods)] if skips_weekends else []),
        _total_row(methods),
        _ratio_row(methods, "date_mae_days", DATE_LIMIT, "The day of payment"),
        _ratio_row(methods, "crps", CRPS_LIMIT, "The range of weekly cash (CRPS)"),
        _coverage_row(methods, cells),
        *_late_rows(methods),
    ]
    rows.sort(key=lambda row: {False: 0, None: 1, True: 2}[row.met])
    reasons = tuple(dict.fromkeys(row.sentence for row in rows))
    if cells < FEWEST_CELLS:
        few = f"Only {cells} weeks could be compared, fewer than {FEWEST_CELLS}: too few for green or red."
        return Judgement("amber", (few, *reasons))
    if all(row.met is not False for row in rows):
        return Judgement("green", reasons)
    return Judgement("amber" if _is_tolerable(methods) else "red", reasons)


def best_of(methods: Table, score: str, naive: Sequence[str] = NAIVE) -> str:
    """The naive method with the lowest score; the first of equals."""
    known = [name for name in naive if not math.isnan(methods[name][score])]
    return min(known or naive, key=lambda name: methods[name][score])


def _ratio_row(methods: Table, score: str, limit: float, words: str) -> Row:
    """At most so many times the best naive method."""
    best = best_of(methods, score)
    return _times_row(methods, score, (best, limit), words)


def _reference_row(methods: Table) -> Row:
    """Weekly cash at most as far off as by customer on working days."""
    return _times_row(methods, "weekly_wape", (REFERENCE, REFERENCE_LIMIT), "Weekly cash")


def _times_row(methods: Table, score: str, yardstick: tuple[str, float], words: str) -> Row:
    """At most so many times another method."""
    other, limit = yardstick
    mine, theirs = methods[SIMULATOR][score], methods[other][score]
    if math.isnan(mine) or math.isnan(theirs):
        return _without_yardstick(score, words, mine)
    met = mine <= limit * theirs + _ROUNDING
    times = f"{mine / theirs:.3f} times" if theirs > 0 else "against"
    return Row(
        met,
        f"{words} is off by {_figure(score, mine)}, {times} "
        f"{_figure(score, theirs)} of {WORDS[other]}; at most {limit:.2f} times is allowed: "
        f"{_verdict(met)}.",
    )


def _total_row(methods: Table) -> Row:
    """The sum of the weeks: at most half a point more than the best."""
    best = best_of(methods, "total_ape")
    mine, theirs = methods[SIMULATOR]["total_ape"], methods[best]["total_ape"]
    words = "The sum of the weeks"
    if math.isnan(mine) or math.isnan(theirs):
        return _without_yardstick("total_ape", words, mine)
    met = mine <= theirs + TOTAL_POINTS + _ROUNDING
    return Row(
        met,
        f"{words} is off by {_figure('total_ape', mine)} against "
        f"{_figure('total_ape', theirs)} of {WORDS[best]}; {100 * TOTAL_POINTS:g} points more are "
        f"allowed: {_verdict(met)}.",
    )


def _without_yardstick(score: str, words: str, mine: float) -> Row:
    """Nothing came that could be foretold, or no other method foretold it: told, not judged."""
    if math.isnan(mine):
        return Row(None, f"{words} could not be judged: there was no payment to foretell.")
    return Row(None, f"{words} is off by {_figure(score, mine)}; there is nothing to compare it with.")


def _coverage_row(methods: Table, cells: int) -> Row:
    """The 80 % range holds what it promises; judged from 60 weeks on."""
    covered = methods[SIMULATOR]["coverage_80"]
    low, high = COVERAGE_MANY if cells >= MANY_CELLS else COVERAGE_FEW
    words = f"The 80 % range held {covered:.0%} of {cells} weeks"
    if math.isnan(covered):
        return Row(None, "The forecast has no range to judge.")
    if cells < FEWEST_CELLS:
        return Row(None, f"{words}; with fewer than {FEWEST_CELLS} weeks that is reported, not judged.")
    met = low - _ROUNDING <= covered <= high + _ROUNDING
    return Row(met, f"{words}; {low:.0%} to {high:.0%} is allowed: {_verdict(met)}.")


def _late_rows(methods: Table) -> list[Row]:
    """Late or not, told at issue."""
    mine, past = methods[SIMULATOR], methods[PAST]
    if any(math.isnan(table[score]) for table in (mine, past) for score in ("auc", "brier")):
        return [Row(None, "Late or not at issue could not be compared: too few invoices, or all alike.")]
    told_apart = mine["auc"] >= past["auc"] - AUC_POINTS - _ROUNDING
    close = mine["brier"] <= BRIER_LIMIT * past["brier"] + _ROUNDING
    return [
        Row(
            told_apart,
            f"At issue, late invoices are told from others with an AUC of {mine['auc']:.3f} against "
            f"{past['auc']:.3f} of {WORDS[PAST]}; {AUC_POINTS:g} less is allowed: {_verdict(told_apart)}.",
        ),
        Row(
            close,
            f"The chance of being late is off by {mine['brier']:.3f} (Brier score) against {past['brier']:.3f} of "
            f"{WORDS[PAST]}; at most {BRIER_LIMIT:.2f} times is allowed: {_verdict(close)}.",
        ),
    ]


def _is_tolerable(methods: Table) -> bool:
    """Whether what is missed is missed by little."""
    mine = methods[SIMULATOR]
    near = all(
        mine[score] <= AMBER_LIMIT * methods[best_of(methods, score)][score] + _ROUNDING
        for score in ("weekly_wape", "crps")
    )
    return near and AMBER_COVERAGE[0] <= mine["coverage_80"] <= AMBER_COVERAGE[1]


def _figure(score: str, value: float) -> str:
    """A score in words."""
    return f"{value:.1f} days" if score.endswith("_days") else f"{100 * value:.1f} %"


def _verdict(met: bool) -> str:
    """Met or not."""
    return "met" if met else "not met"
