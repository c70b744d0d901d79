"""What a run keeps with a customer, so as not to look at each of its invoices every day, is what they say."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine import columns as c
from simulator.engine.kernels.worklist import is_ours_to_chase
from simulator.engine.model import Run
from tests.reference.comparing import KeepingReader, times


def open_slots(run: Run, row: int) -> list[int]:
    slots, slot = [], int(run.state.customers["first_open"][row])
    while slot != c.NOBODY:
        slots.append(slot)
        slot = int(run.state.links[slot, c.OPEN_NEXT])
    return slots


@pytest.mark.parametrize("kind", ["usual", "hard", "strange", "stormy"])
@pytest.mark.parametrize("number", [2, 4, 5, 6, 7])
def test_what_is_kept_of_open_invoices_is_what_they_add_up_to(kind, number):
    world = times(kind)
    run = Run(world, 3, 0, KeepingReader())
    run.run(0)
    run.change(world.plans[number])
    held = 0
    for day in range(1, 400, 9):
        run.run(day)
        customers, invoices = run.state.customers, run.state.invoices
        gross = invoices["net"] + invoices["vat"]
        for row in range(int(run.state.counters[c.N_CUSTOMERS])):
            slots = open_slots(run, row)
            assert customers["oldest_due"][row] <= min(invoices["due"][slots], default=np.inf)
            until = int(customers["chased_until"][row])
            for when in {day, min(until, day + 400)} if until >= day else ():
                chased = sum(int(gross[slot]) for slot in slots if is_ours_to_chase(run.state, slot, when))
                assert customers["chased_cents"][row] == chased, f"row {row} on day {when}"
                held += 1
    assert held > 100  # sums that were kept, and compared
