"""The collections desk driven without a browser: acts, numbers, refusals, files, what is kept."""

import queue
import re
import time
from base64 import b64decode
from datetime import date

import pytest

import simulator as cs
from simulator.app.desk.page import CollectionsDesk
from simulator.app.desk.state import DeskState
from simulator.app.setting import Setting
from simulator.errors import UserError
from simulator.experiment.desk.variants import NEVER_STOPPED
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger.light import LedgerLight
from simulator.levers import Levers, Step
from simulator.strategy import today_strategy

STAGES = (2, 4)
PATIENCE = 60.0


@pytest.fixture(scope="module")
def setting():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 20}, company={"horizon_days": 150, "warm_up_days": 100}
    )
    return Setting(scenario)


@pytest.fixture
def state(setting):
    return DeskState.of(setting, today_strategy())


class Loop:
    """The thread of the widgets: what the work beside the page hands over is done here, one act after the other."""

    def __init__(self):
        self.acts = queue.Queue()

    def __call__(self, act):
        self.acts.put(act)

    def until(self, is_over):
        """Do what is handed over until something has come about."""
        end = time.monotonic() + PATIENCE
        while not is_over():
            assert time.monotonic() < end, "it never came about"
            try:
                self.acts.get(timeout=0.05)()
            except queue.Empty:
                continue


def opened(setting, shelf, stages=STAGES):
    loop = Loop()
    made = CollectionsDesk(setting, stages=stages, shelf=shelf, later=loop)
    made.loop = loop
    return made


@pytest.fixture
def page(setting, tmp_path):
    made = opened(setting, Shelf(folder=tmp_path))
    yield made
    made.close()


def look(page, **query):
    page.address.query = query
    page.address.is_known = True
    return settle(page)


def settle(page):
    def is_settled():
        assert not page.view.trouble.html.value
        return page._is_answered() and page.answer.replications == STAGES[-1] and not page._playing.is_busy

    page.loop.until(is_settled)
    page.loop.until(lambda: not page._listing.is_busy)
    return page


def test_nothing_is_played_before_somebody_looks(page):
    page.loop.until(lambda: not page._playing.is_busy)
    assert page.answer is None
    assert "desk-row" in page.view.ladder.rows[0].box._dom_classes
    assert len(page.view.ladder.lines.children) == 6


def test_the_page_settles_and_agrees_with_compare(page, setting):
    look(page, strategy="intensive_collections")
    answer = page.answer
    assert answer.name == "Intensive collections"
    made = cs.compare(
        setting.scenario,
        [cs.load_strategy("status_quo"), cs.load_strategy("intensive_collections")],
        replications=STAGES[-1],
        workers=1,
    )
    one, other = (result.values("profit_to_the_end") for result in made.results)
    assert answer.difference("profit").mean * answer.years == pytest.approx(float((other - one).mean()))
    assert "So far this plan" in page.view.text.value
    assert "Settled: 4 replications" in page.view.status.value
    # the day of an intensity of 2: 3 becomes 2, and there are two collectors
    assert [row.day.value for row in page.view.ladder.rows] == [-7, -3, 2, 5, 10, 15, 23]
    assert "<b>2</b>" in page.view.count.value
    assert "today 1" in page.view.count.value
    assert "Together" in page.view.shares.value


def test_a_row_changes_table_and_chart_and_undo_takes_it_back(page):
    look(page)
    before = page.view.open.chart.figure
    page.view.ladder.rows[2].day.value = 4
    assert page.state.rows[2].step.day == 4
    settle(page)
    assert page.view.open.chart.figure != before
    assert [step.day for step in page.answer.ladder][2] == 4
    page.undo()
    settle(page)
    assert page.view.open.chart.figure == before
    assert page.view.undo.disabled


