"""What a credit manager knows of policies other than whole turnover, and of the duties that every policy brings."""

from __future__ import annotations

import numpy as np

from simulator.engine.sizes import size_ranks
from simulator.journal import Event
from simulator.units import CENTS
from tests.behaviour.trials import STRIDE, journals, of, small_wholesaler, world_of

HORIZON = 365


def hard_year(insurer=None, days=HORIZON, **insurance):
    """The rows of a year in which many customers fail, from day 0 on, under a policy."""
    scenario = small_wholesaler(80, days, insurer=insurer or {})
    rates = {name: 12 * rate for name, rate in scenario.health.failures_per_year.items()}
    scenario = scenario.but(health={"failures_per_year": rates})
    world = world_of(scenario, scenario.today.but(insurance={"insured_fraction": 0.9, **insurance}))
    (rows,) = journals(world)
    return world, rows[rows["day"] >= 0]


def test_key_accounts_are_the_largest_customers_and_nobody_else():
    world, rows = hard_year(cover="key_accounts", key_accounts=30, discretionary_limit=0.0)
    ranks = size_ranks(world.portfolio)
    asked = of(rows, Event.COVER_GRANTED, Event.COVER_REFUSED)
    assert set(ranks[asked["customer"] % STRIDE].tolist()) <= set(range(1, 31))
    claims = of(rows, Event.CLAIM_ACCEPTED)
    assert len(claims) > 2
    assert (ranks[claims["customer"] % STRIDE] <= 30).all()
    _, whole = hard_year(discretionary_limit=0.0)
    premium = [of(one, Event.PREMIUM_PAID)["net"].sum() for one in (rows, whole)]
    assert 0.5 < premium[0] / premium[1] < 0.98, "the thirty largest are most of the sales"


def test_an_excess_of_loss_policy_sets_no_limits_and_pays_above_our_first_loss_up_to_its_layer():
    terms = {"cover": "excess_of_loss", "each_claim_excess": 0.0, "minimum_loss": 0.0}
    first, layer = 20_000.0, 15_000.0
    _, open_end = hard_year(**terms, layer=1e9)
    _, above = hard_year(**terms, aggregate_first_loss=first, layer=layer)
    assert len(of(above, Event.COVER_GRANTED, Event.COVER_REFUSED, Event.LIMIT_FEE_PAID)) == 0
    all_losses = of(open_end, Event.CLAIM_ACCEPTED)["net"].sum() / CENTS / 0.9
    paid = of(above, Event.CLAIM_ACCEPTED)["net"].sum() / CENTS
    assert all_losses > first + layer
    assert abs(paid - min(0.9 * (all_losses - first), layer)) < 1.0


def test_overdues_that_are_told_too_late_lose_their_cover_half_of_the_time():
    _, told = hard_year(days=730)
    _, silent = hard_year(days=730, notified_fraction=0.0, notification_days=30)
    rejected, claims = of(silent, Event.CLAIM_REJECTED), of(silent, Event.CLAIM_ACCEPTED)
    assert (rejected["day"] - rejected["due"] > 30).all()
    assert len(of(told, Event.CLAIM_REJECTED)) == 0
    assert claims["net"].sum() < of(told, Event.CLAIM_ACCEPTED)["net"].sum()
    _, strict = hard_year(
        {"late_notice_rejected_fraction": 1.0}, 730, notified_fraction=0.0, notification_days=30
    )
    share = len(rejected) / len(of(strict, Event.CLAIM_REJECTED))
    assert len(of(strict, Event.CLAIM_REJECTED)) > 15
    assert 0.25 < share < 0.75


def test_a_top_up_gives_back_what_was_cut_and_nothing_to_those_refused():
    cuts = {"refusal_healthy_fraction": 1.0, "refusal_stressed_fraction": 1.0}
    _, plain = hard_year(cuts, discretionary_limit=0.0)
    _, topped = hard_year(cuts, discretionary_limit=0.0, top_up_fraction=1.0)
    first_day = [of(rows[rows["day"] == 0], Event.COVER_GRANTED) for rows in (plain, topped)]
    assert (np.abs(2 * first_day[0]["net"] - first_day[0]["vat"]) <= CENTS).all(), "cut to a half"
    assert (first_day[1]["net"] == first_day[1]["vat"]).all(), "as much as was asked for"
    refused = [of(rows[rows["day"] == 0], Event.COVER_REFUSED) for rows in (plain, topped)]
    assert refused[0]["customer"].tolist() == refused[1]["customer"].tolist()
    fees = [of(rows[rows["day"] < 10], Event.LIMIT_FEE_PAID)["net"].sum() for rows in (plain, topped)]
    added = (first_day[1]["net"] - first_day[0]["net"]).sum()
    assert abs(fees[1] - fees[0] - 0.01 * added) < len(first_day[0])


def test_a_policy_is_dearer_when_it_is_renewed_in_bad_times():
    _, usual = hard_year(days=730)
    _, dear = hard_year({"premium_multiplier": 1.5}, 730)
    for rows, times in ((usual, 1.0), (dear, 1.5)):
        advance = of(rows, Event.PREMIUM_PAID)
        advance = advance[advance["sequence"] < 4]
        first, second = advance["net"][0], advance["net"][4]
        assert abs(second - times * first) <= 1
