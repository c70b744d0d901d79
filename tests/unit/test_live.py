"""Live answers: the same numbers as compare, soon, and cheap where only one lever changed."""

import threading

import pytest

import simulator as cs
from simulator.experiment import live as living
from simulator.experiment.live import COARSE, Live
from tests.behaviour.trials import portfolio_of, small_wholesaler


@pytest.fixture(scope="module")
def scenario():
    return small_wholesaler(20, 92)


@pytest.fixture(scope="module")
def portfolio(scenario):
    return portfolio_of(scenario)


@pytest.fixture(scope="module")
def strategies():
    today = cs.load_strategy("status_quo")
    return [today, cs.load_strategy("discount"), today.but("Slower", why="to see it", terms={"net_days": 45})]


@pytest.fixture(scope="module")
def expected(scenario, portfolio, strategies):
    """What compare says."""
    return cs.compare(scenario, strategies, replications=7, workers=1, portfolio=portfolio).to_json()


@pytest.fixture
def live(scenario, portfolio):
    return Live(scenario, portfolio)


@pytest.fixture
def played(monkeypatch):
    """Counts the runs that are played."""
    runs = []
    play_on = living.play_on

    def counted(run, plan):
        runs.append(plan)
        play_on(run, plan)

    monkeypatch.setattr(living, "play_on", counted)
    return runs


def last(answers):
    return list(answers)[-1]


def test_the_last_answer_is_that_of_compare_to_the_byte(live, strategies, expected):
    assert last(live.answers(strategies, wanted=7)).to_json() == expected


def test_what_was_kept_changes_no_byte(live, strategies, expected, monkeypatch):
    monkeypatch.setattr(living, "_WARM_BYTES", 0.0)  # later warm-ups are played again
    today, discount, slower = strategies
    last(live.answers([today, slower], wanted=3))
    last(live.answers([discount, today], wanted=5))
    assert last(live.answers(strategies, wanted=7)).to_json() == expected


def test_answers_grow_from_coarse_to_all_that_was_wanted(live, strategies, monkeypatch):
    monkeypatch.setattr(living, "_COARSE_SECONDS", 0.0)
    monkeypatch.setattr(living, "_SOON_SECONDS", 0.0)
    assert [answer.replications for answer in live.answers(strategies, wanted=6)] == [COARSE, 4, 5, 6]
    assert [
        answer.replications for answer in Live(live.scenario, live.portfolio).answers(strategies, wanted=2)
    ] == [2]


def test_a_changed_lever_costs_only_the_strategy_that_it_changes(live, strategies, played):
    today, discount, slower = strategies
    last(live.answers([today, discount], wanted=4))
    played.clear()
    last(live.answers([today, discount, slower], wanted=4))
    assert len(played) == 4
    played.clear()
    last(live.answers([today, discount], wanted=4))  # undo
    last(live.answers([today, slower.but("Renamed", why="same levers")], wanted=4))
    assert played == []


def test_a_cancel_ends_the_answers_at_once(live, strategies, played):
    asked = []

    def is_cancelled():
        asked.append(len(played))
        return len(played) == 4

    assert list(live.answers(strategies, wanted=50, is_cancelled=is_cancelled)) == []
    assert len(played) == 4
    assert asked == [0, 1, 2, 3, 4]


def test_a_cancelled_answer_goes_on_where_it_was(live, strategies, played):
    list(live.answers(strategies, wanted=50, is_cancelled=lambda: len(played) == 6))
    last(live.answers(strategies, wanted=3))
    assert len(played) == 9


def test_two_threads_may_ask_at_once(live, strategies, expected):
    texts = []
    threads = [
        threading.Thread(target=lambda: texts.append(last(live.answers(strategies, wanted=7)).to_json()))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [expected, expected]


def test_strategies_not_asked_for_longest_are_dropped_but_never_today(live, strategies, played, monkeypatch):
    monkeypatch.setattr(living, "_KEPT_OUTCOMES", 6)
    today, discount, slower = strategies
    last(live.answers([today, discount], wanted=3))
    last(live.answers([today, slower], wanted=3))  # nine are kept now
    played.clear()
    last(live.answers([today, slower], wanted=3))  # the discount goes
    assert played == []
    last(live.answers([today, discount], wanted=3))
    assert len(played) == 3
    last(live.answers([discount], wanted=3))
    last(live.answers([today], wanted=3))
    assert len(played) == 3


def test_what_a_strategy_does_wrong_comes_up_as_it_is(live, strategies):
    clash = [strategies[0], strategies[1], strategies[1]]
    with pytest.raises(cs.UserError, match="Give each its own name"):
        list(live.answers(clash, wanted=3))
    with pytest.raises(cs.UserError, match="0 replications cannot be run"):
        list(live.answers(strategies, wanted=0))


def test_preparing_tells_its_steps(scenario, portfolio):
    told = []
    Live(scenario, portfolio).prepare(told.append)
    assert told == ["Building their world"]
