"""Pages that wait for a visitor show as much as those that are built for one, at the first visit and at the next."""

import time

import psutil
import pytest

from simulator.app.places import PLACES
from tests.browser.serving import Server, start_server

READABLE = """() => document.querySelectorAll('#rendered_cells .jupyter-widgets').length > 10
  && [...document.querySelectorAll('#rendered_cells :is(h1, h2)')].some(one => one.innerText.trim())"""


@pytest.fixture(scope="module")
def warm():
    running = start_server("--port", "0", "--warm")
    yield running
    running.end()


def kernels(server: Server) -> int:
    """How many processes wait, or are read."""
    processes = psutil.Process(server.process.pid).children()
    return sum("ipykernel" in " ".join(one.cmdline()) for one in processes if one.status() != "zombie")


def look(server: Server, visit, name: str) -> None:
    opened = visit(f"{server.address}{name}")
    page = opened.wait_ready()
    page.wait_for_function(READABLE)
    assert not page.is_visible("#page-notice")
    assert opened.problems == []
    page.close()


def test_a_page_is_there_while_the_others_are_being_built(warm, visit):
    assert kernels(warm) < len(PLACES)
    look(warm, visit, PLACES[-1].name)
    look(warm, visit, PLACES[0].name)


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_every_page_is_there_and_at_the_next_visit_too(warm, visit, name):
    deadline = time.monotonic() + 120
    while kernels(warm) < len(PLACES) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert kernels(warm) >= len(PLACES), "This machine has too little memory left to keep the pages waiting."
    look(warm, visit, name)
    look(warm, visit, name)
