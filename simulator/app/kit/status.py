"""How far some work is, as HTML: a bar and its words, a sentence that a screen reader is told."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from simulator.app.kit.words import few
from simulator.experiment.kept.remarks import day_in_words


def working_html(words: str) -> str:
    """A bar with the step in words, while there are no numbers yet."""
    return f'<span class="bar is-endless"><i></i></span> {escape(words)}'


def status_html(words: str, *, is_live: bool = False) -> str:
    """A line of status (HTML in, HTML out); live: a screen reader is told."""
    return f'<span class="status-text"{" role=status" if is_live else ""}>{words}</span>'


def progress_html(words: str, done: int, wanted: int) -> str:
    """A bar that fills, or runs without end while nobody knows how much there is.

    Args:
        words: What is being done (HTML).
        done: How much is done.
        wanted: How much there is; 0: not known yet.
    """
    share = f"{100 * done / wanted:.0f}" if wanted else "20"
    kind = "bar" if wanted else "bar is-endless"
    return status_html(f'<span class="{kind}"><i style="width:{share}%"></i></span>{words}', is_live=True)


def kept_html(made: datetime, now: datetime | None = None) -> str:
    """That an answer was found earlier: at what time of today, or on which day.

    >>> kept_html(datetime(2026, 11, 22, 14, 2), datetime(2026, 11, 22, 15, 0))
    '<i class="dot"></i> kept, from 14:02'
    """
    return f'<i class="dot"></i> kept, from {since_words(made, now)}'


def since_words(made: datetime, now: datetime | None = None) -> str:
    """From when something is kept: the time of today, else the day."""
    here, today = made.astimezone(), (now or datetime.now(UTC)).astimezone()
    return f"{here:%H:%M}" if here.date() == today.date() else day_in_words(here)


def settled_html(done: int, wanted: int) -> str:
    """That the numbers do not change any more."""
    if done >= wanted:
        return f'<i class="dot"></i> Settled: {done} replications'
    return f'<i class="dot is-stopped"></i> Stopped at {done} of {wanted} replications'


def sharpening_html(done: int, wanted: int) -> str:
    """How far the numbers are."""
    share = 100 * done / wanted
    bar = f'<span class="bar"><i style="width:{share:.0f}%"></i></span>'
    return f"{bar} Sharpening <b>{done} of {wanted}</b> replications"


def trouble_html(sentence: str) -> str:
    """What is wrong, told at once; no sentence: nothing is."""
    return f'<p role="alert"><b>{escape(few(sentence))}</b></p>' if sentence else ""
