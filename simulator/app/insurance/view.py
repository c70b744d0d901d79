"""What the page looks like: the answer, insured beside uninsured, where debts go, the facility, the provision."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets as widgets

from simulator.app.insurance.contract import has_factor, is_insured
from simulator.app.insurance.duties import duties_html
from simulator.app.insurance.financed import financing_html, limits_html, provision_html, reserve_html
from simulator.app.insurance.insured import cost_html, insurer_html, losses_html, years_html
from simulator.app.kit.badges import badge
from simulator.app.kit.context import context_line
from simulator.app.kit.files import link
from simulator.app.kit.picture import Picture
from simulator.app.kit.pieces import Trouble, box, button, card, see
from simulator.app.kit.status import progress_html, status_html
from simulator.app.kit.words import unbroken
from simulator.app.lab.changes import printed_changes
from simulator.app.lab.downloads import table_links
from simulator.app.lab.provenance import provenance_html
from simulator.app.lights import red_warning
from simulator.figures import claims_waterfall, credit_losses, headroom
from simulator.results.worth import Worth, headline, sentences

if TYPE_CHECKING:
    from simulator.app.lab.state import Lab
    from simulator.results.claims import ClaimsAccount
    from simulator.results.comparison import Comparison
    from simulator.results.facility import FacilityCosts

AVERAGE, USUAL, BAD = "average", "usual", "bad"
_RUNS = (("Average", AVERAGE), ("A usual run", USUAL), ("A bad run, one in twenty", BAD))
_ALL_YEARS = -1


_NOT_INSURED = "Your contract insures nothing: the answer is about the contract that ships."
_NO_FACTOR = "Your contract has no facility: beside the overdraft stands the factor that ships."


class Acts(Protocol):
    """What the view asks the page to do."""

    def stop_here(self) -> None:
        """Leave the numbers as sharp as they are."""

    def go_on(self) -> None:
        """Sharpen on."""


class View:
    """Everything that answers."""

    def __init__(self, acts: Acts) -> None:
        self._is_showing = False
        self._account: ClaimsAccount | None = None
        self.context, self.status, self.headline = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.stop = button("Stop here", acts.stop_here, "quiet")
        self.go_on = button("Go on", acts.go_on, "quiet")
        self.trouble, self.warning = Trouble(), widgets.HTML()
        self.note, self.money_note = widgets.HTML(), widgets.HTML()
        self.losses, self.cost, self.duties = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.years, self.insurer = widgets.HTML(), widgets.HTML()
        self.financing, self.reserve, self.limits = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.provision, self.provenance, self.links = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.printed = widgets.HTML()
        self.printed.add_class("only-print")
        self.curve = Picture("credit-losses", credit_losses.HEIGHT)
        self.waterfall = Picture("claims", claims_waterfall.HEIGHT)
        self.headroom = Picture("headroom", headroom.HEIGHT)
        self.which = widgets.ToggleButtons(options=list(_RUNS), value=AVERAGE)
        self.which.add_class("segmented")
        self.year = widgets.Dropdown(options=[("All policy years", _ALL_YEARS)], value=_ALL_YEARS)
        for field in (self.which, self.year):
            field.observe(lambda _: self._draw_claims(), names="value")
        self.box = self._assembled()

    def _assembled(self) -> widgets.Widget:
        line = box("verdict-line", self.context, self.status, self.stop, self.go_on)
        verdict = box("lab-verdict", line, self.headline)
        controls = box("claims-acts", self.which, self.year)
        self.waterfall.box.children = (self.waterfall.head, controls, self.waterfall.chart, self.years)
        self.insuring = box("part is-insurance", _pair(card("losses", self.losses), self.curve.box))
        self.claiming = box(
            "part is-claims", self.waterfall.box, _pair(card("cost", self.cost), card("duties", self.duties))
        )
        self.funding = box(
            "part is-financing",
            self.money_note,
            card("financing", self.financing),
            _pair(self.headroom.box, card("limits", self.limits)),
            card("reserve", self.reserve),
        )
        self.closing = box(
            "part is-provision", card("provision", self.provision), card("insurer", self.insurer)
        )
        for part in (self.insuring, self.claiming, self.funding):
            see(part, False)
        heads = [
            widgets.HTML(f'<h2 class="part-head">{text}</h2>')
            for text in ("Where an unpaid debt goes", "Factoring beside the overdraft", "On the books")
        ]
        return box(
            "lab-main insurance-main", verdict, self.trouble.box, self.warning, self.note, self.printed,
            self.insuring, heads[0], self.claiming, heads[1], self.funding, heads[2], self.closing,
            self.links, box("lab-provenance", self.provenance),
        )  # fmt: skip

    def show_state(self, lab: Lab) -> None:
        """What does not wait for numbers."""
        self.context.value = f'<span class="context">{context_line(lab.setting)}</span>'
        self.insurer.value = insurer_html(lab)
        self.duties.value = duties_html(lab, None, None)
        self.warning.value = red_warning(lab.setting.light if lab.setting.ledger else None)
        (self.warning.add_class if self.warning.value else self.warning.remove_class)("ledger-warning")
        self.printed.value = printed_changes(lab)
        self.note.value = "" if is_insured(lab) else _hint(_NOT_INSURED)
        self.money_note.value = "" if has_factor(lab) else _hint(_NO_FACTOR)
        self.limits.value = limits_html(None)

    def fade(self, kinds: set[str]) -> None:
        """What is shown is old in these parts."""
        for part, kind in (
            (self.insuring, "insurance"),
            (self.claiming, "insurance"),
            (self.funding, "financing"),
        ):
            if kind in kinds:
                part.add_class("is-stale")
        if "insurance" in kinds:
            self.headline.add_class("is-stale")

    def show_progress(self, words: str, done: int, wanted: int) -> None:
        """What is being worked out."""
        self.status.value = progress_html(words, done, wanted)
        see(self.stop, True)
        see(self.go_on, False)

    def show_over(self, words: str, *, is_whole: bool) -> None:
        """Nothing is being worked out."""
        dot = '<i class="dot"></i>' if is_whole else '<i class="dot is-stopped"></i>'
        self.status.value = status_html(f"{dot} {escape(words)}", is_live=True)
        see(self.stop, False)
        see(self.go_on, not is_whole)

    def show_insurance(self, lab: Lab, comparison: Comparison) -> None:
        """Insured and uninsured."""
        worth = Worth.of(comparison, 1)
        below = " ".join(sentences(worth, comparison, 1))
        self.headline.value = (
            f'<div class="verdict-text"><p class="worth-question">Is the insurer worth it?</p>'
            f"<h1>{badge(1)}<span>{unbroken(headline(worth, comparison))}</span></h1>"
            f'<p class="below">{unbroken(below)}</p></div>'
        )
        self.losses.value = losses_html(comparison)
        self.curve.show(credit_losses.draw(comparison, 1))
        self.provision.value = provision_html(comparison)
        self.provenance.value = provenance_html(lab, comparison)
        self.headline.remove_class("is-stale")
        self._fresh(self.insuring)

    def show_links(self, comparison: Comparison, account: ClaimsAccount) -> None:
        """Comparison and claims as files."""
        claims = link("CSV", "claims.csv", "text/csv", account.as_csv())
        self.links.value = (
            f'<p class="links no-print"><span>The comparison as {table_links(comparison)}</span>'
            f"<span>Unpaid debts of every run as {claims}</span></p>"
        )

    def show_claims(
        self, lab: Lab, account: ClaimsAccount, comparison: Comparison, told: Comparison | None
    ) -> None:
        """Where the debts go."""
        self._account = account
        options = [("All policy years", _ALL_YEARS)]
        options += [(f"Policy year {place + 1}", place) for place in range(account.years)]
        if list(self.year.options) != options:
            self.year.options = options
        see(self.year, account.years > 1)
        share = float(lab.value("insurance.insured_fraction")) or _standard_share()
        self.cost.value = cost_html(account, comparison, share)
        self.duties.value = duties_html(lab, account, told)
        self.years.value = years_html(account)
        self._draw_claims()
        self._fresh(self.claiming)

    def show_financing(
        self, lab: Lab, comparison: Comparison, fees: FacilityCosts | None, limits: Comparison | None
    ) -> None:
        """Facility and overdraft."""
        rate = lab.setting.scenario.company.overdraft_rate_per_year
        self.financing.value = financing_html(comparison, fees, rate)
        self.reserve.value = reserve_html(comparison, lab)
        self.headroom.show(headroom.draw(comparison, 1))
        self.limits.value = limits_html(limits)
        self._fresh(self.funding)

    def _draw_claims(self) -> None:
        account = self._account
        if account is None:
            return
        runs = {AVERAGE: claims_waterfall.AVERAGE, USUAL: account.usual_run, BAD: account.bad_run}
        year = None if self.year.value in (None, _ALL_YEARS) else int(self.year.value)
        self.waterfall.show(claims_waterfall.draw(account, runs[self.which.value], year))

    def _fresh(self, part: Any) -> None:
        part.remove_class("is-stale")
        see(part, True)


def _hint(sentence: str) -> str:
    return f'<p class="hint">{escape(sentence)}</p>'


def _standard_share() -> float:
    """The insured share of the contract that ships."""
    from simulator.strategy import load_strategy

    return float(load_strategy("insured").changes["insurance"]["insured_fraction"])


def _pair(one: widgets.Widget, other: widgets.Widget) -> widgets.Widget:
    return box("lab-pictures pictures-2", one, other)
