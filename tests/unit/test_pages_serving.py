"""Settings of the server that need no browser."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from simulator.app.limits import UPLOAD_LIMIT_BYTES
from simulator.errors import UserError
from simulator.pages.assets import Assets
from simulator.pages.server import policy, settings_of
from simulator.pages.serving import TOKEN, Opened, Wanted, is_loopback, open_port
from simulator.pages.waiting import LEFT_FOR_OTHERS, NONE_BY_ITSELF, build_ahead, memory_left


def closed(opened: Opened) -> Opened:
    for taken in opened.sockets:
        taken.close()
    return opened


def settings(host: str = "127.0.0.1"):
    opened = Opened([], host, 8866, "" if is_loopback(host) else "abc")
    return settings_of(Wanted(host=host), opened, Path(), Assets(Path("made"), {}))


def test_settings_are_safe():
    pages = settings().VoilaConfiguration
    assert pages.file_allowlist == []
    assert pages.strip_sources is True
    assert pages.show_tracebacks is False
    assert pages.allow_template_override == "NO"
    assert pages.allow_theme_override == "NO"
    assert 0 < settings().MappingKernelManager.cull_idle_timeout <= 3600


def test_the_socket_takes_a_whole_upload():
    limit = settings().Voila.tornado_settings["websocket_max_message_size"]
    assert UPLOAD_LIMIT_BYTES < limit < 1.1 * UPLOAD_LIMIT_BYTES


class Kernels:
    """Builds a page by writing down that it began and that it ended."""

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.kernel_pools_config: dict[str, Any] = NONE_BY_ITSELF
        self._pools: dict[str, list[asyncio.Task[Any]]] = {}

    def fill_if_needed(self, delay: float, notebook_name: str) -> None:
        assert delay == 0
        assert self.kernel_pools_config[notebook_name] == {"pool_size": 1}
        self._pools[notebook_name] = [asyncio.get_running_loop().create_task(self.begin(notebook_name))]

    async def begin(self, name: str) -> dict[str, Any]:
        self.log.append(f"begins {name}")
        if "broken" in name:
            raise RuntimeError
        return {"task": asyncio.get_running_loop().create_task(self.build(name))}

    async def build(self, name: str) -> None:
        await asyncio.sleep(0.01)
        self.log.append(f"ends {name}")


def test_pages_are_built_ahead_one_after_the_other(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    log: list[str] = []
    asyncio.run(build_ahead(Kernels(log), ["lab", "broken", "trust"]))
    assert log == [
        "begins lab.ipynb",
        "ends lab.ipynb",
        "begins broken.ipynb",
        "begins trust.ipynb",
        "ends trust.ipynb",
    ]


def test_no_page_waits_where_memory_is_short(monkeypatch):
    assert memory_left() > 0
    log: list[str] = []
    left = iter([LEFT_FOR_OTHERS, LEFT_FOR_OTHERS - 1])
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("simulator.pages.waiting.memory_left", lambda: next(left))
    asyncio.run(build_ahead(Kernels(log), ["lab", "trust"]))
    assert log == ["begins lab.ipynb", "ends lab.ipynb"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_needs_no_token(host):
    assert closed(open_port(Wanted(host=host, port=0))).token == ""


def test_everybody_else_needs_a_new_token_each_time():
    first, second = (closed(open_port(Wanted(host="0.0.0.0", port=0))).token for _ in range(2))
    assert len(first) >= 32
    assert first != second


def test_the_next_port_is_taken_when_none_was_asked_for(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("simulator.pages.serving.USUAL_PORT", port)
        assert closed(open_port(Wanted())).port != port
        with pytest.raises(UserError, match=f"Port {port} is taken"):
            open_port(Wanted(port=port))


def test_an_address_is_written_as_one_types_it():
    assert Opened([], "127.0.0.1", 8866, "").address == "http://127.0.0.1:8866/"
    assert Opened([], "::1", 8866, "").address == "http://[::1]:8866/"
    assert Opened([], "192.0.2.1", 80, "abc").address == "http://192.0.2.1:80/?token=abc"


def test_no_page_may_load_from_elsewhere():
    told = policy(Opened([], "127.0.0.1", 8866, ""))
    assert "default-src 'self'" in told
    assert "*" not in told
    assert "https:" not in told


def test_a_given_token_is_asked_for_everywhere_and_never_printed(monkeypatch):
    monkeypatch.setenv(TOKEN, "a1" * 16)
    opened = closed(open_port(Wanted(port=0)))
    assert opened.token == "a1" * 16
    assert opened.token not in opened.address


@pytest.mark.parametrize("token", ["short", "a" * 31, "with spaces and more than enough letters"])
def test_a_token_that_could_be_guessed_is_refused(monkeypatch, token):
    monkeypatch.setenv(TOKEN, token)
    with pytest.raises(UserError, match="no safe token"):
        open_port(Wanted(port=0))
