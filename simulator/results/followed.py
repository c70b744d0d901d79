"""The difference of two strategies in one simulated year, followed to the invoices that made most of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.ledger.cells.formulas import plain_text
from simulator.results.trace import InvoicePart, OwnPart, Trace
from simulator.results.words import money, sign
from simulator.units import currency

FOLLOWED: Mapping[str, str] = {
    "profit": "profit_to_the_end",
    "cash": "cash_collected",
    "write_offs": "write_offs",
}
"""What can be followed to the invoice, and the measure behind it."""

LABELS: Mapping[str, str] = {"profit": "Profit", "cash": "Cash", "write_offs": "Write-offs"}
TOLD = 10
"""So many invoices are told at first."""

_MOST_BESIDE = 3
_DOES = {
    "profit": ("bring", "cost"),
    "cash": ("bring in more within the run", "bring in less within the run"),
    "write_offs": ("add to write-offs", "save in write-offs"),
}


@dataclass(frozen=True)
class Followed:
    """One year of two strategies, followed down.

    Attributes:
        one: The strategy from which the difference is taken.
        other: The strategy that is judged.
        what: profit, cash or write_offs.
        trace: The year, its invoices the largest first.
        turn: 0 is the year closest to the average, 1 the next closest, and so on.
        currency: The currency of all amounts.
        run: What one run is called.
        is_small: Whether amounts are told in plain units of the currency.
    """

    one: str
    other: str
    what: str
    trace: Trace
    turn: int
    currency: str
    run: str = "year"
    is_small: bool = False

    @property
    def told(self) -> tuple[InvoicePart, ...]:
        """The invoices that are told at first."""
        return self.trace.invoices[:TOLD]

    @property
    def heading(self) -> str:
        """What share of the difference the first invoices explain."""
        found, count = self.trace, len(self.told)
        if not count:
            return f"Why: no invoice differs on {LABELS[self.what].lower()} in this {self.run}"
        told = sum(part.cents for part in self.told)
        which = "this invoice" if count == 1 else f"these {_counted(count)} invoices"
        makes = "makes" if count == 1 else "make"
        if told * found.of_invoices > 0 and abs(told) <= abs(found.of_invoices):
            does = _DOES[self.what][0 if told > 0 else 1]
            whole = self._size(found.of_invoices)
            return f"Why: {which} {makes} {self._size(told)} of the {whole} that invoices {does}"
        all_of_them = f"all {found.all_invoices:,} together {self._signed(found.of_invoices)}"
        return f"Why: {which} {makes} {self._signed(told)}, {all_of_them}"

    @property
    def note(self) -> str:
        """Which year it is, and what stands on no invoice."""
        closest = "the closest to the average" if not self.turn else f"the {_place(self.turn)} to the average"
        parts = [f"invoices {self._signed(self.trace.of_invoices)}"]
        beside = self.trace.beside_invoices
        parts += [
            f"{part.name[0].lower()}{part.name[1:]} {self._signed(part.cents)}" for part in self._beside()
        ]
        if len(beside) > _MOST_BESIDE:
            parts.append(f"all else {self._signed(sum(part.cents for part in beside[_MOST_BESIDE:]))}")
        whole = f"{LABELS[self.what].lower()} {self._signed(self.trace.cents)}"
        return f"Simulated {self.run} no. {self.trace.replication}, {closest}: {', '.join([*parts, whole])}."

    def _beside(self) -> tuple[OwnPart, ...]:
        return self.trace.beside_invoices[:_MOST_BESIDE]

    def _size(self, cents: int) -> str:
        return money(currency(cents), self.currency, is_small=self.is_small)

    def _signed(self, cents: int) -> str:
        """An amount with its sign; nothing is nothing.

        The differences of single invoices are small, so they are told in plain units more often than others.
        """
        return signed_cents(cents, self.currency, is_small=self.is_small)

    def to_csv(self) -> bytes:
        """All invoices that are known one by one, what is left, and what stands on none: it adds up."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\r\n")
        unit = self.currency
        rows.writerow(
            ["customer", "segment", "invoice", f"amount, {unit}", self.one, self.other, f"difference, {unit}"]
        )
        for part in self.trace.invoices:
            words = (part.customer.name, part.customer.segment)
            cells = [plain_text(word) for word in words]
            rows.writerow([*cells, part.number, currency(part.gross), *part.briefly, currency(part.cents)])
        rest = self.trace.all_invoices - len(self.trace.invoices)
        if rest:
            left = self.trace.of_invoices - sum(part.cents for part in self.trace.invoices)
            rows.writerow([f"{rest} other invoices", "", "", "", "", "", currency(left)])
        for beside in self.trace.beside_invoices:
            rows.writerow([beside.name, "", "", "", "", "", currency(beside.cents)])
        rows.writerow(["Together", "", "", "", "", "", currency(self.trace.cents)])
        return text.getvalue().encode("utf-8-sig")


def signed_cents(cents: int, unit: str, *, is_small: bool = False) -> str:
    """A small amount with its sign: three digits, plain below ten thousand.

    >>> signed_cents(1_123_456, "EUR"), signed_cents(-20, "EUR"), signed_cents(0, "EUR")
    ('+€11k', '−€0.20', '€0')
    """
    if not cents:
        return money(0.0, unit, is_small=True)
    if abs(cents) < 100:
        return f"{sign(cents)}{money(0.0, unit, is_small=True)}.{abs(cents):02}"
    return f"{sign(cents)}{money(currency(cents), unit, is_small=is_small or abs(cents) < 1_000_000)}"


def _counted(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def _place(turn: int) -> str:
    words = ("", "second closest", "third closest", "fourth closest", "fifth closest")
    return words[turn] if turn < len(words) else f"{turn + 1}th closest"
