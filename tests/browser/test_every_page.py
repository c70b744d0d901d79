"""What holds on every page: it can be read by everybody, on any screen, with keys alone, and it asks nobody else."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.app.places import PLACES
from tests.browser.serving import Server

ADDRESSES = ["", *(place.name for place in PLACES)]
SERIOUS = ("serious", "critical")
WIDER = """() => [...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !one.closest('.visually-hidden, .for-readers');
}).slice(0, 3).map(one => `${one.tagName}.${one.className}`)"""

REACHED = """() => {
  const seen = document.activeElement;
  if (!seen || seen === document.body) return null;
  const box = seen.getBoundingClientRect();
  const style = getComputedStyle(seen);
  const ringed = style.outlineStyle !== 'none' || [...document.querySelectorAll(':focus-visible')].length > 0;
  return [seen.tagName, seen.className.toString().slice(0, 60), Math.round(box.width), ringed];
}"""

CONTROLS = "#rendered_cells :is(button, input, select, textarea, [role=slider]), main a"
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_serious(server: Server, visit, name, theme):
    made = opened(server, visit, name, theme=theme)
    found = Axe().run(made.page).response["violations"]
    told = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
    made.picture(f"page_{name or 'gallery'}_{theme}", whole=True)
    assert told == []
    assert made.external == []
    assert made.problems == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_wider_than_a_phone(server: Server, visit, name):
    made = opened(server, visit, name, width=390, height=844)
    made.picture(f"page_{name or 'gallery'}_phone", whole=True)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", ADDRESSES)
def test_keys_reach_every_control_and_every_control_has_a_name(server: Server, visit, name):
    page = opened(server, visit, name).page
    assert page.evaluate(NAMELESS, CONTROLS) == []
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('#rendered_cells button, #rendered_cells select, main a[href]')]
        .filter(one => one.getClientRects().length && !one.disabled && one.tabIndex >= 0).length"""
    )
    reached, first = 0, None
    page.keyboard.press("Tab")
    for _ in range(400):
        here = page.evaluate(REACHED)
        mark = page.evaluate(
            "() => { const one = document.activeElement; one.dataset.seen = '1'; return true; }"
        )
        if here is None:
            break
        first = first or here
        assert here[3], f"no ring on {here}"
        assert mark
        page.keyboard.press("Tab")
    reached = page.evaluate("document.querySelectorAll('[data-seen]').length")
    missed = page.evaluate(
        """() => [...document.querySelectorAll('#rendered_cells button, #rendered_cells select, main a[href]')]
        .filter(one => one.getClientRects().length && !one.disabled && one.tabIndex >= 0 && !one.dataset.seen
          && getComputedStyle(one).visibility !== 'hidden')
        .map(one => `${one.tagName} ${(one.innerText || '').slice(0, 30)}`).slice(0, 5)"""
    )
    assert missed == [], f"{reached} of {wanted} reached"


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
