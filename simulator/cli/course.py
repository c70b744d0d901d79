"""`creditlab course`: lessons handed out, proved and opened."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.classroom.catalogue import Outline

Lessons = Annotated[
    list[str] | None, typer.Argument(metavar="[LESSON]...", help="By number or name; none: the whole course.")
]
ClassList = Annotated[
    Path | None,
    typer.Option(
        "--class", metavar="FILE", help="The class list, a CSV: learner,name,email. Each gets a folder."
    ),
]
Code = Annotated[
    str,
    typer.Option("--code", metavar="NAME", help="The name of the class: another class has other numbers."),
]
OutFolder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the copies are written.")]
LearnerName = Annotated[
    str, typer.Option("--learner", metavar="NAME", help="One learner, instead of a class: one word.")
]
Forms = Annotated[
    bool,
    typer.Option(
        "--forms", help="Fold the code away: words, fields and buttons, for those who do not program."
    ),
]
Tried = Annotated[
    int, typer.Option("--learners", min=1, max=100, help="For so many learners, each with another portfolio.")
]
CopyFolder = Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where your copies are, or will be.")]
_PARTS = ("course_marking", "course_kit")


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    course = typer.Typer(help="The course: hand lessons out, prove them, mark them.", no_args_is_help=True)
    course.command("release")(release_lessons)
    course.command("check")(check_lessons)
    course.command("open")(open_lessons)
    for part in _PARTS:
        if importlib.util.find_spec(f"simulator.cli.{part}"):
            importlib.import_module(f"simulator.cli.{part}").register(course)
    app.add_typer(course, name="course")


def release_lessons(
    lessons: Lessons = None,
    out: OutFolder = Path("lessons"),
    class_list: ClassList = None,
    code: Code = "open",
    learner: LearnerName = "",
    forms: Forms = False,
) -> None:
    """Write the learners' copies: no solutions, and each learner with a portfolio of their own.

    A copy that is there already is left alone. Example: creditlab course release 3 --class class.csv --code SPRING
    """
    from simulator.classroom.class_list import read_class
    from simulator.classroom.learners import Learner
    from simulator.classroom.overview.remembered import remember
    from simulator.classroom.releasing import release

    if class_list and learner:
        raise UserError("Give a class list or one learner, not both.")
    learners = [Learner(learner, code)] if learner else []
    if class_list:
        learners = [member.learner for member in read_class(class_list, code)]
    done = release(_wanted(lessons), out, learners, is_hidden=forms)
    if not learners:
        remember(out)
    typer.echo(f"{len(done.written)} copies written to {out}.")
    if done.kept:
        typer.echo(f"{len(done.kept)} were there already and were left alone.")


def check_lessons(lessons: Lessons = None, learners: Tried = 3) -> None:
    """Prove the lessons: solutions pass every check, untouched copies fail every one, each slip gets its hint."""
    from rich.progress import track

    from simulator.classroom.rehearsing import USUAL_LEARNERS, rehearse
    from simulator.cli.searching import error_console

    names = [*USUAL_LEARNERS, *(f"rehearsal.{number}" for number in range(len(USUAL_LEARNERS), learners))][
        :learners
    ]
    wanted = _wanted(lessons)
    found = [
        rehearse(one, names) for one in track(wanted, "Rehearsing", console=error_console(), transient=True)
    ]
    for one in found:
        typer.echo(f"{one.outline.name}: {one.checks} checks, {len(one.faults)} faults")
        for fault in one.faults:
            typer.echo(f"  {fault}")
    if any(one.faults for one in found):
        raise typer.Exit(1)


def open_lessons(folder: CopyFolder = Path("lessons"), forms: Forms = False) -> None:
    """Open your copies of the lessons in JupyterLab, on this machine alone; what is missing is written first."""
    from simulator.classroom.jupyter import open_folder
    from simulator.classroom.overview.remembered import remember
    from simulator.classroom.releasing import release

    release(_wanted(None), folder, is_hidden=forms)
    remember(folder)
    open_folder(folder)


def _wanted(names: list[str] | None) -> list[Outline]:
    """The lessons asked for; nothing said: those that are there."""
    from simulator.classroom.catalogue import BESIDE, LESSONS, outline
    from simulator.classroom.notebooks import lesson_path

    if names:
        return [outline(name) for name in names]
    return [one for one in (*LESSONS, *BESIDE) if lesson_path(one).exists()]
