"""A closed form as a card: sliders for its inputs, the textbook's figure beside the engine's."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from simulator.app.kit.jobs import Job, Later
from simulator.app.kit.pieces import box, card, classed
from simulator.app.kit.status import trouble_html
from simulator.closed_forms.live import Input, LiveForm, answered

if TYPE_CHECKING:
    from simulator.verification.cases import Case

_SEED = 2026


class LiveCard:
    """One form; it answers anew whenever an input is let go."""

    def __init__(self, form: LiveForm, later: Later) -> None:
        self.form = form
        self._job = Job(later, self._refused)
        self._has_answered = False
        self.sliders = {one.name: _slider(one) for one in form.inputs}
        for slider in self.sliders.values():
            slider.observe(lambda _: self.ask(), names="value")
        self.result = classed(widgets.HTML(), "live-result")
        head = widgets.HTML(
            f"<h3>{escape(form.title)} <small>{form.form}</small></h3>"
            f'<p class="note"><b>Textbook:</b> {escape(form.formula)}</p>'
            f'<p class="note"><b>Engine:</b> {escape(form.played)}</p>'
        )
        rows = [_row(one, slider) for one, slider in zip(form.inputs, self.sliders.values(), strict=True)]
        self.box = card("live", head, box("live-inputs", *rows), self.result)
        self.result.value = _waiting()

    def ask(self) -> None:
        """Have the engine answer; what it answered before fades until then."""
        values = {name: float(slider.value) for name, slider in self.sliders.items()}
        form = self.form
        if self._has_answered:
            self.result.add_class("is-old")
        self._job.start(lambda _: answered(form, values, _SEED), self._arrived)

    def close(self) -> None:
        """Nobody looks any more."""
        self._job.cancel()

    def _arrived(self, case: Case) -> None:
        self._has_answered = True
        self.result.remove_class("is-old")
        self.result.value = _answer(self.form, case)

    def _refused(self, sentence: str) -> None:
        self.result.remove_class("is-old")
        self.result.value = trouble_html(sentence)


def figure_of(value: float, decimals: int) -> str:
    """A figure with a true minus.

    >>> figure_of(37.2449, 2), figure_of(-1234.5, 0)
    ('37.24', '−1,234')
    """
    return f"{value:,.{decimals}f}".replace("-", "−")


def _answer(form: LiveForm, case: Case) -> str:
    """Both figures, the band, and whether they agree."""
    expected, found = figure_of(case.expected, form.decimals), figure_of(case.simulated, form.decimals)
    agrees = (
        '<span class="light-badge is-green"><i aria-hidden="true">✓</i>They agree</span>'
        if case.passed
        else '<span class="light-badge is-red"><i aria-hidden="true">✕</i>They do not agree</span>'
    )
    is_exact = case.tolerance < 0.5 * 10.0**-form.decimals
    band = (
        "to the last digit" if is_exact else f"may differ by {figure_of(case.tolerance, form.decimals)}: luck"
    )
    return (
        f'<dl class="live-figures"><div><dt>Textbook</dt><dd>{expected}</dd></div>'
        f"<div><dt>Engine</dt><dd>{found}</dd></div></dl>"
        f'<p class="live-line"><span>{escape(form.unit)}</span>{agrees}<span class="note">{band}</span></p>'
    )


def _waiting() -> str:
    return '<dl class="live-figures"><div><dt>Textbook</dt><dd>–</dd></div><div><dt>Engine</dt><dd>–</dd></div></dl>'


def _slider(one: Input) -> widgets.Widget:
    kind = widgets.IntSlider if one.is_whole else widgets.FloatSlider
    number: Callable[[float], float] = int if one.is_whole else float
    shown = "d" if one.is_whole else ".2f"
    return kind(
        value=number(one.value),
        min=number(one.low),
        max=number(one.high),
        step=number(one.step),
        continuous_update=False,
        readout_format=shown,
        description=f"{one.title}, {one.unit}",
    )


def _row(one: Input, slider: widgets.Widget) -> widgets.Widget:
    hint = f"{one.low:g} to {one.high:g} {one.unit}; in the printed case {one.value:g}"
    slider.tooltip = hint
    return box("live-input", slider)
