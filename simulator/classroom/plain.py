"""Answers as plain values, so that they can be written down."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, ValuesView
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any


def changes_of(given: Any) -> dict[str, dict[str, Any]] | None:
    """What a strategy changes of today, as plain values; None for what is no strategy."""
    changes = getattr(given, "changes", given)
    if not isinstance(changes, Mapping) or not all(
        isinstance(levers, Mapping) for levers in changes.values()
    ):
        return None
    return {
        str(group): {str(key): value for key, value in levers.items()} for group, levers in changes.items()
    }


def as_plain(given: Any) -> Any:
    """An answer as JSON can hold it; what cannot be one becomes a text that says its kind."""
    if given is None or isinstance(given, bool | int | float | str):
        return given
    if hasattr(given, "item") and getattr(given, "size", 0) == 1:
        return as_plain(given.item())
    if isinstance(given, numbers.Real | Decimal):  # a fraction, a decimal
        return float(given)
    if isinstance(given, list | tuple | AbstractSet | ValuesView) or type(given).__name__ in (
        "ndarray",
        "Series",
        "Index",
    ):
        some = sorted(given, key=str) if isinstance(given, set | frozenset) else list(given)
        return [as_plain(one) for one in some[:200]]
    if isinstance(given, Mapping):
        return {str(key): as_plain(value) for key, value in list(given.items())[:200]}
    return f"<{type(given).__name__}>"


def as_recorded(given: Any) -> Any:
    """An answer from code as it is written down and judged: on the learner's own desk as where it is marked."""
    changes = changes_of(given) if hasattr(given, "changes") else None
    return as_plain(given) if changes is None else changes
