"""The optimiser on the page: which levers move, what must be kept, what was found, proved on other luck."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.frontier.asking import Effort, running
from simulator.app.frontier.levers import LeverRow
from simulator.app.kit.files import YAML, file_name_of, link
from simulator.app.kit.pieces import box, button, card, named, see
from simulator.app.kit.request import Request, Work
from simulator.app.kit.words import unbroken
from simulator.errors import UserError
from simulator.figures.tornado import stands_at, title_of
from simulator.results.words import out_of_100, unit_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.app.kit.jobs import Later, Progress
    from simulator.app.setting import Setting
    from simulator.results.optimum import Kept, Optimum
    from simulator.strategy import Strategy

CRITERIA = (
    ("profit", "profit_to_the_end"),
    ("cash low point", "lowest_cash"),
    ("DSO", "dso_countback_days"),
    ("write-offs after claims", "write_offs_net_of_claims"),
)
LIMITS = (
    ("no limit", ""),
    ("the cash low point of a bad year stays above", "lowest_cash_p05>="),
    ("the average cash low point stays above", "lowest_cash>="),
    ("write-offs of a bad year stay below", "write_offs_net_of_claims_p95<="),
    ("average write-offs stay below", "write_offs_net_of_claims<="),
    ("profit stays above", "profit_to_the_end>="),
    ("DSO stays below", "dso_countback_days<="),
    ("customers lost stay below", "customers_lost<="),
)
FIRST = (
    ("terms.net_days", "15 to 60 by 15"),
    ("discount.rate_fraction", "0, 0.01, 0.02"),
    ("collections.collectors", "1 to 4 by 1"),
)
TRIALS = (("24, quick", 24), ("64", 64), ("160, thorough", 160))


class LimitRow:
    """What must be kept: a measure in words and a figure, or today's own."""

    def __init__(self, limit: str = "", figure: float = 0.0, *, is_today: bool = False) -> None:
        self.limit = widgets.Dropdown(options=LIMITS, value=limit)
        self.figure = widgets.FloatText(value=figure, continuous_update=False)
        self.today = widgets.Checkbox(value=is_today, description="today's figure", indent=False)
        named(self.limit, "What must be kept")
        named(self.figure, "The figure to keep")
        self.unit = widgets.HTML()
        self.box = box("limit-row", self.limit, self.today, self.figure, self.unit)
        for one in (self.limit, self.today):
            one.observe(lambda _: self._show(), names="value")
        self._show()

    @property
    def text(self) -> str:
        """As the experiment takes it; empty where nothing must be kept."""
        if not self.limit.value:
            return ""
        return f"{self.limit.value}{'today' if self.today.value else f'{self.figure.value:g}'}"

    def _show(self) -> None:
        from simulator.metrics.catalogue import CATALOGUE

        is_free, is_today = not self.limit.value, bool(self.today.value)
        self.today.disabled = is_free
        self.figure.disabled = is_free or is_today
        see(self.figure, not is_today)
        measure = str(self.limit.value)[:-2]
        unit = unit_in_words(CATALOGUE[measure].unit, "currency") if measure else ""
        over = " over the whole run" if measure.startswith(("write_offs", "profit")) else ""
        see(self.unit, not is_today and bool(measure))
        self.unit.value = f'<span class="hint">{unit}{over}</span>'


@dataclass(frozen=True)
class _Wanted:
    """What was asked for."""

    setting: Setting
    levers: tuple[str, ...]
    limits: tuple[str, ...]
    by: str
    trials: int


