"""Whom to call first: the rules with what they are worth, and the list of one day of one simulated year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.desk.choices import RULES
from simulator.app.desk.html import call_list_html, rule_label
from simulator.app.desk.state import DeskState
from simulator.app.kit.picture import head_html
from simulator.app.kit.pieces import box, card, classed
from simulator.results.desk.answer import DeskAnswer
from simulator.results.desk.calls import CallList

_LATE_IN_THE_YEAR = 10
_MOST_YEARS = 200


class Acts(Protocol):
    """What the card asks the page to do."""

    def choose_rule(self, rule: str) -> None:
        """Another order of the worklist."""

    def ask_for_list(self) -> None:
        """The list of the day that is chosen."""


class CallsCard:
    """The card."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._is_showing = False
        self.rules = classed(widgets.ToggleButtons(options=list(RULES)), "desk-rules")
        self.rules.observe(self._when(lambda: acts.choose_rule(self.rules.value)), names="value")
        self.day = widgets.Dropdown(description="List of")
        self.year = widgets.BoundedIntText(
            min=1, max=_MOST_YEARS, value=1, description="Simulated year", continuous_update=False
        )
        for field in (self.day, self.year):
            field.observe(self._when(acts.ask_for_list), names="value")
        self.head, self.list = widgets.HTML(), widgets.HTML()
        self.head.add_class("card-head")
        self.list.add_class("call-list")
        which = box("desk-day", self.day, self.year)
        self.box = card("calls", self.head, self.rules, which, self.list)

    def show(self, state: DeskState, answer: DeskAnswer | None) -> None:
        """Show the rules, what they are worth, and which days there are."""
        self._is_showing = True
        try:
            company = state.setting.scenario.company
            options = [(rule_label(answer, name, rule), rule) for name, rule in RULES]
            if list(self.rules.options) != options:
                self.rules.options = options
            self.rules.value = state.rule
            days = _mondays(company.start_date, company.horizon_days)
            if list(self.day.options) != days:
                self.day.options = days
                self.day.value = days[min(_LATE_IN_THE_YEAR, len(days) - 1)][1]
        finally:
            self._is_showing = False
        runs = "year" if company.horizon_days <= 366 else "run"
        note = f"{company.currency} of profit a year against oldest first; 0: no clear difference."
        self.head.value = head_html("Whom to call first", note)
        self.year.description = f"Simulated {runs}"

    def show_list(self, found: CallList | None, currency: str) -> None:
        """Show the list of the day."""
        self.list.value = call_list_html(found, currency)
        self.list.remove_class("is-old")

    def fade(self) -> None:
        """The list that stands there is that of another plan or day."""
        self.list.add_class("is-old")

    def _when(self, act: Callable[[], Any]) -> Callable[[Any], None]:
        def heard(_: Any) -> None:
            if not self._is_showing:
                act()

        return heard


def _mondays(start: date, horizon_days: int) -> list[tuple[str, int]]:
    """The first Monday of each month: after a weekend the list is long.

    >>> _mondays(date(2026, 1, 1), 40)
    [('Monday 5 January 2026', 4), ('Monday 2 February 2026', 32)]
    """
    found = []
    for day in range(horizon_days):
        when = start + timedelta(days=day)
        if when.weekday() == 0 and when.day <= 7:
            found.append((f"{when:%A %-d %B %Y}", day))
    return found or [(f"{start:%A %-d %B %Y}", 0)]
