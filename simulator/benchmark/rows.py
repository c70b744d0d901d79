"""A measured figure beside what it must and should be."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator import __version__
from simulator.experiment.places import available_workers


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: What was measured.
        value: The median.
        unit: Its unit.
        must: What it must be; None where it is only reported.
        aim: What it should be.
        more_is_better: Whether larger is better.
        invoices_per_second: What it means in simulated invoices; None where it has no such meaning.
    """

    what: str
    value: float
    unit: str
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False
    invoices_per_second: float | None = None

    @property
    def seconds(self) -> float | None:
        """What was measured as a time; None where it is none.

        >>> Row("two strategies", 150.0, "ms").seconds
        0.15
        """
        return {"s": self.value, "ms": self.value / 1_000}.get(self.unit)

    @property
    def meets_must(self) -> bool | None:
        """Whether it is as good as it must be; None where nothing is demanded."""
        return self._reaches(self.must)

    @property
    def meets_aim(self) -> bool | None:
        """Whether it is as good as it should be."""
        return self._reaches(self.aim)

    def _reaches(self, border: float | None) -> bool | None:
        if border is None:
            return None
        return self.value >= border if self.more_is_better else self.value <= border


@dataclass(frozen=True)
class Yardsticks:
    """What this machine does elsewhere, timed in the same process, so that figures of two machines compare.

    Attributes:
        timeouts_per_second: Of a bare SimPy loop that does nothing but wait.
        reference_invoices_per_second: Of the naive reference simulator; None where its sources are not there.
    """

    timeouts_per_second: float
    reference_invoices_per_second: float | None

    def beside(self, row: Row) -> dict[str, float | None]:
        """A row against the yardsticks: its speed by theirs, or what they do in its time; None where it has neither.

        A share or a size has no speed.
        """
        speed, seconds = row.invoices_per_second, row.seconds
        waits, reference = self.timeouts_per_second, self.reference_invoices_per_second
        return {
            "invoices_per_simpy_timeout": speed / waits if speed else None,
            "times_reference_simulator": speed / reference if speed and reference else None,
            "simpy_timeouts_in_that_time": waits * seconds if seconds else None,
            "reference_invoices_in_that_time": reference * seconds if seconds and reference else None,
        }

    def in_words(self, row: Row) -> tuple[str, str]:
        """The same for a table: beside bare SimPy, and beside the reference simulator.

        >>> Yardsticks(1e6, 5e3).in_words(Row("2,000 customers", 5e5, "invoices/s", invoices_per_second=5e5))
        ('0.50 invoices a timeout', '100 times as fast')
        >>> Yardsticks(1e6, 5e3).in_words(Row("first numbers", 1.5, "s"))
        ('= 1,500,000 timeouts', '= 7,500 invoices')
        """
        found = self.beside(row)
        per_wait, times = found["invoices_per_simpy_timeout"], found["times_reference_simulator"]
        waits, invoices = found["simpy_timeouts_in_that_time"], found["reference_invoices_in_that_time"]
        first = (
            f"{per_wait:.2f} invoices a timeout" if per_wait else f"= {waits:,.0f} timeouts" if waits else ""
        )
        second = f"{times:,.0f} times as fast" if times else f"= {invoices:,.0f} invoices" if invoices else ""
        return first, second


def as_document(rows: Sequence[Row], yardsticks: Yardsticks) -> dict[str, Any]:
    """All figures as plain values."""
    return {
        "version": __version__,
        "python": platform.python_version(),
        "processors": available_workers(),
        "simpy_timeouts_per_second": yardsticks.timeouts_per_second,
        "reference_invoices_per_second": yardsticks.reference_invoices_per_second,
        "rows": [
            {
                "what": row.what,
                "value": row.value,
                "unit": row.unit,
                "must": row.must,
                "aim": row.aim,
                "meets_must": row.meets_must,
                "meets_aim": row.meets_aim,
                **yardsticks.beside(row),
            }
            for row in rows
        ],
    }
