"""Lesson 2: two ways to make figures lie, a season in the sales and a quick pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.classroom.case import Case

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison

WRITE_OFF_SOON = {"collections": {"write_off_days": 90}}
"""The accountant gives up what is 90 days past due, in place of 365."""
SEASON = [0.8, 0.8, 1.0, 1.0, 1.1, 1.1, 0.9, 0.7, 1.0, 1.2, 1.2, 1.2]
"""Assumption: a wholesaler with a quiet summer and a busy autumn; each learner's company begins it in another month."""


def seasonal(case: Case) -> Comparison:
    """The case's company with a season in its sales, and nothing else different."""
    scenario = case.scenario.but("With a season", why="a lesson", economy={"season_sales": season_of(case)})
    return case.side_by_side("status_quo", scenario=scenario)


def season_of(case: Case) -> list[float]:
    """The company's season, from January on, against the average month."""
    begin = case.seed % len(SEASON)
    return SEASON[begin:] + SEASON[:begin]


def by_month(compared: Comparison, measure: str) -> list[float]:
    """A measure of the first strategy at each month end."""
    return [value or 0.0 for value in compared.first.monthly(measure)]
