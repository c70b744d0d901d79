"""A factor: invoices are assigned to it, it advances money on them, is paid by customers, and charges for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.factoring import advance, eligible_of_customer, is_handed_back, is_of_age, service_fee
from simulator.rules.money import overdraft_interest_cents, share_cents
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice

PUBLIC = SEGMENTS.index("public")


@dataclass
class Factor:
    """The factor's account with us: what it owes us, negative: what it has advanced (cents)."""

    company: Company
    balance: int = 0
    drawn: int = 0  # after the last look
    nights: int = 0  # sum over the month's nights of what was drawn
    assigned: int = 0  # this month, with VAT
    mine: set[Invoice] = field(default_factory=set)
    refused: set[Invoice] = field(default_factory=set)  # handed back: it takes them once only

    def days(self) -> Life:
        """Every day: the night is counted; on banking days it looks at the ledger; at a month's end it charges."""
        company = self.company
        closed = company.world.first_day - 1
        for day in range(company.world.first_day, company.world.last_day + 1):
            yield company.at(day, Desk.FINANCIER)
            trading, closing = day < company.horizon, day in company.closing_days
            if trading:
                self.nights += self.drawn
            if company.banking_day(day) == day:
                self.settle()
            if trading and closing:
                self.charge(company.share_of_month(day - closed))
            if closing:
                closed = day

    @property
    def is_wanted(self) -> bool:
        return bool(self.company.levers.has_factor)

    def change(self) -> None:
        """Another strategy: without a factor everything is ours again."""
        if not self.is_wanted:
            self.mine.clear()
            self.refused.clear()

    # -- the ledger

    def takes(self, invoice: Invoice) -> bool:
        """Whether an invoice of ours is assigned today."""
        company = self.company
        new = invoice not in self.mine and invoice not in self.refused
        may = company.today < company.horizon and self.is_wanted and invoice.customer.segment != PUBLIC
        return new and may and self.lends_on(invoice) and not self.has_waited_enough(invoice)

    def lends_on(self, invoice: Invoice) -> bool:
        """Neither too old nor disputed."""
        young = is_of_age(invoice.issued, self.company.today, self.company.levers.oldest_funded_days)
        return young and not invoice.is_known_to_be_disputed

    def has_waited_enough(self, invoice: Invoice) -> bool:
        """It goes back to us."""
        levers = self.company.levers
        return bool(
            is_handed_back(invoice.due, self.company.today, levers.recourse_days, levers.protected_fraction)
        )

    def look_at(self, customer: Customer) -> int:
        """Assign what is new, hand back what is too late; what is eligible then."""
        for invoice in customer.open:
            if invoice in self.mine and self.has_waited_enough(invoice):
                self.hand_back(invoice, Desk.FINANCIER)
            elif self.takes(invoice):
                self.mine.add(invoice)
                self.assigned += invoice.gross
                invoice.tell(Desk.FINANCIER, Event.FACTOR_ASSIGNED, invoice.net, invoice.vat)
        return sum(
            invoice.gross for invoice in customer.open if invoice in self.mine and self.lends_on(invoice)
        )

    def settle(self) -> None:
        """Its account is brought to the advance."""
        company = self.company
        if not (self.is_wanted or self.mine or self.balance):
            return
        ledger = sum(customer.open_cents for customer in company.customers)
        most = company.levers.concentration_fraction
        eligible = sum(
            int(eligible_of_customer(self.look_at(customer), ledger, most)) for customer in company.customers
        )
        self.drawn = int(advance(eligible, company.levers.advance_fraction))
        amount = self.balance + self.drawn
        if amount:
            company.write(Desk.FINANCIER, Event.FACTOR_SETTLED, amount)
            self.balance -= amount

    def charge(self, month_share: float) -> None:
        """The month's fee and interest."""
        levers = self.company.levers
        minimum = levers.minimum_factor_fee if self.is_wanted else 0.0
        fee = int(service_fee(self.assigned, levers.factor_fee, minimum, month_share))
        rate = self.company.assume.base_rate_per_year + levers.factor_margin
        interest = int(overdraft_interest_cents(self.nights, rate))
        self.assigned = self.nights = 0
        if fee:
            self.company.write(Desk.FINANCIER, Event.FACTOR_FEE_PAID, fee, sequence=1)
        if interest:
            self.company.write(Desk.FINANCIER, Event.FACTOR_INTEREST_PAID, interest, sequence=2)

    # -- what happens to an invoice elsewhere

    def is_paid(self, invoice: Invoice, amount: int) -> bool:
        """Whether the customer's money is the factor's."""
        if invoice in self.mine:
            self.balance += amount
        return invoice in self.mine

    def hand_back(self, invoice: Invoice, desk: Desk) -> None:
        """It is ours again, and stays ours."""
        if invoice in self.mine:
            self.mine.remove(invoice)
            self.refused.add(invoice)
            invoice.tell(desk, Event.FACTOR_RETURNED, invoice.net, invoice.vat, sequence=9)

    def bears(self, invoice: Invoice, desk: Desk) -> None:
        """A debt of its own has failed: it bears its part, if nobody disputes it and no insurer has paid."""
        share = self.company.levers.protected_fraction
        if invoice not in self.mine:
            return
        self.mine.remove(invoice)
        self.refused.add(invoice)
        if share > 0.0 and not invoice.dispute and not invoice.claim:
            net, vat = share_cents(invoice.net, share), share_cents(invoice.vat, share)
            invoice.tell(desk, Event.FACTOR_BEARS, net, vat, sequence=8)
            self.balance += net + vat
            invoice.net, invoice.vat = invoice.net - net, invoice.vat - vat
