"""The stress page without a browser: a shock whose cost is known by hand, choices, files, what is kept or refused."""

import re
from dataclasses import replace
from html import unescape

import pytest

from simulator.app.setting import Setting
from simulator.app.stress.asking import Effort
from simulator.app.stress.page import StressPage
from simulator.experiment.inputs import portfolio_for
from simulator.experiment.kept.keeping import Keeping, NotKept
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.stress import stress
from simulator.ledger.light import LedgerLight
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy
from tests.app.patience import Patience
from tests.behaviour.test_stress import DEARER, EXTRA, breaks_at, quiet

RENT = f"""
name: Rent rises
why: The landlord wants more
start_day: 0
plus: {{company: {{fixed_cost_per_month: {EXTRA}}}}}
severity: strength
"""
STAGES = (2, 4)


class Visitor(Patience):
    """Somebody on the page."""

    def __init__(self, setting=None, effort=None):
        super().__init__()
        self.page = StressPage(
            setting or Setting(quiet()), later=self.later, effort=effort or Effort(STAGES, 1, 1)
        )

    @property
    def view(self):
        return self.page.view

    @property
    def told(self):
        return unescape(re.sub("<[^>]*>", "", self.view.trouble.html.value))

    def look(self):
        self.page.address.is_known = True
        self.settle()

    def settle(self):
        self.until(self.is_settled, lambda: self.told or self.view.status.value)

    def is_settled(self):
        page = self.page
        is_last = page.found is not None and page.found.test.replications == STAGES[-1]
        return is_last and page.asked == page._chosen() and not page._job.is_busy

    def only(self, name):
        """Untick every other shock, and every strategy."""
        for row in self.page.shocks.rows:
            row.tick.value = row.name == name
        for tick in self.page.cast._ticks.values():
            tick.value = False


@pytest.fixture
def visitor():
    made = Visitor()
    yield made
    made.page.close()


