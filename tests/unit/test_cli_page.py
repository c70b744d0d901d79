"""`creditlab page`: what the pages open with, and what is said of it."""

import pytest

from simulator.cli.page import _folder, _setting
from simulator.errors import UserError


def test_a_scenario_of_two_years_is_opened_for_one_and_that_is_said(tmp_path):
    told: list[str] = []
    path = tmp_path / "mine.yaml"
    path.write_text("extends: wholesale\nname: Mine\nwhy: Ours\nchanges: {company: {horizon_days: 730}}\n")
    found = _setting(str(path), None, told.append)
    assert found is not None
    assert (found.scenario.name, found.scenario.company.horizon_days) == ("Mine", 365)
    assert told == ["Mine is about 730 days. The pages open with 365; some let you look further."]
    told.clear()
    assert _setting("saas", None, told.append) is not None
    assert _setting("", None, told.append) is None
    assert told == []


def test_a_folder_of_boards_that_is_none_is_refused(tmp_path):
    assert _folder(None) is None
    assert _folder(tmp_path) == tmp_path
    with pytest.raises(UserError, match="is no folder"):
        _folder(tmp_path / "nowhere")
