"""`creditlab claims`: where unpaid debts go under an insurance contract, and what the contract costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulator.cli.answering import Asked
from simulator.cli.options import (
    DEFAULT_SEED,
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

    from simulator.results.contract_cost import ClaimsAnswer
    from simulator.results.statistics import Interval


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("claims")(account_for_claims)


def account_for_claims(
    scenario: ScenarioName,
    strategy: StrategyName,
    *,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 100,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Show where unpaid debts go under an insurance contract: not covered, borne by us, or paid; and what it costs."""
    from simulator.experiment.claims import claims
    from simulator.results.words import units_of

    asked = Asked(replications, workers, seed, json, fresh=fresh)
    found = asked.prepared(scenario, [strategy], ledger, settings, shocks)
    with asked.running(found) as running:
        answer = claims(found.scenario, found.strategies[0], replications=replications, **running)
    years = answer.account.years
    lines = [
        f"Averages of {answer.account.replications:,} runs, 95 % intervals, net of VAT, to the end of the run-off.",
        f"Unpaid debts: of the whole run, {years} {units_of(years, 'policy years')}; the cost: a year.",
    ]
    asked.show(answer, [_parts(answer), _cost(answer)], lines)
    asked.hand_out(answer)


def _parts(answer: ClaimsAnswer) -> Table:
    """Every part of an unpaid debt that there is."""
    from simulator.results.claims import PARTS
    from simulator.results.statistics import interval

    table = new_table(f"Unpaid debts ({answer.origin.currency})", ["average", "95 %", "what it is"])
    for part in PARTS:
        found = answer.account.average(part.name)
        if found is not None and found.mean:
            table.add_row(part.label, *_figures(found), part.meaning)
    whole = interval(answer.account.total())
    if whole is not None:
        table.add_row("All of them", *_figures(whole), "")
    return table


def _cost(answer: ClaimsAnswer) -> Table:
    from simulator.results.words import figure

    cost = answer.cost
    table = new_table(f"The contract ({answer.origin.currency} a year)", ["average", "95 %"])
    for label, value in (
        ("Premium", cost.premium),
        ("Fees for limits and top-up", cost.fees),
        ("Claims paid", -cost.claims),
        ("Given back (salvage)", cost.given_back),
    ):
        table.add_row(label, figure(value, "currency", step=_step(value)), "")
    table.add_row("Net cost of the insurer", *_figures(cost.net))
    return table


def _figures(found: Interval) -> tuple[str, str]:
    """An average and its interval, with two digits at least."""
    from simulator.results.words import figure

    step = found.half_width or _step(found.mean)
    middle, low, high = (
        figure(one, "currency", step=min(step, _step(found.mean)))
        for one in (found.mean, found.low, found.high)
    )
    return middle, f"{low} to {high}" if found.low is not None else ""


def _step(value: float) -> float:
    return 100.0 if abs(value) < 9_950 else 1_000.0
