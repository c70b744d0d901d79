"""A comparison as a lesson tells it: few measures, the difference with its interval, how often it is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from simulator.metrics.catalogue import CATALOGUE
from simulator.results.comparison import Comparison, Result
from simulator.results.words import chance_in_words, figure, unit_in_words

USUAL = ("dso_countback_days", "lowest_cash", "write_offs", "profit_to_the_end")
"""What lessons show where nothing else is said."""
Rows = list[list[str]]


def rows_of(comparison: Comparison, measures: Sequence[str] = USUAL) -> Rows:
    """A head and a row for each measure: today, each strategy, and each difference with its 95 % interval."""
    base = comparison.base_name
    head = ["", base[:1].upper() + base[1:], *(result.name for result in comparison.others)]
    head += [f"{result.name} less {base}" for result in comparison.others]
    return [head, *(_row(comparison, name) for name in measures)]


def text_of(comparison: Comparison, measures: Sequence[str] = USUAL) -> str:
    """The rows as text, for a cell whose output is kept."""
    rows = rows_of(comparison, measures)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def table_html(comparison: Comparison, measures: Sequence[str] = USUAL) -> str:
    """The rows as a table."""
    head, *rows = rows_of(comparison, measures)
    cells = "".join(
        f'<th scope="col" style="text-align:right;padding:2px 10px">{escape(cell)}</th>' for cell in head[1:]
    )
    body = "".join(
        f'<tr><th scope="row" style="text-align:left;padding:2px 10px">{escape(row[0])}</th>'
        + "".join(f'<td style="text-align:right;padding:2px 10px">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    runs = (
        f"{comparison.replications} runs with the same luck; "
        "in brackets the 95 % interval of the average difference."
    )
    return f"<table><thead><tr><th></th>{cells}</tr></thead><tbody>{body}</tbody></table><p><small>{runs}</small></p>"


def levels_of(
    results: Mapping[str, Result], measures: Sequence[str], currency: str = "EUR"
) -> tuple[list[str], Rows]:
    """A head and a row for each measure: the average of each named result, whatever scenario it comes from."""
    rows = []
    for name in measures:
        metric = CATALOGUE[name]
        unit = unit_in_words(metric.unit, currency)
        levels = [figure(result.mean(name), metric.unit, metric.decimals) for result in results.values()]
        rows.append([f"{metric.label} ({unit})" if unit else metric.label, *levels])
    return ["", *results], rows


def plain_text(head: Sequence[str], rows: Rows) -> str:
    """Any small table as text: the first column to the left, the others to the right."""
    lines = [list(head), *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def plain_html(head: Sequence[str], rows: Rows, note: str = "") -> str:
    """Any small table as HTML."""
    style = 'style="text-align:{};padding:2px 10px"'
    left, right = style.format("left"), style.format("right")
    cells = "".join(f'<th scope="col" {right}>{escape(cell)}</th>' for cell in head[1:])
    body = "".join(
        f'<tr><th scope="row" {left}>{escape(row[0])}</th>'
        + "".join(f"<td {right}>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    first = f'<th scope="col" {left}>{escape(head[0])}</th>'
    told = f"<p><small>{escape(note)}</small></p>" if note else ""
    return f"<table><thead><tr>{first}{cells}</tr></thead><tbody>{body}</tbody></table>{told}"


def _row(comparison: Comparison, name: str) -> list[str]:
    metric = CATALOGUE[name]
    unit = unit_in_words(metric.unit, comparison.currency)
    levels = [figure(result.mean(name), metric.unit, metric.decimals) for result in comparison.results]
    return [
        f"{metric.label} ({unit})" if unit else metric.label,
        *levels,
        *(_difference(comparison, result, name) for result in comparison.others),
    ]


def _difference(comparison: Comparison, result: Result, name: str) -> str:
    metric = CATALOGUE[name]
    found = comparison.difference(result, name)
    if found is None:
        return "–"

    def words(value: float) -> str:
        return figure(
            value,
            metric.unit,
            metric.decimals,
            step=0 if metric.unit.startswith("currency") else None,
            signed=True,
        )

    if found.low is None or found.high is None:
        return words(found.mean)
    text = f"{words(found.mean)} ({words(found.low)} to {words(found.high)})"
    if found.probability_better is None or metric.better is None:
        return text
    return f"{text}, better in {chance_in_words(found.probability_better, comparison.replications)}"
