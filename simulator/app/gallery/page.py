"""The first page: three questions, then a card for each page, those first that concern the visitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from simulator import __version__
from simulator.app.chart import STYLES
from simulator.app.gallery.boards import Published
from simulator.app.gallery.questions import tile_lines
from simulator.app.gallery.thumbnails import THUMBNAILS
from simulator.app.lights import light_badge
from simulator.app.places import PLACES, Place, brand
from simulator.app.setting import Setting
from simulator.app.workplace import first_setting
from simulator.figures.tokens import css_variables
from simulator.units import date_of

EVERYONE = "everyone"
VISITORS = (EVERYONE, "manager", "trainer", "student", "executive")
"""Whom the cards can be chosen for, as the address says it: `/?for=trainer`."""

_SECTIONS = (
    ("decide", "Decide", "compare policies on the same customers, with the same luck"),
    ("trust", "Trust it", ""),
    ("learn", "Learn it", ""),
)
_NOTHING = (
    '<p class="hint">There is nothing for a {visitor} yet. <a href="/">Everyone</a> shows all pages.</p>'
)
_BOARDS_SHOWN, _COLUMNS = 3, 5


@dataclass(frozen=True)
class Shown:
    """What the first page is made from.

    Attributes:
        setting: What the pages open with.
        lines: The answers that are known, by the short name of the strategy.
        boards: Board pages that were published, newest first.
        visitor: For whom the cards are chosen; one of `VISITORS`.
        may_list_all: Whether all published board pages are listed, not only the newest.
        go_on: How the course goes on for whoever has lessons on this machine; empty: nothing is known of any.
    """

    setting: Setting
    lines: Mapping[str, str] = field(default_factory=dict)
    boards: Sequence[Published] = ()
    visitor: str = EVERYONE
    may_list_all: bool = False
    go_on: str = ""


def gallery(shown: Shown) -> str:
    """The whole page between head and foot (HTML)."""
    sections = [_section(shown, *section) for section in _SECTIONS]
    if shown.visitor == "student":
        sections = [sections[2], sections[0], sections[1]]
    hand_out = _boards(shown)
    if not any(sections) and not hand_out:
        sections = [_NOTHING.format(visitor=shown.visitor)]
    order = [hand_out, *sections] if shown.visitor == "executive" else [*sections, hand_out]
    return (
        f'<div class="gallery is-for-{shown.visitor}">'
        f'<header class="lab-topbar">{brand()}<span class="spacer"></span>{_working_on(shown.setting)}</header>'
        '<main class="gallery-main"><div class="gallery-head"><h1>Test a credit policy before your customers do.</h1>'
        f"{_filter(shown.visitor)}</div>"
        f'<div class="questions">{_questions(shown)}</div>'
        f'<div class="gallery-rooms">{"".join(order)}</div>'
        '<footer class="gallery-foot"><span>Everything runs on this machine. No ledger leaves it.</span>'
        f"<span>creditlab {__version__}</span></footer></main></div>"
    )


def gallery_page() -> str:
    """The page with its style, for a notebook that is not served by `creditlab page` (HTML)."""
    style = (STYLES / "gallery.css").read_text(encoding="utf-8")
    body = gallery(Shown(first_setting()))
    return f"<style>{css_variables()}:root {{ --type: system-ui, sans-serif; }}{style}</style>{body}"


def places_for(visitor: str) -> tuple[Place, ...]:
    """The pages that concern a visitor, in their order.

    >>> [place.name for place in places_for("trainer")] == [
    ...     place.name for place in PLACES if "Trainer" in place.readers]
    True
    """
    return tuple(place for place in PLACES if visitor == EVERYONE or visitor.capitalize() in place.readers)


def _working_on(setting: Setting) -> str:
    """Whose customers the pages are about, and where that is changed."""
    said = f"<b>{escape(setting.title)}</b>: {setting.customers:,} customers"
    if setting.ledger:
        last = date_of(setting.scenario.company.start_date, 0)
        said = f"<b>{escape(setting.title)}</b>: own ledger, {setting.customers:,} customers"
        said += f", to {last.day} {last:%b %Y} {light_badge(setting.light)}"
    else:
        said += ", invented"
    return f'<span class="working-on">Working on {said} <a href="/my_ledger">Change</a></span>'


def _filter(visitor: str) -> str:
    links = []
    for one in VISITORS:
        address = "/" if one == EVERYONE else f"/?for={one}"
        mark = ' aria-current="true"' if one == visitor else ""
        links.append(f'<a href="{address}"{mark}>{one.capitalize()}</a>')
    return f'<nav class="visitors" aria-label="Show the pages for">{"".join(links)}</nav>'


def _questions(shown: Shown) -> str:
    known = {place.name for place in PLACES}
    tiles = []
    for asked, line, is_answer in tile_lines(shown.lines):
        address = asked.address if asked.page in known else f"/strategy_lab?strategy={asked.strategy}"
        question = asked.words(shown.setting.scenario.today)
        state = "answer" if is_answer else "promise"
        tiles.append(
            f'<a class="question" href="{address}"><b>{escape(question)}</b>'
            f'<span class="is-{state}">{escape(line)}</span></a>'
        )
    return "".join(tiles)


def _section(shown: Shown, room: str, title: str, note: str) -> str:
    cards = [place for place in places_for(shown.visitor) if place.room == room]
    if not cards:
        return ""
    line = f" <small>{escape(note)}</small>" if note else ""
    shown_cards = "".join(_card(place, shown.go_on if place.name == "course" else "") for place in cards)
    return (
        f'<section class="room room-{room}" style="--span:{min(len(cards), _COLUMNS)}"><h2>{title}{line}</h2>'
        f'<div class="gallery-cards">{shown_cards}</div></section>'
    )


def _card(place: Place, more: str = "") -> str:
    return (
        f'<a class="gallery-card" href="{place.address}">'
        f'<span class="thumbnail">{THUMBNAILS.get(place.name, "")}</span>'
        f'<span class="gallery-text"><b>{escape(place.title)}</b><span>{escape(place.sentence)}</span>{_more(more)}'
        f"<small>{' · '.join(place.readers)}</small></span></a>"
    )


def _more(words: str) -> str:
    return f'<span class="go-on">{escape(words)}</span>' if words else ""


def _boards(shown: Shown) -> str:
    """Published board pages, and the pages that make something to hand out."""
    makers = [place for place in places_for(shown.visitor) if place.room == "hand_out"]
    if not makers and not shown.boards:
        return ""
    listed = (
        shown.boards if shown.may_list_all or shown.visitor == "executive" else shown.boards[:_BOARDS_SHOWN]
    )
    entries = [_published(one) for one in listed]
    if len(listed) < len(shown.boards):
        visitor = "" if shown.visitor == EVERYONE else f"&amp;for={shown.visitor}"
        entries.append(f'<li><a href="/?boards=all{visitor}">All {len(shown.boards)}, also as PDF</a></li>')
    if not entries:
        entries.append(
            "<li><small>None is published yet: creditlab publish makes one, and creditlab page --boards FOLDER "
            "lists them here.</small></li>"
        )
    making = "".join(
        f'<li><a href="{place.address}"><b>{escape(place.title)}</b></a><small>{escape(place.sentence)}</small></li>'
        for place in makers
    )
    return (
        '<section class="room room-hand-out" style="--span:1"><h2>Board pages</h2><div class="gallery-list">'
        f"<ul>{''.join(entries)}</ul><ul>{making}</ul></div></section>"
    )


def _published(one: Published) -> str:
    about = ", ".join(part for part in (escape(one.company), one.day) if part)
    folder = quote(one.folder, safe="")
    paper = f' · <a href="/boards/{folder}/board.pdf">PDF</a>' if one.has_pdf else ""
    return (
        f'<li><a href="/boards/{folder}/board.html"><b>{escape(one.headline)}</b></a>'
        f"<small>{about}{paper}</small></li>"
    )
