"""What could go wrong with one strategy: an assumption that fails, the strategy itself failing, and bad times.

Each danger is played by itself under today and under the strategy, with the luck of the usual run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.measuring import Effort, Running, Runs, asked
from simulator.parameters import dictionary, told
from simulator.severity import in_words
from simulator.shocks import load_shock

if TYPE_CHECKING:
    from simulator.experiment.leaning import Leaning
    from simulator.levers import Levers
    from simulator.portfolio.portfolio import Portfolio
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

MEASURES = ("lowest_cash", "profit_to_the_end")
ALWAYS = ("recession", "largest_customer_fails")
SPARE = "late_payers_pay_later"
"""What stands in for an assumption where no judgement moves the answer."""

_NOBODY = 100.0
"""A return a year that no discount pays."""


@dataclass(frozen=True)
class Coming:
    """A danger: what it is called, what it is at length, and the scenario in which it happens."""

    label: str
    words: str
    scenario: Scenario


@dataclass(frozen=True)
class Struck:
    """A danger that was played; in each replication, today and the strategy (currency)."""

    label: str
    words: str
    lowest_cash: NDArray[np.float64] = field(repr=False)  # [strategy, replication]
    profit: NDArray[np.float64] = field(repr=False)


def dangers(
    scenario: Scenario,
    pair: tuple[Strategy, Strategy],
    leaning: Leaning | None,
    replications: int,
    **running: Unpack[Running],
) -> tuple[Struck, ...]:
    """Four dangers, played.

    Args:
        scenario: What is not ours to decide.
        pair: What we do today, and the strategy.
        leaning: The judgement on which the answer leans most.
        replications: How many of each.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    question = asked(scenario, pair, effort)
    today, then = question.levers
    coming = coming_upon(scenario, (today, then), leaning)
    found = []
    done, wanted = 0, 2 * replications * len(coming)
    for one in coming:
        runs = Runs(one.scenario, question.portfolio, MEASURES, effort, done, wanted)
        values = runs([today, then], range(replications))
        done = runs.done
        found.append(Struck(one.label, one.words, values[:, :, 0], values[:, :, 1]))
    return (*found[:-1], replace(found[-1], label=_with_share(found[-1].label, question.portfolio)))


def _with_share(label: str, portfolio: Portfolio) -> str:
    """The largest customer's share of expected sales beside what happens to it."""
    sales = portfolio.customers["orders_per_month"] * portfolio.customers["order_value"]
    total = float(sales.sum())
    return f"{label} ({100.0 * float(sales.max()) / total:.0f} % of sales)" if total > 0.0 else label


def coming_upon(
    scenario: Scenario, levers: tuple[Levers, Levers], leaning: Leaning | None
) -> tuple[Coming, ...]:
    """The four dangers of a strategy: the first two are its own, the others are the same for all."""
    first = _of_shock(scenario, SPARE) if leaning is None else _misjudged(scenario, leaning)
    return (first, failing(scenario, *levers), *(_of_shock(scenario, name) for name in ALWAYS))


def failing(scenario: Scenario, today: Levers, then: Levers) -> Coming:
    """What the strategy relies on fails, by the first of its groups of levers that something can happen to."""
    changed = (group for group in _FAILING if getattr(today, group) != getattr(then, group))
    group = next(changed, None)
    return _of_shock(scenario, "sales_drop") if group is None else _FAILING[group](scenario)


def _of_shock(scenario: Scenario, name: str) -> Coming:
    shock = load_shock(name)
    earlier = [one for one in scenario.shocks if one.name != shock.name]
    return Coming(
        shock.name, in_words(shock, scenario), scenario.without_shocks().with_shocks([*earlier, shock])
    )


def _misjudged(scenario: Scenario, found: Leaning) -> Coming:
    """The judgement is half, or twice, what was assumed: whichever is worse for the strategy."""
    entry = dictionary()[found.key]
    least, most = (float(end) for end in entry.allowed)
    value = found.value * (0.5 if found.hurts_low else 2.0)
    how = "half" if found.hurts_low else "twice"
    if found.value == 0.0 or not least <= value <= most:
        value, how = (found.low if found.hurts_low else found.high), "at the worse end of its range"
        label = f"{plain_title(found.key)} {how}"
    else:
        label = f"{plain_title(found.key)} {how} as assumed"
    words = f"{entry.meaning}: {told(value)} instead of {told(found.value)}"
    return Coming(label, words, _with(scenario, found.key, value))


def _with(scenario: Scenario, key: str, value: Any) -> Scenario:
    group, _, name = key.partition(".")
    changes: dict[str, Any] = {group: {name: value}}
    return scenario.but(**changes)


def plain_title(key: str) -> str:
    """What an input is called, without the unit at the end of its name.

    >>> plain_title("company.gross_margin_fraction"), plain_title("insurer.stress_seen_fraction")
    ('Gross margin', 'Stress seen')
    """
    entry = dictionary()[key]
    if entry.label:
        return entry.label
    name = entry.name
    for ending in ("_fraction", "_per_year", "_per_month", "_days", "_multiplier"):
        name = name.removesuffix(ending)
    return name.replace("_", " ").capitalize()


def _no_one_bothers(scenario: Scenario) -> Coming:
    return Coming(
        "Nobody pays sooner for the discount",
        "only those take it who would have paid by then anyway",
        _with(scenario, "behaviour.discount_hassle_per_year", _NOBODY),
    )


def _no_effect(scenario: Scenario) -> Coming:
    return Coming(
        "Charges make nobody pay sooner",
        "late charges leave the chance of paying as it is",
        _with(scenario, "behaviour.late_charge_hazard_multiplier", 1.0),
    )


def _leaving(scenario: Scenario) -> Coming:
    """Holds and refusals drive customers away."""
    twice = min(2.0 * scenario.behaviour.hold_churn_multiplier, 100.0)
    return Coming(
        "Held customers leave more often",
        f"every hold makes a customer {twice:g} times as likely to leave, not "
        f"{scenario.behaviour.hold_churn_multiplier:g} times",
        _with(scenario, "behaviour.hold_churn_multiplier", twice),
    )


_FAILING: Mapping[str, Callable[[Scenario], Coming]] = {
    "insurance": lambda scenario: _of_shock(scenario, "insurer_cuts_cover"),
    "collections": lambda scenario: _of_shock(scenario, "collectors_leave"),
    "discount": _no_one_bothers,
    "late_charges": _no_effect,
    "financing": lambda scenario: _of_shock(scenario, "interest_rises"),
    "credit_policy": _leaving,
    "terms": lambda scenario: _of_shock(scenario, "competitors_give_longer_terms"),
}
