"""`creditlab ledger`: look at a ledger, say which column is which, take the names out, try an example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.ledger import QualityReport
    from simulator.ledger.quality.report import Finding

LedgerFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A ledger: CSV, text or XLSX, also gzipped.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", help="Which column is which (see `creditlab ledger mapping`).")
]
Currency = Annotated[str | None, typer.Option("--currency", help="Read only the rows in this currency.")]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the report to this file.")]
OutFile = Annotated[Path, typer.Option("--out", help="The file to write.")]
ScaleAmounts = Annotated[
    bool, typer.Option("--scale-amounts", help="Multiply all amounts by one factor that belongs to your key.")
]

ledger = typer.Typer(
    name="ledger",
    help="Your ledger: check it, say which column is which, take the names out, try an example.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(ledger)


@ledger.command("check")
def check(
    file: LedgerFile, mapping: MappingFile = None, currency: Currency = None, json: JsonFile = None
) -> None:
    """Tell what is in a ledger, what is wrong with it, and what to do about it."""
    from json import dumps

    from rich.console import Console

    from simulator.ledger import check_ledger
    from simulator.results.documents import check_writable, write_text

    if json is not None:
        check_writable(json)
    report = check_ledger(file, currency, mapping).report
    assert report is not None
    _show(report, Console(highlight=False))
    if json is not None:
        write_text(json, dumps(report.document, indent=1, ensure_ascii=False) + "\n")
        typer.echo(f"Written to {json}.", err=True)


@ledger.command("mapping")
def propose_mapping(file: LedgerFile, out: OutFile) -> None:
    """Write which column is taken for what, as a file to correct and to give with --mapping."""
    from simulator.ledger.reading import proposed_mapping
    from simulator.results.documents import check_writable, write_text

    check_writable(out)
    if out.exists():
        raise UserError(f"'{out}' is there already. Name another file, so that no corrections are lost.")
    write_text(out, proposed_mapping(file))
    typer.echo(f"Written to {out}. Correct it, then: creditlab ledger check {file.name} --mapping {out}")


@ledger.command("anonymise")
def anonymise(
    file: LedgerFile,
    out: OutFile,
    scale_amounts: ScaleAmounts = False,
    mapping: MappingFile = None,
    currency: Currency = None,
) -> None:
    """Write a copy without names: the same customer gets the same pseudonym every time, with your key."""
    from simulator.ledger import read_ledger
    from simulator.ledger.anonymising.key import key_file, read_or_make_key
    from simulator.ledger.anonymising.pseudonyms import anonymised
    from simulator.ledger.writing import as_csv
    from simulator.results.documents import check_writable, write_text

    check_writable(out)
    if out.exists() and file.exists() and out.samefile(file):
        raise UserError("The copy would take the place of your ledger. Name another file with --out.")
    book = read_ledger(file, currency, mapping)
    without_names = anonymised(book, read_or_make_key(), scale_amounts=scale_amounts)
    write_text(out, as_csv(without_names).decode())
    amounts = "amounts are scaled" if scale_amounts else "amounts are as they were"
    typer.echo(
        f"Written {len(without_names):,} rows of {without_names.customers:,} customers to {out}; {amounts}, "
        f"dates are as they were. The key is in {key_file()}: keep it, and give it to nobody."
    )


@ledger.command("example")
def write_example(out: OutFile) -> None:
    """Write a synthetic ledger to try things with."""
    from simulator.experiment.example_ledger import example_file
    from simulator.results.documents import write_text

    write_text(out, example_file().read_text(encoding="utf-8"))
    typer.echo(
        f"A synthetic ledger of a simulated wholesaler was written to {out}. Try: creditlab ledger check {out}"
    )


def _show(report: QualityReport, console: Console) -> None:
    """The report as a person reads it."""
    from rich.text import Text

    from simulator.ledger import Severity

    console.print(Text(report.summary, style="bold"))
    console.print(f"Good for {report.usable_for}.")
    amount = f"{report.open_cents / 100:,.2f} {report.currency}".rstrip()
    credit_notes = f"; {report.credit_notes:,} credit notes" if report.credit_notes else ""
    console.print(f"Open: {report.open_items:,} of {report.invoices:,} invoices, {amount}{credit_notes}.")
    for severity in Severity:
        findings = report.of(severity)
        if findings:
            console.print()
            console.print(Text(severity.value, style="bold"))
            for finding in findings:
                _show_finding(finding, console)
    console.print()
    columns = ", ".join(f"{field} from {name!r}" for field, name in report.columns.items())
    console.print(Text(f"Columns: {columns}.", style="dim"))


def _show_finding(finding: Finding, console: Console) -> None:
    from rich.text import Text

    where = (
        f" (line {', '.join(map(str, finding.lines))}{' ...' if finding.rows > len(finding.lines) else ''})"
    )
    sentence = finding.sentence.removesuffix(".") + (where if finding.lines else "") + "."
    console.print(Text(f"- {sentence}"))
    if finding.remedy:
        console.print(Text(f"  {finding.remedy}", style="dim"))
