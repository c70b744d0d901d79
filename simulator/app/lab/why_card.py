"""The why card: which invoices make the difference, found beside the page once the comparison has settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.files import link
from simulator.app.kit.jobs import Job, Later
from simulator.app.kit.pieces import box, button, classed, see
from simulator.app.kit.status import status_html, trouble_html, working_html
from simulator.app.lab.why_table import why_head, why_html
from simulator.results.followed import LABELS, TOLD, Followed

if TYPE_CHECKING:
    from simulator.app.lab.state import Lab
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison

_WAITING = "<h3>Why: the invoices that make the difference</h3><p class='note'>Known once the numbers have settled.</p>"
_TODAY = (
    "<h3>Why: the invoices that make the difference</h3><p class='note'>Select a strategy beside today.</p>"
)


class WhyCard:
    """The card. What it shows is faded as soon as it is old."""

    def __init__(self, later: Later) -> None:
        self._job = Job(later, self._refused)
        self._question: tuple[Lab, Comparison, Portfolio] | None = None
        self._turn, self._is_whole = 0, False
        self.found: Followed | None = None
        self.head = classed(widgets.HTML(_WAITING), "card-head")
        self.what = widgets.ToggleButtons(options=[(label, name) for name, label in LABELS.items()])
        self.what.add_class("segmented")
        self.what.observe(lambda _: self._again(turn=0), names="value")
        self.status, self.table, self.links = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.all = button("All invoices", self._all_or_few, "quiet", "link-like")
        self.another = button(
            "Another year", self._another, "quiet", "link-like", tooltip="The next closest to the average"
        )
        self.foot = box("why-foot", self.all, self.another, self.links, self.status)
        self.box = box("card card-why", box("card-top", self.head, self.what), self.table, self.foot)
        self._show_parts()

    def wait(self) -> None:
        """What is shown is old, and nothing can be followed yet."""
        self._job.cancel()
        self._question = None
        self.box.add_class("is-old")
        self.status.value = ""
        if self.found is None:
            self.head.value = _WAITING

    def follow(self, lab: Lab, comparison: Comparison, portfolio: Portfolio | None) -> None:
        """Follow the selected strategy's difference to its invoices.

        Args:
            lab: The state that was answered.
            comparison: The settled answer.
            portfolio: The customers.
        """
        see(self.box, bool(lab.alternatives))
        if not lab.selected or portfolio is None:
            self.wait()
            self.found = None
            self.head.value = _WAITING if lab.selected else _TODAY
            self._show_parts()
            return
        question = (lab.select(lab.selected), comparison, portfolio)
        if self._question is not None and _is_same(self._question, question):
            return
        self._question, self._turn = question, 0
        self._again(turn=0)

    def close(self) -> None:
        """Nobody looks any more."""
        self._job.cancel()

    def _again(self, turn: int) -> None:
        if self._question is None:
            return
        self._turn = turn
        self.box.add_class("is-old")
        self.status.value = status_html(working_html("Following one year to its invoices"), is_live=False)
        self._job.start(_work(*self._question, self.what.value, turn), self._arrived)

    def _arrived(self, found: Followed) -> None:
        self.found = found
        self.status.value = ""
        self._show_parts()
        self.box.remove_class("is-old")

    def _refused(self, sentence: str) -> None:
        self.status.value = trouble_html(sentence)

    def _show_parts(self) -> None:
        found, lab = self.found, self._question[0] if self._question else None
        for part in (self.all, self.another, self.links, self.table):
            see(part, found is not None)
        if found is None or lab is None:
            return
        self.head.value = why_head(found)
        self.table.value = why_html(found, lab.selected, is_whole=self._is_whole)
        known, every = len(found.trace.invoices), found.trace.all_invoices
        more = f"All {every:,} invoices" if known == every else f"The largest {known} of {every:,} invoices"
        self.all.description = f"The first {TOLD} only" if self._is_whole else more
        see(self.all, known > TOLD)
        self.links.value = (
            f'<p class="links">{link("Download as CSV", "why.csv", "text/csv", found.to_csv())}</p>'
        )

    def _all_or_few(self) -> None:
        self._is_whole = not self._is_whole
        self._show_parts()

    def _another(self) -> None:
        self._again(self._turn + 1)


def _work(
    lab: Lab, comparison: Comparison, portfolio: Portfolio, what: str, turn: int
) -> Callable[[Any], Followed]:
    """What is done aside."""

    def work(tell: Any) -> Followed:
        from simulator.experiment.following import follow

        tell(0, 0)
        strategies = lab.strategies[0], lab.strategy
        return follow(comparison, lab.setting.scenario, strategies, portfolio, what=what, turn=turn)

    return work


def _is_same(one: tuple[Lab, Comparison, Portfolio], other: tuple[Lab, Comparison, Portfolio]) -> bool:
    """Whether two questions have the same answer: they may be judged by something else."""
    return one[1] is other[1] and one[0].selected == other[0].selected
