"""The bank balance over time, and what could go wrong with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from simulator.experiment.dangers import Struck
from simulator.metrics.paths import week_ends
from simulator.publish.board.content import Cash, Danger, Dangers, Line
from simulator.publish.board.hero import short_name
from simulator.publish.board.values import lowered
from simulator.results import phrases
from simulator.results.ranges import difference_text, level_text
from simulator.results.statistics import defined, interval, paired_differences
from simulator.results.words import out_of_100

if TYPE_CHECKING:
    from simulator.publish.board.asking import Evidence

_BAD = 5.0


def cash_of(evidence: Evidence) -> Cash:
    """The average and the bad run, today's and the strategy's."""
    comparison, place = evidence.comparison, evidence.decision.position
    days = [0, *week_ends(comparison.horizon_days).tolist()]
    lines = []
    for position in (0, place):
        result = comparison.results[position]
        name = "Today" if position == 0 else short_name(result.name)
        paths = result.samples.paths.weekly_cash
        bad = np.percentile(paths, _BAD, axis=0)
        run = phrases.run_word(comparison)
        lines.append(Line(name, position, False, tuple(paths.mean(axis=0).tolist())))
        lines.append(
            Line(
                f"{lowered(name) if position == 0 else name}, bad {run}", position, True, tuple(bad.tolist())
            )
        )
    return Cash(
        heading=_cash_heading(evidence),
        note=_cash_note(evidence),
        dates=tuple(comparison.start_date + timedelta(days=day) for day in days),
        lines=tuple(lines),
        limit=comparison.overdraft_limit or None,
    )


def _cash_heading(evidence: Evidence) -> str:
    """How often the balance stays inside the limit; without one, how low it goes."""
    comparison = evidence.comparison
    result = comparison.results[evidence.decision.position]
    runs = "years" if comparison.is_one_year else "runs"
    who = "" if evidence.decision.kind == "recommended" else f"With {short_name(result.name)}, "
    if not comparison.overdraft_limit:
        low = level_text(float(defined(result.values(phrases.CASH)).mean()), "currency", comparison.currency)
        told = f"{who}the bank balance falls to {low} on average"
        return told[:1].upper() + told[1:]
    inside = out_of_100(1.0 - float(comparison.beyond_limit(result).mean()))
    told = f"{who}cash stays inside the limit in {inside} {runs}"
    return told[:1].upper() + told[1:]


def _cash_note(evidence: Evidence) -> str:
    comparison = evidence.comparison
    run = phrases.run_word(comparison)
    since, last = comparison.start_date, comparison.start_date + timedelta(days=comparison.horizon_days - 1)
    when = f"{since.year}" if since.year == last.year else f"{since.year} to {last.year}"
    today = ""
    if comparison.overdraft_limit:
        often = out_of_100(1.0 - float(comparison.beyond_limit(comparison.first).mean()))
        today = f" Today: {often}."
    return f"Bank balance by week, {when}.{today} Thick: average. Thin, bad {run}: 1 in 20 is worse."


def dangers_of(evidence: Evidence) -> Dangers:
    """Five rows: nothing happens, and four dangers."""
    comparison, place = evidence.comparison, evidence.decision.position
    first, result = comparison.first, comparison.results[place]
    usual = Struck(
        "No shock",
        "times as usual",
        np.stack([one.values(phrases.CASH) for one in (first, result)]),
        np.stack([one.values(phrases.PROFIT) for one in (first, result)]),
    )
    rows = [_danger(evidence, one) for one in (usual, *evidence.dangers)]
    run = phrases.run_word(comparison)
    note = f"Lowest bank balance in a bad {run} (1 in 20 is worse)."
    return Dangers(f"What could go wrong: {_danger_finding(evidence, rows)}", note, tuple(rows))


def _danger(evidence: Evidence, struck: Struck) -> Danger:
    """One row, from both strategies' runs."""
    comparison = evidence.comparison
    today, then = (float(np.percentile(defined(one), _BAD)) for one in struck.lowest_cash)
    found = interval(paired_differences(struck.profit[1], struck.profit[0]))
    more = 0.0 if found is None else found.mean / comparison.years
    text = difference_text(more, "currency", comparison.currency, is_small=comparison.is_small)
    return Danger(struck.label, struck.words, today, then, more, text)


def _danger_finding(evidence: Evidence, rows: list[Danger]) -> str:
    """The worst of the dangers, and whether the strategy makes it worse."""
    comparison = evidence.comparison
    limit = -comparison.overdraft_limit
    name = short_name(comparison.results[evidence.decision.position].name)
    if not comparison.overdraft_limit:
        worst = min(rows, key=lambda row: row.then)
        low = comparison.level_text(worst.then)
        return f"with {name}, “{lowered(worst.label)}” takes the balance to {low}"
    breaking = [row for row in rows if row.then < limit]
    if not breaking:
        spared = any(row.today < limit for row in rows)
        return f"the limit holds in all five{', as it does not today' if spared else ''}"
    if rows[0] in breaking:
        if rows[0].today < limit:
            return f"a bad {phrases.run_word(comparison)} breaks the limit today and with {name}"
        return f"a bad {phrases.run_word(comparison)} breaks the limit with {name}, not today"
    worst = min(breaking, key=lambda row: row.then)
    how = "today and" if worst.today < limit else "only"
    return f"“{lowered(worst.label)}” breaks the limit {how} with {name}"
