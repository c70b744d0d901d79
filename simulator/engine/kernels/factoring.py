"""What happens to an assigned invoice at other desks: paid to the factor, borne by it, or taken back from it."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import about_invoice, part_of, post
from simulator.engine.kernels.buckets import chase_anew
from simulator.engine.state import State
from simulator.journal import Event
from simulator.rules.money import share_cents

PAID, PAID_TO_FACTOR = int(Event.PAID), int(Event.PAID_TO_FACTOR)
FACTOR_BEARS, RETURNED = int(Event.FACTOR_BEARS), int(Event.FACTOR_RETURNED)
SEQUENCE_OF_BURDEN, SEQUENCE_OF_RETURN = 8, 9


@compiled
def payment_of(state: State, slot: int) -> int:
    """To whom an invoice is paid: an assigned one to the factor, whoever the customer believes it is."""
    return PAID_TO_FACTOR if state.invoices[slot].assigned == c.ASSIGNED else PAID


@compiled
def bear(state: State, slot: int, day: int, desk: int) -> None:
    """An assigned debt fails: the factor bears its part, unless it is disputed or claimed; the rest is ours again."""
    invoice = state.invoices[slot]
    if invoice.assigned != c.ASSIGNED:
        return
    invoice.assigned = c.HANDED_BACK
    share = state.levers[0].protected_fraction
    if share <= 0.0 or invoice.dispute != c.NO_DISPUTE or invoice.claim != c.NOBODY:
        return
    net, vat = share_cents(invoice.net, share), share_cents(invoice.vat, share)
    entry = about_invoice(state, slot, desk, FACTOR_BEARS, SEQUENCE_OF_BURDEN)
    post(state, day, part_of(entry, FACTOR_BEARS, SEQUENCE_OF_BURDEN, net, vat))
    state.counters[c.FACTOR_BALANCE] += net + vat
    invoice.net -= net
    invoice.vat -= vat
    state.customers[invoice.customer].open_cents -= net + vat
    chase_anew(state, slot)


@compiled
def bear_all(state: State, row: int, day: int, desk: int) -> None:
    """A customer fails: the factor bears its part of all that is assigned."""
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        bear(state, slot, day, desk)
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def take_back(state: State, slot: int, day: int, desk: int) -> None:
    """An assigned invoice is ours again: by recourse, or because we give it to somebody else."""
    if state.invoices[slot].assigned != c.ASSIGNED:
        return
    state.invoices[slot].assigned = c.HANDED_BACK
    post(state, day, about_invoice(state, slot, desk, RETURNED, SEQUENCE_OF_RETURN))
