"""The pictures: plotly takes them, their colours are tokens, their headings are what the numbers say."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.figures import ageing, bridge, cash, desk_load, dso, write_offs
from simulator.figures.tokens import dark_of
from simulator.results.statistics import interval
from tests.unit.invented import LEVELS, invented, noise

LOWEST, WRITE_OFFS = "lowest_cash", "write_offs_net_of_claims"
PICTURES = (cash, bridge, ageing, write_offs, desk_load)


def ends(count, beyond, limit=1_500_000.0):
    """Low points of which so many are beyond the limit."""
    return np.where(np.arange(count) < beyond, -limit - 1.0, -limit + 1.0)


def rich(count, strategies=4, days=365):
    """A comparison with everything different in every strategy."""
    made = []
    for number in range(strategies):
        own = noise(count, number)
        made.append(
            {
                LOWEST: -1_340_000.0 + 100_000 * number + 50_000 * own,
                WRITE_OFFS: np.exp(own / 2) * (92_000 - 9_000 * number),
                "line_sales": 20e6 + 100_000 * number,
                "line_cost_of_sales": 16e6 + 70_000 * number,
                "line_collection_cost": 50_000 + 58_000 * number + 100 * own,
                "line_bad_debt": 92_000 - 9_000 * number + 500 * own,
                "weekly_cash": -600_000.0 + 100_000 * number + 80_000 * own[:, None],
                "load": 0.9 - 0.2 * number + 0.05 * own[:, None],
                "ageing": np.array([1.7e6, 4e5, 2e5, 5e4, 3e4]) * (1 - 0.1 * number) + 1_000 * own[:, None],
                "dso_days": 45.0 - number + 0.1 * own,
            }
        )
    return invented(count, *made, days=days)


CASES = {
    "settled": rich(200),
    "sharpening": rich(40),
    "early": rich(12),
    "first": rich(1),
    "three years": rich(12, days=1095),
    "two": rich(60, 2),
    "alone": rich(60, 1),
    "short": rich(3, 2, days=20),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_plotly_takes_every_picture(picture, case):
    comparison = CASES[case]
    for selected in range(len(comparison.results)):
        drawing = picture.draw(comparison, selected)
        for figure in (drawing.figure, drawing.phone):
            if figure is not None:
                go.Figure(figure)
                json.dumps(figure, allow_nan=False)
        assert drawing.text
        assert drawing.note.endswith(".")


@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_the_number_of_traces_never_changes(picture):
    counts = {
        len(picture.draw(CASES[case], selected).figure["data"])
        for case in ("settled", "early", "two")
        for selected in range(len(CASES[case].results))
    }
    assert len(counts) == 1


@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_every_colour_is_a_token_that_has_a_dark_one(picture):
    known = {colour.lower() for colour in dark_of()}
    rgb = {tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in dark_of()}
    for case in ("settled", "early"):
        drawing = picture.draw(CASES[case], 2)
        text = json.dumps([drawing.figure, drawing.phone])
        assert {colour.lower() for colour in re.findall(r"#[0-9A-Fa-f]{6}", text)} <= known
        pale = re.findall(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", text)
        assert {tuple(map(int, one[:3])) for one in pale if one[3] != "0"} <= rgb


@pytest.mark.parametrize("case", CASES)
def test_headings_are_one_tidy_line(case):
    comparison = CASES[case]
    for selected in range(len(comparison.results)):
        headings = [picture.heading(comparison, selected) for picture in (*PICTURES, dso)]
        for heading in headings:
            assert heading[0].isupper() or heading[0] == "€", heading
            assert heading.rstrip("?") == heading.replace("?", ""), heading
            assert not re.search(r"  |\.$|None|nan|€0|-\d", heading), heading
            assert len(heading) <= 90, heading
        if comparison.replications < 30:
            assert not any("of 100" in heading for heading in headings)


def test_a_name_is_never_taken_for_a_tag():
    hostile = ("Today", "<script>alert(1)</script>")
    comparison = invented(12, {}, {}, names=hostile)
    for picture in PICTURES:
        drawing = picture.draw(comparison, 1)
        assert "<script" not in json.dumps([drawing.figure, drawing.phone])


class TestCash:
    def heading(self, count, today, other, **about):
        made = [{LOWEST: ends(count, beyond)} for beyond in (today, other)]
        return cash.heading(invented(count, *made, **about), 1)

    def test_a_clear_difference_is_the_finding(self):
        assert (
            self.heading(200, 34, 2) == "A stays inside the overdraft limit in 99 of 100 years, today in 83"
        )
        assert self.heading(200, 0, 40).endswith("in 80 of 100 years, today in 99+")

    def test_an_unclear_one_is_the_question(self):
        assert self.heading(60, 2, 1) == "Does A stay inside the overdraft limit more often?"

    def test_where_both_do_the_same_it_says_so(self):
        same = "A and today stay inside the overdraft limit in 99+ of 100 years"
        assert self.heading(60, 0, 0) == same
        assert self.heading(60, 6, 6) == same.replace("99+", "90")

    def test_before_thirty_replications_it_counts(self):
        assert self.heading(12, 2, 0) == (
            "A kept inside the overdraft limit in 12 of 12 years so far, today in 10"
        )
        assert (
            self.heading(12, 0, 0) == "A and today kept inside the overdraft limit in 12 of 12 years so far"
        )

    def test_longer_runs_are_not_years(self):
        assert "of 100 runs" in self.heading(200, 34, 2, days=1095)

    def test_today_alone(self):
        one = invented(200, {LOWEST: ends(200, 34)})
        assert cash.heading(one, 0) == "Today stays inside the overdraft limit in 83 of 100 years"

    def test_the_lines_are_the_medians_and_the_bands_nine_in_ten(self):
        comparison = CASES["settled"]
        data = cash.draw(comparison, 2).figure["data"]
        lines = [trace for trace in data if trace.get("name")]
        weekly = comparison.results[2].samples.paths.weekly_cash
        assert lines[2]["y"] == pytest.approx(np.median(weekly, axis=0))
        low, high = (trace for trace in data[3:5])
        assert low["y"] == pytest.approx(np.percentile(weekly, 5, axis=0))
        assert high["y"] == pytest.approx(np.percentile(weekly, 95, axis=0))
        assert [trace["visible"] for trace in data[:6]] == [True, True, False, True, True, False]
        assert lines[0]["x"][0] == "2027-01-01"
        assert lines[0]["x"][-1] == "2027-12-31"

    def test_a_limit_far_away_does_not_flatten_the_lines(self):
        near, far = (
            cash.draw(invented(40, {"weekly_cash": 5e5}, {}, limit=limit), 1) for limit in (1.5e6, 60e6)
        )
        assert near.figure["layout"]["shapes"]
        assert far.figure["layout"].get("shapes") == []

    def test_names_at_the_end_do_not_cover_each_other(self):
        notes = cash.draw(invented(40, {}, {}, {}, {}), 1).figure["layout"]["annotations"]
        places = sorted(note["y"] for note in notes if note["x"] > 1)
        assert len(places) == 4
        assert min(np.diff(places)) > 0


class TestBridge:
    def test_bars_start_at_zero_and_end_at_the_profit(self):
        comparison = CASES["settled"]
        bars = bridge.items(comparison, 2)
        expected = 2 * (100_000 - 70_000 - 58_000 + 9_000)
        luck = noise(200, 2) - noise(200, 0)
        total = expected + float((luck * (-100 - 500)).mean())
        assert sum(bar.amount for bar in bars) == pytest.approx(total)
        data = bridge.draw(comparison, 2).figure["data"]
        assert data[0]["base"][0] == 0.0
        assert data[2]["y"] == [pytest.approx(total)]

    def test_gains_come_first_and_costs_last(self):
        amounts = [bar.amount for bar in bridge.items(CASES["settled"], 3)]
        assert amounts == sorted((a for a in amounts if a > 0), reverse=True) + sorted(
            (a for a in amounts if a < 0), reverse=True
        )

    def test_what_is_tiny_is_one_bar(self):
        figures = {"line_discounts": 90_000.0, "line_premium": 300.0, "line_fixed_cost": 200.0}
        bars = bridge.items(invented(30, {}, figures), 1)
        assert [(bar.name, bar.amount) for bar in bars] == [("Other", -500.0), ("Discounts", -90_000.0)]

    def test_the_heading_says_what_it_costs_and_brings(self):
        comparison = invented(
            60, {"line_bad_debt": 92_000.0}, {"line_bad_debt": 9_000.0, "line_premium": 58_000.0}
        )
        assert bridge.heading(comparison, 1) == "A costs €58k and brings €83k"
        early = invented(
            12, {"line_bad_debt": 92_000.0}, {"line_bad_debt": 9_000.0, "line_premium": 58_000.0}
        )
        assert bridge.heading(early, 1) == "So far A costs €58k and brings €83k"

    def test_an_unclear_sum_is_the_question(self):
        unclear = invented(60, {}, {"line_bad_debt": 100_000 * (noise(60) - noise(60).mean()) + 900})
        assert bridge.heading(unclear, 1) == "Does A bring more than it costs?"

    def test_one_side_alone(self):
        assert bridge.heading(invented(60, {}, {"line_premium": 58_000.0}), 1) == "A costs €58k a year"
        assert bridge.heading(invented(60, {}, {"line_claims": 58_000.0}), 1) == "A brings €58k a year"
        assert bridge.heading(invented(60, {}, {}), 1) == "A leaves profit as it is"
        assert bridge.heading(invented(60, {}), 0) == "What would a change bring?"

    def test_amounts_are_by_the_year(self):
        comparison = invented(60, {}, {"line_premium": 58_000.0}, days=1095)
        assert bridge.heading(comparison, 1) == "A costs €19k a year"


class TestAgeing:
    def test_the_finding_is_what_is_over_thirty_days(self):
        old = {"ageing": [1.7e6, 4e5, 1e5, 3e4, 2.4e4]}
        assert ageing.heading(invented(60, {}, old), 1) == "€126k less is over 30 days late"
        assert ageing.heading(invented(60, old, {}), 1) == "€126k more is over 30 days late"
        assert ageing.heading(invented(9, {}, old), 1) == "So far €126k less is over 30 days late"
        assert ageing.heading(invented(60, {}, old), 0) == "€280k is over 30 days late"
        assert ageing.heading(invented(60, {}, {}), 1) == "A leaves what is over 30 days late as it is"

    def test_large_amounts_are_told_in_millions(self):
        large = {"ageing": [17e6, 4e6, 2e6, 5e5, 3e5]}
        drawing = ageing.draw(invented(60, large, {}), 1)
        assert drawing.note == "Receivables at year end by days overdue, average, €m."
        assert drawing.figure["data"][0]["text"] == ["17.0", ""]

    def test_an_unclear_difference_is_the_question(self):
        own = noise(60)[:, None] - noise(60).mean()
        unclear = {"ageing": np.array([1.7e6, 4e5, 2e5, 5e4, 3e4]) + 1e5 * own}
        assert ageing.heading(invented(60, {}, unclear), 1) == "Is less over 30 days late?"


class TestWriteOffs:
    heavy = np.exp(noise(200)) * 40_000

    def test_the_mildest_bad_year_is_named_when_it_is_clear(self):
        comparison = invented(
            200, {WRITE_OFFS: self.heavy}, {WRITE_OFFS: self.heavy}, {WRITE_OFFS: self.heavy / 2}
        )
        then, now = (np.percentile(self.heavy, 95) / part for part in (1e3, 2e3))
        assert (
            write_offs.heading(comparison, 1) == f"B cuts the bad year most: €{now:.0f}k, today €{then:.0f}k"
        )

    def test_else_it_is_the_question(self):
        comparison = invented(200, {WRITE_OFFS: self.heavy}, {WRITE_OFFS: self.heavy[::-1]})
        assert write_offs.heading(comparison, 1) == "Is the bad year any milder?"

    def test_with_fewer_runs_it_is_about_the_average(self):
        less = invented(60, {}, {WRITE_OFFS: LEVELS[WRITE_OFFS] - 34_000})
        assert write_offs.heading(less, 1) == "A writes off €34k less a year"
        assert write_offs.heading(invented(60, {}, {}), 1) == "A leaves write-offs as they are"
        own = noise(60) - noise(60).mean()
        unclear = invented(60, {}, {WRITE_OFFS: LEVELS[WRITE_OFFS] - 500 + 50_000 * own})
        assert write_offs.heading(unclear, 1) == "Does A write off less?"

    def test_before_thirty_there_is_no_bad_year(self):
        assert write_offs.heading(CASES["early"], 1) == "Write-offs: 12 years, too few to name a bad one"


class TestDeskLoad:
    def heading(self, today, other, count=60, **about):
        return desk_load.heading(invented(count, {"load": today}, {"load": other}, **about), 1)

    def test_who_runs_out_of_hours(self):
        busy = np.where(np.arange(52) < 14, 1.1, 0.9)
        assert self.heading(busy, 0.6) == "Today's collectors run out of hours in 14 weeks a year, A's never"
        assert self.heading(0.92, 0.56) == "Today's collectors use 92 % of their hours, A's 56 %"
        assert self.heading(0.92, 0.92) == "A's collectors use 92 % of their hours"
        assert self.heading(busy, busy) == "A's collectors run out of hours in 14 weeks a year"

    def test_an_unclear_difference_is_the_question(self):
        own = noise(60)[:, None] - noise(60).mean()
        for count in (60, 12):
            found = self.heading(0.8, 0.8 + 0.05 * (own[:count] - own[:count].mean()), count=count)
            assert found == "Do the collectors have enough hours?"

    def test_nobody_to_work(self):
        assert self.heading(0.8, np.nan) == "A has no collectors"
        assert self.heading(np.nan, np.nan).endswith("no collectors")

    def test_those_as_today_are_named_in_the_note(self):
        note = desk_load.draw(invented(60, {}, {}, {"load": 0.5}), 2).note
        assert note.endswith("A as T.")


class TestDso:
    def heading(self, count=60, **figures):
        return dso.heading(invented(count, {}, figures), 1)

    def test_what_moves_it_is_told(self):
        assert self.heading(dso_countback_days=40.4, average_days_delinquent_days=9.4) == (
            "DSO falls by 4.6 days, mostly because less is late"
        )
        assert self.heading(dso_countback_days=36.0, best_possible_dso_days=22.0) == (
            "DSO falls by 9.0 days, mostly because less is not yet due"
        )
        assert self.heading(12, dso_countback_days=47.0, best_possible_dso_days=33.0) == (
            "So far DSO rises by 2.0 days, mostly because more is not yet due"
        )

    def test_where_it_does_not_move_clearly_it_is_the_question(self):
        own = noise(60) - noise(60).mean()
        assert self.heading(dso_countback_days=45.0 + own) == "Does A change DSO?"
        assert self.heading() == "A leaves DSO as it is"
        assert dso.heading(invented(60, {}), 0) == "DSO is 45.0 days"

    def test_every_line_has_a_value_for_each_strategy(self):
        card = dso.card(rich(40), 2)
        assert card.letters == ("T", "A", "B", "C")
        assert {len(line.values) for line in card.lines} == {0, 4}


@settings(max_examples=60, deadline=None)
@given(
    count=st.sampled_from([1, 3, 29, 30, 200]),
    gain=st.integers(-200_000, 200_000),
    spread=st.sampled_from([0.0, 100.0, 50_000.0, 400_000.0]),
)
def test_no_heading_says_more_than_its_interval(count, gain, spread):
    own = gain + spread * noise(count, 5)
    lines = {"line_recoveries": 300_000 + own}
    old = {"ageing": np.stack([np.full(count, 1e6), *[(200_000 + own / 4)] * 4], axis=1)}
    first = {"line_recoveries": 300_000.0, "ageing": [1e6, 2e5, 2e5, 2e5, 2e5]}
    comparison = invented(count, first | {WRITE_OFFS: 300_000.0}, lines | old | {WRITE_OFFS: 300_000 + own})
    found = interval(own)
    headings = [bridge.heading(comparison, 1), ageing.heading(comparison, 1)]
    if 30 <= count < 200:
        headings.append(write_offs.heading(comparison, 1))
    for heading, (less, more) in zip(
        headings, [("costs", "brings"), ("less is", "more is"), ("less a", "more a")], strict=False
    ):
        if "leaves" in heading:
            assert not own.any(), heading
        elif "?" in heading or "next to nothing" in heading:
            assert not found.is_clear or abs(found.mean) < 500, heading
        elif less in heading:
            assert found.high < 0, heading
        elif more in heading:
            assert found.low > 0, heading
        assert not re.search(r"€0|--|  |\.$", heading), heading
