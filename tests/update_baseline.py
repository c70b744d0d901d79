"""The baseline: a few numbers of a small fixed run, so that no change of the model goes unnoticed.

    python -m tests.update_baseline

writes ``tests/baseline.yaml`` anew. Do it in a commit whose line in the changelog starts with **Numbers:** and says
what moved them.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from simulator.experiment.compare import compare
from simulator.metrics.catalogue import CATALOGUE
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler

PATH = Path(__file__).with_name("baseline.yaml")
STRATEGIES = ("status_quo", "discount", "strict")
MEASURES = (
    "credit_sales",
    "cash_collected",
    "dso_countback_days",
    "dso_paid_days",
    "late_count_fraction",
    "write_offs",
    "lost_margin",
    "profit_to_the_end",
)
DECIMALS = {"currency": 0, "days": 2, "fraction": 4}
HEADING = """# Means of a small fixed run: the shipped wholesaler, 60 customers, one year, 5 replications, seed 2026.
# Made by `python -m tests.update_baseline`; changed only with a line in the changelog that starts with **Numbers:**.
"""

Baseline = dict[str, dict[str, float]]


def measured() -> Baseline:
    """The numbers as they are now, rounded: whole currency, hundredths of a day, ten-thousandths."""
    shipped = load_scenario("wholesale")
    scenario = small_wholesaler(60, 365, health=dict(shipped.health), applicants=dict(shipped.applicants))
    strategies = [load_strategy(name) for name in STRATEGIES]
    comparison = compare(
        scenario, strategies, seed=2026, replications=5, workers=1, portfolio=portfolio_of(scenario)
    )
    found: Baseline = {}
    for name, result in zip(STRATEGIES, comparison.results, strict=True):
        means = {measure: float(result.mean(measure) or 0.0) for measure in MEASURES}
        found[name] = {
            measure: round(value, DECIMALS[CATALOGUE[measure].unit]) for measure, value in means.items()
        }
    found["discount"]["discounts"] = round(float(comparison.results[1].mean("discounts") or 0.0))
    return found


def kept() -> Baseline:
    """The numbers as they are in the file."""
    found: Baseline = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Write the file anew, and say what moved."""
    before = kept() if PATH.is_file() else {}
    now = measured()
    PATH.write_text(HEADING + yaml.safe_dump(now, sort_keys=False), encoding="utf-8")
    for name, values in now.items():
        for measure, value in values.items():
            old = before.get(name, {}).get(measure)
            if old != value:
                print(f"{name}: {measure} {old} -> {value}")


if __name__ == "__main__":
    main()
