"""The numbers of a small fixed run are those of the baseline."""

from __future__ import annotations

from tests import update_baseline


def test_the_numbers_are_those_of_the_baseline():
    """If this change is meant: `python -m tests.update_baseline`, and a line **Numbers:** in the changelog."""
    assert update_baseline.measured() == update_baseline.kept()


def test_the_baseline_is_about_twenty_five_numbers():
    assert 20 <= sum(len(values) for values in update_baseline.kept().values()) <= 30


def test_updating_writes_what_is_measured_and_tells_what_moved(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(update_baseline, "PATH", tmp_path / "baseline.yaml")
    now = {"status_quo": {"write_offs": 3.0, "dso_paid_days": 33.3}}
    monkeypatch.setattr(update_baseline, "measured", lambda: now)
    update_baseline.main()
    assert update_baseline.kept() == now
    capsys.readouterr()
    now["status_quo"]["write_offs"] = 4.0
    update_baseline.main()
    assert capsys.readouterr().out == "status_quo: write_offs 3.0 -> 4.0\n"
