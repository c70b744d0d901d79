"""What is said of a desk: the headline, which steps show no gain, and what stands around the tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from simulator.results.desk.answer import NOBODY, STOP_SUPPLY, THIS, TODAY, DeskAnswer, staff
from simulator.results.statistics import Interval
from simulator.results.words import MINUS, SURE_FROM, figure, ordinal, smallest_amount

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def count_in_words(count: int) -> str:
    """A small number in words.

    >>> count_in_words(3), count_in_words(40)
    ('three', '40')
    """
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def headline(answer: DeskAnswer) -> str:
    """What the plan brings, or that it is today's."""
    if not answer.is_changed:
        return _of_today(answer)
    who, profit = _subject(answer), answer.difference("profit")
    assert profit is not None
    if answer.replications < SURE_FROM:
        lead = "leads" if profit.mean > 0 else "lies behind"
        return f"So far {who} {lead}, by about {answer.money(profit.mean)} a year"
    gains, costs = [], []
    cash = answer.difference("lowest_cash")
    for found, told in ((cash, "{} {}headroom"), (profit, "{} {}profit a year")):
        if found is None or not found.is_clear or abs(found.mean) < smallest_amount(is_small=answer.is_small):
            continue
        size = answer.money(found.mean)
        if found.mean > 0:
            gains.append(told.format(size, "more "))
        else:
            costs.append(told.format(size, "of " if found is cash else ""))
    said = [f"brings {' and '.join(gains)}"] if gains else []
    if costs:
        said.append(f"costs {' and '.join(costs)}")
    if not said:
        return f"No clear difference between {who} and today"
    return f"{who[:1].upper()}{who[1:]} {', and '.join(said)}"


def profit_sentence(answer: DeskAnswer) -> str:
    """What the headline cannot say of profit: that it shows no clear difference, and how far it may reach."""
    found = answer.difference("profit")
    if not answer.is_changed or found is None or found.is_clear or answer.replications < SURE_FROM:
        return ""
    return f"Profit shows no clear difference from today ({span(found)} a year)."


def _of_today(answer: DeskAnswer) -> str:
    """What chasing as today brings over nobody chasing."""
    found = answer.difference("profit", TODAY, NOBODY)
    if found is None or answer.replications < SURE_FROM:
        return "Today's ladder and staff, as they are"
    if not found.is_clear:
        return "Chasing as today shows no clear gain over not chasing"
    verb = "brings" if found.mean > 0 else "loses"
    return f"Chasing as today {verb} {answer.money(found.mean)} a year over not chasing"


def _subject(answer: DeskAnswer) -> str:
    """What it is that brings something."""
    if answer.parts == ("staff",) and answer.collectors == answer.today_collectors + 1:
        return f"the {ordinal(answer.collectors)} collector"
    if answer.parts == ("staff",):
        return "the new staff"
    return "the new ladder" if answer.parts == ("ladder",) else "this plan"


def shows_no_gain(net: Interval) -> bool:
    """Whether a step's net is not clearly above zero."""
    return net.low is None or net.low <= 0


def weak_steps(answer: DeskAnswer) -> tuple[int, ...]:
    """The steps, counted from 0, of which no gain can be shown."""
    found = []
    for number in range(len(answer.ladder)):
        effect = answer.effect(number)
        if effect is not None and shows_no_gain(effect.net):
            found.append(number)
    return tuple(found)


def weak_steps_sentence(answer: DeskAnswer, numbers: Sequence[int]) -> str:
    """Which steps show no gain, by the numbers that their rows bear.

    Args:
        answer: What was played.
        numbers: The number of each step's row.
    """
    if answer.replications < SURE_FROM:
        return ""
    weak = weak_steps(answer)
    said = []
    if len(weak) == 1:
        said.append(f"Step {numbers[weak[0]]} shows no clear gain.")
    elif weak:
        names = [str(numbers[place]) for place in weak]
        said.append(f"Steps {', '.join(names[:-1])} and {names[-1]} show no clear gain.")
    elif answer.ladder and all(answer.effect(step) is not None for step in range(len(answer.ladder))):
        said.append("Every step pays for itself.")
    stop = answer.effect(STOP_SUPPLY)
    if stop is not None and stop.net.is_clear and stop.net.mean < 0:
        said.append(f"Stopping supply costs {answer.money(stop.net.mean)} a year.")
    return " ".join(said)


