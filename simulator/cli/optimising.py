"""`creditlab optimise`: the levers that do best under limits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import Asked
from simulator.cli.options import (
    DEFAULT_SEED,
    Assumptions,
    By,
    Fresh,
    JsonFile,
    Ledger,
    ProofReplications,
    ScenarioName,
    Seed,
    Shocks,
    Workers,
)
from simulator.cli.searching import check_running, new_table
from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.optimum import Optimum

Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--lever", metavar="KEY=LOW..HIGH[:STEP] or KEY=A|B", help="What may move; may be repeated."
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep", metavar="MEASURE>=NUMBER", help="A limit to keep, also <=today+2; may be repeated."
    ),
]
Start = Annotated[str, typer.Option("--from", help="The strategy that the other levers are taken from.")]
Trials = Annotated[
    int, typer.Option("--trials", help="Try so many points at most; all where there are no more.")
]
Save = Annotated[Path | None, typer.Option("--save", help="Write the candidate as a strategy file (.yaml).")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("optimise")(show_optimum)


def show_optimum(
    scenario: ScenarioName,
    levers: Levers = None,
    keep: Keep = None,
    start: Start = "status_quo",
    trials: Trials = 64,
    save: Save = None,
    by: By = "profit",
    ledger: Ledger = None,
    settings: Assumptions = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: ProofReplications = 200,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Find the levers that do best under limits, and prove them on luck that the search has not seen."""
    from simulator.experiment.optimise import check_question, check_trials, optimise
    from simulator.strategy import load_strategy

    asked = Asked(replications, workers, seed, json, fresh=fresh, least=2)
    check_running(None, None, save)
    check_trials(trials, replications)
    check_question(levers or [], keep or [], by)
    _refuse_levers(settings or [])
    base = load_strategy(start)
    found = asked.prepared(scenario, ["status_quo", start], ledger, settings, shocks)
    with asked.running(found) as running:
        answer = optimise(
            found.scenario,
            levers or [],
            limits=keep or [],
            start=base,
            by=by,
            trials=trials,
            replications=replications,
            **running,
        )
    tables = [_table(answer)] if answer.kept else []
    asked.show(answer, tables, _lines(answer))
    asked.hand_out(answer)
    if save is not None:
        from simulator.results.documents import write_text

        write_text(save, answer.strategy.to_yaml())
        asked.quiet.print(f"Strategy written to {save}.", markup=False, soft_wrap=True)


def _refuse_levers(settings: list[str]) -> None:
    from simulator.parameters import LEVER_GROUPS

    wrong = [one for one in settings if one.partition(".")[0].strip() in LEVER_GROUPS]
    if wrong:
        raise UserError(
            f"--set {wrong[0]} is a lever. Fix it with --lever {wrong[0]}, or start --from a strategy."
        )


def _table(answer: Optimum) -> Table:
    table = new_table("Limit", ["bound", "candidate", "today", "sure to hold", "runs within"])
    from simulator.results.origin import Wording
    from simulator.results.words import out_of_100

    for one in answer.kept:
        wording = Wording(one.measure, answer.origin.currency, 1.0)
        table.add_row(
            one.text,
            wording.shown(one.bound),
            wording.shown(one.level),
            wording.shown(one.today),
            out_of_100(one.chance),
            out_of_100(one.kept_in),
        )
    return table


def _lines(answer: Optimum) -> list[str]:
    wording = answer.wording
    return [
        (
            f"{answer.tried:,} points tried on common luck; the numbers are from {answer.replications:,} other runs. "
            f"The search alone would have promised {wording.signed(answer.promised)}, the proof says "
            f"{wording.signed(answer.gain.mean)}."
        ),
        "Limits are compared over the whole run. Sure to hold: the chance that the true figure keeps the bound.",
    ]
