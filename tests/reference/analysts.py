"""Credit analysts: people who take files from a priority store, one by one, until the shift ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import simpy

from simulator.journal import Desk, Event
from simulator.luck import Stream
from simulator.rules.contact import call_minutes
from simulator.rules.credit_desk import decision_wait
from simulator.units import half_even
from tests.reference import applicants, files
from tests.reference.lives import Life

if TYPE_CHECKING:
    from tests.reference.company import Company
    from tests.reference.customers import Customer

BEFORE_SALES = Desk.SALES - 0.5
FIRST_FILE = 8


@dataclass(eq=False)
class File:
    """An applicant, or a customer whose review is due, and since when it waits."""

    customer: Customer
    filed: int

    @property
    def is_application(self) -> bool:
        return self.customer.is_applying

    def is_complete(self) -> bool:
        """What was asked about it has come."""
        company = self.customer.company
        return bool(self.filed + company.levers.report_days <= company.today)


def credit_desk(company: Company) -> Life:
    """A shift on every banking day of the horizon."""
    for day in company.banking_days():
        if day >= company.horizon:
            return
        yield company.at(day, BEFORE_SALES)
        company.pile = [file for file in company.pile if still_waits(file)]
        if company.levers.analysts:
            work_shift(company)


def still_waits(file: File) -> bool:
    """Not of somebody who went elsewhere, left or failed; where nobody works any more, all is decided at once."""
    customer, company = file.customer, file.customer.company
    waited = company.today - file.filed
    if not file.is_application:
        if customer.is_active and not company.levers.analysts:
            files.review(customer, file.filed, Desk.SALES)
        return customer.is_active and bool(company.levers.analysts)
    if applicants.withdrew(customer, waited, Desk.SALES):
        customer.begin(0)
        return False
    if not company.levers.analysts:
        settle(customer, max(waited, applicants.days_to_decide(customer)))
    return bool(company.levers.analysts)


def settle(applicant: Customer, days: int) -> None:
    """It is decided, and orders from then on."""
    company = applicant.company
    first = applicant.since + days
    applicants.decide(applicant, days, Desk.SALES)
    applicant.begin(first - company.today)
    if applicant.is_active:
        applicant.since = first
        company.write(Desk.SALES, Event.JOINED, customer=applicant.number, sequence=3)


def work_shift(company: Company) -> None:
    """Applicants first, then who waits longest."""
    levers, env = company.levers, simpy.Environment()
    worked: list[float] = []
    store = simpy.PriorityStore(env)
    for file in company.pile:
        if file.is_complete():
            rank = (not file.is_application, file.filed, file.customer.number)
            uniform = company.luck(Stream.ANALYST_MINUTES, file.customer.number, file.filed)
            minutes = call_minutes(uniform, levers.minutes_per_file)
            store.put(simpy.PriorityItem(rank, (file, minutes)))

    def analyst() -> Life:
        while True:
            item: Any = yield store.get()
            file, minutes = item.item
            work(file, minutes, FIRST_FILE + len(worked))
            worked.append(minutes)
            yield env.timeout(minutes)

    for _ in range(levers.analysts):
        env.process(analyst())
    if levers.shift_minutes > 0:
        env.run(until=levers.shift_minutes)
    total = 0.0
    for minutes in worked:
        total += minutes
    available = levers.analysts * levers.shift_minutes
    company.write(Desk.SALES, Event.ANALYSTS_SHIFT, half_even(100.0 * total), half_even(100.0 * available))
    left = [file for file in company.pile if file.is_complete()]
    ages = sum(company.today - file.filed for file in left)
    company.write(Desk.SALES, Event.ANALYSTS_BACKLOG, len(left), ages, sequence=1)


def work(file: File, minutes: float, sequence: int) -> None:
    """An application is decided, a customer scored anew."""
    customer, company = file.customer, file.customer.company
    company.pile.remove(file)
    event, days = Event.FILE_REVIEWED, company.today - file.filed
    if file.is_application:
        is_above = customer.limit > company.levers.authority_cents
        event = Event.FILE_WORKED
        days = int(decision_wait(file.filed, company.today, company.assume.committee_days, is_above))
        settle(customer, days)
    else:
        files.review(customer, file.filed, Desk.SALES)
    told = {"customer": customer.number, "sequence": sequence}
    company.write(Desk.SALES, event, days, half_even(100.0 * minutes), **told)
