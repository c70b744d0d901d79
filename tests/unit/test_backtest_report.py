"""The back-test as a whole, with a simulator that is played by the test; and the command's refusals."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from simulator.backtest import keeping
from simulator.backtest.books import NEVER
from simulator.backtest.origins import Rolling
from simulator.backtest.report import METHODS, BackTest, backtest
from simulator.backtest.simulated import Simulated
from simulator.cli import run
from simulator.ledger import Ledger
from tests.synthetic_ledger import Row, ledger, rows, sap_text, written

SHORT = Rolling(date(2024, 5, 6), date(2024, 6, 10), every_days=7, horizon_weeks=3)


class Honest:
    """Pays everything on its due day, and looks for anything in the ledger that it should not know."""

    def forecast(self, ledger: Ledger, day: date, weeks: int, seed: int) -> Simulated:
        assert seed == 2026
        self.check(ledger, day)
        is_open = np.isnat(ledger.paid)
        due = ledger.due[is_open].astype(np.int64)
        return Simulated(np.stack([due, due + 1]), np.zeros((2, weeks)))

    def late_chances(self, ledger: Ledger, day: date, coming: Ledger) -> np.ndarray:
        self.check(ledger, day)
        assert np.isnat(coming.paid).all()
        assert (coming.issued > np.datetime64(day)).all()
        assert (coming.issued <= np.datetime64(day + timedelta(days=7))).all()
        return np.full(len(coming), 0.25)

    @staticmethod
    def check(ledger: Ledger, day: date) -> None:
        assert (ledger.issued <= np.datetime64(day)).all()
        assert (ledger.paid[~np.isnat(ledger.paid)] <= np.datetime64(day)).all()


class Clairvoyant(Honest):
    """Knows every day of payment, as nobody can."""

    def __init__(self, whole: Ledger) -> None:
        self.paid = dict(zip(whole.invoice.tolist(), whole.paid.astype(np.int64).tolist(), strict=True))

    def forecast(self, ledger: Ledger, day: date, weeks: int, seed: int) -> Simulated:
        assert seed == 2026
        self.check(ledger, day)
        names = ledger.invoice[np.isnat(ledger.paid)].tolist()
        days = np.array([self.paid[name] for name in names])
        return Simulated(np.stack([days, days]), np.zeros((2, weeks)))


@pytest.fixture(scope="module")
def book() -> Ledger:
    return ledger(rows())


@pytest.fixture(scope="module")
def honest(book: Ledger) -> BackTest:
    return backtest(book, SHORT, workers=1, simulator=Honest())


def test_the_simulator_is_handed_nothing_from_later(honest: BackTest) -> None:
    assert len(honest.origins) == 6
    assert honest.cells == 18
    assert honest.methods["simulator"]["auc"] == 0.5


def test_who_knows_every_day_makes_no_error(book: Ledger) -> None:
    found = backtest(book, SHORT, workers=1, simulator=Clairvoyant(book))
    mine = found.methods["simulator"]
    for score in ("weekly_wape", "total_ape", "crps", "date_mae_days", "dso_error_days", "ageing_error"):
        assert mine[score] == 0.0
    assert mine["coverage_80"] == 1.0
    assert found.against_best_naive["crps"].ratio == 0.0


def test_the_document_has_the_agreed_form(honest: BackTest) -> None:
    document = json.loads(honest.to_json())
    assert (document["origins"], document["cells"], document["light"]) == (6, 18, "amber")
    assert tuple(document["methods"]) == METHODS
    scores = {"weekly_wape", "total_ape", "date_mae_days", "crps", "coverage_80", "width_80", "auc", "brier"}
    for method in document["methods"].values():
        assert scores | {"dso_error_days"} <= set(method)
    assert document["methods"]["due_date"]["coverage_80"] is None
    assert document["methods"]["due_date"]["auc"] is None
    assert document["methods"]["past_late_ratio"]["weekly_wape"] is None
    assert 0 < document["methods"]["past_late_ratio"]["brier"] < 1
    for score in ("weekly_wape", "total_ape", "date_mae_days", "crps", "auc", "brier"):
        one = document["against_best_naive"][score]
        assert set(one) == {"best", "ratio", "difference", "standard_error"}
        mine, best = document["methods"]["simulator"][score], document["methods"][one["best"]][score]
        assert one["difference"] == pytest.approx(mine - best, abs=1e-9)
    assert document["reasons"][0].startswith("Only 18 weeks could be compared")
    assert set(document["with_new_invoices"]["methods"]) == {
        "eight_week_average",
        "customer_shrunk_with_orders",
        "simulator",
    }


def test_the_numbers_do_not_depend_on_the_workers(book: Ledger, honest: BackTest) -> None:
    told = []
    two = backtest(
        book, SHORT, workers="threads:2", simulator=Honest(), progress=lambda *counts: told.append(counts)
    )
    assert two.to_json() == honest.to_json()
    assert told[-1][0] == told[-1][1] == len(honest.origins) + 5  # five weeks of invoices between the ends


def test_the_best_naive_method_is_the_one_with_the_lowest_score(honest: BackTest) -> None:
    for score, one in honest.against_best_naive.items():
        if score not in ("auc", "brier"):
            lowest = min(
                honest.methods[name][score]
                for name in ("due_date", "customer_mean", "pooled", "customer_shrunk")
            )
            assert honest.methods[one.best][score] == lowest


def test_without_the_simulator_there_is_no_light(book: Ledger) -> None:
    found = backtest(book, SHORT, workers=1, naive_only=True)
    assert found.light is None
    assert json.loads(found.to_json())["methods"]["simulator"]["weekly_wape"] is None
    assert found.methods["customer_shrunk_working_days"]["weekly_wape"] > 0


def test_payments_on_weekends_leave_the_method_on_working_days_out() -> None:
    made = [
        Row(
            row.customer,
            row.invoice,
            row.issued,
            row.due,
            row.due + timedelta(days=number % 7),
            row.cents,
        )
        for number, row in enumerate(rows())
    ]
    found = backtest(ledger(made), SHORT, workers=1, naive_only=True)
    assert np.isnan(found.methods["customer_shrunk_working_days"]["weekly_wape"])
    assert any("do not skip weekends" in note for note in found.notes)


def test_an_open_invoice_is_late_once_its_due_day_has_passed() -> None:
    """One customer stops paying: its invoices count as late, not as never issued."""
    made = rows(customers=3)
    left_open = [
        Row(row.customer, row.invoice, row.issued, row.due, None, row.cents)
        if row.customer == "000001" and row.issued > date(2024, 4, 1)
        else row
        for row in made
    ]
    all_paid, some_open = (
        backtest(ledger(some), SHORT, workers=1, naive_only=True).methods["past_late_ratio"]["brier"]
        for some in (made, left_open)
    )
    assert all_paid != some_open


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "01.04.2024"], "--from 01.04.2024 is no date. Write it as 2026-01-31."),
        (["--every-days", "0"], "Every 0 days is no distance."),
        (["--workers", "many"], "'many' are no workers."),
        (["--seed", str(2**70)], "seed"),
        (["--from", "2030-01-01"], "From 2030-01-01 on nothing can be tested"),
    ],
)
def test_the_command_refuses_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    file = written(tmp_path, sap_text(rows()))
    code = run(["backtest", str(file), *options])
    assert code == 2
    assert words in capsys.readouterr().err


def test_the_command_tells_light_table_and_writes_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    file, answer = written(tmp_path, sap_text(rows())), tmp_path / "answer.json"
    days = ["--from", "2024-05-06", "--to", "2024-06-03", "--every-days", "28", "--horizon-weeks", "2"]
    assert run(["backtest", str(file), *days, "--workers", "1", "--json", str(answer)]) == 0
    told, document = capsys.readouterr().out, json.loads(answer.read_text(encoding="utf-8"))
    assert told.lstrip().startswith("AMBER: ledger, looked ahead 2 weeks from 2 days")
    assert "Only 4 weeks could be compared" in told
    assert "Customer's own law" in told
    assert 0 < document["methods"]["simulator"]["weekly_wape"] < 1
    assert 0 < document["methods"]["simulator"]["auc"] < 1
    monkeypatch.setattr(
        keeping, "keep_backtest", None
    )  # showing it again must not make it look like a new one
    assert run(["backtest", str(file), *days, "--workers", "1"]) == 0
    again = capsys.readouterr()
    assert (again.out, "From kept results" in again.err) == (told, True)


def test_never_is_never_near_a_day_of_a_ledger() -> None:
    assert np.datetime64("2200-01-01", "D").astype(np.int64) < NEVER
