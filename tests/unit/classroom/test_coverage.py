"""The syllabus map is whole, claims nothing, and the kept tables are what the exercises cover."""

import json
from datetime import date

import pytest

from simulator.classroom.catalogue import LESSONS, Outline
from simulator.classroom.coverage import Coverage, as_document, as_markdown, coverage
from simulator.classroom.syllabus import Syllabus, Topic, syllabus
from simulator.cli import run
from simulator.errors import UserError
from tests.update_coverage import FRONT, KEPT, with_list


def test_every_exercise_practises_a_topic_that_the_map_knows():
    assert coverage().faults == ()


def test_every_topic_is_practised():
    assert coverage().uncovered == ()


def test_the_kept_tables_are_what_the_exercises_cover():
    assert KEPT.read_text(encoding="utf-8") == as_markdown(coverage()), "python -m tests.update_coverage"


def test_the_front_page_lists_the_lessons_as_they_are():
    text = FRONT.read_text(encoding="utf-8")
    assert text == with_list(text), "python -m tests.update_coverage"
    assert all(one.question in text for one in LESSONS)


def test_a_role_play_never_stands_in_for_an_exercise():
    found = coverage([one for one in LESSONS if one.number == 2])
    negotiation = found.syllabus.topics["negotiation"]
    assert found.played(negotiation)
    assert "negotiation" in found.uncovered


def test_an_exercise_counts_once_for_a_unit_and_for_each_of_its_topics():
    """Lesson 3 asks five things about the discount; one of these is about working capital too."""
    found = coverage([one for one in LESSONS if one.number == 3])
    topics, fm = found.syllabus.topics, found.syllabus.bodies["acca_fm"]
    assert [one.task.name for one in found.of_topic(topics["working_capital"])] == ["your_discount"]
    assert len(found.of_topic(topics["cost_of_discount"])) == len(found.of_unit(fm, "C2")) == 5
    assert [one.task.name for one in found.of_unit(fm, "C1")] == ["your_discount"]
    assert "dunning" in found.uncovered


def test_what_the_map_does_not_know_is_told():
    none = Syllabus(date(2026, 1, 1), {}, {"other": Topic("other", "", {})})
    found = Coverage(none, coverage([one for one in LESSONS if one.number == 3]).practices)
    assert "03_early_payment_discount, offered_rate: there is no topic 'cost_of_discount'." in found.faults
    assert found.uncovered == ("other",)


def test_nobody_is_said_to_have_approved_the_course():
    text = as_markdown(coverage())
    assert "not an accreditation" in text
    assert as_document(coverage())["note"] in text
    for body in syllabus().bodies.values():
        assert body.address.startswith("http")
        assert "not checked" in body.note or "No outline was checked" in body.note


def test_every_unit_that_is_named_belongs_to_a_topic():
    found = coverage([])
    for body in found.syllabus.bodies.values():
        for unit in body.units:
            assert found.topics_of(body, unit), (body.key, unit)


def test_a_map_that_names_what_is_not_there_is_refused(tmp_path, monkeypatch):
    (tmp_path / "syllabus.yaml").write_text(
        "looked_up: 2026-01-01\nbodies: {a: {name: A, title: A, address: http://a, note: n, units: {x: X}}}\n"
        "topics: {t: {what: w, units: {a: [y]}}}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("simulator.classroom.syllabus.shipped_folder", lambda _: tmp_path)
    with pytest.raises(UserError, match="t names a y, which is not there"):
        syllabus.__wrapped__()
    (tmp_path / "syllabus.yaml").write_text("looked_up: 2026-01-01\nbodies: {}\n", encoding="utf-8")
    with pytest.raises(UserError, match="not a syllabus map"):
        syllabus.__wrapped__()


def test_the_command_tells_the_tables_and_writes_them(tmp_path, capsys):
    file = tmp_path / "coverage.json"
    assert run(["course", "coverage", "--json", str(file)]) == 0
    told = capsys.readouterr().out
    assert "not an accreditation" in told
    assert "Cost of discount" in told
    assert json.loads(file.read_text(encoding="utf-8")) == as_document(coverage())


def test_a_lesson_without_exercises_covers_nothing():
    assert coverage([Outline("99_none", "None", "?")]).practices == ()
