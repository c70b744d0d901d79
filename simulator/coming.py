"""What comes upon a company: shocks with the severity and the day that somebody chose for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.errors import UserError
from simulator.parameters import FrozenDict
from simulator.plans import shipped_names
from simulator.severity import in_words, largest_factor, scaled
from simulator.shocks import Shock, load_shock
from simulator.units import NEVER

if TYPE_CHECKING:
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class Coming:
    """A shock that comes.

    Attributes:
        shock: As its file has it.
        severity: So many times as severe; 1 is as its file says.
        day: The day on which it begins; None: as its file says.
    """

    shock: Shock
    severity: float = 1.0
    day: int | None = None

    def upon(self, scenario: Scenario) -> Shock:
        """The shock as it comes upon a scenario.

        Raises:
            UserError: it cannot be so severe, or begin on that day.
        """
        usual = scenario.without_shocks()
        if self.day is not None and not 0 <= self.day < NEVER:
            raise UserError(
                f"The shock '{self.shock.name}' cannot begin on day {self.day}. Day 0 is the first."
            )
        most = largest_factor(self.shock, usual, usual.portfolio.customers)
        if not 0.0 < self.severity <= most:
            raise UserError(
                f"The shock '{self.shock.name}' cannot be {self.severity:g} times as severe: here it goes from a "
                f"little above 0 to {most:.3g} times what its file says."
            )
        found = self.shock if self.severity == 1.0 else scaled(self.shock, self.severity, usual)
        if found is None:
            raise UserError(
                f"Nothing is left of the shock '{self.shock.name}' at {self.severity:g} times its severity."
            )
        return (
            found
            if self.day is None
            else found.model_copy(update={"start_day": self.day, "start_date": None})
        )

    def words(self, scenario: Scenario) -> str:
        """What it comes to, in the units of its own parameters."""
        return in_words(self.upon(scenario), scenario.without_shocks())

    @property
    def shipped(self) -> str:
        """Its name among those that ship; nothing for a shock of one's own."""
        return next((name for name, one in shipped_shocks().items() if one == self.shock), "")


_SHIPPED: dict[str, Shock] = {}


def shipped_shocks() -> Mapping[str, Shock]:
    """The shocks that come with creditlab, by name."""
    if not _SHIPPED:
        _SHIPPED.update({name: load_shock(name) for name in shipped_names("shock")})
    return _SHIPPED


def struck(scenario: Scenario, coming: Iterable[Coming]) -> Scenario:
    """The scenario with these shocks, and no others, coming upon it.

    Raises:
        UserError: what cannot be.
    """
    usual = scenario.without_shocks()
    return usual.with_shocks(one.upon(usual) for one in coming)


def as_document(one: Coming) -> dict[str, Any]:
    """A shock that comes as plain values: named where it ships, else whole."""
    whole = {
        key: value for key, value in one.shock.model_dump().items() if value not in (None, {}, FrozenDict())
    }
    document: dict[str, Any] = {"shock": one.shipped or whole}
    if one.severity != 1.0:
        document["severity"] = one.severity
    if one.day is not None:
        document["start_day"] = one.day
    return document
