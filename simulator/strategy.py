"""A strategy: everything that is ours to decide, as a named change to what we do today, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from simulator.checks import Complaint, doubts, raise_all, refuse
from simulator.errors import UserError
from simulator.groups import Group, given_values
from simulator.levers import (
    CollectionPlan,
    CreditInsurance,
    CreditPolicy,
    EarlyPaymentDiscount,
    Financing,
    LateCharges,
    Levers,
    PaymentTerms,
    Step,
)
from simulator.parameters import LEVER_GROUPS, METRICS, FrozenDict, frozen, nearest
from simulator.plans import Groups, check_groups, check_headings, find_plan, parent_path
from simulator.reading import Document, read_document, to_yaml
from simulator.settings import assign

__all__ = [
    "CollectionPlan",
    "CreditInsurance",
    "CreditPolicy",
    "EarlyPaymentDiscount",
    "Financing",
    "LateCharges",
    "Levers",
    "PaymentTerms",
    "Step",
    "Strategy",
    "assign",
    "load_strategy",
]

Direction = Literal["up", "down"]


class Strategy(BaseModel):
    """A named change to today's levers. Frozen: `but` gives a new one and leaves this one as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    why: str
    changes: Mapping[str, Mapping[str, Any]] = FrozenDict()
    expected: Mapping[str, Direction] = FrozenDict()
    board_verb: str = ""
    """What a board would decide, verb first: "Hire a third collector"; none: its name tells."""

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: Any) -> Any:
        if isinstance(values, cls):
            return values
        findings = check_groups(given_values(values.get("changes") or {}), LEVER_GROUPS)
        refuse([*check_headings(values, "strategy"), *findings.complaints])
        return {**values, "changes": findings.changes}

    @model_validator(mode="after")
    def _fixed(self) -> Self:
        for name in ("changes", "expected"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        return self

    def but(self, name: str, *, why: str, **groups: Mapping[str, Any] | Group) -> Strategy:
        """A new strategy: this one's changes, with those given laid over them.

        A group is a mapping, `discount={"rate_fraction": 0.02}`, or an object such as
        `EarlyPaymentDiscount(rate_fraction=0.02)`, of which only what was given counts.
        """
        given = check_groups(given_values(groups), LEVER_GROUPS).or_refuse()
        return Strategy(name=name, why=why, changes=overlaid(self.changes, given))

    def to_yaml(self) -> str:
        """The strategy as the text of a file that `load_strategy` reads.

        >>> print(Strategy(name="Net 45", why="As others do", changes={"terms": {"net_days": 45}}).to_yaml())
        extends: status_quo
        name: Net 45
        why: As others do
        changes:
          terms:
            net_days: 45
        <BLANKLINE>
        """
        document = {
            "extends": "status_quo",
            "name": self.name,
            "why": self.why,
            **({"board_verb": self.board_verb} if self.board_verb else {}),
            "changes": self.model_dump(mode="json")["changes"],
        }
        return to_yaml(document)

    def levers(self, today: Levers) -> Levers:
        """Every lever's value under this strategy, where today's levers are these."""
        return today.but(**self.changes)

    def warnings(self, today: Levers) -> tuple[str, ...]:
        """A sentence for each changed lever that is allowed but out of the ordinary."""
        levers = self.levers(today)
        changed = {
            group: {name: getattr(getattr(levers, group), name) for name in names}
            for group, names in self.changes.items()
        }
        return tuple(f"{self.name}: {sentence}" for sentence in doubts(changed))


def overlaid(under: Groups, over: Groups) -> dict[str, dict[str, Any]]:
    """Two sets of changes as one; where both change a lever, the second holds."""
    groups = [*under, *(group for group in over if group not in under)]
    return {group: {**under.get(group, {}), **over.get(group, {})} for group in groups}


def today_strategy() -> Strategy:
    """What we do today, as every page calls it."""
    return Strategy(name="Today", why=load_strategy("status_quo").why)


def load_strategy(name_or_path: str | Path) -> Strategy:
    """Load a strategy that comes with creditlab by its name, or your own file by its path.

    Raises:
        UserError: with a sentence for every mistake in the file.
    """
    return _load(find_plan(name_or_path, "strategy"), ())


def _load(path: Path, seen: tuple[Path, ...]) -> Strategy:
    document = read_document(path)
    changes = document.data.get("changes")
    findings = check_groups({} if changes is None else changes, LEVER_GROUPS)
    expected, doubtful = _expected(document)
    sentences = [*document.mistakes]
    sentences += [
        complaint.sentence(document.where) for complaint in check_headings(document.data, "strategy")
    ]
    sentences += [complaint.sentence(document.where, ("changes",)) for complaint in findings.complaints]
    sentences += [complaint.sentence(document.where) for complaint in doubtful]
    parent: Path | None = None
    try:
        parent = parent_path(document, "strategy", (*seen, path.resolve()))
    except UserError as error:
        sentences.append(error.message)
    raise_all(sentences)
    inherited = _load(parent, (*seen, path.resolve())).changes if parent else {}
    data = document.data
    return Strategy(
        name=data["name"],
        why=data["why"],
        changes=overlaid(inherited, findings.changes),
        expected=expected,
        board_verb=data.get("board_verb") or "",
    )


def _expected(document: Document) -> tuple[dict[str, Direction], list[Complaint]]:
    given = document.data.get("expected")
    if given is None:
        return {}, []
    advice = "Write a metric and up or down, such as {dso_days: up}."
    if not isinstance(given, Mapping):
        return {}, [Complaint("'expected' is not a mapping", ("expected",), advice)]
    complaints = [_unknown_metric(str(name)) for name in given if name not in METRICS]
    wrong = [name for name, direction in given.items() if direction not in ("up", "down")]
    complaints += [
        Complaint(f"'{name}' goes neither up nor down", ("expected", name), advice) for name in wrong
    ]
    return dict(given), complaints


def _unknown_metric(name: str) -> Complaint:
    close = nearest(name, METRICS)
    advice = f"Did you mean '{close}'?" if close else f"The metrics are {', '.join(METRICS)}."
    return Complaint(f"Unknown metric '{name}'", ("expected", name), advice)
