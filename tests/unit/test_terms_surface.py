"""Terms, sales and DSO traded: figures by hand, the textbook's break-even, and runs that are those of compare."""

import json

import numpy as np
import pytest

import simulator as cs
from simulator.errors import UserError
from simulator.experiment.terms_surface import terms_surface
from simulator.figures import terms_surface as picture
from simulator.figures.tokens import IN_CHARTS, light
from simulator.results.origin import Origin
from simulator.results.terms_surface import MEASURES, TermsSurface
from tests.unit.invented import noise
from tests.unit.test_stress_pictures import colours_in

ORIGIN = Origin("Wholesale", "EUR", 365, 1, "0", "0" * 12)


def surface(**changes):
    """Van Horne's seller: 2.4 million a year at 30 days; at 60 days 15 % more where orders answer, none where not."""
    values = np.zeros((40, 2, 3, len(MEASURES)))
    luck = 1_000.0 * noise(40)
    for row, growth in enumerate((0.0, 0.15)):
        for place, (days, losses, share, profit) in enumerate(
            (
                (30.0, 0.01, 0.0, 0.0),
                (60.0, 0.015, 1.0, 25_248.0 if row else -46_000.0),
                (10.0, 0.01, -0.5, -9_000.0),
            )
        ):
            sales = 2.4e6 * (1 + growth * share)
            values[:, row, place] = np.array([200_000.0 + profit, -1e5, days, losses * sales, sales])
            values[:, row, place, 0] += luck * (1 + 0.1 * place)
    given = {
        "origin": ORIGIN, "net_days": (60, 10), "elasticities": (0.0, 0.3), "own_elasticity": 0.28, "values": values,
        "variable_cost_fraction": 0.8, "cost_of_funds": 0.12,
    }  # fmt: skip
    return TermsSurface(**(given | changes))


def test_the_break_even_growth_is_that_of_the_textbook():
    assert surface().break_even_growth(0) == pytest.approx(0.087833, abs=5e-7)  # M22


def test_gain_and_growth_are_differences_to_today_under_the_same_elasticity():
    found = surface()
    assert found.gain(1, 0).mean == pytest.approx(25_248.0, abs=60)
    assert found.growth(1, 0) == pytest.approx(0.15)
    assert found.growth(0, 0) == 0.0
    assert found.gain(1, 0, "dso_paid_days").mean == pytest.approx(30.0)
    two = surface(origin=Origin("W", "EUR", 730, 1, "0", "0"))
    assert two.gain(1, 0).mean == pytest.approx(12_624.0, abs=30), "by the year"


def test_the_picture_says_what_pays():
    drawn = picture.draw(surface())
    assert drawn.heading == "60 days for all earn most: €25k a year more than today"
    lines = drawn.figure["data"][:2]
    even, better, worse, unclear = drawn.figure["data"][2:]
    assert [round(one, 1) for one in lines[1]["y"]] == [15.0, -7.5]
    assert even["y"][0] == pytest.approx(8.7833, abs=1e-4)
    assert list(zip(better["x"], better["y"], strict=True)) == [(60, pytest.approx(15.0))]
    assert len(worse["x"]) == 3
    assert not unclear["x"]
    assert "net 60 8.8 %" in drawn.text
    assert colours_in(drawn.figure) <= {light(name).upper() for name in IN_CHARTS}


def test_where_nothing_is_clear_it_is_a_question():
    found = surface()
    found.values[:, 1, 1, 0] = 200_000.0 + 90_000.0 * noise(40, 3)
    found.values[:, 1, 2, 0] = 200_000.0 + 90_000.0 * noise(40, 4)
    assert picture.draw(found).heading == "Do other payment terms pay?"


def test_runs_are_those_of_compare(tmp_path):
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 20}, company={"horizon_days": 120, "warm_up_days": 60, "run_off_days": 120}
    )
    found = terms_surface(scenario, net_days=[45], elasticities=[0.0, 0.3], replications=3, workers=1)
    today = cs.load_strategy("status_quo")
    strong = scenario.but(behaviour={"terms_elasticity": 0.3})
    beside = cs.compare(
        strong, [today, today.but("Net 45", why="x", terms={"net_days": 45})], replications=3, workers=1
    )
    for name in ("profit_to_the_end", "dso_paid_days", "credit_sales"):
        expected = beside.results[1].mean(name) - beside.results[0].mean(name)
        at = MEASURES.index(name)
        assert (found.values[:, 1, 1, at] - found.values[:, 1, 0, at]).mean() == pytest.approx(expected)
    assert found.growth(1, 0) > found.growth(0, 0), "where orders answer to terms, more is sold"
    assert json.loads(found.to_json())["cells"][1]["net_days"] == 45


def test_without_an_elasticity_of_nothing_there_is_no_break_even():
    with pytest.raises(UserError, match="the first is 0"):
        terms_surface(cs.load_scenario("wholesale"), elasticities=[0.1])
