"""The proof that the engine is right: a simulator written in another way writes the same journal."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.journal import NO_INVOICE, Desk, Event
from simulator.units import STRIDE
from tests.reference.company import simulate_reference
from tests.reference.comparing import STRATEGIES, assert_same, engine_journals, keys_of, times

SEEDS = range(20)
KINDS = ("usual", "hard", "strange", "stormy")


def kind_of(seed: int) -> str:
    return KINDS[seed % len(KINDS)]


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_reference_write_the_same_journal(seed):
    world, replication = times(kind_of(seed)), seed // 7
    journals = engine_journals(world, seed, replication)
    for name, plan, rows in zip(STRATEGIES, world.plans, journals, strict=True):
        expected = simulate_reference(world, plan, seed, replication)
        assert_same(rows, expected, f"{name}, {kind_of(seed)} times, seed {seed}, replication {replication}")


def test_everything_that_can_happen_has_happened():
    """The comparison above is not about an empty journal: every event and every fork in its road is in it."""
    journals = [rows for seed in SEEDS for rows in engine_journals(times(kind_of(seed)), seed, seed // 7)]
    rows = np.concatenate(journals)
    happened = {Event(event) for event in np.unique(rows["event"])}
    assert happened == set(Event)

    def some(event: Event, also: object = True) -> bool:
        return bool(((rows["event"] == event) & also).any())

    assert some(Event.BACKLOG, rows["net"] > 0)
    assert some(Event.RECOVERED, rows["invoice"] == NO_INVOICE)  # a dividend
    assert some(Event.RECOVERED, rows["invoice"] != NO_INVOICE)  # a payment after the write-off
    assert some(Event.DISCOUNTED, rows["day"] > rows["issued"] + 14 + 3)  # unearned
    assert some(Event.JOINED, rows["customer"] >= 3 * STRIDE)
    assert some(Event.PROMISED, rows["day"] > 548)
    assert some(Event.WRITTEN_OFF, rows["desk"] == Desk.HEALTH)
    assert some(Event.WRITTEN_OFF, rows["desk"] == Desk.DUNNING)
    assert some(Event.LOST_AT_END, rows["desk"] == Desk.HEALTH)
    assert some(Event.LOST_AT_END, rows["desk"] == Desk.SALES)
    for quick in (Event.OVERDRAFT_CHARGED, Event.STRESSED, Event.VAT_SETTLED, Event.WRITTEN_OFF):
        assert some(quick, rows["day"] < 0), f"{quick.name} in the warm-up"


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_the_canonical_order_is_the_only_one(kind):
    """No two rows have the same place, so the order of a journal never depends on how it was made."""
    for rows in engine_journals(times(kind), 7):
        keys = keys_of(rows)
        same = np.flatnonzero((keys[1:] == keys[:-1]).all(axis=1))
        assert len(same) == 0, rows[[*same[:3], *(same[:3] + 1)]]
