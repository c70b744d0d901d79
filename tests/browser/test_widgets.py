"""The widgets of our own in a real browser: charts, copying, the address, files, a lost simulator."""

import os
import signal

import pytest

from tests.browser.serving import Server, serve_folder, write_notebook

CELL = """
import os
import ipywidgets
from simulator.app.chart import Chart
from simulator.app.screen import Address, CopyButton

def figure(level):
    line = {"type": "scatter", "mode": "lines", "x": [1, 2, 3], "y": [level, 2, level], "line": {"color": "#1565C0"}}
    band = {"type": "scatter", "x": [1, 3], "y": [1, 1], "fill": "tozeroy", "fillcolor": "rgba(21,101,192,0.2)"}
    return {"data": [line, band], "layout": {"margin": {"l": 52, "r": 12, "t": 8, "b": 26}, "hovermode": "x unified"}}

def phone(level):
    return {"data": figure(level)["data"][:1], "layout": {"height": 180}}

charts = [Chart(figure=figure(n), phone=phone(n), text=f"Level {n}", height=200, dark_colours={"#1565C0": "#3D8BF0"})
          for n in range(5)]
lever = ipywidgets.IntSlider(30, 0, 120, readout=False)
def show(change):
    for one in charts:
        one.show(figure(change["new"]), f"Level {change['new']}", phone(1))

lever.observe(show, "value")
address, told = Address(), ipywidgets.Label("?")
address.observe(lambda change: setattr(told, "value", str(address.query)), "is_known")
upload, arrived = ipywidgets.FileUpload(), ipywidgets.Label("nothing")
upload.observe(lambda change: setattr(arrived, "value", str(upload.value[0]["size"])), "value")
process = ipywidgets.Label(str(os.getpid()))
for widget, name in ((told, "told"), (arrived, "arrived"), (process, "process")):
    widget.add_class(name)
copy = CopyButton(text="One more collector does best.", label="Copy verdict")
main = ipywidgets.VBox([lever, *charts, told, arrived, process, upload, copy, address])
main.add_class("lab-main")
lab = ipywidgets.VBox([main])
lab.add_class("lab")
lab
"""
DRAWN = "document.querySelectorAll('.chart[data-drawn]').length === 5"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_notebook(
        folder / "demo.ipynb", "prepared = True", CELL, steps=("Fitting 200 customers", "Building the page")
    )
    running = serve_folder(folder)
    yield running
    running.end()


@pytest.fixture
def opened(demo: Server, visit):
    made = visit(f"{demo.address}demo?strategy=discount")
    made.wait_ready()
    made.page.wait_for_function(DRAWN)
    return made


def colours(page) -> set[str]:
    return set(
        page.evaluate(
            "[...document.querySelectorAll('.chart path.js-line')].map((path) => path.style.stroke)"
        )
    )


def test_the_page_loads_without_the_internet_and_plotly_once(opened):
    assert opened.external == []
    assert opened.problems == []
    assert len([url for url in opened.requests if "plotly" in url]) == 1
    assert opened.page.locator(".chart").count() == 5
    assert opened.page.locator(".modebar").count() == 0


def test_without_the_page_s_copy_the_kernel_sends_plotly(demo: Server, visit):
    made = visit("about:blank")
    made.page.route("**/plotly.min.js*", lambda route: route.abort())
    made.page.goto(f"{demo.address}demo", wait_until="commit")
    made.wait_ready()
    made.page.wait_for_function(DRAWN)
    assert made.page.locator(".chart-failed").count() == 0


def test_while_loading_the_step_is_told_and_sizes_are_kept(demo: Server, visit):
    made = visit(f"{demo.address}demo")
    made.page.wait_for_selector(".loading-step")
    assert made.page.inner_text("#loading-text").strip() in {
        "Fitting 200 customers",
        "Building the page",
        "Drawing the page",
    }
    made.picture("page_loading")
    made.wait_ready()
    assert made.page.locator("#loading").count() == 0


def test_a_chart_says_what_it_shows(opened):
    first = opened.page.locator(".chart").first
    assert first.get_attribute("role") == "img"
    assert first.get_attribute("aria-label") == "Level 0"


def test_a_lever_changes_the_charts(opened):
    page = opened.page
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart')].map((box) => box.getBoundingClientRect().height)"
    )
    before = page.locator(".chart path.js-line").first.get_attribute("d")
    page.locator(".noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "[...document.querySelectorAll('.chart')].every((box) => box.ariaLabel === 'Level 31')"
    )
    page.wait_for_function(
        "(old) => document.querySelector('.chart path.js-line').getAttribute('d') !== old", arg=before
    )
    ticks = page.locator(".chart").first.locator(".ytick text").all_text_contents()
    assert "30" in ticks
    after = page.evaluate(
        "[...document.querySelectorAll('.chart')].map((box) => box.getBoundingClientRect().height)"
    )
    assert after == sizes
    assert opened.problems == []


