"""One late invoice of a learner's own, for exercises on what the law grants. Synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

VAT = 0.20


@dataclass(frozen=True)
class LateInvoice:
    """An invoice that was paid late.

    Attributes:
        net: Net of VAT (EUR).
        issued: Its date.
        due: When it fell due.
        paid: When it was paid.
    """

    net: float
    issued: date
    due: date
    paid: date

    @property
    def gross(self) -> float:
        """VAT included (EUR)."""
        return round(self.net * (1 + VAT), 2)

    @property
    def days_late(self) -> int:
        """Days from the due date to payment."""
        return (self.paid - self.due).days

    @property
    def text(self) -> str:
        """The invoice in a line."""
        return (
            f"Invoice of {self.issued}: {self.net:,.2f} EUR net, {self.gross:,.2f} EUR with VAT; "
            f"due on {self.due}, paid on {self.paid}."
        )


def late_invoice_of(seed: int) -> LateInvoice:
    """An invoice written in June and due in July 2026, between which the Union's rate changes."""
    due = date(2026, 7, 2 + seed // 17 % 8)
    issued = date.fromordinal(due.toordinal() - 30)
    paid = date.fromordinal(due.toordinal() + 41 + seed // 19 % 70)
    return LateInvoice(18_000.0 + 500.0 * (seed // 23 % 40), issued, due, paid)
