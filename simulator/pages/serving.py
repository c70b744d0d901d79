"""One process that serves the pages: settings, private folders, a free port, a clean end."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.app.places import OWN_LESSONS
from simulator.app.setting import Setting
from simulator.app.styles import SERVED
from simulator.app.workplace import WORKPLACE, open_with
from simulator.errors import UserError
from simulator.parameters import shipped_folder

USUAL_PORT = 8866
PORTS_TRIED = 20
IDLE_SECONDS = 600
TOKEN_BYTES = 24
TOKEN = "CREDITLAB_TOKEN"  # noqa: S105  (the name of the variable)
"""Environment variable: the token that a login in front of the server sends along; then it is asked for everywhere."""
SHORTEST_TOKEN = 32
ANSWERS = "questions.json"
"""In the server's private folder: the answers to the questions of the first page, once they are known."""


@dataclass(frozen=True)
class Wanted:
    """How the pages are to be served.

    Attributes:
        host: Address to listen on; anything but this machine alone needs a token.
        port: The port asked for (0: any free one), or None: the usual one or the next that is free.
        has_browser: Whether the browser is opened.
        is_preheated: Whether a kernel waits with each page already built in it.
        is_talkative: Whether the log shows everything, tracebacks included.
        idle_seconds: A kernel that nobody looks at ends after this time.
        notebooks: The folder to serve, or None: the one that comes with creditlab.
        setting: What the pages open with, or None: the wholesaler that ships.
        boards: The folder whose published board pages the first page lists, if there is one.
        go_on: Tells how the course goes on for whoever has lessons on this machine; nobody else is told.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    has_browser: bool = True
    is_preheated: bool = True
    is_talkative: bool = False
    idle_seconds: int = IDLE_SECONDS
    notebooks: Path | None = None
    setting: Setting | None = None
    boards: Path | None = None
    go_on: Callable[[], str] = str


@dataclass(frozen=True)
class Opened:
    """What a server that runs needs: its sockets, and who may enter."""

    sockets: list[socket.socket]
    host: str
    port: int
    token: str
    is_token_given: bool = False

    @property
    def address(self) -> str:
        """What a person types into the browser."""
        named = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(self.host, self.host)  # noqa: S104
        shown = f"[{named}]" if ":" in named else named
        tells_token = self.token and not self.is_token_given
        return f"http://{shown}:{self.port}/" + (f"?token={self.token}" if tells_token else "")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(wanted: Wanted, tell: Callable[[str], None]) -> None:
    """Serve the pages until somebody ends it; `tell` is given the sentences for the user."""
    folder = wanted.notebooks or shipped_folder("notebooks")
    opened = open_port(wanted)
    with (
        tempfile.TemporaryDirectory(prefix="creditlab-", ignore_cleanup_errors=True) as private,
        quiet(wanted),
    ):
        make_private(Path(private))
        if opened.token:  # others come too
            os.environ[OWN_LESSONS] = "off"
        if wanted.setting is not None:
            open_with(wanted.setting, Path(private))
        from simulator.pages.server import PageServer  # heavy, and it reads the settings made private above

        asyncio.set_event_loop(asyncio.new_event_loop())
        server = PageServer.prepared(wanted, opened, folder, Path(private))
        ended_by_signal(server.end)
        if wanted.notebooks is None:
            subprocess.Popen(  # noqa: S603  (ours; ended with the server)
                [sys.executable, "-m", "simulator.app.gallery.answering", str(Path(private) / ANSWERS)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        tell(f"Credit Strategy Lab is at {opened.address}")
        if opened.is_token_given:
            tell(f"Only requests with the token of {TOKEN} are answered: those of the login in front of it.")
        elif opened.token:
            tell(
                "Others reach it too, with exactly this address. It is not encrypted: use it in a network you trust."
            )
        tell("Ctrl-C ends it.")
        if wanted.has_browser:
            threading.Thread(target=webbrowser.open, args=(opened.address,), daemon=True).start()
        server.start()
    tell("Ended.")


def open_port(wanted: Wanted) -> Opened:
    """Take the port that was asked for, or the first free one."""
    if not wanted.host:
        raise UserError("--host is empty. Leave it out, or name an address such as 127.0.0.1.")
    first = USUAL_PORT if wanted.port is None else wanted.port
    ports = [*range(first, first + PORTS_TRIED), 0] if wanted.port is None else [first]
    given = given_token()
    token = given or ("" if is_loopback(wanted.host) else os.urandom(TOKEN_BYTES).hex())
    for port in ports:
        try:
            listening = listen(wanted.host, port)
        except socket.gaierror:
            raise UserError(_no_address(wanted)) from None
        except PermissionError:
            raise UserError(
                f"Port {port} may not be used by you. Name one above 1024: --port {USUAL_PORT}."
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UserError(_no_address(wanted)) from None
            if wanted.port is not None:
                raise UserError(
                    f"Port {port} is taken by another program. Name another one, or leave --port out."
                ) from None
            continue
        return Opened([listening], wanted.host, listening.getsockname()[1], token, bool(given))
    raise UserError("No port is free for the page. End other servers, or name a port: --port 9000.")


def given_token() -> str:
    """The token of whoever publishes the pages; empty where each start makes its own, or none is needed.

    Raises:
        UserError: it is short enough to be guessed.
    """
    token = os.environ.get(TOKEN, "").strip()
    if token and (len(token) < SHORTEST_TOKEN or not token.isalnum()):
        raise UserError(
            f"{TOKEN} is no safe token. Give {SHORTEST_TOKEN} letters and digits or more, such as those of: "
            "openssl rand -hex 32."
        )
    return token


def listen(host: str, port: int) -> socket.socket:
    """A socket that waits for visitors at this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=128)
    listening.setblocking(False)
    return listening


def _no_address(wanted: Wanted) -> str:
    return f"--host {wanted.host} is no address of this machine. Leave it out for 127.0.0.1."


def make_private(folder: Path) -> None:
    """Keep the user's own settings of Jupyter and IPython away from the pages, and kernels from talking."""
    profile = folder / "ipython" / "profile_default"
    for path in (folder / "config", folder / "data", folder / "runtime", profile):
        path.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 40\n", encoding="utf-8")
    for variable in [name for name in os.environ if name.startswith(("JUPYTER_", "VOILA_"))]:
        del os.environ[variable]
    for variable in (WORKPLACE, TOKEN):
        os.environ.pop(variable, None)
    os.environ |= {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        SERVED: "1",
    }


@contextmanager
def quiet(wanted: Wanted) -> Iterator[None]:
    """Keep the log to what a user needs; data of customers could stand in the rest."""
    with warnings.catch_warnings():
        if not wanted.is_talkative:
            warnings.simplefilter("ignore")
            for name in ("tornado.access", "tornado.application", "tornado.general", "asyncio", "bokeh"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
        yield


def ended_by_signal(end: Callable[[], None]) -> None:
    """End cleanly on Ctrl-C, when told to, and when the terminal closes; a second Ctrl-C ends at once."""

    def handle(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        end()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handle)
