"""Facts of a ledger's own payment runs in the engine, and of what invoices of one customer have in common."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.special import ndtri

from simulator.engine.calendar import build_calendar
from simulator.engine.kernels.opening import FIRST_OPENING_ITEM
from simulator.engine.model import Run
from simulator.engine.own_runs import with_own_runs
from simulator.engine.world import World
from simulator.journal import Event
from simulator.portfolio.laws import SegmentLaw
from simulator.portfolio.portfolio import FORTNIGHTLY, OPEN_ITEM, OwnRuns, Portfolio
from simulator.rules.banking import OWN_RUNS, settlement_day
from simulator.scenario import Scenario
from tests.ledgers_by_engine import portfolio_with, quiet
from tests.reference.comparing import KeepingReader

START = date(2024, 6, 3)
FRIDAYS = OwnRuns(
    0, np.array([-94, -66, -31, -3]), np.array([28, 35, 28])
)  # the last one three days before day 0
BOOK, CUSTOMER, DUE_WEEK, DUE_DAY = 0.05, 0.25, 0.20, 0.30


def calendar(replication: int = 0, own: tuple[OwnRuns, ...] = (FRIDAYS,)):
    """The bank's days with runs of its customers."""
    return with_own_runs(build_calendar(START, -120, 700, "real", "none"), own, 1, replication)


def runs_of(number: int, replication: int = 0) -> list[int]:
    """Days of the runs to come."""
    table = calendar(replication).next_run[number]
    return sorted({int(day) for day in table[120:600]})


def test_runs_to_come_keep_the_gaps_seen() -> None:
    """Four or five weeks after the run before, on Fridays, another sequence in another run of luck."""
    days = runs_of(OWN_RUNS)
    assert days[0] in (25, 32)  # 28 or 35 days after the run three days before day 0
    assert set(np.diff(days).tolist()) == {28, 35}
    assert [day % 7 for day in days] == [4] * len(days)
    assert any(runs_of(OWN_RUNS, replication) != days for replication in range(1, 5))


def test_a_payer_overdue_for_a_run_pays_on_its_next_such_weekday() -> None:
    late = OwnRuns(
        0, np.array([-101, -73, -45]), np.array([28, 28])
    )  # a Friday six weeks ago, every four weeks before
    table = calendar(own=(late,)).next_run[OWN_RUNS]
    assert int(table[120]) == 4  # Friday of the first week


def test_runs_on_a_known_calendar_are_the_banks() -> None:
    fortnightly = OwnRuns(0, np.array([-10]), np.zeros(0, dtype=np.int64), calendar=FORTNIGHTLY + 4)
    both = calendar(own=(FRIDAYS, fortnightly))
    assert (both.next_run[OWN_RUNS + 1] == both.next_run[FORTNIGHTLY + 4]).all()


def test_an_invoice_meant_between_two_runs_is_paid_on_the_next_one_early_or_late() -> None:
    bank = calendar()
    first, second = runs_of(OWN_RUNS)[:2]
    assert settlement_day(bank, OWN_RUNS, first + 1, first + 3, -20) == second  # meant before it is due
    assert settlement_day(bank, OWN_RUNS, first + 1, first - 9, -20) == second  # and after
    assert settlement_day(bank, OWN_RUNS, first, first - 9, -20) == first
    assert settlement_day(bank, OWN_RUNS, -40, 60, 3) == first  # never before the invoice has come


def journal(scenario: Scenario, portfolio: Portfolio, replication: int = 0):
    """The rows of a run."""
    run = Run(World.build(scenario, portfolio, [scenario.today]), 1, replication, reader := KeepingReader())
    run.finish()
    return reader.journal()


def in_runs() -> Portfolio:
    """Late payers, all of one owner and so in the same runs."""
    portfolio = portfolio_with([SegmentLaw(0.3, 12.0, 0.8, 0.3, 5.0)], 12, 8.0, START)
    portfolio.customers["run_calendar"] = OWN_RUNS
    return replace(portfolio, own_runs=(FRIDAYS,))


def test_everything_is_paid_on_a_run_and_a_promise_is_given_for_one() -> None:
    rows = journal(quiet(START), in_runs())
    bank = calendar()
    runs = set(bank.next_run[OWN_RUNS].tolist())
    paid, promised = rows[rows["event"] == Event.PAID], rows[rows["event"] == Event.PROMISED]
    early = paid[paid["day"] < 570]  # the test's calendar
    assert len(early) > 500
    assert set(early["day"].tolist()) <= runs
    assert len(promised) > 20
    assert set(promised[promised["day"] < 500]["due"].tolist()) <= runs
    assert len({int(day) for day in early["day"]}) < 25


def opened(due: int, law: list[list[float]]) -> Run:
    """A run on day 0 with 2,000 open items of a payer in runs, issued 80 days ago and due on a day."""
    portfolio = in_runs()
    items = np.zeros(2000, dtype=OPEN_ITEM)
    items["issued"], items["due"], items["net"] = -80, due, 100_000
    laws = np.array([[law[0][0]] * (33 - len(law[0])) + law[0], [law[1][0]] * (33 - len(law[1])) + law[1]])
    portfolio = replace(portfolio, open_items=items, laws=laws[None])
    scenario = quiet(START, ladder=False)
    return Run(World.build(scenario, portfolio, [scenario.today]), 1, 0, KeepingReader())


