"""Factoring in random strategies and scenarios: an invoice is the factor's or ours, and its account ends at nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from simulator.journal import Account, Event
from simulator.portfolio.portfolio import SEGMENTS
from tests.behaviour.trials import STRIDE, of
from tests.properties.test_books import MODEST
from tests.properties.worlds import Played, played

PUBLIC = SEGMENTS.index("public")
OF_THE_FACTOR = (
    *(Event.FACTOR_ASSIGNED, Event.FACTOR_RETURNED, Event.PAID_TO_FACTOR, Event.FACTOR_SETTLED),
    *(Event.FACTOR_BEARS, Event.FACTOR_FEE_PAID, Event.FACTOR_INTEREST_PAID),
)


def days_of(rows: NDArray[Any], event: Event) -> dict[tuple[int, int], int]:
    """The day of an event by customer and invoice; each has it once."""
    found = of(rows, event)
    keys = list(zip(found["customer"].tolist(), found["invoice"].tolist(), strict=True))
    assert len(keys) == len(set(keys))
    return dict(zip(keys, found["day"].tolist(), strict=True))


@MODEST
@given(played())
def test_an_invoice_is_the_factors_or_ours(run: Played):
    assigned, returned = (
        days_of(run.rows, event) for event in (Event.FACTOR_ASSIGNED, Event.FACTOR_RETURNED)
    )
    to_factor, paid = days_of(run.rows, Event.PAID_TO_FACTOR), days_of(run.books, Event.PAID)
    borne, lost = days_of(run.rows, Event.FACTOR_BEARS), days_of(run.books, Event.WRITTEN_OFF)
    assert set(returned) | set(to_factor) | set(borne) <= set(assigned)
    assert not set(to_factor) & (set(returned) | set(borne))
    assert not set(returned) & set(borne)
    assert set(assigned) & set(paid) <= set(returned)
    assert set(borne) <= set(lost)
    assert all(assigned[key] < day for key, day in to_factor.items())
    if run.last_day <= run.world.last_day:
        assert set(assigned) <= set(to_factor) | set(returned) | set(lost)


@MODEST
@given(played())
def test_the_factor_takes_what_it_may_and_lends_no_more_than_its_share(run: Played):
    levers = run.world.plans[0].levers[0]
    assigned = of(run.rows, Event.FACTOR_ASSIGNED)
    segments = run.world.portfolio.customers["segment"][assigned["customer"] % STRIDE]
    assert (segments != PUBLIC).all()
    assert (assigned["day"] - assigned["issued"] <= levers["oldest_funded_days"]).all()
    account = run.tally().account_by_day(Account.FACTOR)
    receivables = run.tally().account_by_day(Account.RECEIVABLES)
    if levers["has_factor"] == 0:
        assert len(of(run.rows, *OF_THE_FACTOR)) == 0
        return
    banking = np.intersect1d(run.world.calendar.bank_days, np.arange(len(account)))
    assert (account[banking] <= 0).all()
    assert (-account[banking] <= levers["advance_fraction"] * receivables[banking] + 1).all()
    if run.last_day <= run.world.last_day:
        assert account[-1] == 0
