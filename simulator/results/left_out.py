"""What the model leaves out: one list, which the page Trust and the documentation share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulator.parameters import shipped_folder
from simulator.reading import read_document


@dataclass(frozen=True)
class LeftOut:
    """One thing that the model does not have.

    Attributes:
        title: What is missing.
        text: What that means.
        so: What follows for whoever reads a result.
    """

    title: str
    text: str
    so: str


@cache
def left_out() -> tuple[LeftOut, ...]:
    """Everything that is known to be missing, in the order of the file."""
    found = read_document(shipped_folder() / "left_out.yaml", is_ours=True).data
    return tuple(LeftOut(**entry) for entry in found.values())
