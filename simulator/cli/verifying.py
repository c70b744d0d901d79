"""`creditlab verify`: the textbook cases, simulated on this machine and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import DEFAULT_SEED, Seed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.verification.cases import Case

FAILED = 1

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write all cases to this file.")]

_EXACT_BELOW = 1e-6
_LARGE = 1_000.0


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("verify")(verify_textbook)


def verify_textbook(seed: Seed = DEFAULT_SEED, json: JsonFile = None) -> None:
    """Check the simulator against the textbook: formulas that a correct one must reproduce."""
    from rich.console import Console

    if json is not None:
        from simulator.results.documents import check_writable

        check_writable(json)
    from simulator.checks import check_seed
    from simulator.closed_forms.keeping import keep_cases, verdict
    from simulator.experiment.kept.shelf import Shelf
    from simulator.verification.forms import verify

    check_seed(seed)
    quiet, begun = Console(stderr=True, highlight=False), perf_counter()
    with _progress(quiet) as tell:
        cases = verify(seed, progress=tell)
    if json is not None:
        _write(json, cases, seed)
    keep_cases(Shelf(), cases, seed, verdict(cases))
    console = Console(highlight=False)
    console.print(_table(cases))
    console.print()
    console.print(verdict(cases), style="bold", markup=False)
    console.print(_origin(seed, perf_counter() - begun), style="dim", markup=False)
    if json is not None:
        quiet.print(f"Written to {json}.", markup=False, soft_wrap=True)
    if not all(case.passed for case in cases):
        raise typer.Exit(FAILED)


def _write(path: Path, cases: Sequence[Case], seed: int) -> None:
    from json import dumps

    from simulator.results.documents import write_text
    from simulator.verification.forms import as_document

    write_text(path, dumps(as_document(cases, seed), indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _origin(seed: int, seconds: float) -> str:
    from simulator import __version__

    tolerance = "Tolerance: 4 standard errors where there is luck, or the textbook's where that is wider."
    return f"Seed {seed}, version {__version__}, {seconds:.0f} seconds. {tolerance}"


def _table(cases: Sequence[Case]) -> Table:
    """One line for each case; what failed stands out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    for name in ("form", "case"):
        table.add_column(name, no_wrap=name == "form", overflow="fold")
    for name in ("expected", "simulated", "tolerance", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for case in cases:
        figures = (shown(case.expected), shown(case.simulated), _shown_tolerance(case))
        mark = Text("ok", style="green") if case.passed else Text("FAILS", style="bold red")
        table.add_row(case.id, Text(case.title), *figures, mark)
    return table


def shown(value: float) -> str:
    """A figure with the digits that matter.

    >>> shown(300_000.0), shown(12.9438), shown(0.0023633), shown(0.0)
    ('300,000', '12.9438', '0.0023633', '0')
    """
    if abs(value) >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.6g}"


def _shown_tolerance(case: Case) -> str:
    if case.tolerance <= _EXACT_BELOW * max(1.0, abs(case.expected)) and case.tolerance < abs(case.expected):
        return "exact"
    return shown(case.tolerance) if case.tolerance > _EXACT_BELOW else "exact"


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar with the form that is running, where there is a terminal to draw it on."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("Closed forms"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=None)

        def tell(form: str, done: int, of: int) -> None:
            progress.update(bar, completed=done, total=of, description=form)

        yield tell
