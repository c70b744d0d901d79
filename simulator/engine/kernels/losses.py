"""Writing off: by the ladder, or on notice of an insolvency."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.bank import share_salvage
from simulator.engine.kernels.books import about_customer, about_invoice, lacks_rows, part_of, post
from simulator.engine.kernels.buckets import (
    close_account,
    free_slot,
    give_up,
    schedule_payment,
    schedule_step,
)
from simulator.engine.kernels.claims import file_insolvency
from simulator.engine.kernels.dispute_cases import lapse
from simulator.engine.kernels.factoring import bear, bear_all, take_back
from simulator.engine.kernels.files import return_deposit
from simulator.engine.kernels.guarantees import call_guarantor, call_late, pays_for
from simulator.engine.kernels.promises import leave_promise
from simulator.engine.kernels.sales import cancel_waiting, waiting_count
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.agency import sale_price
from simulator.rules.banking import next_run
from simulator.rules.health import loss_fraction
from simulator.rules.money import share_cents
from simulator.units import NEVER

HEALTH = int(Desk.HEALTH)
AGENCY = int(Desk.AGENCY)
WRITTEN_OFF, INSOLVENT, LOST_AT_END = int(Event.WRITTEN_OFF), int(Event.INSOLVENT), int(Event.LOST_AT_END)
DEBT_SOLD = int(Event.DEBT_SOLD)
LOSS_GIVEN_DEFAULT, TITLE = int(Stream.LOSS_GIVEN_DEFAULT), int(Stream.TITLE)
GOODS_BACK, GUARANTOR = 4, 8


@compiled
def write_off(state: State, slot: int, day: int, desk: int) -> None:
    """Write an open invoice off; its VAT relief is granted when the law allows."""
    invoice = state.invoices[slot]
    bear(state, slot, day, desk)
    if invoice.dispute != c.NO_DISPUTE:
        lapse(state, slot, day, desk)
    post(state, day, about_invoice(state, slot, desk, WRITTEN_OFF, 0))
    if state.customers[invoice.customer].status == c.VANISHED:
        call_late(state, slot, day, desk)
    leave_promise(state, slot, day, desk, False)
    granted = next_run(state.calendar, 0, max(day + 1, invoice.due + state.assumptions[0].vat_relief_days))
    state.relief[granted - state.calendar.first_day] += invoice.vat
    close_account(state, slot)
    schedule_step(state, slot, NEVER)
    if invoice.pay_day == NEVER:
        free_slot(state, slot)
    else:
        invoice.state = c.WRITTEN_OFF
        state.counters[c.N_PENDING] += 1
        give_up(state, slot)


@compiled
def sell(state: State, slot: int, day: int) -> None:
    """Sell an open invoice: the price is cash, the rest is lost; whatever is paid later goes to the buyer."""
    invoice = state.invoices[slot]
    take_back(state, slot, day, AGENCY)
    entry = about_invoice(state, slot, AGENCY, DEBT_SOLD, 0)
    gross = invoice.net + invoice.vat
    price = sale_price(gross, state.levers[0].debt_sale_fraction)
    post(state, day, part_of(entry, DEBT_SOLD, 0, price, gross - price))
    share_salvage(state, slot, day, part_of(entry, DEBT_SOLD, 0, price, 0))
    leave_promise(state, slot, day, AGENCY, False)
    close_account(state, slot)
    schedule_step(state, slot, NEVER)
    if invoice.pay_day == NEVER:
        free_slot(state, slot)
    else:
        invoice.state = c.SOLD
        state.counters[c.N_PENDING] += 1
        give_up(state, slot)


@compiled
def _cancel_undelivered(state: State, row: int, day: int) -> None:
    """Accepted orders of a failed customer are not delivered, whatever the lag was when they were accepted."""
    customer = state.customers[row]
    index = day - state.calendar.first_day - 1
    while customer.undelivered_count > 0:
        index += 1
        slot = state.heads[c.PAY_LIST, index]
        while slot != c.NOBODY:
            following = state.links[slot, c.PAY_NEXT]
            invoice = state.invoices[slot]
            if invoice.state == c.ACCEPTED and invoice.customer == row:
                number = int(invoice.number)
                post(state, day, Entry(HEALTH, LOST_AT_END, customer.number, number, 1, 0, 0, invoice.net, 0))
                schedule_payment(state, slot, NEVER)
                return_deposit(state, slot, day)
                deposit = invoice.discount_net + invoice.discount_vat
                customer.committed_cents -= invoice.net + invoice.vat - deposit
                customer.undelivered_count -= 1
                state.counters[c.N_UNDELIVERED] -= 1
                free_slot(state, slot)
            slot = following


@compiled
def lacks_room_to_fail(state: State, row: int) -> bool:
    """Whether the journal block lacks room for all that a failure of this customer writes."""
    customer = state.customers[row]
    orders = 2 * customer.undelivered_count + waiting_count(state, row)
    return lacks_rows(state, 3 * customer.open_count + orders + state.counters[c.N_KNOWN] + 12)


@compiled
def takes_goods_back(state: State, row: int) -> bool:
    """Whether goods that stayed ours until paid can be told apart and taken back."""
    if state.levers[0].title_retained == 0:
        return False
    return drawn(state.key[0], TITLE, state.customers[row].number, 0) < state.assumptions[0].title_success


@compiled
def _expect(state: State, row: int, amounts: tuple[int, int], claim: int, when: tuple[int, int]) -> None:
    """Money that will come out of an insolvency; when is its day, and the place of its row on that day."""
    if amounts[0] + amounts[1] <= 0:
        return
    dividend = state.dividends[state.counters[c.N_DIVIDENDS]]
    dividend.customer = state.customers[row].number
    dividend.net = amounts[0]
    dividend.vat = amounts[1]
    dividend.day = when[0]
    dividend.paid = 0
    dividend.claim = claim
    dividend.sequence = when[1]
    state.counters[c.N_DIVIDENDS] += 1
    state.counters[c.N_UNPAID_DIVIDENDS] += 1


@compiled
def fail(state: State, row: int, day: int) -> None:
    """Insolvency notice: everything open is written off, deliveries stop, a dividend may come later."""
    customer = state.customers[row]
    assumptions = state.assumptions[0]
    post(state, day, about_customer(state, row, HEALTH, INSOLVENT, customer.open_cents))
    cancel_waiting(state, row, HEALTH, day)
    if customer.undelivered_count > 0:
        _cancel_undelivered(state, row, day)
    bear_all(state, row, day, HEALTH)
    exposure = customer.open_cents
    exposed_vat = 0
    stood_for = pays_for(state, row)
    net, vat = call_guarantor(state, row, day, stood_for)
    _expect(state, row, (net, vat), c.NOBODY, (day + assumptions.guarantee_days, GUARANTOR))
    guaranteed = (net, vat)
    claim = file_insolvency(state, row, day, stood_for)
    while customer.first_open != c.NOBODY:
        slot = customer.first_open
        exposed_vat += state.invoices[slot].vat
        schedule_payment(state, slot, NEVER)
        write_off(state, slot, day, HEALTH)
    uniform = drawn(state.key[0], LOSS_GIVEN_DEFAULT, customer.number, 0)
    lost = loss_fraction(
        uniform,
        assumptions.no_dividend_fraction,
        assumptions.dividend_loss_minimum,
        assumptions.dividend_loss_maximum,
    )
    exposed_net = exposure - exposed_vat - guaranteed[0]
    exposed_vat -= guaranteed[1]
    if takes_goods_back(state, row):
        share = assumptions.title_share
        net, vat = share_cents(exposed_net, share), share_cents(exposed_vat, share)
        exposed_net -= net
        exposed_vat -= vat
        _expect(state, row, (net, vat), claim, (day + assumptions.title_days, GOODS_BACK))
    net, vat = share_cents(exposed_net, 1.0 - lost), share_cents(exposed_vat, 1.0 - lost)
    _expect(state, row, (net, vat), claim, (day + assumptions.dividend_delay_days, 0))
    customer.status = c.FAILED
    customer.case_channel = -1
