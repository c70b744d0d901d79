"""What the back-test of a ledger said, as a board page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.ledger.light import LedgerLight
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
_WHAT = "Average miss of DSO, in days."


@dataclass(frozen=True)
class ModelCheck:
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
    def of_light(cls, light: LedgerLight | None) -> ModelCheck:
        """The light of a ledger; None: there is no ledger."""
        if light is None:
            return INVENTED
        if light.light is None:
            return NOT_YET
        misses = dict(light.misses)
        bars = tuple(
            Bar(label, misses[name], f"{misses[name]:.1f} d", name == "simulator")
            for name, label in _METHODS
            if name in misses
        )
        whole = bars if len(bars) == len(_METHODS) else ()
        reasons = (light.reason,) if light.reason else ()
        return cls(light.light, reasons, whole, _WHAT if whole else "", light.days)


INVENTED = ModelCheck("invented")
"""There is no ledger."""

NOT_YET = ModelCheck("none")
"""There is one, and nobody back-tested it."""
