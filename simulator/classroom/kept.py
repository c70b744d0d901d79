"""What a learner has answered in a lesson's forms: a small file beside the notebook, handed in with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.results.documents import write_text

ENDING = ".answers.json"
_LARGEST = 1_000_000


class Kept:
    """The answers of one learner in one lesson."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers: dict[str, Any] = read_answers(path) if path.exists() else {}

    def put(self, name: str, answer: Any) -> None:
        """Keep an answer; the file is whole at every moment."""
        self.answers[name] = answer
        text = json.dumps({"answers": self.answers}, indent=1, sort_keys=True, ensure_ascii=False)
        write_text(self.path, text + "\n")


def beside(lesson: str, folder: Path | None = None) -> Path:
    """Where the answers of a lesson are kept: beside its notebook."""
    return (folder or Path.cwd()) / f"{lesson}{ENDING}"


def read_answers(path: Path) -> dict[str, Any]:
    """The answers in a file.

    Raises:
        UserError: The file is damaged.
    """
    advice = (
        f"{path.name} is damaged and cannot be read. Move it away and answer in the lesson's forms again."
    )
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(advice)
        answers = json.loads(path.read_text(encoding="utf-8"))["answers"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(advice) from error
    if not isinstance(answers, dict):
        raise UserError(advice)
    return {str(name): answer for name, answer in answers.items()}
