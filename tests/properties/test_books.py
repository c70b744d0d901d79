"""The books of random strategies in random scenarios: they balance and roll forward, to the cent, on every day."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from numpy.typing import NDArray

from simulator.journal import Account, Event
from tests.behaviour.trials import gross, of
from tests.properties.worlds import Played, played

MODEST = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
INTO_CASH = {  # event: sign of (net, VAT); written down here a second time, apart from the posting table
    Event.OPENING_CASH: (1, 0),
    Event.PAID: (1, 1),
    Event.PAID_IN_PART: (1, 1),
    Event.RECOVERED: (1, 1),
    Event.RECOVERED_WHOLE: (1, 1),
    Event.LATE_CHARGE_PAID: (1, 0),
    Event.DEBIT_FEE_PAID: (-1, 0),
    Event.SUPPLIERS_PAID: (-1, 0),
    Event.VAT_SETTLED: (-1, 0),
    Event.EMAILED: (-1, 0),
    Event.DEMANDED: (-1, 0),
    Event.CALLED: (-1, 0),
    Event.STAFF_PAID: (-1, 0),
    Event.CLERKS_PAID: (-1, 0),
    Event.CHECKS_PAID: (-1, 0),
    Event.ANALYSTS_PAID: (-1, 0),
    Event.FIXED_PAID: (-1, 0),
    Event.OVERDRAFT_CHARGED: (-1, 0),
    Event.AGENCY_CHARGED: (-1, 0),
    Event.LEGAL_CHARGED: (-1, 0),
    Event.DEBT_SOLD: (1, 0),
    Event.PREMIUM_PAID: (-1, 0),
    Event.LIMIT_FEE_PAID: (-1, 0),
    Event.CLAIM_PAID: (1, 0),
    Event.SALVAGE_SHARED: (-1, 0),
    Event.FACTOR_SETTLED: (1, 0),
    Event.FACTOR_FEE_PAID: (-1, 0),
    Event.FACTOR_INTEREST_PAID: (-1, 0),
    Event.REPORTS_PAID: (-1, 0),
    Event.DEPOSIT_PAID: (1, 1),
    Event.DEPOSIT_RETURNED: (-1, -1),
}
INTO_RECEIVABLES = {
    Event.OPENING_RECEIVABLE: 1,
    Event.INVOICED: 1,
    Event.PAID: -1,
    Event.PAID_IN_PART: -1,
    Event.DISCOUNTED: -1,
    Event.CREDITED: -1,
    Event.WRITTEN_OFF: -1,
    Event.DEBT_SOLD: -1,
    Event.PAID_TO_FACTOR: -1,
    Event.FACTOR_BEARS: -1,
    Event.DEPOSIT_APPLIED: -1,
}


def by_day(rows: NDArray[Any], amounts: NDArray[np.int64], days: int) -> NDArray[np.int64]:
    """Closing balance of each day, summed row by row."""
    total = np.zeros(days, dtype=np.int64)
    np.add.at(total, rows["day"], amounts)
    return np.cumsum(total)


@MODEST
@given(played())
def test_every_day_balances(run: Played):
    assert not run.tally().balances_by_day().sum(axis=1).any()


@MODEST
@given(played())
def test_receivables_roll_forward_on_every_day(run: Played):
    account = run.tally().account_by_day(Account.RECEIVABLES)
    rows = of(run.books, *INTO_RECEIVABLES)
    signs = np.array([INTO_RECEIVABLES[event] for event in rows["event"]], dtype=np.int64)
    np.testing.assert_array_equal(account, by_day(rows, signs * (rows["net"] + rows["vat"]), len(account)))


@MODEST
@given(played())
def test_cash_is_the_sum_of_its_rows_on_every_day(run: Played):
    account = run.tally().account_by_day(Account.CASH)
    rows = of(run.books, *INTO_CASH)
    signs = np.array([INTO_CASH[event] for event in rows["event"]], dtype=np.int64).reshape(-1, 2)
    amounts = signs[:, 0] * rows["net"] + signs[:, 1] * rows["vat"]
    np.testing.assert_array_equal(account, by_day(rows, amounts, len(account)))


@MODEST
@given(played())
def test_receivables_are_the_open_invoices_when_the_horizon_ends(run: Played):
    account = run.tally().account_by_day(Account.RECEIVABLES)[run.world.horizon_days - 1]
    assert account == gross(run.open_at_horizon)
    assert account == run.customers["open_cents"].sum()
    assert (run.customers["open_count"] >= 0).all()
    assert (run.customers["committed_cents"] >= 0).all()


@MODEST
@given(played())
def test_no_invoice_is_ever_settled_for_more_than_it_is(run: Played):
    """Each invoice's own account: never negative, and at the end open in full or not at all."""
    rows = of(run.books, *INTO_RECEIVABLES)
    balance: dict[tuple[int, int], int] = {}
    for row in rows:  # in canonical order
        key = int(row["customer"]), int(row["invoice"])
        change = INTO_RECEIVABLES[row["event"]] * int(row["net"] + row["vat"])
        assert key not in balance or change <= 0, "an invoice is issued once"
        balance[key] = balance.get(key, 0) + change
        assert row["event"] in (Event.PAID, Event.PAID_TO_FACTOR) or balance[key] >= 0 or change == 0
    # of a discounted invoice the payment stands before the discount; together they close it
    left = {key: amount for key, amount in balance.items() if amount}
    assert min(left.values(), default=0) >= 0
    assert sum(left.values()) == run.tally().account_by_day(Account.RECEIVABLES)[-1]
    discounts, payments = of(rows, Event.DISCOUNTED), of(rows, Event.PAID, Event.PAID_TO_FACTOR)
    paid = {(row["customer"], row["invoice"], row["day"]) for row in payments}
    assert all((row["customer"], row["invoice"], row["day"]) in paid for row in discounts)
