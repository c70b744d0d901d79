"""Each practice that needs a page or a notebook is listed with a page that exists."""

import re
from pathlib import Path

import pytest

from simulator.app.places import PLACES

FEATURES = (Path(__file__).parents[2] / "docs" / "features.md").read_text(encoding="utf-8")
TITLES = {place.title for place in PLACES}

PRACTICES = (
    "Forecasting credit risk",
    "Real-time alerts, early warning",
    "Structured payment terms",
    "Written credit policy",
    "Objectives aligned with the business strategy",
    "Systematic follow-up, ageing analysis",
    "Dashboards for KPIs",
    "Reports on credit exposure",
    "Credit insurance",
    "13-week cash forecast",
    "Financial planning and credit risk",
    "Accounts at risk, payment patterns",
    "Benchmarks",
    "KPI review at team meetings",
    "Sales against risk",
    "Growth in good markets, protection in bad ones",
    "Good front-end credit reduces collection load",
    "Cash flow of marketing organisations",
    "Whom to call first, escalation",
    "Stress tests",
    "Assumptions with their sources",
    "Annual review of the policy",
    "Learning and teaching",
)


def served_by(practice: str) -> str:
    """The right cell of the row that begins so."""
    section = FEATURES.partition("## Pages")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| (.+) \|$", section, re.MULTILINE)
    found = [right for left, right in rows if left.startswith(practice)]
    assert found, f"{practice} has no row under Pages"
    return str(found[0])


@pytest.mark.parametrize("practice", PRACTICES)
def test_a_practice_is_served_by_a_page_that_exists(practice):
    cell = served_by(practice)
    assert any(cell.startswith(f"{title}: ") for title in TITLES), cell
    for page in re.findall(r"(?:^|; )([A-Z][^:;]+): ", cell):
        assert page in TITLES, page


def test_every_page_serves_something():
    cells = " ".join(served_by(practice) for practice in PRACTICES)
    for title in TITLES - {"My ledger"}:
        assert f"{title}: " in cells, title
