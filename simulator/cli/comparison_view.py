"""A comparison on a terminal: verdict, differences, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.metrics.catalogue import CATALOGUE, Metric
from simulator.results.differences import difference_rows
from simulator.results.objectives import words_of
from simulator.results.savings import savings_in_words
from simulator.results.statistics import LEVEL
from simulator.results.verdict import verdict_of
from simulator.results.words import SURE_FROM, chance_in_words, figure, unit_in_words

if TYPE_CHECKING:
    from simulator.ledger.light import LedgerLight, Light
    from simulator.results.comparison import Comparison, Result

MAIN_MEASURES = (
    "profit_to_the_end",
    "lowest_cash",
    "dso_countback_days",
    "write_offs_net_of_claims",
    "write_offs_net_of_claims_p95",
    "credit_sales",
    "cash_collected",
    "dso_paid_days",
    "late_count_fraction",
    "overdue_fraction",
    "over_90_fraction",
    "bad_debt_gross_fraction",
    "discounts",
    "collection_cost",
    "overdraft_interest",
    "lost_margin",
    "customers_lost",
    "desk_load_fraction",
)
LIGHT_STYLES: Mapping[Light | None, str] = {
    "green": "bold green",
    "amber": "bold yellow",
    "red": "bold red",
    None: "bold",
}
_LABEL_WIDTH = 33
_LEVEL_WIDTH = 17
_DIFFERENCE_WIDTH = 19
_MARGIN = 4


def show(
    comparison: Comparison,
    console: Console,
    measures: Sequence[str] | None = None,
    told: Collection[str] = (),
    *,
    criterion: str = "profit",
) -> None:
    """Print the whole comparison; strategies that do not fit side by side go below each other.

    Args:
        comparison: What was found.
        console: Where to.
        measures: Names of the measures; None for all of them.
        told: Notes that the user has read already.
        criterion: What the verdict judges by.
    """
    console.print()
    console.print(Text(verdict_of(comparison, criterion).text, style="bold"))
    for line in judged_lines(comparison, criterion):
        console.print(Text(line))
    for caution in comparison.cautions:
        console.print(Text(caution, style="bold"))
    if comparison.light is not None:
        show_light(comparison.light, console)
    others = list(comparison.others)
    fitting = max(1, (console.width - _LABEL_WIDTH - _LEVEL_WIDTH - _MARGIN) // _DIFFERENCE_WIDTH)
    groups = [others[begin : begin + fitting] for begin in range(0, len(others), fitting)] or [[]]
    for group in groups:
        console.print()
        console.print(_table(comparison, group, measures or tuple(CATALOGUE)))
    console.print()
    for line in footer(comparison, told):
        console.print(Text(line, style="dim"))


def judged_lines(comparison: Comparison, criterion: str) -> list[str]:
    """Growth, resilience or own weights: how it is defined, and every strategy's figures; else nothing."""
    words = words_of(criterion)
    if not words:
        return []
    row = difference_rows(comparison, criterion)[0]
    lines = [words, f"  {comparison.first.name}: {row.today}"]
    for result, cell in zip(comparison.others, row.cells, strict=True):
        told = [
            part
            for part in (cell.text, f"({cell.block_text})" if cell.block_text else "", cell.badge)
            if part
        ]
        lines.append(f"  {result.name}: {' '.join(told) or cell.line_text}")
    return lines


def show_light(light: LedgerLight, console: Console) -> None:
    """How well the ledger is foretold, in one line in the colour of its light."""
    console.print(Text(light.line, style=LIGHT_STYLES[light.light]))


def _table(comparison: Comparison, others: Sequence[Result], measures: Sequence[str]) -> Table:
    """Levels of the first strategy, and the differences of some others to it."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    table.add_column(Text(f"{comparison.scenario}"), overflow="fold")
    table.add_column(Text(f"{comparison.first.name}\naverage ± 95 %"), justify="right", overflow="fold")
    for other in others:
        table.add_column(Text(f"{other.name}\nagainst the first"), justify="right", overflow="fold")
    for name in measures:
        metric = CATALOGUE[name]
        if metric.tail_of and comparison.first.interval(name) is None:
            continue  # known after 200 replications
        label = Text.assemble(metric.label, ("\n" + unit_in_words(metric.unit, comparison.currency), "dim"))
        cells = [_difference(comparison, other, name) for other in others]
        table.add_row(label, _level(comparison.first, name), *cells)
    return table


def _level(result: Result, name: str) -> Text:
    metric = CATALOGUE[name]
    found = result.interval(name)
    if found is None:
        return Text("–", style="dim")
    text = Text(_shown(found.mean, metric, found.half_width))
    if found.half_width is not None:
        text.append(f"\n± {_shown(found.half_width, metric, found.half_width)}", style="dim")
    return text


def _difference(comparison: Comparison, result: Result, name: str) -> Text:
    """The difference and how often it is the better one, above its interval; bold when it is clear."""
    metric = CATALOGUE[name]
    found = comparison.difference(result, name)
    if found is None:
        return Text("–", style="dim")
    if found.low is None or found.high is None:
        return Text(_shown(found.mean, metric, signed=True))
    if found.low == found.high == 0:
        return Text("same", style="dim")
    step = (found.high - found.low) / 2
    text = Text()
    text.append(_shown(found.mean, metric, step, signed=True), style="bold" if found.is_clear else "")
    if found.probability_better is not None:
        text.append(f"  {chance_in_words(found.probability_better, comparison.replications)}")
    low, high = (_shown(end, metric, step, signed=True) for end in (found.low, found.high))
    text.append(f"\n{low} to {high}", style="dim")
    return text


def _shown(value: float, metric: Metric, step: float | None = None, *, signed: bool = False) -> str:
    return figure(value, metric.unit, metric.decimals, step=step, signed=signed)


def footer(comparison: Comparison, told: Collection[str] = ()) -> list[str]:
    """How to read the numbers, how many replications, what the same luck saved, and where they come from."""
    lines = []
    runs = 100 if comparison.replications >= SURE_FROM else comparison.replications
    if comparison.others:
        lines.append(
            f"Differences: average, better in so many of {runs} runs, 95 % interval; bold where it leaves out zero."
        )
    lines.append(
        f"{comparison.replications:,} replications of {comparison.horizon_days:,} days.{_enough(comparison)}"
    )
    lines += [
        said for other in comparison.others if (said := savings_in_words(comparison, other)) is not None
    ]
    for missed in comparison.missed:
        metric = CATALOGUE[missed.metric]
        lines.append(
            f"Not yet precise: {missed.strategy}, {metric.label}: "
            f"± {_shown(missed.half_width, metric, missed.target)} instead of "
            f"± {_shown(missed.target, metric, missed.target)} {unit_in_words(metric.unit, comparison.currency)}."
        )
    lines += [f"- {note}" for note in comparison.notes if note not in told]
    lines.append(
        f"Seed {comparison.seed}, version {comparison.version}, inputs {comparison.inputs_hash[:12]}. "
        "`creditlab explain NAME` tells what a measure means."
    )
    return lines


def _enough(comparison: Comparison) -> str:
    """Whether they were as many as the precision asked for needs."""
    is_precise = comparison.first.level != LEVEL and not comparison.missed
    return " That was enough for the precision asked." if is_precise and comparison.others else ""
