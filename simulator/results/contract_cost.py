"""What an insurance contract costs a year and pays, and where unpaid debts go: the answer of page and command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.results.claims import PARTS, ClaimsAccount
from simulator.results.documents import rounded
from simulator.results.origin import Origin, as_text
from simulator.results.statistics import Interval, interval
from simulator.results.words import plain_money


@dataclass(frozen=True)
class ContractCost:
    """Averages a year, to the end of the run-off (currency).

    Attributes:
        premium: On covered sales, at least the minimum.
        fees: For limits by name, and for a top-up.
        claims: What the insurer pays.
        given_back: Its share of later money.
        net: Premium and fees, less claims, and what is given back.
    """

    premium: float
    fees: float
    claims: float
    given_back: float
    net: Interval

    @classmethod
    def of(cls, account: ClaimsAccount, years: float) -> ContractCost:
        """The cost of a contract over a horizon (years)."""
        premium, fees = (account.premium[:, place].astype(np.float64) / 100 / years for place in (0, 1))
        claims, back = account.total("claims") / years, account.given_back() / years
        net = interval(premium + fees - claims + back)
        assert net is not None
        return cls(float(premium.mean()), float(fees.mean()), float(claims.mean()), float(back.mean()), net)

    @property
    def charged(self) -> float:
        """Premium and fees."""
        return self.premium + self.fees

    @property
    def paid(self) -> float:
        """Claims, less what is given back."""
        return self.claims - self.given_back


@dataclass(frozen=True)
class ClaimsAnswer:
    """Where unpaid debts go under a contract, and what it costs.

    Attributes:
        account: Debts, part by part, in every run.
        origin: Where the answer comes from.
    """

    account: ClaimsAccount
    origin: Origin

    @property
    def cost(self) -> ContractCost:
        """What the contract costs a year."""
        return ContractCost.of(self.account, self.origin.years)

    @property
    def verdict(self) -> str:
        """What it costs and pays, in a sentence."""
        cost, currency = self.cost, self.origin.currency
        charged, paid = (plain_money(one, currency) for one in (cost.charged, cost.paid))
        return f"The contract costs {charged} a year and pays {paid}."

    def document(self) -> dict[str, Any]:
        """As plain values."""
        cost, runs = self.cost, self.account.replications
        return {
            **self.origin.document(),
            "strategy": self.account.strategy,
            "replications": runs,
            "verdict": self.verdict,
            "policy_years": self.account.years,
            "unpaid_debts_of_a_run": {part.name: _told(self.account.average(part.name)) for part in PARTS},
            "given_back_of_a_run": _told(interval(self.account.given_back())),
            "premium_a_year": rounded(cost.premium),
            "fees_a_year": rounded(cost.fees),
            "claims_a_year": rounded(cost.claims),
            "given_back_a_year": rounded(cost.given_back),
            "net_cost_a_year": _told(cost.net),
            "counts_a_run": dict(
                zip(
                    ("claimed", "paid", "told_too_late"),
                    self.account.counts.mean(axis=0).tolist(),
                    strict=True,
                )
            ),
        }

    def to_json(self) -> str:
        """All of it as JSON text."""
        return as_text(self.document())


def _told(found: Interval | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"average": rounded(found.mean), "low": rounded(found.low), "high": rounded(found.high)}
