"""What a page is about: a scenario that ships, or the person's own ledger."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.app.uploads import LEDGER_ENDINGS, as_file, check_upload, plain_name
from simulator.clashes import Terms
from simulator.coming import Coming, struck
from simulator.errors import UserError
from simulator.ledger.light import LedgerLight
from simulator.parameters import dictionary
from simulator.scenario import load_scenario

if TYPE_CHECKING:
    from simulator.backtest.report import BackTest
    from simulator.ledger import Ledger
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario

FIRST_SCENARIO = "wholesale"
TESTED_WITH = 2026
"""The seed of a back-test unless another one is asked for."""
HORIZON_DAYS = {"1 year": 365, "2 years": 730, "3 years": 1095}
FIRST_DAYS = 365
"""What the pages look at where nobody has chosen a horizon: the first numbers are there within seconds."""


@dataclass(frozen=True)
class Setting:
    """What is not ours to decide: the scenario, what comes upon it, and the customers of an uploaded ledger.

    Attributes:
        scenario: With the shocks that come upon it.
        ledger: The uploaded file's name; empty for the scenario's own customers.
        fingerprint: Hash of the uploaded file.
        portfolio: The ledger's fitted customers.
        base: The scenario as it was fitted to the ledger, before anybody changed an assumption.
        chosen: The shocks with the severity and the day chosen for them.
        tested: The back-test that is kept of the ledger, if any.
        commands_days: The horizon that the commands take of it (days); 0: the same.
    """

    scenario: Scenario
    ledger: str = ""
    fingerprint: str = ""
    portfolio: Portfolio | None = field(default=None, compare=False)
    base: Scenario | None = field(default=None, compare=False)
    chosen: tuple[Coming, ...] = ()
    tested: BackTest | None = field(default=None, compare=False)
    commands_days: int = field(default=0, compare=False)

    @property
    def coming(self) -> tuple[Coming, ...]:
        """What comes upon the company."""
        return self.chosen or tuple(Coming(shock) for shock in self.scenario.shocks)

    @property
    def light(self) -> LedgerLight:
        """How well the ledger is foretold, as far as that was tested."""
        found = self.portfolio.light if self.portfolio is not None else None
        return found or LedgerLight()

    @property
    def title(self) -> str:
        """What it is called: the scenario's name, or the ledger's file."""
        return " + ".join([self.ledger or self.scenario.name, *(one.name for one in self.scenario.shocks)])

    @property
    def customers(self) -> int:
        """Customers at the start."""
        return (
            len(self.portfolio.customers) if self.portfolio is not None else self.scenario.portfolio.customers
        )

    @property
    def own_terms_days(self) -> Mapping[int, int]:
        """How many customers have which payment terms (days)."""
        if self.portfolio is not None:
            return Counter(int(days) for days in self.portfolio.customers["terms_days"])
        terms, counts = self.scenario.portfolio.terms_days, self.scenario.portfolio.segment_count_fraction
        found: Counter[int] = Counter()
        for segment, days in terms.items():
            found[int(days)] += round(1000 * counts[segment])
        return found

    @property
    def usual_terms_days(self) -> int:
        """The terms of most customers (days)."""
        return max(self.own_terms_days.items(), key=lambda item: item[1])[0]

    def terms(self, levers: Levers) -> Terms:
        """The shortest and the longest terms that any customer has under these levers (days)."""
        terms = levers.terms
        own = min(self.own_terms_days), max(self.own_terms_days)
        shortest, longest = (
            max((days if terms.net_days is None else terms.net_days) + terms.net_days_shift, 0)
            for days in own
        )
        if terms.customers != "all":
            shortest, longest = min(own[0], shortest), max(own[1], longest)
        agreed = [days for days in terms.days_of_segments if days is not None]
        return Terms(min([shortest, *agreed]), max([longest, *agreed]))


def scenario_setting(name: str, horizon_days: int | None = None) -> Setting:
    """A scenario by name or file, for a horizon (days; None: its own where somebody has chosen it, else a year)."""
    scenario = load_scenario(name)
    own = scenario.company.horizon_days
    looked_at = first_days(scenario) if horizon_days is None else horizon_days
    return Setting(scenario.but(company={"horizon_days": looked_at}), commands_days=own)


def first_days(scenario: Scenario) -> int:
    """The horizon that a page opens with (days): the scenario's own where somebody has chosen it, else a year."""
    own = scenario.company.horizon_days
    return FIRST_DAYS if own == dictionary()["company.horizon_days"].default else own


