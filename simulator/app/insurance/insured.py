"""The tables about the insurer: losses and premium, what the contract costs, claims by policy year, its terms."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from simulator.app.insurance.cells import (
    amount,
    beside,
    card_html,
    profits,
    row,
    signed,
    span_of,
    strategy_heads,
    table,
)
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.parameters import dictionary
from simulator.results import phrases
from simulator.results.claims import BORNE, PARTS, ClaimsAccount
from simulator.results.contract_cost import ContractCost
from simulator.results.resampling import percentile_difference
from simulator.results.words import figure
from simulator.results.worth import BAD_YEAR, Worth, break_even, premium, yearly_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.app.lab.state import Lab
    from simulator.results.comparison import Comparison

_SEEN = 0.5
_EVIDENCE = {"S": "published", "D": "computed", "L": "literature or law", "E": "assumed"}


def losses_html(comparison: Comparison) -> str:
    """Uninsured beside insured: losses, premium, both together, the bad year, profit, cash."""
    years, results = comparison.years, comparison.results
    written_off = [one.values(phrases.WRITE_OFFS) / years for one in results]
    charged = [premium(comparison, one) for one in results]
    both = [yearly_losses(comparison, one) for one in results]
    low = [one.values(phrases.CASH) for one in results]
    currency = comparison.currency
    rows = [
        row("Write-offs after claims", beside(written_off, currency), "a year, to the end"),
        row("Premium and fees", beside(charged, currency), "a year"),
        row("Losses and premium", beside(both, currency), "both together, average year", "is-total"),
        _bad_year(comparison, both),
        row("Profit", profits(comparison), "a year, to the end"),
        row("Cash low point", beside(low, currency), "deepest bank balance, average"),
    ]
    heads = f'<th scope="col">{currency}, same luck in all</th>{strategy_heads(comparison)}'
    heading = _losses_heading(comparison)
    note = "Uninsured: levels. Others: differences with their 95 % interval of the average."
    return card_html(heading, note, table("Losses and premium, insured and uninsured", heads, rows, "beside"))


def _losses_heading(comparison: Comparison) -> str:
    worth = Worth.of(comparison, 1)
    if not worth.losses.is_clear:
        return "Do losses and premium together change?"
    word = "more" if worth.losses.mean > 0 else "less"
    return (
        f"Losses and premium: {amount(abs(worth.losses.mean), comparison.currency)} {word} a year on average"
    )


def _bad_year(comparison: Comparison, losses: list[NDArray[np.float64]]) -> str:
    head, note = f"Bad {phrases.run_word(comparison)}, both together", "only one in twenty is worse"
    if comparison.replications < TAIL_REPLICATIONS:
        return row(
            head,
            [f"known after {TAIL_REPLICATIONS} runs", *["–"] * len(comparison.others)],
            note,
            "waiting-row",
        )
    cells = [amount(float(np.percentile(losses[0], BAD_YEAR)), comparison.currency)]
    for own in losses[1:]:
        found = percentile_difference(own, losses[0], BAD_YEAR)
        told = f'<b class="num">{signed(found.mean, comparison.currency)}</b>'
        cells.append(told + span_of(found, comparison.currency))
    return row(head, cells, note)


def cost_html(account: ClaimsAccount, comparison: Comparison, insured_fraction: float) -> str:
    """What the contract costs, what it pays, and the losses at which it pays for itself."""
    currency, years = account.currency, comparison.years
    cost = ContractCost.of(account, years)
    total = f"<b>{amount(cost.net.mean, currency)}</b>{span_of(cost.net, currency)}"
    rows = [
        row("Premium", [amount(cost.premium, currency)], "on covered sales, at least the minimum"),
        row("Fees for limits and top-up", [amount(cost.fees, currency)], "for limits by name"),
        row("Claims paid", [amount(-cost.claims, currency)], "what the insurer pays us"),
        row("Given back (salvage)", [amount(cost.given_back, currency)], "its share of later money"),
        row("Net cost of the insurer", [total], "average a year", "is-total"),
    ]
    heads = f'<th scope="col">Average a year, {currency}</th><th scope="col">{escape(account.strategy)}</th>'
    heading = (
        f"The contract costs {amount(cost.charged, currency)} a year and pays {amount(cost.paid, currency)}"
    )
    note = f"Averages of {account.replications} simulated runs, to the end of the run-off."
    told = _break_even(account, comparison, insured_fraction)
    return card_html(heading, note, table("What the contract costs", heads, rows) + told)


def _break_even(account: ClaimsAccount, comparison: Comparison, insured_fraction: float) -> str:
    """The losses at which the contract pays for itself, and how often they are reached."""
    even = break_even(comparison, 1, insured_fraction)
    if even is None:
        return ""
    covered = account.total("claims", *BORNE) / comparison.years
    count = int((covered >= even).sum())
    return (
        f"<p>Claims equal the premium once covered losses reach <b>{amount(even, account.currency)}</b> a year (M28: "
        f"premium and fees ÷ {100 * insured_fraction:.0f} % insured). They average "
        f"<b>{amount(float(covered.mean()), account.currency)}</b>, before excess and first loss; "
        f"they reach it in {count} of {len(covered)} simulated runs.</p>"
    )


def years_html(account: ClaimsAccount) -> str:
    """Every part by policy year, averages (a table)."""
    years: list[int | None] = [*range(account.years), None] if account.years > 1 else [None]
    names = ["All" if year is None else f"Policy year {year + 1}" for year in years]
    heads = '<th scope="col">Average of all runs</th>' + "".join(
        f'<th scope="col">{name}</th>' for name in (*names, "Why")
    )
    columns = [account.averages(year) for year in years]
    currency = account.currency
    debts = [amount(sum(one.values()), currency) for one in columns]
    rows = [row("Unpaid debts", [*debts, "Claimed, refused or given up, net of VAT."], "", "is-total")]
    rows += [
        row(part.label, [*(amount(-one[part.name], currency) for one in columns), escape(part.meaning)])
        for part in PARTS
        if part.stage != "paid" and any(one[part.name] >= _SEEN for one in columns)
    ]
    paid = [amount(one["claims"], currency) for one in columns]
    rows.append(row("Claims paid", [*paid, "What the insurer pays."], "", "is-total"))
    back = [amount(-float(account.given_back(year).mean()), currency) for year in years]
    rows.append(row("Given back (salvage)", [*back, "The insurer's share of later money."]))
    return table("Unpaid debts by policy year", heads, rows, "years")


def insurer_html(lab: Lab) -> str:
    """The insurer as it is assumed: its own terms, which we cannot choose, with their sources."""
    rows = []
    for parameter in dictionary().values():
        if parameter.group != "insurer":
            continue
        value = getattr(lab.setting.scenario.insurer, parameter.name)
        shown = f"{figure(value, 'fraction', 2)} %" if parameter.unit == "fraction" else f"{value:g} times"
        rows.append(
            f'<tr><th scope="row">{escape(parameter.meaning)}</th><td class="num">{shown}</td>'
            f'<td><span class="evidence" title="{_EVIDENCE[parameter.evidence]}">{parameter.evidence}</span> '
            f"{escape(parameter.source)}</td></tr>"
        )
    heads = '<th scope="col">What is assumed of the insurer</th><th scope="col">Value</th><th scope="col">Source</th>'
    note = "Not ours to choose. E is our own assumption, S published: replace what you know better in a scenario file."
    return card_html(
        "The insurer's own terms", note, table("The insurer's own terms", heads, rows, "insurer")
    )
