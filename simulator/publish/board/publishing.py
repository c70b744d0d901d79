"""The three files of a board page: HTML, workbook, PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UserError
from simulator.publish.board.page import board_html
from simulator.publish.board.sheets import board_workbook
from simulator.publish.paper import NO_BROWSER, find_browser, printed
from simulator.results.documents import check_writable, write_bytes

if TYPE_CHECKING:
    from simulator.publish.board.content import Board
    from simulator.results.comparison import Comparison

NAMES = ("board.html", "board.xlsx", "board.pdf")


@dataclass(frozen=True)
class Published:
    """What was written, and what is to be said about it."""

    files: tuple[Path, ...]
    remarks: tuple[str, ...]


def check_folder(folder: Path) -> None:
    """Refuse, before anything runs, a folder that could not be written.

    Raises:
        UserError: the folder is a file, or must not be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"--out {folder.name} is a file. Name a folder; it is made where there is none.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder.name} cannot be made ({error.strerror}). Name another one."
        ) from None
    for name in NAMES:
        check_writable(folder / name)


def publish(board: Board, comparison: Comparison, folder: Path) -> Published:
    """Write the page into a folder; what cannot be made is said, the rest is written all the same."""
    html = board_html(board)
    files = [write_bytes(folder / NAMES[0], html.encode("utf-8"))]
    files.append(write_bytes(folder / NAMES[1], board_workbook(board, comparison)))
    browser = find_browser()
    if browser is None:
        return Published(tuple(files), (NO_BROWSER,))
    try:
        files.append(write_bytes(folder / NAMES[2], printed(html, browser, board.made)))
    except UserError as error:
        return Published(tuple(files), (error.message,))
    return Published(tuple(files), ())
