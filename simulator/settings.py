"""Single values set from outside a file: `terms.net_days=60`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.checks import KeyPath, raise_all
from simulator.errors import UserError
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS, dictionary, nearest
from simulator.plans import check_groups
from simulator.reading import parse_value

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy import Strategy


def assign(
    settings: Iterable[str], scenario: Scenario, strategies: Sequence[Strategy]
) -> tuple[Scenario, list[Strategy]]:
    """Apply `group.name=value` settings: an assumption to the scenario, a lever to every strategy but the first.

    A value is read as YAML; `group.name.word=value` sets one word of a mapping, such as
    `behaviour.on_time_fraction.large=0.8`.

    Raises:
        UserError: with a sentence for every setting that is wrong.
    """
    given = _Given()
    sentences: list[str] = []
    for setting in settings:
        try:
            given.add(setting)
        except UserError as error:
            sentences.append(error.message)
    levers = check_groups(given.levers, LEVER_GROUPS)
    assumptions = check_groups(given.assumptions, ASSUMPTION_GROUPS, scenario.assumptions())
    complaints = [*levers.complaints, *assumptions.complaints]
    sentences += [complaint.sentence(given.where) for complaint in complaints]
    if given.levers and len(strategies) < 2:
        sentences.append("--set of a lever leaves the first strategy as it is. Name a second one to change.")
    raise_all(sentences)
    # mypy cannot see that the groups of assumptions are never called name, why or today
    changed = scenario.but(**assumptions.changes)  # type: ignore[arg-type]
    others = [
        one.but(one.name, why=one.why, **levers.changes) if levers.changes else one for one in strategies[1:]
    ]
    return changed, [*strategies[:1], *others]


@dataclass
class _Given:
    """The settings, sorted into levers and assumptions, with the text that each came from."""

    levers: dict[str, dict[str, Any]] = field(default_factory=dict)
    assumptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[KeyPath, str] = field(default_factory=dict)

    def add(self, setting: str) -> None:
        """Add one setting; what is set twice holds as set last, and words of one mapping are put together."""
        group, name, value = _parsed(setting)
        if group not in LEVER_GROUPS + ASSUMPTION_GROUPS:
            raise UserError(f"Unknown group '{group}' in --set {setting}. {_known_group(group)}")
        self.texts[group, name] = setting
        values = (self.levers if group in LEVER_GROUPS else self.assumptions).setdefault(group, {})
        earlier = values.get(name)
        both = isinstance(earlier, Mapping) and isinstance(value, Mapping)
        values[name] = _merged(earlier, value) if both else value

    def where(self, path: KeyPath) -> str:
        """The setting that a key came from."""
        return f"in --set {self.texts[path[0], path[1]]}"


def _known_group(group: str) -> str:
    close = nearest(group, LEVER_GROUPS + ASSUMPTION_GROUPS)
    return (
        f"Did you mean '{close}'?" if close else f"There are {', '.join(LEVER_GROUPS + ASSUMPTION_GROUPS)}."
    )


def _parsed(setting: str) -> tuple[str, str, Any]:
    key, equals, text = setting.partition("=")
    key = key.strip()
    if not key:
        raise UserError(
            f"'--set {setting}' has no name. Write it as group.name=value, such as terms.net_days=60."
        )
    if not equals or not text.strip():
        raise UserError(
            f"'--set {setting}' has no value. Write it as group.name=value, such as terms.net_days=60."
        )
    parts = key.split(".")
    if len(parts) == 1:
        raise UserError(_without_group(setting, key))
    value = parse_value(text.strip())
    for word in reversed(parts[2:]):
        value = {word: value}
    return parts[0], parts[1], value


def _without_group(setting: str, word: str) -> str:
    if word in LEVER_GROUPS + ASSUMPTION_GROUPS:
        return f"'--set {setting}' names a group alone. `creditlab explain {word}` lists what it holds."
    return f"'--set {setting}' has no group. {_with_group(word)}"


def _with_group(name: str) -> str:
    close = nearest(name, [parameter.name for parameter in dictionary().values()])
    keys = [parameter.key for parameter in dictionary().values() if parameter.name == close]
    return f"Did you mean '{' or '.join(keys)}'?" if keys else "Write it as group.name=value."


def _merged(under: Any, over: Any) -> dict[str, Any]:
    both = {**under, **over}
    for word in under.keys() & over.keys():
        if isinstance(under[word], Mapping) and isinstance(over[word], Mapping):
            both[word] = _merged(under[word], over[word])
    return both
