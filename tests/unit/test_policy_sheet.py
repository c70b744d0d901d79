"""The written policy tells every lever in force, marks what is new, and says nothing that does not hold."""

import re
from dataclasses import replace
from datetime import date

import pytest

import simulator as cs
from simulator.cli import run
from simulator.errors import UserError
from simulator.levers import LateCharges, Levers
from simulator.parameters import LEVER_GROUPS, dictionary, told
from simulator.plans import shipped_names
from simulator.portfolio.fitting.supply import NEVER_STOPPED_DAYS
from simulator.publish.sheets.law import legal_lines
from simulator.publish.sheets.pages import policy_html
from simulator.publish.sheets.parts import PARTS, parts_of
from simulator.publish.sheets.policy import policy_sheet
from simulator.publish.sheets.policy_text import policy_text
from simulator.publish.sheets.words import in_force, value_of
from simulator.strategy import load_strategy

LEVERS = [entry for entry in dictionary().values() if entry.group in LEVER_GROUPS]
WHOLESALE = cs.load_scenario("wholesale")
TODAY = cs.load_strategy("status_quo")
LADDER_OF = {"debt_sale": 300, "legal": 200, "agency": 60}


def changed(levers, key, value):
    group, _, name = key.partition(".")
    if isinstance(getattr(getattr(Levers(), group), name), dict):
        value = dict.fromkeys(getattr(getattr(Levers(), group), name), value)
    return levers.but(**{group: {name: value}})


def values_in_force(entry):
    """Values with which a lever does something: every choice, or the ends of what is plausible."""
    if entry.type == "ladder":
        return [[{"day": 7, "channel": "email"}]]
    candidates = entry.allowed if entry.type == "choice" else entry.plausible
    whole = entry.type == "whole" or (entry.type == "code" and entry.unit == "days")
    found = [int(one) if whole else one for one in candidates]
    return [one for one in found if one not in entry.policy.off]


def ready_for(key, levers=None):
    """Levers with which the one named has an effect: all that it needs is there."""
    levers, entry = levers or Levers(), dictionary()[key]
    for needed in [one for one in entry.needs.split(" or ") if one and one != key][:1]:
        levers = ready_for(needed, levers)
        value = value_of(levers, needed)
        if value in (0, "none", None) or (isinstance(value, dict) and not any(value.values())):
            levers = changed(levers, needed, next(v for v in values_in_force(dictionary()[needed]) if v))
    for other in entry.policy.beside[:1]:
        levers = changed(levers, other, values_in_force(dictionary()[other])[0])
    for other, wanted in entry.policy.only.items():
        if other == "collections.ladder":
            step = {"day": LADDER_OF[wanted[0]], "channel": wanted[0]}
            levers = levers.but(collections={"ladder": [{"day": 5, "channel": "call"}, step]})
        elif value_of(levers, other) not in wanted:
            levers = changed(levers, other, wanted[0])
    return levers


def statements(levers, today):
    return {one.key: one for part in parts_of(levers, today, "EUR") for one in part.statements}


@pytest.mark.parametrize("entry", LEVERS, ids=lambda entry: entry.key)
def test_every_lever_is_told_with_every_value_that_does_something(entry):
    ready = ready_for(entry.key)
    values = values_in_force(entry)
    assert values
    for value in values:
        levers = changed(ready, entry.key, value)
        told_now = statements(levers, levers).get(entry.key)
        assert told_now is not None, value
        assert told_now.text
        assert "{" not in told_now.text
        assert not told_now.is_changed
        others = [one for one in (*entry.policy.off, *values) if one != value]
        if others and entry.type != "ladder":
            before = changed(ready, entry.key, others[0])
            assert statements(levers, before)[entry.key].is_changed


@pytest.mark.parametrize("entry", LEVERS, ids=lambda entry: entry.key)
def test_its_words_are_complete(entry):
    words = entry.policy
    assert words.part in PARTS
    assert {*words.only, *words.beside} <= {other.key for other in LEVERS}
    if entry.type == "choice" and not isinstance(words.says, str):
        left = [one for one in entry.allowed if told(one) not in words.says and one not in words.off]
        assert not left or "*" in words.says, left


