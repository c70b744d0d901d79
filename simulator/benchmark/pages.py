"""How fast the pages are in a browser: from a lever to new numbers, from an address to a page of use.

The pages are served as `creditlab page` serves them, by a process of its own; the browser reaches nothing but it.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from simulator.benchmark.rows import Row
from simulator.errors import UserError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CUSTOMERS = 500
_MOVES = 40
_BOARD_LOADS = 5
_LEVERS = (
    "terms-net-days",
    "credit-policy-stop-supply-days",
    "discount-window-days",
    "discount-rate-fraction",
)
_PATIENCE, _PAGE_PATIENCE = 240.0, 60.0
_QUIET = 15.0
"""Percent of a processor below which a server counts as idle."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

_WATCH = """() => {
  const main = document.querySelector('.lab-main');
  window.moved = 0; window.took = []; window.wasStale = false;
  document.addEventListener('keydown', () => { window.moved = performance.now(); window.wasStale = false; }, true);
  new MutationObserver(() => {
    const isStale = main.classList.contains('is-stale');
    if (isStale) window.wasStale = true;
    else if (window.wasStale && window.moved) {
      const begun = window.moved; window.moved = 0;
      requestAnimationFrame(() => window.took.push(performance.now() - begun));
    }
  }).observe(main, {attributes: true, attributeFilter: ['class']});
}"""

_USEFUL = """() => document.documentElement.hasAttribute('data-ready')
  && [...document.querySelectorAll('#rendered_cells h1, #rendered_cells h2')].some(one => one.innerText.trim())"""


