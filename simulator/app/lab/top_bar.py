"""The bar at the top: name, page links, undo and redo, load and save."""

from __future__ import annotations

from typing import Protocol

import ipywidgets as widgets

from simulator.app.kit.frame import top_bar
from simulator.app.kit.pieces import button, take_upload


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
        self.undo = button("↶ Undo", acts.undo, "quiet", tooltip="Undo the last change")
        self.redo = button("↷ Redo", acts.redo, "quiet", tooltip="Do again what was undone")
        self.upload = widgets.FileUpload(accept=".yaml,.yml", description="Load", icon="")
        self.upload.add_class("quiet")
        take_upload(self.upload, acts.load)
        self.save = widgets.HTML()
        self.save.add_class("save-link")
        self.box = top_bar("strategy_lab", self.undo, self.redo, self.upload, self.save)

    def show(self, can_undo: bool, can_redo: bool, save: str) -> None:
        """Show what can be undone, and the selected strategy as a file."""
        self.undo.disabled, self.redo.disabled = not can_undo, not can_redo
        self.save.value = save
