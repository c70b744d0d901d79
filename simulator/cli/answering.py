"""What the commands that run something have in common: reading the question, progress, handing out the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.searching import (
    Answer,
    HasJson,
    check_running,
    error_console,
    prepared_for,
    run_progress,
    write_answer,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.experiment.inputs import Prepared
    from simulator.experiment.kept.keeping import Keeping
    from simulator.experiment.kept.shelf import Shelf
    from simulator.experiment.measuring import Running
    from simulator.ledger.light import LedgerLight
    from simulator.metrics.catalogue import Metric
    from simulator.results.statistics import Interval


class Asked:
    """A command that is being answered: what goes wrong or takes long is told on the error stream."""

    def __init__(
        self,
        replications: int,
        workers: str | None,
        seed: int,
        json: Path | None,
        *,
        fresh: bool,
        least: int = 1,
    ) -> None:
        from rich.console import Console

        from simulator.checks import check_seed
        from simulator.experiment.kept.keeping import Keeping

        check_running(replications, workers, json, least=least)
        check_seed(seed)
        self.workers, self.seed, self.json = workers, seed, json
        self.keeping: Keeping = Keeping(shelf_for(fresh=fresh))
        self.quiet = error_console()
        self.console = Console(highlight=False, record=True)  # what was printed is kept
        self.told: tuple[str, ...] = ()
        self.light: LedgerLight | None = None
        self.horizon_days = 0

    def prepared(
        self,
        scenario: str,
        strategies: Sequence[str],
        ledger: Path | None,
        settings: Sequence[str] | None,
        shocks: Sequence[str] | None = None,
    ) -> Prepared:
        """What was asked, read and checked; what is out of the ordinary is told."""
        found = prepared_for(
            scenario, strategies, self.quiet, ledger=ledger, settings=settings, shocks=shocks
        )
        self.told = found.warnings
        self.light = found.portfolio.light
        self.horizon_days = found.scenario.company.horizon_days
        return found

    @contextmanager
    def running(self, prepared: Prepared) -> Iterator[Running]:
        """How it is run; with a bar and the time left, where there is a terminal to draw it on."""
        with run_progress(self.quiet) as tell, told_of(self.keeping.shelf, self.quiet):
            yield {
                "seed": self.seed,
                "portfolio": prepared.portfolio,
                "workers": self.workers,
                "progress": tell,
                "keep": self.keeping,
            }

    def show(self, answer: Answer, tables: Sequence[Table], lines: Sequence[str]) -> None:
        """Print verdict, tables, how to read them, and where the numbers come from."""
        from rich.text import Text

        self.console.print()
        for sentence in (answer.verdict, *getattr(answer, "cautions", ())):
            self.console.print(Text(sentence, style="bold"))
        for table in tables:
            self.table(table)
        self.small_print(lines, answer.origin.notes, answer.origin.footer)

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
        """Print the ledger's light, how to read the numbers, what was not told yet, and where the numbers come from."""
        from rich.text import Text

        from simulator.cli.comparison_view import show_light

        self.console.print()
        if self.light is not None:
            show_light(self.light, self.console)
        for line in (*lines, *(f"- {note}" for note in notes if note not in self.told), origin):
            self.console.print(Text(line, style="dim"))

    @property
    def whole_run(self) -> str:
        """Over which time amounts add up; the commands that search tell them by the year."""
        days = self.horizon_days
        time = f"{days / 365:g} years" if days > 365 and days % 365 == 0 else f"{days:,} days"
        return f"Amounts add up over the whole run, {time}."

    def hand_out(self, document: HasJson) -> None:
        """Write the answer to the file that was named, and keep what was printed."""
        self.keeping.say(self.console.export_text())
        write_answer(document, self.json, self.quiet)


def shelf_for(*, fresh: bool) -> Shelf:
    """Where results are kept, as the user's environment has it; refused at once where that makes no sense."""
    from simulator.experiment.kept.places import most_bytes
    from simulator.experiment.kept.shelf import Shelf

    most_bytes()
    return Shelf(is_fresh=fresh)


@contextmanager
def told_of(shelf: Shelf, console: Console) -> Iterator[None]:
    """Say what is to be said of kept results, also after Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt:
        if shelf.folder is not None:
            shelf.remark("What was finished is kept: the same command goes on from there.")
        raise
    finally:
        for remark in shelf.remarks:
            console.print(remark, markup=False, soft_wrap=True)


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
