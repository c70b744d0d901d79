"""What the exercises cover: topic by lesson and exercise, and the units of public syllabuses by exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.classroom.catalogue import BESIDE, LESSONS, Outline
from simulator.classroom.kit.prints import RolePlay, role_plays
from simulator.classroom.syllabus import NO_CLAIM, Body, Syllabus, Topic, syllabus
from simulator.classroom.tasks import PREDICTIONS, Task, tasks_of

NOTHING = "–"


@dataclass(frozen=True)
class Practice:
    """An exercise of a lesson.

    Attributes:
        outline: The lesson.
        task: The exercise.
    """

    outline: Outline
    task: Task


@dataclass(frozen=True)
class Coverage:
    """What the exercises cover.

    Attributes:
        syllabus: The map that they are laid on.
        practices: Every exercise and reflection, in the order of the course; predictions practise judgement, no topic.
        plays: The role-plays; they cover a topic beside its exercises, never in their place.
    """

    syllabus: Syllabus
    practices: tuple[Practice, ...]
    plays: tuple[RolePlay, ...] = ()

    def played(self, topic: Topic) -> tuple[RolePlay, ...]:
        """The role-plays in which a topic comes up."""
        return tuple(play for play in self.plays if topic.key in play.topics)

    def of_topic(self, topic: Topic) -> tuple[Practice, ...]:
        """The exercises that practise a topic."""
        return tuple(one for one in self.practices if topic.key in one.task.topics)

    def topics_of(self, body: Body, unit: str) -> tuple[Topic, ...]:
        """The topics that belong to a unit."""
        return tuple(one for one in self.syllabus.topics.values() if unit in one.units.get(body.key, ()))

    def of_unit(self, body: Body, unit: str) -> tuple[Practice, ...]:
        """The exercises that practise something of a unit, each once."""
        keys = {topic.key for topic in self.topics_of(body, unit)}
        return tuple(one for one in self.practices if keys & set(one.task.topics))

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The topics that no exercise practises."""
        return tuple(key for key, topic in self.syllabus.topics.items() if not self.of_topic(topic))

    @property
    def faults(self) -> tuple[str, ...]:
        """Exercises without a topic, and topics that the map does not know, in sentences."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        for one in self.practices:
            where = f"{one.outline.name}, {one.task.name}"
            if one.task.points and not one.task.topics:
                yield f"{where}: practises no topic."
            for key in one.task.topics:
                if key not in self.syllabus.topics:
                    yield f"{where}: there is no topic '{key}'."


def coverage(lessons: Sequence[Outline] = (*LESSONS, *BESIDE)) -> Coverage:
    """What the exercises of these lessons cover."""
    practices = tuple(
        Practice(one, task)
        for one in lessons
        for task in tasks_of(one.name)
        if task.kind not in PREDICTIONS and (task.points or task.topics)
    )
    return Coverage(syllabus(), practices, role_plays())


def exercises_in_words(practices: Sequence[Practice]) -> str:
    """The exercises by lesson, as the tables tell them."""
    by_lesson: dict[str, list[str]] = {}
    for one in practices:
        label = str(one.outline.number) if one.outline.number else one.outline.title
        by_lesson.setdefault(label, []).append(one.task.name.replace("_", " "))
    return "; ".join(f"{label}: {', '.join(names)}" for label, names in by_lesson.items()) or NOTHING


def lessons_in_words(practices: Sequence[Practice]) -> str:
    """The numbers of the lessons, each once."""
    labels = dict.fromkeys(str(one.outline.number or one.outline.title) for one in practices)
    return ", ".join(labels) or NOTHING


def as_markdown(found: Coverage) -> str:
    """The tables as they are kept in course/trainer/coverage.md."""
    parts = [
        "# What the exercises cover",
        _note(found),
        "## Topics",
        _table(("topic", "what", "lesson and exercise", "role-play"), _topic_rows(found)),
    ]
    for body in found.syllabus.bodies.values():
        rows = [
            (name, _titles(found.topics_of(body, unit)), lessons_in_words(practised), str(len(practised)))
            for unit, name in body.units.items()
            for practised in (found.of_unit(body, unit),)
        ]
        parts += [
            f"## {body.name}",
            f"{body.title}. Read at <{body.address}>. {body.note}",
            _table(("unit", "topics", "lessons", "exercises"), rows),
        ]
    return "\n\n".join(parts) + "\n"


def _note(found: Coverage) -> str:
    return (
        f"{NO_CLAIM} Names of units were read on {found.syllabus.looked_up.isoformat()}; what was not checked is said "
        "under each table. Exercises are named by lesson. Made by `creditlab course coverage`."
    )


def as_document(found: Coverage) -> dict[str, Any]:
    """The tables as plain values."""
    return {
        "note": NO_CLAIM,
        "looked_up": found.syllabus.looked_up.isoformat(),
        "topics": [
            {
                "topic": topic.key,
                "what": topic.what,
                "exercises": _named(found.of_topic(topic)),
                "role_plays": [play.name for play in found.played(topic)],
                "units": {body: list(units) for body, units in topic.units.items()},
            }
            for topic in found.syllabus.topics.values()
        ],
        "bodies": [
            {
                "body": body.key,
                "title": body.title,
                "address": body.address,
                "note": body.note,
                "units": [
                    {
                        "unit": unit,
                        "name": name,
                        "topics": [topic.key for topic in found.topics_of(body, unit)],
                        "exercises": _named(found.of_unit(body, unit)),
                    }
                    for unit, name in body.units.items()
                ],
            }
            for body in found.syllabus.bodies.values()
        ],
        "uncovered": list(found.uncovered),
    }


def _named(practices: Sequence[Practice]) -> list[str]:
    return [f"{one.outline.name}/{one.task.name}" for one in practices]


def _topic_rows(found: Coverage) -> list[tuple[str, ...]]:
    return [
        (topic.title, topic.what, exercises_in_words(found.of_topic(topic)), _scenes(found.played(topic)))
        for topic in found.syllabus.topics.values()
    ]


def _scenes(plays: Sequence[RolePlay]) -> str:
    return "; ".join(play.title for play in plays) or NOTHING


def _titles(topics: Sequence[Topic]) -> str:
    return ", ".join(topic.title.lower().replace("dso", "DSO") for topic in topics) or NOTHING


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)
