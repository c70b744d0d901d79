"""Checking what people write: sentences that say what, where, and what to write instead."""

from simulator.checks.checking import check_group, doubts
from simulator.checks.complaints import (
    Complaint,
    KeyPath,
    Where,
    kind_of,
    raise_all,
    refuse,
)
from simulator.checks.scalars import check_seed

__all__ = [
    "Complaint",
    "KeyPath",
    "Where",
    "check_group",
    "check_seed",
    "doubts",
    "kind_of",
    "raise_all",
    "refuse",
]
