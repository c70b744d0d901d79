"""The three questions of the first page: which strategy answers them, where, and what the answer says in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.app.ready import ONE_MORE_COLLECTOR, ready_strategy
from simulator.results.differences import MEASURES, Cell, difference_rows
from simulator.results.words import ordinal
from simulator.strategy import Strategy, load_strategy

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.results.comparison import Comparison

REPLICATIONS = 200
SEED = 2026
_MIDDLE = 0.5


@dataclass(frozen=True)
class Asked:
    """A question, and where it is answered.

    Attributes:
        strategy: The short name of the strategy that is looked at.
        page: The page that opens with it.
        promise: What one will see there, for as long as no answer is kept.
        words: The question, from what we do today.
    """

    strategy: str
    page: str
    promise: str
    words: Callable[[Levers], str]

    @property
    def address(self) -> str:
        """The page with the strategy already chosen."""
        return f"/{self.page}?strategy={self.strategy}"


def _collector(today: Levers) -> str:
    return f"Do we need the {ordinal(today.collections.collectors + 1)} collector?"


QUESTIONS = (
    Asked(
        "discount",
        "strategy_lab",
        "Profit, cash, DSO and write-offs against today",
        lambda _: "What does 2/10 net 30 do to us?",
    ),
    Asked(ONE_MORE_COLLECTOR, "collections_desk", "What more calls bring, and what they cost", _collector),
    Asked(
        "insured",
        "insurance",
        "A bad year with and without cover",
        lambda _: "Is the insurer worth it?",
    ),
)


def asked_strategies(today: Levers) -> list[Strategy]:
    """Today, and the strategy of each question."""
    return [load_strategy("status_quo"), *(ready_strategy(one.strategy, today) for one in QUESTIONS)]


def answer_lines(comparison: Comparison) -> dict[str, str]:
    """What each question's tile says, by its strategy's short name.

    Args:
        comparison: Of `asked_strategies`.
    """
    rows = {measure.name: row for measure, row in zip(MEASURES, difference_rows(comparison), strict=True)}
    lines = {}
    for place, one in enumerate(QUESTIONS):
        profit = rows["profit_to_the_end"].cells[place]
        if one.strategy == "insured":
            second = _bad_year(rows["write_offs_net_of_claims_p95"].cells[place])
        else:
            second = _counted(rows["lowest_cash"].cells[place], "headroom")
        lines[one.strategy] = f"{_counted(profit, 'profit a year')}, {second}"
    return lines


def _counted(cell: Cell, of_what: str) -> str:
    """A difference as it stands in the table, or that none can be told.

    >>> _counted(Cell("+€25k", block=(0.6, 0.7)), "profit a year")
    '+€25k profit a year'
    >>> _counted(Cell("+€25k", block=(0.4, 0.7)), "headroom")
    'no clear difference in headroom'
    """
    return f"{cell.text} {of_what}" if _is_clear(cell) else f"no clear difference in {of_what}"


def _bad_year(cell: Cell) -> str:
    """What is written off less or more in a bad year.

    >>> _bad_year(Cell("−€116k", block=(0.6, 0.9)))
    '€116k less written off in a bad year'
    >>> _bad_year(Cell("under €1k"))
    'as much written off in a bad year'
    """
    if not _is_clear(cell) or cell.text[0] not in "−+":
        return "as much written off in a bad year"
    return f"{cell.text[1:]} {'less' if cell.text[0] == '−' else 'more'} written off in a bad year"


def _is_clear(cell: Cell) -> bool:
    """Whether the 95 % interval of the average leaves out zero, which lies in the strip's middle."""
    return cell.block is not None and not cell.block[0] <= _MIDDLE <= cell.block[1]


def tile_lines(known: Mapping[str, str]) -> list[tuple[Asked, str, bool]]:
    """Each question with its line, and whether that is an answer or a promise."""
    return [(one, known.get(one.strategy, one.promise), one.strategy in known) for one in QUESTIONS]
