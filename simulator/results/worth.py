"""Is the insurer worth it? What a contract costs in an ordinary year, and what it takes off a bad one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.charges import insurance_break_even_losses
from simulator.metrics.losses import TAIL_REPLICATIONS
from simulator.metrics.profit import LINES
from simulator.results import phrases
from simulator.results.comparison import Comparison, Result
from simulator.results.resampling import percentile_difference
from simulator.results.statistics import Interval, interval
from simulator.results.words import SURE_FROM, chance_in_words, signed_money, smallest_amount, symbol

BAD_YEAR = 95.0
_PREMIUM = list(LINES).index("premium")


def premium(comparison: Comparison, result: Result) -> NDArray[np.float64]:
    """Premium and the insurer's fees a year, in each replication (currency)."""
    found: NDArray[np.float64] = result.samples.lines[:, :, _PREMIUM].sum(axis=1) / comparison.years
    return found


def yearly_losses(comparison: Comparison, result: Result) -> NDArray[np.float64]:
    """Credit losses a year in each replication: write-offs after claims, and the premium (currency)."""
    return result.values(phrases.WRITE_OFFS) / comparison.years + premium(comparison, result)


@dataclass(frozen=True)
class Worth:
    """A contract beside being uninsured, by the year (currency).

    Attributes:
        profit: Difference in profit, to the end of the run-off.
        losses: Difference in credit losses, premium included; None below two replications.
        bad_year: Difference of what only one year in twenty exceeds; None below 200 replications.
        pays: Share of the simulated years in which the contract leaves more profit.
        replications: How many.
        smallest: Below this a difference is next to nothing.
    """

    profit: Interval
    losses: Interval
    bad_year: Interval | None
    pays: float
    replications: int
    smallest: float = 1_000.0

    @classmethod
    def of(cls, comparison: Comparison, place: int) -> Worth:
        """The contract at a place of the comparison, against its first strategy."""
        first, result = comparison.first, comparison.results[place]
        gains = (result.values(phrases.PROFIT) - first.values(phrases.PROFIT)) / comparison.years
        own, base = yearly_losses(comparison, result), yearly_losses(comparison, first)
        enough = comparison.replications >= TAIL_REPLICATIONS
        found, losses = interval(gains), interval(own - base)
        assert found is not None
        assert losses is not None
        return cls(
            profit=found,
            losses=losses,
            bad_year=percentile_difference(own, base, BAD_YEAR) if enough else None,
            pays=float(((gains > 0) + 0.5 * (gains == 0)).mean()),
            replications=comparison.replications,
            smallest=comparison.smallest_amount,
        )

    @property
    def is_relief(self) -> bool:
        """Whether a bad year is clearly lighter."""
        return self.bad_year is not None and self.bad_year.is_clear and self.bad_year.mean <= -self.smallest

    @property
    def is_clear(self) -> bool:
        """Whether it clearly costs or earns on average."""
        return self.profit.is_clear and abs(self.profit.mean) >= self.smallest


def headline(worth: Worth, comparison: Comparison) -> str:
    """The answer in one sentence, with no number that its interval does not bear."""
    size = comparison.money(worth.profit.mean)
    year = phrases.run_word(comparison)
    if worth.replications < SURE_FROM:
        verb = "costs" if worth.profit.mean < 0 else "earns"
        return (
            f"So far the insurer {verb} about {size} a year."
            if worth.is_clear
            else "So far: cannot be told yet."
        )
    average = f"{'costs' if worth.profit.mean < 0 else 'earns'} {size} a year on average"
    if worth.bad_year is None:
        told = average if worth.is_clear else "makes no clear difference on average"
        return f"The insurer {told}; the bad {year} is known after {TAIL_REPLICATIONS} replications."
    return _settled(worth, comparison, average)


def _settled(worth: Worth, comparison: Comparison, average: str) -> str:
    assert worth.bad_year is not None
    year, size = phrases.run_word(comparison), comparison.money(worth.bad_year.mean)
    if not worth.is_clear:
        average = "makes no clear difference on average"
    if worth.is_relief:
        joint = "and" if worth.profit.mean >= 0 and worth.is_clear else "but"
        return f"The insurer {average}, {joint} makes a bad {year} {size} lighter."
    if worth.bad_year.is_clear and worth.bad_year.mean >= worth.smallest:
        joint = "and" if worth.profit.mean < 0 and worth.is_clear else "but"
        return f"The insurer {average}, {joint} even a bad {year} is {size} heavier: the premium is more than it pays."
    return f"The insurer {average}, and does not make a bad {year} clearly lighter."


def sentences(worth: Worth, comparison: Comparison, place: int) -> tuple[str, ...]:
    """Below the headline: the interval, how often it pays, the levels of a bad year."""
    currency = comparison.currency
    runs = phrases.runs_in_words(comparison)
    found = [f"It leaves more profit in {chance_in_words(worth.pays, worth.replications)} {runs}."]
    if worth.profit.low is not None and worth.profit.high is not None and worth.replications >= SURE_FROM:
        span = spanned(worth.profit.low, worth.profit.high, currency, is_small=comparison.is_small)
        found.append(f"Profit a year: {span} on average (95 % interval).")
    if worth.bad_year is not None:
        own, base = (
            float(np.percentile(yearly_losses(comparison, comparison.results[number]), BAD_YEAR))
            for number in (place, 0)
        )
        found.append(
            f"Losses and premium {phrases.in_a_bad_one(comparison)}, one in twenty: {comparison.money(own)} insured, "
            f"{comparison.money(base)} uninsured."
        )
    return tuple(found)


def spanned(low: float, high: float, currency: str, *, is_small: bool = False) -> str:
    """An interval in words; of a small company in plain units.

    >>> spanned(-33_100, -27_000, "EUR"), spanned(-1_200, 4_400, "EUR"), spanned(-300, 200, "EUR")
    ('−€33k to −€27k', '−€1k to +€4k', 'under €1k either way')
    >>> spanned(-412, 1_260, "EUR", is_small=True), spanned(-0.3, 0.2, "EUR", is_small=True)
    ('−€412 to +€1,260', 'under €1 either way')
    """
    least = 1.0 if is_small else smallest_amount(is_small=False)
    if max(abs(low), abs(high)) < least:
        return f"under {symbol(currency)}{'1' if is_small else '1k'} either way"
    ends = (
        "0" if abs(end) < least / 2 else signed_money(_whole(end, least), currency, is_small=is_small)
        for end in (low, high)
    )
    return " to ".join(ends)


def _whole(amount: float, least: float) -> float:
    """Half of the least and more counts as it, so that an end never reads as "under"."""
    return amount if abs(amount) >= least else (least if amount > 0 else -least)


def break_even(comparison: Comparison, place: int, insured_fraction: float) -> float | None:
    """Covered losses a year at which claims equal premium and fees (M28; currency)."""
    charged = float(premium(comparison, comparison.results[place]).mean())
    return insurance_break_even_losses(charged, insured_fraction)
