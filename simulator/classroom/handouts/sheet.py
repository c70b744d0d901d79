"""A small table as a lesson hands it out: on the page, and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Sheet:
    """A table to be worked by hand.

    Attributes:
        title: What it is.
        head: The columns.
        rows: The cells as people read them, a row each.
        note: What stands below.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def _repr_html_(self) -> str:
        """The table on a page."""
        head = "".join(
            f'<th scope="col" style="text-align:left;padding:2px 10px">{escape(cell)}</th>'
            for cell in self.head
        )
        body = "".join(
            "<tr>"
            + "".join(f'<td style="text-align:left;padding:2px 10px">{escape(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self.rows
        )
        note = f"<p><small>{escape(self.note)}</small></p>" if self.note else ""
        caption = f'<caption style="text-align:left;caption-side:top"><b>{escape(self.title)}</b></caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def __repr__(self) -> str:
        """The table as text.

        >>> Sheet("Two", ("Item", "EUR"), (("A", "1"), ("B", "20")))
        Two
        Item  EUR
        A     1
        B     20
        """
        widths = [max(len(row[place]) for row in (self.head, *self.rows)) for place in range(len(self.head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (self.head, *self.rows)
        ]
        return "\n".join([self.title, *lines, *([self.note] if self.note else [])])


def money(amount: float) -> str:
    """An amount in whole units, with thousands set apart.

    >>> money(12_345.4), money(-1_200)
    ('12,345', '−1,200')
    """
    return f"{amount:,.0f}".replace("-", "\N{MINUS SIGN}")


def share(fraction: float, decimals: int = 1) -> str:
    """A fraction in percent.

    >>> share(0.016)
    '1.6 %'
    """
    return f"{100 * fraction:.{decimals}f} %"
