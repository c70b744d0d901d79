"""What happens to invoices that leave the house: an agency collects some of them, a buyer pays little for the rest."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.journal import Event
from tests.behaviour.trials import PLENTY, journals, of, quiet_wholesaler, small_wholesaler, world_of

MANDATE = 120
LADDER = [
    {"day": 3, "channel": "call"},
    {"day": 60, "channel": "agency"},
    {"day": 200, "channel": "debt_sale"},
]
NEVER_PAYS = {"agency_success_fraction": 1.0, "late_cap_days": 3650}


@pytest.fixture(scope="module")
def placed():
    """A year of a wholesaler with an agency at day 60 and a sale at day 200, and what became of what was placed."""
    scenario = small_wholesaler(120, 365)
    levers = scenario.today.but(collections={"ladder": LADDER, "debt_sale_fraction": 0.08})
    world = world_of(scenario, levers)
    return [rows for replication in range(3) for rows in journals(world, replication)]


def keys(rows):
    return set(zip(rows["customer"].tolist(), rows["invoice"].tolist(), strict=True))


def test_an_agency_gets_its_commission_by_the_age_of_the_debt(placed):
    charged = 0
    for rows in placed:
        paid = {(row["customer"], row["invoice"]): row for row in of(rows, Event.PAID)}
        given = {(row["customer"], row["invoice"]): row["day"] for row in of(rows, Event.PLACED)}
        for row in of(rows, Event.AGENCY_CHARGED):
            key = row["customer"], row["invoice"]
            share = row["net"] / float(paid[key]["net"] + paid[key]["vat"])
            age = given[key] - row["due"]
            expected = next(rate for days, rate in ((90, 0.20), (180, 0.25), (366, 0.33)) if age < days)
            assert share == pytest.approx(expected, abs=1e-4)
            assert given[key] <= row["day"] <= given[key] + MANDATE
            charged += 1
    assert charged > 20


def test_nobody_of_ours_contacts_a_customer_about_what_an_agency_has(placed):
    contacts = (Event.EMAILED, Event.DEMANDED)
    for rows in placed:
        given = {(row["customer"], row["invoice"]): row["day"] for row in of(rows, Event.PLACED)}
        for row in of(rows, *contacts, Event.WRITTEN_OFF, Event.DEBT_SOLD):
            day = given.get((row["customer"], row["invoice"]), row["day"] + 1)
            failed = row["event"] == Event.WRITTEN_OFF and row["desk"] == 2
            assert failed or not day < row["day"] <= day + MANDATE


def test_a_sale_brings_its_price_and_loses_the_rest(placed):
    sales = 0
    for rows in placed:
        invoices = {(row["customer"], row["invoice"]): row for row in of(rows, Event.INVOICED)}
        for row in of(rows, Event.DEBT_SOLD):
            invoice = invoices[row["customer"], row["invoice"]]
            gross = invoice["net"] + invoice["vat"]
            assert row["net"] + row["vat"] == gross
            assert row["net"] == pytest.approx(0.08 * gross, abs=1)
            sales += 1
        assert not keys(of(rows, Event.DEBT_SOLD)) & keys(of(rows, Event.PAID, Event.RECOVERED))
    assert sales > 5


def test_an_agency_collects_what_the_published_curve_says():
    """Customers who would pay nobody: the agency gets its share by age, 120 days at the most after it was given."""
    scenario = quiet_wholesaler(60, 120, behaviour=NEVER_PAYS, company={"run_off_days": 900})
    shares = {}
    for day, expected in ((91, 0.697), (183, 0.521)):
        ladder = [{"day": day, "channel": "agency"}]
        levers = scenario.today.but(collections={"ladder": ladder})
        world = world_of(scenario, levers)
        world.portfolio.laws[:, 1, :] = 0.0
        (rows,) = journals(world)
        given = len(of(rows, Event.PLACED))
        paid = of(rows, Event.PAID)
        assert given > 500
        waits = paid["day"] - paid["due"] - day
        assert waits.min() >= 1
        assert waits.max() <= MANDATE
        assert abs(waits.mean() - MANDATE / 2) < 6
        shares[day] = len(paid) / given
        error = np.sqrt(expected * (1 - expected) / given)
        assert abs(shares[day] - expected) < 4 * error
    assert shares[183] < shares[91]


def test_a_customer_stays_stopped_after_its_debt_was_sold():
    scenario = small_wholesaler(60, 365)
    ladder = [{"day": 20, "channel": "debt_sale"}]
    lost = []
    for days in (5, PLENTY):
        levers = scenario.today.but(credit_policy={"stop_supply_days": days}, collections={"ladder": ladder})
        (rows,) = journals(world_of(scenario, levers))
        sold = {int(row["customer"]): int(row["day"]) for row in of(rows, Event.DEBT_SOLD)[::-1]}
        later = of(rows, Event.LOST_TO_HOLD, Event.HELD)
        lost.append(
            sum(int(row["customer"]) in sold and row["day"] > sold[int(row["customer"])] for row in later)
        )
    assert lost[0] > lost[1]
