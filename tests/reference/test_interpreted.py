"""Kernels write the same journal compiled and as plain Python, to the last cent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from simulator.journal import Event
from tests.reference.comparing import assert_same
from tests.reference.interpreted import few_journals

ELSEWHERE = {Event.RELIEF_REFUSED, Event.RECOVERED_WHOLE}
"""Where the tax office gives no VAT back."""
HOUSE = Path(__file__).parents[2]


def test_interpreted_kernels_write_the_same_journal(tmp_path):
    target = tmp_path / "journals.npy"
    command = [sys.executable, "-W", "error", "-m", "tests.reference.interpreted", str(target)]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    compiled, interpreted = few_journals(), np.load(target)
    assert_same(compiled, interpreted, "compiled as engine, interpreted as reference")
    assert {Event(event) for event in np.unique(compiled["event"])} == set(Event) - ELSEWHERE
