"""What may happen when, in random strategies and scenarios: bank days, the end of a run, life after failure."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from simulator.journal import Account, Desk, Event
from simulator.rules.terms import PART
from simulator.units import date_of
from tests.behaviour.trials import STRIDE, gross, of
from tests.properties.test_books import MODEST
from tests.properties.worlds import Played, played

PAYMENTS = (
    Event.PAID, Event.PAID_IN_PART, Event.PAID_TO_FACTOR, Event.DISCOUNTED, Event.RECOVERED, Event.RECOVERED_WHOLE,
)  # fmt: skip
BANKED = (
    *PAYMENTS, Event.SUPPLIERS_PAID, Event.RELIEF_GRANTED, Event.CALLED, Event.EMAILED, Event.DEMANDED, Event.PLACED,
    Event.AGENCY_CHARGED, Event.DEBT_SOLD, Event.CLAIM_PAID, Event.SALVAGE_SHARED, Event.DISPUTED,
    Event.DISPUTE_SETTLED, Event.CREDITED, Event.CLERKS_SHIFT, Event.PROMISED, Event.PROMISE_KEPT, Event.FACTOR_SETTLED,
    Event.FACTOR_ASSIGNED, Event.FACTOR_RETURNED, Event.RELIEF_REFUSED, Event.LATE_CHARGED, Event.LATE_CHARGE_PAID,
    Event.PLAN_AGREED, Event.SUED, Event.LEGAL_CHARGED, Event.DEBIT_FEE_PAID, Event.DISCOUNT_CHARGED_BACK,
    Event.ANALYSTS_SHIFT,
)  # fmt: skip
LOST = tuple(event for event in Event if event.name.startswith("LOST_"))
COVER = (Event.COVER_GRANTED, Event.COVER_REFUSED, Event.COVER_WITHDRAWN)
OF_AN_ESTATE = (Event.RECOVERED, Event.RECOVERED_WHOLE, Event.SALVAGE_SHARED, Event.CLAIM_PAID)
ON_NOTICE = (
    Event.INSOLVENT, Event.WRITTEN_OFF, Event.LOST_AT_END, Event.CLAIM_ACCEPTED, Event.DISPUTE_LAPSED,
    Event.PROMISE_BROKEN, Event.FACTOR_BEARS, Event.GUARANTEE_CALLED,
)  # fmt: skip
OF_THE_VANISHED = (  # nobody knows yet: what is on its way is delivered, chased, and written off
    Event.VANISHED, Event.LOST_AT_END, Event.INVOICED, Event.SUPPLIED, Event.EMAILED, Event.DEMANDED, Event.CALLED,
    Event.REACHED, Event.PROMISED, Event.WRITTEN_OFF, Event.OPENING_RECEIVABLE, Event.PLACED, Event.DEBT_SOLD,
    Event.CLAIM_ACCEPTED, Event.CLAIM_REJECTED, Event.CLAIM_PAID, Event.SALVAGE_SHARED, Event.DISPUTE_SETTLED,
    Event.CREDITED,
    Event.PROMISE_KEPT, Event.PROMISE_BROKEN,
    Event.FACTOR_ASSIGNED, Event.FACTOR_RETURNED, Event.FACTOR_BEARS,
    Event.PLAN_AGREED, Event.SUED, Event.LEGAL_CHARGED, Event.GUARANTEE_CALLED,
)  # fmt: skip


def afterwards(rows: NDArray[Any], moment: Any) -> NDArray[Any]:
    """What is written of a customer from a row on, by day and desk."""
    own = rows[rows["customer"] == moment["customer"]]
    same_day = (own["day"] == moment["day"]) & (own["desk"] >= moment["desk"])
    later: NDArray[Any] = own[(own["day"] > moment["day"]) | same_day]
    return later


@MODEST
@given(played())
def test_banks_and_people_rest_on_closed_days(run: Played):
    calendar, company = run.world.calendar, run.world.scenario.company
    days = np.unique(of(run.rows, *BANKED)["day"])
    assert np.isin(days, calendar.bank_days).all()
    if company.calendar == "real":
        assert all(date_of(company.start_date, int(day)).weekday() < 5 for day in days)


@MODEST
@given(played())
def test_a_run_ends_when_nothing_is_open_or_after_its_run_off(run: Played):
    receivables = run.tally().account_by_day(Account.RECEIVABLES)[-1]
    assert receivables == 0 or run.last_day > run.world.last_day
    assert run.rows["day"].max() <= run.world.last_day
    later = run.rows[run.rows["day"] >= run.world.horizon_days]
    quiet = (
        Event.ORDERED,
        Event.STAFF_PAID,
        Event.CLERKS_PAID,
        Event.ANALYSTS_PAID,
        Event.ANALYSTS_SHIFT,
        Event.FIXED_PAID,
        Event.OVERDRAFT_CHARGED,
        Event.JOINED,
        Event.CHURNED,
        Event.PREMIUM_PAID,
        Event.LIMIT_FEE_PAID,
        Event.FACTOR_ASSIGNED,
        Event.FACTOR_FEE_PAID,
        Event.FACTOR_INTEREST_PAID,
        *COVER,
    )
    assert len(of(later, *quiet)) == 0


@MODEST
@given(played())
def test_after_a_notice_of_insolvency_only_a_dividend_and_the_insurer_come(run: Played):
    for notice in of(run.rows, Event.INSOLVENT):
        later = afterwards(run.rows, notice)
        today, after = later[later["day"] == notice["day"]], later[later["day"] > notice["day"]]
        assert np.isin(today["event"], (*ON_NOTICE, *OF_AN_ESTATE, *COVER)).all()
        assert np.isin(after["event"], OF_AN_ESTATE).all()
        dividends = of(later, Event.RECOVERED, Event.RECOVERED_WHOLE)
        assert len(dividends) <= 1
        assert (dividends["invoice"] == -1).all()
        assert (dividends["net"] + dividends["vat"]).sum() <= notice["net"]
        assert gross(of(today, Event.WRITTEN_OFF, Event.FACTOR_BEARS)) == notice["net"]


@MODEST
@given(played())
def test_who_vanished_neither_orders_nor_pays(run: Played):
    for failure in of(run.rows, Event.VANISHED):
        later = afterwards(run.rows, failure)
        granted_today = np.isin(later["event"], COVER) & (later["day"] == failure["day"])
        assert set(later["event"][~granted_today].tolist()) <= {int(event) for event in OF_THE_VANISHED}


LEAVING = (Event.CHURNED, Event.INSOLVENT, Event.VANISHED, Event.REFUSED, Event.WITHDREW)


@MODEST
@given(played())
def test_nobody_acts_before_joining_or_orders_after_leaving(run: Played):
    for moment in of(run.rows, Event.JOINED):
        own = run.rows[run.rows["customer"] == moment["customer"]]
        assert own["day"].min() == moment["day"]
        before = run.rows[run.rows["customer"] == moment["customer"] - STRIDE]
        gone = of(before, *LEAVING)
        assert len(gone) > 0, (
            "a place is filled once its customer left or failed, or its applicant was turned away"
        )
        assert gone["day"].min() < moment["day"]
        assert len(of(before[before["day"] >= moment["day"]], Event.ORDERED)) == 0
    for moment in of(run.rows, Event.CHURNED):
        ordered = of(afterwards(run.rows, moment), Event.ORDERED, Event.LOST_TO_CHURN)
        lost = of(ordered, Event.LOST_TO_CHURN)
        assert len(lost) * 2 == len(ordered), "every order after leaving is lost"


@MODEST
@given(played())
def test_every_order_has_one_end(run: Played):
    """Ordered once; then billed, lost, or (only where the run ended) still under way; parts of it after the first."""
    ends = of(run.rows, Event.INVOICED, *LOST)
    keys = list(zip(ends["customer"].tolist(), ends["invoice"].tolist(), strict=True))
    assert len(keys) == len(set(keys))
    orders = of(run.rows, Event.ORDERED)
    placed = list(zip(orders["customer"].tolist(), orders["invoice"].tolist(), strict=True))
    assert len(placed) == len(set(placed))
    assert {(customer, number % PART) for customer, number in keys} <= set(placed)
    if run.last_day <= run.world.last_day:
        assert {key for key in keys if key[1] < PART} == set(placed)


@MODEST
@given(played())
def test_the_journal_says_who_wrote_each_row_and_nobody_pays_before_the_invoice(run: Played):
    keys = [run.rows[name].tolist() for name in ("day", "desk", "customer", "invoice", "sequence")]
    assert len(set(zip(*keys, strict=True))) == len(run.rows)
    paid = of(run.books, *PAYMENTS, Event.WRITTEN_OFF)
    about_invoices = paid[paid["invoice"] != -1]
    assert (about_invoices["day"] > about_invoices["issued"]).all()
    assert (of(run.books, Event.PAID, Event.PAID_TO_FACTOR)["net"] >= 0).all()
    assert np.isin(run.rows["desk"], list(Desk)).all()
    about = of(run.rows, Event.INVOICED, Event.PAID, Event.PAID_TO_FACTOR)
    assert (about["due"] >= about["issued"]).all()
