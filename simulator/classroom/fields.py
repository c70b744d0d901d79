"""The fields that tasks are answered in: a number, an option, several, an order, a chance, a range, a strategy."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.classroom.tasks import Task

WIDE = widgets.Layout(width="auto", max_width="46em")


class Field(Protocol):
    """What an answer is typed or chosen in."""

    parts: tuple[widgets.Widget, ...]

    def given(self) -> Any:
        """The answer; None while there is none."""

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""


class TextField(Field):
    """A number, or a few lines."""

    def __init__(self, task: Task) -> None:
        is_long = task.kind == "reflection"
        kind = widgets.Textarea if is_long else widgets.Text
        text = kind(placeholder="your words" if is_long else "your number", layout=WIDE)
        if is_long:
            text.rows = 6
        text.tooltip = task.ask
        self._text, self.parts = text, (text,)

    def given(self) -> Any:
        """The answer; None while there is none."""
        return self._text.value.strip() or None

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        self._text.value = str(kept)


class ChoiceField(Field):
    """One of several options."""

    def __init__(self, task: Task) -> None:
        options = [(text, key) for key, text in task.options.items()]
        self._keys = set(task.options)
        self._radio = widgets.RadioButtons(options=options, value=None, layout=WIDE)
        self.parts = (self._radio,)

    def given(self) -> Any:
        """The answer; None while there is none."""
        return self._radio.value

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        self._radio.value = kept if kept in self._keys else None


class SeveralField(Field):
    """Some of several options."""

    def __init__(self, task: Task) -> None:
        self._boxes = {
            key: widgets.Checkbox(description=text, indent=False, layout=WIDE)
            for key, text in task.options.items()
        }
        self.parts = tuple(self._boxes.values())

    def given(self) -> Any:
        """The answer; None while there is none."""
        return [key for key, one in self._boxes.items() if one.value] or None

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        for key, one in self._boxes.items():
            one.value = isinstance(kept, list) and key in kept


class OrderField(Field):
    """Options with a place for each: first, second, third."""

    def __init__(self, task: Task) -> None:
        options = [("choose", ""), *((text, key) for key, text in task.options.items())]
        self._places = [
            widgets.Dropdown(options=options, value="", description=f"{place + 1}.", layout=WIDE)
            for place in range(len(task.options))
        ]
        self._keys = set(task.options)
        self.parts = tuple(self._places)

    def given(self) -> Any:
        """The answer; None while there is none."""
        chosen = [place.value for place in self._places]
        return chosen if any(chosen) else None

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        for place, key in zip(self._places, kept if isinstance(kept, list) else [], strict=False):
            place.value = key if key in self._keys else ""


class ChanceField(Field):
    """A chance on a slider; nothing is said until it is moved or confirmed."""

    def __init__(self, task: Task) -> None:
        self._slider = widgets.IntSlider(
            value=50, min=0, max=100, step=5, description="chance %", layout=WIDE
        )
        self._slider.tooltip = task.ask
        self.parts = (self._slider,)

    def given(self) -> Any:
        """The answer; None while there is none."""
        return self._slider.value / 100

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        if isinstance(kept, int | float) and 0 <= kept <= 1:
            self._slider.value = round(kept * 100)


class RangeField(Field):
    """From and to."""

    def __init__(self, task: Task) -> None:
        self._ends = [
            widgets.Text(description=word, placeholder=task.unit, tooltip=f"{task.ask} {word}")
            for word in ("from", "to")
        ]
        self.parts = (widgets.HBox(self._ends),)

    def given(self) -> Any:
        """The answer; None while there is none."""
        ends = [end.value.strip() or None for end in self._ends]
        return ends if any(ends) else None

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        for end, value in zip(self._ends, kept if isinstance(kept, list) else [], strict=False):
            end.value = "" if value is None else str(value)


class PlanField(Field):
    """A strategy that was made in the lesson's small lab."""

    def __init__(self, task: Task) -> None:
        self._changes: Any = None
        self._text = widgets.HTML(
            "Move the levers above and press <i>Hand in this strategy</i>.", tooltip=task.ask
        )
        self.parts = (self._text,)

    def given(self) -> Any:
        """The answer; None while there is none."""
        return self._changes

    def show(self, kept: Any) -> None:
        """Show an answer that was kept."""
        self._changes = kept
        levers = [
            f"{escape(str(lever)).replace('_', ' ')} {escape(str(value))}"
            for group in (kept or {}).values()
            for lever, value in group.items()
        ]
        self._text.value = f"Your strategy: {', '.join(levers) or 'as today'}."


FIELDS: dict[str, Callable[[Task], Field]] = {
    "number": TextField,
    "reflection": TextField,
    "choice": ChoiceField,
    "several": SeveralField,
    "order": OrderField,
    "chance": ChanceField,
    "range": RangeField,
    "plan": PlanField,
}


def field_for(task: Task) -> Field:
    """The field that a task is answered in."""
    return FIELDS[task.kind](task)
