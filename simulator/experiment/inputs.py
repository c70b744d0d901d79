"""From what the user typed to what is compared: scenario, strategies, portfolio; and the record of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.checks import raise_all
from simulator.experiment.asked import read_asked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.ledger import Ledger
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy


def _nobody(step: str) -> None:
    """Nobody is told about the step."""


LEDGER_DECIDES = (
    "company.start_date",
    "company.warm_up_days",
    "company.annual_credit_sales",
    "portfolio.customers",
    "portfolio.segment_value_fraction",
    "portfolio.orders_per_month",
    "portfolio.rank_size_exponent",
    "portfolio.largest_customer_fraction",
    "portfolio.terms_days",
    "portfolio.payment_runs",
    "behaviour.on_time_fraction",
    "behaviour.late_median_days",
    "behaviour.late_sigma",
    "behaviour.habit_share_fraction",
    "behaviour.early_fraction",
    "behaviour.early_mean_days",
    "behaviour.late_cap_days",
)
"""Assumptions that a ledger replaces: to set one beside it would change nothing, or contradict it."""


@dataclass(frozen=True)
class Prepared:
    """What a comparison is about, read and checked."""

    scenario: Scenario
    strategies: tuple[Strategy, ...]
    portfolio: Portfolio
    warnings: tuple[str, ...]


def prepare(
    scenario_name: str,
    strategy_names: Sequence[str],
    ledger: Path | None = None,
    settings: Sequence[str] = (),
    tell: Callable[[str], None] = _nobody,
    *,
    shocks: Sequence[str] = (),
) -> Prepared:
    """Read and check everything that the user named; prepare what takes long and is needed only once.

    With a ledger, its customers replace the scenario's, the scenario gives economy and company (scaled to the
    ledger's sales), and "today" is the ledger's own. Shocks come upon them, named or as files.

    Raises:
        UserError: a sentence for every mistake.
    """
    from simulator.engine.preparing import is_prepared, prepare_kernels
    from simulator.experiment.kept.lights import light_of
    from simulator.experiment.question import Question
    from simulator.settings import assign
    from simulator.shocks import load_shock

    if ledger is not None:
        _refuse_what_the_ledger_decides(settings)
    asked = read_asked(scenario_name, strategy_names, ledger)
    strategies = asked.strategies
    scenario, changed = assign(settings, asked.scenario, strategies)
    coming = [*(one.upon(scenario) for one in asked.coming), *(load_shock(name) for name in shocks)]
    struck = scenario.with_shocks(coming) if ledger is None else scenario
    warnings = all_warnings(struck, changed)  # of what was said, before a ledger's size is put in
    book = _read(ledger) if ledger is not None else None
    if not is_prepared():
        tell("Compiling the engine, once for this version: about two minutes")
        prepare_kernels()
    portfolio: Portfolio | None = None
    if book is not None:
        tell("Fitting the ledger's customers")
        says_vat = any(setting.startswith("company.vat_fraction") for setting in settings)
        portfolio, scenario = from_ledger(book, asked.economy, says_vat)
        scenario = asked.upon_ledger(scenario)
        portfolio = replace(portfolio, light=light_of(book, file=ledger.name if ledger else ""))
        scenario, changed = assign(settings, scenario, strategies)
        coming = [*(one.upon(scenario) for one in asked.coming), *coming[len(asked.coming) :]]
        struck = scenario.with_shocks(coming)
        warnings += struck.news
    portfolio = portfolio or portfolio_for(scenario, tell)
    doubts = Question(struck, tuple(changed), portfolio, seed=0).doubts  # refuses what contradicts itself
    return Prepared(struck, tuple(changed), portfolio, (*doubts, *warnings))


def _read(ledger: Path) -> Ledger:
    from simulator.ledger import read_ledger  # what reads tables takes a while to load

    return read_ledger(ledger)


def _refuse_what_the_ledger_decides(settings: Sequence[str]) -> None:
    keys = [setting.partition("=")[0].strip() for setting in settings]
    clashes = [key for key in keys if ".".join(key.split(".")[:2]) in LEDGER_DECIDES]
    raise_all(
        f"--set {key} has no place beside --ledger: the ledger decides it. Leave it out." for key in clashes
    )


def all_warnings(scenario: Scenario, strategies: Sequence[Strategy]) -> tuple[str, ...]:
    """A sentence for everything in scenario and strategies that is allowed but out of the ordinary."""
    return (*scenario.warnings, *(line for one in strategies for line in one.warnings(scenario.today)))


def from_ledger(ledger: Ledger, scenario: Scenario, says_vat: bool) -> tuple[Portfolio, Scenario]:
    """The ledger's customers, and the scenario scaled to them with the ledger's own today.

    A ledger in US dollars holds no VAT, unless the user says so.
    """
    from simulator.calibration.fitted import without_chasing
    from simulator.portfolio.fitted import fit_portfolio, ledger_country, ledger_scenario, today_for_ledger

    if ledger_country(ledger) == "US" and not says_vat:
        scenario = scenario.but(company={"vat_fraction": 0.0})
    portfolio = fit_portfolio(ledger, scenario)
    scaled = ledger_scenario(scenario, portfolio)
    scaled = scaled.but(today=today_for_ledger(portfolio, scaled))
    return without_chasing(scaled, portfolio), scaled


def portfolio_for(scenario: Scenario, tell: Callable[[str], None] | None = None) -> Portfolio:
    """The scenario's synthetic portfolio."""
    from simulator.calibration import latent

    return latent.portfolio_for(scenario, tell)


def as_inputs(
    scenario: Scenario, strategies: Sequence[tuple[str, Levers]], portfolio: Portfolio, version: str
) -> dict[str, Any]:
    """Everything that decides the numbers, but seed and replications, as plain values."""
    return {
        "version": version,
        "scenario": scenario.model_dump(mode="json"),
        "strategies": [
            {"name": name, "levers": levers.model_dump(mode="json")} for name, levers in strategies
        ],
        "portfolio": _portfolio_record(portfolio),
    }


def _portfolio_record(portfolio: Portfolio) -> Mapping[str, Any]:
    """What a portfolio is and the hash of its columns; never the customers themselves."""
    columns = (portfolio.customers, portfolio.newcomers, portfolio.laws, portfolio.open_items)
    digest = hashlib.sha256(portfolio.start.isoformat().encode())
    for column in (*columns, *_habits(portfolio)):
        _add_to(digest, np.asarray(column))
    return {
        "name": portfolio.name,
        "origin": portfolio.origin,
        "customers": len(portfolio.customers),
        "open_items": len(portfolio.open_items),
        "start": portfolio.start.isoformat(),
        "sha256": digest.hexdigest(),
    }


def _habits(portfolio: Portfolio) -> Iterator[Any]:
    """What a ledger tells of how its customers pay, beside their laws."""
    yield from (portfolio.law_by_weekday, portfolio.dependence, [portfolio.promise_share])
    for runs in portfolio.own_runs:
        yield from (runs.days, runs.gaps, [runs.owner, runs.calendar])


def _add_to(digest: hashlib._Hash, column: NDArray[Any]) -> None:
    """Add a column field by field: the padding between fields is not part of the data."""
    digest.update(str(column.shape).encode())
    for name in column.dtype.names or (None,):
        values = column if name is None else column[name]
        digest.update(f"{name} {values.dtype.str}".encode())
        digest.update(np.ascontiguousarray(values).tobytes())
