"""The engine's journals with kernels that run as plain Python: ``python -m tests.reference.interpreted FILE``.

Run it with NUMBA_DISABLE_JIT=1 in the environment.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import is_interpreted
from tests.reference.comparing import engine_journals, levers_of, small_wholesaler, world_of

SEEDS = (2, 3)


def few_journals() -> NDArray[Any]:
    """A few customers for some months, under an insured today: a mixed strategy, an agency, a factor."""
    scenario = small_wholesaler(
        30.0,
        company={"horizon_days": 70, "warm_up_days": 40, "run_off_days": 150},
        portfolio={"customers": 8, "churn_per_year": 0.8},
        health={
            "no_dividend_fraction": 0.2,
            "dividend_delay_days": 50,
            "stressed_to_insolvent_per_month": 0.2,
        },
    ).but(
        today={
            "credit_policy": {"limit_months_of_sales": 1.5, "limit_minimum_orders": 3.0},
            "collections": {"ladder": [{"day": 3, "channel": "email"}]},
            "insurance": {
                "insured_fraction": 0.75,
                "waiting_period_days": 3,
                "each_claim_excess": 0.0,
                "minimum_loss": 0.0,
                "claim_payment_days": 25,
                "discretionary_limit": 0.0,
                "notified_fraction": 0.5,
                "notification_days": 1,
                "top_up_fraction": 0.5,
            },
            "financing": {"facility": "factoring", "recourse_days": 3},
        },
        insurer={"refusal_healthy_fraction": 0.4},
        disputes={"rate_fraction": 0.5, "mean_days": 30.0},
        behaviour={"partial_payment_fraction": 0.2, "unearned_fraction": 0.7},
        economy={"failure_multiplier": 4.0},
        applicants={"lost_per_day_fraction": 0.06, "gap_days": 3, "accepts_prepayment_fraction": 0.9},
    )
    names = ("status_quo", "mixed", "out_of_the_house", "protected")
    levers = [levers_of(name, scenario) for name in names]
    levers[1] = levers[1].but(terms={"direct_debit_fraction": 0.6})
    levers[2] = levers[2].but(
        credit_policy={
            "refused_fraction": 0.75,
            "decision_days": 9,
            "deposit_fraction": {"A": 0.3, "B": 0.3, "C": 0.3, "N": 0.3},
        },
        terms={"invoice_lag_days": 12},
    )
    world = world_of(scenario, levers)
    return np.concatenate([rows for seed in SEEDS for rows in engine_journals(world, seed)])


def main(target: Path) -> None:
    """Write the journals to a file."""
    if not is_interpreted():
        sys.exit("Set NUMBA_DISABLE_JIT=1 first.")
    np.save(target, few_journals())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
