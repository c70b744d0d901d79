"""The world of a comparison: everything that is the same for all its runs, and can be sent to another process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import as_records
from simulator.engine.calendar import build_calendar
from simulator.engine.economy import demand_ceiling
from simulator.engine.phases import Phase, phases_of
from simulator.engine.plan import Plan, assumption_numbers, make_plan, segment_numbers
from simulator.levers import Levers
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.rules.banking import Calendar
from simulator.rules.ordering import order_variance
from simulator.scenario import Scenario

_BEYOND_RUN_OFF_DAYS = 800


@dataclass(frozen=True)
class World:
    """Scenario, portfolio and the plans of all strategies; ``today`` reigns in the warm-up, before any phase."""

    scenario: Scenario
    portfolio: Portfolio
    today: Plan
    plans: tuple[Plan, ...]
    assumptions: NDArray[Any]
    segments: NDArray[Any]
    phases: tuple[Phase, ...] = ()

    @classmethod
    def build(cls, scenario: Scenario, portfolio: Portfolio, levers: list[Levers]) -> World:
        """Turn words into numbers, once for all runs."""
        if portfolio.promise_share != 1.0:
            promised = scenario.behaviour.promise_fraction * portfolio.promise_share
            scenario = scenario.but(behaviour={"promise_fraction": promised})
        world_calendar = _calendar(scenario, portfolio)
        share = len(world_calendar.bank_days) / world_calendar.next_run.shape[1]
        today = make_plan(scenario, portfolio, scenario.today)
        return cls(
            scenario=scenario,
            portfolio=portfolio,
            today=today,
            plans=tuple(
                today if lever == scenario.today else make_plan(scenario, portfolio, lever)
                for lever in levers
            ),
            assumptions=assumption_numbers(scenario, share, demand_ceiling(scenario)),
            segments=segment_numbers(scenario),
            phases=phases_of(scenario, portfolio, share),
        )

    @property
    def first_day(self) -> int:
        """First day of the warm-up."""
        return -self.scenario.company.warm_up_days

    @property
    def horizon_days(self) -> int:
        """Days from day 0 to the end of the horizon."""
        return self.scenario.company.horizon_days

    @property
    def last_day(self) -> int:
        """Last day on which anything can happen: the end of the longest run-off."""
        return self.horizon_days + self.scenario.company.run_off_days - 1

    @property
    def calendar(self) -> Calendar:
        """Bank days, shared by all runs of a process."""
        return _calendar(self.scenario, self.portfolio)

    @cached_property
    def order_variances(self) -> NDArray[np.float64]:
        """[place]: variance of the logarithm of an order's value."""
        found = {cv: order_variance(cv) for cv in set(self.portfolio.customers["order_cv"].tolist())}
        return np.array([found[cv] for cv in self.portfolio.customers["order_cv"].tolist()], dtype=float)

    @cached_property
    def newcomers(self) -> tuple[NDArray[Any], NDArray[np.int32]]:
        """Newcomers sorted by segment, and where each segment's rows begin and how many they are."""
        rows = self.portfolio.newcomers
        order = np.argsort(rows["segment"], kind="stable")
        ranges = np.array(
            [
                (int(np.searchsorted(rows["segment"][order], number)), int((rows["segment"] == number).sum()))
                for number in range(len(SEGMENTS))
            ],
            dtype=np.int32,
        )
        return as_records(rows[order]), ranges


def _calendar(scenario: Scenario, portfolio: Portfolio) -> Calendar:
    """The calendar, from before the oldest open item to beyond the run-off."""
    company = scenario.company
    items = portfolio.open_items
    oldest = int(min(items["issued"].min(), items["due"].min())) if len(items) else 0
    first = min(-company.warm_up_days, oldest) - 2
    last = company.horizon_days + company.run_off_days + _BEYOND_RUN_OFF_DAYS
    return build_calendar(company.start_date, first, last, company.calendar, company.country)
