"""`creditlab best`: the best of many strategies, with a stated chance of error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import Asked
from simulator.cli.options import (
    DEFAULT_SEED,
    AnyNames,
    By,
    Fresh,
    JsonFile,
    Ledger,
    MostReplications,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    Workers,
)
from simulator.cli.searching import new_table

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.ranking import Best

ErrorChance = Annotated[
    float, typer.Option("--error", help="Chance that the truly best is not among those named, at most.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("best")(best_of_many)


def best_of_many(
    scenario: ScenarioName,
    strategies: AnyNames = None,
    error: ErrorChance = 0.05,
    by: By = "profit",
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: MostReplications = 640,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Name the best of many strategies, those that cannot be told apart from it, and the chance of being wrong."""
    from simulator.experiment.asked import shared_of
    from simulator.experiment.best import best
    from simulator.plans import shipped_names
    from simulator.results.origin import measure_to_judge_by

    asked = Asked(replications, workers, seed, json, fresh=fresh, least=2)
    measure_to_judge_by(by)
    ships = ["status_quo", *(name for name in shipped_names("strategy") if name != "status_quo")]
    names = strategies or ([] if shared_of(scenario) else ships)
    found = asked.prepared(scenario, names, ledger, settings, shocks)
    with asked.running(found) as running:
        answer = best(
            found.scenario, found.strategies, by=by, error=error, replications=replications, **running
        )
    lines = (
        (
            "± is what luck is allowed for: a strategy is out as soon as another one is ahead by more. The stated "
            "chance of error is that of missing the best one; it is not that of each ±."
        ),
    )
    asked.show(answer, [_table(answer)], lines)
    asked.hand_out(answer)


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