def horizon_choices(days: int) -> tuple[tuple[str, int], ...]:
    """The horizons to choose from, the present one among them.

    >>> horizon_choices(500)[-1], len(horizon_choices(730))
    (('500 days', 500), 3)
    """
    own = () if days in HORIZON_DAYS.values() else ((in_years(days), days),)
    return (*HORIZON_DAYS.items(), *own)


def in_years(days: int) -> str:
    """A horizon in words.

    >>> in_years(365), in_years(1095), in_years(500)
    ('1 year', '3 years', '500 days')
    """
    return {value: name for name, value in HORIZON_DAYS.items()}.get(days, f"{days:,} days")


def changed_setting(setting: Setting, key: str, value: Any) -> Setting:
    """The setting with one assumption changed.

    Raises:
        UserError: the value is not allowed, or a ledger decides it.
    """
    from simulator.experiment.inputs import LEDGER_DECIDES

    if setting.ledger and key in LEDGER_DECIDES:
        raise UserError("Your ledger decides this. Go back to the scenario to change it.")
    group, _, name = key.partition(".")
    changes: dict[str, Any] = {group: {name: value}}
    usual = setting.scenario.without_shocks().but(**changes)
    return replace(setting, scenario=struck(usual, setting.coming))


def struck_setting(setting: Setting, coming: Sequence[Coming]) -> Setting:
    """The setting with these shocks, and no others, coming upon it.

    Raises:
        UserError: what cannot be.
    """
    return replace(setting, scenario=struck(setting.scenario, coming), chosen=tuple(coming))


def ledger_setting(name: str, content: bytes, horizon_days: int) -> Setting:
    """The customers of an uploaded ledger, fitted.

    Args:
        name: The file's name, as the browser says it.
        content: What is in it.
        horizon_days: For how long strategies are compared (days).

    Raises:
        UserError: the file is no ledger that we can read; the sentence says why and what to do.
    """
    shown = plain_name(name)
    check_upload(shown, content, LEDGER_ENDINGS, "a ledger as CSV or XLSX")
    with as_file(shown, content) as path:
        return read_setting(path, horizon_days=horizon_days)


def read_setting(path: Path, scenario: str = "", horizon_days: int | None = None) -> Setting:
    """The customers of a ledger, fitted.

    Args:
        path: The ledger.
        scenario: Economy and company, by name or file; empty: the wholesaler.
        horizon_days: For how long strategies are compared (days); None: as `first_days` says.

    Raises:
        UserError: the file is no ledger that we can read; the sentence says why and what to do.
    """
    from simulator.experiment.inputs import from_ledger
    from simulator.experiment.kept.lights import light_of
    from simulator.ledger import read_ledger

    book = read_ledger(path)
    economy = load_scenario(scenario or FIRST_SCENARIO)
    portfolio, scaled = from_ledger(book, economy, says_vat=False)
    portfolio = replace(portfolio, light=light_of(book, file=path.name))
    days = first_days(economy) if horizon_days is None else horizon_days
    setting = fitted_setting(
        path.name, path.read_bytes(), portfolio, scaled.but(company={"horizon_days": days})
    )
    return replace(setting, tested=_kept_test(book), commands_days=economy.company.horizon_days)


def _kept_test(book: Ledger) -> BackTest | None:
    """The back-test that the command has kept of this ledger."""
    from simulator.backtest.keeping import kept_backtest
    from simulator.backtest.origins import Rolling
    from simulator.experiment.kept.shelf import Shelf

    return kept_backtest(Shelf(), book, Rolling(), TESTED_WITH)


def fitted_setting(name: str, content: bytes, portfolio: Portfolio, scenario: Scenario) -> Setting:
    """The customers of a ledger that were fitted before."""
    return Setting(scenario, name, hashlib.sha256(content).hexdigest(), portfolio, base=scenario)
