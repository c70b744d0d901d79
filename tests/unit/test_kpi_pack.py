"""The KPI pack: hand-worked averages and ranges, today's figure beside, lines to fill in."""

import io

import numpy as np
import openpyxl
import pytest

import simulator as cs
from simulator.cli import run
from simulator.metrics.catalogue import MEASURED
from simulator.publish.sheets.kpi_book import kpi_workbook
from simulator.publish.sheets.kpis import MONTHLY_KPIS, kpi_pack
from simulator.publish.sheets.pages import kpi_html
from tests.unit.invented import invented

RUNS = 41
DSO = MEASURED.index("dso_countback_days")
OVERDUE = MEASURED.index("overdue_fraction")


def pack_of(runs=RUNS, months=("2027-01", "2027-02")):
    """DSO of run r in month m: r + 10 m under the strategy, a day more today; overdue 20 %."""
    comparison = invented(runs, {}, {})
    for number, result in enumerate(comparison.results):
        monthly = np.full((runs, len(MEASURED), len(months)), np.nan)
        for place in range(len(months)):
            monthly[:, DSO, place] = np.arange(runs) + 10 * place + (1 - number)
            monthly[:, OVERDUE, place] = 0.2
        object.__setattr__(result.samples, "monthly", monthly)
    object.__setattr__(comparison, "months", months)
    return kpi_pack(comparison)


def row_of(pack, name, sheet=1):
    return next(row for row in pack.sheets[sheet].rows if row.name == name)


def test_the_figures_by_hand():
    """Of 0 to 40 the average is 20, one in ten lies below 4, one in ten above 36."""
    first, second = row_of(pack_of(), "dso_countback_days").months
    assert (first.expected, first.low, first.high, first.today) == (20.0, 4.0, 36.0, 21.0)
    assert (second.expected, second.low, second.high, second.today) == (30.0, 14.0, 46.0, 31.0)


def test_today_has_no_today_beside_it():
    assert [month.today for month in row_of(pack_of(), "dso_countback_days", 0).months] == [None, None]


def test_what_no_run_defines_is_left_empty():
    assert row_of(pack_of(), "promise_kept_fraction").months[0].expected is None


def test_a_few_runs_say_nothing_of_luck():
    few = pack_of(runs=12)
    assert row_of(few, "dso_countback_days").months[0].low is None
    assert "from 30 runs on" in few.how_to_read
    assert "10 to 90 %" not in kpi_html(few)


def test_three_years_are_three_tables():
    months = tuple(f"{2027 + place // 12}-{place % 12 + 1:02d}" for place in range(30))
    pack = pack_of(months=months)
    assert [len(year) for year in pack.years] == [12, 12, 6]
    page = kpi_html(pack)
    assert "Jan 2028 to Dec 2028" in page
    assert page.count("<thead>") == 2 * 3 + 2


def test_the_page_has_all_kpis_and_the_retrospective():
    page = kpi_html(pack_of())
    for words in (
        "DSO, countback",
        "Collectors&#39; load",
        "4.0 to 36.0",
        "What went well",
        "By when",
        "actual",
    ):
        assert words in page
    assert "http" not in page


def test_the_workbook_says_the_same():
    pack = pack_of()
    book = openpyxl.load_workbook(io.BytesIO(kpi_workbook(pack)))
    assert book.sheetnames == ["Today", "2 10 net 30", "Retrospective", "How it was made"]
    rows = [row for row in book["2 10 net 30"].iter_rows(min_row=5) if row[0].value == "DSO, countback"]
    assert [row[2].value for row in rows] == ["expected", "10 %", "90 %", "today", "actual"]
    assert [row[3].value for row in rows] == [20.0, 4.0, 36.0, 21.0, None]
    overdue = [row for row in book["2 10 net 30"].iter_rows(min_row=5) if row[0].value == "Overdue"]
    assert overdue[0][3].number_format == "0.0%"
    assert len(list(book["2 10 net 30"].iter_rows(min_row=5))) == 5 * len(MONTHLY_KPIS)
    rules = [rule for ranges in book["Today"].conditional_formatting for rule in ranges.rules]
    assert rules[2].formula == ["AND(ISNUMBER(D16),OR(D16<D14,D16>D15))"]
    assert kpi_workbook(pack) == kpi_workbook(pack)


def test_the_command_writes_it(tmp_path, capsys):
    small = ["--set", "portfolio.customers=12", "--set", "company.horizon_days=90", "--workers", "1"]
    few = ["--replications", "2", "--set", "company.warm_up_days=60"]
    page = tmp_path / "kpis.html"
    assert run(["kpis", "wholesale", "status_quo", "discount", "--out", str(page), *small, *few]) == 0
    assert "2/10 net 30" in page.read_text(encoding="utf-8")
    assert run(["kpis", "wholesale", "status_quo", "--out", str(tmp_path / "kpis.pdf")]) == 2
    assert "Choose a file that ends in .html or .xlsx." in capsys.readouterr().err


@pytest.mark.parametrize("name", MONTHLY_KPIS)
def test_every_kpi_is_known_month_by_month(name):
    assert name in MEASURED


def test_one_strategy_alone_has_a_pack():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 12}, company={"horizon_days": 59, "warm_up_days": 30, "run_off_days": 30}
    )
    pack = kpi_pack(cs.compare(scenario, [cs.load_strategy("status_quo")], replications=2, workers=1))
    assert len(pack.sheets) == 1
    assert len(pack.months) == len(pack.sheets[0].rows[0].months) == 2
