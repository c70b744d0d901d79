"""Reverse stress on the page: which shock, how often, and the answer in words, a picture and a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Protocol

import ipywidgets as widgets

from simulator.app.kit.badges import badge
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import box, button, card, see
from simulator.app.kit.status import progress_html
from simulator.app.kit.words import unbroken
from simulator.figures import breaking
from simulator.results.breaking_point import times

if TYPE_CHECKING:
    from simulator.results.breaking_point import BreakingPoint

SHARES = (("1 run in 20", 0.05), ("1 run in 10", 0.1), ("1 run in 4", 0.25), ("half of the runs", 0.5))


class Acts(Protocol):
    """What the view asks the page to do."""

    def reverse(self) -> None:
        """Find how bad a shock must get."""

    def stop_reverse(self) -> None:
        """Stop looking."""


class ReverseView:
    """How bad must it get until cash runs out?"""

    def __init__(self, acts: Acts) -> None:
        self.shock = widgets.Dropdown(options=["Recession"], description="Shock")
        self.share = widgets.Dropdown(options=SHARES, description="Cash runs out in")
        self.start = button(
            "Find how bad", acts.reverse, tooltip="Searches the severity; takes a minute or two"
        )
        self.cancel = button("Cancel", acts.stop_reverse)
        self.progress, self.words, self.table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.picture = Picture("breaking", 262)
        head = widgets.HTML(
            '<h3>How bad must it get until cash runs out?</h3><p class="note">Cash has run out when the bank would '
            "have to lend more than its limit. The same luck at every severity; once is as chosen above.</p>"
        )
        acts_line = box("step-acts", self.shock, self.share, self.start, self.cancel, self.progress)
        self.box = card("reverse", head, acts_line, self.words, self.picture.box, self.table)
        self.show_rest()

    def show_shocks(self, names: Sequence[str]) -> None:
        """Show which shocks can get worse."""
        if list(self.shock.options) == list(names) or not names:
            return
        before = self.shock.value
        self.shock.options = list(names)
        self.shock.value = before if before in names else names[0]

    def show_progress(self, done: int, _: int) -> None:
        """How far the search is; nobody knows beforehand how many severities it takes."""
        self.progress.value = progress_html(f"<b>{done:,}</b> runs so far", 0, 0)
        see(self.start, False)
        see(self.cancel, True)

    def show_rest(self) -> None:
        """Nothing is being searched."""
        self.progress.value = ""
        see(self.start, True)
        see(self.cancel, False)

    def show(self, answers: Sequence[BreakingPoint]) -> None:
        """The answer for each strategy."""
        items = "".join(
            f"<li>{badge(place)} <span>{unbroken(one.sentence)} <small>{unbroken(one.certainty)}</small></span></li>"
            for place, one in enumerate(answers)
        )
        self.words.value = f'<ul class="breaking-points">{items}</ul>'
        self.picture.show(breaking.draw(answers))
        self.table.value = _table(answers)

    def clear(self) -> None:
        """What was found belongs to other choices."""
        self.words.value = self.table.value = ""
        self.picture.hide()


def _table(answers: Sequence[BreakingPoint]) -> str:
    rows = []
    for place, one in enumerate(answers):
        low, high = one.likely
        found = (
            "without any shock"
            if one.runs_out_before
            else "never"
            if one.factor is None
            else times(one.factor)
        )
        least, most = (
            "less" if low is None else times(low),
            "beyond what is allowed" if high is None else times(high),
        )
        luck = "–" if one.factor is None or one.runs_out_before else f"{least} to {most}"
        rows.append(
            f'<tr><th scope="row">{badge(place)} {escape(one.strategy[:1].upper() + one.strategy[1:])}</th>'
            f'<td class="num">{found}</td><td class="num">{luck}</td><td>{escape(one.words)}</td></tr>'
        )
    heads = ("Strategy", "Cash runs out at", "95 % for luck", "What that is")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        '<div class="scrolls"><table class="plain breaking-table"><thead><tr>'
        f"{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
