"""Whom to call first on one day of one simulated year, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from simulator.results.words import plain_money

_TIMES = ("never", "once", "twice", "three times", "four times", "five times")


@dataclass(frozen=True)
class Known:
    """What the seller knows of a customer whom the collectors shall call.

    Attributes:
        promises_broken, promises_kept: Promises to pay until today.
        calls, reached: Calls since its oldest late invoice fell due, and those in which somebody was reached.
        demanded: Whether a final demand was sent since then.
        on_hold: Orders that wait until it pays (currency).
        warned: Whether monitoring has told that it is in trouble.
        is_for_manager: Whether its ladder asks for the manager.
        invoices: How many are chased.
    """

    promises_broken: int = 0
    promises_kept: int = 0
    calls: int = 0
    reached: int = 0
    demanded: bool = False
    on_hold: float = 0.0
    warned: bool = False
    is_for_manager: bool = False
    invoices: int = 1


@dataclass(frozen=True)
class Caller:
    """One customer on the list.

    Attributes:
        customer: Its name in the ledger, or its number.
        segment: What kind of customer it is.
        late: What it is chased for, with VAT (currency).
        days: How long its oldest late invoice has been overdue; negative: called about before due.
        why: The reason, in words.
        gain: What a kept promise gains: money for the days it comes earlier (currency).
    """

    customer: str
    segment: str
    late: float
    days: int
    why: str
    gain: float


@dataclass(frozen=True)
class CallList:
    """The list of one day.

    Attributes:
        when: The date.
        replication: Which simulated year, counted from 0.
        rule: Who is called first.
        callers: In the order in which they are called.
        within_reach: About how many a shift reaches.
        rate: What money costs a year (fraction), by which the gain is told.
    """

    when: date
    replication: int
    rule: str
    callers: tuple[Caller, ...]
    within_reach: int
    rate: float


def reason(known: Known, currency: str) -> str:
    """Why this customer, in the two reasons that weigh most.

    >>> reason(Known(promises_broken=2, calls=1, reached=1), "EUR")
    'Promise broken twice; reached once, still open'
    >>> reason(Known(on_hold=18_000.0), "EUR"), reason(Known(), "EUR")
    ('Order of €18k on hold waits for this; no call yet', 'No call yet')
    """
    said = []
    if known.promises_broken:
        said.append(f"promise broken {_times(known.promises_broken)}")
    if known.on_hold > 0:
        said.append(f"order of {plain_money(known.on_hold, currency)} on hold waits for this")
    if known.warned:
        said.append("monitoring warns of it")
    if known.is_for_manager:
        said.append("time for the manager")
    if known.demanded:
        said.append("final demand sent")
    if known.calls == 0:
        said.append("no call yet")
    elif known.reached == 0:
        said.append(f"called {_times(known.calls)}, not reached")
    else:
        said.append(f"reached {_times(known.reached)}, still open")
    if known.promises_kept and not known.promises_broken:
        said.append("keeps its promises")
    if known.invoices > 1:
        said.append(f"{known.invoices} invoices")
    text = "; ".join(said[:2])
    return text[:1].upper() + text[1:]


def _times(count: int) -> str:
    return _TIMES[count] if count < len(_TIMES) else f"{count} times"
