"""What the page does with a ledger, step by step; nothing of widgets, and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from simulator.app.kit.jobs import Progress
from simulator.app.setting import FIRST_DAYS
from simulator.app.uploads import LEDGER_ENDINGS, as_file, check_upload, without_folder
from simulator.errors import UserError
from simulator.scenario import load_scenario

if TYPE_CHECKING:
    from simulator.backtest.origins import Rolling
    from simulator.backtest.report import BackTest
    from simulator.experiment.places import Workers
    from simulator.ledger import Ledger, QualityReport
    from simulator.ledger.layouts.columns import Columns
    from simulator.ledger.layouts.mapping import ColumnMapping
    from simulator.portfolio.fitted import FittedPortfolio
    from simulator.results.cash_forecast import CashForecast
    from simulator.scenario import Scenario

ECONOMY = "wholesale"
"""The scenario around a ledger's customers."""

FEWEST_COLUMNS = 4
"""With fewer columns it is no ledger, whatever they are called: customer, date, amount and payment are needed."""

SEED = 2026
FUTURES = 200


@dataclass(frozen=True)
class Upload:
    """A file, and what the visitor said about its columns."""

    name: str
    content: bytes = field(repr=False)
    mapping: ColumnMapping | None = None


@dataclass(frozen=True)
class Read:
    """A ledger that was read; or why it could not be, with the columns that the file has."""

    upload: Upload
    columns: Columns | None
    ledger: Ledger | None = None
    trouble: str = ""

    @property
    def report(self) -> QualityReport:
        """What a person should know about the ledger."""
        assert self.ledger is not None
        assert self.ledger.report is not None
        return self.ledger.report

    @property
    def is_usable(self) -> bool:
        """Whether customers can be fitted to it."""
        return self.ledger is not None and self.report.usable_for.startswith("fitting")


@dataclass(frozen=True)
class Fit:
    """Customers fitted to a ledger, and the scenario on their scale."""

    portfolio: FittedPortfolio
    scenario: Scenario


def example() -> Upload:
    """The synthetic ledger that ships."""
    from simulator.experiment.example_ledger import example_file

    file = example_file()
    return Upload(file.name, file.read_bytes())


def read(upload: Upload) -> Read:
    """Read a ledger, and its columns even where the rest cannot be read.

    Raises:
        UserError: it is no table at all.
    """
    from simulator.ledger import read_ledger
    from simulator.ledger.layouts.columns import columns_in

    check_upload(upload.name, upload.content, LEDGER_ENDINGS, "a ledger as CSV or XLSX")
    with as_file(upload.name, upload.content) as path:
        try:
            columns = columns_in(path, upload.mapping)
        except UserError:
            columns = None
        try:
            ledger = read_ledger(path, mapping=upload.mapping)
        except UserError as error:
            if columns is None or len(columns.cells) < FEWEST_COLUMNS:
                raise
            return Read(upload, columns, trouble=without_folder(error.message, str(path.parent)))
    return Read(upload, columns, ledger)


def fit(ledger: Ledger) -> Fit:
    """Fit customers to a ledger; where a back-test of it is kept on this machine, they carry its light."""
    from simulator.engine.preparing import is_prepared, prepare_kernels
    from simulator.experiment.inputs import from_ledger
    from simulator.experiment.kept.lights import light_of

    if not is_prepared():
        prepare_kernels()
    portfolio, scenario = from_ledger(ledger, load_scenario(ECONOMY), says_vat=False)
    lit = replace(cast("FittedPortfolio", portfolio), light=light_of(ledger))
    return Fit(lit, scenario.but(company={"horizon_days": FIRST_DAYS}))


def kept_test(ledger: Ledger, rolling: Rolling) -> BackTest | None:
    """The back-test that the command has kept on this machine."""
    from simulator.backtest.keeping import kept_backtest
    from simulator.experiment.kept.shelf import Shelf

    return kept_backtest(Shelf(), ledger, rolling, SEED)


def test(ledger: Ledger, rolling: Rolling, workers: Workers, tell: Progress) -> BackTest:
    """Back-test a ledger; nothing is kept of it but in this visitor's session."""
    from simulator.backtest.report import backtest

    return backtest(ledger, rolling, seed=SEED, workers=workers, progress=tell)


def foretell(found: Fit, tell: Progress) -> CashForecast:
    """The cash of the coming 13 weeks."""
    from simulator.experiment.cash_forecast import cash_forecast

    return cash_forecast(found.scenario, found.portfolio, runs=FUTURES, seed=SEED, workers=1, progress=tell)
