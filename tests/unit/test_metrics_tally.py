"""The fold over journal rows."""

from datetime import date

import numpy as np
import pytest

from simulator.journal import N_EVENTS, ROW, Account, Event, balances
from simulator.luck import Stream, luck
from simulator.metrics.ageing import EDGES
from simulator.metrics.tally import COUNT, NET, VAT, Closed, Tally
from tests.cases.building import row

START = date(2026, 1, 1)


def empty() -> Tally:
    """A tally of half a year with a month of warm-up."""
    return Tally(start=START, horizon_days=180, slots=5, first_day=-31, last_day=300)


def some_rows(count: int = 600) -> np.ndarray:
    """Rows of every event on all days, by luck."""

    def whole(index: int, low: int, high: int) -> list[int]:
        draws = (luck(7, 0, Stream.LATENESS, index, number) for number in range(count))
        return [low + int(draw * (high - low)) for draw in draws]

    rows = np.zeros(count, dtype=ROW)
    rows["day"] = sorted(whole(1, -31, 301))
    rows["event"] = whole(2, 0, N_EVENTS)
    rows["customer"] = [
        place + 1_000_000 * later for place, later in zip(whole(3, 0, 5), whole(8, 0, 3), strict=True)
    ]
    rows["issued"] = rows["day"] - whole(4, 0, 150)
    rows["due"] = rows["issued"] + whole(5, 10, 91)
    rows["net"] = whole(6, -100, 1_000_000)
    rows["vat"] = rows["net"] // 5
    return rows


@pytest.mark.parametrize("size", [1, 7, 100])
def test_one_block_or_many_give_the_same_bytes(size):
    rows = some_rows()
    at_once, bit_by_bit = empty(), empty()
    at_once.take(rows)
    for begin in range(0, len(rows), size):
        bit_by_bit.take(rows[begin : begin + size])
    assert bit_by_bit.state() == at_once.state()


def test_the_order_of_rows_changes_nothing():
    forwards, backwards = empty(), empty()
    forwards.take(some_rows())
    backwards.take(some_rows()[::-1])
    assert forwards.state() == backwards.state()


def test_sums_are_kept_by_day_and_event():
    tally = empty()
    tally.take(row(-31, Event.INVOICED, net=100, vat=20, customer=2))
    tally.take(row(300, Event.PAID, net=7, vat=1))
    assert tally.columns.sums[0, Event.INVOICED].tolist() == [100, 20, 1]
    assert tally.columns.sums[331, Event.PAID, [NET, VAT, COUNT]].tolist() == [7, 1, 1]
    assert tally.columns.sums.sum() == 130


def test_a_row_outside_the_days_is_refused():
    with pytest.raises(ValueError, match="1 journal rows lie outside the days -31 to 300"):
        empty().take(row(301, Event.PAID))


def test_the_books_are_those_of_the_journal_and_balance_on_every_day():
    tally, rows = empty(), some_rows()
    tally.take(rows)
    by_day = tally.balances_by_day()
    assert by_day.shape == (301, len(Account))
    assert not by_day.sum(axis=1).any()
    for day in (0, 57, 300):
        expected = balances(rows[(rows["day"] >= 0) & (rows["day"] <= day)])
        assert by_day[day].tolist() == expected.tolist()


def test_what_is_past_due_agrees_with_counting_every_invoice():
    tally = empty()
    invoices = [
        (0, 20, 1_000, 45),
        (5, 5, 300, None),
        (10, 40, 70, 41),
        (150, 170, 9, None),
        (-80, -50, 5, 6),
    ]
    for number, (issued, due, net, paid) in enumerate(invoices):
        about = {"issued": issued, "due": due, "net": net, "customer": number}
        tally.take(row(max(issued, 0), Event.INVOICED if issued >= 0 else Event.OPENING_RECEIVABLE, **about))
        if paid is not None:
            tally.take(row(paid, Event.PAID, **about))
    for day, past_due in enumerate(tally.past_due_by_day().tolist()):
        still_open = [i for i in invoices if i[0] <= day and (i[3] is None or day < i[3])]
        assert past_due == [sum(i[2] for i in still_open if day - i[1] > edge) for edge in EDGES], day


def test_a_copy_goes_on_by_itself():
    tally = empty()
    tally.take(row(-5, Event.INVOICED, net=10))
    twin = tally.copy()
    assert twin.state() == tally.state()
    twin.take(row(3, Event.WRITTEN_OFF, net=10, customer=2))
    assert twin.state() != tally.state()
    assert (tally.losses, twin.losses) == ({}, {2: 10})


def test_losses_are_kept_by_customer_within_the_horizon():
    tally = empty()
    for day, customer, net in [(3, 1, 10), (8, 1, 5), (9, 1_000_001, 7), (200, 4, 99)]:
        tally.take(row(day, Event.WRITTEN_OFF, net=net, customer=customer))
    assert tally.losses == {1: 15, 1_000_001: 7}


def test_a_late_payment_with_its_discount_counts_once_and_with_all_its_value():
    tally = empty()
    about = {"issued": 0, "due": 30, "customer": 1}
    tally.take(
        np.concatenate(
            [row(95, Event.PAID, net=98, vat=18, **about), row(95, Event.DISCOUNTED, net=2, vat=2, **about)]
        )
    )
    closed = tally.columns.closed[95 + 31]
    assert closed[Closed.COUNT] == closed[Closed.LATE_COUNT] == closed[Closed.BEYOND_60] == 1
    assert closed[Closed.BEYOND_90] == 0
    assert closed[Closed.VALUE] == 120
    assert closed[Closed.VALUE_DAYS] == 120 * 95
    assert closed[Closed.VALUE_LATE_DAYS] == 120 * 65
    assert closed[Closed.OVERDUE_CASH] == 116


def test_a_replacement_sells_from_the_same_place():
    tally = empty()
    tally.take(row(1, Event.INVOICED, net=10, customer=3))
    tally.take(row(2, Event.INVOICED, net=5, customer=2_000_003))
    tally.take(row(190, Event.INVOICED, net=5, customer=3))
    assert tally.columns.slot_sales.tolist() == [0, 0, 0, 15, 0]