def test_a_step_switched_off_stays_in_the_editor_and_out_of_the_plan(page):
    page.view.ladder.rows[0].switch.value = False
    assert len(page.state.rows) == 6
    assert len(page.state.levers.collections.ladder) == 5
    assert page.state.number_of_step == (2, 3, 4, 5, 6)
    assert "is-off" in page.view.ladder.rows[0].box._dom_classes


def test_the_menu_moves_copies_and_deletes(page):
    page.view.ladder.rows[2].menu.value = "Move up"
    assert [(row.step.day, row.step.channel) for row in page.state.rows[1:3]] == [(3, "call"), (10, "email")]
    page.view.ladder.rows[0].menu.value = "Copy"
    assert [row.step.day for row in page.state.rows[:2]] == [-5, -4]
    page.view.ladder.rows[0].menu.value = "Delete"
    assert len(page.state.rows) == 6
    assert page.view.ladder.rows[0].menu.value == ""
    assert len(page.view.ladder.lines.children) == 6


def test_two_steps_on_one_day_are_refused_in_a_sentence_and_nothing_changes(page):
    before = page.state
    page.view.ladder.rows[1].day.value = 10
    assert "out of order" in page.view.trouble.html.value
    assert page.state == before
    assert page.view.ladder.rows[1].day.value == 3


def test_an_agency_before_due_is_refused_in_a_sentence(page):
    page.view.ladder.rows[0].channel.value = "agency"
    assert "gives invoices away on day -5" in page.view.trouble.html.value
    assert page.view.ladder.rows[0].channel.value == "email"


def test_conditions_are_those_of_the_engine(page):
    row = page.view.ladder.rows[2]
    row.whom.value = ("sme", "micro")
    row.amount.value = (1_000.0, None)
    step = page.state.levers.collections.ladder[2]
    assert step == Step(day=10, channel="call", segments=("sme", "micro"), above=1_000.0)
    row.whom.value = ()
    row.amount.value = (None, None)
    assert page.state.levers.collections.ladder[2] == Step(day=10, channel="call")


def test_a_file_s_own_conditions_are_among_the_choices(page):
    text = (
        "name: Mine\nwhy: Test\nchanges:\n  collections:\n    ladder:\n"
        "      - {day: 7, channel: call, segments: [large, public], above: 750}\n"
    )
    page.load("mine.yaml", text.encode())
    row = page.view.ladder.rows[0]
    assert row.whom.value == ("large", "public")
    assert row.amount.value == (750.0, None)
    assert page.view.strategy.label == "Mine"


def test_what_is_saved_is_loaded_again(page):
    page.view.ladder.rows[2].day.value = 6
    page.change_collectors(1)
    page.choose_rule("expected_gain")
    page.stop_supply(45, stops=True)
    data = re.search(r"base64,([^\"]+)", page.view.save.value)
    text = b64decode(data[1]).decode()
    saved = page.state.levers
    page.take_strategy("")
    assert page.state.levers != saved
    page.load("mine.yaml", text.encode())
    assert page.state.levers == saved
    assert page.state.strategy.changes["collections"]["collectors"] == 2


def test_a_bad_file_is_told_and_leaves_everything(page):
    before = page.state
    page.load("mine.yaml", b"name: 3\n")
    assert "is missing in mine.yaml" in page.view.trouble.html.value
    page.load("ledger.csv", b"a,b\n")
    assert "is not a strategy as YAML" in page.view.trouble.html.value
    assert page.state == before


def test_a_plan_that_contradicts_itself_is_told_and_undo_brings_the_numbers_back(page):
    look(page)
    text = "name: Late\nwhy: Test\nchanges:\n  discount: {rate_fraction: 0.02, window_days: 90}\n"
    page.load("late.yaml", text.encode())
    page.loop.until(lambda: bool(page.view.trouble.html.value))
    assert "discount window (90 days)" in page.view.trouble.html.value
    assert "Settled" not in page.view.status.value
    assert "is-stale" in page.view.main_box._dom_classes
    page.undo()
    settle(page)
    assert "is-stale" not in page.view.main_box._dom_classes


