"""What a page is about: scenario or ledger, how large, how long; and another scenario that ships."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.context import context_line, horizon_hint
from simulator.app.kit.pieces import box, see
from simulator.app.lights import light_line, red_warning
from simulator.app.setting import Setting, scenario_setting
from simulator.plans import shipped_names
from simulator.scenario import load_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN = "own"


class About:
    """A line of facts, a choice of scenarios, and the warning of a ledger that is foretold badly."""

    def __init__(self, setting: Setting, taken: Callable[[Setting], Any]) -> None:
        """What a page opens with.

        Args:
            setting: The scenario, or the fitted customers of a ledger.
            taken: Handed another setting when somebody chose one.
        """
        self.setting, self._own, self._taken = setting, setting, taken
        self.facts, self.warning = widgets.HTML(), widgets.HTML()
        self.warning.add_class("ledger-warning")
        self._titles = {load_scenario(name).name: name for name in shipped_names("scenario")}
        name = f"Your ledger: {setting.ledger}" if setting.ledger else setting.scenario.name
        others = [(title, one) for title, one in self._titles.items() if title != name]
        self.choice = widgets.Dropdown(options=[(name, _OWN), *others], description="Scenario")
        self.choice.observe(self._on_choice, names="value")
        self.box = box("about", self.facts, self.choice)
        self._show()

    def _on_choice(self, change: dict[str, Any]) -> None:
        horizon = self._own.scenario.company.horizon_days
        own = change["new"] == _OWN
        self.setting = self._own if own else scenario_setting(str(change["new"]), horizon)
        self._show()
        self._taken(self.setting)

    def _show(self) -> None:
        self.facts.value = (
            f'<span class="context">{context_line(self.setting)}</span>{horizon_hint(self.setting)}'
        )
        warning = red_warning(self.setting.light) if self.setting.ledger else ""
        self.warning.value = warning
        see(self.warning, bool(warning))


def foot_html(setting: Setting, identity: Mapping[str, Any], replications: int) -> str:
    """The last lines of a page: whether these customers were tested, and what the numbers can be found again by."""
    tested = (
        light_line(setting.light)
        if setting.ledger
        else '<i class="dot is-stopped"></i> <b>Invented customers.</b> They behave as published figures say, not as '
        "yours do. Differences hold better than levels."
    )
    short = str(identity["inputs_hash"])[:8]
    facts = {
        "seed": identity["seed"],
        "replications": replications,
        "inputs hash": f"{short[:4]} {short[4:]}",
        "version": f"creditlab {identity['version']}",
    }
    told = "".join(f"<span>{name} <b>{escape(str(value))}</b></span>" for name, value in facts.items())
    return f'<p class="light">{tested}</p><p class="facts">{told}</p>'
