"""Answers as they come back from strangers: JSON that is read with care and cut to a bearable size."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

_LONGEST_TEXT, _LONGEST_WORD = 20_000, 160
_MOST_PARTS, _DEEPEST, _LARGEST_WHOLE, _MOST_LINES = 200, 4, 10**30, 20_000
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def recorded_answers(content: bytes) -> dict[str, Any]:
    """The answers that a run wrote down, a line each; the last one of a task counts, and empty ones do not."""
    found: dict[str, Any] = {}
    for line in content.rsplit(b"\n", _MOST_LINES)[-_MOST_LINES:]:
        read = _read(line)
        if isinstance(read, list) and len(read) == 2 and isinstance(read[0], str) and read[1] is not None:
            found[read[0]] = read[1]
    return found


def kept_answers(content: bytes) -> dict[str, Any] | None:
    """The answers that the forms kept; None where the file is damaged."""
    read = _read(content)
    answers = read.get("answers") if isinstance(read, dict) else None
    return answers if isinstance(answers, dict) else None


def _read(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def bearable(given: Any, *, is_text: bool = False, depth: int = 0) -> Any:
    """An answer without what would make a judge or a page stumble.

    A long text is none that a check should read numbers out of, which takes long; rows end after two hundred, and what
    lies deeper than any answer does is left out.

    >>> bearable("7" * 500), bearable(10**40), bearable({"terms": {"net_days": 60}})
    ('<a long text>', None, {'terms': {'net_days': 60}})
    """
    if isinstance(given, str):
        if is_text:
            return shown_text(given)[:_LONGEST_TEXT]
        return shown_text(given) if len(given) <= _LONGEST_WORD else "<a long text>"
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) > _LARGEST_WHOLE:
        return None
    if isinstance(given, float) and not math.isfinite(given):
        return None
    if depth >= _DEEPEST:
        return None
    if isinstance(given, list):
        return [bearable(one, depth=depth + 1) for one in given[:_MOST_PARTS]]
    if isinstance(given, Mapping):
        some = list(given.items())[:_MOST_PARTS]
        return {shown_text(str(key))[:_LONGEST_WORD]: bearable(one, depth=depth + 1) for key, one in some}
    return given


def shown_text(text: str) -> str:
    """A text that can be written and shown: no control signs, no halves of letters.

    >>> shown_text('a' + chr(0) + 'b' + chr(0xD800))
    'ab?'
    """
    return _UNSHOWN.sub("", text).encode("utf-8", "replace").decode("utf-8")
