"""The board page: its numbers are the comparison's, its words follow from them, and nothing of it is dangerous."""

import io
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from simulator.errors import UserError
from simulator.ledger.light import LedgerLight
from simulator.parameters import dictionary
from simulator.publish.board.asking import with_today
from simulator.publish.board.changes import alternatives_heading
from simulator.publish.board.content import Bar, Change, ChangeTexts, Input, Span
from simulator.publish.board.deciding import decide, how_likely
from simulator.publish.board.hero import LONGEST_HEADLINE, hero_of
from simulator.publish.board.inputs import set_by_hand
from simulator.publish.board.model_check import FAILED, ModelCheck
from simulator.publish.board.page import board_fragment, board_html, strip_of
from simulator.publish.board.publishing import check_folder, publish
from simulator.publish.board.sheets import board_workbook
from simulator.publish.board.trust import leaning_of
from simulator.publish.board.writing import board_of
from simulator.publish.paper import NO_BROWSER, find_browser
from simulator.results.objectives import words_of
from simulator.scenario import load_scenario
from simulator.strategy import load_strategy
from tests.unit.invented import noise
from tests.unit.invented_board import BETTER, HASSLE, OPEN, RUNS, STAMP, TODAY, WORSE, average, evidence

GREEN = ModelCheck(
    "green",
    ("Weekly cash is off by 9 %.",),
    (Bar("This model", 1.3, "1.3 d", True), Bar("Customer average", 2.2, "2.2 d", False)),
    "Average miss of DSO, in days.",
    16,
)
RED = replace(GREEN, shade="red")


@pytest.fixture(scope="module")
def recommended():
    return evidence(TODAY, BETTER, WORSE)


def board(found, stamp=STAMP):
    return board_of(found, stamp)


def test_what_changes_is_what_the_comparison_says(recommended):
    rows = {row.name: row for row in board(recommended).changes}
    gain = BETTER["profit_to_the_end"] - TODAY["profit_to_the_end"]
    profit = rows["profit_to_the_end"]
    assert profit.difference == pytest.approx(average(gain))
    assert (profit.single.low, profit.single.high) == pytest.approx(tuple(np.percentile(gain, [5, 95])))
    assert profit.chance == pytest.approx((gain > 0).mean())
    assert profit.texts.often == f"{round(100 * (gain > 0).mean())} of 100"
    # the cash low point is 213,000 better in every run, DSO 4.6 days lower than 45.0
    assert rows["lowest_cash"].texts.difference == "+€213k"
    assert rows["lowest_cash"].texts.often == "99+ of 100"
    assert rows["dso_countback_days"].texts.difference == "−4.6 d"
    assert rows["dso_countback_days"].texts.today == "45.0 d"


def test_what_is_the_same_in_every_run_has_no_chance():
    figures = {**WORSE, "dso_countback_days": 45.0}
    row = next(row for row in board(evidence(TODAY, figures)).changes if row.name == "dso_countback_days")
    assert (row.texts.often, row.texts.better_word) == ("", "no difference")


def test_right_is_better_in_every_row():
    texts = ChangeTexts("", "", "", "", "", "", "", "")
    falling = Change("dso", "DSO", "", 45.0, 41.0, -4.0, Span(-5.0, -3.0), Span(-8.0, 2.0), 0.9, texts, False)
    rising = replace(
        falling, difference=4.0, average=Span(3.0, 5.0), single=Span(-2.0, 8.0), is_more_better=True
    )
    assert strip_of(falling) == strip_of(rising)
    # from 2 worse to 8 better, with 6 % of air at both ends: 10 units are 100 / 1.12 percent of the width
    strip = strip_of(rising)
    assert strip.pale_width == pytest.approx(100 / 1.12, abs=0.02)
    assert strip.zero == pytest.approx((2 + 0.6) / 11.2 * 100, abs=0.02)
    assert strip.dark_from == pytest.approx((2 + 3 + 0.6) / 11.2 * 100, abs=0.02)


def test_a_clear_and_likely_gain_is_recommended_with_what_to_decide_and_when_it_was_wrong(recommended):
    hero = hero_of(recommended)
    asked = dict(hero.asked)
    gain = BETTER["profit_to_the_end"] - TODAY["profit_to_the_end"]
    assert hero.kind == "recommended"
    assert hero.headline.startswith("Hire a second collector: +€")
    assert "€213k more overdraft room" in hero.headline
    assert len(hero.headline) <= LONGEST_HEADLINE
    assert asked["To decide"] == "One post, €45k a year, from 1 January 2027"
    assert "costs €58k a year (collections) and brings €83k a year (write-offs avoided)" in hero.reasons[0]
    # DSO is 40.4 days plus luck of one day: what one run in twenty exceeds on the last day of June
    worst = np.percentile(40.4 + noise(RUNS, 5), 95)
    assert asked["Wrong if"] == f"DSO (count-back) is above {worst:.1f} days on 30 June 2027"
    assert asked["Then"] == f"End it: at most €{-np.percentile(gain, 5) / 1000:.0f}k lost in 95 of 100 years"


