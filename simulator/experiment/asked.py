"""What the user named: a scenario with strategies, or a file that holds a whole comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.plans import find_plan
from simulator.scenario import load_scenario
from simulator.sharing import Shared, is_shared, read_shared
from simulator.strategy import Strategy, load_strategy, today_strategy

if TYPE_CHECKING:
    from simulator.coming import Coming
    from simulator.scenario import Scenario

SHOWN = 12
"""So much of a fingerprint tells one ledger from another."""


@dataclass(frozen=True)
class Asked:
    """A scenario, strategies and shocks, read.

    Attributes:
        scenario: With all assumptions that a file changes.
        strategies: What is compared.
        coming: The shocks of the file.
        shared: The file, where it is a whole comparison.
    """

    scenario: Scenario
    strategies: list[Strategy]
    coming: tuple[Coming, ...] = ()
    shared: Shared | None = None

    @property
    def economy(self) -> Scenario:
        """The scenario that gives economy and company to a ledger."""
        return self.scenario if self.shared is None else self.shared.economy

    def upon_ledger(self, scenario: Scenario) -> Scenario:
        """The scenario of a fitted ledger, with what the file changes of it."""
        return scenario if self.shared is None else self.shared.scenario(scenario)


def read_asked(scenario: str, strategies: Sequence[str], ledger: Path | None = None) -> Asked:
    """Read what was named.

    Args:
        scenario: A scenario by name or file, or the file of a whole comparison.
        strategies: By name or file; those of a comparison's file by the name they have in it. None named: all of it.
        ledger: The ledger that was named.

    Raises:
        UserError: a sentence for every mistake; or the file is about another ledger.
    """
    shared = shared_of(scenario)
    if shared is None:
        if not strategies:
            raise UserError("Name at least one strategy, or a file that holds a whole comparison.")
        return Asked(load_scenario(scenario), [load_strategy(name) for name in strategies])
    fingerprint = hashlib.sha256(ledger.read_bytes()).hexdigest() if ledger and ledger.is_file() else ""
    check_ledger(shared, fingerprint, "Name it with --ledger.")
    every = [today_strategy(), *shared.strategies]
    chosen = [_named(name, every) for name in strategies] if strategies else every
    return Asked(shared.scenario(shared.economy), chosen, shared.coming, shared)


def shared_of(scenario: str) -> Shared | None:
    """The comparison that a file holds; None where a scenario was named."""
    path = find_plan(scenario, "scenario")
    return read_shared(path) if path.is_file() and is_shared(path) else None


def check_ledger(shared: Shared, fingerprint: str, advice: str) -> None:
    """Refuse to answer about one ledger with the customers of another, or of none.

    Raises:
        UserError: which ledger is missing, by its fingerprint.
    """
    if shared.ledger == fingerprint:
        return
    if not shared.ledger:
        raise UserError(
            "This comparison is about a scenario's customers, not about a ledger. Leave the ledger out."
        )
    raise UserError(
        f"This comparison is about a ledger that is not here: its fingerprint begins {shared.ledger[:SHOWN]}. {advice}"
    )


def _named(name: str, strategies: Sequence[Strategy]) -> Strategy:
    for one in strategies:
        if one.name.casefold() == name.casefold():
            return one
    return load_strategy(name)
