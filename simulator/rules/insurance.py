"""Whole-turnover credit insurance: limits, what is insured of a loss, claims, salvage, premium. Amounts in cents."""

from typing import NamedTuple

from simulator.compiling import compiled
from simulator.parameters import SEGMENTS
from simulator.units import NEVER, half_even

PUBLIC = SEGMENTS.index("public")
YEAR_DAYS = 365
INSTALMENTS = 4
_ASKED_MONTHS = 3.0
_DAYS_PER_MONTH = 365.0 / 12.0
_LARGEST_LIMIT = 2_000_000_000
_UNLIMITED = 1_000_000_000_000_000_000


class ClaimTerms(NamedTuple):
    """What a policy pays of an insured loss."""

    insured_fraction: float
    excess: int  # each claim, cents
    before_share: bool  # the excess comes off the loss (clause B), not off the insurer's share (A)
    minimum_loss: int  # cents; a smaller loss is not paid


@compiled
def may_be_insured(segment: int, terms_days: int, maximum_terms_days: int) -> bool:
    """Whether a customer can be covered at all: not the public sector, and terms within the policy's.

    >>> may_be_insured(0, 30, 120), may_be_insured(PUBLIC, 30, 120), may_be_insured(0, 121, 120)
    (True, False, False)
    """
    return segment != PUBLIC and terms_days <= maximum_terms_days


@compiled
def limit_asked(
    own_limit: int, vat_fraction: float, daily_orders: float, demand_ceiling: float, order_value: float
) -> int:
    """The limit that the seller asks the insurer for, in whole currency: its own limit without VAT.

    Where the seller sets no limit it asks for three months of sales (assumption). A limit of 12,000 including 20 %:

    >>> limit_asked(1_200_000, 0.2, 0.0, 1.0, 0.0)
    10000
    """
    if own_limit >= _UNLIMITED:
        monthly = daily_orders / demand_ceiling * _DAYS_PER_MONTH * order_value
        return int(min(half_even(_ASKED_MONTHS * monthly), _LARGEST_LIMIT))
    return int(min(half_even(own_limit / (1.0 + vat_fraction) / 100.0), _LARGEST_LIMIT))


@compiled
def limit_granted(asked: int, uniform: float, refusal: float) -> int:
    """What the insurer grants: half of the refusals are outright, the other half cut the limit to a half.

    >>> limit_granted(50_000, 0.02, 0.05), limit_granted(50_000, 0.04, 0.05), limit_granted(50_000, 0.06, 0.05)
    (0, 25000, 50000)
    """
    if uniform < 0.5 * refusal:
        return 0
    return asked // 2 if uniform < refusal else asked


@compiled
def insured_loss(net: int, limit: int, used: int) -> int:
    """What is insured of an unpaid invoice, net: within the limit at its shipment, less what older ones use of it.

    Two invoices of 70,000 under a limit of 100,000:

    >>> insured_loss(70_000, 100_000, 0), insured_loss(70_000, 100_000, 70_000)
    (70000, 30000)
    """
    return max(0, min(net, limit - used))


@compiled
def first_loss(loss: int, left: int) -> int:
    """How much of a loss the seller bears as part of the year's aggregate first loss.

    >>> first_loss(40_000, 50_000), first_loss(30_000, 10_000)
    (40000, 10000)
    """
    return min(loss, left)


@compiled
def claim_amount(loss: int, terms: ClaimTerms) -> int:
    """What the insurer pays of an insured loss, before the maximum of the year.

    A debt of 120,000 under a limit of 100,000, 90 %, excess 5,000 (textbook):

    >>> claim_amount(10_000_000, ClaimTerms(0.9, 500_000, False, 0))
    8500000
    >>> claim_amount(10_000_000, ClaimTerms(0.9, 500_000, True, 0))
    8550000
    """
    if terms.before_share:
        return max(0, half_even((loss - terms.excess) * terms.insured_fraction))
    return max(0, half_even(loss * terms.insured_fraction) - terms.excess)


@compiled
def within_maximum(amount: int, multiple: float, premium: int, claimed: int) -> int:
    """A claim cut to what the year's maximum liability leaves.

    Premium 2,500, 30 times it, 18,000 paid already:

    >>> within_maximum(72_000, 30.0, 2_500, 18_000)
    57000
    """
    return max(0, min(amount, half_even(multiple * premium) - claimed))


@compiled
def salvage(received: int, insured_share: float, insured_fraction: float, most: int) -> int:
    """The insurer's share of later money on a claimed debt: pro rata of its insured part, at most what it paid.

    6,000 on a debt of 120,000, of which 100,000 were insured at 90 % (textbook):

    >>> salvage(600_000, 100_000 / 120_000, 0.9, 8_500_000)
    450000
    """
    return max(0, min(half_even(received * insured_share * insured_fraction), most))


@compiled
def part_of_claim(amount: int, insured: int, loss: int) -> int:
    """What of a claim was paid for one of its invoices, rounded down, so that the parts never exceed the claim.

    >>> part_of_claim(85_000, 30_000, 90_000), part_of_claim(85_000, 60_000, 90_000)
    (28333, 56666)
    """
    return int(amount * (insured / loss)) if loss > 0 else 0


@compiled
def instalment(rate: float, expected_sales: float) -> int:
    """A quarter of the premium that is estimated for a year.

    >>> instalment(0.0025, 400_000_000.0)
    250000
    """
    return half_even(rate * expected_sales / INSTALMENTS)


@compiled
def minimum_premium(rate: float, expected_sales: float, minimum_fraction: float, days: int) -> int:
    """The least premium for so many days of a policy year.

    >>> minimum_premium(0.0025, 400_000_000.0, 0.8, 365)
    800000
    """
    return half_even(minimum_fraction * rate * expected_sales * days / YEAR_DAYS)


@compiled
def year_premium(rate: float, covered_sales: int, least: int) -> int:
    """The premium of a policy year once its sales are known.

    >>> year_premium(0.0025, 300_000_000, 800_000), year_premium(0.0025, 400_000_000, 800_000)
    (800000, 1000000)
    """
    return max(half_even(rate * covered_sales), least)


@compiled
def instalment_day(number: int) -> int:
    """The day of the policy year on which a quarter's premium is due.

    >>> [instalment_day(number) for number in range(4)]
    [0, 91, 182, 273]
    """
    return number * 91


@compiled
def claim_day(due: int, waiting_period_days: int) -> int:
    """The day on which an unpaid invoice counts as a loss; never, if the sum is beyond all days.

    >>> claim_day(30, 180)
    210
    """
    return min(due + waiting_period_days, NEVER - 1)


@compiled
def belongs_to_claim(due: int, claim_day: int, day: int) -> bool:
    """Whether a covered invoice belongs to a claim that its customer's oldest debt brings about on a day.

    The buyer has defaulted, so all that is overdue by then is claimed at once, with one excess. Due on days 30, 200
    and 215, waiting 180 days, claimed on day 210:

    >>> [belongs_to_claim(due, due + 180, 210) for due in (30, 200, 215)]
    [True, True, False]
    """
    return claim_day == day or due < day
