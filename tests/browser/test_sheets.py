"""The policy sheet prints to one A4 page and the KPI pack fits its pages; both read on a phone, in light and dark."""

import re

import pytest

import simulator as cs
from simulator.plans import shipped_names
from simulator.publish.sheets.kpis import kpi_pack
from simulator.publish.sheets.pages import kpi_html, policy_html
from simulator.publish.sheets.policy import policy_sheet

PORTRAIT, LANDSCAPE = 726, 1062
"""Pixels between the margins of a printed page."""
SMALL = cs.load_scenario("wholesale").but(
    portfolio={"customers": 12}, company={"horizon_days": 365, "warm_up_days": 60, "run_off_days": 60}
)
EVERYTHING = {
    "credit_policy": {
        "information": "full_review",
        "refused_fraction": 0.1,
        "refused_offer": "prepayment",
        "override_fraction": 0.1,
        "authority": 50_000,
        "review_months": 12,
        "monitoring": "alerts",
        "limit_multiplier": {"A": 2.0, "C": 0.5},
        "deposit_fraction": {"C": 0.3},
        "analysts": 2,
        "terms_shift_days": {"A": 10, "C": -10},
        "retention_of_title": "yes",
        "concentration_cap_fraction": 0.2,
        "guarantee_fraction": {"C": 0.5},
        "guarantee_above": 10_000.0,
    },
    "terms": {
        "net_days_large": 60,
        "net_days_mid": 45,
        "net_days_micro": 14,
        "net_days_public": 30,
        "instalments": 2,
        "direct_debit_fraction": 0.2,
        "clarity_fraction": 0.5,
        "invoice_check_fraction": 0.5,
        "due_convention": "end_of_month",
    },
    "discount": {"rate_fraction": 0.02, "unearned_policy": "enforce"},
    "late_charges": {"policy": "charge", "jurisdiction": "uk"},
    "collections": {
        "ladder": [
            {"day": -5, "channel": "email"},
            {"day": 3, "channel": "email"},
            {"day": 10, "channel": "call", "segments": ["large", "mid"], "above": 5_000},
            {"day": 20, "channel": "call"},
            {"day": 30, "channel": "manager"},
            {"day": 45, "channel": "final_demand"},
            {"day": 60, "channel": "agency"},
            {"day": 200, "channel": "legal"},
            {"day": 350, "channel": "debt_sale"},
        ],
        "collectors": 3,
        "call_attempts": 3,
        "payment_plan_instalments": 3,
        "dispute_clerks": 1,
    },
    "insurance": {"insured_fraction": 0.9, "aggregate_first_loss": 10_000.0, "top_up_fraction": 0.5},
    "financing": {"facility": "factoring", "staff_saved_fraction": 0.5},
}


@pytest.fixture(scope="module")
def comparison():
    today = cs.load_strategy("status_quo")
    everything = today.but("Everything", why="All levers at once, which nobody would adopt", **EVERYTHING)
    return cs.compare(SMALL, [today, everything], replications=30, workers=1), everything


def printed(opened, html):
    """The number of pages, and how wide the printed page is."""
    opened.page.set_content(html)
    pages = len(re.findall(rb"/Type\s*/Page[^s]", opened.page.pdf(prefer_css_page_size=True)))
    opened.page.emulate_media(media="print")
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    return pages, width


def test_a_policy_is_one_page(visit):
    opened = visit("about:blank", width=PORTRAIT)
    for scenario in ("wholesale", "construction"):
        home = cs.load_scenario(scenario)
        for name in shipped_names("strategy"):
            html = policy_html(policy_sheet(cs.load_strategy(name), home))
            assert printed(opened, html) == (1, PORTRAIT), (scenario, name)
    assert not opened.problems


def test_a_policy_with_nearly_every_lever_and_its_figures_is_one_page(visit, comparison):
    found, everything = comparison
    html = policy_html(policy_sheet(everything, SMALL, comparison=found))
    opened = visit("about:blank", width=PORTRAIT)
    assert printed(opened, html) == (1, PORTRAIT)


def test_the_kpi_pack_fits_its_pages(visit, comparison):
    opened = visit("about:blank", width=LANDSCAPE)
    pages, width = printed(opened, kpi_html(kpi_pack(comparison[0])))
    assert width == LANDSCAPE
    assert pages <= 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_read_on_a_phone(visit, comparison, theme):
    found, everything = comparison
    opened = visit("about:blank", width=390, height=844, theme=theme)
    for html in (policy_html(policy_sheet(everything, SMALL, comparison=found)), kpi_html(kpi_pack(found))):
        opened.page.set_content(html)
        assert opened.page.evaluate("document.documentElement.scrollWidth") == 390
        ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(14, 19, 25)" if theme == "dark" else "rgb(245, 246, 248)")
    assert not opened.requests
    assert not opened.problems
