"""A ledger as portfolio: the opening book to the cent, only what was known, what is stated, today, the scenario."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from simulator.errors import UserError
from simulator.experiment.inputs import as_inputs
from simulator.portfolio import OPEN_ITEM, TRAITS
from simulator.portfolio.fitted import FittedPortfolio, fit_portfolio, ledger_scenario, today_for_ledger
from simulator.portfolio.fitting.laws import day_probabilities, mean_days
from simulator.portfolio.fitting.supply import NEVER_STOPPED_DAYS
from simulator.portfolio.portfolio import MONTH_END, OwnRuns
from simulator.rules.banking import OWN_RUNS
from simulator.scenario import Scenario, load_scenario
from tests.synthetic_ledger import Row, ledger, rows

CUT_OFF = date(2024, 5, 15)
DAYS = np.arange(-200, 366)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("wholesale")


@pytest.fixture(scope="module")
def portfolio(scenario: Scenario) -> FittedPortfolio:
    return fit_portfolio(ledger(rows(), "USD"), scenario, CUT_OFF)


def days_late(fitted: FittedPortfolio, customer: str, weekday: int = 0) -> float:
    """Average days late of a customer's invoices due on a weekday, as its law says."""
    row = fitted.customers["law"][fitted.identities.index(customer)]
    law = fitted.laws[fitted.law_by_weekday[row, weekday]]
    return mean_days(day_probabilities(law, DAYS), DAYS)


def known(made: list[Row], cut_off: date) -> list[Row]:
    """The rows as they looked at the end of a day."""
    return [
        replace(row, paid=row.paid if row.paid and row.paid <= cut_off else None)
        for row in made
        if row.issued <= cut_off
    ]


def test_the_shape_is_the_engines(portfolio: FittedPortfolio) -> None:
    assert portfolio.origin == "ledger"
    assert portfolio.customers.dtype.fields == TRAITS.fields
    assert portfolio.open_items.dtype.fields == OPEN_ITEM.fields
    assert portfolio.laws.shape == (
        24,
        2,
        33,
    )  # each customer's own, and that of the one weekday of its due days
    assert portfolio.law_by_weekday.shape == (12, 7)
    assert portfolio.start == CUT_OFF + timedelta(days=1)
    assert portfolio.identities == tuple(f"{number:06d}" for number in range(1, 13))
    assert portfolio.customers["law"].tolist() == list(range(12))
    assert (portfolio.newcomers == portfolio.customers).all()
    assert (portfolio.customers["habit_share"] == 0.0).all()
    assert (portfolio.customers["axis"] == 1).all()
    assert np.isfinite(portfolio.laws).all()
    assert (np.diff(portfolio.laws, axis=2) >= 0).all()


def test_receivables_of_day_0_are_the_open_items_to_the_cent(portfolio: FittedPortfolio) -> None:
    still_open = [row for row in known(rows(), CUT_OFF) if row.paid is None]
    assert portfolio.receivables_cents == sum(row.cents for row in still_open)
    found = sorted(
        (
            portfolio.identities[item["slot"]],
            int(item["issued"]),
            int(item["due"]),
            int(item["net"] + item["vat"]),
        )
        for item in portfolio.open_items
    )
    expected = sorted(
        (row.customer, (row.issued - portfolio.start).days, (row.due - portfolio.start).days, row.cents)
        for row in still_open
    )
    assert found == expected
    assert (portfolio.open_items["issued"] < 0).all()


def test_nothing_after_the_cut_off_is_used(portfolio: FittedPortfolio, scenario: Scenario) -> None:
    again = fit_portfolio(ledger([*known(rows(), CUT_OFF)], "USD"), scenario, CUT_OFF)
    assert (again.laws == portfolio.laws).all()
    assert (again.customers == portfolio.customers).all()
    assert (again.open_items == portfolio.open_items).all()


def test_censored_is_not_dropped(scenario: Scenario) -> None:
    """A customer who has stopped paying is late, although all that it ever paid was on time."""
    made = rows()
    stopped = [
        replace(row, paid=row.due if row.issued < date(2024, 3, 1) else None)
        if row.customer == "000002"
        else row
        for row in made
    ]
    before = fit_portfolio(ledger([row for row in stopped if row.paid], "USD"), scenario, CUT_OFF)
    after = fit_portfolio(ledger(stopped, "USD"), scenario, CUT_OFF)
    due = stopped[[row.customer for row in stopped].index("000002")].due.weekday()
    late = [days_late(fitted, "000002", due) for fitted in (before, after)]
    assert late[0] < 3.0
    assert late[1] > late[0] + 5.0


