"""Trust: textbook cases live, the back-test of the ledger, what is missing, and every input with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from simulator.app.kit.about import About
from simulator.app.kit.frame import framed
from simulator.app.kit.jobs import Job, Later, Progress, kernel_loop
from simulator.app.kit.pieces import see
from simulator.app.kit.status import kept_html, progress_html, status_html
from simulator.app.kit.strategy_choice import StrategyChoice
from simulator.app.lights import light_html, light_line
from simulator.app.screen import Address
from simulator.app.setting import Setting
from simulator.app.trust.layout import ALL, TrustView
from simulator.app.trust.live_card import LiveCard
from simulator.app.trust.views import cases_html, headline, judgements_html
from simulator.app.workplace import first_setting
from simulator.closed_forms.forms import FORMS as LIVE
from simulator.closed_forms.keeping import keep_cases, kept_cases, verdict
from simulator.engine.preparing import is_prepared
from simulator.errors import UserError
from simulator.experiment.judgements import REPLICATIONS, judgements, kept_judgements
from simulator.experiment.kept.shelf import Shelf
from simulator.publish.assumed import assumed
from simulator.verification.forms import FORMS

if TYPE_CHECKING:
    from simulator.experiment.judgements import KeptSensitivity
    from simulator.experiment.places import Workers
    from simulator.results.tornado import Sensitivity
    from simulator.verification.cases import Case

SEED = 2026
_FIRST_STRATEGY = "discount"
_NO_LEDGER = (
    '<p><span class="light-badge is-none"><i aria-hidden="true">?</i>Invented customers</span> '
    "<b>Not tested on our own invoices.</b> They behave as published figures say, not as yours do: differences hold "
    'better than levels. <a href="/my_ledger">Bring your ledger</a>, and see how well your last months would have been '
    "foretold.</p>"
)


class TrustPage:
    """The page. Textbook cases that are kept stand there at once; others are played when somebody looks."""

    def __init__(
        self,
        setting: Setting | None = None,
        *,
        later: Later | None = None,
        workers: Workers = None,
        effort: float = 1.0,
        replications: int = REPLICATIONS,
    ) -> None:
        """A page.

        Args:
            setting: Whom it is about; None: what the server was started with.
            later: How to get back into the thread of the widgets; None: the kernel's own loop.
            workers: Of the sensitivity.
            effort: Size of the textbook runs; 1 is what `creditlab verify` runs.
            replications: Of each case of the sensitivity.
        """
        self.workers, self.effort, self.replications = workers, effort, replications
        self._later = later or kernel_loop()
        self._running = Job(self._later, self._cases_refused)
        self._judging = Job(self._later, self._judging_refused)
        self.cases: list[Case] = []
        self.seed = SEED
        self.about = About(setting or first_setting(), lambda _: self._show_setting())
        self.live = [LiveCard(form, self._later) for form in LIVE.values()]
        choice = StrategyChoice(
            "Strategy", _FIRST_STRATEGY, self._show_judgements, self._refused, has_today=False
        )
        self.view = TrustView(self, self.about, self.live, choice)
        self.address = Address()
        self.address.observe(lambda _: self.looked_at(), names="is_known")
        self.box = widgets.VBox([self.view.box, self.address])
        self.box.add_class("lab")
        kept = kept_cases(Shelf())
        if kept is not None:
            self.cases, self.seed = list(kept.cases), kept.seed
            self.view.seed.value = kept.seed
            self.view.cases_status.value = status_html(kept_html(kept.made))
        self._show_setting()

    @property
    def setting(self) -> Setting:
        """Whom the page is about."""
        return self.about.setting

    def looked_at(self) -> None:
        """Somebody looks: the engine answers the live forms, and plays the textbook cases if none are kept."""
        self.view.choice.choose(str(self.address.query.get("strategy", "")))
        for one in self.live:
            one.ask()
        if not self.cases:
            self.run_cases()

    def run_cases(self) -> None:
        """Play the textbook cases that are chosen."""
        chosen, seed, effort = str(self.view.form.value), int(self.view.seed.value), self.effort
        names = list(FORMS) if chosen == ALL else [chosen]
        self._tell_cases(0, len(names))

        def work(tell: Progress) -> tuple[list[Case], int, bool]:
            found: list[Case] = []
            for number, name in enumerate(names):
                tell(number, len(names))
                found += FORMS[name](seed, effort)
            return found, seed, chosen == ALL

        self._running.start(work, self._cases_arrived, self._tell_cases)

    def stop_cases(self) -> None:
        """Stop; what was found before stays."""
        self._running.cancel()
        self.view.show_running(None)

    def judge(self) -> None:
        """Find the judgements on which the chosen strategy's lead leans most."""
        setting, strategy = self.setting, self.view.choice.strategy
        self._tell_judging(0, 0)

        def work(tell: Progress) -> Sensitivity:
            return judgements(
                setting.scenario,
                strategy,
                replications=self.replications,
                seed=SEED,
                portfolio=setting.portfolio,
                workers=self.workers,
                progress=tell,
                keep=Shelf(),
            )

        self._judging.start(work, self._judged, self._tell_judging)

    def stop_judging(self) -> None:
        """Stop; what was run is kept."""
        self._judging.cancel()
        self.view.show_judging(None)

    def close(self) -> None:
        """Nobody looks any more."""
        for job in (self._running, self._judging):
            job.cancel()
        for one in self.live:
            one.close()

    # What is shown.

    def _show_setting(self) -> None:
        setting = self.setting
        self._judging.cancel()
        self.inputs = assumed(setting.scenario, is_ledger=setting.portfolio is not None)
        self.view.trouble.show("")
        self.view.show_inputs(self.inputs)
        self._show_cases()
        self._show_test()
        self._show_judgements()

    def _show_cases(self) -> None:
        self.view.cases.value = cases_html(self.cases)
        self.view.show_title(headline(self.cases, self.inputs))

    def _show_test(self) -> None:
        from simulator.figures import backtest_methods, backtest_weeks

        setting = self.setting
        found = setting.tested if setting.portfolio is not None else None
        self.view.test.value = _NO_LEDGER
        if setting.portfolio is not None:
            short = f"<p>{light_line(setting.light)}</p>"
            self.view.test.value = light_html(setting.light, found) if found is not None else short
        see(self.view.pictures, found is not None)
        if found is None:
            return
        self.view.weeks.show(backtest_weeks.draw(found, setting.scenario.company.currency))
        self.view.methods.show(backtest_methods.draw(found))

    def _show_judgements(self) -> None:
        """What is kept of the question, or that it can be asked."""
        self._judging.cancel()
        self.view.trouble.show("")
        self.view.show_judging(None)
        self.view.judged.value = (
            '<p class="note">Each judgement is moved to both ends of its plausible range, with the same luck. It takes '
            "a minute or two; what was run is kept.</p>"
        )
        try:
            kept = self._kept()
        except UserError as error:
            self._refused(error.message)
            return
        if kept is not None:
            self.view.judged.value = judgements_html(kept.document)
            self.view.judged_status.value = status_html(kept_html(kept.made))

    def _kept(self) -> KeptSensitivity | None:
        shelf = Shelf()
        if shelf.folder is None or not is_prepared():
            return None
        setting = self.setting
        return kept_judgements(
            setting.scenario, self.view.choice.strategy, seed=SEED, portfolio=setting.portfolio, keep=shelf
        )

    # What arrives.

    def _cases_arrived(self, found: tuple[list[Case], int, bool]) -> None:
        cases, self.seed, is_all = found
        new = {case.id for case in cases}
        others = [case for case in self.cases if case.id not in new]
        order = {name: place for place, name in enumerate(FORMS)}
        self.cases = sorted([*others, *cases], key=lambda case: order[case.id])
        if is_all and self.effort == 1.0:
            keep_cases(Shelf(), self.cases, self.seed, verdict(self.cases))
        self.view.show_running(None)
        self.view.cases_status.value = status_html(f"{verdict(cases)} Seed {self.seed}.", is_live=True)
        self._show_cases()

    def _tell_cases(self, done: int, wanted: int) -> None:
        self.view.show_running(progress_html(f"Playing <b>{done} of {wanted}</b> closed forms", done, wanted))

    def _judged(self, found: Sensitivity) -> None:
        self.view.show_judging(None)
        self.view.judged.value = judgements_html(found.document())

    def _tell_judging(self, done: int, wanted: int) -> None:
        words = f"Played <b>{done:,} of {wanted:,}</b> runs" if wanted else "Getting ready"
        self.view.show_judging(progress_html(words, done, wanted))

    def _cases_refused(self, sentence: str) -> None:
        self.view.show_running(None)
        self._refused(sentence)

    def _judging_refused(self, sentence: str) -> None:
        self.view.show_judging(None)
        self._refused(sentence)

    def _refused(self, sentence: str) -> None:
        self.view.trouble.show(sentence)


def trust_page(**settings: Any) -> widgets.Widget:
    """The page as one widget: what the notebook shows; in JupyterLab it brings its style along."""
    return framed(TrustPage(**settings).box)
