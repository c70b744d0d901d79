"""The list of seeds: who has which company in which lesson."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from simulator.classroom.case import Case
from simulator.classroom.catalogue import Outline
from simulator.classroom.class_list import Member
from simulator.ledger.cells.formulas import plain_text

COLUMNS = (
    "learner", "name", "class", "lesson", "title", "seed", "sector", "customers", "credit_sales_a_year", "currency",
    "gross_margin_fraction",
)  # fmt: skip


def seeds_csv(lessons: Sequence[Outline], members: Sequence[Member]) -> str:
    """A row for each learner in each lesson, as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for member in members:
        for outline in lessons:
            rows.writerow(_row(outline, member))
    return text.getvalue()


def _row(outline: Outline, member: Member) -> list[str]:
    case = Case(outline, member.learner)
    company, portfolio = case.scenario.company, case.scenario.portfolio
    told = (member.learner.name, member.name, member.learner.group, outline.name, outline.title)
    return [
        *map(plain_text, told),
        str(case.seed),
        outline.sector,
        str(portfolio.customers),
        f"{company.annual_credit_sales:.0f}",
        company.currency,
        f"{company.gross_margin_fraction:g}",
    ]
