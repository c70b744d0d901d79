"""The Linux wall, made of what the kernel offers to everybody: namespaces of users, network, processes and files.

Inside there is no network device, no process but one's own, and a file tree that holds the interpreter, our package
without the recipes of right answers, and the working folder; all but that folder is read-only, and the old tree is
gone (`pivot_root`), with no privilege left that could bring it back.
Source: man pages of unshare(2), mount(2), mount_setattr(2), pivot_root(2), capabilities(7).
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _BIND, _REC, _PRIVATE, _DETACH = 1, 2, 4, 0x1000, 0x4000, 1 << 18, 2
_MOUNT_SETATTR, _AT_RECURSIVE, _AT_FDCWD = 442, 0x8000, -100
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_SET_DEATH_SIGNAL, _DROP_BOUND, _SECUREBITS, _NO_NEW_PRIVILEGES = 1, 24, 28, 38
_NO_ROOT_LOCKED = 0b1111
_CAPABILITIES_3, _LAST_CAPABILITY = 0x20080522, 63
_DEVICES = ("null", "zero", "urandom", "random")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/ssl")


class NoNamespaceError(OSError):
    """The kernel does not give it."""


def enter(work: Path, readable: Sequence[Path], hidden: Sequence[Path]) -> None:
    """Go behind the wall. Whoever returns from here is the first process inside; its parent waits and leaves.

    Args:
        work: The working folder: the only place to write to.
        readable: What else is there, read-only.
        hidden: Folders that look empty.

    Raises:
        NoNamespaceError: The kernel refuses a step.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    _do(libc.unshare(_NEWUSER | _NEWNS | _NEWPID | _NEWNET | _NEWIPC), "namespaces")
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)  # whoever ends the marker ends its children
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")
    child = os.fork()
    if child:
        _wait_for(child)
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    _new_tree(libc, work, readable, hidden)
    _drop_privileges(libc)


def _wait_for(child: int) -> None:
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _new_tree(libc: ctypes.CDLL, work: Path, readable: Sequence[Path], hidden: Sequence[Path]) -> None:
    """A file tree of what is needed, in place of the old one."""
    _mount(libc, None, "/", None, _REC | _PRIVATE)
    root = work.parent / "tree"
    root.mkdir()
    _mount(libc, "tmpfs", str(root), "tmpfs", _NOSUID | _NODEV, "size=1m")
    for source in (*map(Path, _SYSTEM), *readable):
        _show(libc, source, root, is_writable=False)
    for folder in hidden:
        inside = root / folder.relative_to("/")
        if inside.is_dir():
            _mount(libc, "tmpfs", str(inside), "tmpfs", _NOSUID | _NODEV | _RDONLY, "size=4k")
    _show(libc, work, root, is_writable=True)
    for device in _DEVICES:
        _show(libc, Path("/dev") / device, root, is_writable=True)
    (root / "proc").mkdir(exist_ok=True)
    with suppress(OSError):  # some containers do not allow it; nothing here needs it
        _mount(libc, "proc", str(root / "proc"), "proc", _NOSUID | _NODEV)
    old = root / ".old"
    old.mkdir()
    _do(libc.syscall(_PIVOT_ROOT[os.uname().machine], os.fsencode(root), os.fsencode(old)), "pivot_root")
    os.chdir("/")
    _do(libc.umount2(b"/.old", _DETACH), "umount")
    Path("/.old").rmdir()
    _mount(libc, None, "/", None, 0x20 | _BIND | _RDONLY | _NOSUID | _NODEV)  # 0x20: remount
    os.chdir(work)


def _show(libc: ctypes.CDLL, source: Path, root: Path, *, is_writable: bool) -> None:
    """Show a file or a folder at its own place in the new tree."""
    if not source.exists():
        return
    target = root / source.relative_to("/")
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            target.symlink_to(source.readlink())
        return
    if target.exists() and target.samefile(source):
        return
    (target if source.is_dir() else target.parent).mkdir(parents=True, exist_ok=True)
    if not source.is_dir():
        target.touch()
    _mount(libc, str(source), str(target), None, _BIND | _REC)
    if not is_writable:
        attributes = struct.pack("QQQQ", _RDONLY | _NOSUID, 0, 0, 0)
        _do(
            libc.syscall(
                _MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, attributes, len(attributes)
            ),
            "mount_setattr",
        )


def _drop_privileges(libc: ctypes.CDLL) -> None:
    """Nothing is left that could mount, and no program that is started gets it back."""
    for number in range(_LAST_CAPABILITY + 1):
        libc.prctl(
            _DROP_BOUND, number, 0, 0, 0
        )  # the kernel has fewer; those that it does not have do not matter
    _do(libc.prctl(_SECUREBITS, _NO_ROOT_LOCKED, 0, 0, 0), "securebits")
    _do(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
    header = struct.pack("Ii", _CAPABILITIES_3, 0)
    _do(libc.capset(header, struct.pack("6I", 0, 0, 0, 0, 0, 0)), "capset")


def _mount(
    libc: ctypes.CDLL, source: str | None, target: str, kind: str | None, flags: int, *data: str
) -> None:
    told = os.fsencode(data[0]) if data else None
    names = [os.fsencode(one) if one is not None else None for one in (source, target, kind)]
    _do(libc.mount(*names, ctypes.c_ulong(flags), told), f"mount {target}")


def _do(result: int, what: str) -> None:
    if result != 0:
        raise NoNamespaceError(ctypes.get_errno(), what)


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="ascii")
    except OSError as error:
        raise NoNamespaceError(error.errno, path) from error


def is_offered() -> bool:
    """Whether this system could have it; whether it really does, a trial says."""
    return sys.platform == "linux" and os.uname().machine in _PIVOT_ROOT
