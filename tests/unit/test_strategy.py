"""Strategies and scenarios are values: they can be varied, never edited."""

import copy
import json
import pickle

import pytest
from pydantic import ValidationError

import simulator as cs
from simulator.errors import UserError
from simulator.levers import Levers, Step
from simulator.parameters import METRICS
from simulator.plans import shipped_names
from simulator.strategy import Strategy, assign

STRATEGIES = ["status_quo", "discount", "strict", "growth", "intensive_collections"]


@pytest.fixture
def scenario():
    return cs.load_scenario("wholesale")


@pytest.fixture
def today():
    return cs.load_strategy("status_quo")


def test_everything_that_ships_loads(scenario):
    assert set(STRATEGIES) <= set(shipped_names("strategy"))
    for name in shipped_names("strategy"):
        strategy = cs.load_strategy(name)
        assert strategy.why
        assert not strategy.warnings(scenario.today), "a shipped strategy is ordinary"
        assert set(strategy.expected) <= set(METRICS)
    for name in shipped_names("scenario"):
        assert not cs.load_scenario(name).warnings


def test_the_status_quo_is_today(scenario, today):
    assert today.levers(scenario.today) == scenario.today
    assert scenario.today.credit_policy.limit_months_of_sales == 4.0


def test_the_shipped_strategies_say_what_they_change(scenario):
    levers = {name: cs.load_strategy(name).levers(scenario.today) for name in STRATEGIES}
    assert (levers["discount"].discount.rate_fraction, levers["discount"].discount.window_days) == (0.02, 10)
    assert (levers["strict"].terms.net_days, levers["strict"].credit_policy.stop_supply_days) == (14, 15)
    assert (levers["growth"].terms.net_days, levers["growth"].credit_policy.limit_months_of_sales) == (
        60,
        6.0,
    )
    assert levers["intensive_collections"].collections.intensity == 2.0
    assert levers["intensive_collections"].collections.ladder[0] == Step(day=-7, channel="email")


def test_varying_leaves_the_baseline_untouched(scenario, today):
    before = copy.deepcopy((scenario, today))
    early = today.but("2/10", why="cash", discount={"rate_fraction": 0.02})
    early.but("3/10", why="more cash", discount={"rate_fraction": 0.03}).levers(scenario.today)
    scenario.but(company={"horizon_days": 30}, today={"terms": {"net_days": 10}})
    assign(["terms.net_days=60", "behaviour.on_time_fraction.large=0.5"], scenario, [today, early])
    assert (scenario, today) == before
    assert early.changes == {"discount": {"rate_fraction": 0.02}}


@pytest.mark.parametrize(
    "edit",
    [
        lambda scenario, today: setattr(today, "name", "Other"),
        lambda scenario, today: today.changes.update(terms={}),
        lambda scenario, today: setattr(scenario.company, "horizon_days", 3),
        lambda scenario, today: setattr(scenario, "company", None),
        lambda scenario, today: scenario.behaviour.on_time_fraction.update(large=0.1),
        lambda scenario, today: scenario.portfolio.payment_runs["large"].update(daily=1.0),
        lambda scenario, today: setattr(scenario.today.collections.ladder[0], "day", 1),
    ],
)
def test_nothing_can_be_edited(scenario, today, edit):
    with pytest.raises((ValidationError, TypeError)):
        edit(scenario, today)


def test_an_object_changes_only_what_was_given(today):
    early = today.but(
        "2/10", why="cash", discount=cs.EarlyPaymentDiscount(rate_fraction=0.02, window_days=10)
    )
    assert early.changes == {"discount": {"rate_fraction": 0.02, "window_days": 10}}


def test_an_object_of_another_group_is_refused(today):
    with pytest.raises(UserError, match="Give it for 'discount'"):
        today.but("2/10", why="cash", terms=cs.EarlyPaymentDiscount(rate_fraction=0.02))


def test_changes_are_laid_over_each_other(today):
    first = today.but("One", why="a", terms={"net_days": 45, "invoice_lag_days": 0})
    second = first.but("Two", why="b", terms={"net_days": 60}, discount={"rate_fraction": 0.01})
    assert second.changes == {
        "terms": {"net_days": 60, "invoice_lag_days": 0},
        "discount": {"rate_fraction": 0.01},
    }


def test_a_file_extends_another(tmp_path):
    (tmp_path / "longer.yaml").write_text(
        "extends: growth\nname: Longer\nwhy: Even longer\nchanges: {terms: {net_days: 90}}\n",
        encoding="utf-8",
    )
    (tmp_path / "longest.yaml").write_text(
        "extends: longer\nname: Longest\nwhy: Longest of all\nchanges: {terms: {net_days_shift: 5}}\n",
        encoding="utf-8",
    )
    longest = cs.load_strategy(tmp_path / "longest.yaml")
    assert longest.changes["terms"] == {"net_days": 90, "net_days_shift": 5}
    assert longest.changes["credit_policy"]["stop_supply_days"] == 90


