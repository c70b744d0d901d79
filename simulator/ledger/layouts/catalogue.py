"""The layouts that are known, from the file beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.ledger.layouts.layout import FIELD_WORDS, STEPS, Layout

OWN = "Credit Strategy Lab ledger"
BY_NAMES = "columns known by their names"
"""The layout that is no system's: columns that are called what they are."""

Names = Sequence[str] | Mapping[str, Sequence[str]]


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts; the one that goes by names alone is the last."""
    entries = read_yaml(Path(__file__).with_name("layouts.yaml"))
    return tuple(_layout(entry) for entry in entries)


def read_yaml(path: Path) -> list[dict[str, Any]]:
    """The entries of the file."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    assert isinstance(entries, list)
    return entries


def layout_named(name: str) -> Layout:
    """A layout by its name.

    Raises:
        UserError: there is none of this name.
    """
    for layout in layouts():
        if layout.name.casefold() == name.strip().casefold():
            return layout
    known = "; ".join(layout.name for layout in layouts())
    raise UserError(f"There is no layout {name!r}. The layouts are: {known}.")


def _layout(entry: Mapping[str, Any]) -> Layout:
    columns = {field: _flat(names) for field, names in entry["columns"].items()}
    assert columns.keys() <= FIELD_WORDS.keys(), columns.keys() - FIELD_WORDS.keys()
    assert set(entry.get("steps", ())) <= set(STEPS), entry["name"]
    words = {
        key: {one: tuple(names) for one, names in entry.get(key, {}).items()} for key in ("kinds", "statuses")
    }
    lists = {key: _flat(entry.get(key, ())) for key in ("others", "signature", "settled_by", "steps")}
    layout = Layout(
        name=entry["name"],
        columns=columns,
        others=lists["others"],
        signature=lists["signature"],
        kinds=words["kinds"],
        statuses=words["statuses"],
        settled_by=lists["settled_by"],
        steps=lists["steps"],
    )
    return replace(layout, required=tuple(entry["required"])) if "required" in entry else layout


def _flat(names: Names) -> tuple[str, ...]:
    """Names in one row, whatever language they are in."""
    if isinstance(names, Mapping):
        return tuple(name for some in names.values() for name in some)
    return tuple(names)
