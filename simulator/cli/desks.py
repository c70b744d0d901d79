"""`creditlab desk`: what each step of a dunning ladder, the staff and the order of calls bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulator.cli.answering import Asked, origin_line
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

    from simulator.results.desk.answer import DeskAnswer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("desk")(look_at_desk)


def look_at_desk(
    scenario: ScenarioName,
    strategy: StrategyName,
    *,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 50,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Show what each step of the ladder, the staff and the order of calls bring; what is ladder, and what staff."""
    from simulator.experiment.desk.effects import desk
    from simulator.results.desk.wording import headline, profit_sentence, weak_steps_sentence

    asked = Asked(replications, workers, seed, json, fresh=fresh)
    found = asked.prepared(scenario, [strategy], ledger, settings, shocks)
    with asked.running(found) as running:
        answer = desk(found.scenario, found.strategies[0], replications=replications, **running)
    numbers = range(1, len(answer.ladder) + 1)
    more = (profit_sentence(answer), weak_steps_sentence(answer, numbers))
    asked.headline(f"{headline(answer)}.", *(one for one in more if one))
    asked.table(_steps(answer), f"Each step by leaving it out alone ({answer.currency} a year)")
    asked.table(_staff(answer), f"Profit a year against today ({answer.currency})")
    lines = [
        "Same luck in every variant; average and 95 % interval. Time costs what the collectors are paid for it."
    ]
    asked.small_print(lines, (), origin_line(answer.identity, answer.replications))
    asked.hand_out(answer)


def _steps(answer: DeskAnswer) -> Table:
    """A row for each step, then stop of supply."""
    from simulator.results.desk.answer import STOP_SUPPLY, without
    from simulator.results.desk.wording import days, plain, short, span
    from simulator.results.words import MINUS

    table = new_table("Step", ["day", "invoices", "brings", "costs", "net", "95 %", "DSO, days"])
    for number in (*range(len(answer.ladder)), STOP_SUPPLY):
        effect = answer.effect(number)
        step = answer.ladder[number] if isinstance(number, int) else None
        name = f"{int(number) + 1} {step.channel.replace('_', ' ')}" if step else "stop of supply"
        day = step.day if step else answer.stop_supply_days
        begin = (name, "–" if day is None else str(day).replace("-", MINUS))
        if effect is None:
            table.add_row(*begin, answer.refused.get(without(number), "not there"))
            continue
        invoices = "–" if effect.invoices is None else f"{effect.invoices:,.0f}"
        table.add_row(
            *begin, invoices, plain(effect.brings.mean), plain(effect.costs.mean), short(effect.net.mean),
            span(effect.net), days(effect.dso.mean),
        )  # fmt: skip
    return table


def _staff(answer: DeskAnswer) -> Table:
    """Other numbers of collectors; what of the difference is ladder, what staff."""
    from simulator.results.desk.answer import staff
    from simulator.results.desk.wording import short, span
    from simulator.results.words import units_of

    table = new_table("What", ["average", "95 %"])
    for count in answer.counts:
        found = answer.difference("profit", staff(count))
        if found is not None:
            here = " (this plan)" if count == answer.collectors else ""
            table.add_row(f"{count} {units_of(count, 'collectors')}{here}", short(found.mean), span(found))
    for part, share in zip(answer.parts, answer.shares, strict=True):
        table.add_row(f"the share of: {part}", short(share.mean), span(share))
    return table
