"""The state of a run: columns, day buckets, counters, and the numbers of the plan in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import as_records
from simulator.engine import columns as c
from simulator.engine.credit import Agreed
from simulator.engine.passing import ByReference
from simulator.journal import ROW
from simulator.rules.banking import Calendar

Records = NDArray[Any]

_DIVIDENDS_PER_FAILURE = 3
_JOURNAL_ROWS = 8192
"""Rows of a journal block: small enough to stay in the processor's cache until it is read."""


@dataclass(eq=False)
class State(ByReference):
    """All that a kernel sees. Arrays of records are columns; heads are the first of a day's bucket."""

    customers: Records
    invoices: Records
    links: NDArray[
        np.int32
    ]  # [slot, kind of list]: neighbours in the day buckets and in the customer's lists
    dividends: Records
    years: Records  # of insurance policies
    claims: Records
    rows: Records  # the journal block being written
    counters: NDArray[np.int64]
    economy: NDArray[np.float64]  # the common factor, and what the times do
    heads: NDArray[np.int32]  # [list, day]: first of a day's bucket
    # PAY_LIST: invoices settled, or billed while accepted; STEP_LIST: whose ladder step is due;
    # ORDER_LIST: customers who order; CLAIM_LIST: covered invoices that count as a loss
    payables: NDArray[np.int64]  # [day]: cents to pay suppliers
    relief: NDArray[np.int64]  # [day]: VAT relief granted, cents
    worklist: NDArray[np.int32]
    cases: Records  # of the worklist, as the collectors' shift begins
    waiting: NDArray[np.int32]
    promises: NDArray[np.int32]  # customers with an open promise to pay
    disputes: NDArray[np.int32]  # slots of invoices whose dispute waits for a clerk
    files: NDArray[np.int32]  # customers whose file waits for an analyst
    agreed: Agreed  # by risk code
    levers: Records
    ladder: NDArray[
        np.int64
    ]  # [step, (days after due, channel, segments, amount from, amount below)], write-off last
    assumptions: Records
    segments: Records
    season: NDArray[np.float64]
    laws: NDArray[np.float64]
    weekday_laws: NDArray[np.int32]  # [law of a customer, weekday of due]: number of the law that holds
    dependence: NDArray[np.float64]  # shares of what invoices have in common, see ``common_share``
    newcomers: Records
    newcomer_range: NDArray[np.int32]  # [segment, (first, count)]
    segment_shares: NDArray[np.float64]  # [place]: of the expected sales to its segment
    size_ranks: NDArray[np.int32]  # [place]: by expected sales, 1 is the largest
    calendar: Calendar
    key: NDArray[np.uint64]


SHARED = (
    "agreed", "levers", "ladder", "assumptions", "segments", "season", "laws", "weekday_laws", "dependence",
    "newcomers", "newcomer_range",    "segment_shares", "size_ranks", "calendar", "key",
)  # fmt: skip
"""Fields that a run never writes: a fork shares them."""


def copied(state: State) -> State:
    """A state that can go its own way; what nobody writes is shared."""
    columns = state.columns()
    return State(**{name: value if name in SHARED else value.copy() for name, value in columns.items()})


def _with_reserve(needed: int) -> int:
    """Room for a quarter more than is needed: columns grow seldom, and not by much."""
    return needed + needed // 4 + 32


