"""The bar at the top: name, page links, undo and redo, load and save."""

from __future__ import annotations

from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.places import brand, page_links


class Acts(Protocol):
    """What the bar asks the page to do."""

    def undo(self) -> None:
        """One act back."""

    def redo(self) -> None:
        """One act forward."""

    def load(self, name: str, content: bytes) -> None:
        """Take a strategy from a file."""


class TopBar:
    """The bar."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        head = widgets.HTML(brand() + page_links("strategy_lab"))
        head.add_class("brand-line")
        self.undo = _button("↶ Undo", "Undo the last change", lambda _: acts.undo())
        self.redo = _button("↷ Redo", "Do again what was undone", lambda _: acts.redo())
        self.upload = widgets.FileUpload(accept=".yaml,.yml", description="Load", icon="")
        self.upload.add_class("quiet")
        self.upload.observe(self._on_upload, names="value")
        self.save = widgets.HTML()
        self.save.add_class("save-link")
        self.box = widgets.HBox([head, self.undo, self.redo, self.upload, self.save])
        self.box.add_class("lab-topbar")

    def show(self, can_undo: bool, can_redo: bool, save: str) -> None:
        """Show what can be undone, and the selected strategy as a file."""
        self.undo.disabled, self.redo.disabled = not can_undo, not can_redo
        self.save.value = save

    def _on_upload(self, change: dict[str, Any]) -> None:
        if change["new"]:
            file = change["new"][0]
            name, content = str(file["name"]), bytes(file["content"])
            self.upload.value = ()
            self._acts.load(name, content)


def _button(text: str, tooltip: str, act: Any) -> widgets.Button:
    button = widgets.Button(description=text, tooltip=tooltip)
    button.add_class("quiet")
    button.on_click(act)
    return button
