"""What the commands that run something have in common: reading the question, progress, writing the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.experiment.inputs import Prepared
    from simulator.results.origin import Origin


class HasJson(Protocol):
    """An answer."""

    def to_json(self) -> str:
        """The whole answer as JSON text."""
        ...


class Answer(HasJson, Protocol):
    """What every search answers with."""

    @property
    def origin(self) -> Origin:
        """Where the answer comes from."""
        ...

    @property
    def verdict(self) -> str:
        """The answer in words."""
        ...


def check_running(
    replications: int | None, workers: str | None, json: Path | None, *, least: int = 2
) -> None:
    """Refuse, before anything runs, what could only fail later."""
    if replications is not None and replications < least:
        raise UserError(
            f"--replications {replications} is too few. Ask for {least} or more; 30 or more say something."
        )
    from simulator.experiment.places import place_of

    place_of(workers)
    if json is not None:
        from simulator.results.documents import check_writable

        check_writable(json)


def error_console() -> Console:
    """Where steps and warnings are told."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def prepared_for(
    scenario: str,
    names: Sequence[str] | None,
    quiet: Console,
    *,
    ledger: Path | None,
    settings: Sequence[str] | None,
    shocks: Sequence[str] | None = None,
) -> Prepared:
    """Everything that the user named, read and checked, its warnings told."""
    from simulator.experiment.inputs import prepare

    prepared = prepare(
        scenario,
        names or [],
        ledger,
        settings or [],
        lambda step: quiet.print(f"{step} ..."),
        shocks=shocks or [],
    )
    for warning in prepared.warnings:
        quiet.print(f"Note: {warning}", markup=False)
    return prepared


@contextmanager
def run_progress(console: Console, what: str = "Runs") -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, where there is a terminal to draw it on."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, wanted: progress.update(bar, completed=done, total=wanted)


def write_answer(answer: HasJson, json: Path | None, quiet: Console) -> None:
    """Write the answer where it was asked for."""
    if json is None:
        return
    from simulator.results.documents import write_text

    write_text(json, answer.to_json())
    quiet.print(f"Written to {json}.", markup=False, soft_wrap=True)


def new_table(first: str, others: Sequence[str]) -> Table:
    """A table with words in the first column and figures in the others."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    table.add_column(Text(first), overflow="fold")
    for heading in others:
        table.add_column(Text(heading), justify="right", overflow="fold")
    return table
