"""When a customer means to pay: a clock of hazard that contacts speed up and stress slows down.

An invoice draws once how much cumulative hazard it needs. The clock runs along the customer's law (cumulative
hazard by days relative to due); a reached contact multiplies the hazard, and the multiplier fades with a
half-life. The invoice is meant to be paid when the needed hazard is used up. Source: design of the project
(domain model, section 4); proportional hazards as in Cox (1972).
"""

import math
from typing import Any, NamedTuple

from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import normal_probability, normal_quantile

_LN2 = math.log(2.0)
_FAINT = 1e-12
_FOREVER = 1e9


class Clock(NamedTuple):
    """How far an invoice has come: all in days of the customer's axis."""

    day: float  # the moment up to which the clock has run
    position: float  # days relative to due on the clock's own time
    hazard_left: float  # cumulative hazard still needed; 0: means to pay


class Pace(NamedTuple):
    """How fast the clock runs."""

    slowdown: float  # 1 for a healthy customer; the clock after due runs at 1 / slowdown
    response: float  # share of a contact's effect: 1 forgotten or deliberate, 0.5 liquidity, 0 disputed
    cap: float  # days late after which every payer has paid


class Pressure(NamedTuple):
    """What earlier contacts still add to the hazard multiplier, at the clock's day."""

    soft: float  # by e-mail
    firm: float  # by a person or a formal letter
    soft_half_life: float  # days
    firm_half_life: float  # days


@compiled
def lateness_uniform(habit_share: float, habit: float, own: float) -> float:
    """The invoice's place in its customer's law, from the customer's habit and its own draw, both normal.

    >>> lateness_uniform(0.0, 9.0, 0.0)
    0.5
    """
    return normal_probability(math.sqrt(habit_share) * habit + math.sqrt(1.0 - habit_share) * own)


class Common(NamedTuple):
    """What an invoice has in common with others, each a standard normal."""

    book: float  # with all that is due in its week
    customer: float  # with its customer's of the same month of issue
    due_week: float  # with its customer's due in the same week
    due_day: float  # with its customer's due on the same day


@compiled
def dependent(shares: NDArray[Any], common: Common, own: float) -> float:
    """A standard normal of which shares are common: invoices that have something in common are late together.

    Args:
        shares: of the variance, in the order of ``Common``; together below 1.
        common: the common normals.
        own: the invoice's own normal.

    >>> import numpy as np
    >>> dependent(np.array([0.0, 0.36, 0.0, 0.0]), Common(0.0, 1.0, 0.0, 0.0), 1.0)
    1.4
    """
    book, customer, due_week, due_day = shares[0], shares[1], shares[2], shares[3]
    return (
        math.sqrt(book) * common.book
        + math.sqrt(customer) * common.customer
        + math.sqrt(due_week) * common.due_week
        + math.sqrt(due_day) * common.due_day
        + math.sqrt(1.0 - (book + customer + due_week + due_day)) * own
    )


@compiled
def normal(uniform: float) -> float:
    """Standard normal from a uniform draw."""
    return normal_quantile(uniform)


@compiled
def needed_hazard(uniform: float) -> float:
    """Cumulative hazard at which this share of invoices is paid: -ln(1 - u).

    >>> round(needed_hazard(0.5), 6)
    0.693147
    """
    return -math.log1p(-min(uniform, 1.0 - 1e-15))


@compiled
def hazard_before(law: NDArray[Any], position: float) -> float:
    """Cumulative hazard of the law strictly before a position (a jump at the position is not yet met)."""
    days = law[0]
    hazards = law[1]
    last = days.shape[0] - 1
    if position <= days[0]:
        return 0.0
    if position > days[last]:
        return hazards[last] + (position - days[last]) * _last_slope(law)
    knot = 1
    while days[knot] < position:
        knot += 1
    step = days[knot] - days[knot - 1]
    return hazards[knot - 1] + (hazards[knot] - hazards[knot - 1]) * (position - days[knot - 1]) / step


