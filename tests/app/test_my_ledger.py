"""My ledger without a browser: from a file to the light, what is refused, and that nothing is written."""

import contextlib
import queue
import re
import time
from dataclasses import replace

import pytest

from simulator.app.kit.jobs import Job
from simulator.app.ledger import steps
from simulator.app.ledger.page import MyLedger
from simulator.backtest import report
from simulator.backtest.keeping import keep_backtest
from simulator.backtest.origins import Rolling
from simulator.backtest.report import backtest
from simulator.errors import UserError
from simulator.experiment.kept.shelf import Shelf
from simulator.ledger import read_ledger
from tests.due_day import DueDay
from tests.synthetic_ledger import demo_text, rows, written

TEXT = demo_text(rows(customers=20, weeks=60))


class Patient:
    """A page with a loop of its own, and patience to wait until something is so."""

    def __init__(self):
        self.acts = queue.Queue()
        self.page = MyLedger(rolling=Rolling(every_days=30), workers=1, later=self.acts.put)

    @property
    def view(self):
        return self.page.view

    def until(self, is_so, what):
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end, what
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()

    def until_fitted(self):
        self.until(lambda: self.page.fit is not None, self.view.trouble.html.value)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    monkeypatch.setenv("CREDITLAB_MAPPINGS", str(tmp_path / "mappings"))
    monkeypatch.setattr(report, "_prepared_engine", DueDay)
    monkeypatch.setattr(steps, "FUTURES", 10)
    patient = Patient()
    yield patient
    patient.page.go_back()


def test_a_file_is_read_fitted_tested_and_nothing_is_written(mine, tmp_path):
    mine.page.take("C:\\books\\export.csv", TEXT.encode())
    mine.until_fitted()
    view = mine.view
    assert "1,200 invoices of 20 customers: not back-tested yet" in view.title.value
    assert "Good for fitting" in view.check.value
    assert "Learnt from your ledger" in view.learnt.value
    assert "The largest customers" in view.customers.value
    assert view.test.layout.display is None
    mine.page.test()
    assert view.cancel.layout.display is None
    mine.until(lambda: mine.page.tested is not None, view.trouble.html.value)
    light = mine.page.fit.portfolio.light
    assert light.light in ("green", "amber", "red")
    assert f"is-{light.light}" in view.light.value
    told = re.sub("<[^>]*>", "", view.light.value)
    assert all(reason in told for reason in mine.page.tested.reasons)
    assert not (tmp_path / "kept").exists()
    assert not (tmp_path / "mappings").exists()


def test_the_lab_opens_with_these_customers_and_their_light(mine):
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    mine.page.test()
    mine.until(lambda: mine.page.tested is not None, mine.view.trouble.html.value)
    mine.page.go_to_lab()
    lab = mine.page._lab
    assert lab.lab.setting.ledger == "export.csv"
    assert lab.lab.setting.light == mine.page.fit.portfolio.light
    mine.until(lambda: lab.comparison is not None, lab.main.trouble.value)
    assert lab.comparison.inputs["portfolio"]["origin"] == "ledger"
    assert lab.comparison.light == mine.page.fit.portfolio.light
    assert "light-badge" in lab.main.provenance.value
    mine.page.go_back()
    assert mine.page.box.children == (mine.view.box,)


def test_a_red_light_warns_above_the_numbers(mine):
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    fit = mine.page.fit
    red = replace(fit.portfolio.light, light="red", reason="Weekly cash is far off.")
    mine.page.fit = replace(fit, portfolio=replace(fit.portfolio, light=red))
    mine.page.go_to_lab()
    main = mine.page._lab.main
    assert "do not quote the levels" in main.warning.value
    assert main.warning.layout.display is None


