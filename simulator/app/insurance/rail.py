"""The contract editor: ready contracts, the levers of insurance and financing, and the scenario."""

from __future__ import annotations

from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.insurance.contract import FINANCING, INSURANCE, READY
from simulator.app.kit.context import horizon_hint, horizon_words
from simulator.app.kit.pieces import box, button, take_upload
from simulator.app.lab.dials import dial_of
from simulator.app.lab.lever import LeverControl
from simulator.app.lab.rail import idle_because
from simulator.app.lab.state import Lab
from simulator.app.setting import Setting, horizon_choices
from simulator.parameters import dictionary
from simulator.plans import shipped_names
from simulator.results.words import money
from simulator.scenario import load_scenario

MAIN = {
    INSURANCE: (
        "insured_fraction",
        "premium_rate_fraction",
        "cover",
        "each_claim_excess",
        "aggregate_first_loss",
        "maximum_liability_multiple",
        "discretionary_limit",
        "notified_fraction",
    ),
    FINANCING: ("facility", "advance_fraction", "protected_fraction"),
}
"""The levers that are always seen; all others of the group lie in a closed list below."""

_TITLES = {INSURANCE: "Insurance", FINANCING: "Factoring and discounting"}
_MORE = {INSURANCE: "More of the insurance", FINANCING: "More of the facility"}
_OWN = "own"


class Acts(Protocol):
    """What the editor asks the page to do."""

    def move(self, key: str, value: Any) -> None:
        """Move a lever."""

    def reset(self, key: str | None) -> None:
        """Put a lever back to today, or all of them."""

    def take_ready(self, name: str) -> None:
        """Take a ready contract."""

    def load(self, name: str, content: bytes) -> None:
        """Take the contract of a strategy from a file."""

    def take_scenario(self, name: str) -> None:
        """Go to another scenario that ships."""

    def take_own(self) -> None:
        """Back to what the page opened with."""

    def take_horizon(self, days: int) -> None:
        """Look further ahead, or less far."""


class Rail:
    """The left side of the page."""

    def __init__(self, acts: Acts, first: Setting) -> None:
        """The editor.

        Args:
            acts: What the page does.
            first: What the page opened with: a ledger, or a scenario of one's own, stands among those that ship.
        """
        self._acts = acts
        self._is_showing = False
        self.levers: dict[str, LeverControl] = {}
        self.title = widgets.HTML()
        self.reset = button("Reset", lambda: acts.reset(None), "quiet", tooltip="Every lever back to today")
        choices = [("Take a ready contract …", ""), *((one.title, name) for name, one in READY.items())]
        self.ready = widgets.Dropdown(options=choices, value="")
        self.ready.observe(self._on_ready, names="value")
        self.upload = widgets.FileUpload(accept=".yaml,.yml", description="Load", icon="")
        take_upload(self.upload, acts.load)
        names = [(load_scenario(name).name, name) for name in shipped_names("scenario")]
        self._names = dict(names)
        title = f"Your ledger: {first.ledger}" if first.ledger else first.title
        own = [(title, _OWN)] if self._shipped(first) is None else []
        self.scenario = widgets.Dropdown(options=[*own, *names])
        self.scenario.observe(self._on_scenario, names="value")
        self.horizon = widgets.Dropdown()
        self.horizon.observe(self._on_horizon, names="value")
        self.facts = widgets.HTML()
        parts = [part for group in (INSURANCE, FINANCING) for part in self._group(group)]
        self.box = box(
            "lab-rail selected-a", *self._head(), *parts,
            box("scenario", self.facts, _labelled("Scenario", self.scenario), _labelled("Horizon", self.horizon)),
        )  # fmt: skip
        self.toggle = widgets.Button(description="The contract and its levers")
        self.toggle.add_class("rail-toggle")
        self.toggle.on_click(lambda _: self._open_or_close())

    def show(self, lab: Lab) -> None:
        """Show a state."""
        changed = len(lab.changed_keys())
        count = f'<small class="changed">{changed} changed</small>' if changed else "<small>as today</small>"
        self.title.value = f'<h2 class="rail-head" id="levers">Your contract {count}</h2>'
        self.reset.layout.visibility = "visible" if changed else "hidden"
        for control in self.levers.values():
            control.show(lab, idle_because(lab, control.dial))
        self._is_showing = True
        try:
            self.ready.value = ""
            self.scenario.value = self._shipped(lab.setting) or _OWN
            days = lab.setting.scenario.company.horizon_days
            self.horizon.options = horizon_choices(days)
            self.horizon.value = days
        finally:
            self._is_showing = False
        self.facts.value = _facts(lab)

    def _head(self) -> list[widgets.Widget]:
        hint = widgets.HTML(
            '<p class="hint">Only insurance and financing differ from today; everything else stays as it is.</p>'
        )
        return [
            box("rail-line levers-head", self.title, self.reset),
            box("rail-line", hint),
            box("rail-line contract-acts", _named(self.ready, "Ready contract"), self.upload),
        ]

    def _group(self, group: str) -> list[widgets.Widget]:
        """The main levers of a group, and all others in a list that is built when it is opened."""
        others = [
            parameter.name
            for parameter in dictionary().values()
            if parameter.kind == "lever" and parameter.group == group and parameter.name not in MAIN[group]
        ]
        panel = widgets.VBox([self._control(f"{group}.{name}") for name in others])
        more = widgets.Accordion(children=[panel], selected_index=None)
        more.set_title(0, f"{_MORE[group]} · {len(others)}")
        more.add_class("all-levers")
        main = [self._control(f"{group}.{name}") for name in MAIN[group]]
        return [widgets.HTML(f'<h3 class="lever-group">{_TITLES[group]}</h3>'), *main, more]

    def _control(self, key: str) -> widgets.Widget:
        control = LeverControl(dial_of(key), self._acts.move, self._acts.reset)
        self.levers[key] = control
        return control.box

    def _open_or_close(self) -> None:
        is_open = "is-open" in self.box._dom_classes
        (self.box.remove_class if is_open else self.box.add_class)("is-open")

    def _on_ready(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"]:
            self._acts.take_ready(str(change["new"]))

    def _shipped(self, setting: Setting) -> str | None:
        """The name of the scenario that ships; None for a ledger or a scenario of one's own."""
        return None if setting.ledger else self._names.get(setting.scenario.name)

    def _on_scenario(self, change: dict[str, Any]) -> None:
        if self._is_showing or change["new"] is None:
            return
        if change["new"] == _OWN:
            self._acts.take_own()
        else:
            self._acts.take_scenario(str(change["new"]))

    def _on_horizon(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"]:
            self._acts.take_horizon(int(change["new"]))


def _facts(lab: Lab) -> str:
    company = lab.setting.scenario.company
    rows = (
        ("Customers", f"{lab.setting.customers}"),
        ("Sales on credit", f"{money(company.annual_credit_sales, company.currency)} a year"),
        ("Overdraft limit", money(company.overdraft_limit, company.currency)),
        ("Overdraft rate", f"{100 * company.overdraft_rate_per_year:g} % a year"),
        ("Horizon", horizon_words(lab.setting)),
    )
    told = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f'<h2 class="rail-head">Scenario</h2><dl class="scenario-facts">{told}</dl>{horizon_hint(lab.setting)}'


def _labelled(label: str, field: widgets.Widget) -> widgets.Widget:
    field.description = ""
    return box("field", widgets.HTML(f'<span class="field-label">{label}</span>'), _named(field, label))


def _named(field: widgets.Widget, label: str) -> widgets.Widget:
    """A field that a screen reader can name."""
    field.tooltip = label
    return field
