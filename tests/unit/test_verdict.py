"""The verdict: what it says, and that it never says more than the numbers do."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.metrics.catalogue import CATALOGUE
from simulator.results import phrases
from simulator.results.statistics import interval
from simulator.results.verdict import CRITERIA, verdict_of
from tests.unit.invented import LEVELS, invented, noise

PROFIT, CASH, DSO = "profit_to_the_end", "lowest_cash", "dso_countback_days"
WRITE_OFFS = "write_offs_net_of_claims"
COUNT = 60


def profit(gain: float, spread: float = 10_000.0, number: int = 1, **others):
    """A strategy with just this gain in profit on average, and luck of its own around it."""

    def values(count):
        own = noise(count, number)
        return LEVELS[PROFIT] + gain + spread * (own - own.mean())

    return {PROFIT: values, **others}


def compared(count, *strategies, **about):
    made = [
        {name: value(count) if callable(value) else value for name, value in one.items()}
        for one in strategies
    ]
    return invented(count, {}, *made, **about)


def below(verdict):
    return ["".join(text for text, _ in sentence) for sentence in verdict.sentences]


def test_the_leader_does_best_with_its_largest_other_gain():
    verdict = verdict_of(
        compared(
            COUNT, profit(-71_000, **{CASH: -958_000.0}), profit(25_000, number=2, **{CASH: -1_127_000.0})
        )
    )
    assert verdict.leader == "One more collector"
    assert verdict.headline == (
        "One more collector does best: +€25k profit a year and €213k more overdraft room."
    )
    assert below(verdict) == [
        "It beats today in 99+ of 100 simulated years.",
        "2/10 net 30 frees €382k at the low point but costs €71k profit a year.",
    ]
    assert verdict.sentences[1][0] == ("2/10 net 30", True)


def test_where_today_is_never_overdrawn_there_is_no_overdraft_room():
    one = compared(COUNT, profit(25_000, **{CASH: 300_000.0}))
    one.first.samples.horizon[:, :] = np.where(
        one.first.samples.horizon == LEVELS[CASH], 200_000.0, one.first.samples.horizon
    )
    assert "€100k more cash at the low point." in verdict_of(one).headline


def test_what_the_bank_would_not_finance_is_said_with_the_verdict():
    verdict = verdict_of(compared(COUNT, profit(25_000, **{CASH: -1_700_000.0})))
    assert below(verdict) == [
        "It beats today in 98 of 100 simulated years, but goes beyond the overdraft limit in 99+ of 100."
    ]


def test_today_wins():
    verdict = verdict_of(compared(COUNT, profit(-4_400, 500), profit(-71_000, number=2)))
    assert verdict.leader == "Today"
    assert verdict.headline == (
        "Nothing here beats today on profit: the closest, 2/10 net 30, costs €4k a year."
    )
    assert below(verdict) == [
        "2/10 net 30 beats today in under 1 of 100 simulated years.",
        "One more collector costs €71k profit a year.",
    ]


def test_first_and_second_are_compared_with_each_other_not_by_their_distance_to_today():
    verdict = verdict_of(compared(COUNT, profit(25_000), profit(26_000, number=2)))
    assert verdict.leader is None
    assert verdict.headline == "One more collector and 2/10 net 30 cannot be told apart on profit."
    assert below(verdict)[0].startswith("2/10 net 30 earns €2")


def test_across_zero_there_is_no_number_in_the_headline():
    alone = verdict_of(compared(COUNT, profit(500, 20_000)))
    assert alone.headline == "No clear difference from today on profit."
    assert below(alone) == ["2/10 net 30 shows no clear difference from today."]
    beside = verdict_of(compared(COUNT, profit(500, 20_000), profit(-71_000, number=2)))
    assert beside.headline == "Nothing here is clearly better than today on profit."
    assert not re.search(r"€", alone.headline + beside.headline)


def test_what_only_a_noisy_leader_hides_is_not_lost():
    """The best average is not clear of today, but another one is."""
    verdict = verdict_of(compared(COUNT, profit(9_000, 60_000), profit(6_000, 400, number=2)))
    assert verdict.leader is None
    assert verdict.headline == "2/10 net 30 and One more collector cannot be told apart on profit."


def test_before_thirty_replications_there_are_only_leads_and_counts():
    verdict = verdict_of(compared(12, profit(25_000)))
    assert verdict.headline == "So far 2/10 net 30 leads, by about €25k profit a year."
    assert below(verdict) == [
        "Better than today in 12 of 12 simulated years.",
        "12 are too few to quote: the order can still change.",
    ]
    assert "of 100" not in verdict.text
    second = verdict_of(compared(12, profit(25_000), profit(60_000, number=2)))
    assert second.headline.startswith(
        "So far One more collector leads 2/10 net 30, by about €35k profit a year."
    )
    behind = verdict_of(compared(12, profit(-71_000)))
    assert behind.headline == (
        "So far nothing beats today on profit: the closest, 2/10 net 30, costs about €71k profit a year."
    )
    unclear = verdict_of(compared(12, profit(100, 50_000)))
    assert (unclear.leader, unclear.headline) == (
        None,
        "So far 2/10 net 30 and today cannot be told apart on profit.",
    )
    assert (
        verdict_of(compared(1, profit(25_000))).sentences[0][0][0].startswith("1 simulated year is too few")
    )


NEEDS_CASH = (
    "Nothing here beats today on the cash low point: "
    "the closest, 2/10 net 30, needs €18k more at the low point."
)


@pytest.mark.parametrize(
    ("criterion", "figures", "headline"),
    [
        ("lowest_cash", {CASH: -958_000.0}, "2/10 net 30 does best: €382k more overdraft room."),
        ("dso", {DSO: 36.7}, "2/10 net 30 does best: 8.3 days less DSO."),
        ("write_offs", {WRITE_OFFS: 58_000.0}, "2/10 net 30 does best: €34k less written off a year."),
        (
            "dso",
            {DSO: 48.0},
            "Nothing here beats today on DSO: the closest, 2/10 net 30, adds 3.0 days to DSO.",
        ),
        (
            "lowest_cash",
            {CASH: -1_358_000.0},
            NEEDS_CASH,
        ),
        (
            "write_offs",
            {WRITE_OFFS: 95_000.0},
            "Nothing here beats today on write-offs: the closest, 2/10 net 30, writes off €3k more a year.",
        ),
    ],
)
def test_every_criterion_has_its_own_words(criterion, figures, headline):
    assert verdict_of(invented(COUNT, {}, figures), criterion).headline == headline


def test_the_bad_year_is_known_after_200_replications():
    heavy = np.exp(noise(200)) * 40_000
    before = invented(199, {WRITE_OFFS: heavy[:199]}, {WRITE_OFFS: heavy[:199] / 2})
    assert verdict_of(before, "bad_year").headline == "The bad year is known after 200 replications."
    verdict = verdict_of(invented(200, {WRITE_OFFS: heavy}, {WRITE_OFFS: heavy / 2}), "bad_year")
    assert verdict.leader == "2/10 net 30"
    then, now = (np.percentile(heavy, 95) / part for part in (1, 2))
    assert f"€{(then - now) / 1e3:.0f}k less written off in a bad year" in verdict.headline
    assert below(verdict) == [
        f"It writes off €{now / 1e3:.0f}k in a bad year, one in twenty; today €{then / 1e3:.0f}k."
    ]


def test_longer_runs_are_not_called_years():
    verdict = verdict_of(compared(COUNT, profit(75_000), days=1095))
    assert "+€25k profit a year" in verdict.headline
    assert below(verdict) == ["It beats today in 99+ of 100 simulated runs of three years."]
    months = verdict_of(compared(COUNT, profit(75_000), days=90))
    assert "simulated runs of 90 days." in months.text


def test_small_differences_are_never_a_zero():
    verdict = verdict_of(invented(COUNT, {}, {PROFIT: LEVELS[PROFIT] + 300, DSO: 44.98}))
    assert verdict.headline == "2/10 net 30 does best: under €1k more profit a year."
    assert "under 0.1 days" in verdict_of(invented(COUNT, {}, {DSO: 44.98}), "dso").headline
    tiny = invented(COUNT, {}, {PROFIT: LEVELS[PROFIT] + 300}, {PROFIT: LEVELS[PROFIT] + 9_000})
    assert below(verdict_of(tiny))[1] == "2/10 net 30 differs from today by next to nothing."


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        ("profit", "a profit of €3.40m a year."),
        ("lowest_cash", "the cash low point is −€1.34m on average."),
        ("dso", "a DSO of 45.0 days."),
        ("write_offs", "€92k is written off a year."),
    ],
)
def test_one_strategy_alone_has_its_own_figure(criterion, words):
    verdict = verdict_of(invented(COUNT, {}), criterion)
    assert verdict.headline == f"Today alone was run: {words}"
    assert verdict.leader is None


def test_a_measure_that_is_not_defined_is_not_judged():
    verdict = verdict_of(invented(COUNT, {}, {DSO: np.nan}), "dso")
    assert verdict.headline == "The strategies cannot be compared on DSO: it is not defined in any run."


def test_the_first_strategy_is_called_today_only_where_it_is():
    named = invented(COUNT, {}, {PROFIT: LEVELS[PROFIT] - 50_000}, names=("Strict", "Growth"))
    assert verdict_of(named).headline.startswith("Nothing here beats Strict on profit")


def test_two_lines_hold_it_even_with_long_names():
    names = ("Today", *(f"A strategy whose name is far too long for any page {number}" for number in "123"))
    others = [
        profit(gain, number=number, **{CASH: -1e6, DSO: 40.0 + number})
        for number, gain in enumerate((25_000, -9_000, -71_000))
    ]
    verdict = verdict_of(compared(COUNT, *others, names=names))
    assert sum(map(len, below(verdict))) + len(below(verdict)) - 1 <= 230
    assert verdict.leader == names[1]


amounts = st.one_of(
    st.floats(-300_000, 300_000), st.sampled_from([0.0, 400.0, -400.0, 999.0, -999.6, 1_000.0])
)
spreads = st.sampled_from([0.0, 10.0, 3_000.0, 40_000.0, 200_000.0])


effects = st.fixed_dictionaries(
    {measure: st.tuples(amounts, spreads) for measure in (PROFIT, CASH, WRITE_OFFS, DSO)}
)
SIZES = {PROFIT: 1.0, CASH: 1.0, WRITE_OFFS: 0.2, DSO: 1e-4}


def made(count, days, others):
    """Today, and strategies with effects of some size and some luck of their own, on top of shared luck."""
    shared = noise(count, 90)
    figures = [{measure: LEVELS[measure] + SIZES[measure] * 50_000 * shared for measure in SIZES}]
    for number, one in enumerate(others, 1):
        own = noise(count, number)
        figures.append(
            {
                measure: figures[0][measure] + SIZES[measure] * (gain + spread * own)
                for measure, (gain, spread) in one.items()
            }
        )
    return invented(count, *figures, days=days)


def direct(comparison, criterion):
    """Averages (larger is better) and the intervals of all paired differences, computed anew."""
    measure = dict(zip(CRITERIA, phrases.MEASURES, strict=True))[criterion]
    metric = CATALOGUE[measure]
    sign = 1.0 if metric.better == "higher" else -1.0
    return [sign * result.values(measure) for result in comparison.results]


@settings(max_examples=80, deadline=None)
@given(
    count=st.sampled_from([1, 2, 5, 29, 30, 60, 200]),
    days=st.sampled_from([365, 1095]),
    others=st.lists(effects, min_size=1, max_size=3),
    criterion=st.sampled_from(["profit", "lowest_cash", "dso", "write_offs"]),
)
def test_no_verdict_is_ever_wrong(count, days, others, criterion):
    comparison = made(count, days, others)
    verdict = verdict_of(comparison, criterion)
    values = direct(comparison, criterion)
    means = [one.mean() for one in values]
    names = [result.name for result in comparison.results]

    def clear(one, other):
        found = interval(values[one] - values[other])
        return found.low is not None and found.low > 0

    if verdict.leader is not None:
        leader = names.index(verdict.leader)
        assert means[leader] == max(means)
        rivals = range(len(names)) if comparison.replications >= 30 else [int(np.argsort(means)[-2])]
        assert all(clear(leader, other) for other in rivals if other != leader)
    elif comparison.replications >= 30:
        best = int(np.argmax(means))
        assert not all(clear(best, other) for other in range(len(names)) if other != best)
    better = [clear(other, 0) for other in range(1, len(names))]
    if "learly better" in verdict.headline and verdict.headline.startswith("Nothing"):
        assert not any(better)
    if verdict.headline.startswith("No clear difference"):
        assert not any(better)
        assert not any(clear(0, other) for other in range(1, len(names)))
    if "does best" in verdict.headline:
        assert verdict.leader != "Today"
        assert clear(names.index(verdict.leader), 0)
    check_grammar(verdict)
    check_sentences(verdict, comparison)


def check_grammar(verdict):
    text = verdict.text
    assert not re.search(r"€0|--|  |\bmean\b|significant|VaR|sigma|None|nan|under under|about under", text), (
        text
    )
    assert not re.search(r"-€|-\d", text), text
    for sentence in (verdict.headline, *below(verdict)):
        assert sentence.endswith("."), sentence
        assert not sentence.endswith(".."), sentence
    assert sum(map(len, below(verdict))) + max(len(below(verdict)) - 1, 0) <= 230


WORDS = {
    PROFIT: (r"earns .* more a year", r"costs .* profit a year"),
    CASH: (r"frees ", r"needs .* at the low point"),
    DSO: (r"cuts DSO", r"to DSO"),
    WRITE_OFFS: (r"less a year", r"writes off .* more a year"),
}


def check_sentences(verdict, comparison):
    """Every gain and cost that is told has its sign, and is clear."""
    for sentence, result in product(below(verdict), comparison.others):
        if not sentence.startswith(f"{result.name} ") or " beats " in sentence:
            continue
        parts = sentence.removeprefix(result.name).split(" but ")
        told = [part for part in parts if "in a bad" not in part]  # of which a test of its own tells
        for part, (measure, (gain, cost)) in product(told, WORDS.items()):
            sign = 1.0 if CATALOGUE[measure].better == "higher" else -1.0
            found = interval(sign * (result.values(measure) - comparison.first.values(measure)))
            if re.search(gain, part):
                assert found.low > 0, (sentence, measure)
            if re.search(cost, part):
                assert found.high < 0, (sentence, measure)
        if "no clear difference" in sentence:
            for measure in WORDS:
                assert not interval(result.values(measure) - comparison.first.values(measure)).is_clear
