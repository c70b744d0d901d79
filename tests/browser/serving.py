"""Starting servers and watching pages; the fixtures are in conftest.py."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

HOUSE = Path(__file__).parents[2]
SCREENSHOTS = HOUSE / "build" / "screenshots"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
ENDING_SECONDS = 20
# Voilà tells what it may not use of JupyterLab; that is not ours.
KNOWN_TALK = ("Unsatisfied version", "Plugin ", "favicon")


@dataclass
class Server:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    told: list[str]

    def end(self) -> int:
        """Ask it to end and wait until it has."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(ENDING_SECONDS)
        if self.process.stdout and not self.process.stdout.closed:
            self.told += self.process.stdout.read().splitlines()
            self.process.stdout.close()
        return code


@dataclass
class Visit:
    """A page that somebody opened, and what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def external(self) -> list[str]:
        """Requests to anybody but the server."""
        local = {"127.0.0.1", "localhost", None}
        schemes = ("data", "blob", "about")
        return [
            url
            for url in self.requests
            if (p := urlsplit(url)).scheme not in schemes and p.hostname not in local
        ]

    def wait_ready(self, seconds: int = 60) -> Page:
        """Wait until the page itself stands in place of the grey blocks."""
        self.page.wait_for_selector("html[data-ready]", timeout=seconds * 1000, state="attached")
        return self.page

    def picture(self, name: str, *, whole: bool = False) -> Path:
        """Keep a screenshot as a product of the build."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=whole)
        return path


def start_server(*arguments: str, code: str = "", env: dict[str, str] | None = None) -> Server:
    """Start `creditlab page` with these arguments, or some code that serves, and wait for its address."""
    command = [sys.executable, "-c", code or "from simulator.cli import main; main()"]
    if not code:
        command += ["page", "--no-browser", *(arguments or ("--port", "0"))]
    process = subprocess.Popen(
        command,
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | (env or {}) | {"PYTHONUNBUFFERED": "1"},
    )
    giving_up = threading.Timer(60, process.kill)
    giving_up.start()
    told: list[str] = []
    assert process.stdout
    for line in process.stdout:
        told.append(line.rstrip())
        if "Ctrl-C" in line:
            break
    giving_up.cancel()
    address = next((line.split(" is at ")[1] for line in told if " is at " in line), "")
    return Server(process, address, told)


def write_notebook(path: Path, *cells: str, steps: tuple[str, ...] = ()) -> None:
    """Write a small notebook for a test."""
    written: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "execution_count": None,
            "metadata": {"step": steps[number]} if number < len(steps) else {},
            "outputs": [],
            "source": cell,
        }
        for number, cell in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    document = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(document), encoding="utf-8")


def serve_folder(folder: Path, more: str = "", env: dict[str, str] | None = None, first: str = "") -> Server:
    """Serve other notebooks than ours, without kernels that wait."""
    code = first + (
        "from pathlib import Path\nfrom simulator.pages.serving import Wanted, serve\n"
        f"serve(Wanted(port=0, has_browser=False, is_preheated=False, notebooks=Path({str(folder)!r}){more}), print)"
    )
    return start_server(code=code, env=env)
