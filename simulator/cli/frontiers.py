"""`creditlab frontier`: profit against cash against write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulator.cli.answering import Asked
from simulator.cli.options import (
    DEFAULT_SEED,
    AnyNames,
    Fresh,
    Grid,
    JsonFile,
    Ledger,
    Measures,
    Replications,
    ScenarioName,
    Seed,
    Shocks,
    Workers,
)
from simulator.cli.searching import new_table

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.front import Front, Place

_STANDINGS = {"frontier": "", "perhaps": "perhaps beaten by", "dominated": "beaten by"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("frontier")(show_frontier)


def show_frontier(
    scenario: ScenarioName,
    strategies: AnyNames = None,
    by: Measures = None,
    ledger: Ledger = None,
    settings: Grid = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 200,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Show what strategies trade: profit against the lowest cash against write-offs; and name those beaten on all."""
    from simulator.experiment.frontier import MEASURES, frontier, strategies_of
    from simulator.parameters import LEVER_GROUPS
    from simulator.plans import shipped_names
    from simulator.results.origin import measure_named

    asked = Asked(replications, workers, seed, json, fresh=fresh, least=2)
    measures = [measure_named(name) for name in by] if by else list(MEASURES)
    levers = [one for one in settings or [] if one.partition(".")[0].strip() in LEVER_GROUPS]
    assumptions = [one for one in settings or [] if one not in levers]
    shipped = () if levers else (name for name in shipped_names("strategy") if name != "status_quo")
    names = strategies or ["status_quo", *shipped]
    found = asked.prepared(scenario, names, ledger, assumptions, shocks)
    made = [one for base in found.strategies[-1:] for one in strategies_of(base, levers)] if levers else []
    with asked.running(found) as running:
        answer = frontier(
            found.scenario,
            [*found.strategies, *made],
            measures=measures,
            replications=replications,
            **running,
        )
    how = (
        f"{answer.replications:,} replications, the same luck for all. Beaten: on no measure better and on one worse; "
        "95 % sure for all comparisons of a strategy together."
    )
    asked.show(answer, [_table(answer)], [*_along(answer), how])
    asked.hand_out(answer)


def _table(answer: Front) -> Table:
    headings = [f"{wording.label}\n{wording.unit}" for wording in answer.wordings]
    table = new_table("Strategy", [*headings, ""])
    for place in answer.ranked:
        levels = [wording.shown(level) for wording, level in zip(answer.wordings, place.levels, strict=True)]
        table.add_row(place.name, *levels, _beaten(place))
    return table


def _along(answer: Front) -> list[str]:
    """What more of the first measure costs, from each strategy of the frontier to the next."""
    found = []
    for step in answer.steps:
        prices = [answer.price_in_words(step, at) for at in range(1, len(answer.measures))]
        if told := [price for price in prices if price]:
            found.append(f"From {step.before} to {step.after}: {'; '.join(told)}.")
    return found


def _beaten(place: Place) -> str:
    more = f" and {len(place.beaten_by) - 1} more" if len(place.beaten_by) > 1 else ""
    return f"{_STANDINGS[place.standing]} {place.beaten_by[0]}{more}" if place.beaten_by else ""
