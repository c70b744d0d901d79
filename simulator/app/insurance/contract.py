"""The contract that a person edits, and the questions that the page asks about it. Nothing of widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.errors import UserError
from simulator.strategy import Strategy, load_strategy

INSURANCE, FINANCING = "insurance", "financing"
YOURS = "Your contract"
UNINSURED, WITHOUT_FACTOR = "Uninsured", "Without a factor"
STANDARD = "Insured, as it ships"
ALWAYS_TOLD, SELDOM_TOLD = "Every overdue told in time", "Eight of ten told in time"
_SELDOM = 0.8
_PROTECTED = 0.9


@dataclass(frozen=True)
class Ready:
    """A contract to begin with: levers of one group, all others of the group as today."""

    title: str
    why: str
    group: str
    levers: Mapping[str, Any]


def _shipped(title: str, name: str, group: str) -> Ready:
    strategy = load_strategy(name)
    return Ready(title, strategy.why, group, dict(strategy.changes[group]))


def _ready() -> dict[str, Ready]:
    insured = _shipped("Insured: whole turnover", "insured", INSURANCE)
    factored = _shipped("Factored, with recourse", "factored", FINANCING)
    more: dict[str, tuple[str, dict[str, Any]]] = {
        "top_up": ("Insured, cut limits topped up", {"top_up_fraction": 1.0}),
        "key_accounts": ("Key accounts only", {"cover": "key_accounts"}),
    }
    protected = {**factored.levers, "protected_fraction": _PROTECTED}
    return {
        "insured": insured,
        "balanced": _shipped("Excess of loss, as in Balanced", "balanced", INSURANCE),
        **{
            name: Ready(title, insured.why, INSURANCE, {**insured.levers, **levers})
            for name, (title, levers) in more.items()
        },
        "uninsured": Ready("No insurer", "Nothing is insured", INSURANCE, {"insured_fraction": 0.0}),
        "factored": factored,
        "protected": Ready("Factored, without recourse", factored.why, FINANCING, protected),
        "discounted": Ready(
            "Invoice discounting",
            "The bank lends on invoices",
            FINANCING,
            {"facility": "invoice_discounting"},
        ),
        "overdraft": Ready("Overdraft alone", "No factor", FINANCING, {"facility": "none"}),
    }


READY = _ready()


def first_contract(setting: Setting) -> Lab:
    """The page as it opens: the contract that ships, beside today."""
    return with_ready(
        Lab(setting, (Strategy(name=YOURS, why=load_strategy("insured").why),), selected=1), "insured"
    )


def with_ready(lab: Lab, name: str) -> Lab:
    """The levers of a ready contract in place of those of its group."""
    if name not in READY:
        raise UserError("This contract does not ship. Choose another one from the list.")
    chosen = READY[name]
    return _with(lab, chosen.group, chosen.levers)


def with_strategy(lab: Lab, strategy: Strategy) -> Lab:
    """The contract levers of a strategy in place of those that are there; what else it changes is left out.

    Raises:
        UserError: it changes neither insurance nor financing.
    """
    own = {group: dict(strategy.changes.get(group, {})) for group in (INSURANCE, FINANCING)}
    if not any(own.values()):
        raise UserError(
            f"{strategy.name} has neither insurance nor financing. Choose one that has, or move a lever below."
        )
    for group, levers in own.items():
        if levers:
            lab = _with(lab, group, levers)
    return lab


def _with(lab: Lab, group: str, levers: Mapping[str, Any]) -> Lab:
    contract = lab.alternatives[0]
    kept = {name: values for name, values in contract.changes.items() if name != group}
    changes: Any = {**kept, group: dict(levers)}
    plain = Lab(lab.setting, (Strategy(name=contract.name, why=contract.why, changes=changes),), selected=1)
    for name in levers:  # a lever at today's value counts as unchanged
        key = f"{group}.{name}"
        plain = plain.with_lever(key, plain.value(key))
    return plain


def only(strategy: Strategy, group: str, name: str = "") -> Strategy:
    """The strategy with the levers of one group, all else as today."""
    changes: Any = {group: dict(strategy.changes[group])} if strategy.changes.get(group) else {}
    return Strategy(name=name or strategy.name, why=strategy.why, changes=changes)


def is_insured(lab: Lab) -> bool:
    """Whether the contract insures anything."""
    return float(lab.value("insurance.insured_fraction")) > 0.0


def has_factor(lab: Lab) -> bool:
    """Whether the contract has a facility."""
    return bool(lab.value("financing.facility") != "none")


def insurance_question(lab: Lab) -> tuple[Strategy, ...]:
    """Uninsured first, then the contract, then the contract that ships where it is another one."""
    today = lab.today
    first = lab.baseline
    if today.insurance.insured_fraction > 0:
        first = Strategy(
            name=UNINSURED, why="Today without its insurer", changes={INSURANCE: {"insured_fraction": 0}}
        )
    standard = only(load_strategy("insured"), INSURANCE, STANDARD)
    own = only(lab.alternatives[0], INSURANCE, YOURS)
    if not is_insured(lab):
        return first, standard
    if own.levers(today) == standard.levers(today):
        return first, own
    return first, own, standard


def told_question(lab: Lab) -> tuple[Strategy, ...]:
    """The contract as it is kept, and as it would be with every overdue told in time, or with fewer."""
    _, own, *_ = insurance_question(lab)
    told = own.levers(lab.today).insurance.notified_fraction
    name, share = (ALWAYS_TOLD, 1.0) if told < 1.0 else (SELDOM_TOLD, _SELDOM)
    return own, own.but(name, why="The duty to notify", insurance={"notified_fraction": share})


def financing_question(lab: Lab) -> tuple[Strategy, ...]:
    """The overdraft alone, then the facility, the same with or without recourse, and the other kind of facility."""
    first = lab.baseline
    if lab.today.financing.facility != "none":
        first = Strategy(
            name=WITHOUT_FACTOR, why="Overdraft alone", changes={FINANCING: {"facility": "none"}}
        )
    own = facility_of(lab)
    levers = own.levers(lab.today).financing
    kind = "factoring" if levers.facility == "factoring" else "discounting"
    other_share = _PROTECTED if levers.protected_fraction <= 0 else 0.0
    other_recourse = f"{kind.capitalize()}, {'no recourse' if other_share else 'recourse'}"
    other_kind = "invoice_discounting" if levers.facility == "factoring" else "factoring"
    return (
        first,
        own,
        own.but(other_recourse, why="Who bears bad debts", financing={"protected_fraction": other_share}),
        own.but(
            other_kind.replace("_", " ").capitalize(), why="Who chases", financing={"facility": other_kind}
        ),
    )


def facility_of(lab: Lab) -> Strategy:
    """The contract's facility; where it has none, the factor that ships."""
    if has_factor(lab):
        return only(lab.alternatives[0], FINANCING, "Your facility")
    return only(load_strategy("factored"), FINANCING, "Factored, as it ships")


LIMITS: tuple[tuple[str, str, Any], ...] = (
    ("concentration_fraction", "No limit for one customer", 1.0),
    ("maximum_age_days", "Money on invoices of any age", 365),
    ("minimum_fee_per_year", "No least fee", 0.0),
)
"""The limits of a facility, and how it would be without each."""


def limits_question(lab: Lab) -> tuple[Strategy, ...]:
    """The facility, and the facility without each of its limits that is in force."""
    own = facility_of(lab)
    now = own.levers(lab.today).financing
    freed = [
        own.but(title, why="Without a limit of the facility", financing={name: value})
        for name, title, value in LIMITS
        if getattr(now, name) != value
    ]
    if now.protected_fraction <= 0:
        freed.append(own.but("Nothing handed back", why="No recourse day", financing={"recourse_days": 3650}))
    return (own, *freed)
