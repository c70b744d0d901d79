"""The pages that need no kernel: the gallery, and the sentences for those who took a wrong turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from voila.tornado.handler import TornadoVoilaHandler

from simulator.app.gallery.answering import read_answers
from simulator.app.gallery.boards import FILES, published_boards
from simulator.app.gallery.page import EVERYONE, VISITORS, Shown, gallery
from simulator.app.places import PRODUCT
from simulator.app.setting import Setting


@dataclass(frozen=True)
class Opening:
    """What the first page is made from.

    Attributes:
        setting: What the pages open with.
        answers: Where the answers to its questions are written once they are known.
        boards: The folder of published board pages, if one was named.
        go_on: Tells how the course goes on for whoever has lessons on this machine.
    """

    setting: Setting
    answers: Path
    boards: Path | None
    go_on: Callable[[], str] = str


class Page(JupyterHandler):
    """A page made here, without a notebook."""

    def show(self, name: str, **words: Any) -> None:
        """Fill a template and send it."""
        self.set_header("Cache-Control", "no-store")
        template = self.settings["voila_jinja2_env"].get_template(name)
        self.finish(template.render(creditlab=self.settings["creditlab"], **words))


class GalleryPage(Page):
    """The first page."""

    def initialize(self, opening: Opening) -> None:
        """Take what the cards are made from."""
        self.opening = opening

    @tornado.web.authenticated
    def get(self) -> None:
        """Show the cards: `?for=trainer` those of a visitor, `?boards=all` every published board page."""
        wanted = self.get_query_argument("for", EVERYONE)
        shown = Shown(
            self.opening.setting,
            read_answers(self.opening.answers),
            published_boards(self.opening.boards),
            wanted if wanted in VISITORS else EVERYONE,
            self.get_query_argument("boards", "") == "all",
            self.opening.go_on(),
        )
        self.show("page.html", title=PRODUCT, body=gallery(shown))


class BoardFile(JupyterHandler):
    """A file of a published board page; nothing else in its folder."""

    def initialize(self, opening: Opening) -> None:
        """Take where they are."""
        self.opening = opening

    @tornado.web.authenticated
    def get(self, folder: str, name: str) -> None:
        """Send the file."""
        known = {one.folder for one in published_boards(self.opening.boards)}
        if self.opening.boards is None or folder not in known or name not in FILES:
            raise tornado.web.HTTPError(404)
        path = self.opening.boards / folder / name
        if not path.is_file() or path.resolve().parent != (self.opening.boards / folder).resolve():
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", FILES[name])
        self.set_header("Cache-Control", "no-store")
        self.finish(path.read_bytes())

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what is not there."""
        self.set_status(status_code)
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.finish(
            template.render(
                creditlab=self.settings["creditlab"],
                title=PRODUCT,
                heading="There is no such board page.",
                sentence="The first page lists those that there are.",
            )
        )


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
