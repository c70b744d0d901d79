"""The first page: what it answers, for whom, and which published pages it lists."""

from __future__ import annotations

import os
import re
from datetime import date

import pytest

from simulator.app.gallery.answering import answers_of, read_answers
from simulator.app.gallery.boards import Published, published_boards
from simulator.app.gallery.page import EVERYONE, VISITORS, Shown, gallery, places_for
from simulator.app.gallery.questions import QUESTIONS, asked_strategies
from simulator.app.gallery.thumbnails import THUMBNAILS
from simulator.app.places import PLACES
from simulator.app.ready import ready_strategy
from simulator.app.setting import Setting
from simulator.errors import UserError
from simulator.experiment.compare import compare
from simulator.publish.board.page import board_html
from simulator.publish.board.writing import board_of
from simulator.scenario import load_scenario
from tests.unit.invented_board import BETTER, STAMP, TODAY, WORSE, evidence

SMALL = Setting(
    load_scenario("wholesale").but(
        portfolio={"customers": 20}, company={"horizon_days": 120, "warm_up_days": 90}
    )
)
TILE = re.compile(r'<a class="question" href="([^"]+)"><b>([^<]+)</b><span class="is-(\w+)">([^<]+)</span>')


def test_the_tiles_say_what_a_comparison_says():
    lines = answers_of(SMALL)
    again = compare(SMALL.scenario, asked_strategies(SMALL.scenario.today), seed=2026, replications=200)
    yearly = 365 / 120
    for place, asked in enumerate(QUESTIONS):
        name = "profit_to_the_end"
        profit = again.results[place + 1].values(name) - again.first.values(name)
        expected = float(profit.mean()) * yearly
        line = lines[asked.strategy]
        error = float(profit.std(ddof=1)) / 200**0.5 * yearly
        if "no clear difference in profit" in line:
            assert abs(expected) < 2.5 * error
            continue
        said = re.match(r"([+−])€([0-9.]+)([km])", line)
        assert abs(expected) > 1.5 * error
        assert said is not None or abs(expected) < 1_000
        if said is not None:
            amount = float(said[2]) * {"k": 1e3, "m": 1e6}[said[3]] * (1 if said[1] == "+" else -1)
            assert amount == pytest.approx(expected, rel=0.06)
    tiles = TILE.findall(gallery(Shown(SMALL, lines)))
    assert [line for *_, line in tiles] == [lines[one.strategy] for one in QUESTIONS]
    assert {state for _, _, state, _ in tiles} == {"answer"}


def test_without_answers_the_tiles_promise_and_never_show_a_number():
    tiles = TILE.findall(gallery(Shown(SMALL)))
    assert [words for _, words, *_ in tiles] == [
        "What does 2/10 net 30 do to us?",
        "Do we need the second collector?",
        "Is the insurer worth it?",
    ]
    for _address, _words, state, line in tiles:
        assert state == "promise"
        assert not re.search(r"\d", line)


def test_answers_half_written_or_damaged_are_none(tmp_path):
    assert read_answers(None) == read_answers(tmp_path / "none.json") == {}
    (tmp_path / "half.json").write_text('{"discount": "+€2')
    assert read_answers(tmp_path / "half.json") == {}


def test_the_question_follows_what_one_has_today():
    today = load_scenario("wholesale").but(today={"collections": {"collectors": 3}}).today
    assert QUESTIONS[1].words(today) == "Do we need the fourth collector?"
    assert ready_strategy("one_more_collector", today).levers(today).collections.collectors == 4
    with pytest.raises(UserError, match="does not ship"):
        ready_strategy("../secrets", today)


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_visitor_sees_the_pages_that_concern_him_in_their_order(visitor):
    page = gallery(Shown(SMALL, visitor=visitor))
    cards = re.findall(r'class="gallery-card" href="/(\w+)"', page)
    listed = re.findall(r'<li><a href="/(\w+)"', page)
    assert sorted(cards + listed) == sorted(place.name for place in places_for(visitor))
    chosen = re.findall(r'<a href="([^"]+)" aria-current="true">', page)
    assert chosen == ["/" if visitor == EVERYONE else f"/?for={visitor}"]
    if visitor == "executive":
        assert page.index("Board pages") < page.index("<h2>Decide")


def test_every_card_has_its_drawing():
    assert {place.name for place in PLACES} <= set(THUMBNAILS)


def test_published_board_pages_are_listed_newest_first(tmp_path):
    for name, day, rest in (("june", date(2026, 6, 1), (WORSE,)), ("may", date(2026, 5, 1), (BETTER, WORSE))):
        folder = tmp_path / name
        folder.mkdir()
        board = board_of(evidence(TODAY, *rest), STAMP.__class__(made=day, by_hand=STAMP.by_hand))
        (folder / "board.html").write_text(board_html(board), encoding="utf-8")
    (tmp_path / "may" / "board.pdf").write_bytes(b"%PDF")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "board.html").write_text("<title>Harrow Joinery owes 20417</title>")
    (tmp_path / "binary").mkdir()
    (tmp_path / "binary" / "board.html").write_bytes(b"\xff\xfe\x00")
    found = published_boards(tmp_path)
    assert [(one.folder, one.day, one.has_pdf) for one in found] == [
        ("june", "1 Jun 2026", False),
        ("may", "1 May 2026", True),
    ]
    assert found[0].headline.startswith("Change nothing")
    page = gallery(Shown(SMALL, boards=found))
    assert "/boards/may/board.pdf" in page
    assert "Harrow" not in page
    assert published_boards(None) == published_boards(tmp_path / "nowhere") == []


def test_of_very_many_board_pages_the_latest_are_listed(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.app.gallery.boards._MOST", 2)
    page = board_html(board_of(evidence(TODAY, WORSE), STAMP))
    for age, name in enumerate(("z oldest", "a 50 % older", "b latest")):
        (tmp_path / name).mkdir()
        file = tmp_path / name / "board.html"
        file.write_text(page, encoding="utf-8")
        os.utime(file, (1_000_000 + age, 1_000_000 + age))
    found = published_boards(tmp_path)
    assert {one.folder for one in found} == {"a 50 % older", "b latest"}
    shown = gallery(Shown(SMALL, boards=found, visitor="trainer"))
    assert 'href="/boards/a%2050%20%25%20older/board.html"' in shown


def test_all_board_pages_are_listed_for_the_same_visitor():
    boards = [Published(f"page {number}", "Do it", "Northgate", None, False) for number in range(20)]
    assert 'href="/?boards=all&amp;for=trainer"' in gallery(Shown(SMALL, boards=boards, visitor="trainer"))
    assert 'href="/?boards=all"' in gallery(Shown(SMALL, boards=boards))
