"""Strategies that a page offers by a short name: those that ship, and those that are one step from today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.results.words import ordinal
from simulator.strategy import Strategy, load_strategy

if TYPE_CHECKING:
    from simulator.levers import Levers

ONE_MORE_COLLECTOR, ONE_MORE_NAME = "one_more_collector", "One more collector"


def ready_names() -> tuple[str, ...]:
    """The short names, as an address may hold them: `/strategy_lab?strategy=discount`."""
    return (*(name for name in shipped_names("strategy") if name != "status_quo"), ONE_MORE_COLLECTOR)


def ready_strategy(name: str, today: Levers) -> Strategy:
    """A strategy by its short name.

    Args:
        name: One of `ready_names`.
        today: What we do today, where the strategy is one step from it.

    Raises:
        UserError: there is none of this name.
    """
    if name not in ready_names():
        raise UserError("This strategy does not ship. Choose another one from the list.")
    if name != ONE_MORE_COLLECTOR:
        return load_strategy(name)
    count = today.collections.collectors + 1
    return Strategy(
        name=ONE_MORE_NAME,
        why=f"One person more who calls, the {ordinal(count)}, so that fewer cases wait",
        changes={"collections": {"collectors": count}},
        board_verb=f"Hire a {ordinal(count)} collector",
    )
