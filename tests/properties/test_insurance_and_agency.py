"""Insurance, agency and debt sale in random strategies and scenarios: nothing is paid twice, nor for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from simulator.engine.sizes import size_ranks
from simulator.journal import Account, Event
from simulator.portfolio.portfolio import SEGMENTS
from tests.behaviour.trials import STRIDE, of
from tests.properties.test_books import INTO_RECEIVABLES, MODEST
from tests.properties.worlds import Played, played

PUBLIC = SEGMENTS.index("public")


def ended(run: Played) -> bool:
    """Whether the run ended because nothing was open any more."""
    return run.last_day <= run.world.last_day


def owed_before_claims(run: Played) -> Iterator[tuple[Any, int]]:
    """Each accepted claim, with what its customer owed when that day began and at its close, net: the larger."""
    open_net: dict[int, int] = defaultdict(int)
    of_today: dict[int, int] = {}
    day = None
    for row in of(run.books, *INTO_RECEIVABLES, Event.CLAIM_ACCEPTED):
        customer = int(row["customer"])
        if row["day"] != day:
            day, of_today = row["day"], {}
        before = of_today.setdefault(customer, open_net[customer])
        if row["event"] == Event.CLAIM_ACCEPTED:
            yield row, max(before, open_net[customer])
        elif row["event"] == Event.DEBT_SOLD:
            open_net[customer] -= int(
                row["net"] + row["vat"]
            )  # gross; the claim is net, so this errs on the strict side
        else:
            open_net[customer] += INTO_RECEIVABLES[row["event"]] * int(row["net"])


@MODEST
@given(played())
def test_no_claim_exceeds_the_insured_share_of_what_is_owed(run: Played):
    fraction = float(run.world.plans[0].levers["insured_fraction"][0])
    for claim, owed in owed_before_claims(run):
        assert 0 < claim["net"] <= fraction * owed + 1


@MODEST
@given(played())
def test_a_claim_is_accepted_once_and_paid_once(run: Played):
    accepted, paid = of(run.rows, Event.CLAIM_ACCEPTED), of(run.rows, Event.CLAIM_PAID)
    keys = [(row["customer"], row["invoice"]) for row in accepted]
    assert len(keys) == len(set(keys))
    amounts = {(row["customer"], row["invoice"]): row["net"] for row in accepted}
    assert all(amounts[row["customer"], row["invoice"]] == row["net"] for row in paid)
    assert len({(row["customer"], row["invoice"]) for row in paid}) == len(paid)
    receivable = run.tally().account_by_day(Account.CLAIMS_RECEIVABLE)
    assert receivable.min() >= 0
    if ended(run):
        assert len(paid) == len(accepted)
        assert receivable[-1] == 0


@MODEST
@given(played())
def test_the_insurer_never_gets_more_back_than_it_paid_nor_than_came_in(run: Played):
    money: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in of(run.rows, Event.CLAIM_ACCEPTED):
        money[int(row["customer"])][0] += int(row["net"])
    for row in of(run.rows, Event.SALVAGE_SHARED):
        money[int(row["customer"])][1] += int(row["net"])
    assert all(shared <= claimed for claimed, shared in money.values())
    came_in = of(
        run.rows,
        *(Event.PAID, Event.PAID_IN_PART, Event.PAID_TO_FACTOR, Event.RECOVERED, Event.RECOVERED_WHOLE),
        Event.DEBT_SOLD,
    )
    received = {(row["day"], row["customer"], row["invoice"]): row["net"] for row in came_in}
    for row in of(run.rows, Event.SALVAGE_SHARED):
        assert 0 < row["net"] <= received[row["day"], row["customer"], row["invoice"]] + 1


@MODEST
@given(played())
def test_what_cannot_be_insured_is_not(run: Played):
    levers = run.world.plans[0].levers[0]
    accepted = of(run.rows, Event.CLAIM_ACCEPTED)
    segments = run.world.portfolio.customers["segment"][accepted["customer"] % STRIDE]
    assert (segments != PUBLIC).all()
    assert (accepted["due"] - accepted["issued"] <= levers["maximum_terms_days"]).all()
    assert (accepted["issued"] < run.world.horizon_days).all()
    assert (accepted["issued"] >= 0).all(), "the policy begins on day 0"
    waited = accepted["day"] - accepted["due"] == levers["waiting_period_days"]
    # or at once, on notice of a failure, or when a dispute that lasted longer than the waiting period is settled
    news = of(run.rows, Event.INSOLVENT, Event.DISPUTE_SETTLED)
    told = {(row["customer"], row["day"]) for row in news}
    at_once = [(row["customer"], row["day"]) in told for row in accepted]
    assert (waited | np.array(at_once, dtype=bool)).all()
    if levers["insured_fraction"] == 0.0:
        insurer = (Event.PREMIUM_PAID, Event.LIMIT_FEE_PAID, Event.COVER_GRANTED, Event.COVER_REFUSED)
        assert len(accepted) == len(of(run.rows, *insurer)) == 0


@MODEST
@given(played())
def test_the_claims_of_the_policy_stay_within_its_maximum(run: Played):
    """Summed over all years: no more than the multiple of all premiums, as the least premium of a whole year counts."""
    levers = run.world.plans[0].levers[0]
    if levers["layer_cents"] > 0:
        years = -(-run.world.horizon_days // 365)
        assert of(run.books, Event.CLAIM_ACCEPTED)["net"].sum() <= years * levers["layer_cents"]
        return
    premium = max(int(of(run.books, Event.PREMIUM_PAID)["net"].sum()), 0)
    years = -(-run.world.horizon_days // 365)
    least = (
        years * levers["premium_rate"] * levers["minimum_premium_fraction"] * levers["expected_insured_sales"]
    )
    advance = years * levers["premium_rate"] * levers["expected_insured_sales"]
    claims = int(of(run.books, Event.CLAIM_ACCEPTED)["net"].sum())
    assert claims <= levers["maximum_multiple"] * (premium + least + advance) + years


def by_invoice(rows: NDArray[Any]) -> set[tuple[int, int]]:
    """The invoices that rows are about."""
    return set(zip(rows["customer"].tolist(), rows["invoice"].tolist(), strict=True))


@MODEST
@given(played())
def test_a_sold_debt_is_gone_and_an_agency_keeps_a_part_of_what_it_was_given(run: Played):
    sold = of(run.rows, Event.DEBT_SOLD)
    later = of(run.rows, Event.PAID, Event.RECOVERED, Event.WRITTEN_OFF, Event.PLACED)
    days = {(row["customer"], row["invoice"]): row["day"] for row in sold}
    assert all(days.get((row["customer"], row["invoice"]), row["day"]) >= row["day"] for row in later)
    assert not by_invoice(sold) & by_invoice(of(run.rows, Event.PAID, Event.RECOVERED, Event.WRITTEN_OFF))
    charged = of(run.rows, Event.AGENCY_CHARGED)
    assert by_invoice(charged) <= by_invoice(of(run.rows, Event.PLACED))
    paid = {
        (row["day"], row["customer"], row["invoice"]): int(row["net"] + row["vat"])
        for row in of(run.rows, Event.PAID, Event.PAID_IN_PART, Event.RECOVERED)
    }
    for row in charged:
        received = paid[row["day"], row["customer"], row["invoice"]]
        assert 0.2 * received - 1 <= row["net"] <= 0.5 * received + 1


@MODEST
@given(played())
def test_what_the_insurer_was_told_too_late_is_not_claimed_afterwards(run: Played):
    levers = run.world.plans[0].levers[0]
    rejected = of(run.rows, Event.CLAIM_REJECTED)
    assert len(rejected) == 0 or levers["notified_fraction"] < 1.0
    assert (rejected["day"] - rejected["due"] > levers["notification_days"]).all()
    assert not by_invoice(rejected) & by_invoice(of(run.rows, Event.CLAIM_ACCEPTED))


@MODEST
@given(played())
def test_only_key_accounts_are_covered_where_only_they_are(run: Played):
    levers = run.world.plans[0].levers[0]
    if levers["key_accounts"] == 0:
        return
    claims = of(run.rows, Event.CLAIM_ACCEPTED)
    ranks = size_ranks(run.world.portfolio)[claims["customer"] % STRIDE]
    assert (ranks <= levers["key_accounts"]).all()
