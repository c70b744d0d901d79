"""Bad debt: what was written off, what came back, and what the protection cost.

Write-offs and credit sales are net of VAT.
"""

from collections.abc import Sequence

import numpy as np

TAIL_REPLICATIONS = 200
"""A tail figure is shown only from this many replications on."""


def write_offs_net_of_claims(write_offs: float, claims: float, salvage: float) -> float:
    """Write-offs - (claims accepted - what was given back of them), to the end of the run-off (currency).

    A claimed debt that is paid in the end is no loss, and the insurer gets its share of the money: a claim alone
    would count it as a gain.

    >>> write_offs_net_of_claims(28_000, 18_900, 1_800)
    10900
    """
    return round(write_offs - claims + salvage, 2)


def bad_debt_gross_fraction(write_offs: float, credit_sales: float) -> float | None:
    """Write-offs / credit sales (fraction) (M11).

    >>> bad_debt_gross_fraction(28_000, 4_000_000)
    0.007
    """
    return write_offs / credit_sales if credit_sales > 0 else None


def bad_debt_net_fraction(write_offs: float, recoveries: float, credit_sales: float) -> float | None:
    """(Write-offs - recoveries) / credit sales (fraction) (M11b).

    >>> bad_debt_net_fraction(28_000, 3_000, 4_000_000)
    0.00625
    """
    return (write_offs - recoveries) / credit_sales if credit_sales > 0 else None


def bad_debt_after_insurance_fraction(
    write_offs: float, recoveries: float, claims: float, credit_sales: float
) -> float | None:
    """(Write-offs - recoveries - claims) / credit sales (fraction) (M11c).

    >>> bad_debt_after_insurance_fraction(28_000, 3_000, 18_900, 4_000_000)
    0.001525
    """
    return (write_offs - recoveries - claims) / credit_sales if credit_sales > 0 else None


def credit_risk_cost_fraction(
    loss_after_insurance: float, premium: float, assessment: float, credit_sales: float
) -> float | None:
    """Total cost of credit risk / credit sales (fraction): loss after insurance + premium + assessment (M11d).

    The honest line for insurance.

    >>> credit_risk_cost_fraction(6_100, 10_000, 2_500, 4_000_000)
    0.00465
    """
    return (loss_after_insurance + premium + assessment) / credit_sales if credit_sales > 0 else None


def largest_loss_fraction(largest: float, write_offs: float) -> float | None:
    """Share of the largest single customer in all write-offs (fraction) (M36).

    >>> largest_loss_fraction(15_000, 28_000)
    0.5357142857142857
    """
    return largest / write_offs if write_offs > 0 else None


def tail_of_replications(values: Sequence[float], percentile: float) -> float | None:
    """A percentile across replications (same unit), NumPy's linear rule; None below 200 replications (M32, M36).

    >>> tail_of_replications(range(201), 95)
    190.0
    >>> tail_of_replications(range(199), 95) is None
    True
    """
    if len(values) < TAIL_REPLICATIONS:
        return None
    return float(np.percentile(np.asarray(values, dtype=float), percentile, method="linear"))
