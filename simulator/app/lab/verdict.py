"""The verdict as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.kit.badges import badge
from simulator.app.kit.words import unbroken

if TYPE_CHECKING:
    from simulator.results.comparison import Comparison
    from simulator.results.verdict import Verdict


def verdict_html(verdict: Verdict, comparison: Comparison) -> str:
    """Headline with the leader's badge, and the sentences below it."""
    names = [result.name for result in comparison.results]
    mark = badge(names.index(verdict.leader)) if verdict.leader in names else ""
    sentences = " ".join(
        "".join(f"<b>{escape(text)}</b>" if strong else unbroken(text) for text, strong in sentence)
        for sentence in verdict.sentences
    )
    return f'<h1>{mark}<span>{unbroken(verdict.headline)}</span></h1><p class="below">{sentences}</p>'
