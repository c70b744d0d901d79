"""The strategy lab grown up, without a browser: sharing, shocks, own weights, the why table, search, kept answers."""

import contextlib
import csv
import io
import queue
import re
import time
from base64 import b64decode

import pytest

import simulator as cs
from simulator.app.lab.page import StrategyLab
from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.experiment.following import follow
from simulator.sharing import read_shared
from simulator.strategy import load_strategy
from tests.synthetic_ledger import demo_text, rows

WANTED = 6


@pytest.fixture(scope="module")
def setting():
    scenario = cs.load_scenario("wholesale").but(
        portfolio={"customers": 25}, company={"horizon_days": 180, "warm_up_days": 90, "run_off_days": 200}
    )
    return Setting(scenario)


class Patient:
    """A page with a loop of its own, and patience to wait until something is so."""

    def __init__(self, lab):
        self.acts = queue.Queue()
        self.page = StrategyLab(lab, wanted=WANTED, later=self.acts.put)

    def until(self, is_so, what):
        end = time.monotonic() + 120
        while not is_so():
            assert time.monotonic() < end, what
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()

    def until_settled(self):
        self.until(lambda: self.page.is_settled and not self.is_stale, "the page never settled")
        return self.page

    def until_followed(self):
        why = self.page.main.why
        self.until(lambda: "is-old" not in why.box._dom_classes and why.found, "nothing was followed")
        return why.found

    @property
    def is_stale(self):
        return "is-stale" in self.page.main.box._dom_classes


@pytest.fixture
def lab(setting):
    patient = Patient(Lab(setting, (load_strategy("discount"), load_strategy("strict")), selected=1))
    patient.until_settled()
    yield patient
    patient.page.close()


def saved(html: str, name: str) -> bytes:
    """The file behind a link."""
    found = re.search(rf'<a[^>]*download="{re.escape(name)}"[^>]*>', html)
    assert found, html
    data = re.search(r'href="data:[^,]*;base64,([^"]*)"', found[0])
    assert data
    return b64decode(data[1])


def test_a_shared_comparison_comes_back_with_the_same_numbers_to_the_byte(lab, setting, tmp_path):
    page = lab.page
    page.move("terms.net_days", 45)
    page.setting_acts.strike(_coming(page, "Recession", 0.5, 20))
    page.judge_by("profit=2,growth=1")
    page.setting_acts.assume("company.overdraft_limit", 900_000)
    lab.until_settled()
    before = page.comparison.to_json()
    content = saved(page.top.save.value, "comparison.yaml")
    (tmp_path / "shared.yaml").write_bytes(content)
    assert read_shared(tmp_path / "shared.yaml").judged_by == "profit=2,growth=1"

    other = Patient(Lab(setting))
    other.until_settled()
    other.page.load("shared.yaml", content)
    other.until_settled()
    assert other.page.main.trouble.value == ""
    assert other.page.comparison.to_json() == before
    assert other.page.lab.criterion == "profit=2,growth=1"
    assert other.page.lab.selected == 1
    assert saved(other.page.top.save.value, "comparison.yaml") == content
    other.page.undo()
    assert not other.page.lab.alternatives
    other.page.close()


def _coming(page, name, severity, day):
    line = page.scenario.shocks.lines[name]
    from simulator.coming import Coming

    return [Coming(line.shock, severity, day)]


def test_the_seed_and_the_replications_of_the_file_count(lab):
    page = lab.page
    text = saved(page.top.save.value, "comparison.yaml").decode()
    page.load(
        "x.yaml", text.replace("seed: 2026", "seed: 7").replace("replications: 6", "replications: 4").encode()
    )
    lab.until_settled()
    assert (page.comparison.seed, page.comparison.replications) == (7, 4)
    assert "Settled: 4 replications" in page.main.status.value
    expected = cs.compare(page.lab.setting.scenario, page.lab.strategies, seed=7, replications=4, workers=1)
    assert page.comparison.to_json() == expected.to_json()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"comparison: 2\nscenario: {}\n", "another form"),
        (b"comparison: 1\nscenario: {extends: /etc/passwd}\n", "names no scenario that ships"),
        (b"comparison: 1\nscenario: {extends: wholesale}\njudged_by: luck\n", "Nothing is judged by"),
        (
            b"comparison: 1\nscenario: {extends: wholesale}\nledger: abcdefabcdefabcdef\n",
            "begins abcdefabcdef. Upload",
        ),
        (
            b"comparison: 1\nscenario: {extends: wholesale}\nstrategies:\n"
            + b"".join(b"- {name: S%d, why: x}\n" % number for number in range(4)),
            "has 4 strategies beside today",
        ),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
    ],
)
def test_a_bad_comparison_gets_a_sentence_and_changes_nothing(lab, content, told):
    before = lab.page.lab
    lab.page.load("shared.yaml", content)
    assert told in lab.page.main.trouble.value
    assert "/tmp" not in lab.page.main.trouble.value
    assert lab.page.lab == before
    assert not lab.is_stale


