"""Two strategies mixed, lever group by lever group: what each group alone, and with others, makes of the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from simulator.parameters import LEVER_GROUPS, told

if TYPE_CHECKING:
    from simulator.levers import Levers

Block = tuple[str, ...]
"""Lever groups that go together."""

MOST_BLOCKS = 6


def differing(one: Levers, other: Levers) -> tuple[str, ...]:
    """The lever groups in which two strategies differ."""
    return tuple(name for name in LEVER_GROUPS if getattr(one, name) != getattr(other, name))


def mixed(one: Levers, other: Levers, groups: Sequence[str]) -> Levers:
    """One strategy's levers, with these groups from the other."""
    return one.model_copy(update={name: getattr(other, name) for name in groups})


def coalition(blocks: Sequence[Block], number: int) -> Block:
    """The groups of a coalition: bit i of its number says whether block i is in it.

    >>> coalition((("terms",), ("discount", "collections")), 0b10)
    ('discount', 'collections')
    """
    return tuple(name for place, block in enumerate(blocks) if number & 1 << place for name in block)


def bound_together(
    groups: Sequence[str], contradictions: Callable[[frozenset[str]], tuple[str, ...]]
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Blocks of groups, as small as can be, of which no coalition contradicts itself.

    What contradicts itself cannot be run, so it has no worth to share out: its groups are then judged as one.

    Args:
        groups: The groups in which two strategies differ.
        contradictions: What is contradictory where one strategy takes these groups from the other.

    Returns:
        The blocks, and a sentence for every one that had to be made.
    """
    known = cache(contradictions)
    blocks: tuple[Block, ...] = tuple((name,) for name in groups)

    def clashing(some: tuple[Block, ...]) -> list[frozenset[str]]:
        every = (frozenset(coalition(some, number)) for number in range(2 ** len(some)))
        return [one for one in every if known(one)]

    reasons: dict[str, None] = {}
    while bad := clashing(blocks):
        reasons |= dict.fromkeys(sentence for one in bad for sentence in known(one))
        pairs = combinations(range(len(blocks)), 2)
        blocks = min((merged(blocks, *pair) for pair in pairs), key=lambda some: len(clashing(some)))
    notes = [
        f"{label(block).capitalize()} cannot be told apart, for one without the other would contradict itself."
        for block in blocks
        if len(block) > 1
    ]
    return blocks, (*notes, *reasons)


def merged(blocks: Sequence[Block], first: int, second: int) -> tuple[Block, ...]:
    """The blocks with two of them made one.

    >>> merged((("terms",), ("discount",), ("insurance",)), 0, 2)
    (('terms', 'insurance'), ('discount',))
    """
    joint = (*blocks[first], *blocks[second])
    return tuple(joint if place == first else block for place, block in enumerate(blocks) if place != second)


def label(block: Block) -> str:
    """What a block is called.

    >>> label(("credit_policy",)), label(("terms", "discount"))
    ('credit policy', 'terms and discount')
    """
    return " and ".join(name.replace("_", " ") for name in block)


def changes_in_words(one: Levers, other: Levers, block: Block) -> tuple[str, ...]:
    """Every lever of a block that differs, with both values."""
    found = []
    for group in block:
        before, after = getattr(one, group), getattr(other, group)
        for name, value in dict(after).items():
            if value != getattr(before, name):
                found.append(f"{group}.{name}: {_told(value)} instead of {_told(getattr(before, name))}")
    return tuple(found)


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} steps"
    return "not set" if value is None else told(value)
