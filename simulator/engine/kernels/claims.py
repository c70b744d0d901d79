"""Filing claims: what is insured of a customer's debt when it fails, or when an invoice has waited too long."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.bank import paid_back
from simulator.engine.kernels.books import about_invoice, post
from simulator.engine.kernels.buckets import schedule_claim
from simulator.engine.kernels.guarantees import guaranteed_part
from simulator.engine.state import State
from simulator.journal import Desk, Event
from simulator.luck import Stream, drawn
from simulator.rules.cover import is_out_of_time, is_rejected
from simulator.rules.insurance import belongs_to_claim, insured_loss
from simulator.units import NEVER

HEALTH, INSURER = int(Desk.HEALTH), int(Desk.INSURER)
REJECTED = int(Event.CLAIM_REJECTED)
OVERDUE_TOLD, LATE_NOTICE = int(Stream.OVERDUE_TOLD), int(Stream.LATE_NOTICE)
SEQUENCE_OF_REJECTION = 4


@compiled
def unpaid_claims(state: State) -> int:
    """What the insurer owes, cents."""
    total = 0
    for number in range(state.counters[c.N_CLAIMS]):
        if state.claims[number].status == c.CLAIM_ACCEPTED:
            total += state.claims[number].amount
    return total


@compiled
def _year_of(state: State, issued: int) -> int:
    """The policy year in which a covered invoice was shipped."""
    year = state.counters[c.N_YEARS] - 1
    while state.years[year].begin > issued:
        year -= 1
    return year


@compiled
def _begin_with(state: State, slot: int, number: int) -> None:
    """The oldest invoice that is newly claimed names the claim and its policy year."""
    invoice = state.invoices[slot]
    claim = state.claims[number]
    claim.invoice = invoice.number
    claim.issued = invoice.issued
    claim.due = invoice.due
    claim.year = _year_of(state, invoice.issued)


@compiled
def _new_claim(state: State, slot: int) -> int:
    """A claim that begins with this invoice; the desk has made sure that there is room."""
    number = state.counters[c.N_CLAIMS]
    state.counters[c.N_CLAIMS] = number + 1
    state.counters[c.N_UNPAID_CLAIMS] += 1
    invoice = state.invoices[slot]
    claim = state.claims[number]
    claim.customer = state.customers[invoice.customer].number
    claim.loss = 0
    claim.insured = 0
    claim.debt = 0
    claim.amount = 0
    claim.owed_back = 0
    claim.pay_day = NEVER
    claim.status = c.FILED
    _begin_with(state, slot, number)
    return number


@compiled
def _claim_invoice(state: State, slot: int, number: int, net: int, used: int) -> int:
    """Put an invoice, or what a guarantor leaves of it, into a claim; its insured part."""
    invoice = state.invoices[slot]
    loss = insured_loss(net, invoice.insured, used)
    state.claims[number].loss += loss
    invoice.insured = loss
    invoice.claim = number
    schedule_claim(state, slot, NEVER)
    return loss


@compiled
def _lose_untold(state: State, row: int, day: int, desk: int) -> None:
    """What the insurer should have been told of long ago, and was not, it may refuse to pay for."""
    levers = state.levers[0]
    slot = state.customers[row].first_open
    while slot != c.NOBODY and levers.notified_fraction < 1.0:
        invoice = state.invoices[slot]
        if invoice.claim_day != NEVER and is_out_of_time(invoice.due, day, levers.notification_days):
            customer = state.customers[row].number
            told = drawn(state.key[0], OVERDUE_TOLD, customer, invoice.number)
            refused = drawn(state.key[0], LATE_NOTICE, customer, invoice.number)
            rejected = state.assumptions[0].late_notice_rejected
            if is_rejected(told, refused, levers.notified_fraction, rejected):
                schedule_claim(state, slot, NEVER)
                post(state, day, about_invoice(state, slot, desk, REJECTED, SEQUENCE_OF_REJECTION))
        slot = state.links[slot, c.OPEN_NEXT]


@compiled
def file_insolvency(state: State, row: int, day: int, stood_for: float) -> int:
    """On notice of an insolvency, one claim over all covered open invoices; answers its number, or NOBODY.

    Of what a guarantor pays nothing is claimed; ``stood_for`` is his share.

    What was claimed before on invoices still open goes over to it: the dividend is shared once. What was known to
    be disputed is not claimed, for nobody settles that any more.
    """
    _lose_untold(state, row, day, HEALTH)
    number = c.NOBODY
    begun = False
    used = 0
    debt = 0
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        net = invoice.net - guaranteed_part(state, slot, invoice.net, stood_for)
        debt += net
        is_new = invoice.claim_day != NEVER and invoice.dispute != c.KNOWN
        if number == c.NOBODY and (invoice.claim != c.NOBODY or is_new):
            number = _new_claim(state, slot)
        if invoice.claim != c.NOBODY:
            used += invoice.insured
            state.claims[number].owed_back += paid_back(state, slot)
        elif is_new:
            if not begun:
                _begin_with(state, slot, number)
                begun = True
            used += _claim_invoice(state, slot, number, net, used)
        slot = state.links[slot, c.OPEN_NEXT]
    if number != c.NOBODY:
        state.claims[number].insured = used
        state.claims[number].debt = debt
    return number


@compiled
def file_defaults(state: State, day: int) -> None:
    """One claim for each customer that owes a covered invoice whose waiting period ends today."""
    index = day - state.calendar.first_day
    while state.heads[c.CLAIM_LIST, index] != c.NOBODY:
        slot = state.heads[c.CLAIM_LIST, index]
        if state.invoices[slot].dispute != c.NO_DISPUTE:
            schedule_claim(state, slot, day + 1)  # nobody insures a disputed debt until that is settled
        else:
            _file_default(state, state.invoices[slot].customer, day)


@compiled
def _file_default(state: State, row: int, day: int) -> None:
    """A customer's claim: the invoice that has waited long enough, and all others that are overdue by now."""
    _lose_untold(state, row, day, INSURER)
    number = c.NOBODY
    used = 0
    slot = state.customers[row].first_open
    while slot != c.NOBODY:
        invoice = state.invoices[slot]
        is_new = invoice.claim == c.NOBODY and invoice.claim_day != NEVER
        undisputed = invoice.dispute == c.NO_DISPUTE
        if is_new and undisputed and belongs_to_claim(invoice.due, invoice.claim_day, day):
            if number == c.NOBODY:
                number = _new_claim(state, slot)
            state.claims[number].debt += invoice.net
            used += _claim_invoice(state, slot, number, int(invoice.net), used)
        elif invoice.claim != c.NOBODY:
            used += invoice.insured
        elif is_new:
            used += insured_loss(invoice.net, invoice.insured, used)
        slot = state.links[slot, c.OPEN_NEXT]
    if number != c.NOBODY:
        state.claims[number].insured = state.claims[number].loss