def test_standard_and_todays_ladder(page, setting):
    scenario = setting.scenario.but(today={"collections": {"ladder": [{"day": 9, "channel": "call"}]}})
    page.state = DeskState.of(Setting(scenario), today_strategy())
    page.take_standard()
    assert page.state.levers.collections.ladder == Levers().collections.ladder
    page.take_todays()
    assert [row.step.day for row in page.state.rows] == [9]


def test_supply_that_never_stops(state):
    never = state.with_stop(60, stops=False)
    assert never.levers.credit_policy.stop_supply_days == NEVER_STOPPED
    assert never.with_stop(60, stops=True).levers == state.levers


def test_the_name_tells_that_a_plan_was_changed(state):
    assert state.name == "Today"
    changed = state.with_collectors(3)
    assert changed.name == "Today, changed"
    assert changed.strategy.changes == {"collections": {"collectors": 3}}
    with pytest.raises(UserError):
        state.with_step(0, day=99_999)


def test_a_second_visit_shows_what_is_kept_at_once(setting, tmp_path):
    shelf = Shelf(folder=tmp_path)
    first = look(opened(setting, shelf))
    first.close()
    second = opened(setting, shelf)
    second.loop.until(lambda: not second._playing.is_busy)
    assert second.answer.to_json() == first.answer.to_json()
    assert "Settled: 4 replications · kept, from" in second.view.status.value
    second.close()


def test_collectors_counted_ahead_are_shown_before_anything_is_played(page):
    look(page)
    before = page.view.staff.chart.text
    page.change_collectors(1)
    assert page.view.staff.chart.text != before
    assert "this plan 2" in page.view.staff.chart.text
    settle(page)


def test_stop_here_and_go_on(page):
    look(page)
    page.take_standard()
    page.change_step(0, day=-6)
    page.stop_here()
    assert "Stopped at 0 of 4" in page.view.status.value
    page.go_on()
    settle(page)


def test_the_list_of_another_day(page):
    look(page)
    assert "Why now" in page.view.calls.list.value or "Nobody is to be called" in page.view.calls.list.value
    first = page.calls
    page.view.calls.day.value = page.view.calls.day.options[1][1]
    page.loop.until(lambda: page.calls is not first)
    assert page.calls.when != first.when


def test_the_list_of_another_plan_is_pale_until_the_new_one_is_there(page):
    look(page)
    page.loop.until(lambda: page.calls is not None)
    first, listed = page.calls, page.view.calls.list
    assert "is-old" not in listed._dom_classes
    page.choose_rule("oldest")
    assert "is-old" in listed._dom_classes
    page.loop.until(lambda: page.calls is not first)
    assert "is-old" not in listed._dom_classes


def test_a_ledger_that_failed_its_test_is_said_above_the_numbers(setting, monkeypatch):
    light = LedgerLight(
        "red", reason="Worse than the naive methods.", days=9, first=date(2025, 1, 1), last=date(2025, 6, 1)
    )
    monkeypatch.setattr(Setting, "light", property(lambda _: light))
    own = Setting(setting.scenario, ledger="invoices.csv")
    made = opened(own, Shelf(folder=None))
    assert "do not quote the levels" in made.view.warning.value
    assert "invoices.csv" in made.view.context.value
    assert made.view.scenario.label == "invoices.csv"
    made.close()


def test_another_scenario_is_taken(page):
    page.take_scenario("saas")
    assert page.state.setting.scenario.name == cs.load_scenario("saas").name
    assert page.state.setting.scenario.company.horizon_days == 150


def test_the_readable_table_has_heads_for_rows_and_columns(page):
    look(page)
    html = page.view.ladder.readable.value
    assert html.count('scope="row"') == 7
    assert html.count('scope="col"') == 11
    assert "Final demand" in html
