"""The server gives its pages and nothing else, and ends without leaving anything."""

import http.client
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from simulator.publish.board.page import board_html
from simulator.publish.board.writing import board_of
from tests.browser.serving import HOUSE, Server, serve_folder, start_server, write_notebook
from tests.unit.invented_board import BETTER, STAMP, TODAY, WORSE, evidence

SECRET = "Harrow Joinery owes 20417"
FAILING = f'raise ValueError("{SECRET}")'
LATE = """import sys, time, ipywidgets
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0  # or the cell waits for its messages to be on their way
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep(6))
ipywidgets.HTML('<p>late page</p>')
"""
"""Its widgets arrive long after the cell is done, as on a machine that has much else to do."""


def ask(address: str, path: str, method: str = "GET", headers: dict[str, str] | None = None):
    """One request with exactly this path: no library tidies it up."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body, dict(answer.getheaders())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made: Path = tmp_path_factory.mktemp("notebooks")
    write_notebook(made / "failing.ipynb", "harmless = 1", FAILING)
    write_notebook(made / "plain.ipynb", "import ipywidgets; ipywidgets.HTML('<p>plain page</p>')")
    write_notebook(made / "late.ipynb", LATE)
    (made / "ledger.csv").write_text(SECRET)
    (made / "helper.py").write_text(f"# {SECRET}")
    (made / "picture.png").write_bytes(SECRET.encode())
    (made.parent / "outside.ipynb").write_text(json.dumps({"secret": SECRET}))
    return made


@pytest.fixture(scope="module")
def other(folder):
    running = serve_folder(folder)
    yield running
    running.end()


def test_the_first_page_is_the_gallery(server: Server, visit):
    opened = visit(server.address)
    opened.page.wait_for_load_state("networkidle")
    assert opened.page.title() == "Credit Strategy Lab"
    assert opened.page.get_attribute("html", "lang") == "en"
    assert opened.page.locator(".gallery-card b").all_inner_texts() == [
        "Strategy lab",
        "Collections desk",
        "Insurance and financing",
        "Stress",
        "Frontier and optimiser",
        "My ledger",
        "Trust",
        "Exposure and risk list",
        "Course",
    ]
    assert opened.page.locator(".gallery-card").first.get_attribute("href") == "/strategy_lab"
    assert opened.external == []
    assert opened.problems == []
    assert opened.page.evaluate("document.fonts.check('14px Inter')")
    opened.picture("gallery")


@pytest.mark.parametrize(("name", "width", "theme"), [("dark", 1440, "dark"), ("phone", 390, "light")])
def test_the_gallery_fits(server: Server, visit, name, width, theme):
    opened = visit(server.address, width=width, height=844 if width < 768 else 1000, theme=theme)
    opened.page.wait_for_load_state("networkidle")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(14, 19, 25)" if theme == "dark" else "rgb(245, 246, 248)")
    opened.picture(f"gallery_{name}")


def test_the_filter_keeps_to_the_address_and_the_first_page_needs_no_scrolling(server: Server, visit):
    opened = visit(server.address, height=1000)
    page = opened.page
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollHeight") <= 1000
    page.get_by_role("link", name="Trainer", exact=True).click()
    page.wait_for_url("**/?for=trainer")
    shown = page.locator(".gallery-card b").all_inner_texts()
    assert shown == ["Collections desk", "Stress", "Trust", "Course"]
    page.get_by_role("link", name="Executive", exact=True).click()
    page.wait_for_url("**/?for=executive")
    assert page.locator(".room h2").first.inner_text() == "Board pages"
    opened.picture("gallery_executive")
    page.goto(f"{server.address}?for=%3Cscript%3E")
    assert page.locator(".visitors [aria-current]").inner_text() == "Everyone"


def test_published_board_pages_are_served_and_nothing_beside_them(tmp_path, visit):
    folder = tmp_path / "boards" / "may"
    folder.mkdir(parents=True)
    board = board_of(evidence(TODAY, BETTER, WORSE), STAMP)
    (folder / "board.html").write_text(board_html(board), encoding="utf-8")
    (folder / "notes.txt").write_text(SECRET)
    (tmp_path / "boards" / "ledger.csv").write_text(SECRET)
    (tmp_path / "board.html").write_text(SECRET)
    (folder / "board.pdf").symlink_to(tmp_path / "boards" / "ledger.csv")
    running = start_server("--port", "0", "--lean", "--boards", str(tmp_path / "boards"))
    try:
        opened = visit(running.address)
        opened.page.locator(".gallery-list b").first.click()
        opened.page.wait_for_selector(".foot")
        assert opened.page.inner_text("h1") == board.hero.headline
        assert opened.external == []
        for path in (
            "may/notes.txt",
            "may/board.pdf",
            "may/board.xlsx",
            "../board.html",
            "may/..%2fledger.csv",
            "x/y",
        ):
            status, body, _ = ask(running.address, f"/boards/{path}")
            assert status == 404, path
            assert SECRET not in body
    finally:
        running.end()


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree",
        "/voila/tree/",
        "/voila/api/contents",
        "/voila/api/contents/ledger.csv",
        "/voila/files/ledger.csv",
        "/voila/files/picture.png",
        "/voila/files/plain.ipynb",
        "/voila/files/helper.py",
        "/voila/files/../outside.ipynb",
        "/voila/files/..%2foutside.ipynb",
        "/voila/render/ledger.csv",
        "/voila/render/helper.py",
        "/voila/render/../outside.ipynb",
        "/voila/render/..%2foutside.ipynb",
        "/../outside.ipynb",
        "/%2e%2e/outside.ipynb",
        "/..%2foutside",
        "/ledger.csv",
        "/plain.ipynb",
        "/helper.py",
        "/voila/static/../../../../../../../../../../etc/passwd",
        "/voila/static/..%2f..%2f..%2f..%2fpyproject.toml",
        "/voila/templates/creditlab/static/..%2findex.html.j2",
        "/voila/templates/..%2f../static/conf.json",
        "/voila/labextensions/..%2f..%2f..%2fpyproject.toml",
        "/api/contents",
        "/api/contents/plain.ipynb",
        "/api/kernels",
        "/api/kernelspecs",
        "/api/sessions",
        "/api/terminals",
        "/files/ledger.csv",
        "/lab",
        "/tree",
    ],
)
def test_nothing_else_is_served(other: Server, path):
    status, body, _headers = ask(other.address, path)
    assert status in {403, 404, 500}
    assert SECRET not in body
    assert "root:" not in body


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/kernels"), ("PUT", "/voila/api/contents/x.ipynb")]
)
def test_nobody_starts_a_kernel_or_writes_a_file(other: Server, method, path):
    assert ask(other.address, path, method)[0] in {403, 404, 405}


def test_a_wrong_address_gets_a_sentence(other: Server):
    status, body, _headers = ask(other.address, "/no_such_page")
    assert status == 404
    assert "There is no such page." in body


def test_a_failing_page_shows_neither_source_nor_traceback(other: Server):
    status, body, _headers = ask(other.address, "/failing")
    assert status == 200
    assert SECRET not in body
    assert "ValueError" not in body
    assert "harmless" not in body


def test_a_failing_page_says_so(other: Server, visit):
    opened = visit(f"{other.address}failing")
    opened.page.wait_for_selector("#page-notice:not([hidden])", timeout=60_000)
    assert "This page could not be built." in opened.page.inner_text("#page-notice")
    opened.picture("page_failed")


def test_the_template_cannot_be_chosen_by_the_address(other: Server):
    _status, body, _headers = ask(other.address, "/plain?template=lab&theme=dark")
    assert "/voila/templates/creditlab/static/style.css" in body
    assert "cdn" not in body.replace("mathjaxConfig", "").split("jupyter-config-data")[0]
    assert "theme-dark" not in body


def test_a_foreign_name_for_this_machine_is_refused(other: Server):
    assert ask(other.address, "/", headers={"Host": "evil.example"})[0] == 403
    assert ask(other.address, "/plain", headers={"Host": "evil.example"})[0] == 403


def test_pages_load_from_this_server_only(other: Server):
    policy = ask(other.address, "/")[2]["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "https:" not in policy


def test_a_visitor_cannot_run_code(other: Server, visit):
    opened = visit(f"{other.address}plain")
    opened.wait_ready()
    answers = opened.page.evaluate(
        """async () => {
          const kernel = JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
          const socket = new WebSocket(`ws://${location.host}/api/kernels/${kernel}/channels?session_id=other`);
          const seen = [];
          socket.onmessage = ({data}) => { if (typeof data === "string") seen.push(JSON.parse(data)); };
          await new Promise((go, stop) => { socket.onopen = go; socket.onerror = stop; });
          const ask = (type, content) => socket.send(JSON.stringify({channel: "shell", parent_header: {}, metadata: {},
            buffers: [], content,
            header: {msg_id: type, msg_type: type, session: "other", username: "", version: "5.3"}}));
          ask("execute_request", {code: "1 + 1", silent: false, store_history: false, user_expressions: {},
            allow_stdin: false});
          ask("kernel_info_request", {});
          const isAnswered = () => seen.some(({msg_type}) => msg_type === "kernel_info_reply");
          for (let tries = 0; tries < 200 && !isAnswered(); tries++) await new Promise((go) => setTimeout(go, 50));
          return seen.map(({msg_type}) => msg_type);
        }"""
    )
    assert "kernel_info_reply" in answers
    assert "execute_reply" not in answers
    assert "execute_result" not in answers


def test_widgets_that_come_late_are_shown(other: Server, visit):
    page = visit(f"{other.address}late").wait_ready()
    assert page.inner_text("#rendered_cells .jupyter-widgets") == "late page"


def test_widgets_that_do_not_come_are_told_with_nothing_of_the_notebook(folder, visit):
    running = serve_folder(folder, first="import simulator.pages.server as pages\npages.WIDGET_SECONDS = 1\n")
    try:
        page = visit(f"{running.address}late").page
        page.wait_for_selector("#page-notice:not([hidden])")
        assert page.inner_text("#page-notice span").startswith("This page could not be built.")
    finally:
        running.end()
    assert not any("iopub_thread" in line for line in running.told), running.told
    assert any("timed out" in line for line in running.told)


def test_outside_this_machine_a_token_is_needed():
    running = start_server("--port", "0", "--lean", "--host", "0.0.0.0")
    try:
        parts = urlsplit(running.address)
        local = f"http://127.0.0.1:{parts.port}"
        assert parts.query.startswith("token=")
        assert len(parts.query) > 40
        for path in ("/", "/strategy_lab", "/?token=wrong"):
            status, body, _headers = ask(local, path)
            assert status in {302, 403}
            assert "gallery-card" not in body
        assert ask(local, "/locked")[0] == 403
        assert "This page needs its token." in ask(local, "/locked")[1]
        assert ask(local, "/api/kernels/00000000-0000-0000-0000-000000000000")[0] == 403
        assert "gallery-card" in ask(local, f"/?{parts.query}")[1]
    finally:
        running.end()


def test_the_user_s_own_settings_change_nothing(tmp_path, folder):
    settings = tmp_path / "config"
    settings.mkdir()
    unsafe = {"show_tracebacks": True, "strip_sources": False, "file_allowlist": [".*"], "template": "lab"}
    (settings / "voila.json").write_text(json.dumps({"VoilaConfiguration": unsafe}))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "first.py").write_text(f"print({SECRET!r})")
    own = {
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_CONFIG_PATH": str(settings),
        "JUPYTER_TOKEN": "known",
    }
    running = serve_folder(folder, env=own | {"IPYTHONDIR": str(tmp_path / "ipython")})
    try:
        status, body, _headers = ask(running.address, "/failing")
        assert status == 200
        assert SECRET not in body
        assert "ValueError" not in body
        assert "harmless" not in body
        assert "/voila/templates/creditlab/" in body
        assert ask(running.address, "/voila/files/ledger.csv")[0] == 403
    finally:
        running.end()


def test_a_kernel_nobody_looks_at_ends(folder, visit):
    running = serve_folder(folder, more=", idle_seconds=2")
    try:
        opened = visit(f"{running.address}plain")
        opened.wait_ready()
        kernels = [
            child
            for child in psutil.Process(running.process.pid).children()
            if "ipykernel" in " ".join(child.cmdline())
        ]
        assert len(kernels) == 1
        opened.page.evaluate(
            "document.cookie = '_xsrf=; max-age=0; path=/'"
        )  # a browser that ended without a word
        opened.page.close()
        assert psutil.wait_procs(kernels, timeout=60)[1] == []
    finally:
        running.end()


def test_a_reader_who_leaves_frees_the_kernel(other: Server, visit):
    opened = visit(f"{other.address}plain")
    opened.wait_ready()
    kernel = opened.page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    assert ask(other.address, f"/api/kernels/{kernel}")[0] == 200
    opened.page.goto(other.address)
    deadline = time.monotonic() + 30
    while ask(other.address, f"/api/kernels/{kernel}")[0] == 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert ask(other.address, f"/api/kernels/{kernel}")[0] == 404


def test_it_ends_without_leaving_a_process_or_a_file():
    running = start_server()
    parent = psutil.Process(running.process.pid)
    deadline = time.monotonic() + 60
    while not (children := parent.children(recursive=True)) and time.monotonic() < deadline:
        time.sleep(0.1)
    files = [Path(one.path) for child in children for one in child.open_files() if "creditlab-" in one.path]
    assert running.end() == 0, "\n".join(running.told)
    assert running.told[-1] == "Ended."
    assert psutil.wait_procs(children, timeout=20)[1] == []
    assert [path for path in files if path.exists()] == []


def run_page(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from simulator.cli import main; main()",
        "page",
        "--no-browser",
        *arguments,
    ]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=60, check=False)


def test_a_port_that_is_taken_gets_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run_page("--port", str(port))
    assert ended.returncode == 2
    assert (
        ended.stderr.strip()
        == f"Port {port} is taken by another program. Name another one, or leave --port out."
    )


def test_a_host_of_somebody_else_gets_a_sentence():
    ended = run_page("--host", "192.0.2.1")
    assert ended.returncode == 2
    assert (
        ended.stderr.strip() == "--host 192.0.2.1 is no address of this machine. Leave it out for 127.0.0.1."
    )


def test_the_log_is_quiet(other: Server):
    ask(other.address, "/no_such_page")
    ask(other.address, "/plain")
    assert other.told == [f"Credit Strategy Lab is at {other.address}", "Ctrl-C ends it."]
