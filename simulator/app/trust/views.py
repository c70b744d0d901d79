"""The parts of the page that are text: textbook cases, the back-test, what is missing, evidence, judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from simulator.app.kit.words import unbroken
from simulator.experiment.dangers import plain_title
from simulator.parameters import dictionary
from simulator.publish.assumed import WORDS, Assumed, counts_by_evidence
from simulator.results.left_out import left_out
from simulator.results.origin import Wording

if TYPE_CHECKING:
    from simulator.verification.cases import Case

_EXACT_BELOW = 1e-6
_LARGE = 1_000.0
_JUDGED = "E"
_YEAR_DAYS = 365


def headline(cases: Sequence[Case], inputs: Sequence[Assumed]) -> str:
    """What is known of the model, in a line."""
    judged = counts_by_evidence(inputs).get(_JUDGED, 0)
    assumed = f"{judged} of {len(inputs)} inputs are our own judgement"
    if not cases:
        return f"Does it compute what the textbook says? {assumed}"
    failed = sum(not case.passed for case in cases)
    if failed:
        return f"{failed} of {len(cases)} textbook cases do not come out; {assumed}"
    return f"All {len(cases)} textbook cases come out; {assumed}"


def cases_html(cases: Sequence[Case]) -> str:
    """Every case: what the textbook says, what the engine gives, how far apart they may be."""
    if not cases:
        return '<p class="note">They were not run on this machine yet.</p>'
    groups = []
    for identity, members in groupby(cases, key=lambda case: case.id):
        some = list(members)
        rows = "".join(_case(case, len(some) if place == 0 else 0) for place, case in enumerate(some))
        groups.append(f'<tbody data-form="{escape(identity)}">{rows}</tbody>')
    return (
        '<div class="trust-scroll" tabindex="0" role="group" aria-label="Textbook cases">'
        '<table class="plain cases"><caption class="visually-hidden">Textbook cases</caption><thead><tr>'
        '<th scope="col">Form</th><th scope="col">What</th><th scope="col" class="num">Textbook</th>'
        '<th scope="col" class="num">Engine</th><th scope="col" class="num">May differ by</th>'
        f'<th scope="col">Passed</th></tr></thead>{"".join(groups)}</table></div>'
    )


def _case(case: Case, rows: int) -> str:
    head = f'<th scope="rowgroup" rowspan="{rows}">{escape(case.id)}</th>' if rows else ""
    mark = '<span class="yes">✓ yes</span>' if case.passed else '<span class="no">✕ no</span>'
    return (
        f'<tr>{head}<td>{escape(case.title)}</td><td class="num">{shown(case.expected)}</td>'
        f'<td class="num">{shown(case.simulated)}</td><td class="num">{_tolerance(case)}</td><td>{mark}</td></tr>'
    )


def shown(value: float) -> str:
    """A figure with the digits that matter.

    >>> shown(300_000.0), shown(-12.9438), shown(0.0023633), shown(0.0)
    ('300,000', '−12.9438', '0.0023633', '0')
    """
    text = f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.6g}"
    return text.replace("-", "−")


def _tolerance(case: Case) -> str:
    is_exact = case.tolerance <= _EXACT_BELOW * max(1.0, abs(case.expected))
    return "exact" if is_exact else shown(float(f"{case.tolerance:.2g}"))


def left_out_html() -> str:
    """What the model leaves out, and what follows."""
    rows = "".join(
        f'<tr><th scope="row">{escape(one.title)}</th><td>{unbroken(one.text).replace("`", "")}</td>'
        f"<td>{unbroken(one.so)}</td></tr>"
        for one in left_out()
    )
    return (
        '<table class="plain left-out"><thead><tr><th scope="col">Missing</th><th scope="col">What that means</th>'
        f'<th scope="col">So</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def evidence_html(inputs: Sequence[Assumed]) -> str:
    """How many inputs have which evidence, as a bar and in words."""
    counts = counts_by_evidence(inputs)
    total = sum(counts.values())
    parts = "".join(
        f'<i class="evidence-part is-{letter}" style="width:{100 * count / total:.2f}%"></i>'
        for letter, count in counts.items()
    )
    words = "".join(
        f'<li><span class="evidence is-{letter}">{letter}</span> <b>{count}</b> {escape(WORDS[letter])}</li>'
        for letter, count in counts.items()
    )
    changed = sum(one.is_changed for one in inputs)
    return (
        f'<div class="evidence-bar" aria-hidden="true">{parts}</div><ul class="evidence-words">{words}'
        f"<li><b>{changed}</b> not at their standard value, marked in the table</li></ul>"
    )


def judgements_html(document: Mapping[str, Any]) -> str:
    """Which judgements move the answer most: each at both ends of its plausible range."""
    wording = Wording(document["measure"], document["currency"], document["horizon_days"] / _YEAR_DAYS)
    moved = [one for one in document["moved"] if dictionary()[one["key"]].evidence == _JUDGED]
    most = max((abs(one[end]["movement"]["mean"]) for one in moved for end in ("low", "high")), default=0.0)
    rows = "".join(_judgement(one, wording, most or 1.0) for one in moved)
    verdict = str(document["verdict"])
    for one in document["moved"]:
        verdict = verdict.replace(one["key"], plain_title(one["key"]).lower())
    return (
        f'<p class="judged">{unbroken(verdict)}</p><div class="trust-scroll" tabindex="0" role="group" '
        'aria-label="Judgements by how much they move the answer"><table class="plain judgements"><thead><tr>'
        '<th scope="col">Judgement</th><th scope="col">At its low end</th><th scope="col">At its high end</th>'
        f'<th scope="col" class="strip-head">Moves the lead (worse | better)</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f'<p class="note">{escape(document["strategy"])} against {escape(document["against"])}, '
        f"{escape(wording.label)}, "
        f"{document['replications']} replications with the same luck; in brackets the 95 % interval of the average "
        "movement, for all rows together.</p>"
    )


def _judgement(one: Mapping[str, Any], wording: Wording, most: float) -> str:
    cells, blocks = [], []
    for end in ("low", "high"):
        found = one[end]["movement"]
        step = (found["high"] - found["low"]) / 2
        low, high = (wording.shown(found[side], signed=True, step=step) for side in ("low", "high"))
        middle = wording.shown(found["mean"], signed=True, step=step)
        still = found["low"] == found["high"] == 0.0
        text = "moves nothing" if still else f"<b>{middle}</b> <small>({low} to {high})</small>"
        cells.append(
            f"<td><small>at {escape(_told(one['key'], one[end]['value'], wording))}</small> {text}</td>"
        )
        gain = wording.gain(found["mean"]) / most
        left, width = (50.0 + min(gain, 0.0) * 48.0, abs(gain) * 48.0)
        blocks.append(
            f'<rect class="block is-{end}" x="{left:.2f}%" width="{max(width, 0.6):.2f}%" '
            f'y="{"8" if end == "low" else "54"}%" height="38%"/>'
        )
    strip = (
        '<svg class="strip s-b" aria-hidden="true"><rect class="half" x="50%" width="50%" height="100%"/>'
        f'<line class="zero" x1="50%" x2="50%" y1="0" y2="100%"/>{"".join(blocks)}</svg>'
    )
    return f'<tr><th scope="row">{escape(plain_title(one["key"]))}</th>{"".join(cells)}<td>{strip}</td></tr>'


def _told(key: str, value: Any, wording: Wording) -> str:
    from simulator.publish.board.values import value_text

    return value_text(key, value, wording.currency)
