"""`creditlab page`: what the pages open with, and what is said of it."""

from unittest.mock import Mock

import pytest

from simulator.app.desk.html import context_html
from simulator.app.desk.state import DeskState
from simulator.app.kit.about import About
from simulator.app.kit.context import horizon_hint
from simulator.app.lab.scenario_panel import ScenarioPanel
from simulator.app.lab.state import Lab
from simulator.app.setting import scenario_setting
from simulator.cli.page import _folder, _setting
from simulator.errors import UserError
from simulator.strategy import load_strategy


@pytest.mark.parametrize("days", [500, 730])
def test_pages_open_with_the_horizon_that_somebody_chose(tmp_path, days):
    told: list[str] = []
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"extends: wholesale\nname: Mine\nwhy: Ours\nchanges: {{company: {{horizon_days: {days}}}}}\n"
    )
    found = _setting(str(path), None, told.append)
    assert found is not None
    assert (found.scenario.name, found.scenario.company.horizon_days) == ("Mine", days)
    assert not horizon_hint(found), "the commands look as far"
    lab = ScenarioPanel(Mock())
    lab.show(Lab(found, ()))
    assert lab.horizon.value == days
    assert _setting("saas", None, told.append) is not None
    assert _setting("", None, told.append) is None
    assert told == []


def test_where_nobody_chose_a_horizon_pages_say_that_they_look_at_a_year():
    found = scenario_setting("saas")
    assert (found.scenario.company.horizon_days, found.commands_days) == (365, 1095)
    told = horizon_hint(found)
    assert "Over 1 year, so that the first numbers are there within seconds" in told
    assert "The commands look at 3 years" in told
    assert told in About(found, print).facts.value
    assert told in context_html(DeskState.of(found, load_strategy("strict")))
    lab = ScenarioPanel(Mock())
    lab.show(Lab(found, ()))
    assert told in lab.facts.value
    assert not horizon_hint(scenario_setting("saas", 1095))


def test_a_folder_of_boards_that_is_none_is_refused(tmp_path):
    assert _folder(None) is None
    assert _folder(tmp_path) == tmp_path
    with pytest.raises(UserError, match="is no folder"):
        _folder(tmp_path / "nowhere")
