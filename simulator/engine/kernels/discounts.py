"""The early-payment discount: offered with the invoice, fixed or sliding, deducted, perhaps claimed back."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, part_of, post
from simulator.engine.kernels.buckets import schedule_payment
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.banking import last_run, next_run
from simulator.rules.discount import Buyer, gain_of_paying_earlier, sliding_discount, takes_discount
from simulator.rules.health import STRESSED
from simulator.rules.money import share_cents
from simulator.units import half_even

BILLING = int(Desk.BILLING)
ACCEPTED, CHARGED_BACK = int(Event.DISCOUNT_ACCEPTED), int(Event.DISCOUNT_CHARGED_BACK)
PAYABLE_READY, DISCOUNT, UNEARNED = int(Stream.PAYABLE_READY), int(Stream.DISCOUNT), int(Stream.UNEARNED)
CHARGED_BACK_DRAW = int(Stream.UNEARNED_CHARGED_BACK)
MILLION = 1_000_000.0


@compiled
def offer_discount(state: State, slot: int) -> None:
    """Offer the discount of the strategy, if it has one, to whom it names."""
    customer = state.customers[state.invoices[slot].customer]
    levers = state.levers[0]
    if levers.discount_rate <= 0.0 and levers.sliding_rate <= 0.0:
        return
    if levers.discount_segment >= 0 and levers.discount_segment != customer.segment:
        return
    if customer.status == c.VANISHED:
        return
    if levers.discount_rate > 0.0:
        _offer_fixed(state, slot)
    else:
        _offer_sliding(state, slot)


@compiled
def _takes(state: State, slot: int, rate_fraction: float, earlier: float) -> bool:
    """Whether the customer pays so many days earlier for this."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    assumptions = state.assumptions[0]
    segment = state.segments[customer.segment]
    stressed = customer.health == STRESSED
    funds = assumptions.stressed_cost_of_funds if stressed else segment.cost_of_funds
    buyer = Buyer(funds, segment.ready_fraction, assumptions.discount_hassle, assumptions.discount_slope)
    ready = drawn(state.key[0], PAYABLE_READY, customer.number, invoice.number)
    uniform = drawn(state.key[0], DISCOUNT, customer.number, invoice.number)
    return takes_discount(rate_fraction, earlier, buyer, ready, uniform)


@compiled
def _day_for_discount(state: State, slot: int) -> int:
    """The customer's last payment run inside the window; where it has none, its first run."""
    invoice = state.invoices[slot]
    runs = state.customers[invoice.customer].run_calendar
    target = last_run(state.calendar, runs, invoice.issued + state.levers[0].discount_window_days)
    if target <= invoice.issued:
        target = next_run(state.calendar, runs, invoice.issued + 1)
    return target


@compiled
def _note_taker(state: State, slot: int, is_leakage: bool) -> None:
    """A memo of who takes the discount, and whether it would have been paid as early anyway."""
    invoice = state.invoices[slot]
    gross = invoice.net + invoice.vat
    entry = about_invoice(state, slot, BILLING, ACCEPTED, 2)
    post(state, invoice.issued, part_of(entry, ACCEPTED, 2, gross, gross if is_leakage else 0))


@compiled
def _accept(state: State, slot: int, target: int) -> None:
    """The customer means to take the discount: in time on its day, or (unearned) whenever it pays."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    unearned = drawn(state.key[0], UNEARNED, customer.number, invoice.number)
    if unearned < state.segments[customer.segment].unearned_fraction:
        invoice.discount = c.UNEARNED
        return
    _note_taker(state, slot, invoice.pay_day <= target)
    invoice.promise_day = min(invoice.promise_day, target)
    schedule_payment(state, slot, min(invoice.pay_day, target))


@compiled
def _offer_fixed(state: State, slot: int) -> None:
    """A fixed rate inside a window: kept by who pays early anyway, taken for its rate, or kept though paid late."""
    invoice = state.invoices[slot]
    levers = state.levers[0]
    earlier = float(invoice.pay_day - invoice.issued - levers.discount_window_days)
    if not _takes(state, slot, levers.discount_rate, earlier):
        return
    target = _day_for_discount(state, slot)
    limit = invoice.issued + levers.discount_window_days + levers.discount_grace_days
    if target > limit and invoice.pay_day > limit:
        return
    invoice.discount_net = share_cents(invoice.net, levers.discount_rate)
    invoice.discount_vat = share_cents(invoice.vat, levers.discount_rate)
    invoice.discount_until = limit
    invoice.discount = c.TAKEN
    _accept(state, slot, target)


@compiled
def _offer_sliding(state: State, slot: int) -> None:
    """A rate a year for every day before due: earned by whoever pays early, and worth it or not to pay earlier."""
    invoice = state.invoices[slot]
    rate = state.levers[0].sliding_rate
    target = _day_for_discount(state, slot)
    there = sliding_discount(rate, float(invoice.due - target))
    if there <= 0.0:
        return
    then = sliding_discount(rate, float(invoice.due - invoice.pay_day))
    invoice.discount = c.SLIDING
    invoice.discount_net = half_even(rate * MILLION)
    if invoice.pay_day <= target:
        _accept_sliding(state, slot, invoice.pay_day)
    elif _takes(state, slot, gain_of_paying_earlier(there, then), float(invoice.pay_day - target)):
        _accept_sliding(state, slot, target)
    elif then > 0.0:
        _note_taker(state, slot, True)


@compiled
def _accept_sliding(state: State, slot: int, target: int) -> None:
    """As for a fixed rate; who keeps it unearned deducts what the day meant would have earned."""
    invoice = state.invoices[slot]
    rate = invoice.discount_net
    _accept(state, slot, target)
    if invoice.discount == c.UNEARNED:
        there = sliding_discount(rate / MILLION, float(invoice.due - target))
        invoice.discount_net = share_cents(invoice.net, there)
        invoice.discount_vat = share_cents(invoice.vat, there)
        invoice.discount_until = target + state.levers[0].discount_grace_days


@compiled
def _charge_back(state: State, slot: int, day: int, entry: Entry) -> bool:
    """An unearned deduction is claimed back; whether it is paid after all."""
    invoice = state.invoices[slot]
    customer = state.customers[invoice.customer]
    customer.holds |= c.CHARGED_BACK_NOW
    uniform = drawn(state.key[0], CHARGED_BACK_DRAW, customer.number, invoice.number)
    is_paid = uniform < state.assumptions[0].charge_back_paid
    claimed = invoice.discount_net + invoice.discount_vat
    post(state, day, part_of(entry, CHARGED_BACK, 10, claimed, claimed if is_paid else 0))
    return is_paid


@compiled
def deduction(state: State, slot: int, day: int, entry: Entry) -> tuple[int, int]:
    """Net and VAT that the payer of today keeps: in time (with grace), by the day, or unearned and not stopped."""
    invoice = state.invoices[slot]
    if invoice.discount == c.SLIDING:
        earned = sliding_discount(invoice.discount_net / MILLION, float(invoice.due - day))
        return share_cents(invoice.net, earned), share_cents(invoice.vat, earned)
    late = day > invoice.discount_until
    if invoice.discount == c.TAKEN and late:
        return 0, 0
    claimed = invoice.discount == c.UNEARNED and late and state.levers[0].enforces_discount == 1
    if claimed and _charge_back(state, slot, day, entry):
        return 0, 0
    return invoice.discount_net, invoice.discount_vat
