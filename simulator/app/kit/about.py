"""Whom a page is about: scenario or ledger, its size and its light, and a list to take another scenario."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from simulator.app.kit.pieces import box, classed
from simulator.app.lights import light_line
from simulator.app.setting import Setting, scenario_setting
from simulator.plans import shipped_names
from simulator.results.words import money
from simulator.scenario import load_scenario

_YEAR_DAYS = 365
_OPENED = "as it was opened"


class About:
    """A line of facts and the list of scenarios."""

    def __init__(self, setting: Setting, take: Callable[[Setting], None]) -> None:
        """The line.

        Args:
            setting: What the page opens with; it stays in the list, so that there is a way back.
            take: Handed the setting that is chosen.
        """
        self._first, self._take = setting, take
        self.setting = setting
        names = [(load_scenario(name).name, name) for name in shipped_names("scenario")]
        known = dict(names)
        opened = known.get(setting.scenario.name) if not setting.ledger else None
        if opened is None:
            opened = _OPENED
            names = [(setting.title, _OPENED), *names]
        self._opened = opened
        self.choice = widgets.Dropdown(options=names, value=opened, description="About")
        self.choice.observe(lambda change: self._chosen(str(change["new"])), names="value")
        self.facts = classed(widgets.HTML(), "about-facts")
        self.box = box("about no-print", self.choice, self.facts)
        self._show()

    def _chosen(self, name: str) -> None:
        if name == self._opened:
            self.setting = self._first
        else:
            self.setting = scenario_setting(name, self._first.scenario.company.horizon_days)
        self._show()
        self._take(self.setting)

    def _show(self) -> None:
        light = (
            f'<p class="about-light">{light_line(self.setting.light)}</p>'
            if self.setting.portfolio is not None
            else ""
        )
        self.facts.value = f'<p class="context">{escape(facts_of(self.setting))}</p>{light}'


def facts_of(setting: Setting) -> str:
    """Customers, sales and horizon in a line.

    >>> from simulator.app.setting import scenario_setting
    >>> facts_of(scenario_setting("wholesale"))
    '500 customers, €10m of credit sales a year, 1 year ahead'
    """
    company = setting.scenario.company
    years = company.horizon_days / _YEAR_DAYS
    ahead = f"{company.horizon_days} days"
    if years == int(years):
        ahead = f"{int(years)} year{'s' if years > 1 else ''}"
    sales = money(company.annual_credit_sales, company.currency)
    return f"{setting.customers:,} customers, {sales} of credit sales a year, {ahead} ahead"