@pytest.mark.parametrize(
    "entry",
    [one for one in LEVERS if one.type in ("number", "whole") and not one.by],
    ids=lambda one: one.key,
)
def test_a_number_stands_in_its_sentence(entry):
    ready, value = ready_for(entry.key), values_in_force(entry)[-1]
    text = statements(changed(ready, entry.key, value), Levers())[entry.key].text
    by_value = entry.policy.says if not isinstance(entry.policy.says, str) else {}
    if told(value) in by_value:
        assert text == by_value[told(value)]
        return
    is_percent = entry.unit in ("fraction", "per year")
    assert f"{100 * value if is_percent else value:,.4f}".rstrip("0").rstrip(".") in text


@pytest.mark.parametrize("key", [one.key for one in LEVERS if one.policy and one.policy.off])
def test_a_lever_that_is_off_is_not_told(key):
    entry = dictionary()[key]
    assert entry.policy is not None
    off = entry.policy.off[0]
    levers = changed(ready_for(key), key, [] if entry.type == "ladder" else off)
    assert not in_force(levers, key)
    assert key not in statements(levers, levers)


def test_without_an_insurer_nothing_of_the_contract_is_told():
    assert not {key for key in statements(Levers(), Levers()) if key.startswith("insurance.")}


def test_the_sheet_by_hand():
    """Net 45 for large customers, 2 % in 10 days, C pays 10 days sooner; everything else as the wholesaler's today."""
    strategy = TODAY.but(
        "Mixed",
        why="To try",
        terms={"net_days_large": 45},
        discount={"rate_fraction": 0.02, "window_days": 10},
        credit_policy={"terms_shift_days": {"C": -10}, "stop_supply_days": 30},
    )
    sheet = policy_sheet(strategy, WHOLESALE)
    assert [row.segment for row in sheet.terms.rows][:2] == ["Large customers", "Mid-sized customers"]
    assert sheet.terms.columns == ("Code A", "Code B", "Code C", "Code N")
    assert sheet.terms.rows[0].days == ("45 days", "45 days", "35 days", "45 days")
    assert sheet.terms.rows[1].days == ("30 days", "30 days", "20 days", "30 days")
    assert sheet.terms.rows[1].changed == (False, False, True, False)
    assert sheet.reviews == (date(2026, 7, 1), date(2027, 1, 1))
    text = policy_text(sheet)
    for line in (
        "▸ A customer who pays within the window keeps 2 % of the invoice.",
        "▸ The window is 10 days from the invoice.",
        "▸ By risk code the terms are longer or shorter: C −10 days.",
        "▸ New orders wait as soon as a customer has an invoice more than 30 days overdue. (today: 60 days)",
        "What is 365 days overdue is written off, without waiting for news of an insolvency.",
        "8 rules differ from today",
    ):
        assert line in text
    assert "45 days after due  Final demand by letter" in text


def test_what_is_given_up_is_told_too():
    scenario = WHOLESALE.but(today={"credit_policy": {"review_months": 12}})
    strategy = TODAY.but(
        "Fewer",
        why="To try",
        credit_policy={"review_months": 0},
        collections={"ladder": [{"day": 3, "channel": "email"}, {"day": 9, "channel": "call"}]},
    )
    sheet = policy_sheet(strategy, scenario)
    text = policy_text(sheet)
    assert "▸ No longer: Every customer is scored anew every 12 months." in text
    gone = [row.when for row in sheet.ladder if row.is_dropped]
    assert gone == [
        "5 days before due",
        "10 days after due",
        "20 days after due",
        "30 days after due",
        "45 days after due",
    ]
    assert [row.when for row in sheet.ladder if row.is_changed] == ["9 days after due"]


def test_supply_that_never_stops_is_told_as_such():
    """A ledger that shows no stop of supply has today's limit far away (days)."""
    levers = Levers().but(credit_policy={"stop_supply_days": NEVER_STOPPED_DAYS})
    text = statements(levers, Levers())["credit_policy.stop_supply_days"].text
    assert text == "Supply is not stopped for late payment."


def test_the_law_has_its_dates():
    """EU: 8 points above 2.15 % and, from July 2026, 2.40 %, with 40 a debt; UK 40, 70, 100 by size."""
    eu = legal_lines(LateCharges(policy="charge", jurisdiction="eu"))
    assert eu == (
        "Simple interest: 10.15 % a year on what falls due from 1 January 2026, 10.4 % from 1 July 2026.",
        "Compensation for each late invoice: €40.",
    )
    uk = legal_lines(LateCharges(policy="threaten", jurisdiction="uk"))
    assert uk[1].startswith("Compensation for each late invoice: £40 for one below 1,000, £70")
    own = legal_lines(LateCharges(policy="charge", jurisdiction="eu", own_rate_per_year=0.12))
    assert own == ("Compensation for each late invoice: €40.",)


