"""The credit desk's files: what is agreed with a customer by its risk code, reviews, warnings, deposits."""

from simulator.compiling import compiled
from simulator.engine import columns as c
from simulator.engine.kernels.books import post
from simulator.engine.state import State
from simulator.journal import Desk, Entry, Event
from simulator.luck import Stream, drawn
from simulator.rules.credit import insured_limit
from simulator.rules.credit_desk import is_guaranteed, kind_score, stale_score
from simulator.rules.files import (
    CODE_P,
    NEW_DAYS,
    NO_REVIEW,
    NO_SCORE,
    is_due_for_review,
    limit_of_code,
    month_of_look,
    pays_deposit,
    risk_code,
)
from simulator.rules.insurance import may_be_insured
from simulator.rules.money import share_cents
from simulator.rules.paying import normal
from simulator.rules.scoring import is_refused, seen_score
from simulator.units import NEVER, STRIDE, half_even

HEALTH, SALES = int(Desk.HEALTH), int(Desk.SALES)
SCORED, RECODED, WARNED = int(Event.SCORED), int(Event.RECODED), int(Event.WARNED)
DEPOSIT_PAID, DEPOSIT_RETURNED = int(Event.DEPOSIT_PAID), int(Event.DEPOSIT_RETURNED)
SCORE_NOISE, ALERT = int(Stream.SCORE_NOISE), int(Stream.ALERT)
PREPAYMENT, STALE_SCORE = int(Stream.PREPAYMENT), int(Stream.STALE_SCORE)
MILLION = 1_000_000.0


@compiled
def open_file(state: State, row: int, day: int, code: int) -> None:
    """A file without a score: of somebody new, or of a customer that we have known for long."""
    customer = state.customers[row]
    customer.since = day
    customer.code = code
    customer.score = NO_SCORE
    customer.reviewed = NO_REVIEW
    customer.scored = NEVER
    customer.filed = NEVER
    customer.warned = 0


@compiled
def agree(state: State, row: int) -> None:
    """Terms, and limit, by the customer's risk code; after a warning a part of the limit."""
    customer = state.customers[row]
    place = customer.number % STRIDE
    customer.terms_days = state.agreed.terms_days[customer.code, place]
    customer.value_factor = state.agreed.value_factor[customer.code, place]
    limit = state.agreed.limit_cents[customer.code, place]
    if customer.warned:
        limit = limit_of_code(limit, state.levers[0].alert_limit_fraction)
    customer.limit_cents = limit


@compiled
def credit_limit(state: State, row: int) -> int:
    """The limit in force: the customer's own, where the insurer sets limits at most what it covers."""
    customer = state.customers[row]
    levers = state.levers[0]
    if levers.insurer_limits == 0 or not may_be_insured(
        customer.segment, customer.terms_days, levers.maximum_terms_days
    ):
        return int(customer.limit_cents)
    return insured_limit(
        int(customer.limit_cents), int(customer.insurer_limit), state.assumptions[0].vat_fraction
    )


@compiled
def score(state: State, row: int, day: int, desk: int, asked: int) -> float:
    """Look at an applicant, or at a customer: what it costs is owed, and the score is kept.

    Half a year of payments to us makes it better; until then, references alone make it too kind.
    """
    customer = state.customers[row]
    levers = state.levers[0]
    noise = normal(drawn(state.key[0], SCORE_NOISE, customer.number, asked))
    if customer.status != c.APPLYING and day - customer.since >= NEW_DAYS:
        customer.score = seen_score(customer.quality, noise, levers.known_score_power)
    else:
        customer.score = kind_score(
            seen_score(customer.quality, noise, levers.score_power), levers.score_bias
        )
    customer.scored = day
    cost = levers.report_cents
    told = half_even(MILLION * customer.score)
    post(state, day, Entry(desk, SCORED, customer.number, -1, 2, 0, 0, told, cost))
    state.counters[c.REPORTS_OWED] += cost
    return float(customer.score)


@compiled
def _give_code(state: State, row: int, day: int, desk: int, code: int) -> None:
    """Another risk code: other terms, another limit, from the next order on."""
    customer = state.customers[row]
    if code == customer.code:
        return
    customer.code = code
    agree(state, row)
    post(state, day, Entry(desk, RECODED, customer.number, -1, 5, 0, 0, code, 0))


@compiled
def review(state: State, row: int, day: int, desk: int, asked: int) -> None:
    """A customer is scored anew; who prepays goes on so until a score is good enough."""
    customer = state.customers[row]
    score(state, row, day, desk, asked)
    if customer.code == CODE_P and is_refused(customer.score, state.levers[0].refused_fraction):
        return
    _give_code(state, row, day, desk, risk_code(customer.score, day - customer.since))


@compiled
def put_on_pile(state: State, row: int, day: int) -> None:
    """A file waits for an analyst from now on."""
    state.customers[row].filed = day
    state.files[state.counters[c.N_FILES]] = row
    state.counters[c.N_FILES] += 1


