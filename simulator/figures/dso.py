"""What is DSO made of? Every method side by side, and the customers and orders behind it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.figures.strands import difference_of, is_early, is_same, strands, subject
from simulator.results.comparison import Comparison, Result

_HALF = 0.5
_SMALLEST_DAYS = 0.05


@dataclass(frozen=True)
class Line:
    """One line of the card: its label, and a value for each strategy; without values it is a heading."""

    label: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """The card: a finding, what is shown, the letters of the columns, and the lines."""

    heading: str
    note: str
    letters: tuple[str, ...]
    lines: tuple[Line, ...]


_METHODS = {
    "By sales and balance": "dso_days",
    "Count-back": "dso_countback_days",
    "Invoices paid": "dso_paid_days",
    "Best possible": "best_possible_dso_days",
    "Days late, average": "average_days_delinquent_days",
}
_COUNTS = {"Customers won": "customers_won", "Customers lost": "customers_lost"}


def card(comparison: Comparison, selected: int) -> Card:
    """All methods for all strategies."""
    cast = strands(comparison)
    years = comparison.years
    results = [strand.result for strand in cast]
    lines = [Line(label, tuple(_days(one, name) for one in results)) for label, name in _METHODS.items()]
    lines.append(Line("Customers and orders, a year"))
    lines += [
        Line(label, tuple(_count(one, name, years) for one in results)) for label, name in _COUNTS.items()
    ]
    lost = tuple(_amount(one, comparison) for one in results)
    lines.append(Line("Orders lost to holds", lost))
    note = "Every method, and the customers behind it. Averages."
    return Card(heading(comparison, selected), note, tuple(strand.letter for strand in cast), tuple(lines))


def heading(comparison: Comparison, selected: int) -> str:
    """Whether DSO moves, and what moves it: what is late, or what is not yet due."""
    result = comparison.results[selected]
    if selected == 0:
        return f"DSO is {_days(result, 'dso_days')} days"
    who = subject(comparison, selected)
    total = difference_of(result.values("dso_countback_days"), comparison.first.values("dso_countback_days"))
    if is_same(result.values("dso_countback_days"), comparison.first.values("dso_countback_days")):
        return f"{who} leaves DSO as it is"
    if total is None or not total.is_clear or abs(total.mean) < _SMALLEST_DAYS:
        return f"Does {who} change DSO?"
    late, due = (
        difference_of(result.values(name), comparison.first.values(name))
        for name in ("average_days_delinquent_days", "best_possible_dso_days")
    )
    moves = "falls" if total.mean < 0 else "rises"
    text = f"DSO {moves} by {abs(total.mean):.1f} days"
    fewer = total.mean < 0
    if late is not None and late.is_clear and late.mean / total.mean > _HALF:
        text += f", mostly because {'less' if fewer else 'more'} is late"
    elif due is not None and due.is_clear and due.mean / total.mean > _HALF:
        text += f", mostly because {'less' if fewer else 'more'} is not yet due"
    return f"So far {text}" if is_early(comparison) else text


def _days(result: Result, name: str) -> str:
    value = result.mean(name)
    return "–" if value is None else f"{value:.1f}"


def _count(result: Result, name: str, years: float) -> str:
    return f"{(result.mean(name) or 0.0) / years:.1f}"


def _amount(result: Result, comparison: Comparison) -> str:
    value = (result.mean("orders_lost_to_holds") or 0.0) / comparison.years
    return "none" if value == 0 else comparison.money(value)
