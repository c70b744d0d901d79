"""The last lines of the page: can I trust it, and what made these numbers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.lab.state import Lab
from simulator.app.lights import light_line
from simulator.parameters import dictionary

if TYPE_CHECKING:
    from simulator.coming import Coming
    from simulator.results.comparison import Comparison

_SHORT_HASH = 8
_ASSUMED = "E"


def provenance_html(lab: Lab, comparison: Comparison) -> str:
    """Whether the model was tested on these customers, and inputs, seed, replications, hash, version."""
    short = comparison.inputs_hash[:_SHORT_HASH]
    facts = [
        ("inputs", _inputs_by_kind(lab)),
        ("seed", str(comparison.seed)),
        ("replications", str(comparison.replications)),
        ("inputs hash", f"{short[:4]} {short[4:]}"),
        ("version", f"creditlab {comparison.version}"),
    ]
    if lab.setting.coming:
        told = ", ".join(_struck(one) for one in lab.setting.coming)
        facts.append(("comes upon us", told))
    if lab.setting.ledger:
        facts.append(("ledger to", f"{lab.setting.scenario.company.start_date:%-d %b %Y}"))
    told = "".join(f"<span>{name} <b>{escape(value)}</b></span>" for name, value in facts)
    return f'<p class="light">{_tested(lab)}</p><p class="facts">{told}</p>'


def _struck(one: Coming) -> str:
    severity = "" if one.severity == 1.0 else f" × {one.severity:g}"
    return f"{one.shock.name}{severity}{'' if one.day is None else f' from day {one.day}'}"


def _tested(lab: Lab) -> str:
    """How far the numbers can be believed."""
    if lab.setting.ledger:
        return light_line(lab.setting.light)
    return (
        '<i class="dot is-stopped"></i> <b>Invented customers.</b> They behave as published figures say, '
        "not as yours do; "
        "upload your ledger to see your own. Differences hold better than levels."
    )


def _inputs_by_kind(lab: Lab) -> str:
    """How many inputs are fitted, sourced and assumed."""
    kinds = [parameter.evidence for parameter in dictionary().values()]
    assumed = sum(kind == _ASSUMED for kind in kinds)
    fitted = ""
    total = len(kinds)
    if lab.setting.ledger:
        from simulator.experiment.inputs import LEDGER_DECIDES

        replaced = [dictionary()[key].evidence for key in LEDGER_DECIDES]
        assumed -= sum(kind == _ASSUMED for kind in replaced)
        fitted = f"{len(replaced)} fitted, "
        total -= len(replaced)
    return f"{fitted}{total - assumed} sourced, {assumed} assumed"
