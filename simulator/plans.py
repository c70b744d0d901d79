"""What scenario and strategy files share: where they are, their headings, what they extend, their groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.checks import Complaint, KeyPath, Where, check_group, kind_of, refuse
from simulator.errors import UserError
from simulator.parameters import (
    ASSUMPTION_GROUPS,
    LEVER_GROUPS,
    dictionary,
    nearest,
    shipped_folder,
)
from simulator.reading import Document, told_path

FOLDERS = {"strategy": "strategies", "scenario": "sectors", "shock": "shocks"}
HEADINGS = {
    "strategy": ("extends", "name", "why", "board_verb", "changes", "expected"),
    "scenario": ("extends", "name", "why", "changes", "today"),
    "today": ("name", "why", "changes"),
    "shock": (
        *("name", "why", "start_day", "start_date", "days"),
        *("changes", "times", "plus", "events", "severity", "under", "expected"),
    ),
}
ROOTS = {"strategy": "today", "scenario": "defaults"}

Groups = Mapping[str, Mapping[str, Any]]


@dataclass
class Findings:
    """Checked changes, and the mistakes found in them."""

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def or_refuse(self, where: Where | None = None, prefix: KeyPath = ()) -> dict[str, dict[str, Any]]:
        """The changes, if there are no mistakes."""
        refuse(self.complaints, where, prefix)
        return self.changes


def check_groups(changes: Any, groups: tuple[str, ...], base: Groups | None = None) -> Findings:
    """Check changes by group; `groups` are those that may be changed here: the levers, or the assumptions."""
    findings = Findings()
    if not isinstance(changes, Mapping):
        advice = f"Write groups below it: {', '.join(groups)}."
        findings.complaints.append(Complaint(f"'changes' is {kind_of(changes)}", (), advice))
        return findings
    for name, values in changes.items():
        if name not in groups:
            findings.complaints.append(_wrong_group(str(name), groups))
            continue
        clean, found = check_group(name, values, (base or {}).get(name))
        findings.changes[name] = clean
        findings.complaints += found
    return findings


def _wrong_group(name: str, groups: tuple[str, ...]) -> Complaint:
    here, there = ("strategy", "scenario") if groups == LEVER_GROUPS else ("scenario", "strategy")
    if name in ASSUMPTION_GROUPS + LEVER_GROUPS:
        kind = "assumptions" if name in ASSUMPTION_GROUPS else "levers"
        advice = f"A {here} has only {', '.join(groups)}; put '{name}' into a {there}."
        return Complaint(f"'{name}' holds {kind}", (name,), advice)
    owners = [parameter.group for parameter in dictionary().values() if parameter.name == name]
    if owners:
        return Complaint(
            f"'{name}' stands without its group", (name,), f"Put it under {' or '.join(owners)}."
        )
    close = nearest(name, groups)
    advice = f"Did you mean '{close}'?" if close else f"The groups are {', '.join(groups)}."
    return Complaint(f"Unknown group '{name}'", (name,), advice)


def check_headings(values: Mapping[str, Any], kind: str) -> list[Complaint]:
    """Check the keys that a file begins with: name and why are there and are words, nothing is unknown."""
    complaints = [_unknown_heading(str(key), kind) for key in values if key not in HEADINGS[kind]]
    for heading, example in (("name", "Growth"), ("why", "Cash before the year ends")):
        text = values.get(heading)
        if text is None or (isinstance(text, str) and not text.strip()):
            complaints.append(
                Complaint(
                    f"'{heading}' is missing", (heading,), f"Add a line such as '{heading}: {example}'."
                )
            )
        elif not isinstance(text, str):
            advice = "Write it as text, in quotes if need be."
            complaints.append(Complaint(f"'{heading}' is {kind_of(text)}, not text", (heading,), advice))
    verb = values.get("board_verb")
    if verb is not None and not isinstance(verb, str):
        advice = "Write what a board decides, such as 'board_verb: Hire a third collector'."
        complaints.append(Complaint(f"'board_verb' is {kind_of(verb)}, not text", ("board_verb",), advice))
    return complaints


def _unknown_heading(key: str, kind: str) -> Complaint:
    if key in LEVER_GROUPS + ASSUMPTION_GROUPS:
        return Complaint(f"'{key}' stands beside 'changes'", (key,), "Indent it below 'changes'.")
    if any(parameter.name == key for parameter in dictionary().values()):
        return Complaint(f"'{key}' stands at the top", (key,), "Indent it below 'changes' and its group.")
    close = nearest(key, HEADINGS[kind])
    advice = f"Did you mean '{close}'?" if close else f"A {kind} has {', '.join(HEADINGS[kind])}."
    return Complaint(f"Unknown key '{key}'", (key,), advice)


def shipped_names(kind: str) -> tuple[str, ...]:
    """The names of the strategies or scenarios that come with creditlab."""
    return tuple(sorted(path.stem for path in (shipped_folder() / FOLDERS[kind]).glob("*.yaml")))


def find_plan(name: str | Path, kind: str, beside: Path | None = None) -> Path:
    """The file of a strategy or scenario: a path, a name beside another file, or a name that we ship."""
    text = str(name)
    if isinstance(name, Path) or "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        path = Path(name).expanduser()
        return beside / path if beside and not path.is_absolute() else path
    places = ([beside] if beside else []) + [shipped_folder() / FOLDERS[kind]]
    for place in places:
        if (place / f"{text}.yaml").is_file():
            return place / f"{text}.yaml"
    raise UserError(f"There is no {kind} '{text}'. {_proposal(text, kind)}")


def _proposal(text: str, kind: str) -> str:
    names = shipped_names(kind)
    for other in FOLDERS:
        if other != kind and text in shipped_names(other):
            return f"'{text}' is a {other}."
    close = nearest(text, names)
    start = f"Did you mean '{close}'? " if close else ""
    return f"{start}There are {', '.join(names)}; a file of your own is given by its path, ending in .yaml."


def parent_path(document: Document, kind: str, seen: tuple[Path, ...]) -> Path | None:
    """The file that this one extends, None for the root; raises when it is unknown or runs in a circle."""
    parent = document.data.get("extends", ROOTS[kind])
    if parent == ROOTS[kind]:
        return None
    where = document.where(("extends",))
    if not isinstance(parent, str):
        raise UserError(
            f"'extends' is {kind_of(parent)} {where}. Name one {kind}, such as {shipped_names(kind)[0]}."
        )
    try:
        path = find_plan(parent, kind, document.path.parent)
    except UserError as error:
        raise UserError(f"'extends' is wrong {where}. {error.message}") from None
    if path.resolve() in seen:
        circle = " -> ".join(told_path(step) for step in (*seen, path.resolve()))
        raise UserError(
            f"'extends' runs in a circle {where}: {circle}. End it with 'extends: {ROOTS[kind]}'."
        )
    if not path.is_file():
        raise UserError(f"'extends' names {told_path(path)}, which does not exist, {where}. Check the path.")
    return path
