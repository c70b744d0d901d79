"""Is the insurer worth it: the answer and its pictures, on figures that are known by hand."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from simulator.figures import claims_waterfall, credit_losses, headroom
from simulator.figures.tokens import dark_of
from simulator.results.claims import NAMES, PLACE, ClaimsAccount
from simulator.results.worth import Worth, break_even, headline, sentences, spanned, yearly_losses
from tests.unit.invented import invented, noise

WRITE_OFFS, PROFIT = "write_offs_net_of_claims", "profit_to_the_end"
NAMES_OF = ("Today", "Your contract")


def years(count, *, premium=30_000.0, relief=0.9, profit=-25_000.0, spread=200.0, horizon=365):
    """Losses of 0 to 199 thousand, of which the insurer bears nine tenths above 100,000."""
    losses = np.linspace(0.0, 199_000.0, count)
    insured = losses - relief * np.maximum(losses - 100_000.0, 0.0)
    own = {
        WRITE_OFFS: insured,
        PROFIT: 3_400_000.0 + profit + spread * noise(count),
        "line_premium": premium,
    }
    return invented(count, {WRITE_OFFS: losses}, own, names=NAMES_OF, days=horizon)


def test_losses_and_premium_are_added_by_the_year():
    found = years(200, horizon=730)
    assert yearly_losses(found, found.results[1])[0] == 15_000.0
    assert yearly_losses(found, found.results[1])[-1] == pytest.approx((199_000 - 0.9 * 99_000 + 30_000) / 2)


def test_a_bad_year_is_lighter_and_the_average_costs():
    found = years(400)
    worth = Worth.of(found, 1)
    # the 95th percentile of losses is 189,050; insured 189,050 - 0.9 x 89,050 + 30,000
    assert worth.bad_year.mean == pytest.approx(30_000 - 0.9 * 89_050, abs=300)
    assert worth.profit.mean == pytest.approx(-25_000, abs=50)
    assert headline(worth, found) == (
        "The insurer costs €25k a year on average, but makes a bad year €50k lighter."
    )
    told = sentences(worth, found, 1)
    assert told[0] == "It leaves more profit in under 1 of 100 simulated years."
    assert told[1] == "Profit a year: −€25k to −€25k on average (95 % interval)."
    assert "€139k insured, €189k uninsured" in told[2]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"relief": 0.0}, "costs €25k a year on average, and even a bad year is €30k heavier"),
        ({"profit": 40_000.0}, "earns €40k a year on average, and makes a bad year €50k lighter"),
        ({"profit": 0.0, "spread": 90_000.0}, "makes no clear difference on average, but makes a bad year"),
        ({"premium": 80_000.0}, "does not make a bad year clearly lighter"),
    ],
)
def test_no_number_stands_that_its_interval_does_not_bear(changes, expected):
    found = years(400, **changes)
    assert expected in headline(Worth.of(found, 1), found)


def test_few_runs_say_so():
    few, more = years(12), years(60)
    assert headline(Worth.of(few, 1), few) == "So far the insurer costs about €25k a year."
    assert sentences(Worth.of(few, 1), few, 1) == ("It leaves more profit in 0 of 12 simulated years.",)
    assert headline(Worth.of(more, 1), more).endswith("the bad year is known after 200 replications.")
    unclear = years(12, profit=0.0, spread=90_000.0)
    assert headline(Worth.of(unclear, 1), unclear) == "So far: cannot be told yet."


def test_break_even_is_premium_by_share():
    found = years(30, premium=10_000.0)
    assert break_even(found, 1, 0.9) == pytest.approx(11_111.11, abs=0.005)  # M28
    assert break_even(found, 1, 0.0) is None


def test_an_interval_that_touches_nothing_reads_as_such():
    assert spanned(-400.0, 12_000.0, "EUR") == "0 to +€12k"
    assert spanned(-700.0, 12_000.0, "EUR") == "−€1k to +€12k"


def account(runs=20, policy_years=1):
    """A debt of 120 in each run and policy year, split as the textbook's claim; half as much in the first run."""
    cents = np.zeros((runs, policy_years, len(NAMES)), dtype=np.int64)
    for name, amount in {
        "over_limit": 20_000,
        "own_share": 10_000,
        "excess": 5_000,
        "claims": 85_000,
    }.items():
        cents[:, :, PLACE[name]] = 100 * amount
    cents[0] //= 2
    cents[-1] *= 3
    return ClaimsAccount(
        strategy="Your contract",
        cents=cents,
        salvage=np.full((runs, policy_years), 450_000, dtype=np.int64),
        premium=np.full((runs, 2), 1_000_000, dtype=np.int64),
        counts=np.ones((runs, 3), dtype=np.int64),
        currency="EUR",
        seed=1,
    )


