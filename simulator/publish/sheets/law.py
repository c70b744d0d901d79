"""What the law, or the contract, grants for late payment: rates with the dates from which they hold, compensation."""

from __future__ import annotations

from datetime import date

from simulator.levers import LateCharges
from simulator.publish.sheets.words import amount
from simulator.rules.late_charges import COMPENSATION, RATES

_SIZES = ("below 1,000", "below 10,000", "from 10,000 on")
_CURRENCY = {"uk": "GBP", "eu": "EUR"}
"""In which currency a law names its compensation."""


def day_text(day: date) -> str:
    """A date as a person writes it.

    >>> day_text(date(2026, 7, 1))
    '1 July 2026'
    """
    return f"{day.day} {day:%B %Y}"


def legal_lines(charges: LateCharges) -> tuple[str, ...]:
    """Rate and compensation in sentences, nothing where no charges are made.

    >>> legal_lines(LateCharges(policy="charge", jurisdiction="eu"))[0]
    'Simple interest: 10.15 % a year on what falls due from 1 January 2026, 10.4 % from 1 July 2026.'
    >>> legal_lines(LateCharges())
    ()
    """
    if charges.policy == "none":
        return ()
    lines = []
    if charges.own_rate_per_year is None and charges.jurisdiction != "none":
        lines.append(_rates(charges.jurisdiction))
    fixed = COMPENSATION[charges.jurisdiction]
    if any(fixed):
        lines.append(_compensation(fixed, _CURRENCY[charges.jurisdiction]))
    return tuple(lines)


def _rates(jurisdiction: str) -> str:
    first, *later = RATES[jurisdiction]
    told = f"{100 * first[1]:g} % a year on what falls due from {day_text(first[0])}"
    told += "".join(f", {100 * rate:g} % from {day_text(since)}" for since, rate in later)
    return f"Simple interest: {told}."


def _compensation(fixed: tuple[float, float, float], currency: str) -> str:
    """Compensation for one invoice, by its size where the law tells sizes apart."""
    if len(set(fixed)) == 1:
        return f"Compensation for each late invoice: {amount(fixed[0], currency)}."
    told = (f"{amount(sum_, currency)} for one {size}" for sum_, size in zip(fixed, _SIZES, strict=True))
    return f"Compensation for each late invoice: {', '.join(told)}."
