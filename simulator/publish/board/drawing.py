"""The two pictures of the page as SVG: made once, sharp on paper, in the reader's own colours.

A picture is drawn wide and narrow; the page shows the one that fits. What lies under the pointer, or the arrow keys,
is read by the page's script from the figures beside the picture.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from simulator.figures.drawing import pushed_apart
from simulator.figures.scales import money_labels, padded, ticks
from simulator.figures.tokens import STRATEGIES
from simulator.publish.board.content import Board, Cash, Danger, Line
from simulator.publish.board.values import day_text
from simulator.results.ranges import level_text

Scale = Callable[[float], float]
"""Where a value is drawn (pixels)."""

_LIMIT_WORTH = 0.4
"""The limit is drawn where the balances still fill this share of the height; elsewhere it is told."""
_DASHED_WEEKS = 60
"""Dashes make a line that goes up and down for longer unreadable."""
_LETTER = 6.4
"""About the width of a letter of 12 px."""


@dataclass(frozen=True)
class Frame:
    """A picture's size and margins (pixels)."""

    width: int
    height: int
    left: int
    right: int
    top: int = 10
    bottom: int = 26

    def x(self, share: float) -> float:
        """Where a share of the width is."""
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, share: float) -> float:
        """Where a share of the height is, counted from below."""
        return round(self.height - self.bottom - share * (self.height - self.top - self.bottom), 1)


CASH_WIDE, CASH_NARROW = Frame(520, 250, 52, 150), Frame(350, 230, 48, 8, bottom=58)
CASH_ON_PAPER = Frame(520, 172, 52, 150)
DANGERS_WIDE, DANGERS_NARROW = Frame(700, 184, 244, 84, 24, 28), Frame(350, 270, 10, 62, 24, 28)
DANGERS_ON_PAPER = Frame(700, 122, 244, 84, 20, 22)


def cash_picture(board: Board) -> Markup:
    """The bank balance: wide, narrow, and on paper."""
    frames = ((CASH_WIDE, True), (CASH_NARROW, False), (CASH_ON_PAPER, True))
    return _all([_cash(board, frame, is_wide=is_wide) for frame, is_wide in frames])


def dangers_picture(board: Board) -> Markup:
    """The dumbbells: wide, narrow, and on paper."""
    frames = ((DANGERS_WIDE, True), (DANGERS_NARROW, False), (DANGERS_ON_PAPER, True))
    return _all([_dangers(board, frame, is_wide=is_wide) for frame, is_wide in frames])


def _all(drawn: Sequence[Markup]) -> Markup:
    kinds = ("wide", "narrow", "paper")
    return Markup("").join(
        Markup('<div class="{}">{}</div>').format(kind, one) for kind, one in zip(kinds, drawn, strict=True)
    )


def _svg(frame: Frame, parts: Sequence[Markup], label: str, figures: object) -> Markup:
    """A picture with its text for those who cannot see it, and the figures that its script reads."""
    return Markup(
        '<svg class="picture" viewBox="0 0 {} {}" role="img" tabindex="0" aria-label="{}" data-figures="{}">{}'
        '<line class="pointer" y1="{}" y2="{}"/></svg>'
    ).format(
        frame.width,
        frame.height,
        label,
        json.dumps(figures, ensure_ascii=False),
        Markup("").join(parts),
        frame.top,
        frame.height - frame.bottom,
    )


def _text(x: float, y: float, words: str, **attributes: str) -> Markup:
    """A text; attributes with an underscore for a hyphen."""
    told = Markup("").join(
        Markup(' {}="{}"').format(name.strip("_").replace("_", "-"), value)
        for name, value in attributes.items()
    )
    return Markup('<text x="{}" y="{}"{}>{}</text>').format(round(x, 1), round(y, 1), told, words)


