"""One insured run, looked at claim by claim: how every lost debt falls into its parts.

The journal tells what was lost and what the insurer paid; why it paid no more stands in the state of the run, so the
run is played again up to each day on which something is given up. The split follows the rules that settle the claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine import columns as c
from simulator.engine.model import Run
from simulator.engine.replication import play_on, warmed_up
from simulator.experiment.eves import LOST, Debt, Eve, Key, eve_of, given_up, play_to
from simulator.experiment.tracing import Keeper
from simulator.journal import NO_INVOICE, Desk, Event
from simulator.results.claims import PARTS, PLACE
from simulator.rules.insurance import YEAR_DAYS, ClaimTerms, claim_amount, first_loss, may_be_insured
from simulator.units import NEVER

if TYPE_CHECKING:
    from simulator.engine.world import World

_LIMITS = (Event.COVER_GRANTED, Event.COVER_REFUSED, Event.COVER_WITHDRAWN)
_MONEY = (Event.PREMIUM_PAID, Event.LIMIT_FEE_PAID, Event.SALVAGE_SHARED, Event.CLAIM_ACCEPTED)
EVENTS = (*LOST, *_LIMITS, *_MONEY, Event.CLAIM_REJECTED, Event.INSOLVENT, Event.GUARANTEE_CALLED)
"""What is read of the journal."""


class Settled(NamedTuple):
    """One run (cents)."""

    parts: NDArray[np.int64]  # [policy year, part]
    salvage: NDArray[np.int64]  # [policy year]
    premium: NDArray[np.int64]  # premium; fees
    counts: NDArray[np.int64]  # debts claimed, claims paid, debts refused


class Insured(NamedTuple):
    """A run that is over, and what was seen on the way."""

    run: Run
    rows: NDArray[Any]
    eves: Mapping[int, Eve]
    claims_before: int


def settled(world: World, seed: int, replication: int) -> Settled:
    """Play the world's first strategy once for its journal and once to look, and split what was lost."""
    start = warmed_up(world, seed, replication, Keeper(wanted))
    before = int(start.state.counters[c.N_CLAIMS])
    whole, again = start.fork(start.reader.copy()), start.fork(Keeper(nothing))  # type: ignore[attr-defined]
    play_on(whole, world.plans[0])
    rows = whole.reader.rows()  # type: ignore[attr-defined]
    again.change(world.plans[0])
    eves = {}
    for day, lost in sorted(given_up(rows).items()):
        play_to(again, day)
        eves[day] = eve_of(again, lost)
    return account_of(Insured(whole, rows, eves, before))


def wanted(rows: NDArray[Any]) -> NDArray[np.bool_]:
    """Rows that tell of losses and cover, from day 0 on."""
    return np.isin(rows["event"], EVENTS) & (rows["day"] >= 0)


def nothing(rows: NDArray[Any]) -> NDArray[np.bool_]:
    """No row."""
    return np.zeros(len(rows), dtype=np.bool_)


