"""Where lost debts go: the textbook's claims split by hand, and parts that add up in every run."""

from datetime import date

import numpy as np
import pytest

from simulator.engine import columns as c
from simulator.engine.kernels.cover import withdraw
from simulator.engine.model import Run
from simulator.errors import UserError
from simulator.experiment import settling
from simulator.experiment.claims import claims_account
from simulator.experiment.compare import compare
from simulator.experiment.eves import eve_of, given_up
from simulator.experiment.kept.shelf import Shelf
from simulator.experiment.settling import Insured, account_of, in_order_of_decision, split_of, wanted
from simulator.experiment.tracing import Keeper
from simulator.journal import Event
from simulator.results.claims import NAMES, PLACE, from_document
from simulator.rules.insurance import within_maximum
from simulator.strategy import Strategy
from simulator.units import cents
from simulator.verification import insurance as textbook
from simulator.verification.playing import go_on, place_orders
from simulator.verification.textbook import customers, never_law, point_law, world_of
from tests.behaviour.trials import portfolio_of, small_wholesaler
from tests.behaviour.trials import world_of as small_world

FAILS = 31
NOBODY = np.zeros(0, dtype=np.int64)


def split(world, orders_by_day, fails=FAILS, also=lambda run, day: None):
    """The parts of a run played by hand, in whole currency; what is nothing is left out."""

    def begun():
        run = Run(world, 1, 0, Keeper(wanted))
        place_orders(run, orders_by_day.get(0, NOBODY), 0)
        go_on(run, 1)
        run.state.years["premium"][0] = cents(2_500.0)
        for day in range(1, fails):
            go_on(run, day)
            also(run, day)
            place_orders(run, orders_by_day.get(day, NOBODY), day)
        return run

    whole, again = begun(), begun()
    textbook._all_fail(whole, fails)
    whole.finish()
    rows = whole.reader.rows()
    go_on(again, fails)
    eves = {fails: eve_of(again, given_up(rows)[fails])}
    found = account_of(Insured(whole, rows, eves, 0))
    told = {name: found.parts[:, place].sum() / 100 for name, place in PLACE.items()}
    lost = rows["net"][rows["event"] == Event.WRITTEN_OFF].sum() / 100
    return {name: amount for name, amount in told.items() if amount}, found, lost


@pytest.mark.parametrize(
    ("basis", "excess", "claim"), [("after_share", 5_000.0, 85_000.0), ("before_share", 4_500.0, 85_500.0)]
)
def test_one_claim_is_split_as_the_textbook_says(basis, excess, claim):
    # CF12: 120,000 owed, limit 100,000, 90 %, excess 5,000
    world = textbook._world([120_000.0], never_law(), each_claim_excess=5_000.0, excess_basis=basis)

    def limit(run, day):
        run.state.customers["insurer_limit"][0] = 100_000

    parts, found, lost = split(world, {1: np.array([0])}, also=limit)
    assert parts == {"over_limit": 20_000.0, "own_share": 10_000.0, "excess": excess, "claims": claim}
    assert lost == 120_000.0 == sum(parts.values())
    assert found.salvage.sum() / 100 == 4_500.0  # CF12b: 6,000 x 100 / 120 x 90 %
    assert found.counts.tolist() == [1, 1, 0]


@pytest.mark.parametrize(("multiple", "cut"), [(30.0, 15_000.0), (1_000.0, 0.0)])
def test_first_loss_share_and_maximum_take_their_parts_one_after_another(multiple, cut):
    # CF13: 150,000 lost, the first 50,000 ours, 10 % of the rest, and no more than 30 premiums of 2,500
    losses = [40_000.0, 30_000.0, 80_000.0]
    world = textbook._world(
        losses, never_law(), aggregate_first_loss=50_000.0, maximum_liability_multiple=multiple
    )
    parts, _, lost = split(world, {0: np.arange(3)})
    claims = 90_000.0 - cut
    expected = {"first_loss": 50_000.0, "own_share": 10_000.0, "maximum": cut, "claims": claims}
    assert parts == {name: amount for name, amount in expected.items() if amount}
    assert lost == 150_000.0


def test_what_was_shipped_before_a_withdrawal_stays_covered():
    # CF16: 1,000 a day paid on day 45; cover is cut at the close of day 100, failure at the close of day 120
    world = textbook._world([1_000.0], point_law(15.0))
    scenario = world.scenario.but(company={"start_date": date(2026, 10, 31)})
    world = world_of(scenario, customers(1, order_value=1_000.0), [point_law(15.0)])

    def cut(run, day):
        if day == 101:
            withdraw(run.state, 0, 100, 0)

    every_day = {day: np.array([0]) for day in range(121)}
    parts, _, lost = split(world, every_day, 121, cut)
    assert parts == {"refused": 20_000.0, "own_share": 2_500.0, "claims": 22_500.0}
    assert lost == 45_000.0


def test_a_loss_smaller_than_the_least_is_ours():
    world = textbook._world([400.0], never_law(), minimum_loss=500.0)
    parts, _, _ = split(world, {0: np.array([0])})
    assert parts == {"too_small": 400.0}


CONTRACTS = {
    "whole": {},
    "told late": {"notified_fraction": 0.4},
    "first loss": {"aggregate_first_loss": 20_000.0, "maximum_liability_multiple": 0.5},
    "layer": {"cover": "excess_of_loss", "aggregate_first_loss": 10_000.0, "layer": 15_000.0},
    "keys": {"cover": "key_accounts", "key_accounts": 5},
}


def hard_times(years=1, **changes):
    """A small wholesaler whose customers fail often."""
    scenario = small_wholesaler(40, 365 * years, **changes)
    rates = {name: 12.0 * rate for name, rate in scenario.health.failures_per_year.items()}
    return scenario.but(health={"failures_per_year": rates})