def test_a_comparison_of_a_ledger_names_it_by_its_fingerprint_alone(lab):
    page = lab.page
    content = demo_text(rows(customers=20, weeks=60)).encode()
    page.setting_acts.take_ledger("export.csv", content)
    lab.until(lambda: page.lab.setting.ledger and page.is_settled and not lab.is_stale, "no ledger")
    page.setting_acts.assume("company.overdraft_limit", 12_345.0)
    lab.until_settled()
    before = page.comparison.to_json()
    text = saved(page.top.save.value, "comparison.yaml").decode()
    assert page.lab.setting.fingerprint in text
    assert "export" not in text
    assert not any(name in text for name in page.lab.setting.portfolio.identities)
    page.setting_acts.assume("company.overdraft_limit", 50_000.0)
    page.load("shared.yaml", text.encode())
    lab.until_settled()
    assert page.main.trouble.value == ""
    assert page.comparison.to_json() == before
    page.setting_acts.take_scenario("wholesale")
    page.load("shared.yaml", text.encode())
    assert "about a ledger that is not here" in page.main.trouble.value


def test_a_shock_comes_upon_all_strategies_and_is_named(lab):
    page, line = lab.page, lab.page.scenario.shocks.lines["Sales drop"]
    before = page.comparison
    line.comes.value = True
    lab.until_settled()
    assert page.comparison.first.mean("credit_sales") < before.first.mean("credit_sales")
    assert page.comparison.scenario == "Wholesale + Sales drop"
    assert "+ Sales drop" in page.main.context.value
    assert "comes upon us <b>Sales drop</b>" in page.main.provenance.value
    mild = page.comparison.first.mean("credit_sales")
    line.severity.value = 2.0
    lab.until_settled()
    assert page.comparison.first.mean("credit_sales") < mild
    assert "Sales drop × 2" in page.main.provenance.value
    assert page.lab.setting.scenario.shocks[0] == page.lab.setting.coming[0].upon(page.lab.setting.scenario)
    line.day.value = 100
    lab.until_settled()
    assert page.lab.setting.scenario.shocks[0].start_day == 100
    page.undo()
    page.undo()
    page.undo()
    lab.until_settled()
    assert not line.comes.value
    assert page.comparison.to_json() == before.to_json()


def test_a_shock_of_one_s_own_is_loaded_and_a_bad_one_refused(lab):
    page = lab.page
    page.setting_acts.load_shock("mine.yaml", b"name: Flood\nwhy: Rain\nstart_day: 5\n")
    assert "does nothing" in page.main.trouble.value
    page.setting_acts.load_shock("mine.exe", b"x")
    assert "is not a shock as YAML" in page.main.trouble.value
    text = b"name: Flood\nwhy: Rain\nstart_day: 5\ntimes:\n  economy: {order_multiplier: 0.5}\n"
    page.setting_acts.load_shock("mine.yaml", text)
    lab.until_settled()
    assert page.comparison.scenario == "Wholesale + Flood"
    assert page.scenario.shocks.lines["Flood"].comes.value
    page.setting_acts.load_shock("mine.yaml", text)
    assert "is there twice" in page.main.trouble.value


def test_judging_by_growth_resilience_and_own_weights_needs_no_new_numbers(lab):
    page = lab.page
    numbers = page.comparison
    page.main.criterion.value = "growth"
    assert page.comparison is numbers
    assert "margin on sales" in page.main.table.value
    assert "Growth: sales less their cost" in page.main.judged.words.value
    page.main.criterion.value = "own"
    assert page.lab.criterion == "profit=2,lowest_cash=1,resilience=1"
    page.main.judged.sliders["resilience"].value = 0.0
    assert page.lab.criterion == "profit=2,lowest_cash=1"
    assert "profit 67 %, cash low point 33 %" in page.main.judged.words.value
    assert "by your weights" in page.main.headline.value
    assert 'data-measure="judged"' in page.main.table.value
    page.main.judged.sliders["profit"].value = 0.0
    page.main.judged.sliders["lowest_cash"].value = 0.0
    assert "All weights are 0" in page.main.trouble.value
    assert page.lab.criterion == "lowest_cash=1"
    page.main.criterion.value = "profit"
    assert 'data-measure="judged"' not in page.main.table.value
    assert page.comparison is numbers


