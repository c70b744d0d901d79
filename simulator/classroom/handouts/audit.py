"""Six files of a year under a credit policy, for an audit: which of them broke it. Synthetic; each seed has its own."""

from __future__ import annotations

from dataclasses import dataclass

ANALYST, MANAGER, DIRECTOR = 10_000, 50_000, 250_000
"""Authority in the audited policy (EUR); assumption: usual steps, see `credit_policy.authority`."""
STOP_DAYS = 60
BROKEN = frozenset({"above_analyst", "above_manager", "not_stopped", "told_by_telephone", "sued_unsigned"})
_KEPT = ("small_order", "within_manager", "held", "written_override")
_ALWAYS = ("sued_unsigned", "with_agency")
"""In every file: a court claim that nobody signed for, and a debt that went to the agency as the policy has it."""
_KINDS_OF_SIX = 6

HINTS = {
    "with_agency": "Two promises to pay were broken, and nothing was delivered. What does rule 4 ask for then?",
    "small_order": "Compare the order with the analyst's authority, and the oldest invoice with the stop.",
    "within_manager": "Compare the order with the manager's authority: it is not above it.",
    "held": "The oldest invoice is beyond the stop. Was the order delivered?",
    "written_override": "Supply was due to stop. Does the policy allow an exception, and how must it be recorded?",
}
"""What helps whoever takes a file for broken that is not."""


@dataclass(frozen=True)
class AuditFile:
    """What stands in one file.

    Attributes:
        number: Its number, from 1.
        kind: What was made of it.
        order: The order (EUR).
        oldest_days: Days that the customer's oldest open invoice is overdue.
        released_by: Who let it through.
        note: What else the file holds.
    """

    number: int
    kind: str
    order: int
    oldest_days: int
    released_by: str
    note: str


def files_of(seed: int) -> tuple[AuditFile, ...]:
    """Six files: two or three of them break the policy; which, and their order, is the seed's."""
    broken = sorted(BROKEN - set(_ALWAYS))
    first = seed // 3 % len(broken)
    wrong = [broken[(first + step) % len(broken)] for step in range(1 + seed // 5 % 2)]
    kept = [_KEPT[(seed // 11 + step) % len(_KEPT)] for step in range(len(_KEPT))]
    kinds = [*_ALWAYS, *wrong, *kept][:_KINDS_OF_SIX]
    places = sorted(range(_KINDS_OF_SIX), key=lambda place: (seed // (7 + place) * 31 % 97, place))
    order = [kinds[place] for place in places]
    return tuple(_file(number, kind, seed // (13 + number)) for number, kind in enumerate(order, start=1))


def _file(number: int, kind: str, luck: int) -> AuditFile:
    """One file of a kind."""
    some, days = luck % 80, luck // 97 % 40
    late, soon = STOP_DAYS + 5 + days, days
    made: dict[str, tuple[int, int, str, str]] = {
        "small_order": (ANALYST - 1_000 - 50 * some, soon, "analyst", ""),
        "within_manager": (MANAGER - 2_000 - 100 * some, soon, "manager", ""),
        "held": (MANAGER - 9_000 - 100 * some, late, "nobody", "held until the oldest invoice was paid"),
        "written_override": (
            ANALYST + 8_000 + 50 * some,
            late,
            "manager",
            "exception signed by the finance director",
        ),
        "with_agency": (0, 95 + days, "nobody", "second promise to pay broken: handed to the agency"),
        "sued_unsigned": (0, 100 + days, "nobody", "court claim filed; the manager agreed by e-mail"),
        "above_analyst": (ANALYST + 2_500 + 50 * some, soon, "analyst", ""),
        "above_manager": (MANAGER + 12_000 + 100 * some, soon, "manager", ""),
        "not_stopped": (ANALYST - 1_500 - 20 * some, late, "analyst", ""),
        "told_by_telephone": (
            MANAGER - 6_000 - 100 * some,
            late,
            "manager",
            "sales director agreed by telephone",
        ),
    }
    return AuditFile(number, kind, *made[kind])


def audit_text(seed: int) -> str:
    """The files as text."""
    lines = [f"{'file':>4}{'order, EUR':>13}{'oldest overdue, days':>23}  {'released by':13}note"]
    lines += [
        f"{one.number:>4}{one.order:>13,}{one.oldest_days:>23}  {one.released_by:13}{one.note or '–'}"
        for one in files_of(seed)
    ]
    return "\n".join(lines)
