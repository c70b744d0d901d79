"""Facts of failure that a toy misses: warning signs that mostly pass, waves, silence, almost nothing back, late."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.journal import Account, Event, balances
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.health import STRESSED
from simulator.scenario import Scenario
from tests.behaviour.trials import (
    EQUAL_FIRMS,
    gross,
    journal_of,
    journals,
    late_days,
    many_journals,
    of,
    quiet_wholesaler,
    small_wholesaler,
    started,
    world_of,
)

FAILING = 0.1
UNCORRELATED = {"asset_correlation_fraction": 0.0}
ENDS = {Event.RECOVERED_HEALTH: "recovered", Event.INSOLVENT: "failed", Event.VANISHED: "failed"}


def failing(**health: Any) -> dict[str, Any]:
    """A tenth of all customers fail in a year."""
    return {"failures_per_year": dict.fromkeys(SEGMENTS, FAILING), **health}


def without_orders(days: int = 1095, **health: Any) -> Scenario:
    """Two hundred customers who only live and die."""
    idle = {"orders_per_month": dict.fromkeys(SEGMENTS, 0.0), "churn_per_year": 0.0}
    return quiet_wholesaler(200, days, portfolio=idle, health=failing(**health))


class Lives:
    """Some replications of customers who only live and die, and how their spells of stress ended."""

    def __init__(self, **health: Any) -> None:
        world = world_of(without_orders(**health))
        self.rows = []
        self.ends = {"failed": 0, "recovered": 0, "sudden": 0}
        for replication in range(8):
            run = started(world, replication)
            stressed = {
                int(number) for number in np.flatnonzero(run.state.customers["health"][:200] == STRESSED)
            }
            run.finish()
            self.rows.append(journal_of(run))
            self._count(self.rows[-1], stressed)

    def _count(self, rows: NDArray[Any], stressed: set[int]) -> None:
        for row in of(rows, Event.STRESSED, Event.RECOVERED_HEALTH, Event.INSOLVENT, Event.VANISHED):
            customer, event = int(row["customer"]), Event(int(row["event"]))
            if event is Event.STRESSED:
                stressed.add(customer)
                continue
            self.ends["sudden" if customer not in stressed else ENDS[event]] += 1
            stressed.discard(customer)

    def share(self, one: str, other: str) -> float:
        """Share of the first among the two."""
        return self.ends[one] / (self.ends[one] + self.ends[other])

    def count(self, event: Event) -> int:
        return sum(len(of(rows, event)) for rows in self.rows)


@pytest.fixture(scope="module")
def lives() -> Lives:
    return Lives()


def test_only_one_in_five_stressed_customers_fails():
    """By the monthly chances, 0.03 against 0.12, where every customer's luck is its own."""
    assert Lives(**UNCORRELATED).share("failed", "recovered") == pytest.approx(0.2, abs=0.03)


def test_most_stressed_customers_recover_even_where_failures_come_in_waves(lives):
    assert lives.share("failed", "recovered") < 0.45


def test_a_tenth_of_the_failures_come_without_a_warning(lives):
    assert lives.share("sudden", "failed") == pytest.approx(0.1, abs=0.03)


def test_three_in_ten_failures_are_silent(lives):
    vanished, insolvent = lives.count(Event.VANISHED), lives.count(Event.INSOLVENT)
    assert vanished / (vanished + insolvent) == pytest.approx(0.3, abs=0.04)


def variance_over_mean(**health: Any) -> float:
    scenario = without_orders(365, **health)
    counts = [
        len(of(rows, Event.INSOLVENT, Event.VANISHED)) for rows in many_journals(world_of(scenario), 40)
    ]
    return float(np.var(counts, ddof=1) / np.mean(counts))


def test_failures_come_in_waves():
    """Years differ far more than independent customers would make them: binomial is at most 1."""
    assert variance_over_mean() > 2.5
    assert variance_over_mean(**UNCORRELATED) < 1.5


def spells(rows: NDArray[Any]) -> dict[int, list[tuple[int, int]]]:
    """Days on which each customer is known to be stressed: from, and to before."""
    found: dict[int, list[tuple[int, int]]] = {}
    ends = (Event.RECOVERED_HEALTH, Event.INSOLVENT, Event.VANISHED)
    for row in of(rows, Event.STRESSED):
        own = of(rows[rows["customer"] == row["customer"]], *ends)
        later = own["day"][own["day"] > row["day"]]
        end = int(later.min()) if len(later) else int(rows["day"].max())
        found.setdefault(int(row["customer"]), []).append((int(row["day"]), end))
    return found


def is_stressed(
    rows: NDArray[Any], known: dict[int, list[tuple[int, int]]], field: str = "issued"
) -> NDArray[Any]:
    """Whether each row's customer was stressed on the row's day of issue (or another day)."""
    pairs = zip(rows["customer"].tolist(), rows[field].tolist(), strict=True)
    return np.array([any(a <= day < b for a, b in known.get(customer, ())) for customer, day in pairs])


