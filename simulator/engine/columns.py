"""The columns of a run: what is known of each customer and each invoice."""

import numpy as np

ACTIVE, LEAVING, GONE, VANISHED, FAILED, REFUSED, TURNED_AWAY, APPLYING = 0, 1, 2, 3, 4, 5, 6, 7
"""Status of a customer: ordering; left, its orders are lost until the place is filled; left; failed without
notice; insolvent; an applicant that was refused, its orders are lost until the place is filled; the same,
filled; an applicant whose file waits for an analyst."""

FREE, WAITING, ACCEPTED, OPEN, WRITTEN_OFF, SOLD = 0, 1, 2, 3, 4, 5
"""State of an invoice: slot unused; order held; accepted, not billed; receivable; written off, still payable; sold,
and paid to its buyer one day."""

NO_DISPUTE, HIDDEN, KNOWN = 0, 1, 2
"""Dispute of an invoice: none, or settled; not told yet; told, and not settled. While there is one, nobody pays."""

OURS, ASSIGNED, HANDED_BACK = 0, 1, 2
"""To whom an invoice is owed: to us; to the factor; to us again, and no factor takes it any more."""

NOTHING_TAKEN, TAKEN, UNEARNED, SLIDING = 0, 1, 2, 3
"""Early-payment discount: not taken; taken if paid in time; kept although paid late; by the day of payment."""

DEBITED, HALF_PAID = 2, 3
"""How an invoice is covered by promises: not (0); wholly (1); it is drawn by direct debit; its first half is paid."""

CHARGED_NOW, CHARGED_BACK_NOW, GIVEN_AWAY_NOW = 1 << 8, 1 << 16, 1 << 24
THREE_MONTHS = 7 << 24 | 7 << 16 | 7 << 8 | 7
"""Marks of a customer, three bits each: orders held, late charges, discounts claimed back, a debt given to an agency or
a court; this month and the two before."""

CUSTOMER = np.dtype(
    [  # what is looked at most stands together: fewer lines of the processor's cache
        ("number", "i8"),
        (
            "chased_cents",
            "i8",
        ),  # what the collectors chase it for, gross, as long as nothing happens to an invoice
        ("chased_until", "i4"),  # the last day on which that holds, -NEVER: to be added up anew
        ("case_channel", "i4"),  # -1: not on the worklist
        ("first_open", "i4"),
        ("last_open", "i4"),
        ("open_count", "i4"),
        ("oldest_due", "i4"),  # no open invoice is due earlier; NEVER where none is open
        ("open_cents", "i8"),  # receivable, gross
        ("committed_cents", "i8"),  # accepted, not billed, gross
        ("limit_cents", "i8"),
        ("status", "i4"),
        ("segment", "i4"),
        ("law", "i4"),
        ("axis", "i2"),
        ("health", "i2"),
        ("run_calendar", "i4"),
        ("terms_days", "i4"),
        ("undelivered_count", "i4"),
        ("first_given_up", "i4"),  # invoices written off and still not paid
        ("first_waiting", "i4"),
        ("last_waiting", "i4"),
        ("next_order", "i4"),  # order number
        ("next_in_day", "i4"),  # next customer that orders on the same day
        ("next_order_time", "f8"),
        ("order_rate", "f8"),  # possible orders a day, before thinning
        ("order_value", "f8"),  # mean net, currency
        ("order_variance", "f8"),  # of the logarithm of an order's value
        ("value_factor", "f8"),  # demand's answer to terms
        ("habit_share", "f8"),
        ("habit", "f8"),  # normal
        ("code", "i2"),  # risk code
        ("warned", "i2"),  # 1: monitoring has warned us of it
        ("listed", "i1"),  # stands in the worklist array
        ("promise_listed", "i1"),  # stands in the array of promises
        ("insurer_case", "i2"),  # 0, or what the insurer has to decide today; named limits have NAMED added
        ("promise_cents", "i8"),  # the open promise, gross; 0: none
        ("promise_open", "i8"),  # invoices that it was given for and that are still open
        ("promise_paid", "i8"),
        ("promise_until", "i4"),  # banking day by which the open promise must be kept
        ("case_since", "i4"),
        ("case_attempts", "i4"),
        ("holds", "i4"),  # bit m: an order was held m months ago; bits 8, 16 and 24 + m: see CHARGED_NOW
        ("hard_now", "i4"),  # hard contacts this month and in the two before
        ("hard_last", "i4"),
        ("hard_before", "i4"),
        ("insurer_limit", "i4"),  # in force for what is shipped today, whole currency; 0: not covered
        ("quality", "f8"),  # normal, high is bad
        ("failure_risk", "f8"),  # how many times as likely as usual it gets into trouble
        ("score", "f8"),  # the last one, 0 the best, -1 none
        ("place", "i4"),
        ("today_terms_days", "i4"),
        ("since", "i4"),  # the day on which it applied
        ("reviewed", "i4"),  # month of the last review
        ("scored", "i4"),  # day of its score; NEVER once that has got old
        ("filed", "i4"),  # day from which its file waits for an analyst; NEVER for none
    ],
    align=True,
)

