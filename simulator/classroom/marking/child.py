"""The process in which a learner's cells run: `python child.py JOB`, and nothing else.

It goes behind its wall, is held to its limits, loads what a lesson needs, puts up the fence, and runs the cells one
after the other. What a cell raises stops that cell alone. Answers go to the recording, what went wrong to the log.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

RECORDING_FILE, LOG_FILE, DESK = "recording.jsonl", "log.jsonl", "desk"


def main() -> None:
    """Do the job that the marker wrote down."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    work, hidden = Path(job["work"]), [Path(one) for one in job["hidden"]]
    if job["is_walled"]:
        # by its path: the package around it would start threads first, and with threads the kernel refuses
        namespaces = runpy.run_path(str(Path(__file__).with_name("namespaces.py")))
        namespaces["enter"](work, [Path(one) for one in job["readable"]], hidden)
    log = (work / LOG_FILE).open("a", encoding="utf-8", buffering=1)
    compiled = _load()
    shell = _shell()
    os.chdir(work / DESK)
    from simulator.classroom.marking.fence import put_up
    from simulator.classroom.marking.limits import Limits, hold_to

    hold_to(Limits(**job["limits"]))
    put_up(work, hidden)
    _tell(log, "ready", 0)
    for number, source in enumerate(job["cells"], start=1):
        _run(shell, source, number, log)
    _tell(log, f"end {len(compiled.buffer)}", len(job["cells"]))
    os._exit(0)  # threads that a cell started do not keep us


def _run(shell: Any, source: str, number: int, log: Any) -> None:
    try:
        result = shell.run_cell(source, silent=True, store_history=False)
        error = result.error_before_exec or result.error_in_exec
    except BaseException as raised:  # noqa: BLE001  (whatever a cell does, the next one has its turn)
        error = raised
    if error is not None:
        _tell(log, type(error).__name__, number)


def _tell(log: Any, what: str, number: int) -> None:
    log.write(json.dumps([number, what]) + "\n")


def _load() -> Any:
    """Load all that a lesson needs, while files and libraries may still be opened; count what gets compiled."""
    import numba.core.caching as caching
    from numba.core import event

    counter = event.RecordingListener()
    event.register("numba:compile", counter)
    save = caching.Cache.save_overload

    def save_where_possible(self: Any, signature: Any, data: Any) -> None:
        try:
            save(self, signature, data)
        except OSError:  # the kernels' folder is read-only here; what is compiled holds for this run
            return

    caching.Cache.save_overload = save_where_possible
    caching._CacheLocator.ensure_cache_path = lambda _self: None  # it would try to write there
    import ipywidgets  # noqa: F401
    import pandas  # noqa: F401

    import simulator.classroom
    import simulator.experiment.compare  # noqa: F401

    return counter


def _shell() -> Any:
    """An interactive shell as a notebook has it, without history and without a terminal."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    HistoryManager.enabled = False  # type: ignore[assignment]
    shell = InteractiveShell.instance()
    shell.colors = "NoColor"
    return shell


if __name__ == "__main__":
    main()