@pytest.fixture(scope="module")
def paced():
    """The same customers with the same luck, where stress slows payment by 2.5 and where it does not."""
    found = []
    for slower in (2.5, 1.0):
        health = failing(stress_lateness_multiplier=slower, **UNCORRELATED)
        scenario = quiet_wholesaler(100, 730, portfolio=EQUAL_FIRMS, health=health)
        found.append(journals(world_of(scenario))[0])
    return found


def test_stressed_customers_pay_later(paced):
    slow, usual = paced
    known = spells(slow)
    means = []
    for rows in (slow, usual):
        stressed = is_stressed(of(rows, Event.PAID), known)
        late = np.maximum(late_days(rows), 0)
        means.append((late[stressed].mean(), late[~stressed].mean()))
    assert means[0][0] > 1.5 * means[0][1]  # an early warning that a customer gives
    assert means[0][0] > 1.4 * means[1][0]


def test_who_is_never_stressed_pays_as_ever(paced):
    slow = paced[0]
    touched = np.unique(of(slow, Event.STRESSED, Event.RECOVERED_HEALTH, Event.INSOLVENT)["customer"])
    payments = [of(rows, Event.PAID) for rows in paced]
    first, other = (rows[~np.isin(rows["customer"], touched)] for rows in payments)
    assert len(first) > 500
    assert first.tobytes() == other.tobytes()


def test_stressed_customers_order_more():
    """The same order luck, thinned less: 1.2 times the orders per day under stress, as many otherwise."""
    rates = {}
    for more in (1.2, 1.0):
        health = failing(stress_order_multiplier=more, **UNCORRELATED)
        scenario = quiet_wholesaler(200, 730, portfolio=EQUAL_FIRMS, health=health)
        (rows,) = journals(world_of(scenario))
        known, orders = spells(rows), of(rows, Event.ORDERED)
        days = sum(end - start for pairs in known.values() for start, end in pairs if end < 730)
        inside = {customer: [pair for pair in pairs if pair[1] < 730] for customer, pairs in known.items()}
        rates[more] = is_stressed(orders, inside, "day").sum() / days
    assert rates[1.2] / rates[1.0] == pytest.approx(1.2, abs=0.08)


@pytest.fixture(scope="module")
def estates():
    """Rows of sixteen replications in which many fail while they owe."""
    scenario = small_wholesaler(200, 730, health=failing(**UNCORRELATED), portfolio=EQUAL_FIRMS)
    return many_journals(world_of(scenario), 16)


def test_almost_nothing_comes_back_and_for_most_nothing(estates):
    losses = []
    for rows in estates:
        dividends = of(rows, Event.RECOVERED)
        dividends = dividends[dividends["invoice"] == -1]
        for notice in of(rows[rows["day"] < 600], Event.INSOLVENT):
            if notice["net"] > 0:
                mine = dividends[dividends["customer"] == notice["customer"]]
                back = (mine["net"] + mine["vat"]).sum()
                losses.append(1.0 - back / notice["net"])
    assert len(losses) > 200
    assert np.mean(np.array(losses) == 1.0) == pytest.approx(0.86, abs=0.07)
    assert np.mean(losses) == pytest.approx(0.95, abs=0.03)
    partial = np.array(losses)[np.array(losses) < 1.0]
    assert 0.39 < partial.min() < partial.max() < 0.96


def test_a_dividend_comes_712_days_after_the_notice(estates):
    waits = []
    for rows in estates:
        notices = {int(row["customer"]): int(row["day"]) for row in of(rows, Event.INSOLVENT)}
        dividends = of(rows, Event.RECOVERED)
        dividends = dividends[(dividends["invoice"] == -1) & np.isin(dividends["customer"], list(notices))]
        waits += [int(row["day"]) - notices[int(row["customer"])] for row in dividends]
    assert len(waits) > 10
    assert min(waits) >= 712
    assert max(waits) <= 712 + 5  # the next banking day, over Christmas or Easter at the latest


def test_on_notice_everything_open_is_written_off_at_once(estates):
    for rows in estates:
        for notice in of(rows, Event.INSOLVENT):
            own = rows[(rows["customer"] == notice["customer"]) & (rows["day"] == notice["day"])]
            assert gross(of(own, Event.WRITTEN_OFF)) == notice["net"]


def test_the_silent_are_written_off_by_the_ladder(estates):
    """A year after due, not on the day on which they vanish, which nobody knows."""
    checked = 0
    for rows in estates:
        gone = {int(row["customer"]): int(row["day"]) for row in of(rows, Event.VANISHED)}
        for row in of(rows, Event.WRITTEN_OFF):
            if int(row["customer"]) in gone:
                assert 365 <= row["day"] - row["due"] <= 365 + 5
                checked += 1
    assert checked > 50


def test_the_tax_office_gives_its_part_of_a_loss_back(estates):
    for rows in estates:
        written = of(rows, Event.WRITTEN_OFF)
        granted = of(rows, Event.RELIEF_GRANTED)["vat"].sum()
        opening = of(rows, Event.OPENING_RELIEF)["vat"].sum()
        assert granted == written["vat"].sum() + opening
        assert balances(rows)[Account.VAT_RELIEF_DUE] == 0
        first = int(written["day"].min())
        assert of(rows, Event.RELIEF_GRANTED)["day"].max() > first + 100
