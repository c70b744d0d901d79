"""Running one notebook in a child of its own: started, watched, ended with everything that it started."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from simulator.classroom.desk import RECORDING
from simulator.classroom.learners import CLASS, LEARNER, Learner
from simulator.classroom.marking.child import DESK, LOG_FILE, RECORDING_FILE
from simulator.classroom.marking.clearing import clear_away
from simulator.classroom.marking.files import RefusedError, read_bytes
from simulator.classroom.marking.limits import Limits
from simulator.classroom.marking.recorded import recorded_answers
from simulator.classroom.marking.walls import FENCE, Wall, candidates, hidden, kernels, package, readable
from simulator.errors import UserError

_LOOKS_EVERY, _STARTING = 0.1, 60.0
_ERROR = re.compile(r"[A-Za-z_]\w{0,39}")
_MEGABYTE, _BLOCK = 1_000_000, 4_096


@dataclass(frozen=True)
class Played:
    """What came of one notebook.

    Attributes:
        answers: What its code answered, by task.
        errors: The cells that failed, by number, and what they raised.
        ended: Why it was ended before its time; empty: it was not.
        compiled: How many kernels had to be compiled; -1: it did not come to its end.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[tuple[int, str], ...] = ()
    ended: str = ""
    compiled: int = -1


class Runner:
    """Starts children behind one kind of wall, and ends them all when asked."""

    def __init__(self, folder: Path, wall: Wall, limits: Limits) -> None:
        self.wall, self.limits = wall, limits
        self._folder, self._lock, self._number = folder, threading.Lock(), 0
        self._children: set[int] = set()
        self._is_stopped = False

    def play(self, cells: Sequence[str], learner: Learner) -> Played:
        """Run the cells of a notebook as a learner."""
        with self._lock:
            self._number += 1
            place = self._folder / f"{self._number:04d}"
        work = place / "work"
        (work / DESK).mkdir(parents=True)
        job = place / "job.json"
        told = {
            "work": str(work), "cells": list(cells), "limits": asdict(self.limits),
            "is_walled": self.wall.is_entered_by_child,
            "readable": [str(one) for one in readable()], "hidden": [str(one) for one in hidden()],
        }  # fmt: skip
        job.write_text(json.dumps(told), encoding="utf-8")
        try:
            return _told(work, self._run(self.wall.command(job, work), work, learner))
        finally:
            clear_away(place)

    def stop(self) -> None:
        """End every child; none is started any more."""
        with self._lock:
            self._is_stopped = True
            children = list(self._children)
        for child in children:
            _end(child)

    def _run(self, command: Sequence[str], work: Path, learner: Learner) -> str:
        """Start the child, watch it, and say why it was ended."""
        with self._lock:
            if self._is_stopped:
                return "the marking was stopped"
            process = subprocess.Popen(  # noqa: S603  (our own command)
                command, cwd=work / DESK, env=_environment(work, learner), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            self._children.add(process.pid)
        try:
            return self._watch(process, work)
        finally:
            _end(process.pid)
            process.wait()
            with self._lock:
                self._children.discard(process.pid)

    def _watch(self, process: subprocess.Popen[bytes], work: Path) -> str:
        started, is_ready = time.monotonic(), False
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOKS_EVERY)
                return ""
            if not is_ready and _has_begun(work):
                started, is_ready = time.monotonic(), True  # loading libraries is not the learner's time
            spent = time.monotonic() - started
            if spent > (self.limits.seconds if is_ready else _STARTING):
                return (
                    f"it ran longer than {self.limits.seconds:g} seconds" if is_ready else "it did not start"
                )
            excess = _excess(process.pid, work, self.limits)
            if excess:
                return excess


def _has_begun(work: Path) -> bool:
    """Whether the child wrote its first line; the notebook may have removed or locked it in the meantime."""
    with suppress(OSError):
        return (work / LOG_FILE).lstat().st_size > 0
    return False