@compiled
def _grow_old(state: State, row: int, day: int) -> None:
    """A score that nobody has renewed for too long sorts worse, from now on."""
    customer = state.customers[row]
    if customer.score < 0.0 or day - customer.scored < state.assumptions[0].score_life_days:
        return
    levers = state.levers[0]
    was_known = customer.scored - customer.since >= NEW_DAYS
    kept = levers.known_stale_kept if was_known else levers.stale_kept
    noise = normal(drawn(state.key[0], STALE_SCORE, customer.number, day))
    customer.score = stale_score(customer.score, noise, kept)
    customer.scored = NEVER


@compiled
def guarantee_share(state: State, row: int) -> float:
    """Share of the customer's debt for which somebody stands in; its limit is that before a warning."""
    customer = state.customers[row]
    share = state.agreed.guarantees[customer.code]
    limit = state.agreed.limit_cents[customer.code, customer.number % STRIDE]
    return share if is_guaranteed(share, limit, state.levers[0].guarantee_above_cents) else 0.0


@compiled
def keep_file(state: State, row: int, day: int, month: int) -> None:
    """A customer's month at the credit desk: perhaps a review, perhaps another risk code, the price of monitoring."""
    customer = state.customers[row]
    levers = state.levers[0]
    if levers.keeps_files == 0 or customer.since == day:
        return
    state.counters[c.REPORTS_OWED] += levers.monitoring_cents
    if levers.asks_guarantees == 1 and guarantee_share(state, row) > 0.0:
        state.counters[c.REPORTS_OWED] += levers.guarantee_cents
    every, risky = levers.review_months, levers.risky_review_months
    if customer.reviewed == NO_REVIEW and customer.scored != NEVER:  # it was looked at when it applied
        customer.reviewed = month_of_look(month, day - customer.scored)
    if customer.filed == NEVER and is_due_for_review(month, customer.reviewed, customer.code, every, risky):
        customer.reviewed = month
        if levers.analysts == 0:
            review(state, row, day, HEALTH, day)
            return
        put_on_pile(state, row, day)
    _grow_old(state, row, day)
    if customer.code != CODE_P:
        _give_code(state, row, day, HEALTH, risk_code(customer.score, day - customer.since))


@compiled
def watch(state: State, row: int, day: int, month: int, stressed: bool) -> None:
    """Monitoring warns us of a customer who gets into trouble, and tells us when it has recovered."""
    customer = state.customers[row]
    if not stressed:
        if customer.warned:
            customer.warned = 0
            agree(state, row)
        return
    if state.levers[0].monitored == 0 or customer.status != c.ACTIVE:
        return
    if drawn(state.key[0], ALERT, customer.number, month) < state.assumptions[0].alert_fraction:
        customer.warned = 1
        agree(state, row)
        post(state, day, Entry(HEALTH, WARNED, customer.number, -1, 4, 0, 0, 0, 0))


@compiled
def shuns_deposit(state: State, row: int) -> bool:
    """Whether the customer does not order where it has to pay before delivery."""
    customer = state.customers[row]
    share = state.agreed.deposits[customer.code]
    if share <= 0.0:
        return False
    uniform = drawn(state.key[0], PREPAYMENT, customer.number, 0)
    return not pays_deposit(uniform, share, state.assumptions[0].accepts_prepayment)


@compiled
def uncovered_cents(state: State, row: int, net: int, vat: int) -> int:
    """The part of an order that we would have to give credit for."""
    share = state.agreed.deposits[state.customers[row].code]
    if share <= 0.0:
        return net + vat
    return net + vat - share_cents(net, share) - share_cents(vat, share)


@compiled
def take_deposit(state: State, slot: int, day: int) -> None:
    """The customer pays its share of an accepted order; until it is billed that stands in the discount's columns."""
    invoice = state.invoices[slot]
    invoice.discount_net = 0
    invoice.discount_vat = 0
    customer = state.customers[invoice.customer]
    share = state.agreed.deposits[customer.code]
    if share <= 0.0:
        return
    invoice.discount_net = share_cents(invoice.net, share)
    invoice.discount_vat = share_cents(invoice.vat, share)
    _move_deposit(state, slot, day, SALES, DEPOSIT_PAID)


@compiled
def return_deposit(state: State, slot: int, day: int) -> None:
    """An order that is not delivered: its deposit goes back."""
    _move_deposit(state, slot, day, HEALTH, DEPOSIT_RETURNED)


@compiled
def _move_deposit(state: State, slot: int, day: int, desk: int, event: int) -> None:
    invoice = state.invoices[slot]
    net, vat = invoice.discount_net, invoice.discount_vat
    if net + vat > 0:
        _carry_to(state, day)
        number = state.customers[invoice.customer].number
        post(state, day, Entry(desk, event, number, int(invoice.number), 2, 0, 0, net, vat))
        state.counters[c.CLOSED_CASH] = state.counters[c.CASH]


@compiled
def _carry_to(state: State, day: int) -> None:
    """Cash moves on a day on which the books may not close: what was overdrawn until yesterday is carried first."""
    counters = state.counters
    quiet_days = day - 1 - counters[c.CLOSED_DAY]
    if quiet_days > 0:
        counters[c.OVERDRAWN_CENT_DAYS] += max(0, -counters[c.CLOSED_CASH]) * quiet_days
        counters[c.CLOSED_DAY] = day - 1
