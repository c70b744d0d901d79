"""`creditlab results`: what is kept, shown again, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.comparing import AllMeasures
from simulator.cli.options import JsonFile
from simulator.errors import UserError

Name = Annotated[
    str, typer.Argument(help="A result as `creditlab results list` names it; its beginning will do.")
]
Names = Annotated[list[str] | None, typer.Argument(help="Results as `creditlab results list` names them.")]
All = Annotated[bool, typer.Option("--all", help="Everything that is kept.")]

if TYPE_CHECKING:
    from simulator.experiment.kept.answers import Answer
    from simulator.experiment.kept.shelf import Shelf

_ASK_AGAIN = "Ask the same question again: its runs are kept, so it is there at once."

results = typer.Typer(
    name="results",
    help="Results that are kept: list, show or delete them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(results)


@results.command("list")
def list_results() -> None:
    """List what is kept, the latest first."""
    from rich.console import Console
    from rich.table import Table

    from simulator.experiment.kept.answers import kept_answers
    from simulator.experiment.kept.places import size_of
    from simulator.experiment.kept.remarks import day_in_words
    from simulator.experiment.kept.shelf import Shelf

    shelf, console = Shelf(), Console(highlight=False)
    answers = kept_answers(shelf)
    _tell(shelf.remarks)
    if shelf.folder is None:
        typer.echo("Nothing is kept: CREDITLAB_RESULTS is off.")
        return
    if not answers:
        typer.echo(f"No results are kept in {shelf.folder}.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    for head in ("Name", "Asked", "Command", "Scenario", "Strategies", "Replications", "Seed"):
        table.add_column(
            head, justify="right" if head in ("Replications", "Seed") else "left", overflow="fold"
        )
    for one in answers:
        name = one.name if one.is_current else f"{one.name}\nearlier version"
        day, strategies = day_in_words(one.made), ", ".join(one.strategies)
        table.add_row(name, day, one.kind, one.scenario, strategies, f"{one.replications:,}", f"{one.seed}")
    console.print(table)
    typer.echo(f"{len(answers)} kept, {size_of(shelf.folder) / 1e6:,.1f} MB in {shelf.folder}.")


@results.command("show")
def show_result(name: Name, json: JsonFile = None, all_measures: AllMeasures = False) -> None:
    """Show a kept answer again; nothing is run."""
    from simulator.experiment.kept.answers import find
    from simulator.experiment.kept.shelf import Shelf
    from simulator.results.documents import check_writable

    if json is not None:
        check_writable(json)
    shelf = Shelf()
    answer = find(shelf, name)
    if answer.kind == "compare":
        _show_comparison(shelf, answer, json, all_measures=all_measures)
    else:
        _show_document(shelf, answer, json)
    if json is not None:
        typer.echo(f"Written to {json}.", err=True)


def _show_comparison(shelf: Shelf, answer: Answer, json: Path | None, *, all_measures: bool) -> None:
    from rich.console import Console

    from simulator.cli.comparison_view import MAIN_MEASURES, show
    from simulator.experiment.kept.answers import kept_comparison

    comparison, _ = kept_comparison(shelf, answer.name)
    _tell_from(shelf, answer)
    show(comparison, Console(highlight=False), None if all_measures else MAIN_MEASURES)
    if json is not None:
        comparison.write_json(json)


def _show_document(shelf: Shelf, answer: Answer, json: Path | None) -> None:
    """What was printed, or of an answer that Python was given its sentence."""
    from simulator.experiment.kept.answers import kept_document
    from simulator.results.documents import write_text
    from simulator.results.origin import as_text

    document, _ = kept_document(shelf, answer.name)
    whole = document["document"]
    if json is not None and whole is None:
        raise UserError(f"The result {answer.name} names customers, so it is not kept whole. {_ASK_AGAIN}")
    _tell_from(shelf, answer)
    typer.echo(document["text"].rstrip("\n"))
    if whole is None:
        _tell([f"Customers of a ledger are not named in what is kept. {_ASK_AGAIN}"])
    if json is not None:
        write_text(json, as_text(whole))


def _tell_from(shelf: Shelf, answer: Answer) -> None:
    from simulator.experiment.kept.remarks import day_in_words

    _tell([*shelf.remarks, f"From kept results of {day_in_words(answer.made)}."])


@results.command("delete")
def delete_results(names: Names = None, everything: All = False) -> None:
    """Delete kept results."""
    from simulator.experiment.kept.answers import delete_answers, delete_everything
    from simulator.experiment.kept.shelf import Shelf

    if bool(names) == everything:
        raise UserError("Name the results to delete, or write --all for everything that is kept.")
    shelf = Shelf()
    count = delete_everything(shelf) if everything else len(delete_answers(shelf, names or []))
    typer.echo(f"Deleted {count} kept {'result' if count == 1 else 'results'}.")


def _tell(remarks: list[str]) -> None:
    for remark in remarks:
        typer.echo(remark, err=True)
