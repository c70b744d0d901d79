"""A scenario: everything that is not ours to decide, and what we do today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from simulator.checks import Complaint, doubts, kind_of, raise_all, refuse
from simulator.errors import UserError
from simulator.groups import (
    ByCause,
    ByChannel,
    BySegment,
    DaysBySegment,
    Group,
    RunsBySegment,
    given_values,
    told_by,
)
from simulator.levers import Levers
from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS
from simulator.plans import (
    Findings,
    check_groups,
    check_headings,
    find_plan,
    parent_path,
)
from simulator.reading import Document, read_document
from simulator.shocks import Shock, check_windows, load_shock


class Company(Group):
    """Our own firm: its calendar, its sales, its money."""

    group = "company"

    start_date: date = told_by("company.start_date")
    horizon_days: int = told_by("company.horizon_days")
    warm_up_days: int = told_by("company.warm_up_days")
    run_off_days: int = told_by("company.run_off_days")
    calendar: Literal["real", "plain"] = told_by("company.calendar")
    country: str = told_by("company.country")
    currency: str = told_by("company.currency")
    annual_credit_sales: float = told_by("company.annual_credit_sales")
    credit_sales_fraction: float = told_by("company.credit_sales_fraction")
    gross_margin_fraction: float = told_by("company.gross_margin_fraction")
    vat_fraction: float = told_by("company.vat_fraction")
    vat_relief_days: int = told_by("company.vat_relief_days")
    opening_cash: float = told_by("company.opening_cash")
    overdraft_limit: float = told_by("company.overdraft_limit")
    overdraft_rate_per_year: float = told_by("company.overdraft_rate_per_year")
    cost_of_funds_per_year: float = told_by("company.cost_of_funds_per_year")
    supplier_days: int = told_by("company.supplier_days")
    inventory_days: int = told_by("company.inventory_days")
    fixed_cost_per_month: float = told_by("company.fixed_cost_per_month")
    collector_cost_per_year: float = told_by("company.collector_cost_per_year")
    collectors_at_work_fraction: float = told_by("company.collectors_at_work_fraction")


class PortfolioPlan(Group):
    """What a synthetic portfolio is made of."""

    group = "portfolio"

    customers: int = told_by("portfolio.customers")
    segment_count_fraction: BySegment = told_by("portfolio.segment_count_fraction")
    segment_value_fraction: BySegment = told_by("portfolio.segment_value_fraction")
    orders_per_month: BySegment = told_by("portfolio.orders_per_month")
    terms_days: DaysBySegment = told_by("portfolio.terms_days")
    rank_size_exponent: float = told_by("portfolio.rank_size_exponent")
    largest_customer_fraction: float = told_by("portfolio.largest_customer_fraction")
    invoice_cv: float = told_by("portfolio.invoice_cv")
    payment_runs: RunsBySegment = told_by("portfolio.payment_runs")
    churn_per_year: float = told_by("portfolio.churn_per_year")


class Behaviour(Group):
    """How customers pay, and what moves them."""

    group = "behaviour"

    on_time_fraction: BySegment = told_by("behaviour.on_time_fraction")
    late_median_days: BySegment = told_by("behaviour.late_median_days")
    late_sigma: BySegment = told_by("behaviour.late_sigma")
    habit_share_fraction: float = told_by("behaviour.habit_share_fraction")
    early_fraction: float = told_by("behaviour.early_fraction")
    early_mean_days: float = told_by("behaviour.early_mean_days")
    late_cap_days: int = told_by("behaviour.late_cap_days")
    liquidity_cause_fraction: float = told_by("behaviour.liquidity_cause_fraction")
    liquidity_response_fraction: float = told_by("behaviour.liquidity_response_fraction")
    contact_rate_fraction: float = told_by("behaviour.contact_rate_fraction")
    promise_fraction: float = told_by("behaviour.promise_fraction")
    promise_kept_healthy_fraction: float = told_by("behaviour.promise_kept_healthy_fraction")
    promise_kept_stressed_fraction: float = told_by("behaviour.promise_kept_stressed_fraction")
    promise_minimum_days: int = told_by("behaviour.promise_minimum_days")
    promise_maximum_days: int = told_by("behaviour.promise_maximum_days")
    contact_multiplier: ByChannel = told_by("behaviour.contact_multiplier")
    email_half_life_days: float = told_by("behaviour.email_half_life_days")
    personal_contact_half_life_days: float = told_by("behaviour.personal_contact_half_life_days")
    fatigue_fraction: float = told_by("behaviour.fatigue_fraction")
    buyer_cost_of_funds_per_year: BySegment = told_by("behaviour.buyer_cost_of_funds_per_year")
    stressed_cost_of_funds_per_year: float = told_by("behaviour.stressed_cost_of_funds_per_year")
    accounts_payable_ready_fraction: BySegment = told_by("behaviour.accounts_payable_ready_fraction")
    discount_hassle_per_year: float = told_by("behaviour.discount_hassle_per_year")
    discount_slope_per_year: float = told_by("behaviour.discount_slope_per_year")
    unearned_fraction: BySegment = told_by("behaviour.unearned_fraction")
    terms_elasticity: float = told_by("behaviour.terms_elasticity")
    hold_lost_fraction: float = told_by("behaviour.hold_lost_fraction")
    hold_churn_multiplier: float = told_by("behaviour.hold_churn_multiplier")
    hard_contact_churn_multiplier: float = told_by("behaviour.hard_contact_churn_multiplier")
    agency_success_fraction: float = told_by("behaviour.agency_success_fraction")
    agency_mandate_days: int = told_by("behaviour.agency_mandate_days")
    chased_first_fraction: float = told_by("behaviour.chased_first_fraction")
    payment_plan_kept_fraction: float = told_by("behaviour.payment_plan_kept_fraction")
    agency_churn_multiplier: float = told_by("behaviour.agency_churn_multiplier")


class Health(Group):
    """How customers get into trouble, and what is left then."""

    group = "health"

    failures_per_year: BySegment = told_by("health.failures_per_year")
    stressed_to_healthy_per_month: float = told_by("health.stressed_to_healthy_per_month")
    stressed_to_insolvent_per_month: float = told_by("health.stressed_to_insolvent_per_month")
    sudden_fraction: float = told_by("health.sudden_fraction")
    informal_fraction: float = told_by("health.informal_fraction")
    stress_lateness_multiplier: float = told_by("health.stress_lateness_multiplier")
    stress_order_multiplier: float = told_by("health.stress_order_multiplier")
    no_dividend_fraction: float = told_by("health.no_dividend_fraction")
    dividend_loss_minimum_fraction: float = told_by("health.dividend_loss_minimum_fraction")
    dividend_loss_maximum_fraction: float = told_by("health.dividend_loss_maximum_fraction")
    dividend_delay_days: int = told_by("health.dividend_delay_days")
    asset_correlation_fraction: float = told_by("health.asset_correlation_fraction")
    economy_persistence_fraction: float = told_by("health.economy_persistence_fraction")
    contagion_multiplier: float = told_by("health.contagion_multiplier")
    contagion_months: int = told_by("health.contagion_months")
    contagion_size_fraction: float = told_by("health.contagion_size_fraction")


class Economy(Group):
    """What drives the demand of all customers, and how the times are."""

    group = "economy"

    growth_per_year: float = told_by("economy.growth_per_year")
    season_sales: tuple[float, ...] = told_by("economy.season_sales")
    competitor_terms_ratio: float = told_by("economy.competitor_terms_ratio")
    failure_multiplier: float = told_by("economy.failure_multiplier")
    lateness_multiplier: float = told_by("economy.lateness_multiplier")
    order_multiplier: float = told_by("economy.order_multiplier")
    recessions_per_year: float = told_by("economy.recessions_per_year")
    recession_months: float = told_by("economy.recession_months")
    recession_failure_multiplier: float = told_by("economy.recession_failure_multiplier")
    recession_lateness_multiplier: float = told_by("economy.recession_lateness_multiplier")
    recession_order_multiplier: float = told_by("economy.recession_order_multiplier")


class Insurer(Group):
    """How the credit insurer sees our customers."""

    group = "insurer"

    refusal_healthy_fraction: float = told_by("insurer.refusal_healthy_fraction")
    refusal_stressed_fraction: float = told_by("insurer.refusal_stressed_fraction")
    stress_seen_fraction: float = told_by("insurer.stress_seen_fraction")
    recession_cut_fraction: float = told_by("insurer.recession_cut_fraction")


class Disputes(Group):
    """Which invoices are disputed, when we hear of it, and how it ends."""

    group = "disputes"

    rate_fraction: float = told_by("disputes.rate_fraction")
    cause_fraction: ByCause = told_by("disputes.cause_fraction")
    hidden_fraction: float = told_by("disputes.hidden_fraction")
    silent_days: int = told_by("disputes.silent_days")
    mean_days: float = told_by("disputes.mean_days")
    credited_fraction: float = told_by("disputes.credited_fraction")
    credit_share_fraction: float = told_by("disputes.credit_share_fraction")
    minutes_per_dispute: float = told_by("disputes.minutes_per_dispute")
    customer_share_fraction: float = told_by("disputes.customer_share_fraction")
    clerk_cost_per_year: float = told_by("disputes.clerk_cost_per_year")


class Courts(Group):
    """How long a claim takes, who defends it, and what a judgment brings."""

    group = "courts"

    default_judgment_fraction: float = told_by("courts.default_judgment_fraction")
    default_judgment_days: int = told_by("courts.default_judgment_days")
    small_claim_days: int = told_by("courts.small_claim_days")
    large_claim_days: int = told_by("courts.large_claim_days")
    defended_cost_fraction: float = told_by("courts.defended_cost_fraction")
    paid_fraction: float = told_by("courts.paid_fraction")
    paid_later_fraction: float = told_by("courts.paid_later_fraction")
    paid_days: int = told_by("courts.paid_days")


class Scenario(BaseModel):
    """Company, portfolio, behaviour, health, economy, insurer, disputes, courts, today's levers. Frozen: see `but`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    why: str
    company: Company = Company()
    portfolio: PortfolioPlan = PortfolioPlan()
    behaviour: Behaviour = Behaviour()
    health: Health = Health()
    economy: Economy = Economy()
    insurer: Insurer = Insurer()
    disputes: Disputes = Disputes()
    courts: Courts = Courts()
    today: Levers = Levers()
    shocks: tuple[Shock, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _checked(cls, values: Any) -> Any:
        if isinstance(values, Mapping):
            refuse(
                complaint
                for complaint in check_headings(values, "scenario")
                if complaint.path[0] in ("name", "why")
            )
        return values

    def but(
        self,
        name: str | None = None,
        *,
        why: str | None = None,
        today: Levers | Mapping[str, Any] | None = None,
        **groups: Mapping[str, Any] | Group,
    ) -> Self:
        """A copy in which only these assumptions differ: `scenario.but(company={"horizon_days": 365})`.

        `today` replaces today's levers (a `Levers`) or changes some of them (a mapping of groups).
        """
        base = self.assumptions()
        changes = check_groups(given_values(groups), ASSUMPTION_GROUPS, base).or_refuse()
        changed: dict[str, Any] = {
            group: getattr(self, group).but(**values) for group, values in changes.items()
        }
        if today is not None:
            changed["today"] = today if isinstance(today, Levers) else self.today.but(**today)
        headings = {"name": self.name if name is None else name, "why": self.why if why is None else why}
        refuse(check_headings(headings, "scenario"))
        return self.model_copy(update={**changed, **headings})

    def with_shocks(self, shocks: Iterable[Shock | str | Path]) -> Self:
        """A copy upon which these shocks come too (a `Shock`, its name, or the path of its file).

        Raises:
            UserError: a shock that is unknown, begins before day 0, or makes an assumption impossible.
        """
        more = (one if isinstance(one, Shock) else load_shock(one) for one in shocks)
        both = (*self.shocks, *more)
        check_windows(self, both)
        return self.model_copy(update={"shocks": both})

    def without_shocks(self) -> Self:
        """A copy in usual times."""
        return self.model_copy(update={"shocks": ()})

    @property
    def title(self) -> str:
        """Its name, and what comes upon it."""
        return " + ".join([self.name, *(shock.name for shock in self.shocks)])

    def assumptions(self) -> dict[str, dict[str, Any]]:
        """Every assumption's value, by group and name."""
        return {group: dict(getattr(self, group)) for group in ASSUMPTION_GROUPS}

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each assumption, and each lever of today, that is allowed but out of the ordinary."""
        levers = {group: dict(getattr(self.today, group)) for group in LEVER_GROUPS}
        doubtful = (f"{self.name}: {sentence}" for sentence in doubts({**self.assumptions(), **levers}))
        return (*doubtful, *self.news)

    @property
    def news(self) -> tuple[str, ...]:
        """What comes upon the scenario, in sentences."""
        return (*(shock.sentence(self.company.start_date) for shock in self.shocks), *self._too_late())

    def _too_late(self) -> Iterator[str]:
        """A sentence for each shock that nobody will see."""
        for shock in self.shocks:
            first, _ = shock.window(self.company.start_date)
            if first >= self.company.horizon_days:
                yield (
                    f"The shock '{shock.name}' begins on day {first}, after the {self.company.horizon_days} days "
                    "that are simulated; it changes nothing."
                )


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario that comes with creditlab by its name, or your own file by its path.

    Raises:
        UserError: with a sentence for every mistake in the file.
    """
    return _load(find_plan(name_or_path, "scenario"), ())


def _load(path: Path, seen: tuple[Path, ...]) -> Scenario:
    document = read_document(path)
    sentences = [*document.mistakes]
    parent: Path | None = None
    try:
        parent = parent_path(document, "scenario", (*seen, path.resolve()))
    except UserError as error:
        sentences.append(error.message)
    start = (
        _load(parent, (*seen, path.resolve())) if parent else Scenario(name="Defaults", why="The dictionary")
    )
    changes = document.data.get("changes")
    findings = check_groups({} if changes is None else changes, ASSUMPTION_GROUPS, start.assumptions())
    today, todays = _today(document)
    sentences += [
        complaint.sentence(document.where) for complaint in check_headings(document.data, "scenario")
    ]
    sentences += [complaint.sentence(document.where, ("changes",)) for complaint in findings.complaints]
    sentences += todays
    raise_all(sentences)
    return start.but(document.data["name"], why=document.data["why"], today=today.changes, **findings.changes)


def _today(document: Document) -> tuple[Findings, list[str]]:
    """Today's levers as the file has them, and what is wrong with them."""
    given = document.data.get("today")
    if given is None:
        return Findings(), []
    if not isinstance(given, Mapping):
        advice = "Write name, why and changes below it."
        return Findings(), [
            Complaint(f"'today' is {kind_of(given)}", ("today",), advice).sentence(document.where)
        ]
    changes = given.get("changes")
    findings = check_groups({} if changes is None else changes, LEVER_GROUPS)
    sentences = [
        complaint.sentence(document.where, ("today",)) for complaint in check_headings(given, "today")
    ]
    sentences += [
        complaint.sentence(document.where, ("today", "changes")) for complaint in findings.complaints
    ]
    return findings, sentences
