"""Writing the journal: a row, and the two balances that desks must know at once (cash and VAT)."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.state import State
from simulator.journal import CASH_COEFFICIENTS, VAT_COEFFICIENTS, Desk, Entry

SALES = int(Desk.SALES)


@compiled
def lacks_rows(state: State, needed: int) -> bool:
    """Whether the journal block has no room for this many rows."""
    return state.counters[c.N_ROWS] + needed > state.rows.shape[0]


@compiled
def post(state: State, day: int, entry: Entry) -> None:
    """Write one row and carry cash and VAT."""
    number = state.counters[c.N_ROWS]
    row = state.rows[number]
    row.day = day
    row.desk = entry.desk
    row.event = entry.event
    row.invoice = entry.invoice
    row.customer = entry.customer
    row.sequence = entry.sequence
    row.issued = entry.issued
    row.due = entry.due
    row.net = entry.net
    row.vat = entry.vat
    state.counters[c.N_ROWS] = number + 1
    event = entry.event
    state.counters[c.CASH] += (
        CASH_COEFFICIENTS[event, 0] * entry.net + CASH_COEFFICIENTS[event, 1] * entry.vat
    )
    state.counters[c.VAT_OWED] -= (
        VAT_COEFFICIENTS[event, 0] * entry.net + VAT_COEFFICIENTS[event, 1] * entry.vat
    )


@compiled
def about_invoice(state: State, slot: int, desk: int, event: int, sequence: int) -> Entry:
    """An entry about an invoice with its whole amount."""
    invoice = state.invoices[slot]
    number = state.customers[invoice.customer].number
    issued, due = int(invoice.issued), int(invoice.due)
    return Entry(desk, event, number, int(invoice.number), sequence, issued, due, invoice.net, invoice.vat)


@compiled
def part_of(entry: Entry, event: int, sequence: int, net: int, vat: int) -> Entry:
    """The same invoice, another event with amounts of its own."""
    return Entry(
        entry.desk, event, entry.customer, entry.invoice, sequence, entry.issued, entry.due, net, vat
    )


@compiled
def about_order(customer: int, number: int, event: int, sequence: int, net: int) -> Entry:
    """A memo entry about an order, by the sales desk; it has no invoice date yet."""
    return Entry(SALES, event, customer, int(number), sequence, 0, 0, net, 0)


@compiled
def about_customer(state: State, row: int, desk: int, event: int, net: int) -> Entry:
    """An entry about a customer as a whole."""
    return Entry(desk, event, state.customers[row].number, -1, 0, 0, 0, net, 0)


@compiled
def about_company(desk: int, event: int, sequence: int, net: int, vat: int) -> Entry:
    """An entry about the company as a whole."""
    return Entry(desk, event, -1, -1, sequence, 0, 0, net, vat)
