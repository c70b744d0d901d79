"""The numbers on the page, against a calculation by hand from the rows of the journal.

Nothing here uses the product's own measures: the journal is added up event by event.
"""

from calendar import monthrange
from datetime import timedelta

import numpy as np
import pytest

import simulator as cs
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.experiment.inputs import portfolio_for
from simulator.journal import Event
from tests.browser.serving import serve_folder, write_notebook
from tests.browser.small_lab import (
    CELL,
    CUSTOMERS,
    HORIZON_DAYS,
    SEED,
    WANTED,
    amount,
    measure_cell,
    wait_settled,
)

EARNED = {Event.INVOICED: 1, Event.RECOVERED: 1}
SPENT = (
    Event.SUPPLIED,
    Event.DISCOUNTED,
    Event.WRITTEN_OFF,
    Event.EMAILED,
    Event.DEMANDED,
    Event.CALLED,
    Event.STAFF_PAID,
    Event.FIXED_PAID,
    Event.OVERDRAFT_CHARGED,
)
CASH_OUT = (
    Event.SUPPLIERS_PAID,
    Event.VAT_SETTLED,
    Event.EMAILED,
    Event.DEMANDED,
    Event.CALLED,
    Event.STAFF_PAID,
    Event.FIXED_PAID,
    Event.OVERDRAFT_CHARGED,
)


class Rows:
    """A reader that keeps every row."""

    def __init__(self):
        self.blocks = []

    def take(self, rows):
        self.blocks.append(np.array(rows))

    def close_month(self, day):
        pass


@pytest.fixture(scope="module")
def journals():
    """Rows by strategy and replication."""
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": CUSTOMERS}, company={"horizon_days": HORIZON_DAYS}
    )
    levers = [
        cs.load_strategy(name).levers(scenario.today)
        for name in ("status_quo", "discount", "intensive_collections", "strict")
    ]
    world = World.build(scenario, portfolio_for(scenario), levers)
    found = []
    for plan in world.plans:
        runs = []
        for replication in range(WANTED):
            reader = Rows()
            run = Run(world, SEED, replication, reader)
            run.run(0)
            run.change(plan)
            run.finish()
            runs.append(np.concatenate(reader.blocks))
        found.append(runs)
    return scenario, found


def profit(rows):
    """Sales less everything spent, to the last row (currency)."""
    own = rows[rows["day"] >= 0]
    earned = sum(own["net"][own["event"] == event].sum() for event in EARNED)
    return (earned - sum(own["net"][own["event"] == event].sum() for event in SPENT)) / 100


def by_day(rows, signs):
    """What rows add up to at the close of every day of the horizon (cents).

    Args:
        rows: The journal.
        signs: For each event, what one cent of net and one of VAT count.
    """
    changes = np.zeros(HORIZON_DAYS, dtype=np.int64)
    for event, (net, vat) in signs.items():
        some = rows[(rows["event"] == event) & (rows["day"] >= 0) & (rows["day"] < HORIZON_DAYS)]
        np.add.at(changes, some["day"], net * some["net"] + vat * some["vat"])
    return np.cumsum(changes)


def lowest_cash(rows):
    """The lowest balance at the close of any day of the horizon (currency)."""
    signs = {Event.OPENING_CASH: (1, 0), Event.PAID: (1, 1), Event.RECOVERED: (1, 1)}
    return by_day(rows, signs | dict.fromkeys(CASH_OUT, (-1, 0))).min() / 100


def net_write_offs(rows):
    own = rows[rows["day"] >= 0]
    return own["net"][own["event"] == Event.WRITTEN_OFF].sum() / 100


def countback_dso(rows, start):
    """DSO by count-back at each month end, averaged: whole months of sales are taken off what is owed (days)."""
    owed = by_day(
        rows,
        {
            Event.OPENING_RECEIVABLE: (1, 1),
            Event.INVOICED: (1, 1),
            Event.PAID: (-1, -1),
            Event.DISCOUNTED: (-1, -1),
            Event.WRITTEN_OFF: (-1, -1),
        },
    )
    days = []
    for day in range(HORIZON_DAYS):
        when = start + timedelta(days=day)
        if (when + timedelta(days=1)).day == 1 or day == HORIZON_DAYS - 1:
            days.append(counted_back(rows, start, when, int(owed[day])))
    return float(np.mean(days))


def counted_back(rows, start, when, owed):
    counted, month = 0.0, when.replace(day=1)
    while owed > 0:
        length = monthrange(month.year, month.month)[1]
        first = (month - start).days
        sold = rows[
            (rows["event"] == Event.INVOICED) & (rows["day"] >= first) & (rows["day"] < first + length)
        ]
        sales = int((sold["net"] + sold["vat"]).sum())
        if sales > owed:
            return counted + length * owed / sales
        counted, owed = counted + length, owed - sales
        month = (month - timedelta(days=1)).replace(day=1)
    return counted


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("numbers")
    write_notebook(folder / "lab.ipynb", CELL)
    running = serve_folder(folder)
    yield running
    running.end()


def test_the_page_shows_what_the_journal_adds_up_to(small, visit, journals):
    scenario, found = journals
    page = visit(f"{small.address}lab").wait_ready()
    wait_settled(page)
    start = scenario.company.start_date
    by_hand = {
        "profit_to_the_end": (profit, 500.0),
        "lowest_cash": (lowest_cash, 500.0),
        "dso_countback_days": (lambda rows: countback_dso(rows, start), 0.051),
        "write_offs_net_of_claims": (net_write_offs, 500.0),
    }
    for measure, (function, rounding) in by_hand.items():
        today, *others = [np.mean([function(rows) for rows in runs]) for runs in found]
        shown = measure_cell(page, measure, "t")
        if not shown.startswith("under"):
            step = 5_000.0 if shown.endswith("m") else rounding
            assert amount(shown) == pytest.approx(today, abs=step), measure
        for letter, level in zip("abc", others, strict=True):
            shown = measure_cell(page, measure, letter)
            if shown.startswith("under"):
                assert abs(level - today) < max(2 * rounding, 0.05)
            else:
                step = 5_000.0 if shown.endswith("m") else rounding
                assert amount(shown) == pytest.approx(level - today, abs=step), (measure, letter)
