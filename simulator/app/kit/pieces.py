"""The small parts that all pages are put together from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.status import trouble_html


def button(text: str, act: Callable[[], Any], *css: str, tooltip: str = "") -> widgets.Button:
    """A button that does one thing.

    Args:
        text: What stands on it.
        act: What it does.
        css: `primary` for the only filled one of a page, `quiet` for one that looks like text.
        tooltip: What it does, where the text does not say all.
    """
    made = widgets.Button(description=text, tooltip=tooltip)
    for name in css:
        made.add_class(name)
    made.on_click(lambda _: act())
    return made


def box(css: str, *parts: widgets.Widget) -> widgets.Box:
    """A box with the classes named, separated by spaces."""
    made: widgets.Box = classed(widgets.Box(list(parts)), css)
    return made


def classed(widget: Any, css: str) -> Any:
    """The same widget with the classes named, separated by spaces."""
    for name in css.split():
        widget.add_class(name)
    return widget


def named(widget: Any, name: str) -> Any:
    """The same field with a name that only a screen reader is told: what it is can be seen from where it stands."""
    widget.description = widget.tooltip = name
    return classed(widget, "label-hidden")


def card(name: str, *parts: widgets.Widget) -> widgets.Box:
    """A card; its parts lie below each other."""
    return box(f"card card-{name}", *parts)


def see(widget: Any, is_seen: bool) -> None:
    """Show a part of the page, or not."""
    widget.layout.display = None if is_seen else "none"


def take_upload(upload: widgets.FileUpload, act: Callable[[str, bytes], Any]) -> None:
    """Hand on every file that is chosen, and forget it: the same one may be chosen again."""

    def on_upload(change: dict[str, Any]) -> None:
        if change["new"]:
            file = change["new"][0]
            name, content = str(file["name"]), bytes(file["content"])
            upload.value = ()
            act(name, content)

    upload.observe(on_upload, names="value")


class Trouble:
    """Where a page tells what is wrong, in one sentence; nothing is seen while all is well."""

    def __init__(self) -> None:
        self.html = widgets.HTML()
        self.box = box("trouble", self.html)
        self.show("")

    def show(self, sentence: str) -> None:
        """Tell it; no sentence: all is well."""
        self.html.value = trouble_html(sentence)
        see(self.box, bool(sentence))