def by_themselves(answer: DeskAnswer, days: int = 15) -> str:
    """How much of what is late is paid without any contact."""
    unpaid = answer.variants[NOBODY].unpaid.mean(axis=0)
    if not unpaid[0] > 0:
        return ""
    share = 100 * (1 - unpaid[days] / unpaid[0])
    return (
        f"{share:.0f} % of the value that is late on the due day is paid by day {days} without any contact: "
        "no step is credited with that."
    )


def staffing_heading(answer: DeskAnswer) -> str:
    """How many collectors are enough, where the numbers decide it."""
    best = max(answer.counts, key=lambda count: float(answer.variants[staff(count)]["profit"].mean()))
    others = [count for count in answer.counts if count != best]
    clear = all(
        (found := answer.difference("profit", staff(best), staff(count))) is not None and found.is_clear
        for count in others
    )
    if not others or not clear or answer.replications < SURE_FROM:
        return "How many collectors do we need?"
    name = count_in_words(best)
    begin = f"{name[:1].upper()}{name[1:]} collector{'s' if best != 1 else ''}"
    if best + 1 in others:
        found = answer.difference("profit", staff(best + 1), staff(best))
        assert found is not None
        size, verb = answer.money(found.mean), "are" if best != 1 else "is"
        return f"{begin} {verb} enough: a {ordinal(best + 1)} costs {size} a year more than it brings"
    if best == answer.counts[-1] and _each_pays(answer):
        return f"Each collector up to {count_in_words(best)} brings more than it costs"
    return f"{begin} bring{'s' if best == 1 else ''} most profit of the numbers that were played"


def _each_pays(answer: DeskAnswer) -> bool:
    """Whether every number of collectors that was played, one apart, clearly brings more than the one before."""
    steps = [
        answer.difference("profit", staff(more), staff(fewer)) for fewer, more in pairwise(answer.counts)
    ]
    apart = all(more - fewer == 1 for fewer, more in pairwise(answer.counts))
    return apart and all(found is not None and found.is_clear and found.mean > 0 for found in steps)


def backlog_heading(answer: DeskAnswer) -> str:
    """How much waits."""
    if answer.collectors == 0:
        return "Nobody calls"
    waiting = float(np.nanmean(answer.variants[THIS].weekly_waiting))
    name = count_in_words(answer.collectors)
    who = f"{name[:1].upper()}{name[1:]} collector{'' if answer.collectors == 1 else 's'}"
    verb = "leaves" if answer.collectors == 1 else "leave"
    if waiting < 1:
        return f"{who} {verb} hardly a call waiting"
    return f"{who} {verb} {waiting:,.0f} calls waiting in an average week"


def span(found: Interval, *, thousands: bool = True) -> str:
    """An interval as a table has it.

    >>> span(Interval(10.0, 5_000.0, 15_400.0)), span(Interval(0.0, -0.34, 0.02), thousands=False)
    ('+5.0k to +15k', '−0.3 to 0.0')
    """
    if found.low is None or found.high is None:
        return ""
    if not thousands:
        return f"{days(found.low)} to {days(found.high)}"
    return f"{short(found.low)} to {short(found.high)}"


def short(amount: float) -> str:
    """An amount with its sign, two digits at least: thousands have one decimal below ten.

    >>> short(1_250.0), short(-300.0), short(52_300.0), short(0.4)
    ('+1.2k', '−300', '+52k', '0')
    """
    return figure(amount, "currency", signed=True, step=_step(amount))


def plain(amount: float) -> str:
    """The same without a plus.

    >>> plain(1_250.0), plain(-300.0), plain(52_300.0)
    ('1.2k', '−300', '52k')
    """
    return figure(amount, "currency", step=_step(amount))


def _step(amount: float) -> float:
    """Two digits at least: below ten thousand amounts are told to the hundred."""
    return 100.0 if abs(amount) < 9_950 else 1_000.0


def days(value: float) -> str:
    """Days with one decimal and a true minus.

    >>> days(-1.94), days(0.02)
    ('−1.9', '0.0')
    """
    return f"{MINUS if round(value, 1) < 0 else ''}{abs(value):.1f}"
