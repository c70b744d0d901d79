"""Journal rows told in words: what happened to an invoice, on which day, with which amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from numpy.typing import NDArray

from simulator.journal import Event
from simulator.results.words import units_of
from simulator.units import CENTS, currency, date_of

WORDS: Mapping[Event, str] = {
    Event.OPENING_RECEIVABLE: "open when the run begins: {gross}, due on {due}",
    Event.INVOICED: "invoiced {gross}, due on {due}",
    Event.SUPPLIED: "delivered, at a cost of {net}",
    Event.PAID: "paid {gross}, {late}",
    Event.PAID_IN_PART: "a part paid, {gross}, {late}",
    Event.PAID_TO_FACTOR: "paid to the factor, {gross}, {late}",
    Event.DISCOUNTED: "discount taken, {gross}",
    Event.CREDITED: "credit note of {gross}",
    Event.WRITTEN_OFF: "written off, {gross}",
    Event.DEBT_SOLD: "debt sold for {net}, {vat} lost",
    Event.RECOVERED: "{gross} received after the write-off",
    Event.RECOVERED_WHOLE: "{gross} received after the write-off",
    Event.EMAILED: "reminded by e-mail",
    Event.DEMANDED: "final demand",
    Event.CALLED: "called",
    Event.REACHED: "the right person reached",
    Event.PROMISED: "payment promised for {due}",
    Event.PROMISE_KEPT: "promise kept",
    Event.PROMISE_BROKEN: "promise broken",
    Event.PLAN_AGREED: "payment by instalments agreed",
    Event.AGENCY_CHARGED: "collection agency takes {net}",
    Event.PLACED: "given to a collection agency",
    Event.SUED: "taken to court",
    Event.LEGAL_CHARGED: "court and solicitor cost {net}",
    Event.CLAIM_ACCEPTED: "insurer accepts a claim of {net} for all that the customer owes",
    Event.CLAIM_PAID: "insurer pays {net}",
    Event.CLAIM_REJECTED: "insurer rejects the claim",
    Event.SALVAGE_SHARED: "insurer's share of later money, {net}",
    Event.ORDERED: "ordered, {net}",
    Event.HELD: "order held",
    Event.RELEASED: "order released",
    Event.OVERRIDDEN: "let through by sales",
    Event.LOST_TO_HOLD: "order lost while it was held, {net}",
    Event.LOST_TO_LIMIT: "order lost: larger than the credit limit, {net}",
    Event.LOST_TO_CHURN: "order lost: the customer has left, {net}",
    Event.LOST_AT_END: "order never delivered, {net}",
    Event.LOST_TO_REFUSAL: "order lost: the customer was refused, {net}",
    Event.LOST_TO_DEPOSIT: "order lost: no payment before delivery, {net}",
    Event.DEPOSIT_PAID: "deposit paid, {gross}",
    Event.DEPOSIT_APPLIED: "deposit taken off the invoice, {gross}",
    Event.DEPOSIT_RETURNED: "deposit given back, {gross}",
    Event.DISPUTED: "disputed",
    Event.DISPUTE_SETTLED: "dispute settled",
    Event.DISPUTE_LAPSED: "dispute never settled",
    Event.LATE_CHARGED: "late charges asked for, {net}",
    Event.LATE_CHARGE_PAID: "late charges paid, {net}",
    Event.DISCOUNT_ACCEPTED: "the customer means to take the discount",
    Event.DISCOUNT_CHARGED_BACK: "unearned discount claimed back, {net}",
    Event.DEBIT_FEE_PAID: "fee for the direct debit, {net}",
    Event.FACTOR_ASSIGNED: "sold to the factor",
    Event.FACTOR_RETURNED: "handed back by the factor",
    Event.FACTOR_BEARS: "the factor bears {gross}",
    Event.COVER_GRANTED: "the insurer grants a limit of {net}",
    Event.COVER_REFUSED: "the insurer refuses a limit",
    Event.COVER_WITHDRAWN: "the insurer withdraws its limit",
    Event.STRESSED: "the customer gets short of money",
    Event.RECOVERED_HEALTH: "the customer has recovered",
    Event.INSOLVENT: "the customer fails, owing {net}",
    Event.VANISHED: "the customer vanishes, owing {net}",
    Event.CHURNED: "the customer leaves",
    Event.JOINED: "the customer is new",
    Event.SCORED: "the applicant is judged",
    Event.REFUSED: "the applicant is refused",
    Event.WITHDREW: "the applicant goes elsewhere",
    Event.REFUSED_FAILED: "who was refused fails",
    Event.RECODED: "the customer's risk code changes",
    Event.WARNED: "monitoring warns of the customer",
}
"""What happens to an invoice or to its customer."""

OF_NOBODY: Mapping[Event, str] = {
    Event.STAFF_PAID: "Collectors' salaries",
    Event.CLERKS_PAID: "Dispute clerks' salaries",
    Event.CHECKS_PAID: "Checks of invoices",
    Event.REPORTS_PAID: "Reports on customers",
    Event.FIXED_PAID: "Fixed cost",
    Event.OVERDRAFT_CHARGED: "Overdraft interest",
    Event.PREMIUM_PAID: "Insurance premium",
    Event.LIMIT_FEE_PAID: "Insurer's fees for limits",
    Event.RELIEF_REFUSED: "VAT of lost debts",
    Event.FACTOR_FEE_PAID: "Factor's fees",
    Event.FACTOR_INTEREST_PAID: "Factor's interest",
    Event.FACTOR_SETTLED: "Factor's account",
    Event.AGENCY_CHARGED: "Fees of an outside team",
}
"""What belongs to no customer, as a line of a table."""


class Moment(NamedTuple):
    """Something that happened: the day, its date, and what."""

    day: int
    date: date
    text: str


def moments(rows: NDArray[Any], start: date) -> tuple[Moment, ...]:
    """Rows in words, in their order; what happens twice on a day is told once.

    Args:
        rows: Journal rows in canonical order.
        start: The date of day 0.
    """
    found = (Moment(int(row["day"]), date_of(start, row["day"]), in_words(row, start)) for row in rows)
    return tuple(dict.fromkeys(found))


def in_words(row: Any, start: date) -> str:
    """One row in words.

    >>> import numpy as np
    >>> from simulator.journal import ROW
    >>> row = np.zeros(1, dtype=ROW)[0]
    >>> row["event"], row["net"], row["vat"], row["day"], row["due"] = Event.PAID, 100_000, 20_000, 44, 30
    >>> in_words(row, date(2026, 1, 1))
    'paid 1,200.00, 14 days late'
    """
    event = Event(int(row["event"]))
    net, vat = int(row["net"]), int(row["vat"])
    pattern = WORDS.get(event, event.name.lower().replace("_", " "))
    return pattern.format(
        net=amount(net),
        vat=amount(vat),
        gross=amount(net + vat),
        due=date_of(start, row["due"]).isoformat(),
        late=_late(int(row["day"]) - int(row["due"])),
    )


def line_of(event: Event) -> str:
    """What an event is called that belongs to no customer."""
    return OF_NOBODY.get(event, event.name.capitalize().replace("_", " "))


def amount(cents: int) -> str:
    """An amount to the cent, with a true minus.

    >>> amount(1_234_567), amount(-5)
    ('12,345.67', '−0.05')
    """
    return f"{'−' if cents < 0 else ''}{currency(abs(cents)):,.{len(str(CENTS)) - 1}f}"


def _late(days: int) -> str:
    if days == 0:
        return "on the due date"
    size = f"{abs(days)} {units_of(days, 'days')}"
    return f"{size} late" if days > 0 else f"{size} before it is due"
