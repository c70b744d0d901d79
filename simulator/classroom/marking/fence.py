"""The second fence: an audit hook inside the process in which a learner's cells run.

It refuses sockets, other processes, foreign libraries, files outside the working folder, and the recipes of right
answers. It is Python guarding Python: it stops curiosity and accidents on every system, and it makes nothing safe by
itself against somebody who knows the interpreter well. That is what the walls (`walls.py`) are for; where there is
none, mark in a container.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

NO_NETWORK = "There is no network while a lesson is marked."
NO_PROCESS = "No other program is started while a lesson is marked."
NO_WRITING = "Files are written in the lesson's own folder only while it is marked."
NO_READING = "This is not read while a lesson is marked."
NO_RECIPES = "The recipes of the right answers are not read while a lesson is marked."
NO_LIBRARY = "No foreign library is loaded while a lesson is marked."
RECIPES = ("simulator.classroom.exercises", "simulator.classroom.marking", "tests")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESS = (
    "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile",
    "subprocess.Popen", "pty.spawn", "os.kill", "os.killpg", "_winapi.CreateProcess",
)  # fmt: skip
_CHANGES: Mapping[str, Sequence[int]] = {
    "os.remove": (0,), "os.rmdir": (0,), "os.mkdir": (0,), "os.chmod": (0,), "os.chown": (0,), "os.truncate": (0,),
    "os.utime": (0,), "os.rename": (0, 1), "os.link": (0, 1), "os.symlink": (1,), "shutil.rmtree": (0,),
    "shutil.move": (0, 1), "shutil.copyfile": (1,), "sqlite3.connect": (0,), "os.mkfifo": (0,), "os.mknod": (0,),
}  # fmt: skip
_CALLS = (
    "fork",
    "vfork",
    "exec",
    "system",
    "popen",
    "syscall",
    "ptrace",
    "kill",
    "socket",
    "connect",
    "dlopen",
    "spawn",
    "clone",
    "open",
    "link",
    "rename",
    "mkdir",
    "rmdir",
    "truncate",
)


class RefusedHereError(PermissionError):
    """Something that a lesson may not do while it is marked."""


def put_up(folder: Path, hidden: Sequence[Path]) -> None:
    """From here on the process is fenced in; nothing takes the fence down again.

    Args:
        folder: The working folder, the only place where files may be written.
        hidden: Folders whose files are not read.
    """
    home, secrets = os.path.realpath(folder), tuple(os.path.realpath(one) for one in hidden)
    rules = _rules(home, secrets)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        rule = rules.get(event) or (rules["socket"] if event.startswith("socket.") else None)
        if rule is not None:
            rule(arguments)

    _close_side_door()
    sys.addaudithook(hook)


def _close_side_door() -> None:
    """What starts a program without telling of it: `multiprocessing` goes this way, and its children have no fence."""
    if sys.platform == "win32":
        return  # there, it is told of
    import _posixsubprocess
    import subprocess

    def refuse(*_arguments: object) -> None:
        raise RefusedHereError(NO_PROCESS)

    for module, name in ((_posixsubprocess, "fork_exec"), (subprocess, "_fork_exec")):
        setattr(module, name, refuse)


def _rules(home: str, secrets: Sequence[str]) -> dict[str, Callable[[tuple[Any, ...]], None]]:
    """What is looked at, by the event that Python tells of."""

    def refuse(sentence: str) -> Callable[[tuple[Any, ...]], None]:
        def rule(_arguments: tuple[Any, ...]) -> None:
            raise RefusedHereError(sentence)

        return rule

    def opening(arguments: tuple[Any, ...]) -> None:
        path, mode, flags = (*arguments, None, None, None)[:3]
        place = _place(path)
        if place is None:
            return
        if any(_is_in(place, secret) for secret in secrets):
            raise RefusedHereError(NO_RECIPES)
        writes = isinstance(flags, int) and flags & _WRITES
        if (writes or (isinstance(mode, str) and set(mode) & set("wax+"))) and not _may_write(place, home):
            raise RefusedHereError(NO_WRITING)

    def changing(places: Sequence[int]) -> Callable[[tuple[Any, ...]], None]:
        def rule(arguments: tuple[Any, ...]) -> None:
            for number in places:
                place = _place(arguments[number]) if number < len(arguments) else None
                if place is not None and not _may_write(place, home):
                    raise RefusedHereError(NO_WRITING)

        return rule

    rules = {event: refuse(NO_PROCESS) for event in _PROCESS}
    rules |= {event: changing(places) for event, places in _CHANGES.items()}
    rules |= {"socket": refuse(NO_NETWORK), "open": opening, "import": _importing}
    rules |= {"ctypes.dlopen": refuse(NO_LIBRARY), "ctypes.dlsym": _calling}
    return rules


def _importing(arguments: tuple[Any, ...]) -> None:
    name = str(arguments[0])
    if any(name == recipe or name.startswith(f"{recipe}.") for recipe in RECIPES):
        raise ImportError(NO_RECIPES)
    if name == "_posixsubprocess":  # it was there; whoever took it away wants it as it was
        raise ImportError(NO_PROCESS)


def _calling(arguments: tuple[Any, ...]) -> None:
    if any(call in str(arguments[-1]) for call in _CALLS):
        raise RefusedHereError(NO_PROCESS)


def _place(path: Any) -> str | None:
    """Where a path leads; None for a file that is open already, nothing where it cannot be told."""
    if isinstance(path, int) or path is None:
        return None
    try:
        return os.path.realpath(os.fsdecode(path))
    except (TypeError, ValueError, OSError):
        return ""  # not in the folder: not written to


def _may_write(place: str, home: str) -> bool:
    return _is_in(place, home) or place == os.path.realpath(os.devnull)


def _is_in(place: str, folder: str) -> bool:
    return place == folder or place.startswith(folder + os.sep)
