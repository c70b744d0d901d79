"""Policy and figures without a browser: words at once, figures after them, files that open, what is refused."""

import io
import re
from base64 import b64decode

import openpyxl
import pytest

import simulator as cs
from simulator.app.policy.page import PolicyPage
from simulator.app.policy.runs import Runs, beside_today
from simulator.app.setting import Setting
from simulator.publish.sheets.policy import policy_sheet
from tests.app.patience import Patience

SMALL = cs.load_scenario("wholesale").but(
    portfolio={"customers": 20}, company={"horizon_days": 90, "warm_up_days": 60}
)
TODAY, INSURED = cs.load_strategy("status_quo"), cs.load_strategy("insured")


class Patient(Patience):
    def __init__(self, setting=None, steps=(3, 6)):
        super().__init__()
        self.page = PolicyPage(setting or Setting(SMALL), later=self.acts.put, runs=Runs(steps))

    @property
    def view(self):
        return self.page.view

    def look(self, **query):
        self.page.address.query = query
        self.page.address.is_known = True

    def until_settled(self):
        self.until(lambda: "Settled" in self.view.status.value, lambda: self.view.trouble.html.value)

    def file(self, name):
        """A file that is handed out."""
        found = re.search(rf'download="([^"]*{name})" href="data:[^,]*,([^"]*)"', self.view.links.value)
        assert found, self.view.links.value[:200]
        return b64decode(found[2])


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))


def text(html):
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL).split())


def test_the_words_are_there_before_any_figure():
    mine = Patient()
    shown = text(mine.view.sheet.value)
    assert "The insurer pays 90 % of an insured loss." in shown
    assert "Looked at every month" in shown
    assert "17 rules differ from today" in mine.view.title.value
    mine.for_a_while(0.3)
    assert mine.page.comparison is None


def test_figures_follow_and_are_those_of_a_comparison():
    mine = Patient()
    mine.look()
    mine.until_settled()
    expected = cs.compare(SMALL, [TODAY, INSURED], seed=2026, replications=6, workers=1)
    sheet = policy_sheet(INSURED, SMALL, comparison=expected)
    dso = next(kpi for kpi in sheet.kpis if kpi.name == "dso_countback_days")
    assert f"DSO, countback days {dso.today} {dso.expected}" in text(mine.view.sheet.value)
    assert "6 replications of 90 days" in text(mine.view.sheet.value)
    assert mine.view.again.layout.display == "none"


def test_the_address_chooses_strategy_and_sheet():
    mine = Patient()
    mine.look(strategy="discount", sheet="kpis")
    mine.until_settled()
    assert "2/10 net 30: what every month" in mine.view.title.value
    assert "KPI pack" in text(mine.view.sheet.value)


def test_the_kpi_pack_is_a_workbook_with_the_same_figures():
    mine = Patient()
    mine.view.kind.value = "kpis"
    mine.look()
    mine.until_settled()
    book = openpyxl.load_workbook(io.BytesIO(mine.file(r"\.xlsx")))
    assert {"Today", "Insured", "Retrospective"} <= set(book.sheetnames)
    rows = list(book["Insured"].iter_rows(values_only=True))
    sales = next(row for row in rows if row[0] == "Credit sales")
    comparison = mine.page.comparison
    assert comparison is not None
    assert sales[3] == pytest.approx(comparison.result("Insured").monthly("credit_sales")[0])


def test_the_files_of_a_policy_say_what_the_page_says():
    mine = Patient()
    mine.look()
    mine.until_settled()
    html = mine.file(r"\.html").decode()
    assert "<h1>Credit policy: Insured</h1>" in html
    assert "6 replications" in html
    assert mine.file(r"\.md").decode().strip().startswith("# Credit policy: Insured")


def test_a_review_sets_last_years_policy_beside_this_ones():
    mine = Patient()
    mine.view.kind.value = "review"
    mine.page.last.choose("discount")
    shown = text(mine.view.sheet.value)
    assert "2/10 net 30 (last year) beside Insured (this year)" in shown
    assert "From 2/10 net 30 to Insured" in mine.view.title.value
    assert mine.page.last.box.layout.display is None
    mine.look()
    mine.until_settled()
    expected = cs.compare(SMALL, [TODAY, cs.load_strategy("discount")], seed=2026, replications=6, workers=1)
    dso = expected.results[1].mean("dso_countback_days")
    assert f"DSO, countback days {dso:.1f}" in text(mine.view.sheet.value)


@pytest.mark.parametrize("kind", ["policy", "kpis", "review"])
def test_today_itself_can_be_the_policy(kind):
    mine = Patient()
    mine.view.kind.value = kind
    mine.page.this.choose("status_quo")
    mine.look()
    mine.until_settled()
    assert "Today" in text(mine.view.sheet.value)
    assert (
        "Status quo"
        not in f"{text(mine.view.sheet.value)} {mine.view.title.value} {mine.page.this.list.options}"
    )
    assert mine.view.trouble.html.value == ""


def test_playing_is_stopped_and_goes_on():
    mine = Patient(steps=(3, 40))
    mine.look()
    mine.until(lambda: mine.page.comparison is not None)
    mine.page.stop()
    assert "Stopped at 3 of 40" in mine.view.status.value
    mine.for_a_while(2.0)
    assert mine.page.comparison.replications == 3
    mine.page.play()
    mine.until_settled()


def test_a_strategy_from_a_file_is_taken_and_a_bad_one_refused():
    mine = Patient()
    mine.page.this.bring(
        "ours.yaml", b"extends: status_quo\nname: Ours\nwhy: ours\nchanges: {terms: {net_days: 45}}\n"
    )
    assert "Credit policy: Ours" in text(mine.view.sheet.value)
    before = mine.view.sheet.value
    mine.page.this.bring(
        "bad.yaml", b"extends: status_quo\nname: X\nwhy: y\nchanges: {terms: {net_dayz: 45}}\n"
    )
    assert "net_days" in mine.view.trouble.html.value
    assert mine.view.sheet.value == before


def test_a_policy_that_contradicts_itself_gets_a_sentence_and_the_one_before_stays():
    mine = Patient()
    before = mine.view.sheet.value
    mine.page.this.bring(
        "window.yaml", b"name: W\nwhy: y\nextends: discount\nchanges: {discount: {window_days: 60}}\n"
    )
    assert mine.view.trouble.html.value
    assert mine.view.sheet.value == before
    assert "is-old" in mine.view.sheet._dom_classes
    mine.page._printed(b"%PDF")
    assert mine.file("policy_insured.pdf") == b"%PDF", "named as the policy on it, not as the one refused"
    mine.page.this.list.value = "insured"
    assert "is-old" not in mine.view.sheet._dom_classes


def test_two_strategies_of_the_same_levers_are_one():
    setting = Setting(SMALL)
    assert [
        one.name for one in beside_today(setting, [TODAY, INSURED, INSURED.but("The same", why="again")])
    ] == [
        "Today",
        "Insured",
    ]
