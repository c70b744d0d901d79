"""A policy year with its terms, a customer's cover, and a claim: what the insurer's papers say."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from simulator.rules.cover import insured_share
from simulator.rules.insurance import YEAR_DAYS, insured_loss, minimum_premium, part_of_claim, salvage
from simulator.units import NEVER

if TYPE_CHECKING:
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice


@dataclass
class Cover:
    """What the insurer has decided about a customer: its limit (whole currency), and what it still has to look at."""

    limit: int = 0
    named: bool = False
    asks: bool = False
    looks_stressed: bool = False


class Year:
    """A policy year with its terms: claims follow the terms under which the goods were shipped."""

    def __init__(self, levers: SimpleNamespace, begin: int, horizon: int) -> None:
        self.terms = levers
        self.begin, self.end = begin, min(begin + YEAR_DAYS, horizon)
        self.premium = self.covered_sales = self.claimed = self.instalments = 0
        self.premium_rate = levers.premium_rate
        self.first_loss_left = levers.first_loss_cents
        self.settled = False

    def least_premium(self, days: int) -> int:
        """The minimum premium for so many days."""
        terms = self.terms
        sales = terms.expected_insured_sales
        return int(minimum_premium(self.premium_rate, sales, terms.minimum_premium_fraction, days))

    @property
    def premium_known(self) -> int:
        return self.premium if self.settled else max(self.premium, self.least_premium(YEAR_DAYS))


@dataclass
class Claim:
    """One claim on one customer's debt (cents)."""

    year: Year
    oldest: Invoice
    loss: int = 0  # insured and newly claimed
    insured: int = 0  # with what earlier claims had insured of the same debt
    debt: int = 0
    amount: int = 0
    owed_back: int = 0

    def takes_of_payment(self, received: int, invoice: Invoice) -> int:
        """The insurer's part of money on one invoice, never more than it paid for it."""
        if not invoice.net:
            return 0
        terms = self.year.terms
        share = insured_share(invoice.insured, invoice.net, terms.insured_part_first == 1)
        return int(salvage(received, share, terms.insured_fraction, self.paid_for(invoice)))

    def takes_of_dividend(self, received: int) -> int:
        """The insurer's part of a dividend, never more than it paid for the customer's open debt."""
        if not self.debt:
            return 0
        terms = self.year.terms
        share = insured_share(self.insured, self.debt, terms.insured_part_first == 1)
        return int(salvage(received, share, terms.insured_fraction, self.owed_back))

    def paid_for(self, invoice: Invoice) -> int:
        """What the insurer paid for one of the invoices."""
        return int(part_of_claim(self.amount, invoice.insured, self.loss))

    def take(self, invoice: Invoice, used: int, guaranteed: int = 0) -> int:
        """Put an invoice, less what a guarantor pays, into the claim; what is insured of it."""
        invoice.insured = int(insured_loss(invoice.net - guaranteed, invoice.insured, used))
        invoice.claim, invoice.claim_day = self, NEVER
        self.loss += invoice.insured
        return invoice.insured


def in_order_of_shipment(customer: Customer) -> list[Invoice]:
    """What a customer owes, the oldest shipment first."""
    return sorted(customer.open, key=lambda invoice: (invoice.issued, invoice.number))
