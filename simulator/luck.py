"""Luck: random numbers that are addressed, never consumed.

``luck(seed, replication, stream, customer, index)`` is a pure function of its address, so a draw never depends
on the order of events, on the strategy, on the number of workers, or on another customer. It is the only source
of randomness in the product. The hash is the SplitMix64 finaliser (Steele, Lea & Flood 2014, "Fast splittable
pseudorandom number generators") applied to keys that move by the golden ratio.
"""

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled, is_interpreted


class Stream(IntEnum):
    """One stream for each kind of draw; its index is named in brackets."""

    ORDER_GAP = 1  # order number
    ORDER_SIZE = 2
    ORDER_KEEP = 3
    LATENESS = 4  # order number, this and the ten that follow
    CAUSE = 5
    PAYABLE_READY = 6
    DISCOUNT = 7
    UNEARNED = 8
    PARTIAL_PAYMENT = 9
    PAYMENT_PLAN = 10
    DEBIT_FAILURE = 11
    BILLING_LAG = 12
    BILLING_ERROR = 13
    RETENTION = 14
    DISPUTE = 15
    DISPUTE_DAYS = 16
    DISPUTE_OUTCOME = 17
    DISPUTE_DISCLOSURE = 18
    AGENCY_OUTCOME = 19
    LEGAL_OUTCOME = 20
    SALES_OVERRIDE = 21
    HOLD_LOST = 22
    CONTACT_REACHED = 23  # day and channel, see contact_index
    PROMISE_MADE = 24
    PROMISE_KEPT = 25
    PROMISE_DAYS = 26
    CALL_MINUTES = 27
    HABIT = 28  # 0
    BOOK_FACTOR = 29  # due week (customer 0)
    CUSTOMER_FACTOR = 30  # issue month
    DUE_WEEK_FACTOR = 31
    DUE_DAY_FACTOR = 32
    APPLICANT = 33  # applicant number
    HEALTH = 34  # month
    ECONOMY = 35  # month (customer 0)
    REGIME = 36
    INFORMAL = 37  # 0
    LOSS_GIVEN_DEFAULT = 38
    DIVIDEND = 39
    SECURITY = 40
    SCORE_NOISE = 41  # review date
    CHURN = 42  # month
    INSURER_LIMIT = 43  # request date
    PAYMENT_RUN = 44  # run number
    INSURER_SIGHT = 46  # day
    DISPUTE_MINUTES = 48  # order number
    COVER_CUT = 60  # day
    QUALITY = 70  # 0
    MARGINAL_APPLICANT = 71  # 0
    APPLICANT_WITHDRAWS = 72  # 0
    PREPAYMENT = 73  # 0
    ALERT = 74  # month
    TITLE = 75  # 0
    FRAUD = 76  # 0
    ANALYST_MINUTES = 80  # day on which the file was opened
    STALE_SCORE = 81  # day
    LATE_CHARGE_PAID = 90  # order number
    UNEARNED_CHARGED_BACK = 91  # order number
    DIRECT_DEBIT = 92  # 0
    LEAVES_UNPAID = 120  # 0
    OVERDUE_TOLD = 110  # order number, this and the next
    LATE_NOTICE = 111
    LEGAL_DEFENCE = 100  # order number
    RESAMPLE = 45  # place in the resample (of the experiment, not of a run)


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)
_SCALE = 1.0 / 9007199254740992.0  # 2^-53
_CHANNELS = 16
_RESAMPLE = int(Stream.RESAMPLE)


@compiled
def _mixed(key: np.uint64) -> np.uint64:
    """SplitMix64's finaliser: every bit of the key moves every bit of the answer."""
    key = (key ^ (key >> _S30)) * _FIRST
    key = (key ^ (key >> _S27)) * _SECOND
    return key ^ (key >> _S31)


@compiled
def _stepped(key: np.uint64, number: int) -> np.uint64:
    """A new key from a key and a whole number (negative ones wrap around)."""
    return _mixed(np.uint64(key) + _GOLDEN * (np.uint64(np.int64(number)) + np.uint64(1)))


if is_interpreted():  # NumPy warns of the wrap-around that is meant; compiled code wraps in silence
    _stepped = np.errstate(over="ignore")(_stepped)


@compiled
def run_key(seed: int, replication: int) -> np.uint64:
    """The key of one run; every draw of the run steps on from it."""
    return _stepped(_stepped(np.uint64(0x243F6A8885A308D3), seed), replication)


@compiled
def drawn(key: np.uint64, stream: int, customer: int, index: int) -> float:
    """The draw at an address of the run with this key, uniform in the open interval (0, 1)."""
    bits = _stepped(_stepped(_stepped(np.uint64(key), stream), customer), index)
    return (float(bits >> _S11) + 0.5) * _SCALE


def luck(seed: int, replication: int, stream: Stream, customer: int, index: int) -> float:
    """The draw at an address, uniform in the open interval (0, 1).

    >>> luck(2026, 0, Stream.LATENESS, 7, 3) == luck(2026, 0, Stream.LATENESS, 7, 3)
    True
    """
    with np.errstate(over="ignore"):
        return float(drawn(np.uint64(run_key(seed, replication)), int(stream), customer, index))


@compiled
def fill_resamples(picks: NDArray[np.int64], key: np.uint64) -> None:
    """Fill [resample, place] with the replications that each resample takes, with repetition (0 to places - 1)."""
    resamples, count = picks.shape
    for resample in range(resamples):
        for place in range(count):
            picks[resample, place] = int(drawn(key, _RESAMPLE, resample, place) * count)


@compiled
def contact_index(day: int, channel: int) -> int:
    """Address of a contact: the day and the channel, so that a call on day 40 has one luck under every strategy.

    >>> contact_index(40, 2)
    642
    """
    return day * _CHANNELS + channel


# Coefficients of Wichura's algorithm AS 241 (Applied Statistics 37, 1988), accurate to about 1e-16.
_A = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_B = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_C = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_D = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_E = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_F = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


@compiled
def _ratio(above: tuple[float, ...], below: tuple[float, ...], x: float) -> float:
    """Quotient of two polynomials of degree seven (Horner)."""
    top = above[7]
    bottom = below[7]
    for power in range(6, -1, -1):
        top = top * x + above[power]
        bottom = bottom * x + below[power]
    return top / bottom


@compiled
def normal_quantile(probability: float) -> float:
    """Standard normal quantile (Wichura, AS 241).

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    middle = probability - 0.5
    if abs(middle) <= 0.425:
        return middle * _ratio(_A, _B, 0.180625 - middle * middle)
    tail = probability if middle < 0.0 else 1.0 - probability
    depth = math.sqrt(-math.log(tail))
    value = _ratio(_C, _D, depth - 1.6) if depth <= 5.0 else _ratio(_E, _F, depth - 5.0)
    return -value if middle < 0.0 else value


@compiled
def normal_probability(x: float) -> float:
    """Standard normal distribution function.

    >>> round(normal_probability(1.959964), 4)
    0.975
    """
    return 0.5 * math.erfc(-x / math.sqrt(2.0))
