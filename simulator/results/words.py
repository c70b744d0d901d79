"""Results in words: what an amount, a chance and a comparison read like.

True minus sign, three digits at most, natural frequencies, and no number that the interval does not support.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.metrics.catalogue import CATALOGUE
from simulator.results.comparison import Comparison, Difference, Result

MINUS = "−"
SURE_FROM = 30
"""Below so many replications only leads are named."""

JUDGE = "profit_to_the_end"
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
_OTHER_CRITERIA = ("lowest_cash", "dso_countback_days", "write_offs")
_PER_YEAR = (JUDGE, "write_offs")


def money(amount: float, currency: str) -> str:
    """An amount without its sign, short (three digits at most).

    >>> money(-71_300, "EUR"), money(1_234_567, "GBP"), money(420, "EUR"), money(25_000_000, "CHF")
    ('€71k', '£1.23m', 'under €1k', 'CHF 25.0m')
    """
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    size = abs(amount)
    if size < 1_000:
        return f"under {symbol}1k"
    return f"{symbol}{_short(size)}"


def signed_money(amount: float, currency: str) -> str:
    """An amount with its sign.

    >>> signed_money(25_400, "EUR"), signed_money(-71_000, "EUR"), signed_money(-20, "EUR")
    ('+€25k', '−€71k', 'under €1k')
    """
    return money(amount, currency) if abs(amount) < 1_000 else sign(amount) + money(amount, currency)


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


def verdict(comparison: Comparison) -> str:
    """Which strategy does best on profit to the end, by how much, how sure; then a clause for each other one."""
    if not comparison.others:
        profit = comparison.first.mean(JUDGE) or 0.0
        amount = money(profit / _years(comparison), comparison.currency)
        return f"{comparison.first.name} alone was run: {'a loss' if profit < 0 else 'a profit'} of {amount} a year."
    ranked = sorted(comparison.results, key=lambda result: -(result.mean(JUDGE) or 0.0))
    if comparison.replications < SURE_FROM:
        return _so_far(comparison, ranked[0], ranked[1])
    best = ranked[0]
    sentences = [_headline(comparison, best, ranked[1])]
    if best is not comparison.first:
        sentences.append(_how_often(comparison, best))
    sentences += [_clause(comparison, other) for other in comparison.others if other is not best]
    return " ".join(sentences)


def _headline(comparison: Comparison, best: Result, second: Result) -> str:
    lead = comparison.difference(best, JUDGE, to=second)
    if lead is None or not lead.is_clear:
        return f"{best.name} and {second.name} cannot be told apart on profit."
    if best is comparison.first:
        amount = _amount(comparison, JUDGE, lead.mean)
        return f"Nothing here beats {best.name} on profit: the closest, {second.name}, costs {amount} a year."
    gain = comparison.difference(best, JUDGE)
    assert gain is not None
    by = f"{signed_money(gain.mean / _years(comparison), comparison.currency)} profit a year"
    also = _largest_other_gain(comparison, best)
    return f"{best.name} does best: {by}{f' and {also}' if also else ''}."


def _how_often(comparison: Comparison, best: Result) -> str:
    found = comparison.difference(best, JUDGE)
    assert found is not None
    chance = out_of_100(found.probability_better or 0.0)
    clear = "" if found.is_clear else "No clear difference: it"
    return f"{clear or 'It'} beats {comparison.first.name} in {chance} simulated runs."


def _so_far(comparison: Comparison, best: Result, second: Result) -> str:
    lead = comparison.difference(best, JUDGE, to=second)
    count = comparison.replications
    if lead is None or lead.mean == 0:
        return f"So far no strategy leads ({count} replications)."
    wins = chance_in_words(lead.probability_better or 0.0, count)
    amount = _amount(comparison, JUDGE, lead.mean)
    about = "" if amount.startswith("under") else "about "
    return (
        f"So far {best.name} leads {second.name}, by {about}{amount} profit a year "
        f"({wins} so far). {SURE_FROM} replications or more give a verdict."
    )


def _largest_other_gain(comparison: Comparison, result: Result) -> str:
    """The clear gain that is largest next to its own level, in words."""
    gains = []
    for name in _OTHER_CRITERIA:
        found = comparison.difference(result, name)
        if found and found.is_clear and _is_gain(name, found):
            level = abs(comparison.first.mean(name) or 0.0)
            gains.append((abs(found.mean) / level if level else 0.0, _phrase(comparison, name, found)))
    return max(gains)[1] if gains else ""


def _clause(comparison: Comparison, result: Result) -> str:
    """What another strategy gains and costs, next to the first; only what is clear."""
    found = {name: comparison.difference(result, name) for name in (JUDGE, *_OTHER_CRITERIA)}
    clear = {name: difference for name, difference in found.items() if difference and difference.is_clear}
    gains = [_phrase(comparison, name, item) for name, item in clear.items() if _is_gain(name, item)]
    costs = [_phrase(comparison, name, item) for name, item in clear.items() if not _is_gain(name, item)]
    if not clear:
        return f"{result.name} shows no clear difference from {comparison.first.name}."
    what = " but ".join(", ".join(part) for part in (gains, costs) if part)
    return f"{result.name} brings {what}."


def _is_gain(name: str, difference: Difference) -> bool:
    return (difference.mean > 0) == (CATALOGUE[name].better == "higher")


def _phrase(comparison: Comparison, name: str, difference: Difference) -> str:
    """A difference in words, such as "€71k less profit a year"."""
    amount = _amount(comparison, name, difference.mean)
    more = difference.mean > 0
    if name == "dso_countback_days":
        return f"{amount} {'more' if more else 'less'} DSO"
    if name == "lowest_cash":
        return f"{amount} {'more' if more else 'less'} cash at the low point"
    if name == "write_offs":
        return f"{amount} {'more' if more else 'less'} written off a year"
    return f"{amount} {'more' if more else 'less'} profit a year"


def _amount(comparison: Comparison, name: str, value: float) -> str:
    if CATALOGUE[name].unit == "days":
        size = abs(value)
        return f"{size:.1f} days" if size >= 0.05 else "under 0.1 days"
    return money(value / (_years(comparison) if name in _PER_YEAR else 1.0), comparison.currency)


def _years(comparison: Comparison) -> float:
    return comparison.horizon_days / 365


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
