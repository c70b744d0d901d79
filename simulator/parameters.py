"""The dictionary: every lever and every assumption, with unit, range, meaning and source.

It is read from `scenarios/parameters.yaml`; nothing about a parameter is said anywhere else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulator.errors import UserError
from simulator.reading import read_document

SEGMENTS = ("large", "mid", "sme", "micro", "public")
SEGMENT_LABELS = {"large": "Large", "mid": "Mid-sized", "sme": "SME", "micro": "Micro", "public": "Public"}
"""What the kinds of customers are called where a person reads them."""
RUNS = ("daily", "weekly", "fortnightly", "month_end")
CHANNELS = ("email", "call", "manager", "final_demand")
LADDER_CHANNELS = (*CHANNELS, "agency", "debt_sale", "legal")
"""How a step of the ladder is made; the last three are not contacts of ours."""
CAUSES = ("pricing", "admin", "scope", "quality")
"""Why invoices are disputed: a wrong price; clerical; not what was agreed; faulty."""
INFORMATION = ("trade_reference", "bureau", "full_review")
"""What can be bought to know of an applicant, the more telling the later."""
CODES = ("A", "B", "C", "N")
"""Risk codes of customers who buy on credit: good, average, bad, new."""
LEVER_GROUPS = ("credit_policy", "terms", "discount", "late_charges", "collections", "insurance", "financing")
ASSUMPTION_GROUPS = (
    "company",
    "portfolio",
    "behaviour",
    "health",
    "applicants",
    "economy",
    "insurer",
    "disputes",
    "courts",
)
METRICS = tuple(
    """
    credit_sales cash_collected closing_cash lowest_cash lowest_cash_p05 overdraft_days
    overdraft_interest dso_days dso_countback_days dso_paid_days best_possible_dso_days
    average_days_delinquent_days days_late_mean days_late_value_weighted
    collection_effectiveness_fraction overdue_fraction ageing_current_fraction ageing_1_30_fraction
    ageing_31_60_fraction ageing_61_90_fraction over_90_fraction late_count_fraction
    late_value_fraction receivables_turnover collection_period_days cash_conversion_cycle_days
    working_capital_cost credit_sales_fraction write_offs write_offs_p95 write_offs_net_of_claims
    write_offs_net_of_claims_p95 largest_loss_fraction
    recoveries claims bad_debt_gross_fraction bad_debt_net_fraction
    bad_debt_after_insurance_fraction credit_risk_cost_fraction discounts premium collection_cost
    overdue_collected_per_collector lost_margin orders_lost_to_holds customers_won customers_lost
    desk_load_fraction backlog_cases dilution_fraction dispute_resolution_days open_disputes
    top10_fraction herfindahl profit run_off_profit profit_to_the_end run_off_cash
    dso_open_items_days average_days_delinquent_countback_days terms_days_value_weighted
    days_late_of_late_mean days_late_of_late_value_weighted
    collection_effectiveness_whole_fraction collection_effectiveness_by_months_fraction
    paid_within_30_fraction paid_within_60_fraction paid_within_90_fraction paid_within_120_fraction
    roll_to_overdue_fraction roll_1_30_to_31_60_fraction roll_31_60_to_61_90_fraction
    roll_61_90_to_over_90_fraction day_of_sales beyond_limit_days overdraft_shortfall cash_reserve
    cash_flow_at_risk receipts_forecast_error_fraction discount_take_up_fraction
    unearned_discount_fraction discount_yearly_rate_fraction insurance_break_even_losses
    cost_of_collecting_fraction calls_per_collector_day backlog_age_days effective_customers
    limit_utilisation_fraction over_limit_customers goodwill_index
    late_charges_made late_charges_received late_charges_collected_fraction
    discount_leakage_fraction discount_effective_rate_fraction discount_break_even_fraction
    discount_charged_back discount_charged_back_paid
    promise_kept_fraction promise_kept_value_fraction
    factoring_cost factor_funding factoring_yearly_rate_fraction assigned_sales_fraction
    information_cost customers_refused refused_failed score_gini_fraction claims_rejected
    court_claims agency_and_legal_cost
    analyst_load_fraction analyst_backlog_files analyst_backlog_age_days decision_wait_days guarantees_called
    """.split()  # noqa: SIM905  (one word after another is how a person reads it)
)
"""The results that a lever or a strategy may be expected to move; `simulator.metrics` says what they are."""
AXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "segment": SEGMENTS,
        "run": RUNS,
        "channel": CHANNELS,
        "cause": CAUSES,
        "information": INFORMATION,
        "code": CODES,
    }
)


EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "S": "read in the public page named",
        "D": "computed from public figures",
        "L": "literature or statute, quoted from memory",
        "E": "our own assumption",
    }
)
"""What the letter at a source says of it."""


class FrozenDict(dict[str, Any]):
    """A mapping that cannot be changed, so that no strategy edits what another one shares."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("This mapping is fixed; use but() to get a changed copy.")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return (FrozenDict, (dict(self),))


