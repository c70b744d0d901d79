"""Where an answer comes from, and how its amounts read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import UserError
from simulator.ledger.light import LedgerLight
from simulator.metrics.catalogue import CATALOGUE, MEASURED, Metric
from simulator.parameters import nearest
from simulator.results import phrases
from simulator.results.verdict import CRITERIA
from simulator.results.words import figure, money, sign, unit_in_words, within_a_sentence

_YEARLY = (*phrases.MEASURES[:1], *phrases.MEASURES[3:], "profit", "write_offs", "write_offs_p95")
SHORT = dict(zip(CRITERIA, phrases.MEASURES, strict=True))
"""Short names of measures, as a user types them."""

_ALSO = {"cash": "lowest_cash"}
"""Words that are understood, and answered by the measure's own label: cash collected is another measure."""


@dataclass(frozen=True)
class Origin:
    """What was asked of whom, with which luck.

    Attributes:
        scenario: The scenario's name.
        currency: The currency of all amounts.
        horizon_days: Days judged.
        seed: The seed of all luck.
        version: The version of the product.
        inputs_hash: SHA-256 of everything that decides the numbers, but seed and replications.
        notes: Warnings and assumptions, in sentences.
        light: How well the ledger's own last months would have been foretold; None without a ledger.
        is_small: Whether amounts of this company are told in plain units.
    """

    scenario: str
    currency: str
    horizon_days: int
    seed: int
    version: str
    inputs_hash: str
    notes: tuple[str, ...] = ()
    light: LedgerLight | None = None
    is_small: bool = False

    @property
    def years(self) -> float:
        """Length of the horizon (years)."""
        return self.horizon_days / 365

    def wording(self, measure: str) -> Wording:
        """How amounts of a measure read here."""
        return Wording(measure, self.currency, self.years, self.is_small)

    @property
    def footer(self) -> str:
        """One line that lets the answer be found again."""
        return f"Seed {self.seed}, version {self.version}, inputs {self.inputs_hash[:12]}."

    @property
    def identity(self) -> dict[str, Any]:
        """Seed, version and inputs: what the answer can be found again by."""
        return {"seed": self.seed, "version": self.version, "inputs_hash": self.inputs_hash}

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "scenario": self.scenario,
            "currency": self.currency,
            "horizon_days": self.horizon_days,
            **self.identity,
            "notes": list(self.notes),
            "backtest": self.light.document if self.light else None,
        }


def as_text(document: Mapping[str, Any]) -> str:
    """A document as JSON text."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def measure_named(word: str) -> str:
    """The measure that a word stands for: a measure's own name, or profit, dso, write_offs, bad_year.

    >>> measure_named("profit"), measure_named("dso_paid_days"), measure_named("cash")
    ('profit_to_the_end', 'dso_paid_days', 'lowest_cash')
    """
    word = _ALSO.get(word, word)
    name = SHORT.get(word, word)
    if name in CATALOGUE:
        return name
    close = nearest(word, [*SHORT, *CATALOGUE])
    advice = (
        f"Did you mean '{close}'?" if close else "`creditlab explain dso_days` shows how one is described."
    )
    raise UserError(f"There is no measure '{word}'. {advice}")


def measure_to_judge_by(word: str) -> str:
    """The measure that a word stands for, one of which every run has its own and of which more or less is better."""
    name = measure_named(word)
    if CATALOGUE[name].better is None:
        raise UserError(
            f"Of '{word}' neither more nor less is better, so nothing can be judged by it. Take profit, lowest_cash, "
            "dso or write_offs."
        )
    return measure_of_a_run(word)


def measure_of_a_run(word: str) -> str:
    """The measure that a word stands for, of which every run has its own."""
    name = measure_named(word)
    if name not in MEASURED:
        of = CATALOGUE[name].tail_of
        raise UserError(f"'{word}' is known of many runs together, not of one. Take '{of}'.")
    return name


@dataclass(frozen=True)
class Wording:
    """How amounts of one measure read: those that add up over a run by the year, of a small company in plain units."""

    measure: str
    currency: str
    years: float
    is_small: bool = False

    @property
    def metric(self) -> Metric:
        """What is said about the measure."""
        return CATALOGUE[self.measure]

    @property
    def label(self) -> str:
        """What the measure is called."""
        return self.metric.label

    @property
    def named(self) -> str:
        """What the measure is called within a sentence.

        >>> Wording("write_offs", "EUR", 1.0).named, Wording("dso_countback_days", "EUR", 1.0).named
        ('write-offs', 'DSO, countback')
        """
        return within_a_sentence(self.label)

    @property
    def unit(self) -> str:
        """The unit of what is shown: amounts that add up over a run are told by the year."""
        unit = unit_in_words(self.metric.unit, self.currency)
        return f"{unit} a year" if self.is_yearly else unit

    @property
    def is_yearly(self) -> bool:
        """Whether amounts are told by the year."""
        return self.measure in _YEARLY

    def yearly(self, value: float) -> float:
        """What is shown of a value: amounts that add up over a run by the year.

        >>> Wording("profit_to_the_end", "EUR", 2.0).yearly(50_000.0), Wording("lowest_cash", "EUR", 2.0).yearly(8.0)
        (25000.0, 8.0)
        """
        return value / self.years if self.is_yearly else value

    def shown(self, value: float | None, *, signed: bool = False, step: float | None = None) -> str:
        """A figure as a table has it."""
        scaled = None if value is None else self.yearly(value)
        finer = None if step is None else self.yearly(step)
        return figure(scaled, self.metric.unit, self.metric.decimals, signed=signed, step=finer)

    def size(self, value: float) -> str:
        """An amount without its sign, with its unit, as a sentence has it.

        >>> Wording("profit_to_the_end", "EUR", 3.0).size(-90_000), Wording("dso_days", "EUR", 3.0).size(1.25)
        ('€30k a year', '1.2 days')
        """
        if self.metric.unit == "currency":
            amount = money(self.yearly(value), self.currency, is_small=self.is_small)
            return f"{amount} a year" if self.is_yearly else amount
        text = figure(abs(value), self.metric.unit, self.metric.decimals)
        return f"{text} {'points' if self.metric.unit == 'fraction' else self.metric.unit}"

    def signed(self, value: float) -> str:
        """An amount with its sign."""
        size = self.size(value)
        return size if size.startswith("under") else f"{sign(value)}{size}"

    def gain(self, difference: float) -> float:
        """A difference as a gain: positive is better."""
        return -difference if self.metric.better == "lower" else difference
