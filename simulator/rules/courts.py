"""Going to court: what a claim costs, how long it takes, and what a judgment brings."""

from simulator.compiling import compiled
from simulator.units import CENTS, NEVER, half_even

_FEES = ((300, 35), (500, 50), (1_000, 70), (1_500, 80), (3_000, 115), (5_000, 205), (10_000, 455))
_FEE_FRACTION, _HIGHEST_FEE = 0.05, 10_000
SMALL_CLAIM = 10_000
"""Up to this amount (currency) a defended claim is a small claim."""
LATEST_PAYMENT_DAYS = 365
"""Who pays after a judgment at all has paid a year after it (assumption)."""


@compiled
def court_fee(claim: int) -> int:
    """The court's fee for a claim, both in cents.

    Source: gov.uk/make-court-claim-for-money/court-fees: 205 up to 5,000, 455 up to 10,000, 5 % up to 200,000, then
    10,000; the fees of claims up to 3,000 are quoted from memory.

    >>> [court_fee(100 * claim) // 100 for claim in (2_500, 4_000, 8_000, 50_000, 500_000)]
    [115, 205, 455, 2500, 10000]
    """
    for highest, fee in _FEES:
        if claim <= highest * CENTS:
            return fee * CENTS
    return min(half_even(_FEE_FRACTION * claim), _HIGHEST_FEE * CENTS)


@compiled
def lawyers_fee(claim: int, undefended: int, defended_fraction: float, defended: bool) -> int:
    """What the solicitor costs (cents): a sum where nobody defends the claim, else a share of it, at least that sum.

    >>> lawyers_fee(2_000_000, 150_000, 0.115, False), lawyers_fee(2_000_000, 150_000, 0.115, True)
    (150000, 230000)
    """
    return max(undefended, half_even(defended_fraction * claim)) if defended else undefended


@compiled
def days_to_judgment(claim: int, defended: bool, default: int, small: int, large: int) -> int:
    """Days from the claim (cents) to its judgment: by default, or after a small claim's or a larger one's trial.

    >>> [days_to_judgment(claim, True, 42, 349, 523) for claim in (1_000_000, 1_000_001)]
    [349, 523]
    """
    if not defended:
        return default
    return small if claim <= SMALL_CLAIM * CENTS else large


@compiled
def judgment_pays_on(uniform: float, judgment: int, within: float, later: float, days: int) -> int:
    """The day on which a judgment is paid; NEVER if it is not.

    One draw decides: within some days (their length is the third of the terms), or later, up to a year; how far below
    the chance it lies says how soon. 45 % within 90 days, 15 % later, 40 % nothing:

    >>> [judgment_pays_on(uniform, 100, 0.45, 0.15, 90) for uniform in (0.225, 0.525)]
    [145, 328]
    >>> judgment_pays_on(0.61, 100, 0.45, 0.15, 90) == NEVER
    True
    """
    if uniform < within:
        return judgment + 1 + int(uniform / within * (days - 1))
    if uniform < within + later:
        share = (uniform - within) / later
        return judgment + days + 1 + int(share * (LATEST_PAYMENT_DAYS - days - 1))
    return NEVER
