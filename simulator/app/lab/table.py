"""The difference table as HTML: a real table with row and column headings, and strips that words can replace."""

from __future__ import annotations

from html import escape

from simulator.app.kit.badges import STYLE_OF, badge
from simulator.app.kit.words import unbroken
from simulator.results.comparison import Comparison
from simulator.results.differences import Cell, Row, Span, difference_rows


def table_html(
    comparison: Comparison, notes: tuple[str, ...], selected: int, criterion: str = "profit"
) -> str:
    """The table: one column for each strategy, one row for each measure.

    Args:
        comparison: What is shown.
        notes: What each strategy is, in a few words, today's first.
        selected: The column that is tinted; 0 tints none.
        criterion: What is judged by; growth, resilience and own weights have a row of their own.
    """
    head = "".join(
        f'<th scope="col" class="{STYLE_OF[place]}{" is-selected" if place == selected else ""}">'
        f'<span class="th-line">{badge(place)}<span class="th-name"><b>{escape(result.name)}</b>'
        f"<small>{escape(note)}</small></span></span></th>"
        for place, (result, note) in enumerate(zip(comparison.results, notes, strict=True))
    )
    rows = "".join(_row(row, selected) for row in difference_rows(comparison, criterion))
    return (
        f'<table class="differences n{len(comparison.others)}"><caption class="for-readers">Difference from today, '
        "with the same luck in every strategy</caption>"
        '<thead><tr><th scope="col" class="corner"><b>Difference from today</b><small>same luck throughout</small>'
        f"</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: Row, selected: int) -> str:
    cells = "".join(_cell(cell, place, selected) for place, cell in enumerate(row.cells, start=1))
    mark = _line_mark() if row.today_has_range else ""
    name = "judged" if "=" in row.measure.name else row.measure.name
    return (
        f'<tr data-measure="{name}"><th scope="row"><b>{row.measure.label}</b>'
        f'<small class="row-note">{unbroken(row.note)}</small></th>'
        f'<td class="s-t today"><b class="num">{row.today}</b><small>{mark}{row.today_note}</small></td>{cells}</tr>'
    )


def _cell(cell: Cell, place: int, selected: int) -> str:
    css = f"{STYLE_OF[place]}{' is-selected' if place == selected else ''}"
    if not cell.text:
        return f'<td class="{css}"><small class="waiting">{cell.line_text}</small></td>'
    chance = f'<span class="chance {cell.tone}">{cell.badge}</span>' if cell.badge else ""
    captions = ""
    if cell.block_text:
        captions += f"<span>{_block_mark()}{cell.block_text}</span>"
    if cell.line_text:
        mark = "" if cell.line_text.startswith("over") else _line_mark()
        captions += f"<span>{mark}{cell.line_text}</span>"
    return (
        f'<td class="{css}"><span class="cell-top"><b class="num">{cell.text}</b>{chance}</span>'
        f'{_strip(cell)}<small class="captions">{captions}</small></td>'
    )


def _strip(cell: Cell) -> str:
    """The strip: a line for single runs, a block for the average, zero in the middle."""
    parts = ['<rect class="half" x="50%" width="50%" height="100%"/>']
    parts.append('<line class="zero" x1="50%" x2="50%" y1="0" y2="100%"/>')
    if cell.line:
        low, high = _percent(cell.line)
        parts.append(f'<line class="years" x1="{low}%" x2="{high}%" y1="50%" y2="50%"/>')
        parts += [f'<line class="years" x1="{end}%" x2="{end}%" y1="25%" y2="75%"/>' for end in (low, high)]
    if cell.block:
        low, high = _percent(cell.block)
        parts.append(
            f'<rect class="block" x="{low}%" width="{max(high - low, 1.4):.2f}%" y="18%" height="64%"/>'
        )
    elif cell.middle is not None:
        parts.append(
            f'<rect class="block" x="{100 * cell.middle - 0.7:.2f}%" width="1.4%" y="18%" height="64%"/>'
        )
    return f'<svg class="strip" role="img" aria-label="{escape(cell.words)}">{"".join(parts)}</svg>'


def _percent(span: Span) -> tuple[float, float]:
    return round(100 * span[0], 2), round(100 * span[1], 2)


def _block_mark() -> str:
    return '<i class="mark-block" aria-hidden="true"></i>'


def _line_mark() -> str:
    return '<i class="mark-line" aria-hidden="true"></i>'


def table_foot(comparison: Comparison, sure_from: int) -> str:
    """How to read the table."""
    few = comparison.replications < sure_from
    runs = "years" if comparison.is_one_year else "runs"
    lines = (
        f"<span>single {runs} and their range appear from {sure_from} replications on</span>"
        if few
        else f"<span>{_line_mark()}single {runs}, nine in ten</span>"
        f"<span>“of 100” means simulated {runs}</span>"
    )
    return (
        f"<span>{_block_mark()}average, with its 95 % interval</span>{lines}"
        "<span>right of the centre line is better, in every row</span>"
    )
