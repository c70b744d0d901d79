"""What a tally says about each month of the horizon, about the whole of it, and about the run-off (raw amounts)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.journal import POSTINGS, Account, Event
from simulator.metrics.disputes import open_disputes
from simulator.metrics.months import FULL_MONTH_DAYS, TRAILING_MONTHS, Period, horizon_periods, periods
from simulator.metrics.profit import LINES
from simulator.metrics.tally import COUNT, NET, VAT, Closed, Tally
from simulator.units import CENTS

_LINE_ACCOUNTS = [Account[name.upper()] for name in LINES]
_LINE_SIGNS = np.array(list(LINES.values()), dtype=np.int64)
_LINE_POSTINGS = -POSTINGS[:, _LINE_ACCOUNTS, :] * _LINE_SIGNS[None, :, None]

_LOST = (Event.LOST_TO_HOLD, Event.LOST_TO_LIMIT, Event.LOST_TO_CHURN, Event.LOST_AT_END)


@dataclass(frozen=True)
class Window:
    """Raw amounts of a span of days, in cents and counts (past due: more than 0, 30, 60, 90 days)."""

    days: int
    events: NDArray[np.int64]  # [event, (net, VAT, count)]
    closed: NDArray[np.int64]  # [Closed]
    lines: NDArray[np.int64]  # [line of M31], positive
    closing_cash: int
    lowest_cash: int
    overdraft_days: int
    receivable_days: int  # sum of closing receivables over the days
    opening_receivables: int
    closing_receivables: int
    past_due: NDArray[np.int64]
    cash: NDArray[np.int64]  # closing, of every day
    open_disputes: int = 0
    drawn_days: int = 0  # what a factor has advanced at the close of a day, summed over the days

    def net(self, *events: Event) -> float:
        """Net amount of these events (currency)."""
        return sum(int(self.events[event, NET]) for event in events) / CENTS

    def gross(self, *events: Event) -> float:
        """Amount including VAT of these events (currency)."""
        return sum(int(self.events[event, NET] + self.events[event, VAT]) for event in events) / CENTS

    @property
    def written_off(self) -> float:
        """Receivables given up, net of VAT (currency)."""
        return written_off(self.events)

    def count(self, event: Event) -> int:
        """How often an event happened."""
        return int(self.events[event, COUNT])

    def paid(self, what: Closed) -> int:
        """A figure of the invoices paid in the window (counts, days, cents)."""
        return int(self.closed[what])

    @property
    def profit_lines(self) -> dict[str, float]:
        """The lines of M31 (currency, positive)."""
        return dict(zip(LINES, (self.lines / CENTS).tolist(), strict=True))

    @property
    def profit(self) -> float:
        """Profit after the cost of credit (currency)."""
        return int(self.lines @ _LINE_SIGNS) / CENTS

    @property
    def average_receivables(self) -> float:
        """Closing receivables including VAT, averaged over the days (currency)."""
        return self.receivable_days / self.days / CENTS


@dataclass(frozen=True)
class MonthEnd:
    """A month-end of the horizon: receivables by age, and the sales behind it (currency, gross of VAT)."""

    period: Period
    receivables: float
    current: float
    trailing_sales: float
    trailing_days: int
    sales_backwards: tuple[tuple[float, int], ...]
    has_history: bool  # three whole calendar months of sales are known
    open_items_days: float | None  # M3b


def written_off(events: NDArray[np.int64]) -> float:
    """Receivables given up, in event totals [event, 3] (currency): which events count is said here only.

    Written off, net of VAT; and what the sale of a debt does not bring, whose VAT no relief gives back.
    """
    return int(events[Event.WRITTEN_OFF, NET] + events[Event.DEBT_SOLD, VAT]) / CENTS


def _open_disputes_by_day(tally: Tally) -> NDArray[np.int64]:
    """Known disputes that are open at the close of every day from day 0 on; the warm-up leaves some."""
    happened = (Event.DISPUTED, Event.DISPUTE_SETTLED, Event.DISPUTE_LAPSED)
    known, settled, lapsed = (np.cumsum(tally.columns.sums[:, event, COUNT]) for event in happened)
    by_day: NDArray[np.int64] = open_disputes(known, settled, lapsed)[-tally.first_day :]
    return by_day


def _lines(events: NDArray[np.int64]) -> NDArray[np.int64]:
    """Profit lines of event totals [..., event, 3] (cents, positive)."""
    return events[..., NET] @ _LINE_POSTINGS[:, :, 0] + events[..., VAT] @ _LINE_POSTINGS[:, :, 1]


class Windows:
    """The months, the horizon and the run-off of a tally."""

    def __init__(self, tally: Tally) -> None:
        first, end = -tally.first_day, tally.horizon_days - tally.first_day
        self.tally = tally
        self.periods = horizon_periods(tally.start, tally.first_day, tally.horizon_days)
        self.cash = tally.account_by_day(Account.CASH)
        self.receivables = tally.account_by_day(Account.RECEIVABLES)
        self.past_due = tally.past_due_by_day()
        self.open_disputes = _open_disputes_by_day(tally)
        self.drawn = np.maximum(-tally.account_by_day(Account.FACTOR), 0)
        starts = [period.first for period in self.periods]
        self._events = np.add.reduceat(tally.columns.sums[first:end], starts, axis=0)
        self._closed = np.add.reduceat(tally.columns.closed[first:end], starts, axis=0)
        self._run_off = tally.columns.sums[end:].sum(axis=0)
        for event in _LOST:  # an order that still waits when the horizon ends is lost in its last month
            self._events[-1, event] += self._run_off[event]

    def month(self, number: int) -> Window:
        """One month of the horizon."""
        period = self.periods[number]
        return self._window(period.first, period.last, self._events[number], self._closed[number])

    def horizon(self) -> Window:
        """The whole horizon."""
        return self._window(
            0, self.tally.horizon_days - 1, self._events.sum(axis=0), self._closed.sum(axis=0)
        )

    def _window(self, first: int, last: int, events: NDArray[np.int64], closed: NDArray[np.int64]) -> Window:
        cash = self.cash[first : last + 1]
        opening = self._opening_receivables() if first == 0 else int(self.receivables[first - 1])
        return Window(
            days=last - first + 1,
            events=events,
            closed=closed,
            lines=_lines(events),
            closing_cash=int(cash[-1]),
            lowest_cash=int(cash.min()),
            overdraft_days=int((cash < 0).sum()),
            receivable_days=int(self.receivables[first : last + 1].sum()),
            opening_receivables=opening,
            closing_receivables=int(self.receivables[last]),
            past_due=self.past_due[last],
            cash=cash,
            open_disputes=int(self.open_disputes[last]),
            drawn_days=int(self.drawn[first : last + 1].sum()),
        )

    def _opening_receivables(self) -> int:
        opening = self.tally.columns.sums[-self.tally.first_day, Event.OPENING_RECEIVABLE]
        return int(opening[NET] + opening[VAT])

    def run_off_lines(self) -> dict[str, float]:
        """The lines of M31 after the horizon (currency, positive)."""
        return dict(zip(LINES, (_lines(self._run_off) / CENTS).tolist(), strict=True))

    def run_off_profit(self) -> float:
        """Profit of the run-off (currency)."""
        return int(_lines(self._run_off) @ _LINE_SIGNS) / CENTS

    def run_off_written_off(self) -> float:
        """Receivables given up after the horizon, net of VAT (currency)."""
        return written_off(self._run_off)

    def run_off_net(self, event: Event) -> float:
        """Net amount of an event after the horizon (currency)."""
        return int(self._run_off[event, NET]) / CENTS

    def run_off_cash(self) -> float:
        """Cash that the run-off brings (currency)."""
        return int(self.cash[-1] - self.cash[self.tally.horizon_days - 1]) / CENTS

    def slot_sales(self) -> list[int]:
        """Credit sales of the horizon by place in the portfolio, net (cents)."""
        return [int(sales) for sales in self.tally.columns.slot_sales]

    def month_ends(self) -> list[MonthEnd]:
        """Receivables at each month-end with the sales that lie behind them."""
        history = self._history()
        items = self._open_items_days(history)
        ends: list[MonthEnd] = []
        for period in self.periods:
            known = [item for item in history if item[0].last <= period.last]
            trailing = [item for item in known if item[0].month > period.month - TRAILING_MONTHS]
            overdue = int(self.past_due[period.last, 0])
            receivables = int(self.receivables[period.last])
            ends.append(
                MonthEnd(
                    period=period,
                    receivables=receivables / CENTS,
                    current=(receivables - overdue) / CENTS,
                    trailing_sales=sum(sales for _, sales in trailing),
                    trailing_days=sum(item.days for item, _ in trailing),
                    sales_backwards=tuple((sales, item.days) for item, sales in reversed(known)),
                    has_history=_months_before(period, known[0][0]) >= TRAILING_MONTHS,
                    open_items_days=items[len(ends)],
                )
            )
        return ends

    def _open_items_days(self, history: list[tuple[Period, float]]) -> list[float | None]:
        """DSO on open items at each month-end: age x amount / sales of the month of issue, summed (days).

        None where something is open whose month of issue is not known.
        """
        tally = self.tally
        first_month = tally.start.year * 12 + tally.start.month - 1 - int(tally.months[-tally.first_day])
        sales = np.zeros(tally.columns.open_items.shape[1])
        for period, amount in history:
            sales[1 + period.month - first_month] = amount
        last_days = np.array([period.last for period in self.periods])
        still = np.cumsum(tally.columns.open_items, axis=0)[tally.months[last_days - tally.first_day]]
        ageing = (still[:, :, 0] * last_days[:, None] - still[:, :, 1]) / CENTS
        days = np.divide(ageing, sales, out=np.zeros_like(ageing), where=sales > 0).sum(axis=1)
        is_known = ~(still[:, :, 0] != 0)[:, sales <= 0].any(axis=1)
        return [float(value) if known else None for value, known in zip(days, is_known.tolist(), strict=True)]

    def _history(self) -> list[tuple[Period, float]]:
        """Credit sales including VAT of every month known, the warm-up's included if there was one (currency)."""
        tally = self.tally
        found = periods(tally.start, tally.first_day, tally.horizon_days)
        invoiced = tally.columns.sums[: tally.horizon_days - tally.first_day, Event.INVOICED]
        starts = [period.first - tally.first_day for period in found]
        sales = np.add.reduceat(invoiced[:, NET] + invoiced[:, VAT], starts) / CENTS
        pairs = list(zip(found, sales.tolist(), strict=True))
        if not invoiced[: -tally.first_day, COUNT].any():
            return pairs[len(found) - len(self.periods) :]
        return _whole_months(pairs)


def _whole_months(pairs: list[tuple[Period, float]]) -> list[tuple[Period, float]]:
    """The same history with the two halves of a month that day 0 splits put together: countback counts whole months."""
    whole: list[tuple[Period, float]] = []
    for period, sales in pairs:
        if whole and whole[-1][0].month == period.month:
            before, earlier = whole.pop()
            whole.append((Period(period.month, before.first, period.last), earlier + sales))
        else:
            whole.append((period, sales))
    return whole


def _months_before(period: Period, first: Period) -> int:
    """Calendar months known up to and including a period; a first month that does not begin on the 1st is not."""
    begins_whole = first.days >= FULL_MONTH_DAYS
    return period.month - first.month + (1 if begins_whole else 0)
