"""Exposure at default: what a customer owes who stops paying and fails months later, by the day supply stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from simulator.engine.model import Run
from simulator.journal import Event
from simulator.verification.cases import Case
from simulator.verification.playing import Rows, go_on, move_to, place_orders
from simulator.verification.textbook import (
    NEVER_STOP_DAYS,
    customers,
    point_law,
    textbook_scenario,
    with_chances,
    world_of,
)

_START = date(2026, 11, 1)
_STOPS_PAYING = 92  # 1 February
_FAILS = 212  # 1 June, 120 days later
_DAILY_SALES = 1_000.0
_ONE_DAY = 1_000.0
_PAYS_LATE_DAYS = 10.0


def _exposure(seed: int, credit_policy: dict[str, Any]) -> float:
    """What is open on the day of the failure, by the row of the insolvency (currency).

    The customer pays 10 days late. From 1 February it is stressed and its clock all but stands still; it goes on
    ordering 1,000 a day; on 1 June it fails.
    """
    worlds = []
    for failure in (0.0, 1.0):
        scenario = textbook_scenario(
            company={"start_date": _START, "warm_up_days": 0, "horizon_days": _FAILS + 30},
            behaviour={"hold_lost_fraction": 1.0},
            health={
                "stress_lateness_multiplier": 1000.0,
                "stressed_to_healthy_per_month": 0.0,
                "stressed_to_insolvent_per_month": failure,
            },
            today={"credit_policy": credit_policy},
        )
        worlds.append(
            world_of(scenario, customers(1, order_value=_DAILY_SALES), [point_law(_PAYS_LATE_DAYS)])
        )
    sound, failing = worlds
    turns = {_STOPS_PAYING: with_chances(sound, to_stress=1.0, sudden=0.0), _FAILS: failing}
    rows = Rows(Event.INSOLVENT)
    run = Run(sound, seed, 0, rows)
    for day in range(_FAILS + 1):
        go_on(run, day)
        if day in turns:
            move_to(run, turns[day])
        place_orders(run, np.array([0]), day)
    go_on(run, _FAILS + 2)
    return float(rows.all()["net"].sum()) / 100.0


def exposure_at_default(seed: int, effort: float = 1.0) -> list[Case]:
    """CF19: 1,000 a day at 30 days, usually 10 days late; pays nothing more and fails 120 days later."""
    del effort
    policies: dict[str, tuple[float, dict[str, Any]]] = {
        "supply stops 30 days after due": (60_000.0, {"stop_supply_days": 30}),
        "supply stops 60 days after due": (90_000.0, {"stop_supply_days": 60}),
        "supply never stops": (160_000.0, {"stop_supply_days": NEVER_STOP_DAYS}),
        "a limit of 100,000": (
            100_000.0,
            {
                "stop_supply_days": NEVER_STOP_DAYS,
                "limit_rule": "monthly_sales",
                "limit_minimum_orders": 100.0,
            },
        ),
    }
    return [
        Case("CF19", f"owed at the failure, {title}", expected, _exposure(seed, policy), _ONE_DAY)
        for title, (expected, policy) in policies.items()
    ]
