"""A whole comparison as one file: read back as it was written, and refused in a sentence where it is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

import simulator as cs
from simulator.coming import Coming, struck
from simulator.errors import UserError
from simulator.experiment.asked import read_asked
from simulator.sharing import MOST_STRATEGIES, Shared, is_shared, parts_of, read_shared
from simulator.shocks import Shock, load_shock
from simulator.strategy import Strategy
from tests.behaviour.trials import portfolio_of, small_wholesaler

FLOOD = Shock(name="Flood", why="Rain", start_day=3, days=20, times={"economy": {"order_multiplier": 0.5}})


def shared(**changes):
    scenario = cs.load_scenario("wholesale").but(
        company={"horizon_days": 181, "opening_cash": 0.00001},
        portfolio={"customers": 40},
        behaviour={"on_time_fraction": {"large": 0.8}},
        today={"collections": {"collectors": 2}},
    )
    strategies = (
        Strategy(name="20e6", why="yes", changes={"discount": {"rate_fraction": 0.02, "window_days": 10}}),
        Strategy(
            name="Ladder: of ours",
            why="It's #1",
            board_verb="Call sooner",
            changes={
                "collections": {
                    "ladder": [{"day": 5, "channel": "call", "segments": ["large"], "above": 5e3}]
                }
            },
        ),
    )
    coming = (Coming(load_shock("recession"), 1.25, 30), Coming(FLOOD))
    made = Shared(**parts_of(scenario), strategies=strategies, coming=coming, seed=7, replications=6)
    return replace(made, judged_by="profit=2,growth=1", selected=2, **changes)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "shared.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_written_is_read_back(tmp_path):
    made = shared()
    path = written(tmp_path, made.to_yaml())
    assert is_shared(path)
    found = read_shared(path)
    assert found == made
    assert found.to_yaml() == made.to_yaml()
    assert found.scenario().company.opening_cash == 0.00001
    assert found.scenario().today.collections.collectors == 2
    assert struck(found.scenario(), found.coming).title == "Wholesale + Recession + Flood"


def test_a_scenario_that_does_not_ship_is_written_whole(tmp_path):
    scenario = cs.load_scenario("saas").but("Ours", why="An own file")
    made = Shared(**parts_of(scenario), strategies=())
    assert made.extends == "defaults"
    assert read_shared(written(tmp_path, made.to_yaml())).scenario() == scenario


def test_the_same_numbers_to_the_byte(tmp_path):
    """Played before and after it went through a file."""
    scenario = small_wholesaler(20, 92)
    strategies = (cs.load_strategy("discount"), cs.load_strategy("strict"))
    made = Shared(
        **parts_of(scenario), strategies=strategies, coming=(Coming(load_shock("sales_drop"), 0.5, 10),)
    )
    path = written(tmp_path, made.to_yaml())
    asked = read_asked(str(path), [])
    portfolio = portfolio_of(scenario)

    def played(one, coming, compared):
        return cs.compare(
            struck(one, coming), compared, replications=3, workers=1, portfolio=portfolio
        ).to_json()

    assert asked.strategies[0].name == "Today"
    assert played(asked.scenario, asked.coming, asked.strategies) == played(
        scenario, made.coming, [asked.strategies[0], *strategies]
    )


def test_strategies_of_the_file_are_named_as_they_are_in_it(tmp_path):
    path = str(written(tmp_path, shared().to_yaml()))
    assert [one.name for one in read_asked(path, ["today", "20E6", "insured"]).strategies] == [
        "Today",
        "20e6",
        "Insured",
    ]
    with pytest.raises(UserError, match="There is no strategy 'nobody'"):
        read_asked(path, ["nobody"])


def test_a_comparison_about_a_ledger_needs_that_ledger(tmp_path):
    made = replace(shared(), ledger="ab" * 32)
    lines = set(made.to_yaml().splitlines()) - set(shared().to_yaml().splitlines())
    assert lines == {f"ledger: {'ab' * 32}"}
    path = str(written(tmp_path, made.to_yaml()))
    with pytest.raises(
        UserError, match=r"about a ledger that is not here: its fingerprint begins abababababab\. Name"
    ):
        read_asked(path, [])
    other = tmp_path / "other.csv"
    other.write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="about a ledger that is not here"):
        read_asked(path, [], other)
    plain = str(written(tmp_path, shared().to_yaml()))
    with pytest.raises(UserError, match="Leave the ledger out"):
        read_asked(plain, [], other)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("comparison: 1", "comparison: 2", "another form"),
        ("extends: wholesale", "extends: ../../etc/passwd", "'extends' names no scenario that ships"),
        ("seed: 7", "seed: x", "'seed' is 'x'"),
        ("seed: 7", "seed: 99999999999999999999", "'seed' is wrong"),
        ("replications: 6", "replications: 100000000", "replications cannot be run"),
        ("selected: 2", "selected: 9", "There is no strategy 9"),
        ("seed: 7", "sede: 7", "Did you mean 'seed'?"),
        ("shock: recession", "shock: /etc/passwd", "is no shock that ships"),
        ("severity: 1.25", "severity: lots", "'severity' is 'lots'"),
        ("start_day: 30", "start_day: 1.5", "'start_day' is"),
        ("rate_fraction: 0.02", "rate_fraction: 2", "rate_fraction"),
        ("rate_fraction: 0.02", "rate_fractoin: 0.02", "Did you mean 'rate_fraction'?"),
        ("opening_cash: 1.0e-05", "opening_cahs: 5", "Did you mean 'opening_cash'?"),
        ("name: '20e6'", "nmae: '20e6'", "Unknown key 'nmae'"),
        ("name: '20e6'", "extends: mine.yaml\n  name: '20e6'", "'extends' names no strategy that ships"),
        ("judged_by: profit=2,growth=1", "judged_by: [profit]", "'judged_by' is a list"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, old, new, told):
    text = shared().to_yaml()
    assert old in text
    with pytest.raises(UserError) as refused:
        read_shared(written(tmp_path, text.replace(old, new, 1)))
    assert told in refused.value.message
    assert "shared.yaml" in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "comparison: 1\nscenario: []\nstrategies: {}\n",
        "comparison: 1\nscenario: {extends: wholesale}\nstrategies: [1, x, null]\n",
        "comparison: 1\nscenario: {extends: [wholesale]}\nshocks: recession\n",
        "comparison: 1\nscenario: {changes: {company: 3}}\n",
        "comparison: 1\nscenario: {name: 5, why: []}\nstrategies:\n- {name: [], why: {}}\n",
        "comparison: 1\nscenario: &a {extends: wholesale}\nledger: *a\n",
        "comparison: 1\nscenario: {extends: wholesale}\nledger: !!python/object:os.system x\n",
        "comparison: 1\nshocks: [{shock: {name: x}}]\nscenario: {}\n",
        "comparison: 1\nscenario: " + "[" * 5000 + "]" * 5000,
        "comparison: 1\nscenario: {}\nstrategies: [" + "{name: a, why: b}, " * (MOST_STRATEGIES + 1) + "]\n",
        "comparison: 1\nscenario: {}\n# " + "x" * 1_000_001,
    ],
)
def test_a_hostile_file_gets_sentences(tmp_path, text):
    with pytest.raises(UserError) as refused:
        read_shared(written(tmp_path, text))
    assert "shared.yaml" in refused.value.message
    assert "Traceback" not in refused.value.message


def test_a_shock_cannot_be_more_severe_than_there_is_room_for():
    scenario = cs.load_scenario("wholesale")
    with pytest.raises(UserError, match="cannot be 900 times as severe"):
        Coming(load_shock("recession"), 900.0).upon(scenario)
    with pytest.raises(UserError, match="cannot begin on day -4"):
        Coming(load_shock("recession"), 1.0, -4).upon(scenario)
    assert Coming(load_shock("recession")).upon(scenario) == load_shock("recession")
    assert Coming(load_shock("recession"), 1.0, 12).upon(scenario).start_day == 12
