"""Keeps what is worked out from the lessons: the tables of what exercises cover, and the list in course/README.md.

`python -m tests.update_coverage`
"""

from __future__ import annotations

import re
from pathlib import Path

from simulator.classroom.catalogue import LESSONS
from simulator.classroom.coverage import as_markdown, coverage

COURSE = Path(__file__).parents[1] / "course"
KEPT = COURSE / "trainer" / "coverage.md"
FRONT = COURSE / "README.md"
_LIST = re.compile(r"^\| \d+ \|.*\|\n", re.MULTILINE)


def with_list(text: str) -> str:
    """The course's front page with its list of lessons as the catalogue has them."""
    rows = "".join(f"| {one.number} | {one.title} | {one.question} | {one.minutes} |\n" for one in LESSONS)
    start = min(found.start() for found in _LIST.finditer(text))
    rest = _LIST.sub("", text)
    return rest[:start] + rows + rest[start:]


if __name__ == "__main__":
    KEPT.write_text(as_markdown(coverage()), encoding="utf-8")
    FRONT.write_text(with_list(FRONT.read_text(encoding="utf-8")), encoding="utf-8")
    print(KEPT.name, FRONT.name)
