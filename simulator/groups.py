"""What the groups of parameters have in common: frozen, checked against the dictionary, described by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from simulator.checks import Complaint, check_group, refuse
from simulator.parameters import dictionary, frozen

BySegment = Annotated[Mapping[str, float], AfterValidator(frozen)]
DaysBySegment = Annotated[Mapping[str, int], AfterValidator(frozen)]
ByChannel = Annotated[Mapping[str, float], AfterValidator(frozen)]
ByCode = Annotated[Mapping[str, float], AfterValidator(frozen)]
DaysByCode = Annotated[Mapping[str, int], AfterValidator(frozen)]
ByInformation = Annotated[Mapping[str, float], AfterValidator(frozen)]
DaysByInformation = Annotated[Mapping[str, int], AfterValidator(frozen)]
ByCause = Annotated[Mapping[str, float], AfterValidator(frozen)]
RunsBySegment = Annotated[Mapping[str, Mapping[str, float]], AfterValidator(frozen)]


def told_by(key: str) -> Any:
    """A field whose default, description and ranges come from the dictionary."""
    parameter = dictionary()[key]
    ranges = {"unit": parameter.unit, "plausible": parameter.plausible, "allowed": parameter.allowed}
    return Field(default=parameter.default, description=parameter.meaning, json_schema_extra=ranges)


class Group(BaseModel):
    """Parameters that belong together. Values are checked against the dictionary and cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    group: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: Any) -> Any:
        if isinstance(values, cls):
            return values
        clean, complaints = check_group(cls.group, values)
        refuse(complaints)
        return clean

    def but(self, **changes: Any) -> Self:
        """A copy in which only these parameters differ; a mapping may name only what changes in it."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        clean, complaints = check_group(self.group, changes, values)
        refuse(complaints)
        return type(self)(**{**values, **clean})


def given_values(groups: Mapping[str, Any]) -> dict[str, Any]:
    """What was given for each group, where an object stands for the fields that were set on it."""
    changes: dict[str, Any] = {}
    for name, given in groups.items():
        if not isinstance(given, Group):
            changes[name] = given
            continue
        if given.group != name:
            what = f"A {type(given).__name__} was given for '{name}'"
            refuse([Complaint(what, (name,), f"Give it for '{given.group}'.")])
        changes[name] = {field: getattr(given, field) for field in sorted(given.model_fields_set)}
    return changes
