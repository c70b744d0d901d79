"""The verdict: which strategy does best, by how much, and how sure that is, in words.

No sentence says more than the paired intervals do: strategies are compared with each other, replication by
replication; what they do not tell apart is not ranked, and gets no number in the headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.errors import UserError
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.results import objectives, phrases
from simulator.results.comparison import Comparison, Difference, Result
from simulator.results.words import SURE_FROM, chance_in_words, out_of_100

Piece = tuple[str, bool]
"""A part of a sentence, and whether it is printed strong."""

Sentence = tuple[Piece, ...]

CRITERIA = {
    "profit": "profit",
    "lowest_cash": "cash low point",
    "dso": "DSO",
    "write_offs": "write-offs",
    "bad_year": "bad year",
}
"""By what a verdict may judge, and what it is called."""

_MEASURES = dict(zip(CRITERIA, phrases.MEASURES, strict=True))
_ON = {
    "profit": "on profit",
    "lowest_cash": "on the cash low point",
    "dso": "on DSO",
    "write_offs": "on write-offs",
    "bad_year": "on the bad year",
}
_ON_OBJECTIVE = {objectives.GROWTH: "on growth", objectives.RESILIENCE: "on resilience"}
_LONGEST = 230
"""Two lines of the page, in letters."""

_LONGEST_NAME = 40
_MOSTLY = 0.60
"""A leader that beats today less often than that leads on average only: a few good runs carry it."""


def check_criterion(criterion: str) -> str:
    """The criterion, if a verdict may judge by it.

    Raises:
        UserError: there is none of this name, or its weights make no sense.
    """
    if "=" in criterion:
        objectives.weights_of(criterion)
        return criterion
    if criterion not in CRITERIA and criterion not in objectives.OBJECTIVES:
        known = ", ".join((*CRITERIA, *objectives.OBJECTIVES))
        raise UserError(
            f"Nothing is judged by '{criterion}'. Take {known}, or weights such as profit=2,lowest_cash=1."
        )
    return criterion


def measure_of(criterion: str) -> str:
    """The measure behind a criterion; growth, resilience and own weights stand for themselves."""
    return _MEASURES.get(criterion, criterion)


def _on(criterion: str) -> str:
    return {**_ON, **_ON_OBJECTIVE}.get(criterion, "by your weights")


@dataclass(frozen=True)
class Verdict:
    """What a comparison says.

    Attributes:
        leader: The strategy that clearly does best, by its name; None where none does, or it is not known yet.
        headline: One sentence.
        sentences: What belongs below it, two lines at most.
    """

    leader: str | None
    headline: str
    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        below = ["".join(text for text, _ in sentence) for sentence in self.sentences]
        return " ".join([self.headline, *below])


@dataclass(frozen=True)
class _Case:
    """A comparison judged by one criterion; the strategies from the best average down."""

    comparison: Comparison
    criterion: str
    ranked: tuple[Result, ...]

    @classmethod
    def of(cls, comparison: Comparison, criterion: str) -> _Case | None:
        """None where a strategy has no figure: then nothing can be said."""
        measure = measure_of(criterion)
        levels = [phrases.level(comparison, measure, result) for result in comparison.results]
        if any(one is None for one in levels):
            return None
        sign = -1.0 if objectives.better_of(measure) == "higher" else 1.0
        order = sorted(range(len(levels)), key=lambda place: (sign * (levels[place] or 0.0), place))
        return cls(comparison, criterion, tuple(comparison.results[place] for place in order))

    @property
    def best(self) -> Result:
        return self.ranked[0]

    @property
    def first(self) -> Result:
        return self.comparison.first

    def lead(self, result: Result, to: Result) -> phrases.Lead:
        """A strategy against another on the criterion; undefined counts as not known."""
        measure = measure_of(self.criterion)
        found = phrases.lead(self.comparison, measure, result, to)
        return found or phrases.Lead(measure, Difference(0.0, None, None, None))

    @property
    def rivals(self) -> list[Result]:
        """Those that the best cannot be told apart from."""
        return [other for other in self.ranked[1:] if not self.lead(self.best, other).is_clear]

    def is_clearly_better(self, result: Result) -> bool:
        """Whether a strategy is better than the first, and clearly so."""
        found = self.lead(result, self.first)
        return found.is_clear and found.gain > 0

    def name(self, result: Result) -> str:
        """What a strategy is called within a sentence."""
        given = self.comparison.base_name if result is self.first else result.name
        name = " ".join(given.split())
        return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def verdict_of(comparison: Comparison, criterion: str = "profit") -> Verdict:
    """The verdict by one criterion.

    Args:
        comparison: What was found; the first strategy is what the others are measured by.
        criterion: One of CRITERIA, of OBJECTIVES, or weights such as "profit=2,lowest_cash=1".
    """
    early = comparison.replications < SURE_FROM
    if criterion == "bad_year" and comparison.replications < TAIL_REPLICATIONS:
        return Verdict(
            None, f"The bad {phrases.run_word(comparison)} is known after {TAIL_REPLICATIONS} replications."
        )
    if early and objectives.needs_many(criterion):
        return Verdict(None, f"What bad runs bring is known after {SURE_FROM} replications.")
    case = _Case.of(comparison, criterion)
    if case is None:
        return Verdict(
            None, f"The strategies cannot be compared {_on(criterion)}: it is not defined in any run."
        )
    if not comparison.others:
        return Verdict(None, _alone(case))
    if early:
        return _so_far(case)
    if case.rivals:
        return Verdict(None, _undecided(case), _fitting(case, list(comparison.others)))
    if case.best is case.first:
        closest = case.ranked[1]
        begin = _how_often(case, closest)
        return Verdict(case.best.name, _today_wins(case), _fitting(case, case.ranked[2:], begin))
    others = [result for result in comparison.others if result is not case.best]
    return Verdict(case.best.name, _does_best(case), _fitting(case, others, _how_often(case, case.best)))


def _alone(case: _Case) -> str:
    """One strategy has its own figure."""
    comparison, measure = case.comparison, measure_of(case.criterion)
    found = phrases.level(comparison, measure, case.first) or 0.0
    if case.criterion == "dso":
        return f"{case.first.name} alone was run: a DSO of {found:.1f} days."
    size = comparison.money(found)
    told = {
        "profit": f"a {'loss' if found < 0 else 'profit'} of {size} a year",
        "lowest_cash": f"the cash low point is {comparison.level_text(found)} on average",
        "write_offs": f"{size} is written off a year",
        "bad_year": f"{size} is written off {phrases.in_a_bad_one(comparison)}",
        objectives.GROWTH: f"a margin on sales of {size} a year",
        objectives.RESILIENCE: f"a bad low point of {comparison.level_text(found)}",
    }
    weighed = f"worth {size} a year by your weights"
    return f"{case.first.name} alone was run: {told.get(case.criterion, weighed)}."


def _does_best(case: _Case) -> str:
    """The leader, its difference to today, and its largest other gain."""
    measure = measure_of(case.criterion)
    by = phrases.headline_phrase(case.lead(case.best, case.first), case.comparison)
    also = phrases.largest_gain(case.comparison, case.best, measure)
    more = f" and {phrases.headline_phrase(also, case.comparison)}" if also else ""
    chance = case.lead(case.best, case.first).difference.probability_better or 0.0
    how = "does best" if chance >= _MOSTLY or case.best is case.first else "does best on average"
    return f"{case.name(case.best)} {how}: {by}{more}."


def _today_wins(case: _Case) -> str:
    base, closest = case.name(case.first), case.ranked[1]
    found = case.lead(closest, case.first)
    told = phrases.as_verb(found, case.comparison)
    if case.criterion == "profit":
        told = f"costs {phrases.amount(found, case.comparison.currency)} a year"
    begin = f"Nothing here beats {base} {_on(case.criterion)}"
    return f"{begin}: the closest, {case.name(closest)}, {told}."


def _undecided(case: _Case) -> str:
    """What cannot be told apart, without a number."""
    base, on = case.name(case.first), _on(case.criterion)
    others = case.comparison.others
    better = [result for result in others if case.is_clearly_better(result)]
    if not better and (case.best is case.first or case.first in case.rivals):
        if all(not case.lead(result, case.first).is_clear for result in others):
            return f"No clear difference from {base} {on}."
        return f"Nothing here is clearly better than {base} {on}."
    names = [case.name(result) for result in (case.best, *case.rivals) if result is not case.first]
    if len(names) == 1:  # the best is not clear of today, but another one is
        return f"{case.name(better[0])} is clearly better than {base} {on}; {names[0]} may be."
    return f"{_listed(names)} cannot be told apart {on}."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _so_far(case: _Case) -> Verdict:
    """Before there are enough replications: who leads, counted, never a probability."""
    count, closest = case.comparison.replications, case.ranked[1]
    found = case.lead(case.best, closest)
    on, base = _on(case.criterion), case.name(case.first)
    runs = phrases.runs_in_words(case.comparison)
    if count == 1:
        runs = runs.replace("simulated years", "simulated year").replace("simulated runs", "simulated run")
    few = f"{'is' if count == 1 else 'are'} too few to quote: the order can still change."
    waiting: Sentence = ((f"{count} {runs} {few}", False),)
    if not found.is_clear or found.is_tiny:
        names = _listed([case.name(result) for result in (case.best, closest)])
        told = "differ by next to nothing" if found.is_clear else "cannot be told apart"
        return Verdict(None, f"So far {names} {told} {on}.", (waiting,))
    by = _about(found, case.comparison)
    if case.best is case.first:
        return Verdict(
            case.best.name, f"So far nothing beats {base} {on}: {_sized(case, closest)}.", (waiting,)
        )
    whom = "" if closest is case.first else f" {case.name(closest)}"
    headline = f"So far {case.name(case.best)} leads{whom}, {by}."
    chance = case.lead(case.best, case.first).difference.probability_better or 0.0
    told = f"Better than {base} in {chance_in_words(chance, count)} {runs}."
    return Verdict(case.best.name, headline, (((told, False),), ((f"{count} {few}", False),)))


def _sized(case: _Case, closest: Result) -> str:
    """The closest one's distance behind the first, roughly."""
    found = case.lead(closest, case.first)
    told = phrases.as_verb(found, case.comparison)
    size = phrases.amount(found, case.comparison.currency)
    return f"the closest, {case.name(closest)}, {told.replace(size, f'about {size}', 1)}"


