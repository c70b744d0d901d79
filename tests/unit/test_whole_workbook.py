"""The workbook holds what was put in and what came out, balances, and is what a spreadsheet expects of a file."""

import csv
import io
import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

import simulator as cs
from simulator.cli import run
from simulator.experiment.inputs import portfolio_for
from simulator.journal import Account
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS, dictionary
from simulator.publish.book.inputs import CHANGED, NOT_DEFAULT
from simulator.publish.book.journal import journal_csv, journal_head, play_journal
from simulator.publish.book.whole import JOURNAL_ROWS, whole_workbook
from simulator.publish.spreadsheets import MARKED
from simulator.scenario import Scenario

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SCENARIO = cs.load_scenario("wholesale").but(
    portfolio={"customers": 20}, company={"horizon_days": 120, "warm_up_days": 90, "run_off_days": 200}
)
TODAY = cs.load_strategy("status_quo")
STRATEGIES = [TODAY, TODAY.but("=HYPERLINK(1)", why="@SUM(1)\x07", discount={"rate_fraction": 0.02})]


@pytest.fixture(scope="module")
def found():
    portfolio = portfolio_for(SCENARIO)
    comparison = cs.compare(SCENARIO, STRATEGIES, replications=3, workers=1, portfolio=portfolio)
    return comparison, play_journal(SCENARIO, STRATEGIES, portfolio, comparison)


@pytest.fixture(scope="module")
def content(found):
    return whole_workbook(*found)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_lever_is_there_and_what_differs_is_marked(book):
    rows = {row["Input"]: row for row in table(book["Levers"])}
    assert set(rows) == {key for key, one in dictionary().items() if one.group in LEVER_GROUPS}
    limit = rows["credit_policy.limit_months_of_sales"]
    assert (limit["Default"], limit["Today"], limit["Status quo"], limit["Mark"]) == (2, 4, 4, NOT_DEFAULT)
    discount = rows["discount.rate_fraction"]
    assert (discount["Today"], discount["'=HYPERLINK(1)"]) == (0, 0.02)
    assert discount["Mark"] == f"{NOT_DEFAULT}, {CHANGED}"
    assert rows["collections.collectors"]["Mark"] is None


def test_exactly_the_assumptions_that_are_not_the_default_are_marked(book):
    """The scenario against one of mere defaults, group by group."""
    plain = Scenario(name="Defaults", why="The dictionary")
    different = {
        f"{group}.{name}"
        for group in ASSUMPTION_GROUPS
        for name, value in SCENARIO.assumptions()[group].items()
        if value != plain.assumptions()[group][name]
    }
    rows = table(book["Assumptions"])
    assert {row["Input"] for row in rows if row["Mark"] == NOT_DEFAULT} == different
    assert "portfolio.customers" in different
    yellow = {
        row[0].value
        for row in book["Assumptions"].iter_rows(min_row=2)
        if row[4].fill.start_color.rgb == MARKED.start_color.rgb
    }
    assert yellow == different


def test_every_assumption_has_its_source_and_evidence(book):
    rows = table(book["Assumptions"])
    assert len(rows) == sum(one.kind == "assumption" for one in dictionary().values())
    for row in rows:
        entry = dictionary()[row["Input"]]
        assert row["Source"] == entry.source.lstrip()
        assert row["Evidence"].startswith(f"{entry.evidence}: ")


def test_months_and_differences_are_those_of_the_comparison(found, book):
    comparison, _ = found
    months = [row for row in table(book["Months"]) if row["Name"] == "cash_collected"]
    told = [row["Average"] for row in months if row["Strategy"] == "Status quo"]
    assert told == pytest.approx(comparison.first.monthly("cash_collected"))
    row = next(row for row in table(book["Differences"]) if row["name"] == "dso_countback_days")
    difference = comparison.difference(comparison.results[1], "dso_countback_days")
    assert row["'=HYPERLINK(1) − Status quo, low"] == pytest.approx(difference.low)


def test_the_journal_balances_and_its_cash_is_the_closing_cash(found):
    """Every row posts as much debit as credit; cash posted up to the last day is the run's closing cash."""
    comparison, journal = found
    rows = list(csv.DictReader(io.StringIO(journal_csv(journal).decode("utf-8-sig"))))
    assert len(rows) == journal.rows > 1_000
    accounts = journal_head()[-len(Account) :]
    for row in rows:
        assert round(sum(float(row[name] or 0) for name in accounts), 2) == 0
    for result, name in zip(comparison.results, ("Status quo", "'=HYPERLINK(1)"), strict=True):
        cash = sum(
            float(row["Cash"] or 0) for row in rows if row["Strategy"] == name and int(row["Day"]) < 120
        )
        assert cash == pytest.approx(result.values("closing_cash")[journal.replication], abs=0.005)


