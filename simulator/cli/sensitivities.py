"""`creditlab sensitivity`: how an answer moves with what we assume."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from simulator.cli.answering import Asked
from simulator.cli.options import (
    DEFAULT_SEED,
    By,
    Fresh,
    JsonFile,
    Ledger,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    StrategyName,
    Workers,
)
from simulator.cli.searching import new_table

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.results.tornado import Bar, End, Sensitivity

Against = Annotated[str, typer.Option("--against", help="What it is compared with.")]
Keys = Annotated[
    list[str] | None,
    typer.Option(
        "--keys",
        metavar="KEY[=LOW..HIGH]",
        help="What to move, over its plausible range or yours; several with a comma between or repeated. None chooses.",
    ),
]
Sobol = Annotated[
    int | None,
    typer.Option(
        "--sobol", metavar="POINTS", help="Also move the five that matter most all at once: 32, 64, ..."
    ),
]
_MOST_AT_ONCE = 5


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("sensitivity")(show_sensitivity)


def show_sensitivity(
    scenario: ScenarioName,
    strategy: StrategyName,
    against: Against = "status_quo",
    keys: Keys = None,
    sobol: Sobol = None,
    by: By = "profit",
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 40,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Show how what a strategy brings moves with each assumption over its plausible range (some minutes).

    What is chosen for the shipped wholesaler are about 2,300 runs: two minutes with two processors. Fewer --keys, or
    --replications 20, take a part of that; a larger portfolio takes longer in proportion.
    """
    from simulator.experiment.sensitivity import sensitivity
    from simulator.experiment.shares import check_design, shares_beside
    from simulator.results.origin import measure_to_judge_by

    asked = Asked(replications, workers, seed, json, fresh=fresh, least=2)
    measure_to_judge_by(by)
    moved = _keys(keys or [])
    if sobol is not None:
        check_design(sobol, moved)
    prepared = asked.prepared(scenario, [against, strategy], ledger, settings, shocks)
    first, second = prepared.strategies
    with asked.running(prepared) as running:
        found = sensitivity(
            prepared.scenario, second, against=first, keys=moved, by=by, replications=replications, **running
        )
        if sobol is not None:
            largest = [_as_key(bar, moved) for bar in found.bars[:_MOST_AT_ONCE]]
            found = shares_beside(
                found, prepared.scenario, prepared.strategies, (largest, by, sobol), running
            )
    tables = [_table(found)] if found.shares is None else [_table(found), _shares_table(found)]
    asked.show(found, tables, _lines(found))
    asked.hand_out(found)


def _keys(given: list[str]) -> list[str]:
    """The keys one by one: a comma before group.name parts keys, any other comma parts values.

    >>> _keys(["terms.net_days=30,60, discount.rate_fraction"])
    ['terms.net_days=30,60', 'discount.rate_fraction']
    """
    parts = (part.strip() for text in given for part in re.split(r",(?=\s*[a-z_]+\.[a-z_])", text))
    return [part for part in parts if part]


def _as_key(bar: Bar, given: list[str]) -> str:
    """The text that the user gave for a bar, or its key."""
    return next((text for text in given if text.partition("=")[0].strip() == bar.key), bar.key)


def _table(found: Sensitivity) -> Table:
    wording = found.wording
    table = new_table(f"Moves {wording.label},\n{wording.unit}, by", ["at its low end", "at its high end"])
    for bar in found.bars:
        name = Text.assemble(bar.key, (f"\n{bar.low.told} to {bar.high.told}", "dim"))
        table.add_row(name, *(_movement(found, end, is_still=bar.is_still) for end in bar.ends))
    return table


def _movement(found: Sensitivity, end: End, *, is_still: bool) -> Text:
    """How far the answer moves, bold where it is clear."""
    if is_still:
        return Text("nothing", style="dim")
    wording, half = found.wording, end.movement.half_width
    moved = wording.shown(end.movement.mean, signed=True, step=half)
    unsure = (f"\n± {wording.shown(half, step=half)}", "dim")
    return Text.assemble((moved, "bold" if end.movement.is_clear else ""), unsure)


def _shares_table(found: Sensitivity) -> Table:
    table = new_table("All at once: part of the spread", ["alone", "95 %", "with others", "95 %"])
    for one in found.shares.parts if found.shares else ():
        cells = []
        for part in (one.alone, one.in_all):
            low, high = (round(100 * (end or 0.0)) for end in (part.low, part.high))
            cells += [f"{round(100 * part.mean)} %", f"{low} to {high}".replace("-", "−")]
        table.add_row(one.key, *cells)
    return table


def _lines(found: Sensitivity) -> list[str]:
    wording, base = found.wording, found.base
    lines = [
        (
            f"As it stands: {wording.shown(base.mean, signed=True, step=base.half_width)} "
            f"± {wording.shown(base.half_width, step=base.half_width)} {wording.unit} against {found.against}. "
            f"{found.replications} replications of each case, all with the same luck."
        ),
        (
            "Each is moved alone, the others held; ± holds for all rows together (95 %). Within its ± a movement may "
            "be luck."
        ),
    ]
    if found.chosen_for_you:
        lines.append(
            "Chosen for you: what moves any strategy (demand, margin, interest, failures, lateness), and what decides "
            "the levers that this one changes. --keys names others."
        )
    if found.shares is not None:
        shares = found.shares
        low, high = (wording.shown(end, signed=True) for end in (shares.lowest, shares.highest))
        lines.append(
            f"All at once, anywhere in their ranges: 90 of 100 answers lie between {low} and {high} {wording.unit}; "
            f"{shares.runs:,} places worked out."
        )
    return lines