def _about(found: phrases.Lead, comparison: Comparison) -> str:
    size = phrases.amount(found, comparison.currency)
    what = {
        phrases.PROFIT: "profit a year",
        phrases.CASH: "at the low point",
        phrases.DSO: "of DSO",
        phrases.WRITE_OFFS: "of write-offs a year",
        objectives.GROWTH: "margin on sales a year",
    }
    return f"by about {size} {what.get(found.measure, 'a year by your weights')}"


def _how_often(case: _Case, result: Result) -> Sentence:
    """How often the leader, or the closest behind today, beats today; a bad year has a level instead."""
    comparison = case.comparison
    who: Sentence = (("It", False),) if result is case.best else ((case.name(result), True),)
    if case.criterion == "bad_year":
        found = [phrases.level(comparison, phrases.BAD_YEAR, one) or 0.0 for one in (result, case.first)]
        now, then = (comparison.money(one) for one in found)
        when = phrases.in_a_bad_one(comparison)
        return (*who, (f" writes off {now} {when}, one in twenty; {case.name(case.first)} {then}.", False))
    chance = case.lead(result, case.first).difference.probability_better or 0.0
    often = f"{out_of_100(chance)} {phrases.runs_in_words(comparison)}"
    beyond = phrases.more_often_overdrawn(comparison, result)
    but = "" if beyond is None else f", but goes beyond the overdraft limit in {out_of_100(beyond)}"
    return (*who, (f" beats {case.name(case.first)} in {often}{but}.", False))


