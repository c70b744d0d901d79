"""What must not change: numbers under a lever that does nothing, and the sum of the books on any day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.calibration.latent import portfolio_for
from simulator.engine import columns as c
from simulator.engine.model import Run
from simulator.engine.replication import simulate
from simulator.engine.world import World
from simulator.journal import ROW, Account, Event, in_order
from simulator.levers import Levers
from simulator.metrics.tally import NET, VAT, Tally
from simulator.scenario import Scenario, load_scenario
from simulator.verification.cases import Case
from simulator.verification.textbook import tally_of

Changes = Mapping[str, Mapping[str, Any]]

_CUSTOMERS = 60
_WARM_UP_DAYS = 200


class Null(NamedTuple):
    """A lever that does nothing under these levers, and another value of it."""

    lever: str
    reason: str
    under: Changes
    value: Any

    @property
    def changed(self) -> Changes:
        """The change to the lever, as a strategy makes it."""
        group, _, name = self.lever.partition(".")
        return {group: {name: self.value}}


_NO_LIMIT: Changes = {"credit_policy": {"limit_rule": "none"}}
_HUGE_LIMIT: Changes = {"credit_policy": {"limit_months_of_sales": 10_000.0}}
_LATE_STOP: Changes = {"credit_policy": {"stop_supply_days": 50_000}}
_LATE_WRITE_OFF: Changes = {"collections": {"write_off_days": 20_000}}
_ONLY_EMAILS: Changes = {
    "collections": {"ladder": [{"day": day, "channel": "email"} for day in (-5, 3, 20)], "write_off_days": 60}
}
_LONGER_LADDER = [{"day": day, "channel": "email"} for day in (-5, 3, 20, 61, 80)]
_NOBODY: Changes = {"collections": {"ladder": [], "collectors": 0}}

NULLS = (
    Null("discount.window_days", "no discount", {}, 30),
    Null("discount.grace_days", "no discount", {}, 0),
    Null("discount.customers", "no discount", {}, "sme"),
    Null("discount.unearned_policy", "no discount", {}, "enforce"),
    Null("late_charges.jurisdiction", "no late charges", {}, "us"),
    Null("late_charges.own_rate_per_year", "no late charges", {}, 0.2),
    Null("late_charges.customers", "no late charges", {}, "sme"),
    Null("terms.milestone_days", "no milestones", {}, 10),
    Null("terms.instalment_days", "no instalments", {}, 10),
    Null("terms.retention_release_days", "no retention", {}, 10),
    Null("terms.retention_defects_days", "no retention", {}, 10),
    Null("terms.direct_debit_fee_fraction", "no direct debit", {}, 0.02),
    Null("terms.customers", "own terms", {}, "large"),
    Null("terms.net_days", "own terms are 30", {}, 30),
    Null("credit_policy.limit_months_of_sales", "no limit", _NO_LIMIT, 0.5),
    Null("credit_policy.limit_minimum_orders", "no limit", _NO_LIMIT, 0.0),
    Null("credit_policy.limit_rule", "limits out of reach", _HUGE_LIMIT, "none"),
    Null("credit_policy.stop_supply_days", "nobody is so late", _LATE_STOP, 60_000),
    Null("collections.write_off_days", "nobody is so late", _LATE_WRITE_OFF, 25_000),
    Null("collections.minutes_per_call", "no calls", _ONLY_EMAILS, 20.0),
    Null("collections.call_attempts", "no calls", _ONLY_EMAILS, 7),
    Null("collections.cost_per_call", "no calls", _ONLY_EMAILS, 9.0),
    Null("collections.cost_per_letter", "no letters", _ONLY_EMAILS, 9.0),
    Null("collections.promise_pauses_chasing_days", "no promises", _ONLY_EMAILS, 9),
    Null("collections.ladder", "steps after the write-off", _ONLY_EMAILS, _LONGER_LADDER),
    Null("collections.cost_per_email", "no e-mails", _NOBODY, 9.0),
    Null("collections.intensity", "no ladder, no staff", _NOBODY, 3.0),
    Null("collections.shift_minutes", "no staff", _NOBODY, 300.0),
    Null("collections.debt_sale_fraction", "nothing is sold", {}, 0.15),
    Null("collections.worklist_rule", "no calls", _ONLY_EMAILS, "oldest"),
    Null("collections.payment_plan_instalments", "no calls", _ONLY_EMAILS, 3),
    Null("collections.payment_plan_days", "no plans", {}, 10),
    Null("collections.minimum_legal_balance", "no court", {}, 0.0),
    Null("collections.cost_per_undefended_claim", "no court", {}, 9.0),
    Null("terms.cost_per_invoice_check", "no invoice is checked", {}, 9.0),
    Null("insurance.premium_rate_fraction", "no policy", {}, 0.01),
    Null("insurance.minimum_premium_fraction", "no policy", {}, 1.0),
    Null("insurance.limit_fee_per_year", "no policy", {}, 80.0),
    Null("insurance.each_claim_excess", "no policy", {}, 0.0),
    Null("insurance.excess_basis", "no policy", {}, "before_share"),
    Null("insurance.aggregate_first_loss", "no policy", {}, 5000.0),
    Null("insurance.minimum_loss", "no policy", {}, 0.0),
    Null("insurance.maximum_liability_multiple", "no policy", {}, 1.0),
    Null("insurance.discretionary_limit", "no policy", {}, 0.0),
    Null("insurance.maximum_terms_days", "no policy", {}, 10),
    Null("insurance.maximum_extension_days", "no policy", {}, 0),
    Null("insurance.waiting_period_days", "no policy", {}, 30),
    Null("insurance.claim_payment_days", "no policy", {}, 0),
    Null("insurance.cover", "no policy", {}, "key_accounts"),
    Null("insurance.key_accounts", "no policy", {}, 3),
    Null("insurance.layer", "no policy", {}, 9.0),
    Null("insurance.top_up_fraction", "no policy", {}, 1.0),
    Null("insurance.top_up_premium_fraction", "no policy", {}, 0.03),
    Null("insurance.notified_fraction", "no policy", {}, 0.0),
    Null("insurance.notification_days", "no policy", {}, 0),
    Null("insurance.salvage_basis", "no policy", {}, "first_in_first_out"),
    Null("financing.advance_fraction", "no factor", {}, 0.5),
    Null("financing.factoring_fee_fraction", "no factor", {}, 0.03),
    Null("financing.discounting_fee_fraction", "no factor", {}, 0.01),
    Null("financing.margin_per_year", "no factor", {}, 0.03),
    Null("financing.maximum_age_days", "no factor", {}, 10),
    Null("financing.concentration_fraction", "no factor", {}, 0.01),
    Null("financing.recourse_days", "no factor", {}, 0),
    Null("financing.protected_fraction", "no factor", {}, 0.9),
    Null("financing.protection_fee_fraction", "no factor", {}, 0.01),
    Null("financing.minimum_fee_per_year", "no factor", {}, 99_000.0),
    Null("financing.staff_saved_fraction", "no factor", {}, 0.5),
)
"""Every lever that can be without effect. The others always do something: a discount's rate, a shift of terms, the way
due dates are counted, parts of invoices, direct debits, clear terms, a policy of late charges, the invoice's lag, the
number of collectors and clerks, an outside team, the shares that are checked and that are insured, the factor."""


class _Journal:
    """A reader that keeps every row."""

    def __init__(self, blocks: list[NDArray[Any]] | None = None) -> None:
        self.blocks = list(blocks or [])

    def take(self, rows: NDArray[Any]) -> None:
        """Keep a block."""
        self.blocks.append(np.array(rows, dtype=ROW))

    def close_month(self, day: int) -> None:
        """Nothing to do."""

    def copy(self) -> _Journal:
        """A reader that has read the same."""
        return _Journal(self.blocks)

    def rows(self) -> NDArray[Any]:
        """The journal in canonical order."""
        return in_order(np.concatenate(self.blocks))


def _small_wholesaler(horizon_days: int) -> Scenario:
    """The shipped wholesaler, with fewer customers and a shorter time."""
    return load_scenario("wholesale").but(
        company={"horizon_days": horizon_days, "warm_up_days": _WARM_UP_DAYS},
        portfolio={"customers": _CUSTOMERS},
    )


def inactive_levers(seed: int, effort: float = 1.0) -> list[Case]:
    """CF31: two strategies that differ only in a lever without effect write the same journal, row by row."""
    scenario = _small_wholesaler(max(round(540 * effort), 180))
    portfolio = portfolio_for(scenario)
    cases = []
    for under in _distinct([null.under for null in NULLS]):
        nulls = [null for null in NULLS if null.under == under]
        base = scenario.today.but(**under)
        world = World.build(scenario, portfolio, [base, *(base.but(**null.changed) for null in nulls)])
        first, *others = [reader.rows() for reader in _journals(world, seed)]
        cases += [
            Case(
                "CF31",
                f"{null.lever} ({null.reason}): rows that differ",
                0.0,
                _differences(first, other),
                0.0,
            )
            for null, other in zip(nulls, others, strict=True)
        ]
    return cases


def _distinct(changes: list[Changes]) -> list[Changes]:
    """Each of them once, in their order."""
    found: list[Changes] = []
    for one in changes:
        if one not in found:
            found.append(one)
    return found


def _journals(world: World, seed: int) -> list[_Journal]:
    """The journal of every strategy."""
    return [reader for reader in simulate(world, seed, 0, _Journal()) if isinstance(reader, _Journal)]


def _differences(first: NDArray[Any], other: NDArray[Any]) -> float:
    """Number of rows that are not the same in two journals."""
    shared = min(len(first), len(other))
    differ = np.zeros(shared, dtype=bool)
    for field in ROW.names or ():
        differ |= first[field][:shared] != other[field][:shared]
    return float(differ.sum() + abs(len(first) - len(other)))


_MIXED: Changes = {
    "credit_policy": {"limit_months_of_sales": 1.5, "stop_supply_days": 10},
    "terms": {
        "net_days": 45,
        "milestones": 2,
        "instalments": 2,
        "retention_fraction": 0.05,
        "direct_debit_fraction": 0.3,
    },
    "discount": {"rate_fraction": 0.03, "window_days": 14, "unearned_policy": "enforce"},
    "late_charges": {"policy": "charge"},
    "collections": {
        "write_off_days": 60,
        "call_attempts": 2,
        "cost_per_call": 1.5,
        "ladder": [
            {"day": 3, "channel": "email"},
            {"day": 10, "channel": "call"},
            {"day": 20, "channel": "agency"},
            {"day": 50, "channel": "debt_sale"},
        ],
    },
    "insurance": {"insured_fraction": 0.9, "each_claim_excess": 100.0, "waiting_period_days": 60},
    "financing": {"facility": "factoring", "protected_fraction": 0.9},
}
"""Moves every kind of row: discounts, holds, losses, sales of debts, an agency, an insurance, a factor, costs."""

_TAKES = (
    *(Event.PAID, Event.PAID_IN_PART, Event.DISCOUNTED, Event.CREDITED, Event.WRITTEN_OFF, Event.DEBT_SOLD),
    *(Event.PAID_TO_FACTOR, Event.FACTOR_BEARS, Event.DEPOSIT_APPLIED),
)


def cash_identity(seed: int, effort: float = 1.0) -> list[Case]:
    """CF32: on every day the books roll forward to the cent, and agree with the open invoices and the bank."""
    scenario = _small_wholesaler(max(round(540 * effort), 180)).but(
        health={"failures_per_year": dict.fromkeys(("large", "mid", "sme", "micro", "public"), 0.10)},
        behaviour={"partial_payment_fraction": 0.05},
    )
    cases = []
    for name, levers in (("today", scenario.today), ("mixed", scenario.today.but(**_MIXED))):
        cases += [
            Case("CF32", f"{title}, {name}: cents off on the worst day", 0.0, float(np.abs(gap).max()), 0.0)
            for title, gap in _gaps(scenario, levers, seed).items()
        ]
    return cases


def _gaps(scenario: Scenario, levers: Levers, seed: int) -> dict[str, NDArray[np.int64]]:
    """By day, in cents: what the journal says, less what the engine holds; and the sum of all accounts."""
    world = World.build(scenario, portfolio_for(scenario), [levers])
    tally = tally_of(world)
    run = Run(world, seed, 0, tally)
    run.run(0)
    run.change(world.plans[0])
    held = []
    for day in range(world.horizon_days):
        run.run(day + 1)  # a pause on every day
        known = run.state.customers[: int(run.state.counters[c.N_CUSTOMERS])]
        held.append((int(known["open_cents"].sum()), int(run.state.counters[c.CASH])))
    run.finish()
    open_items, cash = np.array(held).T
    days = len(held)
    return {
        "receivables rolled forward and open invoices": _rolled_forward(tally)[:days] - open_items,
        "receivables rolled forward and posted": _rolled_forward(tally)
        - tally.account_by_day(Account.RECEIVABLES),
        "cash posted and cash at the bank": tally.account_by_day(Account.CASH)[:days] - cash,
        "sum of all accounts": tally.balances_by_day().sum(axis=1),
    }


def _rolled_forward(tally: Tally) -> NDArray[np.int64]:
    """Opening receivables and invoices, less receipts, discounts, credit notes and write-offs: cents by day."""
    sums = tally.columns.sums[-tally.first_day :]
    gross = sums[:, :, NET] + sums[:, :, VAT]
    movement = gross[:, Event.OPENING_RECEIVABLE] + gross[:, Event.INVOICED]
    rolled: NDArray[np.int64] = np.cumsum(movement - gross[:, list(_TAKES)].sum(axis=1))
    return rolled
