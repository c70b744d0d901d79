"""Kinds of right answers, and how one given is judged: its type, then its value, then a hint that teaches."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from simulator.classroom.case import SURE
from simulator.classroom.plain import changes_of
from simulator.classroom.verdicts import Verdict, not_yet, right, unanswered
from simulator.errors import UserError

_SLIP_WIDTH = 0.005
"""How near an answer has to lie to a common wrong one to be called it (fraction of that value)."""
_LONGEST_NUMBER = 40
_SMALL = ("days", "times", "percent", "profit per", "minutes")
_PERCENT, _DAYS_PER_MONTH, _THOUSAND, _CENTS = 100.0, 365 / 12, 1_000.0, 100.0


class Answer(Protocol):
    """What is right in an exercise."""

    def judge(self, given: Any) -> Verdict:
        """Say whether an answer is right."""


@dataclass(frozen=True)
class Slip:
    """A wrong answer that people often give.

    Attributes:
        name: What went wrong, in two or three words: `VAT in`.
        value: What one gets that way, in the unit of the answer (for a choice: the option).
        hint: What helps, without telling the answer.
    """

    name: str
    value: Any
    hint: str


def told_apart(right_one: float, tolerance: float, slips: Sequence[Slip]) -> tuple[Slip, ...]:
    """Those slips that, in this case, can be told from the right number and from those before them.

    Where numbers come from runs, two of them may happen to be the same.

    >>> near, same, far = Slip("near", 101.0, ""), Slip("same", 150.2, ""), Slip("far", 150.0, "")
    >>> [slip.name for slip in told_apart(100.0, 1.0, (near, far, same))]
    ['far']
    """
    kept: list[Slip] = []
    for slip in slips:
        reach = max(tolerance, 2 * _SLIP_WIDTH * abs(slip.value))
        is_far = all(abs(slip.value - one.value) > reach for one in kept)
        if is_far and abs(slip.value - right_one) > 2 * tolerance:
            kept.append(slip)
    return tuple(kept)


@dataclass(frozen=True)
class Number:
    """One number.

    Attributes:
        value: The right one.
        unit: Its unit, as told in the question: `days`, `fraction`, `EUR`, `invoices`.
        rounding: How far off an answer may be because it was rounded (unit of the value).
        hint: What helps whoever made none of the slips.
        error: Standard error of the simulation, where another honest run may come out differently (same unit).
        slips: Common wrong answers of this exercise.
    """

    value: float
    unit: str
    rounding: float
    hint: str
    error: float = 0.0
    slips: Sequence[Slip] = ()

    @property
    def tolerance(self) -> float:
        """How far off a right answer may be: rounding, or twice the simulation's own standard error.

        >>> Number(45.2, "days", 0.05, "", error=0.4).tolerance
        0.8
        """
        return max(self.rounding, SURE * self.error)

    def judge(self, given: Any) -> Verdict:
        """Judge a number; text such as "45.2 days" or "2 %" is read as people write it.

        >>> Number(0.02, "fraction", 0.0005, "Divide by sales.").judge("2 %").is_right
        True
        >>> Number(0.02, "fraction", 0.0005, "Divide by sales.").judge(2.0).slip
        'percent for fraction'
        """
        if given is None or (isinstance(given, str) and not given.strip()):
            return unanswered(f"one number is wanted, in {self.unit}.")
        found = number_of(given, self.unit)
        if isinstance(found, str):
            return not_yet(found, "not a number")
        if abs(found - self.value) <= self.tolerance * (1 + 1e-9):
            return right()
        for slip in self._all_slips():
            if abs(found - slip.value) <= max(_SLIP_WIDTH * abs(slip.value), self.rounding):
                return not_yet(slip.hint, slip.name)
        return not_yet(self.hint)

    def _all_slips(self) -> Iterator[Slip]:
        """Those of the exercise, then those that its unit invites; none that is within the tolerance."""
        for slip in (*self.slips, *common_slips(self.value, self.unit)):
            if abs(slip.value - self.value) > self.tolerance:
                yield slip


def number_of(given: Any, unit: str) -> float | str:
    """A number as somebody gave it, or the sentence that says why it is none.

    >>> number_of("1,250.5", "EUR"), number_of("2%", "fraction"), number_of("45 days", "days")
    (1250.5, 0.02, 45.0)
    """
    if isinstance(given, bool):
        return f"One number is wanted, in {unit}; this is yes or no."
    if isinstance(given, str):
        named = re.fullmatch(r"<(\w+)>", given)  # what could not be written down
        if named:
            return f"One number is wanted, in {unit}; this is {_kind(named[1])}."
        if len(given) > _LONGEST_NUMBER:
            return f"One number is wanted, in {unit}, as 45.2; this is text."
        found = re.fullmatch(r"\s*([^\d+.−-]{0,3}?)\s*([+−-]?[\d,.\s'’]*\d)\s*(%?)\s*([^\d]*)", given)
        if not found or (found[3] and "fraction" not in unit):
            return f"One number is wanted, in {unit}, as 45.2; this is text."
        digits = re.sub(r"\s|(?<=\d)['’](?=\d{3})", "", found[2].replace("−", "-"))
        # where no answer has thousands, a comma before three digits is a point
        is_small = "fraction" in unit or unit.startswith(_SMALL)
        if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits) and not is_small:
            digits = digits.replace(",", "")
        try:
            value = float(digits.replace(",", "."))
        except ValueError:
            return f"One number is wanted, in {unit}, as 1250.5; this can be read in two ways."
        return value / _PERCENT if found[3] else value
    if not isinstance(given, numbers.Real | Decimal) and not (
        hasattr(given, "item") and getattr(given, "size", 0) == 1
    ):
        return f"One number is wanted, in {unit}; this is {_kind(type(given).__name__)}."
    value = float(given.item() if hasattr(given, "item") else given)
    return value if math.isfinite(value) else f"One number is wanted, in {unit}; this one is not finite."


def _kind(name: str) -> str:
    kinds = {"DataFrame": "a table", "Series": "a column", "ndarray": "a row of numbers", "list": "a list"}
    return kinds.get(name, f"a {name}")


def common_slips(value: float, unit: str) -> Iterator[Slip]:
    """Mistakes that a unit invites, whatever the exercise."""
    if "fraction" in unit:
        yield Slip("percent for fraction", value * _PERCENT, "Rates are fractions here: 2 % is 0.02.")
        yield Slip(
            "fraction of a percent", value / _PERCENT, "That is a hundred times too small: 2 % is 0.02."
        )
    elif unit.startswith("days"):
        yield Slip(
            "month for day",
            value / _DAYS_PER_MONTH,
            "Days are wanted. Divide by sales per day, not per month.",
        )
        yield Slip(
            "day for month",
            value * _DAYS_PER_MONTH,
            "That is a month's worth too much: which period are the sales of?",
        )
    elif re.match(r"[A-Z]{3}\b", unit):
        yield Slip("thousands", value / _THOUSAND, f"The answer is wanted in {unit}, not in thousands.")
        yield Slip("cents", value * _CENTS, f"The answer is wanted in {unit}; the journal counts cents.")
    yield Slip("sign", -value, "The size is right, the sign is not: which way round is it asked?")


@dataclass(frozen=True)
class Choice:
    """One of the options that the question offers.

    Attributes:
        value: The right one, by its key.
        hints: What helps whoever took another, by its key.
    """

    value: str
    hints: Mapping[str, str]

    def judge(self, given: Any) -> Verdict:
        """Judge the choice of an option by its key."""
        if given in (None, ""):
            return unanswered("choose one.")
        if not isinstance(given, str):
            return not_yet("One of the options is wanted, as text.", "not an option")
        if given == self.value:
            return right()
        if given not in self.hints:
            return not_yet(
                f"The options are {', '.join(sorted((*self.hints, self.value)))}.", "not an option"
            )
        return not_yet(self.hints[given], given)


@dataclass(frozen=True)
class Several:
    """All that apply of the options that the question offers.

    Attributes:
        value: The right ones, by their keys.
        wrong: What helps whoever took one that does not apply, by its key.
        missing: What helps whoever left one out.
    """

    value: frozenset[str]
    wrong: Mapping[str, str]
    missing: str

    def judge(self, given: Any) -> Verdict:
        """Judge a list of keys."""
        if not given:
            return unanswered("choose all that apply.")
        if isinstance(given, str) or not isinstance(given, Sequence | set | frozenset):
            return not_yet("A list of options is wanted.", "not a list")
        chosen = {str(one) for one in given}
        unknown = chosen - self.value - set(self.wrong)
        if unknown:
            return not_yet(
                f"The options are {', '.join(sorted({*self.value, *self.wrong}))}.", "not an option"
            )
        too_many = sorted(chosen - self.value)
        if too_many:
            return not_yet(self.wrong[too_many[0]], too_many[0])
        return right() if chosen == self.value else not_yet(self.missing, "incomplete")


@dataclass(frozen=True)
class Order:
    """The options in their right order.

    Attributes:
        value: The keys, first to last.
        hint: What helps whoever ordered them differently.
    """

    value: tuple[str, ...]
    hint: str

    def judge(self, given: Any) -> Verdict:
        """Judge a list of keys in order."""
        if not given:
            return unanswered("put them in order.")
        if isinstance(given, str) or not isinstance(given, Sequence):
            return not_yet("A list is wanted, the first one first.", "not a list")
        order = tuple(str(one) for one in given)
        if sorted(order) != sorted(self.value):
            return not_yet(f"Each of these once: {', '.join(sorted(self.value))}.", "not all of them")
        return right() if order == self.value else not_yet(self.hint, "other order")


@dataclass(frozen=True)
class Goal:
    """A strategy of the learner's own that has to reach something; there are many right ones.

    Attributes:
        judged: Says whether a strategy, given as changes of today by group and lever, reaches it.
    """

    judged: Callable[[Mapping[str, Mapping[str, Any]]], Verdict]

    def judge(self, given: Any) -> Verdict:
        """Judge a strategy, given as what it changes of today."""
        if not given:
            return unanswered("a strategy is wanted that differs from today.")
        changes = changes_of(given)
        if changes is None:
            return not_yet(
                'A strategy is wanted, or what it changes, as {"terms": {"net_days": 60}}.', "no strategy"
            )
        try:
            return self.judged(changes)
        except UserError as error:  # a lever that is not there, a value out of range: the sentence says which
            return not_yet(error.message, "not allowed")
