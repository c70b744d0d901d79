"""What a page is about, in one line: whose customers, how many, how much, how long."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.setting import in_years
from simulator.results.words import money
from simulator.units import date_of

if TYPE_CHECKING:
    from simulator.app.setting import Setting


def context_line(setting: Setting) -> str:
    """Scenario or ledger, customers, sales, months, and what comes upon them (HTML)."""
    scenario = setting.scenario
    company = scenario.company
    whose = "Own ledger" if setting.ledger else scenario.name
    sales = money(company.annual_credit_sales, company.currency)
    line = f"{escape(whose)} · {setting.customers} customers · {sales} sales · {horizon_words(setting)}"
    struck = "".join(f" + {escape(shock.name)}" for shock in scenario.shocks)
    return f"{line}<b>{struck}</b>" if struck else line


def horizon_hint(setting: Setting) -> str:
    """That the page looks at another horizon than the commands, and why (HTML); nothing where it is the same."""
    days, theirs = setting.scenario.company.horizon_days, setting.commands_days
    if theirs in (0, days):
        return ""
    why = ", so that the first numbers are there within seconds" if days < theirs else ""
    return (
        f'<p class="hint horizon-hint">Over {in_years(days)}{why}. The commands look at {in_years(theirs)}, or at as '
        f"many with <code>--set company.horizon_days={days}</code>.</p>"
    )


def horizon_words(setting: Setting) -> str:
    """The months compared, such as Jan–Dec 2026."""
    company = setting.scenario.company
    first = date_of(company.start_date, 0)
    last = date_of(company.start_date, company.horizon_days - 1)
    if first.year == last.year:
        return f"{first:%b}–{last:%b} {last.year}"
    return f"{first:%b} {first.year} – {last:%b} {last.year}"
