"""What the page is about: the setting, today, at most three alternatives, the selection. Nothing of widgets.

A state never changes; every act of the person makes a new one, and the history keeps the old ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from simulator.app.lab.ladder_days import FIRST_DAYS, first_day, with_first_day
from simulator.app.setting import Setting
from simulator.app.sharing import setting_of, shared_of
from simulator.clashes import Clash, clashes
from simulator.errors import UserError
from simulator.parameters import LEVER_GROUPS, dictionary
from simulator.results.verdict import check_criterion
from simulator.strategy import Strategy, today_strategy

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.sharing import Shared

MOST_ALTERNATIVES = 3
TODAY = 0
MOST_STEPS_BACK = 100
LONGEST_NAME, LONGEST_REASON = 60, 400


@dataclass(frozen=True)
class Lab:
    """One state of the page.

    Attributes:
        setting: Scenario and customers.
        alternatives: The strategies A, B and C, as far as there are any.
        selected: 0 is today, 1 to 3 the alternatives.
        criterion: By what the headline judges.
        seed: The seed of all luck.
        replications: How many it is settled after; None leaves it to the page.
    """

    setting: Setting
    alternatives: tuple[Strategy, ...] = ()
    selected: int = TODAY
    criterion: str = "profit"
    seed: int = 2026
    replications: int | None = None

    def __post_init__(self) -> None:
        """What a shipped strategy is expected to move holds for its own levers only: it is left behind here."""
        plain = tuple(_plain(strategy) for strategy in self.alternatives)
        object.__setattr__(self, "alternatives", plain)

    @property
    def today(self) -> Levers:
        """Today's levers."""
        return self.setting.scenario.today

    @property
    def baseline(self) -> Strategy:
        """Today as a strategy: no lever differs."""
        return _as_today()

    @cached_property
    def strategies(self) -> tuple[Strategy, ...]:
        """Today and the alternatives."""
        return (self.baseline, *self.alternatives)

    @property
    def strategy(self) -> Strategy:
        """The selected one."""
        return self.strategies[self.selected]

    @cached_property
    def levers(self) -> Levers:
        """Every lever's value under the selected strategy."""
        return self.strategy.levers(self.today)

    def value(self, key: str, *, of_today: bool = False) -> Any:
        """A lever's value under the selected strategy, or under today."""
        levers = self.today if of_today else self.levers
        group, _, name = key.partition(".")
        if name in FIRST_DAYS:
            return first_day(levers.collections.ladder, name)
        return getattr(getattr(levers, group), name)

    def usual(self, key: str) -> Any:
        """What a lever without a value of its own amounts to: the terms that most customers have."""
        return self.setting.usual_terms_days if key.startswith("terms.net_days") else None

    def is_changed(self, key: str) -> bool:
        """Whether the selected strategy moves this lever away from today."""
        return bool(self.value(key) != self.value(key, of_today=True))

    def changed_keys(self, number: int | None = None) -> tuple[str, ...]:
        """The levers in which a strategy really differs from today."""
        strategy = self.strategies[self.selected if number is None else number]
        levers = strategy.levers(self.today)
        return tuple(
            key
            for key, parameter in dictionary().items()
            if parameter.group in LEVER_GROUPS
            and getattr(getattr(levers, parameter.group), parameter.name)
            != getattr(getattr(self.today, parameter.group), parameter.name)
        )

    def clash(self) -> tuple[int, Clash] | None:
        """The first contradiction in a strategy, and which strategy that is; None where there is none.

        What is refused comes before what is warned about; today, which is locked, is not warned about. What a
        strategy has from a ledger's today (its seller never stops supply, for one) nobody here has chosen.
        """
        mandate = self.setting.scenario.behaviour.agency_mandate_days
        of_today: tuple[Clash, ...] = ()
        doubt: tuple[int, Clash] | None = None
        for number, strategy in enumerate(self.strategies):
            levers = strategy.levers(self.today)
            found = clashes(levers, self.setting.terms(levers), mandate)
            if number == TODAY and self.setting.ledger:
                of_today = found
            for clash in found:
                if clash.is_refused:
                    return number, clash
                if doubt is None and number != TODAY and clash not in of_today:
                    doubt = number, clash
        return doubt

    def select(self, number: int) -> Lab:
        """Another strategy selected."""
        return replace(self, selected=min(max(number, TODAY), len(self.alternatives)))

    def judge_by(self, criterion: str) -> Lab:
        """Another criterion for the headline.

        Raises:
            UserError: weights that weigh nothing.
        """
        return replace(self, criterion=check_criterion(criterion))

    def with_lever(self, key: str, value: Any) -> Lab:
        """The selected strategy with one lever moved; a lever moved back to today's value counts as unchanged.

        Raises:
            UserError: the value is not allowed, or today is selected.
        """
        group, _, name = key.partition(".")
        if name in FIRST_DAYS:
            group, name, value = (
                "collections",
                "ladder",
                with_first_day(self.levers.collections.ladder, name, int(value)),
            )
        if key == "terms.net_days" and self.setting.own_terms_days.keys() == {value}:
            value = None  # what every customer has anyway is no change
        moved = self._own().but(self.strategy.name, why=self.strategy.why, **{group: {name: value}})
        new = getattr(getattr(moved.levers(self.today), group), name)
        if new == getattr(getattr(self.today, group), name):
            return self._with(_without(moved, group, name))
        return self._with(moved)

    def without_lever(self, key: str) -> Lab:
        """The selected strategy with one lever back at today's value."""
        group, _, name = key.partition(".")
        if name not in FIRST_DAYS:
            return self._with(_without(self._own(), group, name))
        before = self.value(key, of_today=True)
        if before is None:
            return self._with(_without(self._own(), "collections", "ladder"))
        return self.with_lever(key, before)

    def without_levers(self) -> Lab:
        """The selected strategy with every lever back at today's value."""
        return self._with(Strategy(name=self._own().name, why=self.strategy.why))

    def with_reason(self, name: str, why: str) -> Lab:
        """The selected strategy with another name and reason."""
        name = " ".join(name.split())[:LONGEST_NAME] or self._own().name
        if name != self.strategy.name:
            name = self._free_name(name)
        changes: Any = self._own().changes
        return self._with(
            Strategy(
                name=name, why=" ".join(why.split())[:LONGEST_REASON] or "No reason given", changes=changes
            )
        )

    def with_alternative(self, strategy: Strategy) -> Lab:
        """One more alternative, selected; where there are three already, it takes the selected one's place.

        Raises:
            UserError: there is no place for it.
        """
        changes: Any = strategy.changes
        if len(self.alternatives) < MOST_ALTERNATIVES:
            named = Strategy(name=self._free_name(strategy.name), why=strategy.why, changes=changes)
            return replace(
                self, alternatives=(*self.alternatives, named), selected=len(self.alternatives) + 1
            )
        if self.selected == TODAY:
            raise UserError(
                "There are three alternatives already. Select the one that this strategy shall replace."
            )
        named = Strategy(
            name=self._free_name(strategy.name, self.selected), why=strategy.why, changes=changes
        )
        return self._with(named)

    def without_alternative(self) -> Lab:
        """The selected alternative taken out; the one before it is selected."""
        self._own()
        place = self.selected - 1
        rest = (*self.alternatives[:place], *self.alternatives[place + 1 :])
        return replace(self, alternatives=rest, selected=min(self.selected, len(rest)))

    def with_setting(self, setting: Setting) -> Lab:
        """The same strategies in another setting."""
        return replace(self, setting=setting)

    def shared(self, wanted: int) -> Shared:
        """The whole of it as a comparison that can be handed on, and loaded again with the same numbers."""
        return replace(
            shared_of(self.setting, self.alternatives),
            seed=self.seed,
            replications=self.replications or wanted,
            judged_by=self.criterion,
            selected=self.selected,
        )

    def with_shared(self, shared: Shared) -> Lab:
        """The state that somebody handed on.

        Raises:
            UserError: it is about another ledger, or has more strategies than the page tells apart.
        """
        if len(shared.strategies) > MOST_ALTERNATIVES:
            raise UserError(
                f"This comparison has {len(shared.strategies)} strategies beside today; the page shows "
                f"{MOST_ALTERNATIVES}. Take some out, or use the command: creditlab compare FILE.yaml."
            )
        return Lab(
            setting_of(shared, self.setting),
            shared.strategies,
            shared.selected,
            shared.judged_by,
            shared.seed,
            shared.replications,
        )

    def _own(self) -> Strategy:
        """The selected strategy, if it is ours to change."""
        if self.selected == TODAY:
            raise UserError(
                "Today is locked: it is the yardstick. Select a strategy, or copy today, to change levers."
            )
        return self.alternatives[self.selected - 1]

    def _with(self, strategy: Strategy) -> Lab:
        """The state with another strategy in the selected place."""
        place = self.selected - 1
        return replace(
            self, alternatives=(*self.alternatives[:place], strategy, *self.alternatives[place + 1 :])
        )

    def _free_name(self, name: str, place: int | None = None) -> str:
        """The name, or the name with a number where another strategy has it."""
        taken = {one.name.casefold() for number, one in enumerate(self.strategies) if number != place}
        number, free = 2, name
        while free.casefold() in taken:
            free, number = f"{name} {number}", number + 1
        return free