INVOICE = np.dtype(
    [  # what is looked at most stands together: fewer lines of the processor's cache
        ("net", "i8"),
        ("vat", "i8"),
        ("customer", "i4"),  # row of the customer
        ("number", "i4"),  # order number k
        ("due", "i4"),
        ("issued", "i4"),
        ("state", "i2"),
        ("dispute", "i2"),  # none, hidden or known
        ("held_days", "i2"),  # days that our own counts leave out, for a dispute
        ("instalments", "i2"),  # left of a payment plan, 0: none
        ("called", "i1"),  # 1: its ladder has asked for a call
        ("covered", "i1"),  # 1: a kept promise of its customer pays it; see DEBITED
        ("discount", "i1"),
        ("promised", "i1"),  # 1: its customer's open promise was given for it too
        ("pay_day", "i4"),  # bank day on which it will be settled as things stand
        ("placed", "i4"),  # day on which an agency got it, NEVER for none
        ("in_court_until", "i4"),  # day until which a court has it and our own steps wait, -NEVER for none
        ("step_day", "i4"),
        ("step_offset", "i4"),  # ladder position: the last step's days after due
        ("paused_until", "i4"),
        ("claim_day", "i4"),  # on it it counts as an insured loss, NEVER once it is claimed or not covered
        ("promise_day", "i4"),  # bank day the customer has bound itself to
        ("clock_day", "f8"),
        ("clock_position", "f8"),
        ("hazard_left", "f8"),
        ("response", "f8"),
        ("cap_days", "f8"),  # days late by which it is paid at the latest
        ("soft", "f8"),
        ("firm", "f8"),
        ("tired_email", "f8"),
        ("tired_call", "f8"),
        ("tired_manager", "f8"),
        ("tired_demand", "f8"),
        ("discount_net", "i8"),  # of a sliding one its yearly rate, in millionths
        ("discount_vat", "i8"),
        ("insured", "i8"),  # limit in force at its shipment, then what was claimed of it; net cents
        ("discount_until", "i4"),
        ("claim", "i4"),  # its claim, once there is one
        ("known_after", "i2"),  # days from due to the day on which we heard of its dispute
        ("assigned", "i1"),  # to a factor
    ],
    align=True,
)

CASE = np.dtype(
    [("number", "i8"), ("urgency", "f8"), ("minutes", "f8"), ("row", "i4"), ("spare", "i4")], align=True
)
"""A case of the collectors: a customer with all its overdue invoices."""

DISPUTE_CASE = np.dtype(
    [
        ("customer", "i8"),
        ("minutes", "f8"),
        ("known", "i4"),
        ("invoice", "i4"),
        ("slot", "i4"),
        ("spare", "i4"),
    ],
    align=True,
)
"""A case of the dispute clerks: one invoice, and the day on which we heard of its dispute."""

FILE_CASE = np.dtype(
    [
        ("customer", "i8"),
        ("minutes", "f8"),
        ("filed", "i4"),
        ("is_review", "i4"),
        ("row", "i4"),
        ("spare", "i4"),
    ],
    align=True,
)
"""A case of the analysts: an applicant, or a customer whose review is due."""

DIVIDEND = np.dtype(
    [
        ("customer", "i8"),
        ("net", "i8"),
        ("vat", "i8"),
        ("day", "i4"),
        ("paid", "i4"),
        ("claim", "i4"),  # the insurer's claim that shares it
        ("sequence", "i4"),  # of its row among the customer's of the day
    ],
    align=True,
)

