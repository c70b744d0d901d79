"""What stands on the desk: a frozen state; every act makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from simulator.app.setting import Setting
from simulator.errors import UserError
from simulator.experiment.desk.variants import NEVER_STOPPED, as_it_comes_out
from simulator.levers import Levers, Step
from simulator.results.desk.figures import MOST_STEPS
from simulator.strategy import Strategy, overlaid

_USUAL_STOP = 30
_GAP = 10
TODAY_NAME = "Today"


@dataclass(frozen=True)
class Row:
    """A step of the ladder, in force or kept aside."""

    step: Step
    is_on: bool = True


@dataclass(frozen=True)
class DeskState:
    """The plan as it is edited.

    Attributes:
        setting: Scenario, or the customers of a ledger.
        chosen: The strategy that was chosen; what it changes beside the desk stays.
        rows: The ladder, by day.
        stop_days: Days late from which supply stops.
        stops: Whether it stops at all.
        collectors: How many.
        rule: Who is called first.
    """

    setting: Setting
    chosen: Strategy
    rows: tuple[Row, ...]
    stop_days: int
    stops: bool
    collectors: int
    rule: str

    @classmethod
    def of(cls, setting: Setting, chosen: Strategy) -> Self:
        """A strategy as it comes to the desk; an intensity is told by the days and the people that it makes."""
        levers = as_it_comes_out(chosen.levers(setting.scenario.today))
        stop = levers.credit_policy.stop_supply_days
        stops = stop < NEVER_STOPPED
        plan = levers.collections
        rows = tuple(Row(step) for step in plan.ladder)
        days = stop if stops else _USUAL_STOP
        return cls(setting, chosen, rows, days, stops, plan.collectors, plan.worklist_rule)

    @property
    def today(self) -> Levers:
        """What is done today, as it comes out."""
        return as_it_comes_out(self.setting.scenario.today)

    @property
    def levers(self) -> Levers:
        """Every lever's value under the plan.

        Raises:
            UserError: steps out of order, or two on one day for the same invoices.
        """
        own = as_it_comes_out(self.chosen.levers(self.setting.scenario.today))
        return own.but(**self._own_groups())

    @property
    def strategy(self) -> Strategy:
        """The plan as a strategy; what is as today is not in it."""
        levers, today = self.levers, self.setting.scenario.today
        own = self._own_groups()
        own["collections"]["intensity"] = 1.0
        changes = {
            group: {
                name: value
                for name, value in values.items()
                if getattr(getattr(levers, group), name) != getattr(getattr(today, group), name)
            }
            for group, values in overlaid(self.chosen.changes, own).items()
        }
        kept = {group: values for group, values in changes.items() if values}
        return Strategy(name=self.name, why=self.chosen.why, changes=kept)

    def _own_groups(self) -> dict[str, dict[str, Any]]:
        ladder = [row.step.model_dump() for row in self.rows if row.is_on]
        stop = self.stop_days if self.stops else NEVER_STOPPED
        return {
            "collections": {
                "ladder": ladder,
                "collectors": self.collectors,
                "worklist_rule": self.rule,
            },
            "credit_policy": {"stop_supply_days": stop},
        }

    @property
    def is_edited(self) -> bool:
        """Whether it differs from the strategy that was chosen."""
        fresh = DeskState.of(self.setting, self.chosen)
        return self.levers != fresh.levers

    @property
    def is_today(self) -> bool:
        """Whether nothing differs from today."""
        return self.levers == self.today

    @property
    def name(self) -> str:
        """What the plan is called."""
        return f"{self.chosen.name}, changed" if self.is_edited else self.chosen.name

    @property
    def number_of_step(self) -> tuple[int, ...]:
        """For each step in force the number that its row bears."""
        return tuple(number + 1 for number, row in enumerate(self.rows) if row.is_on)

    # Acts.

    def with_step(self, number: int, **changes: Any) -> Self:
        """A step changed; None takes a condition away."""
        row = self.rows[number]
        values = {
            name: value for name, value in (row.step.model_dump() | changes).items() if value is not None
        }
        return self._with_rows(_put(self.rows, number, replace(row, step=Step(**values))))

    def switched(self, number: int, *, is_on: bool) -> Self:
        """A step put in force, or kept aside."""
        return self._with_rows(_put(self.rows, number, replace(self.rows[number], is_on=is_on)))

    def moved(self, number: int, by: int) -> Self:
        """A step and its neighbour exchange their days."""
        other = number + by
        if not 0 <= other < len(self.rows):
            return self
        one, two = self.rows[number], self.rows[other]
        rows = _put(self.rows, number, replace(two, step=two.step.model_copy(update={"day": one.step.day})))
        return self._with_rows(
            _put(rows, other, replace(one, step=one.step.model_copy(update={"day": two.step.day})))
        )

    def copied(self, number: int) -> Self:
        """The same step once more, on the next free day."""
        row = self.rows[number]
        taken = {other.step.day for other in self.rows}
        day = next(day for day in range(row.step.day + 1, row.step.day + 400) if day not in taken)
        return self._added(replace(row, step=row.step.model_copy(update={"day": day})))

    def without_step(self, number: int) -> Self:
        """A step taken out."""
        return self._with_rows((*self.rows[:number], *self.rows[number + 1 :]))

    def added(self) -> Self:
        """One more step, a call some days after the last."""
        last = max((row.step.day for row in self.rows), default=0)
        return self._added(Row(Step(day=max(last, 0) + _GAP, channel="call")))

    def with_ladder(self, ladder: tuple[Step, ...]) -> Self:
        """Another ladder."""
        return self._with_rows(tuple(Row(step) for step in ladder))

    def with_stop(self, days: int, *, stops: bool) -> Self:
        """Supply stops from so many days late, or never."""
        return self._checked(replace(self, stop_days=days, stops=stops))

    def with_collectors(self, collectors: int) -> Self:
        """So many collectors."""
        return self._checked(replace(self, collectors=collectors))

    def with_rule(self, rule: str) -> Self:
        """Another order of the worklist."""
        return self._checked(replace(self, rule=rule))

    def with_setting(self, setting: Setting) -> Self:
        """The strategy chosen, in another setting; edits are left behind, for today's ladder may be another one."""
        return type(self).of(setting, self.chosen)

    def _added(self, row: Row) -> Self:
        if len(self.rows) >= MOST_STEPS:
            raise UserError(f"A ladder on this page has at most {MOST_STEPS} steps. Delete one first.")
        return self._with_rows((*self.rows, row))

    def _with_rows(self, rows: tuple[Row, ...]) -> Self:
        ordered = tuple(sorted(rows, key=lambda row: row.step.day))
        return self._checked(replace(self, rows=ordered))

    def _checked(self, new: Self) -> Self:
        _ = new.levers
        return new


def _put(rows: tuple[Row, ...], number: int, row: Row) -> tuple[Row, ...]:
    return (*rows[:number], row, *rows[number + 1 :])
