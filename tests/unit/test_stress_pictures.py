"""What the pictures of the stress and the frontier page say, from answers worked by hand."""

import numpy as np
import pytest

from simulator.app.frontier.front_view import front_csv
from simulator.app.stress import heat
from simulator.figures import breaking, front, standing, struck, tornado
from simulator.figures.tokens import IN_CHARTS, light
from simulator.results.breaking_point import BreakingPoint, Tried
from simulator.results.front import Front, Place, Step
from simulator.results.origin import Origin
from simulator.results.statistics import Interval
from simulator.results.stress import Coming, StressTest
from simulator.results.tornado import Bar, End, Sensitivity
from tests.unit.invented import noise

ORIGIN = Origin("Wholesale", "EUR", 365, 1, "0", "0" * 12)
MEASURES = ("profit_to_the_end", "lowest_cash")
LIMIT = 1_000_000.0


def stressed(count=200, better=300_000.0, names=("Flood", "Drought")):
    """Today and one other: a flood takes 900,000 of cash, a drought 100,000; the other one keeps more of it."""
    luck = noise(count)
    values = np.zeros((count, 3, 2, 2))
    for world, loss in enumerate((0.0, 900_000.0, 100_000.0)):
        values[:, world, 0, 1] = -500_000.0 - loss + 200_000.0 * luck
        values[:, world, 1, 1] = values[:, world, 0, 1] + better
        values[:, world, :, 0] = 1e6 - loss / 10
    shocks = tuple(Coming(name, f"{name} comes") for name in names)
    return StressTest(
        "Wholesale", ("today", "Insured"), shocks, MEASURES, values, (0, 0), LIMIT, "EUR", {"seed": 1}
    )


def test_a_name_from_a_file_is_no_tag_under_the_pointer():
    hostile = StressTest(**{**vars(stressed()), "strategies": ("today", '<a href="https://x">Free</a>')})
    for drawn in (standing.draw(hostile), struck.draw(hostile, 1, "lowest_cash")):
        told = [one for trace in drawn.figure["data"] for one in trace.get("customdata", ())]
        assert any("&lt;a href" in one for one in told)
        assert not any("<a" in one for one in told)


def colours_in(value):
    if isinstance(value, dict):
        return {one for part in value.values() for one in colours_in(part)}
    if isinstance(value, list | tuple):
        return {one for part in value for one in colours_in(part)}
    return {value.upper()} if isinstance(value, str) and value.startswith("#") else set()


def test_who_still_stands_is_counted():
    test = stressed()
    shares = [test.beyond_limit(0, place) for place in range(2)]
    assert shares[0] == pytest.approx(float((test.under(0, 0, "lowest_cash") < -LIMIT).mean()))
    drawn = standing.draw(test)
    assert drawn.figure["data"][0]["x"][1] == shares[0], "the worst shock is the first after none"
    assert drawn.heading == (
        f"Flood: today breaks the limit in {shares[0] * 100:.0f} of 100 runs, Insured in {shares[1] * 100:.0f} of 100"
    )


def test_who_still_stands_is_asked_where_luck_decides():
    assert standing.heading(stressed(better=10_000.0)).endswith("?")


def test_nobody_breaks_a_limit_that_is_high_enough():
    calm = stressed()
    calm = StressTest(**{**vars(calm), "overdraft_limit": 1e9})
    assert standing.heading(calm) == "All stay inside the overdraft limit, whatever single shock comes"


def test_today_against_one_strategy_is_the_difference_by_hand():
    drawn = struck.draw(stressed(), 1, "lowest_cash")
    assert drawn.heading == "Flood: Insured is €300k better off than today"
    today, other = (trace["x"] for trace in drawn.figure["data"][1:3])
    assert [b - a for a, b in zip(today, other, strict=True)] == pytest.approx([300_000.0] * 3)
    assert "one run in twenty" in drawn.note
    assert "overdraft limit −€1.00m" in drawn.figure["layout"]["annotations"][0]["text"]


def test_few_runs_show_averages_not_bad_years():
    assert "average" in struck.draw(stressed(50), 1, "lowest_cash").note
    assert struck.draw(stressed(better=0.0), 1, "lowest_cash").heading.endswith("?")


def test_a_name_is_never_taken_for_a_tag():
    drawn = standing.draw(stressed(names=("<b>Flood</b>", "Drought")))
    assert "&lt;b&gt;Flood" in drawn.figure["layout"]["yaxis"]["ticktext"][1]


