"""Texts as HTML in which no amount is torn apart at the end of a line."""

from __future__ import annotations

import re
from html import escape

_AMOUNT = re.compile(r"[+\N{MINUS SIGN}]?[€£$]?[0-9][0-9.,]*[km]?\+?")


def unbroken(text: str) -> str:
    """Escaped, and every amount kept on one line: a browser may break after a sign.

    >>> unbroken("costs −€71k")
    'costs <span class="num">−€71k</span>'
    """
    return _AMOUNT.sub(lambda found: f'<span class="num">{found[0]}</span>', escape(text, quote=False))


def few(sentences: str, most: int = 3) -> str:
    r"""The first of many mistakes, one a line, and how many more there are: a page shows no wall of text.

    >>> few("No name.\nNo why."), few("A.\nB.\nC.\nD.\nE.")
    ('No name. No why.', 'A. B. C. And 2 more.')
    """
    lines = sentences.splitlines()
    more = f" And {len(lines) - most} more." if len(lines) > most else ""
    return " ".join(lines[:most]) + more
