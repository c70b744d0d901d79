"""The files for publishing the pages are well formed, agree with each other and with what their page says."""

from __future__ import annotations

import ast
import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from simulator.app.limits import UPLOAD_LIMIT_MB
from simulator.experiment.kept.places import USUAL_MEGABYTES
from simulator.pages.serving import IDLE_SECONDS, SHORTEST_TOKEN, TOKEN, USUAL_PORT

HOUSE = Path(__file__).parents[2]
FILES = HOUSE / "docs" / "publish"
PAGE = (HOUSE / "docs" / "publishing.md").read_text(encoding="utf-8")


def read(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


COMPOSE = yaml.safe_load(read("compose.yaml"))
PAGES = COMPOSE["services"]["pages"]


def service() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(read("creditlab.service"))
    return parser


def container(word: str) -> list[str]:
    """The last line of the Containerfile that begins so, as a list."""
    lines = re.findall(rf"^.*\b{word} (\[.*\])$", read("Containerfile"), re.MULTILINE)
    return list(json.loads(lines[-1]))


def test_each_file_is_told_on_the_page_and_each_told_file_is_there():
    there = {path.name for path in FILES.iterdir() if path.name != "token.env"}
    assert all(f"`{name}`" in PAGE for name in there), there
    told = set(re.findall(r"`((?:[a-z_]+\.(?:yaml|conf|service|py))|Containerfile|Caddyfile)`", PAGE))
    assert told - {"test_serving.py"} <= there


def test_the_pages_may_do_little():
    assert PAGES["read_only"] is True
    assert PAGES["cap_drop"] == ["ALL"]
    assert PAGES["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in PAGES, "only the proxy is reached from outside"
    assert PAGES["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert not PAGES["user"].startswith("0")
    users = re.findall(r"^USER (\w+)$", read("Containerfile"), re.MULTILINE)
    assert users[-1] == "creditlab"
    assert "--uid 10001 creditlab" in read("Containerfile")
    assert PAGES["user"] == "10001:10001"
    unit = service()["Service"]
    assert unit["User"] != "root"
    assert (unit["ProtectSystem"], unit["NoNewPrivileges"], unit["IPAddressDeny"]) == ("strict", "yes", "any")


def test_the_limits_are_those_of_the_page():
    unit = service()["Service"]
    assert PAGES["mem_limit"] == PAGES["memswap_limit"] == "8g"
    assert unit["MemoryMax"] == "8G"
    assert "| 8 GB: about" in PAGE
    assert float(PAGES["cpus"]) == 4.0
    assert unit["CPUQuota"] == "400%"
    assert re.search(r"\| processors there \| 4 \|", PAGE)
    assert str(PAGES["pids_limit"]) == unit["TasksMax"] == "1024"
    assert re.search(r"\| processes and threads there \| 1024 \|", PAGE)
    assert any("size=512m" in one for one in PAGES["tmpfs"])
    assert "(512 MB, in memory)" in PAGE
    assert f"Uploads over {UPLOAD_LIMIT_MB} MB" in PAGE
    assert f"at least {SHORTEST_TOKEN} letters and digits" in " ".join(PAGE.split())
    assert f"at most {USUAL_MEGABYTES} MB" in PAGE
    assert IDLE_SECONDS == 600
    assert "end** ten minutes after" in PAGE


def test_both_proxies_let_an_upload_through_and_send_the_token():
    caddy, nginx = read("Caddyfile"), read("nginx.conf")
    assert "max_size 30MB" in caddy
    assert "client_max_body_size 30m;" in nginx
    # a file travels as binary, with a little around it
    assert UPLOAD_LIMIT_MB < 30
    assert f'header_up Authorization "token {{${TOKEN}}}"' in caddy
    assert 'proxy_set_header Authorization "token $creditlab_token";' in nginx
    assert "proxy_set_header Host $http_host;" in nginx, "else the browser's sockets are refused"
    assert "proxy_set_header Upgrade $http_upgrade;" in nginx
    for text in (caddy, nginx):
        assert text.count("{") == text.count("}")
        assert f":{USUAL_PORT}" in text
        for header in ("Strict-Transport-Security", "Referrer-Policy", "X-Frame-Options"):
            assert header in text


def test_all_of_them_start_the_same_command():
    command = container("CMD")
    assert command[:2] == ["creditlab", "page"]
    unit = service()["Service"]["ExecStart"].split()
    assert unit[0].endswith("/creditlab")
    assert [unit[1], *unit[4:]] == [command[1], *command[4:]]
    assert command[2:4] == ["--host", "0.0.0.0"]
    assert unit[2:4] == ["--host", "127.0.0.1"]
    assert command[4:6] == ["--port", str(USUAL_PORT)]
    assert f"http://127.0.0.1:{USUAL_PORT}/" in read("Containerfile")
    assert COMPOSE["services"]["proxy"]["environment"]["CREDITLAB_UPSTREAM"] == f"pages:{USUAL_PORT}"


def test_what_the_container_copies_is_there_and_what_it_needs_is_locked():
    copied = [
        name
        for line in re.findall(r"^COPY (.*)$", read("Containerfile"), re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert all((HOUSE / name).exists() for name in copied), copied
    assert {"simulator", "scenarios", "notebooks", "course"} <= set(copied)
    lock = (HOUSE / "requirements.lock").read_text(encoding="utf-8")
    for needed in ("hatchling==", "voila=="):
        assert re.search(rf"^{needed}", lock, re.MULTILINE)


class Settings:
    """JupyterHub's `c`: takes every setting and remembers it."""

    def __init__(self) -> None:
        self.groups: dict[str, SimpleNamespace] = {}

    def __getattr__(self, name: str) -> Any:
        return self.groups.setdefault(name, SimpleNamespace())


def test_the_hub_limits_everybody_and_ends_what_is_idle():
    settings = Settings()
    source = read("jupyterhub_config.py")
    ast.parse(source)
    exec(compile(source, "jupyterhub_config.py", "exec"), {"get_config": lambda: settings})
    spawner, docker, hub = (settings.groups[name] for name in ("Spawner", "DockerSpawner", "JupyterHub"))
    assert (spawner.mem_limit, spawner.cpu_limit) == ("2G", 2.0)
    assert "a container with 2 GB and two processors" in PAGE
    assert docker.extra_host_config["cap_drop"] == ["ALL"]
    assert docker.extra_host_config["pids_limit"] <= 512
    assert hub.bind_url.startswith("http://127.0.0.1")
    assert hub.active_server_limit == 20
    assert "at most 20 at a time" in PAGE
    culler = hub.services[0]
    assert "--timeout=3600" in culler["command"]
    assert hub.load_roles[0]["services"] == [culler["name"]]
    assert settings.groups["Authenticator"].allow_all is False


def test_no_secret_is_kept_in_the_repository():
    ignored = (HOUSE / ".gitignore").read_text(encoding="utf-8").split()
    assert {"docs/publish/token.env", "docs/publish/creditlab_token.conf"} <= set(ignored)
    for path in FILES.iterdir():
        assert not re.search(r"\b[0-9a-f]{48,}\b", path.read_text(encoding="utf-8")), path.name


CHECKED = {
    "caddy": ("Caddyfile", ("validate", "--adapter", "caddyfile", "--config", "{file}")),
    "nginx": ("nginx.conf", ("-t", "-p", "{folder}", "-c", "{file}")),
}
INSTALLED = [name for name in CHECKED if shutil.which(name)]

if INSTALLED:  # checked by the programs themselves; where neither is, there is nothing to collect

    @pytest.mark.parametrize("program", INSTALLED)
    def test_the_proxies_understand_their_files(program, tmp_path):
        name, arguments = CHECKED[program]
        shutil.copytree(FILES, tmp_path, dirs_exist_ok=True)
        (tmp_path / "creditlab_token.conf").write_text(f'set $creditlab_token "{"a" * 64}";\n')
        (tmp_path / "users.htpasswd").write_text("manager:{PLAIN}x\n")
        told = [one.format(file=tmp_path / name, folder=tmp_path) for one in arguments]
        if program == "nginx":
            make_certificate(tmp_path)
        ended = subprocess.run([program, *told], capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr


def make_certificate(folder: Path) -> None:
    subject = [
        "-subj",
        "/CN=lab.example.com",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(folder / "certificate.pem"),
    ]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject],
        capture_output=True,
        check=True,
    )
