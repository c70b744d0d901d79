"""What explains a comparison on a terminal: why days to pay differ, and what each book will lose by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.results.words import figure

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.results.provision import ProvisionMatrix

_PARTS = (("terms", "terms"), ("lateness", "lateness"), ("mix", "earlier payment and mix"))
_DASH = "–"


def show_explanations(comparison: Comparison, console: Console) -> None:
    """Print why days to pay differ from the first's (M30), and the provision of every strategy (M23)."""
    if comparison.others:
        console.print()
        console.print(_days_to_pay(comparison))
    console.print()
    console.print(_provisions(comparison))
    console.print(Text(_reading(comparison.provision(comparison.first)), style="dim"))


def _table(title: str) -> Table:
    table = Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, 2, 0, 0),
        show_edge=False,
    )
    table.add_column("")
    return table


def _days_to_pay(comparison: Comparison) -> Table:
    """A column for each strategy but the first: terms, lateness and the rest, which sum to the difference."""
    table = _table("Why days to pay differ from the first (days)")
    explained = [comparison.days_to_pay_explained(other) for other in comparison.others]
    for other in comparison.others:
        table.add_column(other.name, justify="right")
    for key, label in _PARTS:
        cells = [
            _DASH if parts is None else figure(parts[key], "days", 1, signed=True) for parts in explained
        ]
        table.add_row(label.capitalize(), *cells)
    sums = [
        _DASH if parts is None else figure(sum(parts.values()), "days", 1, signed=True) for parts in explained
    ]
    table.add_row("Together", *sums, style="bold")
    return table


def _provisions(comparison: Comparison) -> Table:
    """A column for each strategy: balance and loss rate by age, and the provision that follows."""
    table = _table(f"Provision for the book at the end ({comparison.currency}: balance, loss rate)")
    matrices = [comparison.provision(result) for result in comparison.results]
    for result in comparison.results:
        table.add_column(result.name, justify="right")
    for number, (label, _, _) in enumerate(matrices[0].rows):
        table.add_row(label, *(_cell(matrix, number) for matrix in matrices))
    table.add_row(
        "Provision", *(figure(matrix.provision, "currency", 0) for matrix in matrices), style="bold"
    )
    return table


def _cell(matrix: ProvisionMatrix, number: int) -> str:
    """Balance and loss rate of an age."""
    _, balance, rate = matrix.rows[number]
    return f"{figure(balance, 'currency', 0)}, {_DASH if rate is None else f'{rate:.1%}'.replace('%', ' %')}"


def _reading(matrix: ProvisionMatrix) -> str:
    """Where the rates come from."""
    ahead = "" if matrix.overlay == 1.0 else f", times {matrix.overlay:g} for what is to come"
    return f"Loss rates are those that all replications observed{ahead}; balances without VAT."