def _line(ends: tuple[float, float, float, float], kind: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(*ends, kind)


def _cash(board: Board, frame: Frame, *, is_wide: bool) -> Markup:
    cash = board.cash
    values = [value for line in cash.lines for value in line.values]
    low, high = min(values), max(values)
    near = cash.limit is not None and (high - low) >= _LIMIT_WORTH * (high - min(low, -cash.limit))
    if near and cash.limit is not None:
        low = min(low, -cash.limit)
    low, high = padded(low, high)

    def height(value: float) -> float:
        return frame.y((value - low) / (high - low))

    parts: list[Markup] = []
    marks = ticks(low, high, 7)
    for value, label in zip(marks, money_labels(marks), strict=True):
        parts.append(_line((frame.left, height(value), frame.width - frame.right, height(value)), "grid"))
        parts.append(_text(frame.left - 6, height(value) + 4, label, text_anchor="end", class_="tick"))
    parts += _dates(cash, frame)
    if near and cash.limit is not None:
        parts += _limit_line(board, frame, height(-cash.limit))
    parts += [
        _path(line, frame, height)
        for line in sorted(cash.lines, key=lambda one: (one.position, not one.is_bad_run))
    ]
    parts += _names(cash, frame, height) if is_wide else _legend(cash, frame)
    return _svg(frame, parts, _cash_words(board), _cash_figures(board, frame))


def _limit_line(board: Board, frame: Frame, y: float) -> list[Markup]:
    limit = level_text(-(board.cash.limit or 0.0), "currency", board.currency)
    return [
        _line((frame.left, y, frame.width - frame.right, y), "limit"),
        _text(frame.left + 4, y - 5, f"overdraft limit {limit}", class_="on-limit"),
    ]


def _path(line: Line, frame: Frame, height: Scale) -> Markup:
    last = max(len(line.values) - 1, 1)
    points = " ".join(
        f"{'L' if place else 'M'}{frame.x(place / last)} {height(value)}"
        for place, value in enumerate(line.values)
    )
    kind = f"{' is-bad' if line.is_bad_run else ''}{' is-long' if last > _DASHED_WEEKS else ''}"
    return Markup('<path d="{}" class="curve s-{}{}"/>').format(points, STRATEGIES[line.position], kind)


def _dates(cash: Cash, frame: Frame) -> Iterator[Markup]:
    """The axis: months of one year, quarters or half-years of more."""
    y = frame.height - frame.bottom
    yield _line((frame.left, y, frame.width - frame.right, y), "axis")
    first, last = cash.dates[0], cash.dates[-1]
    span = max((last - first).days, 1)
    room = (frame.width - frame.left - frame.right) / 46
    step = next((one for one in (1, 2, 3, 6, 12) if span / 30.4 / one <= room), 24)
    month = date(first.year, first.month, 1)
    while month <= last:
        if month >= first:
            x = frame.x((month - first).days / span)
            words = f"{month:%b}" if span < 400 else f"{month:%b} {month:%y}"
            yield _line((x, y, x, y + 4), "axis")
            yield _text(x, y + 17, words, text_anchor="middle", class_="tick")
        place = month.month - 1 + step
        month = date(month.year + place // 12, place % 12 + 1, 1)


def _names(cash: Cash, frame: Frame, height: Scale) -> Iterator[Markup]:
    """Lines named at their end, pushed apart."""
    wanted = [height(line.values[-1]) for line in cash.lines]
    places = pushed_apart(wanted, 15.0, frame.top + 6.0, frame.height - frame.bottom - 2.0)
    room = int((frame.right - 12) / _LETTER)
    for line, place in zip(cash.lines, places, strict=True):
        yield _text(
            frame.width - frame.right + 8,
            place + 4,
            _fitting(line.label, room),
            class_=f"name s-{STRATEGIES[line.position]}{'' if line.is_bad_run else ' is-main'}",
        )


def _legend(cash: Cash, frame: Frame) -> Iterator[Markup]:
    """On a phone the names stand below."""
    for place, line in enumerate(cash.lines):
        x, y = 8 + 172 * (place // 2), frame.height - 24 + 16 * (place % 2)
        kind = f"curve s-{STRATEGIES[line.position]}{' is-bad' if line.is_bad_run else ''}"
        yield _line((x, y - 4, x + 18, y - 4), kind)
        yield _text(x + 24, y, _fitting(line.label, 21), class_=f"name s-{STRATEGIES[line.position]}")


def _fitting(words: str, letters: int) -> str:
    """A name that fits; below its own line a bad run is that of the same.

    >>> _fitting("One more collector", 30), _fitting("One more collector", 10)
    ('One more collector', 'One more…')
    >>> _fitting("One more collector, bad run", 20)
    'same, bad run'
    """
    if len(words) <= letters:
        return words
    _, comma, rest = words.partition(", bad ")
    if comma:
        return f"same{comma}{rest}"
    return f"{words[: max(letters - 1, 3)].rstrip()}…"


def _cash_words(board: Board) -> str:
    told = [
        f"{line.label}: lowest {level_text(min(line.values), 'currency', board.currency)}, at the end "
        f"{level_text(line.values[-1], 'currency', board.currency)}"
        for line in board.cash.lines
    ]
    return f"{board.cash.heading}. {'; '.join(told)}. Arrow keys read it week by week."


def _cash_figures(board: Board, frame: Frame) -> list[dict[str, object]]:
    last = max(len(board.cash.dates) - 1, 1)
    return [
        {
            "x": frame.x(place / last),
            "title": day_text(day),
            "lines": [
                f"{line.label}: {level_text(line.values[place], 'currency', board.currency)}"
                for line in board.cash.lines
            ],
        }
        for place, day in enumerate(board.cash.dates)
    ]


def _dangers(board: Board, frame: Frame, *, is_wide: bool) -> Markup:
    rows, limit = board.dangers.rows, board.cash.limit
    values = [value for row in rows for value in (row.today, row.then)]
    ends = [*values, -limit] if limit is not None else values
    low, high = padded(min(ends), max(ends), 0.08)

    def across(value: float) -> float:
        return frame.x((value - low) / (high - low))

    parts: list[Markup] = []
    bottom = frame.height - frame.bottom
    if limit is not None:
        parts += _zone(board, frame, across(-limit))
    marks = ticks(low, high, 4 if is_wide else 3)
    for value, label in zip(marks, money_labels(marks), strict=True):
        parts.append(_line((across(value), frame.top, across(value), bottom), "grid"))
        parts.append(_text(across(value), bottom + 18, label, text_anchor="middle", class_="tick"))
    if limit is not None:
        parts.append(_line((across(-limit), frame.top - 4, across(-limit), bottom), "limit"))
    parts.append(_text(frame.width - 2, frame.top - 10, "profit v. today", text_anchor="end", class_="tick"))
    height = (bottom - frame.top) / len(rows)
    for place, row in enumerate(rows):
        parts += _dumbbell(board, row, (frame, frame.top + (place + 0.5) * height, is_wide), across)
    return _svg(frame, parts, _danger_words(board), _danger_figures(board, frame))


def _zone(board: Board, frame: Frame, x: float) -> list[Markup]:
    """What lies beyond the limit is tinted."""
    limit = level_text(-(board.cash.limit or 0.0), "currency", board.currency)
    start, height = frame.x(0.0), frame.height - frame.top - frame.bottom
    parts = [
        Markup('<rect x="{}" y="{}" width="{}" height="{}" class="beyond"/>').format(
            start, frame.top, max(round(x - start, 1), 0), height
        )
    ]
    words = f"limit {limit}"
    half = len(words) * _LETTER / 2
    anchor = "start" if x < half else "middle" if frame.width - 90 - x > half else "end"
    parts.append(_text(x, frame.top - 10, words, text_anchor=anchor, class_="on-limit"))
    if x - start > 150:
        parts.append(_text(start + 4, frame.top - 10, "over the limit", class_="tick"))
    return parts


def _dumbbell(board: Board, row: Danger, place: tuple[Frame, float, bool], across: Scale) -> Iterator[Markup]:
    """One danger: today hollow, the strategy filled."""
    frame, y, is_wide = place
    y = y if is_wide else y + 8
    colour = STRATEGIES[board.position]
    if is_wide:
        yield _text(frame.left - 10, y + 4, _fitting(row.label, 38), text_anchor="end", class_="row-name")
    else:
        yield _text(frame.left, y - 12, _fitting(row.label, 44), class_="row-name")
    yield _line((across(row.today), round(y, 1), across(row.then), round(y, 1)), "bar")
    for value, kind in ((row.today, "dot s-today is-hollow"), (row.then, f"dot s-{colour}")):
        yield Markup('<circle cx="{}" cy="{}" r="4.5" class="{}"/>').format(across(value), round(y, 1), kind)
    yield _text(frame.width - 2, y + 4, row.profit_text, text_anchor="end", class_="row-value")


def _danger_words(board: Board) -> str:
    return f"{board.dangers.heading}. {'; '.join(_told(board, row) for row in board.dangers.rows)}."


def _told(board: Board, row: Danger) -> str:
    today, then = (level_text(value, "currency", board.currency) for value in (row.today, row.then))
    return f"{row.label}: today {today}, {board.chosen} {then}, profit {row.profit_text}"


def _danger_figures(board: Board, frame: Frame) -> list[dict[str, object]]:
    height = (frame.height - frame.bottom - frame.top) / len(board.dangers.rows)
    return [
        {
            "y": round(frame.top + (place + 0.5) * height, 1),
            "title": row.label,
            "lines": [
                row.words,
                f"Today: {level_text(row.today, 'currency', board.currency)}",
                f"{board.chosen}: {level_text(row.then, 'currency', board.currency)}",
                f"Profit against today: {row.profit_text} a year",
            ],
        }
        for place, row in enumerate(board.dangers.rows)
    ]
