"""The difference table: what it says agrees with the numbers, in every row, for every outcome."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.metrics.catalogue import CATALOGUE, MEASURED
from simulator.results.comparison import Comparison, Result
from simulator.results.differences import MEASURES, beyond_limit, difference_rows
from simulator.results.ranges import difference_text, level_text, range_text
from simulator.results.resampling import percentile_difference
from simulator.results.samples import Samples
from tests.stub_engine import StubEngine

PLAIN = Samples.of([StubEngine((0,), (0,))(number)[0] for number in range(2)])
LIMIT = 1_500_000.0
RANDOM = np.arange(1, 401) * 0.6180339887498949 % 1.0  # evenly spread, the same every time


def samples_of(**values):
    """Samples in which these measures have these values; all others are equal for everybody."""
    count = len(next(iter(values.values())))
    horizon = np.repeat(PLAIN.horizon[:1], count, axis=0)
    for name, column in values.items():
        horizon[:, MEASURED.index(name)] = column
    return replace(PLAIN, horizon=horizon)


def compared(*samples, horizon_days=365):
    names = ("Today", "Alpha", "Beta")
    return Comparison(
        scenario="Test",
        results=tuple(Result(name, "why", one) for name, one in zip(names, samples, strict=False)),
        seed=1,
        version="0",
        inputs={"scenario": {"company": {"overdraft_limit": LIMIT}}},
        inputs_hash="0" * 64,
        months=("2026-01",),
        currency="EUR",
        horizon_days=horizon_days,
    )


def rows_of(comparison):
    return {row.measure.name: row for row in difference_rows(comparison)}


amounts = st.floats(-5e6, 5e6, allow_nan=False)


@settings(max_examples=150, deadline=None)
@given(
    shift=st.floats(-4e5, 4e5),
    spread=st.floats(0.0, 3e5),
    level=amounts,
    count=st.sampled_from([3, 12, 30, 77, 200]),
    name=st.sampled_from([measure.name for measure in MEASURES[:4]]),
)
def test_every_cell_agrees_with_the_numbers(shift, spread, level, count, name):
    if CATALOGUE[name].unit == "days":
        shift, spread, level = shift / 1e4, spread / 1e4, level / 1e5
    first = level + spread * RANDOM[:count]
    other = first + shift + spread * (RANDOM[100 : 100 + count] - 0.5)
    comparison = compared(samples_of(**{name: first}), samples_of(**{name: other}))
    cell = rows_of(comparison)[name].cells[0]
    differences = other - first
    mean = differences.mean()
    if not np.any(differences):
        assert cell.text == "no difference"
        return
    gain = mean if CATALOGUE[name].better == "higher" else -mean
    assert cell.middle == pytest.approx(0.5 + np.sign(gain) * abs(cell.middle - 0.5))
    assert (cell.middle > 0.5) == (gain > 0) or abs(gain) < 1e-6
    for end in (*(cell.block or ()), *(cell.line or ())):
        assert 0.0 <= end <= 1.0
    low, high = cell.block
    assert low <= cell.middle <= high
    assert "€0k" not in cell.text
    if cell.text.startswith("+"):
        assert mean > 0
    elif cell.text.startswith("−"):
        assert mean < 0
    else:
        assert cell.text.startswith("under")
    clear = comparison.difference(comparison.others[0], name).is_clear
    better = np.mean((differences > 0) if CATALOGUE[name].better == "higher" else (differences < 0))
    ties = np.mean(differences == 0)
    chance = better + ties / 2
    if count < 30:
        assert cell.line is None
        assert cell.tone == "neutral"
        assert ("no clear difference yet" in cell.badge) == (not clear)
        assert "of 100" not in cell.badge
    else:
        word = "better" if chance >= 0.5 else "worse"
        assert cell.badge.startswith(word)
        share = max(chance, 1 - chance)
        assert (cell.tone == "neutral") == (share < 0.75)
        assert cell.tone in ("neutral", word)
        assert "100 of 100" not in cell.badge


def test_right_of_the_centre_is_better_in_every_row():
    count = 40
    noise = RANDOM[:count]
    names = [measure.name for measure in MEASURES[:4]]
    better = {name: 1.0 if CATALOGUE[name].better == "higher" else -1.0 for name in names}
    today = samples_of(**dict.fromkeys(names, 100000.0 + 1000.0 * noise))
    alpha = samples_of(
        **{name: 1e5 + 1e3 * noise + sign * (5e4 + 1e3 * noise) for name, sign in better.items()}
    )
    rows = rows_of(compared(today, alpha))
    for name in names:
        assert rows[name].cells[0].middle > 0.9
        assert rows[name].cells[0].tone == "better"


def test_one_scale_for_all_strategies_of_a_row():
    noise = 1e3 * RANDOM[:50]
    today = samples_of(lowest_cash=noise)
    alpha, beta = samples_of(lowest_cash=2 * noise + 1e5), samples_of(lowest_cash=2 * noise + 2e5)
    one, two = rows_of(compared(today, alpha, beta))["lowest_cash"].cells
    assert (two.middle - 0.5) / (one.middle - 0.5) == pytest.approx(2.0, rel=0.01)


def test_a_year_is_a_year():
    noise = 1e3 * RANDOM[:40]
    three_years = compared(
        samples_of(profit_to_the_end=noise), samples_of(profit_to_the_end=2 * noise + 3e5), horizon_days=1095
    )
    assert rows_of(three_years)["profit_to_the_end"].cells[0].text == "+€100k"
    cash = compared(samples_of(lowest_cash=noise), samples_of(lowest_cash=2 * noise + 3e5), horizon_days=1095)
    assert rows_of(cash)["lowest_cash"].cells[0].text == "+€300k"


def test_the_overdraft_limit_is_counted_over_runs():
    lowest = np.full(100, -1_400_000.0)
    lowest[:3] = -1_600_000.0
    comparison = compared(samples_of(lowest_cash=lowest), samples_of(lowest_cash=np.full(100, -100_000.0)))
    assert beyond_limit(comparison, comparison.first) == 0.03
    row = rows_of(comparison)["lowest_cash"]
    assert row.today_note == "over limit 3 of 100"
    assert row.cells[0].line_text == "over limit 0 of 100"
    assert row.note == "overdraft limit −€1.50m"


def test_a_single_breach_in_many_is_not_told_as_none():
    lowest = np.full(300, -1_400_000.0)
    lowest[0] = -1_600_000.0
    comparison = compared(samples_of(lowest_cash=lowest))
    assert rows_of(comparison)["lowest_cash"].today_note == "over limit 1 of 100"


def test_a_bad_year_is_told_from_200_replications_on():
    name = "write_offs_net_of_claims"
    few = compared(samples_of(**{name: 1e5 * RANDOM[:199]}), samples_of(**{name: 5e4 * RANDOM[:199]}))
    row = rows_of(few)[f"{name}_p95"]
    assert row.cells[0].text == ""
    assert row.cells[0].line_text == "known after 200 replications"
    enough = compared(samples_of(**{name: 1e5 * RANDOM[:200]}), samples_of(**{name: 5e4 * RANDOM[:200]}))
    row = rows_of(enough)[f"{name}_p95"]
    p95 = np.percentile(1e5 * RANDOM[:200], 95)
    assert row.today == level_text(p95, "currency", "EUR")
    assert row.cells[0].text == difference_text(-p95 / 2, "currency", "EUR")
    assert row.cells[0].middle > 0.5
    assert row.cells[0].badge == f"{level_text(p95 / 2, 'currency', 'EUR')} a year"


def test_nothing_differs_where_nothing_differs():
    same = {measure.name: 1e4 * RANDOM[:60] for measure in MEASURES[:4]}
    for row in difference_rows(compared(samples_of(**same), samples_of(**same)))[:4]:
        assert row.cells[0].text == "no difference"
        assert row.cells[0].badge == "same as today"
        assert row.cells[0].block is None


def test_the_interval_of_a_bad_year_covers_the_truth():
    """Exponential losses, today's scaled by 0.7: the difference of the 95th percentiles is known in closed form."""
    truth = -0.3 * -np.log(0.05)
    covered = 0
    for number in range(100):
        draws = np.array([(number * 200 + place) * 0.7548776662466927 % 1.0 for place in range(1, 201)])
        mixed = np.modf(draws * 9973.0 + number * 0.31)[0]
        first = -np.log(1.0 - mixed)
        found = percentile_difference(0.7 * first, first, 95.0)
        covered += found.low <= truth <= found.high
    assert covered >= 85


@settings(max_examples=200, deadline=None)
@given(low=st.floats(-3e6, 3e6), width=st.floats(0, 1e6), unit=st.sampled_from(["currency", "days"]))
def test_ranges_are_in_order_and_in_one_unit(low, width, unit):
    if unit == "days":
        low, width = low / 1e4, width / 1e4
    text = range_text(low, low + width, unit, signed=True)
    one, _, other = text.partition(" to ")
    ends = [float(end.rstrip("dkmbn ").replace("−", "-")) for end in (one, other)]
    assert ends[0] <= ends[1]
    assert text.endswith(("k", "m", " d"))
    assert "-" not in text
