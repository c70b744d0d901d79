"""What lateness, insurance and factoring charge: the textbook's sums."""

from typing import NamedTuple

from simulator.rules.late_charges import late_interest

_DAYS_PER_YEAR = 365.0


def late_payment_interest(amount: float, rate_per_year: float, days_late: float) -> float:
    """Statutory interest on a late payment (currency): amount x rate x days / 365 (M27); compensation is extra.

    10,000 paid 45 days late, in the United Kingdom at 11.75 % (and 100 of compensation), in the European Union at
    10.15 % (and 40):

    >>> [round(late_payment_interest(10_000, rate, 45), 3) for rate in (0.1175, 0.1015)]
    [144.863, 125.137]
    """
    return float(late_interest(amount, rate_per_year, days_late))


def late_charges_collected_fraction(received: float, charged: float) -> float | None:
    """Late charges received / charged (fraction): most of what is charged for lateness is never paid.

    Two invoices of 10,000 paid 45 days late at 11.75 % and 100 each; one of them pays the charge:

    >>> late_charges_collected_fraction(244.863, 2 * 244.863)
    0.5
    """
    return received / charged if charged > 0 else None


def insurance_break_even_losses(premium: float, insured_fraction: float) -> float | None:
    """Covered losses at which claims equal the premium (currency): premium / insured share (M28).

    0.25 % of 4 million, 90 % insured:

    >>> round(insurance_break_even_losses(0.0025 * 4_000_000, 0.9), 2)
    11111.11
    """
    return premium / insured_fraction if insured_fraction > 0 else None


class Factoring(NamedTuple):
    """A factor's offer (fractions of the invoice; the rate per year)."""

    advance_fraction: float
    fee_fraction: float
    rate_per_year: float


def factoring_cost(invoices: float, offer: Factoring, days: float) -> float:
    """What factoring costs (currency): fee + advance x rate x days / 365, on the invoices (M29).

    >>> round(factoring_cost(100_000, Factoring(0.85, 0.012, 0.07), 45), 2)
    1933.56
    """
    return invoices * (
        offer.fee_fraction + offer.advance_fraction * offer.rate_per_year * days / _DAYS_PER_YEAR
    )


def factoring_rate_per_year(offer: Factoring, days: float) -> float | None:
    """The cost of factoring as a simple yearly rate on the cash advanced (fraction) (M29).

    >>> round(factoring_rate_per_year(Factoring(0.85, 0.012, 0.07), 45), 5)
    0.18451
    """
    if offer.advance_fraction <= 0 or days <= 0:
        return None
    return factoring_cost(1.0, offer, days) / offer.advance_fraction * _DAYS_PER_YEAR / days
