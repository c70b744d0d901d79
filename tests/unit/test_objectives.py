"""Growth, resilience and own weights: worked by hand, and never said with more certainty than there is."""

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.results.differences import difference_rows
from simulator.results.objectives import level_on, seen, weights_of, words_of
from simulator.results.statistics import interval
from simulator.results.verdict import check_criterion, verdict_of
from tests.unit.invented import invented, noise

RATE = 0.08
ABOUT = {"scenario": {"company": {"overdraft_limit": 1_500_000.0, "overdraft_rate_per_year": RATE,
                                  "start_date": "2026-01-01"}}}  # fmt: skip


def compared(count, first, *others):
    found = invented(count, first, *others)
    inputs = {**found.inputs, "scenario": {**found.inputs.get("scenario", {}), **ABOUT["scenario"]}}
    return type(found)(**{**found.__dict__, "inputs": inputs})


def test_growth_is_the_margin_on_what_is_sold():
    """1,000,000 sold at a cost of 800,000, 6,000 discounts, 4,000 credit notes, 5,000 lost, 500 back, 2,700 claims."""
    lines = {"line_sales": 1e6, "line_cost_of_sales": 8e5, "line_discounts": 6e3, "line_credit_notes": 4e3,
             "line_bad_debt": 5e3, "line_recoveries": 500.0, "line_claims": 2_700.0, "line_premium": 9e5,
             "line_collection_cost": 9e5, "line_fixed_cost": 9e5}  # fmt: skip
    found = compared(40, {}, lines)
    assert level_on(found, "growth", found.results[1]) == pytest.approx(188_200.0)
    verdict = verdict_of(found, "growth")
    assert verdict.headline.startswith(
        f"{found.results[1].name} does best: +€188k more".replace("+€188k more", "€188k more")
    )


def test_resilience_is_the_average_of_the_worst_fifth():
    low = np.array([-100.0, -300.0, 50.0, -20.0, 10.0, 0.0, 5.0, 7.0, 8.0, 9.0])
    found = compared(10, {"lowest_cash": low}, {"lowest_cash": low + np.arange(10.0)})
    assert level_on(found, "resilience", found.first) == pytest.approx(-200.0)
    assert level_on(found, "resilience", found.results[1]) == pytest.approx((-100.0 - 299.0) / 2)


def test_resilience_counts_in_how_many_runs_the_low_point_is_better():
    low = -1e6 + 1e5 * noise(50)
    better = low + np.where(np.arange(50) < 40, 50_000.0, -10_000.0)
    found = compared(50, {"lowest_cash": low}, {"lowest_cash": better})
    row = difference_rows(found, "resilience")[0]
    assert row.measure.label == "Resilience"
    assert row.cells[0].badge == "better in 80 of 100"
    values = (
        seen(found, "resilience", found.results[1]).values - seen(found, "resilience", found.first).values
    )
    expected = interval(values)
    assert expected is not None
    assert expected.mean == pytest.approx(np.sort(better)[:10].mean() - np.sort(low)[:10].mean())


def test_own_weights_by_hand():
    """Profit 100,000 and 60,000 more at the low point: 3 parts profit, 1 part cash at 8 %: 76,200."""
    first = {"profit_to_the_end": 1e6, "lowest_cash": -5e5}
    found = compared(40, first, {"profit_to_the_end": 1.1e6, "lowest_cash": -4.4e5})
    criterion = "profit=3,lowest_cash=1"
    gain = level_on(found, criterion, found.results[1]) - level_on(found, criterion, found.first)
    assert gain == pytest.approx(0.75 * 100_000 + 0.25 * 60_000 * RATE)
    assert "€76k more a year by your weights" in verdict_of(found, criterion).headline
    assert words_of(criterion) == (
        "Own weights: profit 75 %, cash low point 25 %, in money a year. "
        "Cash counts at what the overdraft would cost in a year."
    )


def test_weights_say_which_strategy_leads():
    """One earns more, the other frees more cash: who leads follows the weights."""
    first = {"profit_to_the_end": 1e6, "lowest_cash": -1e6}
    earns = {"profit_to_the_end": 1.02e6, "lowest_cash": -1e6}
    frees = {"profit_to_the_end": 1.0e6, "lowest_cash": 0.0}
    found = compared(40, first, earns, frees)
    leaders = [verdict_of(found, f"profit={a},lowest_cash={b}").leader for a, b in ((1, 0), (9, 1), (1, 1))]
    assert leaders == [found.results[1].name, found.results[1].name, found.results[2].name]


def test_few_runs_say_nothing_about_bad_ones():
    found = compared(12, {}, {"lowest_cash": -1.0})
    assert verdict_of(found, "resilience").headline == "What bad runs bring is known after 30 replications."
    assert (
        difference_rows(found, "profit=1,resilience=1")[0].cells[0].line_text == "known after 30 replications"
    )
    assert "growth" in verdict_of(found, "growth").headline


def test_no_difference_is_no_lead():
    one = 1e6 + 1e5 * noise(60, 1)
    found = compared(60, {"line_sales": 1e6}, {"line_sales": one - one.mean() + 1e6})
    assert verdict_of(found, "growth").headline == "No clear difference from today on growth."


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        ("dividends", "Nothing is judged by 'dividends'"),
        ("profit=0", "All weights are 0"),
        ("profit=x", "is no number from 0 to 100"),
        ("profit=-1", "is no number from 0 to 100"),
        ("profit=nan", "is no number from 0 to 100"),
        ("luck=1", "'luck' has no weight"),
    ],
)
def test_what_cannot_be_judged_by_is_refused(criterion, told):
    with pytest.raises(UserError, match=told):
        check_criterion(criterion)


def test_weights_add_up_to_one():
    assert weights_of("profit=3, lowest_cash=1") == {"profit": 0.75, "lowest_cash": 0.25}
    assert sum(weights_of("profit=1,growth=1,resilience=1").values()) == pytest.approx(1.0)
