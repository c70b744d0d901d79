"""The board page as one HTML file: nothing to load, light or dark, a phone's width, one A4 page on paper."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.figures.tokens import STRATEGIES, css_variables
from simulator.publish.board.content import Board, Change, Inputs
from simulator.publish.board.drawing import cash_picture, dangers_picture

HERE = Path(__file__).parent / "template"
MOST_ON_FIRST_PAGE = 40
"""More inputs than these go to a second page."""
MOST_LETTERS = 1_500
"""So do more words than fit below the cards."""

_AIR = 0.06
_LEAST_ROOM = 36.0
"""Percent of the width that two texts at the ends need between them."""


@dataclass(frozen=True)
class Strip:
    """Where a range lies on its own scale (percent of the width); right is better."""

    zero: float
    pale_from: float
    pale_width: float
    dark_from: float
    dark_width: float
    worse_at: float
    better_at: float

    @property
    def middle(self) -> float:
        """Where one text for both ends stands."""
        return round(min(max((self.worse_at + self.better_at) / 2, 15.0), 85.0), 2)

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for a text at each end."""
        return self.better_at - self.worse_at < _LEAST_ROOM


def board_html(board: Board) -> str:
    """The whole page, with its style, script and font."""
    return _environment().get_template("board.html.j2").render(_context(board), is_whole=True)


def board_fragment(board: Board) -> str:
    """The page's content with its style, to be shown inside another page; nothing moves in it."""
    return _environment().get_template("board.html.j2").render(_context(board), is_whole=False)


def _context(board: Board) -> dict[str, object]:
    return {
        "board": board,
        "colours": STRATEGIES,
        "rows": [(row, strip_of(row)) for row in board.changes],
        "cash": cash_picture(board),
        "dangers": dangers_picture(board),
        "in_card": board.inputs.all[: board.inputs.first],
        "others": board.inputs.all[board.inputs.first :],
        "has_second_page": needs_second_page(board.inputs),
        "longest": max((bar.value for bar in board.trust.bars), default=1.0) or 1.0,
        "style": Markup(css_variables() + (HERE / "board.css").read_text(encoding="utf-8")),  # noqa: S704  (ours)
        "script": Markup((HERE / "board.js").read_text(encoding="utf-8")),  # noqa: S704  (ours)
        "font": _font(),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _font() -> str:
    """Inter, as the other pages have it; nothing where it is not there."""
    path = shipped_font()
    return b64encode(path.read_bytes()).decode() if path.is_file() else ""


def shipped_font() -> Path:
    """Where the font of the pages is."""
    return Path(__file__).parents[2] / "pages" / "fonts" / "inter.woff2"


def needs_second_page(inputs: Inputs) -> bool:
    """Whether the inputs below the cards are too many, or too long, for the first page."""
    rest = inputs.all[inputs.first :]
    letters = sum(len(one.title) + len(one.value) + len(one.standard) + 5 for one in rest)
    letters += sum(len(words) + 5 for _, words in inputs.levers)
    return len(inputs.all) > MOST_ON_FIRST_PAGE or letters > MOST_LETTERS


def strip_of(row: Change) -> Strip:
    """A row's ranges on a scale that holds them and no change, turned round where less is better."""
    sign = 1.0 if row.is_more_better else -1.0
    single = sorted((sign * row.single.low, sign * row.single.high))
    average = [sign * row.difference] * 2
    if row.average is not None:
        average = sorted((sign * row.average.low, sign * row.average.high))
    low, high = min(0.0, single[0], average[0]), max(0.0, single[1], average[1])
    span = (high - low) or 1.0
    low, high = low - _AIR * span, high + _AIR * span

    def place(value: float) -> float:
        return round(100.0 * (value - low) / (high - low), 2)

    return Strip(
        zero=place(0.0),
        pale_from=place(single[0]),
        pale_width=round(place(single[1]) - place(single[0]), 2),
        dark_from=place(average[0]),
        dark_width=round(place(average[1]) - place(average[0]), 2),
        worse_at=place(single[0]),
        better_at=place(single[1]),
    )