def cells(html):
    """The numbers of each row by its name."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", html):
        name = re.sub("<[^>]*>", "|", row.split("</th>")[0]).strip("|").split("|")[0]
        found[name.strip()] = re.findall(r'<b class="num">(.*?)</b>', row)
    return found


def test_a_rise_of_the_rent_costs_six_months_of_it(visitor):
    visitor.page.shocks.take("rent.yaml", RENT.encode())
    visitor.only("Rent rises")
    visitor.page.cast.choose("strict")
    visitor.look()
    visitor.view.measure.value = "profit_to_the_end"
    # 120,000 in a run of 181 days are 242,000 a year
    assert cells(visitor.view.heat.value)["Rent rises"] == ["−242k", "−242k"]
    assert "95 %: −242k to −242k" in visitor.view.heat.value
    assert "hurts most: it costs today €242k a year" in re.sub("<[^>]*>", "", visitor.view.title.value)


def test_nothing_is_run_before_somebody_looks(visitor):
    visitor.until(lambda: not visitor.page._job.is_busy)
    visitor.page.shocks.together.value = True
    assert visitor.page.found is None
    assert not visitor.page._job.is_busy
    assert "come here" in visitor.view.heat.value


def test_what_is_kept_is_shown_at_once_and_says_so(visitor, tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "kept"))
    visitor.look()
    again = Visitor()
    again.until(lambda: again.page.found is not None)
    assert again.page.found.test.to_json() == visitor.page.found.test.to_json()
    assert "kept, from" in again.view.status.value
    again.page.close()


def test_only_what_is_kept_can_be_asked_for(tmp_path):
    shelf, how = Shelf(tmp_path), {"workers": 1, "portfolio": portfolio_for(quiet())}
    today = [load_strategy("status_quo")]
    with pytest.raises(NotKept):
        stress(quiet(), today, [DEARER], replications=2, keep=Keeping(shelf, only_kept=True), **how)
    found = stress(quiet(), today, [DEARER], replications=2, keep=shelf, **how)
    again = stress(quiet(), today, [DEARER], replications=2, keep=Keeping(shelf, only_kept=True), **how)
    assert again.to_json() == found.to_json()
    with pytest.raises(NotKept):
        stress(quiet(), today, [DEARER], replications=3, keep=Keeping(shelf, only_kept=True), **how)


def test_another_measure_changes_map_table_and_picture(visitor):
    visitor.look()
    before = visitor.view.heat.value, visitor.view.numbers.value, visitor.view.struck.chart.figure
    visitor.view.measure.value = "write_offs_net_of_claims"
    after = visitor.view.heat.value, visitor.view.numbers.value, visitor.view.struck.chart.figure
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "Write-offs after claims" in visitor.view.heat.value


def test_another_strategy_is_compared_with_today(visitor):
    visitor.look()
    visitor.view.selected.value = 3
    names = visitor.page.found.test.strategies
    assert names[3] in visitor.view.struck.chart.text
    assert "is-selected" in visitor.view.heat.value


def test_the_address_names_a_strategy(visitor):
    visitor.page.address.query = {"strategy": "growth"}
    visitor.look()
    names = visitor.page.found.test.strategies
    assert "Growth" in names
    assert len(names) == 4
    assert names[visitor.view.selected.value] == "Growth"


def test_a_fourth_strategy_is_refused_and_leaves_everything(visitor):
    visitor.look()
    before = visitor.page.found
    visitor.page.cast._ticks["strict"].value = True
    assert "room for 3 strategies beside today" in visitor.told
    assert not visitor.page.cast._ticks["strict"].value
    assert visitor.page.found is before


def test_one_s_own_strategy_joins(visitor):
    visitor.page.cast._ticks["insured"].value = False
    text = "extends: status_quo\nname: Net 45\nwhy: x\nchanges:\n  terms: {net_days: 45}\n"
    visitor.page.cast.take("mine.yaml", text.encode())
    visitor.look()
    assert "Net 45" in visitor.page.found.test.strategies
    visitor.page.cast.take("mine.yaml", text.encode())
    assert "called 'Net 45' is there already" in visitor.told


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("shock.csv", b"x", "is not a shock as YAML"),
        ("shock.yaml", b"name: [", "shock.yaml"),
        ("shock.yaml", b"name: A\nwhy: b\nstart_day: 3\n", "does nothing"),
        ("shock.yaml", RENT.replace("Rent rises", "Recession").encode(), "there already"),
    ],
)
def test_a_bad_file_is_a_sentence_without_a_path(visitor, name, content, words):
    count = len(visitor.page.shocks.rows)
    visitor.page.shocks.take(name, content)
    assert words in visitor.told
    assert "/" not in visitor.told.replace("and/or", "")
    assert len(visitor.page.shocks.rows) == count


def test_day_and_severity_change_the_shock(visitor):
    row = next(one for one in visitor.page.shocks.rows if one.name == "Sales drop")
    row.day.value, row.times.value = 10, 2.0
    assert row.shock.start_day == 10
    assert row.shock.times["economy"]["order_multiplier"] == pytest.approx(0.6)  # twice as far from 1 as 0.8
    assert "orders down 40 %, from day 10" in row.words.value


def test_what_cannot_get_so_bad_is_told_and_the_answer_stays(visitor):
    visitor.look()
    before = visitor.page.found
    row = next(one for one in visitor.page.shocks.rows if one.name == "Insurer cuts cover")
    row.times.value = 5.0
    assert "refusal_healthy_fraction" in visitor.told or "Allowed" in visitor.told
    assert visitor.page.found is before
    row.times.value = 1.0
    assert visitor.told == ""


def test_no_shock_at_all_is_a_sentence(visitor):
    for row in visitor.page.shocks.rows:
        row.tick.value = False
    assert "Tick at least one" in visitor.told


def test_all_at_once_is_one_more_row_at_the_end(visitor):
    visitor.page.shocks.together.value = True
    visitor.look()
    assert list(cells(visitor.view.heat.value))[-1] == "All of these at once"


def test_how_bad_it_must_get_is_the_factor_by_hand(visitor):
    visitor.page.shocks.take("rent.yaml", RENT.encode())
    visitor.only("Rent rises")
    visitor.look()
    visitor.view.reverse.shock.value, visitor.view.reverse.share.value = "Rent rises", 0.5
    visitor.page.reverse()
    visitor.until(lambda: visitor.page.broken, lambda: visitor.told)
    not_yet, already = visitor.page.broken[0].bracket
    assert not_yet < breaks_at(quiet()) <= already * (1 + 1e-6)
    assert f"{already:.3g} times as severe" in re.sub("<[^>]*>", "", visitor.view.reverse.words.value)
    assert visitor.view.reverse.picture.box.layout.display is None
    visitor.page.shocks.together.value = True
    assert visitor.view.reverse.words.value == "", "it belonged to other choices"


def test_stopping_keeps_what_is_there(visitor):
    visitor.look()
    before = visitor.view.heat.value
    visitor.page.cast._ticks["insured"].value = False
    visitor.page.stop()
    assert visitor.view.heat.value == before
    assert "is-old" in visitor.view.heat._dom_classes, "it is of other choices"
    assert visitor.view.go_on.layout.display is None
    visitor.page.go_on()
    visitor.settle()
    assert len(visitor.page.found.test.strategies) == 3


def test_back_at_what_is_answered_nothing_else_arrives(visitor):
    visitor.look()
    answered = visitor.page.found
    tick = visitor.page.cast._ticks["insured"]
    tick.value = False
    assert visitor.page._job.is_busy
    tick.value = True
    assert not visitor.page._job.is_busy
    assert "is-old" not in visitor.view.heat._dom_classes
    visitor.for_a_while(1.0)
    assert visitor.page.found is answered


def test_choices_that_cannot_be_make_the_old_answer_pale(visitor):
    visitor.look()
    for row in visitor.page.shocks.rows:
        row.tick.value = False
    assert "Tick at least one" in visitor.told
    assert not visitor.page._job.is_busy
    assert "is-old" in visitor.view.heat._dom_classes


def test_another_scenario_is_taken(visitor):
    row = next(one for one in visitor.page.shocks.rows if one.name == "Recession")
    row.day.value, row.times.value = 30, 1.5
    visitor.page.about.choice.value = "saas"
    assert visitor.page.about.setting.scenario.name == load_scenario("saas").name
    again = next(one for one in visitor.page.shocks.rows if one.name == "Recession")
    assert (again.day.value, again.times.value) == (30, 1.5)
    assert visitor.page._chosen().setting.scenario.company.horizon_days == 181
    visitor.page.about.choice.value = "own"
    assert visitor.page._chosen().setting.scenario == quiet()


def test_a_ledger_that_is_foretold_badly_warns(tmp_path):
    scenario = quiet()
    red = LedgerLight("red", "Weekly cash is far off.", 30, "2026-01-01", "2026-06-01")
    portfolio = replace(portfolio_for(scenario), light=red)
    visitor = Visitor(Setting(scenario, "mine.csv", "0", portfolio))
    visitor.look()
    assert "do not quote the levels" in visitor.view.about.warning.value
    assert "Back-test failed" in visitor.view.foot.value
    assert "mine.csv" in visitor.view.about.choice.label
    visitor.page.close()


def test_what_goes_wrong_inside_is_one_plain_sentence(visitor, monkeypatch):
    visitor.look()
    monkeypatch.setattr(visitor.view, "show", lambda *_: 1 / 0)
    visitor.page.show()
    assert visitor.told.startswith("The page met something that it did not expect")


def test_a_shock_that_comes_anyway_is_not_offered_again():
    visitor = Visitor(Setting(quiet().with_shocks(["recession"])))
    assert "Recession" not in [row.name for row in visitor.page.shocks.rows]
    visitor.look()
    assert "Recession" in visitor.view.about.facts.value
    visitor.page.close()