def test_the_extract_is_the_beginning_of_the_journal(found, book):
    _, journal = found
    rows = table(book["Journal"])
    assert len(rows) == sum(min(len(block), JOURNAL_ROWS) for block in journal.blocks)
    assert (rows[0]["Event"], rows[0]["Day"]) == ("Opening cash", 0)
    assert all(isinstance(row["Customer"], int | None) for row in rows)
    told = dict(list(book["Read me"].iter_rows(values_only=True, max_col=2)))
    assert f"{journal.rows:,} in all" in told["Journal"]
    assert "--journal FILE.csv" in told["Journal"]


def test_it_says_what_made_it(found, book):
    told = dict(list(book["Read me"].iter_rows(values_only=True, max_col=2)))
    assert told["Hash of the inputs"] == found[0].inputs_hash
    assert (told["Seed"], told["Replications"]) == (2026, 3)


def test_charts_draw_the_numbers_beside_them(found, book):
    comparison, _ = found
    assert len(book["Charts"]._charts) == 7
    first = book["Chart data"][2]
    assert first[1].value == pytest.approx(comparison.first.monthly("cash_collected")[0])
    with_cash = book["Charts"]._charts[0]
    assert [series.val.numRef.f for series in with_cash.series] == [
        "'Chart data'!$B$2:$B$5",
        "'Chart data'!$C$2:$C$5",
    ]


def test_no_cell_is_a_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), sheet.title


def test_the_file_is_whole(content):
    """Every part is XML, has a type, and every relation leads to a part that is there."""
    with ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
        typed = {one.get("PartName", "").lstrip("/") for one in types}
        endings = {one.get("Extension") for one in types}
        for name in names - {"[Content_Types].xml"}:
            root = ElementTree.fromstring(archive.read(name))
            assert name in typed or name.rpartition(".")[2] in endings, name
            if name.endswith(".rels"):
                folder = name.rpartition("_rels/")[0]
                for relation in root:
                    target = relation.get("Target")
                    place = target.lstrip("/") if target.startswith("/") else f"{folder}{target}"
                    assert place in names, (name, target)


def test_the_same_comparison_gives_the_same_bytes(found, content):
    assert whole_workbook(*found) == content


def test_the_command_writes_it(tmp_path, capsys):
    small = ["--set", "portfolio.customers=12", "--set", "company.horizon_days=60", "--workers", "1"]
    few = ["--replications", "2", "--set", "company.warm_up_days=30"]
    book, journal = tmp_path / "all.xlsx", tmp_path / "journal.csv"
    asked = ["compare", "wholesale", "status_quo", "growth", *small, *few]
    assert run([*asked, "--workbook", str(book), "--journal", str(journal)]) == 0
    assert openpyxl.load_workbook(book).sheetnames[0] == "Read me"
    assert journal.read_text(encoding="utf-8-sig").startswith("Strategy,Day,Date,Desk,Event,Customer")
    assert run([*asked, "--workbook", str(tmp_path / "all.xls")]) == 2
    assert "does not end in .xlsx" in capsys.readouterr().err


if OFFICE or os.environ.get("CREDITLAB_OFFICE"):  # where LibreOffice is, or is said to be

    @pytest.mark.parametrize("kind", ["xlsx", "pdf"])
    def test_libreoffice_opens_it(content, book, tmp_path, kind):
        assert OFFICE, "CREDITLAB_OFFICE is set, but neither soffice nor libreoffice is there."
        file, out = tmp_path / "all.xlsx", tmp_path / "out"
        file.write_bytes(content)
        home = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [OFFICE, home, "--headless", "--convert-to", kind, "--outdir", str(out), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
        assert "repair" not in f"{done.stdout}{done.stderr}".lower()
        made = out / f"all.{kind}"
        if kind == "pdf":
            assert made.read_bytes().startswith(b"%PDF")
            return
        again = openpyxl.load_workbook(made)
        assert again.sheetnames == book.sheetnames
        assert len(again["Charts"]._charts) == len(book["Charts"]._charts)
        for name in ("Levers", "Differences"):
            for mine, theirs in zip(book[name].iter_rows(), again[name].iter_rows(), strict=False):
                for one, other in zip(mine, theirs, strict=False):
                    is_number = isinstance(one.value, int | float)
                    wanted = pytest.approx(one.value, rel=1e-9, abs=1e-9) if is_number else one.value
                    assert other.value == wanted
