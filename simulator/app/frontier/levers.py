"""A lever and the values that it may take, as a person types them: a list, or from, to and step."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.pieces import box
from simulator.app.lab.dials import GROUP_TITLES
from simulator.errors import UserError
from simulator.experiment.dials import dial
from simulator.parameters import LEVER_GROUPS, Parameter, dictionary

NONE = ""
_NO_RANGE = ("ladder", "months", "date", "code")
_WORDS = ((r"\s+to\s+", ".."), (r"\s+(?:by|step)\s+", ":"))


def lever_choices() -> list[tuple[str, str]]:
    """All levers that can stand at several values, by their titles."""
    found = [
        (f"{GROUP_TITLES.get(one.group, one.group)}: {one.title}", key)
        for key, one in dictionary().items()
        if one.group in LEVER_GROUPS and not one.by and not one.adds_up_to_one and one.type not in _NO_RANGE
    ]
    return [("no lever", NONE), *sorted(found)]


def as_dial(key: str, values: str) -> str:
    """What the experiments take, from what a person typed.

    >>> as_dial("terms.net_days", "30 to 90 by 15"), as_dial("terms.net_days", "30, 45")
    ('terms.net_days=30..90:15', 'terms.net_days=30,45')

    Raises:
        UserError: no values, or none that the lever can take.
    """
    text = values.strip()
    for words, sign in _WORDS:
        text = re.sub(words, sign, text)
    title = dictionary()[key].title
    if not text:
        raise UserError(f"{title} has no values. Type some, such as {usual_values(key)}.")
    made = f"{key}={text}"
    try:
        dial(made, "")
    except UserError:
        raise UserError(
            f"{title} cannot be '{values.strip()[:60]}'. Type values such as {usual_values(key)}{_allowed(key)}."
        ) from None
    return made


def usual_values(key: str) -> str:
    """The plausible range as a person would type it.

    >>> usual_values("terms.net_days"), usual_values("credit_policy.monitoring")
    ('0 to 120 by 30', 'none, alerts')
    """
    parameter = dictionary()[key]
    if parameter.type == "choice":
        return ", ".join(str(one) for one in parameter.plausible)
    low, high = (float(end) for end in parameter.plausible)
    step = _round_step((high - low) / 4, whole=parameter.type == "whole")
    return f"{_plain(low)} to {_plain(high)} by {_plain(step)}"


def _plain(number: float) -> str:
    """A number without an exponent."""
    return f"{number:.0f}" if abs(number) >= 1e5 else f"{number:g}"


def _allowed(key: str) -> str:
    parameter = dictionary()[key]
    if parameter.type == "choice":
        return ""
    low, high = (float(end) for end in parameter.allowed)
    return f"; allowed is {_plain(low)} to {_plain(high)} ({parameter.unit})"


def _round_step(step: float, *, whole: bool) -> float:
    """A step with one digit, at least 1 where only whole numbers do."""
    rounded = float(f"{step:.1g}")
    return max(1.0, round(rounded)) if whole else rounded


class LeverRow:
    """One lever with its values, and what the dictionary says of it."""

    def __init__(self, key: str = NONE, values: str = "", changed: Callable[[], Any] = lambda: None) -> None:
        self._changed = changed
        self.lever = widgets.Dropdown(options=lever_choices(), value=key, tooltip="Which lever moves")
        self.values = widgets.Text(
            value=values, continuous_update=False, tooltip="The values that it may take"
        )
        self.values.placeholder = "30, 45, 60 or 30 to 90 by 15"
        self.help = widgets.HTML()
        self.box = box("lever-row", self.lever, self.values, self.help)
        self.lever.observe(self._on_lever, names="value")
        self.values.observe(lambda _: self._changed(), names="value")
        self._explain()

    @property
    def text(self) -> str:
        """The lever and its values as the experiments take them; empty where none is chosen.

        Raises:
            UserError: values that it cannot take.
        """
        return as_dial(str(self.lever.value), str(self.values.value)) if self.lever.value else ""

    def _on_lever(self, change: dict[str, Any]) -> None:
        self._explain()
        value = usual_values(str(change["new"])) if change["new"] else ""
        if value == self.values.value:
            self._changed()
        self.values.value = value

    def _explain(self) -> None:
        self.values.disabled = not self.lever.value
        one = dictionary().get(str(self.lever.value))
        self.help.value = "" if one is None else f'<span class="hint">{escape(_help(one))}</span>'


def _help(one: Parameter) -> str:
    unit = "0.02 means 2 %" if one.unit.startswith("fraction") else one.unit
    return f"{one.meaning.split(';')[0].rstrip('.')} ({unit})."
