"""Dates: when a desk wakes next."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from simulator.journal import Desk
from simulator.rules.banking import Calendar

Dates = Generator[simpy.Event, Any, None]
"""What a desk is: it yields the moments at which it wakes."""

MOMENTS_PER_DAY = 64
AUDIT = 14
BEFORE_THE_ECONOMY = 0.75
"""After a policy year has opened."""


def at(env: simpy.Environment, day: int, desk: Desk | float) -> simpy.Timeout:
    """The moment of a desk on a day."""
    return env.timeout(day + desk / MOMENTS_PER_DAY - env.now)


def banking_days(calendar: Calendar, first: int, until: int) -> list[int]:
    """Banking days from ``first`` to before ``until``."""
    days = calendar.bank_days
    found: list[int] = days[np.searchsorted(days, first) : np.searchsorted(days, until)].tolist()
    return found
