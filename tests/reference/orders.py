"""Orders: possible or real, accepted, held or lost; and the delivery that turns one into an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.credit import fits, is_stopped
from simulator.rules.money import share_cents, vat_cents
from simulator.rules.ordering import demand_trend, order_net_cents, order_variance
from simulator.rules.terms import MILESTONE, PART, milestones_left, part_cents
from simulator.units import date_of
from tests.reference import applicants, billing, files
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer


@dataclass(eq=False)
class Order:
    """An order that a customer really placed (cents)."""

    customer: Customer
    number: int
    net: int
    vat: int

    deposit: tuple[int, int] = (0, 0)  # paid with it

    @property
    def gross(self) -> int:
        """What we give credit for."""
        return self.net + self.vat - sum(self.deposit)

    @property
    def asked_deposit(self) -> tuple[int, int]:
        """What we ask for before delivery, as the customer's risk code is now."""
        share = float(self.customer.company.plan.agreed.deposits[self.customer.code])
        return (share_cents(self.net, share), share_cents(self.vat, share)) if share > 0.0 else (0, 0)

    def return_deposit(self) -> None:
        """It will not be delivered."""
        self.move_deposit(Desk.HEALTH, Event.DEPOSIT_RETURNED)

    def move_deposit(self, desk: Desk, event: Event) -> None:
        """What is paid with the order comes, or goes back."""
        if sum(self.deposit):
            about = {"customer": self.customer.number, "invoice": self.number, "sequence": 2}
            self.customer.company.write(desk, event, *self.deposit, **about)

    def rest_after_milestone(self, milestones: int) -> Order | None:
        """What is left when the next milestone is taken off; None after the last."""
        left = int(milestones_left(self.number, milestones))
        if left == 1:
            return None
        net, vat = int(part_cents(self.net, 0, left)), int(part_cents(self.vat, 0, left))
        number = self.number + MILESTONE * PART
        now, later = billing.split_deposit(self.deposit, (net, vat))
        rest = Order(self.customer, number, self.net - net, self.vat - vat, later)
        self.net, self.vat, self.deposit = net, vat, now
        return rest

    def tell(self, desk: Desk, event: Event, sequence: int = 1) -> None:
        """Write what became of the order."""
        about = {"customer": self.customer.number, "invoice": self.number, "sequence": sequence}
        self.customer.company.write(desk, event, self.net, **about)


def place_order(customer: Customer, number: int) -> None:
    """A possible order becomes a real one as season, growth and health will have it."""
    company, assume, scenario = customer.company, customer.company.assume, customer.company.world.scenario
    month = date_of(company.world.portfolio.start, company.today).month
    season = float(scenario.economy.season_sales[month - 1])
    health = assume.stress_order_multiplier if customer.is_stressed else 1.0
    trend = demand_trend(season, assume.growth_per_year, float(company.today))
    demand = trend * (health * company.times.order)
    mean, cv = float(customer.place["order_value"]), float(customer.place["order_cv"])
    size = assume.fraud_order_multiple if applicants.means_fraud(customer) else 1.0
    if assume.recurring:
        if demand > 0.0:
            net = order_net_cents(0.5, mean, 0.0, customer.value_factor * demand * size)
            decide(Order(customer, number, net, vat_cents(net, assume.vat_fraction)))
        return
    if company.luck(Stream.ORDER_KEEP, customer.number, number) * assume.demand_ceiling >= demand:
        return
    uniform = company.luck(Stream.ORDER_SIZE, customer.number, number)
    net = order_net_cents(uniform, mean, order_variance(cv), customer.value_factor * size)
    decide(Order(customer, number, net, vat_cents(net, assume.vat_fraction)))


def decide(order: Order) -> None:
    """The credit decision on a new order."""
    customer, company = order.customer, order.customer.company
    order.tell(Desk.SALES, Event.ORDERED, sequence=0)
    if not customer.is_active:
        order.tell(Desk.SALES, Event.LOST_TO_REFUSAL if customer.is_refused else Event.LOST_TO_CHURN)
    elif files.shuns_deposit(customer):
        order.tell(Desk.SALES, Event.LOST_TO_DEPOSIT)
    elif not customer.waiting and may_deliver(order):
        accept(order)
        applicants.perhaps_disappear(customer)
    elif (
        company.luck(Stream.SALES_OVERRIDE, customer.number, order.number) < company.levers.override_fraction
    ):
        order.tell(Desk.SALES, Event.OVERRIDDEN)
        accept(order)
        applicants.perhaps_disappear(customer)
    elif order.gross - sum(order.asked_deposit) > customer.credit_limit:
        customer.months_held[0] = True
        order.tell(Desk.SALES, Event.LOST_TO_LIMIT)
    else:
        customer.months_held[0] = True
        patience = company.luck(Stream.HOLD_LOST, customer.number, order.number)
        if patience < company.assume.hold_lost_fraction:
            order.tell(Desk.SALES, Event.LOST_TO_HOLD)
        else:
            order.tell(Desk.SALES, Event.HELD)
            customer.waiting.append(order)


def may_deliver(order: Order) -> bool:
    """Neither over the limit nor stopped for an overdue invoice, given up or not."""
    customer, company = order.customer, order.customer.company
    committed = sum(accepted.gross for accepted in customer.undelivered)
    stopped = is_stopped(customer.oldest_due, company.levers.stop_supply_days, company.today)
    asked = order.gross - sum(order.asked_deposit)
    return (
        asked <= customer.credit_limit
        and fits(customer.open_cents + committed, asked, customer.credit_limit)
        and not stopped
    )


def accept(order: Order) -> None:
    """It will be delivered."""
    order.deposit = order.asked_deposit
    order.move_deposit(Desk.SALES, Event.DEPOSIT_PAID)
    order.customer.undelivered.append(order)
    order.customer.company.env.process(deliver(order))


def deliver(order: Order) -> Life:
    """The process of a delivery: billed after the lag, unless it was cancelled on the way."""
    customer, company = order.customer, order.customer.company
    yield company.at(company.today + company.levers.invoice_lag_days, Desk.BILLING)
    while order in customer.undelivered:
        customer.undelivered.remove(order)
        rest = order.rest_after_milestone(company.levers.milestones)
        if rest is not None:
            customer.undelivered.append(rest)
        billing.bill(order)
        if rest is None:
            return
        order = rest
        yield company.at(company.today + company.levers.milestone_days, Desk.BILLING)


def sales_desk(company: Company) -> Life:
    """Every morning of the horizon: held orders go out in order of arrival, as long as they fit."""
    for day in range(company.world.first_day, company.horizon):
        yield company.at(day, Desk.SALES)
        for customer in company.customers:
            while customer.waiting and may_deliver(customer.waiting[0]):
                order = customer.waiting.pop(0)
                order.tell(Desk.SALES, Event.RELEASED)
                accept(order)
    yield company.at(company.horizon, Desk.SALES)
    for customer in company.customers:
        cancel_orders(customer.waiting, Desk.SALES)


def cancel_orders(orders: list[Order], desk: Desk) -> None:
    """Nobody waits for these orders any more."""
    for order in orders:
        order.tell(desk, Event.LOST_AT_END)
    orders.clear()
