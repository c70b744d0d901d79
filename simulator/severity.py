"""How severe a shock is: the same shock so many times as bad, how far that can go, and what it is in words.

A shock says what grows with its severity (``severity``): the strength of every change, its length in days, or the
number of the largest customers that fail. A change grows in proportion: from what is usual to what the shock says is
1; twice as severe is twice that way. It goes as far as the first change gets to the end of its allowed range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor, inf
from typing import TYPE_CHECKING, Any

from simulator.parameters import dictionary
from simulator.plans import Groups
from simulator.shocks import COVER_CUT, CUSTOMERS_FAIL, WAYS, Shock
from simulator.units import NEVER

if TYPE_CHECKING:
    from simulator.scenario import Scenario

LARGEST_FACTOR = 100.0
"""More than a hundred times as bad is not asked."""

_CLOSE = 1e-9
_PHRASES: Mapping[str, str] = {
    "economy.failure_multiplier": "failures {times} times as frequent",
    "economy.lateness_multiplier": "late customers {times} times as late",
    "economy.order_multiplier": "orders {change}",
    "economy.competitor_terms_ratio": "competitors' terms {times} times as long",
    "insurer.premium_multiplier": "renewed premium rates {times} times as high",
    "insurer.refusal_healthy_fraction": "limits refused or cut for {now} of the healthy customers instead of {usual}",
    "portfolio.churn_per_year": "customers leaving at {now} a year instead of {usual}",
    "company.supplier_days": "suppliers paid after {now} days instead of {usual}",
    "behaviour.buyer_cost_of_funds_per_year": "money costing customers {now} a year instead of {usual}",
    "company.overdraft_rate_per_year": "overdraft interest of {now} a year instead of {usual}",
    "company.base_rate_per_year": "a base rate of {now} a year instead of {usual}",
    "company.fixed_cost_per_month": "fixed cost of {now} a month instead of {usual}",
    "company.collectors_at_work_fraction": "{now} of the collectors at work",
}


def step(shock: Shock) -> float:
    """By how much the severity moves at least: a day, or a customer; 0 where it moves freely.

    >>> sooner = {"company": {"supplier_days": -5}}
    >>> step(Shock(name="Hurry", why="x", start_day=0, days=50, plus=sooner, severity="days"))
    0.02
    """
    if shock.grows_by == "strength":
        return 0.0
    return 1.0 / _units(shock)


def _units(shock: Shock) -> int:
    return int(shock.days or 1) if shock.grows_by == "days" else len(shock.events[CUSTOMERS_FAIL])


def scaled(shock: Shock, factor: float, scenario: Scenario) -> Shock | None:
    """The same shock so many times as severe as its file says, upon a scenario; None where nothing is left of it.

    >>> from simulator.scenario import load_scenario
    >>> usual = load_scenario("wholesale")
    >>> squeeze = Shock(name="Squeeze", why="x", start_day=0, times={"company": {"supplier_days": 0.5}})
    >>> scaled(squeeze, 1.5, usual).times["company"]["supplier_days"], scaled(squeeze, 0.0, usual)
    (0.25, None)
    >>> two_fail = Shock(name="Two", why="x", start_day=0, events={"customers_fail": [1, 3]})
    >>> list(scaled(two_fail, 2.0, usual).events["customers_fail"])
    [1, 3, 2, 4]
    """
    if factor <= 0.0:
        return None
    count = floor(factor * _units(shock) + _CLOSE) if step(shock) else 1
    if count < 1:
        return None
    if shock.grows_by == "days":
        return shock.model_copy(update={"days": count})
    if shock.grows_by == "customers":
        return shock.model_copy(
            update={"events": {**shock.events, CUSTOMERS_FAIL: _ranks(shock.events[CUSTOMERS_FAIL], count)}}
        )
    events = dict(shock.events)
    if COVER_CUT in events:
        events[COVER_CUT] = min(1.0, factor * events[COVER_CUT])
    return shock.model_copy(
        update={
            "changes": _on_the_way(shock.changes, factor, scenario.assumptions()),
            "times": _each(shock.times, lambda value: 1.0 + factor * (value - 1.0)),
            "plus": _each(shock.plus, lambda value: factor * value),
            "events": events,
        }
    )


def _on_the_way(groups: Groups, factor: float, usual: Groups) -> dict[str, dict[str, Any]]:
    """Values that a shock sets, so many times as far from what is usual."""

    def moved(before: Any, given: Any) -> Any:
        if isinstance(given, Mapping):
            return {word: moved(before[word], value) for word, value in given.items()}
        if isinstance(before, Mapping):
            return {word: moved(value, given) for word, value in before.items()}
        return before + factor * (given - before)

    return {
        group: {name: moved(usual[group][name], value) for name, value in members.items()}
        for group, members in groups.items()
    }


def _ranks(named: Any, count: int) -> tuple[int, ...]:
    """Those named, then the next largest."""
    following = (rank for rank in range(1, count + len(named) + 1) if rank not in named)
    return (*named, *following)[:count]


def _each(groups: Groups, change: Callable[[Any], Any]) -> dict[str, dict[str, Any]]:
    """Every number in groups of numbers, changed."""

    def changed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {word: change(one) for word, one in value.items()}
        return change(value)

    return {
        group: {name: changed(value) for name, value in members.items()} for group, members in groups.items()
    }


def largest_factor(shock: Shock, scenario: Scenario, customers: int) -> float:
    """How many times as severe a shock can get: all in proportion, until the first part is at its end.

    Args:
        shock: The shock.
        scenario: What is usual, and for how long there is something to see.
        customers: How many customers there are.
    """
    if shock.grows_by == "customers":
        return customers / _units(shock)
    if shock.grows_by == "days":
        first, _ = shock.window(scenario.company.start_date)
        return max(0, scenario.company.horizon_days - first) / _units(shock)
    limits = [_room(key, usual, now) for key, usual, now in _changes(shock, scenario)]
    if cut := shock.events.get(COVER_CUT):
        limits.append(1.0 / cut)
    return min([LARGEST_FACTOR, *(limit * (1.0 - _CLOSE) for limit in limits)])  # rounding stays inside


def _room(key: str, usual: Any, now: Any) -> float:
    """How many times a change fits between what is usual and what is allowed."""
    low, high = dictionary()[key].allowed
    if not isinstance(usual, int | float) or not isinstance(now, int | float) or now == usual:
        return inf
    return float(((high if now > usual else low) - usual) / (now - usual))


def _changes(shock: Shock, scenario: Scenario) -> Iterator[tuple[str, Any, Any]]:
    """Every assumption that a shock changes: its usual value and its value under the shock, word by word."""
    usual, now = scenario.assumptions(), shock.over(scenario).assumptions()
    keys = [
        (group, name) for way in WAYS for group, members in getattr(shock, way).items() for name in members
    ]
    for group, name in dict.fromkeys(keys):
        before, after = usual[group][name], now[group][name]
        if not isinstance(before, Mapping):
            yield f"{group}.{name}", before, after
            continue
        for word in before:
            if before[word] != after[word]:
                yield f"{group}.{name}", before[word], after[word]


def in_words(shock: Shock | None, scenario: Scenario) -> str:
    """What a shock comes to, in the units of its own parameters.

    >>> from simulator.scenario import load_scenario
    >>> recession = Shock(name="Bad", why="x", start_day=90, days=365,
    ...     times={"economy": {"failure_multiplier": 2.7, "order_multiplier": 0.9}})
    >>> in_words(recession, load_scenario("wholesale"))
    'failures 2.7 times as frequent, orders down 10 %, from day 90 for 365 days'
    """
    if shock is None:
        return "nothing happens"
    by_key: dict[str, list[tuple[Any, Any]]] = {}
    for key, usual, now in _changes(shock, scenario):
        by_key.setdefault(key, []).append((usual, now))
    parts = [_phrase(key, pairs) for key, pairs in by_key.items()]
    if ranks := shock.events.get(CUSTOMERS_FAIL):
        parts.append(_who_fails(ranks))
    if cut := shock.events.get(COVER_CUT):
        parts.append(f"{_percent(cut)} of the insurer's limits withdrawn")
    first, after = shock.window(scenario.company.start_date)
    when = f"on day {first}" if shock.happens_at_once else f"from day {first}"
    lasting = "" if after >= NEVER or shock.happens_at_once else f" for {after - first} days"
    return f"{', '.join(parts)}, {when}{lasting}"


def _who_fails(ranks: Any) -> str:
    count = len(ranks)
    if sorted(ranks) == list(range(1, count + 1)):
        return "the largest customer fails" if count == 1 else f"the {count} largest customers fail"
    named = ", ".join(str(rank) for rank in sorted(ranks))
    return f"the customers fail that are number {named} by size"


def _phrase(key: str, pairs: list[tuple[Any, Any]]) -> str:
    """A change in words; where customers differ, from the lowest to the highest of them."""
    entry = dictionary()[key]
    pattern = _PHRASES.get(key, entry.title.lower() + " {now} instead of {usual}")
    usual, now = (_span([pair[side] for pair in pairs], entry.unit) for side in (0, 1))
    words = {"now": now, "usual": usual, "times": "", "change": ""}
    before, after = pairs[0]
    if isinstance(after, int | float) and isinstance(before, int | float) and before:
        moved = after / before - 1.0
        words["times"] = _digits(after / before)
        words["change"] = f"{'down' if moved < 0 else 'up'} {_percent(abs(moved))}"
    return pattern.format(**words)


def _span(values: list[Any], unit: str) -> str:
    ends = dict.fromkeys((_told(min(values), unit), _told(max(values), unit))) if len(values) > 1 else None
    return " to ".join(ends) if ends else _told(values[0], unit)


def _told(value: Any, unit: str) -> str:
    if not isinstance(value, int | float):
        return str(value)
    if unit.startswith("fraction") or unit == "per year":
        return _percent(value)
    return f"{value:,.0f}" if abs(value) >= 100 or isinstance(value, int) else _digits(value)


def _percent(value: float) -> str:
    return f"{_digits(100.0 * value)} %"


def _digits(value: float) -> str:
    """Two digits, or whole numbers from ten on.

    >>> _digits(2.7182), _digits(1.0), _digits(23.4), _digits(0.0375)
    ('2.7', '1', '23', '0.037')
    """
    return f"{value:,.0f}" if abs(value) >= 9.95 else f"{value:.2g}"
