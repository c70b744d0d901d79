"""The tables about money: facility beside overdraft, what its limits do, the cash reserve, the provision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.app.insurance.cells import (
    amount,
    card_html,
    difference,
    profits,
    row,
    signed,
    strategy_heads,
    table,
)
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.metrics.profit import LINES
from simulator.results import phrases
from simulator.results.statistics import defined, interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.app.lab.state import Lab
    from simulator.results.comparison import Comparison, Result
    from simulator.results.facility import FacilityCosts

_ORDER = {name: number for number, name in enumerate(LINES)}


def line(comparison: Comparison, result: Result, *names: str) -> NDArray[np.float64]:
    """Lines of profit a year, to the end, in each replication (currency)."""
    places = [_ORDER[name] for name in names]
    found: NDArray[np.float64] = result.samples.lines[:, :, places].sum(axis=(1, 2)) / comparison.years
    return found


def financing_html(comparison: Comparison, fees: FacilityCosts | None, rate: float) -> str:
    """What money and service cost, row by row, under each facility and under the overdraft alone."""
    rows = [
        *_fees(comparison, fees),
        _row(comparison, "Overdraft interest", "a year", "overdraft_interest"),
        _row(comparison, "Chasing", "staff, calls, letters, a year", "collection_cost"),
        _row(comparison, "Bad debt", "net of what comes back, a year", "bad_debt", "recoveries"),
        row("Profit", profits(comparison), "a year, against the overdraft alone", "is-total"),
        _funding(comparison),
        _rate(comparison, rate),
    ]
    heads = f'<th scope="col">{comparison.currency}, same luck in all</th>{strategy_heads(comparison)}'
    note = f"Levels, averages of {comparison.replications} runs; profit as difference with its 95 % interval."
    whole = table("Facilities beside the overdraft", heads, rows, "beside")
    return card_html(_heading(comparison, rate), note, whole)


def _heading(comparison: Comparison, rate: float) -> str:
    own = comparison.results[1]
    yearly = defined(own.values("factoring_yearly_rate_fraction"))
    if not yearly.size:
        return "No facility: the overdraft alone"
    return f"The facility's money costs {100 * float(yearly.mean()):.1f} % a year, the overdraft {100 * rate:g} %"


def _fees(comparison: Comparison, fees: FacilityCosts | None) -> list[str]:
    """Fee and interest apart, once they are known; together before."""
    if fees is None:
        return [_row(comparison, "Charged by the factor", "fees and interest, a year", "factoring_cost")]
    currency = comparison.currency
    fewer = f"; first {fees.replications} runs" if fees.replications < comparison.replications else ""
    rows = []
    for head, note, of in (
        ("Service and protection", "the factor's fees, a year", fees.fee_a_year),
        ("Interest on what is drawn", "base rate and margin, a year", fees.interest_a_year),
    ):
        found = [of(place) for place in range(len(fees.names))]
        cells = ["–" if one is None else amount(one.mean, currency) for one in found]
        rows.append(row(head, [amount(0.0, currency), *cells], note + fewer))
    return rows


def _row(comparison: Comparison, head: str, note: str, *names: str) -> str:
    cells = []
    for result in comparison.results:
        values = line(comparison, result, names[0])
        if len(names) > 1:
            values = values - line(comparison, result, *names[1:])
        cells.append(amount(float(values.mean()), comparison.currency))
    return row(head, cells, note)


def _funding(comparison: Comparison) -> str:
    cells = [
        amount(float(one.values("factor_funding").mean()), comparison.currency) for one in comparison.results
    ]
    return row("Money from the factor", cells, "on an average day")


def _rate(comparison: Comparison, rate: float) -> str:
    cells = [f"{100 * rate:.1f} %<small>overdraft</small>"]
    for result in comparison.others:
        yearly = defined(result.values("factoring_yearly_rate_fraction"))
        cells.append(f"{100 * float(yearly.mean()):.1f} %" if yearly.size else "–")
    return row("As a yearly rate", cells, "M29: all that is charged, on what is drawn")


def reserve_html(comparison: Comparison, lab: Lab) -> str:
    """How tight it gets under each, and what lying money for a bad year would cost."""
    company, currency = lab.setting.scenario.company, comparison.currency
    results = comparison.results
    needed = [one.mean("cash_reserve") for one in results]
    beyond = [float(one.values("beyond_limit_days").mean()) / comparison.years for one in results]
    cost = [None if one is None else one * company.cost_of_funds_per_year for one in needed]
    rate = f"{100 * company.cost_of_funds_per_year:g} % a year, cost of funds (assumption)"
    until = "" if comparison.replications >= TAIL_REPLICATIONS else f"; known after {TAIL_REPLICATIONS} runs"
    lows = [amount(float(one.values("lowest_cash").mean()), currency) for one in results]
    limit = f"a year, beyond {amount(company.overdraft_limit, currency)}"
    rows = [
        row("Cash low point", lows, "deepest bank balance, average"),
        row("Days beyond the limit", [f"{days:.1f}" for days in beyond], limit),
        row(
            "Cash reserve",
            _amounts(needed, currency),
            f"only one run in twenty needs more{until}",
            "is-total",
        ),
        row("Holding it costs", _amounts(cost, currency), rate),
    ]
    heads = f'<th scope="col">{currency}</th>{strategy_heads(comparison)}'
    whole = table("Cash reserve beside a facility", heads, rows, "beside")
    heading = _reserve_heading(needed, comparison)
    note = f"A reserve is the other way to stay inside the overdraft limit. Averages of {comparison.replications} runs."
    return card_html(heading, note, whole)


def _amounts(values: list[float | None], currency: str) -> list[str]:
    return ["–" if one is None else amount(one, currency) for one in values]


def _reserve_heading(needed: list[float | None], comparison: Comparison) -> str:
    first = needed[0]
    if first is None or needed[1] is None:
        return "How much cash would have to lie aside?"
    if first < comparison.smallest_amount:
        return "No cash reserve is needed: the overdraft is enough"
    sizes = [comparison.money(one) for one in (first, needed[1])]
    return f"A reserve of {sizes[0]} would do as well; with the facility {sizes[1]}"


_LIMITS_NOTE = "The same facility without one of its limits, same luck. Drawing takes no notice in the model."


def limits_html(limits: Comparison | None) -> str:
    """What each limit of the facility takes: the same facility without it, same luck."""
    if limits is None:
        waiting = '<p class="waiting">Worked out last.</p>'
        return card_html("What do the facility's limits take?", _LIMITS_NOTE, waiting)
    first, currency, rows = limits.first, limits.currency, []
    money, earned = first.values("factor_funding"), first.values(phrases.PROFIT) / limits.years
    for result in limits.others:
        cells = [
            difference(result.values("factor_funding"), money, currency),
            difference(result.values(phrases.PROFIT) / limits.years, earned, currency),
        ]
        rows.append(row(result.name, cells))
    heads = '<th scope="col">Without</th><th scope="col">Money from the factor</th><th scope="col">Profit a year</th>'
    whole = table("What the facility's limits take", heads, rows)
    return card_html(_limits_heading(limits), _LIMITS_NOTE, whole)


def _limits_heading(limits: Comparison) -> str:
    """The limit that takes most, if any clearly does."""
    money = limits.first.values("factor_funding")
    gains = {one.name: interval(one.values("factor_funding") - money) for one in limits.others}
    clear = {
        name: found.mean
        for name, found in gains.items()
        if found is not None and found.is_clear and found.mean > limits.smallest_amount
    }
    if not clear:
        return "No limit of the facility takes any money"
    name = max(clear, key=lambda one: clear[one])
    return f"{name}: {signed(clear[name], limits.currency)} to draw"


def provision_html(comparison: Comparison, place: int = 1) -> str:
    """The IFRS 9 matrix of the book under the contract, beside today's provision."""
    matrix, first = comparison.provision(comparison.results[place]), comparison.provision(comparison.first)
    currency, rows = comparison.currency, []
    for label, balance, rate in matrix.rows:
        lost = balance * min((rate or 0.0) * matrix.overlay, 1.0)
        share = "–" if rate is None else f"{100 * rate:.2f} %"
        rows.append(row(label, [amount(balance, currency), share, amount(lost, currency)]))
    total = [amount(sum(matrix.balances), currency), "", f"<b>{amount(matrix.provision, currency)}</b>"]
    whose = f"with {comparison.base_name}: {amount(first.provision, currency)}"
    rows.append(row("Provision", total, whose, "is-total"))
    names = ("Past due", "Open at the end", "Loss rate", "Provision")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    name = comparison.results[place].name
    note = (
        "IFRS 9 matrix (M23): receivables at the horizon's end, net of VAT, × loss rates pooled over all runs"
        f", × {matrix.overlay:g} for what is to come. Before claims and dividends."
    )
    heading = f"Provision under {name[:1].lower()}{name[1:]}: {amount(matrix.provision, currency)}"
    return card_html(heading, note, table("Provision matrix", heads, rows))
