"""The recommendation: what to decide, why, when it turned out wrong, and what to do then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from simulator.figures.profit_items import items
from simulator.metrics.catalogue import MEASURED
from simulator.metrics.paths import week_ends
from simulator.publish.board.content import Hero
from simulator.publish.board.deciding import how_likely
from simulator.publish.board.model_check import FAILED
from simulator.publish.board.values import change_text, day_text, lowered, month_end
from simulator.results import phrases
from simulator.results.objectives import words_of
from simulator.results.statistics import defined, paired_differences
from simulator.results.words import SURE_FROM, out_of_100, units_of

if TYPE_CHECKING:
    from simulator.publish.board.asking import Evidence
    from simulator.strategy import Strategy

LONGEST_HEADLINE = 80
_LONGEST_NAME = 40
_MOST_ITEMS = 3
_MOST_CHANGES = 2
_BAD, _GOOD = 5.0, 95.0

_NAMED = {
    phrases.PROFIT: "profit",
    phrases.CASH: "low point",
    phrases.DSO: "DSO",
    phrases.WRITE_OFFS: "change in write-offs",
}


def hero_of(evidence: Evidence) -> Hero:
    """The top of the page."""
    kind = evidence.decision.kind
    headline = {"recommended": _recommended, "nothing": _nothing, "unclear": _unclear}[kind](evidence)
    return Hero(
        kind,
        headline,
        tuple(_reasons(evidence)),
        FAILED if evidence.tested.shade == "red" else "",
        (("To decide", _to_decide(evidence)), ("Wrong if", wrong_if(evidence)), ("Then", _then(evidence))),
    )


def short_name(name: str) -> str:
    """A strategy's name as a sentence has room for it."""
    plain = " ".join(name.split())
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1].rstrip() + "…"


def verb_of(evidence: Evidence) -> str:
    """What a board would decide, verb first."""
    strategy = evidence.strategies[evidence.decision.position]
    if strategy.board_verb.strip():
        return " ".join(strategy.board_verb.split())
    more = _more_collectors(evidence, strategy)
    if more:
        collectors = evidence.scenario.today.collections.collectors + more
        if more == 1:
            return f"Hire a {_ordinal(collectors)} collector"
        if more > 1:
            return f"Hire {_counted(more)} more collectors"
        return f"Do with {_counted(-more)} fewer {units_of(-more, 'collectors')}"
    return f"Adopt {short_name(strategy.name)}"


def _more_collectors(evidence: Evidence, strategy: Strategy) -> int:
    """How many collectors are hired, where nothing else changes; 0 otherwise."""
    today = evidence.scenario.today
    then = strategy.levers(today)
    more = then.collections.collectors - today.collections.collectors
    return more if then == today.but(collections={"collectors": then.collections.collectors}) else 0


def _ordinal(number: int) -> str:
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return names[number - 1] if number <= len(names) else f"{number}th"


def _counted(number: int) -> str:
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return names[number - 1] if number <= len(names) else str(number)


def _recommended(evidence: Evidence) -> str:
    """Verb, object, and two gains; one where two are too long."""
    comparison, decision = evidence.comparison, evidence.decision
    result, measure = comparison.results[decision.position], decision.measure
    found = phrases.lead(comparison, measure, result, comparison.first)
    assert found is not None
    start = f"{verb_of(evidence)}: {phrases.headline_phrase(found, comparison)}"
    for also in _other_gains(evidence):
        whole = f"{start} and {phrases.headline_phrase(also, comparison)}."
        if len(whole) <= LONGEST_HEADLINE:
            return whole
    return f"{start}."


def _other_gains(evidence: Evidence) -> list[phrases.Lead]:
    """What else is clearly better than today: what is largest first, then cash and DSO."""
    comparison, decision = evidence.comparison, evidence.decision
    result, measure = comparison.results[decision.position], decision.measure
    largest = phrases.largest_gain(comparison, result, measure)
    others = [
        phrases.lead(comparison, other, result, comparison.first)
        for other in (phrases.CASH, phrases.DSO)
        if other != measure
    ]
    found = [one for one in (largest, *others) if one is not None]
    return [one for one in found if one.is_clear and one.gain > 0 and not one.is_tiny]


def _nothing(evidence: Evidence) -> str:
    others = evidence.comparison.others
    one, many, _ = evidence.decision.judging
    if len(others) == 1:
        return f"Change nothing: {short_name(others[0].name)} does not {many}."
    of = "neither of the two" if len(others) == 2 else f"none of the {_counted(len(others))}"
    return f"Change nothing: {of} {one}."


def _unclear(evidence: Evidence) -> str:
    decision, comparison = evidence.decision, evidence.comparison
    if _is_leading(evidence):
        name = short_name(comparison.results[decision.position].name)
        runs = phrases.runs_in_words(comparison)
        return f"No clear winner: {name} is better in only {out_of_100(decision.chance)} {runs}."
    told = decision.verdict.headline
    names = {short_name(one.name) for one in comparison.results}
    begins_with_name = any(told.startswith(name) for name in names)
    return f"No clear winner: {told if begins_with_name else lowered(told)}"


def _is_leading(evidence: Evidence) -> bool:
    """Whether a strategy is better on average, but too seldom to be recommended: the headline tells how often."""
    leader, comparison = evidence.decision.verdict.leader, evidence.comparison
    return leader not in (None, comparison.first.name) and comparison.replications >= SURE_FROM