@pytest.mark.parametrize("contract", CONTRACTS)
def test_in_every_run_the_parts_add_up_to_what_the_journal_says(contract):
    scenario = hard_times(2)
    levers = scenario.today.but(insurance={"insured_fraction": 0.9, **CONTRACTS[contract]})
    world = small_world(scenario, levers)
    seen = set()
    for replication in range(4):
        found, insured = watched(world, replication)
        rows = insured.rows
        assert (found.parts >= 0).all()
        accepted = rows["event"] == Event.CLAIM_ACCEPTED
        assert found.parts[:, PLACE["claims"]].sum() == rows["net"][accepted].sum()
        rejected = rows["event"] == Event.CLAIM_REJECTED
        assert found.parts[:, PLACE["told_late"]].sum() == rows["net"][rejected].sum()
        assert found.salvage.sum() == rows["net"][rows["event"] == Event.SALVAGE_SHARED].sum()
        assert found.parts.sum() == debts_of(insured)
        replayed(insured)
        seen |= {name for name in NAMES if found.parts[:, PLACE[name]].any()}
    assert "claims" in seen
    wanted_part = {"told late": "told_late", "first loss": "maximum", "layer": "first_loss"}
    assert wanted_part.get(contract, "own_share") in seen
    if contract == "keys":
        assert "outside" in seen


def watched(world, replication):
    """A run's split, and the run."""
    kept = []

    def keeping(insured):
        kept.append(insured)
        return account_of(insured)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "account_of", keeping)
        return settling.settled(world, 2026, replication), kept[0]


def debts_of(insured):
    """What was claimed, refused or given up, each debt once: counted without the split."""
    rows, state = insured.rows, insured.run.state
    refused = {(row["customer"], row["invoice"]) for row in rows[rows["event"] == Event.CLAIM_REJECTED]}
    total = int(rows["net"][rows["event"] == Event.CLAIM_REJECTED].sum())
    for row in rows[rows["event"] == Event.WRITTEN_OFF]:
        debt = insured.eves[int(row["day"])].debts[int(row["customer"]), int(row["invoice"])]
        if debt.claim < 0 and (row["customer"], row["invoice"]) not in refused:
            total += int(row["net"])
    failed = {int(row["customer"]): int(row["day"]) for row in rows[rows["event"] == Event.INSOLVENT]}
    claims = state.claims[: int(state.counters[c.N_CLAIMS])]
    for number, claim in enumerate(claims):
        eve = insured.eves.get(failed.get(int(claim["customer"]), -1))
        if eve is None or number < eve.claims:  # filed because it had waited long enough
            total += int(claim["debt"])
    return total


def replayed(insured):
    """The same rules, played again claim by claim, pay what the engine has paid."""
    state, levers = insured.run.state, insured.run.plan.levers
    left = dict.fromkeys(range(len(state.years)), int(levers["first_loss_cents"][0]))
    claimed = dict.fromkeys(range(len(state.years)), 0)
    for number in in_order_of_decision(insured):
        claim, year = state.claims[number], state.years[state.claims[number]["year"]]
        found = split_of(claim, year, left[int(claim["year"])])
        left[int(claim["year"])] -= found["first_loss"]
        owed = found.get("maximum", 0) + found.get("claims", 0)
        if int(year["layer"]) > 0:
            place = int(claim["year"])
            assert int(claim["amount"]) == within_maximum(owed, 1.0, int(year["layer"]), claimed[place])
            claimed[place] += int(claim["amount"])
        assert found["first_loss"] >= 0
        assert sum(found.values()) == int(claim["loss"])


def test_where_nothing_is_claimed_by_waiting_the_debts_are_the_write_offs():
    scenario = hard_times()
    contract = Strategy(
        name="Insured",
        why="test",
        changes={"insurance": {"insured_fraction": 0.9, "waiting_period_days": 3_650}},
    )
    how = {"replications": 4, "workers": 1, "portfolio": portfolio_of(scenario)}
    found = claims_account(scenario, contract, **how)
    result = compare(scenario, [contract], **how).first
    written_off = result.values("write_offs_net_of_claims") + found.total("claims") - found.given_back()
    assert found.total() == pytest.approx(written_off, abs=0.005)
    premium = result.samples.lines[:, :, 7].sum(axis=1)
    assert found.premium.sum(axis=1) / 100 == pytest.approx(premium, abs=0.005)


def test_an_account_is_kept_and_goes_on_from_there(tmp_path):
    scenario, shelf = hard_times(), Shelf(tmp_path)
    contract = Strategy(name="Insured", why="test", changes={"insurance": {"insured_fraction": 0.9}})
    how = {"workers": 1, "portfolio": portfolio_of(scenario)}
    told = []
    first = claims_account(scenario, contract, replications=2, keep=shelf, **how)
    more = claims_account(
        scenario, contract, replications=4, keep=shelf, progress=lambda *done: told.append(done), **how
    )
    assert told[0] == (2, 4)
    assert (more.cents[:2] == first.cents).all()
    assert (more.cents == claims_account(scenario, contract, replications=4, **how).cents).all()
    again = claims_account(scenario, contract, replications=3, keep=shelf, **how)
    assert (again.cents == more.cents[:3]).all()
    copy = from_document(more.as_document())
    assert (copy.cents == more.cents).all()
    assert copy.bad_run == more.bad_run


def test_a_contract_that_insures_nothing_is_refused():
    with pytest.raises(UserError, match="has no insurance"):
        claims_account(hard_times(), Strategy(name="Nothing", why="test"), replications=2)
