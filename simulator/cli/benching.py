"""`creditlab bench`: how fast it is on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

    from simulator.benchmark.rows import Row, Yardsticks

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write all figures to this file.")]
Pages = Annotated[
    bool, typer.Option("--pages", help="The pages in a browser instead (some minutes; needs Chromium).")
]
Quick = Annotated[bool, typer.Option("--quick", help="Only the figures that take seconds.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("bench")(measure_speed)


def measure_speed(json: JsonFile = None, quick: Quick = False, pages: Pages = False) -> None:
    """Measure how fast the simulator is on this machine (about five minutes; nothing else should run)."""
    from rich.console import Console

    if json is not None:
        from simulator.results.documents import check_writable

        check_writable(json)
    from simulator.benchmark.measuring import measured
    from simulator.benchmark.pages import page_figures
    from simulator.benchmark.rows import as_document
    from simulator.benchmark.yardsticks import yardsticks
    from simulator.engine.preparing import is_prepared, prepare_kernels

    quiet = Console(stderr=True, highlight=False)
    if not is_prepared():
        quiet.print("Compiling the engine, once for this version: about two minutes")
        prepare_kernels()
    rows: list[Row] = []
    with quiet.status("Bare SimPy and the reference simulator") as status:
        beside = yardsticks()
        for name, found in page_figures() if pages else measured(quick):
            status.update(f"Measuring: {name}")
            rows += found
    if json is not None:
        from json import dumps

        from simulator.results.documents import write_text

        write_text(json, dumps(as_document(rows, beside), indent=1, ensure_ascii=False) + "\n")
    console = Console(highlight=False)
    console.print(_table(rows, beside))
    console.print(_yardsticks(beside), style="dim", markup=False)
    if json is not None:
        quiet.print(f"Written to {json}.", markup=False, soft_wrap=True)


def _table(rows: Sequence[Row], beside: Yardsticks) -> Table:
    """A line for each figure."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    table.add_column("what", overflow="fold")
    for name in ("measured", "must", "aim", "", "beside bare SimPy", "beside the reference"):
        table.add_column(name, justify="right", overflow="fold")
    for row in rows:
        mark = Text("reported", style="dim")
        if row.meets_must is not None or row.meets_aim is not None:
            mark = _mark(row)
        table.add_row(
            row.what,
            f"{shown(row.value)} {row.unit}",
            shown(row.must),
            shown(row.aim),
            mark,
            *beside.in_words(row),
        )
    return table


def _mark(row: Row) -> Text:
    """Whether a figure is good enough, in a word."""
    from rich.text import Text

    if row.meets_must is False:
        return Text("too slow" if row.unit != "MB" else "too much", style="bold red")
    return Text("aim", style="green") if row.meets_aim else Text("ok", style="green")


def shown(value: float | None) -> str:
    """A figure with the digits that matter.

    >>> shown(612_345.0), shown(1.2345), shown(None)
    ('612,345', '1.23', '')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def _yardsticks(beside: Yardsticks) -> str:
    """What the figures are held against."""
    reference = beside.reference_invoices_per_second
    told = (
        f"the reference simulator {reference:,.0f} invoices" if reference else "no reference simulator here"
    )
    return (
        f"In the same process a bare SimPy loop waits {beside.timeouts_per_second:,.0f} times a second, {told}. A "
        "speed is told by theirs; of a time (=) is told what they do meanwhile."
    )
