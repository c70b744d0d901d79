"""Four formulas that a credit manager knows, each beside the part of the engine that must reproduce it."""

from __future__ import annotations

import math

import numpy as np

from simulator.closed_forms.live import Input, LiveForm, Values
from simulator.closed_forms.playing import days_of_business, lost_share, open_invoices
from simulator.engine.kernels.queue import play_shift
from simulator.errors import UserError
from simulator.luck import Stream
from simulator.rules.discount import Buyer, takes_discount
from simulator.verification.cases import Case, mean_of_batches, printed, statistical
from simulator.verification.draws import minutes_of_calls, uniforms

PERCENT = 100.0
_DAYS_PER_YEAR, _HOUR = 365.0, 60.0
_CALLS, _EMPTY_START = 1_000_000, 0.02
_BUSIEST = 0.95
"""Above this load waits hang together for so long that a million calls do not tell their average."""
_NEVER_CLOSES = 1e18
_NO_WAIT = 0.001
"""Waits that differ by less are the same to anybody (minutes)."""
_SLOPE = 0.01
_HALVINGS = 60
_DEAREST = 100.0
_TABLE_OF_LOSSES, _TABLE_OF_QUEUES = 0.05, 0.04
"""How far the printed cases CF7 and CF10 may be off, whatever their luck."""


def yearly_rate(rate_fraction: float, days_earlier: float) -> float:
    """What a discount for paying so much earlier costs a year: d / (1 - d) x 365 / days. Source: metrics M18.

    >>> round(yearly_rate(0.02, 20.0), 4)
    0.3724
    """
    return rate_fraction / (1.0 - rate_fraction) * _DAYS_PER_YEAR / days_earlier


def erlang_wait(cases_per_hour: float, minutes_per_call: float, collectors: int) -> float:
    """The average wait in a queue with several servers (minutes). Source: Erlang C.

    Three collectors, 12 cases an hour, 12 minutes each:

    >>> round(erlang_wait(12.0, 12.0, 3), 3)
    12.944
    """
    offered = cases_per_hour * minutes_per_call / _HOUR
    terms = [offered**k / math.factorial(k) for k in range(collectors)]
    last = offered**collectors / math.factorial(collectors) * collectors / (collectors - offered)
    waits = last / (sum(terms) + last)
    return float(waits * minutes_per_call / (collectors - offered))


def expected_loss(failures_per_year: float, days_until_paid: float, lost: float) -> float:
    """The share of sales that failures cost: loss x (1 - (1 - failures) ^ (days / 365)). Source: constant hazard.

    2 % a year, paid after 45 days, 95 % lost:

    >>> round(expected_loss(0.02, 45.0, 0.95), 7)
    0.0023633
    """
    return float(lost * (1.0 - (1.0 - failures_per_year) ** (days_until_paid / _DAYS_PER_YEAR)))


def _discount(values: Values, seed: int) -> Case:
    """The cost of money at which the engine's buyer is as likely to take the discount as not."""
    del seed
    rate, earlier = values["rate"] / PERCENT, values["terms"] - values["window"]
    low, high = 0.0, _DEAREST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        buyer = Buyer(cost_of_funds=middle, ready_fraction=1.0, hassle=0.0, slope=_SLOPE)
        if takes_discount(rate, earlier, buyer, 0.0, 0.5):
            low = middle
        else:
            high = middle
    return printed("CF6", "rate a year", yearly_rate(rate, earlier) * PERCENT, low * PERCENT, 6)


def _queue(values: Values, seed: int) -> Case:
    """The collectors' shift, never closing, with calls that come by themselves."""
    per_hour, minutes, servers = values["cases"], values["minutes"], int(values["collectors"])
    load = per_hour * minutes / _HOUR / servers
    if load >= 1.0:
        raise UserError(
            f"{per_hour:g} cases an hour of {minutes:g} minutes are {PERCENT * load:.0f} % of what {servers} can do: "
            "the queue grows without end. Add a collector, or take fewer cases."
        )
    if load > _BUSIEST:
        raise UserError(
            f"At {PERCENT * load:.0f} % of what they can do the wait is long and its average takes too long to play "
            "here. Add a collector, or take fewer cases."
        )
    expected = erlang_wait(per_hour, minutes, servers)
    ready = np.cumsum(-np.log(uniforms(seed, Stream.ORDER_GAP, 0, _CALLS)) * _HOUR / per_hour)
    calls = minutes_of_calls(seed, _CALLS, minutes)
    begun, _ = play_shift(ready, np.arange(_CALLS), calls, servers, _NEVER_CLOSES)
    wait = mean_of_batches((begun - ready)[int(_CALLS * _EMPTY_START) :])
    return statistical("CF10", "average wait", expected, wait, max(_TABLE_OF_QUEUES * expected, _NO_WAIT))


def _losses(values: Values, seed: int) -> Case:
    """A portfolio that fails by the engine's health desk, for some years."""
    failures, days, lost = values["failures"] / PERCENT, values["days"], values["lost"] / PERCENT
    expected = expected_loss(failures, days, lost) * PERCENT
    found = lost_share(failures, round(days), lost, seed).times(PERCENT)
    return statistical("CF7", "lost share of sales", expected, found, _TABLE_OF_LOSSES * expected)


def _open_invoices(values: Values, seed: int) -> Case:
    """Companies whose orders come at random and are paid after a random time."""
    expected = values["orders"] * values["days"]
    return statistical(
        "CF2", "open invoices", expected, open_invoices(values["orders"], values["days"], seed)
    )


FORMS = {
    one.name: one
    for one in (
        LiveForm(
            "discount",
            "CF6",
            "What does an early-payment discount cost a year?",
            "discount / (100 − discount) × 365 / days paid earlier",
            "The engine's buyer: the cost of money at which it is as likely to take the discount as not.",
            "% a year",
            2,
            (
                Input("rate", "Discount", "%", 0.25, 6.0, 0.25, 2.0),
                Input("window", "Paid within", "days", 0, 20, 1, 10),
                Input("terms", "instead of", "days", 25, 120, 5, 30),
            ),
            _discount,
        ),
        LiveForm(
            "queue",
            "CF10",
            "How long does a case wait for a collector?",
            "Erlang C: calls and arrivals at random, first come first served",
            "The collectors' shift, a million calls on one shift that never closes.",
            "minutes on average",
            1,
            (
                Input("cases", "Cases", "an hour", 1, 40, 1, 12),
                Input("minutes", "A call takes", "minutes", 3, 30, 1, 12),
                Input("collectors", "Collectors", "people", 1, 10, 1, 3),
            ),
            _queue,
        ),
        LiveForm(
            "losses",
            "CF7",
            "What do failures cost of sales?",
            "lost × (1 − (1 − failures a year) ^ (days until paid / 365))",
            f"The health desk and the books: {days_of_business()}.",
            "% of sales",
            3,
            (
                Input("failures", "Customers that fail", "% a year", 0.5, 10.0, 0.5, 2.0),
                Input("days", "Paid after", "days", 10, 120, 5, 45),
                Input("lost", "Lost of what is open", "%", 10, 100, 5, 95),
            ),
            _losses,
        ),
        LiveForm(
            "open_invoices",
            "CF2",
            "How many invoices are open?",
            "Little's law: invoices a day × days until paid",
            "Orders, billing, bank and books of forty companies for two years.",
            "invoices on average",
            1,
            (
                Input("orders", "Invoices", "a day", 1, 10, 1, 4),
                Input("days", "Paid after", "days on average", 10, 90, 1, 47),
            ),
            _open_invoices,
        ),
    )
}
"""The live forms by name, in their order."""
