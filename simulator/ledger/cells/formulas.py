"""Texts that a spreadsheet would take for a formula, made harmless before they are handed out."""

from __future__ import annotations

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def plain_text(value: str) -> str:
    """A text that a spreadsheet takes for text: a name that begins like a formula gets an apostrophe before it.

    >>> plain_text("=1+1"), plain_text("2/10 net 30")
    ("'=1+1", '2/10 net 30')
    """
    return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
