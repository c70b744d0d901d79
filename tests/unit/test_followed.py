"""A year followed to its invoices: it adds up to the difference, and is what `creditlab why` tells."""

import csv
import io

import numpy as np
import pytest

import simulator as cs
from simulator.experiment.following import closest_to_average, follow
from simulator.experiment.why import why
from simulator.results.followed import FOLLOWED
from simulator.strategy import today_strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler

COUNT = 5


@pytest.fixture(scope="module")
def scenario():
    return small_wholesaler(20, 181)


@pytest.fixture(scope="module")
def portfolio(scenario):
    return portfolio_of(scenario)


@pytest.fixture(scope="module")
def strategies():
    return today_strategy(), cs.load_strategy("intensive_collections"), cs.load_strategy("strict")


@pytest.fixture(scope="module")
def comparison(scenario, portfolio, strategies):
    return cs.compare(scenario, strategies, replications=COUNT, workers=1, portfolio=portfolio)


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("what", list(FOLLOWED))
def test_it_is_what_why_tells_and_adds_up(comparison, scenario, portfolio, strategies, what, place):
    pair = strategies[0], strategies[place]
    found = follow(comparison, scenario, pair, portfolio, what=what)
    asked = why(scenario, *pair, measure=FOLLOWED[what], replications=COUNT, workers=1, portfolio=portfolio)
    assert asked.trace is not None
    assert found.trace.replication == asked.trace.replication
    assert found.trace.customers == asked.trace.customers
    assert found.trace.invoices[:10] == asked.trace.invoices
    values = [one.values(FOLLOWED[what]) for one in comparison.results]
    number = found.trace.replication
    difference = round(100 * (values[place][number] - values[0][number]))
    beside = sum(part.cents for part in found.trace.beside_invoices)
    assert found.trace.of_invoices + beside == found.trace.cents == difference
    rows = list(csv.reader(io.StringIO(found.to_csv().decode("utf-8-sig"))))
    amounts = [round(100 * float(row[-1])) for row in rows[1:]]
    assert sum(amounts[:-1]) == amounts[-1] == difference


def test_another_year_is_the_next_closest_to_the_average(comparison, scenario, portfolio, strategies):
    pair = strategies[:2]
    numbers = [
        follow(comparison, scenario, pair, portfolio, turn=turn).trace.replication
        for turn in range(COUNT + 1)
    ]
    assert sorted(numbers[:COUNT]) == list(range(COUNT))
    assert numbers[COUNT] == numbers[0]
    assert closest_to_average(np.array([5.0, 1.0, 3.0, np.nan])) == [2, 0, 1, 3]


def test_every_invoice_is_told_in_few_words(comparison, scenario, portfolio, strategies):
    found = follow(comparison, scenario, (strategies[0], strategies[2]), portfolio)
    assert found.told
    for part in found.trace.invoices:
        assert part.gross > 0
        for words in part.briefly:
            assert 1 <= len(words.split()) <= 10, words
            assert words[0].isupper()


def test_heading_and_note_say_which_year_and_what_is_on_no_invoice(
    comparison, scenario, portfolio, strategies
):
    found = follow(comparison, scenario, (strategies[0], strategies[1]), portfolio)
    assert found.heading.startswith("Why: ")
    assert f"no. {found.trace.replication}, the closest to the average: invoices" in found.note
    second = follow(comparison, scenario, (strategies[0], strategies[1]), portfolio, turn=1)
    assert "the second closest to the average" in second.note


def test_the_same_strategy_twice_has_nothing_to_follow(scenario, portfolio, strategies):
    twin = strategies[0].but("Twin", why="the same")
    comparison = cs.compare(scenario, [strategies[0], twin], replications=3, workers=1, portfolio=portfolio)
    found = follow(comparison, scenario, (strategies[0], twin), portfolio)
    assert found.heading == "Why: no invoice differs on profit in this run"
    assert found.trace.cents == 0
