"""Plans as files: a setting with strategies as a shared comparison, and back; a strategy that somebody uploads."""

from __future__ import annotations

from pathlib import Path

from simulator.app.setting import Setting, struck_setting
from simulator.app.uploads import as_file, check_upload, plain_name
from simulator.errors import UserError
from simulator.experiment.asked import check_ledger
from simulator.plans import shipped_names
from simulator.reading import read_document
from simulator.results.verdict import check_criterion
from simulator.sharing import Shared, is_shared, parts_of, read_shared
from simulator.strategy import Strategy, load_strategy

ENDINGS = (".yaml", ".yml")


def shared_of(setting: Setting, strategies: tuple[Strategy, ...]) -> Shared:
    """A setting with the strategies compared to today; a ledger is named by its fingerprint alone."""
    parts = parts_of(setting.scenario.without_shocks(), setting.base)
    return Shared(**parts, strategies=strategies, coming=setting.coming, ledger=setting.fingerprint)


def setting_of(shared: Shared, now: Setting) -> Setting:
    """The setting of a shared comparison.

    Args:
        shared: What was loaded.
        now: The setting that the page is in: a ledger must be the one that the comparison is about.

    Raises:
        UserError: it is about another ledger, or something in it cannot be.
    """
    check_criterion(shared.judged_by)
    if not shared.ledger:
        return struck_setting(Setting(shared.scenario()), shared.coming)
    check_ledger(shared, now.fingerprint, "Upload that ledger first, then load this file again.")
    own = Setting(shared.scenario(now.base), now.ledger, now.fingerprint, now.portfolio, now.base)
    return struck_setting(own, shared.coming)


def uploaded_comparison(name: str, content: bytes) -> Shared | None:
    """A comparison from an uploaded file; None where the file is something else.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    check_upload(shown, content, ENDINGS, "a strategy or a comparison as YAML")
    with as_file(shown, content) as path:
        return _read(path)


def _read(path: Path) -> Shared | None:
    return read_shared(path) if is_shared(path) else None


def uploaded_strategy(name: str, content: bytes) -> Strategy:
    """A strategy from an uploaded file.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    check_upload(shown, content, ENDINGS, "a strategy as YAML")
    with as_file(shown, content) as path:
        _refuse_other_files(path, shown)
        return load_strategy(path)


def _refuse_other_files(path: Path, name: str) -> None:
    """An uploaded file may build on what ships, never on another file of this machine."""
    parent = read_document(path).data.get("extends")
    known = ("today", *shipped_names("strategy"))
    if parent is not None and parent not in known:
        raise UserError(f"'extends' in {name} names no strategy that ships. Write one of {', '.join(known)}.")
