"""The bench tells what was measured, beside what it must be; how fast this machine is is no test's business."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from simulator.app.lab.dials import MAIN, dial_of
from simulator.app.lab.lever import LeverControl
from simulator.benchmark import measuring, pages
from simulator.benchmark.one_run import one_run, one_run_apart
from simulator.benchmark.rows import Row, Yardsticks, as_document
from simulator.benchmark.yardsticks import yardsticks
from simulator.cli import app

BESIDE = Yardsticks(timeouts_per_second=1e6, reference_invoices_per_second=5e3)


@pytest.mark.parametrize(
    ("value", "more_is_better", "meets_must", "meets_aim"),
    [
        (90.0, False, True, False),
        (90.1, False, False, False),
        (40.0, False, True, True),
        (95.0, True, True, True),
    ],
)
def test_a_row_knows_whether_it_is_good_enough(value, more_is_better, meets_must, meets_aim):
    row = Row("10,000 customers", value, "s", 90.0, 40.0, more_is_better)
    assert (row.meets_must, row.meets_aim) == (meets_must, meets_aim)


def test_nothing_is_said_where_nothing_is_demanded():
    assert Row("reported", 3.0, "times").meets_must is None


def test_speed_is_told_beside_both_yardsticks():
    document = as_document(
        [Row("a", 0.5e6, "invoices/s", 0.6e6, 1.5e6, True, 0.5e6), Row("b", 1.0, "s")], BESIDE
    )
    first, second = document["rows"]
    assert first["invoices_per_simpy_timeout"] == 0.5
    assert first["times_reference_simulator"] == 100.0
    assert first["meets_must"] is False
    assert second["times_reference_simulator"] is None
    assert second["simpy_timeouts_in_that_time"] == 1e6
    assert second["reference_invoices_in_that_time"] == 5e3
    assert BESIDE.in_words(Row("two strategies", 150.0, "ms")) == ("= 150,000 timeouts", "= 750 invoices")
    assert BESIDE.in_words(Row("memory", 400.0, "MB")) == ("", "")
    assert {"what", "value", "unit", "must", "aim", "meets_must"} <= set(first)


def test_a_run_apart_plays_the_same_invoices():
    here, apart = one_run(20), one_run_apart(20)
    assert here.invoices == apart.invoices > 1_000
    assert apart.peak_megabytes > 50


def test_the_reference_simulator_is_timed_too(monkeypatch):
    monkeypatch.setattr("simulator.benchmark.yardsticks._REFERENCE_CUSTOMERS", 20)
    beside = yardsticks()
    assert beside.timeouts_per_second > 0
    assert beside.reference_invoices_per_second is not None
    assert beside.reference_invoices_per_second > 0


def test_the_command_writes_what_it_shows(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.benchmark.yardsticks.yardsticks", lambda: BESIDE)
    monkeypatch.setenv("COLUMNS", "150")
    rows = [Row("2,000 customers", 0.5e6, "invoices/s", 0.6e6, 1.5e6, True, 0.5e6)]
    monkeypatch.setattr(measuring, "FIGURES", {"invoices a second": lambda: rows})
    target = tmp_path / "bench.json"
    done = CliRunner().invoke(app, ["bench", "--quick", "--json", str(target)])
    assert done.exit_code == 0, done.output
    assert "500,000" in done.output
    assert "too slow" in done.output
    assert "100 times as fast" in " ".join(done.output.split())
    assert json.loads(target.read_text(encoding="utf-8"))["rows"][0]["value"] == 0.5e6


def test_the_table_has_every_figure_of_the_list():
    assert set(measuring.QUICK) < set(measuring.FIGURES)


def test_the_levers_that_are_moved_are_those_that_the_strategy_lab_shows_at_once():
    keys = [key for _title, several in MAIN for key in several]
    controls = [LeverControl(dial_of(key), lambda *_: None, lambda _: None) for key in keys]
    shown = {name for control in controls for name in control.box._dom_classes}
    assert {f"lever-{lever}" for lever in pages._LEVERS} <= shown
