"""What a factor charges: fee and interest apart, as the textbook's invoice has them and as the books have them."""

import numpy as np
import pytest

from simulator.experiment.compare import compare
from simulator.experiment.facility import facility_costs
from simulator.experiment.kept.shelf import Shelf
from simulator.results.facility import from_document
from simulator.strategy import Strategy, load_strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler


@pytest.fixture(scope="module")
def small():
    scenario = small_wholesaler(20, 120)
    today, factored = Strategy(name="Today", why="test"), load_strategy("factored")
    how = {"replications": 3, "workers": 1, "portfolio": portfolio_of(scenario)}
    return scenario, (today, factored), how


def test_fee_and_interest_are_the_cost_of_factoring(small):
    scenario, strategies, how = small
    found = facility_costs(scenario, strategies, **how)
    result = compare(scenario, strategies, **how).results[1]
    cost = result.samples.lines[:, :, 11].sum(axis=1)
    assert (found.fees[1] + found.interest[1]) / 100 == pytest.approx(cost, abs=0.005)
    assert (found.fees[0] == 0).all()
    assert (found.drawn[0] == 0).all()
    funding = result.values("factor_funding")
    assert found.drawn_by_week(1).mean() == pytest.approx(float(funding.mean()), rel=0.1)


def test_interest_follows_the_margin_and_fees_do_not(small):
    scenario, (_, factored), how = small
    dearer = factored.but("Dearer", why="test", financing={"margin_per_year": 0.05})
    found = facility_costs(scenario, (factored, dearer), **how)
    assert found.fees[0].tolist() == found.fees[1].tolist()
    # base rate 3.75 % and 2.5 or 5 points: the same money drawn
    assert np.round(found.interest[1] / found.interest[0], 3).tolist() == [round(8.75 / 6.25, 3)] * 3


def test_it_is_kept(small, tmp_path):
    scenario, strategies, how = small
    shelf, told = Shelf(tmp_path), []
    first = facility_costs(scenario, strategies, keep=shelf, **how)
    again = facility_costs(scenario, strategies, keep=shelf, progress=lambda *done: told.append(done), **how)
    assert told == []
    assert (again.drawn == first.drawn).all()
    assert (from_document(first.as_document()).fees == first.fees).all()
