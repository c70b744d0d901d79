"""Walls between a learner's notebook and this machine: the strongest one that this system gives, found by trial."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulator.classroom.marking.namespaces import is_offered
from simulator.parameters import shipped_folder

BUBBLEWRAP, NAMESPACES, FENCE = "bubblewrap", "namespaces", "fence"
WORDS = {
    BUBBLEWRAP: "bubblewrap: no network, no other processes, only the lesson's own folder can be written to",
    NAMESPACES: "Linux namespaces: no network, no other processes, only the lesson's own folder can be written to",
    FENCE: "Python's own fence alone, which a determined learner can climb: on this system, mark in a container",
}
_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Wall:
    """One kind of wall.

    Attributes:
        name: Which one.
        program: The program that makes it, where there is one.
    """

    name: str
    program: str = ""

    @property
    def words(self) -> str:
        """What it keeps away, for the trainer."""
        return WORDS[self.name]

    @property
    def is_entered_by_child(self) -> bool:
        """Whether the child makes it itself."""
        return self.name == NAMESPACES

    def command(self, job: Path, work: Path) -> list[str]:
        """What starts the child behind this wall."""
        python = [sys.executable, "-s", "-P", "-B", str(_CHILD), str(job)]
        if self.name != BUBBLEWRAP:
            return python
        shown = [part for path in (*_SYSTEM, *readable()) for part in ("--ro-bind-try", str(path), str(path))]
        masked = [part for path in hidden() if path.is_dir() for part in ("--tmpfs", str(path))]
        return [
            self.program, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
            *shown, *masked, "--dev", "/dev", "--proc", "/proc", "--bind", str(work), str(work),
            "--ro-bind", str(job), str(job), "--chdir", str(work), *python,
        ]  # fmt: skip


_SYSTEM = tuple(Path(one) for one in ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"))


def candidates() -> Iterator[Wall]:
    """The walls that this system may give, the strongest first; the last one it always gives."""
    program = shutil.which("bwrap") if sys.platform == "linux" else None
    if program:
        yield Wall(BUBBLEWRAP, program)
    if is_offered():
        yield Wall(NAMESPACES)
    yield Wall(FENCE)


def package() -> Path:
    """Where the package `simulator` is."""
    return Path(__file__).resolve().parents[2]


def readable() -> Sequence[Path]:
    """What a lesson has to read: the interpreter, the libraries, our package and scenarios, compiled kernels."""
    paths = [Path(sys.prefix), Path(sys.base_prefix), Path(os.path.realpath(sys.executable)).parent]
    paths += [Path(one) for one in sys.path if one.endswith(("site-packages", "dist-packages"))]
    paths += [
        package(),
        shipped_folder("scenarios"),
        shipped_folder("scenarios").parent / "pyproject.toml",
        kernels(),
    ]
    return tuple(dict.fromkeys(path.resolve() for path in paths if path.exists()))


def hidden() -> Sequence[Path]:
    """What a lesson must not read though it lies within: the recipes of right answers."""
    beside = package().parent
    own = (package() / "classroom" / "exercises", package() / "_shipped" / "course")
    return (*own, beside / "course", beside / "tests") if (beside / "pyproject.toml").is_file() else own


@cache
def kernels() -> Path:
    """Where the compiled kernels are, so that no child compiles them again."""
    import numba

    import simulator.compiling  # noqa: F401  (it chooses the folder)

    return Path(os.environ.get("NUMBA_CACHE_DIR") or numba.config.CACHE_DIR)
