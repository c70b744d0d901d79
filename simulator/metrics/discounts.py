"""Early-payment discounts: what they pay the buyer, what they cost the seller, and who takes them."""

from simulator.rules.discount import implied_rate_per_year

_DAYS_PER_YEAR = 365.0


def discount_rate_per_year(rate_fraction: float, days_earlier: float) -> float | None:
    """What a discount pays the buyer a year, simple (fraction): d / (1 - d) x 365 / days earlier (M18).

    2/10 net 30; the same against a real payment on day 45 (M18b); 1/10 net 30 and 3/10 net 60 (M18c):

    >>> [round(discount_rate_per_year(rate, days), 5) for rate, days in ((.02, 20), (.02, 35), (.01, 20), (.03, 50))]
    [0.37245, 0.21283, 0.18434, 0.22577]
    """
    is_defined = days_earlier > 0 and rate_fraction < 1
    return implied_rate_per_year(rate_fraction, days_earlier) if is_defined else None


def effective_discount_rate_per_year(rate_fraction: float, days_earlier: float) -> float | None:
    """The same with interest on interest (fraction): (1 + d / (1 - d)) ^ (365 / days earlier) - 1 (M18).

    >>> [round(effective_discount_rate_per_year(rate, days), 5)
    ...  for rate, days in ((0.02, 20), (0.02, 35), (0.01, 20), (0.03, 50))]
    [0.44585, 0.23452, 0.20132, 0.24901]
    """
    if days_earlier <= 0 or rate_fraction >= 1:
        return None
    return float((1 + rate_fraction / (1 - rate_fraction)) ** (_DAYS_PER_YEAR / days_earlier) - 1)


def discount_take_up_fraction(taken: float, offered: float) -> float | None:
    """Value paid with a discount / value to which it was offered (fraction) (M19).

    >>> discount_take_up_fraction(50_000, 100_000)
    0.5
    """
    return taken / offered if offered > 0 else None


def discount_leakage_fraction(early_anyway: float, taken: float) -> float | None:
    """Value of takers who would have paid inside the window anyway / value taken (fraction) (M19).

    >>> discount_leakage_fraction(20_000, 50_000)
    0.4
    """
    return early_anyway / taken if taken > 0 else None


def unearned_discount_fraction(deducted_late: float, deducted: float) -> float | None:
    """Discounts kept by those who paid after the window / discounts kept (fraction) (M19).

    >>> unearned_discount_fraction(4_000, 50_000)
    0.08
    """
    return deducted_late / deducted if deducted > 0 else None


def break_even_discount_fraction(
    cost_of_funds: float,
    window_days: float,
    pay_days: float,
    default_chance: float = 0.0,
    loss_given_default: float = 0.95,
) -> float:
    """The discount at which the seller gains nothing (fraction of the invoice) (M20).

    1 - (1 - q LGD) (1 + k t1 / 365) / (1 + k t2 / 365): money on day t1 instead of t2, and no default after t1.
    Source: Hill and Riener (1979), net present value. At 8 %, day 10 instead of 45; with a chance of default of
    0.5 %; instead of day 30:

    >>> [round(break_even_discount_fraction(0.08, 10, days, q), 6) for days, q in ((45, 0), (45, 0.005), (30, 0))]
    [0.007596, 0.01231, 0.004355]
    """
    sooner = 1 + cost_of_funds * window_days / _DAYS_PER_YEAR
    later = 1 + cost_of_funds * pay_days / _DAYS_PER_YEAR
    return 1 - (1 - default_chance * loss_given_default) * sooner / later


def discount_profit(
    cost_of_funds: float,
    receivables_saved: float,
    bad_debt_saved: float,
    rate_fraction: float,
    sales_with_discount: float,
) -> float:
    """What a discount policy adds to profit (currency per year): k x saved + bad debt saved - d x sales (M20b).

    10,000 a day; 2/10 moves 30 points of sales from day 45 to day 10, where 20 points are already: receivables fall
    from 380,000 to 275,000, and half of 3,650,000 is paid with 2 % less.

    >>> round(discount_profit(0.08, 380_000 - 275_000, 0, 0.02, 0.5 * 3_650_000), 2)
    -28100.0
    """
    return cost_of_funds * receivables_saved + bad_debt_saved - rate_fraction * sales_with_discount


def break_even_policy_discount_fraction(
    cost_of_funds: float, receivables_saved: float, bad_debt_saved: float, sales_with_discount: float
) -> float | None:
    """The discount at which the policy of M20b gains nothing (fraction of the invoice).

    >>> round(break_even_policy_discount_fraction(0.08, 105_000, 0, 0.5 * 3_650_000), 6)
    0.004603
    """
    gain = cost_of_funds * receivables_saved + bad_debt_saved
    return gain / sales_with_discount if sales_with_discount > 0 else None
