"""Guarantees: somebody stands in for a part of a customer's debt, and pays it after a failure, if he can."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_customer, about_invoice, part_of, post
from simulator.engine.kernels.files import guarantee_share
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.money import share_cents

HEALTH = int(Desk.HEALTH)
CALLED = int(Event.GUARANTEE_CALLED)
RECOVERED, RECOVERED_WHOLE = int(Event.RECOVERED), int(Event.RECOVERED_WHOLE)
SECURITY = int(Stream.SECURITY)
NO_GUARANTEE = -1.0
SEQUENCE_AT_FAILURE, SEQUENCE_OF_CALL, SEQUENCE_OF_MONEY = 7, 10, 11


@compiled
def pays_for(state: State, row: int) -> float:
    """Share of a failed customer's debt that its guarantor pays: 0 where he cannot; NO_GUARANTEE: none."""
    if state.levers[0].asks_guarantees == 0:
        return NO_GUARANTEE
    share = guarantee_share(state, row)
    if share <= 0.0:
        return NO_GUARANTEE
    uniform = drawn(state.key[0], SECURITY, state.customers[row].number, 0)
    return share if uniform < state.assumptions[0].guarantor_pays else 0.0


@compiled
def guaranteed_part(state: State, slot: int, amount: int, stood_for: float) -> int:
    """What of an invoice's net or VAT the guarantor pays: not what is disputed, nor what an insurer has paid for."""
    invoice = state.invoices[slot]
    if stood_for <= 0.0 or invoice.claim != c.NOBODY or invoice.dispute == c.KNOWN:
        return 0
    return share_cents(amount, stood_for)


@compiled
def call_guarantor(state: State, row: int, day: int, stood_for: float) -> tuple[int, int]:
    """On notice of an insolvency: what the guarantor will pay, net and VAT."""
    net = 0
    vat = 0
    if stood_for < 0.0:
        return net, vat
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        net += guaranteed_part(state, slot, invoice.net, stood_for)
        vat += guaranteed_part(state, slot, invoice.vat, stood_for)
        slot = state.links[slot, c.OPEN_NEXT]
    entry = about_customer(state, row, HEALTH, CALLED, net)
    post(state, day, part_of(entry, CALLED, SEQUENCE_AT_FAILURE, net, vat))
    return net, vat


@compiled
def call_late(state: State, slot: int, day: int, desk: int) -> None:
    """A debt of somebody who failed without notice is given up: its guarantor pays at once, or never."""
    invoice = state.invoices[slot]
    stood_for = pays_for(state, invoice.customer)
    if stood_for < 0.0:
        return
    net = guaranteed_part(state, slot, invoice.net, stood_for)
    vat = guaranteed_part(state, slot, invoice.vat, stood_for)
    entry = about_invoice(state, slot, desk, CALLED, SEQUENCE_OF_CALL)
    post(state, day, part_of(entry, CALLED, SEQUENCE_OF_CALL, net, vat))
    if net + vat > 0:
        money = RECOVERED if state.assumptions[0].relief_granted == 1 else RECOVERED_WHOLE
        post(state, day, part_of(entry, money, SEQUENCE_OF_MONEY, net, vat))
