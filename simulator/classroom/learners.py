"""Who learns: a learner of a class, and the seed that only they have in a lesson."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass

from simulator.errors import UserError

LEARNER, CLASS = "CREDITLAB_LEARNER", "CREDITLAB_CLASS"
"""Environment variables by which the marker says whose lesson it is, whatever stands in the notebook."""
EXAMPLE = "example"
"""The learner whose numbers the lessons in `course/` and the trainer's guide show."""
OPEN_CLASS = "open"
_NAME = re.compile(r"(?=.{1,64}$)[\w@+-][\w.@+-]*(?<!\.)")
"""A dot at either end is none: `..` is another folder, `.x` a hidden one, and Windows drops the last."""
_SEEDS = 2_000_000_000


@dataclass(frozen=True)
class Learner:
    """A learner.

    Attributes:
        name: A number, an e-mail address or a short name without spaces, as in the class list.
        group: The class; the same learner has other numbers in another class.
    """

    name: str
    group: str = OPEN_CLASS

    def __post_init__(self) -> None:
        for what, text in (("learner", self.name), ("class", self.group)):
            if not isinstance(text, str) or not _NAME.fullmatch(text):
                raise UserError(
                    f"The name of the {what} is not one word. Use letters, digits, _ @ + - and dots within "
                    "only, at most 64: "
                    'for example open_lesson("03_early_payment_discount", learner="k.meier").'
                )

    def seed(self, lesson: str) -> int:
        """The seed of a learner in a lesson: the same for ever, another for everybody.

        >>> Learner("example").seed("01_credit_or_collections") == Learner("example").seed("02_dso_family")
        False
        """
        address = f"{self.group}/{self.name.casefold()}/{lesson}".encode()
        return 1 + int.from_bytes(hashlib.sha256(address).digest()[:8], "big") % _SEEDS


def learner_called(name: str, group: str = OPEN_CLASS) -> Learner:
    """The learner that a notebook names; the marker's word goes before the notebook's."""
    return Learner(os.environ.get(LEARNER, name), os.environ.get(CLASS, group))
