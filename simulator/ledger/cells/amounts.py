"""Amounts as accounting systems write them, as whole cents; the decimal mark is decided on the whole column.

Read: 1234.56, 1,234.56, 1.234,56, 1 234,56, 1'234.56, 12,34,567.89, (1,234.56), 1234.56-, -1234.56, $1,234.56,
AED 1,234.56 and 1,234.56 CR.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import UserError
from simulator.ledger.cells.showing import shown

MOST_UNREADABLE_FRACTION = 0.20
_ONE_SIDED_FRACTION = 0.95
_LARGEST_CENTS = 10**15
_EMPTY = frozenset({"", "-", "--", "nan", "none", "null", "n/a", "na", "#n/a"})
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'\u2019")
_SIGNS = "$€£¥₹₽₺₩R"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<front>[-+])?(?:[A-Za-z]{{2,3}}\.?|[A-Za-z]{{0,2}}[{_SIGNS}])?(?P<inner>[-+])?"
    rf"(?P<number>\d[\d.,]*|[.,]\d+)(?:[{_SIGNS}])?(?P<back>-)?(?P<side>[A-Za-z]{{2,3}})?(?P<close>\))?"
)
_PLAIN = re.compile(r"-?\d{1,12}\.\d\d")  # what most systems write, read the quick way


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts.

    Attributes:
        cents: whole cents, 0 where empty or unreadable.
        empty: texts with nothing in them.
        unreadable: texts that are no amount.
        rounded: texts with more than two decimals, rounded to cents (half to even).
    """

    cents: NDArray[np.int64]
    empty: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]
    rounded: NDArray[np.bool_]


def decimal_mark(texts: Sequence[str], where: str) -> str:
    """The decimal mark of a column: "." or ",".

    Args:
        texts: the whole column.
        where: file and column, for the message.

    Raises:
        UserError: both marks serve as decimal mark, or nothing tells which one does.

    >>> decimal_mark(["1.234", "12,50"], "ledger.csv, amount")
    ','
    """
    votes = {".": 0, ",": 0}
    unclear = ""
    for text in dict.fromkeys(texts):
        found = _AMOUNT.fullmatch(text.translate(_SPACES).replace("\u2212", "-"))
        vote = _vote(found["number"]) if found else ""
        if vote in votes:
            votes[vote] += 1
        elif vote == "?" and not unclear:
            unclear = text
    if sum(votes.values()) == 0:
        if unclear:
            raise UserError(
                f"{where} has amounts like {shown(unclear)}, which may mean thousands or decimals. Export the amounts "
                "with two decimals, or say decimal_mark in a mapping (creditlab ledger mapping)."
            )
        return "."
    if max(votes.values()) < _ONE_SIDED_FRACTION * sum(votes.values()):
        raise UserError(
            f"{where} writes decimals with a point in some rows and with a comma in others. "
            "Export the amounts in one format."
        )
    return max(votes, key=lambda mark: votes[mark])


def _vote(number: str) -> str:
    """The decimal mark that a number proves, "?" if it may be either, "" if it has no mark."""
    marks = [letter for letter in number if letter in ".,"]
    if not marks:
        return ""
    last = marks[-1]
    other = "," if last == "." else "."
    if len(set(marks)) == 2:
        return last if marks.count(last) == 1 else other
    if len(marks) > 1:
        return other  # 1.234.567: the mark parts thousands
    before, after = number.split(last)
    if len(after) != 3 or len(before) > 3 or before in ("", "0"):
        return last
    return "?"


def parse_amounts(texts: Sequence[str], mark: str) -> AmountColumn:
    """A column of texts as whole cents.

    >>> parse_amounts(["4321.09", "(1,234.5)", "7.00-"], ".").cents.tolist()
    [432109, -123450, -700]
    """
    codes, unique = pd.factorize(np.asarray(texts, dtype=object))
    cents = np.zeros(len(unique), dtype=np.int64)
    empty, unreadable, rounded = (np.zeros(len(unique), dtype=np.bool_) for _ in range(3))
    for number, text in enumerate(unique):
        if mark == "." and _PLAIN.fullmatch(text):
            cents[number] = int(text.replace(".", ""))
            continue
        if text.casefold() in _EMPTY:
            empty[number] = True
            continue
        amount = parse_amount(text, mark)
        if amount is not None and abs(amount) * 100 > _LARGEST_CENTS:
            amount = None
        exact = None if amount is None else (amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        if amount is None or exact is None:
            unreadable[number] = True
        else:
            cents[number] = int(exact)
            rounded[number] = exact != amount * 100
    return AmountColumn(
        cents=cents[codes], empty=empty[codes], unreadable=unreadable[codes], rounded=rounded[codes]
    )


def parse_amount(text: str, mark: str) -> Decimal | None:
    """One amount in currency units, or None if the text is none.

    >>> parse_amount("AED 1.234,56-", ",")
    Decimal('-1234.56')
    """
    found = _AMOUNT.fullmatch(text.translate(_SPACES).replace("\u2212", "-"))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    whole, dot, decimals = found["number"].partition(mark)
    thousands = "," if mark == "." else "."
    if dot and not re.fullmatch(r"\d*", decimals):
        return None
    if thousands in whole and not re.fullmatch(
        rf"\d{{1,3}}(?:\{thousands}\d{{2,3}})*\{thousands}\d{{3}}", whole
    ):
        return None
    digits = whole.replace(thousands, "") or "0"
    minus = bool(found["open"]) + (found["front"] == "-") + (found["inner"] == "-") + bool(found["back"])
    minus += (found["side"] or "").upper() == "CR"
    value = Decimal(f"{digits}.{decimals or '0'}")
    return -value if minus % 2 else value
