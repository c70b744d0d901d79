"""Values of inputs, days and small words, as a board page shows them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from simulator.experiment.dangers import plain_title
from simulator.parameters import SEGMENT_LABELS, dictionary, told
from simulator.results.words import MINUS, each_in_words, symbol, units_of, within_a_sentence

if TYPE_CHECKING:
    from simulator.parameters import Parameter
    from simulator.results.comparison import Comparison

_YEARLY = "per year"
_UNITS = {"times": "times", "minutes": "min", "months": "months", "months of sales": "months"}
_INVARIABLE = ("times", "min", "")
_WHOLE_FROM = 1_000.0
"""Larger amounts have no decimals (currency)."""


def value_text(key: str, value: Any, currency: str) -> str:
    """An input's value, exact, in the unit that a person reads.

    >>> value_text("discount.rate_fraction", 0.02, "EUR"), value_text("company.overdraft_limit", 1.5e6, "EUR")
    ('2 %', '€1,500,000')
    >>> value_text("company.annual_credit_sales", 3_088_628.4, "EUR")
    '€3,088,628 a year'
    >>> value_text("terms.net_days", None, "EUR"), value_text("credit_policy.stop_supply_days", 60, "EUR")
    ('not set', '60 d')
    >>> value_text("portfolio.terms_days", {"large": 30, "mid": 45}, "EUR")
    'large 30 d, mid-sized 45 d'
    >>> value_text("credit_policy.review_months", 1, "EUR"), value_text("terms.cost_per_invoice_check", 2, "EUR")
    ('1 month', '€2 an invoice')
    """
    entry = dictionary()[key]
    if value is None:
        return "not set"
    if entry.type == "ladder":
        return "; ".join(_step(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_word(word)} {value_text(key, one, currency)}" for word, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(value_text(key, one, currency) for one in value)
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _number(entry, value, currency)


def _word(name: str) -> str:
    """A kind of customers, or another name, as people write it."""
    return within_a_sentence(SEGMENT_LABELS.get(name, name)).replace("_", " ")


def _number(entry: Parameter, value: float, currency: str) -> str:
    sign = MINUS if value < 0 else ""
    size = abs(value)
    each = each_in_words(entry.unit)
    if entry.unit.startswith("fraction") or entry.unit == _YEARLY:
        return f"{sign}{float(f'{100.0 * size:.6g}'):g} %{each}"
    if entry.unit.startswith("currency"):
        return f"{sign}{symbol(currency)}{f'{size:,.0f}' if size >= _WHOLE_FROM else told(size)}{each}"
    if entry.unit.startswith("days"):
        return f"{sign}{told(size)} d"
    unit = _UNITS.get(entry.unit, "")
    return f"{sign}{told(size)} {unit if unit in _INVARIABLE else units_of(size, unit)}".rstrip()


def _step(step: Any) -> str:
    values = dict(step) if isinstance(step, Mapping) else step.model_dump()
    day = values["day"]
    words = [f"{MINUS if day < 0 else ''}{abs(day)} {str(values['channel']).replace('_', ' ')}"]
    words += [", ".join(values["segments"])] if values.get("segments") else []
    words += [f"{name} {told(values[name])}" for name in ("above", "below") if values.get(name) is not None]
    return " ".join(words)


def change_text(key: str, before: Any, after: Any, currency: str) -> str:
    """What a strategy changes, with both values.

    >>> change_text("collections.collectors", 1, 2, "EUR"), change_text("discount.rate_fraction", 0.0, 0.02, "EUR")
    ('Collectors 1 to 2', 'Discount for paying early 0 % to 2 %')
    """
    entry = dictionary()[key]
    if entry.type == "ladder":
        return f"{plain_title(key)}: {len(after)} steps instead of {len(before)}"
    if isinstance(after, Mapping) and isinstance(before, Mapping):
        moved = {word: value for word, value in after.items() if before.get(word) != value}
        usual = {word: before.get(word) for word in moved}
        return f"{plain_title(key)} {value_text(key, moved, currency)} instead of {value_text(key, usual, currency)}"
    old, new = (value_text(key, one, currency) for one in (before, after))
    if entry.type == "choice":
        return f"{plain_title(key)}: {new} instead of {old}"
    return f"{plain_title(key)} {old} to {new}"


def day_text(day: date) -> str:
    """A day as people write it.

    >>> day_text(date(2027, 6, 30))
    '30 June 2027'
    """
    return f"{day.day} {day:%B %Y}"


def month_end(comparison: Comparison) -> date:
    """The last day of the month that ends nearest to the middle of the horizon."""
    middle = comparison.start_date + timedelta(days=comparison.horizon_days // 2)
    this = middle.replace(day=monthrange(middle.year, middle.month)[1])
    before = middle.replace(day=1) - timedelta(days=1)
    return min((this, before), key=lambda day: abs((day - middle).days))


def lowered(text: str) -> str:
    """A text that goes on in a sentence; names in capitals stay.

    >>> lowered("Write-offs avoided"), lowered("DSO")
    ('write-offs avoided', 'DSO')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
