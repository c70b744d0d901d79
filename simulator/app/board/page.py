"""Board page: pick scenario and strategies, wait a while, read, print, hand out. An adapter of `creditlab publish`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.files import link
from simulator.app.kit.frame import framed, top_bar
from simulator.app.kit.jobs import Job, Later, kernel_loop
from simulator.app.kit.pieces import box, button, classed
from simulator.app.kit.status import status_html, working_html
from simulator.plans import shipped_names
from simulator.publish.board.asking import MOST_STRATEGIES, Evidence, Stamp, Working, ask
from simulator.publish.board.page import board_fragment, board_html
from simulator.publish.board.sheets import board_workbook
from simulator.publish.board.writing import board_of
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from simulator.publish.board.content import Board

CRITERIA = (
    ("profit", "profit"),
    ("cash low point", "lowest_cash"),
    ("DSO", "dso"),
    ("write-offs", "write_offs"),
)
_FIRST = ("discount", "intensive_collections", "insured")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BoardPage:
    """The page. Nothing is run before somebody asks for it."""

    def __init__(self, working: Working | None = None, *, later: Later | None = None) -> None:
        """A page.

        Args:
            working: How it is run; None: as the command does, with kept runs.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
        """
        self.working = working or _as_the_command()
        self.scenario = widgets.Dropdown(
            options=[(load_scenario(name).name, name) for name in shipped_names("scenario")],
            value="wholesale",
            description="Scenario",
        )
        self.criterion = widgets.Dropdown(options=CRITERIA, description="Judged by")
        self.choices = {
            name: widgets.Checkbox(value=name in _FIRST, description=load_strategy(name).name, indent=False)
            for name in shipped_names("strategy")
            if name != "status_quo"
        }
        self.make = button("Make the board page", self.start, "primary")
        self.cancel = button("Cancel", self.stop)
        self.status, self.links, self.shown = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.board: Board | None = None
        self._job = Job(later or kernel_loop(), self._refused)
        self.box = self._assembled()
        self._ready()

    @property
    def names(self) -> list[str]:
        """The strategies that are chosen."""
        return [name for name, chosen in self.choices.items() if chosen.value]

    def start(self) -> None:
        """Run what the page needs."""
        scenario, names, criterion = self.scenario.value, self.names, self.criterion.value
        self.make.disabled, self.cancel.disabled = True, False
        self._progress(0, 0)

        def work(tell: Any) -> tuple[Evidence, Stamp]:
            loaded = load_scenario(scenario)
            how = Working(
                self.working.seed, self.working.replications, self.working.workers, self.working.shelf, tell
            )
            evidence = ask(loaded, [load_strategy(name) for name in names], how, criterion=criterion)
            return evidence, _stamp(scenario, names, criterion)

        self._job.start(work, self._arrived, self._progress)

    def stop(self) -> None:
        """Stop; the page before stays, and what was run is kept."""
        self._job.cancel()
        self._ready()

    def _arrived(self, found: tuple[Evidence, Stamp]) -> None:
        evidence, stamp = found
        self.board = board_of(evidence, stamp)
        page, book = board_html(self.board).encode(), board_workbook(self.board, evidence.comparison)
        self.shown.value = board_fragment(self.board)
        self.links.value = (
            link("Page (HTML, prints to one page)", "board.html", "text/html", page)
            + " "
            + link("Workbook (Excel)", "board.xlsx", _WORKBOOK, book)
        )
        self._ready()

    def _refused(self, sentence: str) -> None:
        self._ready()
        self.status.value = f'<span class="trouble" role="alert">{escape(sentence)}</span>'

    def _ready(self) -> None:
        self.make.disabled, self.cancel.disabled = False, True
        self.status.value = ""

    def _progress(self, done: int, wanted: int) -> None:
        told = f"{done:,} of {wanted:,} runs of this step" if wanted else "Getting ready"
        self.status.value = status_html(working_html(told), is_live=True)

    def _assembled(self) -> widgets.Widget:
        hint = widgets.HTML(
            f'<p class="hint">Today, and up to {MOST_STRATEGIES} others. The first time takes some minutes; '
            "what was run is kept.</p>"
        )
        grid = box("board-choices", *self.choices.values())
        bar = box("board-bar", self.scenario, self.criterion, self.make, self.cancel, self.status)
        controls = widgets.VBox([widgets.HTML("<h1>Board page</h1>"), hint, bar, grid, self.links])
        whole = widgets.VBox([top_bar("board"), classed(controls, "board-controls"), self.shown])
        return classed(whole, "lab board-page")


def _as_the_command() -> Working:
    from simulator.experiment.kept.shelf import Shelf

    return Working(shelf=Shelf())


def _stamp(scenario: str, names: Sequence[str], criterion: str) -> Stamp:
    made = datetime.now().astimezone().date()
    by = f" --by {criterion}" if criterion != "profit" else ""
    return Stamp(
        made, repeat=f"creditlab publish {scenario} {' '.join(names)} --out FOLDER{by} --date {made}"
    )


def board_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(BoardPage(**settings).box)