def point(strategy, factor, likely, largest=10.0):
    tried = tuple(Tried(one, np.array([0.0])) for one in (0.0, largest))
    bracket = None if factor is None else (factor, factor)
    return BreakingPoint(
        "Wholesale",
        strategy,
        "Flood",
        0.05,
        LIMIT,
        factor,
        bracket,
        likely,
        largest,
        "water",
        tried,
        "EUR",
        {},
    )


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ((point("today", 1.0, (0.9, 1.1)), point("Insured", 2.0, (1.8, 2.2))),
         "Flood: Insured bears 2 times, today 1 times"),
        ((point("today", 1.0, (0.9, 1.9)), point("Insured", 2.0, (1.8, 2.2))), "Flood: who bears most?"),
        ((point("today", 1.0, (0.9, 1.1)), point("Insured", None, (5.0, None))),
         "Flood: Insured bears whatever comes, today 1 times"),
        ((point("today", None, (None, None)),), "Flood: cash does not run out, however bad it gets"),
        ((point("today", 0.0, (None, None)),), "Cash runs out without any shock"),
    ],
)  # fmt: skip
def test_who_bears_most_is_told_where_the_intervals_part(answers, heading):
    drawn = breaking.draw(answers)
    assert drawn.heading == heading
    places = [trace["x"][0] for trace in drawn.figure["data"] if trace.get("text")]
    assert places == [one.factor for one in answers if one.factor is not None]


CLEAR = Interval(30_000.0, 28_000.0, 32_000.0)


def fronted(standings=("frontier", "frontier", "dominated"), gain=CLEAR):
    places = (
        Place("today", (100_000.0, -500_000.0), standings[0]),
        Place("Growth", (130_000.0, -650_000.0), standings[1]),
        Place("Worse", (90_000.0, -700_000.0), standings[2], ("today",)),
    )
    step = Step("today", "Growth", (gain, Interval(-150_000.0, -160_000.0, -140_000.0)))
    return Front(ORIGIN, MEASURES, 200, places, (step,))


def test_a_name_from_a_file_is_no_formula_in_a_spreadsheet():
    places = (
        Place("=HYPERLINK(1)", (1.0, 2.0), "frontier"),
        Place("Worse", (0.0, 1.0), "dominated", ("@x",)),
    )
    lines = front_csv(Front(ORIGIN, MEASURES, 200, places)).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=HYPERLINK(1),")
    assert lines[2].endswith(",'@x")


def test_the_price_of_more_profit_is_a_quotient_by_hand():
    answer = fronted()
    assert answer.price(answer.steps[0], 1) == pytest.approx(5.0)
    assert answer.price_in_words(answer.steps[0], 1) == (
        "each €1 more of profit to the end costs €5.00 of cash low point"
    )
    assert (
        front.heading(answer)
        == "Beyond today, each €1 more of profit to the end costs €5.00 of cash low point"
    )
    twice = Front(Origin("W", "EUR", 730, 1, "0", "0"), MEASURES, 200, answer.places, answer.steps)
    assert twice.price(twice.steps[0], 1) == pytest.approx(10.0), (
        "two years: half the profit a year for the same cash"
    )


def test_where_the_gain_is_luck_there_is_no_price():
    answer = fronted(gain=Interval(30_000.0, -1_000.0, 61_000.0))
    assert answer.price(answer.steps[0], 1) is None
    assert front.heading(answer).endswith("?")


def test_every_strategy_has_its_mark_and_the_line_joins_the_frontier():
    drawn = front.draw(fronted(), 3)
    line, *marks = drawn.figure["data"]
    assert line["x"] == [-500_000.0, -650_000.0]
    assert sum(len(trace["x"]) for trace in marks) == 3
    assert {one["text"] for one in drawn.figure["layout"]["annotations"]} == {"today", "Growth", "Worse"}


def test_names_never_lie_over_each_other():
    places = tuple(Place(f"Strategy {n}", (1e5 + n, -1e5 - n), "frontier") for n in range(12))
    far = Place("Far", (9e5, -9e5), "frontier")
    drawn = front.draw(Front(ORIGIN, MEASURES, 200, (*places, far)), 13)
    shown = drawn.figure["layout"]["annotations"]
    assert 1 <= len(shown) < 13, "those without room stand in the table"


def leant(low, high, base=50_000.0):
    def end(value, answer):
        return End(value, f"{value:g}", Interval(answer - base, answer - base - 1, answer - base + 1),
                   Interval(answer, answer - 5_000, answer + 5_000))  # fmt: skip

    bar = Bar("company.gross_margin_fraction", "Margin", end(0.1, low), end(0.4, high))
    still = Bar(
        "economy.failure_multiplier",
        "x",
        *(End(1, "1", Interval(0.0, 0.0, 0.0), Interval(base, base, base)),) * 2,
    )
    interval = Interval(base, base - 5_000, base + 5_000)
    return Sensitivity(ORIGIN, MEASURES[0], "Growth", "today", 40, interval, (bar, still))


