"""The small ledgers of tests/cases, measured."""

import pytest

from simulator.metrics.outcome import outcome
from tests.cases.building import FOLDER, LEVERS, SCENARIO, load, rows_of, tally_of

CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_small_ledger_gives_the_expected_figures(path):
    case = load(path)
    tally = tally_of(case)
    tally.take(rows_of(case))
    measured = outcome(tally, SCENARIO, LEVERS)
    for name, value in case["expected"].items():
        tolerance = case.get("tolerance", {}).get(name, 5e-4)
        assert measured.horizon[name] == pytest.approx(value, abs=tolerance), name
    for name, value in case.get("expected_last_month", {}).items():
        assert measured.monthly[name][-1] == pytest.approx(value, abs=5e-6), name
    for name in case.get("expected_undefined", []):
        assert measured.horizon[name] is None, name


def test_there_are_cases():
    assert len(CASES) >= 4
