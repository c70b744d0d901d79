"""Dials: one lever or assumption and the values that an experiment gives it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.checks import raise_all
from simulator.errors import UserError
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS, Parameter, dictionary, nearest, told
from simulator.plans import check_groups
from simulator.reading import parse_value

Changes = dict[str, dict[str, Any]]
_MOST_VALUES = 10_000
_HOW = "Write key=low..high, key=low..high:step, or key=a|b|c."


@dataclass(frozen=True)
class Dial:
    """A lever or an assumption, and where it may stand.

    Attributes:
        key: `group.name`, or `group.name.word` for one word of a mapping.
        parameter: Its entry in the dictionary.
        choices: The values it may take, in their order; empty for a range.
        low: The lowest value of a range.
        high: The highest.
        step: From one value of a range to the next; None is any value between.
    """

    key: str
    parameter: Parameter
    choices: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float | None = None

    @property
    def is_lever(self) -> bool:
        """Whether it is ours to decide."""
        return self.parameter.group in LEVER_GROUPS

    @property
    def ends(self) -> tuple[Any, Any]:
        """The first and the last value."""
        if self.choices:
            return self.choices[0], self.choices[-1]
        return self.at(0.0), self.at(1.0)

    @property
    def values(self) -> tuple[Any, ...] | None:
        """All values; None where they are too many to name."""
        if self.choices:
            return self.choices
        if self.step is None:
            return None
        count = int((self.high - self.low) / self.step + 1e-9) + 1
        if count > _MOST_VALUES:
            return None
        return tuple(self._whole(self.low + number * self.step) for number in range(count))

    def at(self, share: float) -> Any:
        """The value that lies at a share of the way from low to high (0 to 1)."""
        values = self.values
        if values is not None:
            return values[min(int(share * len(values)), len(values) - 1)]
        return self._whole(self.low + share * (self.high - self.low))

    def changes(self, value: Any) -> Changes:
        """What setting the dial to a value changes."""
        group, name, *words = self.key.split(".")
        for word in reversed(words):
            value = {word: value}
        return {group: {name: value}}

    def told(self, value: Any) -> str:
        """A value with its unit, unless the key has told it."""
        unit = self.parameter.unit
        is_told = unit in ("choice", "fraction", "per year") or unit.split()[0] in self.key
        return told(value) if is_told else f"{told(value)} {unit}"

    def _whole(self, value: float) -> Any:
        if self.parameter.type == "whole":
            return round(value)
        return float(f"{value:.12g}")  # 0.30000000000000004 is 0.3


def dial(text: str, option: str = "--lever") -> Dial:
    """Read a dial: a key alone takes the plausible range of the dictionary.

    >>> dial("terms.net_days=30..90:30").values, dial("insurance.insured_fraction=0|0.9").values
    ((30, 60, 90), (0, 0.9))
    >>> dial("discount.rate_fraction").ends
    (0.0, 0.05)
    """
    key, equals, given = (part.strip() for part in text.partition("="))
    parameter = _parameter(key, text, option)
    if not equals:
        made = _plausible(key, parameter)
    elif "|" in given or "," in given:
        parts = [part.strip() for part in given.replace("|", ",").split(",")]
        if not all(parts):
            raise UserError(f"'{option} {text}' has an empty place between its values. {_HOW}")
        made = Dial(key, parameter, tuple(parse_value(part) for part in parts))
    elif ".." in given:
        made = _ranged(key, parameter, given, f"{option} {text}")
    else:
        made = Dial(key, parameter, (parse_value(given),))
    _check(made, f"{option} {text}")
    return made


def dials(texts: Iterable[str], option: str = "--lever") -> tuple[Dial, ...]:
    """Read several dials, each with a key of its own."""
    found: list[Dial] = []
    sentences: list[str] = []
    for text in texts:
        try:
            found.append(dial(text, option))
        except UserError as error:
            sentences.append(error.message)
    keys = [one.key for one in found]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    sentences += [f"{option} {key} is given twice. Give each its values once." for key in twice]
    raise_all(sentences)
    return tuple(found)


def _parameter(key: str, text: str, option: str) -> Parameter:
    parts = key.split(".")
    parameter = dictionary().get(".".join(parts[:2]))
    if parameter is None:
        close = nearest(key, dictionary())
        advice = (
            f"Did you mean '{close}'?"
            if close
            else "`creditlab list` and `creditlab explain` name what there is."
        )
        raise UserError(f"Nothing is called '{key}' in '{option} {text}'. {advice}")
    if len(parts) - 2 != len(parameter.by):
        word = f"{key}.{'.'.join(parameter.by)}" if parameter.by else parameter.key
        what = "has a value for each" if parameter.by else "has one value, not one for each word"
        raise UserError(f"'{parameter.key}' {what}, in '{option} {text}'. Write it as {word}=...")
    if parameter.adds_up_to_one:
        raise UserError(
            f"The shares of '{parameter.key}' add up to 1, so none of them can move alone. Leave it out."
        )
    if parameter.type in ("ladder", "months", "date", "code"):
        raise UserError(f"'{parameter.key}' is no number and no choice, so it has no range. Leave it out.")
    return parameter


def _plausible(key: str, parameter: Parameter) -> Dial:
    """The plausible range, which the dictionary tells."""
    if parameter.type == "choice":
        return Dial(key, parameter, tuple(parameter.plausible))
    low, high = (float(end) for end in parameter.plausible)
    return Dial(key, parameter, (), low, high, 1.0 if parameter.type == "whole" else None)


def _ranged(key: str, parameter: Parameter, given: str, where: str) -> Dial:
    ends, _, step = given.partition(":")
    low, _, high = ends.partition("..")
    numbers = [parse_value(part.strip()) for part in (low, high, step) if part.strip()]
    numeric = all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers)
    if parameter.type == "choice" or not numeric or len(numbers) != 2 + bool(step.strip()):
        raise UserError(f"'{where}' is no range of numbers. {_HOW}")
    lowest, highest = float(numbers[0]), float(numbers[1])
    if lowest >= highest:
        raise UserError(f"'{where}' ends before it begins. Write the lower end first.")
    width = float(numbers[2]) if len(numbers) == 3 else 1.0 if parameter.type == "whole" else None
    if width is not None and not 0 < width <= highest - lowest:
        raise UserError(f"The step in '{where}' leads nowhere. Give one above 0 that fits into the range.")
    return Dial(key, parameter, (), lowest, highest, width)


def _check(made: Dial, where: str) -> None:
    """Refuse values that the dictionary does not allow."""
    sentences = []
    for value in made.choices or made.ends:
        found = check_groups(made.changes(value), LEVER_GROUPS + ASSUMPTION_GROUPS)
        sentences += [complaint.sentence(lambda _: f"in '{where}'") for complaint in found.complaints]
    raise_all(sentences)


def together(changes: Iterable[Mapping[str, Mapping[str, Any]]]) -> Changes:
    """Several changes as one; words of one mapping are put together."""
    made: Changes = {}
    for one in changes:
        for group, names in one.items():
            for name, given in names.items():
                value = given
                earlier = made.setdefault(group, {}).get(name)
                if isinstance(earlier, Mapping) and isinstance(value, Mapping):
                    value = {**earlier, **value}
                made[group][name] = value
    return made


def grid(among: Sequence[Dial]) -> list[tuple[Any, ...]] | None:
    """Every combination of values, the last dial moving fastest; None where they are too many to name."""
    sizes = [one.values for one in among]
    count = 1
    for values in sizes:
        if values is None:
            return None
        count *= len(values)
    if count > _MOST_VALUES:
        return None
    return list(itertools.product(*(values for values in sizes if values is not None)))
