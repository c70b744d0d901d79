"""Desks: SimPy processes that own when something happens; the kernels own what.

A desk's moment is its day plus its rank in the order of a day over 64, an exact binary fraction, so the order of
a day never depends on the order in which events were scheduled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from simulator.engine.desks.analysts import analysts
from simulator.engine.desks.chasing import dunning_and_collectors
from simulator.engine.desks.disputes import disputes
from simulator.engine.desks.financing import financier
from simulator.engine.desks.insurance import agency, insurer
from simulator.engine.desks.money import auditor, bank, treasury
from simulator.engine.desks.monthly import health, shocks
from simulator.engine.desks.trade import sales_and_billing

if TYPE_CHECKING:
    from simulator.engine.model import Run

DESKS = (
    shocks,
    health,
    bank,
    disputes,
    analysts,
    sales_and_billing,
    dunning_and_collectors,
    agency,
    insurer,
    financier,
    treasury,
    auditor,
)


def start_desks(run: Run, env: simpy.Environment, until: int) -> None:
    """Start every desk; each sleeps until its own next date."""
    for desk in DESKS:
        env.process(desk(run, env, until))
