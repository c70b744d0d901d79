"""How severe a shock is: declared once with it, in proportion, within what is allowed, told in its own units."""

from __future__ import annotations

import pytest

from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.scenario import load_scenario
from simulator.severity import in_words, largest_factor, scaled, step
from simulator.shocks import COVER_CUT, CUSTOMERS_FAIL, Shock, load_shock

SHIPPED = shipped_names("shock")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_shock_says_what_grows_and_is_itself_at_one(name):
    shock, scenario = load_shock(name), load_scenario("wholesale")
    assert shock.severity is not None
    assert scaled(shock, 0.0, scenario) is None
    same = scaled(shock, 1.0, scenario)
    assert same is not None
    assert in_words(same, scenario) == in_words(shock, scenario)
    assert same.over(scenario).assumptions() == shock.over(scenario).assumptions()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_shock_can_come_as_severe_as_it_gets(name):
    shock, scenario = load_shock(name), load_scenario("wholesale")
    most = largest_factor(shock, scenario, scenario.portfolio.customers)
    assert most > 1.0
    worst = scaled(shock, most, scenario)
    assert worst is not None
    assert scenario.with_shocks([worst]).shocks == (worst,)


def test_a_change_grows_in_proportion_whichever_way_it_is_written():
    scenario = load_scenario("wholesale")
    ways = {
        "changes": {"company": {"supplier_days": 15}},
        "times": {"company": {"supplier_days": 0.5}},
        "plus": {"company": {"supplier_days": -15}},
    }
    for way, groups in ways.items():
        shock = Shock(name="Squeeze", why="x", start_day=0, **{way: groups})
        found = [scaled(shock, factor, scenario) for factor in (0.5, 1.0, 2.0)]
        days = [one.over(scenario).company.supplier_days for one in found if one is not None]
        assert days == [22, 15, 0]  # 30 days are usual; 22.5 is rounded to the even one
        assert largest_factor(shock, scenario, 10) == pytest.approx(2.0)


def test_the_first_part_at_its_end_is_the_end():
    scenario = load_scenario("wholesale")
    shock = load_shock(
        "insurer_cuts_cover"
    )  # refusals 5 % x 5: at 1 after 4.75; a cut of 15 %: at 1 after 6.67
    assert largest_factor(shock, scenario, 10) == pytest.approx(4.75)
    twice = scaled(shock, 2.0, scenario)
    assert twice is not None
    assert twice.events[COVER_CUT] == pytest.approx(0.30)
    assert twice.over(scenario).insurer.refusal_healthy_fraction == pytest.approx(0.45)


def test_length_and_number_of_customers_grow_in_whole_steps():
    scenario = load_scenario("wholesale")
    leave, fails = load_shock("collectors_leave"), load_shock("largest_customer_fails")
    longer = scaled(leave, 1.5, scenario)
    assert longer is not None
    assert longer.days == 180
    assert step(leave) == pytest.approx(1 / 120)
    three = scaled(fails, 3.7, scenario)
    assert three is not None
    assert three.events[CUSTOMERS_FAIL] == (1, 2, 3)
    assert scaled(fails, 0.9, scenario) is None
    assert largest_factor(fails, scenario, 57) == 57


def test_a_severity_reads_in_the_units_of_the_shock():
    scenario = load_scenario("wholesale")
    recession = scaled(load_shock("recession"), 1.7, scenario)
    assert in_words(recession, scenario) == (
        "failures 2.7 times as frequent, late customers 1.5 times as late, orders down 14 %, renewed premium rates "
        "1.9 times as high, 26 % of the insurer's limits withdrawn, from day 90 for 548 days"
    )
    assert in_words(load_shock("interest_rises"), scenario) == (
        "overdraft interest of 12 % a year instead of 8 %, a base rate of 7.8 % a year instead of 3.8 %, money costing "
        "customers 10 % to 29 % a year instead of 6 % to 25 %, from day 90"
    )
    three = scaled(load_shock("largest_customer_fails"), 3.0, scenario)
    assert in_words(three, scenario) == "the 3 largest customers fail, on day 90"
    assert in_words(None, scenario) == "nothing happens"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"severity": "depth", "days": 3, "plus": {"company": {"supplier_days": 1}}}, "strength or days"),
        ({"severity": "days", "events": {"customers_fail": [1]}}, "can be customers"),
        ({"severity": "strength", "events": {"customers_fail": [1]}}, "can be customers"),
    ],
)
def test_a_severity_that_does_not_fit_is_refused(fields, sentence):
    with pytest.raises(UserError, match=sentence):
        Shock(name="x", why="x", start_day=0, **fields)
