"""The reverse proxy of docs/publish, started as it ships: TLS, a login, and a page behind it with its socket.

Where nginx is not installed, nothing here is collected; its settings are parsed in tests/unit.
"""

from __future__ import annotations

import base64
import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.serving import HOUSE, start_server

NGINX, OPENSSL = shutil.which("nginx") or "", shutil.which("openssl") or ""
TOKEN = "0123456789abcdef" * 4
USER, PASSWORD = "board", "a word for the test"

if NGINX and OPENSSL:

    def free_port() -> int:
        import socket

        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            return int(one.getsockname()[1])

    def asked(address: str, password: str = "") -> int:
        """What the proxy answers, as a number."""
        request = urllib.request.Request(address)
        if password:
            login = base64.b64encode(f"{USER}:{password}".encode()).decode()
            request.add_header("Authorization", f"Basic {login}")
        context = ssl._create_unverified_context()
        try:
            with urllib.request.urlopen(request, timeout=20, context=context) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    @pytest.fixture(scope="module")
    def proxy(tmp_path_factory) -> Iterator[str]:
        folder: Path = tmp_path_factory.mktemp("proxy")
        server = start_server("--port", "0", "--lean", env={"CREDITLAB_TOKEN": TOKEN})
        behind = server.address.split("//")[1].split("/")[0]
        names = ["-subj", "/CN=127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"]
        subprocess.run(
            [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        hashed = subprocess.run(
            [OPENSSL, "passwd", "-apr1", PASSWORD], check=True, capture_output=True, text=True
        )
        (folder / "users.htpasswd").write_text(f"{USER}:{hashed.stdout}")
        (folder / "creditlab_token.conf").write_text(f'set $creditlab_token "{TOKEN}";\n')
        open_port, port = free_port(), free_port()
        settings = (HOUSE / "docs" / "publish" / "nginx.conf").read_text(encoding="utf-8")
        for told, here in (
            ("listen 80;", f"listen 127.0.0.1:{open_port};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("127.0.0.1:8866", behind),
        ):
            assert settings.count(told) == 1
            settings = settings.replace(told, here)
        (folder / "nginx.conf").write_text(settings, encoding="utf-8")
        who = "user root; " if os.name == "posix" and os.geteuid() == 0 else ""
        command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        process = subprocess.Popen([*command, "-g", f"daemon off; {who}"])
        address = f"https://127.0.0.1:{port}/"
        for _ in range(100):
            try:
                asked(address)
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield address
        process.terminate()
        process.wait(20)
        server.end()

    def test_nobody_comes_in_without_the_login(proxy):
        assert asked(proxy) == asked(proxy, "another word") == asked(f"{proxy}trust") == 401
        assert asked(proxy, PASSWORD) == 200

    def test_a_reader_with_the_login_sees_a_page_with_its_widgets(proxy, browser):
        context = browser.new_context(
            ignore_https_errors=True, http_credentials={"username": USER, "password": PASSWORD}
        )
        page = context.new_page()
        page.goto(f"{proxy}trust", wait_until="commit")
        page.wait_for_selector("html[data-ready]", timeout=120_000, state="attached")
        assert page.locator(".jupyter-widgets").count() > 10
        assert page.get_by_role("heading", level=1).count() == 1
        context.close()