def _environment(work: Path, learner: Learner) -> dict[str, str]:
    """What the child knows of this machine; nothing of the trainer's own settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
    }
    desk = str(work / DESK)
    one = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
    )
    return kept | one | {
        "HOME": desk, "USERPROFILE": desk, "TMPDIR": desk, "TEMP": desk, "IPYTHONDIR": desk, "MPLCONFIGDIR": desk,
        "LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg",
        "PYTHONPATH": str(package().parent), "NUMBA_CACHE_DIR": str(kernels()),
        "CREDITLAB_RESULTS": "off", RECORDING: str(work / RECORDING_FILE),
        LEARNER: learner.name, CLASS: learner.group,
    }  # fmt: skip


def _excess(pid: int, work: Path, limits: Limits) -> str:
    """What a child and its children take too much of; empty: nothing."""
    try:
        family = [psutil.Process(pid)]
        family += family[0].children(recursive=True)
    except psutil.Error:
        return ""
    if len(family) > limits.processes:
        return f"it started more than {limits.processes} processes"
    held, computed = 0, 0.0
    for one in family:
        with suppress(psutil.Error):
            held += one.memory_info().rss
            computed += sum(one.cpu_times()[:2])
    if computed > limits.computing_seconds:
        return f"it computed longer than {limits.computing_seconds:g} seconds"
    if held > limits.memory_megabytes * _MEGABYTE:
        return f"it took more than {limits.memory_megabytes} MB of memory"
    if _size_of(work) > limits.folder_megabytes * _MEGABYTE:
        return f"it wrote more than {limits.folder_megabytes} MB"
    return ""


def _size_of(folder: Path) -> int:
    """The size of all files in a folder that may change while we look (bytes); an empty one takes a block too."""
    total, open_still = 0, [str(folder)]
    while open_still:
        with suppress(OSError), os.scandir(open_still.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        total += _BLOCK
                        open_still.append(entry.path)
                    else:
                        total += max(_BLOCK, entry.stat(follow_symlinks=False).st_size)
    return total


def _end(pid: int) -> None:
    """End a child with all that it started; the first process behind a wall takes the others with it."""
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(pid).children(recursive=True)
    if sys.platform != "win32":
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    with suppress(psutil.Error):
        family.append(psutil.Process(pid))
    for one in family:
        with suppress(psutil.Error):
            one.kill()


def _told(work: Path, ended: str) -> Played:
    """What the child wrote down; whatever stands there was written by a stranger."""
    try:
        answers = recorded_answers(read_bytes(work / RECORDING_FILE))
    except RefusedError:
        answers = {}
    try:
        lines = read_bytes(work / LOG_FILE).decode("utf-8", "replace").splitlines()
    except RefusedError:
        lines = []
    errors, compiled, is_ready = [], -1, False
    for line in lines[:2_000]:
        number, what = _entry(line)
        if what == "ready":
            is_ready = True
        elif what.startswith("end "):
            compiled = int(what[4:]) if what[4:].isdecimal() else 0
        elif _ERROR.fullmatch(what):
            errors.append((number, what))
    if not ended and compiled < 0:
        ended = "it ended itself before its last cell" if is_ready else "it did not start"
    return Played(answers, tuple(dict.fromkeys(errors))[:50], ended, compiled)


def _entry(line: str) -> tuple[int, str]:
    try:
        number, what = json.loads(line)
        return int(number), str(what)
    except (ValueError, TypeError, RecursionError, OverflowError):
        return 0, ""


def strongest(folder: Path) -> Wall:
    """The strongest wall that holds here: each is tried with an empty notebook until one works.

    Raises:
        UserError: Not even a plain child runs.
    """
    for wall in candidates():
        runner = Runner(folder / wall.name, wall, Limits(seconds=30.0))
        if not runner.play(["1 + 1"], Learner("trial")).ended:
            return wall
    raise UserError(
        "No notebook can be run on this machine: the child process ends at once. Does `creditlab compare wholesale` "
        "run?"
    )


__all__ = ["FENCE", "Played", "Runner", "strongest"]