POLICY_YEAR = np.dtype(
    [
        ("insured_fraction", "f8"),
        ("premium_rate", "f8"),
        ("minimum_premium_fraction", "f8"),
        ("maximum_multiple", "f8"),
        ("expected_sales", "f8"),  # cents a year
        ("excess", "i8"),
        ("minimum_loss", "i8"),
        ("first_loss_left", "i8"),
        ("premium", "i8"),  # paid so far
        ("covered_sales", "i8"),
        ("claimed", "i8"),  # accepted so far
        ("begin", "i4"),
        ("end", "i4"),  # the first day that is no longer in it
        ("excess_before_share", "i4"),
        ("payment_days", "i4"),
        ("instalments", "i4"),  # paid so far
        ("settled", "i4"),
        ("layer", "i8"),  # the most paid, 0: a multiple of the premium
        ("insured_part_first", "i8"),  # of later money
    ],
    align=True,
)
"""A year of an insurance policy, with the terms of the policy: claims follow those of the shipment (cents)."""

FILED, CLAIM_ACCEPTED, CLOSED = 0, 1, 2
"""Status of a claim: to be decided today; accepted, not yet paid; paid, or worth nothing."""

CLAIM = np.dtype(
    [
        ("customer", "i8"),
        ("loss", "i8"),  # insured loss that is claimed
        ("insured", "i8"),  # insured part of the debt, earlier claims on it included
        ("debt", "i8"),  # the debt, net
        ("amount", "i8"),  # accepted
        ("owed_back", "i8"),  # of an insolvency: the most that the insurer gets of the dividend
        ("invoice", "i4"),  # the oldest one
        ("issued", "i4"),
        ("due", "i4"),
        ("year", "i4"),
        ("pay_day", "i4"),
        ("status", "i4"),
    ],
    align=True,
)

PAY_NEXT, PAY_PREVIOUS, STEP_NEXT, STEP_PREVIOUS, OPEN_NEXT, OPEN_PREVIOUS, WAIT_NEXT = 0, 1, 2, 3, 4, 5, 6
CLAIM_NEXT = 6  # who waits is not billed, and who is billed does not wait
N_LINKS = 8
NOBODY = -1

PAY_LIST, STEP_LIST, ORDER_LIST, CLAIM_LIST = 0, 1, 2, 3
N_LISTS = 4
"""Day buckets; invoices of list n are linked through the links 2n and 2n + 1, and customers who order through
their own column."""

NOTHING_TO_DECIDE, ASKS, LOOKS_STRESSED, NAMED = 0, 1, 2, 4
"""What the insurer has to do with a customer today; NAMED is added where its limit is a named one."""

(
    N_CUSTOMERS,
    FREE_SLOT,
    N_ROWS,
    N_OPEN,
    N_UNDELIVERED,
    N_WAITING,
    N_WORKLIST,
    N_DIVIDENDS,
    N_PENDING,
    CASH,
    VAT_OWED,
    CLOSED_DAY,
    OVERDRAWN_CENT_DAYS,
    CURSOR,
    N_UNPAID_DIVIDENDS,
    CLOSED_CASH,
    KNOWN,
    N_YEARS,
    N_CLAIMS,
    N_UNPAID_CLAIMS,
    N_INSURER_CASES,
    N_LIMIT_FEES,
    N_HIDDEN,  # disputes not told yet
    N_KNOWN,  # disputes told and not settled
    N_QUEUE,  # of these: waiting for a clerk
    CHECKS_OWED,  # cents for checking invoices this month
    N_PROMISES,  # customers in the array of promises
    FACTOR_BALANCE,  # what the factor owes us, negative: what it has advanced
    DRAWN,  # what it had advanced after the last look
    DRAWN_CENT_DAYS,  # advanced cents, summed over the nights of the month
    FINANCED_DAY,  # of the financier's last look
    ASSIGNED_CENTS,  # this month, with VAT
    REPORTS_OWED,  # cents for what we know of applicants and customers
    TOP_UPS_OWED,  # cents for top-up limits granted since the last payment
    N_FILES,  # customers whose file waits for an analyst
) = range(35)
"""Counters of a run, by index."""
N_COUNTERS = 36

FACTOR, FAILURES, LATENESS, ORDERS, RECESSION, HIT, NEWLY_HIT = 0, 1, 2, 3, 4, 5, 10
"""The economy, by index: the common factor; what the times do to failures, lateness and orders; 1 in a recession;
then by segment the month of the last large failure that is felt by now, and of the last one at all."""
N_ECONOMY = 15

DONE, NEEDS_ROWS, NEEDS_SLOTS = 0, 1, 2
"""What a kernel answers."""
