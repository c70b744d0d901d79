"""Pages of the kit: Markdown as HTML, put into self-contained pages that ask nobody else and print well."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import mistune
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator import __version__
from simulator.errors import UserError
from simulator.figures.tokens import css_variables

_TEMPLATES = Path(__file__).parent / "template"
_NUMBERED = re.compile(r"^\d+ ")


class _Lower(mistune.HTMLRenderer):
    """Headings one step lower: the page around them has its own first one. Links lead to what can be opened alone."""

    def heading(self, text: str, level: int, **_: object) -> str:
        """A heading one step below where the file has it."""
        step = min(level + 1, 6)
        return f"<h{step}>{text}</h{step}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link to an address; what stands in a file beside is its name alone."""
        return super().link(text, url, title) if url.startswith(("http://", "https://", "#")) else text

    def block_quote(self, text: str) -> str:
        """Words to be said."""
        return f"<blockquote>{text}</blockquote>\n"


@cache
def _reader() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Lower(escape=True), plugins=["table", "strikethrough"])


def html_of(markdown: str) -> Markup:
    r"""Markdown as HTML; what looks like HTML in it is shown, not obeyed.

    >>> html_of("**Two** <b>percent</b>")
    Markup('<p><strong>Two</strong> &lt;b&gt;percent&lt;/b&gt;</p>\n')
    """
    return Markup(str(_reader()(markdown)))  # noqa: S704  (the reader escapes)


def line_of(markdown: str) -> Markup:
    """One line of Markdown, without the paragraph around it.

    >>> line_of("Terms are **net 30**.")
    Markup('Terms are <strong>net 30</strong>.')
    """
    found = str(html_of(" ".join(markdown.split()))).strip()
    return Markup(found.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704  (the reader escapes)


def read_text(path: Path) -> str:
    """A text that comes with the course.

    Raises:
        UserError: It is missing or damaged.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name} is missing or cannot be read. Install creditlab again.") from error


def title_and_body(markdown: str, otherwise: str = "") -> tuple[str, str]:
    r"""The first heading of a text, without its number, and what follows it.

    >>> title_and_body("# 3 What 2/10 costs\n\nAim.")
    ('What 2/10 costs', 'Aim.')
    """
    first, _, rest = markdown.lstrip().partition("\n")
    if not first.startswith("# "):
        return otherwise, markdown
    return _NUMBERED.sub("", first.removeprefix("# ").strip()), rest.strip()


def page(template: str, **content: object) -> str:
    """A whole page from its template, with the colours of all our pages."""
    return (
        _environment()
        .get_template(template)
        .render(
            colours=Markup(css_variables()),  # noqa: S704  (our own)
            style=Markup(_own("kit.css")),  # noqa: S704  (our own)
            version=__version__,
            **content,
        )
    )


def own_file(name: str) -> Markup:
    """A style sheet or script of the kit, to stand inside a page."""
    return Markup(_own(name))  # noqa: S704  (our own)


def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