def _reasons(evidence: Evidence) -> list[str]:
    """What stands below the headline: where it comes from, how sure it is, and what speaks against it."""
    decision, comparison = evidence.decision, evidence.comparison
    if decision.kind != "recommended":
        said = ["".join(text for text, _ in sentence) for sentence in decision.verdict.sentences]
        return said[1:] if decision.kind == "unclear" and _is_leading(evidence) else said
    result = comparison.results[decision.position]
    sentences = [_costs_and_brings(evidence)]
    measure = decision.measure
    also = phrases.largest_gain(comparison, result, measure)
    if also is not None and also.difference.probability_better is not None:
        likely = how_likely(also.difference.probability_better)
        sentences.append(f"The {_gain_named(also)} is {likely}.")
    found = phrases.lead(comparison, measure, result, comparison.first)
    assert found is not None
    runs = phrases.runs_in_words(comparison)
    sentences.append(
        f"The {decision.judging.gain} is {how_likely(decision.chance)}: better in {out_of_100(decision.chance)} {runs}."
    )
    beyond = phrases.more_often_overdrawn(comparison, result)
    if beyond is not None:
        sentences.append(
            f"But it goes beyond the overdraft limit in {out_of_100(beyond)} {runs}, more often than today."
        )
    sentences.append(words_of(decision.criterion))
    return [one for one in sentences if one]


def _gain_named(found: phrases.Lead) -> str:
    """What is gained, in a word or two."""
    if found.measure == phrases.CASH:
        return "extra room"
    return f"gain in {_NAMED[found.measure]}" if found.measure != phrases.WRITE_OFFS else "fall in write-offs"


def _costs_and_brings(evidence: Evidence) -> str:
    """The lines of profit that pay for the difference, a year."""
    comparison = evidence.comparison
    found = [one for one in items(comparison, evidence.decision.position) if one.name != "Other"]
    gains = [one for one in found if one.amount > 0]
    costs = [one for one in reversed(found) if one.amount < 0]
    told = []
    for verb, some in (("costs", costs), ("brings", gains)):
        if some:
            names = ", ".join(lowered(one.name) for one in some[:_MOST_ITEMS])
            size = comparison.money(sum(one.amount for one in some))
            told.append(f"{verb} {size} a year ({names})")
    return f"It {' and '.join(told)}." if told else ""


def _to_decide(evidence: Evidence) -> str:
    """What is decided: the levers that move, and from when."""
    decision = evidence.decision
    if decision.kind == "nothing":
        return "Nothing: we go on as today"
    if decision.kind == "unclear":
        return "Nothing yet: the runs do not tell which is best"
    since = f"from {day_text(evidence.comparison.start_date)}"
    strategy = evidence.strategies[decision.position]
    more = _more_collectors(evidence, strategy)
    if more > 0:
        cost = evidence.comparison.money(more * evidence.scenario.company.collector_cost_per_year)
        return f"{_counted(more).capitalize()} {units_of(more, 'posts')}, {cost} a year, {since}"
    return f"{'; '.join(told_changes(evidence, decision.position))}, {since}"


def told_changes(evidence: Evidence, position: int, most: int = _MOST_CHANGES) -> list[str]:
    """What a strategy changes of today, in words; so many of them, and how many more there are."""
    today = evidence.scenario.today
    then = evidence.strategies[position].levers(today)
    found = []
    for group, values in dict(then).items():
        for name, value in dict(values).items():
            before = getattr(getattr(today, group), name)
            if value != before:
                found.append(change_text(f"{group}.{name}", before, value, evidence.comparison.currency))
    rest = len(found) - most
    if rest <= 0:
        return found
    return [*found[:most], f"{rest} more {units_of(rest, 'levers')}"]


def wrong_if(evidence: Evidence) -> str:
    """A figure that the books show half-way: what one run in twenty exceeds if all is as it should be."""
    comparison, decision = evidence.comparison, evidence.decision
    place = 0 if decision.kind != "recommended" else decision.position
    result = comparison.results[place]
    when = month_end(comparison)
    found = phrases.lead(comparison, phrases.DSO, result, comparison.first)
    if place == 0 or (found is not None and found.is_clear and not found.is_tiny):
        month = comparison.months.index(f"{when:%Y-%m}") if f"{when:%Y-%m}" in comparison.months else -1
        values = defined(result.samples.monthly[:, MEASURED.index(phrases.DSO), month])
        if month >= 0 and values.size and float(values.max()) > 0.0:
            worst = float(np.percentile(values, _GOOD))
            return f"DSO (count-back) is above {worst:.1f} days on {day_text(when)}"
    return _balance_below(evidence, place, when)


def _balance_below(evidence: Evidence, place: int, when: date) -> str:
    comparison = evidence.comparison
    day = (when - comparison.start_date).days
    week = int(np.searchsorted(week_ends(comparison.horizon_days), day)) + 1
    paths = comparison.results[place].samples.paths.weekly_cash
    low = float(np.percentile(paths[:, min(week, paths.shape[1] - 1)], _BAD))
    return f"The bank balance is below {comparison.level_text(low)} on {day_text(when)}"


def _then(evidence: Evidence) -> str:
    """What stopping costs, from what a year of it may have lost."""
    comparison, decision = evidence.comparison, evidence.decision
    if decision.kind != "recommended":
        return "Ask again with the new figures: customers pay worse than was assumed"
    result = comparison.results[decision.position]
    differences = paired_differences(result.values(phrases.PROFIT), comparison.first.values(phrases.PROFIT))
    worst = float(np.percentile(defined(differences) / comparison.years, _BAD))
    runs = "years" if comparison.is_one_year else "runs"
    if worst >= 0.0:
        return f"End it: no profit lost by then in 95 of 100 {runs}"
    a_year = "" if comparison.is_one_year else " a year"
    return f"End it: at most {comparison.money(worst)}{a_year} lost in 95 of 100 {runs}"
