"""Results in words."""

import pytest

from simulator.results.words import chance_in_words, figure, money, out_of_100, signed_money, verdict
from tests.unit.test_results import compared


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "under €1k"),
        (999, "under €1k"),
        (1_000, "€1k"),
        (71_300, "€71k"),
        (382_499, "€382k"),
        (999_499, "€999k"),
        (999_500, "€1.00m"),
        (12_340_000, "€12.3m"),
        (987_600_000, "€988m"),
        (1_234_000_000, "€1.23bn"),
    ],
)
def test_amounts_have_three_digits_at_most(amount, words):
    assert money(amount, "EUR") == money(-amount, "EUR") == words


def test_signs_are_true_signs():
    assert signed_money(25_000, "EUR") == "+€25k"
    assert signed_money(-71_000, "GBP") == "−£71k"
    assert signed_money(-300, "USD") == "under $1k"
    assert money(5_000, "SEK") == "SEK 5k"


def test_chances_are_never_certain():
    assert out_of_100(0.864) == "86 of 100"
    assert out_of_100(0.996) == out_of_100(1.0) == "99+ of 100"
    assert out_of_100(0.001) == "under 1 of 100"
    assert chance_in_words(1.0, 12) == "12 of 12"


def test_figures_are_no_finer_than_their_interval():
    assert figure(3_124, "currency", step=2_000) == "3k"
    assert figure(3_124, "currency", step=300) == "3.1k"
    assert figure(1_412_000, "currency", step=92_000) == "1.41m"
    assert figure(1_412_000, "currency", step=400_000) == "1.4m"
    assert figure(-0.0004, "fraction", 3, signed=True) == "0.0"


def test_every_other_strategy_has_a_clause():
    words = verdict(compared(60, (0, 0, 0), (5_000, 0, 9_000)))
    assert words == (
        "Slower does best: +€20k profit a year. It beats Today in 99+ of 100 simulated runs. "
        "Third brings €16k less profit a year."
    )


def test_a_dearer_strategy_does_not_beat_today():
    words = verdict(compared(60, (0, 0), (0, 5_000)))
    assert words.startswith("Nothing here beats Today on profit: the closest, Slower, costs €20k a year.")
    assert "Slower brings €5k less cash at the low point, " not in words
    assert "€20k less profit a year" in words


def test_a_cheaper_strategy_does_best():
    words = verdict(compared(60, (0, 0), (5_000, 0)))
    assert words.startswith("Slower does best: +€20k profit a year")
    assert "It beats Today in 99+ of 100 simulated runs." in words


def test_equal_strategies_cannot_be_told_apart():
    words = verdict(compared(60, (0, 0), (0, 0)))
    assert words.startswith("Today and Slower cannot be told apart on profit.")
    assert words.endswith("Slower shows no clear difference from Today.")


def test_first_and_second_are_compared_with_each_other():
    words = verdict(compared(60, (0, 0, 0), (5_000, 0, 0)))
    assert words.startswith("Slower and Third cannot be told apart on profit.")


def test_before_thirty_replications_there_are_only_leads():
    words = verdict(compared(12, (0, 0), (5_000, 0)))
    assert words == (
        "So far Slower leads Today, by about €20k profit a year (12 of 12 so far). "
        "30 replications or more give a verdict."
    )
    assert ", by under €1k profit a year" in verdict(compared(12, (0, 0), (10, 0)))
    assert verdict(compared(12, (0, 0), (0, 0))) == "So far no strategy leads (12 replications)."


def test_one_strategy_alone_has_its_own_sentence():
    assert verdict(compared(5, (0,), (0,))).startswith("Today alone was run: a profit of €")