@compiled
def _last_slope(law: NDArray[Any]) -> float:
    """Hazard per day beyond the last knot: the last rising piece goes on."""
    days = law[0]
    hazards = law[1]
    knot = days.shape[0] - 1
    while knot > 0:
        step = days[knot] - days[knot - 1]
        if step > 0.0 and hazards[knot] > hazards[knot - 1]:
            return (hazards[knot] - hazards[knot - 1]) / step
        knot -= 1
    return 0.0


@compiled
def _slope(law: NDArray[Any], knot: int) -> float:
    """Hazard per day after a knot."""
    if knot >= law.shape[1] - 1:
        return _last_slope(law)
    return (law[1, knot + 1] - law[1, knot]) / (law[0, knot + 1] - law[0, knot])


@compiled
def started(law: NDArray[Any], day: float, position: float, needed: float) -> Clock:
    """The clock at birth: what the law holds before the invoice exists is met at once."""
    return Clock(day, position, max(needed - hazard_before(law, position), 0.0))


@compiled
def cap_of_open_item(cap_days: float, days_overdue: float) -> float:
    """Days late by which an item that was open already is paid at the latest.

    Whoever has not paid at the usual cap is no usual payer; it gets as long again.

    >>> cap_of_open_item(365.0, 40.0), cap_of_open_item(365.0, 569.0)
    (365.0, 934.0)
    """
    return cap_days if days_overdue < cap_days else days_overdue + cap_days


@compiled
def eased(pressure: Pressure, elapsed: float) -> Pressure:
    """The pressure that is left after some days.

    >>> eased(Pressure(0.0, 1.0, 4.0, 10.0), 10.0).firm
    0.5
    """
    soft = (
        pressure.soft * math.exp(-_LN2 * elapsed / pressure.soft_half_life) if pressure.soft > _FAINT else 0.0
    )
    firm = (
        pressure.firm * math.exp(-_LN2 * elapsed / pressure.firm_half_life) if pressure.firm > _FAINT else 0.0
    )
    return Pressure(soft, firm, pressure.soft_half_life, pressure.firm_half_life)


@compiled
def _gained(pressure: Pressure, response: float, left: Pressure) -> float:
    """Days that contacts added to the clock while their pressure eased: the integral of the multiplier less one."""
    soft = (pressure.soft - left.soft) * pressure.soft_half_life
    firm = (pressure.firm - left.firm) * pressure.firm_half_life
    return response * (soft + firm) / _LN2


@compiled
def _days_until(pressure: Pressure, response: float, wanted: float) -> float:
    """Calendar days in which the multiplied clock gains ``wanted`` days (Newton from the left: it never overshoots)."""
    if response <= 0.0 or (pressure.soft <= _FAINT and pressure.firm <= _FAINT):
        return wanted
    days = 0.0
    for _ in range(60):
        left = eased(pressure, days)
        missing = wanted - days - _gained(pressure, response, left)
        step = missing / (1.0 + response * (left.soft + left.firm))
        days += step
        if step < 1e-12:
            break
    return days


