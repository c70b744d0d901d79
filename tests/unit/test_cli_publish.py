"""`creditlab publish`: the files are there, the same for any workers; mistakes are a sentence before anything runs."""

import pytest

from simulator.cli import run
from simulator.errors import UserError
from simulator.experiment.dangers import ALWAYS, SPARE, coming_upon
from simulator.experiment.leaning import Leaning, leaning
from simulator.metrics.catalogue import CATALOGUE
from simulator.publish.board.asking import Working, ask
from simulator.scenario import load_scenario
from simulator.sharing import Shared, parts_of
from simulator.shocks import load_shock
from simulator.strategy import load_strategy

SMALL = """
extends: wholesale
name: Small & Sons
why: A few customers, so that a test is quick
changes:
  portfolio: {customers: 20}
  company: {horizon_days: 120, warm_up_days: 90}
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    monkeypatch.setattr("simulator.publish.board.publishing.find_browser", lambda: None)
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def publish(small, out, *more):
    words = [
        "publish",
        str(small),
        "discount",
        "--out",
        str(out),
        "--replications",
        "30",
        "--date",
        "2026-11-30",
    ]
    return run([*words, *more])


def test_the_files_are_the_same_for_any_workers(small, tmp_path, capsys):
    assert publish(small, tmp_path / "one", "--workers", "1") == 0
    told = capsys.readouterr()
    assert publish(small, tmp_path / "two", "--workers", "threads:2") == 0
    for name in ("board.html", "board.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    html = (tmp_path / "one" / "board.html").read_text(encoding="utf-8")
    assert told.out.splitlines()[0].replace("&", "&amp;") in html
    assert "no Chrome, Edge or Chromium was found" in " ".join(told.err.split())
    assert "Small &amp; Sons" in html
    assert "--date 2026-11-30" in html
    assert str(tmp_path) not in html, "no folder of this machine stands on the page"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--by", "calls"], "Nothing is judged by 'calls'"),
        (["--date", "soon"], "--date soon is no day"),
        (["--replications", "5"], "--replications 5 is too few. Ask for 30 or more"),
    ],
)
def test_mistakes_are_a_sentence(small, tmp_path, capsys, more, told):
    assert publish(small, tmp_path / "out", *more) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def scenario_of(path):
    return load_scenario(path)


def test_the_dangers_are_the_strategy_s_own_and_two_of_the_library(small):
    scenario = scenario_of(small)
    today = scenario.today
    expected = {
        "discount": "Nobody pays sooner for the discount",
        "insured": load_shock("insurer_cuts_cover").name,
        "intensive_collections": load_shock("collectors_leave").name,
        "late_charges": "Charges make nobody pay sooner",
        "factored": load_shock("interest_rises").name,
    }
    judged = Leaning("behaviour.hold_churn_multiplier", 1.5, 1.0, 3.0, 1.0, False, None, None, 40)
    for name, label in expected.items():
        found = coming_upon(scenario, (today, load_strategy(name).levers(today)), judged)
        assert [one.label for one in found] == [
            "Customers lost to holds twice as assumed",
            label,
            *(load_shock(shock).name for shock in ALWAYS),
        ]
    assert found[0].scenario.behaviour.hold_churn_multiplier == 3.0


def test_no_danger_is_told_twice(small):
    scenario = scenario_of(small)
    then = load_strategy("late_charges").levers(scenario.today)
    judged = Leaning("behaviour.late_charge_hazard_multiplier", 1.1, 1.0, 1.4, 1.0, True, None, None, 40)
    found = coming_upon(scenario, (scenario.today, then), judged)
    assert found[0].label == "Effect of late charges at its worst"
    assert found[1].label == load_shock(SPARE).name


def test_the_turning_point_is_where_the_lead_is_nothing(small):
    scenario = scenario_of(small)
    pair = (load_strategy("status_quo"), load_strategy("intensive_collections"))
    found = leaning(scenario, pair, replications=30, workers=1).most
    assert found is not None
    turns = found.turns_below if found.turns_below is not None else found.turns_above
    assert turns is not None, "from some margin on twice the collectors pay"
    group, name = found.key.split(".")
    moved = scenario.but(**{group: {name: turns}})
    evidence = ask(moved, [pair[1]], Working(replications=30, workers=1))
    gain = evidence.comparison.difference(evidence.comparison.results[1], "profit_to_the_end")
    assert CATALOGUE["profit_to_the_end"].better == "higher"
    assert abs(gain.mean) < 0.1 * abs(found.base), "there the lead is next to nothing"
    known = leaning(scenario, pair, known=frozenset({found.key}), replications=30, workers=1).most
    assert known is None or known.key != found.key, "what somebody set is no guess"


def test_a_shared_comparison_brings_its_replications_and_what_it_is_judged_by(tmp_path, monkeypatch, capsys):
    asked = []

    def answer(own, working):
        asked.append((working.seed, working.replications, own.by))
        raise UserError("Asked.")

    monkeypatch.setattr("simulator.cli.publishing._Asked.answer", answer)
    shared = Shared(
        **parts_of(load_scenario("wholesale").but(portfolio={"customers": 20})),
        strategies=(load_strategy("discount"),), seed=7, replications=80, judged_by="resilience",
    )  # fmt: skip
    path = tmp_path / "comparison.yaml"
    path.write_text(shared.to_yaml(), encoding="utf-8")
    for more in ([], ["--replications", "40", "--by", "dso"]):
        assert run(["publish", str(path), "--out", str(tmp_path / "out"), *more]) == 2
        told = " ".join(capsys.readouterr().err.split())
        assert "profit" not in told
    assert asked == [(7, 80, "resilience"), (7, 40, "dso")]
