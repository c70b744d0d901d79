"""Marking a class: gather, run behind the wall, judge, compare; the same folder gives the same result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from simulator.classroom.catalogue import LESSONS, outline
from simulator.classroom.class_list import Member
from simulator.classroom.learners import OPEN_CLASS
from simulator.classroom.marking.alike import remark_on_alike
from simulator.classroom.marking.cells import opened_as
from simulator.classroom.marking.clearing import private_folder
from simulator.classroom.marking.grading import Marked, absent, grade
from simulator.classroom.marking.handed_in import HandedIn, Pile, gather
from simulator.classroom.marking.limits import Limits
from simulator.classroom.marking.matching import Register
from simulator.classroom.marking.recorded import shown_text
from simulator.classroom.marking.running import Played, Runner, strongest
from simulator.classroom.marking.walls import Wall
from simulator.classroom.tasks import tasks_of
from simulator.errors import UserError

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Settings:
    """How a class is marked.

    Attributes:
        lessons: By number or name; none: all of which something was handed in.
        group: The name of the class, which the seeds depend on.
        workers: How many notebooks run at the same time.
        limits: What one notebook may take.
        wall: The kind of wall; None: the strongest that holds here.
    """

    lessons: Sequence[str] = ()
    group: str = OPEN_CLASS
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    wall: Wall | None = None


@dataclass(frozen=True)
class MarkedClass:
    """A class, marked.

    Attributes:
        marked: Every lesson of every learner, by learner in the order of the class list, then by lesson.
        unplaced: What is nobody's, and why.
        wall: Behind which wall the notebooks ran.
        limits: What each might take.
        group: The name of the class.
    """

    marked: tuple[Marked, ...]
    unplaced: tuple[tuple[str, str], ...]
    wall: Wall
    limits: Limits
    group: str

    @property
    def lessons(self) -> tuple[str, ...]:
        """The lessons marked, in their order."""
        return tuple(sorted({one.outline.name for one in self.marked}))

    @property
    def members(self) -> tuple[Member, ...]:
        """The learners, in their order."""
        return tuple({one.member.learner.name.casefold(): one.member for one in self.marked}.values())


def mark_class(
    folder: Path, members: Sequence[Member] | None, settings: Settings, progress: Progress
) -> MarkedClass:
    """Mark what is in a folder.

    Raises:
        UserError: There is nothing to mark.
    """
    pile = gather(folder, Register(members, settings.group))
    lessons = _lessons(pile, settings)
    _check_code(pile, settings.group)
    people = list(members) if members is not None else [pile.members[key] for key in sorted(pile.members)]
    with private_folder() as private:
        wall = settings.wall or strongest(private / "trial")
        runner = Runner(private / "runs", wall, settings.limits)
        works = [
            work
            for lesson in lessons
            for one in people
            if (work := pile.works.get((one.learner.name.casefold(), lesson)))
        ]
        found = _played(works, runner, settings.workers, progress)
    marked = [
        found.get((one.learner.name.casefold(), lesson)) or absent(one, lesson)
        for one in people
        for lesson in lessons
    ]
    for one in marked:
        one.remarks += pile.refused.get(one.member.learner.name.casefold(), [])
    remark_on_alike(marked)
    return MarkedClass(tuple(marked), tuple(pile.unplaced), wall, settings.limits, settings.group)


def _lessons(pile: Pile, settings: Settings) -> list[str]:
    """The lessons to mark: those asked for, or those of which there is something, and that have tasks."""
    asked = [outline(name).name for name in settings.lessons]
    there = {lesson for _, lesson in pile.works}
    chosen = asked or [one.name for one in LESSONS if one.name in there]
    with_tasks = sorted({name for name in chosen if len(tasks_of(name))})
    if not with_tasks:
        nobody = pile.unplaced[0] if pile.unplaced else None
        why = f" For example {nobody[0]}: {nobody[1]}." if nobody else ""
        raise UserError(
            "There is no lesson to mark in this folder. It holds a folder or a zip for each learner, and in it "
            f"notebooks named as the lessons, such as 03_early_payment_discount.ipynb.{why}"
        )
    return with_tasks


def _check_code(pile: Pile, group: str) -> None:
    """Refuse to mark a class by another class's numbers, which a forgotten --code would do.

    Raises:
        UserError: Most notebooks were released for one other class.
    """
    works = [work for work in pile.works.values() if work.cells]
    told = Counter(found for work in works for found in {named for _, named in opened_as(work.cells or ())})
    other, count = max(
        ((name, told[name]) for name in sorted(told) if name != group), key=itemgetter(1), default=("", 0)
    )
    if count > max(1, len(works) // 2) and told[group] < count:
        raise UserError(
            f"{count} of {len(works)} notebooks were released for the class '{shown_text(other)[:64]}', and they would "
            f"be marked with the numbers of '{group}'. Give the name of the class with --code."
        )


def _played(
    works: Sequence[HandedIn], runner: Runner, workers: int, progress: Progress
) -> dict[tuple[str, str], Marked]:
    """Run the notebooks side by side, and judge each here as it comes back."""
    found: dict[tuple[str, str], Marked] = {}
    progress(0, len(works))
    pool = ThreadPoolExecutor(max(1, workers))
    try:
        waiting: dict[Future[Played], HandedIn] = {pool.submit(_run, work, runner): work for work in works}
        for done in as_completed(waiting):
            work = waiting[done]
            found[work.member.learner.name.casefold(), work.lesson] = grade(work, done.result())
            progress(len(found), len(works))
    finally:
        runner.stop()  # of use only where Ctrl-C or an error ended the loop
        pool.shutdown(wait=True, cancel_futures=True)
    return found


def _run(work: HandedIn, runner: Runner) -> Played:
    if work.cells is None:
        return Played(compiled=0)
    return runner.play(work.cells, work.member.learner)
