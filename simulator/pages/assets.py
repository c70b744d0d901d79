"""The template and the static files of the pages, put together in a folder that Voilà finds."""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.app.chart import plotly_script
from simulator.app.limits import UPLOAD_LIMIT_BYTES
from simulator.app.places import LOGO, brand, page_links, title_of
from simulator.app.styles import style_sheet

HERE = Path(__file__).parent
TEMPLATE = "creditlab"
WITH_RAIL = ("strategy_lab",)
"""Pages whose grey blocks have a rail at the left, as the page itself has."""


@dataclass(frozen=True)
class Assets:
    """Where the generated template is, and what it says on every page.

    Attributes:
        folder: A Jupyter data folder, for `JUPYTER_PATH`.
        words: Addresses and small pieces of HTML for the templates.
    """

    folder: Path
    words: dict[str, Any]

    @property
    def template(self) -> Path:
        """The folder with the page templates."""
        return self.folder / "nbconvert" / "templates" / TEMPLATE


def make_assets(folder: Path, notebooks: list[str]) -> Assets:
    """Write the template and its static files into a new folder.

    Voilà looks for its own themes in the first data folder that has a room named voila, so ours has none.
    """
    template = folder / "nbconvert" / "templates" / TEMPLATE
    static = template / "static"
    static.mkdir(parents=True)
    (template / "conf.json").write_text('{"base_template": "lab"}\n', encoding="utf-8")
    for path in sorted((HERE / "template").glob("*.html*")):
        shutil.copyfile(path, template / path.name)
    (static / "style.css").write_text(style_sheet(), encoding="utf-8")
    (static / "plotly.min.js").write_bytes(plotly_script())
    shutil.copyfile(HERE / "template" / "page.js", static / "page.js")
    shutil.copyfile(HERE / "fonts" / "inter.woff2", static / "inter.woff2")
    return Assets(folder, _words(static, notebooks))


def _words(static: Path, notebooks: list[str]) -> dict[str, Any]:
    return {
        "style": _address(static / "style.css"),
        "script": _address(static / "page.js"),
        "plotly": _address(static / "plotly.min.js"),
        "font": f"/voila/templates/{TEMPLATE}/static/inter.woff2",
        "icon": f"data:image/svg+xml;base64,{b64encode(_icon()).decode()}",
        "upload_limit": UPLOAD_LIMIT_BYTES,
        "brand": brand(),
        "with_rail": WITH_RAIL,
        "links": {name: page_links(name) for name in notebooks},
        "titles": {name: title_of(name) for name in notebooks},
    }


def _address(path: Path) -> str:
    """Where the file is served, with its contents in the name so that browsers may keep it."""
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/voila/templates/{TEMPLATE}/static/{path.name}?v={mark}"


def _icon() -> bytes:
    colours = {
        "var(--today, #6B7684)": "#6B7684",
        "var(--a, #1565C0)": "#1565C0",
        "var(--b, #B8480B)": "#B8480B",
    }
    drawn = LOGO.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    for variable, colour in colours.items():
        drawn = drawn.replace(variable, colour)
    return drawn.encode()
