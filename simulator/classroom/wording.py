"""How far something moved, in words: no sign has to be read, and nothing "fell by −3"."""

from __future__ import annotations


def moved(what: str, change: float, unit: str = "EUR", decimals: int = 0) -> str:
    """A change as a clause without its full stop.

    >>> moved("Profit", -6_145), moved("It", 0.04, "days", 1), moved("They", 12.3, "percent", 1)
    ('Profit fell by 6,145 EUR', 'It did not change', 'They rose by 12.3 percent')
    """
    size = f"{abs(change):,.{decimals}f}"
    if not float(size.replace(",", "")):
        return f"{what} did not change"
    return f"{what} {'rose' if change > 0 else 'fell'} by {size} {unit}"


def more_or_less(amount: float, unit: str = "EUR", decimals: int = 0) -> str:
    """An amount beside another one.

    >>> more_or_less(12_400), more_or_less(-12_400)
    ('12,400 EUR more', '12,400 EUR less')
    """
    return f"{abs(amount):,.{decimals}f} {unit} {'less' if amount < 0 else 'more'}"


def part(fraction: float) -> str:
    """A part in whole percent, with a true minus sign.

    >>> part(0.42), part(-0.05)
    ('42 %', '−5 %')
    """
    return f"{100 * fraction:.0f} %".replace("-", "\N{MINUS SIGN}")
