"""What the pages open with: the scenario or the ledger that `creditlab page` was started with."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from simulator.app.setting import FIRST_SCENARIO, Setting, scenario_setting

WORKPLACE = "CREDITLAB_WORKPLACE"
"""Names the file in which the server has put down for its kernels what they open with."""


def first_setting() -> Setting:
    """What a page is about before anybody chooses: what the server was started with, else the wholesaler for a year."""
    kept = os.environ.get(WORKPLACE)
    if not kept:
        return scenario_setting(FIRST_SCENARIO)
    found = pickle.loads(Path(kept).read_bytes())  # noqa: S301  (written by this server, in a folder of its own)
    assert isinstance(found, Setting)
    return found


def open_with(setting: Setting, folder: Path) -> None:
    """Have all pages open with a setting.

    Args:
        setting: Scenario, or the fitted customers of a ledger.
        folder: A private folder of the server, deleted when it ends.
    """
    path = folder / "workplace.pickle"
    path.touch(mode=0o600)
    path.write_bytes(pickle.dumps(setting))
    os.environ[WORKPLACE] = str(path)