def test_a_back_test_kept_by_the_command_is_shown_at_once(mine, tmp_path):
    book = read_ledger(written(tmp_path, TEXT, "export.csv"))
    found = backtest(book, Rolling(every_days=30), workers=1, simulator=DueDay())
    keep_backtest(Shelf(tmp_path / "kept"), book, found)
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    assert mine.page.tested is not None
    assert mine.page.fit.portfolio.light.light == found.light


def test_a_cancelled_back_test_leaves_everything_as_it_was(mine, monkeypatch):
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    mine.page.test()
    mine.page.cancel_test()
    assert mine.view.test.layout.display is None
    assert mine.view.cancel.layout.display == "none"
    end = time.monotonic() + 3
    while time.monotonic() < end:
        with contextlib.suppress(queue.Empty):
            mine.acts.get(timeout=0.05)()
    assert mine.page.tested is None
    assert "Not back-tested yet" in mine.view.light.value


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("photo.png", b"\x89PNG", "is not a ledger"),
        ("empty.csv", b"", "is empty"),
        ("words.csv", b"hello\nworld\n", "words.csv"),
        ("page.csv", b"%PDF-1.7 not a table", "PDF"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_the_ledger_before_stays(mine, name, content, says):
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    before = mine.view.check.value
    mine.page.take(name, content)
    mine.until(lambda: mine.view.trouble.html.value != "", "nothing was told")
    assert says in mine.view.trouble.html.value
    assert "creditlab-" not in mine.view.trouble.html.value
    assert mine.view.check.value == before
    assert mine.page.fit is not None
    assert mine.view.status.value == ""


def test_columns_that_are_not_known_can_be_chosen(mine):
    """A file in nobody's layout is refused, with its columns to choose from; chosen, it is read."""
    header, *lines = TEXT.splitlines()
    strange = (
        header.replace("customerID", "who")
        .replace("InvoiceAmount", "how much")
        .replace("SettledDate", "came")
    )
    text = "\n".join([strange.replace("DueDate", "until").replace("InvoiceDate", "from"), *lines])
    mine.page.take("strange.csv", text.encode())
    mine.until(lambda: mine.view.trouble.html.value != "", "nothing was told")
    editor = mine.view.editor
    assert editor.box.layout.display is None
    assert "who" in editor.fields["customer"].options
    chosen = {"customer": "who", "issued": "from", "due": "until", "paid": "came", "amount": "how much"}
    for field, column in chosen.items():
        editor.fields[field].value = column
    editor.again.click()
    mine.until_fitted()
    assert "1,200 invoices of 20 customers" in mine.view.title.value
    assert "mapping.yaml" in editor.save.value


def test_the_saved_mapping_reads_the_file_in_the_command_too(mine, tmp_path):
    mine.page.take("export.csv", TEXT.encode())
    mine.until_fitted()
    editor = mine.view.editor
    editor.terms.value = 21
    text = editor._columns.as_mapping_file(editor.mapping)
    place = written(tmp_path, TEXT, "export.csv")
    mapping = written(tmp_path, text, "mapping.yaml")
    assert len(read_ledger(place, mapping=mapping)) == len(mine.page.read.ledger)
    assert "terms_days: 21" in text


def test_a_ledger_without_payments_is_checked_but_not_fitted(mine):
    made = [replace(row, paid=None) for row in rows(customers=5, weeks=10)]
    mine.page.take("open.csv", demo_text(made).encode())
    mine.until(lambda: "no payments to learn from" in mine.view.title.value, mine.view.trouble.html.value)
    assert mine.page.fit is None
    assert mine.view.lab_card.layout.display == "none"


def test_work_that_breaks_is_told_without_its_text():
    told, acts = [], queue.Queue()
    job = Job(acts.put, told.append)
    job.start(lambda _: 1 / 0, told.append)
    acts.get(timeout=10)()
    assert "zero" not in told[0]
    assert "Nothing is lost" in told[0]

    def refuse(_):
        raise UserError("This is no ledger.")

    job.start(refuse, told.append)
    acts.get(timeout=10)()
    assert told[1] == "This is no ledger."
