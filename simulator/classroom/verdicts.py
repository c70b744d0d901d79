"""What a check says: whether an answer is right, and a sentence that teaches; never the answer."""

from __future__ import annotations

from dataclasses import dataclass

NOT_ANSWERED = "Not answered yet"


@dataclass(frozen=True)
class Verdict:
    """A judgement of one answer.

    Attributes:
        is_right: Whether it passes.
        sentence: What the learner reads.
        slip: The name of the common mistake that was recognised, for the trainer's overview; empty: none.
        score: For a prediction, how good it was (0 to 1, proper score); None for what is right or wrong.
        is_answered: Whether there was an answer at all.
    """

    is_right: bool
    sentence: str
    slip: str = ""
    score: float | None = None
    is_answered: bool = True


def right(sentence: str = "Right.") -> Verdict:
    """The answer passes."""
    return Verdict(is_right=True, sentence=sentence)


def not_yet(hint: str, slip: str = "") -> Verdict:
    """The answer does not pass; the hint says where to look."""
    return Verdict(is_right=False, sentence=f"Not yet. {hint}", slip=slip)


def unanswered(what: str) -> Verdict:
    """There is no answer."""
    return Verdict(is_right=False, sentence=f"{NOT_ANSWERED}: {what}", slip="", is_answered=False)
