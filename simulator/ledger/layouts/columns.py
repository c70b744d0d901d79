"""Which columns a file has, and which of them is taken for what: for a person who corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import UserError
from simulator.ledger.layouts.catalogue import BY_NAMES, layout_named
from simulator.ledger.layouts.finding import find_header, widest_row
from simulator.ledger.layouts.mapping import ColumnMapping
from simulator.ledger.layouts.proposing import as_yaml


@dataclass(frozen=True)
class Columns:
    """The columns of a file.

    Attributes:
        cells: Their names, in the file's order.
        found: Our field to the column's name.
        layout: As what the file is read.
    """

    cells: tuple[str, ...]
    found: Mapping[str, str]
    layout: str = BY_NAMES

    def as_mapping_file(self, mapping: ColumnMapping) -> str:
        """What a person said about the columns, as a file for the command's --mapping (YAML)."""
        lines = as_yaml(mapping.layout, dict(mapping.columns), None, self.cells).splitlines()
        return "\n".join(_told(line, mapping) for line in lines) + "\n"


def columns_in(path: Path, mapping: ColumnMapping | None = None) -> Columns:
    """The columns of a file; where no layout fits, what their names say.

    Raises:
        UserError: it is no table.
    """
    from simulator.ledger.files.contents import read_content
    from simulator.ledger.reading import open_sheets

    content = read_content(path)
    sheets, _ = open_sheets(content)
    try:
        header = find_header(sheets, content.name, mapping)
    except UserError:
        cells = tuple(" ".join(cell.split()) for cell in widest_row(sheets) if cell.strip())
        layout = layout_named(BY_NAMES)
        return Columns(cells, {one: cells[place] for one, place in layout.located(cells).items()})
    cells = tuple(" ".join(cell.split()) for cell in header.cells if cell.strip())
    found = {one: " ".join(header.named(one).split()) for one in header.found}
    return Columns(cells, found, header.layout.name)


def _told(line: str, mapping: ColumnMapping) -> str:
    """A line of the file with what the person said where it differs from what is found out."""
    from simulator.ledger.layouts.mapping import DATE_ORDERS, DECIMAL_MARKS

    values = {
        "date_order": next((name for name, one in DATE_ORDERS.items() if one is mapping.order), ""),
        "decimal_mark": next((name for name, one in DECIMAL_MARKS.items() if one == mapping.mark), ""),
        "terms_days": "" if mapping.terms_days is None else str(mapping.terms_days),
        "currency": mapping.currency,
        "open_items": "true" if mapping.open_items else "",
    }
    key = line.partition(":")[0]
    if not values.get(key):
        return line
    remark = line.partition("#")[2]
    return f"{key}: {values[key]}".ljust(46) + (f" #{remark}" if remark else "")
