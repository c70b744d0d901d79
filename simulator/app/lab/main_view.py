"""The right side of the page: verdict, difference table, pictures, provenance, and what stands there before numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.context import context_line
from simulator.app.kit.pieces import box, button, classed
from simulator.app.kit.status import settled_html, sharpening_html, since_words, status_html, working_html
from simulator.app.kit.words import few
from simulator.app.lab.changes import column_note, printed_changes
from simulator.app.lab.phone import phone_bar_html, tab_options
from simulator.app.lab.pictures import Pictures
from simulator.app.lab.provenance import provenance_html
from simulator.app.lab.rail import READY
from simulator.app.lab.state import Lab
from simulator.app.lab.table import table_foot, table_html
from simulator.app.lab.verdict import verdict_html
from simulator.app.lab.weights import JudgedBy
from simulator.app.lights import red_warning
from simulator.app.screen import CopyButton
from simulator.results.verdict import verdict_of
from simulator.results.words import SURE_FROM

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.app.lab.why_card import WhyCard
    from simulator.results.comparison import Comparison


class Acts(Protocol):
    """What the right side asks the page to do."""

    def select(self, number: int) -> None:
        """Select a strategy."""

    def judge_by(self, criterion: str) -> None:
        """Judge by another criterion."""

    def add(self, name: str) -> None:
        """Add a strategy."""

    def undo(self) -> None:
        """One act back."""

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""

    def go_on(self) -> None:
        """Sharpen on."""


class MainView:
    """Everything that answers."""

    def __init__(self, acts: Acts, why: WhyCard) -> None:
        self._acts = acts
        self.why = why
        self._is_showing = False
        self.context, self.status = widgets.HTML(), widgets.HTML(working_html("Starting the engine"))
        self.upload = widgets.HTML()
        self.upload.layout.display = "none"
        self.stop = button("Stop here", acts.stop_here, "quiet")
        self.go_on = button("Go on", acts.go_on, "quiet")
        self.judged = JudgedBy(acts)
        self.criterion = self.judged.choice
        self.copy = CopyButton(label="Copy verdict")
        self.headline = widgets.HTML(_EMPTY_VERDICT)
        self.trouble = widgets.HTML()
        self._mend: Callable[[], None] | None = None
        self.mend = button("", lambda: self._mend() if self._mend else None, "quiet")
        self.take_back = button("Undo", acts.undo, "quiet")
        self.table, self.foot, self.links = widgets.HTML(_EMPTY_TABLE), widgets.HTML(), widgets.HTML()
        self.pictures = Pictures(acts.select)
        self.provenance = widgets.HTML()
        self.warning = widgets.HTML()
        self.printed = widgets.HTML()
        self.start = self._start_panel()
        self.tabs = widgets.ToggleButtons(options=[("A", 1)], value=1)
        self.tabs.observe(self._on_tab, names="value")
        self.phone_bar = widgets.HTML()
        self.box = self._assembled()

    def _assembled(self) -> widgets.Widget:
        line = box(
            "verdict-line",
            self.context,
            self.status,
            self.upload,
            self.stop,
            self.go_on,
            widgets.HTML('<label class="judged-label">Judged by</label>'),
            self.criterion,
            self.copy,
        )
        self.trouble_box = box("trouble", self.trouble, self.mend, self.take_back)
        foot = box("table-foot", self.foot, self.links)
        classed(self.status, "status")
        classed(self.tabs, "phone-tabs")
        classed(self.phone_bar, "phone-bar")
        classed(self.provenance, "lab-provenance")
        classed(self.printed, "only-print")
        main = box(
            "lab-main",
            box("lab-verdict", line, classed(self.headline, "verdict-text"), self.judged.panel),
            self.printed,
            classed(self.warning, "ledger-warning"),
            self.trouble_box,
            self.start,
            self.tabs,
            box("lab-table", self.table, foot),
            *self.pictures.rows,
            self.why.box,
            self.provenance,
        )
        self.show_trouble("")
        self.show_progress(0, 1, is_over=False)
        self.status.value = status_html(working_html("Starting the engine"))
        return main

    def _start_panel(self) -> widgets.Widget:
        """What stands there while there is only today: ready strategies as buttons."""
        self.start_text = widgets.HTML()
        buttons = [button(title, partial(self._acts.add, name), "quiet") for title, name in READY.items()]
        buttons.append(button("Copy today", lambda: self._acts.add("today"), "quiet"))
        row = box("start-buttons", *buttons)
        return box("card start-panel", self.start_text, row)

    def show_state(self, lab: Lab) -> None:
        """Show what does not wait for numbers."""
        self.context.value = f'<span class="context">{context_line(lab.setting)}</span>'
        self._is_showing = True
        try:
            self.judged.show(lab.criterion)
            options = tab_options(lab)
            if list(self.tabs.options) != options:
                self.tabs.options = options
            if options:
                self.tabs.value = lab.selected or 1
        finally:
            self._is_showing = False
        self.printed.value = printed_changes(lab)
        self.warning.value = red_warning(lab.setting.light)
        self.warning.layout.display = None if self.warning.value else "none"
        is_alone = not lab.alternatives
        self.start.layout.display = None if is_alone else "none"
        for row in (self.pictures.bridge, self.tabs, self.why.box):
            row.layout.display = "none" if is_alone else None

    def show_numbers(self, lab: Lab, comparison: Comparison) -> None:
        """Show the numbers of a comparison at full strength."""
        verdict = verdict_of(comparison, lab.criterion)
        self.headline.value = verdict_html(verdict, comparison)
        self.copy.text = verdict.text
        notes = tuple(column_note(lab, number) for number in range(len(lab.strategies)))
        self.table.value = table_html(comparison, notes, lab.selected, lab.criterion)
        self.foot.value = f'<p class="how">{table_foot(comparison, SURE_FROM)}</p>'
        self.pictures.show(comparison, lab.selected)
        self.provenance.value = provenance_html(lab, comparison)
        self.phone_bar.value = phone_bar_html(lab, comparison)
        if not lab.alternatives:
            self.start_text.value = _start_html(comparison)
        self.unfade()

    def show_upload(self, words: str) -> None:
        """Show that a ledger is being read, whatever else goes on; no words: it is done."""
        self.upload.value = status_html(working_html(words), is_live=True) if words else ""
        self.upload.layout.display = None if words else "none"

    def show_progress(
        self,
        done: int,
        wanted: int,
        *,
        is_over: bool,
        may_go_on: bool = True,
        kept: datetime | None = None,
    ) -> None:
        """Show how sharp the numbers are, and whether they are kept from before."""
        words = settled_html(done, wanted) if is_over else sharpening_html(done, wanted)
        words += f" · kept, from {since_words(kept)}" if kept is not None else ""
        # a reader is told when it settles, not at every step
        self.status.value = status_html(words, is_live=is_over)
        self.stop.layout.display = "none" if is_over or not done else None
        self.go_on.layout.display = None if is_over and may_go_on and done < wanted else "none"
        if not is_over:
            self.links.value = _WAITING_LINKS

    def show_step(self, words: str) -> None:
        """Show what is done before there are numbers."""
        self.status.value = status_html(working_html(words), is_live=True)
        self.stop.layout.display = self.go_on.layout.display = "none"

    def show_trouble(
        self,
        sentence: str,
        remedy: str = "",
        mend: Callable[[], None] | None = None,
        *,
        is_done: bool = False,
        is_warning: bool = False,
    ) -> None:
        """Tell what is wrong; no sentence: all is well.

        Args:
            sentence: What is wrong.
            remedy: What stands on the button that mends it; empty where there is none.
            mend: What that button does.
            is_done: Whether the act that it is about was carried out, so that it can be undone.
            is_warning: Whether the numbers below are right all the same.
        """
        shown = (
            "Shown below: the last good answer, from before this change."
            if is_done
            else "Nothing was changed."
        )
        if is_warning:
            shown = "The numbers below are as you asked."
        self.trouble.value = f'<p role="alert"><b>{escape(few(sentence))}</b> {shown}</p>' if sentence else ""
        self._mend = mend
        self.mend.description = remedy
        self.mend.layout.display = None if remedy else "none"
        self.take_back.layout.display = None if is_done else "none"
        self.trouble_box.layout.display = None if sentence else "none"

    def show_downloads(self, links: str) -> None:
        """Offer the table as files."""
        self.links.value = f'<p class="links">{links}</p>'

    def fade(self) -> None:
        """What is shown is old: never at full strength."""
        self.box.add_class("is-stale")

    def unfade(self) -> None:
        """What is shown is the answer."""
        self.box.remove_class("is-stale")

    def _on_tab(self, change: dict[str, Any]) -> None:
        if not self._is_showing and change["new"] is not None:
            self._acts.select(int(change["new"]))


_EMPTY_VERDICT = (
    '<h1><span class="grey-block wide"></span></h1><p class="below"><span class="grey-block"></span></p>'
)
_EMPTY_TABLE = '<div class="empty-table"><span class="grey-block"></span></div>'
_WAITING_LINKS = '<p class="links"><span class="waiting">Files follow when it settles</span></p>'


def _start_html(comparison: Comparison) -> str:
    """Today's own figures, when there is nothing beside it."""
    from simulator.results.today import today_sentence

    return (
        f'<h2 class="start-head">What would you change?</h2><p>{escape(today_sentence(comparison))} '
        "Start from a ready strategy or copy today.</p>"
    )
