"""The letter of a strategy, which stands wherever its colour stands."""

from __future__ import annotations

LETTERS = ("T", "A", "B", "C")
STYLE_OF = ("s-t", "s-a", "s-b", "s-c")


def badge(position: int) -> str:
    """The letter in its square (HTML); 0 is today.

    >>> badge(1)
    '<span class="badge s-a" aria-hidden="true">A</span>'
    """
    return f'<span class="badge {STYLE_OF[position]}" aria-hidden="true">{LETTERS[position]}</span>'
