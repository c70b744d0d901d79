"""What a strategy changes, in words: for the head of its column, and for the printed page."""

from __future__ import annotations

from html import escape

from simulator.app.kit.badges import LETTERS
from simulator.app.lab.dials import dial_of
from simulator.app.lab.ladder_days import FIRST_DAYS
from simulator.app.lab.state import TODAY, Lab

_FEW = 2
_LADDER = "collections.ladder"


def changes_in_words(lab: Lab, number: int) -> list[str]:
    """Each changed lever with today's value and the new one, such as "Collectors 2 to 3"."""
    told = []
    shown = lab.select(number)
    for key in _told_keys(shown):
        dial = dial_of(key)
        old, new = (_value(shown, key, of_today=of_today) for of_today in (True, False))
        if dial.kind == "ladder":
            told.append(f"{dial.title} changed")
            continue
        unit = f" {dial.unit}" if dial.unit else ""
        told.append(f"{dial.title} {dial.text(old)} to {dial.text(new)}{unit}")
    return told


def column_note(lab: Lab, number: int) -> str:
    """What a strategy is, under its name: its changes while they are few, else how many they are."""
    if number == TODAY:
        return "baseline"
    changes = changes_in_words(lab, number)
    if not changes:
        return "as today"
    return "; ".join(changes) if len(changes) <= _FEW else f"{len(changes)} levers differ"


def printed_changes(lab: Lab) -> str:
    """The changes of all strategies as HTML, for the printed page, which has no levers."""
    lines = [
        f"<li><b>{LETTERS[number]} {escape(lab.strategies[number].name)}.</b> "
        f"Changed from today: {escape('; '.join(changes_in_words(lab, number)) or 'nothing')}.</li>"
        for number in range(1, len(lab.strategies))
    ]
    return f'<ul class="printed-changes">{"".join(lines)}</ul>' if lines else ""


def _told_keys(lab: Lab) -> list[str]:
    """The changed levers; a ladder of which only the first days moved is told by these days."""
    keys = list(lab.changed_keys())
    if _LADDER not in keys:
        return keys
    days = [f"collections.{name}" for name in FIRST_DAYS if lab.is_changed(f"collections.{name}")]
    moved_back = lab
    for key in days:
        moved_back = moved_back.without_lever(key)
    if days and _LADDER not in moved_back.changed_keys():
        keys[keys.index(_LADDER) : keys.index(_LADDER) + 1] = days
    return keys


def _value(lab: Lab, key: str, *, of_today: bool) -> object:
    value = lab.value(key, of_today=of_today)
    return lab.usual(key) if value is None else value
