"""The parts of the desk that are only read, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from simulator.app.desk.choices import CHANNELS, amount_options, minutes_of, price_of, segment_options
from simulator.app.desk.state import DeskState, Row
from simulator.app.kit.context import horizon_hint
from simulator.app.setting import in_years
from simulator.parameters import dictionary
from simulator.results.desk.answer import STOP_SUPPLY, DeskAnswer, Effect
from simulator.results.desk.calls import CallList
from simulator.results.desk.wording import days, plain, short, shows_no_gain, span
from simulator.results.statistics import Interval
from simulator.results.words import MINUS, figure, money, symbol

_HEADS = ("Invoices<br>a year", "Brings, costs", "Brings", "Costs", "Net, 95 %", "DSO<br>days")
_LEFT = ("", "", "On", "Day", "Channel", "For", "Only if", "Minutes,<br>with notes", "Each")


def heads_html() -> str:
    """The line above the rows; the table for screen readers and paper has heads of its own."""
    left = "".join(f"<span>{head}</span>" for head in _LEFT[:-2])
    price = f'<span class="head-price"><i>{_LEFT[-2]}</i><i>{_LEFT[-1]}</i></span>'
    right = "".join(f"<i>{head}</i>" for head in _HEADS)
    return f'<div class="desk-heads" aria-hidden="true">{left}{price}<span class="step-effect">{right}</span></div>'


def price_html(state: DeskState, row: Row, per_minute: float) -> str:
    """Minutes and price of one contact."""
    plan, currency = state.levers.collections, state.setting.scenario.company.currency
    price = price_of(row.step, plan, per_minute, currency)
    return f"<i>{minutes_of(row.step, plan)}</i><i>{escape(price)}</i>"


def effect_html(effect: Effect | None, scale: float, why_not: str = "") -> str:
    """The right half of a row: invoices, bars, brings, costs, net with its interval, DSO.

    Args:
        effect: What the step brings; None where it is not known.
        scale: The amount that fills the whole bar (currency).
        why_not: What is told in its place.
    """
    if effect is None:
        return f'<div class="step-effect is-empty"><em>{escape(why_not)}</em></div>'
    invoices = "–" if effect.invoices is None else f"{effect.invoices:,.0f}"
    clear = "is-open" if shows_no_gain(effect.net) and not _is_loss(effect.net) else ""
    return (
        f'<div class="step-effect"><i>{invoices}</i>'
        f"<i>{_bars(effect, scale)}</i><i>{plain(effect.brings.mean)}</i><i>{plain(effect.costs.mean)}</i>"
        f'<i class="net {clear}"><b>{short(effect.net.mean)}</b><small>{span(effect.net)}</small></i>'
        f"<i>{days(effect.dso.mean)}</i></div>"
    )


def _is_loss(net: Interval) -> bool:
    return net.high is not None and net.high < 0


def _bars(effect: Effect, scale: float) -> str:
    """Two bars, one below the other: what it brings, and hatched what it costs."""
    wide = [
        100 * max(found.mean, 0.0) / scale if scale > 0 else 0.0 for found in (effect.brings, effect.costs)
    ]
    names = ("bar-brings", "bar-costs")
    return "".join(
        f'<u class="{name}" style="width:{one:.1f}%"></u>' for name, one in zip(names, wide, strict=True)
    )


def scale_of(effects: Sequence[Effect | None]) -> float:
    """The largest amount of all bars (currency)."""
    return max((max(one.brings.mean, one.costs.mean) for one in effects if one is not None), default=0.0)


def readable_table(state: DeskState, answer: DeskAnswer | None) -> str:
    """The whole ladder as a real table: for who listens, and for paper."""
    heads = (
        "Step",
        "Day",
        "Channel",
        "For",
        "Only if",
        "Invoices a year",
        "Brings",
        "Costs",
        "Net",
        "95 % interval",
        "DSO",
    )
    rows, place = [], 0
    for number, row in enumerate(state.rows):
        effect = None
        if row.is_on:
            effect = answer.effect(place) if answer is not None and place < len(answer.ladder) else None
            place += 1
        rows.append(_readable(str(number + 1), row, effect, state))
    if state.stops:
        cells = [f"{state.stop_days}", "Stop supply", "All", "Any amount"]
        rows.append(_cells("S", cells, None if answer is None else answer.effect(STOP_SUPPLY)))
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        '<table class="plain desk-readable"><caption>The ladder, and what would be lost a year '
        f"({escape(state.setting.scenario.company.currency)}; DSO in days) by leaving out one step alone</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _readable(number: str, row: Row, effect: Effect | None, state: DeskState) -> str:
    step, currency = row.step, state.setting.scenario.company.currency
    names = {value: name for name, value in CHANNELS}
    whom = next(name for name, value in segment_options(step) if value == step.segments)
    amount = next(name for name, value in amount_options(step, currency) if value == (step.above, step.below))
    cells = [str(step.day).replace("-", MINUS), names[step.channel], whom, amount]
    return _cells(number, cells, effect, "" if row.is_on else "not in use")


def _cells(number: str, cells: list[str], effect: Effect | None, why_not: str = "") -> str:
    if effect is None:
        cells += [why_not, "", "", "", "", ""]
    else:
        invoices = "–" if effect.invoices is None else f"{effect.invoices:,.0f}"
        cells += [invoices, plain(effect.brings.mean), plain(effect.costs.mean)]
        cells += [short(effect.net.mean), span(effect.net), days(effect.dso.mean)]
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{number}</th>{told}</tr>'


def ladder_note(answer: DeskAnswer | None, state: DeskState, by_themselves: str) -> str:
    """What stands below the ladder."""
    currency = state.setting.scenario.company.currency
    hourly = (
        ""
        if answer is None
        else f"time at {symbol(currency)}{60 * answer.cost_per_minute:.0f} an hour (pay over hours), "
    )
    return (
        "Day: before (−) or after (+) due. Costs: "
        f"{hourly}postage, commission, orders and customers lost. Salaries stay when a step is left out; "
        "its hours count. "
        f"{by_themselves}"
    )


def sources_html(state: DeskState) -> str:
    """What the ladder and the staff begin with: every default with its source, or that it is an assumption."""
    levers, company = state.today, state.setting.scenario.company
    plan = levers.collections
    shown: dict[str, str] = {
        "collections.ladder": f"{len(plan.ladder)} steps",
        "collections.collectors": f"{plan.collectors}",
        "collections.minutes_per_call": f"{plan.minutes_per_call:g} minutes",
        "collections.shift_minutes": f"{plan.shift_minutes:g} minutes",
        "collections.cost_per_email": f"{plan.cost_per_email:.2f}",
        "collections.cost_per_letter": f"{plan.cost_per_letter:.2f}",
        "company.collector_cost_per_year": f"{company.collector_cost_per_year:,.0f}",
        "credit_policy.stop_supply_days": f"{levers.credit_policy.stop_supply_days} days",
    }
    rows = "".join(
        f'<tr><th scope="row">{escape(dictionary()[key].label)}</th><td>{value}</td>'
        f"<td>{escape(dictionary()[key].meaning)}</td><td>{escape(dictionary()[key].source)}</td></tr>"
        for key, value in shown.items()
    )
    return (
        "<details class=desk-sources><summary>What today’s figures are, and where they come from</summary>"
        '<table class="plain"><thead><tr><th scope="col">Figure</th><th scope="col">Today</th>'
        f'<th scope="col">Meaning</th><th scope="col">Source</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def shares_table(answer: DeskAnswer) -> str:
    """The effect of the ladder and of the staff told apart: two by two, and the share of each."""
    if not answer.parts:
        return '<p class="note">Nothing differs from today: there is nothing to tell apart.</p>'
    two = _two_by_two(answer) if answer.parts == ("ladder", "staff") else ""
    shares = "".join(
        f'<tr><th scope="row">{escape(part[:1].upper() + part[1:])}</th><td class="num"><b>{short(share.mean)}</b></td>'
        f'<td class="num">{span(share)}</td></tr>'
        for part, share in zip(answer.parts, answer.shares, strict=True)
    )
    whole = answer.difference("profit")
    assert whole is not None
    return (
        f'{two}<table class="plain shares"><thead><tr><th scope="col">Profit a year, {escape(answer.currency)}</th>'
        '<th scope="col">Share</th><th scope="col">95 % interval</th></tr></thead>'
        f'<tbody>{shares}<tr><th scope="row">Together</th><td class="num"><b>{short(whole.mean)}</b></td>'
        f'<td class="num">{span(whole)}</td></tr></tbody></table>'
    )


def _two_by_two(answer: DeskAnswer) -> str:
    def cell(number: int) -> str:
        found = answer.mixed(number)
        if number == 0 or found is None:
            return '<td class="num">0</td>'
        return f'<td class="num"><b>{short(found.mean)}</b><small>{span(found)}</small></td>'

    return (
        '<table class="plain two-by-two"><caption class="visually-hidden">Profit a year against today, by ladder and '
        'staff</caption><thead><tr><th scope="col">Profit a year against today</th><th scope="col">Today’s staff</th>'
        '<th scope="col">This staff</th></tr></thead><tbody>'
        f'<tr><th scope="row">Today’s ladder</th>{cell(0)}{cell(2)}</tr>'
        f'<tr><th scope="row">This ladder</th>{cell(1)}{cell(3)}</tr></tbody></table>'
    )


def call_list_html(found: CallList | None, currency: str) -> str:
    """Whom to call first on a day."""
    if found is None:
        return ""
    if not found.callers:
        return f'<p class="note">Nobody is to be called on {found.when:%-d %B %Y}. Choose another day.</p>'
    rows = "".join(
        f"<tr{' class=is-beyond' if place >= found.within_reach else ''}>"
        f'<th scope="row">{escape(one.customer)}</th>'
        f'<td class="num">{figure(one.late, "currency", step=100)}</td>'
        f'<td class="num">{str(one.days).replace("-", MINUS)}</td>'
        f'<td>{escape(one.why)}</td><td class="num">{one.gain:,.0f}</td></tr>'
        for place, one in enumerate(found.callers)
    )
    sign = symbol(currency).strip()
    return (
        '<table class="plain calls"><thead><tr><th scope="col">Customer</th>'
        f'<th scope="col">{sign} late</th><th scope="col">Days</th><th scope="col">Why now</th>'
        f'<th scope="col">Gain {sign}</th></tr></thead><tbody>{rows}</tbody></table>'
        '<p class="note">Gain: amount × days that a kept promise brings it earlier × '
        f"{100 * found.rate:g} % a year (what money costs), less after every call before. "
        "Those who cannot be reached today are pale.</p>"
    )


def rule_label(answer: DeskAnswer | None, name: str, rule: str) -> str:
    """A rule and what it is worth against oldest first."""
    found = answer.rule_worth(rule) if answer is not None else None
    if found is None:
        return name
    worth = "0" if rule == "oldest" or not found.is_clear else short(found.mean)
    return f"{name}  {worth}"


def context_html(state: DeskState) -> str:
    """What the page is about, in one line."""
    setting = state.setting
    company = setting.scenario.company
    sales = money(company.annual_credit_sales, company.currency)
    return (
        f'<span class="context">{escape(setting.title)} · {setting.customers:,} customers · {sales} sales · '
        f"{in_years(company.horizon_days)} from {company.start_date:%-d %b %Y} · editing <b>{escape(state.name)}</b> "
        "· against Today</span>"
        f"{horizon_hint(setting)}"
    )
