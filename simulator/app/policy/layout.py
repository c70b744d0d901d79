"""What the page looks like: which sheet, of what, the sheet itself, and the files of it."""

from __future__ import annotations

from html import escape
from typing import Protocol

import ipywidgets as widgets

from simulator.app.kit.about import About
from simulator.app.kit.frame import page_box
from simulator.app.kit.pieces import Trouble, box, button, classed, see
from simulator.app.kit.strategy_choice import StrategyChoice
from simulator.app.lights import red_warning
from simulator.app.screen import PrintButton
from simulator.app.setting import Setting

SHEETS = {"policy": "Written policy", "kpis": "KPI pack", "review": "Annual review"}
_HINTS = {
    "policy": "Every rule in force, what differs from today (▸), and by which figures it is judged. One A4 page.",
    "kpis": "What to expect of each month, how far luck moves it, a line for your own figures. A4 across.",
    "review": "Last year's policy beside this one, rule by rule, and the questions of the yearly review. A4.",
}


class Acts(Protocol):
    """What the view asks the page to do."""

    def show_sheet(self) -> None:
        """Show the sheet that is chosen."""

    def stop(self) -> None:
        """Stop playing."""

    def play(self) -> None:
        """Play on."""

    def make_pdf(self) -> None:
        """Print the sheet into a file."""


class PolicyView:
    """Everything that is seen."""

    def __init__(self, acts: Acts, about: About, this: StrategyChoice, last: StrategyChoice) -> None:
        self.title, self.trouble, self.warning = widgets.HTML(), Trouble(), widgets.HTML()
        self.kind = widgets.ToggleButtons(options=[(text, name) for name, text in SHEETS.items()])
        self.kind.observe(lambda _: acts.show_sheet(), names="value")
        self.last = last
        self.hint, self.status = classed(widgets.HTML(), "no-print"), widgets.HTML()
        self.stop, self.again = button("Stop here", acts.stop), button("Play on", acts.play)
        self.links = classed(widgets.HTML(), "save-link")
        self.pdf = button("Make a PDF", acts.make_pdf)
        self.sheet = widgets.HTML()
        bar = box("step-acts no-print", classed(self.kind, "toggle"), this.box, last.box)
        files = box("step-acts no-print", PrintButton(label="Print this sheet"), self.pdf, self.links, self.status,
                    self.stop, self.again)  # fmt: skip
        head = box("lab-verdict no-print", self.title, about.box)
        self.box = page_box(
            "policy", "policy-page", head, self.trouble.box, self.warning, bar, self.hint, files,
            box("policy-sheet", self.sheet),
        )  # fmt: skip
        self.show_status("", is_busy=False, can_go_on=False)

    def show_kind(self, kind: str, *, has_browser: bool) -> None:
        """Show what belongs to a sheet."""
        self.hint.value = f'<p class="note">{_HINTS[kind]}</p>'
        see(self.last.box, kind == "review")
        see(self.pdf, has_browser)

    def show_title(self, words: str) -> None:
        """The finding of the page."""
        self.title.value = f"<h1><span>{escape(words)}</span></h1>"

    def show_warning(self, setting: Setting) -> None:
        """The sentence of a failed back-test, or nothing."""
        words = red_warning(setting.light) if setting.portfolio is not None else ""
        self.warning.value = words
        see(self.warning, bool(words))
        (self.warning.add_class if words else self.warning.remove_class)("ledger-warning")

    def show_status(self, words: str, *, is_busy: bool, can_go_on: bool) -> None:
        """How far the figures are (HTML), and what can be done about it."""
        self.status.value = words
        see(self.stop, is_busy)
        see(self.again, can_go_on)
