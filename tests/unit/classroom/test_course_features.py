"""Each practice that the course has to teach is listed with a lesson, a role-play, a sheet or a file that is there."""

import re
from pathlib import Path

import pytest

from simulator.classroom.catalogue import outline
from simulator.classroom.coverage import coverage
from simulator.classroom.kit.prints import role_plays, sheet_paths

HOUSE = Path(__file__).parents[3]
SECTION = (
    (HOUSE / "docs" / "features.md")
    .read_text(encoding="utf-8")
    .partition("\n## Course\n")[2]
    .partition("\n## ")[0]
)
ROWS = re.findall(r"^\| ([^|]+) \| (.+) \|$", SECTION, re.MULTILINE)[1:]

PRACTICES = {
    "Figures and judgement together": (),
    "Early-warning signs": ("early_warning",),
    "A diversified customer base": ("concentration",),
    "Negotiating payment terms": ("terms_policy",),
    "Periodic review of the policy": ("policy_review",),
    "Predictive dialling": ("collector_capacity",),
    "Early-payment discounts": ("cost_of_discount",),
    "Construction: liens": (),
    "Sales and finance together": ("sales_and_credit",),
    "The insurer's policy reviewed": ("credit_insurance",),
    "Financial planning and credit risk": ("cash_flow_at_risk", "stress_testing"),
    "KPI review at team meetings": (),
    "Audits of credit management": ("internal_audit",),
    "Legal compliance": ("legal_compliance",),
    "Credit management against collections": (),
    "Case studies": (),
    "Training, workshops": (),
    "Negotiation and communication": (),
    "Fraud prevention": ("fraud",),
    "Qualifications and associations": (),
    "Courses, events, comparison of software": (),
    "Staff know the policy": ("credit_policy",),
}
"""What is asked for, as its row begins, and the topics of which the row's lesson has to practise one."""


def where(practice: str) -> str:
    found = [right for left, right in ROWS if left.startswith(practice)]
    assert found, f"{practice} has no row"
    return str(found[0])


@pytest.mark.parametrize(("practice", "topics"), PRACTICES.items(), ids=str)
def test_a_practice_is_taught_where_its_row_says(practice, topics):
    numbers = re.findall(r"Lesson (\d+): ", where(practice))
    assert numbers or not topics
    for number in numbers:
        lesson = outline(number)
        taught = {key for one in coverage([lesson]).practices for key in one.task.topics}
        assert not topics or taught & set(topics), sorted(taught)


@pytest.mark.parametrize(("practice", "cell"), ROWS, ids=str)
def test_what_a_row_names_is_there(practice, cell):
    plays = {play.title for play in role_plays()}
    sheets = {path.stem for path in sheet_paths()}
    parts = re.split(r"; (?=Lesson|Role-play|Sheet|File)", cell)
    for kind, name in (part.split(": ", 1) for part in parts):
        if kind == "Role-play":
            assert name in plays
        elif kind == "Sheet":
            assert name in sheets
        elif kind == "File":
            assert (HOUSE / name).exists()
        else:
            assert re.fullmatch(r"Lesson \d+", kind), practice
