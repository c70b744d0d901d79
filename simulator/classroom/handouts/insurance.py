"""Lesson 9: an insurance contract with two failures and a file, a factor's quote, and a book to provide for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulator.classroom.case import Case
from simulator.classroom.handouts.sheet import Sheet, money, share
from simulator.metrics.provisions import BUCKET_LABELS

VAT = 0.20
NOTICE_DAYS, EXTENSION_DAYS, MAXIMUM_TERMS_DAYS = 60, 60, 120
EVENTS = ("1", "2", "3", "4", "5", "6")
_TRIES, _GAP = 40, 1_500
"""How often a contract is dealt again; by how much mistakes have to differ (EUR)."""


@dataclass(frozen=True)
class Policy:
    """An insurance contract and two failures under it (EUR; debts net of VAT where nothing else is said).

    Attributes:
        share: What the insurer pays of an insured loss (fraction).
        excess: What we bear of every claim, off the insurer's share.
        quince: Debt of Quince.
        quince_limit: The insurer's limit on Quince.
        rowan: Debt of Rowan from shipments under cover.
        rowan_after: Debt of Rowan from shipments after cover had stopped.
        rowan_limit: The insurer's limit on Rowan.
    """

    share: float
    excess: int
    quince: int
    quince_limit: int
    rowan: int
    rowan_after: int
    rowan_limit: int


def policy(case: Case) -> Policy:
    """The contract of a learner; dealt again where two common mistakes would come out alike."""
    made = (_policy(case.seed + 104_729 * again) for again in range(_TRIES))
    return next((one for one in made if _tells_apart(one)), _policy(case.seed))


def _policy(seed: int) -> Policy:
    """A contract."""
    return Policy(
        share=(0.85, 0.90, 0.95)[seed // 3 % 3],
        excess=(1_000, 1_500, 2_000)[seed // 11 % 3],
        quince=120_000 + 3_000 * (seed // 17 % 12),
        quince_limit=(80_000, 90_000, 100_000)[seed // 29 % 3],
        rowan=40_000 + 1_500 * (seed // 37 % 10),
        rowan_after=15_000 + 600 * (seed // 41 % 10),
        rowan_limit=120_000,
    )


def _tells_apart(one: Policy) -> bool:
    """Whether VAT, later deliveries, the limit and our own share each change the claim by another amount."""
    changes = sorted(
        (
            one.rowan * VAT * one.share,
            one.rowan_after * one.share,
            (one.quince - one.quince_limit) * one.share,
            (one.quince_limit + one.rowan) * (1 - one.share),
        )
    )
    return all(larger - smaller > _GAP for smaller, larger in pairwise(changes))


def contract(case: Case) -> Sheet:
    """The clauses that matter here."""
    one = policy(case)
    rows = (
        ("Insured share", share(one.share, 0)),
        ("Excess, each claim, taken off the insurer's share", f"{money(one.excess)} EUR"),
        ("What is insured", "deliveries within the limit, net of VAT"),
        ("Longest terms", f"{MAXIMUM_TERMS_DAYS} days"),
        (
            "Maximum extension: no cover for new deliveries while an invoice is late by more than",
            f"{EXTENSION_DAYS} days",
        ),
        ("Overdues are to be told to the insurer within", f"{NOTICE_DAYS} days of the due date"),
        ("Longer terms for an invoice already due", "only with the insurer's consent"),
        ("Disputed debts", "no payment until the dispute is settled in our favour"),
        ("Cover withdrawn", "for deliveries after that day; earlier ones stay covered"),
    )
    return Sheet("The contract (synthetic)", ("Clause", "What it says"), rows)


def failures(case: Case) -> Sheet:
    """Two customers who have failed."""
    one = policy(case)

    def gross(net: int) -> str:
        return money(net * (1 + VAT))

    rows = (
        ("Quince", gross(one.quince), money(one.quince_limit), "all delivered under cover"),
        ("Rowan", gross(one.rowan), money(one.rowan_limit), "delivered under cover"),
        ("Rowan", gross(one.rowan_after), "", "delivered while an older invoice was 74 days late"),
    )
    head = ("Customer (synthetic)", "Owed, EUR with 20 % VAT", "Insurer's limit, EUR", "Delivered")
    return Sheet("Two failures", head, rows)


def events(case: Case) -> list[tuple[str, bool]]:
    """What happened in Sorrel's file, and whether each breaks a duty or stops the insurer from paying."""
    seed = case.seed
    terms = (90, 150)[seed // 5 % 2]
    told = (48, 75)[seed // 7 % 2]
    late = (52, 71)[(seed // 7 + 1) % 2]  # never both in order
    withdrawn = (-6, 6)[seed // 13 % 2]
    longer = seed // 19 % 2 == 0
    contested = seed // 23 % 2 == 0
    when = "six days before" if withdrawn < 0 else "six days after"
    return [
        (f"Sold on terms of {terms} days", terms > MAXIMUM_TERMS_DAYS),
        (f"Delivered again while the oldest invoice was {late} days late", late > EXTENSION_DAYS),
        (f"The overdue invoice was told to the insurer {told} days after its due date", told > NOTICE_DAYS),
        (f"A truck left {when} the insurer withdrew the limit", withdrawn > 0),
        (
            "Sales gave 60 more days in writing and told nobody"
            if longer
            else "The insurer agreed in writing to a payment plan",
            longer,
        ),
        (
            "The customer contests the quality of one delivery"
            if contested
            else "The customer was called twice and promised to pay",
            contested,
        ),
    ]


def sorrel(case: Case) -> Sheet:
    """The file."""
    rows = [(number, told) for number, (told, _) in zip(EVENTS, events(case), strict=True)]
    return Sheet("The file of customer Sorrel (synthetic)", ("Event", "What happened"), rows)


@dataclass(frozen=True)
class Quote:
    """A factor's quote for an invoice of 100,000 EUR.

    Attributes:
        advance: What is paid at once (fraction).
        fee: For the service, of the invoice (fraction).
        rate: On the money advanced (fraction per year).
        days: Until the customer pays.
    """

    advance: float
    fee: float
    rate: float
    days: int

    @property
    def cost(self) -> float:
        """All that the factor takes (EUR)."""
        return 100_000 * (self.fee + self.advance * self.rate * self.days / 365)


def quote(case: Case) -> Quote:
    """The quote of a learner."""
    seed = case.seed
    return Quote(
        advance=(0.80, 0.85, 0.90)[seed // 43 % 3],
        fee=(0.010, 0.0125, 0.015)[seed // 47 % 3],
        rate=(0.0625, 0.065, 0.07)[seed // 53 % 3],
        days=(40, 45, 50)[seed // 59 % 3],
    )


def factor(case: Case) -> Sheet:
    """The quote on paper."""
    one = quote(case)
    rows = (
        ("Invoice", "100,000 EUR"),
        ("Paid to us at once", share(one.advance, 0)),
        ("Fee for the service, of the invoice", share(one.fee, 2)),
        ("Interest on what is paid at once, a year", share(one.rate, 2)),
        ("The customer pays after", f"{one.days} days"),
    )
    return Sheet("The factor's quote (synthetic)", ("", ""), rows)


RATES = (0.003, 0.016, 0.036, 0.066, 0.106)
"""Loss rates of IFRS 9, Illustrative Example 12 (fractions)."""


def balances(case: Case) -> list[int]:
    """Open receivables by days past due, with VAT (EUR)."""
    seed = case.seed
    base = (1_500_000, 540_000, 180_000, 72_000, 48_000)
    steps = (24_000, 12_000, 6_000, 2_400, 1_200)
    return [
        one + step * (seed // (61 + 6 * place) % 15)
        for place, (one, step) in enumerate(zip(base, steps, strict=True))
    ]


def book(case: Case) -> Sheet:
    """The book at year end, with its loss rates."""
    rows = [
        (label, money(amount), share(rate))
        for label, amount, rate in zip(BUCKET_LABELS, balances(case), RATES, strict=True)
    ]
    head = ("Days past due", "Open, EUR with 20 % VAT", "Loss rate")
    return Sheet(
        "The book at year end", head, rows, "Loss rates: IFRS 9, Illustrative Example 12, for teaching."
    )
