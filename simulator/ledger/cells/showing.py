"""Cells in messages: what could be a name is not shown."""

from __future__ import annotations

_LONGEST = 20
_MOST_LETTERS = 9  # of a month


def shown(text: str) -> str:
    """A cell that should be a date or an amount, shortened; words instead of it where it could be a name.

    >>> shown("05:23.4"), shown("31. September 2024"), shown("Ridge & Co Ltd 7")
    ("'05:23.4'", "'31. September 2024'", 'a text')
    """
    letters = sum(sign.isalpha() for sign in text)
    if letters > _MOST_LETTERS or (letters and not any(sign.isdigit() for sign in text)):
        return "a text"
    return repr(text[:_LONGEST])
