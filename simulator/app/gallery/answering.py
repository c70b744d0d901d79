"""Answers the gallery's questions for what the pages open with, beside the server and behind everything else.

Run as `python -m simulator.app.gallery.answering FILE`: the lines are written to the file once they are known. What was
run is kept on the shelf, so that the next start answers at once.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import psutil

from simulator.app.gallery.questions import REPLICATIONS, SEED, answer_lines, asked_strategies
from simulator.app.setting import Setting
from simulator.app.workplace import first_setting
from simulator.errors import UserError

_BEHIND = 10
"""How far behind other work this stands (nice)."""


def answers_of(setting: Setting) -> dict[str, str]:
    """The line of each question, from kept results where there are some.

    Raises:
        UserError: these customers and strategies do not go together.
    """
    from simulator.experiment.compare import compare
    from simulator.experiment.kept.shelf import Shelf

    comparison = compare(
        setting.scenario,
        asked_strategies(setting.scenario.today),
        seed=SEED,
        replications=REPLICATIONS,
        workers=1,
        portfolio=setting.portfolio,
        keep=Shelf(),
    )
    return answer_lines(comparison)


def write_answers(file: Path) -> None:
    """Work out the lines and write them, whole or not at all."""
    with contextlib.suppress(UserError):  # the page itself tells why: the tile keeps its promise
        lines = answers_of(first_setting())
        unfinished = file.with_suffix(".part")
        unfinished.write_text(json.dumps(lines), encoding="utf-8")
        unfinished.replace(file)


def read_answers(file: Path | None) -> dict[str, str]:
    """The lines that are known by now."""
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file is not None else {}
    except (OSError, ValueError):
        return {}
    return {str(name): str(line) for name, line in found.items()}


if __name__ == "__main__":
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(_BEHIND if sys.platform != "win32" else psutil.BELOW_NORMAL_PRIORITY_CLASS)
    write_answers(Path(sys.argv[1]))
