"""From a file to its text: unpacking, size limit, what is not text, encoding."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from simulator.errors import UserError

LARGEST_BYTES = 200_000_000
"""Largest ledger that is read, unpacked."""

_EXPORT_CSV = "Export the ledger as CSV text and give that file."
_MAGIC = (
    (b"%PDF", f"is a PDF document, not a table of text. {_EXPORT_CSV}"),
    (b"PK\x03\x04", f"is an Excel workbook or a zip archive, not CSV text. {_EXPORT_CSV}"),
    (b"PK\x05\x06", f"is an empty zip archive, not CSV text. {_EXPORT_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"is an old Excel or Word file, not CSV text. {_EXPORT_CSV}"),
    (b"BZh", "is packed with bzip2, which is not read. Unpack it or pack it with gzip."),
    (b"\xfd7zXZ", "is packed with xz, which is not read. Unpack it or pack it with gzip."),
    (b"7z\xbc\xaf", "is a 7-Zip archive, which is not read. Unpack it and give the CSV file."),
    (b"\x28\xb5\x2f\xfd", "is packed with Zstandard, which is not read. Unpack it or pack it with gzip."),
    (b"\x89PNG", f"is a picture, not a table of text. {_EXPORT_CSV}"),
    (b"\xff\xd8\xff", f"is a picture, not a table of text. {_EXPORT_CSV}"),
)
_GZIP = b"\x1f\x8b"
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 26}


def read_text(path: str | Path) -> str:
    """The text of a file, unpacked and decoded.

    Raises:
        UserError: there is no such file, it is too large, damaged, empty or not text.
    """
    place = Path(path)
    content = _content(place)
    if not content.strip():
        raise UserError(f"{place.name} is empty. Give a ledger with a header row and at least one invoice.")
    for magic, words in _MAGIC:
        if content.startswith(magic):
            raise UserError(f"{place.name} {words}")
    return _decoded(content, place.name)


def _content(place: Path) -> bytes:
    """The bytes of a plain or gzip file, never more than the limit."""
    try:
        there = place.exists()
    except OSError as trouble:
        raise UserError(f"{place} cannot be read ({trouble.strerror or trouble}). Check the path.") from None
    if not there:
        raise UserError(f"There is no file {place}. Check the path of the ledger.")
    if not place.is_file():
        raise UserError(f"{place} is not a file. Give the path of one ledger file.")
    try:
        with place.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            content = (
                gzip.GzipFile(fileobj=file).read(LARGEST_BYTES + 1)
                if packed
                else file.read(LARGEST_BYTES + 1)
            )
    except (EOFError, zlib.error, gzip.BadGzipFile) as damage:
        raise UserError(
            f"{place.name} is a damaged or incomplete gzip file ({damage}). Copy it again or give it unpacked."
        ) from None
    except OSError as trouble:
        raise UserError(
            f"{place} cannot be read ({trouble.strerror or trouble}). Check its permissions."
        ) from None
    if len(content) > LARGEST_BYTES:
        raise UserError(
            f"{place.name} holds more than {LARGEST_BYTES // 1_000_000} MB unpacked, the most that is read. "
            "Export a shorter period."
        )
    return content


def _decoded(content: bytes, name: str) -> str:
    """Bytes as text: UTF-16 or UTF-8 by their mark, then UTF-8, then the Western Windows code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        _refuse_binary(content[:65_536], name)
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_markup(text, name)
        return text
    raise UserError(f"{name} starts like UTF-16 text but is damaged. Export it again as UTF-8 CSV.")


def _refuse_binary(start: bytes, name: str) -> None:
    """Text has no zero bytes and hardly any control characters."""
    controls = sum(1 for byte in start if byte in _CONTROLS)
    if 0 in start or controls > len(start) / 200:
        raise UserError(f"{name} is not text (it holds binary data). {_EXPORT_CSV}")


def _refuse_markup(text: str, name: str) -> None:
    """Web pages and JSON are text, but no table."""
    first = text.lstrip()[:1]
    if first == "<":
        raise UserError(f"{name} is a web page or XML document, not a table of text. {_EXPORT_CSV}")
    if first in ("{", "["):
        raise UserError(f"{name} is a JSON document, not a table of text. {_EXPORT_CSV}")
