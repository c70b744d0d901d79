"""What a comparison lets a policy expect: each KPI's average with its interval, beside today's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.errors import UserError
from simulator.metrics.catalogue import CATALOGUE
from simulator.results.origin import Wording

if TYPE_CHECKING:
    from simulator.levers import Levers
    from simulator.results.comparison import Comparison, Result
    from simulator.scenario import Scenario

POLICY_KPIS = (
    "dso_countback_days",
    "average_days_delinquent_countback_days",
    "overdue_fraction",
    "over_90_fraction",
    "collection_effectiveness_fraction",
    "promise_kept_fraction",
    "desk_load_fraction",
    "write_offs_net_of_claims",
    "lowest_cash",
    "profit_to_the_end",
)
"""By what a policy is judged, unless its strategy expects something of other measures too."""


@dataclass(frozen=True)
class Kpi:
    """One KPI of a policy; texts are empty where nothing was simulated.

    Attributes:
        name: The measure.
        label: What it is called.
        unit: Its unit in words.
        today: Today's average.
        expected: The average under the policy.
        interval: Its 95 % interval.
        change: The average difference to today.
        change_interval: Its 95 % interval.
    """

    name: str
    label: str
    unit: str
    today: str = ""
    expected: str = ""
    interval: str = ""
    change: str = ""
    change_interval: str = ""


def kpis_of(
    names: tuple[str, ...], currency: str, comparison: Comparison | None, strategy: str
) -> tuple[Kpi, ...]:
    """The KPIs, with figures where there is a comparison; a KPI that no run defines is left out."""
    if comparison is None:
        return tuple(_unsimulated(name, currency) for name in names)
    result = comparison.result(strategy)
    told = (_simulated(name, comparison, result) for name in names)
    return tuple(one for one in told if one is not None)


def check_matches(comparison: Comparison, scenario: Scenario, name: str, levers: Levers) -> None:
    """Refuse figures of another strategy or scenario: they would be printed as this one's.

    Raises:
        UserError: the comparison has no strategy of this name, or it is about something else.
    """
    comparison.result(name)
    inputs = comparison.inputs
    same = [one["levers"] for one in inputs["strategies"] if one["name"] == name]
    if same[:1] != [levers.model_dump(mode="json")]:
        raise UserError(
            f"The comparison's strategy '{name}' has other levers than the one on this sheet. Compare this one first."
        )
    if inputs["scenario"] != scenario.model_dump(mode="json"):
        raise UserError(
            f"The comparison is about another scenario than '{scenario.title}'. Give the one that was compared."
        )


def made_by(comparison: Comparison) -> str:
    """What made the figures, and whether they are those of real customers."""
    light = comparison.light
    whose = light.sentence if light else "The customers are invented, not those of a ledger."
    return (
        f"{comparison.replications:,} replications of {comparison.horizon_days:,} days, seed {comparison.seed}, "
        f"creditlab {comparison.version}, inputs {comparison.inputs_hash[:12]}. {whose}"
    )


def _unsimulated(name: str, currency: str) -> Kpi:
    wording = Wording(name, currency, 1.0)
    return Kpi(name, wording.label, wording.unit)


def _simulated(name: str, comparison: Comparison, result: Result) -> Kpi | None:
    wording = Wording(name, comparison.currency, comparison.years)
    found, base = result.interval(name), comparison.first.interval(name)
    if found is None:
        return None
    texts: dict[str, Any] = {
        "expected": wording.shown(found.mean, step=found.half_width),
        "interval": _range(wording, found.low, found.high),
    }
    if base is not None:
        texts["today"] = wording.shown(base.mean, step=base.half_width)
    difference = comparison.difference(result, name) if result is not comparison.first else None
    if difference is not None:
        low, high = difference.low, difference.high
        step = None if low is None or high is None else (high - low) / 2
        texts["change"] = wording.shown(difference.mean, signed=True, step=step)
        texts["change_interval"] = _range(wording, low, high, signed=True)
    return Kpi(name, CATALOGUE[name].label, wording.unit, **texts)


def _range(wording: Wording, low: float | None, high: float | None, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    step = (high - low) / 2
    ends = (wording.shown(end, signed=signed, step=step) for end in (low, high))
    return " to ".join(ends)
