"""Fail when a test was skipped: `python .ci/skipped.py FOLDER` reads the JUnit reports in the folder."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def skipped(report: Path) -> list[str]:
    """The tests of one report that did not run, with the reason."""
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return [
        f"{case.get('classname')}::{case.get('name')}: {mark.get('message')}"
        for case in cases
        for mark in case.findall("skipped")
    ]


def main(folder: str) -> int:
    """Print every skipped test; 1 if there is one, or if there are no reports."""
    reports = sorted(Path(folder).glob("*.xml"))
    left_out = [line for report in reports for line in skipped(report)]
    for line in left_out:
        print(f"Skipped: {line}")
    if not reports:
        print(f"There are no reports in {folder}.")
    return 1 if left_out or not reports else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
