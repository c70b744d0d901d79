"""What `why`, `stress` and `reverse-stress` have in common: reading the question, progress, handing out the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.experiment.inputs import Prepared
    from simulator.metrics.catalogue import Metric
    from simulator.results.statistics import Interval


class Asked:
    """A command that is being answered: what goes wrong or takes long is told on the error stream."""

    def __init__(self, replications: int, workers: str | None, seed: int, json: Path | None) -> None:
        from rich.console import Console

        from simulator.checks import check_seed
        from simulator.experiment.places import place_of
        from simulator.results.documents import check_writable

        if replications < 1:
            raise UserError(
                f"--replications {replications} is too few. Ask for 1 or more; 30 or more say something."
            )
        place_of(workers)
        check_seed(seed)
        if json is not None:
            check_writable(json)
        self.json = json
        self.quiet = Console(stderr=True, highlight=False)
        self.console = Console(highlight=False)
        self.told: tuple[str, ...] = ()

    def prepared(
        self, scenario: str, strategies: Sequence[str], ledger: Path | None, settings: Sequence[str] | None
    ) -> Prepared:
        """What was asked, read and checked; what is out of the ordinary is told."""
        from simulator.experiment.inputs import prepare

        found = prepare(
            scenario, strategies, ledger, settings or [], lambda step: self.quiet.print(f"{step} ...")
        )
        for warning in found.warnings:
            self.quiet.print(f"Note: {warning}", markup=False)
        self.told = found.warnings
        return found

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int], None]]:
        """A bar with the time left, where there is a terminal to draw it on."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("Replications"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        with Progress(
            *columns, console=self.quiet, transient=True, disable=not self.quiet.is_terminal
        ) as progress:
            bar = progress.add_task("Replications", total=None)
            yield lambda done, wanted: progress.update(bar, completed=done, total=wanted)

    def headline(self, *sentences: str) -> None:
        """Print the answer in words."""
        from rich.text import Text

        self.console.print()
        for number, sentence in enumerate(sentences):
            self.console.print(Text(sentence, style="" if number else "bold"))

    def table(self, table: Table, title: str = "") -> None:
        """Print a table below its title."""
        from rich.text import Text

        self.console.print()
        if title:
            self.console.print(Text(title, style="bold"))
        self.console.print(table)

    def small_print(self, lines: Iterable[str], notes: Iterable[str], origin: str) -> None:
        """Print how to read the numbers, what was not told yet, and where the numbers come from."""
        from rich.text import Text

        self.console.print()
        for line in (*lines, *(f"- {note}" for note in notes if note not in self.told), origin):
            self.console.print(Text(line, style="dim"))

    def hand_out(self, document: HasJson) -> None:
        """Write the answer to the file that was named."""
        if self.json is None:
            return
        from simulator.results.documents import write_text

        write_text(self.json, document.to_json())
        self.quiet.print(f"Written to {self.json}.", markup=False, soft_wrap=True)


class HasJson(Protocol):
    """An answer."""

    def to_json(self) -> str:
        """All of it as JSON text."""
        ...


def new_table(first: str, *others: str) -> Table:
    """A table without lines: words on the left, numbers on the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    table.add_column(Text(first), overflow="fold")
    for heading in others:
        table.add_column(Text(heading), justify="right", overflow="fold")
    return table


def range_of(found: Interval, metric: Metric) -> str:
    """An interval's ends as a table shows them; nothing where there is one run only."""
    from simulator.results.ranges import range_text
    from simulator.results.words import figure

    if found.low is None or found.high is None:
        return ""
    if metric.unit in ("days", "currency"):
        return range_text(found.low, found.high, metric.unit, signed=True)
    ends = (figure(end, metric.unit, metric.decimals, signed=True) for end in (found.low, found.high))
    return " to ".join(ends)


def origin_line(origin: object, replications: int) -> str:
    """Where the numbers come from."""
    assert isinstance(origin, dict)
    return (
        f"{replications:,} replications. Seed {origin['seed']}, version {origin['version']}, inputs "
        f"{origin['inputs_hash'][:12]}."
    )
