"""`creditlab course coverage` and `creditlab course kit`: what the exercises cover, and the trainer's kit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import JsonFile, Workers

if TYPE_CHECKING:
    from simulator.classroom.catalogue import Outline
    from simulator.classroom.coverage import Coverage

Lessons = Annotated[
    list[str] | None, typer.Argument(metavar="[LESSON]...", help="By number or name; none: the whole course.")
]
OutFolder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the kit is written.")]
ClassList = Annotated[
    Path | None,
    typer.Option(
        "--class",
        metavar="FILE",
        help="The class list, a CSV: learner,name,email. None: the example learner.",
    ),
]
Code = Annotated[
    str,
    typer.Option("--code", metavar="NAME", help="The name of the class, as its copies were released with."),
]


def register(course: typer.Typer) -> None:
    """Add the commands to the group."""
    course.command("coverage")(tell_coverage)
    course.command("kit")(write_kit)


def tell_coverage(json: JsonFile = None) -> None:
    """Tell what the exercises practise, and to which units of public syllabuses that belongs (no accreditation)."""
    from simulator.classroom.coverage import as_document, coverage
    from simulator.results.documents import check_writable, write_text

    if json is not None:
        check_writable(json)
    found = coverage()
    _show(found)
    if json is not None:
        from json import dumps

        write_text(json, dumps(as_document(found), indent=1, ensure_ascii=False) + "\n")


def write_kit(
    lessons: Lessons = None,
    out: OutFolder = Path("kit"),
    class_list: ClassList = None,
    code: Code = "open",
    workers: Workers = None,
) -> None:
    """Write the trainer's kit: guide with right answers, slides, seeds, role-plays, sheets to print.

    Example: creditlab course kit --class class.csv --code SPRING --out kit
    """
    from simulator.classroom.class_list import read_class
    from simulator.classroom.kit.making import Kit, example_class, files_of, write_files
    from simulator.cli.searching import check_running, error_console, run_progress
    from simulator.errors import UserError

    check_running(None, workers, None)
    if out.exists() and not out.is_dir():
        raise UserError(f"'{out}' is no folder. Name another with --out.")
    members = read_class(class_list, code) if class_list else example_class(code)
    kit = Kit(_wanted(lessons), members)
    with run_progress(error_console(), "Learners") as tell:
        files = files_of(kit, workers, tell)
    write_files(files, out)
    typer.echo(f"{len(files)} files written to {out}. Begin with {out / 'index.html'}.")
    typer.echo("guide.html holds every right answer: keep it from the class.")


def _wanted(names: list[str] | None) -> tuple[Outline, ...]:
    """The lessons asked for; nothing said: the twelve, as far as they are there."""
    from simulator.classroom.catalogue import LESSONS, outline
    from simulator.classroom.kit.making import lessons_there

    return tuple(outline(name) for name in names) if names else lessons_there(LESSONS)


def _show(found: Coverage) -> None:
    """The topics, then the units of each body."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from simulator.classroom.coverage import exercises_in_words, lessons_in_words
    from simulator.classroom.syllabus import NO_CLAIM

    console = Console(highlight=False)
    console.print(NO_CLAIM, markup=False)

    def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        shown = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
        for head in heads:
            shown.add_column(Text(head), overflow="fold")
        for row in rows:
            shown.add_row(*map(Text, row))
        console.print(shown)
        console.print()

    console.print()
    table(
        ("topic", "lesson and exercise"),
        ((one.title, exercises_in_words(found.of_topic(one))) for one in found.syllabus.topics.values()),
    )
    for body in found.syllabus.bodies.values():
        rows = (
            (name, lessons_in_words(practised), str(len(practised)))
            for unit, name in body.units.items()
            for practised in (found.of_unit(body, unit),)
        )
        table((f"{body.name}: unit", "lessons", "exercises"), rows)
    if found.uncovered:
        console.print(f"No exercise yet practises: {', '.join(found.uncovered)}.", markup=False)
