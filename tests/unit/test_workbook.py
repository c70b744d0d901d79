"""The table as files: what a spreadsheet opens is what the comparison says, and never a formula."""

import csv
import io

import openpyxl
import pytest

import simulator as cs
from simulator.publish.workbook import comparison_csv, comparison_workbook


@pytest.fixture(scope="module")
def comparison():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 20}, company={"horizon_days": 120, "warm_up_days": 90}
    )
    today = cs.load_strategy("status_quo")
    dangerous = today.but("=HYPERLINK(1)", why="@SUM(1)", discount={"rate_fraction": 0.02})
    return cs.compare(scenario, [today, dangerous], replications=3, workers=1)


def test_the_csv_holds_every_measure_with_its_number(comparison):
    rows = list(csv.DictReader(io.StringIO(comparison_csv(comparison).decode("utf-8-sig"))))
    by_name = {row["name"]: row for row in rows}
    assert len(rows) == len(comparison.table())
    expected = comparison.first.mean("cash_collected")
    assert float(by_name["cash_collected"]["Status quo, average"]) == pytest.approx(expected, abs=1e-6)


def test_the_workbook_says_the_same_and_what_made_it(comparison):
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(comparison)))
    sheet = book["Comparison"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}
    place = head.index("Status quo, average")
    assert rows["dso_days"][place] == pytest.approx(comparison.first.mean("dso_days"))
    origin = dict(row[:2] for row in book["How it was made"].iter_rows(values_only=True))
    assert origin["Hash of the inputs"] == comparison.inputs_hash
    assert origin["Seed"] == comparison.seed


def test_no_cell_is_a_formula(comparison):
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(comparison)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    lines = comparison_csv(comparison).decode("utf-8-sig").splitlines()
    assert not any(cell.startswith(("=", "@")) for line in lines for cell in next(csv.reader([line])))


def test_the_same_comparison_gives_the_same_bytes(comparison):
    assert comparison_workbook(comparison) == comparison_workbook(comparison)