def empty_columns(places: int, days: int) -> dict[str, Any]:
    """Fresh columns for a number of places and of days."""
    room = _with_reserve(max(places, 32))
    slots = max(6 * places, 1024)
    fields: dict[str, Any] = {
        "customers": as_records(np.zeros(room, dtype=c.CUSTOMER)),
        "invoices": as_records(np.zeros(slots, dtype=c.INVOICE)),
        "links": np.full((slots, c.N_LINKS), c.NOBODY, dtype=np.int32),
        "dividends": as_records(np.zeros(16, dtype=c.DIVIDEND)),
        "years": as_records(np.zeros(8, dtype=c.POLICY_YEAR)),
        "claims": as_records(np.zeros(16, dtype=c.CLAIM)),
        "rows": as_records(np.zeros(_JOURNAL_ROWS, dtype=ROW)),
        "counters": np.zeros(c.N_COUNTERS, dtype=np.int64),
        "economy": np.zeros(c.N_ECONOMY),
        "payables": np.zeros(days, dtype=np.int64),
        "relief": np.zeros(days, dtype=np.int64),
        "worklist": np.zeros(room, dtype=np.int32),
        "cases": as_records(np.zeros(room, dtype=c.CASE)),
        "waiting": np.zeros(room, dtype=np.int32),
        "promises": np.zeros(room, dtype=np.int32),
        "files": np.zeros(room, dtype=np.int32),
        "disputes": np.zeros(slots, dtype=np.int32),
    }
    fields["heads"] = np.full((c.N_LISTS, days), c.NOBODY, dtype=np.int32)
    chain_free(fields["links"], fields["counters"], 0)
    return fields


def chain_free(links: NDArray[np.int32], counters: NDArray[np.int64], first: int) -> None:
    """Chain unused slots from ``first`` on into the free list, in front of what is free already."""
    links[first:-1, c.PAY_NEXT] = np.arange(first + 1, len(links), dtype=np.int32)
    links[-1, c.PAY_NEXT] = c.NOBODY if first == 0 else counters[c.FREE_SLOT]
    counters[c.FREE_SLOT] = first


def _longer(records: Records, length: int, used: int) -> Records:
    """The first of the same records with room for more; room that nobody uses costs no memory."""
    grown: Records = as_records(np.zeros(length, dtype=records.dtype))
    grown[:used] = records[:used]
    return grown


def with_more_slots(state: State) -> State:
    """Half as many invoice slots again."""
    old = len(state.invoices)
    length = old + old // 2
    links = np.full((length, c.N_LINKS), c.NOBODY, dtype=np.int32)
    links[:old] = state.links
    chain_free(links, state.counters, old)
    disputes = np.zeros(length, dtype=np.int32)
    waiting = int(state.counters[c.N_QUEUE])
    disputes[:waiting] = state.disputes[:waiting]
    return replace(state, invoices=_longer(state.invoices, length, old), links=links, disputes=disputes)


def with_more_rows(state: State) -> State:
    """A journal block of twice as many rows; what was in it has been read."""
    return replace(state, rows=_longer(state.rows, 2 * len(state.rows), 0))


def with_room_for_insurance(state: State) -> State:
    """Room for one more policy year, and for one more claim of every customer; the same state if there is room."""
    years = int(state.counters[c.N_YEARS]) + 1
    if years > len(state.years):
        state = replace(state, years=_longer(state.years, 2 * years, years - 1))
    filed = int(state.counters[c.N_CLAIMS])
    claims = filed + int(state.counters[c.N_CUSTOMERS])
    if claims > len(state.claims):
        state = replace(state, claims=_longer(state.claims, 2 * claims, filed))
    return state


def with_more_customers(state: State, newcomers: int) -> State:
    """Room for a number of further customers, and for what failures pay; the same state if there is room already."""
    known, paying = int(state.counters[c.N_CUSTOMERS]), int(state.counters[c.N_DIVIDENDS])
    if paying + _DIVIDENDS_PER_FAILURE * known > len(state.dividends):
        room = 2 * paying + _DIVIDENDS_PER_FAILURE * _with_reserve(known)
        state = replace(state, dividends=_longer(state.dividends, room, paying))
    if known + newcomers <= len(state.customers):
        return state
    length = _with_reserve(known + newcomers)
    lists: dict[str, Any] = {"cases": as_records(np.zeros(length, dtype=c.CASE))}
    for name in ("worklist", "waiting", "promises", "files"):
        rows = getattr(state, name)
        lists[name] = np.zeros(length, dtype=np.int32)
        lists[name][: len(rows)] = rows
    return replace(state, customers=_longer(state.customers, length, known), **lists)
