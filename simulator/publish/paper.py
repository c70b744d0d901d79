"""A page on paper: PDF through a browser that is installed anyway (Chrome, Edge or Chromium), offline."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from simulator.errors import UserError

ON_PATH = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ON_WINDOWS = (
    ("PROGRAMFILES", "Google/Chrome/Application/chrome.exe"),
    ("PROGRAMFILES(X86)", "Google/Chrome/Application/chrome.exe"),
    ("LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"),
    ("PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
    ("PROGRAMFILES", "Microsoft/Edge/Application/msedge.exe"),
)
NO_BROWSER = (
    "No PDF was made, for no Chrome, Edge or Chromium was found on this machine. board.html prints to one page from "
    "any browser."
)
_SECONDS = 120
_DATES = re.compile(rb"\((D:\d{14}[^)]*)\)")
_SETTINGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)


def find_browser() -> Path | None:
    """A browser that can print without a window, if there is one."""
    for name in ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    places = [Path(one).expanduser() for one in ELSEWHERE] if sys.platform == "darwin" else []
    if sys.platform == "win32":
        places = [Path(os.environ[folder]) / rest for folder, rest in ON_WINDOWS if folder in os.environ]
    return next((place for place in places if place.is_file()), None)


def printed(html: str, browser: Path, made: date) -> bytes:
    """The page as PDF; the day inside the file is the page's, so that the same page gives the same file.

    Args:
        html: The whole page.
        browser: What prints it.
        made: The day of the page.

    Raises:
        UserError: the browser does not print.
    """
    with tempfile.TemporaryDirectory(prefix="creditlab-") as folder:
        page, paper = Path(folder) / "board.html", Path(folder) / "board.pdf"
        page.write_text(html, encoding="utf-8")
        command = [str(browser), *_SETTINGS, *_sandbox(), f"--user-data-dir={Path(folder) / 'profile'}"]
        command += [f"--print-to-pdf={paper}", page.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603  (found above)
            content = paper.read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise UserError(
                f"{browser.name} did not print the page. Open board.html and print it from there: it fits one page."
            ) from None
    return _dated(content, made)


def _sandbox() -> list[str]:
    """As root, as in a container, Chromium starts only without its own sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []


def _dated(content: bytes, made: date) -> bytes:
    """The file with the page's day in place of the time of printing, at the same length."""
    day = f"D:{made:%Y%m%d}000000+00'00'".encode()

    def replaced(found: re.Match[bytes]) -> bytes:
        return b"(" + day[: len(found[1])].ljust(len(found[1]), b" ") + b")"

    return _DATES.sub(replaced, content)


def pages_of(content: bytes) -> int:
    """How many pages a PDF has that a browser printed."""
    return len(re.findall(rb"/Type\s*/Page\b", content))