@compiled
def _first_knot_with(hazards: NDArray[Any], wanted: float) -> int:
    """The first knot that has at least this cumulative hazard; one beyond the last if none has."""
    low = 0
    high = hazards.shape[0]
    while low < high:
        middle = (low + high) // 2
        if hazards[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _undisturbed(law: NDArray[Any], clock: Clock, until: float, cap: float) -> Clock:
    """The walk that no contact presses and nothing slows: one look into the law instead of knot after knot."""
    days = law[0]
    hazards = law[1]
    last = days.shape[0] - 1
    wanted = hazard_before(law, clock.position) + clock.hazard_left
    knot = _first_knot_with(hazards, wanted)
    is_jump = False
    if knot > last:
        slope = _last_slope(law)
        reached = days[last] + (wanted - hazards[last]) / slope if slope > 0.0 else _FOREVER
    elif knot == 0 or days[knot] == days[knot - 1]:
        is_jump = True
        reached = days[knot]
    else:
        step = days[knot] - days[knot - 1]
        reached = days[knot - 1] + (wanted - hazards[knot - 1]) * step / (hazards[knot] - hazards[knot - 1])
    if reached >= cap:
        is_jump = False
        reached = cap
    reached = max(reached, clock.position)
    day = clock.day + (reached - clock.position)
    if day < until or (day == until and not is_jump):
        return Clock(day, reached, 0.0)
    position = clock.position + (until - clock.day)
    return Clock(until, position, max(wanted - hazard_before(law, position), 0.0))


@compiled
def walked(law: NDArray[Any], clock: Clock, until: float, pace: Pace, pressure: Pressure) -> Clock:
    """Run the clock until a moment, or until the needed hazard is used up.

    The clock runs at 1 before due and at 1 / slowdown after it; a jump met at or after due while slowed counts
    1 / slowdown. A jump at the very moment ``until`` is not yet met. All in days of the customer's axis.
    """
    day, position, left = clock
    is_calm = pressure.soft <= _FAINT and pressure.firm <= _FAINT
    if is_calm and pace.slowdown == 1.0 and left > 0.0 and day < until and position < pace.cap:
        return _undisturbed(law, clock, until, pace.cap)
    days = law[0]
    hazards = law[1]
    last = days.shape[0] - 1
    knot = 0
    while knot <= last and days[knot] < position:
        knot += 1
    if knot > last or days[knot] > position:
        knot -= 1
    slowed = 1.0 / pace.slowdown
    while left > 0.0 and day < until and position < pace.cap:
        speed = 1.0 if position < 0.0 else slowed
        if 0 <= knot < last and days[knot + 1] == days[knot]:
            jump = (hazards[knot + 1] - hazards[knot]) * speed
            left -= jump * (1.0 + pace.response * (pressure.soft + pressure.firm))
            if left <= 0.0:
                return Clock(day, position, 0.0)
            knot += 1
            continue
        end = min(days[knot + 1] if knot < last else _FOREVER, pace.cap)
        if position < 0.0 < end:
            end = 0.0
        rate = 0.0
        if knot >= 0:
            rate = _slope(law, knot)
        way = end - position if speed == 1.0 else (end - position) / speed
        span = min(way, until - day)
        later = eased(pressure, span)
        met = rate * speed * (span + _gained(pressure, pace.response, later))
        if met >= left:
            span = min(span, _days_until(pressure, pace.response, left / (rate * speed)))
            return Clock(day + span, position + span * speed, 0.0)
        left -= met
        arrived = span >= way
        position = end if arrived else position + span * speed
        day = day + span if arrived else until
        pressure = later
        if arrived and knot < last and position >= days[knot + 1]:
            knot += 1
    if position >= pace.cap:
        left = 0.0
    return Clock(day, position, left)


@compiled
def rested(law: NDArray[Any], clock: Clock, due: float, now: float) -> Clock:
    """The clock of an invoice whose dispute is settled: it ran until due, unmoved by contacts, and then stood still.

    Nobody pays what he disputes, so a customer who meant to pay earlier pays once it is settled. Due on day 30,
    settled on day 52, a law that pays 5 days late:

    >>> import numpy as np
    >>> law = np.array([[0.0, 5.0, 5.0], [0.0, 0.0, 50.0]])
    >>> clock = rested(law, Clock(0.0, -30.0, 1.0), 30.0, 52.0)
    >>> clock.day, clock.position, intended_day(law, clock, Pace(1.0, 1.0, 365.0), Pressure(0.0, 0.0, 4.0, 10.0))
    (52.0, 0.0, 57.0)
    """
    alone = Pressure(0.0, 0.0, 1.0, 1.0)
    clock = walked(law, clock, min(due, now), Pace(1.0, 0.0, _FOREVER), alone)
    return Clock(now, clock.position, clock.hazard_left) if clock.hazard_left > 0.0 or now > due else clock


@compiled
def intended_day(law: NDArray[Any], clock: Clock, pace: Pace, pressure: Pressure) -> float:
    """The moment at which the customer means to pay if nothing else happens (days of its axis)."""
    return walked(law, clock, _FOREVER, pace, pressure).day
