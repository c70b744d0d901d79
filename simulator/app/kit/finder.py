"""A long table that is searched and filtered in the browser, without asking the kernel."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from simulator.app.chart import SCRIPTS


class Finder(anywidget.AnyWidget):
    """Rows with a field to search, lists to choose from, and how many are shown.

    Attributes:
        caption: What the table holds, for a screen reader.
        columns: `name`, `title`, and `kind`: head (the row's name), text, number, small.
        rows: One mapping each: a text for every column, and for every filter the word it stands under; `note`, where
            there is one, is shown below the first cell, `is_marked` marks the row.
        filters: `name`, `title`, and `options` as pairs of word and label.
        chosen: By filter the word that is chosen; empty for all.
        words: What is searched for.
    """

    _esm = SCRIPTS / "finder.js"

    caption = traitlets.Unicode().tag(sync=True)
    columns: traitlets.List[Any] = traitlets.List().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    filters: traitlets.List[Any] = traitlets.List().tag(sync=True)
    chosen: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
