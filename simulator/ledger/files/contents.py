"""The bytes of a file: unpacked, never more than a limit; and what is no ledger at all."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import UserError

LARGEST_BYTES = 200_000_000
"""Largest ledger that is read, unpacked."""

MOST_PACKED_TIMES = 200
"""What is packed more tightly than this is no ledger: real ones shrink to a fifth or a thirtieth."""

SMALL_BYTES = 10_000_000
"""Up to this size nobody minds how tightly it was packed."""

EXPORT_AGAIN = "Export the ledger as CSV or XLSX and give that file."
_MAGIC = (
    (b"%PDF", f"is a PDF document, not a table. {EXPORT_AGAIN}"),
    (b"PK\x05\x06", f"is an empty zip archive, not a table. {EXPORT_AGAIN}"),
    (b"\xd0\xcf\x11\xe0", f"is an old Excel or Word file, or one with a password. {EXPORT_AGAIN}"),
    (b"BZh", "is packed with bzip2, which is not read. Unpack it or pack it with gzip."),
    (b"\xfd7zXZ", "is packed with xz, which is not read. Unpack it or pack it with gzip."),
    (b"7z\xbc\xaf", "is a 7-Zip archive, which is not read. Unpack it and give the file in it."),
    (b"\x28\xb5\x2f\xfd", "is packed with Zstandard, which is not read. Unpack it or pack it with gzip."),
    (b"\x89PNG", f"is a picture, not a table. {EXPORT_AGAIN}"),
    (b"\xff\xd8\xff", f"is a picture, not a table. {EXPORT_AGAIN}"),
    (b"PAR1", f"is a Parquet file, which is not read. {EXPORT_AGAIN}"),
)
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Content:
    """What is in a file.

    Attributes:
        name: the file's name.
        data: its bytes, unpacked from gzip.
    """

    name: str
    data: bytes

    @property
    def is_archive(self) -> bool:
        """Whether it is a workbook, or another zip archive."""
        return self.data.startswith(_ZIP)


def read_content(path: str | Path) -> Content:
    """The bytes of a plain or gzip file.

    Raises:
        UserError: there is no such file, it is too large, damaged, empty, or plainly no table.
    """
    place = Path(path)
    _check(place)
    data = _bytes(place)
    if not data.strip():
        raise UserError(f"{place.name} is empty. Give a ledger with a header row and at least one invoice.")
    for magic, words in _MAGIC:
        if data.startswith(magic):
            raise UserError(f"{place.name} {words}")
    return Content(place.name, data)


def _check(place: Path) -> None:
    """The file is there, and not too large to be opened at all."""
    try:
        there, size = place.exists(), place.stat().st_size if place.is_file() else 0
    except OSError as trouble:
        raise UserError(f"{place} cannot be read ({trouble.strerror or trouble}). Check the path.") from None
    if not there:
        raise UserError(f"There is no file {place}. Check the path of the ledger.")
    if not place.is_file():
        raise UserError(f"{place} is not a file. Give the path of one ledger file.")
    if size > LARGEST_BYTES:
        raise UserError(
            f"{place.name} has {size / 1e6:,.0f} MB, more than {LARGEST_BYTES // 1_000_000} MB, the most that is "
            "read. Export a shorter period, or only the columns that are needed."
        )


def _bytes(place: Path) -> bytes:
    """The bytes, never more than the limit."""
    try:
        with place.open("rb") as file:
            is_packed = file.read(2) == _GZIP
            file.seek(0)
            source = gzip.GzipFile(fileobj=file) if is_packed else file
            data = source.read(LARGEST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as damage:
        raise UserError(
            f"{place.name} is a damaged or incomplete gzip file ({damage}). Copy it again or give it unpacked."
        ) from None
    except OSError as trouble:
        raise UserError(
            f"{place} cannot be read ({trouble.strerror or trouble}). Check its permissions."
        ) from None
    if len(data) > LARGEST_BYTES:
        raise UserError(
            f"{place.name} holds more than {LARGEST_BYTES // 1_000_000} MB unpacked, the most that is read. "
            "Export a shorter period."
        )
    if is_packed:
        refuse_tight(place.name, place.stat().st_size, len(data))
    return data


def refuse_tight(name: str, packed: int, unpacked: int) -> None:
    """Refuse what was packed so tightly that it can be no ledger."""
    if unpacked > SMALL_BYTES and unpacked > MOST_PACKED_TIMES * packed:
        raise UserError(
            f"{name} unpacks to {unpacked // max(1, packed):,} times its size, as no ledger does; it is not read. "
            "Export it again."
        )
