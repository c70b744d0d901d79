"""Files with a row for each line of an invoice: one row is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import compress

import numpy as np
import pandas as pd

from simulator.ledger.rows.sorting import RowKind
from simulator.ledger.rows.tables import Table

_SAME = ("customer", "invoice", "kind", "amount", "open_amount", "due")


def one_row_an_invoice(table: Table) -> Table:
    """The table with the first row of each invoice, where the layout repeats an invoice's totals on every line."""
    if "line_items" not in table.layout.steps:
        return table
    texts = pd.DataFrame({one: table.columns[one] for one in _SAME if one in table.columns})
    again = texts.duplicated().to_numpy() & np.asarray(
        [bool(text) for text in table.texts("invoice")], dtype=np.bool_
    )
    if not again.any():
        return table
    first = (~again).tolist()
    skipped = Counter(table.skipped)
    skipped[RowKind.LINE.value] += int(again.sum())
    return replace(
        table,
        columns={one: list(compress(texts, first)) for one, texts in table.columns.items()},
        lines=list(compress(table.lines, first)),
        totals=(),
        skipped=dict(skipped),
    )
