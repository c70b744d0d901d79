"""JupyterLab on a folder of lessons, on this machine alone."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from simulator.errors import UserError

DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"},
}
"""JupyterLab asks nobody for news (everything works offline), and fields stay where they are while one scrolls."""


def arguments(folder: Path, settings: Path) -> list[str]:
    """The command that opens a folder; `settings` is a folder of its own for JupyterLab's defaults."""
    (settings / "overrides.json").write_text(json.dumps(DEFAULTS), encoding="utf-8")
    wanted = {
        "ServerApp.root_dir": folder.resolve(),
        "ServerApp.ip": "127.0.0.1",
        "LabApp.app_settings_dir": settings.resolve(),
        "LabApp.extension_manager": "readonly",
    }
    return [sys.executable, "-m", "jupyter", "lab", *(f"--{name}={value}" for name, value in wanted.items())]


def open_folder(folder: Path) -> None:
    """Run JupyterLab until it is ended with Ctrl-C.

    Raises:
        UserError: JupyterLab could not be started.
    """
    with tempfile.TemporaryDirectory() as settings:
        try:
            command = arguments(folder, Path(settings))
            code = subprocess.run(command, check=False).returncode  # noqa: S603  (our own command)
        except KeyboardInterrupt:
            return
    if code:
        raise UserError(
            "JupyterLab did not start. Is it installed? `python -m pip install jupyterlab` brings it."
        )
