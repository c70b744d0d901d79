"""The verdict as HTML, and the words around it: what is compared, and how far the numbers are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.kit.badges import badge
from simulator.app.kit.words import unbroken
from simulator.app.lab.state import Lab
from simulator.results.words import money
from simulator.units import date_of

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.results.verdict import Verdict


def context_line(lab: Lab) -> str:
    """What is compared, in one line: whose customers, how many, how much, how long."""
    scenario = lab.setting.scenario
    company = scenario.company
    whose = "Own ledger" if lab.setting.ledger else scenario.name
    sales = money(company.annual_credit_sales, company.currency)
    count = customer_count(lab)
    line = f"{escape(whose)} · {count} customers · {sales} sales · {horizon_words(lab)}"
    struck = "".join(f" + {escape(shock.name)}" for shock in scenario.shocks)
    return f"{line}<b>{struck}</b>" if struck else line


def customer_count(lab: Lab) -> int:
    """Customers at the start."""
    portfolio = lab.setting.portfolio
    return len(portfolio.customers) if portfolio is not None else lab.setting.scenario.portfolio.customers


def horizon_words(lab: Lab) -> str:
    """The months compared, such as Jan–Dec 2026."""
    company = lab.setting.scenario.company
    first = date_of(company.start_date, 0)
    last = date_of(company.start_date, company.horizon_days - 1)
    if first.year == last.year:
        return f"{first:%b}–{last:%b} {last.year}"
    return f"{first:%b} {first.year} – {last:%b} {last.year}"


def verdict_html(verdict: Verdict, comparison: Comparison) -> str:
    """Headline with the leader's badge, and the sentences below it."""
    names = [result.name for result in comparison.results]
    mark = badge(names.index(verdict.leader)) if verdict.leader in names else ""
    sentences = " ".join(
        "".join(f"<b>{escape(text)}</b>" if strong else unbroken(text) for text, strong in sentence)
        for sentence in verdict.sentences
    )
    return f'<h1>{mark}<span>{unbroken(verdict.headline)}</span></h1><p class="below">{sentences}</p>'
