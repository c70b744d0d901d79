"""What the same luck saved, on cases whose answer is known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simulator.results.documents import as_document
from simulator.results.savings import saving_of, savings, savings_in_words
from simulator.results.statistics import interval, noise_removed
from tests.unit.invented import invented

LUCK = np.array([-3.0, -1.0, 1.0, 3.0] * 10)
OWN = np.array([1.0, -1.0, -1.0, 1.0] * 10)  # as often with the luck as against it


def test_a_known_case():
    """Variances 5 and 6 (x 40/39), of the difference 1: luck of its own needs 11 times as many."""
    times = noise_removed(LUCK + OWN, LUCK)
    assert times == pytest.approx(11.0)
    saving = saving_of("profit_to_the_end", times, 40)
    assert (saving.needed, saving.saved) == (440, 400)


def test_so_many_replications_of_their_own_are_as_precise():
    """The half-width of 40 pairs is that of 440 replications with luck of their own."""
    paired = interval(OWN)
    assert paired is not None
    one, other = np.tile(LUCK + OWN, 11), np.tile(LUCK, 11)
    half = 1.96 * np.sqrt(one.var() / 440 + other.var() / 440)
    assert paired.half_width == pytest.approx(half, rel=0.05)


def test_luck_that_does_harm_saves_none():
    """One falls where the other rises: pairing doubles the variance of the difference."""
    times = noise_removed(-LUCK, LUCK)
    assert times == pytest.approx(0.5)
    saving = saving_of("profit_to_the_end", times, 40)
    assert (saving.needed, saving.saved) == (20, -20)


def made_of(**figures: object) -> SimpleNamespace:
    """A comparison that knows nothing but how many times as many replications would be needed."""
    values = {"dso_countback_days": 11.0, "cash_collected": 3.2, "profit_to_the_end": 0.5} | figures
    return SimpleNamespace(replications=40, noise_removed=lambda _, name: values[name])


def test_the_sentence():
    result = SimpleNamespace(name="Discount")
    assert savings_in_words(made_of(), result) == (
        "The same luck saved replications for Discount: DSO 400, cash collected 88 and profit none "
        "(luck of its own would need 11, 3.2 and 0.5 times as many)."
    )
    nothing = made_of(dso_countback_days=None, cash_collected=None, profit_to_the_end=None)
    assert savings_in_words(nothing, result) is None


def test_a_comparison_tells_it_with_its_formula():
    """DSO as in the known case; cash differs by the same in every replication, and profit not at all."""
    today = {"dso_countback_days": 45 + LUCK, "cash_collected": 1e6 + LUCK, "profit_to_the_end": LUCK}
    other = {"dso_countback_days": 45 + LUCK + OWN, "cash_collected": 2e6 + LUCK, "profit_to_the_end": LUCK}
    comparison = invented(40, today, other)
    assert savings(comparison, comparison.others[0]).keys() == {"dso_countback_days"}
    first, told = as_document(comparison)["strategies"]
    assert first["same_luck"] is None
    assert told["same_luck"]["formula"].startswith("replications x (variance")
    assert told["same_luck"]["metrics"] == {
        "dso_countback_days": {"times_as_many": 11.0, "replications_needed": 440, "replications_saved": 400}
    }