def planned(run: Run) -> np.ndarray:
    """The days on which open items are meant to be paid as things stand."""
    invoices = run.state.invoices
    return invoices[invoices["number"] <= FIRST_OPENING_ITEM]["pay_day"]


def test_open_items_are_conditioned_on_the_last_run_not_on_yesterday() -> None:
    """Half mean to pay on day 0 after due, the others 40 days later. Due two days ago, after the last run: both may be;
    due ten days ago, the last run would have taken the first half along."""
    half_and_half = [[0.0, 0.0, 39.0, 40.0], [0.0, np.log(2.0), np.log(2.0), 12.0]]
    first, second = runs_of(OWN_RUNS)[:2]
    after_the_run, before_it = planned(opened(-2, half_and_half)), planned(opened(-10, half_and_half))
    assert (after_the_run == first).mean() == pytest.approx(0.5, abs=0.04)
    later = first if first >= 30 else second
    assert set(before_it.tolist()) <= {first, second}
    assert (before_it == later).mean() > 0.99  # meant for day 30 (40 days after due) at the latest


def uniform_payers(pairs: int, gap_days: int, shares: tuple[float, ...]) -> Run:
    """Two items of each customer, the second due some days after the first, paid on any day of the year after due."""
    portfolio = portfolio_with([SegmentLaw(0.5, 9.0, 1.4, 0.4, 10.0)], pairs, 1.0, START)
    items = np.zeros(2 * pairs, dtype=OPEN_ITEM)
    items["slot"] = np.arange(2 * pairs) % pairs
    items["issued"], items["net"] = -1, 100_000
    items["due"] = 7 + 7 * (items["slot"] % 300) + gap_days * (np.arange(2 * pairs) >= pairs)
    share = np.linspace(0.0, 0.999, 33)
    laws = np.stack([365.0 * share, -np.log1p(-share)])[None]
    portfolio = replace(portfolio, open_items=items, laws=laws, dependence=shares)
    scenario = quiet(START, ladder=False).but(company={"calendar": "every_day", "horizon_days": 3000})
    return Run(World.build(scenario, portfolio, [scenario.today]), 1, 0, KeepingReader())


def places_in_the_law(run: Run) -> np.ndarray:
    """[first or second, customer]: the place of each item in its customer's law, 0 to 1."""
    invoices = run.state.invoices[run.state.invoices["number"] <= FIRST_OPENING_ITEM]
    late = (planned(run) - invoices["due"] - 0.5)[np.argsort(-invoices["number"])]
    return np.asarray(np.clip(late / 365.5, 1e-4, 1.0 - 1e-4)).reshape(2, -1)


def in_common(gap_days: int, shares: tuple[float, ...]) -> float:
    """Correlation of the normal scores of two invoices' days late."""
    return float(np.corrcoef(ndtri(places_in_the_law(uniform_payers(3000, gap_days, shares))))[0, 1])


@pytest.mark.parametrize(
    ("gap_days", "expected"),
    [(0, BOOK + CUSTOMER + DUE_WEEK + DUE_DAY), (1, BOOK + CUSTOMER + DUE_WEEK), (14, CUSTOMER)],
)
def test_invoices_of_one_customer_have_in_common_what_is_said(gap_days: int, expected: float) -> None:
    """Due on one day, in one week, or two weeks apart; issued in one month."""
    assert in_common(gap_days, (BOOK, CUSTOMER, DUE_WEEK, DUE_DAY)) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("shares", [(), (0.0, 0.0, 0.0, 0.0)])
def test_without_shares_every_invoice_is_by_itself(shares: tuple[float, ...]) -> None:
    assert abs(in_common(0, shares)) < 0.05


def test_the_shares_move_no_invoices_own_law() -> None:
    """A tenth is paid in the first tenth of the year and so on, whatever invoices have in common."""
    places = places_in_the_law(uniform_payers(3000, 0, (BOOK, CUSTOMER, DUE_WEEK, DUE_DAY)))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        assert np.quantile(places, share) == pytest.approx(share, abs=0.03)


def week_of_cash(shares: tuple[float, ...], seeds: range) -> np.ndarray:
    """Items paid in the second four weeks, of 20 customers with ten items due together, by run of luck."""
    portfolio = portfolio_with([SegmentLaw(0.3, 12.0, 0.8, 0.3, 5.0)], 20, 1.0, START)
    items = np.zeros(200, dtype=OPEN_ITEM)
    items["slot"], items["issued"], items["net"] = np.arange(200) % 20, -20, 100_000
    items["due"] = 10 + items["slot"] % 5
    portfolio = replace(portfolio, open_items=items, dependence=shares)
    scenario = quiet(START, ladder=False)
    world = World.build(scenario, portfolio, [scenario.today])
    days = [planned(Run(world, seed, 0, KeepingReader())) for seed in seeds]
    return np.array([((day >= 14) & (day < 28)).sum() for day in days])


def test_a_range_of_cash_holds_what_it_says_only_if_what_is_common_is_known() -> None:
    came = week_of_cash((BOOK, CUSTOMER, DUE_WEEK, DUE_DAY), range(200))
    held = {}
    for name, shares in (("known", (BOOK, CUSTOMER, DUE_WEEK, DUE_DAY)), ("unknown", ())):
        low, high = np.quantile(week_of_cash(shares, range(1000, 1300)), [0.1, 0.9])
        held[name] = float(((came >= low) & (came <= high)).mean())
    assert held["known"] == pytest.approx(0.8, abs=0.09)
    assert held["unknown"] < 0.6
