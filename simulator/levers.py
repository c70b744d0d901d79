"""The levers, in groups: what a strategy can move, with every lever's value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from simulator.groups import ByCode, DaysByCode, Group, given_values, told_by
from simulator.parameters import LEVER_GROUPS, SEGMENTS
from simulator.plans import check_groups

Channel = Literal["email", "call", "manager", "final_demand", "agency", "debt_sale", "legal"]
WorklistRule = Literal["largest", "risk_times_value", "expected_gain", "oldest"]
Segment = Literal["large", "mid", "sme", "micro", "public"]
Customers = Literal["all", "large", "mid", "sme", "micro", "public"]


class Step(BaseModel):
    """One step of the dunning ladder: days from the due date (negative is before it), and how.

    It may be for some segments only, and for invoices of an amount (with VAT) from ``above`` up to ``below``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: int
    channel: Channel
    segments: tuple[Segment, ...] = ()
    above: float | None = None
    below: float | None = None

    @model_serializer(mode="wrap")
    def _only_what_it_says(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in dump(self).items() if value not in (None, (), [])}


class CreditPolicy(Group):
    """How much credit a customer gets, and when supply stops."""

    group = "credit_policy"

    limit_rule: Literal["monthly_sales", "statements", "bureau", "insurer", "none"] = told_by(
        "credit_policy.limit_rule"
    )
    limit_months_of_sales: float = told_by("credit_policy.limit_months_of_sales")
    limit_minimum_orders: float = told_by("credit_policy.limit_minimum_orders")
    stop_supply_days: int = told_by("credit_policy.stop_supply_days")
    information: Literal["none", "trade_reference", "bureau", "full_review"] = told_by(
        "credit_policy.information"
    )
    refused_fraction: float = told_by("credit_policy.refused_fraction")
    refused_offer: Literal["nothing", "prepayment"] = told_by("credit_policy.refused_offer")
    override_fraction: float = told_by("credit_policy.override_fraction")
    decision_days: int = told_by("credit_policy.decision_days")
    authority: float = told_by("credit_policy.authority")
    review_months: int = told_by("credit_policy.review_months")
    risky_review_months: int = told_by("credit_policy.risky_review_months")
    terms_shift_days: DaysByCode = told_by("credit_policy.terms_shift_days")
    limit_multiplier: ByCode = told_by("credit_policy.limit_multiplier")
    deposit_fraction: ByCode = told_by("credit_policy.deposit_fraction")
    monitoring: Literal["none", "alerts"] = told_by("credit_policy.monitoring")
    alert_limit_fraction: float = told_by("credit_policy.alert_limit_fraction")
    concentration_cap_fraction: float = told_by("credit_policy.concentration_cap_fraction")
    retention_of_title: Literal["no", "yes"] = told_by("credit_policy.retention_of_title")
    analysts: int = told_by("credit_policy.analysts")
    guarantee_fraction: ByCode = told_by("credit_policy.guarantee_fraction")
    guarantee_above: float = told_by("credit_policy.guarantee_above")


class PaymentTerms(Group):
    """When an invoice leaves and when it is due."""

    group = "terms"

    net_days: int | None = told_by("terms.net_days")
    net_days_shift: int = told_by("terms.net_days_shift")
    customers: Customers = told_by("terms.customers")
    net_days_large: int | None = told_by("terms.net_days_large")
    net_days_mid: int | None = told_by("terms.net_days_mid")
    net_days_sme: int | None = told_by("terms.net_days_sme")
    net_days_micro: int | None = told_by("terms.net_days_micro")
    net_days_public: int | None = told_by("terms.net_days_public")
    due_convention: Literal["net", "end_of_month", "end_of_month_plus"] = told_by("terms.due_convention")
    milestones: int = told_by("terms.milestones")
    milestone_days: int = told_by("terms.milestone_days")
    instalments: int = told_by("terms.instalments")
    instalment_days: int = told_by("terms.instalment_days")
    retention_fraction: float = told_by("terms.retention_fraction")
    retention_release_days: int = told_by("terms.retention_release_days")
    retention_defects_days: int = told_by("terms.retention_defects_days")
    direct_debit_fraction: float = told_by("terms.direct_debit_fraction")
    direct_debit_fee_fraction: float = told_by("terms.direct_debit_fee_fraction")
    clarity_fraction: float = told_by("terms.clarity_fraction")
    invoice_lag_days: int = told_by("terms.invoice_lag_days")
    invoice_check_fraction: float = told_by("terms.invoice_check_fraction")
    cost_per_invoice_check: float = told_by("terms.cost_per_invoice_check")

    @property
    def days_of_segments(self) -> tuple[int | None, ...]:
        """Terms of each segment; None where the segment has no terms of its own."""
        return tuple(getattr(self, f"net_days_{name}") for name in SEGMENTS)


class EarlyPaymentDiscount(Group):
    """What a customer keeps for paying early; 2/10 is a rate of 0.02 and a window of 10 days."""

    group = "discount"

    rate_fraction: float = told_by("discount.rate_fraction")
    window_days: int = told_by("discount.window_days")
    grace_days: int = told_by("discount.grace_days")
    customers: Customers = told_by("discount.customers")
    unearned_policy: Literal["tolerate", "enforce"] = told_by("discount.unearned_policy")
    dynamic_rate_per_year: float = told_by("discount.dynamic_rate_per_year")


