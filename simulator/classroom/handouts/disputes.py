"""Lesson 8: a customer's account as the ledger shows it, and the money of the morning that nobody has applied yet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from simulator.classroom.case import Case
from simulator.classroom.handouts.sheet import Sheet, money

INVOICES = ("101", "102", "103", "104", "105", "106", "107", "108")
_BASE = {
    "101": 12_400,
    "102": 8_500,
    "103": 5_200,
    "104": 7_100,
    "105": 9_300,
    "106": 15_600,
    "107": 4_100,
    "108": 6_600,
}
_OVERDUE = {"101": 35, "102": 28, "103": 24, "104": 20, "105": 16, "106": -8, "107": 12, "108": 6}
_CLEAN = ("101", "104", "108")
_TRIES = 40


@dataclass(frozen=True)
class Account:
    """A customer's account (amounts in EUR, with VAT).

    Attributes:
        amounts: What each invoice is about.
        paid_together: The invoices that the transfer without a reference pays.
        short: What arrived too little with invoice 102, as the customer says.
        deducted: What the customer kept of invoice 103.
        credit: The credit note that was agreed for invoice 107 and never booked.
    """

    amounts: dict[str, int]
    paid_together: tuple[str, ...]
    short: int
    deducted: int
    credit: int

    @property
    def transfer(self) -> int:
        """The transfer without a reference."""
        return sum(self.amounts[number] for number in self.paid_together)

    @property
    def left(self) -> str:
        """The clean invoice that nobody has paid."""
        return next(number for number in _CLEAN if number not in self.paid_together)

    @property
    def owed(self) -> int:
        """What is overdue, owed and in no dispute."""
        return self.amounts[self.left] + self.amounts["102"] - self.short + self.amounts["107"] - self.credit

    @property
    def overdue(self) -> int:
        """What the ledger calls overdue before anything is applied."""
        return sum(amount for number, amount in self.amounts.items() if _OVERDUE[number] > 0)


def account(case: Case) -> Account:
    """The account of a learner; no other set of up to four invoices makes the transfer."""
    made = (_account(case.seed, again) for again in range(_TRIES))
    return next((one for one in made if _is_plain(one)), _account(case.seed, 0))


def _account(seed: int, again: int) -> Account:
    own = seed + 7_919 * again
    amounts = {
        number: base + 10 * (own // (11 * (place + 1)) % 97) + own // (5 * (place + 3)) % 10
        for place, (number, base) in enumerate(_BASE.items())
    }
    pair = list(combinations(_CLEAN, 2))[own // 13 % 3]
    return Account(amounts, pair, 1_200 + 10 * (own % 60), 180 + own % 90, 400 + 10 * (own // 7 % 40))


def _is_plain(one: Account) -> bool:
    sets = (some for size in (1, 2, 3, 4) for some in combinations(INVOICES, size))
    return sum(sum(one.amounts[number] for number in some) == one.transfer for some in sets) == 1


def open_items(case: Case) -> Sheet:
    """The open items, with what is noted about them."""
    one = account(case)
    notes = {
        "102": f"Customer: goods for {money(one.short)} did not arrive. Not yet answered",
        "107": f"Wrong price. Credit note of {money(one.credit)} agreed last week, not booked",
    }
    rows = [
        (
            number,
            money(amount),
            f"{_OVERDUE[number]} days late" if _OVERDUE[number] > 0 else f"due in {-_OVERDUE[number]} days",
            notes.get(number, ""),
        )
        for number, amount in one.amounts.items()
    ]
    return Sheet(
        "Customer Hazel (synthetic): open items, Monday", ("Invoice", "EUR with VAT", "Due", "Note"), rows
    )


def receipts(case: Case) -> Sheet:
    """What came in over the weekend and lies unapplied."""
    one = account(case)
    twice = money(one.amounts["105"])
    rows = (
        ("R1", money(one.transfer), "no reference"),
        ("R2", money(one.amounts["103"] - one.deducted), f'"invoice 103 less freight {money(one.deducted)}"'),
        ("R3", twice, '"invoice 105"'),
        ("R4", twice, '"invoice 105"'),
    )
    return Sheet(
        "Customer Hazel (synthetic): receipts not applied", ("Receipt", "EUR", "What the bank says"), rows
    )
