"""The states of the strategy lab: acts, what they refuse, and the way back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.app.lab.ladder_days import first_day, with_first_day
from simulator.app.lab.opening import first_lab
from simulator.app.lab.state import History, Lab
from simulator.app.setting import scenario_setting
from simulator.app.sharing import uploaded_strategy
from simulator.errors import UserError
from simulator.levers import Step
from simulator.strategy import load_strategy


@pytest.fixture(scope="module")
def lab():
    return Lab(
        scenario_setting("wholesale"), (load_strategy("discount"), load_strategy("strict")), selected=1
    )


def test_the_page_opens_with_today_and_three_strategies_that_differ_from_it():
    first = first_lab()
    assert [strategy.name for strategy in first.strategies][:2] == ["Today", "2/10 net 30"]
    assert len(first.strategies) == 4
    assert all(first.changed_keys(number) for number in (1, 2, 3))
    assert not first.changed_keys(0)


def test_a_moved_lever_counts_as_changed_and_moved_back_as_unchanged(lab):
    moved = lab.with_lever("collections.collectors", 4)
    assert moved.value("collections.collectors") == 4
    assert moved.is_changed("collections.collectors")
    assert set(moved.changed_keys()) - set(lab.changed_keys()) == {"collections.collectors"}
    back = moved.with_lever("collections.collectors", lab.today.collections.collectors)
    assert back == lab


def test_todays_terms_as_a_number_are_no_change(lab):
    assert lab.setting.usual_terms_days == 30
    assert lab.with_lever("terms.net_days", 30) == lab
    longer = lab.with_lever("terms.net_days", 60)
    assert longer.value("terms.net_days") == 60
    assert longer.with_lever("terms.net_days", 30) == lab


def test_today_is_locked(lab):
    today = lab.select(0)
    for act in (
        lambda: today.with_lever("terms.net_days", 60),
        today.without_levers,
        today.without_alternative,
        lambda: today.with_reason("New", "Because"),
    ):
        with pytest.raises(UserError, match="Today is locked"):
            act()


def test_a_lever_beyond_what_is_allowed_is_refused_and_leaves_the_state(lab):
    history = History(lab)
    with pytest.raises(UserError):
        history.act(lambda now: now.with_lever("discount.rate_fraction", 7.0))
    assert history.now == lab
    assert not history.past


def test_a_fourth_alternative_takes_the_place_of_the_selected_one(lab):
    three = lab.with_alternative(load_strategy("growth"))
    assert three.selected == 3
    with pytest.raises(UserError, match="three alternatives"):
        three.select(0).with_alternative(load_strategy("growth"))
    replaced = three.select(2).with_alternative(load_strategy("intensive_collections"))
    assert [one.name for one in replaced.alternatives] == ["2/10 net 30", "Intensive collections", "Growth"]


def test_two_strategies_never_have_one_name(lab):
    twice = lab.with_alternative(load_strategy("discount"))
    assert [one.name for one in twice.alternatives] == ["2/10 net 30", "Strict", "2/10 net 30 2"]
    renamed = twice.with_reason("Strict", "As the other one")
    assert renamed.strategy.name == "Strict 2"
    assert renamed.with_reason("Today", "").strategy.name == "Today 2"


def test_removing_selects_what_is_left(lab):
    one = lab.select(2).without_alternative()
    assert (len(one.alternatives), one.selected) == (1, 1)
    none = one.without_alternative()
    assert (none.alternatives, none.selected) == ((), 0)


def test_the_first_call_moves_the_calls_and_nothing_else(lab):
    moved = lab.with_lever("collections.first_call", 5)
    before, after = lab.levers.collections.ladder, moved.levers.collections.ladder
    assert [(step.day, step.channel) for step in after if step.channel != "call"] == [
        (step.day, step.channel) for step in before if step.channel != "call"
    ]
    assert first_day(after, "first_call") == 5
    assert set(moved.changed_keys()) == {*lab.changed_keys(), "collections.ladder"}
    assert moved.without_lever("collections.first_call") == lab


@given(st.integers(1, 60), st.sampled_from(["first_reminder", "first_call"]))
def test_a_first_day_is_the_day_that_was_asked_for(day, name):
    ladder = (
        Step(day=-5, channel="email"),
        Step(day=3, channel="email"),
        Step(day=10, channel="call"),
        Step(day=20, channel="call"),
    )
    moved = tuple(Step(**step) for step in with_first_day(ladder, name, day))
    assert first_day(moved, name) == day
    assert Step(day=-5, channel="email") in moved
    assert len(moved) == len(ladder)


def test_a_ladder_without_calls_gets_one():
    moved = with_first_day((Step(day=3, channel="email"),), "first_call", 12)
    assert {"day": 12, "channel": "call"} in moved


ACTS = [
    lambda lab: lab.with_lever("collections.collectors", 3),
    lambda lab: lab.with_lever("terms.net_days", 45),
    lambda lab: lab.with_lever("discount.rate_fraction", 0.01),
    lambda lab: lab.without_levers(),
    lambda lab: lab.with_alternative(load_strategy("growth")),
    lambda lab: lab.without_alternative(),
    lambda lab: lab.with_reason("Other", "Because"),
    lambda lab: lab.select(1),
    lambda lab: lab.select(0),
    lambda lab: lab.judge_by("write_offs"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(ACTS) - 1), max_size=12))
def test_undo_brings_every_state_back_and_redo_goes_forward_again(numbers):
    lab = Lab(scenario_setting("wholesale"), (load_strategy("discount"),), selected=1)
    history = History(lab)
    seen = []
    for number in numbers:
        before = len(history.past)
        try:
            history.act(ACTS[number])
        except UserError:
            continue
        if len(history.past) > before:
            seen.append(history.past[-1])
    last = history.now
    for expected in reversed(seen):
        assert history.undo()
        assert history.now.alternatives == expected.alternatives
    assert not history.undo()
    while history.redo():
        pass
    assert history.now.alternatives == last.alternatives


def test_a_new_act_forgets_what_was_undone(lab):
    history = History(lab)
    history.act(lambda now: now.with_lever("terms.net_days", 45))
    history.undo()
    history.act(lambda now: now.with_lever("terms.net_days", 60))
    assert not history.redo()
    assert history.now.value("terms.net_days") == 60


def test_a_saved_strategy_loads_as_it_was(lab):
    moved = lab.with_lever("terms.net_days", 45).with_reason("Net: 45 #1 'ours'", "Because: yes\nand no")
    again = uploaded_strategy("mine.yaml", moved.strategy.to_yaml().encode())
    assert again.levers(lab.today) == moved.levers
    assert (again.name, again.why) == (moved.strategy.name, moved.strategy.why)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("mine.txt", b"name: x", "is not a strategy as YAML"),
        ("mine.yaml", b"", "is empty"),
        ("mine.yaml", b"\xff\xfe\x00", "UTF-8"),
        ("mine.yaml", b"name: [", "is not YAML"),
        ("mine.yaml", b"name: x\nwhy: y\nchanges: {terms: {net_dayz: 3}}", "net_days"),
        ("mine.yaml", b"extends: ../../../etc/hosts\nname: x\nwhy: y", "names no strategy that ships"),
        ("mine.yaml", b"extends: /etc/passwd.yaml\nname: x\nwhy: y", "names no strategy that ships"),
        ("../../up.yaml", b"!!python/object/apply:os.system ['true']", "up.yaml"),
    ],
)
def test_a_bad_strategy_file_gets_a_sentence_without_the_folder(name, content, says, tmp_path):
    with pytest.raises(UserError) as caught:
        uploaded_strategy(name, content)
    assert says in caught.value.message
    assert "creditlab-" not in caught.value.message
    assert "/tmp" not in caught.value.message


def test_changes_are_told_with_todays_value_and_the_new_one(lab):
    from simulator.app.lab.changes import changes_in_words, column_note, printed_changes

    assert changes_in_words(lab, 1) == ["Discount for paying early 0 to 2 %"]
    assert "Payment terms 30 to 14 days" in changes_in_words(lab, 2)
    assert column_note(lab, 2) == "5 levers differ"
    called = lab.with_lever("collections.first_call", 5)
    assert "First call after due 10 to 5 days" in changes_in_words(called, 1)
    assert "<b>A 2/10 net 30.</b>" in printed_changes(called)
    shorter = lab.with_lever("collections.ladder", ({"day": 3, "channel": "email"},))
    assert "Dunning ladder changed" in changes_in_words(shorter, 1)
