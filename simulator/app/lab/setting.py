"""The setting of the page: a scenario that ships, or the person's own ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator.app.lab.state import Lab, Setting
from simulator.app.limits import UPLOAD_LIMIT_BYTES, UPLOAD_LIMIT_MB
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.reading import read_document
from simulator.scenario import load_scenario
from simulator.strategy import Strategy, load_strategy

FIRST_SCENARIO = "wholesale"
FIRST_STRATEGIES = ("discount", "intensive_collections", "insured")
HORIZON_DAYS = {"1 year": 365, "2 years": 730, "3 years": 1095}
_LEDGER_ENDINGS = (".csv", ".xlsx", ".txt", ".gz", ".tsv", ".xlsm")
_STRATEGY_ENDINGS = (".yaml", ".yml")
_MEGABYTE = 1_000_000


def first_lab() -> Lab:
    """The page as it opens: the wholesaler for a year, and three strategies beside today."""
    strategies = tuple(load_strategy(name) for name in FIRST_STRATEGIES)
    return Lab(scenario_setting(FIRST_SCENARIO), strategies, selected=1)


def scenario_setting(name: str, horizon_days: int = 365) -> Setting:
    """A scenario that ships, for a horizon (days)."""
    scenario = load_scenario(name)
    return Setting(scenario.but(company={"horizon_days": horizon_days}))


def changed_setting(setting: Setting, key: str, value: Any) -> Setting:
    """The setting with one assumption changed.

    Raises:
        UserError: the value is not allowed, or a ledger decides it.
    """
    from simulator.experiment.inputs import LEDGER_DECIDES

    if setting.ledger and key in LEDGER_DECIDES:
        raise UserError("Your ledger decides this. Go back to the scenario to change it.")
    group, _, name = key.partition(".")
    changes: dict[str, Any] = {group: {name: value}}
    return replace(setting, scenario=setting.scenario.but(**changes))


def ledger_setting(name: str, content: bytes, horizon_days: int) -> Setting:
    """The customers of an uploaded ledger, fitted.

    Args:
        name: The file's name, as the browser says it.
        content: What is in it.
        horizon_days: For how long strategies are compared (days).

    Raises:
        UserError: the file is no ledger that we can read; the sentence says why and what to do.
    """
    from simulator.experiment.inputs import from_ledger
    from simulator.ledger import read_ledger

    shown = plain_name(name)
    _check_upload(shown, content, _LEDGER_ENDINGS, "a ledger as CSV or XLSX")
    with _as_file(shown, content) as path:
        book = read_ledger(path)
        portfolio, scaled = from_ledger(book, load_scenario(FIRST_SCENARIO), says_vat=False)
    scaled = scaled.but(company={"horizon_days": horizon_days})
    return Setting(scaled, shown, hashlib.sha256(content).hexdigest(), portfolio)


def uploaded_strategy(name: str, content: bytes) -> Strategy:
    """A strategy from an uploaded file.

    Raises:
        UserError: a sentence for every mistake in it.
    """
    shown = plain_name(name)
    _check_upload(shown, content, _STRATEGY_ENDINGS, "a strategy as YAML")
    with _as_file(shown, content) as path:
        _refuse_other_files(path, shown)
        return load_strategy(path)


@contextmanager
def _as_file(name: str, content: bytes) -> Iterator[Path]:
    """What was uploaded as a file for a moment; no complaint tells where it lay."""
    with TemporaryDirectory(prefix="creditlab-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            yield path
        except UserError as error:
            raise UserError(_without_folder(error.message, folder)) from None


def _refuse_other_files(path: Path, name: str) -> None:
    """An uploaded file may build on what ships, never on another file of this machine."""
    parent = read_document(path).data.get("extends")
    known = ("today", *shipped_names("strategy"))
    if parent is not None and parent not in known:
        raise UserError(f"'extends' in {name} names no strategy that ships. Write one of {', '.join(known)}.")


def plain_name(name: str) -> str:
    """The file's own name, whatever path a browser or a hostile sender put before it."""
    last = name.replace("\\", "/").split("/")[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    return kept.lstrip(".")[-100:] or "upload"


def _check_upload(name: str, content: bytes, endings: tuple[str, ...], what: str) -> None:
    if not name.lower().endswith(endings):
        raise UserError(f"{name} is not {what}. Choose a file that ends in {' or '.join(endings)}.")
    if not content:
        raise UserError(f"{name} is empty. Export it again and choose the new file.")
    if len(content) > UPLOAD_LIMIT_BYTES:
        size = len(content) / _MEGABYTE
        raise UserError(
            f"{name} has {size:.0f} MB; the page takes {UPLOAD_LIMIT_MB} MB. "
            "Compress it (.csv.gz), or use the command: creditlab compare --ledger."
        )


def _without_folder(message: str, folder: str) -> str:
    """The message with the file's name alone, not where it lay for a moment."""
    real = str(Path(folder).resolve())
    for place in (real, folder, real.lstrip("/"), folder.lstrip("/")):
        message = message.replace(f"{place}/", "").replace(f"{place}\\", "")
    return message
