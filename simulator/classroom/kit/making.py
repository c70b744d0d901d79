"""The trainer's kit as a folder of files: everything is made first, and then written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.classroom.catalogue import Outline
from simulator.classroom.class_list import Member
from simulator.classroom.kit.expected import Expected, Tell, Work, expected_of
from simulator.classroom.kit.guide import guide_html
from simulator.classroom.kit.pages import page
from simulator.classroom.kit.prints import (
    role_play_html,
    role_plays,
    sheet_html,
    sheet_paths,
    techniques_html,
)
from simulator.classroom.kit.seeds import seeds_csv
from simulator.classroom.kit.slides import slides_html
from simulator.classroom.learners import EXAMPLE, OPEN_CLASS, Learner
from simulator.classroom.notebooks import lesson_path
from simulator.classroom.syllabus import NO_CLAIM
from simulator.errors import UserError
from simulator.experiment.workers import Workers
from simulator.results.documents import write_text

Links = list[tuple[str, str]]


@dataclass(frozen=True)
class Kit:
    """What a kit is made for.

    Attributes:
        lessons: What is taught.
        members: The class, or the example learner alone.
    """

    lessons: tuple[Outline, ...]
    members: tuple[Member, ...]

    @property
    def who(self) -> str:
        """For whom it is, in a sentence."""
        group = self.members[0].learner.group
        of_class = "" if group == OPEN_CLASS else f" of the class {group}"
        if len(self.members) == 1:
            return f"Made for the learner {self.members[0].name}{of_class}."
        return f"Made for {len(self.members)} learners{of_class}."


def example_class(group: str = OPEN_CLASS) -> tuple[Member, ...]:
    """The example learner, whose numbers the lessons show."""
    return (Member(Learner(EXAMPLE, group), EXAMPLE, "", {}),)


def files_of(kit: Kit, workers: Workers = None, tell: Tell | None = None) -> dict[str, str]:
    """Every file of the kit by its name, with its text.

    Args:
        kit: For whom, and what of the course.
        workers: Where right answers are worked out, as everywhere.
        tell: Told how many learners are done, of how many.
    """
    works = [Work(outline, member) for outline in kit.lessons for member in kit.members]
    found = expected_of(works, workers, tell)
    size = len(kit.members)
    answers: dict[str, Sequence[Sequence[Expected]]] = {
        outline.name: found[place * size : (place + 1) * size] for place, outline in enumerate(kit.lessons)
    }
    plays, sheets = role_plays(), sheet_paths()
    files = {
        "guide.html": guide_html(kit.lessons, kit.members, answers),
        "seeds.csv": seeds_csv(kit.lessons, kit.members),
        "techniques.html": techniques_html(),
    }
    files |= {f"slides/{one.name}.html": slides_html(one) for one in kit.lessons}
    files |= {f"print/{path.stem}.html": sheet_html(path) for path in sheets}
    files |= {f"role_plays/{play.name}.html": role_play_html(play) for play in plays}
    slides: Links = [(f"slides/{one.name}.html", f"{one.number or ''} {one.title}") for one in kit.lessons]
    scenes: Links = [(f"role_plays/{play.name}.html", play.title) for play in plays]
    forms: Links = [(f"print/{path.stem}.html", _words(path)) for path in sheets]
    first: Links = [
        ("guide.html", "Trainer's guide, with the right answers: keep it to yourself"),
        ("seeds.csv", "Seeds: who has which company"),
    ]
    parts = [
        ("First", first),
        ("Slides", slides),
        ("Role-plays", [*scenes, ("techniques.html", "Negotiation and communication, a page each")]),
        ("To print", forms),
    ]
    return files | {"index.html": page("index.html.j2", who=kit.who, parts=parts, note=NO_CLAIM)}


def write_files(files: dict[str, str], folder: Path) -> None:
    """Write the files into a folder, which is made; files of an earlier kit are replaced.

    Raises:
        UserError: Something is in the way.
    """
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The folder {path.parent.name} cannot be made: {error.strerror}. Choose another with --out."
            ) from error
        write_text(path, text)


def lessons_there(lessons: Sequence[Outline]) -> tuple[Outline, ...]:
    """Those of which the notebook is there."""
    return tuple(one for one in lessons if lesson_path(one).exists())


def _words(path: Path) -> str:
    return path.stem.replace("_", " ").replace("kpi", "KPI").capitalize().replace("Kpi", "KPI")
