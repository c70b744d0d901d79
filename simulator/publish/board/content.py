"""What a board page says: words and numbers, before anybody decides how it looks.

The page, the workbook and any other place that shows the answer are written from this value alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["recommended", "nothing", "unclear"]
"""A strategy is recommended, today wins, or the runs do not tell which does best."""

Shade = Literal["green", "amber", "red", "none", "invented"]
"""What a back-test of the ledger said; none: not back-tested; invented: there is no ledger."""


@dataclass(frozen=True)
class Hero:
    """The recommendation.

    Attributes:
        kind: What sort of answer it is.
        headline: One line.
        reasons: What stands below it, sentences.
        warning: What a failed back-test says, or nothing.
        asked: "To decide", "Wrong if" and "Then", each with its words.
    """

    kind: Kind
    headline: str
    reasons: tuple[str, ...]
    warning: str
    asked: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Span:
    """A range on a scale (unit of the measure)."""

    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """One row of "What changes": the strategy beside today.

    Attributes:
        name: The measure's name.
        label: What it is called.
        note: What it is, in small.
        today: Today's average (unit of the measure, a year where the measure adds up).
        then: The strategy's.
        difference: The average difference.
        average: The 95 % interval of the average difference; None below two runs.
        single: Nine single runs in ten.
        chance: Share of the runs in which it is better.
        texts: Today, then, difference, the worse and the better end of the single runs, how often, and in what way.
        is_more_better: Whether more is better.
    """

    name: str
    label: str
    note: str
    today: float
    then: float
    difference: float
    average: Span | None
    single: Span
    chance: float
    texts: ChangeTexts
    is_more_better: bool


@dataclass(frozen=True)
class ChangeTexts:
    """The same in words."""

    today: str
    then: str
    difference: str
    worse_end: str
    better_end: str
    often: str
    better_word: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """One line of the bank balance: whose, and its value at each date (currency)."""

    label: str
    position: int
    is_bad_run: bool
    values: tuple[float, ...]


@dataclass(frozen=True)
class Cash:
    """The bank balance over time.

    Attributes:
        heading: The finding.
        note: What is drawn.
        dates: The dates of the values.
        lines: Average and bad run, today's and the strategy's.
        limit: What the bank lends; None where there is no overdraft.
    """

    heading: str
    note: str
    dates: tuple[date, ...]
    lines: tuple[Line, ...]
    limit: float | None


@dataclass(frozen=True)
class Danger:
    """One row of "What could go wrong".

    Attributes:
        label: What happens.
        words: The same at length.
        today: Today's lowest balance in a bad run (currency).
        then: The strategy's.
        profit: The strategy's profit less today's, a year (currency).
        profit_text: The same in words.
    """

    label: str
    words: str
    today: float
    then: float
    profit: float
    profit_text: str


@dataclass(frozen=True)
class Dangers:
    """What could go wrong."""

    heading: str
    note: str
    rows: tuple[Danger, ...]


@dataclass(frozen=True)
class Alternative:
    """One strategy among all that were looked at: today's levels, or differences to them.

    Attributes:
        letter: On its badge.
        position: Its place among the strategies; today is 0.
        name: What it is called.
        because: Why (not), a few words.
        values: Low point, DSO, write-offs, bad run, profit (unit of each; None where it is not known).
        cells: The same as the table has them.
        is_chosen: Whether the page is about it.
    """

    letter: str
    position: int
    name: str
    because: str
    values: tuple[float | None, ...]
    cells: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Input:
    """One input that is not the standard one.

    Attributes:
        key: Its name in the dictionary.
        title: What it is called.
        value: As a page shows it.
        standard: The standard value, as a page shows it.
        origin: Who says so: "Ledger", "Set by us", "Sector", or "Today" for a lever of today's.
        source: Where the standard value comes from.
    """

    key: str
    title: str
    value: str
    standard: str
    origin: str
    source: str


@dataclass(frozen=True)
class Inputs:
    """What was assumed.

    Attributes:
        note: How many inputs there are of each kind.
        all: Every input that is not the standard one, the most telling first.
        first: How many of them stand in the card.
        rest: What is said about the others.
        levers: What every strategy changes of today, by its letter.
    """

    note: str
    all: tuple[Input, ...]
    first: int
    rest: str
    levers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bar:
    """One method of foretelling, and by how much it misses."""

    label: str
    value: float
    text: str
    is_ours: bool


@dataclass(frozen=True)
class Trust:
    """Can we trust the model?

    Attributes:
        shade: The light.
        word: What it says in a few words.
        bars: The model beside naive methods; none where nothing was tested.
        note: What the bars are, or why there are none.
        leaning: The one expert judgement on which the answer leans most: what it is, and where the answer turns.
    """

    shade: Shade
    word: str
    bars: tuple[Bar, ...]
    note: str
    leaning: tuple[str, str]


@dataclass(frozen=True)
class Board:
    """A board page.

    Attributes:
        company: Whose.
        about: What is decided, and how large the company is.
        made: The day of the page.
        currency: Of all amounts.
        position: Place of the strategy that the page is about among all; its colour and letter.
        chosen: Its name.
        hero: The recommendation.
        changes: What changes.
        changes_note: How to read it.
        cash: The bank balance.
        dangers: What could go wrong.
        alternatives: Every strategy.
        alternatives_heading: What they say together.
        alternatives_note: How to read them.
        inputs: What was assumed.
        trust: Whether the model can be trusted.
        foot: Seed, runs, version, inputs' hash, and the like, each with its value.
    """

    company: str
    about: str
    made: date
    currency: str
    position: int
    chosen: str
    hero: Hero
    changes: tuple[Change, ...]
    changes_note: tuple[str, str]
    cash: Cash
    dangers: Dangers
    alternatives: tuple[Alternative, ...]
    alternatives_heading: str
    alternatives_note: str
    inputs: Inputs
    trust: Trust
    foot: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"{self.company}: {self.hero.headline}"
