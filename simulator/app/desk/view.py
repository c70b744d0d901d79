"""The page put together: headline, ladder, pictures, whom to call, ladder and staff told apart, where it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.desk.calls_card import Acts as CallActs
from simulator.app.desk.calls_card import CallsCard
from simulator.app.desk.html import context_html, shares_table
from simulator.app.desk.ladder_card import Acts as LadderActs
from simulator.app.desk.ladder_card import LadderCard
from simulator.app.desk.state import TODAY_NAME, DeskState
from simulator.app.kit.about import foot_html
from simulator.app.kit.badges import badge
from simulator.app.kit.files import YAML, file_name_of, link
from simulator.app.kit.frame import page_box
from simulator.app.kit.picture import Picture, head_html
from simulator.app.kit.pieces import Trouble, box, button, card, classed, see, take_upload
from simulator.app.kit.status import settled_html, sharpening_html, since_words, status_html, working_html
from simulator.app.kit.words import unbroken
from simulator.app.lights import red_warning
from simulator.app.ready import ONE_MORE_COLLECTOR, ONE_MORE_NAME
from simulator.figures import backlog, open_by_day, staffing
from simulator.figures.open_by_day import Mark
from simulator.plans import shipped_names
from simulator.results.desk.answer import DeskAnswer
from simulator.results.desk.wording import headline, profit_sentence, weak_steps, weak_steps_sentence
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

_OWN = "your own"
GREY = '<span class="grey-block wide"></span>'


class Acts(LadderActs, CallActs, Protocol):
    """What the view asks the page to do."""

    def undo(self) -> None:
        """One act back."""

    def load(self, name: str, content: bytes) -> None:
        """Take a strategy from a file."""

    def take_strategy(self, name: str) -> None:
        """Take a strategy that ships; empty: today."""

    def take_scenario(self, name: str) -> None:
        """Go to a scenario that ships."""

    def change_collectors(self, by: int) -> None:
        """More collectors, or fewer."""

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""

    def go_on(self) -> None:
        """Sharpen on."""


class DeskView:
    """All that is seen."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._is_showing = False
        self.undo = button("↶ Undo", acts.undo, "quiet", tooltip="Undo the last change")
        self.upload = classed(widgets.FileUpload(accept=".yaml,.yml", description="Load", icon=""), "quiet")
        take_upload(self.upload, acts.load)
        self.save = classed(widgets.HTML(), "save-link")
        self.strategy = widgets.Dropdown(description="Strategy", options=_strategies())
        self.scenario = widgets.Dropdown(description="Scenario", options=_scenarios())
        self.strategy.observe(self._on(acts.take_strategy), names="value")
        self.scenario.observe(self._on(acts.take_scenario), names="value")
        self.context, self.status, self.text = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.stop = button(
            "Stop here", acts.stop_here, "quiet", tooltip="Leave the numbers as sharp as they are"
        )
        self.go_on = button("Go on", acts.go_on, "quiet", tooltip="Sharpen the numbers further")
        self.trouble, self.warning = Trouble(), classed(widgets.HTML(), "ledger-warning")
        self.ladder, self.calls = LadderCard(acts), CallsCard(acts)
        self.open, self.staff, self.backlog = (
            Picture(name, module.HEIGHT)
            for name, module in (("open", open_by_day), ("staff", staffing), ("backlog", backlog))
        )
        self.count = widgets.HTML()
        self.fewer = button("−", lambda: acts.change_collectors(-1), tooltip="One collector fewer")
        self.more = button("+", lambda: acts.change_collectors(1), tooltip="One collector more")
        for picture in (self.open, self.staff, self.backlog):  # grey until there is something to draw
            picture.head.value = GREY
            see(picture.box, True)
        self.text.value = f"<h1><span>Collections desk</span></h1>{GREY}"
        self.shares, self.provenance = widgets.HTML(), classed(widgets.HTML(), "lab-provenance")
        self._put_together()

    def _put_together(self) -> None:
        line = box("verdict-line", self.context, classed(self.status, "status"), self.stop, self.go_on)
        head = box("lab-verdict", line, classed(self.text, "verdict-text"), self.trouble.box, self.warning)
        choice = box("desk-choice", self.strategy, self.scenario)
        stepper = box(
            "desk-stepper", widgets.HTML("<span>Collectors</span>"), self.fewer, self.count, self.more
        )
        self.staff.box.children = (box("card-top", self.staff.head, stepper), self.staff.chart)
        told = widgets.HTML(
            head_html(
                "What is the ladder, what is the staff?",
                "Each share is the average over all orders of changing them (Shapley); together they are the whole.",
            )
        )
        apart = card("shares", classed(told, "card-head"), self.shares)
        self.main = (
            *(head, choice, self.ladder.box),
            box("lab-pictures desk-1", self.open.box, self.staff.box),
            box("lab-pictures desk-2", box("desk-column", self.backlog.box, apart), self.calls.box),
            self.provenance,
        )
        board = widgets.HTML('<a class="button primary" href="/board">Board page</a>')
        self.box = page_box(
            "collections_desk", "desk-page", *self.main, acts=(self.undo, self.upload, self.save, board)
        )

    def show_state(self, state: DeskState, *, can_undo: bool, answer: DeskAnswer | None) -> None:
        """Show the plan; an answer to another plan gives only what minutes cost."""
        per_minute = answer.cost_per_minute if answer is not None else _pay_per_minute(state)
        self.ladder.show(state, per_minute)
        self.context.value = context_html(state)
        self.undo.disabled = not can_undo
        self.save.value = link(
            "Save strategy", f"{file_name_of(state.name)}.yaml", YAML, state.strategy.to_yaml().encode()
        )
        today = state.today.collections.collectors
        note = "" if today == state.collectors else f' <small class="was-today">today {today}</small>'
        self.count.value = f'<span role="status"><b>{state.collectors}</b></span>{note}'
        self.fewer.disabled = state.collectors == 0
        self._is_showing = True
        try:
            self._choose(state)
        finally:
            self._is_showing = False
        self.calls.show(state, answer)
        self.warning.value = red_warning(state.setting.light if state.setting.ledger else None)
        see(self.warning, bool(self.warning.value))

    def _choose(self, state: DeskState) -> None:
        """The lists of strategies and scenarios, with what is there now among them."""
        name = next((key for title, key in _strategies() if title == state.chosen.name), None)
        own = [] if name is not None else [(state.chosen.name, _OWN)]
        self.strategy.options = [*_strategies(), *own]
        self.strategy.value = _OWN if name is None else name
        setting = state.setting
        there = (
            [] if setting.ledger else [key for title, key in _scenarios() if title == setting.scenario.name]
        )
        self.scenario.options = [*_scenarios(), *([] if there else [(setting.title, _OWN)])]
        self.scenario.value = there[0] if there else _OWN

    def show_answer(self, state: DeskState, answer: DeskAnswer) -> None:
        """Show the numbers."""
        self.main_box.remove_class("is-stale")
        numbers = state.number_of_step
        said = " ".join(one for one in (profit_sentence(answer), weak_steps_sentence(answer, numbers)) if one)
        mark = badge(1 if answer.is_changed else 0)
        self.text.value = (
            f'<h1>{mark}<span>{unbroken(headline(answer))}.</span></h1><p class="below">{unbroken(said)}</p>'
        )
        self.ladder.show_effects(state, answer)
        weak = set(weak_steps(answer))
        marks = [Mark(numbers[place], step.day, place in weak) for place, step in enumerate(answer.ladder)]
        self.open.show(open_by_day.draw(answer, marks))
        self.staff.show(staffing.draw(answer))
        self.backlog.show(backlog.draw(answer))
        self.calls.show(state, answer)
        self.shares.value = shares_table(answer)
        self.provenance.value = foot_html(state.setting, answer.identity, answer.replications)

    def show_staff_ahead(self, answer: DeskAnswer, collectors: int) -> None:
        """Another number of collectors picked: what was counted ahead is shown at once."""
        if collectors in answer.counts:
            self.staff.show(staffing.draw(replace(answer, collectors=collectors)))

    def fade(self) -> None:
        """What stands there is old."""
        self.main_box.add_class("is-stale")

    def show_progress(self, done: int, wanted: int, *, kept: datetime | None = None) -> None:
        """How far the numbers are, or from when they are."""
        words = settled_html(done, wanted) if done >= wanted else sharpening_html(done, wanted)
        words += f" · kept, from {since_words(kept)}" if kept is not None else ""
        self.status.value = status_html(words, is_live=done >= wanted)
        see(self.stop, done < wanted)
        see(self.go_on, False)

    def show_stopped(self, done: int, wanted: int) -> None:
        """That nothing is played any more."""
        self.status.value = status_html(settled_html(done, wanted), is_live=True)
        see(self.stop, False)
        see(self.go_on, done < wanted)

    def show_working(self, words: str) -> None:
        """What is being done before there are numbers; no words: nothing."""
        self.status.value = status_html(working_html(words), is_live=True) if words else ""
        see(self.stop, bool(words))
        see(self.go_on, False)

    @property
    def main_box(self) -> Any:
        """What lies below the bar."""
        return self.box.children[1]

    def _on(self, act: Any) -> Any:
        def heard(change: dict[str, Any]) -> None:
            if not self._is_showing and change["new"] != _OWN:
                act(change["new"])

        return heard


def _strategies() -> list[tuple[str, str]]:
    shipped = [(load_strategy(name).name, name) for name in shipped_names("strategy") if name != "status_quo"]
    return [(TODAY_NAME, ""), (ONE_MORE_NAME, ONE_MORE_COLLECTOR), *shipped]


def _scenarios() -> list[tuple[str, str]]:
    return [(load_scenario(name).name, name) for name in shipped_names("scenario")]


def _pay_per_minute(state: DeskState) -> float:
    """What a minute costs before anything was played: a year's pay over 250 shifts."""
    company, plan = state.setting.scenario.company, state.levers.collections
    return company.collector_cost_per_year / (250 * plan.shift_minutes) if plan.shift_minutes > 0 else 0.0
