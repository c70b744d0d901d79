"""The provision for a strategy's book: a matrix of balances and loss rates by days past due, pooled over all runs."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.metrics.paths import Paths
from simulator.metrics.provisions import BUCKET_LABELS, expected_credit_loss, loss_rates, with_overlay

PROVISION_FORMULA = (
    "M23: sum of balance net of VAT x loss rate; loss rate: lost of the horizon's invoices that came as far / what "
    "came as far, over all replications; times the overlay for what is to come, at most all"
)


@dataclass(frozen=True)
class ProvisionMatrix:
    """An IFRS 9 provision matrix.

    Attributes:
        balances: Receivables at the horizon's end net of VAT, averaged over replications: not due, 1-30, 31-60, 61-90
            and over 90 days past due (currency).
        rates: Loss rate of each bucket as observed (fraction); None where no invoice came as far.
        overlay: By how much losses to come are expected to differ from those (times).
    """

    balances: tuple[float, ...]
    rates: tuple[float | None, ...]
    overlay: float = 1.0

    @property
    def rows(self) -> list[tuple[str, float, float | None]]:
        """Label, balance and loss rate of each bucket."""
        return list(zip(BUCKET_LABELS, self.balances, self.rates, strict=True))

    @property
    def provision(self) -> float:
        """The provision (currency); a bucket that nothing came to loses nothing."""
        return expected_credit_loss(self.balances, with_overlay(self.rates, self.overlay))


def provision_matrix(paths: Paths, vat_fraction: float, overlay: float = 1.0) -> ProvisionMatrix:
    """The matrix of a strategy (the first index of each path is the replication).

    Rates are pooled, so that a run with one large loss counts by its size; what comes back afterwards, such as a
    dividend, is not deducted. VAT is left out of the balances: it is relieved when a debt is lost.
    """
    balances = paths.ageing_end.mean(axis=0) / (1.0 + vat_fraction)
    rates = loss_rates(paths.settled.sum(axis=0).tolist(), paths.lost.sum(axis=0).tolist())
    return ProvisionMatrix(tuple(balances.tolist()), tuple(rates), overlay)
