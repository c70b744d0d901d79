"""The annual review tells exactly what differs between two policies, in the policy's own words."""

import pytest

import simulator as cs
from simulator.errors import UserError
from simulator.publish.sheets.pages import policy_fragment, policy_html, review_fragment, review_html
from simulator.publish.sheets.policy import policy_sheet
from simulator.publish.sheets.review import QUESTIONS, policy_review, review_text

WHOLESALE = cs.load_scenario("wholesale")
TODAY, DISCOUNT, INSURED = (cs.load_strategy(name) for name in ("status_quo", "discount", "insured"))


def review(last, this, **more):
    return policy_review(last, this, WHOLESALE, **more)


def test_the_same_policy_has_nothing_to_tell():
    found = review(DISCOUNT, DISCOUNT)
    assert found.rows == ()
    assert "Nothing changes" in found.head
    assert found.same > 10


def test_what_is_new_beside_today_is_what_the_policy_marks():
    found = review(TODAY, INSURED)
    sheet = policy_sheet(INSURED, WHOLESALE)
    assert len(found.rows) == sheet.changes
    assert {row.kind for row in found.rows} == {"new"}
    marked = [one.text for part in sheet.parts for one in part.statements if one.is_changed]
    assert [row.this for row in found.rows] == marked


def test_there_and_back_swaps_the_columns():
    there, back = review(DISCOUNT, INSURED), review(INSURED, DISCOUNT)
    # what goes only with the lever that it needs is not told apart, so less is told as gone than as new
    assert {(row.this, row.last) for row in back.rows} <= {(row.last, row.this) for row in there.rows} | {
        (row.this, row.last) for row in back.rows if row.kind == "new"
    }
    assert {row.kind for row in there.rows} == {row.kind for row in back.rows} == {"new", "gone"}
    assert [row.last for row in there.rows if row.kind == "gone"] == [
        "A customer who pays within the window keeps 2 % of the invoice."
    ]
    assert [row.last for row in back.rows if row.kind == "gone"] == [
        "The insurer pays 90 % of an insured loss."
    ]


def test_a_changed_lever_stands_with_both_its_sentences():
    longer = DISCOUNT.but("3/10", why="more", discount={"rate_fraction": 0.03})
    row = review(DISCOUNT, longer).rows[0]
    assert (row.kind, len(review(DISCOUNT, longer).rows)) == ("changed", 1)
    assert "2 %" in row.last
    assert "3 %" in row.this


def test_steps_of_the_ladder_are_told_one_by_one():
    shorter = TODAY.but(
        "Two steps",
        why="fewer",
        collections={"ladder": [{"day": 10, "channel": "call"}, {"day": 60, "channel": "call"}]},
    )
    rows = [row for row in review(TODAY, shorter).rows if row.part == "Collection"]
    assert [row.this for row in rows if row.kind == "new"] == ["Call, 60 days after due, all customers"]
    assert "Final demand by letter, 45 days after due, all customers" in [
        row.last for row in rows if row.kind == "gone"
    ]
    assert not any("10 days after due" in row.last + row.this for row in rows)


def test_figures_are_those_of_last_years_policy():
    small = WHOLESALE.but(portfolio={"customers": 20}, company={"horizon_days": 90})
    comparison = cs.compare(small, [TODAY, DISCOUNT], replications=3, workers=1)
    found = policy_review(DISCOUNT, INSURED, small, comparison=comparison)
    dso = next(kpi for kpi in found.kpis if kpi.name == "dso_countback_days")
    assert dso.expected == f"{comparison.result(DISCOUNT.name).mean('dso_countback_days'):.1f}"
    assert found.is_simulated
    with pytest.raises(UserError):
        policy_review(INSURED, DISCOUNT, small, comparison=comparison)


def test_text_and_page_tell_all_of_it():
    found = review(TODAY, INSURED)
    text, page = review_text(found), review_html(found)
    for row in found.rows:
        assert row.this in text
        assert row.this.replace("'", "&#39;") in page
    assert all(question in text for question in QUESTIONS)
    assert "<script" not in page


HOSTILE = TODAY.but("<img src=x onerror=alert(1)>", why="<script>x</script>", terms={"net_days": 45})


def test_what_a_person_wrote_is_text():
    for page in (review_html(review(TODAY, HOSTILE)), review_fragment(review(HOSTILE, TODAY))):
        assert "<img" not in page
        assert "&lt;img" in page
    assert "<script" not in policy_fragment(policy_sheet(HOSTILE, WHOLESALE))


def test_a_fragment_says_what_the_page_says_and_touches_nothing_else():
    sheet = policy_sheet(INSURED, WHOLESALE)
    whole, part = policy_html(sheet), policy_fragment(sheet)
    body = whole.partition("<body>")[2].partition("</body>")[0].strip()
    assert body in part
    style = part.partition("<style>")[2].partition("</style>")[0]
    assert style.startswith(".sheet-paper {")
    assert "@page" not in style[: style.rindex("\n}\n")]
    assert "size: A4 portrait" in style
    assert not any(line.startswith(("body", "html")) for line in map(str.strip, style.splitlines()))
