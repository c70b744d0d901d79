"""Shares of a difference that several made together: the axioms, cases by hand, and what cannot be told apart."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.experiment.coalitions import bound_together, coalition, differing, merged, mixed
from simulator.levers import Levers
from simulator.luck import Stream, luck
from simulator.metrics.shapley import shapley_shares, shapley_shares_of_days, to_the_unit

GROUPS = ("terms", "discount", "collections")


def any_worth(players: int, games: int = 40) -> np.ndarray:
    """Worths of all coalitions in several games, in cents."""
    draws = [
        [luck(7, game, Stream.LATENESS, players, number) for number in range(2**players)]
        for game in range(games)
    ]
    return np.rint((np.array(draws) - 0.5) * 1e9).astype(np.int64)


@pytest.mark.parametrize("players", range(1, 7))
def test_shares_sum_to_the_difference_to_the_cent(players):
    worth = any_worth(players)
    shares = shapley_shares(worth)
    assert shares.shape == (40, players)
    assert (shares.sum(axis=1) == worth[:, -1] - worth[:, 0]).all()


def test_who_contributes_nothing_gets_exactly_nothing():
    without = any_worth(3)
    worth = np.concatenate([without, without], axis=1)  # the fourth player changes no coalition
    shares = shapley_shares(worth)
    assert (shares[:, 3] == 0).all()
    assert (shares[:, :3] == shapley_shares(without)).all()


def test_whoever_contributes_the_same_gets_the_same():
    worth = any_worth(3)
    worth[:, 0b010], worth[:, 0b110] = worth[:, 0b001], worth[:, 0b101]  # the second plays as the first
    shares = shapley_shares(worth)
    assert (np.abs(shares[:, 0] - shares[:, 1]) <= 1).all()  # a cent that cannot be halved
    apart = shapley_shares_of_days(worth.astype(float))
    np.testing.assert_allclose(apart[:, 0], apart[:, 1])


def test_two_games_together_are_the_sum_of_their_shares():
    one, other = any_worth(4).astype(float), any_worth(4)[::-1].astype(float)
    together = shapley_shares_of_days(one + other)
    np.testing.assert_allclose(
        together, shapley_shares_of_days(one) + shapley_shares_of_days(other), atol=1e-3
    )


def test_the_game_of_gloves_by_hand():
    """One right glove, two left ones; a pair is worth 600: the right one gets two thirds (Shapley)."""
    worth = np.array([600 if number & 4 and number & 3 else 0 for number in range(8)])
    assert shapley_shares(worth).tolist() == [100, 100, 400]


def test_what_adds_up_is_shared_as_it_adds_up():
    alone = np.array([1_234, -567, 89_000])
    worth = np.array([sum(alone[i] for i in range(3) if number & 1 << i) for number in range(8)])
    assert shapley_shares(worth).tolist() == alone.tolist()


def test_rounding_keeps_the_sum():
    thirds = to_the_unit(np.array([[1, 1, 1], [-1, -1, 0], [2, 2, 2]]), 3)
    assert thirds.sum(axis=1).tolist() == [1, -1, 2]


def test_groups_that_contradict_themselves_apart_are_judged_as_one():
    def contradictions(groups: frozenset[str]) -> tuple[str, ...]:
        return (
            ("The window is longer than the terms.",)
            if "discount" in groups and "terms" not in groups
            else ()
        )

    blocks, notes = bound_together(GROUPS, contradictions)
    assert blocks == (("terms", "discount"), ("collections",))
    assert (
        notes[0]
        == "Terms and discount cannot be told apart, for one without the other would contradict itself."
    )
    assert notes[1] == "The window is longer than the terms."
    for number in range(4):
        assert not contradictions(frozenset(coalition(blocks, number)))


def test_groups_that_agree_stay_apart():
    blocks, notes = bound_together(GROUPS, lambda _: ())
    assert blocks == (("terms",), ("discount",), ("collections",))
    assert notes == ()
    assert merged(blocks, 0, 2) == (("terms", "collections"), ("discount",))


def test_a_mixture_takes_whole_groups():
    one, other = Levers(), Levers().but(terms={"net_days": 60}, discount={"rate_fraction": 0.02})
    assert differing(one, other) == ("terms", "discount")
    half = mixed(one, other, ["discount"])
    assert (half.terms, half.discount) == (one.terms, other.discount)
    assert mixed(one, other, ["terms", "discount"]) == other
