"""A mapping to correct: what was detected in a file, written so that a person can change it."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.errors import UserError
from simulator.ledger.files.sheets import Sheet
from simulator.ledger.layouts.catalogue import BY_NAMES, layout_named, layouts
from simulator.ledger.layouts.finding import Header, candidate, find_header, widest_row
from simulator.ledger.layouts.layout import FIELD_WORDS
from simulator.ledger.layouts.mapping import DATE_ORDERS, DECIMAL_MARKS, ColumnMapping

_ALWAYS_SHOWN = (
    "customer",
    "invoice",
    "issued",
    "due",
    "paid",
    "amount",
    "open_amount",
    "currency",
    "kind",
    "terms",
)


def propose(sheets: Sequence[Sheet], file: str) -> str:
    """The mapping that fits a file best, as YAML with remarks; what was not found is left empty."""
    try:
        header = find_header(sheets, file, None)
    except UserError:
        return _for_unknown(sheets, file)
    return as_yaml(header.layout.name, {one: header.named(one).strip() for one in header.found}, header)


def _for_unknown(sheets: Sequence[Sheet], file: str) -> str:
    """The best guess at the columns of a file that is in no known layout."""
    found = candidate(sheets)
    cells = found.row[1] if found is not None else widest_row(sheets)
    if not any(cell.strip() for cell in cells):
        raise UserError(f"{file} has no header row. Give a file with the names of its columns in one row.")
    layout = layout_named(BY_NAMES)
    if found is not None:
        layout = layouts()[max(range(len(layouts())), key=lambda number: (found.scores[number], -number))]
    columns = {one: cells[place].strip() for one, place in layout.located(cells).items()}
    return as_yaml(layout.name, columns, None, cells)


def as_yaml(
    layout: str, columns: dict[str, str], header: Header | None = None, cells: Sequence[str] = ()
) -> str:
    """A mapping as a file with remarks."""
    mapping = header.mapping if header is not None else ColumnMapping()
    names = [
        " ".join(cell.split()) for cell in (header.cells if header is not None else cells) if cell.strip()
    ]
    shown = [*_ALWAYS_SHOWN, *(one for one in columns if one not in _ALWAYS_SHOWN)]
    lines = [
        "# How a ledger is read. Correct what is wrong; a field without a column is left empty.",
        "# The file's columns: " + ", ".join(names),
        f"layout: {_quoted(layout)}",
        "columns:",
    ]
    for one in shown:
        value = _quoted(columns[one]) if one in columns else ""
        lines.append(f"  {one}: {value}".ljust(44) + f" # {FIELD_WORDS[one]}")
    order = next((name for name, one in DATE_ORDERS.items() if one is mapping.order), "")
    mark = next((name for name, one in DECIMAL_MARKS.items() if one == mapping.mark), "")
    terms = "" if mapping.terms_days is None else str(mapping.terms_days)
    lines += [
        f"date_order: {order}".ljust(46) + " # day first or month first; empty: found out from the dates",
        f"decimal_mark: {mark}".ljust(46) + " # point or comma; empty: found out from the amounts",
        f"terms_days: {terms}".ljust(46) + " # days from invoice to due date where the file does not tell",
        f"currency: {mapping.currency}".ljust(46) + " # to read only the rows in one currency",
        f"open_items: {'true' if mapping.open_items else 'false'}".ljust(46)
        + " # true: everything in the file is open",
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML has it, in quotes where it would be read as something else."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
