"""Every measure has a label, a unit, a formula; and the catalogue and the measures agree."""

import pytest

from simulator.metrics.catalogue import CATALOGUE, MEASURED
from simulator.metrics.outcome import outcome
from tests.cases.building import FOLDER, LEVERS, SCENARIO, load, rows_of, tally_of


@pytest.fixture(scope="module")
def measured():
    case = load(FOLDER / "profit.yaml")
    tally = tally_of(case)
    tally.take(rows_of(case))
    return outcome(tally, SCENARIO, LEVERS)


def test_an_outcome_has_exactly_the_measures_of_the_catalogue(measured):
    assert set(measured.horizon) == set(MEASURED)
    assert set(measured.monthly) == set(MEASURED)


def test_every_measure_has_a_value_for_each_month(measured):
    assert {len(values) for values in measured.monthly.values()} == {len(measured.months)}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_entry_is_complete(name):
    metric = CATALOGUE[name]
    assert metric.label
    assert metric.unit
    assert metric.formula
    assert metric.meaning.endswith(".")
    assert (metric.tail_of is None) == (metric.percentile is None)
    assert metric.unit == "fraction" or not name.endswith("_fraction")
    assert metric.unit == "days" or not name.endswith("_days")
    if metric.tail_of:
        assert metric.tail_of in MEASURED


def test_labels_are_not_used_twice():
    labels = [metric.label for metric in CATALOGUE.values()]
    assert len(set(labels)) == len(labels)
