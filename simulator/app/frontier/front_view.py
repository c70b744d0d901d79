"""The frontier on the page: the table of who is beaten, and what more of one costs of the other."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

from simulator.app.kit.words import unbroken
from simulator.ledger.cells.formulas import plain_text
from simulator.results.words import SURE_FROM

if TYPE_CHECKING:
    from simulator.results.front import Front, Place, Step
    from simulator.results.origin import Wording
    from simulator.results.statistics import Interval

STANDINGS = {"frontier": "yes", "perhaps": "perhaps", "dominated": "surely not"}
"""Whether it is on the frontier."""


def front_html(front: Front, named: int) -> str:
    """The named strategies and whoever else is not beaten: levels, whether beaten, by whom."""
    known = {place.name for place in front.places[:named]}
    shown = [place for place in front.ranked if place.name in known or place.standing == "frontier"]
    left = len(front.places) - len(shown)
    rows = "".join(_row(front, place) for place in shown)
    heads = "".join(f'<th scope="col">{escape(one.label)}, {one.unit}</th>' for one in front.wordings)
    more = (
        f'<p class="note">{left} more of the grid are not on the frontier, or only perhaps.</p>'
        if left
        else ""
    )
    return (
        '<div class="scrolls"><table class="plain front-table"><thead><tr><th scope="col">Strategy</th>'
        f'{heads}<th scope="col" class="text">On the frontier</th>'
        '<th scope="col" class="text">Beaten by</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _row(front: Front, place: Place) -> str:
    levels = "".join(
        f'<td class="num">{words.shown(level)}</td>'
        for words, level in zip(front.wordings, place.levels, strict=True)
    )
    by = ", ".join(place.beaten_by[:2]) + (
        f" and {len(place.beaten_by) - 2} more" if len(place.beaten_by) > 2 else ""
    )
    kind = f"is-{place.standing}"
    return (
        f'<tr class="{kind}"><th scope="row">{escape(named(place.name))}</th>{levels}'
        f'<td><span class="standing {kind}">{STANDINGS[place.standing]}</span></td><td>{escape(by)}</td></tr>'
    )


def named(name: str) -> str:
    """A name at the beginning of a line.

    >>> named("today")
    'Today'
    """
    return name[:1].upper() + name[1:]


def steps_html(front: Front) -> str:
    """From one strategy of the frontier to the next: what is gained, what that costs, and the price of one more."""
    if not front.steps:
        return '<p class="note">One strategy has the best of both, so nothing has to be paid for.</p>'
    rows = "".join(_step_row(front, step) for step in front.steps)
    heads = "".join(f'<th scope="col">{escape(one.label)}, {one.unit}</th>' for one in front.wordings)
    return (
        '<div class="scrolls"><table class="plain front-table steps"><thead><tr><th scope="col">From</th>'
        f'<th scope="col" class="text">To</th>{heads}<th scope="col" class="text">So</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _step_row(front: Front, step: Step) -> str:
    gains = "".join(
        f'<td class="num">{gain_in_words(words, gain)}</td>'
        for words, gain in zip(front.wordings, step.gains, strict=True)
    )
    price = front.price_in_words(step, 1) or "no clear price"
    return (
        f'<tr><th scope="row">{escape(named(step.before))}</th><td>{escape(named(step.after))}</td>{gains}'
        f"<td>{unbroken(price)}</td></tr>"
    )


def gain_in_words(words: Wording, gain: Interval) -> str:
    """A gain in the direction of the measure with its interval below (HTML); a gain of write-offs is a minus."""
    turned = -1.0 if words.metric.better == "lower" else 1.0
    ends = sorted(turned * end for end in (gain.low, gain.high) if end is not None)
    step = gain.half_width
    told = " to ".join(words.shown(end, signed=True, step=step) for end in ends)
    strong = "b" if gain.is_clear else "span"
    return (
        f"<{strong}>{words.shown(turned * gain.mean, signed=True, step=step)}</{strong}><small>{told}</small>"
    )


def headline(front: Front) -> str:
    """The answer in one line."""
    best = front.those("frontier")
    count, up, across = len(front.places), *front.wordings
    lead = "So far " if front.replications < SURE_FROM else ""
    if len(best) == 1:
        words = f"{named(best[0].name)} has the best of {up.named} and of {across.named}"
    elif len(best) == count:
        words = f"none of the {count} strategies is beaten on both"
    else:
        words = f"{len(best)} of {count} strategies are not beaten on {up.named} and {across.named} together"
    return lead + words if lead else named(words)


def below(front: Front, overdraft_limit: float = 0.0) -> str:
    """Who has the most of each, whether today is beaten, and who of the frontier needs more than the bank lends."""
    best, ends = front.those("frontier"), []
    for at, words in enumerate(front.wordings):
        top = max(best, key=lambda place, at=at, words=words: words.gain(place.levels[at]))  # type: ignore[misc]
        ends.append(f"{top.name} on {words.named}")
    told = [f"Best: {ends[0]}, {ends[1]}."] if len(best) > 1 else []
    today = next((place for place in front.places if place.name == "today"), None)
    if today is not None:
        by = " and ".join(today.beaten_by[:2])
        told.append(
            "Today is not beaten."
            if today.standing == "frontier"
            else f"Today is beaten by {by}."
            if today.standing == "dominated"
            else f"Today is perhaps beaten by {by}; the runs do not make it sure."
        )
    for at, words in enumerate(front.wordings):
        if words.measure in ("lowest_cash", "lowest_cash_p05") and overdraft_limit:
            beyond = [named(place.name) for place in best if place.levels[at] < -overdraft_limit]
            when = "in a bad year" if words.metric.percentile is not None else "on average"
            if beyond:
                verb = "needs" if len(beyond) == 1 else "need"
                told.append(f"{' and '.join(beyond)} {verb} more than the bank lends {when}.")
    return " ".join(told)


def front_csv(front: Front) -> bytes:
    """All strategies with their levels, as a spreadsheet reads them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["strategy", *front.measures, "standing", "beaten_by"])
    for place in front.ranked:
        beaten_by = plain_text("; ".join(place.beaten_by))
        writer.writerow([plain_text(place.name), *place.levels, place.standing, beaten_by])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