def test_lateness_is_the_customers_own(scenario: Scenario) -> None:
    """A punctual and a slow customer of 200 invoices keep their own lateness within a day."""
    made = []
    for number in range(200):
        issued = date(2023, 1, 2) + timedelta(days=number * 2)
        due = issued + timedelta(days=30)
        for customer, late in (("A", 0), ("B", 20)):
            made.append(Row(customer, f"{number}", issued, due, due + timedelta(days=late), 10_000))
    fitted = fit_portfolio(ledger(made), scenario, date(2024, 1, 31))
    assert (fitted.customers["axis"] == 0).all()
    for weekday in range(7):
        assert days_late(fitted, "A", weekday) == pytest.approx(0.0, abs=1.0)
        assert days_late(fitted, "B", weekday) == pytest.approx(20.0, abs=1.5)
    assert fitted.customers["terms_days"].tolist() == [30, 30]


def test_the_default_cut_off_is_told_and_overridden(scenario: Scenario) -> None:
    book = ledger(rows(weeks=30), "USD")
    fitted = fit_portfolio(book, scenario)
    assert fitted.start == book.issued.max().astype(date) + timedelta(days=1)
    assert any("cut off at 2024-07-26, the end of the last week" in note for note in fitted.notes)
    assert fit_portfolio(book, scenario, CUT_OFF).start == CUT_OFF + timedelta(days=1)


def test_rates_and_sizes_come_from_the_complete_weeks(scenario: Scenario, portfolio: FittedPortfolio) -> None:
    months = ((CUT_OFF - date(2024, 1, 1)).days + 1) / 30.4375
    own = [row.cents for row in rows() if row.customer == "000004" and row.issued <= CUT_OFF]
    place = portfolio.identities.index("000004")
    customer = portfolio.customers[place]
    assert customer["orders_per_month"] == pytest.approx(len(own) / months)
    assert customer["order_value"] == pytest.approx(sum(own) / len(own) / 120.0, rel=1e-4)
    assert customer["terms_days"] == 30
    assert 0.0 < customer["order_cv"] < 1.0


def test_a_bill_due_on_a_saturday_is_paid_on_monday_and_one_due_on_a_friday_on_friday(
    scenario: Scenario,
) -> None:
    """Days late of a customer are those of the weekday on which the invoice is due: two, or none."""
    made = []
    for number in range(60):
        issued = date(2023, 1, 2) + timedelta(days=7 * number)
        for name, terms, taken in (("A", 18, 18), ("B", 19, 21)):
            due, paid = issued + timedelta(days=terms), issued + timedelta(days=taken)
            made.append(Row("PAYER", f"{name}{number}", issued, due, paid, 9_000))
            made.append(Row("OTHER", f"{name}{number}", issued, due, due + timedelta(days=9), 9_000))
    fitted = fit_portfolio(ledger(made, "EUR"), scenario, date(2024, 2, 29))
    assert (fitted.customers["axis"] == 0).all()
    assert days_late(fitted, "PAYER", 4) == pytest.approx(0.0, abs=1.0)
    assert days_late(fitted, "PAYER", 5) == pytest.approx(2.0, abs=1.0)
    place = fitted.identities.index("PAYER")
    friday, saturday = (fitted.laws[fitted.law_by_weekday[place, day]] for day in (4, 5))
    assert day_probabilities(friday, DAYS)[DAYS == 0][0] > 0.7
    assert day_probabilities(saturday, DAYS)[DAYS == 2][0] > 0.7
    half_of_all_shrunk = (
        16 * 0.5 / (60 + 16)
    )  # half of its invoices are paid on day 0, none of those due on Saturday
    assert day_probabilities(saturday, DAYS)[DAYS == 0][0] == pytest.approx(half_of_all_shrunk, abs=0.01)


def test_who_pays_on_one_weekday_has_no_runs_for_its_law_tells(scenario: Scenario) -> None:
    """Due on Mondays, paid on the next Thursday: three banking days late by the law of Mondays."""
    made = rows()
    for week in range(30):
        issued = date(2024, 1, 1) + timedelta(days=7 * week)
        due = issued + timedelta(days=14)
        made.append(Row("WEEKLY", f"R{week}", issued, due, due + timedelta(days=3), 5_000))
    fitted = fit_portfolio(ledger(made, "USD"), scenario, date(2024, 7, 1))
    assert (fitted.customers["run_calendar"] == 0).all()
    assert fitted.own_runs == ()
    assert any("No customer's history shows payment runs" in note for note in fitted.notes)
    place = fitted.identities.index("WEEKLY")
    probabilities = day_probabilities(fitted.laws[fitted.law_by_weekday[place, 0]], DAYS)
    assert probabilities[DAYS == 3][0] > 0.7


