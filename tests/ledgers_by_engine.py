"""Ledgers and portfolios for tests that only the engine can tell: who pays how, under which ladder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from simulator.calibration.observing import healthy, unhurried
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Event
from simulator.ledger import Ledger
from simulator.levers import Levers
from simulator.portfolio.laws import SegmentLaw, segment_law
from simulator.portfolio.portfolio import OPEN_ITEM, SEGMENTS, TRAITS, Portfolio
from simulator.scenario import Scenario, load_scenario
from tests.reference.comparing import KeepingReader
from tests.synthetic_ledger import Row, ledger

START = date(2023, 1, 2)


def quiet(start: date = START, ladder: bool = True) -> Scenario:
    """A year without growth, shocks, failures; the standard ladder with plenty of staff, or none."""
    scenario = healthy(load_scenario("wholesale"), start).but(
        company={"vat_fraction": 0.0, "country": "none"}
    )
    today = scenario.today.but(collections=dict(Levers().collections))
    scenario = scenario.but(today=unhurried(today.but(credit_policy={"stop_supply_days": 100_000})))
    return scenario if ladder else scenario.but(today={"collections": {"ladder": []}})


def portfolio_with(
    laws: Sequence[SegmentLaw], customers_each: int, orders_per_month: float, start: date = START
) -> Portfolio:
    """So many customers of each law, all ordering alike on 30 days; lateness in calendar days."""
    count = len(laws) * customers_each
    customers = np.zeros(count, dtype=TRAITS)
    customers["segment"] = SEGMENTS.index("sme")
    customers["law"] = np.arange(count) // customers_each
    customers["terms_days"] = 30
    customers["orders_per_month"] = orders_per_month
    customers["order_value"] = 1000.0
    customers["order_cv"] = 0.3
    return Portfolio(
        "made", "ledger", customers, customers.copy(), np.stack([segment_law(law) for law in laws]),
        np.zeros(0, dtype=OPEN_ITEM), start,
    )  # fmt: skip


def made_ledger(scenario: Scenario, portfolio: Portfolio, currency: str = "EUR") -> Ledger:
    """A year's invoices as the engine bills them and has them paid."""
    run = Run(World.build(scenario, portfolio, [scenario.today]), 7, 0, reader := KeepingReader())
    run.finish()
    rows = reader.journal()
    paid = rows[rows["event"] == Event.PAID]
    made = [
        Row(
            f"{int(row['customer']):06d}",
            f"{int(row['customer'])}-{int(row['invoice'])}",
            portfolio.start + timedelta(days=int(row["issued"])),
            portfolio.start + timedelta(days=int(row["due"])),
            portfolio.start + timedelta(days=int(row["day"])),
            int(row["net"] + row["vat"]),
        )
        for row in paid
    ]
    return ledger(made, currency)
