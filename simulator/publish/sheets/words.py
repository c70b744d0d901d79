"""Levers as a written policy tells them: whether a lever is in force, its value, its sentence.

All of it comes from the dictionary (`policy` of an entry); there is no other list of levers here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.levers import Levers, Step
from simulator.parameters import Parameter, PolicyWords, dictionary, told
from simulator.results.words import MINUS, symbol, units_of

SEGMENT_NAMES = {
    "large": "large customers",
    "mid": "mid-sized customers",
    "sme": "SMEs",
    "micro": "micro firms",
    "public": "public bodies",
    "all": "all customers",
    "all_but_large": "all customers but large ones",
}
_NOTHING = (0, "none", None)
"""Values of a lever with which those that need it do nothing."""


def value_of(levers: Levers, key: str) -> Any:
    """A lever's value."""
    group, _, name = key.partition(".")
    return getattr(getattr(levers, group), name)


def words_of(key: str) -> PolicyWords:
    """How the dictionary tells a lever in a policy."""
    words = dictionary()[key].policy
    assert words is not None, f"{key} is no lever"
    return words


def in_force(levers: Levers, key: str) -> bool:
    """Whether a lever does anything under a strategy.

    >>> in_force(Levers(), "discount.window_days"), in_force(Levers(), "collections.write_off_days")
    (False, True)
    """
    words = words_of(key)
    needed = [name for name in dictionary()[key].needs.split(" or ") if name and name != key]
    if needed and not any(in_force(levers, one) and _is_something(value_of(levers, one)) for one in needed):
        return False
    if words.beside and not any(in_force(levers, one) for one in words.beside):
        return False
    if not all(_has_one_of(value_of(levers, one), wanted) for one, wanted in words.only.items()):
        return False
    return not _is_off(value_of(levers, key), words.off)


def _is_something(value: Any) -> bool:
    """Whether those that need this value have an effect with it."""
    if isinstance(value, Mapping):
        return any(_is_something(inner) for inner in value.values())
    return value not in _NOTHING


def _has_one_of(value: Any, wanted: Sequence[Any]) -> bool:
    """Whether a value is one of those wanted; a ladder, whether it has a step through one of the channels."""
    if isinstance(value, tuple):
        return any(isinstance(step, Step) and step.channel in wanted for step in value)
    return value in wanted


def _is_off(value: Any, off: Sequence[Any]) -> bool:
    if isinstance(value, Mapping):
        return bool(off) and all(inner in off for inner in value.values())
    if isinstance(value, tuple):
        return not value and [] in off
    return value in off


def sentence(levers: Levers, key: str, currency: str) -> str:
    """A lever's sentence with its value; nothing where it is told as label and value.

    >>> sentence(Levers().but(discount={"rate_fraction": 0.02}), "discount.rate_fraction", "EUR")
    'A customer who pays within the window keeps 2 % of the invoice.'
    """
    words, parameter, value = words_of(key).says, dictionary()[key], value_of(levers, key)
    if isinstance(words, Mapping):
        words = words.get(told(value), words.get("*", ""))
    if not words:
        return ""
    return words.format(
        value=value_text(parameter, value, currency), number=_number(value), signed=_signed(parameter, value)
    )


def value_text(parameter: Parameter, value: Any, currency: str) -> str:
    """A value with its unit, as a policy has it.

    >>> value_text(dictionary()["discount.rate_fraction"], 0.02, "EUR")
    '2 %'
    >>> value_text(dictionary()["credit_policy.terms_shift_days"], {"A": 10, "B": 0, "C": -16, "N": 0}, "EUR")
    'A +10 days, C −16 days'
    """
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return _by_code(parameter, value, currency)
    if parameter.type == "choice":
        return SEGMENT_NAMES.get(value, str(value).replace("_", " "))
    if parameter.type == "ladder":
        return f"{len(value)} steps"
    unit = parameter.unit
    if unit == "fraction":
        return f"{_number(100 * value)} %"
    if unit == "per year":
        return f"{_number(100 * value)} % a year"
    if unit.startswith("currency"):
        return f"{amount(value, currency)}{_each(unit)}"
    average = "average " if unit == "orders" else ""
    return f"{_number(value)} {average}{units_of(value, unit)}"


def amount(value: float, currency: str) -> str:
    """An amount to the unit, or to the cent where it has cents.

    >>> amount(10_000.0, "EUR"), amount(0.5, "GBP"), amount(35.0, "CHF")
    ('€10,000', '£0.50', 'CHF 35')
    """
    return (
        f"{symbol(currency)}{value:,.0f}" if float(value).is_integer() else f"{symbol(currency)}{value:,.2f}"
    )


def _each(unit: str) -> str:
    """What an amount is for: " a year", " per claim".

    >>> _each("currency"), _each("currency per year"), _each("currency per claim")
    ('', ' a year', ' per claim')
    """
    what = unit.removeprefix("currency").strip()
    return {"": "", "per year": " a year", "per policy year": " a policy year"}.get(what, f" {what}")


def _by_code(parameter: Parameter, values: Mapping[str, Any], currency: str) -> str:
    """What holds for which risk code; codes without anything are left out."""
    off = words_of(parameter.key).off
    parts = []
    for code, value in values.items():
        if value in off:
            continue
        if parameter.unit == "times":
            parts.append(f"{code} × {_number(value)}")
        elif parameter.unit == "days":
            parts.append(f"{code} {_signed(parameter, value)}")
        else:
            one = parameter.model_copy(update={"by": ()})
            parts.append(f"{code} {value_text(one, value, currency)}")
    return ", ".join(parts) or "none"


def _number(value: Any) -> str:
    """A plain number, with at most four digits behind the point."""
    if not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def _signed(parameter: Parameter, value: Any) -> str:
    """A change with its sign, and its unit where there is one."""
    if not isinstance(value, int | float):
        return ""
    unit = parameter.unit.removesuffix("s") if abs(value) == 1 else parameter.unit
    return f"{'+' if value > 0 else ''}{_number(value)} {unit}"
