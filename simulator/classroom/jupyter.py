"""JupyterLab on a folder of lessons, on this machine alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from simulator.errors import UserError


def arguments(folder: Path) -> list[str]:
    """The command that opens a folder."""
    return [
        sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={folder.resolve()}", "--ServerApp.ip=127.0.0.1",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip


def open_folder(folder: Path) -> None:
    """Run JupyterLab until it is ended with Ctrl-C.

    Raises:
        UserError: JupyterLab could not be started.
    """
    try:
        code = subprocess.run(arguments(folder), check=False).returncode  # noqa: S603  (our own command)
    except KeyboardInterrupt:
        return
    if code:
        raise UserError(
            "JupyterLab did not start. Is it installed? `python -m pip install jupyterlab` brings it."
        )
