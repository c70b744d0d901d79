"""Policy and figures: a strategy as a written credit policy, its KPI pack, and the annual review; each to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.about import About
from simulator.app.kit.files import WORKBOOK, file_name_of, link
from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import Job, Later, Progress, kernel_loop
from simulator.app.kit.status import progress_html, settled_html, status_html
from simulator.app.kit.strategy_choice import StrategyChoice
from simulator.app.policy.layout import PolicyView
from simulator.app.policy.runs import Runs, beside_today
from simulator.app.screen import Address
from simulator.app.setting import Setting
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.experiment.kept.shelf import Shelf
from simulator.publish.paper import find_browser, printed
from simulator.publish.sheets.kpi_book import kpi_workbook
from simulator.publish.sheets.kpis import kpi_pack
from simulator.publish.sheets.pages import (
    kpi_fragment,
    kpi_html,
    policy_fragment,
    policy_html,
    review_fragment,
    review_html,
)
from simulator.publish.sheets.policy import policy_sheet
from simulator.publish.sheets.policy_text import policy_text
from simulator.publish.sheets.review import policy_review, review_text

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.strategy import Strategy

FIRST, LAST = "insured", "status_quo"
_HTML, _MARKDOWN, _PDF = "text/html", "text/markdown", "application/pdf"


class PolicyPage:
    """The page. What the sheets say is there at once; their figures follow, a little first and then more."""

    def __init__(
        self, setting: Setting | None = None, *, later: Later | None = None, runs: Runs | None = None
    ) -> None:
        """A page.

        Args:
            setting: Whom it is about; None: what the server was started with.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
            runs: How the figures are played; None: as the commands do.
        """
        self.runs = runs or Runs()
        self._later = later or kernel_loop()
        self._playing = Job(self._later, self._refused)
        self._printing = Job(self._later, self._print_refused)
        self.comparison: Comparison | None = None
        self.is_looked_at = False
        self._html = self._paper = ""
        self._made_links = ""
        self.about = About(setting or first_setting(), lambda _: self._changed())
        self.this = StrategyChoice("Policy", FIRST, self._changed, self._refused)
        self.last = StrategyChoice("Last year", LAST, self._changed, self._refused)
        self.view = PolicyView(self, self.about, self.this, self.last)
        self.address = Address()
        self.address.observe(lambda _: self.looked_at(), names="is_known")
        self.box = widgets.VBox([self.view.box, self.address])
        self.box.add_class("lab")
        self._changed()

    @property
    def setting(self) -> Setting:
        """Whom the page is about."""
        return self.about.setting

    @property
    def strategies(self) -> list[Strategy]:
        """The policies on the sheet that is shown: this year's, and in a review last year's."""
        found = [self.this.strategy]
        return [self.last.strategy, *found] if self.view.kind.value == "review" else found

    # What a person can do.

    def looked_at(self) -> None:
        """Somebody looks: the strategy of the address is taken, and the figures are played."""
        self.is_looked_at = True
        self.this.choose(str(self.address.query.get("strategy", "")))
        sheet = str(self.address.query.get("sheet", ""))
        if sheet in ("policy", "kpis", "review"):
            self.view.kind.value = sheet
        if not self._playing.is_busy and self.comparison is None:
            self.play()

    def show_sheet(self) -> None:
        """Show the sheet that is chosen."""
        self._changed()

    def play(self) -> None:
        """Play the figures, from where they are."""
        done = 0 if self.comparison is None else self.comparison.replications
        left = [step for step in self.runs.steps if step > done]
        if left:
            self._play(left[0])

    def stop(self) -> None:
        """Stop; what is there stays, and what was run is kept."""
        self._playing.cancel()
        self._show_status()

    def make_pdf(self) -> None:
        """Print the sheet into a file, through a browser of this machine."""
        browser, html = find_browser(), self._html
        if browser is None:
            return
        day = self.setting.scenario.company.start_date
        self.view.pdf.disabled, self.view.pdf.description = True, "Printing"
        self._printing.start(lambda _: printed(html, browser, day), self._printed)

    def close(self) -> None:
        """Nobody looks any more."""
        self._playing.cancel()
        self._printing.cancel()

    # What happens then.

    def _changed(self) -> None:
        """Another scenario, strategy or sheet: its words at once, its figures when they are there."""
        self._playing.cancel()
        self._printing.cancel()
        self.comparison = None
        self.view.trouble.show("")
        self.view.show_kind(str(self.view.kind.value), has_browser=find_browser() is not None)
        self.view.show_warning(self.setting)
        if self._show() and self.is_looked_at:
            self.play()

    def _play(self, replications: int) -> None:
        setting, strategies, runs = self.setting, self.strategies, self.runs
        told = "Playing" if self.comparison is None else "Sharpening"

        def progress(done: int, wanted: int) -> None:
            words = f"{told} <b>{done} of {wanted}</b> replications" if wanted else "Getting ready"
            self.view.show_status(progress_html(words, done, wanted), is_busy=True, can_go_on=False)

        progress(0, 0)

        def work(tell: Progress) -> Comparison:
            return runs.play(setting, strategies, replications, Shelf(), tell)

        self._playing.start(work, self._arrived, progress)

    def _arrived(self, found: Comparison) -> None:
        self.comparison = found
        if self._show() and found.replications < self.runs.steps[-1]:
            self.play()

    def _show(self) -> bool:
        """Show the sheet; False: it could not be written, and a sentence says why."""
        try:
            fragment, self._html, links = self._sheet()
        except UserError as error:
            self.view.sheet.add_class("is-old")  # it is another policy's, whose name it bears
            self._refused(error.message)
            return False
        self.view.sheet.remove_class("is-old")
        self._paper = f"{self.view.kind.value}_{file_name_of(self.this.strategy.name)}.pdf"
        self.view.sheet.value = fragment
        self.view.links.value = self._made_links = links
        self._show_pdf()
        self._show_status()
        return True

    def _show_status(self) -> None:
        found, most = self.comparison, self.runs.steps[-1]
        done = 0 if found is None else found.replications
        words = status_html(settled_html(done, most), is_live=done >= most) if done else ""
        self.view.show_status(words, is_busy=False, can_go_on=done < most and self.is_looked_at)

    def _sheet(self) -> tuple[str, str, str]:
        """The sheet as a part of this page, as a page of its own, and links to its files."""
        makers: dict[str, Callable[[], tuple[str, str, str]]] = {
            "policy": self._policy,
            "kpis": self._kpis,
            "review": self._review,
        }
        return makers[str(self.view.kind.value)]()

    def _policy(self) -> tuple[str, str, str]:
        strategy, setting = self.this.strategy, self.setting
        shown = self._name(strategy)
        sheet = policy_sheet(shown, setting.scenario, portfolio=setting.portfolio, comparison=self.comparison)
        self.view.show_title(f"{sheet.name}: the credit policy, {_rules(sheet.changes)} from today")
        name, html = f"policy_{file_name_of(sheet.name)}", policy_html(sheet)
        text = policy_text(sheet, markdown=True)
        links = [
            link("Page (HTML)", f"{name}.html", _HTML, html.encode()),
            link("Text (Markdown)", f"{name}.md", _MARKDOWN, text.encode()),
        ]
        return policy_fragment(sheet), html, " ".join(links)

    def _name(self, strategy: Strategy) -> Strategy:
        """The strategy as the comparison names it: one with today's levers is today."""
        names = beside_today(self.setting, [strategy])
        return names[-1]

    def _kpis(self) -> tuple[str, str, str]:
        if self.comparison is None:
            self.view.show_title(f"{self.this.strategy.name}: what every month should look like")
            return '<p class="note">The months appear with the first figures.</p>', "", ""
        pack = kpi_pack(self.comparison)
        self.view.show_title(f"{self.this.strategy.name}: what every month should look like")
        name, html = f"kpis_{file_name_of(self.this.strategy.name)}", kpi_html(pack)
        links = [
            link("Workbook (Excel)", f"{name}.xlsx", WORKBOOK, kpi_workbook(pack)),
            link("Page (HTML)", f"{name}.html", _HTML, html.encode()),
        ]
        return kpi_fragment(pack), html, " ".join(links)

    def _review(self) -> tuple[str, str, str]:
        setting = self.setting
        last, this = self.last.strategy, self.this.strategy
        review = policy_review(
            self._name(last), this, setting.scenario, portfolio=setting.portfolio, comparison=self.comparison
        )
        self.view.show_title(f"From {review.last} to {review.this}: {_rules(len(review.rows))}")
        name, html = f"review_{file_name_of(this.name)}", review_html(review)
        links = [
            link("Page (HTML)", f"{name}.html", _HTML, html.encode()),
            link("Text", f"{name}.txt", "text/plain", review_text(review).encode()),
        ]
        return review_fragment(review), html, " ".join(links)

    def _printed(self, content: bytes) -> None:
        self._show_pdf()
        self.view.links.value = f"{link('PDF', self._paper, _PDF, content)} {self._made_links}"

    def _show_pdf(self) -> None:
        self.view.pdf.disabled, self.view.pdf.description = not self._html, "Make a PDF"

    def _print_refused(self, sentence: str) -> None:
        self._show_pdf()
        self.view.trouble.show(sentence)

    def _refused(self, sentence: str) -> None:
        self._show_status()
        self.view.trouble.show(sentence)


def _rules(count: int) -> str:
    return "no rule differs" if not count else f"{count} rule{' differs' if count == 1 else 's differ'}"


def policy_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(PolicyPage(**settings).box)
