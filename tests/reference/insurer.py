"""The credit insurer: policy years, limits, claims, and what it gets back.

A claim is a small life of its own: filed, decided at the end of the day, paid some weeks later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.engine.plan import Plan
from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.cover import is_out_of_time, is_rejected, topped_up
from simulator.rules.credit import is_stopped
from simulator.rules.insurance import (
    INSTALMENTS,
    ClaimTerms,
    belongs_to_claim,
    claim_amount,
    claim_day,
    first_loss,
    instalment,
    instalment_day,
    insured_loss,
    limit_asked,
    limit_granted,
    may_be_insured,
    within_maximum,
    year_premium,
)
from simulator.rules.terms import is_first_part
from simulator.units import CENTS, NEVER, STRIDE, half_even
from tests.reference import guarantees
from tests.reference.lives import Life
from tests.reference.policies import Claim, Cover, Year, in_order_of_shipment

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer
    from tests.reference.invoices import Invoice

BEFORE_ALL_DESKS = Desk.OPENING + 0.5
AFTER_CLAIMS = Desk.INSURER + 0.25
PAYMENT = Desk.INSURER + 0.5
DAYS_PER_MONTH = 365.0 / 12.0


@dataclass
class Insurer:
    """The insurer, from our side of the desk."""

    company: Company
    years: list[Year] = field(default_factory=list)
    filed: list[Claim] = field(default_factory=list)
    unpaid: list[Claim] = field(default_factory=list)
    payment_days: list[int] = field(default_factory=list)
    waited_long_enough: list[Invoice] = field(default_factory=list)
    fees_due: int = 0
    top_ups_due: int = 0  # cents

    # -- the policy

    def days(self) -> Life:
        """Every day: a policy year may open before the others come; the insurer's own work is at the end."""
        company = self.company
        for day in range(company.world.first_day, company.world.last_day + 1):
            yield company.at(day, BEFORE_ALL_DESKS)
            wanted = company.levers.insured_fraction > 0.0 and day < company.horizon
            if wanted and not self.in_force:
                self.open_year(day)
            yield company.at(day, AFTER_CLAIMS)
            self.file_defaults()
            self.decide()
            if self.in_force:
                self.look_at_cases()
            self.take_money(day)

    @property
    def in_force(self) -> bool:
        return bool(self.years) and self.company.today < self.years[-1].end

    def open_year(self, day: int) -> None:
        """A new year: every customer's limit is asked for, once more."""
        company = self.company
        year = Year(company.levers, day, company.horizon)
        if self.years:
            dearer = company.assume.recession_premium if company.in_recession else 1.0
            year.premium_rate *= company.assume.premium_multiplier * dearer
        self.years.append(year)
        for customer in self.company.customers:
            customer.cover = Cover()
            if customer.is_active:
                self.decide_limit(customer)

    def change(self, plan: Plan) -> None:
        """Another strategy: on other terms the policy ends; what was shipped stays covered."""
        if plan.policy == self.company.plan.policy:
            return
        if self.years:
            self.years[-1].end = min(self.years[-1].end, self.company.today)
        for customer in self.company.customers:
            customer.cover = Cover()

    def year_of(self, invoice: Invoice) -> Year:
        """The year in which a covered invoice was shipped."""
        return [year for year in self.years if year.begin <= invoice.issued][-1]

    # -- limits

    def decide_limit(self, customer: Customer) -> None:
        """Asked, and granted, cut or refused; small limits are our own decision."""
        company, levers, assume = self.company, self.company.levers, self.company.assume
        customer.cover = Cover()
        if not may_be_insured(customer.segment, customer.terms_days, levers.maximum_terms_days):
            return
        if 0 < levers.key_accounts < company.size_ranks[customer.number % STRIDE]:
            return
        ceiling, value = assume.demand_ceiling, float(customer.place["order_value"])
        rate = float(customer.place["orders_per_month"]) * ceiling / DAYS_PER_MONTH
        asked = int(limit_asked(customer.limit, assume.vat_fraction, rate, ceiling, value))
        customer.cover.limit = asked
        if asked <= levers.discretionary_limit or not levers.has_named_limits:
            return
        seen = self.sees_stress(customer)
        refusal = assume.refusal_stressed if seen else assume.refusal_healthy
        uniform = company.luck(Stream.INSURER_LIMIT, customer.number, company.today)
        granted = int(limit_granted(asked, uniform, refusal))
        more = int(topped_up(asked, granted, levers.top_up_fraction))
        self.top_ups_due += half_even(CENTS * more * levers.top_up_rate)
        granted += more
        customer.cover = Cover(limit=granted, named=True)
        self.fees_due += granted > 0
        event = Event.COVER_GRANTED if granted else Event.COVER_REFUSED
        amounts = (granted, asked) if granted else (asked, 0)
        net, vat = (CENTS * amount for amount in amounts)
        company.write(Desk.INSURER, event, net, vat, customer=customer.number)

    def sees_stress(self, customer: Customer) -> bool:
        """The insurer sees some of the trouble."""
        uniform = self.company.luck(Stream.INSURER_SIGHT, customer.number, self.company.today)
        return customer.is_stressed and uniform < self.company.assume.stress_seen

    def notices(self, customer: Customer) -> None:
        """A customer's health has changed; the insurer may look at it tonight."""
        cover = customer.cover
        if customer.is_stressed and cover.named and cover.limit:
            cover.looks_stressed = True

    def decide_again(self, customer: Customer) -> None:
        """Who is seen in trouble may lose its limit, or half of it, for what is still to be shipped."""
        company, cover = self.company, customer.cover
        uniform = company.luck(Stream.INSURER_LIMIT, customer.number, company.today)
        left = int(limit_granted(cover.limit, uniform, company.assume.refusal_stressed))
        if left < cover.limit:
            self.withdraw(customer, left)

    def look_at_cases(self) -> None:
        """Newcomers get a limit; that of whoever is seen in trouble is decided anew."""
        for customer in self.company.customers:
            cover = customer.cover
            if cover.asks:
                self.decide_limit(customer)
            elif cover.looks_stressed and cover.limit and self.sees_stress(customer):
                self.decide_again(customer)
            customer.cover.looks_stressed = False

    def withdraw(self, customer: Customer, left: int) -> None:
        """Less cover, or none, for what is still to be shipped."""
        about = {"customer": customer.number, "sequence": 1}
        amounts = CENTS * customer.cover.limit, CENTS * left
        self.company.write(Desk.INSURER, Event.COVER_WITHDRAWN, *amounts, **about)
        customer.cover.limit = left

    def cut_cover(self, share: float) -> None:
        """Bad news of the whole economy: a share of the named limits is withdrawn, whoever the customers are."""
        for customer in self.company.customers:
            uniform = self.company.luck(Stream.COVER_CUT, customer.number, self.company.today)
            if customer.is_active and customer.cover.named and customer.cover.limit and uniform < share:
                self.withdraw(customer, 0)

    def covers(self, invoice: Invoice) -> None:
        """Cover attaches at shipment, unless the customer is too late with something else."""
        company, customer, levers = self.company, invoice.customer, self.company.levers
        limit = customer.cover.limit
        days = customer.terms_days if is_first_part(invoice.number) else invoice.due - invoice.issued
        eligible = may_be_insured(customer.segment, days, levers.maximum_terms_days)
        too_late = is_stopped(customer.oldest_due, levers.maximum_extension_days, company.today)
        if not (self.in_force and limit and eligible) or too_late:
            return
        invoice.insured = CENTS * limit
        self.years[-1].covered_sales += invoice.net
        invoice.claim_day = int(claim_day(invoice.due, levers.waiting_period_days))
        company.env.process(self.wait(invoice))

    # -- claims

    def wait(self, invoice: Invoice) -> Life:
        """The process of a covered invoice: after the waiting period it counts as a loss."""
        yield self.company.at(invoice.claim_day, Desk.INSURER)
        while invoice.state == "open" and invoice.dispute and invoice.claim_day != NEVER:
            invoice.claim_day = self.company.today + 1
            yield self.company.at(invoice.claim_day, Desk.INSURER)
        if invoice.state == "open" and invoice.claim is None and invoice.claim_day != NEVER:
            self.waited_long_enough.append(invoice)

    def new_claim(self, invoice: Invoice) -> Claim:
        """A claim whose oldest invoice this is."""
        claim = Claim(self.year_of(invoice), invoice)
        self.filed.append(claim)
        return claim

    def file_defaults(self) -> None:
        """One claim for each customer of which something has waited long enough today, over all that is overdue."""
        today, self.waited_long_enough = self.waited_long_enough, []
        for customer in {invoice.customer: None for invoice in today}:
            self.lose_untold(customer, Desk.INSURER)
            by_shipment = in_order_of_shipment(customer)
            mine = [
                invoice
                for invoice in by_shipment
                if invoice.claim is None
                and invoice.claim_day != NEVER
                and not invoice.dispute
                and belongs_to_claim(invoice.due, invoice.claim_day, self.company.today)
            ]
            if not mine:
                continue
            claim, used = self.new_claim(mine[0]), 0
            for invoice in by_shipment:
                if invoice in mine:
                    claim.debt += invoice.net
                    used += claim.take(invoice, used)
                elif invoice.claim:
                    used += invoice.insured
                elif invoice.claim_day != NEVER:
                    used += int(insured_loss(invoice.net, invoice.insured, used))
            claim.insured = claim.loss

    def lose_untold(self, customer: Customer, desk: Desk) -> None:
        """What the insurer was not told of in time it may not pay for."""
        company, levers = self.company, self.company.levers
        for invoice in customer.open:
            covered = invoice.claim_day != NEVER
            if not covered or not is_out_of_time(invoice.due, company.today, levers.notification_days):
                continue
            told = company.luck(Stream.OVERDUE_TOLD, customer.number, invoice.number)
            refused = company.luck(Stream.LATE_NOTICE, customer.number, invoice.number)
            if is_rejected(told, refused, levers.notified_fraction, company.assume.late_notice_rejected):
                invoice.claim_day = NEVER
                invoice.tell(desk, Event.CLAIM_REJECTED, invoice.net, invoice.vat, sequence=4)

    def hears_of_insolvency(self, customer: Customer, stood_for: float | None) -> Claim | None:
        """One claim over all covered open invoices; earlier claims on them are carried over to it."""
        paid = {invoice: guarantees.part_of(invoice, stood_for)[0] for invoice in customer.open}
        self.lose_untold(customer, Desk.HEALTH)
        by_shipment = in_order_of_shipment(customer)
        new = [
            invoice
            for invoice in by_shipment
            if invoice.claim_day != NEVER and not invoice.is_known_to_be_disputed
        ]
        earlier = [invoice for invoice in by_shipment if invoice.claim]
        if not new and not earlier:
            return None
        claim, used = self.new_claim((new or earlier)[0]), 0
        for invoice in by_shipment:
            if invoice.claim:
                claim.owed_back += invoice.claim.paid_for(invoice)
                used += invoice.insured
            elif invoice in new:
                used += claim.take(invoice, used, paid[invoice])
        claim.insured, claim.debt = used, sum(invoice.net - paid[invoice] for invoice in customer.open)
        return claim

    def decide(self) -> None:
        """Today's claims, by customer number."""
        claims, self.filed = sorted(self.filed, key=lambda claim: claim.oldest.customer.number), []
        for claim in claims:
            claim.amount = self.amount_of(claim)
            claim.owed_back += claim.amount
            if claim.amount:
                claim.oldest.tell(Desk.INSURER, Event.CLAIM_ACCEPTED, claim.amount, 0, sequence=2)
                self.company.env.process(self.pay(claim))

    def amount_of(self, claim: Claim) -> int:
        """First loss, share and excess, and what the year's maximum leaves."""
        year, terms = claim.year, claim.year.terms
        if claim.loss < terms.minimum_loss_cents:
            return 0
        borne = int(first_loss(claim.loss, year.first_loss_left))
        year.first_loss_left -= borne
        before = terms.excess_before_share == 1
        clauses = ClaimTerms(
            terms.insured_fraction, terms.claim_excess_cents, before, terms.minimum_loss_cents
        )
        amount = int(claim_amount(claim.loss - borne, clauses))
        multiple, of = terms.maximum_multiple, year.premium_known
        if terms.layer_cents:
            multiple, of = 1.0, terms.layer_cents
        amount = int(within_maximum(amount, multiple, of, year.claimed))
        year.claimed += amount
        return amount

    def pay(self, claim: Claim) -> Life:
        """The process of an accepted claim."""
        company = self.company
        day = company.banking_day(company.today + claim.year.terms.claim_payment_days)
        self.unpaid.append(claim)
        self.payment_days.append(day)
        yield company.at(day, PAYMENT)
        self.unpaid.remove(claim)
        self.payment_days.remove(day)
        claim.oldest.tell(Desk.INSURER, Event.CLAIM_PAID, claim.amount, 0, sequence=3)

    # -- premium and fees

    def take_money(self, day: int) -> None:
        """On banking days, and on the last day of the horizon: what has ended is settled, fees and instalments."""
        banking, last = self.company.banking_day(day) == day, day == self.company.horizon - 1
        if banking or last:
            self.settle(day, last)
            fees = self.fees_due * self.company.levers.limit_fee_cents + self.top_ups_due
            self.charge(Event.LIMIT_FEE_PAID, fees, INSTALMENTS + 1)
            self.fees_due = self.top_ups_due = 0
        year = self.years[-1] if self.in_force else None
        while banking and year and year.instalments < INSTALMENTS:
            if day < year.begin + instalment_day(year.instalments):
                return
            amount = int(instalment(year.premium_rate, year.terms.expected_insured_sales))
            year.premium += amount
            self.charge(Event.PREMIUM_PAID, amount, year.instalments)
            year.instalments += 1

    def settle(self, day: int, last: bool) -> None:
        """What a year's premium comes to, less what was paid in advance."""
        total = 0
        for year in self.years:
            if year.settled or (day < year.end and not last):
                continue
            least = year.least_premium(year.end - year.begin)
            owed = int(year_premium(year.premium_rate, year.covered_sales, least))
            total += owed - year.premium
            year.premium, year.settled = owed, True
        self.charge(Event.PREMIUM_PAID, total, INSTALMENTS)

    def charge(self, event: Event, amount: int, sequence: int) -> None:
        """Pay the insurer (or, if negative, get it back)."""
        if amount:
            self.company.write(Desk.INSURER, event, amount, sequence=sequence)