def account_of(insured: Insured) -> Settled:
    """Split all that was claimed, refused or given up."""
    years = max(-(-insured.run.world.horizon_days // YEAR_DAYS), 1)
    parts = np.zeros((years, len(PARTS)), dtype=np.int64)
    rows = insured.rows
    rejected = rows[rows["event"] == Event.CLAIM_REJECTED]
    for row in rejected:
        parts[_year(int(row["issued"]), years), PLACE["told_late"]] += int(row["net"])
    of_failures = _uncovered(
        insured, {(int(row["customer"]), int(row["invoice"])) for row in rejected}, parts
    )
    claims = insured.run.state.claims[: int(insured.run.state.counters[c.N_CLAIMS])]
    for number in range(insured.claims_before, len(claims)):
        claim = claims[number]
        year = _year(int(claim["issued"]), years)
        eligible = of_failures.get(number, int(claim["debt"]))
        stood_for = max(eligible - int(claim["debt"]), 0) if number in of_failures else 0
        over = max(eligible - int(claim["loss"]) - stood_for, 0)
        parts[year, PLACE["over_limit"]] += over
        parts[year, PLACE["guaranteed"]] += eligible - int(claim["loss"]) - over
    _settle(insured, parts)
    accepted = rows["event"] == Event.CLAIM_ACCEPTED
    counts = np.array([len(claims) - insured.claims_before, accepted.sum(), len(rejected)], dtype=np.int64)
    return Settled(parts, _salvage(insured, years), _paid(rows), counts)


def _year(issued: int, years: int) -> int:
    return min(max(issued, 0) // YEAR_DAYS, years - 1)


def _uncovered(insured: Insured, rejected: set[Key], parts: NDArray[np.int64]) -> dict[int, int]:
    """Put what was never claimable into its parts; of each claim of an insolvency, the debts that it is about."""
    rows, years = insured.rows, len(parts)
    failed = {(int(row["day"]), int(row["customer"])) for row in rows[rows["event"] == Event.INSOLVENT]}
    claims = insured.run.state.claims
    found: dict[int, int] = {}
    for row in rows[np.isin(rows["event"], LOST)]:
        key, day = (int(row["customer"]), int(row["invoice"])), int(row["day"])
        debt = insured.eves[day].debts.get(key)
        if key in rejected or debt is None or debt.claim != c.NOBODY:
            continue  # refused or claimed before, where it was counted
        lost = int(row["vat"] if row["event"] == Event.DEBT_SOLD else row["net"])
        is_failure = row["desk"] == Desk.HEALTH and (day, key[0]) in failed
        if is_failure and debt.claim_day != NEVER and debt.dispute != c.KNOWN:
            first = insured.eves[day].claims
            ahead = claims["customer"][first : int(insured.run.state.counters[c.N_CLAIMS])]
            number = first + int(np.flatnonzero(ahead == key[0])[0])
            found[number] = found.get(number, 0) + lost
        else:
            parts[_year(debt.issued, years), PLACE[_reason(insured, key[0], debt)]] += lost
    return found


def _reason(insured: Insured, customer: int, debt: Debt) -> str:
    """Why a debt that was given up could not be claimed."""
    levers = insured.run.plan.levers
    policy_years = insured.run.state.years
    if debt.claim_day != NEVER:
        return "disputed"
    if debt.issued < int(policy_years["begin"][0]):
        return "before"
    longest, keys = int(levers["maximum_terms_days"][0]), int(levers["key_accounts"][0])
    if not may_be_insured(debt.segment, debt.due - debt.issued, longest) or 0 < keys < debt.rank:
        return "outside"
    rows = insured.rows
    told = rows[
        np.isin(rows["event"], _LIMITS) & (rows["customer"] == customer) & (rows["day"] < debt.issued + 1)
    ]
    if len(told) and told[-1]["event"] != Event.COVER_GRANTED:
        left = int(told[-1]["vat"]) if told[-1]["event"] == Event.COVER_WITHDRAWN else 0
        if left == 0:
            return "refused"
    return "overdue"


def _settle(insured: Insured, parts: NDArray[np.int64]) -> None:
    """Split insured losses as the claims were settled, in the order in which they were."""
    state = insured.run.state
    left = {number: int(insured.run.plan.levers["first_loss_cents"][0]) for number in range(len(state.years))}
    for number in in_order_of_decision(insured):
        claim = state.claims[number]
        year = state.years[claim["year"]]
        split = split_of(claim, year, left[int(claim["year"])])
        left[int(claim["year"])] -= split["first_loss"]
        for name, cents in split.items():
            parts[_year(int(claim["issued"]), len(parts)), PLACE[name]] += cents


def split_of(claim: Any, year: Any, first_loss_left: int) -> dict[str, int]:
    """An insured loss in its parts, by the rules that settled it (cents)."""
    loss, paid = int(claim["loss"]), int(claim["amount"])
    least, fraction = int(year["minimum_loss"]), float(year["insured_fraction"])
    if loss < least:
        return {"too_small": loss, "first_loss": 0}
    borne = int(first_loss(loss, first_loss_left))
    basis = bool(year["excess_before_share"] == 1)
    without_excess = int(claim_amount(loss - borne, ClaimTerms(fraction, 0, basis, least)))
    owed = int(claim_amount(loss - borne, ClaimTerms(fraction, int(year["excess"]), basis, least)))
    return {
        "first_loss": borne,
        "own_share": loss - borne - without_excess,
        "excess": without_excess - owed,
        "maximum": owed - paid,
        "claims": paid,
    }


def in_order_of_decision(insured: Insured) -> list[int]:
    """The claims day by day, those of one day by customer, as the insurer decides them.

    They stand in the order of their days. The day of a claim that brought nothing is not in the journal: it is when the
    oldest invoice had waited long enough, not before the claims that stand before it, nor after those behind.
    """
    claims = insured.run.state.claims
    numbers = range(insured.claims_before, int(insured.run.state.counters[c.N_CLAIMS]))
    known = _known_days(insured, numbers)
    waiting = int(insured.run.plan.levers["waiting_period_days"][0])
    guessed = np.array([known.get(one, int(claims[one]["due"]) + waiting) for one in numbers], dtype=np.int64)
    earliest = np.maximum.accumulate(np.array([known.get(one, -NEVER) for one in numbers], dtype=np.int64))
    latest = np.minimum.accumulate(np.array([known.get(one, NEVER) for one in numbers], dtype=np.int64)[::-1])
    days = np.minimum.accumulate(np.clip(guessed, earliest, latest[::-1])[::-1])[::-1]
    order = zip(
        days.tolist(), claims["customer"][numbers.start : numbers.stop].tolist(), numbers, strict=True
    )
    return [number for _, _, number in sorted(order)]


def _known_days(insured: Insured, numbers: range) -> dict[int, int]:
    """The days of claims of which something was paid, and of those that an insolvency brought about."""
    claims, rows = insured.run.state.claims, insured.rows
    accepted = rows[rows["event"] == Event.CLAIM_ACCEPTED]
    days = {(int(row["customer"]), int(row["invoice"])): int(row["day"]) for row in accepted}
    failed = {int(row["customer"]): int(row["day"]) for row in rows[rows["event"] == Event.INSOLVENT]}
    found = {}
    for number in numbers:
        customer = int(claims[number]["customer"])
        day = days.get((customer, int(claims[number]["invoice"])))
        eve = insured.eves.get(failed.get(customer, -1))
        if day is None and eve is not None and number >= eve.claims:
            day = failed[customer]
        if day is not None:
            found[number] = day
    return found


def _salvage(insured: Insured, years: int) -> NDArray[np.int64]:
    """What was given back to the insurer, by the year of the customer's latest claim."""
    state, rows = insured.run.state, insured.rows
    claims = state.claims[: int(state.counters[c.N_CLAIMS])]
    of_customer = {int(claim["customer"]): _year(int(claim["issued"]), years) for claim in claims}
    found = np.zeros(years, dtype=np.int64)
    for row in rows[rows["event"] == Event.SALVAGE_SHARED]:
        year = of_customer.get(int(row["customer"]), 0)
        found[year if row["invoice"] == NO_INVOICE else _year(int(row["issued"]), years)] += int(row["net"])
    return found


def _paid(rows: NDArray[Any]) -> NDArray[np.int64]:
    """Premium, and fees for limits and top-up."""
    events = (Event.PREMIUM_PAID, Event.LIMIT_FEE_PAID)
    return np.array([int(rows["net"][rows["event"] == event].sum()) for event in events], dtype=np.int64)
