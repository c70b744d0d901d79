"""`creditlab why`: the difference of two strategies by lever group, profit line, customer and invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import Asked, origin_line, range_of
from simulator.cli.options import (
    DEFAULT_SEED,
    Followed,
    Fresh,
    JsonFile,
    Ledger,
    OneName,
    OtherName,
    Replications,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    Workers,
)
from simulator.cli.searching import new_table

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from simulator.results.statistics import Interval
    from simulator.results.trace import InvoicePart, Trace
    from simulator.results.why import Why

Replication = Annotated[
    int | None,
    typer.Option(
        "--replication",
        help="Which replication is followed to the invoice; left out, the one nearest to the average.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("why")(explain_difference)


def explain_difference(
    scenario: ScenarioName,
    one: OneName,
    other: OtherName,
    replication: Replication = None,
    by: Followed = "profit",
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: Replications = 50,
    workers: Workers = None,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Explain why two strategies differ: by lever group, by line of profit, by customer, down to the invoice."""
    from simulator.experiment.why import measure_named, why

    asked = Asked(replications, workers, seed, json, fresh=fresh)
    measure_named(by)
    found = asked.prepared(scenario, [one, other], ledger, settings, shocks)
    with asked.running(found) as running:
        answer = why(
            found.scenario,
            *found.strategies,
            measure=by,
            replication=replication,
            replications=replications,
            **running,
        )
    _show(asked, answer)
    asked.hand_out(answer)


def _show(asked: Asked, answer: Why) -> None:
    asked.headline(answer.sentence)
    if answer.shares:
        asked.table(_groups(answer), f"By lever group ({answer.unit})")
    if answer.bridge:
        asked.table(_lines(answer), f"By line of profit ({answer.unit})")
    if answer.trace is not None:
        _show_trace(asked, answer, answer.trace)
    lines = [
        "Average and 95 % interval; shares of lever groups are averages over all orders of changing them.",
        asked.whole_run,
    ]
    asked.small_print(lines, answer.notes, origin_line(answer.origin, answer.replications))


def _groups(answer: Why) -> Table:
    """A row for each lever group, the largest share first."""
    from rich.text import Text

    table = new_table("", ["share", "95 %"])
    for share in answer.ranked:
        name = Text(share.name.capitalize())
        for change in share.changes:
            name.append(f"\n  {change}", style="dim")
        table.add_row(name, *_cells(answer, share.interval))
    table.add_row(Text("Together", style="bold"), *_cells(answer, answer.difference))
    return table


def _lines(answer: Why) -> Table:
    table = new_table("", ["difference", "95 %"])
    for name, found in answer.bridge:
        table.add_row(name.capitalize().replace("_", " "), *_cells(answer, found))
    table.add_row("Together", *_cells(answer, answer.difference), style="bold")
    return table


def _cells(answer: Why, found: Interval | None) -> tuple[Text, Text]:
    from rich.text import Text

    from simulator.results.words import figure

    metric = answer.metric
    if found is None:
        return Text("–"), Text("–", style="dim")
    shown = figure(found.mean, metric.unit, max(metric.decimals, 1), step=found.half_width, signed=True)
    return Text(shown, style="bold" if found.is_clear else ""), Text(range_of(found, metric), style="dim")


def _show_trace(asked: Asked, answer: Why, trace: Trace) -> None:
    """Customers and invoices of one replication."""
    from rich.text import Text

    from simulator.results.histories import amount

    title = f"By customer, in replication {trace.replication} ({trace.what}, {answer.currency})"
    table = new_table("", ["difference"])
    for part in trace.customers:
        table.add_row(f"{part.name} ({part.segment})", amount(part.cents))
    if trace.others[0]:
        count = f"{trace.others[0]:,} other customer{'s' if trace.others[0] > 1 else ''}"
        table.add_row(count, amount(trace.others[1]))
    for own in trace.own:
        table.add_row(own.name, amount(own.cents))
    table.add_row(Text("Together", style="bold"), Text(amount(trace.cents), style="bold"))
    asked.table(table, title)
    if not trace.invoices:
        return
    asked.headline(f"The {len(trace.invoices)} invoices of {trace.all_invoices:,} that made most of it")
    for invoice in trace.invoices:
        name = f"{invoice.customer.name} ({invoice.customer.segment}), invoice {invoice.number}"
        asked.table(_histories(answer, invoice), f"{name}: {amount(invoice.cents)} {answer.currency}")


def _histories(answer: Why, invoice: InvoicePart) -> Table:
    """Both histories side by side, a row for each day on which something happened."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 2), show_edge=False, header_style="dim", pad_edge=False)
    table.add_column("day", justify="right", no_wrap=True)
    table.add_column("date", no_wrap=True)
    for name in (answer.one, answer.other):
        table.add_column(name, overflow="fold", ratio=1)
    for row in invoice.days:
        table.add_row(str(row.day).replace("-", "−"), row.date.isoformat(), row.one, row.other)
    if not invoice.one or not invoice.other:
        table.add_row(
            "", "", *("" if story else "there is no such invoice" for story in (invoice.one, invoice.other))
        )
    return table