def test_where_today_wins_nothing_changes():
    found = evidence(TODAY, WORSE, {**WORSE, "profit_to_the_end": WORSE["profit_to_the_end"] - 1e5})
    made = board(found)
    assert made.hero.headline == "Change nothing: neither of the two raises profit."
    assert dict(made.hero.asked)["To decide"] == "Nothing: we go on as today"
    assert [one.is_chosen for one in made.alternatives] == [True, False, False]
    assert made.chosen == "One more collector", "the page is about the closest"
    assert "the closest" in made.changes_note[0]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (OPEN, "No clear winner: no clear difference from today on profit."),
        (
            {"profit_to_the_end": TODAY["profit_to_the_end"] + 5_000.0 + 20_000.0 * noise(RUNS, 1)},
            "No clear winner: One more collector is better in only",
        ),
    ],
)
def test_what_the_runs_do_not_tell_is_no_recommendation(figures, told):
    made = board(evidence(TODAY, figures))
    assert made.hero.kind == "unclear"
    assert made.hero.headline.startswith(told)
    assert not any(one.is_chosen for one in made.alternatives)
    assert "Nothing yet" in dict(made.hero.asked)["To decide"]


def test_a_page_says_recommended_from_75_of_100_on_only():
    gain = np.where(np.arange(RUNS) % 100 < 74, 30_000.0, -5_000.0)
    for better, kind in ((74, "unclear"), (75, "recommended")):
        gain = np.where(np.arange(RUNS) % 100 < better, 30_000.0, -5_000.0)
        figures = {"profit_to_the_end": TODAY["profit_to_the_end"] + gain}
        assert decide(evidence(TODAY, figures).comparison).kind == kind


def test_a_failed_back_test_stands_at_the_top_too():
    made = board(evidence(TODAY, BETTER, tested=RED))
    assert made.hero.warning == FAILED
    assert made.trust.word.startswith("Failed")
    html = board_html(made)
    assert html.index(FAILED) < html.index("What changes")
    assert FAILED not in board_html(board(evidence(TODAY, BETTER, tested=GREEN)))


def test_without_a_ledger_there_are_no_bars_but_a_sentence(recommended):
    trust = board(recommended).trust
    assert trust.word == "Invented customers: not tested on our own invoices"
    assert not trust.bars


def test_the_light_of_a_ledger_becomes_a_word_and_three_bars():
    misses = (("simulator", 1.31), ("customer_mean", 2.2), ("due_date", 3.1))
    lit = ModelCheck.of_light(LedgerLight("amber", "The range is too narrow.", 16, misses=misses))
    assert lit.word == "Passed in part: looked ahead from 16 days of the past"
    assert [(bar.text, bar.is_ours) for bar in lit.bars] == [
        ("1.3 d", True),
        ("2.2 d", False),
        ("3.1 d", False),
    ]
    assert ModelCheck.of_light(LedgerLight()).word == "Not back-tested yet"
    assert ModelCheck.of_light(LedgerLight("green", "", 16)).bars == ()
    assert ModelCheck.of_light(None).shade == "invented"


def test_what_the_answer_leans_on_and_where_it_turns(recommended):
    told = " ".join(board(recommended).trust.leaning)
    assert "gross margin, 20 %" in told
    assert "Below 15 % One more collector no longer beats today on profit." in told
    still = " ".join(board(evidence(TODAY, BETTER, leaning=HASSLE)).trust.leaning)
    assert "Anywhere from 0 % a year to 50 % a year One more collector beats today on profit." in still
    assert "no expert judgement" in board(evidence(TODAY, BETTER, leaning=None)).trust.leaning[0]


