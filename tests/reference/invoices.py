"""Invoices: two processes each. One sleeps until its pay day, the other until its next step of the ladder.

Whoever moves one of the dates wakes the sleeper, who looks at the new date and sleeps on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import simpy

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.banking import day_after, moment, month_address, settlement_day, week
from simulator.rules.contact import (
    AGENCY,
    CALL,
    DEBT_SALE,
    EMAIL,
    FINAL_DEMAND,
    LEGAL,
    MANAGER,
    WRITE_OFF,
    Causes,
    added_pressure,
    cause_among_open,
    faded,
    is_covered_by_promises,
    is_step_for,
    response_in_trouble,
)
from simulator.rules.disputes import brings_it_up
from simulator.rules.paying import (
    Clock,
    Common,
    Pace,
    Pressure,
    dependent,
    eased,
    intended_day,
    lateness_uniform,
    needed_hazard,
    normal,
    walked,
)
from simulator.rules.terms import part_cents
from simulator.units import NEVER
from tests.reference import agency, courts, guarantees, people, plans, promises
from tests.reference.binding import FOREVER, pay_debit_fee
from tests.reference.discounts import deduction
from tests.reference.disputes import Dispute
from tests.reference.late_charges import charge_late
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.customers import Customer
    from tests.reference.policies import Claim

BEFORE_THE_LADDER = -1_000_000


class Rung(NamedTuple):
    """A step of the ladder: days after due, how, and for which segments (bits) and amounts (cents)."""

    days: int
    channel: int
    segments: int
    above: int
    below: int


class Invoice:
    """A receivable: its amounts (cents), its dates, the clock of its payer, and where the ladder stands."""

    clock: Clock
    claim: Claim | None

    def __init__(
        self, customer: Customer, number: int, amounts: tuple[int, int], dates: tuple[int, int]
    ) -> None:
        self.customer, self.company, self.number = customer, customer.company, number
        self.net, self.vat = amounts
        self.issued, self.due = dates
        self.state = "open"
        self.pay_day = self.step_day = self.promise_day = NEVER
        self.ladder_position, self.called = BEFORE_THE_LADDER, False
        self.is_debited = self.is_half_paid = False
        self.cap_days = float(self.company.assume.late_cap_days)
        self.paused_until = -NEVER
        self.discount = "none"
        self.discount_parts, self.discount_until, self.sliding_rate = (0, 0), NEVER, 0.0
        self.placed = self.claim_day = NEVER
        self.in_court_until = -NEVER
        self.instalments = 0  # left of a payment plan
        self.dispute: Dispute | None = None
        self.held_days = 0  # that our own counts leave out, for a dispute
        self.insured, self.claim = 0, None  # the limit in force at shipment, then what was claimed
        self.payment: simpy.Process | None = None
        self.chasing: simpy.Process | None = None
        self.draw_nature()
        customer.open.append(self)

    def draw_nature(self) -> None:
        """What it is born with: how much hazard it needs, and whether money or memory is the cause."""
        customer, assume = self.customer, self.company.assume
        own = self.own_draw()
        self.needed = needed_hazard(
            lateness_uniform(float(customer.habits["habit_share"]), customer.habit, own)
        )
        self.set_cause(self.company.luck(Stream.CAUSE, customer.number, self.number))
        scale = assume.banking_share if customer.axis == 1 else 1.0
        self.half_lives = (assume.email_half_life_days * scale, assume.personal_half_life_days * scale)
        self.pressure = Pressure(0.0, 0.0, *self.half_lives)
        self.tired = {EMAIL: 0.0, CALL: 0.0, MANAGER: 0.0, FINAL_DEMAND: 0.0}

    def set_cause(self, cause: float) -> None:
        """How it answers to contacts and promises."""
        assume = self.company.assume
        liquidity, response = assume.liquidity_cause_fraction, assume.liquidity_response_fraction
        self.response = response if cause < liquidity else 1.0
        self.covered = is_covered_by_promises(cause, liquidity, response)

    def was_chased_before(self, item: Any) -> None:
        """What earlier contacts have left of an open item of a ledger."""
        assume = self.company.assume
        self.pressure = self.pressure._replace(soft=float(item["soft"]), firm=float(item["firm"]))
        names = ("tired_email", "tired_call", "tired_manager", "tired_demand")
        for channel, name in zip((EMAIL, CALL, MANAGER, FINAL_DEMAND), names, strict=True):
            self.tired[channel] = float(item[name])
        liquidity = assume.liquidity_cause_fraction
        usual = Causes(liquidity * (1.0 - assume.liquidity_response_fraction), liquidity)
        cause = self.company.luck(Stream.CAUSE, self.customer.number, self.number)
        shares = Causes(float(item["uncovered"]), float(item["liquidity"]))
        self.set_cause(cause_among_open(cause, shares, usual))

    def own_draw(self) -> float:
        """Its normal; under a ledger's portfolio it has something in common with others."""
        company, number = self.company, self.customer.number
        own = normal(company.luck(Stream.LATENESS, number, self.number))
        shares = company.world.portfolio.dependence
        if not shares:
            return float(own)
        due_week = week(company.calendar, self.due)
        addresses = (
            (Stream.BOOK_FACTOR, 0, due_week),
            (Stream.CUSTOMER_FACTOR, number, month_address(company.calendar, self.issued)),
            (Stream.DUE_WEEK_FACTOR, number, due_week),
            (Stream.DUE_DAY_FACTOR, number, self.due),
        )
        common = Common(*(normal(company.luck(*address)) for address in addresses))
        return float(dependent(np.array(shares), common, own))

    def begin(self) -> None:
        """Its two processes begin."""
        self.payment = self.company.env.process(self.wait_for_payment())
        self.chasing = self.company.env.process(self.wait_for_chasing())

    @property
    def gross(self) -> int:
        return self.net + self.vat

    def tell(self, desk: Desk, event: int, net: int, vat: int, sequence: int = 0) -> None:
        """Write what happened to the invoice."""
        about = {
            "customer": self.customer.number,
            "invoice": self.number,
            "issued": self.issued,
            "due": self.due,
        }
        self.company.write(desk, event, net, vat, sequence=sequence, **about)

    # -- the payer's clock

    @property
    def pace(self) -> Pace:
        """How fast the clock runs now."""
        assume, times = self.company.assume, self.company.times
        if not self.customer.is_stressed:
            return Pace(times.lateness, self.response, self.cap_days)
        response = response_in_trouble(self.response, assume.chased_first)
        return Pace(assume.stress_lateness_multiplier * times.lateness, response, self.cap_days)

    def run_on(self) -> None:
        """The clock runs on until today; what earlier contacts have done fades. While there is a dispute it rests."""
        if self.dispute:
            return
        now = moment(self.company.calendar, self.customer.axis, self.company.today)
        elapsed = now - self.clock.day
        if elapsed <= 0.0 or self.clock.hazard_left <= 0.0:
            return
        self.clock = walked(self.customer.law(self.due), self.clock, now, self.pace, self.pressure)
        self.pressure = eased(self.pressure, elapsed)
        email, personal = self.half_lives
        for channel, memory in self.tired.items():
            self.tired[channel] = faded(memory, email if channel == EMAIL else personal, elapsed)

    def hear(self, channel: int, desk: Desk) -> None:
        """Somebody of ours has reached the payer, who feels it, or tells what is wrong with the invoice."""
        if not self.dispute:
            self.feel(channel)
        elif self.dispute.is_hidden and brings_it_up(channel):
            self.dispute.come_up(desk)

    def feel(self, channel: int) -> None:
        """A contact has reached the payer: it presses, it tires, and the pay day may move."""
        self.run_on()
        if self.clock.hazard_left <= 0.0:
            return
        assume = self.company.assume
        multipliers = {
            EMAIL: assume.email_multiplier,
            CALL: assume.call_multiplier,
            MANAGER: assume.manager_multiplier,
            FINAL_DEMAND: assume.final_demand_multiplier,
        }
        added = added_pressure(multipliers[channel], assume.fatigue_fraction, self.tired[channel])
        kind = "soft" if channel == EMAIL else "firm"
        self.pressure = self.pressure._replace(**{kind: getattr(self.pressure, kind) + added})
        self.tired[channel] += 1.0
        self.plan_payment(self.company.today + 1)

    def plan_payment(self, earliest: int) -> None:
        """When the bank will have the money, as things stand; a promise that is kept binds."""
        customer, calendar = self.customer, self.company.calendar
        if customer.has_vanished or self.dispute:
            self.move_payment(NEVER)
            return
        when = intended_day(customer.law(self.due), self.clock, self.pace, self.pressure)
        meant = day_after(calendar, customer.axis, when)
        due = day_after(calendar, customer.axis, moment(calendar, customer.axis, self.due))
        day = int(settlement_day(calendar, customer.run_calendar, meant, due, earliest))
        if self.promise_day != NEVER:
            day = min(day, self.company.banking_day(max(self.promise_day, earliest)))
        self.move_payment(day)

    def move_payment(self, day: int) -> None:
        """Another pay day; NEVER: it will not be paid."""
        if day != self.pay_day:
            self.pay_day = day
            self.company.wake(self.payment)

    def wait_for_payment(self) -> Life:
        """The process of the money: it sleeps until the pay day, whichever that is by now."""
        while True:
            try:
                yield self.company.at(self.pay_day, Desk.BANK)
            except simpy.Interrupt:
                continue
            if self.state == "open" and self.instalments > 1 and self.promise_day <= self.company.today:
                plans.receive(self)
                if self.pay_day <= self.company.today:
                    return  # no banking day is left
                continue
            if self.state == "open" and self.comes_in_halves():
                self.receive_half()
                continue
            self.receive() if self.state == "open" else self.receive_late()
            return

    def comes_in_halves(self) -> bool:
        """Whether only half of it is paid now."""
        elsewhere = self.claim or self in self.company.factor.mine or self.instalments > 0
        if self.is_debited or self.is_half_paid or elsewhere:
            return False
        uniform = self.company.luck(Stream.PARTIAL_PAYMENT, self.customer.number, self.number)
        return bool(uniform < self.company.assume.partial_payment)

    def receive_half(self) -> None:
        """The rest is promised for later, and has no discount."""
        net, vat = int(part_cents(self.net, 0, 2)), int(part_cents(self.vat, 0, 2))
        self.tell(Desk.BANK, Event.PAID_IN_PART, net, vat)
        agency.take_commission(self, net + vat)
        promises.take_part(self, net + vat)
        self.net, self.vat = self.net - net, self.vat - vat
        self.is_half_paid, self.covered, self.discount = True, False, "none"
        self.plan_step(self.company.today)  # a step for larger amounts may not be for what is left
        self.clock = self.clock._replace(hazard_left=FOREVER)
        self.promise_day = self.company.banking_day(
            self.company.today + self.company.assume.partial_payment_days
        )
        self.move_payment(self.promise_day)

    def receive(self) -> None:
        """Paid, less a discount in time or not stopped."""
        parts = deduction(self)
        if sum(parts):
            self.tell(Desk.BANK, Event.DISCOUNTED, *parts, sequence=1)
        to_factor = self.company.factor.is_paid(self, self.gross - sum(parts))
        paid = Event.PAID_TO_FACTOR if to_factor else Event.PAID
        self.tell(Desk.BANK, paid, self.net - parts[0], self.vat - parts[1])
        self.share(Desk.BANK, self.net - parts[0])
        promises.leave(self, Desk.BANK, paid=True)
        agency.take_commission(self, self.gross - sum(parts))
        charge_late(self)
        pay_debit_fee(self)
        self.close("paid")

    def share(self, desk: Desk, net: int) -> None:
        """The insurer that has paid gets its part of what comes in."""
        share = self.claim.takes_of_payment(net, self) if self.claim else 0
        if share:
            self.tell(desk, Event.SALVAGE_SHARED, share, 0, sequence=2)

    def receive_late(self) -> None:
        """Paid after all, though it had been given up; who has failed does not pay, nor does a sold debt pay us."""
        self.customer.written_off.remove(self)
        if not (self.customer.has_vanished or self.customer.is_insolvent or self.state == "sold"):
            self.tell(Desk.BANK, self.company.books.recovery, self.net, self.vat)
            self.share(Desk.BANK, self.net)
            agency.take_commission(self, self.gross)

    def close(self, state: str) -> None:
        """It is no longer receivable, and nobody is chased for it."""
        self.state = state
        self.customer.open.remove(self)
        self.company.wake(self.chasing)

    # -- the ladder

    def next_step(self) -> tuple[int, int]:
        """Its next step, days after due and how; beyond the ladder's end the write-off, which is its last."""
        ladder, mine = self.company.ladder, (self.customer.segment, self.gross)
        ahead = (
            rung for rung in ladder if rung.days > self.ladder_position and is_step_for(*mine, *rung[2:])
        )
        return next(ahead, ladder[-1])[:2]

    def plan_step(self, earliest: int) -> None:
        """The banking day of the next step."""
        if self.is_known_to_be_disputed:
            self.step_day = NEVER
            self.company.wake(self.chasing)
            return
        offset, channel = self.next_step()
        day = max(self.due + self.held_days + offset, earliest, self.paused_until)
        if self.claim_day != NEVER and channel in (WRITE_OFF, DEBT_SALE):
            day = max(day, self.claim_day + 1)
        self.step_day = self.company.banking_day(day)
        self.company.wake(self.chasing)

    def pause(self, until: int) -> None:
        """After a promise nobody chases for some days."""
        self.paused_until = max(self.paused_until, until)
        self.step_day = max(self.step_day, self.company.banking_day(self.paused_until))
        self.company.wake(self.chasing)

    def wait_for_chasing(self) -> Life:
        """The process of the ladder: it sleeps until the next step, until the invoice is closed."""
        while self.state == "open":
            try:
                yield self.company.at(self.step_day, self.moment_of_step())
            except simpy.Interrupt:
                continue
            self.take_step()

    def desk_of_step(self) -> Desk:
        """Who takes the next step: we, or the agency desk."""
        return Desk.AGENCY if self.next_step()[1] in (AGENCY, DEBT_SALE, LEGAL) else Desk.DUNNING

    def moment_of_step(self) -> float:
        """When on its day the next step is taken: claims come after what the agency gets."""
        return courts.AFTER_THE_AGENCY if self.next_step()[1] == LEGAL else self.desk_of_step()

    @property
    def is_known_to_be_disputed(self) -> bool:
        return self.dispute is not None and not self.dispute.is_hidden

    @property
    def is_with_agency(self) -> bool:
        return agency.has(self)

    @property
    def is_elsewhere(self) -> bool:
        return self.is_with_agency or self.is_in_court

    @property
    def is_in_court(self) -> bool:
        return self.company.today <= self.in_court_until

    def take_step(self) -> None:
        """An e-mail, a letter, a case for the collectors, an agency, or the end."""
        offset, channel = self.next_step()
        if self.dispute and channel in (WRITE_OFF, DEBT_SALE, AGENCY, LEGAL):
            self.dispute.come_up(self.desk_of_step())
            return
        if channel == WRITE_OFF:
            self.write_off(Desk.DUNNING)
            return
        if channel == DEBT_SALE:
            agency.sell(self)
            return
        if channel == LEGAL:
            courts.consider(self, offset)
            return
        self.ladder_position = offset
        if channel == AGENCY:
            agency.place(self)
        elif channel in (CALL, MANAGER):
            self.called = True
            people.put_on_worklist(self.customer, channel)
        elif channel == EMAIL:
            self.tell(Desk.DUNNING, Event.EMAILED, self.company.levers.email_cost_cents, 0)
            self.hear(channel, Desk.DUNNING)
        else:
            self.tell(Desk.DUNNING, Event.DEMANDED, self.company.levers.letter_cost_cents, 0)
            self.customer.hard_contacts[0] += 1
            self.hear(channel, Desk.DUNNING)
        self.plan_step(self.company.today + 1)

    def write_off(self, desk: Desk) -> None:
        """Given up; the law gives the VAT back some months after due. It may still be paid."""
        self.company.factor.bears(self, desk)
        if self.dispute:
            self.dispute.lapse(desk)
        self.tell(desk, Event.WRITTEN_OFF, self.net, self.vat)
        if self.customer.has_vanished:
            guarantees.call_late(self, desk)
        granted = max(self.company.today + 1, self.due + self.company.assume.vat_relief_days)
        self.company.books.relief[self.company.banking_day(granted)] += self.vat
        self.customer.written_off.append(self)
        promises.leave(self, desk, paid=False)
        self.close("written off")
