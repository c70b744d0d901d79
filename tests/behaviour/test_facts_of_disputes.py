"""Facts of disputes: who pays when, what we hear when, what rests meanwhile, what it costs, and what helps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.journal import Event
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    PLENTY,
    gross,
    journals,
    of,
    paid_days,
    quiet_wholesaler,
    samples,
    small_wholesaler,
    world_of,
)

EVERYONE_TELLS = {"rate_fraction": 0.3, "hidden_fraction": 0.0, "credited_fraction": 0.0}
EVERYONE_HIDES = {**EVERYONE_TELLS, "hidden_fraction": 1.0, "silent_days": 90}
CHASING = {"collectors": PLENTY, "call_attempts": 1, "write_off_days": 3000}


def rows_of(scenario: Scenario, **levers: Any) -> Any:
    return journals(world_of(scenario, scenario.today.but(**levers)))[0]


def by_invoice(rows: Any, event: Event) -> dict[tuple[int, int], int]:
    """The day of an event by customer and order number."""
    chosen = of(rows, event)
    keys = zip(chosen["customer"].tolist(), chosen["invoice"].tolist(), strict=True)
    return dict(zip(keys, chosen["day"].tolist(), strict=True))


def test_a_disputed_invoice_is_paid_as_many_days_later_as_its_dispute_lasts():
    """Its customer's own clock stands still from due until it is settled; nobody else's moves."""
    before = rows_of(quiet_wholesaler())
    after = rows_of(quiet_wholesaler(disputes=EVERYONE_TELLS))
    plain, found, settled = paid_days(before), paid_days(after), by_invoice(after, Event.DISPUTE_SETTLED)
    invoiced = of(after, Event.INVOICED)
    numbers = zip(invoiced["customer"].tolist(), invoiced["invoice"].tolist(), strict=True)
    due = dict(zip(numbers, invoiced["due"].tolist(), strict=True))
    shared = plain.keys() & found.keys()
    assert all(found[key] == plain[key] for key in shared if key not in settled)
    late = [key for key in shared if key in settled and plain[key] > due[key]]
    assert len(late) > 50
    assert all(found[key] - plain[key] == settled[key] - due[key] for key in late)
    on_time = [key for key in shared if key in settled and plain[key] <= due[key]]
    assert len(on_time) > 50
    assert all(found[key] == settled[key] + 1 for key in on_time), "early payers wait too"


@pytest.mark.parametrize(("channel", "heard"), [("email", False), ("call", True), ("final_demand", True)])
def test_a_hidden_dispute_comes_up_when_a_person_or_a_letter_asks(channel, heard):
    scenario = quiet_wholesaler(disputes=EVERYONE_HIDES, behaviour={"contact_rate_fraction": 1.0})
    rows = rows_of(scenario, collections={**CHASING, "ladder": [{"day": 10, "channel": channel}]})
    news = of(rows, Event.DISPUTED)
    after_due = news["day"] - news["due"]
    assert len(news) > 100
    assert (after_due <= 10).all() if heard else (after_due == 90).all()


def test_a_call_before_due_brings_disputes_up_early_and_saves_their_days():
    scenario = quiet_wholesaler(disputes=EVERYONE_TELLS, behaviour={"contact_rate_fraction": 1.0})
    unasked = rows_of(scenario)
    asked = rows_of(scenario, collections={**CHASING, "ladder": [{"day": -5, "channel": "call"}]})
    assert (of(unasked, Event.DISPUTED)["day"] == of(unasked, Event.DISPUTED)["due"]).all()
    told = of(asked, Event.DISPUTED)
    assert (told["day"] - told["due"] <= -5).all()
    before, after = by_invoice(unasked, Event.DISPUTE_SETTLED), by_invoice(asked, Event.DISPUTE_SETTLED)
    shared = before.keys() & after.keys()
    assert all(before[key] - after[key] >= 5 for key in shared)


def test_contacts_do_not_move_who_disputes_and_our_ladder_rests_meanwhile():
    scenario = small_wholesaler(60, 365, disputes={"rate_fraction": 0.3})
    rows = rows_of(scenario)
    told, settled = by_invoice(rows, Event.DISPUTED), by_invoice(rows, Event.DISPUTE_SETTLED)
    paid = paid_days(rows)
    assert all(paid[key] > settled[key] for key in settled.keys() & paid.keys())
    written = of(rows, Event.EMAILED, Event.DEMANDED)
    for row in written:
        key = int(row["customer"]), int(row["invoice"])
        assert not (key in told and told[key] < row["day"] < settled.get(key, 10**6))


def test_a_credit_note_is_dilution_and_no_bad_debt():
    """40 % of disputes end with a note for 20 % of the invoice: what was invoiced is paid or credited."""
    disputes = {"rate_fraction": 0.5, "credited_fraction": 0.4, "credit_share_fraction": 0.2}
    rows = rows_of(quiet_wholesaler(120, 365, disputes=disputes))
    settled, notes = of(rows, Event.DISPUTE_SETTLED), of(rows, Event.CREDITED)
    assert len(notes) / len(settled) == pytest.approx(0.4, abs=0.03)
    assert len(of(rows, Event.WRITTEN_OFF)) == 0
    booked = of(rows, Event.INVOICED)
    assert gross(booked) == gross(notes) + gross(of(rows, Event.PAID))
    assert gross(notes) / gross(booked) == pytest.approx(0.5 * 0.4 * 0.2, rel=0.2)


def test_causes_are_as_published_and_a_check_finds_those_of_the_invoice_itself():
    disputes = {"rate_fraction": 1.0}
    unchecked = of(rows_of(quiet_wholesaler(120, 365, disputes=disputes)), Event.DISPUTED)
    shares = np.bincount(unchecked["vat"], minlength=4) / len(unchecked)
    assert shares == pytest.approx([0.37, 0.18, 0.27, 0.18], abs=0.02)
    scenario = quiet_wholesaler(120, 365, disputes=disputes)
    rows = rows_of(scenario, terms={"invoice_check_fraction": 1.0, "cost_per_invoice_check": 3.0})
    assert set(of(rows, Event.DISPUTED)["vat"].tolist()) == {2, 3}
    assert of(rows, Event.CHECKS_PAID)["net"].sum() == 300 * len(of(rows, Event.INVOICED))


def test_what_we_know_to_be_disputed_does_not_stop_supply():
    """All is disputed for about a year: who tells goes on ordering, who does not is stopped for what is overdue."""
    strict = {"credit_policy": {"limit_rule": "none", "stop_supply_days": 5}}
    held = {}
    for hidden in (0.0, 1.0):
        disputes = {"rate_fraction": 1.0, "mean_days": 365.0, "hidden_fraction": hidden, "silent_days": 300}
        rows = rows_of(quiet_wholesaler(60, 120, disputes=disputes), **strict)
        held[hidden] = len(of(rows, Event.HELD, Event.LOST_TO_HOLD))
    assert held[1.0] > 100
    assert held[0.0] < 0.2 * held[1.0], "only what was settled early and is late again"


def test_clerks_shorten_disputes_but_not_the_customers_part_and_too_few_leave_them_waiting():
    scenario = small_wholesaler(
        100, 365, disputes={"rate_fraction": 0.3, "minutes_per_dispute": 240.0, "clerk_cost_per_year": 0.0}
    )
    levers = [scenario.today.but(collections={"dispute_clerks": clerks}) for clerks in (0, 1, 50)]
    plain, one, plenty = (
        found.values("dispute_resolution_days").mean() for found in samples(scenario, levers, 4)
    )
    assert plain == pytest.approx(23.0, abs=2.0), "22 days, and the weekend that some of them meet"
    assert plenty == pytest.approx(12.0, abs=2.0), "the customer's half"
    assert plenty < one


def test_a_clerk_works_first_come_first_served():
    scenario = quiet_wholesaler(80, 240, disputes={**EVERYONE_TELLS, "minutes_per_dispute": 900.0})
    rows = rows_of(scenario, collections={"dispute_clerks": 1})
    backlog = of(rows, Event.CLERKS_BACKLOG)
    assert backlog["net"].max() > 20
    load = of(rows, Event.CLERKS_SHIFT)
    busy = load[(load["day"] > 60) & (load["day"] < 240)]
    assert (busy["net"] >= busy["vat"]).mean() > 0.95, "whatever has begun is finished"


def test_the_insurer_pays_for_a_disputed_debt_only_once_it_is_settled():
    """Nobody pays at all: every claim waits for its due day, the waiting period, and the end of the dispute."""
    scenario = quiet_wholesaler(
        60,
        360,
        disputes={**EVERYONE_HIDES, "rate_fraction": 0.5, "silent_days": 50, "mean_days": 60.0},
        behaviour={"on_time_fraction": 0.0},
    )
    policy = {
        "insured_fraction": 0.9,
        "waiting_period_days": 20,
        "discretionary_limit": 1e9,
        "minimum_loss": 0.0,
    }
    rows = rows_of(scenario, insurance=policy)
    told, settled = by_invoice(rows, Event.DISPUTED), by_invoice(rows, Event.DISPUTE_SETTLED)
    claims = by_invoice(rows, Event.CLAIM_ACCEPTED)
    disputed = claims.keys() & told.keys()
    assert len(claims) > 20
    assert len(disputed) > 3
    assert all(settled[key] <= claims[key] for key in disputed)


def test_disputes_end_with_their_customer():
    scenario = small_wholesaler(60, 365, disputes={"rate_fraction": 0.5, "mean_days": 90.0})
    rates = {name: 20 * rate for name, rate in scenario.health.failures_per_year.items()}
    rows = rows_of(scenario.but(health={"failures_per_year": rates}))
    lapsed, written = by_invoice(rows, Event.DISPUTE_LAPSED), by_invoice(rows, Event.WRITTEN_OFF)
    assert len(lapsed) > 3
    assert all(written[key] == day for key, day in lapsed.items())
    ends = len(lapsed) + len(of(rows, Event.DISPUTE_SETTLED))
    assert len(of(rows, Event.DISPUTED)) == ends


def test_the_measures_count_what_the_journal_says():
    scenario = small_wholesaler(60, 365, disputes={"rate_fraction": 0.2})
    (found,) = samples(scenario, [scenario.today], 1)
    rows = rows_of(scenario)
    until = rows[rows["day"] < 365]
    known, ended = of(until, Event.DISPUTED), of(until, Event.DISPUTE_SETTLED, Event.DISPUTE_LAPSED)
    assert found.values("open_disputes")[0] == len(known) - len(ended) > 0
    year = until[until["day"] >= 0]
    settled = of(year, Event.DISPUTE_SETTLED)
    assert found.values("dispute_resolution_days")[0] == pytest.approx(settled["vat"].mean())
    notes, sales = of(year, Event.CREDITED)["net"].sum(), of(year, Event.INVOICED)["net"].sum()
    assert found.values("dilution_fraction")[0] == pytest.approx(notes / sales)
