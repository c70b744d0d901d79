"""A scenario: everything that is not ours to decide, and what we do today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from simulator.assumptions import (
    Applicants,
    Behaviour,
    Company,
    Courts,
    Disputes,
    Economy,
    Health,
    Insurer,
    PortfolioPlan,
)
from simulator.checks import Complaint, doubts, kind_of, raise_all, refuse
from simulator.errors import UserError
from simulator.groups import (
    Group,
    given_values,
)
from simulator.levers import Levers
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS
from simulator.plans import (
    Findings,
    check_groups,
    check_headings,
    find_plan,
    parent_path,
)
from simulator.reading import Document, read_document
from simulator.shocks import Shock, check_windows, load_shock


class Scenario(BaseModel):
    """Company, portfolio and all other assumptions, today's levers, shocks. Frozen: see `but`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    why: str
    company: Company = Company()
    portfolio: PortfolioPlan = PortfolioPlan()
    behaviour: Behaviour = Behaviour()
    health: Health = Health()
    applicants: Applicants = Applicants()
    economy: Economy = Economy()
    insurer: Insurer = Insurer()
    disputes: Disputes = Disputes()
    courts: Courts = Courts()
    today: Levers = Levers()
    shocks: tuple[Shock, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: Any) -> Any:
        if isinstance(values, Mapping):
            refuse(
                complaint
                for complaint in check_headings(values, "scenario")
                if complaint.path[0] in ("name", "why")
            )
        return values

    def but(
        self,
        name: str | None = None,
        *,
        why: str | None = None,
        today: Levers | Mapping[str, Any] | None = None,
        **groups: Mapping[str, Any] | Group,
    ) -> Self:
        """A copy in which only these assumptions differ: `scenario.but(company={"horizon_days": 365})`.

        `today` replaces today's levers (a `Levers`) or changes some of them (a mapping of groups).
        """
        base = self.assumptions()
        changes = check_groups(given_values(groups), ASSUMPTION_GROUPS, base).or_refuse()
        changed: dict[str, Any] = {
            group: getattr(self, group).but(**values) for group, values in changes.items()
        }
        if today is not None:
            changed["today"] = today if isinstance(today, Levers) else self.today.but(**today)
        headings = {"name": self.name if name is None else name, "why": self.why if why is None else why}
        refuse(check_headings(headings, "scenario"))
        return self.model_copy(update={**changed, **headings})

    def with_shocks(self, shocks: Iterable[Shock | str | Path]) -> Self:
        """A copy upon which these shocks come too (a `Shock`, its name, or the path of its file).

        Raises:
            UserError: a shock that is unknown, begins before day 0, or makes an assumption impossible.
        """
        more = (one if isinstance(one, Shock) else load_shock(one) for one in shocks)
        both = (*self.shocks, *more)
        check_windows(self, both)
        return self.model_copy(update={"shocks": both})

    def without_shocks(self) -> Self:
        """A copy in usual times."""
        return self.model_copy(update={"shocks": ()})

    @property
    def title(self) -> str:
        """Its name, and what comes upon it."""
        return " + ".join([self.name, *(shock.name for shock in self.shocks)])

    def assumptions(self) -> dict[str, dict[str, Any]]:
        """Every assumption's value, by group and name."""
        return {group: dict(getattr(self, group)) for group in ASSUMPTION_GROUPS}

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each assumption, and each lever of today, that is allowed but out of the ordinary."""
        levers = {group: dict(getattr(self.today, group)) for group in LEVER_GROUPS}
        doubtful = (f"{self.name}: {sentence}" for sentence in doubts({**self.assumptions(), **levers}))
        return (*doubtful, *self.news)

    @property
    def news(self) -> tuple[str, ...]:
        """What comes upon the scenario, in sentences."""
        return (*(shock.sentence(self.company.start_date) for shock in self.shocks), *self._too_late())

    def _too_late(self) -> Iterator[str]:
        """A sentence for each shock that nobody will see."""
        for shock in self.shocks:
            first, _ = shock.window(self.company.start_date)
            if first >= self.company.horizon_days:
                yield (
                    f"The shock '{shock.name}' begins on day {first}, after the {self.company.horizon_days} days "
                    "that are simulated; it changes nothing."
                )


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario that comes with creditlab by its name, or your own file by its path.

    Raises:
        UserError: with a sentence for every mistake in the file.
    """
    return _load(find_plan(name_or_path, "scenario"), ())


def _load(path: Path, seen: tuple[Path, ...]) -> Scenario:
    document = read_document(path)
    sentences = [*document.mistakes]
    parent: Path | None = None
    try:
        parent = parent_path(document, "scenario", (*seen, path.resolve()))
    except UserError as error:
        sentences.append(error.message)
    start = (
        _load(parent, (*seen, path.resolve())) if parent else Scenario(name="Defaults", why="The dictionary")
    )
    changes = document.data.get("changes")
    findings = check_groups({} if changes is None else changes, ASSUMPTION_GROUPS, start.assumptions())
    today, todays = _today(document)
    sentences += [
        complaint.sentence(document.where) for complaint in check_headings(document.data, "scenario")
    ]
    sentences += [complaint.sentence(document.where, ("changes",)) for complaint in findings.complaints]
    sentences += todays
    raise_all(sentences)
    return start.but(document.data["name"], why=document.data["why"], today=today.changes, **findings.changes)


def _today(document: Document) -> tuple[Findings, list[str]]:
    """Today's levers as the file has them, and what is wrong with them."""
    given = document.data.get("today")
    if given is None:
        return Findings(), []
    if not isinstance(given, Mapping):
        advice = "Write name, why and changes below it."
        return Findings(), [
            Complaint(f"'today' is {kind_of(given)}", ("today",), advice).sentence(document.where)
        ]
    changes = given.get("changes")
    findings = check_groups({} if changes is None else changes, LEVER_GROUPS)
    sentences = [
        complaint.sentence(document.where, ("today",)) for complaint in check_headings(given, "today")
    ]
    sentences += [
        complaint.sentence(document.where, ("today", "changes")) for complaint in findings.complaints
    ]
    return findings, sentences
