"""The template and the style sheet: everything is ours, local, and in the colours of the tokens."""

import re
from pathlib import Path

import pytest

from simulator.app.chart import SCRIPTS, STYLES, plotly_script
from simulator.app.gallery.page import Shown, gallery, gallery_page
from simulator.app.places import PLACES
from simulator.app.ready import ready_names
from simulator.app.setting import scenario_setting
from simulator.app.styles import style_sheet
from simulator.pages.assets import HERE, make_assets

OWN = [*sorted(STYLES.glob("*.css")), *sorted(SCRIPTS.glob("*.js")), *sorted((HERE / "template").iterdir())]
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path):
    assert re.search(r"https?://|@import|//cdn", path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_styles_have_no_colours_of_their_own(path):
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(", path.read_text(encoding="utf-8")))
    assert colours <= {"#fff"}, "colours stand in simulator/figures/tokens.py; only paper is white by itself"


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_every_variable_is_known(path):
    known = set(re.findall(r"(--[\w-]+)\s*:", style_sheet()))
    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8")))
    assert {name for name in used - known if not name.startswith("--jp-")} == set()


def test_print_comes_last():
    assert style_sheet().rstrip().endswith((STYLES / "print.css").read_text(encoding="utf-8").rstrip())


def test_the_assets_are_complete(tmp_path):
    assets = make_assets(tmp_path / "new", ["strategy_lab"])
    static = assets.template / "static"
    assert (static / "plotly.min.js").read_bytes() == plotly_script()
    for name in ("style", "script", "plotly", "font"):
        address = assets.words[name].split("?")[0]
        assert (static / address.rsplit("/", 1)[1]).is_file()
    assert not (assets.folder / "voila").exists(), "Voilà would look for its themes there"
    assert (HERE / "fonts" / "OFL.txt").is_file()
    assert (static / "inter.woff2").stat().st_size < 150_000


def test_a_changed_file_gets_a_new_address(tmp_path):
    first = make_assets(tmp_path / "first", [])
    again = make_assets(tmp_path / "again", [])
    assert first.words["style"] == again.words["style"]
    assert first.words["style"] != first.words["script"]


def test_every_place_is_a_notebook():
    assert {place.name for place in PLACES} <= {path.stem for path in NOTEBOOKS.glob("*.ipynb")}


def test_the_gallery_asks_only_what_can_be_answered():
    shown = re.findall(r"strategy=(\w+)", gallery(Shown(scenario_setting("wholesale"))))
    assert shown == ["discount", "one_more_collector", "insured"]
    assert set(shown) <= set(ready_names())
    assert "<script" not in gallery_page()


def test_kernels_open_with_what_the_server_was_started_with(tmp_path, monkeypatch):
    from simulator.app.setting import scenario_setting
    from simulator.app.workplace import WORKPLACE, first_setting, open_with

    monkeypatch.setenv(WORKPLACE, "")
    assert first_setting().scenario.name == scenario_setting("wholesale").scenario.name
    started = scenario_setting("saas", 730)
    open_with(started, tmp_path)
    assert first_setting() == started
    assert (tmp_path / "workplace.pickle").stat().st_mode & 0o077 == 0
