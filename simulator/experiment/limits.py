"""Limits that a strategy must keep: `lowest_cash_p05>=-1200000`, `dso_days<=today+2`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import betainc, stdtr

from simulator.checks import raise_all
from simulator.errors import UserError
from simulator.experiment.measuring import Values
from simulator.metrics.catalogue import CATALOGUE, Metric
from simulator.results.origin import measure_named

_FORM = re.compile(r"^\s*(?P<word>[a-z_0-9]+)\s*(?P<sign>>=|<=)\s*(?P<bound>\S.*?)\s*$")
_TODAY = re.compile(r"^today\s*(?:(?P<sign>[+\-−])\s*(?P<more>\S+))?$")
_HOW = (
    "Write it as measure>=number or measure<=number, such as lowest_cash_p05>=-1200000 or dso_days<=today+2."
)


@dataclass(frozen=True)
class Limit:
    """What a measure must keep.

    Attributes:
        text: As the user wrote it, with the measure's own name.
        measure: Its name; a percentile's own name where it is one.
        at_least: Whether it must not fall below the bound; else it must not rise above it.
        bound: The bound, or what is added to today's figure (unit of the measure).
        from_today: Whether the bound is measured from today.
    """

    text: str
    measure: str
    at_least: bool
    bound: float
    from_today: bool = False

    @property
    def of(self) -> str:
        """The measure that each run has."""
        return CATALOGUE[self.measure].tail_of or self.measure

    @property
    def sense(self) -> Literal[">=", "<="]:
        """The sign between measure and bound."""
        return ">=" if self.at_least else "<="

    def level(self, values: Values) -> float:
        """The figure that is held against the bound: the average, or the percentile, over replications."""
        percentile = CATALOGUE[self.measure].percentile
        return float(np.nanmean(values) if percentile is None else np.nanpercentile(values, percentile))

    def held_against(self, today: Values) -> float:
        """The bound as a number."""
        return self.bound + (self.level(today) if self.from_today else 0.0)

    def excess(self, values: Values, today: Values) -> float:
        """By how much the limit is broken; zero or less where it holds (unit of the measure)."""
        over = self.level(values) - self.held_against(today)
        return -over if self.at_least else over

    def chance(self, values: Values, today: Values) -> float:
        """How sure it is that the limit holds: the chance that the true average, or percentile, keeps the bound.

        An average's chance is Student's; a bound measured from today is judged on the paired differences. A
        percentile holds when few enough runs break the bound; the chance of that is a beta law's (with Jeffreys'
        prior), and a bound measured from today is then taken as known.
        """
        percentile = CATALOGUE[self.measure].percentile
        inside = values - self.held_against(today) if self.at_least else self.held_against(today) - values
        if percentile is not None:
            allowed = percentile / 100 if self.at_least else 1 - percentile / 100
            broken, count = int((inside < 0).sum()), len(inside)
            return float(betainc(broken + 0.5, count - broken + 0.5, allowed))
        if self.from_today:
            inside = (values - today - self.bound) * (1.0 if self.at_least else -1.0)
        spread = float(np.nanstd(inside, ddof=1)) / len(inside) ** 0.5
        centre = float(np.nanmean(inside))
        if spread == 0.0:
            return 1.0 if centre >= 0 else 0.0
        return float(stdtr(len(inside) - 1, centre / spread))

    def kept_in(self, values: Values, today: Values) -> float:
        """Share of single runs that stay within the bound (fraction)."""
        bound = self.held_against(today)
        return float(np.mean(values >= bound if self.at_least else values <= bound))


def limit(text: str) -> Limit:
    """Read a limit.

    >>> limit("lowest_cash_p05>=-1200000").bound, limit("dso_days <= today+2").from_today
    (-1200000.0, True)
    """
    found = _FORM.match(text)
    if found is None:
        raise UserError(f"'--keep {text}' is no limit. {_HOW}")
    name = measure_named(found["word"])
    metric = CATALOGUE[name]
    if metric.is_distance:
        raise UserError(
            f"'--keep {text}' asks for a distance from the average. Take '{metric.tail_of}' instead."
        )
    from_today = _TODAY.match(found["bound"])
    number = found["bound"] if from_today is None else _signed(from_today)
    try:
        bound = float(number.replace("_", "").replace("−", "-"))
    except ValueError:
        bound = float("nan")
    if not np.isfinite(bound):
        raise UserError(f"'--keep {text}' has no number after {found['sign']}. {_HOW}")
    _refuse_percent(text, metric, bound)
    written = text.strip().replace(found["word"], name, 1)
    return Limit(written, name, found["sign"] == ">=", bound, from_today is not None)


def limits(texts: Iterable[str]) -> tuple[Limit, ...]:
    """Read several limits; every mistake is told."""
    found, sentences = [], []
    for text in texts:
        try:
            found.append(limit(text))
        except UserError as error:
            sentences.append(error.message)
    raise_all(sentences)
    return tuple(found)


def broken_by(
    kept: Iterable[Limit], values: Mapping[str, Values], today: Mapping[str, Values]
) -> list[float]:
    """By how much each limit is broken, as a fraction of the size of its bound, so that limits can be added up."""
    made = []
    for one in kept:
        size = abs(one.held_against(today[one.of])) or abs(one.level(today[one.of])) or 1.0
        made.append(one.excess(values[one.of], today[one.of]) / size)
    return made


def _signed(found: re.Match[str]) -> str:
    if found["more"] is None:
        return "0"
    return f"{'' if found['sign'] == '+' else '-'}{found['more']}"


def _refuse_percent(text: str, metric: Metric, bound: float) -> None:
    if metric.unit == "fraction" and abs(bound) > 1.5:
        raise UserError(f"'--keep {text}' compares a fraction with {bound:g}: 0.02 means 2 %.")
