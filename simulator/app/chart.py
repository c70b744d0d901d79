"""One plotly chart as a widget: a dictionary in, drawn in the colours of the theme and the width of its card."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import anywidget
import traitlets

SCRIPTS = Path(__file__).parent / "script"
STYLES = Path(__file__).parent / "style"


def plotly_script() -> bytes:
    """The script of the installed plotly, the one that also draws in Python's own notebooks."""
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


class Chart(anywidget.AnyWidget):
    """A chart that changes by replacing its dictionary.

    The page brings the drawing library; where it does not (JupyterLab), the kernel sends it once a page.

    Attributes:
        figure: plotly JSON, `data` and `layout`, in plain lists and numbers, colours of the light theme.
        phone: The figure for screens under 768 px, or None; its `layout.height` counts there.
        text: What a screen reader is told.
        height: Height in pixels; the width is that of the element.
        dark_colours: Light to dark, `#RRGGBB` each; also met in `rgba(...)` and inside texts.
    """

    _esm = SCRIPTS / "chart.js"

    figure: traitlets.Dict[str, Any] = traitlets.Dict(default_value={"data": [], "layout": {}}).tag(sync=True)
    phone = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(262).tag(sync=True)
    dark_colours = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(_send_plotly)

    def show(self, figure: dict[str, Any], text: str, phone: dict[str, Any] | None = None) -> None:
        """Replace what is drawn, in one message to the page."""
        with self.hold_sync():
            self.set_trait("figure", figure)
            self.set_trait("phone", phone)
            self.set_trait("text", text)


def _send_plotly(chart: Chart, content: Any, _buffers: Any) -> None:
    if isinstance(content, dict) and content.get("kind") == "plotly":
        chart.send({"kind": "plotly"}, [plotly_script()])
