"""What the credit desk keeps of a customer: its risk code, its limit, and what it is asked to pay before delivery."""

from simulator.compiling import compiled
from simulator.rules.credit import UNLIMITED
from simulator.units import half_even

CODE_A, CODE_B, CODE_C, CODE_N, CODE_P = 0, 1, 2, 3, 4
N_CODES = 5
"""Risk codes: good, average, bad, new; and prepayment, for whom we refused credit."""

LAST_A, LAST_B = 0.50, 0.90
"""Shares of the applicants up to which a score is an A, and up to which it is a B.

Source: D&B UK Failure Score, Risk Indicator 1 and 2 are the best 50 %, 3 the next 40 %, 4 the worst 10 %.
"""
NEW_DAYS = 183
"""Source: payontime.co.uk, a customer is new for six months."""
NO_SCORE = -1.0
NO_REVIEW = -1_000_000
"""Month of the last review of a customer who has had none."""
_MONTHS, _DAYS = 12.0, 365.0


@compiled
def risk_code(score: float, days_known: int) -> int:
    """Risk code of a customer who buys on credit, by its last score; without a score it is average.

    >>> risk_code(0.30, 400), risk_code(0.95, 400), risk_code(-1.0, 400), risk_code(0.30, 100)
    (0, 2, 1, 3)
    """
    if days_known < NEW_DAYS:
        return CODE_N
    if score < 0.0:
        return CODE_B
    if score <= LAST_A:
        return CODE_A
    return CODE_B if score <= LAST_B else CODE_C


@compiled
def limit_of_code(limit: int, multiplier: float) -> int:
    """Credit limit of a risk code, in cents; no limit stays none, but for a multiplier of 0.

    >>> limit_of_code(2_000_000, 0.5), limit_of_code(UNLIMITED, 0.0), limit_of_code(UNLIMITED, 0.5) == UNLIMITED
    (1000000, 0, True)
    """
    if multiplier == 1.0:
        return limit
    if limit >= UNLIMITED:
        return 0 if multiplier <= 0.0 else UNLIMITED
    return half_even(min(limit * multiplier, 1e18))


@compiled
def pays_deposit(uniform: float, share: float, accepts_prepayment: float) -> bool:
    """Whether a customer goes along with a deposit; of those asked to pay everything before, this share does.

    A deposit of a half is accepted by 1 - 0.65 x 0.5 = 67.5 %:

    >>> pays_deposit(0.67, 0.5, 0.35), pays_deposit(0.68, 0.5, 0.35), pays_deposit(0.34, 1.0, 0.35)
    (True, False, True)
    """
    return uniform < 1.0 - (1.0 - accepts_prepayment) * share


@compiled
def decision_days(report_days: int, own_days: int, committee_days: int, is_above: bool) -> int:
    """Days from application to decision: the report, our own work, and the committee for what is above the authority.

    >>> decision_days(1, 2, 7, True), decision_days(1, 2, 7, False)
    (10, 3)
    """
    return report_days + own_days + (committee_days if is_above else 0)


@compiled
def month_of_look(month: int, days_ago: int) -> int:
    """The month in which a customer was scored so many days before the first of this month, to the nearest.

    An applicant scored on the first of the month before, and one scored a year ago:

    >>> month_of_look(5, 28), month_of_look(5, 31), month_of_look(5, 365)
    (4, 4, -7)
    """
    return month - int(days_ago * _MONTHS / _DAYS + 0.5)


@compiled
def is_due_for_review(month: int, last: int, code: int, every: int, every_risky: int) -> bool:
    """Whether a customer is scored anew this month; bad ones and those on prepayment more often.

    >>> is_due_for_review(12, 0, CODE_A, 12, 3), is_due_for_review(3, 0, CODE_C, 12, 3)
    (True, True)
    >>> is_due_for_review(99, 0, CODE_A, 0, 3)
    False
    """
    if every <= 0:
        return False
    months = every_risky if code in (CODE_C, CODE_P) else every
    return month - last >= months
