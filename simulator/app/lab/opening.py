"""What the strategy lab opens with, and strategies that come from a file."""

from __future__ import annotations

from pathlib import Path

from simulator.app.lab.state import Lab
from simulator.app.setting import Setting
from simulator.app.uploads import as_file, check_upload, plain_name
from simulator.app.workplace import first_setting
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.reading import read_document
from simulator.strategy import Strategy, load_strategy

FIRST_STRATEGIES = ("discount", "intensive_collections", "insured")
_STRATEGY_ENDINGS = (".yaml", ".yml")


def first_lab(setting: Setting | None = None) -> Lab:
    """The page as it opens: what the pages are about unless told otherwise, and three strategies beside today."""
    strategies = tuple(load_strategy(name) for name in FIRST_STRATEGIES)
    return Lab(setting or first_setting(), strategies, selected=1)


def uploaded_strategy(name: str, content: bytes) -> Strategy:
    """A strategy from an uploaded file.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    check_upload(shown, content, _STRATEGY_ENDINGS, "a strategy as YAML")
    with as_file(shown, content) as path:
        _refuse_other_files(path, shown)
        return load_strategy(path)


def _refuse_other_files(path: Path, name: str) -> None:
    """An uploaded file may build on what ships, never on another file of this machine."""
    parent = read_document(path).data.get("extends")
    known = ("today", *shipped_names("strategy"))
    if parent is not None and parent not in known:
        raise UserError(f"'extends' in {name} names no strategy that ships. Write one of {', '.join(known)}.")
