"""What a comparison gives: tables, JSON, files."""

import json
import math
import os

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.metrics.catalogue import CATALOGUE, MEASURED
from simulator.results import Comparison, Result, Samples
from simulator.results.documents import check_writable, hash_of, write_text
from tests.stub_engine import StubEngine


def compared(
    count: int = 30, extra_days: tuple[int, ...] = (0, 10), cost: tuple[float, ...] = (0, 500), **about
):
    """A comparison by the stand-in engine."""
    found = [StubEngine(extra_days, cost, **about)(number) for number in range(count)]
    names = ["Today", "Slower", "Third"][: len(extra_days)]
    inputs = {"days": list(extra_days)}
    return Comparison(
        scenario="Test",
        results=tuple(
            Result(name, f"why {name}", Samples.of([one[number] for one in found]))
            for number, name in enumerate(names)
        ),
        seed=7,
        version="0.1.0",
        inputs=inputs,
        inputs_hash=hash_of(inputs),
        months=found[0][0].months,
        currency="EUR",
        horizon_days=90,
    )


@pytest.fixture(scope="module")
def comparison():
    return compared()


@pytest.fixture(scope="module")
def document(comparison):
    return json.loads(comparison.to_json())


def test_the_document_has_the_agreed_fields(document):
    agreed = ["scenario", "seed", "version", "inputs_hash", "replications", "strategies"]
    assert list(document)[:6] == agreed
    assert {"inputs", "not_reached", "months", "verdict"} <= document.keys()
    first, second = document["strategies"]
    fields = [
        "name",
        "why",
        "metrics",
        "difference_to_first",
        "monthly",
        "provision",
        "days_to_pay_explained",
        "same_luck",
    ]
    assert list(first) == fields
    assert len(first["provision"]["buckets"]) == 5
    assert first["days_to_pay_explained"] is None
    parts = second["days_to_pay_explained"]
    longer = second["difference_to_first"]["dso_paid_days"]["mean"]
    assert sum(parts.values()) == pytest.approx(longer)
    assert first["difference_to_first"] is None
    assert set(second["difference_to_first"]["profit"]) == {"mean", "low", "high", "probability_better"}
    assert {"unit", "mean", "low", "high"} <= set(second["metrics"]["profit"])
    for part in ("metrics", "monthly", "difference_to_first"):
        assert list(second[part]) == list(CATALOGUE)
    assert len(second["monthly"]["profit"]) == len(document["months"]) == 3


def test_every_number_is_labelled(document):
    for name, metric in document["strategies"][0]["metrics"].items():
        assert metric["label"] == CATALOGUE[name].label
        assert (
            metric["higher_is_better"] is {"higher": True, "lower": False, None: None}[CATALOGUE[name].better]
        )


def test_the_document_says_what_the_arrays_say(comparison, document):
    slower = document["strategies"][1]
    values = comparison.others[0].values("cash_collected")
    assert slower["metrics"]["cash_collected"]["mean"] == pytest.approx(values.mean())
    assert slower["difference_to_first"]["dso_paid_days"]["mean"] == pytest.approx(10)
    flows = slower["monthly"]["cash_collected"]
    assert sum(flows) == pytest.approx(values.mean())


def test_the_same_comparison_gives_the_same_bytes(comparison):
    assert comparison.to_json() == compared().to_json()


def test_no_number_is_undefined_or_unrounded(comparison):
    text = comparison.to_json()
    assert "NaN" not in text
    assert "Infinity" not in text
    assert "-0.0," not in text


def test_a_measure_that_is_never_defined_is_null(document):
    assert document["strategies"][0]["metrics"]["desk_load_fraction"]["mean"] is None
    assert document["strategies"][1]["difference_to_first"]["desk_load_fraction"]["mean"] is None
    assert document["strategies"][0]["monthly"]["desk_load_fraction"] == [None] * 3


def test_tail_figures_need_two_hundred_replications(comparison):
    assert comparison.first.interval("lowest_cash_p05") is None
    many = compared(200)
    lowest = many.first.values("lowest_cash")
    assert many.first.mean("lowest_cash_p05") == pytest.approx(np.percentile(lowest, 5))
    assert many.first.interval("lowest_cash_p05").half_width is None
    difference = many.difference(many.others[0], "lowest_cash_p05")
    assert difference.low is None
    assert difference.probability_better is None


def test_the_table_has_a_row_for_each_measure_and_columns_for_each_strategy(comparison):
    table = comparison.table()
    assert list(table.index) == list(CATALOGUE)
    assert table.loc["dso_paid_days", ("Slower − Today", "mean")] == pytest.approx(10)
    assert table.loc["dso_paid_days", ("measure", "unit")] == "days"
    assert ("Today", "±") in table.columns
    assert math.isnan(table.loc["desk_load_fraction", ("Today", "mean")])
    assert list(comparison.table(["profit"]).index) == ["profit"]


def test_the_bridge_sums_to_the_difference(comparison):
    other = comparison.others[0]
    total = comparison.difference(other, "profit_to_the_end").mean
    assert sum(comparison.bridge(other).values()) == pytest.approx(total)


def test_an_unknown_name_is_told(comparison):
    with pytest.raises(UserError, match="no measure 'profitt'"):
        comparison.first.values("profitt")
    with pytest.raises(UserError, match="there are Today, Slower"):
        comparison.result("Fast")
    assert comparison.result("Slower") is comparison.others[0]


def test_samples_keep_every_measure(comparison):
    assert comparison.first.samples.horizon.shape == (30, len(MEASURED))


def test_a_file_is_written_whole(comparison, tmp_path):
    path = comparison.write_json(tmp_path / "result.json")
    assert json.loads(path.read_text(encoding="utf-8"))["seed"] == 7
    assert [file.name for file in tmp_path.iterdir()] == ["result.json"]


def test_a_path_that_cannot_be_written_is_told_beforehand(tmp_path):
    with pytest.raises(UserError, match="it is a folder"):
        check_writable(tmp_path)
    with pytest.raises(UserError, match="does not exist"):
        check_writable(tmp_path / "missing" / "result.json")
    with pytest.raises(UserError, match="does not exist"):
        write_text(tmp_path / "missing" / "result.json", "{}")


def test_a_path_that_is_no_file_is_refused_and_nothing_is_left_behind(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no ordinary file"):
        check_writable(tmp_path / "pipe")
    check_writable(tmp_path / "result.json")
    assert [file.name for file in tmp_path.iterdir()] == ["pipe"]


def test_a_name_that_the_system_refuses_is_told_beforehand(tmp_path):
    with pytest.raises(UserError, match="Choose another place"):
        check_writable(tmp_path / ("long" * 100))


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "result.json")
    write_text(tmp_path / "link.json", "{}")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "result.json").read_text(encoding="utf-8") == "{}"
