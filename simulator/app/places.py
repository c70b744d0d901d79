"""The pages there are: their names, what stands on their cards, and the head that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

PRODUCT = "Credit Strategy Lab"
OWN_LESSONS = "CREDITLAB_COURSE"
"""Environment variable: the folder of one's own copies of the lessons, or 'off': pages that others see too."""

LOGO = (
    '<svg class="logo" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">'
    '<rect x="0.5" y="9" width="4" height="8.5" rx="1" fill="var(--today, #6B7684)"/>'
    '<rect x="7" y="5" width="4" height="12.5" rx="1" fill="var(--a, #1565C0)"/>'
    '<rect x="13.5" y="0.5" width="4" height="17" rx="1" fill="var(--b, #B8480B)"/></svg>'
)


@dataclass(frozen=True)
class Place:
    """One page of the product.

    Attributes:
        name: The notebook's name without its ending, and the page's address.
        title: What it is called.
        sentence: What one does there, with a verb.
        readers: For whom.
        room: Under which heading its card stands: decide, trust, learn or hand_out.
        short: What its link in the bar says, where the title is too long for it.
    """

    name: str
    title: str
    sentence: str
    readers: tuple[str, ...]
    room: str = "decide"
    short: str = ""

    @property
    def address(self) -> str:
        """Where the page is, seen from any other page.

        >>> Place("strategy_lab", "Strategy lab", "", ()).address
        '/strategy_lab'
        """
        return f"/{self.name}"


PLACES = (
    Place(
        "strategy_lab",
        "Strategy lab",
        "Change terms, discount, limits, chasing. See the difference to today, and how sure it is.",
        ("Manager", "Executive", "Student"),
    ),
    Place(
        "collections_desk",
        "Collections desk",
        "Build the reminder ladder, set the staff, see what each step brings and costs, and whom to call first.",
        ("Manager", "Trainer"),
    ),
    Place(
        "insurance",
        "Insurance and financing",
        "Write the insurance contract and see what it does to a bad year; put a factor beside the overdraft.",
        ("Manager", "Executive"),
        short="Insurance",
    ),
    Place(
        "stress",
        "Stress",
        "Let bad times come upon your strategies: what each shock costs, and how bad it must get.",
        ("Manager", "Executive", "Trainer"),
    ),
    Place(
        "frontier",
        "Frontier and optimiser",
        "See what profit costs in safety, which strategies nobody beats, and search for better ones.",
        ("Manager",),
        short="Frontier",
    ),
    Place(
        "my_ledger",
        "My ledger",
        "Bring your own customers: check the file, see how well your last months would have been foretold.",
        ("Manager",),
        room="trust",
    ),
    Place(
        "trust",
        "Trust",
        "See whether it computes right, what it leaves out, and who says what was assumed.",
        ("Manager", "Executive", "Trainer", "Student"),
        room="trust",
    ),
    Place(
        "exposure",
        "Exposure and risk list",
        "See what is open with whom, who is at risk and why, how fast bills are paid, and what losses to expect.",
        ("Manager",),
        room="trust",
        short="Exposure",
    ),
    Place(
        "course",
        "Course",
        "Learn it in twelve lessons, with a company that is yours alone: predict, play, and have your answers checked.",
        ("Student", "Trainer"),
        room="learn",
    ),
    Place(
        "policy",
        "Policy and figures",
        "Write a strategy down as your credit policy, and say what every month should look like. Print both.",
        ("Manager", "Trainer"),
        room="hand_out",
        short="Policy",
    ),
    Place(
        "board",
        "Board page",
        "Put the answer on one page: what to decide, how sure it is, what could go wrong. Print it or hand it out.",
        ("Executive", "Manager"),
        room="hand_out",
        short="Board page",
    ),
)


def brand() -> str:
    """The logo and the name, a link to the gallery (HTML)."""
    return f'<a class="brand" href="/">{LOGO}<span>{PRODUCT}</span></a>'


def page_links(current: str) -> str:
    """The links to all pages, the current one marked (HTML).

    >>> 'aria-current="page"' in page_links("strategy_lab"), 'aria-current' in page_links("gallery")
    (True, False)
    """
    links = []
    for place in PLACES:
        mark = ' aria-current="page"' if place.name == current else ""
        links.append(f'<a href="{place.address}"{mark}>{escape(place.short or place.title)}</a>')
    return f'<nav class="page-links" aria-label="Pages">{"".join(links)}</nav>'


def title_of(name: str) -> str:
    """What a page is called, by the name of its notebook.

    >>> title_of("strategy_lab"), title_of("my_own_page")
    ('Strategy lab', 'My own page')
    """
    titles = {place.name: place.title for place in PLACES}
    return titles.get(name, name.replace("_", " ").capitalize())
