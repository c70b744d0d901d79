"""The parts of a written policy: every lever in force as a statement, and what is changed against today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.levers import Levers
from simulator.parameters import LEVER_GROUPS, dictionary
from simulator.publish.sheets.words import in_force, sentence, value_of, value_text, words_of

PARTS = {
    "buyers": "Who may buy on credit",
    "limits": "Limits and authority",
    "terms": "Payment terms and invoices",
    "discount": "Discount for paying early",
    "late_charges": "Charges for paying late",
    "collections": "Collection",
    "disputes": "Disputes",
    "stop": "Stop of supply, court, write-off",
    "insurance": "Credit insurance: cover and our duties",
    "financing": "Financing of receivables",
}
"""The parts in their order, by the name that the dictionary gives them."""
NEW = "new"
"""What is said of today where a lever is not in force today."""


@dataclass(frozen=True)
class Statement:
    """One lever, told.

    Attributes:
        key: The lever.
        text: A sentence, or label and value.
        is_figure: Whether it is told as label and value.
        is_changed: Whether it differs from today.
        today: What holds today, where it is changed: its value or sentence, or "new".
    """

    key: str
    text: str
    is_figure: bool = False
    is_changed: bool = False
    today: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the policy.

    Attributes:
        name: Its name in the dictionary.
        title: Its heading.
        statements: What is in force.
        dropped: What holds today and no longer.
    """

    name: str
    title: str
    statements: tuple[Statement, ...]
    dropped: tuple[Statement, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether nothing of it holds today."""
        return bool(self.statements) and all(one.today == NEW for one in self.statements)

    @property
    def sentences(self) -> tuple[Statement, ...]:
        """What is told in sentences."""
        return tuple(one for one in self.statements if not one.is_figure)

    @property
    def figures(self) -> tuple[Statement, ...]:
        """What is told as label and value."""
        return tuple(one for one in self.statements if one.is_figure)


def parts_of(levers: Levers, today: Levers, currency: str) -> tuple[Part, ...]:
    """The parts that have something to say, in their order."""
    keys = [one.key for one in dictionary().values() if one.group in LEVER_GROUPS]
    parts = []
    for name, title in PARTS.items():
        mine = [key for key in keys if words_of(key).part == name]
        statements = tuple(_statement(levers, today, key, currency) for key in mine if in_force(levers, key))
        dropped = tuple(_dropped(levers, today, mine, currency))
        if statements or dropped:
            parts.append(Part(name, title, statements, dropped))
    return tuple(parts)


def _statement(levers: Levers, today: Levers, key: str, currency: str) -> Statement:
    text = _text(levers, key, currency)
    is_figure = not sentence(levers, key, currency)
    was_in_force = in_force(today, key)
    if was_in_force and value_of(today, key) == value_of(levers, key):
        return Statement(key, text, is_figure)
    return Statement(key, text, is_figure, True, _told_today(today, key, currency) if was_in_force else NEW)


def _text(levers: Levers, key: str, currency: str) -> str:
    parameter = dictionary()[key]
    said = sentence(levers, key, currency)
    if said:
        return said
    value, each = value_text(parameter, value_of(levers, key), currency), parameter.unit.partition(" ")[2]
    is_twice = bool(each) and parameter.title.endswith(each)
    return f"{parameter.title} {value.removesuffix(each).rstrip() if is_twice else value}"


def _told_today(today: Levers, key: str, currency: str) -> str:
    """Today's value in short; of a choice today's sentence."""
    parameter = dictionary()[key]
    if parameter.type == "choice" and (said := sentence(today, key, currency)):
        return said.rstrip(".")
    return value_text(parameter, value_of(today, key), currency)


def _dropped(levers: Levers, today: Levers, keys: list[str], currency: str) -> Iterator[Statement]:
    """What holds today and no longer; what went only with the lever that it needs is not told apart."""
    for key in keys:
        gone = in_force(today, key) and not in_force(levers, key)
        if gone and value_of(levers, key) != value_of(today, key):
            yield Statement(key, _text(today, key, currency), is_changed=True)
