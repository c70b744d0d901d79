"""`creditlab backtest`: how well the last months of a ledger would have been foretold, and whether that is enough."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import shelf_for
from simulator.cli.options import DEFAULT_SEED, Fresh, JsonFile, Seed, Workers
from simulator.cli.searching import (
    check_running,
    error_console,
    new_table,
    run_progress,
    write_answer,
)
from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.backtest.differences import Difference
    from simulator.backtest.origins import Rolling
    from simulator.backtest.report import BackTest
    from simulator.ledger import Ledger as Book

LedgerFile = Annotated[
    Path, typer.Argument(help="The ledger: invoices with their dates of issue, due and payment.")
]
First = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="The first day that is looked ahead from, YYYY-MM-DD."),
]
Last = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="No day after this one is looked ahead from.")
]
EveryDays = Annotated[int, typer.Option("--every-days", help="Days from one to the next.")]
HorizonWeeks = Annotated[int, typer.Option("--horizon-weeks", help="How many weeks each looks ahead.")]

LABELS = {
    "due_date": "Due date",
    "customer_mean": "Customer's average delay",
    "pooled": "One law for all",
    "customer_shrunk": "Customer's own law",
    "customer_shrunk_working_days": "- on working days",
    "past_late_ratio": "Customer's late share",
    "simulator": "Simulator",
    "eight_week_average": "Last eight weeks",
    "customer_shrunk_with_orders": "Own law and orders",
}
COLUMNS = {
    "weekly_wape": "Weeks",
    "total_ape": "Total",
    "date_mae_days": "Day",
    "crps": "Range",
    "coverage_80": "80 %",
    "dso_error_days": "DSO",
    "auc": "AUC",
    "brier": "Brier",
}
LIGHTS = {"green": "GREEN", "amber": "AMBER", "red": "RED"}
STYLES = {"green": "bold green", "amber": "bold yellow", "red": "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("backtest")(backtest_ledger)


def backtest_ledger(
    ledger: LedgerFile,
    first: First = None,
    last: Last = None,
    every_days: EveryDays = 5,
    horizon_weeks: HorizonWeeks = 4,
    seed: Seed = DEFAULT_SEED,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Foretell the last months of your ledger day by day, knowing only what was known then: is it good enough?"""
    from simulator.backtest.keeping import keep_backtest, kept_backtest
    from simulator.backtest.origins import Rolling
    from simulator.checks import check_seed
    from simulator.ledger import read_ledger

    check_running(None, workers, json)
    check_seed(seed)
    rolling = Rolling(_day("--from", first), _day("--to", last), every_days, horizon_weeks)
    quiet = error_console()
    shelf = shelf_for(fresh=fresh)
    book = read_ledger(ledger)
    found = kept_backtest(shelf, book, rolling, seed)
    if found is not None:
        quiet.print("From kept results; --fresh tests again.")
        _show(found)
    else:
        found = _tested(book, rolling, quiet, seed, workers)
        keep_backtest(shelf, book, found, _show(found))
    for remark in shelf.remarks:
        quiet.print(remark, markup=False, soft_wrap=True)
    write_answer(found, json, quiet)


def _tested(book: Book, rolling: Rolling, quiet: Console, seed: int, workers: str | None) -> BackTest:
    """The back-test, with a bar and the time left."""
    from simulator.backtest.report import backtest
    from simulator.engine.preparing import is_prepared

    if not is_prepared():
        quiet.print("Compiling the engine, once for this version: about two minutes ...")
    with run_progress(quiet, "Days looked ahead from") as tell:
        return backtest(book, rolling, seed=seed, workers=workers, progress=tell)


def _day(option: str, text: str | None) -> date | None:
    """A day as the user writes it."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} {text} is no date. Write it as 2026-01-31.") from None


def _show(found: BackTest) -> str:
    """Light, reasons, tables, and how to read them; returns what was printed."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, record=True)
    console.print()
    console.print(Text(_headline(found), style=STYLES.get(found.light or "", "bold")))
    for reason in found.reasons:
        console.print(Text(f"- {reason}"))
    console.print()
    console.print(_table(found))
    console.print()
    console.print(_orders_table(found))
    console.print()
    for line in (*_against(found), *_how(found), *(f"- {note}" for note in found.notes)):
        console.print(Text(line, style="dim"))
    return console.export_text()


def _headline(found: BackTest) -> str:
    """The light and what was done in one line."""
    return (
        f"{LIGHTS.get(found.light or '', 'NO LIGHT')}: {found.ledger}, looked ahead "
        f"{found.rolling.horizon_weeks} weeks from {len(found.origins)} days, {found.origins[0]} to "
        f"{found.origins[-1]}."
    )


def _table(found: BackTest) -> Table:
    """A row for every method, a column for every score."""
    table = new_table("Open invoices, off by", list(COLUMNS.values()))
    table.columns[0].no_wrap = True
    for name, scores in found.methods.items():
        cells = [_cell(score, scores[score]) for score in COLUMNS]
        if any(cells):
            table.add_row(LABELS[name], *cells, style="bold" if name == "simulator" else "")
    return table


def _orders_table(found: BackTest) -> Table:
    """The same with invoices issued later."""
    scores = ("weekly_wape", "total_ape", "crps", "coverage_80")
    table = new_table("With later ones, off by", [COLUMNS[score] for score in scores])
    table.columns[0].no_wrap = True
    for name, row in found.with_new_invoices.items():
        cells = [_cell(score, row[score]) for score in scores]
        if any(cells):
            table.add_row(LABELS[name], *cells, style="bold" if name == "simulator" else "")
    return table


def _cell(score: str, value: float) -> str:
    """A score as the table shows it; nothing where it has no meaning."""
    if math.isnan(value):
        return ""
    if score.endswith("_days"):
        return f"{value:.2f} d"
    if score in ("auc", "brier"):
        return f"{value:.3f}"
    return f"{100 * value:.0f} %" if score == "coverage_80" else f"{100 * value:.1f} %"


def _against(found: BackTest) -> list[str]:
    """The differences to the best naive method."""
    return [
        f"{COLUMNS[score]}: {_difference(score, one)}"
        for score, one in found.against_best_naive.items()
        if score in COLUMNS and not math.isnan(one.difference)
    ]


def _difference(score: str, one: Difference) -> str:
    """A difference with its standard error."""
    from simulator.results.words import sign

    days, plain = score.endswith("_days"), score in ("auc", "brier")
    scale, decimals, unit = (1.0, 2, " days") if days else (1.0, 3, "") if plain else (100.0, 1, " points")
    error = "" if math.isnan(one.standard_error) else f" ± {scale * one.standard_error:.{decimals}f}"
    return (
        f"{sign(one.difference)}{abs(scale * one.difference):.{decimals}f}{error}{unit} against the best naive method "
        f"({LABELS[one.best].strip().lower()})."
    )


def _how(found: BackTest) -> list[str]:
    """How to read the figures."""
    return [
        "Weeks: errors of weekly cash / the cash that came; Total: of the sum of the weeks; Day: of the payment day.",
        "Range: error of the whole range (CRPS) / the cash; 80 %: share of the weeks that the 80 % range held.",
        "DSO: by what is left open at the end. AUC (1 is perfect), Brier (0 is perfect): late or not, told at issue.",
        "Each method knows only what was known on the day; what was unpaid counts as unpaid until then, not as lost.",
        "± is one standard error of the paired difference; days that share weeks are not taken as independent.",
        f"Seed {found.seed}; {found.cells} weeks compared.",
    ]
