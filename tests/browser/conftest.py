"""A running server, a real browser without a way out, and pages whose complaints are collected."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.serving import ARGUMENTS, CHROMIUM, KNOWN_TALK, Server, Visit, start_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Our own pages, served as the command serves them."""
    running = start_server(
        "--port", "0", "--lean"
    )  # a page that waits for nobody costs as much as one that is read
    assert running.address, "\n".join(running.told)
    yield running
    running.end()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, which reaches nothing but this machine."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("There is no Chromium on this machine: install the package chromium.")
    running = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
    yield running
    running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address: `visit(address, width=1440, height=1000, theme="light")`, each as a visitor of its own."""
    contexts = []

    def open_page(address: str, width: int = 1440, height: int = 1000, theme: str = "light") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        opened = Visit(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.problems.append(str(error)))
        opened.page.on("console", lambda message: _collect(opened, message.type, message.text))
        opened.page.goto(address, wait_until="commit")
        return opened

    yield open_page
    for context in contexts:
        context.close()


def _collect(opened: Visit, kind: str, text: str) -> None:
    if kind == "error" and not text.startswith(KNOWN_TALK):
        opened.problems.append(text)
