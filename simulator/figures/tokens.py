"""Design tokens: every colour of the pages, in light and in dark. The only place where a colour is written down."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One colour in both themes (hexadecimal)."""

    light: str
    dark: str


STRATEGIES = ("today", "a", "b", "c")
"""The tokens of the strategies by their position; the first is what the others are compared with."""

LETTERS = ("T", "A", "B", "C")
"""What stands on a strategy's badge, wherever its colour stands."""

AGEING = ("ageing-1", "ageing-2", "ageing-3", "ageing-4", "ageing-5")
"""Shades of age: not due, 1-30, 31-60, 61-90 and over 90 days."""

TOKENS: dict[str, Token] = {
    "bg": Token("#F5F6F8", "#0E1319"),
    "surface": Token("#FFFFFF", "#161D25"),
    "surface2": Token("#F0F2F5", "#1F2832"),
    "line": Token("#E1E5EA", "#28323D"),
    "line2": Token("#C5CCD5", "#415061"),
    "ink": Token("#14202E", "#E9EEF3"),
    "ink2": Token("#465264", "#B0BBC7"),
    "ink3": Token("#5F6A7C", "#8D9AA8"),
    "focus": Token("#1B66D1", "#6FB0FF"),
    "strip": Token("#F5F7F9", "#1A222C"),
    "strip-better": Token("#E3E9F0", "#263241"),
    "today": Token("#6B7684", "#94A0AE"),
    "a": Token("#1565C0", "#3D8BF0"),
    "b": Token("#B8480B", "#F28C3A"),
    "c": Token("#4B1D6B", "#D9A6FF"),
    "better": Token("#12633A", "#7FD6A4"),
    "better-on": Token("#E3F1E8", "#17352A"),
    "worse": Token("#9B2A1E", "#FF9E90"),
    "worse-on": Token("#FBE9E6", "#41211E"),
    "neutral": Token("#465264", "#B0BBC7"),
    "neutral-on": Token("#EBEEF2", "#28323D"),
    "warning": Token("#7A5200", "#F4CE7B"),
    "warning-on": Token("#FFF3D6", "#3A2E12"),
    "ageing-1": Token("#E6EAF0", "#26303B"),
    "ageing-2": Token("#BBC5D2", "#435262"),
    "ageing-3": Token("#8C9BAE", "#6B7D90"),
    "ageing-4": Token("#566678", "#9FAFBF"),
    "ageing-5": Token("#1F2C3B", "#E4EBF2"),
}
"""A name that ends in "-on" is the ground on which the colour before it is written."""

IN_CHARTS = ("surface", "line", "line2", "ink", "ink2", "ink3", *STRATEGIES, *AGEING)
"""The tokens that charts use: one dark colour for each light one, and back."""


def light(name: str) -> str:
    """A token's colour in light, in which all charts are drawn.

    >>> light("a")
    '#1565C0'
    """
    return TOKENS[name].light


def colour_of(position: int) -> str:
    """The colour of a strategy by its position, in light.

    >>> colour_of(0), colour_of(2)
    ('#6B7684', '#B8480B')
    """
    return light(STRATEGIES[position])


def pale(colour: str, share: float) -> str:
    """A colour at a share of its strength, as a chart has it; the page knows the colour in it again.

    >>> pale("#1565C0", 0.2)
    'rgba(21,101,192,0.2)'
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"


def dark_of() -> dict[str, str]:
    """For every light colour of a chart its dark one.

    >>> dark_of()["#1565C0"]
    '#3D8BF0'
    """
    return {TOKENS[name].light: TOKENS[name].dark for name in IN_CHARTS}


def css_variables() -> str:
    """Style sheet text: the tokens as custom properties, following the system or ``data-theme`` on the root.

    >>> css_variables().splitlines()[1].strip()
    'color-scheme: light;'
    >>> "--a: #1565C0;" in css_variables()
    True
    """
    light_block = _block("light")
    dark_block = _block("dark")
    return (
        f":root {{\n{light_block}}}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{dark_block}}}\n}}\n"
        f":root[data-theme=light] {{\n{light_block}}}\n"
        f":root[data-theme=dark] {{\n{dark_block}}}\n"
        f"@media print {{\n:root, :root[data-theme=dark] {{\n{light_block}}}\n}}\n"
    )


def _block(theme: str) -> str:
    lines = [f"color-scheme: {theme};"]
    lines += [f"--{name}: {getattr(token, theme)};" for name, token in TOKENS.items()]
    return "".join(f"  {line}\n" for line in lines)
