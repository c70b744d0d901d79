"""The scenario section of the rail: what is not ours to decide, and how to change it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.context import horizon_hint, horizon_words
from simulator.app.kit.pieces import take_upload
from simulator.app.lab.dials import Dial, dial_of
from simulator.app.lab.shock_panel import Acts as ShockActs
from simulator.app.lab.shock_panel import ShockPanel
from simulator.app.lab.state import Lab
from simulator.app.limits import UPLOAD_LIMIT_MB
from simulator.app.setting import horizon_choices
from simulator.experiment.inputs import LEDGER_DECIDES
from simulator.plans import shipped_names
from simulator.results.words import money
from simulator.scenario import load_scenario

ASSUMPTIONS = (
    "portfolio.customers",
    "company.annual_credit_sales",
    "company.gross_margin_fraction",
    "company.overdraft_limit",
    "company.overdraft_rate_per_year",
    "company.collector_cost_per_year",
)
"""The assumptions that a person most often knows better."""
_MOST_CUSTOMERS = 2_000
_LEDGER, _OWN = "ledger", "own"


class Acts(ShockActs, Protocol):
    """What the panel asks the page to do."""

    def take_scenario(self, name: str) -> None:
        """Go to a scenario that ships."""

    def take_ledger(self, name: str, content: bytes) -> None:
        """Go to the customers of an uploaded ledger."""

    def assume(self, key: str, value: Any) -> None:
        """Change an assumption."""


class ScenarioPanel:
    """Scenario or ledger, horizon, and the assumptions that matter most."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._is_showing = False
        self.facts = widgets.HTML()
        names = [(load_scenario(name).name, name) for name in shipped_names("scenario")]
        self._names = names
        self.scenario = widgets.Dropdown(options=names)
        self.horizon = widgets.Dropdown()
        self.shocks = ShockPanel(acts)
        self.upload = widgets.FileUpload(
            accept=".csv,.xlsx,.gz,.txt,.tsv,.xlsm", description="Upload your ledger", icon=""
        )
        self.assumptions = {key: _Assumption(dial_of(key), self._on_assumption) for key in ASSUMPTIONS}
        self.scenario.observe(self._on_scenario, names="value")
        self.horizon.observe(
            lambda change: self._on_assumption("company.horizon_days", change["new"]), names="value"
        )
        take_upload(self.upload, acts.take_ledger)
        panel = widgets.VBox(
            [
                _labelled("Scenario", self.scenario),
                _labelled("Horizon", self.horizon),
                self.upload,
                widgets.HTML(
                    '<p class="hint">CSV, also gzipped: customer, invoice date, due date, amount, payment date. '
                    f"At most {UPLOAD_LIMIT_MB} MB. It stays in this session's memory and is not stored.</p>"
                ),
                *(one.box for one in self.assumptions.values()),
                self.shocks.box,
            ]
        )
        panel.add_class("scenario-panel")
        self.change = widgets.Accordion(children=[panel], selected_index=None)
        self.change.set_title(0, "Change scenario")
        self.change.add_class("change-scenario")
        self.box = widgets.VBox([self.facts, self.change])
        self.box.add_class("scenario")

    def show(self, lab: Lab) -> None:
        """Show the setting of a state."""
        company = lab.setting.scenario.company
        rows = (
            (
                "Customers",
                f"{'own ledger' if lab.setting.ledger else lab.setting.scenario.name.lower()}, {lab.setting.customers}",
            ),
            ("Sales on credit", f"{money(company.annual_credit_sales, company.currency)} a year"),
            ("Overdraft limit", money(company.overdraft_limit, company.currency)),
            ("Horizon", horizon_words(lab.setting)),
            ("Comes upon us", ", ".join(one.name for one in lab.setting.scenario.shocks) or "nothing"),
        )
        told = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows)
        self.facts.value = (
            '<h2 class="rail-head">Scenario</h2><p class="hint">Not ours to decide: the same for all strategies.</p>'
            f'<dl class="scenario-facts">{told}</dl>{horizon_hint(lab.setting)}'
        )
        self._is_showing = True
        try:
            self._show_scenario(lab)
            self.horizon.options = horizon_choices(company.horizon_days)
            self.horizon.value = company.horizon_days
            for one in self.assumptions.values():
                one.show(lab)
            self.shocks.show(lab.setting)
        finally:
            self._is_showing = False

    def _show_scenario(self, lab: Lab) -> None:
        """The scenario in force; a ledger stands among them, so that there is a way back."""
        own = [(f"Your ledger: {lab.setting.ledger}", _LEDGER)] if lab.setting.ledger else []
        options = [*own, *self._names]
        if list(self.scenario.options) != options and (own or lab.setting.scenario.name in dict(self._names)):
            self.scenario.options = options
        shipped = dict(self._names).get(lab.setting.scenario.name)
        if not own and shipped is None:
            self.scenario.options = [(lab.setting.scenario.name, _OWN), *self._names]
        self.scenario.value = _LEDGER if own else shipped or _OWN

    def _on_scenario(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"] not in (None, _LEDGER, _OWN):
            self._acts.take_scenario(str(change["new"]))

    def _on_assumption(self, key: str, value: Any) -> None:
        if not self._is_showing:
            self._acts.assume(key, value)


class _Assumption:
    """One assumption as a number that can be typed."""

    def __init__(self, dial: Dial, moved: Callable[[str, Any], None]) -> None:
        self.dial = dial
        self._moved = moved
        self._is_showing = False
        low, high = dial.low, dial.high
        if dial.key == "portfolio.customers":
            high = min(high, _MOST_CUSTOMERS)
        kind: Any = widgets.BoundedIntText if dial.kind == "whole" else widgets.BoundedFloatText
        number = int if dial.kind == "whole" else float
        self.input = kind(min=number(low), max=number(high), step=number(dial.step), continuous_update=False)
        self.input.observe(self._on_input, names="value")
        self.label = widgets.HTML()
        self.box = widgets.VBox([self.label, self.input])
        self.box.add_class("field")

    def show(self, lab: Lab) -> None:
        """Show the value in a state; what a ledger decides cannot be changed."""
        group, _, name = self.dial.key.partition(".")
        shown = self.dial.shown(getattr(getattr(lab.setting.scenario, group), name))
        unit = self.dial.unit.replace("currency", lab.setting.scenario.company.currency)
        self.label.value = _label(self.dial.title, unit, self.dial.parameter.meaning)
        self._is_showing = True
        try:
            self.input.max = max(self.input.max, shown)
            self.input.min = min(self.input.min, shown)
            self.input.value = shown
            self.input.disabled = bool(lab.setting.ledger) and self.dial.key in LEDGER_DECIDES
        finally:
            self._is_showing = False

    def _on_input(self, change: dict[str, Any]) -> None:
        if not self._is_showing:
            self._moved(self.dial.key, self.dial.meant(change["new"]))


def _label(title: str, unit: str = "", meaning: str = "") -> str:
    """The line above a field; a unit that only repeats the title is left out."""
    shown = f" <small>{escape(unit)}</small>" if unit and unit.lower() != title.lower() else ""
    tip = f' title="{escape(meaning)}"' if meaning else ""
    return f'<span class="field-label"{tip}>{escape(title)}{shown}</span>'


def _labelled(title: str, field: widgets.Widget) -> widgets.Widget:
    box = widgets.VBox([widgets.HTML(_label(title)), field])
    box.add_class("field")
    return box
