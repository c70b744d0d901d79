"""The lessons of the course: number, title, question, sector, time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import UserError
from simulator.parameters import nearest


@dataclass(frozen=True)
class Outline:
    """What is known of a lesson before it is opened.

    Attributes:
        name: The notebook's name without its ending; it begins with the lesson's number.
        title: What the lesson is called.
        question: The one question it answers.
        sector: The scenario that its cases are made from.
        minutes: How long it takes in class (minutes).
        customers: The fewest and the most customers of a learner's portfolio.
        horizon_days: How long its runs last (days).
        replications: How often `compare` runs each strategy, where nothing else is said.
        assumptions: What the lesson's company has that its sector has not, by group and assumption.
    """

    name: str
    title: str
    question: str
    sector: str = "wholesale"
    minutes: int = 75
    customers: tuple[int, int] = (60, 90)
    horizon_days: int = 365
    replications: int = 40
    assumptions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)

    @property
    def number(self) -> int:
        """The lesson's number; 0 for what stands beside the twelve."""
        head = self.name.partition("_")[0]
        return int(head) if head.isdigit() else 0


LESSONS = (
    Outline(
        "01_credit_or_collections",
        "Credit or collections",
        "Two companies with the same DSO: why does one need a stricter credit policy, and the other a telephone?",
        replications=30,
    ),
    Outline(
        "02_dso_family",
        "The DSO family",
        "Six ways to say how fast customers pay: which one lies, and when?",
        replications=20,
    ),
    Outline(
        "03_early_payment_discount",
        "What 2/10 net 30 costs",
        "Is two percent for twenty days cheap money?",
    ),
    Outline("04_longer_terms", "Longer terms", "Net 60 wins orders. Does it win money?", minutes=90),
    Outline(
        "05_whom_to_sell_to",
        "Whom to sell to",
        "Where does the credit line between good and bad go?",
        customers=(60, 75),
        horizon_days=730,
        replications=20,
        # Assumption: a hard market: five times as many customers fail, and four in ten change supplier in a year.
        assumptions={
            "portfolio": {"churn_per_year": 0.4},
            "health": {
                "failures_per_year": {
                    "large": 0.0075,
                    "mid": 0.02,
                    "sme": 0.045,
                    "micro": 0.075,
                    "public": 0.0005,
                }
            },
        },
    ),
    Outline(
        "06_early_warning",
        "Early warning",
        "A customer slows down. Do we stop supplying?",
        horizon_days=1095,
        replications=24,
        minutes=80,
    ),
    Outline("07_chasing", "Chasing", "Which reminder earns its cost, and who would have paid anyway?"),
    Outline(
        "08_disputes",
        "Disputes and deductions",
        "Unpaid, or not yet owed?",
        sector="manufacturing",
        assumptions={"disputes": {"rate_fraction": 0.08}},
    ),
    Outline(
        "09_insurance_and_factoring",
        "Insurance, factoring, provision",
        "What does it cost to sleep?",
        customers=(45, 65),
        assumptions={"economy": {"failure_multiplier": 2.0}},
        minutes=85,
    ),
    Outline(
        "10_bad_times",
        "When it all goes wrong at once",
        "How much cash do we need for a recession?",
        customers=(40, 60),
        minutes=90,
    ),
    Outline(
        "11_ledger_to_policy",
        "From our own ledger to a policy",
        "May we believe the model with our cash?",
        minutes=90,
        customers=(40, 60),
    ),
    Outline(
        "12_board_case",
        "The board case",
        "Recommend, and defend it.",
        sector="manufacturing",
        minutes=90,
    ),
)
BESIDE = (
    Outline(
        "engine_read_aloud",
        "How the engine works",
        "What happens to one invoice, event by event?",
        minutes=45,
    ),
)
"""What stands beside the twelve lessons and has no exercises that count."""


def outline(name: str) -> Outline:
    """A lesson by its name or its number.

    Raises:
        UserError: There is no such lesson.
    """
    for one in (*LESSONS, *BESIDE):
        if name in (one.name, str(one.number), f"{one.number:02d}"):
            return one
    names = [one.name for one in (*LESSONS, *BESIDE)]
    near = nearest(name, names)
    raise UserError(
        f"There is no lesson '{name}'. {f'Did you mean {near}? ' if near else ''}The lessons: {', '.join(names)}."
    )