def _clause(case: _Case, result: Result, length: int) -> Sentence:
    """What another strategy gains and costs next to the first; only what is clear.

    Args:
        case: The comparison and its criterion.
        result: The strategy.
        length: 2 for a gain and a cost, 1 for the criterion alone or what is largest.
    """
    name: Piece = (case.name(result), True)
    on_criterion = case.lead(result, case.first)
    own = on_criterion if on_criterion.is_clear and not on_criterion.is_tiny else None
    gain = own if own and own.gain > 0 else phrases.largest_gain(case.comparison, result, "")
    cost = own if own and own.gain < 0 else phrases.largest_cost(case.comparison, result, "")
    told = [phrases.as_verb(one, case.comparison) for one in (gain, cost) if one is not None]
    if own and length == 1:
        told = [phrases.as_verb(own, case.comparison)]
    if told:
        return (name, (f" {' but '.join(told[:length])}.", False))
    every = [phrases.lead(case.comparison, measure, result, case.first) for measure in phrases.MEASURES]
    base = case.name(case.first)
    if any(one is not None and one.is_clear for one in every):
        return (name, (f" differs from {base} by next to nothing.", False))
    return (name, (f" shows no clear difference from {base}.", False))


def _fitting(case: _Case, others: Sequence[Result], begin: Sentence = ()) -> tuple[Sentence, ...]:
    """The sentences below the headline: as much of each clause as two lines hold, then as many clauses."""
    head: list[Sentence] = [begin] if begin else []
    made: list[Sentence] = []
    for length in (2, 1):
        made = [*head, *(_clause(case, result, length) for result in others)]
        if _size(made) <= _LONGEST:
            return tuple(made)
    while len(made) > 1 and _size(made) > _LONGEST:
        made.pop()
    return tuple(made)


def _size(sentences: Sequence[Sentence]) -> int:
    return sum(len(text) for sentence in sentences for text, _ in sentence) + max(len(sentences) - 1, 0)
