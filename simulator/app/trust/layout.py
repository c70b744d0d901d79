"""What the page looks like: five cards, from the textbook to what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.about import About
from simulator.app.kit.files import link
from simulator.app.kit.finder import Finder
from simulator.app.kit.frame import page_box
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, see
from simulator.app.kit.strategy_choice import StrategyChoice
from simulator.app.trust.live_card import LiveCard
from simulator.app.trust.views import evidence_html, left_out_html
from simulator.publish.assumed import CHANGED, WORDS, Assumed, assumed_csv
from simulator.verification.forms import FORMS

ALL = "all"
_PICTURE = 262
_FIRST_SEED, _LAST_SEED = 0, 2**31 - 1
_COLUMNS = (
    ("title", "Input", "head"),
    ("value", "Value", "text"),
    ("standard", "Standard", "text"),
    ("plausible", "Plausible", "text"),
    ("evidence", "Evidence", "text"),
    ("source", "Source", "small"),
)


class Acts(Protocol):
    """What the view asks the page to do."""

    def run_cases(self) -> None:
        """Play the textbook cases that are chosen."""

    def stop_cases(self) -> None:
        """Stop that."""

    def judge(self) -> None:
        """Find the judgements that matter most."""

    def stop_judging(self) -> None:
        """Stop that."""


class TrustView:
    """Everything that is seen."""

    def __init__(self, acts: Acts, about: About, live: Sequence[LiveCard], choice: StrategyChoice) -> None:
        self.title, self.trouble = widgets.HTML(), Trouble()
        self.cases, self.cases_status = widgets.HTML(), widgets.HTML()
        self.form = widgets.Dropdown(
            options=[("All of them", ALL), *((name, name) for name in FORMS)], description="Closed form"
        )
        self.seed = widgets.BoundedIntText(
            value=2026, min=_FIRST_SEED, max=_LAST_SEED, description="Seed of the luck"
        )
        self.run, self.stop = button("Run again", acts.run_cases), button("Cancel", acts.stop_cases)
        self.test = widgets.HTML()
        self.weeks, self.methods = Picture("weeks", _PICTURE), Picture("methods", _PICTURE)
        self.evidence, self.save = widgets.HTML(), widgets.HTML()
        self.finder = Finder(caption="Every assumption and every lever of today", columns=_columns())
        self.judged, self.judged_status = widgets.HTML(), widgets.HTML()
        self.judge = button("Work it out", acts.judge)
        self.stop_judging = button("Cancel", acts.stop_judging)
        self.choice = choice
        self.box = self._assembled(about, live)
        self.show_running(None)
        self.show_judging(None)

    def _assembled(self, about: About, live: Sequence[LiveCard]) -> widgets.Widget:
        acts = box("step-acts no-print", self.form, self.seed, self.run, self.stop, self.cases_status)
        forms = _card(
            "1",
            "Does it compute right?",
            "closed forms of the textbook, played by the engine",
            acts,
            self.cases,
        )
        try_it = widgets.HTML('<h2 class="trust-head">Try it: move an input, and the engine answers</h2>')
        cards = box("trust-live", *(one.box for one in live))
        tested = _card(
            "2", "Would it have foretold our own months?", "the back-test of the ledger", self.test
        )
        pictures = self.pictures = box("lab-pictures pictures-2", self.weeks.box, self.methods.box)
        missing = _card(
            "3",
            "What does it leave out?",
            "and what follows for who reads a result",
            widgets.HTML(left_out_html()),
        )
        inputs = _card("4", "What was assumed, and who says so?", "every assumption, and every lever as it is today",
                       self.evidence, self.finder, self.save)  # fmt: skip
        judge = box("step-acts no-print", self.choice.box, self.judge, self.stop_judging, self.judged_status)
        leaning = _card(
            "5",
            "Which judgements matter most?",
            "each moved to both ends of its plausible range",
            judge,
            self.judged,
        )
        verdict = box("lab-verdict", self.title, about.box, about.warning)
        return page_box(
            "trust",
            "trust-page",
            verdict,
            self.trouble.box,
            forms,
            try_it,
            cards,
            tested,
            pictures,
            missing,
            inputs,
            leaning,
        )

    def show_running(self, status: str | None) -> None:
        """How far the textbook cases are (HTML); None: nothing runs."""
        see(self.run, status is None)
        see(self.stop, status is not None)
        self.cases_status.value = status or ""

    def show_judging(self, status: str | None) -> None:
        """How far the sensitivity is (HTML); None: nothing runs."""
        see(self.judge, status is None)
        see(self.stop_judging, status is not None)
        self.judged_status.value = status or ""

    def show_title(self, words: str) -> None:
        """The finding of the page."""
        self.title.value = f"<h1><span>{escape(words)}</span></h1>"

    def show_inputs(self, inputs: Sequence[Assumed]) -> None:
        """Counts, table and file of all inputs."""
        self.evidence.value = evidence_html(inputs)
        self.finder.filters = _filters(inputs)
        self.finder.rows = [_row(one) for one in inputs]
        self.save.value = link("All inputs (CSV)", "inputs.csv", "text/csv", assumed_csv(inputs))


def _card(number: str, title: str, note: str, *parts: widgets.Widget) -> widgets.Widget:
    head = widgets.HTML(
        f'<h3><span class="step-number">{number}</span> {escape(title)} <small>{escape(note)}</small></h3>'
    )
    return card("step", head, *parts)


def _columns() -> list[dict[str, str]]:
    return [{"name": name, "title": title, "kind": kind} for name, title, kind in _COLUMNS]


def _filters(inputs: Sequence[Assumed]) -> list[dict[str, Any]]:
    groups = list(dict.fromkeys(one.group for one in inputs))
    letters = [letter for letter in WORDS if any(one.evidence == letter for one in inputs)]
    return [
        {"name": "kind", "title": "Kind", "options": [["lever", "levers"], ["assumption", "assumptions"]]},
        {"name": "group", "title": "Group", "options": [[name, name] for name in groups]},
        {
            "name": "letter",
            "title": "Evidence",
            "options": [[one, f"{one}: {WORDS[one]}"] for one in letters],
        },
        {
            "name": "changed",
            "title": "Value",
            "options": [[CHANGED, "not the standard one"], ["standard", "standard"]],
        },
    ]


def _row(one: Assumed) -> dict[str, Any]:
    return {
        "title": one.title,
        "note": one.meaning,
        "value": one.value,
        "standard": one.standard if one.is_changed else "the same",
        "plausible": one.plausible,
        "evidence": f"{one.evidence}: {one.word}",
        "source": one.source,
        "kind": one.kind,
        "group": one.group,
        "letter": one.evidence,
        "changed": CHANGED if one.is_changed else "standard",
        "also": one.key,
        "is_marked": one.is_changed,
    }