def test_charts_follow_the_theme(opened):
    page = opened.page
    assert "rgb(21, 101, 192)" in colours(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(".chart[data-shade=dark]")
    assert "rgb(61, 139, 240)" in colours(page)
    assert "rgb(21, 101, 192)" not in colours(page)
    band = page.evaluate("document.querySelector('.chart path.js-fill').style.fill")
    assert band == "rgb(61, 139, 240)"
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.wait_for_selector(".chart[data-shade=light]")
    assert "rgb(21, 101, 192)" in colours(page)


def test_paper_is_light(opened):
    page = opened.page
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(".chart[data-shade=dark]")
    page.emulate_media(color_scheme="dark", media="print")
    page.wait_for_selector(".chart[data-shade=light]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_phone_gets_its_own_drawing_and_no_sideways_scrolling(demo: Server, visit):
    made = visit(f"{demo.address}demo", width=390, height=844)
    made.wait_ready()
    made.page.wait_for_function(DRAWN)
    assert made.page.locator(".chart").first.bounding_box()["height"] == 180
    assert made.page.locator(".chart").first.locator("path.js-line").count() == 1
    assert made.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chart_is_as_wide_as_its_window_lets_it(opened):
    page = opened.page
    wide = page.locator(".chart .main-svg").first.bounding_box()["width"]
    page.set_viewport_size({"width": 1000, "height": 900})
    page.wait_for_function(
        "(old) => document.querySelector('.chart .main-svg').getBoundingClientRect().width < old", arg=wide
    )


def test_the_page_tells_the_kernel_its_address(opened):
    opened.page.wait_for_function("document.querySelector('.told').innerText.includes('discount')")


def test_the_verdict_is_copied(opened):
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy verdict").click()
    page.wait_for_selector(".button.is-done")
    assert page.evaluate("navigator.clipboard.readText()") == "One more collector does best."


def test_without_a_clipboard_the_text_is_shown_selected(opened):
    page = opened.page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy verdict").click()
    page.wait_for_selector(".copy-text")
    assert page.evaluate("document.activeElement.value") == "One more collector does best."


def choose(page, size: int) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    chooser.value.set_files({"name": "ledger.csv", "mimeType": "text/csv", "buffer": b"0" * size})


def test_a_file_below_the_limit_arrives(opened):
    choose(opened.page, 19_000_000)
    opened.page.wait_for_function(
        "document.querySelector('.arrived').innerText === '19000000'", timeout=60_000
    )


def test_a_file_above_the_limit_gets_a_sentence(opened):
    page = opened.page
    choose(page, 21_000_000)
    page.wait_for_selector("#page-notice:not([hidden])")
    assert page.inner_text("#page-notice span") == (
        "This file has 21.0 MB, and a page takes 20 MB at most. Export fewer months, or fewer columns."
    )
    assert page.inner_text(".arrived") == "nothing"
    page.get_by_role("button", name="Close").click()
    assert page.locator("#page-notice").is_hidden()


def test_a_simulator_that_died_is_told(opened):
    os.kill(int(opened.page.inner_text(".process")), signal.SIGKILL)
    opened.page.wait_for_selector("#page-notice:not([hidden])", timeout=30_000)
    assert "has stopped" in opened.page.inner_text("#page-notice")
    assert opened.page.get_by_role("button", name="Reload").is_visible()
    opened.picture("page_lost")


def test_a_server_that_ended_is_told(tmp_path, visit):
    write_notebook(tmp_path / "demo.ipynb", CELL)
    running = serve_folder(tmp_path)
    made = visit(f"{running.address}demo")
    made.wait_ready()
    made.page.wait_for_function(DRAWN)
    running.end()
    made.page.wait_for_selector("#page-notice:not([hidden])", timeout=30_000)
    assert "has stopped" in made.page.inner_text("#page-notice")


def test_two_visitors_have_a_kernel_each(demo: Server, visit):
    first, second = visit(f"{demo.address}demo"), visit(f"{demo.address}demo")
    first.wait_ready()
    second.wait_ready()
    assert first.page.inner_text(".process") != second.page.inner_text(".process")


def test_printing_draws_light_and_goes_back(opened):
    page = opened.page
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(".chart[data-shade=dark]")
    seen = """() => { window.shades = []; window.addEventListener('beforeprint', () =>
      window.shades.push(document.querySelector('.chart').dataset.shade)); }"""
    page.evaluate(seen)
    page.pdf(prefer_css_page_size=True)
    assert page.evaluate("window.shades") == ["light"]
    page.wait_for_selector(".chart[data-shade=dark]")
    assert page.locator(".chart").first.bounding_box()["height"] == 200
