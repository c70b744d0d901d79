"""Two questions about the choice: which strategy is the best of all, and on which assumptions that leans."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.frontier.asking import Effort, running
from simulator.app.frontier.front_view import named
from simulator.app.frontier.optimiser import CRITERIA
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import box, card
from simulator.app.kit.request import Request, Work
from simulator.app.kit.words import unbroken
from simulator.errors import UserError
from simulator.figures import tornado

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.app.kit.jobs import Later, Progress
    from simulator.app.setting import Setting
    from simulator.results.ranking import Best, Contender
    from simulator.results.tornado import Sensitivity
    from simulator.strategy import Strategy

ERRORS = (("1 of 20", 0.05), ("1 of 10", 0.1), ("1 of 100", 0.01))


class BestOfAll:
    """Which of those chosen is the best, with a chance of error that is stated beforehand."""

    def __init__(
        self,
        about: Callable[[], tuple[Setting, Sequence[Strategy]]],
        effort: Effort,
        refuse: Callable[[str], Any],
        later: Later,
    ) -> None:
        self._about, self._effort = about, effort
        self.by = widgets.Dropdown(options=CRITERIA, description="Judged by")
        self.error = widgets.Dropdown(options=ERRORS, description="Wrong in at most")
        self.request = Request("Find the best", self._begin, self._arrived, refuse, later)
        self.answer = widgets.HTML()
        self.found: Best | None = None
        self.box = card(
            "form card-best",
            widgets.HTML(
                '<h3>Which is the best of all?</h3><p class="note">Who is clearly worse is run no further. The best '
                "named is the truly best, or cannot be told apart from it, but for the chance of error that you "
                "allow.</p>"
            ),
            box("step-acts", self.by, self.error),
            self.request.box,
            self.answer,
        )

    def clear(self) -> None:
        """What was found belongs to other choices."""
        self.request.cancel()
        self.answer.value = ""

    def _begin(self) -> Work:
        setting, strategies = self._about()
        by, error = str(self.by.value), float(self.error.value)

        def work(tell: Progress) -> Best:
            from simulator.experiment.best import best

            return best(
                setting.scenario,
                strategies,
                by=by,
                error=error,
                replications=self._effort.most,
                **running(setting, self._effort, tell),
            )

        return work

    def _arrived(self, found: Best) -> None:
        self.found = found
        self.answer.value = best_html(found)


def best_html(found: Best) -> str:
    """The verdict, and the strategies from the best down."""
    words = found.wording
    rows = "".join(_contender(found, one) for one in found.contenders)
    cautions = "".join(f'<p class="note">{unbroken(one)}</p>' for one in found.cautions)
    return (
        f'<p class="optimum-verdict">{unbroken(found.verdict)}</p>{cautions}'
        '<div class="scrolls"><table class="plain front-table"><thead><tr><th scope="col">Strategy</th>'
        f'<th scope="col">{escape(words.label)}, {words.unit}</th><th scope="col">Behind the best</th>'
        '<th scope="col">Luck allowed for</th><th scope="col">Runs</th>'
        '<th scope="col" class="text">Standing</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _contender(found: Best, one: Contender) -> str:
    words = found.wording
    is_best = one.name == found.name
    standing = (
        "best average"
        if is_best
        else f"clearly worse than {one.beaten_by}"
        if one.beaten_by
        else "level with it"
    )
    behind = "–" if is_best else words.shown(one.behind, signed=True)
    luck = "–" if is_best else f"± {words.shown(one.unsure_by)}"
    return (
        f'<tr><th scope="row">{escape(named(one.name))}</th><td class="num">{words.shown(one.average)}</td>'
        f'<td class="num">{behind}</td><td class="num">{luck}</td><td class="num">{one.replications}</td>'
        f"<td>{escape(standing)}</td></tr>"
    )


class LeansOn:
    """On which assumptions the choice leans: each put to the ends of its plausible range."""

    def __init__(
        self,
        about: Callable[[], tuple[Setting, Sequence[Strategy]]],
        effort: Effort,
        refuse: Callable[[str], Any],
        later: Later,
    ) -> None:
        self._about, self._effort = about, effort
        self.strategy = widgets.Dropdown(options=[], description="Strategy")
        self.by = widgets.Dropdown(options=CRITERIA, description="Judged by")
        self.request = Request("Move the assumptions", self._begin, self._arrived, refuse, later)
        self.answer, self.table = widgets.HTML(), widgets.HTML()
        self.picture = Picture("tornado", 262)
        self.found: Sensitivity | None = None
        self.box = card(
            "form card-leaning",
            widgets.HTML(
                '<h3>On which assumptions does the choice lean?</h3><p class="note">A strategy against today, with one '
                "assumption after the other at the low and the high end of its plausible range. Takes a minute or "
                "two.</p>"
            ),
            box("step-acts", self.strategy, self.by),
            self.request.box,
            self.answer,
            self.picture.box,
            self.table,
        )

    def show_strategies(self, names: Sequence[str]) -> None:
        """Show which strategies there are beside today."""
        if list(self.strategy.options) != list(names):
            before = self.strategy.value
            self.strategy.options = list(names)
            self.strategy.value = before if before in names else (names[0] if names else None)

    def clear(self) -> None:
        """What was found belongs to other choices."""
        self.request.cancel()
        self.answer.value = self.table.value = ""
        self.picture.hide()

    def _begin(self) -> Work:
        setting, strategies = self._about()
        strategy = next((one for one in strategies[1:] if one.name == self.strategy.value), None)
        if strategy is None:
            raise UserError("Choose a strategy beside today first.")
        by = str(self.by.value)

        def work(tell: Progress) -> Sensitivity:
            from simulator.experiment.sensitivity import sensitivity

            return sensitivity(
                setting.scenario,
                strategy,
                by=by,
                replications=self._effort.cases,
                **running(setting, self._effort, tell),
            )

        return work

    def _arrived(self, found: Sensitivity) -> None:
        self.found = found
        drawing = tornado.draw(found)
        self.picture.chart.height = drawing.figure["layout"]["height"]
        self.picture.show(drawing)
        self.answer.value = f'<p class="optimum-verdict">{unbroken(verdict_of(found))}</p>'
        self.table.value = tornado_table(found)


def verdict_of(found: Sensitivity) -> str:
    """The verdict, with the titles of assumptions in the place of their keys."""
    text = found.verdict
    for bar in sorted(found.bars, key=lambda bar: -len(bar.key)):
        title = tornado.title_of(bar.key)
        text = text.replace(bar.key, title[:1].lower() + title[1:])
    return text


def tornado_table(found: Sensitivity) -> str:
    """Both ends of every assumption: where it stands there, and the answer with its interval."""
    words, rows = found.wording, []
    for bar in found.bars:
        for number, end in enumerate(bar.ends):
            head = (
                f'<th scope="row" title="{escape(bar.meaning)}">{escape(tornado.title_of(bar.key))}</th>'
                if not number
                else "<td></td>"
            )
            low, high = (words.shown(one, signed=True) for one in (end.answer.low, end.answer.high))
            rows.append(
                f'<tr class="{"is-first" if not number else ""}">{head}<td class="num">{escape(end.told)}</td>'
                f'<td class="num">{words.shown(end.answer.mean, signed=True)}</td><td class="num">{low} to {high}</td>'
                f'<td class="num">{words.shown(end.movement.mean, signed=True)}</td></tr>'
            )
    heads = ("Assumption", "At", f"Lead over today, {words.unit}", "Interval, all together 95 %", "Moved by")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        '<details class="more"><summary>All numbers with their intervals</summary><div class="scrolls">'
        f'<table class="plain front-table"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        "</div></details>"
    )
