"""One lever as a control: name, meaning on demand, today's value, a way back, and the slider itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from simulator.app.lab.dials import Dial, choice_label, ladder_of, ladder_text
from simulator.app.lab.state import Lab

Moved = Callable[[str, Any], None]
"""Told the key of a lever and its new value."""


class LeverControl:
    """The control of one lever; it says when the person moved it, and shows what the state says."""

    def __init__(self, dial: Dial, moved: Moved, reset: Callable[[str], None]) -> None:
        self.dial = dial
        self._moved = moved
        self._is_showing = False
        self._shown_head = ""
        self.head = widgets.HTML()
        self.reset = widgets.Button(description="↺", tooltip=f"{dial.title}: back to today")
        self.reset.add_class("lever-reset")
        self.reset.on_click(lambda _: reset(dial.key))
        self.input = input_for(dial)
        self.input.observe(self._on_input, names="value")
        self.box = widgets.Box([self.head, self.reset, self.input])
        self.box.add_class("lever")
        self.box.add_class(f"lever-{dial.key.replace('.', '-').replace('_', '-')}")
        self.box.add_class(f"is-{dial.kind}")

    def show(self, lab: Lab, idle_because: str | None) -> None:
        """Show the lever as it is in a state.

        Args:
            lab: The state.
            idle_because: Why the lever has no effect just now; None where it has one.
        """
        value, today = lab.value(self.dial.key), lab.value(self.dial.key, of_today=True)
        changed = lab.is_changed(self.dial.key)
        locked = lab.selected == 0
        self._is_showing = True
        try:
            self._show_value(value if value is not None else lab.usual(self.dial.key))
            self.input.disabled = locked or idle_because is not None
        finally:
            self._is_showing = False
        head = self._head(lab, today, changed=changed, idle_because=idle_because)
        if head != self._shown_head:
            self.head.value = self._shown_head = head
        for css, on in (
            ("is-changed", changed),
            ("is-idle", idle_because is not None),
            ("is-locked", locked),
        ):
            (self.box.add_class if on else self.box.remove_class)(css)

    def _show_value(self, value: Any) -> None:
        shown = self.dial.shown(value)
        if self.dial.kind == "ladder":
            shown = ladder_text(value)
        elif self.dial.kind in ("whole", "number") and shown is not None:
            # a value from a file may lie outside the slider's usual range
            if shown < self.input.min:
                self.input.min = shown
            if shown > self.input.max:
                self.input.max = shown
        if shown is not None and self.input.value != shown:
            self.input.value = shown

    def _on_input(self, change: dict[str, Any]) -> None:
        if self._is_showing:
            return
        value = ladder_of(change["new"]) if self.dial.kind == "ladder" else self.dial.meant(change["new"])
        self._moved(self.dial.key, value)

    def _head(self, lab: Lab, today: Any, *, changed: bool, idle_because: str | None) -> str:
        """Name, info mark with tooltip, today's value and notch where the lever is moved, unit."""
        in_money = self.dial.unit.replace("currency", lab.setting.scenario.company.currency)
        dial = replace(self.dial, unit=in_money)
        was = dial.text(today if today is not None else lab.usual(dial.key))
        note, notch = "", ""
        if changed and dial.kind in ("whole", "number", "choice"):
            note = f'<span class="lever-today">today {escape(was)}</span>'
        shown_today = dial.shown(today if today is not None else lab.usual(dial.key))
        if changed and dial.kind in ("whole", "number") and shown_today is not None:
            share = (shown_today - self.input.min) / ((self.input.max - self.input.min) or 1.0)
            place = 100 * min(max(share, 0.0), 1.0)
            notch = f'<span class="lever-notch"><i style="left:{place:.2f}%"></i></span>'
        unit = f'<span class="lever-unit">{escape(dial.unit)}</span>' if dial.unit else ""
        return (
            f'<span class="lever-name"><span>{escape(dial.title)}</span>{_tooltip(dial, was, idle_because)}</span>'
            f"{note}{unit}{notch}"
        )


def _tooltip(dial: Dial, today: str, idle_because: str | None) -> str:
    """Meaning, range, today's value, evidence and source: shown on hover and on keyboard focus."""
    meaning, span, source = dial.tooltip
    word, _, origin = source.partition("; source: ")
    idle = f"<p><b>{escape(idle_because)}</b></p>" if idle_because else ""
    where = f": {escape(origin)}" if origin != "assumption" else ""
    return (
        f'<i class="info" tabindex="0" role="note" aria-label="{escape(meaning)}">i<span class="tip">{idle}'
        f"<b>{escape(meaning)}.</b><hr>{escape(span)} Today {escape(today)}.<br>"
        f'<span class="evidence">{dial.parameter.evidence}</span> {escape(word)}{where}</span></i>'
    )


def input_for(dial: Dial) -> Any:
    """The widget that moves the lever; it tells its value when let go, not on the way."""
    if dial.kind == "choice":
        options = [(choice_label(word), word) for word in dial.parameter.allowed]
        return widgets.Dropdown(options=options)
    if dial.kind == "each":
        return widgets.Text(continuous_update=False)
    if dial.kind == "ladder":
        return widgets.Textarea(continuous_update=False, rows=3)
    limits = {"min": dial.low, "max": dial.high, "step": dial.step, "continuous_update": False}
    if dial.kind == "whole":
        whole = {name: int(limit) if name != "continuous_update" else limit for name, limit in limits.items()}
        return widgets.IntSlider(readout_format="d", **whole)
    return widgets.FloatSlider(readout_format=_format(dial.step), **limits)


def _format(step: float) -> str:
    """As many decimals as a step has.

    >>> _format(0.05), _format(2.0)
    ('.2f', '.0f')
    """
    decimals = 0
    while decimals < 4 and abs(step * 10**decimals - round(step * 10**decimals)) > 1e-9:
        decimals += 1
    return f".{decimals}f"