class LateCharges(Group):
    """Interest and compensation for late payment: threatened or charged, by which law, to whom."""

    group = "late_charges"

    policy: Literal["none", "threaten", "charge"] = told_by("late_charges.policy")
    jurisdiction: Literal["none", "us", "eu", "uk"] = told_by("late_charges.jurisdiction")
    own_rate_per_year: float | None = told_by("late_charges.own_rate_per_year")
    customers: Customers | Literal["all_but_large"] = told_by("late_charges.customers")


class CollectionPlan(Group):
    """Who contacts a late customer when, with how many people, and when hope is given up."""

    group = "collections"

    ladder: tuple[Step, ...] = told_by("collections.ladder")
    intensity: float = told_by("collections.intensity")
    collectors: int = told_by("collections.collectors")
    shift_minutes: float = told_by("collections.shift_minutes")
    minutes_per_call: float = told_by("collections.minutes_per_call")
    call_attempts: int = told_by("collections.call_attempts")
    promise_pauses_chasing_days: int = told_by("collections.promise_pauses_chasing_days")
    write_off_days: int = told_by("collections.write_off_days")
    cost_per_email: float = told_by("collections.cost_per_email")
    cost_per_letter: float = told_by("collections.cost_per_letter")
    cost_per_call: float = told_by("collections.cost_per_call")
    debt_sale_fraction: float = told_by("collections.debt_sale_fraction")
    worklist_rule: WorklistRule = told_by("collections.worklist_rule")
    payment_plan_instalments: int = told_by("collections.payment_plan_instalments")
    payment_plan_days: int = told_by("collections.payment_plan_days")
    minimum_legal_balance: float = told_by("collections.minimum_legal_balance")
    cost_per_undefended_claim: float = told_by("collections.cost_per_undefended_claim")
    outsourcing_fee_per_account: float = told_by("collections.outsourcing_fee_per_account")
    dispute_clerks: int = told_by("collections.dispute_clerks")


class CreditInsurance(Group):
    """Whole-turnover credit insurance: what is covered, what it costs, what is paid of a loss and when."""

    group = "insurance"

    insured_fraction: float = told_by("insurance.insured_fraction")
    premium_rate_fraction: float = told_by("insurance.premium_rate_fraction")
    minimum_premium_fraction: float = told_by("insurance.minimum_premium_fraction")
    limit_fee_per_year: float = told_by("insurance.limit_fee_per_year")
    each_claim_excess: float = told_by("insurance.each_claim_excess")
    excess_basis: Literal["after_share", "before_share"] = told_by("insurance.excess_basis")
    aggregate_first_loss: float = told_by("insurance.aggregate_first_loss")
    minimum_loss: float = told_by("insurance.minimum_loss")
    maximum_liability_multiple: float = told_by("insurance.maximum_liability_multiple")
    discretionary_limit: float = told_by("insurance.discretionary_limit")
    maximum_terms_days: int = told_by("insurance.maximum_terms_days")
    maximum_extension_days: int = told_by("insurance.maximum_extension_days")
    waiting_period_days: int = told_by("insurance.waiting_period_days")
    claim_payment_days: int = told_by("insurance.claim_payment_days")
    cover: Literal["whole_turnover", "excess_of_loss", "key_accounts"] = told_by("insurance.cover")
    key_accounts: int = told_by("insurance.key_accounts")
    layer: float = told_by("insurance.layer")
    top_up_fraction: float = told_by("insurance.top_up_fraction")
    top_up_premium_fraction: float = told_by("insurance.top_up_premium_fraction")
    notified_fraction: float = told_by("insurance.notified_fraction")
    notification_days: int = told_by("insurance.notification_days")
    salvage_basis: Literal["pro_rata", "first_in_first_out"] = told_by("insurance.salvage_basis")


class Financing(Group):
    """Money on our invoices from a factor: which facility, what it advances, what it costs, what it bears."""

    group = "financing"

    facility: Literal["none", "factoring", "invoice_discounting"] = told_by("financing.facility")
    advance_fraction: float = told_by("financing.advance_fraction")
    factoring_fee_fraction: float = told_by("financing.factoring_fee_fraction")
    discounting_fee_fraction: float = told_by("financing.discounting_fee_fraction")
    margin_per_year: float = told_by("financing.margin_per_year")
    maximum_age_days: int = told_by("financing.maximum_age_days")
    concentration_fraction: float = told_by("financing.concentration_fraction")
    recourse_days: int = told_by("financing.recourse_days")
    protected_fraction: float = told_by("financing.protected_fraction")
    protection_fee_fraction: float = told_by("financing.protection_fee_fraction")
    minimum_fee_per_year: float = told_by("financing.minimum_fee_per_year")
    staff_saved_fraction: float = told_by("financing.staff_saved_fraction")


class Levers(BaseModel):
    """Every lever's value: what a strategy comes to once it is laid over today."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credit_policy: CreditPolicy = CreditPolicy()
    terms: PaymentTerms = PaymentTerms()
    discount: EarlyPaymentDiscount = EarlyPaymentDiscount()
    late_charges: LateCharges = LateCharges()
    collections: CollectionPlan = CollectionPlan()
    insurance: CreditInsurance = CreditInsurance()
    financing: Financing = Financing()

    def but(self, **groups: Mapping[str, Any] | Group) -> Self:
        """A copy in which only these levers differ: `levers.but(terms={"net_days": 60})`."""
        changes = check_groups(given_values(groups), LEVER_GROUPS).or_refuse()
        return self.model_copy(
            update={name: getattr(self, name).but(**values) for name, values in changes.items()}
        )
