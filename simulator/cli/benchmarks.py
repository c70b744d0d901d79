"""`creditlab benchmark`: a ledger, or a scenario's invented customers, beside published figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import JsonFile, Workers
from simulator.cli.searching import check_running, error_console, new_table, write_answer

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.benchmarks import Benchmarks

LedgerFile = Annotated[
    Path | None, typer.Argument(help="Your ledger; without one, a scenario's invented customers.")
]
WhichScenario = Annotated[str, typer.Option("--scenario", help="Whose customers, where no ledger is given.")]
Sector = Annotated[
    str, typer.Option("--sector", help="Show figures of this sector too, such as construction.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("benchmark")(benchmark)


def benchmark(
    ledger: LedgerFile = None,
    scenario: WhichScenario = "wholesale",
    sector: Sector = "",
    workers: Workers = None,
    json: JsonFile = None,
) -> None:
    """Set a ledger beside published figures: DSO, lateness, what is overdue (`bench` measures speed)."""
    from simulator.experiment.benchmarks import ledger_benchmarks, scenario_benchmarks

    check_running(None, workers, json)
    quiet = error_console()
    if ledger is not None:
        from simulator.ledger import read_ledger

        found = ledger_benchmarks(read_ledger(ledger), sector)
    else:
        from simulator.scenario import load_scenario

        found = scenario_benchmarks(load_scenario(scenario), sector or scenario, workers)
    _show(found)
    write_answer(found, json, quiet)


def _show(found: Benchmarks) -> None:
    """The finding, a table, sources and caveats."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    console.print()
    console.print(Text(found.verdict, style="bold"))
    console.print()
    console.print(_table(found))
    console.print()
    lines = [f"[{number}] {source}" for number, source in enumerate(_sources(found), start=1)]
    about = "Where a figure counts something else, nothing is said of it; 'about the same' is within 10 %."
    for line in (*lines, about, *(f"- {note}" for note in found.notes)):
        console.print(Text(line, style="dim"))


def _sources(found: Benchmarks) -> list[str]:
    return [f"{one.published.source} ({one.published.date}). {one.published.caveat}" for one in found.rows]


def _table(found: Benchmarks) -> Table:
    """A row for every published figure; our own once a measure."""
    from simulator.results.benchmarks import MEASURES, figure_of

    table = new_table("", ["ours", "published", "", "of whom"])
    for column in table.columns[3:]:
        column.justify = "left"
    before = ""
    for number, row in enumerate(found.rows, start=1):
        label, unit = MEASURES[row.published.measure]
        is_new, before = row.published.measure != before, row.published.measure
        own = "–" if row.own is None else figure_of(row.own, unit)
        table.add_row(
            label if is_new else "",
            own if is_new else "",
            row.published.shown,
            row.standing,
            f"{row.published.population} [{number}]",
        )
    return table
