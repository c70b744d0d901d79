"""What is open on a day: by customer, with the reasons to worry; by segment, risk code and age; how concentrated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from simulator.metrics.concentration import effective_customers, herfindahl, shares, top10_fraction
from simulator.results.words import plain_money

AGES = ("not due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days")
"""Ages of open amounts, from the due date."""
PAID_WITHIN = (30, 60, 90, 120)
"""Days after the invoice at which a pay curve is told."""
LATE_FROM_DAYS = 30
"""An account is at risk from so many days overdue on (assumption: the third call of the usual ladder)."""
LARGE_FROM = 0.05
"""And from this share of all that is open on (assumption)."""


@dataclass(frozen=True)
class Account:
    """One customer's account (amounts in currency, VAT included).

    Attributes:
        name: What it is called.
        segment: Its segment.
        code: Its risk code.
        open_by_age: What is open, by age.
        oldest_days: Days overdue of the oldest open invoice, 0 for none.
        limit: Its credit limit; None without one.
        insured: The part of what is open that the insurer's limit covers.
        is_warned: Whether monitoring has warned us.
        has_failed: Whether we were told that it is insolvent.
    """

    name: str
    segment: str
    code: str
    open_by_age: tuple[float, ...]
    oldest_days: int
    limit: float | None
    insured: float
    is_warned: bool = False
    has_failed: bool = False

    @property
    def open(self) -> float:
        """All that is open."""
        return sum(self.open_by_age)

    @property
    def overdue(self) -> float:
        """What is due and not paid."""
        return sum(self.open_by_age[1:])


@dataclass(frozen=True)
class PayCurve:
    """How fast a cohort of invoices is paid.

    Attributes:
        name: A segment, or the quarter in which they were issued.
        invoices: How many there are.
        paid: Share of their value that is paid so many days after the invoice, from 0 to 120.
    """

    name: str
    invoices: int
    paid: tuple[float, ...]


@dataclass(frozen=True)
class Exposure:
    """The book on a day.

    Attributes:
        accounts: Every customer with something open.
        day: Which day.
        currency: The currency of all amounts.
        stop_supply_days: Overdue so long, a customer gets nothing more.
        strategy: Under which strategy it came to this.
        is_own: Whether it is the ledger's own open book, not a simulated one.
    """

    accounts: tuple[Account, ...]
    day: date
    currency: str
    stop_supply_days: int
    strategy: str
    is_own: bool

    @property
    def total(self) -> float:
        """All that is open."""
        return sum(one.open for one in self.accounts)

    @property
    def overdue(self) -> float:
        """What is due and not paid."""
        return sum(one.overdue for one in self.accounts)

    @property
    def by_age(self) -> tuple[float, ...]:
        """What is open, by age."""
        return tuple(sum(one.open_by_age[place] for one in self.accounts) for place in range(len(AGES)))

    @property
    def insured_fraction(self) -> float:
        """The share of what is open that an insurer's limit covers."""
        return sum(one.insured for one in self.accounts) / self.total if self.total else 0.0

    @property
    def parts(self) -> list[float]:
        """Each account's share of all that is open."""
        return shares([one.open for one in self.accounts])

    @property
    def herfindahl(self) -> float | None:
        """How concentrated it is, 0 to 1 (M25)."""
        return herfindahl(self.parts)

    @property
    def effective_customers(self) -> float | None:
        """How many equal accounts would be as concentrated."""
        return effective_customers(self.herfindahl)

    @property
    def top10_fraction(self) -> float | None:
        """The share of the ten largest."""
        return top10_fraction(self.parts)

    def by(self, what: Callable[[Account], str]) -> dict[str, tuple[Account, ...]]:
        """Accounts by segment, code or whatever else, the largest amount first."""
        found: dict[str, list[Account]] = {}
        for one in self.accounts:
            found.setdefault(what(one), []).append(one)
        ranked = sorted(found.items(), key=lambda item: -sum(one.open for one in item[1]))
        return {name: tuple(members) for name, members in ranked}

    def reasons(self, account: Account) -> tuple[str, ...]:
        """Why an account is at risk, in words; none for one that is not."""
        told = []
        if account.has_failed:
            told.append("insolvent")
        if account.is_warned:
            told.append("monitoring has warned of it")
        if account.oldest_days > LATE_FROM_DAYS:
            told.append(
                f"{plain_money(account.overdue, self.currency)} overdue, the oldest by {account.oldest_days} days"
            )
        if account.oldest_days > self.stop_supply_days:
            told.append("supply is stopped")
        if account.limit is not None and account.open > account.limit:
            told.append(f"{plain_money(account.open - account.limit, self.currency)} over its limit")
        if self.total and account.open / self.total >= LARGE_FROM:
            told.append(f"{100 * account.open / self.total:.0f} % of all that is open")
        return tuple(told)

    @property
    def at_risk(self) -> tuple[tuple[Account, tuple[str, ...]], ...]:
        """Accounts at risk with their reasons: most reasons first, then the largest amount."""
        found = [(one, self.reasons(one)) for one in self.accounts]
        risky = [(one, why) for one, why in found if why]
        return tuple(sorted(risky, key=lambda pair: (-len(pair[1]), -pair[0].open, pair[0].name)))
