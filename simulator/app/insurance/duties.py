"""The insurer's duties: what the contract asks of us, what not doing it cost, and what notifying all would bring."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.app.insurance.cells import amount, card_html, table
from simulator.app.kit.words import unbroken
from simulator.app.lab.dials import dial_of
from simulator.results import phrases
from simulator.results.statistics import Interval, interval
from simulator.results.worth import spanned

if TYPE_CHECKING:
    from simulator.app.lab.state import Lab
    from simulator.results.claims import ClaimsAccount
    from simulator.results.comparison import Comparison

_UNKNOWN = "–"


def duties_html(lab: Lab, account: ClaimsAccount | None, told: Comparison | None) -> str:
    """A checklist: duty, what the contract says, what it cost.

    Args:
        lab: The contract.
        account: Where its lost debts went; None: not known yet.
        told: The contract, and the same with more or fewer overdues told in time.
    """
    body = "".join(
        f'<tr><th scope="row">{escape(duty)}</th><td>{escape(rule)}</td><td>{escape(cost)}</td></tr>'
        for duty, rule, cost in duties(lab, account)
    )
    heads = '<th scope="col">Duty</th><th scope="col">The contract says</th><th scope="col">What it cost</th>'
    note = "Averages over all simulated runs. The contract's terms are levers."
    whole = table("Duties under the contract", heads, [body], "duties")
    return card_html("What we must do so that the insurer pays", note, whole + told_sentence(told))


def duties(lab: Lab, account: ClaimsAccount | None) -> list[tuple[str, str, str]]:
    """Duty, what the contract says of it, and what it cost a year."""
    company = lab.setting.scenario.company

    def term(name: str) -> str:
        return dial_of(f"insurance.{name}").text(lab.value(f"insurance.{name}"))

    cost = _Costs(account, company.currency, company.horizon_days / 365)
    limit = amount(float(lab.value("insurance.discretionary_limit")), company.currency)
    wait = f"{term('waiting_period_days')} days after due, or at an insolvency"
    wait += f"; paid {term('claim_payment_days')} days later"
    return [
        (
            "Tell overdues",
            f"within {term('notification_days')} days of due; we tell {term('notified_fraction')} % in time",
            f"refused: {cost.count(2)} debts, {cost.of('told_late')}",
        ),
        (
            "Stop in time",
            f"no cover while an invoice is over {term('maximum_extension_days')} days overdue",
            f"delivered and lost: {cost.of('overdue')}",
        ),
        (
            "Ask for limits",
            f"above {limit}, net of VAT; what is refused or withdrawn is ours",
            f"lost: {cost.of('refused', 'over_limit')}",
        ),
        (
            "Keep to the terms",
            f"at most {term('maximum_terms_days')} days; public bodies are never covered",
            f"lost: {cost.of('outside')}",
        ),
        (
            "Wait, then claim",
            wait,
            f"{cost.count(0)} claims made, {cost.count(1)} paid a year",
        ),
    ]


class _Costs:
    """What went wrong, by the year."""

    def __init__(self, account: ClaimsAccount | None, currency: str, years: float) -> None:
        self.account, self.currency, self.years = account, currency, years

    def of(self, *names: str) -> str:
        """Parts of the lost debts."""
        if self.account is None:
            return _UNKNOWN
        return f"{amount(float(self.account.total(*names).mean()) / self.years, self.currency)} a year"

    def count(self, place: int) -> str:
        """How often."""
        return (
            _UNKNOWN
            if self.account is None
            else f"{float(self.account.counts[:, place].mean()) / self.years:.1f}"
        )


def told_sentence(told: Comparison | None) -> str:
    """What notifying all, or fewer, would do: a paired run (HTML)."""
    if told is None:
        return ""
    own, other = told.results
    gain = interval((other.values(phrases.PROFIT) - own.values(phrases.PROFIT)) / told.years)
    assert gain is not None
    begin = f"<p><b>{escape(other.name)}</b>, same luck, {told.replications} runs: "
    if not gain.is_clear:
        return f"{begin}no clear difference in profit.</p>"
    verb = "more" if gain.mean > 0 else "less"
    size = amount(abs(gain.mean), told.currency)
    return f"{begin}{size} {verb} profit a year (95 % interval: {_span(gain, told.currency)}).</p>"


def _span(found: Interval, currency: str) -> str:
    """The interval in words (HTML); it is there from two runs on."""
    assert found.low is not None
    assert found.high is not None
    return unbroken(spanned(found.low, found.high, currency, is_small=True))