def test_the_dangers_are_the_bad_runs_of_both_with_the_limit_in_the_finding(recommended):
    rows = board(recommended).dangers.rows
    assert rows[0].label == "No shock"
    assert len(rows) == 5
    assert rows[3].today == pytest.approx(np.percentile(TODAY["lowest_cash"] - 400_000.0, 5))
    assert rows[3].then == pytest.approx(np.percentile(TODAY["lowest_cash"] + 213_000.0 - 400_000.0, 5))
    assert (
        "“recession” breaks the limit today and with One more collector" in board(recommended).dangers.heading
    )
    roomy = board(evidence(TODAY, BETTER, limit=9e6))
    assert roomy.dangers.heading.endswith("the limit holds in all five")
    assert "limit" not in board(evidence(TODAY, BETTER, limit=0.0)).dangers.heading


def test_every_input_that_is_not_standard_is_on_the_page_with_the_standard(recommended):
    scenario, html = recommended.scenario, unescape(board_html(board(recommended)))
    made = {one.key: one for one in board(recommended).inputs.all}
    for key, entry in dictionary().items():
        holder = scenario.today if entry.kind == "lever" else scenario
        value = getattr(getattr(holder, entry.group), entry.name)
        plain = [dict(one) for one in value] if entry.type == "ladder" else value
        plain = (
            [{k: v for k, v in one.items() if v not in (None, ())} for one in plain]
            if entry.type == "ladder"
            else plain
        )
        usual = [dict(one) for one in entry.default] if entry.type == "ladder" else entry.default
        if isinstance(plain, tuple):
            plain, usual = list(plain), list(usual)
        assert (key in made) == (plain != usual), key
    for one in made.values():
        assert one.value in html
        assert one.standard in html
    assert made["credit_policy.stop_supply_days"].value == "60 d"
    assert made["credit_policy.stop_supply_days"].standard == "30 d"
    assert made["credit_policy.stop_supply_days"].origin == "Today"
    assert made["company.horizon_days"].origin == "Sector"


def test_inputs_set_by_hand_come_first():
    found = evidence(TODAY, BETTER, limit=2e6)
    first = board(found).inputs.all[0]
    assert (first.key, first.value, first.origin) == ("company.overdraft_limit", "€2,000,000", "Set by us")
    assert set_by_hand("wholesale", ["company.vat_fraction=0.1", "behaviour.on_time_fraction.large=0.8"]) == {
        "company.vat_fraction",
        "behaviour.on_time_fraction",
    }


def test_inputs_of_an_own_file_are_set_by_hand(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "extends: wholesale\nname: Mine\nwhy: x\nchanges: {company: {vat_fraction: 0.1}}\n", encoding="utf-8"
    )
    assert set_by_hand(str(path), []) == {"company.vat_fraction"}


def test_very_many_inputs_move_to_a_second_page(recommended):
    made = board(recommended)
    assert "is-second-page" not in board_html(made).split("</style>")[1]
    more = tuple(Input(f"a.b{n}", f"Input {n}", "1", "2", "Set by us", "") for n in range(41))
    html = board_html(replace(made, inputs=replace(made.inputs, all=more)))
    assert "is-second-page" in html.split("</style>")[1]


def test_hostile_names_are_text():
    name = "<script>alert(1)</script>\"'=1+1 {{ 7 * 7 }}"
    made = board(evidence(TODAY, BETTER, names=(name,)))
    for html in (board_html(made), board_fragment(made)):
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html
        assert "49" not in html.split("</style>")[1].split("What changes")[0]


def test_the_page_loads_nothing_and_is_the_same_every_time(recommended):
    html = board_html(board(recommended))
    assert html == board_html(board(evidence(TODAY, BETTER, WORSE)))
    assert "http://" not in html
    assert "https://" not in html
    assert "default-src 'none'" in html
    assert len(html.encode()) < 6_000_000


def test_seed_version_hash_and_the_command_stand_at_the_foot(recommended):
    foot = dict(board(recommended).foot)
    assert foot["Seed"] == "2026, 200 replications"
    assert foot["Inputs"] == "9f3c 71ae"
    assert foot["Made"] == "21 November 2026"
    assert foot["Repeat with"] == STAMP.repeat


def test_the_words_of_statistics_stay_off_the_page():
    for found in (evidence(TODAY, BETTER, WORSE, tested=RED), evidence(TODAY, WORSE), evidence(TODAY, OPEN)):
        text = board_html(board(found)).split("</style>")[1].split('<footer class="foot">')[0]
        for word in ("P95", "P5", "sigma", "VaR", "significant", "mean ", "simulation", "replication"):
            assert word not in text, word
        assert "-€" not in text, "a true minus sign"