def page_figures() -> Iterator[tuple[str, list[Row]]]:
    """Each figure's name, then its rows (none yet when it begins).

    Raises:
        UserError: no browser, or nothing that drives one, is here.
    """
    with _browser() as browser, tempfile.TemporaryDirectory(prefix="creditlab-bench-") as folder:
        yield "board page", []
        yield "board page", board_page(browser, Path(folder))
        with served(Path(folder)) as (address, server):
            yield "pages from a warm server", []
            yield "pages from a warm server", warm_pages(browser, address, server)
            yield "from a lever to new numbers", []
            wait_idle(server)
            yield "from a lever to new numbers", lever_to_numbers(browser, address)


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    import shutil

    program = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        raise UserError(
            "creditlab bench --pages needs Chromium and the package playwright. Install both (playwright with pip), "
            "or leave --pages out."
        )
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The pages, opened with 500 customers; the address and the process."""
    scenario = folder / "wholesale_500.yaml"
    scenario.write_text(
        f"extends: wholesale\nname: Wholesale {CUSTOMERS}\nwhy: To be timed\n"
        f"changes:\n  portfolio: {{customers: {CUSTOMERS}}}\n",
        encoding="utf-8",
    )
    process = _command("page", "--no-browser", "--warm", "--port", "0", "--scenario", str(scenario))
    assert process.stdout is not None
    address = ""
    for line in process.stdout:
        if " is at " in line:
            address = line.split(" is at ")[1].strip()
        if "Ctrl-C" in line:
            break
    if not address:
        raise UserError("The pages do not start. creditlab page says why.")
    try:
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def _command(*words: str) -> subprocess.Popen[str]:
    code = "from simulator.cli import main; main()"
    return subprocess.Popen(  # noqa: S603  (our own words)
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def wait_idle(server: psutil.Process) -> None:
    """Wait until the server and its kernels have nothing left to prepare."""
    quiet, ends = 0, time.monotonic() + _PATIENCE
    while quiet < 3 and time.monotonic() < ends:
        processes = [server, *server.children(recursive=True)]
        before = _spent(processes)
        time.sleep(1.0)
        quiet = quiet + 1 if 100.0 * (_spent(processes) - before) < _QUIET else 0


def _spent(processes: Sequence[psutil.Process]) -> float:
    """Processor seconds that processes have used."""
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def board_page(browser: Browser, folder: Path) -> list[Row]:
    """A board page from its file: how large, and how soon it is there."""
    process = _command(
        "publish", "wholesale", "discount", "--out", str(folder / "board"), "--replications", "50"
    )
    process.communicate()
    file = folder / "board" / "board.html"
    seconds = []
    for _ in range(_BOARD_LOADS):
        page = browser.new_page()
        page.goto(file.as_uri(), wait_until="load")
        seconds.append(
            page.evaluate("performance.timing.loadEventStart - performance.timing.navigationStart") / 1e3
        )
        page.close()
    return [
        Row("board page: from its file to all of it", float(np.median(seconds)), "s", 1.0),
        Row("board page: its size", file.stat().st_size / 1e6, "MB", 6.0),
    ]


def warm_pages(browser: Browser, address: str, server: psutil.Process) -> list[Row]:
    """Each page of the gallery from a server that has one waiting, until there is something to read."""
    page = browser.new_page()
    page.goto(address, wait_until="load")
    seen: list[str] = page.eval_on_selector_all(
        "a.gallery-card, .gallery-list ul:last-child a", "links => links.map(one => one.getAttribute('href'))"
    )
    page.close()
    rows = []
    for path in dict.fromkeys(seen):
        wait_idle(server)
        rows += _one_page(browser, address, path)
    return rows


def _one_page(browser: Browser, address: str, path: str) -> list[Row]:
    page = browser.new_page()
    received = [0]
    session: Any = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived", lambda event: _add(received, event["response"]["payloadData"])
    )
    begun = time.perf_counter()
    page.goto(address.rstrip("/") + path, wait_until="commit")
    try:
        page.wait_for_function(_USEFUL, timeout=_PAGE_PATIENCE * 1_000)
    except Exception as error:
        raise UserError(
            f"The page {path} showed nothing in {_PAGE_PATIENCE:.0f} s. Open it, and see why."
        ) from error
    seconds = time.perf_counter() - begun
    page.wait_for_timeout(1_000)
    _leave(page, address)
    name = path.strip("/")
    return [
        Row(f"page {name}: from a warm server to something to read", seconds, "s", 3.0),
        Row(f"page {name}: sent to the browser by its kernel", received[0] / 1e6, "MB", 5.0),
    ]


def _leave(page: Page, address: str) -> None:
    """Go as a reader goes, so that the page's simulator ends and does not play on beside the next measurement."""
    page.goto(address, wait_until="load")
    page.close()


def _add(received: list[int], payload: str) -> None:
    received[0] += len(payload)


def lever_to_numbers(browser: Browser, address: str) -> list[Row]:
    """A lever of the strategy lab until the numbers are new, 500 customers, today and three strategies."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(address.rstrip("/") + "/strategy_lab", wait_until="commit")
    page.wait_for_selector("table.differences", timeout=_PATIENCE * 1_000)
    page.wait_for_function("!document.querySelector('.lab-main.is-stale')", timeout=_PATIENCE * 1_000)
    page.wait_for_timeout(3_000)
    page.evaluate(_WATCH)
    for move in range(_MOVES):
        _move(page, _LEVERS[move % len(_LEVERS)], move + 1)
    took = np.array(page.evaluate("window.took"))
    _leave(page, address)
    what = f"strategy lab: from a lever to new numbers, {CUSTOMERS} customers"
    return [
        Row(f"{what}, 19 of 20 moves", float(np.percentile(took, 95)), "ms", 500.0, 400.0),
        Row(f"{what}, half of the moves", float(np.median(took)), "ms"),
    ]


def _move(page: Page, lever: str, number: int) -> None:
    """One key press on a lever's handle, and the wait until it is answered."""
    handle = page.locator(f".lever-{lever} .noUi-handle")
    handle.scroll_into_view_if_needed()
    handle.focus()
    handle.press("ArrowRight")
    page.wait_for_function(f"window.took.length >= {number}", timeout=20_000)
    page.wait_for_timeout(250)
