"""A run can be paused, go on, change its strategy, and be forked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.engine.model import Run
from simulator.journal import Event
from tests.reference.company import simulate_reference
from tests.reference.comparing import KeepingReader, assert_same, engine_journals, times


def started(seed: int, kind: str = "hard") -> Run:
    return Run(times(kind), seed, 0, KeepingReader())


def journal_of(run: Run):
    reader = run.reader
    assert isinstance(reader, KeepingReader)
    return reader.journal()


@pytest.mark.parametrize(
    "pauses",
    [(100, 200), (-90, 0, 1, 547), (548, 600, 601, 900), (0, 39, 40, 41, 90, 140), range(-364, 560, 5)],
)
@pytest.mark.parametrize("kind", ["hard", "stormy"])
def test_a_paused_run_goes_on_as_if_nothing_had_been(kind, pauses):
    whole, paused = started(5, kind), started(5, kind)
    whole.finish()
    for day in pauses:
        paused.run(day)
    paused.finish()
    assert_same(journal_of(paused), journal_of(whole), f"paused at {pauses}")


@pytest.mark.parametrize("kind", ["usual", "hard", "strange", "stormy"])
@pytest.mark.parametrize(("number", "day"), [(2, 120), (5, 120), (5, 31), (4, 365), (6, 90), (7, 31)])
def test_a_change_of_strategy_at_any_day(kind, number, day):
    world = times(kind)
    run = started(11, kind)
    run.run(day)
    run.change(world.plans[number])
    run.finish()
    reference = simulate_reference(world, world.plans[number], 11, 0, change_at=day)
    assert_same(journal_of(run), reference, f"plan {number} from day {day}, {kind} times")


@pytest.mark.parametrize("seed", [26, 28])
def test_an_order_accepted_under_a_longer_lag_is_cancelled_when_its_customer_fails(seed):
    """Strange times bill after six days, the mixed strategy at once; a customer fails on the day of the change."""
    world, day = times("strange"), 90  # the first of April: the health desk acts before anybody bills
    run = started(seed, "strange")
    run.run(day)
    run.change(world.plans[5])
    run.run(day + 30)
    rows = journal_of(run)
    now = rows[rows["day"] == day]
    failed = now["customer"][now["event"] == Event.INSOLVENT]
    theirs = np.isin(rows["customer"], failed) & (rows["day"] >= day)
    assert (rows["event"][theirs] == Event.LOST_AT_END).sum() >= 5
    assert not (rows["event"][theirs] == Event.INVOICED).any()
    reference = simulate_reference(world, world.plans[5], seed, 0, change_at=day)
    assert_same(rows, reference[reference["day"] < day + 30], f"seed {seed}")


def test_a_fork_leaves_the_original_as_it_was():
    original, untouched = started(3), started(3)
    original.run(150)
    untouched.run(150)
    twin = original.fork(KeepingReader())
    twin.change(twin.world.plans[5])
    twin.finish()
    assert original.day == 150
    theirs = untouched.state.columns()
    for name, mine in original.state.columns().items():
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, theirs[name], err_msg=name)
    original.finish()
    untouched.finish()
    assert_same(journal_of(original), journal_of(untouched), "after its fork had gone its own way")


def test_the_same_call_writes_the_same_journal_again():
    for first, second in zip(
        engine_journals(times("hard"), 2), engine_journals(times("hard"), 2), strict=True
    ):
        assert first.tobytes() == second.tobytes()


def test_a_strategy_does_not_depend_on_its_neighbours():
    """Alone or after five others, the last strategy of a world writes the same."""
    world = times("hard")
    alone = replace(world, plans=world.plans[-1:])
    assert_same(engine_journals(alone, 4)[0], engine_journals(world, 4)[-1], "mixed alone")


def test_the_reader_is_told_when_a_month_is_complete():
    class Strict(KeepingReader):
        last = -10_000
        closed = -10_000

        def take(self, rows):
            assert rows["day"].min() >= self.last, "blocks come in day order"
            assert rows["day"].min() > self.closed, "a closed month stays closed"
            self.last = int(rows["day"].max())

        def close_month(self, day):
            assert self.last <= day
            super().close_month(day)
            self.closed = day

    reader = Strict()
    run = Run(times("usual"), 1, 0, reader)
    run.finish()
    ends = [day for day in reader.months if 0 <= day < 120]
    assert ends == [30, 58, 89, 119]
    assert {-365 + 30, -1, 547} <= set(reader.months)
