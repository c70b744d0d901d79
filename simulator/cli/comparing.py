"""`creditlab compare`: strategies on one portfolio, as differences to the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.searching import check_running, error_console, prepared_for, run_progress
from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.experiment.kept.shelf import Shelf

DEFAULT_SEED = 2026
DEFAULT_PRECISION = 0.001

ScenarioName = Annotated[
    str, typer.Argument(help="A scenario by name, such as wholesale, or a file of yours (.yaml).")
]
StrategyNames = Annotated[
    list[str], typer.Argument(help="Strategies by name or file; the others are compared with the first.")
]
Ledger = Annotated[
    Path | None, typer.Option("--ledger", help="Your own ledger: its customers replace the scenario's.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE",
        help="A lever changes every strategy but the first, an assumption changes the scenario for all.",
    ),
]
Shocks = Annotated[
    list[str] | None,
    typer.Option(
        "--shock",
        metavar="NAME",
        help="What comes upon all strategies: a shock by name or file; may be repeated.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="The seed of all luck: the same seed, the same numbers.")]
Replications = Annotated[int | None, typer.Option("--replications", help="Run exactly so many replications.")]
Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        help="Run until differences are known this well, as a fraction of credit sales.",
        show_default=str(DEFAULT_PRECISION),
    ),
]
Workers = Annotated[
    str | None,
    typer.Option(
        "--workers",
        metavar="WORKERS",
        help="auto, a number, threads:N, processes:N or dask://HOST:PORT; the numbers do not depend on it.",
        show_default="auto",
    ),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Run again what is kept from before, rather than show it.")
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the whole comparison to this file.")]
AllMeasures = Annotated[bool, typer.Option("--all", help="Show every measure, not only the main ones.")]

Explain = Annotated[
    bool, typer.Option("--explain", help="Also show why days to pay differ, and the provision by age.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("compare")(compare_strategies)


def compare_strategies(
    scenario: ScenarioName,
    strategies: StrategyNames,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = None,
    precision: Precision = None,
    workers: Workers = None,
    json: JsonFile = None,
    all_measures: AllMeasures = False,
    explain: Explain = False,
    fresh: Fresh = False,
) -> None:
    """Compare strategies on one portfolio: what each does to cash, DSO, write-offs and profit."""
    from rich.console import Console

    _check(replications, precision, workers, json)
    from simulator.checks import check_seed
    from simulator.experiment.compare import compare

    check_seed(seed)
    shelf = _shelf(fresh)
    quiet = error_console()
    prepared = prepared_for(scenario, strategies, quiet, ledger=ledger, settings=settings, shocks=shocks)
    with run_progress(quiet, "Replications") as tell, _told_of(shelf, quiet):
        comparison = compare(
            prepared.scenario,
            prepared.strategies,
            seed=seed,
            replications=replications,
            precision=precision or DEFAULT_PRECISION,
            workers=workers,
            portfolio=prepared.portfolio,
            progress=tell,
            keep=shelf,
        )
    if json is not None:
        comparison.write_json(json)
    from simulator.cli.comparison_view import MAIN_MEASURES, show

    measures = None if all_measures else MAIN_MEASURES
    console = Console(highlight=False)
    show(comparison, console, measures, prepared.warnings)
    if explain:
        from simulator.cli.explanations import show_explanations

        show_explanations(comparison, console)
    if json is not None:
        quiet.print(f"Written to {json}.", markup=False, soft_wrap=True)


def _shelf(fresh: bool) -> Shelf:
    """Where results are kept, as the user's environment has it; refused at once where that makes no sense."""
    from simulator.experiment.kept.places import most_bytes
    from simulator.experiment.kept.shelf import Shelf

    most_bytes()
    return Shelf(is_fresh=fresh)


@contextmanager
def _told_of(shelf: Shelf, console: Console) -> Iterator[None]:
    """Say what is to be said of kept results, also after Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt:
        if shelf.folder is not None:
            shelf.remark("What was finished is kept: the same command goes on from there.")
        raise
    finally:
        for remark in shelf.remarks:
            console.print(remark, markup=False, soft_wrap=True)


def _check(replications: int | None, precision: float | None, workers: str | None, json: Path | None) -> None:
    """Refuse, before anything runs, what could only fail later."""
    if replications is not None and precision is not None:
        raise UserError(
            "--replications and --precision exclude each other: give a number, or how precise to be."
        )
    if precision is not None and not 0 < precision < 1:
        raise UserError(f"--precision {precision:g} is no fraction of credit sales. 0.001 means 0.1 %.")
    check_running(replications, workers, json, least=1)