def test_payers_in_runs_keep_them(scenario: Scenario) -> None:
    """Every invoice is paid at the end of its month of issue's next month: that is told, and nothing of weekdays."""
    ends = [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 29),
        date(2024, 4, 30),
        date(2024, 5, 31),
        date(2024, 6, 28),
    ]
    made = rows()
    for number, end in enumerate(ends):
        for part in range(3):
            issued = end - timedelta(days=25 - part)
            made.append(Row("RUN", f"R{number}{part}", issued, issued + timedelta(days=14), end, 5_000))
    fitted = fit_portfolio(ledger(made, "USD"), scenario, date(2024, 7, 1))
    place = fitted.identities.index("RUN")
    assert fitted.customers["run_calendar"][place] == OWN_RUNS
    assert (np.delete(fitted.customers["run_calendar"], place) == 0).all()
    (runs,) = fitted.own_runs
    assert (runs.calendar, runs.owner, len(runs.gaps)) == (MONTH_END, place, 0)
    assert runs.days.tolist() == [(end - fitted.start).days for end in ends]
    assert len(set(fitted.law_by_weekday[place].tolist())) == 1
    assert any("1 customers pay in runs some weeks apart, in 1 rhythms" in note for note in fitted.notes)


def test_who_owes_but_orders_no_more_keeps_a_place(scenario: Scenario) -> None:
    old = Row("OLD", "X", date(2023, 6, 1), date(2023, 7, 1), None, 7_777)
    gone = Row("GONE", "Y", date(2023, 6, 1), date(2023, 7, 1), date(2023, 7, 3), 5_555)
    fitted = fit_portfolio(ledger([*rows(), old, gone], "USD"), scenario, CUT_OFF)
    assert "OLD" in fitted.identities
    place = fitted.identities.index("OLD")
    assert fitted.customers["orders_per_month"][place] > 0.0
    assert fitted.customers["order_value"][place] == pytest.approx(64.81)
    assert any("owe something" in note for note in fitted.notes)
    assert fitted.receivables_cents == sum(
        row.cents for row in known([*rows(), old], CUT_OFF) if row.paid is None
    )


def test_who_neither_orders_nor_owes_has_no_place(scenario: Scenario) -> None:
    old = [Row("GONE", "Y", date(2023, 6, 1), date(2023, 7, 1), date(2023, 7, 3), 5_555)]
    fitted = fit_portfolio(ledger([*rows(), *old], "USD"), scenario, CUT_OFF)
    assert "GONE" not in fitted.identities
    assert len(fitted) == 12


def test_credit_notes_are_left_out_and_stated(scenario: Scenario, portfolio: FittedPortfolio) -> None:
    credit = Row("000001", "C", date(2024, 5, 1), date(2024, 5, 31), None, -12_345)
    fitted = fit_portfolio(ledger([*rows(), credit], "USD"), scenario, CUT_OFF)
    assert (fitted.laws == portfolio.laws).all()
    assert fitted.receivables_cents == portfolio.receivables_cents
    assert any("Credit notes are left out everywhere (-123.45 of them open)" in note for note in fitted.notes)


def test_payments_before_issue_count_on_the_day_of_issue(scenario: Scenario) -> None:
    early = [replace(row, paid=row.issued - timedelta(days=7)) for row in rows()]
    on_issue = [replace(row, paid=row.issued) for row in rows()]
    assert (
        fit_portfolio(ledger(early), scenario, CUT_OFF).laws
        == fit_portfolio(ledger(on_issue), scenario, CUT_OFF).laws
    ).all()


def test_a_ledger_without_payments_is_refused(scenario: Scenario) -> None:
    with pytest.raises(
        UserError, match=r"synthetic has no payment by 2024-05-15.*Give a ledger with payment dates"
    ):
        fit_portfolio(ledger([replace(row, paid=None) for row in rows()]), scenario, CUT_OFF)


def test_one_customer_and_one_paid_invoice(scenario: Scenario) -> None:
    one = [Row("A", "1", date(2024, 1, 5), date(2024, 2, 4), date(2024, 2, 6), 10_000)]
    with pytest.raises(UserError, match="no payment by 2024-01-05"):
        fit_portfolio(ledger(one), scenario)
    fitted = fit_portfolio(ledger(one), scenario, date(2024, 2, 6))
    assert (len(fitted), fitted.receivables_cents) == (1, 0)
    assert np.isfinite(fitted.laws).all()
    assert any("only 1 payments" in note for note in fitted.notes)
    assert ledger_scenario(scenario, fitted).company.annual_credit_sales > 0


