"""`creditlab frontier`: profit against cash against write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.best_of_many import Names
from simulator.cli.comparing import DEFAULT_SEED, Ledger, ScenarioName, Seed, Shocks, Workers
from simulator.cli.searching import (
    AnswerFile,
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

    from simulator.results.front import Front, Place

Grid = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE,...",
        help="A lever with several values makes a strategy of each (of each combination); an assumption has one.",
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--by", help="What counts, two or more; none means profit, lowest cash and write-offs."),
]
Replications = Annotated[int, typer.Option("--replications", help="Run each strategy so often.")]
_STANDINGS = {"frontier": "", "perhaps": "perhaps beaten by", "dominated": "beaten by"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("frontier")(show_frontier)


def show_frontier(
    scenario: ScenarioName,
    strategies: Names = None,
    settings: Grid = None,
    by: Measures = None,
    ledger: Ledger = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 200,
    workers: Workers = None,
    json: AnswerFile = None,
) -> None:
    """Show what strategies trade: profit against the lowest cash against write-offs; and name those beaten on all."""
    check_running(replications, workers, json)
    from simulator.checks import check_seed
    from simulator.experiment.frontier import MEASURES, frontier, strategies_of
    from simulator.parameters import LEVER_GROUPS
    from simulator.plans import shipped_names
    from simulator.results.origin import measure_named

    check_seed(seed)
    measures = [measure_named(name) for name in by] if by else list(MEASURES)
    quiet = error_console()
    levers = [one for one in settings or [] if one.partition(".")[0].strip() in LEVER_GROUPS]
    assumptions = [one for one in settings or [] if one not in levers]
    shipped = () if levers else (name for name in shipped_names("strategy") if name != "status_quo")
    names = strategies or ["status_quo", *shipped]
    prepared = prepared_for(scenario, names, quiet, ledger=ledger, settings=assumptions, shocks=shocks)
    made = [one for base in prepared.strategies[-1:] for one in strategies_of(base, levers)] if levers else []
    with run_progress(quiet) as tell:
        answer = frontier(
            prepared.scenario,
            [*prepared.strategies, *made],
            measures=measures,
            replications=replications,
            seed=seed,
            portfolio=prepared.portfolio,
            workers=workers,
            progress=tell,
        )
    how = (
        f"{answer.replications:,} replications, the same luck for all. Beaten: on no measure better and on one worse; "
        "95 % sure for all comparisons of a strategy together."
    )
    show_answer(answer, [_table(answer)], [how], prepared.warnings)
    write_answer(answer, json, quiet)


def _table(answer: Front) -> Table:
    headings = [f"{wording.label}\n{wording.unit}" for wording in answer.wordings]
    table = new_table("Strategy", [*headings, ""])
    for place in answer.ranked:
        levels = [wording.shown(level) for wording, level in zip(answer.wordings, place.levels, strict=True)]
        table.add_row(place.name, *levels, _beaten(place))
    return table


def _beaten(place: Place) -> str:
    more = f" and {len(place.beaten_by) - 1} more" if len(place.beaten_by) > 1 else ""
    return f"{_STANDINGS[place.standing]} {place.beaten_by[0]}{more}" if place.beaten_by else ""
