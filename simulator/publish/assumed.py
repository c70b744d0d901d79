"""Every assumption and every lever as a person reads it: value, range, evidence, source, and whether it was changed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from simulator.experiment.dangers import plain_title
from simulator.experiment.inputs import LEDGER_DECIDES
from simulator.parameters import EVIDENCE, Parameter, dictionary, frozen
from simulator.publish.board.values import value_text

if TYPE_CHECKING:
    from simulator.scenario import Scenario

FITTED = "F"
FITTED_WORD = "fitted to the ledger"
WORDS: Mapping[str, str] = {**EVIDENCE, FITTED: FITTED_WORD}
"""The letters of evidence with their words; what a ledger decides has a letter of its own."""

CHANGED = "changed"


@dataclass(frozen=True)
class Assumed:
    """One input.

    Attributes:
        key: Its name in the dictionary.
        title: What it is called.
        kind: Lever or assumption.
        group: Its group.
        value: Its value with its unit.
        standard: The dictionary's own value.
        plausible: The plausible range.
        evidence: The letter.
        source: Who says so.
        meaning: What it is.
        is_changed: Whether the value is not the standard one.
    """

    key: str
    title: str
    kind: str
    group: str
    value: str
    standard: str
    plausible: str
    evidence: str
    source: str
    meaning: str
    is_changed: bool

    @property
    def word(self) -> str:
        """What the letter says."""
        return WORDS[self.evidence]


def assumed(scenario: Scenario, *, is_ledger: bool = False) -> tuple[Assumed, ...]:
    """Every input of a scenario, in the order of the dictionary.

    Args:
        scenario: Gives the values; of a lever today's.
        is_ledger: Whether customers are those of a ledger, which then decides some of them.
    """
    return tuple(_assumed(one, scenario, is_ledger=is_ledger) for one in dictionary().values())


def counts_by_evidence(inputs: Sequence[Assumed]) -> dict[str, int]:
    """How many inputs have which letter, in the order of the letters.

    >>> sum(counts_by_evidence([]).values())
    0
    """
    found = Counter(one.evidence for one in inputs)
    return {letter: found[letter] for letter in WORDS if found[letter]}


def assumed_csv(inputs: Sequence[Assumed]) -> bytes:
    """All inputs as a file that a spreadsheet opens."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*asdict(inputs[0]), "word"], lineterminator="\r\n")
    writer.writeheader()
    for one in inputs:
        writer.writerow({**asdict(one), "is_changed": CHANGED if one.is_changed else "", "word": one.word})
    return text.getvalue().encode("utf-8-sig")


def _assumed(entry: Parameter, scenario: Scenario, *, is_ledger: bool) -> Assumed:
    holder = scenario.today if entry.kind == "lever" else scenario
    value = _plain(getattr(getattr(holder, entry.group), entry.name))
    currency, is_fitted = scenario.company.currency, is_ledger and entry.key in LEDGER_DECIDES
    told = value_text(entry.key, value, currency)
    return Assumed(
        key=entry.key,
        title=plain_title(entry.key),
        kind=entry.kind,
        group=entry.group.replace("_", " "),
        value="each customer's own" if is_fitted and entry.by else told,
        standard=value_text(entry.key, _plain(entry.default), currency),
        plausible=_range(entry, currency),
        evidence=FITTED if is_fitted else entry.evidence,
        source="the ledger" if is_fitted else entry.source,
        meaning=entry.meaning,
        is_changed=is_fitted or frozen(value) != frozen(_plain(entry.default)),
    )


def _range(entry: Parameter, currency: str) -> str:
    """The plausible range, both ends with their unit."""
    if entry.type == "choice":
        return ", ".join(str(word).replace("_", " ") for word in entry.plausible)
    if entry.type == "code":
        return "three capital letters"
    low, high = entry.plausible
    if entry.type == "ladder":
        return f"day {low} to {high}"
    return f"{value_text(entry.key, low, currency)} to {value_text(entry.key, high, currency)}"


def _plain(value: Any) -> Any:
    """A value without its types: steps of a ladder as mappings."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return dict(value) if isinstance(value, Mapping) else value
