"""The journal: one row for each event, in cents; and the books that follow from it.

A row carries a net and a VAT amount. ``POSTINGS`` says what each event does to each account, as coefficients of
the two (domain rules: every row balances). Debits are positive.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROW = np.dtype(
    [
        ("day", "i4"),
        ("desk", "i4"),
        ("event", "i4"),
        ("invoice", "i4"),
        ("customer", "i8"),
        ("sequence", "i4"),
        ("issued", "i4"),
        ("due", "i4"),
        ("spare", "i4"),
        ("net", "i8"),
        ("vat", "i8"),
    ],
    align=True,
)
"""One journal row: days, cents; ``invoice`` is -1 where the row is not about one invoice."""

NO_INVOICE = -1
NO_CUSTOMER = -1


class Desk(IntEnum):
    """Who acts, in the order of a day."""

    OPENING = 0
    ECONOMY = 1
    HEALTH = 2
    BANK = 3
    DISPUTES = 4
    SALES = 5
    BILLING = 6
    DUE = 7
    DUNNING = 8
    COLLECTORS = 9
    AGENCY = 10
    INSURER = 11
    FINANCIER = 12
    TREASURY = 13


class Account(IntEnum):
    """The accounts of the books; debit is positive."""

    CASH = 0
    RECEIVABLES = 1
    CLAIMS_RECEIVABLE = 2
    VAT_RELIEF_DUE = 3
    FACTOR = 4
    PAYABLES = 5
    VAT = 6
    DEPOSITS = 7
    EQUITY = 8
    SALES = 9
    COST_OF_SALES = 10
    DISCOUNTS = 11
    CREDIT_NOTES = 12
    BAD_DEBT = 13
    RECOVERIES = 14
    CLAIMS = 15
    PREMIUM = 16
    COLLECTION_COST = 17
    INFORMATION_COST = 18
    AGENCY_COST = 19
    LATE_INTEREST = 20
    OVERDRAFT_INTEREST = 21
    FACTORING_COST = 22
    FIXED_COST = 23


class Event(IntEnum):
    """What happened; the comment says what net and VAT mean where it is not plain."""

    OPENING_CASH = 0
    OPENING_RECEIVABLE = 1
    OPENING_PAYABLES = 2
    OPENING_VAT = 3
    OPENING_RELIEF = 4
    INVOICED = 5
    SUPPLIED = 6  # cost of the delivery and its input VAT
    PAID = 7
    DISCOUNTED = 8
    CREDITED = 9
    WRITTEN_OFF = 10
    RELIEF_GRANTED = 11
    RELIEF_REFUSED = 12
    RECOVERED = 13  # dividend, or payment after the write-off; its VAT is owed again, for relief was taken
    SUPPLIERS_PAID = 14
    VAT_SETTLED = 15
    EMAILED = 16
    DEMANDED = 17
    CALLED = 18
    STAFF_PAID = 19
    FIXED_PAID = 20
    OVERDRAFT_CHARGED = 21
    OPENING_CLAIMS = 22  # accepted in the warm-up, not yet paid
    AGENCY_CHARGED = 23  # net: the agency's commission
    DEBT_SOLD = 24  # net: the price; VAT: the rest of the debt, which is lost
    PREMIUM_PAID = 25  # negative: a refund
    LIMIT_FEE_PAID = 26
    CLAIM_ACCEPTED = 27  # about the oldest invoice of the claim
    CLAIM_PAID = 28
    SALVAGE_SHARED = 29  # the insurer's share of later money on a claimed debt
    ORDERED = 30  # from here on: memo rows, which post nothing
    HELD = 31
    RELEASED = 32
    LOST_TO_HOLD = 33
    LOST_TO_LIMIT = 34  # larger than the whole limit
    LOST_TO_CHURN = 35
    LOST_AT_END = 36  # still waiting when the customer failed or the horizon ended
    STRESSED = 37
    RECOVERED_HEALTH = 38
    INSOLVENT = 39
    VANISHED = 40  # informal failure, without notice
    CHURNED = 41
    JOINED = 42
    REACHED = 43
    PROMISED = 44  # net: amount promised; due: the day promised
    SHIFT = 45  # net: minutes worked x 100; VAT: minutes available x 100
    BACKLOG = 46  # net: cases left at the close; VAT: the sum of their ages in days
    PLACED = 47  # with an agency; net and VAT of the invoice
    COVER_GRANTED = 48  # net: the insurer's limit; VAT: the limit asked for
    COVER_REFUSED = 49  # net: the limit asked for
    COVER_WITHDRAWN = 50  # net: the limit until now; VAT: what is left of it for shipments still to come
    DISPUTED = 51  # we hear of a dispute; net: the whole amount; VAT: number of its cause
    DISPUTE_SETTLED = 52  # net: the whole amount; VAT: days since we heard of it
    DISPUTE_LAPSED = 53  # its customer failed before it was settled; as for a settled one
    CLERKS_SHIFT = 54  # net: minutes worked x 100; VAT: minutes available x 100
    CLERKS_BACKLOG = (
        55  # net: disputes that wait for a clerk at the close; VAT: the sum of their ages in days
    )
    CLERKS_PAID = 56  # this and the next post again
    CHECKS_PAID = 57  # of the month's invoices before they left
    LATE_CHARGED = 58  # memo: interest and compensation asked for with a late payment
    LATE_CHARGE_PAID = 59  # posts: what of it is paid; outside the scope of VAT
    DISCOUNT_ACCEPTED = (
        60  # memo; net: invoice including VAT; VAT: the same where it is paid in the window anyway
    )
    DISCOUNT_CHARGED_BACK = (
        61  # memo; net: unearned deduction including VAT; VAT: what of it was paid after all
    )
    PROMISE_KEPT = 62  # memo; net: amount promised
    PROMISE_BROKEN = 63  # memo; net: amount promised; VAT: what was paid of it in time
    FACTOR_ASSIGNED = 64  # memo: net and VAT of the invoice
    FACTOR_RETURNED = 65  # memo: an assigned invoice is ours again
    PAID_TO_FACTOR = 66
    FACTOR_SETTLED = 67  # what the factor pays over on a day, negative: what it gets back
    FACTOR_BEARS = 68  # its part of a debt that failed
    FACTOR_FEE_PAID = 69
    FACTOR_INTEREST_PAID = 70
    OPENING_FACTOR = 71  # the factor's account, negative: drawn
    SCORED = 72  # an applicant; net: its score x 1,000,000, 0 the best; VAT: cost of the report
    REFUSED = 73
    WITHDREW = 74  # went elsewhere while it waited for us
    REFUSED_FAILED = 75  # whom we refused fails, as it would have failed with us
    LOST_TO_REFUSAL = 76  # an order of an applicant that was refused
    OVERRIDDEN = 77  # sales talked us into accepting an applicant, or an order
    LOST_TO_DEPOSIT = 78  # an order of a customer who does not pay before delivery
    RECODED = 79  # net: the customer's new risk code
    WARNED = 80  # monitoring says that a customer got into trouble
    REPORTS_PAID = 81  # this and the next three post again
    DEPOSIT_PAID = 82  # with the order
    DEPOSIT_APPLIED = 83  # to its invoice
    DEPOSIT_RETURNED = 84  # the order is not delivered
    CLAIM_REJECTED = 85  # memo: an invoice of which the insurer was told too late
    DEBIT_FEE_PAID = 86  # posts: the bank's fee for a direct debit
    PAID_IN_PART = 87  # posts: a part of an invoice, the rest comes later
    RECOVERED_WHOLE = 88  # posts: as RECOVERED, where no VAT relief was granted: none is owed again
    SUED = 89  # memo, for every invoice of a claim in court; its net and VAT
    LEGAL_CHARGED = 90  # the court's fee and the solicitor; about the claim's invoice with the lowest number
    PLAN_AGREED = 91  # memo; net: the amount; VAT: instalments; due: the day of the first
    FILE_WORKED = 92  # memo: an application; net: days from applying to deciding; VAT: minutes x 100
    FILE_REVIEWED = 93  # memo: a customer; net: days since its review was due; VAT: minutes x 100
    ANALYSTS_SHIFT = 94  # memo; net: minutes worked x 100; VAT: minutes available x 100
    ANALYSTS_BACKLOG = (
        95  # memo; net: files that wait for an analyst at the close; VAT: the sum of their ages
    )
    ANALYSTS_PAID = 96  # posts
    GUARANTEE_CALLED = 97  # memo: what a guarantor pays of a debt; 0 where he cannot


N_EVENTS = len(Event)
N_ACCOUNTS = len(Account)


def _postings() -> NDArray[np.int64]:
    """The posting table, [event, account, (coefficient of net, coefficient of VAT)]."""
    table = np.zeros((N_EVENTS, N_ACCOUNTS, 2), dtype=np.int64)

    def post(event: Event, **accounts: tuple[int, int]) -> None:
        for name, (net, vat) in accounts.items():
            table[event, Account[name.upper()]] = (net, vat)

    post(Event.OPENING_CASH, cash=(1, 0), equity=(-1, 0))
    post(Event.OPENING_RECEIVABLE, receivables=(1, 1), equity=(-1, -1))
    post(Event.OPENING_PAYABLES, payables=(-1, 0), equity=(1, 0))
    post(Event.OPENING_VAT, vat=(-1, 0), equity=(1, 0))
    post(Event.OPENING_RELIEF, vat_relief_due=(0, 1), equity=(0, -1))
    post(Event.OPENING_CLAIMS, claims_receivable=(1, 0), equity=(-1, 0))
    post(Event.INVOICED, receivables=(1, 1), sales=(-1, 0), vat=(0, -1))
    post(Event.SUPPLIED, cost_of_sales=(1, 0), vat=(0, 1), payables=(-1, -1))
    for event in (Event.PAID, Event.PAID_IN_PART):
        post(event, cash=(1, 1), receivables=(-1, -1))
    post(Event.DISCOUNTED, discounts=(1, 0), vat=(0, 1), receivables=(-1, -1))
    post(Event.CREDITED, credit_notes=(1, 0), vat=(0, 1), receivables=(-1, -1))
    post(Event.WRITTEN_OFF, bad_debt=(1, 0), vat_relief_due=(0, 1), receivables=(-1, -1))
    post(Event.RELIEF_GRANTED, vat=(0, 1), vat_relief_due=(0, -1))
    post(Event.RELIEF_REFUSED, bad_debt=(0, 1), vat_relief_due=(0, -1))
    post(Event.RECOVERED, cash=(1, 1), recoveries=(-1, 0), vat=(0, -1))
    post(Event.SUPPLIERS_PAID, payables=(1, 0), cash=(-1, 0))
    post(Event.VAT_SETTLED, vat=(1, 0), cash=(-1, 0))
    chasing = (Event.EMAILED, Event.DEMANDED, Event.CALLED, Event.STAFF_PAID)
    for event in (*chasing, Event.CLERKS_PAID, Event.CHECKS_PAID, Event.DEBIT_FEE_PAID):
        post(event, collection_cost=(1, 0), cash=(-1, 0))
    for event in (Event.REPORTS_PAID, Event.ANALYSTS_PAID):
        post(event, information_cost=(1, 0), cash=(-1, 0))
    post(Event.DEPOSIT_PAID, cash=(1, 1), deposits=(-1, -1))
    post(Event.DEPOSIT_APPLIED, deposits=(1, 1), receivables=(-1, -1))
    post(Event.DEPOSIT_RETURNED, deposits=(1, 1), cash=(-1, -1))
    post(Event.FIXED_PAID, fixed_cost=(1, 0), cash=(-1, 0))
    post(Event.OVERDRAFT_CHARGED, overdraft_interest=(1, 0), cash=(-1, 0))
    for event in (Event.AGENCY_CHARGED, Event.LEGAL_CHARGED):
        post(event, agency_cost=(1, 0), cash=(-1, 0))
    post(Event.DEBT_SOLD, cash=(1, 0), bad_debt=(0, 1), receivables=(-1, -1))
    for event in (Event.PREMIUM_PAID, Event.LIMIT_FEE_PAID):
        post(event, premium=(1, 0), cash=(-1, 0))
    post(Event.CLAIM_ACCEPTED, claims_receivable=(1, 0), claims=(-1, 0))
    post(Event.CLAIM_PAID, cash=(1, 0), claims_receivable=(-1, 0))
    post(Event.SALVAGE_SHARED, recoveries=(1, 0), cash=(-1, 0))
    post(Event.PAID_IN_PART, cash=(1, 1), receivables=(-1, -1))
    post(Event.RECOVERED_WHOLE, cash=(1, 1), recoveries=(-1, -1))
    post(Event.LATE_CHARGE_PAID, cash=(1, 0), late_interest=(-1, 0))
    post(Event.OPENING_FACTOR, factor=(1, 0), equity=(-1, 0))
    for event in (Event.PAID_TO_FACTOR, Event.FACTOR_BEARS):
        post(event, factor=(1, 1), receivables=(-1, -1))
    post(Event.FACTOR_SETTLED, cash=(1, 0), factor=(-1, 0))
    for event in (Event.FACTOR_FEE_PAID, Event.FACTOR_INTEREST_PAID):
        post(event, factoring_cost=(1, 0), cash=(-1, 0))
    table.setflags(write=False)
    return table


POSTINGS = _postings()

CASH_COEFFICIENTS = np.ascontiguousarray(POSTINGS[:, Account.CASH, :])
VAT_COEFFICIENTS = np.ascontiguousarray(POSTINGS[:, Account.VAT, :])


class Entry(NamedTuple):
    """What a desk says of one event before it becomes a row (days, cents)."""

    desk: int
    event: int
    customer: int
    invoice: int
    sequence: int
    issued: int
    due: int
    net: int
    vat: int


def in_order(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The rows in canonical order: day, desk, customer, invoice, sequence."""
    keys = ("sequence", "invoice", "customer", "desk", "day")
    return rows[np.lexsort([rows[key] for key in keys])]


def balances(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """The balance of every account after these rows, in cents, debit positive."""
    net = np.zeros(N_EVENTS, dtype=np.int64)
    vat = np.zeros(N_EVENTS, dtype=np.int64)
    np.add.at(net, rows["event"], rows["net"])
    np.add.at(vat, rows["event"], rows["vat"])
    return net @ POSTINGS[:, :, 0] + vat @ POSTINGS[:, :, 1]
