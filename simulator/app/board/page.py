"""Board page: pick scenario and strategies, wait a while, read, print, hand out. An adapter of `creditlab publish`."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.board.making import Asked, Made, links_of, make_board
from simulator.app.kit.context import horizon_hint
from simulator.app.kit.frame import framed, top_bar
from simulator.app.kit.jobs import BROKEN, Job, Later, kernel_loop, log
from simulator.app.kit.pieces import Trouble, box, button, classed, take_upload
from simulator.app.kit.status import status_html, working_html
from simulator.app.lab.weights import JudgedBy
from simulator.app.lights import light_line, red_warning
from simulator.app.screen import Address
from simulator.app.setting import (
    HORIZON_DAYS,
    Setting,
    changed_setting,
    horizon_choices,
    scenario_setting,
    struck_setting,
)
from simulator.app.sharing import setting_of, uploaded_comparison, uploaded_strategy
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.publish.board.asking import MOST_STRATEGIES, Working
from simulator.results.verdict import check_criterion
from simulator.results.words import money
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.publish.board.content import Board
    from simulator.sharing import Shared
    from simulator.strategy import Strategy

_FIRST = ("discount", "intensive_collections", "insured")
_OWN = ""
LEAST = 30


class BoardPage:
    """The page. Nothing is run before somebody asks for it."""

    def __init__(
        self,
        setting: Setting | None = None,
        *,
        working: Working | None = None,
        later: Later | None = None,
    ) -> None:
        """A page.

        Args:
            setting: What it is about; None: what the pages were started with.
            working: How it is run; None: as the command does, with kept runs.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
        """
        self.setting = setting or first_setting()
        self._own = self.setting
        self.working = working or _as_the_command()
        self.known = {name: load_strategy(name) for name in shipped_names("strategy") if name != "status_quo"}
        self.choices: dict[str, widgets.Checkbox] = {}
        self.made: Made | None = None
        self._is_showing = False
        self.trouble = Trouble()
        self._job = Job(later or kernel_loop(), self._refused)
        self._make_controls()
        self.box = self._assembled()
        self._choose(_FIRST)
        self._show_setting()
        self._ready()

    @property
    def board(self) -> Board | None:
        """What was made last."""
        return self.made.board if self.made else None

    @property
    def names(self) -> list[str]:
        """The strategies that are chosen."""
        return [name for name, chosen in self.choices.items() if chosen.value]

    def start(self) -> None:
        """Run what the page needs."""
        asked = Asked(
            self.setting, {name: self.known[name] for name in self.names}, self.criterion, self.working
        )
        self.trouble.show("")
        self.make.disabled, self.cancel.disabled = True, False
        self._progress(0, 0)
        self._job.start(lambda tell: make_board(asked, tell), self._arrived, self._progress)

    def stop(self) -> None:
        """Stop; the page before stays, and what was run is kept."""
        self._job.cancel()
        self._ready()

    def judge_by(self, criterion: str) -> None:
        """Judge by another criterion: a measure, growth, resilience, or weights of one's own."""

        def act() -> None:
            self.criterion = check_criterion(criterion)
            self.judged.show(self.criterion)

        self.trouble.show("")
        self._do(act)

    def load(self, name: str, content: bytes) -> None:
        """Take a comparison that somebody shared, or a strategy."""

        def act() -> None:
            shared = uploaded_comparison(name, content)
            if shared is None:
                self._add(uploaded_strategy(name, content))
            else:
                self._take(shared)

        self._do(act)

    def close(self) -> None:
        """Nobody looks any more."""
        self._job.cancel()

    def _take(self, shared: Shared) -> None:
        """Go to a shared comparison: its scenario, its strategies, its seed."""
        self.setting = setting_of(shared, self.setting)
        self.known = {f"shared {number}": one for number, one in enumerate(shared.strategies, start=1)}
        wanted = max(shared.replications or self.working.replications, LEAST)
        self.working = replace(self.working, seed=shared.seed, replications=wanted)
        self._choose(tuple(self.known)[:MOST_STRATEGIES])
        self.judge_by(shared.judged_by)
        self._show_setting()

    def _add(self, strategy: Strategy) -> None:
        """One more strategy to choose, chosen."""
        name = f"own {strategy.name}"
        chosen = [*self.names, name]
        self.known = {**self.known, name: strategy}
        self._choose(tuple(chosen))

    def _choose(self, names: tuple[str, ...]) -> None:
        """Offer the strategies that are known, these of them chosen."""
        self.choices = {
            name: widgets.Checkbox(value=name in names, description=one.name, indent=False, tooltip=one.why)
            for name, one in self.known.items()
        }
        self.grid.children = list(self.choices.values())

    def _do(self, act: Callable[[], None]) -> None:
        """Carry out an act; what is refused or breaks is told in one sentence."""
        self.trouble.show("")
        try:
            act()
        except UserError as error:
            self.trouble.show(error.message)
        except Exception as error:  # noqa: BLE001  (a callback that fails would show nothing at all)
            log.error("An act failed with %s", type(error).__name__)  # the text could hold customer data
            self.trouble.show(BROKEN)

    def _on_scenario(self, change: dict[str, Any]) -> None:
        if self._is_showing or change["new"] is None:
            return

        def act() -> None:
            days = self.setting.scenario.company.horizon_days
            found = self._own if change["new"] == _OWN else scenario_setting(change["new"], days)
            self.setting = struck_setting(found, self.setting.coming)
            self._show_setting()

        self._do(act)

    def _on_horizon(self, change: dict[str, Any]) -> None:
        if self._is_showing or change["new"] is None:
            return

        def act() -> None:
            self.setting = changed_setting(self.setting, "company.horizon_days", change["new"])
            self._show_setting()

        self._do(act)

    def _on_address(self, change: dict[str, Any]) -> None:
        """Open with the scenario and the strategies that the address names, as far as they ship."""
        query = {key: str(value) for key, value in self.address.query.items()}
        if not change["new"]:
            return

        def act() -> None:
            named = f"{query.get('strategies', '')},{query.get('strategy', '')}".split(",")
            names = tuple(name for name in named if name in self.known)
            if query.get("scenario") in shipped_names("scenario"):
                days = query.get("days", "")
                known = days.isdigit() and int(days) in HORIZON_DAYS.values()
                self.setting = scenario_setting(query["scenario"], int(days) if known else None)
            if names:
                self._choose(names)
            self.judge_by(query.get("by") or self.criterion)
            self._show_setting()

        self._do(act)

    def _arrived(self, made: Made) -> None:
        self.made = made
        self.shown.value = made.fragment
        self.links.value = links_of(made)
        self._ready()

    def _refused(self, sentence: str) -> None:
        self._ready()
        self.trouble.show(sentence)

    def _ready(self) -> None:
        self.make.disabled, self.cancel.disabled = False, True
        self.status.value = ""

    def _progress(self, done: int, wanted: int) -> None:
        told = f"{done:,} of {wanted:,} runs of this step" if wanted else "Getting ready"
        self.status.value = status_html(working_html(told), is_live=True)

    def _show_setting(self) -> None:
        """What the page is about."""
        setting, company = self.setting, self.setting.scenario.company
        plain = self._plain(setting)
        if plain == _OWN:
            self._own = setting  # the way back to it
        own = [(f"{self._own.title} (as loaded)", _OWN)] if self._plain(self._own) == _OWN else []
        options = [*own, *((load_scenario(name).name, name) for name in shipped_names("scenario"))]
        self._is_showing = True
        try:
            self.scenario.options = options
            self.scenario.value = plain
            self.horizon.options = horizon_choices(company.horizon_days)
            self.horizon.value = company.horizon_days
        finally:
            self._is_showing = False
        sales = money(company.annual_credit_sales, company.currency)
        facts = f"{setting.title} · {setting.customers:,} customers · {sales} sales a year"
        light = f'<p class="hint">{light_line(setting.light)}</p>' if setting.ledger else ""
        warning = red_warning(setting.light) if setting.ledger else ""
        self.about.value = f'<p class="context">{escape(facts)}</p>{horizon_hint(setting)}{light}{warning}'

    @staticmethod
    def _plain(setting: Setting) -> str:
        """The scenario that ships as it is here; nothing where it was changed, or is a ledger's."""
        days = setting.scenario.company.horizon_days
        return next(
            (name for name in shipped_names("scenario") if setting == scenario_setting(name, days)), _OWN
        )

    def _make_controls(self) -> None:
        self.scenario = widgets.Dropdown(description="Scenario")
        self.scenario.observe(self._on_scenario, names="value")
        self.horizon = widgets.Dropdown(description="Horizon")
        self.horizon.observe(self._on_horizon, names="value")
        self.criterion = "profit"
        self.judged = JudgedBy(self)
        self.judged.choice.description = "Judged by"
        self.judged.show(self.criterion)
        self.make = button("Make the board page", self.start, "primary")
        self.cancel = button("Cancel", self.stop)
        self.upload = widgets.FileUpload(accept=".yaml,.yml", description="Load a comparison", icon="")
        classed(self.upload, "load-comparison")
        take_upload(self.upload, self.load)
        self.grid = box("board-choices")
        self.about, self.status, self.links, self.shown = (widgets.HTML() for _ in range(4))
        self.address = Address()
        self.address.observe(self._on_address, names="is_known")

    def _assembled(self) -> widgets.Widget:
        hint = widgets.HTML(
            f'<p class="hint">Today, and up to {MOST_STRATEGIES} others. The first time takes some minutes; '
            "what was run is kept. Load takes what the strategy lab's Share wrote, or a strategy (YAML).</p>"
        )
        bar = box("board-bar", self.scenario, self.horizon, self.judged.choice, self.upload)
        acts = box("board-bar", self.make, self.cancel, self.status)
        parts = (self.about, hint, bar, self.judged.panel, self.grid, acts, self.trouble.box, self.links)
        controls = widgets.VBox([widgets.HTML("<h1>Board page</h1>"), *parts])
        whole = [top_bar("board"), classed(controls, "board-controls"), self.shown, self.address]
        return classed(widgets.VBox(whole), "lab board-page")


def _as_the_command() -> Working:
    from simulator.experiment.kept.shelf import Shelf

    return Working(shelf=Shelf())


def board_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(BoardPage(**settings).box)
