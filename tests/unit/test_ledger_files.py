"""Files: what is unpacked and decoded, and what is refused in one sentence."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from simulator.errors import UserError
from simulator.ledger.files import contents
from simulator.ledger.files.cells_of_sheets import cells_of, shared_strings
from simulator.ledger.files.contents import Content, read_content
from simulator.ledger.files.encoding import as_utf_8
from simulator.ledger.files.workbooks import open_workbook
from tests.synthetic_ledger import rows, sap_text


def read_text(place: Path) -> str:
    """The text of a file."""
    return as_utf_8(read_content(place))[0].decode()


TEXT = "cust_number,größe\n0001,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    place = tmp_path / "ledger.csv"
    place.write_bytes(TEXT.encode(encoding))
    assert read_text(place) == TEXT


def test_gzip_is_read_whatever_its_name(tmp_path: Path) -> None:
    place = tmp_path / "ledger.csv"
    place.write_bytes(gzip.compress(TEXT.encode()))
    assert read_text(place) == TEXT


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"), (b"PAR1....", "Parquet"),
        (b"\xd0\xcf\x11\xe0....", "old Excel"),
        (b"\x89PNG....", "picture"), (b"BZh9....", "bzip2"), (b"a\x00b\x00c\x00", "binary"),
        (b"\x01\x02\x03,,,", "binary"),
        (b"<html><table>", "web page"), (b'{"rows": []}', "JSON"), (b"  \n \n", "is empty"), (b"", "is empty"),
        (b"\xff\xfea", "UTF-16"),
    ],
)  # fmt: skip
def test_what_is_not_text_is_named(tmp_path: Path, start: bytes, words: str) -> None:
    place = tmp_path / "ledger.csv"
    place.write_bytes(start)
    with pytest.raises(UserError, match=rf"ledger\.csv.*{words}"):
        read_text(place)


def test_what_is_packed_is_looked_into(tmp_path: Path) -> None:
    place = tmp_path / "ledger.csv.gz"
    place.write_bytes(gzip.compress(b"%PDF-1.7"))
    with pytest.raises(UserError, match="PDF"):
        read_text(place)


@pytest.mark.parametrize("keep", [12, 300, -8, -1])
def test_a_cut_gzip_file_is_damaged(tmp_path: Path, keep: int) -> None:
    place = tmp_path / "ledger.csv.gz"
    place.write_bytes(gzip.compress(sap_text(rows()).encode())[:keep])
    with pytest.raises(UserError, match="damaged or incomplete gzip"):
        read_text(place)


@pytest.mark.parametrize("spot", [11, 40, 500, -6])
def test_a_changed_gzip_file_is_damaged(tmp_path: Path, spot: int) -> None:
    content = bytearray(gzip.compress(sap_text(rows()).encode()))
    content[spot] ^= 0xFF
    place = tmp_path / "ledger.csv.gz"
    place.write_bytes(bytes(content))
    with pytest.raises(UserError, match="damaged or incomplete gzip"):
        read_text(place)


def test_a_gzip_bomb_is_stopped_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "LARGEST_BYTES", 1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(50)) + packer.flush()
    place = tmp_path / "ledger.csv.gz"
    place.write_bytes(packed)
    assert len(packed) < 100_000
    with pytest.raises(UserError, match="more than 1 MB unpacked"):
        read_text(place)


def test_a_large_plain_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "LARGEST_BYTES", 1_000_000)
    place = tmp_path / "ledger.csv"
    place.write_bytes(b"0" * 1_000_001)
    with pytest.raises(UserError, match=r"more than 1 MB.*shorter period"):
        read_text(place)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no file .*nothing\.csv"):
        read_text(tmp_path / "nothing.csv")
    with pytest.raises(UserError, match="is not a file"):
        read_text(tmp_path)


DAY = date(2026, 3, 31)


def test_the_cells_of_a_workbook_come_as_they_were_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ridge & <Co>", 3, 2.5, 12.345, 0.1 + 0.2, -7.0, 12_345_678_901])
    sheet.append([])
    sheet.append(
        [
            None,
            date(2026, 3, 31),
            datetime.combine(date(2026, 3, 31), time(13, 5)),
            time(0, 5, 23),
            True,
            "007",
            None,
            "end",
        ]
    )
    stream = io.BytesIO()
    book.save(stream)
    (one,) = open_workbook(Content("book.xlsx", stream.getvalue())).sheets
    assert [cells for _, cells in one.rows() if cells] == [
        ["Ridge & <Co>", "3", "2.5", "12.3450", "0.3", "-7", "12345678901"],
        ["", "2026-03-31", "2026-03-31 13:05:00", "00:05:23", "true", "007", "", "end"],
    ]
    assert [line for line, cells in one.rows() if cells] == [1, 3]


def test_cells_are_read_whatever_their_prefix_and_the_dress_of_their_text() -> None:
    pieces = [b'<x:sst xmlns:x="a"><x:si><x:r><x:t>Ri</x:t></x:r><x:r><x:t>dge</x:t></x:r>']
    pieces += [b"<x:rPh><x:t>no</x:t></x:rPh></x:si></x:sst>"]
    strings = shared_strings(pieces)
    assert strings == ["Ridge"]
    sheet = (
        b'<x:worksheet xmlns:x="a"><x:sheetData><x:row r="4"><x:c r="B4" t="s"><x:v>0</x:v></x:c><x:c r="AA4"><x:v>1.5'
        b'</x:v></x:c></x:row><x:row><x:c t="inlineStr"><x:is><x:t>in</x:t></x:is></x:c><x:c><x:v>2</x:v></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    rows = list(cells_of([sheet[:100], sheet[100:]], strings, {}))
    assert rows == [(4, ["", "Ridge", *[""] * 24, "1.5"]), (5, ["in", "2"])]
