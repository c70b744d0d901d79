"""What comes upon us: shocks to tick, each with the day and the severity that somebody chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.pieces import box, classed, see, take_upload
from simulator.coming import Coming, shipped_shocks
from simulator.severity import largest_factor
from simulator.units import NEVER

if TYPE_CHECKING:
    from simulator.app.setting import Setting
    from simulator.scenario import Scenario
    from simulator.shocks import Shock

_UNITS = {"strength": "times as strong", "days": "times as long", "customers": "times as many customers"}
_LAST_DAY = 1_095


class Acts(Protocol):
    """What the panel asks the page to do."""

    def strike(self, coming: Sequence[Coming]) -> None:
        """Let these shocks, and no others, come upon us."""

    def load_shock(self, name: str, content: bytes) -> None:
        """Let a shock of one's own come upon us."""


class ShockPanel:
    """The shocks that ship, those of one's own, and a place for another one."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._setting: Setting | None = None
        self.lines: dict[str, ShockLine] = {}
        self.rows = widgets.VBox()
        self.upload = widgets.FileUpload(accept=".yaml,.yml", description="Load a shock", icon="")
        classed(self.upload, "load-shock")
        take_upload(self.upload, acts.load_shock)
        head = widgets.HTML(
            '<span class="field-label">What comes upon us</span><p class="hint">Tick none for usual times. All '
            "strategies meet the same shocks.</p>"
        )
        self.box = box("shock-panel", head, self.rows, self.upload)

    def show(self, setting: Setting) -> None:
        """Show what comes upon a setting."""
        self._setting = setting
        coming = {one.shock.name: one for one in setting.coming}
        shocks = {one.name: one for one in shipped_shocks().values()}
        shocks |= {name: one.shock for name, one in coming.items()}
        for name, shock in shocks.items():
            if name not in self.lines:
                self.lines[name] = ShockLine(shock, self._changed)
        if len(self.rows.children) != len(self.lines):
            self.rows.children = [line.box for line in self.lines.values()]
        for name, line in self.lines.items():
            line.show(coming.get(name), setting.scenario)

    def _changed(self) -> None:
        self._acts.strike([one for line in self.lines.values() if (one := line.chosen) is not None])
        if self._setting is not None:  # what was refused is shown as it still is
            self.show(self._setting)


class ShockLine:
    """One shock: whether it comes, on which day, how severe."""

    def __init__(self, shock: Shock, changed: Callable[[], None]) -> None:
        self.shock = shock
        self._changed = changed
        self._is_showing = False
        self.comes = widgets.Checkbox(description=shock.name, indent=False, tooltip=shock.why)
        self.day = widgets.BoundedIntText(min=0, max=_LAST_DAY, continuous_update=False)
        self.severity = widgets.BoundedFloatText(min=0.01, max=100.0, step=0.1, continuous_update=False)
        self.words = widgets.HTML()
        self.more = box(
            "shock-more",
            _named("From day", self.day),
            _named(_UNITS[shock.grows_by].capitalize(), self.severity),
            self.words,
        )
        self.box = box("shock-line", self.comes, self.more)
        for field in (self.comes, self.day, self.severity):
            field.observe(self._on_change, names="value")

    @property
    def chosen(self) -> Coming | None:
        """The shock as it was chosen; None where it does not come."""
        if not self.comes.value:
            return None
        usual = self._usual_day
        return Coming(
            self.shock, float(self.severity.value), None if self.day.value == usual else int(self.day.value)
        )

    def show(self, coming: Coming | None, scenario: Scenario) -> None:
        """Show whether it comes upon a scenario, and what it comes to."""
        usual = scenario.without_shocks()
        self._usual_day, _ = self.shock.window(usual.company.start_date)
        most = largest_factor(self.shock, usual, usual.portfolio.customers)
        now = coming or Coming(self.shock)
        self._is_showing = True
        try:
            self.severity.max = max(round(most, 4), now.severity)
            self.day.max = min(max(usual.company.horizon_days - 1, now.day or 0, self._usual_day), NEVER - 1)
            self.comes.value = coming is not None
            self.day.value = self._usual_day if now.day is None else now.day
            self.severity.value = now.severity
        finally:
            self._is_showing = False
        see(self.more, coming is not None)
        if coming is not None:
            told = coming.words(scenario)
            self.words.value = (
                f'<p class="hint">{escape(told[0].upper() + told[1:])}. As its file has it: day {self._usual_day}, '
                f"severity 1; here at most {most:.3g}.</p>"
            )

    _usual_day = 0

    def _on_change(self, _: dict[str, Any]) -> None:
        if not self._is_showing:
            self._changed()


def _named(title: str, field: Any) -> widgets.Widget:
    """A field below its name, which a screen reader is told too."""
    field.tooltip = title
    return box("field", widgets.HTML(f'<span class="field-label">{escape(title)}</span>'), field)
