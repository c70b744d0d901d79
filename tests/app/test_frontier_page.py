"""The frontier page without a browser, on measures by formula: prices by hand, grid, optimiser, best, tornado."""

import re
from html import unescape

import pytest
import yaml

import simulator as cs
from simulator.app.frontier.asking import MOST_POINTS, Effort
from simulator.app.frontier.levers import lever_choices, usual_values
from simulator.app.frontier.page import FrontierPage
from simulator.app.setting import Setting
from simulator.app.uploads import as_file
from simulator.experiment import compare as comparing
from simulator.experiment.dials import dial
from simulator.results.words import MINUS
from simulator.strategy import load_strategy
from tests.app.patience import Patience
from tests.unit.invented_runs import replicator_by

STAGES = (4, 200)


def formula(scenario, levers, draw):
    """A day of terms brings 1,000 of profit at a margin of a quarter and takes 5,000 of cash; discounts cost both."""
    days, rate = levers.terms.net_days or 30, levers.discount.rate_fraction
    margin = scenario.company.gross_margin_fraction / 0.25
    return {
        "profit_to_the_end": 1e6 * draw + 1_000.0 * margin * days - 1e6 * rate,
        "lowest_cash": 1e5 * draw - 5_000.0 * days - 1e5 * rate,
        "write_offs_net_of_claims": 100.0 * days,
    }


class Visitor(Patience):
    """Somebody on the page."""

    def __init__(self):
        super().__init__()
        scenario = cs.load_scenario("wholesale").but(
            portfolio={"customers": 20}, company={"horizon_days": 365, "gross_margin_fraction": 0.25}
        )
        self.page = FrontierPage(Setting(scenario), later=self.later, effort=Effort(STAGES, 1, 40, 80, 10))

    @property
    def view(self):
        return self.page.view

    @property
    def told(self):
        return plain(self.view._page.trouble.html.value)

    def look(self):
        self.page.address.is_known = True
        self.settle()

    def settle(self):
        def is_settled():
            page = self.page
            is_last = page.found is not None and page.found.front.replications == STAGES[-1]
            return is_last and page.asked == page._chosen() and not page._job.is_busy

        self.until(is_settled, lambda: self.told)

    def ask(self, part):
        part.request.start()
        self.until(lambda: not part.request.is_busy, lambda: self.told)


def plain(html):
    return unescape(re.sub("<[^>]*>", "", html))


def price_of(visitor, before, after):
    rows = re.findall(r"<tr>(.*?)</tr>", visitor.view.steps.value)
    found = [plain(row) for row in rows if plain(row).startswith(f"{before}{after}")]
    return found[0] if found else ""


@pytest.fixture
def visitor(monkeypatch):
    monkeypatch.setattr(comparing, "replicator", replicator_by(formula))
    made = Visitor()
    yield made
    made.page.close()


def test_what_one_more_euro_of_profit_costs_by_hand(visitor):
    visitor.look()
    # 60 days instead of 30: 30,000 more profit for 150,000 of cash, whatever the luck
    front = visitor.page.found.front
    last = front.steps[-1]
    assert last.after == "Growth"
    assert [gain.mean for gain in last.gains] == [pytest.approx(30_000.0), pytest.approx(-150_000.0)]
    assert "each €1 more of profit to the end costs €5.00 of cash low point, bad year" in plain(
        visitor.view.steps.value
    )
    discount = next(place for place in front.places if place.name == "2/10 net 30")
    assert discount.standing == "dominated"
    assert "Beyond" in visitor.view.picture.head.value


def test_the_first_numbers_tell_averages_and_say_so(visitor):
    visitor.page.address.is_known = True
    visitor.until(lambda: visitor.page.found is not None)
    assert visitor.page.found.front.measures[1] == "lowest_cash"
    assert "known after 200 replications" in plain(visitor.view.title.value)
    assert plain(visitor.view.title.value).startswith("So far")
    visitor.settle()
    assert visitor.page.found.front.measures[1] == "lowest_cash_p05"
    assert "known after" not in plain(visitor.view.title.value)


