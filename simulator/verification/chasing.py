"""Chasing: a ladder with certain timing, and that more contact never makes a payment later.

Every customer has one invoice, so that a call about one invoice decides nothing about another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.latent import latent_laws
from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.journal import Event
from simulator.levers import Levers
from simulator.portfolio.laws import segment_law
from simulator.portfolio.portfolio import SEGMENTS
from simulator.scenario import load_scenario
from simulator.verification.cases import Case, Estimate, mean_of, share_of, statistical
from simulator.verification.playing import Rows, go_on, place_orders, play
from simulator.verification.textbook import constant_law, customers, law_through, textbook_scenario, world_of

Ladder = tuple[tuple[int, str], ...]

_EVERYBODY = 100_000  # collectors: nobody waits
_LETTER = 1_000.0  # multiplier of the letter
_LETTER_WORKS = 0.4


def escalation(seed: int, effort: float = 1.0) -> list[Case]:
    """CF17: nobody pays unasked; steps 7, 21 and 45 days after due work with .5, .4, .5, cash 3 days later.

    The first and the last step are calls that reach half of the customers, who promise the third day and keep it;
    the second is a letter whose multiplied hazard meets a jump three days on.
    """
    places = max(round(40_000 * effort), 8_000)
    scenario = textbook_scenario(
        company={"warm_up_days": 0, "horizon_days": 200},
        behaviour={
            "liquidity_cause_fraction": 0.0,
            "contact_rate_fraction": 0.5,
            "promise_fraction": 1.0,
            "promise_kept_healthy_fraction": 1.0,
            "promise_minimum_days": 3,
            "promise_maximum_days": 3,
            "contact_multiplier": {"call": 1.0, "final_demand": _LETTER},
            "personal_contact_half_life_days": 100_000.0,
        },
        today={
            "collections": {
                "ladder": _steps(((7, "call"), (21, "final_demand"), (45, "call"))),
                "collectors": _EVERYBODY,
                "call_attempts": 1,
                "write_off_days": 90,
            }
        },
    )
    jump = -math.log1p(-_LETTER_WORKS) / _LETTER
    law = law_through([24.0, 24.0, 25.0], [0.0, jump, jump])
    rows = Rows(Event.PAID, Event.CALLED, Event.DEMANDED)
    play(world_of(scenario, customers(places), [law]), seed, rows, {0: np.arange(places)})
    paid = rows.of(Event.PAID)
    contacts = np.bincount(rows.all()["customer"][rows.all()["event"] != Event.PAID], minlength=places)
    unpaid = ~np.isin(np.arange(places), paid["customer"])
    return [
        statistical("CF17", "never paid, share", 0.15, share_of(unpaid)),
        statistical("CF17", "days late of who pays, mean", 20.0, mean_of(paid["day"] - paid["due"])),
        statistical("CF17", "contacts per invoice, mean", 1.8, mean_of(contacts)),
    ]


def _steps(ladder: Ladder) -> list[dict[str, Any]]:
    """A ladder as a strategy holds it."""
    return [{"day": day, "channel": channel} for day, channel in sorted(ladder)]


_NOTHING: Ladder = ()
_SOME: Ladder = (
    (-5, "email"),
    (3, "email"),
    (10, "call"),
    (20, "call"),
    (30, "manager"),
    (45, "final_demand"),
)
_MORE: Ladder = (*_SOME, (-9, "email"), (-2, "call"), (7, "email"), (15, "call"), (38, "final_demand"))
_MOST: Ladder = (
    *_MORE,
    (1, "email"),
    (5, "call"),
    (12, "manager"),
    (25, "email"),
    (60, "call"),
    (90, "manager"),
)
_LADDERS = (_NOTHING, _SOME, _MORE, _MOST)


def more_contact(seed: int, effort: float = 1.0) -> list[Case]:
    """CF33: ladders that each hold the one before; no invoice is paid later.

    Judged on the bank day with daily runs on the plain calendar, which is the first whole day at or after the
    day that is meant; unbounded staff, chasing not paused by promises, healthy customers.
    """
    places = max(round(20_000 * effort), 4_000)
    constant = _delays(seed, places, [constant_law(0.05)], {})
    wholesale = load_scenario("wholesale")
    shipped = latent_laws(wholesale)
    laws = [segment_law(shipped[name]) for name in SEGMENTS]
    behaviour = {"late_cap_days": wholesale.behaviour.late_cap_days}
    delays = _delays(seed, places, laws, behaviour)
    later = Estimate(float((delays > 0).mean()), 0.0)
    return [
        Case("CF33", "invoices paid later, constant hazard", 0.0, float((constant > 0).sum()), 0.0),
        statistical("CF33", "share paid later, shipped laws", 0.0, later, 0.01),
        Case("CF33", "largest delay, shipped laws, days", 0.0, float(max(delays.max(), 0)), 2.0),
    ]


def _delays(
    seed: int, places: int, laws: Sequence[NDArray[np.float64]], behaviour: dict[str, Any]
) -> NDArray[np.int64]:
    """Days by which more contact makes each invoice later (negative: earlier), for each step up in contacts."""
    scenario = textbook_scenario(company={"warm_up_days": 0, "horizon_days": 1_500}, behaviour=behaviour)
    book = customers(places, law=np.arange(places) % len(laws), segment=np.arange(places) % len(laws))
    book["habit_share"] = scenario.behaviour.habit_share_fraction
    days = [_pay_days(seed, scenario.today, ladder, world_of(scenario, book, laws)) for ladder in _LADDERS]
    by_ladder = np.array(days, dtype=np.int64)
    delays: NDArray[np.int64] = by_ladder[1:] - by_ladder[:-1]
    return delays


def _pay_days(seed: int, today: Levers, ladder: Ladder, world: World) -> NDArray[np.int64]:
    """The bank day of every place's one invoice under a ladder."""
    chasing = today.but(collections={"ladder": _steps(ladder), "collectors": _EVERYBODY})
    rows = Rows(Event.PAID)
    run = Run(World.build(world.scenario, world.portfolio, [chasing]), seed, 0, rows)
    run.change(run.world.plans[0])
    place_orders(run, np.arange(len(world.portfolio)), 0)
    go_on(run, world.horizon_days)
    days = np.full(len(world.portfolio), world.horizon_days, dtype=np.int64)
    paid = rows.all()
    days[paid["customer"]] = paid["day"]
    return days
