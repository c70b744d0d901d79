"""What holds on every page: it can be read by everybody, on any screen, with keys alone, and it asks nobody else."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.app.places import PLACES
from tests.browser.serving import Server

ADDRESSES = ["", *(place.name for place in PLACES)]
MOST_STOPS = 500
SERIOUS = ("serious", "critical")
REACHED = """() => {
  const seen = document.activeElement;
  if (!seen || seen === document.body) return null;
  const box = seen.getBoundingClientRect();
  const style = getComputedStyle(seen);
  seen.dataset.seen = '1';
  const ringed = style.outlineStyle !== 'none' || [...document.querySelectorAll(':focus-visible')].length > 0;
  return [seen.tagName, seen.className.toString().slice(0, 60), Math.round(box.width), ringed];
}"""

CONTROLS = "#rendered_cells :is(button, input, select, textarea, [role=slider]), main a"
PALE = """() => document.querySelectorAll('body *').forEach(one => {
  if (Number(getComputedStyle(one).opacity) < 1) one.dataset.pale = '1'; else delete one.dataset.pale;
})"""
"""What is pale is old, or has no effect just now: it need not be as easy to read."""

MISSED = """() => [...document.querySelectorAll('#rendered_cells button, #rendered_cells select, main a[href]')]
  .filter(one => one.getClientRects().length && !one.disabled && one.tabIndex >= 0 && !one.dataset.seen
    && getComputedStyle(one).visibility !== 'hidden')
  .map(one => `${one.tagName} ${(one.innerText || '').slice(0, 30)}`).slice(0, 5)"""

NAMELESS = """(controls) => [...document.querySelectorAll(controls)]
  .filter(one => one.getClientRects().length && !one.closest('[aria-hidden=true]'))
  .filter(one => !(one.innerText || '').trim() && !one.getAttribute('aria-label') && !one.getAttribute('title')
    && !one.getAttribute('aria-labelledby') && !(one.labels && one.labels.length && one.labels[0].innerText.trim())
    && !one.getAttribute('placeholder'))
  .map(one => `${one.tagName}.${one.className}`).slice(0, 5)"""


def opened(server: Server, visit, name: str, **how):
    made = visit(f"{server.address}{name}", **how)
    if name:
        made.wait_ready(120)
        made.page.wait_for_timeout(1_500)
    else:
        made.page.wait_for_load_state("networkidle")
    return made


@pytest.mark.parametrize("name", ADDRESSES)
def test_everybody_can_read_it_on_any_screen(server: Server, visit, name):
    made = opened(server, visit, name)
    page = made.page
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(500)
        page.evaluate(PALE)
        found = Axe().run(page, context={"exclude": ["[data-pale]"]}).response["violations"]
        told = [
            f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in SERIOUS
        ]
        made.picture(f"page_{name or 'gallery'}_{theme}", whole=True)
        assert told == [], theme
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    made.picture(f"page_{name or 'gallery'}_phone", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.wait_for_timeout(500)
    keys_reach_everything(page)
    assert made.external == []
    assert made.problems == []


def keys_reach_everything(page) -> None:
    """Go through the page with the Tab key."""
    assert page.evaluate(NAMELESS, CONTROLS) == []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(REACHED)
        if here is None:
            break
        assert here[3], f"no ring on {here}"
    assert page.evaluate(MISSED) == []


ACTS_COVERED = """() => {
  const links = document.querySelector('.page-links').getBoundingClientRect();
  return [...document.querySelectorAll('.lab-topbar :is(button, .button, .save-link a, .widget-upload)')]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().left < links.right)
    .map(one => one.innerText);
}"""


@pytest.mark.parametrize("width", [800, 1280, 1440])
@pytest.mark.parametrize("name", ["strategy_lab", "policy"])
def test_the_links_to_the_pages_lie_under_no_button(server: Server, visit, name, width):
    page = opened(server, visit, name, width=width, height=900).page
    assert page.evaluate(ACTS_COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
