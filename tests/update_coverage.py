"""Works out what the exercises cover and keeps the tables: `python -m tests.update_coverage`."""

from __future__ import annotations

from pathlib import Path

from simulator.classroom.coverage import as_markdown, coverage

KEPT = Path(__file__).parents[1] / "course" / "trainer" / "coverage.md"

if __name__ == "__main__":
    KEPT.write_text(as_markdown(coverage()), encoding="utf-8")
    print(KEPT.name)
