"""Why two strategies differ: what each lever group makes of it, each line of profit, each customer and invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

import numpy as np
from numpy.typing import NDArray

from simulator.clashes import refused
from simulator.errors import UserError
from simulator.experiment.coalitions import (
    MOST_BLOCKS,
    Block,
    bound_together,
    changes_in_words,
    coalition,
    differing,
    label,
    merged,
    mixed,
)
from simulator.experiment.measuring import (
    Effort,
    Running,
    answered,
    asked,
    check_replications,
    name_in_answers,
    origin_of,
)
from simulator.experiment.question import Question
from simulator.experiment.side_by_side import Measured, Measuring, measure
from simulator.experiment.tracing import Place, trace
from simulator.metrics.contributions import ADDITIVE
from simulator.metrics.profit import LINES
from simulator.metrics.shapley import shapley_shares, shapley_shares_of_days
from simulator.results.statistics import defined
from simulator.results.why import Share, Why
from simulator.units import CENTS

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.results.trace import Trace
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy

NAMES = {"dso": "dso_countback_days", "profit": "profit_to_the_end"}
"""Short names of measures."""
TRIAL_REPLICATIONS = 10
"""With how many replications it is found out which groups are the smallest, where there are too many."""


def why(
    scenario: Scenario,
    one: Strategy,
    other: Strategy,
    *,
    measure: str = "profit_to_the_end",
    replication: int | None = None,
    replications: int = 50,
    **running: Unpack[Running],
) -> Why:
    """Why a strategy differs from another one.

    Args:
        scenario: What is not ours to decide.
        one: The strategy from which the difference is taken.
        other: The strategy that is judged.
        measure: profit_to_the_end, cash_collected, dso or write_offs.
        replication: Which one is followed down to the invoice; None takes the one nearest to the average.
        replications: How many; every mixture of the two strategies is run in each.
        running: Seed, portfolio, workers, progress; see `Effort`.
    """
    effort = Effort(**running)
    name = measure_named(measure)
    check_replications(replications)
    if replication is not None and replication < 0:
        raise UserError(f"There is no replication {replication}. They are counted from 0.")
    question = asked(scenario, [one, other], effort)
    answer = _Inquiry(question, name, replications, effort).answer(replication)
    return answered("why", question, effort, replications, answer)


def measure_named(word: str) -> str:
    """The measure that a word stands for, of those that can be followed to the invoice.

    >>> measure_named("dso"), measure_named("write_offs")
    ('dso_countback_days', 'write_offs')
    """
    name = NAMES.get(word, word)
    if word == "cash":
        raise UserError(
            "'cash' could be the lowest cash or the cash collected, and only the second can be followed to the "
            "invoice. Write cash_collected."
        )
    if name not in ADDITIVE:
        raise UserError(f"'{word}' cannot be followed to the invoice. Take {', '.join((*ADDITIVE, *NAMES))}.")
    return name


@dataclass(frozen=True)
class _Inquiry:
    """A question about two strategies, one measure."""

    question: Question
    measure: str
    replications: int
    effort: Effort

    @property
    def ends(self) -> tuple[Levers, Levers]:
        """The levers of both strategies."""
        one, other = self.question.levers
        return one, other

    def answer(self, replication: int | None) -> Why:
        one, other = self.ends
        blocks, notes = self._blocks()
        found = self._played(
            [mixed(one, other, coalition(blocks, number)) for number in range(2 ** len(blocks))],
            self.replications,
            self.effort,
        )
        worth = found.values[:, 0, :, 0]
        differences = worth[:, -1] - worth[:, 0]
        if self._is_money:
            differences = differences.round(2)
        question = self.question
        return Why(
            scenario=question.scenario.title,
            one=name_in_answers(question, 0),
            other=name_in_answers(question, 1),
            measure=self.measure,
            differences=differences,
            shares=self._shares(blocks, worth),
            lines=self._lines(found.lines[:, 0, 0], found.lines[:, 0, -1]),
            trace=self._trace(differences, replication) if blocks else None,
            currency=question.scenario.company.currency,
            origin=origin_of(question).identity,
            notes=(*notes, *question.notes),
        )

    @property
    def _is_money(self) -> bool:
        return self.measure != "dso_countback_days"

    def _blocks(self) -> tuple[tuple[Block, ...], tuple[str, ...]]:
        """Lever groups that differ: apart where they can be, and no more than can be shared out."""
        one, other = self.ends
        groups = differing(one, other)
        if not groups:
            return (), ("Both strategies have the same levers.",)
        blocks, notes = bound_together(groups, self._contradictions)
        while len(blocks) > MOST_BLOCKS:
            first, second = self._smallest(blocks)
            blocks = merged(blocks, first, second)
            small = label(blocks[first])
            notes = (
                *notes,
                f"More than {MOST_BLOCKS} lever groups differ: the smallest, {small}, are taken as one.",
            )
        return blocks, notes

    def _contradictions(self, groups: frozenset[str]) -> tuple[str, ...]:
        """What contradicts itself where the one strategy takes these groups from the other."""
        levers = mixed(*self.ends, sorted(groups))
        return tuple(clash.sentence for clash in refused(self.question.clashes_of(levers)))

    def _smallest(self, blocks: Sequence[Block]) -> tuple[int, int]:
        """The two blocks that alone make least of the difference, in a few replications."""
        one, other = self.ends
        few = min(TRIAL_REPLICATIONS, self.replications)
        levers = [one, *(mixed(one, other, block) for block in blocks)]
        values = self._played(levers, few, replace(self.effort, progress=None)).values[:, 0, :, 0]
        sizes = np.nan_to_num(np.abs(values[:, 1:] - values[:, :1])).mean(axis=0)
        first, second = sorted(np.argsort(sizes, kind="stable")[:2].tolist())
        return first, second

    def _played(self, levers: Sequence[Levers], replications: int, effort: Effort) -> Measured:
        from simulator.engine.world import World

        question = self.question
        world = World.build(question.scenario, question.portfolio, list(levers))
        task = Measuring((world,), tuple(levers), question.seed, (self.measure,))
        return measure(task, replications, effort)

    def _shares(self, blocks: Sequence[Block], worth: NDArray[np.float64]) -> tuple[Share, ...]:
        if not blocks:
            return ()
        if self._is_money:
            cents = np.rint(worth * CENTS).astype(np.int64)
            shares = shapley_shares(cents) / CENTS
        else:
            shares = shapley_shares_of_days(worth)
        one, other = self.ends
        return tuple(
            Share(label(block), block, changes_in_words(one, other, block), shares[:, place])
            for place, block in enumerate(blocks)
        )

    def _lines(self, one: NDArray[np.float64], other: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        if self.measure != "profit_to_the_end":
            return {}
        signs = np.array(list(LINES.values()))
        moved = ((other - one) * signs).round(2)
        return {name: moved[:, place] for place, name in enumerate(LINES)}

    def _trace(self, differences: NDArray[np.float64], replication: int | None) -> Trace:
        from simulator.engine.world import World

        question = self.question
        number = nearest_to_average(differences) if replication is None else replication
        world = World.build(question.scenario, question.portfolio, list(self.ends))
        return trace(Place(world, question.seed, number), ADDITIVE[self.measure])


def nearest_to_average(differences: NDArray[np.float64]) -> int:
    """The replication whose difference is nearest to the average; the first of equals.

    >>> nearest_to_average(np.array([1.0, 9.0, 4.0, 6.0]))
    2
    """
    if not defined(differences).size:
        return 0
    return int(np.nanargmin(np.abs(differences - defined(differences).mean())))
