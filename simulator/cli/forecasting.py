"""`creditlab forecast`: the cash of the coming weeks, from the open book and from sales to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import (
    DEFAULT_SEED,
    Assumptions,
    JsonFile,
    Ledger,
    Replications,
    Seed,
    Shocks,
    Workers,
)
from simulator.cli.searching import (
    check_running,
    error_console,
    new_table,
    prepared_for,
    run_progress,
    write_answer,
)

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.cash_forecast import CashForecast

ScenarioToForetell = Annotated[
    str, typer.Argument(help="A scenario by name or file; with --ledger the economy around its customers.")
]
Weeks = Annotated[int, typer.Option("--weeks", help="How many weeks.")]


_STEPS = 100
"""No amount is shown finer than the largest week divided by this."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("forecast")(forecast_cash)


def forecast_cash(
    scenario: ScenarioToForetell = "wholesale",
    weeks: Weeks = 13,
    ledger: Ledger = None,
    settings: Assumptions = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 400,
    workers: Workers = None,
    json: JsonFile = None,
) -> None:
    """Foretell what customers pay in the coming weeks if we go on as today: how much, how sure, and from where."""
    from simulator.experiment.cash_forecast import cash_forecast

    check_running(replications, workers, json, least=10)
    quiet = error_console()
    prepared = prepared_for(scenario, ["status_quo"], quiet, ledger=ledger, settings=settings, shocks=shocks)
    with run_progress(quiet, "Simulated futures") as tell:
        found = cash_forecast(
            prepared.scenario,
            prepared.portfolio,
            weeks=weeks,
            runs=replications,
            seed=seed,
            workers=workers,
            progress=tell,
        )
    _show(found, prepared.warnings)
    write_answer(found, json, quiet)


def _show(found: CashForecast, told: tuple[str, ...]) -> None:
    """The finding, the ledger's light, the table, and how to read it."""
    from rich.console import Console
    from rich.text import Text

    from simulator.cli.comparison_view import show_light

    console = Console(highlight=False)
    console.print()
    console.print(Text(found.verdict, style="bold"))
    if found.light is not None:
        show_light(found.light, console)
    console.print()
    console.print(_table(found))
    console.print()
    lines = (
        (
            f"Payments of customers, VAT included, in {found.currency}; the week begins on the day named. Average, "
            "its two parts, and the points below which 10, 25, 50, 75 and 90 of 100 futures stay."
        ),
        *(f"- {note}" for note in found.notes if note not in told),
        (
            f"{found.runs:,} simulated futures. Seed {found.seed}, version {found.version}, inputs "
            f"{found.inputs_hash[:12]}."
        ),
    )
    for line in lines:
        console.print(Text(line, style="dim"))


def _table(found: CashForecast) -> Table:
    """A row for every week and one for all."""
    from simulator.results.cash_forecast import LEVELS, PARTS
    from simulator.results.words import figure

    levels = [f"{100 * level:.0f} %" for level in LEVELS]
    table = new_table("Week from", ["open now", "to come", "average", *levels])
    table.columns[0].no_wrap = True
    parts = [found.averages(name) for name in (*PARTS, "together")]
    fan = found.fan()
    step = max(float(fan.max()) / _STEPS, 1.0)
    for number, day in enumerate(found.week_starts):
        cells = [part[number] for part in parts] + fan[:, number].tolist()
        table.add_row(f"{day:%-d %b %y}", *(figure(value, "currency", step=step) for value in cells))
    totals = [part.sum() for part in parts] + found.total_fan().tolist()
    table.add_row("all weeks", *(figure(value, "currency", step=step) for value in totals))
    return table
