"""The heat map: shocks against strategies, the difference to no shock in each cell; a table, also without colour."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from simulator.app.kit.badges import badge
from simulator.results.origin import Wording
from simulator.results.statistics import Interval
from simulator.results.words import SURE_FROM, chance_in_words

if TYPE_CHECKING:
    from simulator.results.stress import StressTest

STEPS = (0.1, 0.3, 0.6)
"""Shares of the worst cell at which the shade gets darker."""

CASH = "lowest_cash"


@dataclass(frozen=True)
class Cell:
    """One shock upon one strategy: what stands there, and how dark it is.

    Attributes:
        text: The difference.
        range: Its 95 % interval in words; empty where there is none.
        shade: 0 next to nothing to 4 the worst; negative: better.
        is_clear: Whether the interval leaves out zero.
    """

    text: str
    range: str
    shade: int
    is_clear: bool


def cell_of(found: Interval | None, worst: float, words: Wording) -> Cell:
    """A difference as a cell.

    >>> words = Wording("lowest_cash", "EUR", 1.0)
    >>> cell_of(Interval(-50_000.0, -60_000.0, -40_000.0), 100_000.0, words)
    Cell(text='−50k', range='−60k to −40k', shade=3, is_clear=True)
    >>> cell_of(Interval(0.0, 0.0, 0.0), 100_000.0, words).text
    'same'
    """
    if found is None:
        return Cell("–", "", 0, False)
    if found.mean == 0.0 and not found.half_width:
        return Cell("same", "no run differs", 0, True)
    step = found.half_width
    text = words.shown(found.mean, step=step, signed=True)
    ends = (found.low, found.high)
    told = " to ".join(words.shown(end, step=step, signed=True) for end in ends if end is not None)
    loss = -words.gain(found.mean) / worst if worst > 0 else 0.0
    shade = (-1 if loss < 0 else 1 + sum(loss >= one for one in STEPS)) if found.is_clear else 0
    return Cell(text, told, shade, found.is_clear)


def cells_of(test: StressTest, measure: str) -> dict[int, list[Cell]]:
    """All cells by shock."""
    words = test.wording(measure)
    found = {
        shock: [test.difference(shock, place, measure) for place in range(len(test.strategies))]
        for shock in test.ranked_by(measure)
    }
    losses = [-words.gain(one.mean) for row in found.values() for one in row if one is not None]
    worst = max(losses, default=0.0)
    return {shock: [cell_of(one, worst, words) for one in row] for shock, row in found.items()}


def heat_html(test: StressTest, measure: str, selected: int) -> str:
    """The heat map with the level without a shock as its first row."""
    cells = cells_of(test, measure)
    rows = "".join(_row(test, shock, cells[shock], measure, selected) for shock in test.ranked_by(measure))
    words = test.wording(measure)
    metric, unit = words.metric, words.unit
    head = "".join(
        f'<th scope="col" class="{_style(place, selected)}">{badge(place)} {escape(_named(name))}</th>'
        for place, name in enumerate(test.strategies)
    )
    caption = f"{metric.label}, {unit}: what each shock changes, against the same runs without it"
    return (
        f'<div class="scrolls"><table class="heat"><caption class="visually-hidden">{caption}</caption>'
        f'<thead><tr><th scope="col">{escape(metric.label)}, {unit}</th>{head}</tr></thead>'
        f"<tbody>{_levels(test, measure, selected)}{rows}</tbody></table></div>{_LEGEND}"
    )


def _named(name: str) -> str:
    return name[:1].upper() + name[1:]


def _style(place: int, selected: int) -> str:
    letter = "tabc"[place]
    return f"s-{letter} is-selected" if place == selected and place else f"s-{letter}"


def _levels(test: StressTest, measure: str, selected: int) -> str:
    words = test.wording(measure)
    found = [test.level(place, measure) for place in range(len(test.strategies))]
    told = "".join(
        f'<td class="level {_style(place, selected)}"><b class="num">'
        f"{words.shown(one.mean if one else None)}</b>"
        f"{_beyond(test, None, place, measure)}</td>"
        for place, one in enumerate(found)
    )
    return f'<tr class="levels"><th scope="row">No shock <small>the level itself</small></th>{told}</tr>'


def _row(test: StressTest, shock: int, cells: list[Cell], measure: str, selected: int) -> str:
    coming = test.shocks[shock]
    told = "".join(
        _cell_html(cell, _beyond(test, shock, place, measure), _style(place, selected))
        for place, cell in enumerate(cells)
    )
    kind = ' class="all-at-once"' if coming.is_all else ""
    words = escape(coming.words)
    return f'<tr{kind}><th scope="row" title="{words}">{escape(coming.name)}<small>{words}</small></th>{told}</tr>'


def _cell_html(cell: Cell, beyond: str, style: str) -> str:
    shade = "better" if cell.shade < 0 else f"shade-{cell.shade}"
    said = f"95 %: {cell.range}" if cell.range else "one run only"
    unsure = "" if cell.is_clear else '<small class="unsure">not clear</small>'
    better = '<span class="visually-hidden"> better</span>' if cell.shade < 0 else ""
    return (
        f'<td class="{shade} {style}" tabindex="0"><b class="num">{cell.text}</b>{better}{unsure}{beyond}'
        f'<span class="range" role="note">{said}</span></td>'
    )


def _beyond(test: StressTest, shock: int | None, place: int, measure: str) -> str:
    """How often the limit is broken, where cash is shown."""
    if measure != CASH:
        return ""
    share = test.beyond_limit(shock, place)
    often = chance_in_words(share, test.replications) if share else "none"
    return f"<small>beyond limit: {often}</small>"


_LEGEND = (
    '<p class="heat-legend"><span><i class="shade-1"></i><i class="shade-2"></i><i class="shade-3"></i>'
    '<i class="shade-4"></i> mild to worst</span><span><i class="better"></i> better than without it</span>'
    "<span>no shade: not clear, or the same</span></p>"
)


def table_html(test: StressTest, measure: str) -> str:
    """The same numbers with their intervals, row by row."""
    words, cells = test.wording(measure), cells_of(test, measure)
    unit = words.unit
    lines = []
    for shock in test.ranked_by(measure):
        for place, cell in enumerate(cells[shock]):
            head = f'<th scope="row">{escape(test.shocks[shock].name)}</th>' if not place else "<td></td>"
            share = test.beyond_limit(shock, place)
            limit = chance_in_words(share, test.replications) if share else "none"
            level = test.level(place, measure, shock)
            lines.append(
                f'<tr class="{"is-first" if not place else ""}">{head}'
                f"<td>{badge(place)} {escape(_named(test.strategies[place]))}</td>"
                f'<td class="num">{cell.text}</td><td class="num">{cell.range or "–"}</td>'
                f'<td class="num">{words.shown(level.mean if level else None)}</td>'
                f'<td class="num">{limit}</td></tr>'
            )
    heads = (
        "Shock",
        "Strategy",
        f"Difference, {unit}",
        "95 % interval",
        f"Level, {unit}",
        "Runs beyond the limit",
    )
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        '<div class="scrolls"><table class="plain stress-numbers"><thead><tr>'
        f"{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def headline(test: StressTest, measure: str) -> str:
    """Which shock hurts most, and who bears it best; while there are few runs, only who leads."""
    words = test.wording(measure)
    singles = [one for one in _by_damage(test, words) if not test.shocks[one].is_all]
    worst = singles[0]
    name = test.shocks[worst].name
    found = [test.difference(worst, place, measure) for place in range(len(test.strategies))]
    if found[0] is None or words.gain(found[0].mean) >= 0:
        return f"None of these shocks makes this worse for today: {words.named}"
    lead = "So far " if test.replications < SURE_FROM else ""
    begin = name if not lead else f"{name[:1].lower()}{name[1:]}"
    return f"{lead}{begin} hurts most: it costs today {words.size(found[0].mean)} of {words.named}"


def _by_damage(test: StressTest, words: Wording) -> list[int]:
    """Shocks by what they do to today."""

    def damage(shock: int) -> float:
        found = test.difference(shock, 0, words.measure)
        return -words.gain(found.mean) if found else 0.0

    return sorted(range(len(test.shocks)), key=lambda shock: -damage(shock))


def below(test: StressTest, measure: str) -> str:
    """What else is worth saying of the worst shock: who ends best under it, and who breaks the overdraft limit."""
    words = test.wording(measure)
    worst = next(one for one in _by_damage(test, words) if not test.shocks[one].is_all)
    leads = [(place, test.lead(worst, place, measure)) for place in range(1, len(test.strategies))]
    clear = [(place, one) for place, one in leads if one is not None and one.is_clear]
    told = []
    if clear:
        place, lead = max(clear, key=lambda pair: words.gain(pair[1].mean))
        if words.gain(lead.mean) > 0:
            told.append(
                f"Under it {test.strategies[place]} ends {words.size(lead.mean)} better off than today."
            )
        else:
            told.append("Under it none of the others ends better off than today.")
    elif leads:
        told.append("Under it no other strategy is clearly better or worse off than today.")
    if any(test.beyond_limit(worst, place) for place in range(len(test.strategies))):
        each = ", ".join(
            f"{name} {chance_in_words(share, test.replications) if share else 'never'}"
            for place, name in enumerate(test.strategies)
            for share in [test.beyond_limit(worst, place) or 0.0]
        )
        told.append(f"Runs beyond the overdraft limit: {each}.")
    return " ".join(told)
