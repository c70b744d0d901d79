"""The gallery: the first page, one card for each page, the questions one can ask at once."""

from __future__ import annotations

from html import escape

from simulator import __version__
from simulator.app.chart import STYLES
from simulator.app.places import PLACES, Place, brand
from simulator.figures.tokens import css_variables
from simulator.plans import shipped_names

QUESTIONS = (
    ("discount", "What does 2/10 net 30 do to us?", "Profit, cash, DSO and write-offs against today"),
    ("intensive_collections", "Do we need more collectors?", "What earlier calls bring, and what they cost"),
    ("insured", "Is the insurer worth it?", "An ordinary year and a bad year, with and without cover"),
)
"""The strategy the page opens with, the question, and what one will see; never an old number."""

THUMBNAILS = {
    "strategy_lab": (
        '<svg viewBox="0 0 230 108" aria-hidden="true" fill="none">'
        '<path stroke="var(--a)" stroke-width="1.4" '
        'd="M19 35c20 3 40-1 70-4s40 0 55 9c14 9 18 19 28 12 10-8 20-13 38-13"/>'
        '<path stroke="var(--b)" stroke-width="2.2" '
        'd="M19 44c20 3 40-1 70-4s40 0 55 10c14 10 18 21 28 14 10-9 20-14 38-15"/>'
        '<path stroke="var(--c)" stroke-width="1.4" '
        'd="M19 49c20 3 40-1 70-4s40 1 55 12c14 10 18 23 28 15 10-9 20-16 38-17"/>'
        '<path stroke="var(--today)" stroke-width="1.6" stroke-dasharray="4 3" '
        'd="M19 53c20 3 40-1 70-4s40 1 55 12c14 11 18 25 28 17 10-9 20-18 38-19"/>'
        '<path stroke="var(--ink2)" stroke-width="1" stroke-dasharray="3 2" d="M19 79h191"/></svg>'
    ),
    "my_ledger": (
        '<svg viewBox="0 0 230 108" aria-hidden="true" fill="none">'
        '<path fill="var(--a)" fill-opacity="0.18" d="M19 62l28-14 28 8 28-22 28 10 28-18 28 6 '
        '23-10v34l-23 8-28-6-28 18-28-10-28 20-28-6-28 12z"/>'
        '<path stroke="var(--a)" stroke-width="2" d="M19 74l28-13 28 7 28-21 28 10 28-18 28 6 23-9"/>'
        '<g fill="var(--ink2)"><circle cx="47" cy="66" r="3"/><circle cx="75" cy="61" r="3"/>'
        '<circle cx="103" cy="52" r="3"/><circle cx="131" cy="53" r="3"/><circle cx="159" cy="47" r="3"/>'
        '<circle cx="187" cy="40" r="3"/></g></svg>'
    ),
    "board": (
        '<svg viewBox="0 0 230 108" aria-hidden="true" fill="none">'
        '<rect x="19" y="14" width="192" height="24" rx="4" fill="var(--line)"/>'
        '<rect x="19" y="14" width="4" height="24" fill="var(--b)"/>'
        '<path stroke="var(--line2)" stroke-width="5" stroke-linecap="round" d="M52 53h62M62 69h50M46 85h60"/>'
        '<path stroke="var(--b)" stroke-width="9" d="M84 53h8M88 69h8M74 85h9"/>'
        '<path stroke="var(--ink2)" stroke-width="1.5" d="M66 46v46"/>'
        '<path stroke="var(--b)" stroke-width="2" d="M132 60c18-8 30 2 42 12 10 8 18-2 36-22"/>'
        '<path stroke="var(--today)" stroke-width="1.6" stroke-dasharray="4 3" '
        'd="M132 66c18-6 30 4 42 14 10 8 18 0 36-16"/>'
        "</svg>"
    ),
}


def gallery() -> str:
    """The whole page between head and foot (HTML)."""
    return (
        '<div class="gallery">'
        f'<header class="lab-topbar">{brand()}</header>'
        '<main class="gallery-main"><h1>Test a credit policy before your customers do.</h1>'
        f'<div class="questions">{_questions()}</div>'
        "<h2>Decide <small>compare policies on the same customers, with the same luck</small></h2>"
        f'<div class="gallery-cards">{"".join(_card(place) for place in PLACES)}</div>'
        '<footer class="gallery-foot"><span>Everything runs on this machine. No ledger leaves it.</span>'
        f"<span>creditlab {__version__}</span></footer></main></div>"
    )


def gallery_page() -> str:
    """The page with its style, for a notebook that is not served by `creditlab page` (HTML)."""
    style = (STYLES / "gallery.css").read_text(encoding="utf-8")
    return f"<style>{css_variables()}:root {{ --type: system-ui, sans-serif; }}{style}</style>{gallery()}"


def _questions() -> str:
    shipped = shipped_names("strategy")
    tiles = [
        f'<a class="question" href="{PLACES[0].address}?strategy={strategy}">'
        f"<b>{escape(question)}</b><span>{escape(answer)}</span></a>"
        for strategy, question, answer in QUESTIONS
        if strategy in shipped
    ]
    return "".join(tiles)


def _card(place: Place) -> str:
    return (
        f'<a class="gallery-card" href="{place.address}">'
        f'<span class="thumbnail">{THUMBNAILS.get(place.name, "")}</span>'
        f'<span class="gallery-text"><b>{escape(place.title)}</b><span>{escape(place.sentence)}</span>'
        f"<small>{' · '.join(place.readers)}</small></span></a>"
    )
