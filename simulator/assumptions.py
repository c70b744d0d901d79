"""What is not ours to decide, group by group: company, customers, how they pay and fail, the economy, the others."""

from __future__ import annotations

from datetime import date
from typing import Literal

from simulator.groups import (
    ByCause,
    ByChannel,
    ByCode,
    ByInformation,
    BySegment,
    DaysByInformation,
    DaysBySegment,
    Group,
    RunsBySegment,
    told_by,
)


class Company(Group):
    """Our own firm: its calendar, its sales, its money."""

    group = "company"

    start_date: date = told_by("company.start_date")
    horizon_days: int = told_by("company.horizon_days")
    warm_up_days: int = told_by("company.warm_up_days")
    run_off_days: int = told_by("company.run_off_days")
    calendar: Literal["real", "plain", "every_day"] = told_by("company.calendar")
    country: str = told_by("company.country")
    currency: str = told_by("company.currency")
    annual_credit_sales: float = told_by("company.annual_credit_sales")
    credit_sales_fraction: float = told_by("company.credit_sales_fraction")
    gross_margin_fraction: float = told_by("company.gross_margin_fraction")
    vat_fraction: float = told_by("company.vat_fraction")
    vat_relief_days: int = told_by("company.vat_relief_days")
    vat_relief: Literal["granted", "refused"] = told_by("company.vat_relief")
    opening_cash: float = told_by("company.opening_cash")
    overdraft_limit: float = told_by("company.overdraft_limit")
    overdraft_rate_per_year: float = told_by("company.overdraft_rate_per_year")
    base_rate_per_year: float = told_by("company.base_rate_per_year")
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
    order_process: Literal["poisson", "recurring"] = told_by("portfolio.order_process")
    terms_days: DaysBySegment = told_by("portfolio.terms_days")
    rank_size_exponent: float = told_by("portfolio.rank_size_exponent")
    largest_customer_fraction: float = told_by("portfolio.largest_customer_fraction")
    invoice_cv: float = told_by("portfolio.invoice_cv")
    payment_runs: RunsBySegment = told_by("portfolio.payment_runs")
    churn_per_year: float = told_by("portfolio.churn_per_year")
    our_share_fraction: float = told_by("portfolio.our_share_fraction")
    net_worth_fraction: float = told_by("portfolio.net_worth_fraction")
    working_capital_fraction: float = told_by("portfolio.working_capital_fraction")
    statement_spread: float = told_by("portfolio.statement_spread")


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
    late_charge_hazard_multiplier: float = told_by("behaviour.late_charge_hazard_multiplier")
    threat_credibility_fraction: float = told_by("behaviour.threat_credibility_fraction")
    late_charge_paid_fraction: float = told_by("behaviour.late_charge_paid_fraction")
    late_charge_churn_multiplier: float = told_by("behaviour.late_charge_churn_multiplier")
    discount_charge_back_paid_fraction: float = told_by("behaviour.discount_charge_back_paid_fraction")
    discount_charge_back_churn_multiplier: float = told_by("behaviour.discount_charge_back_churn_multiplier")
    partial_payment_fraction: float = told_by("behaviour.partial_payment_fraction")
    partial_payment_days: int = told_by("behaviour.partial_payment_days")
    debit_failure_fraction: float = told_by("behaviour.debit_failure_fraction")
    chased_first_fraction: float = told_by("behaviour.chased_first_fraction")
    payment_plan_kept_fraction: float = told_by("behaviour.payment_plan_kept_fraction")
    agency_churn_multiplier: float = told_by("behaviour.agency_churn_multiplier")
    leaves_unpaid_fraction: BySegment = told_by("behaviour.leaves_unpaid_fraction")


class Health(Group):
    """How customers get into trouble, and what is left then."""

    group = "health"

    failures_per_year: BySegment = told_by("health.failures_per_year")
    failure_spread: float = told_by("health.failure_spread")
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
    title_success_fraction: float = told_by("health.title_success_fraction")
    title_recovery_fraction: float = told_by("health.title_recovery_fraction")
    title_days: int = told_by("health.title_days")
    guarantor_pays_fraction: float = told_by("health.guarantor_pays_fraction")
    guarantee_days: int = told_by("health.guarantee_days")
    contagion_multiplier: float = told_by("health.contagion_multiplier")
    contagion_months: int = told_by("health.contagion_months")
    contagion_size_fraction: float = told_by("health.contagion_size_fraction")


class Applicants(Group):
    """Who wants to become a customer, and what can be known of it."""

    group = "applicants"

    score_gini_fraction: ByInformation = told_by("applicants.score_gini_fraction")
    cost_per_report: ByInformation = told_by("applicants.cost_per_report")
    report_days: DaysByInformation = told_by("applicants.report_days")
    lost_per_day_fraction: float = told_by("applicants.lost_per_day_fraction")
    gap_days: int = told_by("applicants.gap_days")
    history_gini_fraction: float = told_by("applicants.history_gini_fraction")
    accepts_prepayment_fraction: float = told_by("applicants.accepts_prepayment_fraction")
    bureau_limit_months: ByCode = told_by("applicants.bureau_limit_months")
    committee_days: int = told_by("applicants.committee_days")
    monitoring_cost_per_year: float = told_by("applicants.monitoring_cost_per_year")
    alert_fraction: float = told_by("applicants.alert_fraction")
    fraud_fraction: float = told_by("applicants.fraud_fraction")
    fraud_order_multiple: float = told_by("applicants.fraud_order_multiple")
    minutes_per_application: float = told_by("applicants.minutes_per_application")
    minutes_per_report: ByInformation = told_by("applicants.minutes_per_report")
    analyst_cost_per_year: float = told_by("applicants.analyst_cost_per_year")
    reference_bias: float = told_by("applicants.reference_bias")
    score_life_days: int = told_by("applicants.score_life_days")
    stale_gini_multiplier: float = told_by("applicants.stale_gini_multiplier")
    guarantee_cost_per_year: float = told_by("applicants.guarantee_cost_per_year")
    adverse_selection_multiplier: float = told_by("applicants.adverse_selection_multiplier")


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
    provision_overlay_multiplier: float = told_by("economy.provision_overlay_multiplier")


class Insurer(Group):
    """How the credit insurer sees our customers."""

    group = "insurer"

    refusal_healthy_fraction: float = told_by("insurer.refusal_healthy_fraction")
    refusal_stressed_fraction: float = told_by("insurer.refusal_stressed_fraction")
    stress_seen_fraction: float = told_by("insurer.stress_seen_fraction")
    recession_cut_fraction: float = told_by("insurer.recession_cut_fraction")
    late_notice_rejected_fraction: float = told_by("insurer.late_notice_rejected_fraction")
    premium_multiplier: float = told_by("insurer.premium_multiplier")
    recession_premium_multiplier: float = told_by("insurer.recession_premium_multiplier")


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
