"""`creditlab compare`: strategies on one portfolio, as differences to the first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import shelf_for, told_of
from simulator.cli.handing_out import check_files, hand_out
from simulator.cli.options import (
    DEFAULT_SEED,
    ComparedNames,
    ExactReplications,
    Fresh,
    JournalFile,
    JsonFile,
    JudgedBy,
    Ledger,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    WorkbookFile,
    Workers,
)
from simulator.cli.searching import check_running, error_console, prepared_for, run_progress
from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_PRECISION = 0.001

Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        help="Run until differences are known this well, as a fraction of credit sales.",
        show_default=str(DEFAULT_PRECISION),
    ),
]
AllMeasures = Annotated[bool, typer.Option("--all", help="Show every measure, not only the main ones.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Also show why days to pay differ, and the provision by age.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("compare")(compare_strategies)


def compare_strategies(
    scenario: ScenarioName,
    strategies: ComparedNames = None,
    precision: Precision = None,
    all_measures: AllMeasures = False,
    explain: Explain = False,
    workbook: WorkbookFile = None,
    journal: JournalFile = None,
    by: JudgedBy = None,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: ExactReplications = None,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Compare strategies on one portfolio: what each does to cash, DSO, write-offs and profit.

    A file that the strategy lab's Share wrote takes the scenario's place, with its strategies, seed and all.
    """
    from rich.console import Console

    _check(replications, precision, workers, json)
    check_files(workbook, journal)
    from simulator.checks import check_seed
    from simulator.experiment.compare import compare

    check_seed(seed)
    plan = _Plan.of(scenario, by, seed, None if precision else replications)
    shelf = shelf_for(fresh=fresh)
    quiet = error_console()
    prepared = prepared_for(scenario, strategies, quiet, ledger=ledger, settings=settings, shocks=shocks)
    with run_progress(quiet, "Replications") as tell, told_of(shelf, quiet):
        comparison = compare(
            prepared.scenario,
            prepared.strategies,
            seed=plan.seed,
            replications=plan.replications if precision is None else None,
            precision=precision or DEFAULT_PRECISION,
            workers=workers,
            portfolio=prepared.portfolio,
            progress=tell,
            keep=shelf,
        )
    if json is not None:
        comparison.write_json(json)
    hand_out(comparison, prepared, workbook, journal)
    from simulator.cli.comparison_view import MAIN_MEASURES, show

    measures = None if all_measures else MAIN_MEASURES
    console = Console(highlight=False)
    show(comparison, console, measures, prepared.warnings, criterion=plan.by)
    if explain:
        from simulator.cli.explanations import show_explanations

        show_explanations(comparison, console)
    _tell_files(quiet, json, workbook, journal)


def _tell_files(quiet: Console, *files: Path | None) -> None:
    """Say which files were written."""
    for file in files:
        if file is not None:
            quiet.print(f"Written to {file}.", markup=False, soft_wrap=True)


@dataclass(frozen=True)
class _Plan:
    """What was asked, or else what the file of a comparison asks."""

    by: str
    seed: int
    replications: int | None

    @classmethod
    def of(cls, scenario: str, by: str | None, seed: int, replications: int | None) -> _Plan:
        from simulator.experiment.asked import shared_of
        from simulator.results.verdict import check_criterion

        shared = shared_of(scenario)
        if shared is None:
            return cls(check_criterion(by or "profit"), seed, replications)
        return cls(
            check_criterion(by or shared.judged_by),
            shared.seed if seed == DEFAULT_SEED else seed,
            replications or shared.replications,
        )


def _check(replications: int | None, precision: float | None, workers: str | None, json: Path | None) -> None:
    """Refuse, before anything runs, what could only fail later."""
    if replications is not None and precision is not None:
        raise UserError(
            "--replications and --precision exclude each other: give a number, or how precise to be."
        )
    if precision is not None and not 0 < precision < 1:
        raise UserError(f"--precision {precision:g} is no fraction of credit sales. 0.001 means 0.1 %.")
    check_running(replications, workers, json, least=1)
