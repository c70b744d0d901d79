"""The server as it is published: started with the container's own line, behind a login, with nothing in its log."""

import json
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from simulator.pages.serving import TOKEN
from tests.browser.serving import HOUSE, serve_folder, start_server, write_notebook
from tests.browser.test_serving import ask
from tests.synthetic_ledger import demo_text, rows

SECRET = "0123456789abcdef" * 4
MARKER = "Harrowgate Joinery 20417"
LOGGED_IN = {"Authorization": f"token {SECRET}", "Host": "lab.example.com"}
"""What the proxy sends along once somebody is logged in."""

LEDGER_CELL = "from simulator.app.ledger.page import my_ledger\nmy_ledger()"
INPUT_CELL = """
import ipywidgets as widgets
field, said = widgets.Text(description="Name"), widgets.HTML("<p id='said'>nothing</p>")
def take(change):
    said.value = f"<p id='said'>{change['new']}</p>"
    if change["new"] == "fail":
        raise ValueError("MARKER")
field.observe(take, names="value")
box = widgets.VBox([field, said])
box.add_class("lab-main")
box
""".replace("MARKER", MARKER)


def the_containers_line() -> list[str]:
    text = (HOUSE / "docs" / "publish" / "Containerfile").read_text(encoding="utf-8")
    return list(json.loads(re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)[-1]))


@pytest.fixture(scope="module")
def published():
    """The container's command, but for the address and the port: here only this machine may reach it."""
    program, page, *options = the_containers_line()
    assert (program, page) == ("creditlab", "page")
    asked = dict(zip(options[0::2], options[1::2], strict=False))
    assert asked["--host"] == "0.0.0.0"
    options[options.index("--host") + 1] = "127.0.0.1"
    options[options.index("--port") + 1] = "0"
    running = start_server(*options, "--lean", env={TOKEN: SECRET})
    yield running
    running.end()


def test_it_answers_the_proxy_under_the_name_of_the_world(published):
    status, body, _headers = ask(published.address, "/", headers=LOGGED_IN)
    assert status == 200
    assert "gallery-card" in body


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}, {"Host": "lab.example.com"}])
@pytest.mark.parametrize("path", ["/", "/strategy_lab", "/trust"])
def test_nobody_comes_around_the_login(published, path, headers):
    status, body, _headers = ask(published.address, path, headers=headers)
    assert status in {302, 403}
    assert "gallery-card" not in body
    assert "kernelId" not in body


def test_the_containers_question_whether_it_is_up_is_answered(published):
    text = (HOUSE / "docs" / "publish" / "Containerfile").read_text(encoding="utf-8")
    path = re.search(r"127\.0\.0\.1:8866(/[^']*)'", text)
    assert path
    assert ask(published.address, path[1])[0] == 200


def test_the_token_is_not_printed(published):
    assert not any(SECRET in line for line in published.told)


def test_a_browser_behind_the_login_gets_its_page_and_its_socket(tmp_path, browser):
    write_notebook(tmp_path / "plain.ipynb", INPUT_CELL)
    running = serve_folder(tmp_path, env={TOKEN: SECRET})
    try:
        context = browser.new_context(extra_http_headers={"Authorization": f"token {SECRET}"})
        page = context.new_page()
        page.goto(f"{running.address}plain")
        page.wait_for_selector("html[data-ready]", timeout=60_000, state="attached")
        page.get_by_label("Name").fill("hello")
        page.get_by_label("Name").press("Tab")
        page.wait_for_function("document.querySelector('#said').innerText === 'hello'")
        assert page.inner_text("#said") == "hello", "the kernel has answered through the socket"
        outside = browser.new_context().new_page()
        assert outside.goto(f"{running.address}plain").status in {302, 403} or "token" in outside.content()
        assert outside.locator("html[data-ready]").count() == 0, "without the login there is no page"
        outside.context.close()
        context.close()
    finally:
        running.end()


@pytest.fixture(scope="module")
def told(tmp_path_factory, browser):
    """Two visitors, a ledger with a marked customer, a broken file, an error in a callback; and then the log."""
    folder: Path = tmp_path_factory.mktemp("pages")
    write_notebook(folder / "my_ledger.ipynb", LEDGER_CELL)
    write_notebook(folder / "plain.ipynb", INPUT_CELL)
    running = serve_folder(folder, env={"CREDITLAB_RESULTS": "off"})
    seen = {}
    try:
        first, second = browser.new_context(), browser.new_context()
        pages = [context.new_page() for context in (first, second)]
        for page in pages:
            page.goto(f"{running.address}plain")
            page.wait_for_selector("html[data-ready]", timeout=60_000, state="attached")
        pages[0].get_by_label("Name").fill(MARKER)
        pages[0].get_by_label("Name").press("Tab")
        pages[0].wait_for_function("document.querySelector('#said').innerText !== 'nothing'")
        pages[1].get_by_label("Name").fill("fail")
        pages[1].get_by_label("Name").press("Tab")
        pages[1].wait_for_function("document.querySelector('#said').innerText === 'fail'")
        seen["visitors"] = [page.inner_text("#said") for page in pages]
        seen["upload"] = upload(first.new_page(), f"{running.address}my_ledger")
        time.sleep(0.5)
        first.close()
        second.close()
    finally:
        running.end()
    seen["log"] = "\n".join(running.told)
    return seen


def upload(page, address):
    """A ledger with a marked customer is taken; a broken one is refused in a sentence."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]", timeout=60_000, state="attached")
    text = demo_text(rows(customers=20, weeks=60))
    name = text.splitlines()[1].split(",")[1]
    choose(page, "books.csv", text.replace(name, MARKER))
    page.wait_for_function("document.querySelector('h1').innerText.includes('invoices of')", timeout=60_000)
    choose(page, "broken.csv", f"{MARKER}\n{MARKER}\n")
    page.wait_for_selector(".trouble p", timeout=60_000)
    return page.inner_text(".trouble p")


def choose(page, name, text):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload your ledger").click()
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_two_visitors_never_see_each_others_inputs(told):
    assert told["visitors"] == [MARKER, "fail"]


def test_no_customer_and_no_path_is_in_the_log(told):
    assert "broken.csv" in told["upload"]
    log = told["log"]
    assert MARKER not in log
    assert "Traceback" not in log
    assert "books.csv" not in log
    assert not re.search(r"(?<![\w:/])/(?:tmp|home|root|usr|var|srv)\b", log), log
    assert urlsplit(log.split(" is at ")[1].split()[0]).hostname == "127.0.0.1"
