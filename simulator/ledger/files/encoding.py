"""From bytes to text in UTF-8: UTF-16 and UTF-8 by their mark, UTF-8, the Western Windows code page, and mixtures."""

from __future__ import annotations

from simulator.errors import UserError
from simulator.ledger.files.contents import EXPORT_AGAIN, Content

_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 26}
_UTF_8_MARK = b"\xef\xbb\xbf"


def as_utf_8(content: Content) -> tuple[bytes, list[int]]:
    """The text in UTF-8, and in a file of mixed encodings the lines that are not in UTF-8.

    Raises:
        UserError: it is no text, or no table.
    """
    data = content.data
    other: list[int] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _from_utf_16(content)
    else:
        _refuse_binary(data[:65_536], content.name)
        data = data.removeprefix(_UTF_8_MARK)
        if not _is_utf_8(data):
            data, other = _line_by_line(data)
    _refuse_markup(data, content.name)
    return data, other


def _from_utf_16(content: Content) -> bytes:
    try:
        return content.data.decode("utf-16").encode()
    except UnicodeError:
        raise UserError(
            f"{content.name} starts like UTF-16 text but is damaged. Export it again as UTF-8 CSV."
        ) from None


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(data: bytes) -> tuple[bytes, list[int]]:
    """Each line in the encoding that it is in; a file all in the Windows code page is no mixture."""
    lines = data.split(b"\n")
    other, has_utf_8 = [], False
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        if _is_utf_8(line):
            has_utf_8 = True
            continue
        other.append(number + 1)
        try:
            lines[number] = line.decode("cp1252").encode()
        except UnicodeDecodeError:
            lines[number] = line.decode("latin-1").encode()
    return b"\n".join(lines), other if has_utf_8 else []


def _refuse_binary(start: bytes, name: str) -> None:
    """Text has no zero bytes and hardly any control characters."""
    controls = sum(1 for byte in start if byte in _CONTROLS)
    if 0 in start or controls > len(start) / 200:
        raise UserError(f"{name} is not text (it holds binary data). {EXPORT_AGAIN}")


def _refuse_markup(data: bytes, name: str) -> None:
    """Web pages and JSON are text, but no table."""
    first = data[:65_536].lstrip()[:1]
    if first == b"<":
        raise UserError(f"{name} is a web page or XML document, not a table. {EXPORT_AGAIN}")
    if first in (b"{", b"["):
        raise UserError(f"{name} is a JSON document, not a table. {EXPORT_AGAIN}")
