"""Pseudonyms: the same key and the same name give the same pseudonym, and without the key nobody finds the way back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.ledger.cells.ids import terms_in_days
from simulator.ledger.ledger import Ledger

LARGEST_SCALE = 2.0
"""Amounts are multiplied by a factor between one over this and this."""

_LETTERS = 12
_WORD = 2**64


def anonymised(ledger: Ledger, key: bytes, *, scale_amounts: bool = False) -> Ledger:
    """The ledger without names: customers, invoices and codes of terms as pseudonyms, nothing else that was text.

    Dates stay as they are, and so do amounts, unless they are scaled by a factor that is the key's own.
    """
    factor = scale_of(key) if scale_amounts else 1.0
    cents = ledger.amount_cents
    if scale_amounts:
        scaled = np.rint(cents * factor).astype(np.int64)
        cents = np.where(scaled == 0, np.sign(cents), scaled)
    terms = None if ledger.terms is None else _each(ledger.terms, key, "T", keep_days=True)
    return replace(
        ledger,
        name="anonymised",
        customer=_each(ledger.customer, key, "C"),
        invoice=_each(ledger.invoice, key, "I"),
        amount_cents=cents,
        terms=terms,
        report=None,
        notes=(),
    )


def pseudonym(text: str, key: bytes, kind: str) -> str:
    """A pseudonym of twelve letters and digits after the sign of its kind.

    >>> pseudonym("Ridge Ltd", b"key", "C") == pseudonym("Ridge Ltd", b"key", "C")
    True
    >>> pseudonym("Ridge Ltd", b"key", "C") == pseudonym("Ridge Ltd", b"other", "C")
    False
    """
    digest = hmac.new(key, f"{kind}\0{text}".encode(), hashlib.sha256).digest()
    return f"{kind}-{base64.b32encode(digest).decode()[:_LETTERS]}"


def scale_of(key: bytes) -> float:
    """The factor for amounts that belongs to a key, between a half and two.

    >>> 0.5 <= scale_of(b"key") <= 2.0
    True
    """
    digest = hmac.new(key, b"scale of amounts", hashlib.sha256).digest()
    share = int.from_bytes(digest[:8], "big") / _WORD
    return math.exp((2.0 * share - 1.0) * math.log(LARGEST_SCALE))


def _each(texts: NDArray[Any], key: bytes, kind: str, *, keep_days: bool = False) -> NDArray[Any]:
    """A pseudonym for each text; none for nothing, and terms that are plain days stay."""
    known = {"": ""}
    for text in dict.fromkeys(texts.tolist()):
        is_days = keep_days and terms_in_days(text) is not None
        if text:
            known[text] = str(terms_in_days(text)) if is_days else pseudonym(text, key, kind)
    return np.asarray([known[text] for text in texts.tolist()], dtype=object)
