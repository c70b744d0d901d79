"""Small widgets that only a browser can play."""

from __future__ import annotations

import anywidget
import traitlets

from simulator.app.chart import SCRIPTS


class CopyButton(anywidget.AnyWidget):
    """A button that copies a text; where the browser refuses, the text is shown selected.

    Attributes:
        text: What is copied.
        label: What stands on the button.
    """

    _esm = SCRIPTS / "copying.js"

    text = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode("Copy").tag(sync=True)


class PrintButton(anywidget.AnyWidget):
    """A button that prints the page.

    Attributes:
        label: What stands on the button.
    """

    _esm = SCRIPTS / "printing.js"

    label = traitlets.Unicode("Print").tag(sync=True)


class Address(anywidget.AnyWidget):
    """What stands behind the question mark of the page's address; shows nothing.

    A kernel may be started before anybody visits, so only the page itself can tell.

    Attributes:
        query: Name to value, `{"strategy": "discount"}`; empty until `is_known`.
        is_known: Whether the page has told.
    """

    _esm = SCRIPTS / "address.js"

    query = traitlets.Dict().tag(sync=True)
    is_known = traitlets.Bool(False).tag(sync=True)
