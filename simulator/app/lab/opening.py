"""What the strategy lab opens with."""

from __future__ import annotations

from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.app.workplace import first_setting
from simulator.strategy import load_strategy

FIRST_STRATEGIES = ("discount", "intensive_collections", "insured")


def first_lab(setting: Setting | None = None) -> Lab:
    """The page as it opens: what the pages are about unless told otherwise, and three strategies beside today."""
    strategies = tuple(load_strategy(name) for name in FIRST_STRATEGIES)
    return Lab(setting or first_setting(), strategies, selected=1)
