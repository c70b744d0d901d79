"""`creditlab policy` and `creditlab kpis`: sheets that people work by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import shelf_for, told_of
from simulator.cli.options import (
    DEFAULT_SEED,
    ComparedNames,
    Fresh,
    Ledger,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    StrategyName,
    Workers,
)
from simulator.cli.searching import check_running, error_console, prepared_for, run_progress
from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.experiment.inputs import Prepared
    from simulator.portfolio.portfolio import Portfolio
    from simulator.results.comparison import Comparison
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

TODAY = "status_quo"
DEFAULT_REPLICATIONS = 100

Home = Annotated[
    str, typer.Option("--scenario", metavar="NAME", help="Whose policy it is: a scenario by name or file.")
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Write it to this file: .html, which prints to one page, or .md."
    ),
]
KpiFile = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Write it to this file: .html or .xlsx.")
]
Expecting = Annotated[
    int | None,
    typer.Option("--replications", help="Also simulate it beside today so often, for the figures to expect."),
]
KpiReplications = Annotated[int, typer.Option("--replications", help="Run each strategy so often.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("policy")(write_policy)
    app.command("kpis")(write_kpis)


def write_policy(
    strategy: StrategyName,
    scenario: Home = "wholesale",
    ledger: Ledger = None,
    settings: Settings = None,
    seed: Seed = DEFAULT_SEED,
    replications: Expecting = None,
    workers: Workers = None,
    fresh: Fresh = False,
    out: PolicyFile = None,
) -> None:
    """Write a strategy as a credit policy on one page: rules, terms, dunning ladder, duties, what is new."""
    _check_out(out, (".html", ".md"))
    check_running(replications, workers, None)
    comparison: Comparison | None = None
    portfolio: Portfolio | None = None
    if replications is None and ledger is None:
        home, chosen = _read(scenario, strategy, settings)
    else:
        prepared = prepared_for(
            scenario, _beside_today(strategy), error_console(), ledger=ledger, settings=settings
        )
        home, chosen = prepared.scenario, prepared.strategies[-1]
        portfolio = prepared.portfolio if ledger is not None else None
        if replications is not None:
            comparison = _compared(prepared, seed, replications, workers, fresh=fresh)
    from simulator.publish.sheets.policy import policy_sheet
    from simulator.publish.sheets.policy_text import policy_text

    sheet = policy_sheet(chosen, home, portfolio=portfolio, comparison=comparison)
    if out is None:
        typer.echo(policy_text(sheet))
        return
    from simulator.publish.sheets.pages import policy_html
    from simulator.results.documents import write_text

    is_page = out.suffix.lower() == ".html"
    write_text(out, policy_html(sheet) if is_page else policy_text(sheet, markdown=True))
    _told(out)


def write_kpis(
    scenario: ScenarioName,
    strategies: ComparedNames,
    out: KpiFile,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: KpiReplications = DEFAULT_REPLICATIONS,
    workers: Workers = None,
    fresh: Fresh = False,
) -> None:
    """Write the monthly KPI pack: what to expect of each month, how far luck moves it, lines for actual figures."""
    _check_out(out, (".html", ".xlsx"))
    check_running(replications, workers, None)
    prepared = prepared_for(
        scenario, strategies, error_console(), ledger=ledger, settings=settings, shocks=shocks
    )
    comparison = _compared(prepared, seed, replications, workers, fresh=fresh)
    from simulator.publish.sheets.kpi_book import kpi_workbook
    from simulator.publish.sheets.kpis import kpi_pack
    from simulator.publish.sheets.pages import kpi_html
    from simulator.results.documents import write_bytes, write_text

    pack = kpi_pack(comparison)
    if out.suffix.lower() == ".html":
        write_text(out, kpi_html(pack))
    else:
        write_bytes(out, kpi_workbook(pack))
    _told(out)


def _check_out(out: Path | None, endings: tuple[str, ...]) -> None:
    """Refuse, before anything runs, a file of a kind that is not written."""
    if out is None:
        return
    if out.suffix.lower() not in endings:
        raise UserError(
            f"--out {out} ends in '{out.suffix or out.name}', which is not written. Choose a file that ends in "
            f"{' or '.join(endings)}."
        )
    from simulator.results.documents import check_writable

    check_writable(out)


def _read(scenario: str, strategy: str, settings: list[str] | None) -> tuple[Scenario, Strategy]:
    """What was named, without preparing anything to run."""
    from simulator.scenario import load_scenario
    from simulator.settings import assign
    from simulator.strategy import load_strategy

    named = [load_strategy(name) for name in _beside_today(strategy)]
    home, changed = assign(settings or [], load_scenario(scenario), named)
    quiet = error_console()
    for warning in changed[-1].warnings(home.today):
        quiet.print(f"Note: {warning}", markup=False)
    return home, changed[-1]


def _beside_today(strategy: str) -> list[str]:
    """Today and the strategy; today alone has nothing beside it."""
    return list(dict.fromkeys((TODAY, strategy)))


def _compared(
    prepared: Prepared, seed: int, replications: int, workers: str | None, *, fresh: bool
) -> Comparison:
    from simulator.checks import check_seed
    from simulator.experiment.compare import compare

    check_seed(seed)
    shelf, quiet = shelf_for(fresh=fresh), error_console()
    with run_progress(quiet, "Replications") as tell, told_of(shelf, quiet):
        return compare(
            prepared.scenario,
            prepared.strategies,
            seed=seed,
            replications=replications,
            workers=workers,
            portfolio=prepared.portfolio,
            progress=tell,
            keep=shelf,
        )


def _told(out: Path) -> None:
    error_console().print(f"Written to {out}.", markup=False, soft_wrap=True)
