"""`creditlab publish`: the board page, as HTML, workbook and PDF."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.answering import shelf_for, told_of
from simulator.cli.options import (
    DEFAULT_SEED,
    Fresh,
    JudgedBy,
    Ledger,
    ScenarioName,
    Seed,
    Settings,
    Shocks,
    Workers,
)
from simulator.cli.searching import check_running, error_console, prepared_for, run_progress
from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.experiment.inputs import Prepared
    from simulator.publish.board.asking import Evidence, Stamp, Working

LEAST, USUAL = 30, 200

Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder that the page is written to.")]
FileStrategies = Annotated[
    list[str] | None,
    typer.Argument(help="Strategies by name or file; none named: those of the comparison's file."),
]
BoardReplications = Annotated[
    int,
    typer.Option("--replications", help="Run each strategy so often; a bad run is known from 200 on."),
]
Dated = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day on the page, YYYY-MM-DD; left out, today."),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("publish")(publish_board)


def publish_board(
    scenario: ScenarioName,
    strategies: FileStrategies = None,
    *,
    out: Out,
    dated: Dated = None,
    by: JudgedBy = None,
    ledger: Ledger = None,
    settings: Settings = None,
    shocks: Shocks = None,
    seed: Seed = DEFAULT_SEED,
    replications: BoardReplications = USUAL,
    workers: Workers = None,
    fresh: Fresh = False,
) -> None:
    """Write the board page: what to decide, by how much, how sure, what could go wrong (some minutes).

    Up to three strategies beside today, on one page: board.html (opens anywhere, prints to one A4 page), board.xlsx,
    and board.pdf where a Chrome, Edge or Chromium is installed.
    """
    from simulator.checks import check_seed
    from simulator.experiment.asked import shared_of
    from simulator.publish.board.asking import Stamp, Working
    from simulator.publish.board.inputs import set_by_hand
    from simulator.publish.board.publishing import check_folder
    from simulator.results.verdict import check_criterion

    made = _day(dated)
    shared = shared_of(scenario)
    quiet = error_console()
    if shared is not None:
        by = by or shared.judged_by
        seed = shared.seed if seed == DEFAULT_SEED else seed
        if replications == USUAL:
            replications = max(shared.replications or USUAL, LEAST)
    by = by or "profit"
    check_criterion(by)
    check_seed(seed)
    check_running(replications, workers, None, least=LEAST)
    check_folder(out)
    shelf = shelf_for(fresh=fresh)
    asked = _Asked(
        quiet,
        prepared_for(
            scenario,
            ["status_quo", *strategies] if strategies else None,
            quiet,
            ledger=ledger,
            settings=settings,
            shocks=shocks,
        ),
        by,
        set_by_hand(scenario, settings or []),
    )
    with told_of(shelf, quiet):
        evidence = asked.answer(Working(seed, replications, workers, shelf))
    told = _Told(scenario, tuple(strategies or ()), ledger, tuple(settings or ()), tuple(shocks or ()))
    repeat = told.command({"--by": by, "--seed": seed, "--replications": replications, "--date": made})
    ledger_words = "" if ledger is None else ledger_in_words(evidence)
    _hand_out(evidence, Stamp(made, asked.known, repeat, ledger_words), out, quiet)


@dataclass(frozen=True)
class _Asked:
    """The question, read."""

    quiet: Console
    prepared: Prepared
    by: str
    known: frozenset[str]

    def answer(self, working: Working) -> Evidence:
        """Run what the page needs, with a bar for each step."""
        from simulator.publish.board.asking import ask

        with run_progress(self.quiet, "Runs of this step") as tell:
            return ask(
                self.prepared.scenario,
                self.prepared.strategies,
                replace(working, progress=tell),
                portfolio=self.prepared.portfolio,
                criterion=self.by,
                known=self.known,
            )


@dataclass(frozen=True)
class _Told:
    """What the user said, to be said again; of files the name only, for the page is read by others."""

    scenario: str
    strategies: tuple[str, ...]
    ledger: Path | None
    settings: tuple[str, ...]
    shocks: tuple[str, ...]

    def command(self, options: Mapping[str, object]) -> str:
        """The command that makes the same page again, but for the folder."""
        words = ["creditlab", "publish", *(_named(one) for one in (self.scenario, *self.strategies))]
        words += ["--out", "FOLDER"]
        words += [] if self.ledger is None else ["--ledger", self.ledger.name]
        words += [word for one in self.settings for word in ("--set", one)]
        words += [word for one in self.shocks for word in ("--shock", _named(one))]
        words += [str(word) for pair in options.items() for word in pair]
        return shlex.join(words)


def _named(text: str) -> str:
    """A name as it is, a file without its folder.

    >>> _named("wholesale"), _named("plans/mine.yaml")
    ('wholesale', 'mine.yaml')
    """
    return Path(text).name


def ledger_in_words(evidence: Evidence) -> str:
    """How large the ledger is, and up to when it goes; no name, of the file or of anybody in it."""
    from simulator.publish.board.values import day_text

    portfolio = evidence.portfolio
    items = f"{len(portfolio.open_items):,} open invoices"
    return f"{len(portfolio.customers):,} customers, {items}, to {day_text(portfolio.start)}"


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"--date {text} is no day. Write it as YYYY-MM-DD, such as 2026-11-30.") from None


def _hand_out(evidence: Evidence, stamp: Stamp, out: Path, quiet: Console) -> None:
    """Write the files, and say what they say."""
    from simulator.publish.board.publishing import publish
    from simulator.publish.board.writing import board_of

    board = board_of(evidence, stamp)
    done = publish(board, evidence.comparison, out)
    for sentence in (board.hero.headline, board.hero.warning, *board.hero.reasons):
        if sentence:
            typer.echo(sentence)
    for file in done.files:
        quiet.print(f"Written to {file}.", markup=False, soft_wrap=True)
    for remark in done.remarks:
        quiet.print(remark, markup=False, soft_wrap=True)