def test_nothing_is_run_before_somebody_looks(visitor):
    visitor.until(lambda: not visitor.page._job.is_busy)
    visitor.view.across.value = "write_offs_net_of_claims"
    assert visitor.page.found is None
    assert not visitor.page._job.is_busy


def test_other_axes_change_picture_and_table(visitor):
    visitor.look()
    before = visitor.view.table.value, visitor.view.picture.chart.figure
    visitor.view.across.value = "write_offs_net_of_claims"
    visitor.settle()
    assert visitor.view.table.value != before[0]
    assert visitor.view.picture.chart.figure != before[1]
    low, high = visitor.view.picture.chart.figure["layout"]["xaxis"]["range"]
    assert low > high, "fewer write-offs lie to the right"


def test_a_grid_adds_a_dot_for_every_combination(visitor):
    visitor.look()
    count = len(visitor.page.found.front.places)
    visitor.view.rows[0].lever.value = "terms.net_days"
    visitor.view.rows[0].values.value = "45, 75"
    visitor.view.rows[1].lever.value = "discount.rate_fraction"
    visitor.view.rows[1].values.value = "0 to 0.02 by 0.01"
    visitor.settle()
    assert len(visitor.page.found.front.places) == count + 6
    assert "of the grid" in visitor.view.picture.head.value
    assert visitor.page.found.front.ranked[0].name == "payment terms 75, discount for paying early 0"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("soon", "Payment terms cannot be 'soon'. Type values such as 7 to 120 by 30; allowed is 0 to"),
        ("", "Payment terms has no values"),
        ("1 to 120 by 1", f"the page takes {MOST_POINTS}"),
        ("60 to 30", "cannot be '60 to 30'"),
    ],
)
def test_wrong_values_are_a_sentence_and_the_answer_stays(visitor, values, words):
    visitor.look()
    before = visitor.page.found
    visitor.view.rows[0].lever.value = "terms.net_days"
    visitor.view.rows[0].values.value = values
    assert words in visitor.told
    visitor.page.stop()
    assert visitor.page.found is before
    assert "is-old" in visitor.view.table._dom_classes, "it is without the grid that was asked for"


@pytest.mark.parametrize("key", [key for _, key in lever_choices()[1:]])
def test_every_lever_offered_has_values_that_it_can_take(key):
    from simulator.app.frontier.levers import as_dial

    assert len(dial(as_dial(key, usual_values(key))).values) >= 2


def test_today_alone_has_no_frontier(visitor):
    for tick in visitor.page.cast._ticks.values():
        tick.value = False
    assert "Choose at least one strategy beside it" in visitor.told


def lone_limit(part, limit, figure=None):
    part.limits[0].limit.value = limit
    part.limits[0].today.value = figure is None
    part.limits[0].figure.value = figure or 0.0


def test_the_optimiser_finds_the_longest_terms_that_cash_allows(visitor):
    part = visitor.view.optimiser
    part.levers[0].values.value = "15 to 75 by 15"
    # the average cash low point is about 50,000 less 5,000 a day: 45 days keep −220,000, 60 days do not
    lone_limit(part, "lowest_cash>=", -220_000.0)
    part.trials.value = 64
    visitor.ask(part)
    assert visitor.told == ""
    assert part.found.levers["terms.net_days"] == 45
    assert part.found.levers["discount.rate_fraction"] == 0
    assert part.found.gain.mean == pytest.approx(15_000.0)
    text = plain(part.answer.value)
    assert "payment terms 45" in text.lower()
    assert "€15k a year better than today" in text
    assert "lowest_cash" not in text
    assert "terms.net_days" not in text
    saved = re.search(r"base64,([^\"]+)", part.links.value)[1]
    check_saved(saved, part.found)


