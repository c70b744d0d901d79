"""Results kept: the same numbers at once, extended, resumed, and never a wrong one."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import simulator as cs
from simulator.experiment import compare as comparing
from simulator.experiment.kept import answers, places
from simulator.experiment.kept.files import Damaged, as_bytes, from_bytes
from simulator.experiment.kept.shelf import Shelf
from tests.stub_engine import StubEngine

DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Counting:
    """A stand-in for the engine that counts what it plays."""

    def __init__(self) -> None:
        self.played: list[tuple[int, int]] = []
        self.interrupt_at: int | None = None

    def __call__(self, _scenario, _portfolio, levers, seed):
        days = tuple((one.terms.net_days or 30) - 30 for one in levers)
        stub = StubEngine(days, (0.0,) * len(days), seed)

        def task(replication: int):
            if replication == self.interrupt_at:
                raise KeyboardInterrupt
            self.played.append((replication, len(days)))
            return stub(replication)

        return task

    def count(self) -> int:
        """Runs since it was asked last."""
        count = sum(strategies for _, strategies in self.played)
        self.played.clear()
        return count


@pytest.fixture
def engine(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(comparing, "replicator", counting)
    return counting


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "kept")


@pytest.fixture(scope="module")
def scenario():
    return cs.load_scenario("wholesale")


@pytest.fixture(scope="module")
def strategies():
    today = cs.load_strategy("status_quo")
    return [today, today.but("Slower", why="to see it", terms={"net_days": 45})]


@pytest.fixture
def asked(scenario, strategies, engine, shelf):
    """Asks for so many replications, and returns the whole answer as text."""

    def ask(replications=12, **changes):
        given = {"scenario": scenario, "strategies": strategies, "keep": shelf, "workers": 1} | changes
        chosen = given.pop("scenario"), given.pop("strategies")
        return cs.compare(*chosen, replications=replications, **given).to_json()

    return ask


def files(shelf: Shelf) -> list[Path]:
    return sorted(shelf.outcomes_folder.rglob("*.parquet"))


def test_asked_again_nothing_is_run_and_nothing_differs(asked, engine, shelf):
    first = asked()
    assert engine.count() == 24
    assert asked() == first
    assert engine.count() == 0
    assert shelf.remarks == [next(text for text in shelf.remarks if text.startswith("From kept results of"))]
    assert asked(keep=False) == first
    assert engine.count() == 24


def test_more_replications_extend_what_is_kept(asked, engine, shelf):
    asked(5)
    engine.count()
    longer = asked(12)
    assert engine.count() == 14
    assert "5 of 12 replications are from kept results" in shelf.remarks[-1]
    assert longer == asked(12, keep=False)
    assert asked(5) == asked(5, keep=False)  # and fewer are answered from more


def test_a_strategy_is_kept_under_any_name_and_in_any_company(asked, engine, strategies):
    asked()
    engine.count()
    today, _ = strategies
    slowest = today.but("Slowest", why="to see it", terms={"net_days": 60})
    renamed = today.but("Another name", why="another reason", terms={"net_days": 45})
    asked(strategies=[slowest, renamed, today])
    assert engine.played == [(number, 1) for number in range(12)]  # only the new one


@pytest.mark.parametrize("change", ["seed", "scenario", "levers", "version", "sources"])
def test_whatever_decides_the_numbers_is_part_of_the_key(
    asked, engine, scenario, strategies, monkeypatch, change
):
    asked(3)
    engine.count()
    today, _ = strategies
    changes = {
        "seed": {"seed": 7},
        "scenario": {"scenario": scenario.but(company={"supplier_days": 31})},
        "levers": {"strategies": [today, today.but("Slower", why="to see it", terms={"net_days": 46})]},
    }.get(change, {})
    if change == "version":
        monkeypatch.setattr("simulator.experiment.question.__version__", "9.9")
    if change == "sources":
        monkeypatch.setattr(answers, "numbers_version", lambda: "other rules")
    asked(3, **changes)
    assert engine.count() == (3 if change == "levers" else 6)


def test_a_ledger_of_other_customers_is_another_key(asked, engine, scenario):
    from dataclasses import replace

    from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio

    portfolio = synthetic_portfolio(scenario, observed_laws(scenario))
    asked(3, portfolio=portfolio)
    engine.count()
    asked(3, portfolio=replace(portfolio, identities=("somebody",), notes=("a note",)))
    assert engine.count() == 0  # names decide nothing
    customers = portfolio.customers.copy()
    customers["order_value"][0] += 1
    asked(3, portfolio=replace(portfolio, customers=customers))
    assert engine.count() == 6


def test_an_interrupted_experiment_goes_on_from_what_it_has(asked, engine, shelf):
    engine.interrupt_at = 7
    with pytest.raises(KeyboardInterrupt):
        asked()
    assert [number for number, _ in engine.played] == list(range(7))
    engine.interrupt_at = None
    engine.count()
    again = asked()
    assert [number for number, _ in engine.played] == list(range(7, 12))
    assert again == asked(keep=False)


def test_fresh_runs_everything_again(asked, engine, shelf):
    asked()
    engine.count()
    asked(keep=Shelf(shelf.folder, is_fresh=True))
    assert engine.count() == 24


@pytest.mark.parametrize("harm", ["cut short", "changed", "foreign", "of another key", "empty"])
def test_a_damaged_file_is_noticed_and_what_it_held_is_run_again(asked, engine, shelf, harm):
    first = asked()
    engine.count()
    one, other = files(shelf)
    data = bytearray(one.read_bytes())
    if harm == "cut short":
        data = data[: len(data) // 2]
    elif harm == "changed":
        third = len(data) // 3
        data[third : third + 200] = bytes(byte ^ 1 for byte in data[third : third + 200])
    elif harm == "foreign":
        data = bytearray(b"a,b\n1,2\n")
    elif harm == "of another key":
        data = bytearray(other.read_bytes())
    else:
        data = bytearray()
    one.write_bytes(bytes(data))
    assert asked() == first
    assert engine.count() == 12  # one strategy
    assert "A kept result was damaged; what it held is played again." in shelf.remarks
    assert asked() == first
    assert engine.count() == 0


def test_every_single_changed_byte_is_noticed(asked, shelf):
    """Numbers, schema, and what is told about the file: nothing passes unseen."""
    asked(2)
    file = files(shelf)[0]
    data, key = file.read_bytes(), file.parent.name
    good = from_bytes(key, data).outcomes
    unseen = []
    for place in range(0, len(data), 97):
        bad = bytearray(data)
        bad[place] ^= 0xFF
        try:
            found = from_bytes(key, bytes(bad)).outcomes
        except Damaged:
            continue
        if any(not same(good[number], found[number]) for number in good):
            unseen.append(place)
    assert unseen == []


def same(one, other) -> bool:
    pairs = zip((*one[:3], *one.paths), (*other[:3], *other.paths), strict=True)
    return one.months == other.months and all(a.tobytes() == b.tobytes() for a, b in pairs)


def test_outcomes_come_back_to_the_bit():
    packed = StubEngine((0,), (0.0,))(3)[0]
    packed.horizon[0], packed.horizon[1] = -0.0, np.nan
    data, _ = as_bytes("key", {3: packed, 11: packed}, DAY)
    part = from_bytes("key", data)
    assert part.made == DAY
    assert sorted(part.outcomes) == [3, 11]
    assert all(same(packed, one) for one in part.outcomes.values())


def test_others_can_read_a_file(asked, shelf):
    """One row a replication, measures in columns of their own: any tool for Parquet will do."""
    import pandas as pd

    asked(4)
    table = pd.read_parquet(files(shelf)[0])
    assert list(table["replication"]) == [0, 1, 2, 3]
    assert table["dso_paid_days"].notna().all()


def test_parts_are_put_together(asked, shelf):
    for count in (3, 6, 9):
        asked(count)
    assert [file.name[:13] for file in files(shelf)] == ["000000-000008"] * 2


def test_many_writers_at_once_do_no_harm(asked, scenario, strategies, engine, shelf):
    first = asked(keep=False)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(asked, [4, 12, 8, 12, 6, 12]))
    assert {text for text, count in zip(texts, [4, 12, 8, 12, 6, 12], strict=True) if count == 12} == {first}
    assert asked() == first
    assert not any("damaged" in remark for remark in shelf.remarks)
    assert not [path for path in shelf.folder.rglob("*") if path.suffix == ".part"]


def test_a_folder_that_cannot_be_written_spoils_nothing(asked, tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("here")
    shelf = Shelf(blocked)
    assert asked(keep=shelf) == asked(keep=False)
    assert len(shelf.remarks) == 1
    assert "Results could not be kept" in shelf.remarks[0]


def test_what_was_not_of_use_longest_is_forgotten(asked, shelf, monkeypatch):
    """Three things: two strategies and the answer; room for a little less than that."""
    asked(3)
    [answer] = (shelf.folder / "answers").iterdir()
    one, other = [file.parent for file in files(shelf)]
    for moment, place in enumerate((answer, other, one)):
        os.utime(place, (moment, moment))
    held = places.size_of(shelf.folder)
    monkeypatch.setattr("simulator.experiment.kept.shelf.most_bytes", lambda: held)
    shelf.make_room()
    assert (answer.exists(), other.exists(), one.exists()) == (True, True, True)
    monkeypatch.setattr("simulator.experiment.kept.shelf.most_bytes", lambda: held - 1)
    shelf.make_room()
    assert (answer.exists(), other.exists(), one.exists()) == (False, True, True)
    monkeypatch.setattr("simulator.experiment.kept.shelf.most_bytes", lambda: 1)
    shelf.make_room()
    assert (other.exists(), one.exists()) == (False, True)  # what was used last stays


def test_the_size_and_the_folder_are_the_users_to_choose(monkeypatch, tmp_path):
    monkeypatch.setenv("CREDITLAB_RESULTS", str(tmp_path / "mine"))
    assert places.kept_folder() == tmp_path / "mine"
    monkeypatch.setenv("CREDITLAB_RESULTS", "off")
    assert places.kept_folder() is None
    assert Shelf().outcomes("any") == ({}, None)
    monkeypatch.setenv("CREDITLAB_RESULTS_MEGABYTES", "20")
    assert places.most_bytes() == 20_000_000
    monkeypatch.setenv("CREDITLAB_RESULTS_MEGABYTES", "much")
    with pytest.raises(cs.UserError, match="whole number of megabytes"):
        places.most_bytes()


def test_file_names_tell_nothing(asked, shelf, scenario, strategies):
    asked(3, strategies=[strategies[0], strategies[1].but("Müller GmbH", why="secret")])
    names = {path.name for path in shelf.folder.rglob("*")}
    assert all(set(name) <= set("0123456789abcdef-.parquetjsonouwm") for name in names), names
    assert not any(word in name for name in names for word in ("ller", "status", "wholesale"))


def test_an_answer_is_shown_again_whole(asked, shelf):
    text = asked()
    [answer] = answers.kept_answers(shelf)
    assert (answer.replications, answer.seed, answer.strategies) == (12, 2026, ("Status quo", "Slower"))
    comparison, found = answers.kept_comparison(shelf, answer.name[:6])
    assert comparison.to_json() == text
    assert found == answer


def test_an_answer_that_lost_its_numbers_says_so(asked, shelf):
    asked()
    [answer] = answers.kept_answers(shelf)
    files(shelf)[0].unlink()
    with pytest.raises(cs.UserError, match="no longer whole"):
        answers.kept_comparison(shelf, answer.name)


def test_an_answer_of_an_earlier_version_is_not_shown_as_ours(asked, shelf, monkeypatch):
    asked()
    monkeypatch.setattr(answers, "numbers_version", lambda: "other rules")
    [answer] = answers.kept_answers(shelf)
    assert not answer.is_current
    with pytest.raises(cs.UserError, match="earlier version"):
        answers.kept_comparison(shelf, answer.name)


def test_a_damaged_answer_is_dropped_with_a_sentence(asked, shelf):
    asked()
    [file] = (shelf.folder / "answers").iterdir()
    file.write_bytes(file.read_bytes().replace(b'"seed": 2026', b'"seed": 2027'))
    assert answers.kept_answers(shelf) == []
    assert "A kept answer was damaged" in shelf.remarks[-1]
    assert not file.exists()


def test_deleting_an_answer_leaves_what_others_need(asked, shelf, strategies, engine):
    today, _ = strategies
    asked(3)
    asked(3, strategies=[today, today.but("Slowest", why="to see it", terms={"net_days": 60})])
    assert len(files(shelf)) == 3
    latest = next(one for one in answers.kept_answers(shelf) if "Slowest" in one.strategies)
    answers.delete_answers(shelf, [latest.name])
    assert len(files(shelf)) == 2
    engine.count()
    asked(3)
    assert engine.count() == 0
    assert answers.delete_everything(shelf) == 1
    assert files(shelf) == []


@pytest.mark.parametrize("name", ["", "zz", "0000000", "../../etc"])
def test_a_name_that_is_none_is_refused(asked, shelf, name):
    asked(2)
    with pytest.raises(cs.UserError, match="There is no kept result"):
        answers.find(shelf, name)
