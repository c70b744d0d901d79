"""A board page from its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.publish.board.cash import cash_of, dangers_of
from simulator.publish.board.changes import alternatives, alternatives_heading, change_rows
from simulator.publish.board.content import Board
from simulator.publish.board.hero import hero_of
from simulator.publish.board.inputs import inputs_of
from simulator.publish.board.trust import trust_of
from simulator.publish.board.values import day_text
from simulator.results import phrases

if TYPE_CHECKING:
    from simulator.publish.board.asking import Evidence, Stamp

_HASH_SIGNS = 8


def board_of(evidence: Evidence, stamp: Stamp) -> Board:
    """Words and numbers of the page.

    Args:
        evidence: What was run.
        stamp: The day of the page, what was set by hand, and how it is made again.
    """
    comparison, decision = evidence.comparison, evidence.decision
    result = comparison.results[decision.position]
    return Board(
        company=" ".join(comparison.scenario.split()),
        about=_about(evidence),
        made=stamp.made,
        currency=comparison.currency,
        position=decision.position,
        chosen=" ".join(result.name.split()),
        hero=hero_of(evidence),
        changes=change_rows(evidence),
        changes_note=_changes_note(evidence),
        cash=cash_of(evidence),
        dangers=dangers_of(evidence),
        alternatives=alternatives(evidence),
        alternatives_heading=f"What else we looked at: {alternatives_heading(evidence)}",
        alternatives_note=_alternatives_note(evidence),
        inputs=inputs_of(evidence, stamp),
        trust=trust_of(evidence),
        foot=_foot(evidence, stamp),
    )


def _about(evidence: Evidence) -> str:
    """Whose customers, how many, and how much is sold."""
    scenario, comparison = evidence.scenario, evidence.comparison
    own = "own ledger" if evidence.portfolio.origin == "ledger" else "invented customers"
    count = len(evidence.portfolio.customers)
    sales = comparison.money(scenario.company.annual_credit_sales)
    return (
        f"credit policy from {comparison.start_date.year} · {own}, {count:,} customers, {sales} sales a year"
    )


def _changes_note(evidence: Evidence) -> tuple[str, str]:
    comparison, place = evidence.comparison, evidence.decision.position
    name = " ".join(comparison.results[place].name.split())
    letter = "ABC"[place - 1]
    runs = phrases.runs_in_words(comparison)
    closest = "" if evidence.decision.kind == "recommended" else ", the closest"
    above = (
        f"Today (T) against {name} ({letter}{closest}): same customers, same luck. {comparison.replications} {runs}, "
        "each played with both."
    )
    single = "years" if comparison.is_one_year else "runs"
    return (
        above,
        f"Right of the black line is better. Pale: 90 of 100 {single}. Dark: the average and its 95 % interval.",
    )


def _alternatives_note(evidence: Evidence) -> str:
    comparison = evidence.comparison
    run = phrases.run_word(comparison)
    return (
        f"Differences to today, in {comparison.currency}; write-offs and profit a year. Bad {run}: write-offs that 1 "
        f"{run} in 20 exceeds."
    )


def _foot(evidence: Evidence, stamp: Stamp) -> tuple[tuple[str, str], ...]:
    comparison = evidence.comparison
    short = comparison.inputs_hash[:_HASH_SIGNS]
    found = [
        ("Seed", f"{comparison.seed}, {comparison.replications} replications"),
        ("Version", f"creditlab {comparison.version}"),
        ("Inputs", f"{short[:4]} {short[4:]}".strip()),
        ("Made", day_text(stamp.made)),
        ("Ledger", stamp.ledger or "none"),
        ("Repeat with", stamp.repeat),
    ]
    return tuple((name, value) for name, value in found if value)
