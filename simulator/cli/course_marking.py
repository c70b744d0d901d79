"""`creditlab course mark`: what a class handed in, marked in one go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.course import ClassList, Code
from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.classroom.marking.marking import MarkedClass

_MOST_WORKERS, _MOST_MINUTES = 64, 120.0
Submissions = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="What was handed in: a folder or zip for each learner.")
]
GradesFile = Annotated[
    Path,
    typer.Option(
        "--out", metavar="FILE.csv", help="The grades; pages and files for Moodle and Canvas go beside it."
    ),
]
Lessons = Annotated[
    list[str] | None,
    typer.Option(
        "--lesson", metavar="LESSON", help="By number or name; may be repeated. None: all handed in."
    ),
]
Minutes = Annotated[
    float, typer.Option("--minutes", metavar="MINUTES", help="How long one notebook may run.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="N", help="How many run at the same time.", show_default="one for each core"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("mark")(mark_submissions)


def mark_submissions(
    folder: Submissions,
    out: GradesFile = Path("grades.csv"),
    class_list: ClassList = None,
    code: Code = "open",
    lesson: Lessons = None,
    minutes: Minutes = 2.0,
    workers: Workers = None,
) -> None:
    """Run every notebook again behind a wall, judge the answers with each learner's own case, write the grades.

    Example: creditlab course mark handed_in --class class.csv --code SPRING --out grades.csv
    """
    from simulator.classroom.class_list import read_class
    from simulator.classroom.marking.limits import Limits
    from simulator.classroom.marking.marking import Settings, mark_class
    from simulator.classroom.marking.writing import check_places, write_marks
    from simulator.cli.searching import error_console, run_progress
    from simulator.engine.preparing import is_prepared, prepare_kernels

    count = workers or os.cpu_count() or 1
    if not 1 <= count <= _MOST_WORKERS:
        raise UserError(f"--workers {count} is not possible. Give a number from 1 to {_MOST_WORKERS}.")
    if not 0 < minutes <= _MOST_MINUTES:
        raise UserError(
            f"--minutes {minutes:g} is not possible. Give more than 0 and at most {_MOST_MINUTES:g}."
        )
    check_places(out, folder, class_list)
    members = read_class(class_list, code) if class_list else None
    settings = Settings(
        tuple(lesson or ()), code, count, Limits(seconds=minutes * 60, computing_seconds=minutes * 60)
    )
    if not is_prepared():  # no notebook shall spend its own minutes on compiling
        prepare_kernels()
    quiet = error_console()
    with run_progress(quiet, "Notebooks") as progress:
        done = mark_class(folder, members, settings, progress)
    write_marks(done, out)
    _tell(done, out)


def _tell(done: MarkedClass, out: Path) -> None:
    handed = sum(one.was_handed_in for one in done.marked)
    remarked = sum(bool(one.remarks) for one in done.marked)
    typer.echo(f"{handed} of {len(done.marked)} marked, {remarked} with remarks. Wall: {done.wall.words}.")
    for name, why in done.unplaced:
        typer.echo(f"Not marked: {name}: {why}.", err=True)
    typer.echo(
        f"Grades in {out}; beside it class.html, the feedback folder, and files for Moodle and Canvas."
    )
