"""Latent laws by segment: shipped with the sectors, kept by a hash of what they depend on, else solved once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import yaml

from simulator.parameters import shipped_folder
from simulator.portfolio.laws import SegmentLaw
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.portfolio.synthetic import synthetic_portfolio
from simulator.scenario import Scenario

if TYPE_CHECKING:
    from simulator.calibration.observing import Lateness

Progress = Callable[[str], None]

_METHOD = 1
"""Raised when the solver's own method changes, so that no older solution is taken for a new one."""

_BEHAVIOUR = (
    "on_time_fraction", "late_median_days", "late_sigma", "habit_share_fraction", "early_fraction", "early_mean_days",
    "late_cap_days", "liquidity_cause_fraction", "liquidity_response_fraction", "contact_rate_fraction",
    "promise_fraction", "promise_kept_healthy_fraction", "promise_minimum_days", "promise_maximum_days",
    "hold_lost_fraction", "contact_multiplier", "email_half_life_days", "personal_contact_half_life_days",
    "fatigue_fraction",
)  # fmt: skip
_PORTFOLIO = ("payment_runs", "orders_per_month", "terms_days", "invoice_cv")
_COLLECTIONS = ("ladder", "intensity", "call_attempts", "promise_pauses_chasing_days")


def inputs_of(scenario: Scenario) -> dict[str, Any]:
    """What the latent laws depend on, as plain values."""
    behaviour = scenario.behaviour.model_dump(mode="json")
    portfolio = scenario.portfolio.model_dump(mode="json")
    collections = scenario.today.collections.model_dump(mode="json")
    return {
        "method": _METHOD,
        "calendar": scenario.company.calendar,
        "country": scenario.company.country,
        "invoice_lag_days": scenario.today.terms.invoice_lag_days,
        "stop_supply_days": scenario.today.credit_policy.stop_supply_days,
        "behaviour": {name: behaviour[name] for name in _BEHAVIOUR},
        "portfolio": {name: portfolio[name] for name in _PORTFOLIO},
        "collections": {name: collections[name] for name in _COLLECTIONS},
        **_switched_on(scenario),
    }


def _switched_on(scenario: Scenario) -> dict[str, Any]:
    """What else of today moves who pays when, where it is in use."""
    charges, terms, behaviour = scenario.today.late_charges, scenario.today.terms, scenario.behaviour
    found: dict[str, Any] = {}
    if charges.policy != "none":
        effect = [behaviour.late_charge_hazard_multiplier, behaviour.threat_credibility_fraction]
        found["late_charges"] = [charges.policy, charges.customers, *effect]
    if terms.clarity_fraction > 0.0:
        found["clarity"] = terms.clarity_fraction
    if terms.milestones > 1 or terms.instalments > 1:
        found["parts"] = [terms.milestones, terms.milestone_days, terms.instalments, terms.instalment_days]
    if scenario.portfolio.order_process != "poisson":
        found["order_process"] = scenario.portfolio.order_process
    return found


def inputs_hash(scenario: Scenario) -> str:
    """Name of a solution: 16 hexadecimal digits of what it depends on."""
    text = json.dumps(inputs_of(scenario), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _places(name: str) -> list[Path]:
    """Where a solution may be kept: with the product, then in the user's cache."""
    shipped = shipped_folder() / "solved"
    own = Path(platformdirs.user_cache_dir("creditlab")) / "solved"
    return [shipped / f"{name}.yaml", own / f"{name}.yaml"]


def _read(path: Path) -> dict[str, SegmentLaw] | None:
    """A kept solution; None where there is none, or it is damaged (it is then solved anew)."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))["latent"]
        return {name: SegmentLaw(**{**found[name], "pace": tuple(found[name]["pace"])}) for name in SEGMENTS}
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError):
        return None


def solved(
    scenario: Scenario, progress: Progress | None = None
) -> tuple[dict[str, SegmentLaw], dict[str, Lateness]]:
    """Solve every segment anew: latent laws, and the lateness that comes back (about a minute)."""
    from simulator.calibration.segments import solve_segment  # the solver loads slowly, and is seldom needed

    laws, seen = {}, {}
    for segment in SEGMENTS:
        if progress is not None:
            progress(f"Calibrating how {segment} customers pay (once for these assumptions)")
        laws[segment], seen[segment] = solve_segment(scenario, segment)
    return laws, seen


def write_solution(path: Path, scenario: Scenario, progress: Progress | None = None) -> dict[str, SegmentLaw]:
    """Solve and keep a solution."""
    laws, seen = solved(scenario, progress)
    kept = {
        "about": f"Latent laws of lateness for '{scenario.name}'; made by the calibration, not to be edited.",
        "inputs_hash": inputs_hash(scenario),
        "latent": {name: {**law._asdict(), "pace": list(law.pace)} for name, law in laws.items()},
        "comes_back_as": {name: lateness._asdict() for name, lateness in seen.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    part.replace(path)
    return laws


def latent_laws(scenario: Scenario, progress: Progress | None = None) -> dict[str, SegmentLaw]:
    """The latent laws of a scenario: kept ones if there are any, else solved and kept in the user's cache."""
    shipped, own = _places(inputs_hash(scenario))
    return _read(shipped) or _read(own) or write_solution(own, scenario, progress)


def portfolio_for(scenario: Scenario, progress: Progress | None = None) -> Portfolio:
    """The synthetic portfolio of a scenario, calibrated."""
    return synthetic_portfolio(scenario, latent_laws(scenario, progress))


def solve_shipped(sectors: list[Scenario]) -> list[Path]:
    """Solve the shipped sectors and keep the solutions with the product (for those who change the model)."""
    folder = shipped_folder() / "solved"
    paths = []
    for scenario in sectors:
        path = folder / f"{inputs_hash(scenario)}.yaml"
        write_solution(path, scenario, print)
        paths.append(path)
    return paths
