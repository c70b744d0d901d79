"""The style sheet of the pages: the tokens, then one file for each part of a page."""

from __future__ import annotations

import os

from simulator.app.chart import STYLES
from simulator.figures.tokens import css_variables

SERVED = "CREDITLAB_SERVED"
"""Set by `creditlab page` for its kernels: the page around the widgets brings style and font."""

_FIRST = ("base.css", "layout.css")
_LAST = ("charts.css", "print.css")


def style_sheet() -> str:
    """The tokens, then the styles; how paper looks comes last."""
    return f"{css_variables()}\n{_styles()}"


def notebook_style() -> str:
    """The same for a page inside JupyterLab: nothing outside of the page changes its look."""
    return f"{css_variables()}\n@scope (.lab-frame) {{\n{_styles()}\n}}"


def _styles() -> str:
    others = sorted(path.name for path in STYLES.glob("*.css"))
    middle = [name for name in others if name not in _FIRST + _LAST]
    return "\n".join((STYLES / name).read_text(encoding="utf-8") for name in (*_FIRST, *middle, *_LAST))


def is_served() -> bool:
    """Whether this kernel belongs to `creditlab page`, not to JupyterLab."""
    return bool(os.environ.get(SERVED))
