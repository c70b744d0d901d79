"""The light of a ledger as a badge: shape, word and colour together, so that none of them has to be seen alone."""

from __future__ import annotations

from html import escape

from simulator.ledger.light import ADVICE, LedgerLight, Light

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
