"""Money: the journal, what is owed to suppliers and to the state, dividends, and the treasury's close of a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from simulator.journal import NO_CUSTOMER, NO_INVOICE, POSTINGS, Account, Desk, Event
from simulator.rules.money import overdraft_interest_cents
from simulator.units import cents, date_of, half_even
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer
    from tests.reference.policies import Claim

DAYS_PER_MONTH = 365.0 / 12.0


class Books:
    """The journal, and the balances that somebody must know at once (cents)."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.rows: list[tuple[int, ...]] = []
        self.cash = 0
        self.vat_owed = 0
        self.checks_owed = 0  # for checking invoices before they leave
        self.reports_owed = 0  # for what we know of applicants and customers
        self.overdrawn = 0  # sum over the month's days of the overdrawn cents
        self.payables: dict[int, int] = defaultdict(int)  # by the day on which suppliers are paid
        self.relief: dict[int, int] = defaultdict(int)  # by the day on which VAT comes back
        self.dividend_days: list[int] = []

    def write(self, day: int, desk: Desk, event: int, net: int, vat: int, about: dict[str, int]) -> None:
        """Write a row, and carry cash and VAT."""
        who = (about.get("invoice", NO_INVOICE), about.get("customer", NO_CUSTOMER), about.get("sequence", 0))
        dates = (about.get("issued", 0), about.get("due", 0))
        spare = 0
        self.rows.append((day, desk, event, *who, *dates, spare, net, vat))
        self.cash += self.posted(event, Account.CASH, net, vat)
        self.vat_owed -= self.posted(event, Account.VAT, net, vat)

    @property
    def recovery(self) -> Event:
        """The event of money on a debt given up: VAT is owed again where relief was granted."""
        return Event.RECOVERED if self.company.assume.relief_granted else Event.RECOVERED_WHOLE

    def posted(self, event: int, account: Account, net: int, vat: int) -> int:
        """What an event posts to an account, debit positive."""
        of_net, of_vat = POSTINGS[event, account]
        return int(of_net) * net + int(of_vat) * vat

    def opening(self) -> Life:
        """The books of day 0: cash as given, the rest as the warm-up has left it; equity is the difference."""
        company, desk = self.company, Desk.OPENING
        yield company.at(0, desk)
        owed, self.cash, self.vat_owed, self.overdrawn = self.vat_owed, 0, 0, 0
        company.write(desk, Event.OPENING_CASH, cents(company.world.scenario.company.opening_cash))
        for customer in company.customers:
            for invoice in customer.open:
                invoice.tell(desk, Event.OPENING_RECEIVABLE, invoice.net, invoice.vat)
        company.write(desk, Event.OPENING_PAYABLES, sum(self.payables.values()), sequence=1)
        company.write(desk, Event.OPENING_VAT, owed, sequence=2)
        company.write(desk, Event.OPENING_RELIEF, 0, sum(self.relief.values()), sequence=3)
        claims = sum(claim.amount for claim in company.insurer.unpaid)
        if claims:
            company.write(desk, Event.OPENING_CLAIMS, claims, sequence=4)
        if company.factor.balance:
            company.write(desk, Event.OPENING_FACTOR, company.factor.balance, sequence=5)

    def dividend(
        self, customer: Customer, amounts: tuple[int, int], days: int, claim: Claim | None, sequence: int
    ) -> Life:
        """The process of an insolvent estate: a long wait, then something."""
        company, (net, vat) = self.company, amounts
        day = company.today + days
        self.dividend_days.append(day)
        yield company.at(company.banking_day(day), Desk.BANK)
        self.dividend_days.remove(day)
        company.write(Desk.BANK, self.recovery, net, vat, customer=customer.number, sequence=sequence)
        share = claim.takes_of_dividend(net) if claim else 0
        if claim and share:
            claim.owed_back -= share
            company.write(
                Desk.BANK, Event.SALVAGE_SHARED, share, customer=customer.number, sequence=sequence + 2
            )


def owe_for_recent_sales(company: Company) -> None:
    """A ledger knows no debts of ours: suppliers are owed the last days' cost, the tax office the month's VAT."""
    plan, books = company.world.scenario.company, company.books
    rows = company.world.portfolio.customers
    monthly = sum(float(row["orders_per_month"]) * float(row["order_value"]) for row in rows)
    daily = 100.0 * monthly / DAYS_PER_MONTH
    cost = half_even(daily * (1.0 + plan.vat_fraction) * (1.0 - plan.gross_margin_fraction))
    for ago in range(1, plan.supplier_days + 1):
        books.payables[company.banking_day(company.today - ago + plan.supplier_days)] += cost
    days = date_of(plan.start_date, company.today).day - 1
    books.vat_owed = half_even(daily * plan.vat_fraction * plan.gross_margin_fraction * days)


def treasury(company: Company) -> Life:
    """The close of every day: what is due today, at a month's end its bills, and the overdraft."""
    desk, books = Desk.TREASURY, company.books
    closed = company.world.first_day - 1
    for day in range(company.world.first_day, company.world.last_day + 1):
        yield company.at(day, desk)
        trading, closing = day < company.horizon, day in company.closing_days
        suppliers, relief = books.payables.pop(day, 0), books.relief.pop(day, 0)
        if suppliers:
            company.write(desk, Event.SUPPLIERS_PAID, suppliers)
        if relief:
            granted = company.assume.relief_granted
            event = Event.RELIEF_GRANTED if granted else Event.RELIEF_REFUSED
            company.write(desk, event, 0, relief, sequence=1)
        if closing and trading:
            pay_the_month(company, day - closed)
        if closing and books.checks_owed:
            company.write(desk, Event.CHECKS_PAID, books.checks_owed, sequence=7)
            books.checks_owed = 0
        if closing and books.reports_owed:
            company.write(desk, Event.REPORTS_PAID, books.reports_owed, sequence=8)
            books.reports_owed = 0
        if closing and books.vat_owed:
            company.write(desk, Event.VAT_SETTLED, books.vat_owed, sequence=4)
        if trading:
            books.overdrawn += max(0, -books.cash)
        if closing and trading:
            charge_overdraft(company)
        if closing:
            closed = day


def pay_the_month(company: Company, days: int) -> None:
    """Salaries and fixed cost for the days of this calendar month since the last close."""
    share = company.share_of_month(days)
    staff = half_even(company.levers.staff_cents_per_month * share)
    fixed = half_even(company.assume.fixed_cents_per_month * share)
    if staff:
        company.write(Desk.TREASURY, Event.STAFF_PAID, staff, sequence=2)
    clerks = half_even(company.levers.clerk_cents_per_month * share)
    if clerks:
        company.write(Desk.TREASURY, Event.CLERKS_PAID, clerks, sequence=6)
    analysts = half_even(company.levers.analyst_cents_per_month * share)
    if analysts:
        company.write(Desk.TREASURY, Event.ANALYSTS_PAID, analysts, sequence=9)
    if fixed:
        company.write(Desk.TREASURY, Event.FIXED_PAID, fixed, sequence=3)


def charge_overdraft(company: Company) -> None:
    """Interest on what was overdrawn since the last charge."""
    interest = overdraft_interest_cents(company.books.overdrawn, company.assume.overdraft_rate_per_year)
    company.books.overdrawn = 0
    if interest:
        company.write(Desk.TREASURY, Event.OVERDRAFT_CHARGED, interest, sequence=5)
