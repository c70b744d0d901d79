"""The pages that need no kernel: the gallery, and the sentences for those who took a wrong turn."""

from __future__ import annotations

from typing import Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from voila.tornado.handler import TornadoVoilaHandler

from simulator.app.gallery import gallery
from simulator.app.places import PRODUCT


class Page(JupyterHandler):
    """A page made here, without a notebook."""

    def show(self, name: str, **words: Any) -> None:
        """Fill a template and send it."""
        self.set_header("Cache-Control", "no-store")
        template = self.settings["voila_jinja2_env"].get_template(name)
        self.finish(template.render(creditlab=self.settings["creditlab"], **words))


class GalleryPage(Page):
    """The first page."""

    @tornado.web.authenticated
    def get(self) -> None:
        """Show the cards."""
        self.show("page.html", title=PRODUCT, body=gallery())


class NotebookPage(TornadoVoilaHandler):  # type: ignore[misc]  # Voilà has no types
    """A notebook, with the cookie that lets the page end its own kernel when its reader leaves."""

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Send the page, cell by cell."""
        assert self.xsrf_token
        await super().get(path)


class LockedPage(Page):
    """Where a visitor without the token comes out."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say which address opens the page."""
        self.set_status(403)
        self.show(
            "error.html",
            title=PRODUCT,
            heading="This page needs its token.",
            sentence="Open the whole address that creditlab page printed, from http to its last letter.",
        )


class MissingPage(Page):
    """Where every other address comes out."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Answer without asking who it is: there is nothing to see."""
        self.set_status(404)
        self.show(
            "error.html",
            title=PRODUCT,
            heading="There is no such page.",
            sentence="The first page has a card for each page that there is.",
        )
