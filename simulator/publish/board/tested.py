"""What the back-test of a ledger said, as a board page shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.publish.board.content import Bar, Shade

WORDS: Mapping[Shade, str] = {
    "green": "Passed",
    "amber": "Passed in part",
    "red": "Failed",
    "none": "Not back-tested yet",
    "invented": "Invented customers: not tested on our own invoices",
}
FAILED = "The back-test failed: differences hold better than levels, so do not quote the levels."
"""What a page says at its top where the light is red."""

_METHODS = (
    ("simulator", "This model"),
    ("customer_mean", "Customer average"),
    ("due_date", "Due date only"),
)
_DAYS, _PERCENT = 1.0, 100.0
_SCORES = (
    ("dso_error_days", "Average miss of DSO, in days.", _DAYS, " d"),
    ("weekly_wape", "Average miss of a week's cash.", _PERCENT, " %"),
    ("date_mae_days", "Average miss of the day of payment.", _DAYS, " d"),
)


@dataclass(frozen=True)
class Tested:
    """A light with its reasons.

    Attributes:
        shade: The light.
        reasons: Why, in sentences; the most telling first.
        bars: The model beside naive methods.
        what: What the bars are.
        days: From how many days of the past it was looked ahead.
    """

    shade: Shade
    reasons: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    what: str = ""
    days: int = 0

    @property
    def word(self) -> str:
        """The light in words."""
        looked = f": looked ahead from {self.days} days of the past" if self.days else ""
        return f"{WORDS[self.shade]}{looked}"

    @property
    def note(self) -> str:
        """What the bars are, and the main reason."""
        if self.shade == "invented":
            return (
                "They behave as published figures say, not as ours do. Differences hold better than levels."
            )
        if self.shade == "none":
            return (
                "The customers are fitted to our ledger, but nothing shows yet how well they foretell it: creditlab "
                "backtest does. Differences hold better than levels."
            )
        return " ".join(part for part in (self.what, *self.reasons[:1]) if part)

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> Tested:
        """What the plain values of a back-test say (the JSON of `creditlab backtest`)."""
        shade: Shade = document["light"] or "none"
        methods = document.get("methods", {})
        for score, what, scale, unit in _SCORES:
            found = [(name, label, methods.get(name, {}).get(score)) for name, label in _METHODS]
            if all(value is not None and math.isfinite(value) for _, _, value in found):
                bars = tuple(
                    Bar(label, scale * value, f"{scale * value:.1f}{unit}", name == "simulator")
                    for name, label, value in found
                )
                return cls(shade, tuple(document["reasons"]), bars, what, document["origins"])
        return cls(shade, tuple(document["reasons"]), days=document["origins"])


INVENTED = Tested("invented")
"""There is no ledger."""

NOT_YET = Tested("none")
"""There is one, and nobody back-tested it."""
