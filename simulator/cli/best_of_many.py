"""`creditlab best`: the best of many strategies, with a stated chance of error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.comparing import DEFAULT_SEED, Ledger, ScenarioName, Seed, Settings, Shocks, Workers
from simulator.cli.searching import (
    AnswerFile,
    By,
    check_running,
    error_console,
    new_table,
    prepared_for,
    run_progress,
    show_answer,
    write_answer,
)

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.ranking import Best

Names = Annotated[
    list[str] | None, typer.Argument(help="Strategies by name or file; none named means all that ship.")
]
ErrorChance = Annotated[
    float, typer.Option("--error", help="Chance that the truly best is not among those named, at most.")
]
Most = Annotated[int, typer.Option("--replications", help="Run each strategy so often at most.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("best")(best_of_many)


def best_of_many(
    scenario: ScenarioName,
    strategies: Names = None,
    by: By = "profit",
    error: ErrorChance = 0.05,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Most = 640,
    workers: Workers = None,
    json: AnswerFile = None,
) -> None:
    """Name the best of many strategies, those that cannot be told apart from it, and the chance of being wrong."""
    check_running(replications, workers, json)
    from simulator.checks import check_seed
    from simulator.experiment.best import best
    from simulator.plans import shipped_names
    from simulator.results.origin import measure_to_judge_by

    check_seed(seed)
    measure_to_judge_by(by)
    quiet = error_console()
    names = strategies or [
        "status_quo",
        *(name for name in shipped_names("strategy") if name != "status_quo"),
    ]
    prepared = prepared_for(scenario, names, quiet, ledger=ledger, settings=settings, shocks=shocks)
    with run_progress(quiet) as tell:
        answer = best(
            prepared.scenario,
            prepared.strategies,
            by=by,
            error=error,
            replications=replications,
            seed=seed,
            portfolio=prepared.portfolio,
            workers=workers,
            progress=tell,
        )
    lines = (
        (
            "± is what luck is allowed for: a strategy is out as soon as another one is ahead by more. The stated "
            "chance of error is that of missing the best one; it is not that of each ±."
        ),
    )
    show_answer(answer, [_table(answer)], lines, prepared.warnings)
    write_answer(answer, json, quiet)


def _table(answer: Best) -> Table:
    wording = answer.wording
    table = new_table(
        f"{wording.label}\n{wording.unit}", ["average", "against the best", "±", "replications", "out by"]
    )
    for number, one in enumerate(answer.contenders):
        step = one.unsure_by if math.isfinite(one.unsure_by) else None
        behind = None if math.isnan(one.behind) else one.behind
        table.add_row(
            one.name,
            wording.shown(one.average),
            "" if number == 0 else wording.shown(behind, signed=True, step=step),
            "" if number == 0 else wording.shown(step, step=step),
            f"{one.replications:,}",
            one.beaten_by or "",
        )
    return table
