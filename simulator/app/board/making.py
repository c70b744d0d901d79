"""Making a board page beside the widgets: the question, the runs, and the files that are handed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.app.kit.files import WORKBOOK, YAML, link
from simulator.app.sharing import shared_of
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.publish.board.asking import Stamp, Working, ask
from simulator.publish.board.page import board_fragment, board_html
from simulator.publish.board.sheets import board_workbook
from simulator.publish.board.writing import board_of
from simulator.publish.paper import find_browser, printed
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.app.kit.jobs import Progress
    from simulator.app.setting import Setting
    from simulator.publish.board.content import Board
    from simulator.strategy import Strategy

_FILE = "comparison.yaml"


@dataclass(frozen=True)
class Asked:
    """A question.

    Attributes:
        setting: What it is about.
        strategies: What is compared with today, by the name of the file or another one.
        criterion: What decides.
        working: How it is run.
    """

    setting: Setting
    strategies: Mapping[str, Strategy]
    criterion: str
    working: Working


@dataclass(frozen=True)
class Made:
    """A board page, and its files."""

    board: Board
    fragment: str
    page: bytes
    book: bytes
    comparison: bytes
    paper: bytes | None


def make_board(asked: Asked, tell: Progress) -> Made:
    """Run what the page needs, and write it.

    Raises:
        UserError: nothing is to be decided, or too much.
    """
    setting = asked.setting
    evidence = ask(
        setting.scenario,
        list(asked.strategies.values()),
        replace(asked.working, progress=tell),
        portfolio=setting.portfolio,
        criterion=asked.criterion,
        known=_by_hand(setting),
    )
    board = board_of(evidence, _stamp(asked))
    tell(0, 0)
    html = board_html(board)
    return Made(
        board,
        board_fragment(board),
        html.encode(),
        board_workbook(board, evidence.comparison),
        _shared(asked).encode(),
        _paper(html, board),
    )


def links_of(made: Made) -> str:
    """The files as links (HTML)."""
    links = [
        link("Page (HTML, prints to one page)", "board.html", "text/html", made.page),
        link("Workbook (Excel)", "board.xlsx", WORKBOOK, made.book),
        link("Comparison (YAML, to share)", _FILE, YAML, made.comparison),
    ]
    if made.paper is not None:
        links.insert(1, link("PDF", "board.pdf", "application/pdf", made.paper))
    return f'<p class="links">{" ".join(links)}</p>'


def _paper(html: str, board: Board) -> bytes | None:
    """The page as PDF, where a browser is found that prints it."""
    browser = find_browser()
    try:
        return None if browser is None else printed(html, browser, board.made)
    except UserError:
        return None


def _by_hand(setting: Setting) -> frozenset[str]:
    """Assumptions that somebody set for this question."""
    changes = shared_of(setting, ()).changes
    return frozenset(f"{group}.{name}" for group, values in changes.items() for name in values)


def _shared(asked: Asked) -> str:
    shared = shared_of(asked.setting, tuple(asked.strategies.values()))
    working = asked.working
    return replace(
        shared, seed=working.seed, replications=working.replications, judged_by=asked.criterion
    ).to_yaml()


def _stamp(asked: Asked) -> Stamp:
    made = datetime.now().astimezone().date()
    names = list(asked.strategies)
    is_shipped = all(
        name in shipped_names("strategy") and load_strategy(name) == one
        for name, one in asked.strategies.items()
    )
    scenario = next(
        (one for one in shipped_names("scenario") if load_scenario(one) == asked.setting.scenario), ""
    )
    what = f"{scenario} {' '.join(names)}" if scenario and is_shipped else _FILE
    words = ["creditlab publish", what, "--out FOLDER"]
    if asked.setting.ledger:
        words.append("--ledger LEDGER")
    if asked.criterion != "profit":
        words.append(f"--by {asked.criterion}")
    words.append(f"--date {made}")
    return Stamp(made, _by_hand(asked.setting), repeat=" ".join(words), ledger=_ledger(asked.setting))


def _ledger(setting: Setting) -> str:
    """How large a ledger is; no name, of the file or of anybody in it."""
    if setting.portfolio is None:
        return ""
    items = f"{len(setting.portfolio.open_items):,} open invoices"
    return f"{setting.customers:,} customers, {items}, to {setting.portfolio.start:%-d %B %Y}"
