"""Numbers of customers and invoices, yes and no, terms in days: the cells that are neither dates nor amounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import UserError

Mask = NDArray[np.bool_]

_NO_ID = frozenset({"", "nan", "none", "null", "-"})
_FLOAT_ID = re.compile(r"\d+\.0")
_SHORTENED_ID = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_YES = frozenset(
    {
        "1",
        "1.0",
        "yes",
        "y",
        "true",
        "x",
        "open",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "d",
        "disputed",
        "offen",
        "t",
    }
)
_NO = frozenset(
    {
        "0",
        "0.0",
        "no",
        "n",
        "false",
        "",
        "closed",
        "cleared",
        "nein",
        "nee",
        "non",
        "não",
        "nao",
        "nan",
        "none",
        "f",
    }
)
_TERMS = re.compile(
    r"(?:net|netto|nett|n)?\s*/?\s*(\d{1,3})(?:\.0)?\s*(?:days?|d|tage?|jours?|dagen|dias|días|giorni)?(?:\s*net(?:to)?)?",
    re.IGNORECASE,
)


def parse_ids(texts: Sequence[str], lines: Sequence[int], where: str) -> NDArray[Any]:
    """Ids as text, "" where there is none; a column of whole floats loses its ".0", leading zeros stay.

    Args:
        texts: the whole column.
        lines: the line of each.
        where: file and column, for the message.

    Raises:
        UserError: a spreadsheet has shortened them to powers of ten.
    """
    codes, unique = pd.factorize(np.asarray(texts, dtype=object))
    known = np.asarray(["" if text.casefold() in _NO_ID else text for text in unique], dtype=object)
    filled = [text for text in known if text]
    if filled and all(map(_FLOAT_ID.fullmatch, filled)):
        known = np.asarray([text.removesuffix(".0") for text in known], dtype=object)
    for number, text in enumerate(known):
        if "+" in text and _SHORTENED_ID.fullmatch(text):
            line = lines[int(np.argmax(codes == number))]
            raise UserError(
                f"{where} has ids shortened by a spreadsheet (line {line}: {text!r}), so that different ones look the "
                "same. Export it again and do not save it from there."
            )
    return np.asarray(known[codes], dtype=object)


def parse_flags(texts: Sequence[str], yes_words: Collection[str] = ()) -> tuple[Mask, Mask]:
    """Which texts say yes, and which say neither yes nor no.

    Args:
        texts: the whole column.
        yes_words: what says yes; all else that is filled then says no.
    """
    lower = np.asarray([text.casefold() for text in texts], dtype=object)
    if yes_words:
        yes = np.isin(lower, [word.casefold() for word in yes_words])
        return yes, np.zeros(len(yes), dtype=np.bool_)
    yes = np.isin(lower, list(_YES))
    return yes, ~yes & ~np.isin(lower, list(_NO))


def is_filled(texts: Sequence[str]) -> Mask:
    """Which texts say anything but no; a number of zeros alone says no.

    >>> is_filled(["A", "", "no", "000", "SUP-1"]).tolist()
    [True, False, False, False, True]
    """
    return np.asarray(
        [bool(text.strip("0 -")) and text.casefold() not in _NO for text in texts], dtype=np.bool_
    )


def terms_in_days(text: str) -> int | None:
    """Terms as days after the invoice date, or None where the text is a code.

    >>> terms_in_days("Net 30"), terms_in_days("14 days"), terms_in_days("NAA8"), terms_in_days("60")
    (30, 14, None, 60)
    """
    found = _TERMS.fullmatch(text.strip())
    return int(found[1]) if found else None
