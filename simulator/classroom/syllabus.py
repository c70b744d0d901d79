"""The syllabus map (course/syllabus.yaml): what exercises practise, and to which units of public syllabuses it belongs.

A map made from the names of units; no accreditation by anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from simulator.errors import UserError
from simulator.parameters import shipped_folder
from simulator.reading import read_document

FILE = "syllabus.yaml"
NO_CLAIM = (
    "A map made from the names of units, not an accreditation: none of these bodies has seen, approved or endorsed "
    "this course."
)


@dataclass(frozen=True)
class Body:
    """A qualification of a professional body.

    Attributes:
        key: Its key in the map.
        name: What it is called for short.
        title: Its whole name.
        address: Where the names of its units were read.
        note: What was not checked.
        units: Its units, by their keys.
    """

    key: str
    name: str
    title: str
    address: str
    note: str
    units: Mapping[str, str]


@dataclass(frozen=True)
class Topic:
    """Something that exercises practise.

    Attributes:
        key: Its key, as tasks name it.
        what: What it is, in one line.
        units: The keys of the units that it belongs to, by the key of the body.
    """

    key: str
    what: str
    units: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """Its key as words.

        >>> Topic("cash_flow_at_risk", "", {}).title
        'Cash flow at risk'
        """
        words = self.key.replace("_", " ")
        return words.replace("dso", "DSO") if words.startswith("dso") else words.capitalize()


@dataclass(frozen=True)
class Syllabus:
    """The whole map.

    Attributes:
        looked_up: The day on which the names of units were read.
        bodies: The qualifications, by key.
        topics: What exercises practise, by key.
    """

    looked_up: date
    bodies: Mapping[str, Body]
    topics: Mapping[str, Topic]


@cache
def syllabus() -> Syllabus:
    """The map that comes with the course.

    Raises:
        UserError: The file is damaged, or a topic names a body or unit that is not there.
    """
    data = read_document(shipped_folder("course") / FILE, is_ours=True).data
    try:
        bodies = {key: _body(key, told) for key, told in data["bodies"].items()}
        topics = {
            key: Topic(key, told["what"], {body: tuple(units) for body, units in told["units"].items()})
            for key, told in data["topics"].items()
        }
        found = Syllabus(data["looked_up"], bodies, topics)
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{FILE} is not a syllabus map: {error} is missing or misplaced in it.") from error
    _check_units(found)
    return found


def _body(key: str, told: Mapping[str, Any]) -> Body:
    units = {str(unit): str(name) for unit, name in told["units"].items()}
    return Body(key, told["name"], told["title"], told["address"], " ".join(told["note"].split()), units)


def _check_units(found: Syllabus) -> None:
    for topic in found.topics.values():
        for body, units in topic.units.items():
            known = found.bodies[body].units if body in found.bodies else {}
            lost = [unit for unit in units if unit not in known]
            if lost or body not in found.bodies:
                raise UserError(f"In {FILE}, {topic.key} names {body} {', '.join(lost)}, which is not there.")