def test_the_workbook_says_the_same_and_holds_no_formula():
    found = evidence(TODAY, BETTER, names=("=HYPERLINK(1)",))
    made = board(found)
    content = board_workbook(made, found.comparison)
    assert content == board_workbook(made, found.comparison)
    book = openpyxl.load_workbook(io.BytesIO(content))
    front = {row[0]: row[1] for row in book["Board"].iter_rows(values_only=True)}
    assert front["Recommendation"] == made.hero.headline
    rows = {row[0]: row for row in book["What changes"].iter_rows(values_only=True)}
    assert rows["lowest_cash"][4] == pytest.approx(213_000.0)
    assert {row[0] for row in book["Assumptions"].iter_rows(min_row=2, values_only=True)} == set(dictionary())
    assert len(book["Bank balance"]._charts) == 1
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_without_a_browser_the_rest_is_written_and_a_sentence_says_so(tmp_path, recommended, monkeypatch):
    monkeypatch.setattr("simulator.publish.board.publishing.find_browser", lambda: None)
    done = publish(board(recommended), recommended.comparison, tmp_path)
    assert [file.name for file in done.files] == ["board.html", "board.xlsx"]
    assert done.remarks == (NO_BROWSER,)
    assert (tmp_path / "board.html").read_text(encoding="utf-8") == board_html(board(recommended))


def test_a_browser_that_does_not_print_is_said_too(tmp_path, recommended, monkeypatch):
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("simulator.publish.paper.ON_PATH", ("chrome",))
    assert find_browser() == broken
    done = publish(board(recommended), recommended.comparison, tmp_path)
    assert "did not print" in done.remarks[0]
    assert len(done.files) == 2


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(tmp_path):
    file = tmp_path / "taken"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="is a file"):
        check_folder(file)
    check_folder(tmp_path / "new" / "folder")
    assert (tmp_path / "new" / "folder").is_dir()


def test_today_comes_first_and_only_once():
    scenario = load_scenario("wholesale")
    names = ("status_quo", "discount", "strict")
    found = with_today(scenario, [load_strategy(name) for name in names])
    assert [one.name for one in found] == ["Status quo", "2/10 net 30", "Strict"]
    with pytest.raises(UserError, match="does what we do today"):
        with_today(scenario, [load_strategy("status_quo")])
    many = [load_strategy(name) for name in ("discount", "strict", "growth", "insured")]
    with pytest.raises(UserError, match="at most 3 beside today"):
        with_today(scenario, many)


def test_every_shipped_strategy_has_a_verb_that_fits():
    for path in sorted(Path("scenarios/strategies").glob("*.yaml")):
        strategy = load_strategy(path.stem)
        assert strategy.board_verb or path.stem == "status_quo"
        assert len(strategy.board_verb) <= 50
        assert load_strategy_from(strategy).board_verb == strategy.board_verb


def load_strategy_from(strategy):
    from simulator.reading import parse_value

    return strategy.model_copy(update={"board_verb": parse_value(strategy.to_yaml()).get("board_verb", "")})


def test_a_chance_in_words():
    assert [how_likely(one) for one in (1.0, 0.98, 0.76, 0.74)] == [
        "all but certain",
        "very likely",
        "likely",
        "open",
    ]


@pytest.mark.parametrize(
    ("criterion", "headline", "also"),
    [
        ("growth", "margin on sales a year", "gain in growth"),
        ("resilience", "more cash at a bad low point", "gain in resilience"),
        ("bad_year", "less written off in a bad year", "fall in write-offs"),
        ("profit=1,lowest_cash=1", "more a year by your weights", "gain by your weights"),
    ],
)
def test_a_board_is_judged_as_compare_judges(criterion, headline, also):
    growing = {
        **BETTER,
        "line_sales": 90_000.0,
        "write_offs_net_of_claims": TODAY["write_offs_net_of_claims"] * 0.5,
    }
    found = evidence(TODAY, growing)
    found = replace(found, decision=decide(found.comparison, criterion))
    assert found.decision.kind == "recommended"
    hero = board_of(found, STAMP).hero
    assert headline in hero.headline
    told = " ".join(hero.reasons)
    assert also in told
    assert words_of(criterion) in told
    assert alternatives_heading(found) == "nothing else was compared"
    on = {"resilience": "the cash low point", "bad_year": "write-offs"}.get(criterion, "profit")
    assert f"today on {on}" in leaning_of(found)[1]


def test_nothing_is_changed_by_ones_own_weights():
    found = evidence(TODAY, WORSE)
    found = replace(found, decision=decide(found.comparison, "profit=1"))
    assert board_of(found, STAMP).hero.headline == (
        "Change nothing: One more collector does not do better by your weights."
    )
    assert alternatives_heading(found) == "nothing does better by your weights"
