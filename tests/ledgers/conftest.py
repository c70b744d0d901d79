"""The suite on real ledgers: it reads the folder named by CREDITLAB_LEDGERS and refuses to run without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from simulator.ledger import Ledger, read_ledger

VARIABLE = "CREDITLAB_LEDGERS"


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder with the ledgers."""
    named = os.environ.get(VARIABLE, "")
    if not named:
        pytest.fail(f"Set {VARIABLE} to the folder with the ledgers; these tests need it.", pytrace=False)
    place = Path(named)
    if not place.is_dir():
        pytest.fail(f"{VARIABLE} names {place}, which is not a folder.", pytrace=False)
    return place


@pytest.fixture(scope="session")
def read(folder: Path) -> Callable[[str], Ledger]:
    """A ledger of the folder by its name, read once."""

    @cache
    def reading(name: str) -> Ledger:
        if not (folder / name).is_file():
            pytest.fail(f"{folder} has no {name}.", pytrace=False)
        return read_ledger(folder / name)

    return reading
