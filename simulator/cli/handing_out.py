"""Files of a comparison that a command hands out beside its answer: the workbook, the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UserError

if TYPE_CHECKING:
    from simulator.experiment.inputs import Prepared
    from simulator.results.comparison import Comparison


def check_files(workbook: Path | None, journal: Path | None) -> None:
    """Refuse, before anything runs, files that could not be written or not be opened.

    Raises:
        UserError: a sentence that says what is wrong with the path.
    """
    from simulator.results.documents import check_writable

    for option, file, ending in (("--workbook", workbook, ".xlsx"), ("--journal", journal, ".csv")):
        if file is None:
            continue
        if file.suffix.lower() != ending:
            raise UserError(f"{option} {file} does not end in {ending}. Give the file a name that does.")
        check_writable(file)


def hand_out(comparison: Comparison, prepared: Prepared, workbook: Path | None, journal: Path | None) -> None:
    """Write what was asked for; the journal's replication is played once for both."""
    if workbook is None and journal is None:
        return
    from simulator.publish.book.journal import journal_csv, play_journal
    from simulator.publish.book.whole import whole_workbook
    from simulator.results.documents import write_bytes

    played = play_journal(prepared.scenario, prepared.strategies, prepared.portfolio, comparison)
    if workbook is not None:
        write_bytes(workbook, whole_workbook(comparison, played))
    if journal is not None:
        write_bytes(journal, journal_csv(played))
