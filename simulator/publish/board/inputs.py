"""What was assumed: every input that is not the standard one, with the standard value and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.experiment.dangers import plain_title
from simulator.experiment.inputs import LEDGER_DECIDES
from simulator.figures.tokens import LETTERS
from simulator.parameters import Parameter, dictionary, frozen, shipped_folder
from simulator.plans import find_plan
from simulator.publish.board.content import Input, Inputs
from simulator.publish.board.hero import told_changes
from simulator.publish.board.values import value_text
from simulator.reading import read_document

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.publish.board.asking import Evidence, Stamp

IN_CARD = 6
LONGEST_IN_CARD = 76
"""Letters of an input that has its own line; what is longer stands below the cards."""
_ALL = 10_000
_BY_HAND, _LEDGER, _SECTOR, _TODAY = "Set by us", "Ledger", "Sector", "Today"
_ORDER = (_BY_HAND, _LEDGER, _SECTOR, _TODAY)
_OWN, _BY_SEGMENT = "each customer's own", "by segment"
_SCALED = (
    "company.opening_cash",
    "company.overdraft_limit",
    "company.fixed_cost_per_month",
    "company.country",
    "company.calendar",
    "company.currency",
)
"""What goes with a ledger's size and currency, unless somebody set it."""


def inputs_of(evidence: Evidence, stamp: Stamp) -> Inputs:
    """The inputs that are not standard, those set by hand first."""
    found = list(_different(evidence, stamp))
    found.sort(key=lambda one: _ORDER.index(one.origin))
    short = [one for one in found if len(one.title) + len(one.value) + len(one.standard) <= LONGEST_IN_CARD]
    in_card = short[:IN_CARD]
    found = [*in_card, *(one for one in found if one not in in_card)]
    levers = tuple(
        (LETTERS[place], "; ".join(told_changes(evidence, place, _ALL)))
        for place in range(1, len(evidence.strategies))
    )
    return Inputs(_note(found), tuple(found), len(in_card), _rest(found), levers)


def set_by_hand(scenario: str, settings: list[str]) -> frozenset[str]:
    """Keys that somebody set for this question: in the command, or in a scenario file of their own."""
    keys = {".".join(one.partition("=")[0].strip().split(".")[:2]) for one in settings}
    path = find_plan(scenario, "scenario")
    if not _is_shipped(path):
        data = read_document(path).data
        if "comparison" in data:  # a comparison that was shared: its scenario is a part of it
            shared = data.get("scenario") or {}
            data = {"changes": shared.get("changes"), "today": {"changes": shared.get("today")}}
        for groups in (data.get("changes"), (data.get("today") or {}).get("changes")):
            keys |= {f"{group}.{name}" for group, names in (groups or {}).items() for name in names or {}}
    return frozenset(keys & dictionary().keys())


def _is_shipped(path: Path) -> bool:
    return path.resolve().is_relative_to(shipped_folder().resolve())


def _different(evidence: Evidence, stamp: Stamp) -> Iterator[Input]:
    is_ledger = evidence.portfolio.origin == "ledger"
    currency = evidence.comparison.currency
    for key, entry in dictionary().items():
        value = _value(evidence, entry)
        is_own = is_ledger and key in LEDGER_DECIDES
        if frozen(_plain(value)) == frozen(_plain(entry.default)) and not is_own:
            continue
        origin = _TODAY if entry.kind == "lever" else _SECTOR
        if is_own or (is_ledger and key in _SCALED):
            origin = _LEDGER
        if key in stamp.by_hand:
            origin = _BY_HAND
        told, standard = (
            value_text(key, one, currency) for one in where_different(_plain(value), _plain(entry.default))
        )
        if is_own and entry.by:
            told, standard = _OWN, _BY_SEGMENT
        yield Input(key, plain_title(key), told, standard, origin, entry.source)


def where_different(value: Any, standard: Any) -> tuple[Any, Any]:
    """Both values without the words in which they agree; where all that is left is one value, that value.

    >>> where_different({"large": 5, "mid": 4}, {"large": 8, "mid": 4})
    ({'large': 5}, {'large': 8})
    >>> where_different({"large": 5, "mid": 5}, {"large": 8, "mid": 4})
    (5, {'large': 8, 'mid': 4})
    """
    if not isinstance(value, Mapping) or not isinstance(standard, Mapping) or value == standard:
        return value, standard
    words = [word for word in value if value[word] != standard.get(word)]
    one, other = ({word: values.get(word) for word in words} for values in (value, standard))
    is_for_all = len(words) == len(value)
    return _single(one, is_for_all), _single(other, is_for_all)


def _single(values: Mapping[str, Any], is_for_all: bool) -> Any:
    """One value for all words, or the values."""
    found = list(values.values())
    return found[0] if is_for_all and len(found) > 1 and all(one == found[0] for one in found) else values


def _value(evidence: Evidence, entry: Parameter) -> Any:
    holder: Levers | Any = evidence.scenario.today if entry.kind == "lever" else evidence.scenario
    return getattr(getattr(holder, entry.group), entry.name)


def _plain(value: Any) -> Any:
    """A value without its types: steps of a ladder as mappings."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return dict(value) if isinstance(value, Mapping) else value


def _note(found: list[Input]) -> str:
    counts = [(origin, sum(one.origin == origin for one in found)) for origin in _ORDER]
    words = {
        _BY_HAND: "set by us",
        _LEDGER: "fitted to our ledger",
        _SECTOR: "of the sector",
        _TODAY: "levers as we have them today",
    }
    told = ", ".join(f"{count} {words[origin]}" for origin, count in counts if count)
    return f"{len(found)} of {len(dictionary())} inputs are not the standard ones: {told}." if found else ""


def _rest(found: list[Input]) -> str:
    taken = {one.key for one in found}
    others = [entry for key, entry in dictionary().items() if key not in taken]
    judged = sum(entry.evidence == "E" for entry in others)
    return (
        f"The other {len(others)} are standard: {len(others) - judged} from published sources, {judged} expert "
        "judgement. All, with their sources, are in the workbook, sheet Assumptions."
    )
