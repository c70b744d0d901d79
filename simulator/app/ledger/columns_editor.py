"""Which column is which: a list for each field of ours, to be corrected and read again."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.files import link
from simulator.ledger.cells.dates import Order
from simulator.ledger.layouts.layout import FIELD_WORDS
from simulator.ledger.layouts.mapping import ColumnMapping

if TYPE_CHECKING:
    from simulator.ledger.layouts.columns import Columns

FIELDS = ("customer", "invoice", "issued", "due", "paid", "amount", "currency")
"""The fields that a person is asked about; others stay as they were found."""

_NONE = "(none)"
_ORDERS: dict[str, Order | None] = {
    "found out from the dates": None,
    "day first, 31/01/2026": Order.DAY_FIRST,
    "month first, 01/31/2026": Order.MONTH_FIRST,
}
_MARKS = {"found out from the amounts": "", "point, 1,234.56": ".", "comma, 1.234,56": ","}
_ORIGIN = "What you chose"


class ColumnsEditor:
    """The lists, a button that reads again, and the choice as a file."""

    def __init__(self, read_again: Callable[[ColumnMapping], None]) -> None:
        self._read_again = read_again
        self._columns: Columns | None = None
        self.fields = {one: widgets.Dropdown(options=[_NONE]) for one in FIELDS}
        self.order = widgets.Dropdown(options=list(_ORDERS.items()))
        self.mark = widgets.Dropdown(options=list(_MARKS.items()))
        self.terms = widgets.BoundedIntText(min=0, max=365, value=0)
        self.again = widgets.Button(description="Read again")
        self.again.on_click(lambda _: self._on_again())
        self.save = widgets.HTML()
        self.save.add_class("save-link")
        rows = [_row(FIELD_WORDS[one], field) for one, field in self.fields.items()]
        rows += [
            _row("dates are written", self.order),
            _row("decimals are written", self.mark),
            _row("terms in days (0: as the file says)", self.terms),
        ]
        grid = widgets.Box(rows)
        grid.add_class("mapping-grid")
        acts = widgets.Box([self.again, self.save])
        acts.add_class("step-acts")
        panel = widgets.VBox([grid, acts])
        panel.add_class("mapping-panel")
        self.box = widgets.Accordion(children=[panel], selected_index=None)
        self.box.set_title(0, "Correct the columns")
        self.box.add_class("mapping")
        self.hide()

    def show(self, columns: Columns, *, is_open: bool) -> None:
        """Show which columns were found for what."""
        self._columns = columns
        choices = [_NONE, *dict.fromkeys(columns.cells)]
        for one, field in self.fields.items():
            field.options = choices
            name = columns.found.get(one, _NONE)
            field.value = name if name in choices else _NONE
        self._show_file()
        self.box.selected_index = 0 if is_open else None
        self.box.layout.display = None

    def hide(self) -> None:
        """Show nothing."""
        self.box.layout.display = "none"

    @property
    def mapping(self) -> ColumnMapping:
        """What is chosen."""
        assert self._columns is not None
        others = {one: name for one, name in self._columns.found.items() if one not in FIELDS}
        chosen = {one: str(field.value) for one, field in self.fields.items() if field.value != _NONE}
        return ColumnMapping(
            origin=_ORIGIN,
            layout=self._columns.layout,
            columns={**chosen, **others},
            order=self.order.value,
            mark=str(self.mark.value),
            terms_days=int(self.terms.value) or None,
        )

    def _on_again(self) -> None:
        self._show_file()
        self._read_again(self.mapping)

    def _show_file(self) -> None:
        assert self._columns is not None
        text = self._columns.as_mapping_file(self.mapping)
        self.save.value = link("Save as a mapping", "mapping.yaml", "application/yaml", text.encode())


def _row(title: str, field: Any) -> widgets.Widget:
    label = widgets.HTML(f'<span class="field-label">{escape(title[:1].upper() + title[1:])}</span>')
    box = widgets.VBox([label, field])
    box.add_class("field")
    return box
