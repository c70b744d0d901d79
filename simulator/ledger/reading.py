"""Reading a ledger: from a file to a ``Ledger``, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

from simulator.ledger.cleaning import clean
from simulator.ledger.files import read_text
from simulator.ledger.ledger import Ledger
from simulator.ledger.tables import read_table

_ENDINGS = (".gz", ".csv", ".txt", ".tsv")


def read_ledger(path: str | Path, currency: str | None = None) -> Ledger:
    """Read a ledger file: CSV text, plain or packed with gzip, in one of the known layouts.

    Args:
        path: the file.
        currency: read only the rows in this currency; needed only where a file mixes several.

    Raises:
        UserError: the file is not understood; the message says what is wrong, where, and what to do.
    """
    place = Path(path)
    table = read_table(read_text(place), place.name)
    return clean(table, _name(place), currency)


def _name(place: Path) -> str:
    """The file's name without its endings."""
    name = place.name
    while name.lower().endswith(_ENDINGS):
        name = name.rpartition(".")[0]
    return name or place.name