def test_a_tornado_says_what_turns_the_answer_round():
    turned = tornado.draw(leant(-20_000.0, 90_000.0))
    assert turned.heading == "The answer turns round with gross margin at 10 %"
    assert (
        tornado.heading(leant(20_000.0, 90_000.0))
        == "Gross margin moves the answer most; nothing turns it round"
    )
    bars = turned.figure["data"]
    assert [(one["base"][0], one["x"][0]) for one in bars] == [(50_000.0, -70_000.0), (50_000.0, 40_000.0)]


def test_pictures_use_only_colours_that_have_a_dark_one():
    drawn = [
        standing.draw(stressed()),
        struck.draw(stressed(), 1, "lowest_cash"),
        breaking.draw((point("today", 1.0, (0.9, 1.1)),)),
        front.draw(fronted(), 2),
        tornado.draw(leant(-20_000.0, 90_000.0)),
    ]
    known = {light(name).upper() for name in IN_CHARTS}
    for one in drawn:
        assert colours_in(one.figure) <= known
        assert one.text


@pytest.mark.parametrize(("days", "size"), [(365, "€90k a year"), (730, "€45k a year")])
def test_a_loss_of_profit_is_told_by_the_year_whatever_the_horizon(days, size):
    test = StressTest(**{**vars(stressed()), "horizon_days": days})
    profit = MEASURES[0]
    assert heat.headline(test, profit) == f"Flood hurts most: it costs today {size} of profit to the end"
    told = heat.heat_html(test, profit, 1)
    assert f"−{size[1:3]}.0k" in told
    assert "EUR a year" in told
    assert f"−{size[1:3]}.0k" in heat.table_html(test, profit)
    drawn = struck.draw(test, 1, profit)
    assert drawn.figure["data"][1]["x"][0] == pytest.approx(1e6 * 365 / days)
    assert "EUR a year" in drawn.note


def test_the_cash_low_point_is_no_yearly_amount():
    test = StressTest(**{**vars(stressed()), "horizon_days": 730})
    assert struck.draw(test, 1, "lowest_cash").heading == "Flood: Insured is €300k better off than today"
    assert "costs today €900k of cash low point" in heat.headline(test, "lowest_cash")


def on_a_phone(drawn):
    return drawn.phone["layout"]


@pytest.mark.parametrize(
    "drawn",
    [
        standing.draw(stressed()),
        struck.draw(stressed(), 1, "lowest_cash"),
        struck.draw(stressed(), 1, MEASURES[0]),
        breaking.draw((point("today", 1.0, (0.9, 1.1)), point("Insured", 5.0, (4.8, 5.2)))),
        front.draw(fronted(), 3),
    ],
)
def test_tick_labels_stand_straight_and_have_room_on_a_phone(drawn):
    axis = on_a_phone(drawn)["xaxis"]
    assert axis["tickangle"] == 0
    room = 330 - on_a_phone(drawn)["margin"]["l"] - on_a_phone(drawn)["margin"]["r"]
    share = (max(axis["tickvals"]) - min(axis["tickvals"])) / abs(axis["range"][1] - axis["range"][0])
    apart = room * share / max(len(axis["tickvals"]) - 1, 1)
    assert 2 <= len(axis["tickvals"]) <= 4
    assert max(len(text) for text in axis["ticktext"]) * 6.8 < apart


def test_names_on_a_phone_never_lie_over_each_other():
    """Where the plot is 240 pixels wide: a screen of 390, less the card, less the labels of the axis."""
    spots = ((0.0, 0.0), (0.48, 0.0), (0.94, 0.0), (0.0, 1.0), (0.5, 0.98), (1.0, 1.0))
    places = tuple(
        Place(f"Our strategy {n}", (1e5 + 1e4 * up, -5e5 + 1e5 * across), "frontier")
        for n, (across, up) in enumerate(spots)
    )
    drawn = on_a_phone(front.draw(Front(ORIGIN, MEASURES, 200, places), len(places)))
    ends = [drawn["xaxis"]["range"], drawn["yaxis"]["range"]]
    boxes = []
    for one in drawn["annotations"]:
        wide, high = 6.2 * len(one["text"]), 13
        x = 240 * (one["x"] - ends[0][0]) / (ends[0][1] - ends[0][0]) + one.get("xshift", 0)
        y = 280 * (one["y"] - ends[1][0]) / (ends[1][1] - ends[1][0]) + one.get("yshift", 0)
        left = {"left": x, "right": x - wide}.get(one["xanchor"], x - wide / 2)
        foot = {"bottom": y, "top": y - high}.get(one["yanchor"], y - high / 2)
        boxes.append((left, foot, left + wide, foot + high))
    assert len(boxes) >= 3
    assert all(box[0] >= -1 and box[2] <= 241 for box in boxes)
    for number, box in enumerate(boxes):
        for other in boxes[:number]:
            apart = box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
            assert apart, "two names lie over each other"