@cache
def _as_today() -> Strategy:
    """Read once: a state is asked for it a hundred times when a lever moves."""
    return today_strategy()


def _plain(strategy: Strategy) -> Strategy:
    """A strategy as name, reason and changes, neither of the first two longer than the page has room for."""
    name, why = strategy.name[:LONGEST_NAME].strip(), strategy.why[:LONGEST_REASON].strip()
    if not strategy.expected and (name, why) == (strategy.name, strategy.why):
        return strategy
    changes: Any = strategy.changes
    return Strategy(name=name, why=why, changes=changes)


def _without(strategy: Strategy, group: str, name: str) -> Strategy:
    """A strategy without its change of one lever."""
    changes: dict[str, Mapping[str, Any]] = {}
    for other, values in strategy.changes.items():
        kept = {key: value for key, value in values.items() if (other, key) != (group, name)}
        if kept:
            changes[other] = kept
    return Strategy(name=strategy.name, why=strategy.why, changes=changes)


@dataclass
class History:
    """The states so far: undo goes back, redo forward, and a new act forgets what was undone."""

    now: Lab
    past: list[Lab] = field(default_factory=list)
    future: list[Lab] = field(default_factory=list)

    def act(self, change: Callable[[Lab], Lab]) -> bool:
        """Change the state; returns whether anything did change. What it refuses leaves everything as it is."""
        new = change(self.now)
        if new == self.now:
            return False
        if replace(new, selected=self.now.selected, criterion=self.now.criterion) != self.now:
            self.past = [*self.past, self.now][-MOST_STEPS_BACK:]
            self.future = []
        self.now = new
        return True

    def undo(self) -> bool:
        """Back to the state before; returns whether there was one."""
        if not self.past:
            return False
        self.future.append(self.now)
        self.now = self.past.pop()
        return True

    def redo(self) -> bool:
        """Forward again; returns whether there was a state to go to."""
        if not self.future:
            return False
        self.past.append(self.now)
        self.now = self.future.pop()
        return True
