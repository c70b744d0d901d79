"""Which shocks come, on which day, and how severe: a row for each; and one's own from a file."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.pieces import box, see, take_upload
from simulator.app.uploads import as_file, check_upload, plain_name
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.severity import in_words, scaled
from simulator.shocks import Shock, load_shock

if TYPE_CHECKING:
    from simulator.scenario import Scenario

FIRST_SHOCKS = (
    "recession",
    "largest_customer_fails",
    "supplier_squeeze",
    "sales_drop",
    "late_payers_pay_later",
    "insurer_cuts_cover",
)
MOST_TIMES = 5.0


def uploaded_shock(name: str, content: bytes) -> Shock:
    """A shock from an uploaded file.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    check_upload(shown, content, (".yaml", ".yml"), "a shock as YAML")
    with as_file(shown, content) as path:
        return load_shock(path)


class ShockRow:
    """One shock: whether it comes, from which day on, how many times as severe as its file says."""

    def __init__(self, shock: Shock, scenario: Scenario, changed: Callable[[], Any], is_chosen: bool) -> None:
        self._shock, self._scenario, self._changed = shock, scenario, changed
        first, _ = shock.window(scenario.company.start_date)
        last = scenario.company.horizon_days - 1
        self.tick = widgets.Checkbox(value=is_chosen, description=shock.name, indent=False, tooltip=shock.why)
        self.day = widgets.BoundedIntText(value=min(max(first, 0), last), min=0, max=last)
        self.day.tooltip = f"{shock.name}: day on which it begins"
        self.times = widgets.BoundedFloatText(value=1.0, min=0.1, max=MOST_TIMES, step=0.25)
        self.times.tooltip = f"{shock.name}: times as severe as written"
        self.words, title = widgets.HTML(), widgets.HTML(f"<span>{escape(shock.name)}</span>")
        for one in (self.tick, self.day, self.times):
            one.observe(self._on_change, names="value")
        self.box = box("shock-row", title, self.day, self.times, self.words)
        self._show()

    @property
    def name(self) -> str:
        """The shock's name."""
        return self._shock.name

    @property
    def shock(self) -> Shock:
        """The shock on its day, as severe as asked.

        Raises:
            UserError: nothing is left of it, or it would go beyond what is allowed.
        """
        moved = Shock(**{**self._shock.model_dump(), "start_day": self.day.value, "start_date": None})
        found = scaled(moved, self.times.value, self._scenario) if self.times.value != 1.0 else moved
        if found is None:
            raise UserError(
                f"Of '{self.name}' nothing is left at {self.times.value:g} times. Make it more severe."
            )
        self._scenario.with_shocks([found])
        return found

    def _on_change(self, _: Any) -> None:
        self._show()
        self._changed()

    def _show(self) -> None:
        see(self.box, bool(self.tick.value))
        try:
            self.words.value = f'<span class="hint">{escape(in_words(self.shock, self._scenario))}</span>'
        except UserError as error:
            self.words.value = f'<span class="hint is-wrong">{escape(error.message)}</span>'


class ShockList:
    """All that ship, in their order, then one's own."""

    def __init__(self, scenario: Scenario, changed: Callable[[], Any], refuse: Callable[[str], Any]) -> None:
        self._changed, self._refuse = changed, refuse
        self._scenario = scenario
        self.rows = [
            ShockRow(load_shock(name), scenario, self._tell, name in FIRST_SHOCKS)
            for name in sorted(shipped_names("shock"), key=lambda name: (name not in FIRST_SHOCKS, name))
        ]
        self.together = widgets.Checkbox(
            value=False, description="Also all of them at once", indent=False,
            tooltip="One more row: all chosen shocks come in the same year",
        )  # fmt: skip
        self.together.observe(lambda _: self._tell(), names="value")
        self._upload = widgets.FileUpload(
            accept=".yaml,.yml", description="Load your own shock (YAML)", icon=""
        )
        take_upload(self._upload, self.take)
        self._ticks, self._grid = box("cast-grid"), box("shock-grid")
        details = widgets.Accordion(children=[self._grid], selected_index=None)
        details.set_title(0, "Day and severity of each")
        details.add_class("shock-details")
        self.box = box("shocks", self._ticks, box("step-acts", self.together, self._upload), details)
        self._show()

    @property
    def shocks(self) -> tuple[Shock, ...]:
        """Those that come.

        Raises:
            UserError: none comes, or one of them cannot.
        """
        found = tuple(row.shock for row in self.rows if row.tick.value)
        if not found:
            raise UserError("No shock is chosen. Tick at least one.")
        return found

    def go_to(self, scenario: Scenario) -> None:
        """The same shocks upon another scenario."""
        self._scenario = scenario
        before = self.rows
        self.rows = [ShockRow(row._shock, scenario, self._tell, row.tick.value) for row in before]
        self._show()

    def take(self, name: str, content: bytes) -> None:
        """Take a shock from a file."""
        try:
            found = uploaded_shock(name, content)
            if found.name in [row.name for row in self.rows]:
                raise UserError(
                    f"A shock called '{found.name}' is there already. Give yours another name in its file."
                )
            row = ShockRow(found, self._scenario, self._tell, True)
            row.shock  # noqa: B018  (refuses one that cannot come)
        except UserError as error:
            self._refuse(error.message)
            return
        self.rows = [row, *self.rows]
        self._show()
        self._tell()

    def _tell(self) -> None:
        self._changed()

    def _show(self) -> None:
        head = widgets.HTML(
            '<span class="hint">Shock</span><span class="hint">From day</span>'
            '<span class="hint">Times as severe</span><span class="hint">What it is</span>'
        )
        head.add_class("shock-head")
        self._ticks.children = tuple(row.tick for row in self.rows)
        self._grid.children = (head, *(row.box for row in self.rows))
