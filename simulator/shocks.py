"""A shock: something that happens to us on a day, whatever our strategy: assumptions that change for a while, an event.

The assumptions that hold on a day are those of the scenario with every shock laid over it that lasts on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from simulator.checks import Complaint, KeyPath, kind_of, raise_all, refuse
from simulator.errors import UserError
from simulator.parameters import ASSUMPTION_GROUPS, METRICS, FrozenDict, dictionary, frozen, nearest
from simulator.plans import check_groups, check_headings, find_plan
from simulator.reading import read_document
from simulator.units import NEVER

if TYPE_CHECKING:
    from simulator.scenario import Scenario

CHANGEABLE = (
    "company.supplier_days", "company.overdraft_rate_per_year", "company.fixed_cost_per_month",
    "company.collector_cost_per_year", "company.collectors_at_work_fraction", "portfolio.churn_per_year",
    "behaviour.contact_rate_fraction", "behaviour.promise_fraction", "behaviour.promise_kept_healthy_fraction",
    "behaviour.promise_kept_stressed_fraction", "behaviour.buyer_cost_of_funds_per_year",
    "behaviour.stressed_cost_of_funds_per_year", "behaviour.unearned_fraction", "behaviour.hold_lost_fraction",
    "behaviour.hold_churn_multiplier", "behaviour.hard_contact_churn_multiplier",
    "behaviour.agency_success_fraction", "behaviour.agency_churn_multiplier",
    "behaviour.leaves_unpaid_fraction",
    "health.informal_fraction", "health.no_dividend_fraction",
    "health.stress_lateness_multiplier", "health.contagion_multiplier", "economy.failure_multiplier",
    "economy.lateness_multiplier", "economy.order_multiplier", "economy.competitor_terms_ratio",
    "insurer.refusal_healthy_fraction", "insurer.refusal_stressed_fraction", "insurer.stress_seen_fraction",
    "company.base_rate_per_year", "insurer.premium_multiplier",
)  # fmt: skip
"""Assumptions that may change while a run goes on; the others made the customers, the calendar or the books."""

CUSTOMERS_FAIL, COVER_CUT = "customers_fail", "insurer_cuts_cover_fraction"
EVENTS = (CUSTOMERS_FAIL, COVER_CUT)
WAYS: Mapping[str, Callable[[Any, Any], Any]] = {
    "changes": lambda _, given: given,
    "times": lambda now, given: now * given,
    "plus": lambda now, given: now + given,
}
"""How a shock changes an assumption: it gets this value, so many times its value, so much more (or less)."""
Growing = Literal["strength", "days", "customers"]
"""What grows when a shock gets more severe: every change, its length, or how many of the largest customers fail."""


class Shock(BaseModel):
    """Something that happens to us. Frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    why: str
    start_day: int | None = None
    start_date: date | None = None
    days: int | None = None
    changes: Mapping[str, Mapping[str, Any]] = FrozenDict()
    times: Mapping[str, Mapping[str, Any]] = FrozenDict()
    plus: Mapping[str, Mapping[str, Any]] = FrozenDict()
    events: Mapping[str, Any] = FrozenDict()
    severity: Growing | None = None
    under: str = "status_quo"
    expected: Mapping[str, Literal["up", "down"]] = FrozenDict()

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: Any) -> Any:
        if isinstance(values, Mapping):
            refuse(mistakes(values))
        return values

    @model_validator(mode="after")
    def _fixed(self) -> Self:
        for name in (*WAYS, "events", "expected"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        return self

    @property
    def grows_by(self) -> Growing:
        """What its severity is measured by: as declared, or else the customers that fail where nothing else happens."""
        only_failures = set(self.events) == {CUSTOMERS_FAIL} and not any(getattr(self, way) for way in WAYS)
        return self.severity or ("customers" if only_failures else "strength")

    @property
    def happens_at_once(self) -> bool:
        """Whether nothing of it lasts: it is an event of one day."""
        return not any(getattr(self, way) for way in WAYS)

    def window(self, start: date) -> tuple[int, int]:
        """Its first day, and the first day after it (NEVER: it lasts), where day 0 has this date.

        >>> flood = Shock(name="Flood", why="Rain", start_day=30, days=60, events={"customers_fail": [1]})
        >>> flood.window(date(2026, 1, 1))
        (30, 90)
        """
        first = (self.start_date - start).days if self.start_date is not None else self.start_day or 0
        return first, NEVER if self.days is None else first + self.days

    def sentence(self, start: date) -> str:
        """What comes, and when, for whoever reads the numbers.

        >>> flood = Shock(name="Flood", why="Rain", start_day=30, days=60, events={"customers_fail": [1]})
        >>> flood.sentence(date(2026, 1, 1))
        'From day 30 (2026-01-31) for 60 days: Flood. Rain.'
        """
        first, _ = self.window(start)
        when = (start + timedelta(days=first)).isoformat()
        lasting = "" if self.days is None else f" for {self.days} day{'' if self.days == 1 else 's'}"
        return f"From day {first} ({when}){lasting}: {self.name}. {self.why.rstrip('.')}."

    def lasts_on(self, day: int, start: date) -> bool:
        """Whether it lasts on a day."""
        first, after = self.window(start)
        return first <= day < after

    def over(self, scenario: Scenario) -> Scenario:
        """The scenario with this shock's assumptions."""
        values = scenario.assumptions()
        given: dict[str, dict[str, Any]] = {}
        for way in WAYS:
            for group, members in getattr(self, way).items():
                for name, value in members.items():
                    changed = _changed(f"{group}.{name}", values[group][name], value, way)
                    given.setdefault(group, {})[name] = changed
        try:
            # mypy cannot see that the groups of assumptions are never called name, why or today
            return scenario.but(**given)  # type: ignore[arg-type]
        except UserError as error:
            raise UserError(f"The shock '{self.name}' cannot be: {error.message}") from None


def _changed(key: str, now: Any, given: Any, way: str) -> Any:
    """An assumption's value under a shock; a number given for a mapping holds for every word of it."""
    if isinstance(now, Mapping):
        words = given if isinstance(given, Mapping) else dict.fromkeys(now, given)
        return {word: _changed(key, now.get(word), value, way) for word, value in words.items()}
    if isinstance(given, Mapping) or now is None:
        return given  # refused, with a sentence, by the check of the changed scenario
    value = WAYS[way](now, given)
    return round(value) if dictionary()[key].type == "whole" else value


def mistakes(values: Mapping[str, Any]) -> list[Complaint]:
    """What is wrong with a shock as somebody wrote it."""
    found = check_headings(values, "shock")
    found += _wrong_times(values)
    for way in WAYS:
        found += _wrong_changes(values.get(way), way)
    found += _wrong_events(values.get("events"))
    found += _wrong_severity(values)
    given = values.get("expected")
    if given is not None and not isinstance(given, Mapping):
        found.append(Complaint("'expected' is not a mapping", ("expected",), "Write {write_offs: up}."))
        given = None
    for name, direction in (given or {}).items():
        if name not in METRICS or direction not in ("up", "down"):
            close = nearest(str(name), METRICS)
            advice = "Write a metric and up or down, such as {write_offs: up}."
            found.append(
                Complaint(f"'{name}: {direction}' is no expectation", ("expected", str(name)),
                          f"Did you mean '{close}'? {advice}" if close and close != name else advice)
            )  # fmt: skip
    if not any(values.get(name) for name in (*WAYS, "events")):
        found.append(Complaint("This shock does nothing", (), f"Add one of {', '.join((*WAYS, 'events'))}."))
    return found


def _wrong_times(values: Mapping[str, Any]) -> list[Complaint]:
    """What is wrong with when it begins and how long it lasts."""
    found = []
    if (values.get("start_day") is None) == (values.get("start_date") is None):
        advice = "Write either start_day: 90 or start_date: 2027-03-01."
        found.append(Complaint("A shock begins on a day or on a date", ("start_day",), advice))
    for name, least in (("start_day", 0), ("days", 1)):
        value = values.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value < NEVER:
            advice = f"Write a whole number of days, {least} or more."
            found.append(Complaint(f"'{name}' is {kind_of(value)}", (name,), advice))
    when = values.get("start_date")
    if when is not None and type(when) is not date:
        found.append(
            Complaint(f"'start_date' is {kind_of(when)}", ("start_date",), "Write a date such as 2027-03-01.")
        )
    return found


def _wrong_changes(given: Any, way: str) -> list[Complaint]:
    """What is wrong with one way of changing assumptions."""
    if given is None:
        return []
    if way == "changes":
        found = [_below(complaint, way) for complaint in check_groups(given, ASSUMPTION_GROUPS).complaints]
    else:
        found = _not_numbers(given, way)
    if found:
        return found
    keys = [(group, name) for group, members in given.items() for name in members]
    advice = f"A shock may change {', '.join(CHANGEABLE)}."
    return [
        Complaint(f"'{group}.{name}' cannot change while a run goes on", (way, group, name), advice)
        for group, name in keys
        if f"{group}.{name}" not in CHANGEABLE
    ]


def _below(complaint: Complaint, heading: str) -> Complaint:
    return Complaint(complaint.what, (heading, *complaint.path), complaint.advice)


def _not_numbers(given: Any, way: str) -> list[Complaint]:
    """Groups, names and numbers to multiply with or to add, that are none."""
    advice = "Write a group, a name and a number: {economy: {order_multiplier: 0.8}}."
    if not isinstance(given, Mapping):
        return [Complaint(f"'{way}' is {kind_of(given)}", (way,), advice)]
    found = []
    for group, members in given.items():
        if not isinstance(members, Mapping):
            found.append(Complaint(f"'{group}' is {kind_of(members)}", (way, str(group)), advice))
            continue
        for name, value in members.items():
            path: KeyPath = (way, str(group), str(name))
            numbers = value.values() if isinstance(value, Mapping) else (value,)
            if f"{group}.{name}" not in dictionary():
                close = nearest(str(name), [key.partition(".")[2] for key in CHANGEABLE])
                proposal = f"Did you mean '{close}'? " if close else ""
                found.append(Complaint(f"Unknown assumption '{group}.{name}'", path, proposal + advice))
            elif not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
                found.append(Complaint(f"'{name}' is {kind_of(value)}, not a number", path, advice))
    return found


def _wrong_events(given: Any) -> list[Complaint]:
    """What is wrong with the events."""
    if given is None:
        return []
    advice = f"Write {{{CUSTOMERS_FAIL}: [1]}} (1 is the largest), or {{{COVER_CUT}: 0.15}}."
    if not isinstance(given, Mapping) or any(name not in EVENTS for name in given):
        return [Complaint("Unknown events", ("events",), advice)]
    found = []
    ranks, cut = given.get(CUSTOMERS_FAIL, [1]), given.get(COVER_CUT, 0.0)
    listed = isinstance(ranks, list | tuple) and len(ranks) > 0
    if not listed or not all(isinstance(rank, int) and rank >= 1 for rank in ranks):
        found.append(Complaint(f"'{CUSTOMERS_FAIL}' is {kind_of(ranks)}", ("events", CUSTOMERS_FAIL), advice))
    if isinstance(cut, bool) or not isinstance(cut, int | float) or not 0 <= cut <= 1:
        found.append(Complaint(f"'{COVER_CUT}' is {kind_of(cut)}", ("events", COVER_CUT), advice))
    return found


def _wrong_severity(values: Mapping[str, Any]) -> list[Complaint]:
    """A severity that cannot grow: no such word, no length, nobody who fails, or nothing that has a strength."""
    word, events = values.get("severity"), values.get("events")
    happens = events if isinstance(events, Mapping) else {}
    has = {
        "strength": COVER_CUT in happens or any(values.get(way) for way in WAYS),
        "days": values.get("days") is not None,
        "customers": CUSTOMERS_FAIL in happens,
    }
    if word is None or (isinstance(word, str) and has.get(word)):
        return []
    able = [name for name, yes in has.items() if yes]
    what = f"'severity: {word}' does not fit what happens"
    return [Complaint(what, ("severity",), f"Here it can be {' or '.join(able) or 'left out'}.")]


def load_shock(name_or_path: str | Path) -> Shock:
    """Load a shock that comes with creditlab by its name, or your own file by its path.

    Raises:
        UserError: with a sentence for every mistake in the file.
    """
    document = read_document(find_plan(name_or_path, "shock"))
    found = [complaint.sentence(document.where) for complaint in mistakes(document.data)]
    raise_all([*document.mistakes, *found])
    return Shock(**document.data)


def check_windows(scenario: Scenario, shocks: tuple[Shock, ...]) -> None:
    """Refuse shocks that cannot come upon a scenario.

    Raises:
        UserError: a shock that begins before day 0, is there twice, or changes an assumption beyond what is allowed.
    """
    names = [shock.name for shock in shocks]
    twice = sorted({name for name in names if names.count(name) > 1})
    sentences = [f"The shock '{name}' is there twice. Name it once." for name in twice]
    for shock in shocks:
        first, _ = shock.window(scenario.company.start_date)
        if first < 0:
            sentences.append(
                f"The shock '{shock.name}' begins on {shock.start_date}, before day 0, which is "
                f"{scenario.company.start_date}. Give it a later date."
            )
    raise_all(sentences)
    for first in sorted({shock.window(scenario.company.start_date)[0] for shock in shocks}):
        scenario_on(scenario, shocks, first)


def scenario_on(scenario: Scenario, shocks: tuple[Shock, ...], day: int) -> Scenario:
    """The assumptions that hold on a day."""
    for shock in shocks:
        if shock.lasts_on(day, scenario.company.start_date):
            scenario = shock.over(scenario)
    return scenario