def test_a_scenario_extends_another_and_names_only_what_differs(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(
        "extends: wholesale\nname: Small\nwhy: Fits on a page\n"
        "changes:\n  behaviour: {on_time_fraction: {micro: 0.3}, late_median_days: 12}\n"
        "  portfolio: {payment_runs: {sme: {weekly: 1}}}\n"
        "today: {name: Today, why: As it is, changes: {terms: {net_days_shift: 3}}}\n",
        encoding="utf-8",
    )
    small, wholesale = cs.load_scenario(path), cs.load_scenario("wholesale")
    assert small.behaviour.on_time_fraction == {**wholesale.behaviour.on_time_fraction, "micro": 0.3}
    assert set(small.behaviour.late_median_days.values()) == {12.0}
    assert small.portfolio.payment_runs["sme"] == {"daily": 0, "weekly": 1, "fortnightly": 0, "month_end": 0}
    assert small.portfolio.payment_runs["mid"] == wholesale.portfolio.payment_runs["mid"]
    assert small.today.credit_policy.limit_months_of_sales == 4.0
    assert small.today.terms.net_days_shift == 3


@pytest.mark.parametrize("attribute", ["name", "why"])
def test_a_strategy_needs_a_name_and_a_reason(today, attribute):
    words = {"name": "Other", "why": "Because", attribute: " "}
    with pytest.raises(UserError, match=f"'{attribute}' is missing"):
        today.but(words["name"], why=words["why"])


def test_a_scenario_keeps_or_changes_its_name(scenario):
    assert scenario.but("Other", why="another reason").name == "Other"
    assert scenario.but(company={"horizon_days": 30}).why == scenario.why
    with pytest.raises(UserError, match="'name' is missing"):
        scenario.but(" ")


def test_unusual_levers_are_warned_of(scenario, today):
    odd = today.but("Odd", why="to see", discount={"rate_fraction": 0.2})
    assert odd.warnings(scenario.today) == (
        "Odd: discount.rate_fraction is 0.2; usual is 0 to 0.05 (fraction: 0.02 means 2 %).",
    )
    unusual = scenario.but(
        behaviour={"late_median_days": {"micro": 60}}, today={"collections": {"collectors": 50}}
    )
    assert [sentence.split(" is ")[0] for sentence in unusual.warnings] == [
        "Wholesale: behaviour.late_median_days of micro",
        "Wholesale: collections.collectors",
    ]


def test_values_travel_to_other_processes_and_into_files(scenario, today):
    early = today.but("2/10", why="cash", discount={"rate_fraction": 0.02})
    for value in (scenario, early, scenario.today):
        assert pickle.loads(pickle.dumps(value)) == value
        assert json.loads(json.dumps(value.model_dump(mode="json"))) == value.model_dump(mode="json")
    assert Levers(**scenario.today.model_dump()) == scenario.today
    assert Strategy(**early.model_dump()) == early


def test_settings_change_every_strategy_but_the_first(scenario, today):
    strict = cs.load_strategy("strict")
    settings = ["terms.net_days=45", "discount.rate_fraction=0.01", "company.horizon_days=365"]
    changed, (first, second) = assign(settings, scenario, [today, strict])
    assert first == today
    assert second.levers(scenario.today).terms.net_days == 45
    assert second.levers(scenario.today).credit_policy.stop_supply_days == 15
    assert second.name == strict.name
    assert changed.company.horizon_days == 365
    assert changed.name == scenario.name


def test_settings_know_lists_mappings_and_nothing(scenario, today):
    settings = [
        "collections.ladder=[{day: 5, channel: call}]",
        "terms.net_days=null",
        "behaviour.on_time_fraction={large: 0.9}",
        "behaviour.on_time_fraction.mid=0.8",
        "portfolio.payment_runs.large.daily=0.25",
        "portfolio.payment_runs.large.weekly=0.75",
        "company.start_date=2027-03-01",
        "company.overdraft_limit=2e6",
    ]
    changed, (_, second) = assign(settings, scenario, [today, cs.load_strategy("growth")])
    assert second.levers(scenario.today).collections.ladder == (Step(day=5, channel="call"),)
    assert second.levers(scenario.today).terms.net_days is None
    assert (changed.behaviour.on_time_fraction["large"], changed.behaviour.on_time_fraction["mid"]) == (
        0.9,
        0.8,
    )
    assert changed.portfolio.payment_runs["large"]["weekly"] == 0.75
    assert changed.company.start_date.year == 2027
    assert changed.company.overdraft_limit == 2_000_000


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (
            "terms.nett_days=60",
            "Unknown key 'nett_days' in --set terms.nett_days=60, under terms. Did you mean 'net_days'?",
        ),
        ("net_days=60", "'--set net_days=60' has no group. Did you mean 'terms.net_days'?"),
        ("term.net_days=60", "Unknown group 'term' in --set term.net_days=60. Did you mean 'terms'?"),
        ("terms.net_days", "'--set terms.net_days' has no value."),
        ("terms.net_days=", "'--set terms.net_days=' has no value."),
        ("=60", "'--set =60' has no name."),
        ("terms=60", "'--set terms=60' names a group alone."),
        ("terms.net_days=45%", "Write the number alone, 45; the unit is days."),
        ("terms.net_days=[", "'[' is not a value."),
        ("discount.rate_fraction=2%", "Write 0.02 instead"),
        ("terms.net_days.large=3", "'net_days' is a mapping, not a number"),
        ("behaviour.on_time_fraction.big=0.3", "Unknown segment 'big'"),
        ("portfolio.segment_count_fraction.large=0.5", "add up to 1.45, not 1"),
    ],
)
def test_a_wrong_setting_says_so(scenario, today, setting, words):
    with pytest.raises(UserError) as mistake:
        assign([setting], scenario, [today, today])
    assert words in mistake.value.message


def test_a_lever_setting_needs_a_second_strategy(scenario, today):
    with pytest.raises(UserError, match="Name a second one"):
        assign(["terms.net_days=60"], scenario, [today])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("grwth", "Did you mean 'growth'?"),
        ("wholesale", "'wholesale' is a scenario."),
        ("nothing_like_it", "There are balanced, discount, early_warning"),
        ("folder/mine.yaml", "There is no file folder/mine.yaml"),
    ],
)
def test_an_unknown_strategy_proposes_one(name, words):
    with pytest.raises(UserError) as mistake:
        cs.load_strategy(name)
    assert words in mistake.value.message