class Optimiser:
    """The card."""

    def __init__(
        self,
        about: Callable[[], Setting],
        effort: Effort,
        refuse: Callable[[str], Any],
        later: Later,
        open_lab: Callable[[Strategy], Any],
    ) -> None:
        self._about, self._effort, self._open_lab = about, effort, open_lab
        self.by = widgets.Dropdown(options=CRITERIA, description="Best")
        self.trials = widgets.Dropdown(options=TRIALS, value=TRIALS[1][1], description="Trials")
        self.levers = [LeverRow(key, values) for key, values in FIRST]
        self.limits = [LimitRow("lowest_cash_p05>=", is_today=True), LimitRow()]
        self.request = Request("Search", self._begin, self._arrived, refuse, later)
        self.answer, self.links = widgets.HTML(), widgets.HTML()
        self.to_lab = button("Open in the strategy lab", self._go)
        self.found: Optimum | None = None
        self.box = card(
            "form card-optimiser",
            widgets.HTML(
                "<h3>Search for better levers</h3>"
                '<p class="note">Many combinations are tried on a little luck; the best of them is then proved on luck '
                "that the search has not seen, and all figures told are from that proof.</p>"
            ),
            box("step-acts", self.by, self.trials),
            widgets.HTML("<h4>Levers that may move</h4>"),
            *(row.box for row in self.levers),
            widgets.HTML("<h4>As long as</h4>"),
            *(row.box for row in self.limits),
            self.request.box,
            self.answer,
            box("step-acts", self.links, self.to_lab),
        )
        see(self.to_lab, False)

    def clear(self) -> None:
        """What was found belongs to other customers."""
        self.request.cancel()
        self.found = None
        self.answer.value = self.links.value = ""
        see(self.to_lab, False)

    def _begin(self) -> Work:
        levers = tuple(text for row in self.levers if (text := row.text))
        if not levers:
            raise UserError("Nothing may move. Choose at least one lever with its values.")
        limits = tuple(text for row in self.limits if (text := row.text))
        wanted = _Wanted(self._about(), levers, limits, str(self.by.value), int(self.trials.value))
        return lambda tell: self._search(wanted, tell)

    def _search(self, wanted: _Wanted, tell: Progress) -> Optimum:
        from simulator.experiment.optimise import optimise

        return optimise(
            wanted.setting.scenario,
            wanted.levers,
            limits=wanted.limits,
            by=wanted.by,
            trials=wanted.trials,
            replications=self._effort.proof,
            **running(wanted.setting, self._effort, tell),
        )

    def _arrived(self, found: Optimum) -> None:
        self.found = found
        self.answer.value = optimum_html(found)
        name = f"{file_name_of(found.strategy.name)[:60]}.yaml"
        strategy = found.strategy.to_yaml().encode()
        self.links.value = (
            link("Save strategy (YAML)", name, YAML, strategy)
            + " "
            + link("All of it (JSON)", "optimum.json", "application/json", found.to_json().encode())
        )
        see(self.to_lab, not found.does_the_same)

    def _go(self) -> None:
        if self.found is not None:
            self._open_lab(self.found.strategy)


def verdict_of(found: Optimum) -> str:
    """The verdict, with titles in the place of keys, and limits as the page has them."""
    text = found.verdict
    for one in found.kept:
        text = text.replace(one.text, _limit_in_words(found, one))
    for (key, value), told in zip(found.levers.items(), found.told, strict=True):
        title = title_of(key)
        stands = stands_at(key, value, told.removeprefix(f"{key} "))
        text = text.replace(told, f"{title[:1].lower()}{title[1:]} {stands}")
    return text[:1].upper() + text[1:]


def _limit_in_words(found: Optimum, one: Kept) -> str:
    words = found.origin.wording(one.measure)
    bound = "today's" if "today" in one.text else words.signed(one.bound)
    return f"“{words.named} {'at least' if one.at_least else 'at most'} {bound}”"


def optimum_html(found: Optimum) -> str:
    """The verdict, what speaks against it, the limits one by one."""
    is_good = found.keeps_all and found.gain.is_clear and found.gain.mean > 0
    kind = "is-found" if is_good else "is-nothing"
    cautions = "".join(f"<p>{unbroken(one)}</p>" for one in found.cautions)
    rows = "".join(_limit_row(found, one) for one in found.kept)
    limits = (
        '<div class="scrolls"><table class="plain front-table"><thead><tr><th scope="col">Limit</th>'
        '<th scope="col">Bound</th><th scope="col">Candidate</th><th scope="col">Today</th>'
        '<th scope="col" class="text">Kept?</th><th scope="col">Sure in</th>'
        '<th scope="col">Without it</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        if rows
        else ""
    )
    promised = found.wording.signed(found.promised)
    return (
        f'<div class="optimum {kind}"><p class="optimum-verdict">{unbroken(verdict_of(found))}</p>{cautions}{limits}'
        f'<p class="note">{found.tried} tried; proved on {found.replications} runs that the search has not seen. '
        f"The search alone would have promised {unbroken(promised)}.</p></div>"
    )


def _limit_row(found: Optimum, one: Kept) -> str:
    words = found.origin.wording(one.measure)
    costs = "–" if one.costs is None else f"{found.wording.size(one.costs)} more"
    label = f"{words.label} {'above' if one.at_least else 'below'}, {words.unit}"
    return (
        f'<tr><th scope="row">{escape(label)}</th><td class="num">{words.shown(one.bound)}</td>'
        f'<td class="num">{words.shown(one.level)}</td><td class="num">{words.shown(one.today)}</td>'
        f'<td>{"yes" if one.holds else "no"}</td><td class="num">{out_of_100(one.chance)}</td>'
        f'<td class="num">{unbroken(costs)}</td></tr>'
    )
