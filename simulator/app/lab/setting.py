"""The setting of the page: a scenario that ships, or the person's own ledger."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.app.lab.state import Lab, Setting
from simulator.app.uploads import LEDGER_ENDINGS, as_file, check_upload, plain_name
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.reading import read_document
from simulator.scenario import load_scenario
from simulator.strategy import Strategy, load_strategy

if TYPE_CHECKING:
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario

FIRST_SCENARIO = "wholesale"
FIRST_STRATEGIES = ("discount", "intensive_collections", "insured")
HORIZON_DAYS = {"1 year": 365, "2 years": 730, "3 years": 1095}
_STRATEGY_ENDINGS = (".yaml", ".yml")


def first_lab(setting: Setting | None = None) -> Lab:
    """The page as it opens: the wholesaler for a year unless told otherwise, and three strategies beside today."""
    strategies = tuple(load_strategy(name) for name in FIRST_STRATEGIES)
    return Lab(setting or scenario_setting(FIRST_SCENARIO), strategies, selected=1)


def scenario_setting(name: str, horizon_days: int = 365) -> Setting:
    """A scenario that ships, for a horizon (days)."""
    scenario = load_scenario(name)
    return Setting(scenario.but(company={"horizon_days": horizon_days}))


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
    return replace(setting, scenario=setting.scenario.but(**changes))


def ledger_setting(name: str, content: bytes, horizon_days: int) -> Setting:
    """The customers of an uploaded ledger, fitted.

    Args:
        name: The file's name, as the browser says it.
        content: What is in it.
        horizon_days: For how long strategies are compared (days).

    Raises:
        UserError: the file is no ledger that we can read; the sentence says why and what to do.
    """
    from simulator.experiment.inputs import from_ledger
    from simulator.experiment.kept.lights import light_of
    from simulator.ledger import read_ledger

    shown = plain_name(name)
    check_upload(shown, content, LEDGER_ENDINGS, "a ledger as CSV or XLSX")
    with as_file(shown, content) as path:
        book = read_ledger(path)
        portfolio, scaled = from_ledger(book, load_scenario(FIRST_SCENARIO), says_vat=False)
    portfolio = replace(portfolio, light=light_of(book, file=shown))
    return fitted_setting(shown, content, portfolio, scaled.but(company={"horizon_days": horizon_days}))


def fitted_setting(name: str, content: bytes, portfolio: Portfolio, scenario: Scenario) -> Setting:
    """The customers of a ledger that were fitted before."""
    return Setting(scenario, name, hashlib.sha256(content).hexdigest(), portfolio)


def uploaded_strategy(name: str, content: bytes) -> Strategy:
    """A strategy from an uploaded file.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    check_upload(shown, content, _STRATEGY_ENDINGS, "a strategy as YAML")
    with as_file(shown, content) as path:
        _refuse_other_files(path, shown)
        return load_strategy(path)


def _refuse_other_files(path: Path, name: str) -> None:
    """An uploaded file may build on what ships, never on another file of this machine."""
    parent = read_document(path).data.get("extends")
    known = ("today", *shipped_names("strategy"))
    if parent is not None and parent not in known:
        raise UserError(f"'extends' in {name} names no strategy that ships. Write one of {', '.join(known)}.")
