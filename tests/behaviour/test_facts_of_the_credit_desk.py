"""Facts of the credit desk that a toy misses: its people queue, scores get old, references flatter, guarantors fail."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from numpy.typing import NDArray

from simulator.clashes import Terms, clashes
from simulator.engine.credit_desk import DESK_LEVERS
from simulator.engine.plan import make_plan
from simulator.journal import NO_INVOICE, Account, Desk, Event, balances
from simulator.levers import Levers
from simulator.luck import Stream, luck
from simulator.metrics.scores import score_gini_fraction
from simulator.portfolio.portfolio import SEGMENTS
from simulator.rules.credit_desk import kind_score, stale_score
from simulator.rules.paying import normal
from simulator.rules.scoring import score_power, seen_score
from simulator.scenario import Scenario
from tests.behaviour.test_facts_of_applicants import SPREAD, crowd
from tests.behaviour.trials import EQUAL_FIRMS, gross, journals, of, portfolio_of, small_wholesaler, world_of

YEAR = 365
ALL_CODES = dict.fromkeys(("A", "B", "C", "N"), 0.5)


@cache
def applications(analysts: int, minutes: float = 20.0) -> NDArray[Any]:
    """A year of applications; each file takes so many minutes on average."""
    scenario = small_wholesaler(
        60, YEAR, portfolio={"churn_per_year": 0.9}, applicants={"minutes_per_application": minutes}
    )
    policy = {"information": "bureau", "refused_fraction": 0.2, "analysts": analysts}
    rows = journals(world_of(scenario, scenario.today.but(credit_policy=policy)))[0]
    inside: NDArray[Any] = rows[(rows["day"] >= 0) & (rows["day"] < YEAR)]
    return inside


def test_applicants_wait_until_somebody_works_on_their_file():
    """With few people and long files the wait is long, and applicants go elsewhere."""
    few, many = applications(1, 4_000.0), applications(20, 4_000.0)
    wait = [of(rows, Event.FILE_WORKED)["net"].mean() for rows in (few, many)]
    assert wait[0] > wait[1] + 5.0
    pile = [of(rows, Event.ANALYSTS_BACKLOG)["net"].mean() for rows in (few, many)]
    assert pile[0] > pile[1]
    assert len(of(few, Event.WITHDREW)) > len(of(many, Event.WITHDREW))
    assert len(of(few, Event.JOINED)) < len(of(many, Event.JOINED))


def test_nobody_orders_before_its_file_is_worked_on():
    rows = applications(1, 4_000.0)
    worked = of(rows, Event.FILE_WORKED)
    days = dict(zip(worked["customer"].tolist(), worked["day"].tolist(), strict=True))
    ordered = of(rows, Event.INVOICED)
    known = [(row["day"], days[row["customer"]]) for row in ordered if row["customer"] in days]
    assert known
    assert all(day >= decided for day, decided in known)


def test_a_shift_is_no_longer_than_people_have_time():
    """A file begun is finished; none begins after the end of the shift."""
    shifts = of(applications(1, 4_000.0), Event.ANALYSTS_SHIFT)
    assert (shifts["vat"] == 45_000).all()
    begun = shifts[shifts["net"] > 0]
    assert 0 < len(begun) < len(shifts) or (begun["net"] > 45_000).any()


def test_analysts_are_paid_and_their_time_is_not_paid_twice():
    scenario = small_wholesaler(60, YEAR)
    policy: dict[str, Any] = {"information": "full_review"}
    bought, own = (
        make_plan(
            scenario,
            portfolio_of(scenario),
            scenario.today.but(credit_policy={**policy, "analysts": number}),
        )
        for number in (0, 2)
    )
    assert int(bought.levers["report_cents"][0]) == 15_000
    assert int(own.levers["report_cents"][0]) == 5_909  # 150 less 180 minutes at 50,000 / 99,000
    assert float(own.levers["analyst_cents_per_month"][0]) == pytest.approx(2 * 5_000_000 / 12)
    assert set(dict(DESK_LEVERS)) <= set(own.levers.dtype.names or ())


def test_references_alone_flatter():
    """The same cut-off lets more through."""
    policy = {"information": "trade_reference", "refused_fraction": 0.3}
    found = {}
    for bias in (0.0, 0.5):
        scenario = crowd(applicants={"reference_bias": bias})
        rows = journals(world_of(scenario, scenario.today.but(credit_policy=policy)))[0]
        found[bias] = len(of(rows, Event.REFUSED)) / len(of(rows, Event.SCORED))
    assert found[0.0] == pytest.approx(0.3, abs=0.03)
    assert found[0.5] == pytest.approx(0.153, abs=0.03)  # 1 - Phi(0.5244 + 0.5)


def test_references_alone_hardly_sort():
    """Gini 0.05, kind to all alike; a year of failures is too few to see it, so the desk's own rule scores many."""
    count, power = 20_000, score_power(0.05, SPREAD)
    bad = set(range(count // 2))  # the quality of those who fail is normal around the spread
    for bias in (0.0, 0.5):
        seen = {
            who: kind_score(
                seen_score(
                    normal(luck(1, 0, Stream.QUALITY, who, 0)) + SPREAD * (who in bad),
                    normal(luck(1, 0, Stream.QUALITY, who, 1)),
                    power,
                ),
                bias,
            )
            for who in range(count)
        }
        assert score_gini_fraction(seen, bad) == pytest.approx(0.05, abs=0.02)


def test_an_old_score_sorts_worse():
    """Gini 0.60 becomes 0.42, of scores as the desk gives them, aged by its own rule."""
    count, power, stale = 20_000, score_power(0.60, SPREAD), score_power(0.42, SPREAD)
    draws = [[normal(luck(1, 0, Stream.QUALITY, who, index)) for index in range(3)] for who in range(count)]
    bad = set(range(count // 2))  # the quality of those who fail is normal around the spread
    seen = {
        who: seen_score(quality + SPREAD * (who in bad), noise, power)
        for who, (quality, noise, _) in enumerate(draws)
    }
    old = {who: stale_score(seen[who], draws[who][2], stale / power) for who in seen}
    assert score_gini_fraction(seen, bad) == pytest.approx(0.60, abs=0.02)
    assert score_gini_fraction(old, bad) == pytest.approx(0.42, abs=0.02)


def test_a_review_renews_a_score_before_it_is_old():
    """Where every customer is reviewed in time, how soon a score gets old changes nothing; else it does."""
    for months, is_same in ((3, True), (0, False)):
        written = []
        for life in (100, 36_500):
            scenario = small_wholesaler(
                60,
                YEAR,
                portfolio={"churn_per_year": 0.5},
                health={"failure_spread": SPREAD},
                applicants={"score_life_days": life},
            )
            policy = {"information": "bureau", "review_months": months}
            levers = scenario.today.but(credit_policy={**policy, "monitoring": "alerts"})
            written.append(journals(world_of(scenario, levers))[0].tobytes())
        assert (written[0] == written[1]) is is_same


def hard(**health: Any) -> Scenario:
    """Three customers in ten fail in a year."""
    told = {"failures_per_year": dict.fromkeys(SEGMENTS, 0.3), "asset_correlation_fraction": 0.0, **health}
    return small_wholesaler(60, YEAR, portfolio=EQUAL_FIRMS, health=told)


def played(scenario: Scenario, **groups: Any) -> NDArray[Any]:
    """The journal from day 0 on: before it there are no guarantees."""
    rows = journals(world_of(scenario, scenario.today.but(**groups)))[0]
    later: NDArray[Any] = rows[rows["day"] >= 0]
    return later


def test_a_guarantor_pays_his_share_of_what_is_lost_if_he_can():
    rich = hard(guarantor_pays_fraction=1.0, informal_fraction=0.0, guarantee_days=30)
    rows = played(rich, credit_policy={"guarantee_fraction": ALL_CODES})
    lost = of(rows, Event.WRITTEN_OFF)
    lost = lost[lost["desk"] == Desk.HEALTH]
    called = of(rows, Event.GUARANTEE_CALLED)
    assert len(called) > 5
    assert gross(called) == pytest.approx(0.5 * gross(lost), abs=len(lost))
    money = of(rows, Event.RECOVERED)
    paid = money[(money["invoice"] == NO_INVOICE) & (money["sequence"] == 8)]
    assert gross(paid) == gross(called)
    assert int(balances(rows).sum()) == 0
    poor = played(
        rich.but(health={"guarantor_pays_fraction": 0.0}), credit_policy={"guarantee_fraction": ALL_CODES}
    )
    assert len(of(poor, Event.GUARANTEE_CALLED)) > 5
    assert gross(of(poor, Event.GUARANTEE_CALLED)) == 0


def test_a_guarantee_and_the_insurer_never_pay_for_the_same_loss():
    scenario = hard(guarantor_pays_fraction=1.0, guarantee_days=30)
    policy = {"insured_fraction": 0.9, "each_claim_excess": 0.0, "minimum_loss": 0.0}
    without, half, whole = (
        played(
            scenario,
            insurance=policy,
            credit_policy={"guarantee_fraction": dict.fromkeys(ALL_CODES, share)},
        )
        for share in (0.0, 0.5, 1.0)
    )
    claims = [-int(balances(rows)[Account.CLAIMS]) for rows in (without, half, whole)]
    assert claims[0] > claims[1] > claims[2]
    for rows in (half, whole):
        for notice in of(rows, Event.INSOLVENT):
            own = rows[(rows["customer"] == notice["customer"]) & (rows["day"] >= notice["day"])]
            given = gross(of(own, Event.RECOVERED)) + gross(of(own, Event.CLAIM_ACCEPTED))
            assert given <= notice["net"] + gross(of(own, Event.SALVAGE_SHARED)) + 1


def test_only_customers_above_the_limit_are_asked():
    scenario = small_wholesaler(
        60, YEAR, health={"failures_per_year": dict.fromkeys(SEGMENTS, 0.3), "informal_fraction": 0.0}
    )
    asked = {"guarantee_fraction": ALL_CODES}
    all_of_them = played(scenario, credit_policy=asked)
    large = played(scenario, credit_policy={**asked, "guarantee_above": 30_000.0})
    few, many = (set(of(rows, Event.GUARANTEE_CALLED)["customer"].tolist()) for rows in (large, all_of_them))
    assert few < many
    cost = [int(balances(rows)[Account.INFORMATION_COST]) for rows in (large, all_of_them)]
    assert 0 < cost[0] < cost[1]


def test_days_to_decide_beside_analysts_are_warned_about():
    levers = Levers().but(credit_policy={"analysts": 2, "decision_days": 3})
    (clash,) = [
        found for found in clashes(levers, Terms(30, 30)) if found.key == "credit_policy.decision_days"
    ]
    assert not clash.is_refused
    assert "analysts (2)" in clash.sentence