def check_saved(saved, found):
    from base64 import b64decode

    content = b64decode(saved)
    assert yaml.safe_load(content)["changes"]["terms"] == {"net_days": 45}
    with as_file("found.yaml", content) as path:
        today = cs.load_scenario("wholesale").today
        assert load_strategy(path).levers(today) == found.strategy.levers(today)


def test_where_nothing_is_better_that_is_said(visitor):
    part = visitor.view.optimiser
    lone_limit(part, "lowest_cash_p05>=")  # today's own: no longer terms, so no more profit
    part.levers[0].values.value = "30 to 75 by 15"
    part.levers[2].lever.value = ""
    visitor.ask(part)
    assert plain(part.answer.value).startswith("Nothing of the 12 tried")
    assert "is-nothing" in part.answer.value


def test_a_search_without_levers_is_a_sentence(visitor):
    part = visitor.view.optimiser
    for row in part.levers:
        row.lever.value = ""
    part.request.start()
    assert "Choose at least one lever" in visitor.told
    assert not part.request.is_busy


def test_the_candidate_opens_in_the_lab_and_there_is_a_way_back(visitor, monkeypatch):
    part = visitor.view.optimiser
    lone_limit(part, "")
    visitor.ask(part)
    part._go()
    assert visitor.page._lab.lab.alternatives[0].name == part.found.strategy.name[:60]
    visitor.page.go_back()
    assert visitor.page.box.children[0] is visitor.view.box


def test_the_best_of_all_is_named_with_its_chance_of_error(visitor):
    part = visitor.view.best
    part.error.value = 0.01
    visitor.ask(part)
    assert part.found.name == "Growth"
    assert "1 of 100" in plain(part.answer.value)
    assert plain(part.answer.value).startswith("Growth is the best of 11")


def test_what_the_choice_leans_on_is_drawn_and_told_in_titles(visitor):
    visitor.look()
    part = visitor.view.leaning
    part.strategy.value = "Growth"
    visitor.ask(part)
    # 30 days more bring 30,000 x margin / 0.25: the margin is all that moves it
    moving = part.found.moving
    assert [bar.key for bar in moving] == ["company.gross_margin_fraction"]
    low = moving[0].low
    assert low.answer.mean == pytest.approx(30_000.0 * low.value / 0.25)
    text = plain(part.answer.value)
    assert "gross margin" in text
    assert "company." not in text
    assert part.picture.box.layout.display is None
    assert "€30k a year better than today" in text


def test_terms_are_traded_for_sales_and_the_break_even_growth_is_drawn(visitor):
    visitor.look()
    part = visitor.view.terms
    assert part.picture.box.layout.display == "none"
    visitor.ask(part)
    found = part.found
    assert (found.net_days, found.replications) == ((14, 30, 45, 60, 90), 10)
    assert found.own_elasticity == 0.1
    lines = [one for one in part.picture.chart.figure["data"] if one.get("mode") == "lines"]
    assert lines[1]["y"][-1] == pytest.approx(100 * found.growth(1, 4))
    assert lines[-1]["y"][-1] == pytest.approx(100 * found.break_even_growth(4))
    assert "payment terms for all" in str(part.picture.chart.figure)
    assert "terms.json" in part.links.value
    visitor.page.about.choice.value = "saas"
    assert part.found is None
    assert part.picture.box.layout.display == "none"


def test_a_cancelled_search_leaves_the_page_ready(visitor):
    part = visitor.view.optimiser
    part.request.start()
    part.request.cancel()
    assert part.request.button.layout.display is None
    assert part.answer.value == ""


def test_the_address_names_the_strategy_that_is_leant_on(visitor):
    visitor.page.address.query = {"strategy": "strict"}
    visitor.look()
    assert visitor.view.leaning.strategy.value == "Strict"


def test_minus_is_a_true_minus(visitor):
    visitor.look()
    assert f"{MINUS}150k" in visitor.view.steps.value