def test_the_waterfall_falls_from_the_debts_to_what_the_insurer_bears():
    found = account()
    bars = claims_waterfall.bars_of(found, 1, None)
    told = [(bar.name, bar.begin, bar.end) for bar in bars]
    assert told == [
        ("Unpaid debts", 0.0, 120_000.0),
        ("Over the limit", 120_000.0, 100_000.0),
        ("Insured losses", 0.0, 100_000.0),
        ("Own share", 100_000.0, 90_000.0),
        ("Excess", 90_000.0, 85_000.0),
        ("Claims paid", 0.0, 85_000.0),
        ("Given back (salvage)", 85_000.0, 80_500.0),
        ("What the insurer bears", 0.0, 80_500.0),
    ]
    assert found.usual_run not in (0, 19)
    assert found.bad_run != 0


def test_the_heading_names_what_takes_most():
    found = account()
    drawing = claims_waterfall.draw(found, 1)
    assert drawing.heading == "The insurer pays 71 % of €120k unpaid; most of the rest: over the limit"
    assert "simulated run 2" in drawing.note
    empty = ClaimsAccount("x", found.cents * 0, found.salvage * 0, found.premium, found.counts, "EUR", 1)
    assert claims_waterfall.draw(empty).heading == "Next to nothing was left unpaid"


COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
DRAWINGS = {
    "losses": credit_losses.draw(years(200), 1),
    "losses early": credit_losses.draw(years(12), 1),
    "losses alone": credit_losses.draw(years(40), 0),
    "waterfall": claims_waterfall.draw(account()),
    "waterfall of a year": claims_waterfall.draw(account(policy_years=3), 2, 1),
    "headroom": headroom.draw(years(200), 1),
    "headroom early": headroom.draw(years(5), 1),
    "headroom of today": headroom.draw(years(40), 0),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_plotly_takes_the_pictures_and_their_colours_are_tokens(name):
    drawing = DRAWINGS[name]
    for figure in filter(None, (drawing.figure, drawing.phone)):
        go.Figure(figure)
        found = {one.upper() for one in COLOUR.findall(json.dumps(figure))}
        assert found <= {one.upper() for one in dark_of()}
    assert drawing.text
    assert drawing.heading


def test_the_bad_year_is_marked_with_its_amount_once_it_is_known():
    found = years(400)
    drawn = credit_losses.draw(found, 1).figure
    dots = drawn["data"][-1]
    # losses are 0 to 199,000 in even steps: 189,050, and 189,050 - 0.9 x 89,050 + 30,000 insured
    assert [round(level, -2) for level in dots["y"]] == pytest.approx([189_000, 138_900], abs=200)
    told = {one["text"] for one in drawn["layout"]["annotations"]}
    assert {"189k", "139k"} <= told
    early = credit_losses.draw(years(60), 1).figure
    assert early["data"][-1]["visible"] is False
    assert not {one["text"] for one in early["layout"]["annotations"]} & {"189k", "139k"}


def test_headings_are_findings_or_questions():
    assert DRAWINGS["losses"].heading.startswith("A's bad year is €")
    assert "too few to name a bad one" in DRAWINGS["losses early"].heading
    assert credit_losses.draw(years(200, premium=80_000.0), 1).heading == "Is the bad year any lighter?"
    assert DRAWINGS["headroom"].heading == "Does A leave more to draw than today?"
    varied = invented(
        40,
        {"weekly_cash": -600_000.0 + 1_000 * noise(40)[:, None]},
        {"weekly_cash": -400_000.0 + 900 * noise(40)[:, None]},
        names=NAMES_OF,
    )
    assert headroom.draw(varied, 1).heading == "A leaves €200k more to draw in the tightest week"
