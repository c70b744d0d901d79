"""Writing the marks: all files are made first and then written, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from simulator.classroom.marking.marking import MarkedClass
from simulator.classroom.marking.pages import class_html, feedback_html
from simulator.classroom.marking.tables import canvas_csv, grades_csv, moodle_csv
from simulator.errors import UserError
from simulator.results.documents import check_writable, write_bytes

FEEDBACK, OVERVIEW = "feedback", "class.html"


def check_places(out: Path, handed_in: Path | None = None, class_list: Path | None = None) -> None:
    """Refuse, before anything runs, a place where the marks could not be written, or would be in the way.

    Raises:
        UserError: A sentence that says what is wrong with it.
    """
    if out.suffix.casefold() != ".csv":
        raise UserError(f"--out {out} does not end in .csv. Give the file of grades a name that does.")
    if handed_in and handed_in.resolve() in out.resolve().parents:
        raise UserError(
            f"--out {out} lies in the folder of what was handed in, where the pages would be taken for a learner's "
            "work. Give another folder."
        )
    if class_list and class_list.resolve() in {path.resolve() for path in (out, *_beside(out))}:
        raise UserError(f"--out {out} would be written over the class list. Give the grades another name.")
    folder = out.parent / FEEDBACK
    if folder.exists() and not folder.is_dir():
        raise UserError(
            f"'{folder}' is a file, and the feedback pages go into a folder of that name. Move it away."
        )
    for path in (out, *_beside(out), out.parent / OVERVIEW):
        check_writable(path)


def write_marks(done: MarkedClass, out: Path) -> None:
    """Write the grades, the files for Moodle and Canvas, the trainer's page and a page for each learner."""
    moodle, canvas = _beside(out)
    folder = out.parent / FEEDBACK
    files = {
        out: grades_csv(done),
        moodle: moodle_csv(done),
        canvas: canvas_csv(done),
        out.parent / OVERVIEW: class_html(done),
    }
    files |= {folder / f"{member.learner.name}.html": feedback_html(done, member) for member in done.members}
    folder.mkdir(exist_ok=True)
    for path, text in files.items():
        mark = b"\xef\xbb\xbf" if path == out else b""  # so that a spreadsheet reads the names rightly
        write_bytes(path, mark + text.encode("utf-8"))


def _beside(out: Path) -> tuple[Path, Path]:
    return out.with_name(f"{out.stem}_moodle.csv"), out.with_name(f"{out.stem}_canvas.csv")
