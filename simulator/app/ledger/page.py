"""My ledger: upload, check, fit, back-test, and on to the strategy lab; all of it in this visitor's own session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import Job, Later, kernel_loop
from simulator.app.lab.opening import first_lab
from simulator.app.lab.page import StrategyLab
from simulator.app.ledger import steps
from simulator.app.ledger.layout import LedgerView
from simulator.app.setting import fitted_setting
from simulator.app.uploads import plain_name
from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.app.ledger.steps import Fit, Read, Upload
    from simulator.backtest.origins import Rolling
    from simulator.backtest.report import BackTest
    from simulator.experiment.places import Workers
    from simulator.ledger.layouts.mapping import ColumnMapping
    from simulator.results.cash_forecast import CashForecast


class MyLedger:
    """The page. Reading, fitting and foretelling go by themselves; the back-test takes longer and waits for a click."""

    def __init__(
        self, *, rolling: Rolling | None = None, workers: Workers = None, later: Later | None = None
    ) -> None:
        """A page.

        Args:
            rolling: From which days the back-test looks ahead; None: those that the command takes.
            workers: Of the back-test.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
        """
        from simulator.backtest.origins import Rolling

        self.rolling, self.workers = rolling or Rolling(), workers
        self.upload: Upload | None = None
        self.read: Read | None = None
        self.fit: Fit | None = None
        self.tested: BackTest | None = None
        self.view = LedgerView(self)
        self._later = later or kernel_loop()
        self._reading = Job(self._later, self._refused)
        self._testing = Job(self._later, self._test_refused)
        self._foretelling = Job(self._later, self._refused)
        self._lab: StrategyLab | None = None
        self.box = widgets.VBox([self.view.box])
        self.view.show_light(None, None)

    # What a person can do.

    def take_example(self) -> None:
        """Take the synthetic ledger that ships."""
        self._take(steps.example())

    def take(self, name: str, content: bytes) -> None:
        """Take an uploaded file."""
        self._take(steps.Upload(plain_name(name), content))

    def read_again(self, mapping: ColumnMapping) -> None:
        """Read the same file with other columns."""
        if self.upload is not None:
            self._take(replace(self.upload, mapping=mapping))

    def test(self) -> None:
        """Back-test the ledger."""
        if self.read is None or self.read.ledger is None or self.fit is None:
            return
        ledger = self.read.ledger
        self.view.show_testing(0, 0)
        self._testing.start(
            lambda tell: steps.test(ledger, self.rolling, self.workers, tell),
            self._tested,
            self.view.show_testing,
        )

    def cancel_test(self) -> None:
        """Stop the back-test; what was there before stays."""
        self._testing.cancel()
        self._show_test()

    def go_to_lab(self) -> None:
        """Open the strategy lab with these customers, in this page: the ledger never leaves the session."""
        if self.fit is None or self.read is None:
            return
        upload = self.read.upload
        setting = fitted_setting(upload.name, upload.content, self.fit.portfolio, self.fit.scenario)
        try:
            self._lab = StrategyLab(first_lab(setting), later=self._later)
        except UserError as error:
            self._refused(error.message)
            return
        self.box.children = (self.view.way_back, self._lab.box)

    def go_back(self) -> None:
        """Back to the ledger; what the strategy lab was about is left behind."""
        if self._lab is not None:
            self._lab.answers.close()
            self._lab = None
        self.box.children = (self.view.box,)

    # What arrives.

    def _take(self, upload: Upload) -> None:
        """Read a file; the ledger before stays until the new one is there."""
        self._testing.cancel()
        self._foretelling.cancel()
        self.view.show_working(f"Reading {upload.name} ({len(upload.content) / 1e6:.1f} MB)")
        self._reading.start(lambda _: steps.read(upload), self._arrived)

    def _arrived(self, found: Read) -> None:
        self.upload = found.upload
        if found.ledger is None:
            self.view.show_unread(found)
            return
        self.read, self.fit, self.tested = found, None, None
        self.view.show_read(found)
        self.view.show_light(None, None)
        if not found.is_usable:
            self.view.show_working("")
            return
        ledger = found.ledger
        self.view.show_working(f"Fitting {found.report.customers:,} customers to the ledger")
        self._reading.start(
            lambda _: (steps.fit(ledger), steps.kept_test(ledger, self.rolling)), self._fitted
        )

    def _fitted(self, found: tuple[Fit, BackTest | None]) -> None:
        assert self.read is not None
        assert self.read.ledger is not None
        self.fit, kept = found
        self.view.show_fit(self.fit, self.read.ledger)
        self.view.show_working("")
        self.tested = kept
        self._show_test()
        fit = self.fit
        self.view.show_foretelling(0, 0)
        self._foretelling.start(
            lambda tell: steps.foretell(fit, tell), self._foretold, self.view.show_foretelling
        )

    def _foretold(self, found: CashForecast) -> None:
        self.view.show_forecast(found)

    def _tested(self, found: BackTest) -> None:
        from simulator.backtest.keeping import light_of_backtest

        assert self.fit is not None
        self.tested = found
        portfolio = replace(self.fit.portfolio, light=light_of_backtest(found))
        self.fit = replace(self.fit, portfolio=portfolio)
        self._show_test()

    def _show_test(self) -> None:
        self.view.show_tested(is_ready=self.fit is not None)
        if self.fit is not None and self.read is not None:
            self.view.show_light(self.fit.portfolio.light, self.tested, self.read)

    def _test_refused(self, sentence: str) -> None:
        self._show_test()
        self.view.show_trouble(sentence)

    def _refused(self, sentence: str) -> None:
        self.view.show_working("")
        self.view.show_foretelling(1, 1)
        self.view.show_trouble(sentence)


def my_ledger(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(MyLedger(**settings).box)
