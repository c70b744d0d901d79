"""Invented evidence for board pages: any comparison, without a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from simulator.experiment.dangers import Struck
from simulator.experiment.leaning import Leaning, Leanings
from simulator.metrics.catalogue import MEASURED
from simulator.portfolio.portfolio import OPEN_ITEM, TRAITS, Portfolio
from simulator.publish.board.asking import Evidence, Stamp
from simulator.publish.board.deciding import decide
from simulator.publish.board.model_check import INVENTED, ModelCheck
from simulator.results import Comparison
from simulator.results.statistics import interval
from simulator.scenario import Scenario, load_scenario
from simulator.strategy import Strategy, load_strategy
from tests.unit.invented import Figures, invented, noise

RUNS = 200
STAMP = Stamp(
    date(2026, 11, 21), frozenset({"company.overdraft_limit"}), "creditlab publish mine.yaml --seed 1"
)
MARGIN = Leaning("company.gross_margin_fraction", 0.2, 0.03, 0.85, 25_000.0, True, 0.148, None, 40)
HASSLE = Leaning("behaviour.discount_hassle_per_year", 0.1, 0.0, 0.5, 25_000.0, False, None, None, 40)


def spread(middle: float, width: float, number: int = 0) -> np.ndarray[Any, Any]:
    """Normal luck around a figure, the same in every test."""
    return middle + width * noise(RUNS, number)


TODAY: Figures = {
    "profit_to_the_end": spread(3_400_000.0, 200_000.0),
    "lowest_cash": spread(-1_340_000.0, 100_000.0),
    "write_offs_net_of_claims": spread(92_000.0, 20_000.0),
}
BETTER: Figures = {
    "profit_to_the_end": TODAY["profit_to_the_end"] + spread(25_000.0, 20_000.0, 1),
    "lowest_cash": TODAY["lowest_cash"] + 213_000.0,
    "dso_countback_days": 40.4,
    "line_collection_cost": 58_000.0,
    "line_bad_debt": -83_000.0,
}
WORSE: Figures = {
    "profit_to_the_end": TODAY["profit_to_the_end"] - spread(71_000.0, 20_000.0, 2),
    "lowest_cash": TODAY["lowest_cash"] + 382_000.0,
    "dso_countback_days": 36.7,
}
OPEN: Figures = {"profit_to_the_end": TODAY["profit_to_the_end"] + spread(0.0, 30_000.0, 3)}


def strategies(names: tuple[str, ...]) -> tuple[Strategy, ...]:
    """Today, and strategies called so: the first hires a collector, the others give a discount."""
    today = load_strategy("status_quo")
    changes: list[dict[str, Any]] = [{"collections": {"collectors": 2}}]
    changes += [{"discount": {"rate_fraction": 0.01 * place}} for place in (1, 2)]
    made = (today.but(name, why="x", **change) for name, change in zip(names, changes, strict=False))
    return (today, *made)


def evidence(
    *figures: Figures,
    names: tuple[str, ...] = ("One more collector", "2/10 net 30", "1/10 net 30"),
    tested: ModelCheck = INVENTED,
    limit: float = 1_500_000.0,
    leaning: Leaning | None = MARGIN,
) -> Evidence:
    """What a page is written from; the first of the figures are today's."""
    scenario = load_scenario("wholesale").but(
        "Northgate & Sons",
        company={"horizon_days": 365, "overdraft_limit": limit, "start_date": date(2027, 1, 1)},
    )
    called = strategies(names[: len(figures) - 1])
    comparison = known(invented(RUNS, *figures, names=("Status quo", *names), limit=limit), scenario)
    decision = decide(comparison)
    pair = (comparison.first, comparison.results[decision.position])
    struck = [
        Struck(
            label,
            f"what {label.lower()} is",
            np.stack([one.values("lowest_cash") - worse for one in pair]),
            np.stack([one.values("profit_to_the_end") for one in pair]),
        )
        for label, worse in (
            ("Margin half as assumed", 10_000.0),
            ("Collectors leave", 20_000.0),
            ("Recession", 400_000.0),
            ("Largest customer fails", 300_000.0),
        )
    ]
    customers = np.zeros(200, dtype=TRAITS)
    origin = "ledger" if tested.shade != "invented" else "synthetic"
    portfolio = Portfolio(
        "p",
        origin,
        customers,
        customers,
        np.zeros((1, 2, 33)),
        np.zeros(0, dtype=OPEN_ITEM),
        date(2027, 1, 1),
    )
    return Evidence(
        scenario, called, portfolio, comparison, decision, Leanings(leaning, leaning), tuple(struck), tested
    )


def known(comparison: Comparison, scenario: Scenario) -> Comparison:
    """The comparison with a scenario's inputs, and months in which DSO is known."""
    months = tuple(f"2027-{month:02d}" for month in range(1, 13))
    results = []
    for one in comparison.results:
        monthly = np.full((RUNS, len(MEASURED), 12), np.nan)
        dso = one.values("dso_countback_days")
        monthly[:, MEASURED.index("dso_countback_days"), :] = dso[:, None] + noise(RUNS, 5)[:, None]
        results.append(replace(one, samples=replace(one.samples, monthly=monthly)))
    inputs = {
        "scenario": scenario.model_dump(mode="json"),
        "strategies": [{"levers": scenario.today.model_dump(mode="json")}],
    }
    return replace(
        comparison,
        scenario=scenario.name,
        results=tuple(results),
        months=months,
        inputs=inputs,
        inputs_hash="9f3c71ae" + "0" * 56,
        seed=2026,
    )


def average(values: Any) -> float:
    """The average of a figure in the runs."""
    found = interval(values)
    assert found is not None
    return found.mean
