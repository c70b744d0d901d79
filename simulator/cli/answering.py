"""What `why`, `stress` and `reverse-stress` have in common: reading the question, progress, handing out the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.searching import (
    HasJson,
    check_running,
    error_console,
    prepared_for,
    run_progress,
    write_answer,
)

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

        check_running(replications, workers, json, least=1)
        check_seed(seed)
        self.json = json
        self.quiet = error_console()
        self.console = Console(highlight=False)
        self.told: tuple[str, ...] = ()
        self.horizon_days = 0

    def prepared(
        self, scenario: str, strategies: Sequence[str], ledger: Path | None, settings: Sequence[str] | None
    ) -> Prepared:
        """What was asked, read and checked; what is out of the ordinary is told."""
        found = prepared_for(scenario, strategies, self.quiet, ledger=ledger, settings=settings)
        self.told = found.warnings
        self.horizon_days = found.scenario.company.horizon_days
        return found

    def progress(self) -> AbstractContextManager[Callable[[int, int], None]]:
        """A bar with the time left, where there is a terminal to draw it on."""
        return run_progress(self.quiet, "Replications")

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

    @property
    def whole_run(self) -> str:
        """Over which time amounts add up; the commands that search tell them by the year."""
        days = self.horizon_days
        time = f"{days / 365:g} years" if days > 365 and days % 365 == 0 else f"{days:,} days"
        return f"Amounts add up over the whole run, {time}."

    def hand_out(self, document: HasJson) -> None:
        """Write the answer to the file that was named."""
        write_answer(document, self.json, self.quiet)


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
