"""What a step can be: channels, for whom, only if; nothing that the engine cannot do."""

from __future__ import annotations

from typing import Any

from simulator.levers import CollectionPlan, Step
from simulator.parameters import SEGMENT_LABELS, dictionary
from simulator.results.words import figure, symbol

CHANNELS = (
    ("E-mail", "email"),
    ("Call", "call"),
    ("Manager calls", "manager"),
    ("Final demand", "final_demand"),
    ("Agency", "agency"),
    ("Sell the debt", "debt_sale"),
    ("Court", "legal"),
)
RULES = (
    ("Expected gain", "expected_gain"),
    ("Risk × value", "risk_times_value"),
    ("Largest first", "largest"),
    ("Oldest first", "oldest"),
)
_GROUPS: tuple[tuple[str, ...], ...] = (
    (),
    ("large", "mid", "sme", "micro"),
    ("large", "mid"),
    ("sme", "micro"),
    *((name,) for name in SEGMENT_LABELS),
)
_AMOUNTS: tuple[tuple[float | None, float | None], ...] = (
    (None, None),
    (500.0, None),
    (1_000.0, None),
    (5_000.0, None),
    (10_000.0, None),
    (None, 500.0),
    (None, 1_000.0),
    (None, 5_000.0),
    (1_000.0, 10_000.0),
)
_WRITTEN = ("email", "final_demand")
_CALLED = ("call", "manager")


def segment_options(step: Step) -> list[tuple[str, Any]]:
    """For whom a step can be; a file's own combination among them."""
    groups = [*_GROUPS, *([step.segments] if step.segments not in _GROUPS else [])]
    return [(_group_name(group), group) for group in groups]


def _group_name(group: tuple[str, ...]) -> str:
    if not group:
        return "All"
    if len(group) == len(SEGMENT_LABELS) - 1:
        missing = next(name for name in SEGMENT_LABELS if name not in group)
        return f"All but {SEGMENT_LABELS[missing].lower()}"
    return ", ".join(SEGMENT_LABELS[name] for name in group)


def amount_options(step: Step, currency: str) -> list[tuple[str, Any]]:
    """Of what size an invoice must be; a file's own limits among them."""
    own = (step.above, step.below)
    limits = [*_AMOUNTS, *([own] if own not in _AMOUNTS else [])]
    return [(_limits_name(one, currency), one) for one in limits]


def _limits_name(limits: tuple[float | None, float | None], currency: str) -> str:
    """A condition on the amount.

    >>> _limits_name((5000.0, None), "EUR"), _limits_name((1000.0, 10000.0), "GBP"), _limits_name((None, 500.0), "EUR")
    ('From €5k', '£1k to 10k', 'Below €500')
    """
    low, high = limits
    sign = symbol(currency)
    if low is None and high is None:
        return "Any amount"
    if high is None:
        return f"From {sign}{figure(low, 'currency', step=100)}".replace(".0k", "k")
    if low is None:
        return f"Below {sign}{figure(high, 'currency', step=100)}".replace(".0k", "k")
    return f"{sign}{figure(low, 'currency', step=100)} to {figure(high, 'currency', step=100)}".replace(
        ".0k", "k"
    )


def minutes_of(step: Step, plan: CollectionPlan) -> str:
    """Minutes of a contact; one lever for all calls."""
    return f"{plan.minutes_per_call:g}" if step.channel in _CALLED else "–"


def price_of(step: Step, plan: CollectionPlan, per_minute: float, currency: str) -> str:
    """What one contact costs: postage, or the minutes at what the collectors are paid."""
    sign = symbol(currency)
    if step.channel in _WRITTEN:
        cost = plan.cost_per_email if step.channel == "email" else plan.cost_per_letter
        return f"{sign}{cost:.2f}"
    if step.channel in _CALLED:
        return f"{sign}{plan.minutes_per_call * per_minute + plan.cost_per_call:.2f}"
    return {"agency": "commission", "debt_sale": "discount", "legal": "fees"}[step.channel]


def day_limits() -> tuple[int, int]:
    """The days that a step may have."""
    low, high = dictionary()["collections.ladder"].allowed
    return int(low), int(high)
