"""Can we trust the model: the light, and the one judgement on which the answer leans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.experiment.dangers import plain_title
from simulator.metrics.catalogue import CATALOGUE
from simulator.parameters import dictionary
from simulator.publish.board.content import Trust
from simulator.publish.board.hero import short_name
from simulator.publish.board.values import lowered, value_text
from simulator.results.verdict import measure_of

if TYPE_CHECKING:
    from simulator.experiment.leaning import Leaning
    from simulator.publish.board.asking import Evidence

_ON = {"profit": "profit", "lowest_cash": "the cash low point", "dso": "DSO", "write_offs": "write-offs"}


def trust_of(evidence: Evidence) -> Trust:
    """The light, the bars beside it, and what the answer leans on."""
    tested = evidence.tested
    return Trust(tested.shade, tested.word, tested.bars, tested.note, leaning_of(evidence))


def leaning_of(evidence: Evidence) -> tuple[str, str]:
    """The judgement: what it is; and where the answer turns."""
    found = evidence.leanings.most
    if found is None:
        return (
            "The answer leans on no expert judgement:",
            "none of those that were moved over their range changes it clearly.",
        )
    on = "figure of our own that nobody has set" if evidence.leanings.is_own_figure else "expert judgement"
    entry, currency = dictionary()[found.key], evidence.comparison.currency
    meaning = lowered(entry.meaning.split(";")[0].rstrip("."))
    what = f"{lowered(plain_title(found.key))}, {value_text(found.key, found.value, currency)} ({meaning})."
    return f"The answer leans most on one {on}:", f"{what} {turning(evidence, found)}"


def turning(evidence: Evidence, found: Leaning) -> str:
    """Where the strategy's lead changes its sign, or that it does not."""
    comparison, decision = evidence.comparison, evidence.decision
    name, on = short_name(comparison.results[decision.position].name), _ON[decision.leans_on]
    better = 1.0 if CATALOGUE[measure_of(decision.leans_on)].better == "higher" else -1.0
    leads = better * found.base > 0.0
    currency = comparison.currency
    turns = [
        f"{side} {value_text(found.key, float(f'{value:.2g}'), currency)}"
        for side, value in (("below", found.turns_below), ("above", found.turns_above))
        if value is not None
    ]
    if turns:
        then = "no longer beats today" if leads else "would beat today"
        told = f"{' or '.join(turns)} {name} {then} on {on}."
        return told[:1].upper() + told[1:]
    ends = [value_text(found.key, end, currency) for end in (found.low, found.high)]
    still = "beats today" if leads else "does not beat today"
    return f"Anywhere from {ends[0]} to {ends[1]} {name} {still} on {on}."
