"""What a credit manager knows of factoring: it brings cash once, moves no debtor, and costs more than it seems."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from simulator.journal import Event
from simulator.portfolio.portfolio import SEGMENTS
from simulator.units import half_even
from tests.behaviour.trials import (
    STRIDE,
    gross,
    journals,
    of,
    quiet_wholesaler,
    samples,
    small_wholesaler,
    world_of,
)
from tests.properties.test_books import INTO_RECEIVABLES

HORIZON = 365
ADVANCE = 0.85
FACTORING = {"financing": {"facility": "factoring", "concentration_fraction": 1.0}}


def hard_times():
    scenario = small_wholesaler(60, HORIZON, disputes={"rate_fraction": 0.1})
    rates = {name: 12 * rate for name, rate in scenario.health.failures_per_year.items()}
    return scenario.but(health={"failures_per_year": rates})


@pytest.fixture(scope="module")
def hard_year():
    scenario = hard_times()
    protected = {"financing": {**FACTORING["financing"], "protected_fraction": 0.9}}
    world = world_of(
        scenario, scenario.today, scenario.today.but(**FACTORING), scenario.today.but(**protected)
    )
    return world, [rows[rows["day"] >= 0] for rows in journals(world)]


def paid_on(rows):
    found = of(rows, Event.PAID, Event.PAID_TO_FACTOR)
    return {(row["customer"], row["invoice"]): row["day"] for row in found}


def test_customers_pay_on_the_same_day_whoever_gets_the_money(hard_year):
    _, (today, factored, protected) = hard_year
    assert paid_on(today) == paid_on(factored) == paid_on(protected)
    assert len(of(factored, Event.PAID_TO_FACTOR)) > 0.8 * len(of(today, Event.PAID))
    assert len(of(today, Event.PAID_TO_FACTOR)) == 0


def test_the_factor_has_advanced_its_share_of_what_is_young_and_undisputed(hard_year):
    """Added up once more from the journal alone, on the last banking day of every month."""
    world, (_, rows, _) = hard_year
    banking = [day for day in world.calendar.bank_days.tolist() if 0 <= day < HORIZON]
    looked_at = {day for day, following in pairwise(banking) if following > day + 2}
    open_cents, issued, mine, disputed = defaultdict(int), {}, set(), set()
    account, checked = 0, 0
    for number, row in enumerate(rows):
        key = row["customer"], row["invoice"]
        if row["event"] in INTO_RECEIVABLES:
            open_cents[key] += INTO_RECEIVABLES[row["event"]] * int(row["net"] + row["vat"])
            issued[key] = row["issued"]
        if row["event"] == Event.FACTOR_ASSIGNED:
            mine.add(key)
        elif row["event"] in (Event.FACTOR_RETURNED, Event.WRITTEN_OFF):
            mine.discard(key)
        elif row["event"] == Event.DISPUTED:
            disputed.add(key)
        elif row["event"] in (Event.DISPUTE_SETTLED, Event.DISPUTE_LAPSED):
            disputed.discard(key)
        elif row["event"] == Event.PAID_TO_FACTOR:
            account += int(row["net"] + row["vat"])
        elif row["event"] == Event.FACTOR_SETTLED:
            account -= int(row["net"])
        ends = number + 1 == len(rows) or rows[number + 1]["day"] > row["day"]
        if ends and row["day"] in looked_at:
            eligible = sum(open_cents[one] for one in mine - disputed if row["day"] - issued[one] <= 90)
            assert account == -half_even(ADVANCE * eligible), f"day {row['day']}"
            checked += 1
    assert checked > 40


def test_the_old_book_brings_cash_at_once_and_the_run_off_takes_it_back(hard_year):
    world, (_, rows, _) = hard_year
    settled = of(rows, Event.FACTOR_SETTLED)
    old = of(rows, Event.OPENING_RECEIVABLE)
    public = world.portfolio.customers["segment"][old["customer"] % STRIDE] == SEGMENTS.index("public")
    private = gross(old[~public])
    assert 0.6 * ADVANCE * private < settled["net"][0] < 1.2 * ADVANCE * private
    paid, borne = of(rows, Event.PAID_TO_FACTOR), of(rows, Event.FACTOR_BEARS)
    assert settled["net"].sum() == gross(paid) + gross(borne), "in the end the factor has kept nothing"


def test_with_recourse_the_losses_stay_ours_and_protection_takes_most_of_them(hard_year):
    _, (today, factored, protected) = hard_year
    lost = [of(rows, Event.WRITTEN_OFF) for rows in (today, factored, protected)]
    assert gross(lost[0]) == gross(lost[1]) > 0
    borne = of(protected, Event.FACTOR_BEARS)
    assert gross(lost[0]) == gross(lost[2]) + gross(borne)
    whole = {(row["customer"], row["invoice"]): row["net"] for row in lost[0]}
    for row in borne:
        assert row["net"] == half_even(0.9 * whole[row["customer"], row["invoice"]])
    disputed = {(row["customer"], row["invoice"]) for row in of(protected, Event.DISPUTE_LAPSED)}
    assert disputed
    assert not disputed & {(row["customer"], row["invoice"]) for row in borne}


def test_the_money_costs_more_a_year_than_the_overdraft():
    scenario = small_wholesaler(60, 365)
    (found,) = samples(scenario, [scenario.today.but(**FACTORING)], 2)
    rates = found.values("factoring_yearly_rate_fraction")
    assert (rates > 2 * scenario.company.overdraft_rate_per_year).all()


def test_the_factor_chases_for_us_only_where_customers_know_it():
    scenario = small_wholesaler(40, 240)
    saved = {"staff_saved_fraction": 1.0}
    levers = [
        scenario.today,
        *(
            scenario.today.but(financing={"facility": facility, **saved})
            for facility in ("factoring", "invoice_discounting")
        ),
    ]
    today, factoring, discounting = (
        found.values("collection_cost")[0] for found in samples(scenario, levers, 1)
    )
    assert factoring < 0.5 * today
    assert discounting == today


def test_one_customer_never_carries_more_of_the_advance_than_its_part():
    """Customers of one size in a book of five: each is a fifth of it, and a tenth is funded."""
    scenario = quiet_wholesaler(5, 120)
    terms = {"facility": "factoring", "concentration_fraction": 0.1, "maximum_age_days": 3650}
    (found,) = samples(scenario, [scenario.today.but(financing=terms)], 1)
    (full,) = samples(scenario, [scenario.today.but(financing={**terms, "concentration_fraction": 1.0})], 1)
    assert 0 < found.values("factor_funding")[0] < 0.7 * full.values("factor_funding")[0]


def test_the_books_of_a_factor_that_is_given_up_come_to_nothing():
    """Today has a factor, the strategy has none: all is paid back on the first banking day."""
    scenario = small_wholesaler(40, 120).but(today=FACTORING)
    world = world_of(scenario, scenario.today.but(financing={"facility": "none"}))
    (rows,) = journals(world)
    rows = rows[rows["day"] >= 0]
    (opening,) = of(rows, Event.OPENING_FACTOR)
    (settled,) = of(rows, Event.FACTOR_SETTLED)
    assert settled["net"] == opening["net"] < 0
    assert settled["day"] == world.calendar.bank_days[world.calendar.bank_days >= 0][0]
    assert len(of(rows, Event.PAID_TO_FACTOR, Event.FACTOR_FEE_PAID)) == 0
    (interest,) = of(rows, Event.FACTOR_INTEREST_PAID)
    nights = int(settled["day"]) + 1  # December was charged on its last day, for the nights before it
    assert interest["net"] == half_even(-int(settled["net"]) * nights * 0.0625 / 365)
