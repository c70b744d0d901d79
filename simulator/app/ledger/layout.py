"""What the page looks like: five cards from the file to the strategy lab, each shown once there is something to say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

import ipywidgets as widgets

from simulator.app.kit.frame import page_box
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, see, take_upload
from simulator.app.kit.status import progress_html, status_html, working_html
from simulator.app.ledger.columns_editor import ColumnsEditor
from simulator.app.ledger.views import (
    benchmarks_html,
    check_html,
    customers_html,
    headline,
    learnt_html,
)
from simulator.app.lights import light_html
from simulator.app.limits import UPLOAD_LIMIT_MB
from simulator.app.uploads import LEDGER_ENDINGS
from simulator.ledger.light import LedgerLight

if TYPE_CHECKING:
    from simulator.app.ledger.steps import Fit, Read
    from simulator.backtest.report import BackTest
    from simulator.ledger import Ledger
    from simulator.ledger.layouts.mapping import ColumnMapping
    from simulator.results.cash_forecast import CashForecast

_PICTURE, _FAN = 262, 282


class Acts(Protocol):
    """What the view asks the page to do."""

    def take(self, name: str, content: bytes) -> None:
        """Take an uploaded file."""

    def take_example(self) -> None:
        """Take the ledger that ships."""

    def read_again(self, mapping: ColumnMapping) -> None:
        """Read the file with other columns."""

    def test(self) -> None:
        """Back-test."""

    def cancel_test(self) -> None:
        """Stop the back-test."""

    def go_to_lab(self) -> None:
        """Open the strategy lab."""

    def go_back(self) -> None:
        """Back to the ledger."""


class LedgerView:
    """Everything that is seen; it knows nothing of ledgers but how to show them."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self.title, self.status, self.trouble = widgets.HTML(), widgets.HTML(), Trouble()
        self.title.value = _title(headline(None, None))
        self.upload = widgets.FileUpload(
            accept=",".join(LEDGER_ENDINGS), description="Upload your ledger", icon=""
        )
        take_upload(self.upload, acts.take)
        self.example = button("Take the example", acts.take_example)
        self.check, self.learnt, self.customers = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.light, self.benchmarks = widgets.HTML(), widgets.HTML()
        self.editor = ColumnsEditor(acts.read_again)
        self.test = button("Test it on the past", acts.test)
        self.cancel = button("Cancel", acts.cancel_test)
        self.progress, self.foretelling = widgets.HTML(), widgets.HTML()
        self.to_lab = button("On to the strategy lab with these customers", acts.go_to_lab)
        self.to_lab.add_class("primary")
        self.lateness = Picture("lateness", _PICTURE)
        self.weeks, self.methods = Picture("weeks", _PICTURE), Picture("methods", _PICTURE)
        self.fan = Picture("fan", _FAN)
        self.box = self._assembled()
        self.way_back = _way_back(acts)
        self.show_working("")
        self.show_trouble("")

    def _assembled(self) -> widgets.Widget:
        self.check_card = _step(
            "2", "Check", "what was read, left out and guessed", self.check, self.editor.box
        )
        self.fit_card = _step("3", "Customers", "what was learnt from it, and what is assumed", self.learnt)
        self.customer_card = card("customers", self.customers)
        acts = box("step-acts", self.test, self.cancel, self.progress)
        self.test_card = _step("4", "Back-test", "would it have foretold your last months?", self.light, acts)
        self.ahead_card = card("ahead", self.foretelling)
        self.benchmark_card = _step(
            "5", "Beside others", "published figures, with what to beware of", self.benchmarks
        )
        self.lab_card = card("onward", self.to_lab, widgets.HTML(_ONWARD))
        self.cards = (
            self.check_card,
            self.fit_card,
            self.customer_card,
            self.test_card,
            self.ahead_card,
            self.benchmark_card,
            self.lab_card,
        )
        for one in self.cards:
            see(one, False)
        load = _step(
            "1",
            "Your ledger",
            "or the example",
            box("step-acts", self.upload, self.example),
            widgets.HTML(_HINT),
        )
        pictures = box("lab-pictures pictures-2", self.lateness.box, self.customer_card)
        tests = box("lab-pictures pictures-2", self.weeks.box, self.methods.box)
        verdict = box("lab-verdict", self.title, self.status)
        return page_box(
            "my_ledger", "my-ledger", verdict, self.trouble.box, load, self.check_card, self.fit_card, pictures,
            self.test_card, tests, self.ahead_card, self.fan.box, self.lab_card, self.benchmark_card,
        )  # fmt: skip

    def show_working(self, words: str) -> None:
        """Show what is being done; no words: nothing is."""
        self.status.value = status_html(working_html(words), is_live=True) if words else ""
        if words:
            self.show_trouble("")

    def show_trouble(self, sentence: str) -> None:
        """Tell what is wrong; no sentence: all is well."""
        self.trouble.show(sentence)

    def show_unread(self, found: Read) -> None:
        """A file that was not understood: why, and its columns to say which is which."""
        self.show_working("")
        self.show_trouble(f"{found.trouble} Or say below which column is which, and read it again.")
        assert found.columns is not None
        self.editor.show(found.columns, is_open=True)
        see(self.check_card, True)

    def show_read(self, found: Read) -> None:
        """A ledger that was read; what belonged to the one before goes."""
        from simulator.experiment.benchmarks import ledger_benchmarks
        from simulator.figures import lateness

        assert found.ledger is not None
        for one in self.cards:
            see(one, False)
        for picture in (self.lateness, self.weeks, self.methods, self.fan):
            picture.hide()
        self.show_trouble("")
        self.title.value = _title(headline(found, None))
        self.check.value = check_html(found)
        if found.columns is not None:
            self.editor.show(found.columns, is_open=False)
        see(self.check_card, True)
        if found.is_usable:
            self.lateness.show(lateness.draw(found.ledger))
            self.customers.value = customers_html(found.ledger)
            self.benchmarks.value = benchmarks_html(ledger_benchmarks(found.ledger))
            see(self.customer_card, True)
            see(self.benchmark_card, True)

    def show_fit(self, found: Fit, ledger: Ledger) -> None:
        """What was learnt and assumed."""
        self.learnt.value = learnt_html(found, ledger)
        for one in (self.fit_card, self.test_card, self.lab_card):
            see(one, True)

    def show_testing(self, done: int, wanted: int) -> None:
        """How far the back-test is."""
        see(self.test, False)
        see(self.cancel, True)
        words = (
            f"Looking ahead from the past: <b>{done} of {wanted}</b>" if wanted else "Preparing the back-test"
        )
        self.progress.value = progress_html(words, done, wanted)

    def show_tested(self, *, is_ready: bool) -> None:
        """Nothing is being tested."""
        see(self.test, is_ready)
        see(self.cancel, False)
        self.progress.value = ""

    def show_light(self, light: LedgerLight | None, found: BackTest | None, read: Read | None = None) -> None:
        """The light and its reasons, and what was foretold beside what came."""
        from simulator.figures import backtest_methods, backtest_weeks

        self.light.value = light_html(light or LedgerLight(), found)
        self.test.description = "Test it again" if found is not None else "Test it on the past"
        if read is not None:
            self.title.value = _title(headline(read, light))
        if found is None or read is None:
            self.weeks.hide()
            self.methods.hide()
            return
        self.weeks.show(backtest_weeks.draw(found, read.report.currency))
        self.methods.show(backtest_methods.draw(found))

    def show_foretelling(self, done: int, wanted: int) -> None:
        """How far the cash forecast is."""
        is_over = bool(wanted) and done >= wanted
        self.foretelling.value = progress_html("Foretelling the cash of 13 weeks", done, wanted)
        see(self.ahead_card, not is_over)

    def show_forecast(self, found: CashForecast) -> None:
        """The fan of the coming weeks."""
        from simulator.figures import cash_forecast

        see(self.ahead_card, False)
        self.fan.show(cash_forecast.draw(found))


_HINT = (
    '<p class="hint">CSV, text or Excel, also gzipped: customer, invoice date, due date, amount, payment date. At most '
    f"{UPLOAD_LIMIT_MB} MB. It stays in this session's memory and is not stored. The example is synthetic: no customer "
    "in it exists.</p>"
)
_ONWARD = (
    '<p class="hint">Opens in this page, with your customers and your open invoices. Each strategy shows the light of '
    "the back-test.</p>"
)


def _title(words: str) -> str:
    return f"<h1><span>{escape(words)}</span></h1>"


def _way_back(acts: Acts) -> widgets.Widget:
    return box("way-back lab", button("← Back to your ledger", acts.go_back))


def _step(number: str, title: str, note: str, *parts: widgets.Widget) -> widgets.Widget:
    """A card with a number, a title and a line that says what it is about."""
    head = widgets.HTML(
        f'<h3><span class="step-number">{number}</span> {escape(title)} <small>{escape(note)}</small></h3>'
    )
    return card("step", head, *parts)
