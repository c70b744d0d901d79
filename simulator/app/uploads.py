"""Files that a visitor uploads: looked at before they are read, and never told where they lay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.app.limits import UPLOAD_LIMIT_BYTES, UPLOAD_LIMIT_MB
from simulator.errors import UserError

LEDGER_ENDINGS = (".csv", ".xlsx", ".txt", ".gz", ".tsv", ".xlsm")
_MEGABYTE = 1_000_000


@contextmanager
def as_file(name: str, content: bytes) -> Iterator[Path]:
    """What was uploaded as a file for a moment; no complaint tells where it lay."""
    with TemporaryDirectory(prefix="creditlab-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            yield path
        except UserError as error:
            raise UserError(without_folder(error.message, folder)) from None


def plain_name(name: str) -> str:
    """The file's own name, whatever path a browser or a hostile sender put before it."""
    last = name.replace("\\", "/").split("/")[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    return kept.lstrip(".")[-100:] or "upload"


def check_upload(name: str, content: bytes, endings: tuple[str, ...], what: str) -> None:
    """Refuse what can be no file of this kind.

    Raises:
        UserError: another ending, nothing in it, or too large.
    """
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


def without_folder(message: str, folder: str) -> str:
    """The message with the file's name alone, not where it lay for a moment."""
    real = str(Path(folder).resolve())
    for place in (real, folder, real.lstrip("/"), folder.lstrip("/")):
        message = message.replace(f"{place}/", "").replace(f"{place}\\", "")
    return message
