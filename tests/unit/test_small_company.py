"""A company that sells 60,000 a year reads digits that tell it something, on every page."""

from datetime import date

import numpy as np
import pytest

from simulator.app.desk import html
from simulator.app.insurance.cells import amount, span_of
from simulator.figures import cash_forecast as forecast_picture
from simulator.figures import claims_waterfall, credit_losses, headroom, staffing
from simulator.publish.board.changes import alternatives
from simulator.results.cash_forecast import CashForecast
from simulator.results.claims import NAMES, PLACE, ClaimsAccount
from simulator.results.desk.answer import NOBODY, THIS, TODAY
from simulator.results.desk.wording import headline as headline_of_the_desk
from simulator.results.origin import Origin
from simulator.results.statistics import Interval
from simulator.results.today import today_sentence
from simulator.results.worth import Worth, headline, sentences
from tests.unit import invented_desk
from tests.unit.invented import invented, noise
from tests.unit.invented_board import TODAY as A_LARGE_ONE
from tests.unit.invented_board import evidence

SALES = 60_000.0


def small(found):
    """The same figures, of a small company."""
    company = {**found.inputs["scenario"]["company"], "annual_credit_sales": SALES}
    return type(found)(**{**vars(found), "inputs": {"scenario": {"company": company}}})


def insured():
    """Losses of 0 to 1,990; the contract costs 300 and bears nine tenths above 1,000."""
    losses = np.linspace(0.0, 1_990.0, 400)
    bears = losses - 0.9 * np.maximum(losses - 1_000.0, 0.0)
    own = {"write_offs_net_of_claims": bears, "profit_to_the_end": 9_000.0 - 250.0 + 2.0 * noise(400),
           "line_premium": 300.0, "weekly_cash": -120.0}  # fmt: skip
    first = {"write_offs_net_of_claims": losses, "profit_to_the_end": 9_000.0, "weekly_cash": -400.0}
    return small(invented(400, first, own, names=("Today", "Your contract"), limit=2_000.0))


def test_whether_the_insurer_is_worth_it_is_told_in_digits():
    found = insured()
    worth = Worth.of(found, 1)
    # the 95th percentile of losses is 1,890.5; insured 1,890.5 - 0.9 x 890.5 + 300
    assert (
        headline(worth, found)
        == "The insurer costs €250 a year on average, but makes a bad year €501 lighter."
    )
    told = " ".join(sentences(worth, found, 1))
    assert "−€250 to −€250 on average" in told
    assert "€1,390 insured, €1,890 uninsured" in told
    assert credit_losses.heading(found, 1) == (
        "A's bad year is €501 lighter, and the average one costs €78 more"
    )
    assert "under €" not in str(credit_losses.draw(found, 1))
    assert headroom.heading(found, 1) == "A leaves €280 more to draw in the tightest week"
    assert "write-offs €995 a year" in today_sentence(found)


def test_amounts_and_intervals_in_the_tables_of_insurance():
    assert (amount(3_127.0, "EUR"), amount(-420.0, "EUR")) == ("€3,130", "−€420")
    assert "−€412" in span_of(Interval(0.0, -412.0, 1_260.0), "EUR")


def test_the_waterfall_of_small_debts_still_falls():
    cents = np.zeros((4, 1, len(NAMES)), dtype=np.int64)
    cents[:, :, PLACE["claims"]], cents[:, :, PLACE["excess"]] = 34_000, 8_000
    nothing = np.zeros((4, 1), dtype=np.int64)
    account = ClaimsAccount("Insured", cents, nothing, np.zeros((4, 2)), np.zeros((4, 3)), "EUR", 1)
    drawn = claims_waterfall.draw(account)
    assert drawn.heading == "The insurer pays 81 % of €420 unpaid; most of the rest: excess"
    assert [bar.name for bar in claims_waterfall.bars_of(account, -1, None)] == [
        "Unpaid debts", "Insured losses", "Excess", "Claims paid",
    ]  # fmt: skip
    assert [one["text"] for one in drawn.figure["layout"]["annotations"]] == ["420", "420", "−80", "340"]


def test_the_desk_of_a_small_company():
    def worth(profit):
        return invented_desk.figures(0.4, **invented_desk.BASE, profit=profit, lowest_cash=-8_400.0)

    large = invented_desk.answer()
    variants = {**large.variants, TODAY: worth(1_000.0), THIS: worth(1_640.0), NOBODY: worth(100.0)}
    found = invented_desk.answer(variants=variants, is_small=True)
    assert headline_of_the_desk(found) == "This plan brings €640 more profit a year"
    assert headline_of_the_desk(invented_desk.answer(variants=variants)).startswith("No clear difference")
    assert "+640" in html.shares_table(invented_desk.answer(variants=variants, is_small=True))
    assert staffing._in_units(-8_400.0, 1e3) == "−8.4"


def test_a_small_ledger_foretells_its_weeks_in_digits():
    draws = np.full((2, 4, 2), 310.0)
    draws[1] *= 1.5

    found = CashForecast("Ours", "EUR", date(2026, 1, 1), draws, None, 1, "0", "0" * 64)
    drawn = forecast_picture.draw(found)
    assert drawn.heading == "€3,100 comes in over 4 weeks, eight times in ten €2,600 to €3,600"
    assert "under" not in f"{found.verdict} {drawn.note} {drawn.text} {drawn.figure}"


def test_answers_of_the_searches_say_digits():
    origin = Origin("Ours", "EUR", 365, 1, "0", "0", is_small=True)
    assert origin.wording("profit_to_the_end").size(420.0) == "€420 a year"
    assert (
        Origin("Ours", "EUR", 365, 1, "0", "0").wording("profit_to_the_end").size(420.0) == "under €1k a year"
    )


@pytest.mark.parametrize(("is_small", "told"), [(True, "+420"), (False, "under 1k")])
def test_what_else_was_looked_at_on_the_board_page(is_small, told):
    other = {"profit_to_the_end": A_LARGE_ONE["profit_to_the_end"] + 420.0}
    found = evidence(A_LARGE_ONE, other)
    if is_small:
        object.__setattr__(found, "comparison", small(found.comparison))
    assert alternatives(found)[1].cells[-1] == told
