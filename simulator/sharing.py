"""A whole comparison as one file: scenario, shocks, strategies with their reasons, seed, replications, criterion.

Whoever loads it sees the same numbers to the last byte. It builds on what ships by name, and holds what differs. With
an own ledger it names the ledger by its fingerprint; it never holds anything of the ledger itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from simulator.checks import check_seed, kind_of, raise_all
from simulator.coming import Coming, as_document
from simulator.errors import UserError
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS, FrozenDict, nearest
from simulator.plans import Groups, check_groups, check_headings, shipped_names
from simulator.reading import Document, read_document, to_yaml
from simulator.scenario import Scenario, load_scenario
from simulator.shocks import Shock, load_shock, mistakes
from simulator.strategy import Strategy, load_strategy, overlaid

FORM = 1
"""The form of the file; another one is refused rather than misread."""

MOST_STRATEGIES = 20
MOST_REPLICATIONS = 100_000
DEFAULTS = "defaults"
_KEYS = (
    *("comparison", "scenario", "ledger", "shocks", "strategies"),
    *("seed", "replications", "judged_by", "selected"),
)
_OF_SCENARIO = ("extends", "name", "why", "changes", "today")
_OF_SHOCK = ("shock", "severity", "start_day")
_OF_STRATEGY = ("extends", "name", "why", "board_verb", "changes")


@dataclass(frozen=True)
class Shared:
    """A comparison as its file has it.

    Attributes:
        extends: The scenario that ships and that this one builds on, or defaults.
        name, why: The scenario's.
        changes: Assumptions that differ from what it builds on.
        today: Today's levers that do.
        strategies: What is compared with today.
        coming: The shocks.
        seed: The seed of all luck.
        replications: How many; None leaves it to whoever loads it.
        judged_by: The criterion.
        selected: Which strategy is looked at; 0 is today.
        ledger: The fingerprint of the ledger whose customers they are; nothing: those of the scenario.
    """

    extends: str
    name: str
    why: str
    strategies: tuple[Strategy, ...]
    changes: Groups = field(default_factory=FrozenDict)
    today: Groups = field(default_factory=FrozenDict)
    coming: tuple[Coming, ...] = ()
    seed: int = 2026
    replications: int | None = None
    judged_by: str = "profit"
    selected: int = 0
    ledger: str = ""

    @property
    def economy(self) -> Scenario:
        """What it builds on."""
        return _start(self.extends)

    def scenario(self, base: Scenario | None = None) -> Scenario:
        """The scenario, before any shock.

        Args:
            base: The scenario of a fitted ledger, on which the changes are laid; None: what it builds on.
        """
        start = base or self.economy
        return start.but(self.name, why=self.why, today=dict(self.today), **self.changes)

    def to_yaml(self) -> str:
        """The text of the file."""
        scenario = {"extends": self.extends, "name": self.name, "why": self.why}
        document: dict[str, Any] = {"comparison": FORM, "scenario": scenario}
        for key, groups in (("changes", self.changes), ("today", self.today)):
            if groups:
                scenario[key] = _plain(groups)
        if self.ledger:
            document["ledger"] = self.ledger
        if self.coming:
            document["shocks"] = [_plain(as_document(one)) for one in self.coming]
        document["strategies"] = [_strategy_document(one) for one in self.strategies]
        document |= {"seed": self.seed, "judged_by": self.judged_by}
        if self.replications is not None:
            document["replications"] = self.replications
        if self.selected:
            document["selected"] = self.selected
        return to_yaml(document)


def parts_of(scenario: Scenario, base: Scenario | None = None) -> dict[str, Any]:
    """What of a `Shared` a scenario makes: what it builds on, and what differs.

    Args:
        scenario: With or without shocks.
        base: The scenario of a fitted ledger; None: the one that ships under the same name, or the defaults.
    """
    extends = next(
        (one for one in shipped_names("scenario") if load_scenario(one).name == scenario.name), DEFAULTS
    )
    start = base or _start(extends)
    today = _changed(
        {group: dict(getattr(start.today, group)) for group in LEVER_GROUPS},
        {group: dict(getattr(scenario.today, group)) for group in LEVER_GROUPS},
    )
    changes = _changed(start.assumptions(), scenario.assumptions())
    return {
        "extends": extends,
        "name": scenario.name,
        "why": scenario.why,
        "changes": changes,
        "today": today,
    }


def is_shared(path: Path) -> bool:
    """Whether a file is a comparison, rather than a scenario, a strategy or a shock."""
    return "comparison" in read_document(path).data


def read_shared(path: Path) -> Shared:
    """Read a comparison from a file.

    Raises:
        UserError: with a sentence for every mistake in it.
    """
    document = read_document(path)
    reading = _Reading(document, [*document.mistakes])
    data = document.data
    reading.check_keys(data, _KEYS, ())
    if data.get("comparison") != FORM:
        raise UserError(
            f"{document.name} is a comparison of another form than this version reads. It begins 'comparison: {FORM}'."
        )
    scenario = reading.scenario(data.get("scenario"))
    strategies = reading.strategies(data.get("strategies"))
    found = {
        **scenario,
        "coming": reading.shocks(data.get("shocks")),
        "strategies": strategies,
        "seed": reading.number("seed", 2026, check_seed),
        "replications": reading.number("replications", None, _check_replications),
        "judged_by": reading.text("judged_by", "profit"),
        "selected": reading.number("selected", 0, lambda one: _check_selected(one, len(strategies))),
        "ledger": reading.text("ledger", ""),
    }
    raise_all(reading.sentences)
    return Shared(**found)


@dataclass
class _Reading:
    """A document that is being read, and what is wrong with it."""

    document: Document
    sentences: list[str]

    def wrong(self, what: str, advice: str, path: tuple[str, ...]) -> None:
        self.sentences.append(f"{what} {self.document.where(path)}. {advice}")

    def check_keys(self, data: Any, known: tuple[str, ...], path: tuple[str, ...]) -> bool:
        """Whether it is a mapping; keys that nobody knows are told."""
        if not isinstance(data, Mapping):
            where = f"'{path[-1]}'" if path else "The file"
            self.wrong(f"{where} is {kind_of(data)}", f"Write {', '.join(known)} below it.", path)
            return False
        for key in data:
            if key not in known:
                close = nearest(str(key), known)
                advice = f"Did you mean '{close}'?" if close else f"There are {', '.join(known)}."
                self.wrong(f"Unknown key '{key}'", advice, (*path, str(key)))
        return True

    def scenario(self, data: Any) -> dict[str, Any]:
        if not self.check_keys(data, _OF_SCENARIO, ("scenario",)):
            return {}
        extends = data.get("extends", DEFAULTS)
        known = (*shipped_names("scenario"), DEFAULTS)
        if extends not in known:
            self.wrong(
                "'extends' names no scenario that ships",
                f"Write one of {', '.join(known)}.",
                ("scenario", "extends"),
            )
            return {}
        start = _start(extends)
        self.headings({"name": start.name, "why": start.why, **data}, "scenario", ("scenario",))
        return {
            "extends": extends,
            "name": data.get("name", start.name),
            "why": data.get("why", start.why),
            "changes": self.groups(data.get("changes"), ASSUMPTION_GROUPS, ("scenario", "changes")),
            "today": self.groups(data.get("today"), LEVER_GROUPS, ("scenario", "today")),
        }

    def groups(self, given: Any, groups: tuple[str, ...], path: tuple[str, ...]) -> Groups:
        base = (
            Scenario(name="Defaults", why="The dictionary").assumptions()
            if groups == ASSUMPTION_GROUPS
            else None
        )
        findings = check_groups({} if given is None else given, groups, base)
        self.sentences += [one.sentence(self.document.where, path) for one in findings.complaints]
        return findings.changes

    def headings(self, data: Mapping[str, Any], kind: str, path: tuple[str, ...]) -> None:
        self.sentences += [one.sentence(self.document.where, path) for one in check_headings(data, kind)]

    def shocks(self, data: Any) -> tuple[Coming, ...]:
        found = []
        for number, one in enumerate(self.listed(data, "shocks")):
            path = ("shocks", str(number))
            if not self.check_keys(one, _OF_SHOCK, path):
                continue
            shock = self.shock(one.get("shock"), (*path, "shock"))
            severity, day = one.get("severity", 1.0), one.get("start_day")
            if isinstance(severity, bool) or not isinstance(severity, int | float):
                self.wrong(
                    f"'severity' is {kind_of(severity)}", "Write a number such as 1.5.", (*path, "severity")
                )
            elif isinstance(day, bool) or not isinstance(day, int | None):
                self.wrong(
                    f"'start_day' is {kind_of(day)}", "Write a whole number of days.", (*path, "start_day")
                )
            elif shock is not None:
                found.append(Coming(shock, float(severity), day))
        return tuple(found)

    def shock(self, given: Any, path: tuple[str, ...]) -> Shock | None:
        if isinstance(given, str):
            if given in shipped_names("shock"):
                return load_shock(given)
            known = ", ".join(shipped_names("shock"))
            self.wrong(f"'{given[:60]}' is no shock that ships", f"There are {known}.", path)
            return None
        if not isinstance(given, Mapping):
            self.wrong(f"'shock' is {kind_of(given)}", "Name one that ships, or write it out.", path)
            return None
        found = [one.sentence(self.document.where, path) for one in mistakes(given)]
        self.sentences += found
        return None if found else Shock(**given)

    def strategies(self, data: Any) -> tuple[Strategy, ...]:
        found = []
        for number, one in enumerate(self.listed(data, "strategies")):
            strategy = self.strategy(one, ("strategies", str(number)))
            if strategy is not None:
                found.append(strategy)
        return tuple(found)

    def strategy(self, data: Any, path: tuple[str, ...]) -> Strategy | None:
        before = len(self.sentences)
        if not self.check_keys(data, _OF_STRATEGY, path):
            return None
        extends = data.get("extends", "status_quo")
        if extends not in ("today", *shipped_names("strategy")):
            known = ", ".join(("today", *shipped_names("strategy")))
            self.wrong("'extends' names no strategy that ships", f"Write one of {known}.", (*path, "extends"))
        self.headings(data, "strategy", path)
        changes = self.groups(data.get("changes"), LEVER_GROUPS, (*path, "changes"))
        if len(self.sentences) > before:
            return None
        inherited: Groups = {} if extends == "today" else load_strategy(extends).changes
        return Strategy(
            name=data["name"],
            why=data["why"],
            board_verb=data.get("board_verb") or "",
            changes=overlaid(inherited, changes),
        )

    def listed(self, data: Any, key: str) -> list[Any]:
        if data is None:
            return []
        if not isinstance(data, list):
            self.wrong(f"'{key}' is {kind_of(data)}", "Write a list, each beginning with a dash.", (key,))
            return []
        if len(data) > MOST_STRATEGIES:
            self.wrong(
                f"'{key}' has {len(data)} entries", f"At most {MOST_STRATEGIES} can be compared.", (key,)
            )
        return data[:MOST_STRATEGIES]

    def number(self, key: str, default: int | None, check: Callable[[int], object]) -> int | None:
        value = self.document.data.get(key, default)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(f"'{key}' is {kind_of(value)}", "Write a whole number.", (key,))
            return default
        try:
            check(value)
        except UserError as error:
            self.wrong(f"'{key}' is wrong", error.message, (key,))
        return value

    def text(self, key: str, default: str) -> str:
        value = self.document.data.get(key, default)
        if not isinstance(value, str):
            self.wrong(f"'{key}' is {kind_of(value)}", "Write it as text, in quotes if need be.", (key,))
            return default
        return value


def _check_replications(count: int) -> None:
    if not 1 <= count <= MOST_REPLICATIONS:
        raise UserError(f"{count} replications cannot be run. Ask for 1 to {MOST_REPLICATIONS:,}.")


def _check_selected(place: int, count: int) -> None:
    if not 0 <= place <= count:
        raise UserError(f"There is no strategy {place}: 0 is today, the last is {count}.")


def _start(extends: str) -> Scenario:
    return Scenario(name="Defaults", why="The dictionary") if extends == DEFAULTS else load_scenario(extends)


def _changed(before: Groups, after: Groups) -> dict[str, dict[str, Any]]:
    """The values of the second that differ from the first."""
    found = {
        group: {name: value for name, value in values.items() if value != before[group][name]}
        for group, values in after.items()
    }
    return {group: values for group, values in found.items() if values}


def _strategy_document(strategy: Strategy) -> dict[str, Any]:
    verb = {"board_verb": strategy.board_verb} if strategy.board_verb else {}
    changes = {"changes": strategy.model_dump(mode="json")["changes"]} if strategy.changes else {}
    return {"name": strategy.name, "why": strategy.why, **verb, **changes}


def _plain(value: Any) -> Any:
    """A value as YAML has it: mappings, lists, numbers, words, dates."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump(exclude_defaults=True))
    return value if isinstance(value, bool | int | float | str | date | None) else str(value)
