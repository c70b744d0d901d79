"""What a collections desk brings, by step, by staff, by whom is called first; and what of it is ladder, what staff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from simulator.levers import Step
from simulator.metrics.shapley import shapley_shares
from simulator.results.desk.figures import Figures, Values
from simulator.results.documents import rounded
from simulator.results.statistics import LEVEL, Interval, interval
from simulator.results.words import money
from simulator.units import CENTS

TODAY, THIS, NOBODY = "today", "this", "nobody"
STOP_SUPPLY = "stop supply"
"""What the row of the ladder is called that is no contact."""

_ZERO = Interval(0.0, 0.0, 0.0)


def without(step: int | str) -> str:
    """The name of the variant in which a step is left out."""
    return f"without {step}"


def staff(collectors: int) -> str:
    """The name of the variant with so many collectors."""
    return f"collectors {collectors}"


def first(rule: str) -> str:
    """The name of the variant in which another rule says who is called first."""
    return f"first {rule}"


def mixture(number: int) -> str:
    """The name of a mixture of today and this; bit i of its number says whether part i is this."""
    return f"mixture {number}"


@dataclass(frozen=True)
class Effect:
    """What leaving out a step alone would take away, a year (currency, days; averages with their 95 % intervals).

    Attributes:
        brings: Money gained, before what it costs.
        costs: Time, postage, commission, and orders and customers lost.
        net: The first less the second.
        dso: What the step adds to DSO (days).
        invoices: Invoices that come to it.
        contacts: Contacts more than without it.
    """

    brings: Interval
    costs: Interval
    net: Interval
    dso: Interval
    invoices: float | None
    contacts: Interval


@dataclass(frozen=True)
class DeskAnswer:
    """All variants of one plan, played with the same luck.

    Attributes:
        name: What the plan is called.
        variants: The figures of each, by its name.
        refused: Why a step cannot be left out alone, by the name of that variant.
        ladder: The ladder's steps.
        stop_supply_days: Days late from which supply stops; None: never.
        parts: What differs between today and this, in words; mixtures count them by their bits.
        today_collectors, collectors: How many there are.
        rule: Who is called first.
        overdraft_limit: What the bank lends (currency).
        start: The date of day 0.
        currency, horizon_days, replications, seed, version, inputs_hash, is_small: As of every answer.
    """

    name: str
    variants: Mapping[str, Figures]
    refused: Mapping[str, str]
    ladder: tuple[Step, ...]
    stop_supply_days: int | None
    parts: tuple[str, ...]
    today_collectors: int
    collectors: int
    rule: str
    overdraft_limit: float
    start: date
    currency: str
    horizon_days: int
    replications: int
    seed: int
    version: str
    inputs_hash: str = ""
    is_small: bool = False

    def money(self, amount: float) -> str:
        """An amount in short, without its sign."""
        return money(amount, self.currency, is_small=self.is_small)

    @property
    def identity(self) -> dict[str, Any]:
        """Seed, version and inputs: what the answer can be found again by."""
        return {"seed": self.seed, "version": self.version, "inputs_hash": self.inputs_hash}

    @property
    def years(self) -> float:
        """Length of the horizon (years)."""
        return self.horizon_days / 365

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from today."""
        return bool(self.parts)

    @property
    def counts(self) -> tuple[int, ...]:
        """Numbers of collectors that were played, in order."""
        words = (name.split() for name in self.variants)
        return tuple(sorted(int(found[1]) for found in words if found[0] == "collectors"))

    @cached_property
    def cost_per_minute(self) -> float:
        """Pay over the minutes there are (currency per minute); 0 where nobody is employed."""
        figures = self.variants[THIS]
        available = float(figures["available_minutes"].sum())
        return float(figures["staff_cost"].sum()) / available if available > 0 else 0.0

    def effect(self, step: int | str) -> Effect | None:
        """What a step brings and costs; None where it cannot be left out alone."""
        other = self.variants.get(without(step))
        if other is None:
            return None
        this = self.variants[THIS]
        yearly = {name: (this[name] - other[name]) / self.years for name in this.scalars}
        time = yearly["minutes"] * self.cost_per_minute
        lost = yearly["lost_margin"]
        spent = time + yearly["direct_cost"]
        if float(np.nanmean(lost)) > 0:  # where a step saves orders, that is among what it brings
            spent = spent + lost
        net = yearly["profit"] - time
        invoices = None
        if isinstance(step, int):
            invoices = float(this.reached[:, step].mean()) / self.years
        return Effect(
            brings=_sure(net + spent),
            costs=_sure(spent),
            net=_sure(net),
            dso=_sure(this["dso"] - other["dso"]),
            invoices=invoices,
            contacts=_sure(yearly["contacts"]),
        )

    def difference(self, figure: str, variant: str = THIS, to: str = TODAY) -> Interval | None:
        """A variant minus another, paired by replication; amounts that add up over a run by the year."""
        scale = (
            self.years if figure in ("profit", "lost_margin", "contacts", "minutes", "direct_cost") else 1.0
        )
        return interval((self.variants[variant][figure] - self.variants[to][figure]) / scale)

    @cached_property
    def shares(self) -> tuple[Interval, ...]:
        """What each part makes of the difference in profit, a year: its average over all orders of changing them."""
        if not self.parts:
            return ()
        worth = np.stack([self.worth(number) for number in range(2 ** len(self.parts))], axis=-1)
        shares = shapley_shares(np.rint(worth * CENTS).astype(np.int64)) / CENTS / self.years
        return tuple(_sure(shares[:, place]) for place in range(len(self.parts)))

    def worth(self, number: int) -> Values:
        """Profit of a mixture in each replication (currency, whole horizon)."""
        last = 2 ** len(self.parts) - 1
        name = TODAY if number == 0 else THIS if number == last else mixture(number)
        return self.variants[name]["profit"]

    def mixed(self, number: int) -> Interval | None:
        """A mixture's profit a year less today's."""
        return interval((self.worth(number) - self.worth(0)) / self.years)

    def rule_worth(self, rule: str) -> Interval | None:
        """Profit a year under a rule less that of oldest first."""
        return interval(
            (self.variants[first(rule)]["profit"] - self.variants[first("oldest")]["profit"]) / self.years
        )

    def document(self) -> dict[str, Any]:
        """As plain values."""
        steps = [*range(len(self.ladder)), STOP_SUPPLY]
        return {
            "name": self.name,
            "currency": self.currency,
            "horizon_days": self.horizon_days,
            "replications": self.replications,
            "seed": self.seed,
            "version": self.version,
            "inputs_hash": self.inputs_hash,
            "profit_a_year_against_today": _told(self.difference("profit")),
            "lowest_cash_against_today": _told(self.difference("lowest_cash")),
            "steps": [self._step(step) for step in steps],
            "collectors": {
                str(count): _told(self.difference("profit", staff(count))) for count in self.counts
            },
            "shares": {part: _told(share) for part, share in zip(self.parts, self.shares, strict=True)},
        }

    def _step(self, step: int | str) -> dict[str, Any]:
        found = self.effect(step)
        name = step if isinstance(step, str) else step + 1
        if found is None:
            return {"step": name, "why_not": self.refused.get(without(step), "not there")}
        return {
            "step": name,
            "brings": _told(found.brings),
            "costs": _told(found.costs),
            "net": _told(found.net),
            "dso_days": _told(found.dso),
            "invoices_a_year": rounded(found.invoices),
        }

    def to_json(self) -> str:
        """The whole answer as JSON text."""
        return json.dumps(self.document(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _sure(values: Values) -> Interval:
    return interval(values, LEVEL) or _ZERO


def _told(found: Interval | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"average": rounded(found.mean), "low": rounded(found.low), "high": rounded(found.high)}
