"""Results in words: what an amount, a chance and a comparison read like.

True minus sign, three digits at most, natural frequencies, and no number that the interval does not support.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.parameters import SEGMENT_LABELS

MINUS = "−"
SURE_FROM = 30
"""Below so many replications only leads are named."""

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_SINGULAR = {"months of sales": "month of sales", "people": "person", "times the premium": "time the premium"}
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


SMALL_SALES = 1_000_000.0
"""A company that sells less than this on credit in a year reads its amounts in plain units, not in thousands."""

_PLAIN_BELOW = 9_995.0


def is_small_company(annual_sales: float) -> bool:
    """Whether amounts of a company with these sales on credit (currency a year) are told in plain units.

    >>> is_small_company(220_000.0), is_small_company(8_000_000.0)
    (True, False)
    """
    return annual_sales < SMALL_SALES


def smallest_amount(*, is_small: bool) -> float:
    """Below this an amount is next to nothing (currency): a thousand, for a small company ten."""
    return 10.0 if is_small else 1_000.0


def money(amount: float, currency: str, *, is_small: bool = False) -> str:
    """An amount without its sign, short (three digits at most).

    Args:
        amount: What is told (currency).
        currency: Its currency.
        is_small: Whether amounts below ten thousand are told in plain units: for a small company.

    >>> money(-71_300, "EUR"), money(1_234_567, "GBP"), money(420, "EUR"), money(25_000_000, "CHF")
    ('€71k', '£1.23m', 'under €1k', 'CHF 25.0m')
    >>> money(420, "EUR", is_small=True), money(3_127, "EUR", is_small=True), money(12_300, "EUR", is_small=True)
    ('€420', '€3,130', '€12k')
    """
    size = abs(amount)
    if is_small and size < _PLAIN_BELOW:
        return f"{symbol(currency)}{_plain(size)}"
    if size < 1_000:
        return f"under {symbol(currency)}1k"
    return f"{symbol(currency)}{_short(size)}"


def plain_money(amount: float, currency: str) -> str:
    """An amount of one customer, or one in a table, without its sign: plain below ten thousand, whoever asks.

    >>> plain_money(420, "EUR"), plain_money(-3_127, "EUR"), plain_money(71_300, "EUR")
    ('€420', '€3,130', '€71k')
    """
    return money(amount, currency, is_small=True)


def symbol(currency: str) -> str:
    """What stands before an amount.

    >>> symbol("EUR"), symbol("CHF")
    ('€', 'CHF ')
    """
    return _SYMBOLS.get(currency, f"{currency} ")


def signed_money(amount: float, currency: str, *, is_small: bool = False) -> str:
    """An amount with its sign.

    >>> signed_money(25_400, "EUR"), signed_money(-71_000, "EUR"), signed_money(-20, "EUR")
    ('+€25k', '−€71k', 'under €1k')
    >>> signed_money(-20, "EUR", is_small=True), signed_money(0.2, "EUR", is_small=True)
    ('−€20', '€0')
    """
    told = money(amount, currency, is_small=is_small)
    if abs(amount) < (0.5 if is_small else 1_000):
        return told
    return sign(amount) + told


def _plain(size: float) -> str:
    """A small amount in plain units, three digits.

    >>> _plain(3_127.4), _plain(94.6)
    ('3,130', '95')
    """
    return f"{round(size, -1 if size >= 999.5 else 0):,.0f}"


def sign(amount: float) -> str:
    """Plus, or a true minus."""
    return MINUS if amount < 0 else "+"


def out_of_100(probability: float) -> str:
    """A chance as a natural frequency; certainty is never claimed.

    >>> out_of_100(0.86), out_of_100(1.0), out_of_100(0.0)
    ('86 of 100', '99+ of 100', 'under 1 of 100')
    """
    count = round(probability * 100)
    return "99+ of 100" if count >= 100 else "under 1 of 100" if count < 1 else f"{count} of 100"


def overdraft_sentence(name: str, lowest_cash: Sequence[float], limit: float, currency: str) -> str | None:
    """Whether a strategy needs more than the bank lends; None where it never does.

    >>> overdraft_sentence("Growth", [-900_000.0, -2_600_000.0], 1_500_000.0, "EUR")
    'Growth goes beyond the overdraft limit of €1.50m in 1 of 2 simulated runs, at worst to −€2.60m.'
    """
    beyond = sum(amount < -limit for amount in lowest_cash)
    if not beyond:
        return None
    worst = signed_money(min(lowest_cash), currency)
    return (
        f"{name} goes beyond the overdraft limit of {money(limit, currency)} in {beyond} of {len(lowest_cash)} "
        f"simulated runs, at worst to {worst}."
    )


def figure(
    value: float | None, unit: str, decimals: int = 1, *, step: float | None = None, signed: bool = False
) -> str:
    """A number as a table shows it; fractions in percent; amounts no finer than a step, such as a half-width.

    >>> figure(0.1234, "fraction", 3), figure(-12_345.6, "currency", signed=True), figure(45.04, "days", 1)
    ('12.3', '−12k', '45.0')
    >>> figure(None, "days"), figure(0.0, "currency", signed=True), figure(3_120, "currency", step=240)
    ('–', '0', '3.1k')
    """
    if value is None:
        return "–"
    digits = decimals
    if unit == "fraction":
        value, digits = value * 100, max(decimals - 2, 0)
    text = _short(abs(value), step) if unit.startswith("currency") else f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def _short(size: float, step: float | None = None) -> str:
    """An amount in at most three digits, without currency; thousands have decimals only where a step asks."""
    if size < 999.5:
        return f"{size:.0f}"
    unit, letter = (1e3, "k") if size < 999_500 else (1e6, "m") if size < 999.5e6 else (1e9, "bn")
    scaled = size / unit
    fitting = 2 if scaled < 9.995 else 1 if scaled < 99.95 else 0
    asked = (
        (0 if letter == "k" else 2)
        if step is None
        else 2
        if step <= 0
        else math.ceil(-math.log10(step / unit))
    )
    return f"{scaled:.{max(0, min(fitting, asked))}f}{letter}"


def unit_in_words(unit: str, currency: str) -> str:
    """A unit as a table shows it.

    >>> unit_in_words("currency per year", "EUR"), unit_in_words("fraction", "EUR"), unit_in_words("days", "EUR")
    ('EUR per year', '%', 'days')
    """
    return "%" if unit == "fraction" else unit.replace("currency", currency)


def chance_in_words(probability: float, replications: int) -> str:
    """How often a strategy is better: of 100 runs, or of those run so far while they are few.

    >>> chance_in_words(0.86, 50), chance_in_words(1.0, 10), chance_in_words(0.25, 10)
    ('86 of 100', '10 of 10', '2.5 of 10')
    """
    if replications >= SURE_FROM:
        return out_of_100(probability)
    return f"{probability * replications:g} of {replications}"


def segment_label(name: str) -> str:
    """What a kind of customers is called; anything else as it is, with a capital letter.

    >>> segment_label("mid"), segment_label("sme"), segment_label("all")
    ('Mid-sized', 'SME', 'All')
    """
    return SEGMENT_LABELS.get(name, name[:1].upper() + name[1:])


def within_a_sentence(label: str) -> str:
    """A label as it stands within a sentence; abbreviations keep their letters.

    >>> within_a_sentence("Mid-sized"), within_a_sentence("SME")
    ('mid-sized', 'SME')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def units_of(number: float, units: str) -> str:
    """What so many are counted in: of one in the singular.

    >>> units_of(1, "months"), units_of(12, "months"), units_of(1, "months of sales"), units_of(1, "people")
    ('month', 'months', 'month of sales', 'person')
    """
    return _SINGULAR.get(units, units.removesuffix("s")) if abs(number) == 1 else units


def each_in_words(unit: str) -> str:
    """What an amount or a share is for, as it follows the figure.

    >>> each_in_words("currency per invoice"), each_in_words("fraction per month"), each_in_words("currency")
    (' an invoice', ' a month', '')
    """
    what = unit.partition("per ")[2]
    return f" {with_article(what)}" if what else ""


def with_article(words: str) -> str:
    """Words with a or an, as they are spoken.

    >>> with_article("invoice"), with_article("month"), with_article("hour"), with_article("unit")
    ('an invoice', 'a month', 'an hour', 'a unit')
    """
    begin = words.casefold()
    spoken = begin.startswith(("hour", "honest")) or (
        begin[:1] in "aeiou" and not begin.startswith(("uni", "use", "eu", "one"))
    )
    return f"{'an' if spoken else 'a'} {words}"


def ordinal(count: int) -> str:
    """A place in a row, in words up to ten.

    >>> ordinal(2), ordinal(10), ordinal(12), ordinal(21)
    ('second', 'tenth', '12th', '21st')
    """
    if 1 <= count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"