def test_assumptions_and_findings_are_told_without_names(portfolio: FittedPortfolio) -> None:
    told = " ".join(portfolio.notes)
    for words in (
        "cut off at 2024-05-15, as asked", "are open", "banking days", "holidays are those of US", "shrunk",
        "a year net",
        "VAT of 20%", "risk of failure follows the segment", "standard dunning ladder", "ratio to sales",
        "count as not paid until then",
    ):  # fmt: skip
        assert words in told, words
    assert "000001" not in told


def test_today_is_the_standard_ladder_and_staff(scenario: Scenario, portfolio: FittedPortfolio) -> None:
    today = today_for_ledger(portfolio, scenario)
    assert today.credit_policy.limit_rule == "none"
    assert today.credit_policy.stop_supply_days == 30
    assert today.terms.net_days is None
    assert today.terms.net_days_shift == 0
    assert today.collections.collectors == 1
    crowd = replace(portfolio, customers=np.repeat(portfolio.customers, 125))
    assert today_for_ledger(crowd, scenario).collections.collectors == 3


def test_the_company_is_scaled_to_the_ledger(scenario: Scenario, portfolio: FittedPortfolio) -> None:
    scaled = ledger_scenario(scenario, portfolio)
    own, theirs = scaled.company, scenario.company
    scale = portfolio.annual_sales / theirs.annual_credit_sales
    assert own.annual_credit_sales == pytest.approx(portfolio.annual_sales, abs=0.01)
    for name in ("opening_cash", "overdraft_limit", "fixed_cost_per_month"):
        assert getattr(own, name) == pytest.approx(getattr(theirs, name) * scale, abs=0.01)
    assert (own.start_date, own.warm_up_days, own.currency, own.country) == (portfolio.start, 0, "USD", "US")
    assert scaled.economy == scenario.economy
    assert scaled.portfolio.customers == 12
    assert scaled.today == today_for_ledger(portfolio, scenario)
    assert scenario.company.warm_up_days == 365
    assert own.calendar == "real"


def test_nobody_pays_a_ledgers_invoice_because_a_year_has_passed(
    scenario: Scenario, portfolio: FittedPortfolio
) -> None:
    """The law tells when the last pay; what is never paid is written off."""
    assert ledger_scenario(scenario, portfolio).behaviour.late_cap_days == 3650
    assert scenario.behaviour.late_cap_days == 365


def test_where_payments_come_on_weekends_the_bank_is_open_every_day(scenario: Scenario) -> None:
    every_day = [replace(row, paid=row.due + timedelta(days=number % 9)) for number, row in enumerate(rows())]
    fitted = fit_portfolio(ledger(every_day, "USD"), scenario, CUT_OFF)
    assert fitted.bank_days == "every_day"
    assert (fitted.customers["axis"] == 0).all()
    assert ledger_scenario(scenario, fitted).company.calendar == "every_day"


def test_customers_supplied_while_long_overdue_tell_that_supply_is_not_stopped(scenario: Scenario) -> None:
    slow = [replace(row, paid=row.due + timedelta(days=63)) for row in rows(weeks=45)]
    fitted = fit_portfolio(ledger(slow, "USD"), scenario, date(2024, 10, 31))
    assert fitted.stop_supply_days == NEVER_STOPPED_DAYS
    assert today_for_ledger(fitted, scenario).credit_policy.stop_supply_days == NEVER_STOPPED_DAYS
    assert any("supply is not stopped for late payment" in note for note in fitted.notes)


def test_what_is_kept_of_runs_is_told_apart_by_all_that_a_ledger_says_of_paying(
    scenario: Scenario, portfolio: FittedPortfolio
) -> None:
    """Two fits that differ in nothing but a habit must not share an answer."""
    own = OwnRuns(0, np.array([-40, -12]), np.array([28]))
    variants = [
        portfolio,
        replace(portfolio, weekday_laws=portfolio.law_by_weekday[:, ::-1]),
        replace(portfolio, dependence=()),
        replace(portfolio, promise_share=0.5),
        replace(portfolio, own_runs=(own,)),
        replace(portfolio, own_runs=(replace(own, gaps=np.array([35])),)),
        replace(portfolio, own_runs=(replace(own, owner=1),)),
    ]
    hashes = {as_inputs(scenario, [], one, "0")["portfolio"]["sha256"] for one in variants}
    assert len(hashes) == len(variants)
