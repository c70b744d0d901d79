"""The light of a ledger as a badge: shape, word and colour together, so that none of them has to be seen alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.kit.words import unbroken
from simulator.ledger.light import ADVICE, LedgerLight, Light

if TYPE_CHECKING:
    from simulator.backtest.report import BackTest

WORDS: dict[Light | None, str] = {
    "green": "Back-test passed",
    "amber": "Back-test passed in part",
    "red": "Back-test failed",
    None: "Not back-tested yet",
}
_SHAPES: dict[Light | None, str] = {"green": "✓", "amber": "!", "red": "✕", None: "?"}


def light_badge(light: LedgerLight) -> str:
    """Shape, word and colour (HTML)."""
    kind = light.light or "none"
    return (
        f'<span class="light-badge is-{kind}"><i aria-hidden="true">{_SHAPES[light.light]}</i>'
        f"{WORDS[light.light]}</span>"
    )


def light_line(light: LedgerLight) -> str:
    """The badge, the main reason, the days, and what follows from it (HTML)."""
    if light.light is None:
        said = "The customers are fitted to your ledger, but nothing shows how well they foretell it: see My ledger."
    else:
        said = f"{light.reason} Looked ahead from {light.days} days, {light.first} to {light.last}."
    return f"{light_badge(light)} {escape(said)} {ADVICE[light.light]}".strip()


def red_warning(light: LedgerLight | None) -> str:
    """What stands above the numbers where the ledger is foretold badly (HTML); else nothing."""
    if light is None or light.light != "red":
        return ""
    return f'<p role="note"><b>{WORDS["red"]}.</b> {ADVICE["red"]} {escape(light.reason)}</p>'


def light_html(light: LedgerLight, found: BackTest | None) -> str:
    """The light, large, what follows from it, and its reasons in words."""
    if found is None or light.light is None:
        return (
            f"<p>{light_badge(light)}</p><p>From a day in the past on, knowing only what was known then, the simulator "
            "foretells the next four weeks, and so do four rules of thumb. What came decides.</p>"
        )
    advice = ADVICE[light.light] or "Levels and differences may both be relied upon, within their ranges."
    reasons = "".join(f'<li class="{_kind(one)}">{unbroken(one)}</li>' for one in found.reasons)
    return (
        f'<p class="light-head">{light_badge(light)} <b>{escape(advice)}</b></p>'
        f"<p>{escape(found.ledger)}: looked ahead {found.rolling.horizon_weeks} weeks from {len(found.origins)} days, "
        f"{found.origins[0]} to {found.origins[-1]}.</p>"
        f'<ul class="findings reasons">{reasons}</ul>'
    )


def _kind(reason: str) -> str:
    """Whether a reason is met, not met, or only told."""
    return "is-missed" if reason.endswith("not met.") else "is-met" if reason.endswith("met.") else "is-told"