def frozen(value: Any) -> Any:
    """The value with every mapping fixed and every list a tuple, all the way down."""
    if isinstance(value, Mapping):
        return FrozenDict({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(inner) for inner in value)
    return value


class PolicyWords(BaseModel):
    """How a lever reads in the written credit policy.

    Attributes:
        part: The part of the policy that it stands in.
        off: Values at which it says nothing.
        only: Levers with the values (or the ladder with the channels) without which it says nothing.
        beside: Levers of which one must say something.
        says: Its sentence, or one for each value, `*` for all others; without one, label and value are told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    off: tuple[Any, ...] = ()
    only: Mapping[str, tuple[Any, ...]] = FrozenDict()
    beside: tuple[str, ...] = ()
    says: str | Mapping[str, str] = ""


class Parameter(BaseModel):
    """One entry of the dictionary."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    key: str
    kind: Literal["lever", "assumption"]
    label: str = ""
    needs: str = ""
    group: str
    unit: str = Field(min_length=1)
    type: Literal["number", "whole", "date", "choice", "code", "months", "ladder"] = "number"
    by: tuple[str, ...] = ()
    adds_up_to_one: bool = False
    default: Any
    plausible: Any
    allowed: Any
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    evidence: Literal["S", "D", "L", "E"]
    moves: Mapping[str, Literal["up", "down"]] = FrozenDict()
    policy: PolicyWords | None = None

    @field_validator("by", mode="before")
    @classmethod
    def _one_axis_is_enough(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("default", "plausible", "allowed", "moves")
    @classmethod
    def _fixed(cls, value: Any) -> Any:
        return frozen(value)

    @property
    def name(self) -> str:
        """The key without its group."""
        return self.key.partition(".")[2]

    @property
    def title(self) -> str:
        """What a page calls it: its label, or its name as words."""
        return self.label or self.name.replace("_", " ").capitalize()

    @property
    def optional(self) -> bool:
        """Whether the parameter may be left without a value."""
        return self.default is None

    def inside(self, value: Any, limits: Any) -> bool:
        """Whether one number, day or word lies in `plausible` or `allowed`."""
        if self.type == "choice":
            return value in limits
        if self.type == "code":
            return True
        low, high = limits
        return bool(low <= value <= high)

    def told_range(self, limits: Any) -> str:
        """The range in words: '0 to 1 (fraction: 0.02 means 2 %)'."""
        if self.type == "choice":
            return ", ".join(str(word) for word in limits)
        if self.type == "code":
            return "three capital letters, such as EUR"
        low, high = limits
        return f"{told(low)} to {told(high)} {self.told_unit()}".strip()

    def told_unit(self) -> str:
        """The unit, with what a fraction means."""
        if self.unit.startswith("fraction") or self.unit == "per year":
            return f"({self.unit}: 0.02 means 2 %)"
        return "" if self.type == "date" else f"({self.unit})"


def told(value: Any) -> str:
    """A value as a person writes it.

    >>> told(20000000.0), told(0.02), told(None)
    ('20,000,000', '0.02', 'nothing')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) >= 0.0001 or value == 0 else f"{value:.1g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {told(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(told(inner) for inner in value)
    return str(value)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word most like a mistyped one; a wrong unit at its end counts little.

    >>> nearest("nett_days", ["net_days", "net_days_shift"]), nearest("rate_percent", ["rate_fraction"])
    ('net_days', 'rate_fraction')
    """
    known = list(words)
    stems = {known_word: _stem(known_word) for known_word in known}
    if _stem(word) != word:
        for known_word, stem in stems.items():
            if stem == _stem(word):
                return known_word
    lowered = {known_word.lower(): known_word for known_word in known}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


UNIT_ENDINGS = ("_fraction", "_percent", "_pct", "_per_year", "_per_month", "_days", "_day", "_weeks", "_months",
                "_cents", "_eur", "_minutes", "_hours", "_multiplier", "_rate")  # fmt: skip


def _stem(word: str) -> str:
    for ending in UNIT_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending)
    return word


def shipped_folder(name: str = "scenarios") -> Path:
    """Where `scenarios`, `notebooks` or `course` is: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).resolve().parent
    for candidate in (package.parent / name, package / "_shipped" / name):
        inside_checkout = candidate.parent == package.parent
        if candidate.is_dir() and (not inside_checkout or (package.parent / "pyproject.toml").is_file()):
            return candidate
    raise UserError(f"The folder '{name}' that comes with creditlab is missing. Install creditlab again.")


@cache
def dictionary() -> Mapping[str, Parameter]:
    """Every parameter by its key, `group.name`, in the order of the file."""
    path = shipped_folder() / "parameters.yaml"
    document = read_document(path, is_ours=True)
    parameters: dict[str, Parameter] = {}
    for key, entry in document.data.items():
        try:
            parameters[key] = Parameter(key=key, **entry)
        except (ValidationError, TypeError) as error:
            raise UserError(f"The entry '{key}' {document.where((key,))} is wrong: {error}") from None
    return MappingProxyType(parameters)


def group_names(group: str) -> tuple[str, ...]:
    """The names of a group's parameters, without the group."""
    return tuple(parameter.name for parameter in dictionary().values() if parameter.group == group)
