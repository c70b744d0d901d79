"""Where does a lost debt go? From all that was claimed or given up down to what the insurer pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.figures.drawing import CLEAR, Drawing, Figure, axis, label, layout
from simulator.figures.scales import padded, short
from simulator.figures.tokens import colour_of, light
from simulator.results.claims import BORNE, PARTS, UNCOVERED, ClaimsAccount
from simulator.results.words import plain_money

HEIGHT = 272
_BAR, _FRAME = 40, 30
_TINY_SHARE = 0.004
"""A part below this share of all unpaid debts has no bar of its own."""
_HATCH = {"shape": "/", "bgcolor": CLEAR, "size": 7, "solidity": 0.25, "fillmode": "replace"}
_WRAPPED = 13
AVERAGE = -1
"""In place of a run: the average of all."""


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, and what it is."""

    name: str
    begin: float
    end: float
    kind: str  # total, loss

    @property
    def amount(self) -> float:
        """Its size (currency)."""
        return abs(self.end - self.begin)


def draw(account: ClaimsAccount, run: int = AVERAGE, year: int | None = None, position: int = 1) -> Drawing:
    """The parts one after another.

    Args:
        account: Where the debts of every run go.
        run: Which run; AVERAGE: all of them.
        year: Which policy year; None: all.
        position: Whose colour it has.
    """
    bars = bars_of(account, run, year)
    colour = colour_of(position)
    return Drawing(
        heading(account, run, year),
        _note(account, run, year),
        _standing(bars, colour),
        _lying(bars, colour),
        _text(bars, account),
    )


def bars_of(account: ClaimsAccount, run: int, year: int | None) -> list[Bar]:
    """Debts, each part that takes from them, insured losses on the way, claims, salvage, and what stays paid."""
    parts = account.averages(year) if run == AVERAGE else account.of_run(run, year)
    back = account.given_back(year)
    salvage = float(back.mean() if run == AVERAGE else back[run])
    labels = {part.name: part.label for part in PARTS}
    level = sum(parts.values())
    tiny = max(_TINY_SHARE * level, 0.5)
    bars = [Bar("Unpaid debts", 0.0, level, "total")]
    for group, total in ((UNCOVERED, "Insured losses"), (BORNE, "Claims paid")):
        for name in group:
            if parts[name] >= tiny:
                bars.append(Bar(labels[name], level, level - parts[name], "loss"))
            level -= parts[name]
        bars.append(Bar(total, 0.0, level, "total"))
    if salvage >= tiny:
        bars.append(Bar("Given back (salvage)", level, level - salvage, "loss"))
        bars.append(Bar("What the insurer bears", 0.0, level - salvage, "total"))
    return bars


def heading(account: ClaimsAccount, run: int, year: int | None) -> str:
    """How much of the unpaid debts the insurer pays, and what takes most of the rest."""
    parts = account.averages(year) if run == AVERAGE else account.of_run(run, year)
    debts = sum(parts.values())
    if debts < 0.5:
        return "Next to nothing was left unpaid"
    rest = {name: amount for name, amount in parts.items() if name != "claims"}
    largest = max(rest, key=lambda name: rest[name])
    label_of = {part.name: part.label.lower() for part in PARTS}
    share = 100 * parts["claims"] / debts
    unpaid = plain_money(debts, account.currency)
    return f"The insurer pays {share:.0f} % of {unpaid} unpaid; most of the rest: {label_of[largest]}"


def _note(account: ClaimsAccount, run: int, year: int | None) -> str:
    whose = f"average of {account.replications} runs" if run == AVERAGE else f"simulated run {run + 1}"
    when = "all policy years" if year is None else f"shipments of policy year {year + 1}"
    if account.years == 1:
        when = "shipments of the policy year"
    return f"Debts claimed, refused or given up, net of VAT, {account.currency}; {when}, to the end; {whose}."


def _marker(bar: Bar, colour: str) -> dict[str, Any]:
    if bar.kind == "total":
        return {"color": colour if bar.name != "Unpaid debts" else light("today"), "line": {"width": 0}}
    return {"color": CLEAR, "line": {"color": colour, "width": 1.4}, "pattern": {**_HATCH, "fgcolor": colour}}


def _standing(bars: Sequence[Bar], colour: str) -> Figure:
    top = max(max(bar.end, bar.begin) for bar in bars)
    high = padded(0.0, top, 0.1)[1]
    traces = []
    for number, bar in enumerate(bars):
        traces.append(
            {
                "type": "bar",
                "x": [number],
                "y": [bar.amount],
                "base": [min(bar.begin, bar.end)],
                "marker": _marker(bar, colour),
                "width": 0.62,
                "hoverinfo": "skip",
            }
        )
    amounts = [
        label(_amount(bar), light("ink"), x=number, y=max(bar.begin, bar.end), yanchor="bottom", yshift=2)
        for number, bar in enumerate(bars)
    ]
    names = axis(
        line=True,
        tickmode="array",
        tickvals=list(range(len(bars))),
        ticktext=[_wrapped(bar.name) for bar in bars],
        tickangle=0,
        range=[-0.5, len(bars) - 0.5],
        tickfont={"size": 11.5},
    )
    hidden = {"visible": False, "range": [0, high], "fixedrange": True}
    frame = layout(
        HEIGHT, hovermode=False, annotations=amounts, xaxis=names, yaxis=hidden, margin={"l": 8, "b": 52},
        shapes=_steps(bars),
    )  # fmt: skip
    return {"data": traces, "layout": frame}


def _lying(bars: Sequence[Bar], colour: str) -> Figure:
    """For a phone: the bars below each other, their names above them."""
    top = max(max(bar.begin, bar.end) for bar in bars)
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [number],
            "x": [bar.amount],
            "base": [min(bar.begin, bar.end)],
            "marker": _marker(bar, colour),
            "width": 0.42,
            "hoverinfo": "skip",
        }
        for number, bar in enumerate(bars)
    ]
    names = [
        label(
            f"{bar.name} <b>{_amount(bar)}</b>",
            light("ink"),
            x=0,
            xref="paper",
            xanchor="left",
            y=number - 0.42,
        )
        for number, bar in enumerate(bars)
    ]
    frame = layout(
        _BAR * len(bars) + _FRAME,
        hovermode=False,
        annotations=names,
        margin={"l": 4, "b": 8, "t": 16},
        xaxis={"visible": False, "range": [0, top * 1.02], "fixedrange": True},
        yaxis={"visible": False, "range": [len(bars) - 0.5, -0.7], "fixedrange": True},
    )
    return {"data": traces, "layout": frame}


def _steps(bars: Sequence[Bar]) -> list[dict[str, Any]]:
    """Thin lines from the end of each bar to the next."""
    line = {"color": light("line2"), "width": 1}
    return [
        {"type": "line", "x0": number + 0.31, "x1": number + 0.69, "y0": bar.end, "y1": bar.end, "line": line}
        for number, bar in enumerate(bars[:-1])
    ]


def _amount(bar: Bar) -> str:
    text = short(bar.amount, is_small=True)
    return text if bar.kind == "total" else f"−{text}"


def _wrapped(name: str) -> str:
    """A name in lines of about a dozen letters.

    >>> _wrapped("Limit refused or withdrawn")
    'Limit refused<br>or withdrawn'
    """
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WRAPPED:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _text(bars: Sequence[Bar], account: ClaimsAccount) -> str:
    told = "; ".join(
        f"{bar.name} {'' if bar.kind == 'total' else 'minus '}{plain_money(bar.amount, account.currency)}"
        for bar in bars
    )
    return f"Where unpaid debts go. {told}."
