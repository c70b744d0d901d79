"""Draws in bulk, by their addresses, for the cases that judge a rule or a kernel by itself."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import Stream, drawn, run_key
from simulator.rules.contact import added_pressure, call_minutes
from simulator.rules.paying import (
    Pace,
    Pressure,
    intended_day,
    lateness_uniform,
    needed_hazard,
    normal,
    started,
    walked,
)

_LATENESS, _CALL_MINUTES = int(Stream.LATENESS), int(Stream.CALL_MINUTES)
_CAP_DAYS = 100_000.0
_NO_HALF_LIFE = 1.0


class Contact(NamedTuple):
    """One contact that reaches everybody who has not paid by then (days after due)."""

    day: float
    multiplier: float
    half_life_days: float


NO_CONTACT = Contact(math.inf, 1.0, 1.0)


def key_of(seed: int) -> np.uint64:
    """The key of a seed's draws."""
    with np.errstate(over="ignore"):
        return np.uint64(run_key(seed, 0))


@compiled
def _fill(draws: NDArray[Any], key: np.uint64, stream: int, customer: int) -> None:
    """Uniform draws of one customer, index 0, 1, 2, ..."""
    for index in range(draws.shape[0]):
        draws[index] = drawn(key, stream, customer, index)


def uniforms(seed: int, stream: Stream, customer: int, count: int) -> NDArray[np.float64]:
    """Uniform draws of one customer, by their addresses."""
    draws = np.empty(count)
    _fill(draws, key_of(seed), int(stream), customer)
    return draws


@compiled
def _fill_minutes(minutes: NDArray[Any], key: np.uint64, mean_minutes: float) -> None:
    """Minutes of calls, by the rule."""
    for index in range(minutes.shape[0]):
        minutes[index] = call_minutes(drawn(key, _CALL_MINUTES, 0, index), mean_minutes)


def minutes_of_calls(seed: int, count: int, mean_minutes: float) -> NDArray[np.float64]:
    """Minutes of so many calls."""
    minutes = np.empty(count)
    _fill_minutes(minutes, key_of(seed), mean_minutes)
    return minutes


@compiled
def _fill_days(
    days: NDArray[Any], law: NDArray[Any], key: np.uint64, terms_days: float, contact: Contact
) -> None:
    """Moments, in days after due, at which invoices are meant to be paid: float days, no bank."""
    pace = Pace(1.0, 1.0, _CAP_DAYS)
    calm = Pressure(0.0, 0.0, _NO_HALF_LIFE, contact.half_life_days)
    pressed = Pressure(
        0.0, added_pressure(contact.multiplier, 1.0, 0.0), _NO_HALF_LIFE, contact.half_life_days
    )
    for index in range(days.shape[0]):
        own = normal(drawn(key, _LATENESS, 0, index))
        needed = needed_hazard(lateness_uniform(0.0, 0.0, own))
        clock = started(law, -terms_days, -terms_days, needed)
        if contact.day < _CAP_DAYS:
            clock = walked(law, clock, contact.day, pace, calm)
            days[index] = clock.day
            if clock.hazard_left > 0.0:
                days[index] = intended_day(law, clock, pace, pressed)
        else:
            days[index] = intended_day(law, clock, pace, calm)


def intended_days(
    seed: int, count: int, law: NDArray[np.float64], terms_days: float, contact: Contact = NO_CONTACT
) -> NDArray[np.float64]:
    """Days after due at which so many invoices of a law are meant to be paid (float days)."""
    days = np.empty(count)
    _fill_days(days, law, key_of(seed), float(terms_days), contact)
    return days