def test_what_a_person_wrote_is_no_markup():
    strategy = TODAY.but("<script>alert(1)</script>", why="a & b | *c*\x07", discount={"rate_fraction": 0.02})
    sheet = policy_sheet(strategy, WHOLESALE)
    page = policy_html(sheet)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x07" not in policy_text(sheet)
    assert "| \\*c\\*" in policy_text(sheet, markdown=True).replace("\\|", "|")


def test_the_page_needs_nothing_from_elsewhere():
    page = policy_html(policy_sheet(cs.load_strategy("balanced"), WHOLESALE))
    assert "http" not in page
    assert "<script" not in page
    assert "src=" not in page


def test_figures_of_another_strategy_are_refused():
    scenario = WHOLESALE.but(
        portfolio={"customers": 12}, company={"horizon_days": 90, "warm_up_days": 60, "run_off_days": 60}
    )
    early = TODAY.but("Early", why="x", discount={"rate_fraction": 0.02})
    comparison = cs.compare(scenario, [TODAY, early], replications=2, workers=1)
    sheet = policy_sheet(early, scenario, comparison=comparison)
    expected = next(kpi for kpi in sheet.kpis if kpi.name == "dso_countback_days")
    assert expected.expected == f"{comparison.result('Early').mean('dso_countback_days'):.1f}"
    assert expected.today == f"{comparison.first.mean('dso_countback_days'):.1f}"
    assert "2 replications of 90 days, seed 2026" in sheet.made_by
    other = TODAY.but("Early", why="x", discount={"rate_fraction": 0.03})
    with pytest.raises(UserError, match="other levers"):
        policy_sheet(other, scenario, comparison=comparison)
    with pytest.raises(UserError, match="another scenario"):
        policy_sheet(early, WHOLESALE, comparison=comparison)
    with pytest.raises(UserError, match="no strategy 'Late'"):
        policy_sheet(replace_name(early, "Late"), scenario, comparison=comparison)


def replace_name(strategy, name):
    return strategy.but(name, why=strategy.why)


def test_a_contradiction_is_no_policy():
    strategy = TODAY.but("Bad", why="x", discount={"rate_fraction": 0.02, "window_days": 45})
    with pytest.raises(UserError, match=r"window \(45 days\) is longer than the payment terms"):
        policy_sheet(strategy, WHOLESALE)


@pytest.mark.parametrize("scenario", shipped_names("scenario"))
def test_every_strategy_that_ships_has_its_sheet(scenario):
    home = cs.load_scenario(scenario)
    for name in shipped_names("strategy"):
        text = policy_text(policy_sheet(cs.load_strategy(name), home))
        assert "1. Who may buy on credit" in text
        assert ("As today." in text) == (name == "status_quo")


def test_the_command_writes_it(tmp_path, capsys):
    assert run(["policy", "insured", "--scenario", "saas"]) == 0
    assert "▸ The insurer pays 90 % of an insured loss." in capsys.readouterr().out
    page = tmp_path / "policy.html"
    assert run(["policy", "insured", "--out", str(page)]) == 0
    assert "<title>Credit policy: Insured</title>" in page.read_text(encoding="utf-8")
    assert run(["policy", "insured", "--out", str(tmp_path / "policy.md")]) == 0
    assert (
        (tmp_path / "policy.md").read_text(encoding="utf-8").lstrip().startswith("# Credit policy: Insured")
    )
    assert run(["policy", "insured", "--out", str(tmp_path / "policy.docx")]) == 2
    assert "Choose a file that ends in .html or .md." in capsys.readouterr().err


def test_the_same_strategy_gives_the_same_bytes():
    sheet = policy_sheet(cs.load_strategy("balanced"), WHOLESALE)
    assert policy_html(sheet) == policy_html(replace(sheet))


@pytest.mark.parametrize("name", shipped_names("strategy"))
def test_there_are_as_many_marks_as_rules_that_differ(name):
    """Marks on the page come from these classes, and only from them."""
    sheet = policy_sheet(load_strategy(name), WHOLESALE)
    html = policy_html(sheet)
    assert len(re.findall(r'class="new(?:-figure| gone|)"', html)) == sheet.changes
    assert "new-cell" not in html.partition("</style>")[2]
    text = policy_text(sheet)
    assert text.count("▸") == sheet.changes + ("(▸," in text)
