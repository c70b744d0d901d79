"""Mistakes as sentences: what is wrong, where it stands, what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import UserError
from simulator.parameters import told

KeyPath = tuple[str, ...]
Where = Callable[[KeyPath], str]


@dataclass(frozen=True)
class Complaint:
    """One mistake: what is wrong, at which key, and what to write instead."""

    what: str
    path: KeyPath
    advice: str

    def sentence(self, where: Where | None = None, prefix: KeyPath = ()) -> str:
        """The mistake in words, with its file and line where `where` knows them.

        >>> Complaint("Unknown key 'nett_days'", ("terms", "nett_days"), "Did you mean 'net_days'?").sentence()
        "Unknown key 'nett_days', under terms. Did you mean 'net_days'?"
        """
        place = f" {where((*prefix, *self.path))}" if where else ""
        parents = [key for key in prefix if key != "changes"] + list(self.path[:-1])
        under = f", under {'.'.join(parents)}" if parents else ""
        return f"{self.what}{place}{under}. {self.advice}"


def refuse(complaints: Iterable[Complaint], where: Where | None = None, prefix: KeyPath = ()) -> None:
    """Raise all mistakes together, if there are any."""
    raise_all(complaint.sentence(where, prefix) for complaint in complaints)


def raise_all(sentences: Iterable[str]) -> None:
    """Raise sentences together, each once, if there are any."""
    once = list(dict.fromkeys(sentences))
    if once:
        raise UserError("\n".join(once))


def kind_of(value: Any) -> str:
    """What somebody wrote, in words: 'empty', 'a list', or the value itself."""
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return f"'{told(value)}'"
