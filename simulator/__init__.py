"""Credit Strategy Lab: test a change of credit policy on your own customers before you roll it out.

The names below load when they are first used, so that ``import simulator`` is quick.
"""

from importlib import import_module
from typing import Any

_JOBS = {
    "load_scenario": "simulator.scenario",
    "load_strategy": "simulator.strategy",
    "load_shock": "simulator.shocks",
    "read_ledger": "simulator.ledger",
    "fit_portfolio": "simulator.portfolio.fitted",
    "compare": "simulator.experiment.compare",
    "best": "simulator.experiment.best",
    "sensitivity": "simulator.experiment.sensitivity",
    "shares": "simulator.experiment.shares",
    "frontier": "simulator.experiment.frontier",
    "optimise": "simulator.experiment.optimise",
    "why": "simulator.experiment.why",
    "stress": "simulator.experiment.stress",
    "reverse_stress": "simulator.experiment.reverse_stress",
    "UserError": "simulator.errors",
}
"""What one does with it, fifteen names at most, and the error that one may meet."""

_KINDS = {
    "Scenario": "simulator.scenario",
    "Shock": "simulator.shocks",
    "Strategy": "simulator.strategy",
    "CreditPolicy": "simulator.strategy",
    "PaymentTerms": "simulator.strategy",
    "EarlyPaymentDiscount": "simulator.strategy",
    "CollectionPlan": "simulator.strategy",
}
"""What the jobs take, for type hints and for levers with their names completed."""

_HOMES = {**_JOBS, **_KINDS}

__version__ = "0.1.0"
__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'simulator' has no attribute {name!r}")
    from simulator import garbage

    with garbage.kept_out():
        value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