def test_the_why_table_is_what_the_command_follows(lab, setting):
    page = lab.page
    found = lab.until_followed()
    expected = follow(
        page.comparison, setting.scenario, page.lab.strategies[:2], page.answers.portfolio_of(page.lab)
    )
    assert found == expected
    assert found.heading.split("make")[0] in re.sub("<[^>]*>", "", page.main.why.head.value)
    assert page.main.why.table.value.count("<tr>") == 1 + len(found.told)
    rows_of = list(csv.reader(io.StringIO(saved(page.main.why.links.value, "why.csv").decode("utf-8-sig"))))
    assert sum(round(100 * float(row[-1])) for row in rows_of[1:-1]) == found.trace.cents
    page.main.why.what.value = "write_offs"
    assert "is-old" in page.main.why.box._dom_classes
    assert lab.until_followed().what == "write_offs"
    number = page.main.why.found.trace.replication
    page.main.why.another.click()
    assert lab.until_followed().trace.replication != number


def test_the_why_table_is_never_old_at_full_strength(lab):
    page = lab.page
    lab.until_followed()
    page.answers.ask = lambda _: None  # as if the answer took long
    page.move("terms.net_days", 45)
    assert "is-old" in page.main.why.box._dom_classes
    assert not page.main.why._job.is_busy
    del page.answers.ask
    page.go_on()
    lab.until_settled()
    page.select(2)
    assert "is-old" in page.main.why.box._dom_classes
    assert lab.until_followed().other == "Strict"
    page.select(0)
    assert page.main.why.found is None


def test_a_lever_is_found_by_a_word_and_moved(lab):
    rail = lab.page.rail
    rail.sought.value = "stop supply"
    control = rail.levers["credit_policy.stop_supply_days"]
    assert control.box in rail.found.children
    rail.sought.value = "review months"
    assert rail.levers["credit_policy.review_months"].box in rail.found.children
    rail.levers["credit_policy.review_months"].input.value = 3
    assert lab.page.lab.value("credit_policy.review_months") == 3
    rail.sought.value = "bananas"
    assert "No lever has this" in rail.found.children[0].value


def test_what_was_played_is_kept_and_shown_at_once_on_the_next_visit(setting, tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path))
    state = Lab(setting, (load_strategy("discount"),), selected=1)
    first = Patient(state)
    first.until_settled()
    assert "kept" not in first.page.main.status.value
    first.until(lambda: any(tmp_path.rglob("*.parquet")), "nothing was kept")
    shown = first.page.comparison.to_json()
    first.until(lambda: len(list(tmp_path.rglob("*.parquet"))) == 2, "not all was kept")
    first.page.close()
    second = Patient(state)
    second.until_settled()
    assert "kept, from" in second.page.main.status.value
    assert second.page.comparison.to_json() == shown
    second.page.move("terms.net_days", 45)
    second.until_settled()
    assert "kept" not in second.page.main.status.value
    second.page.close()
    expected = cs.compare(setting.scenario, state.strategies, replications=WANTED, workers=1, keep=True)
    assert expected.to_json() == shown


def test_the_board_page_is_reached_with_what_ships_and_else_with_the_file(lab):
    assert 'href="/board"' in lab.page.top.save.value  # 25 customers are no scenario that ships
    from simulator.app.lab.downloads import board_link
    from simulator.app.setting import scenario_setting

    shipped = Lab(scenario_setting("wholesale"), (load_strategy("discount"), load_strategy("strict")), 1)
    assert "/board?strategies=discount,strict" in board_link(shipped)
    far = Lab(scenario_setting("saas", 730), (load_strategy("discount"),), 1, "dso")
    assert "/board?strategies=discount&amp;scenario=saas&amp;days=730&amp;by=dso" in board_link(far)
    assert "strategies=" not in board_link(shipped.with_lever("terms.net_days", 45))
