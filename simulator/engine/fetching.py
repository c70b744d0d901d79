"""Records that a kernel looks at soon are asked for ahead: with many customers they come from memory, not from a cache.

Nothing is read or changed by it, so no result depends on it.
"""

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from simulator.compiling import compiled, is_interpreted
from simulator.engine import columns as c
from simulator.engine.state import State

_LINE = 64
_TO_READ, _KEEP, _DATA = 0, 3, 1


def _emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    """Ask for every line of the processor's cache that a row of an array touches."""
    kind = signature.args[0]
    array = context.make_array(kind)(context, builder, values[0])
    word = cgutils.intp_t
    begin = builder.ptrtoint(array.data, word)
    begin = builder.add(begin, builder.mul(values[1], builder.extract_value(array.strides, 0)))
    size = kind.dtype.size if isinstance(kind.dtype, types.Record) else 1
    pointer, flag = cgutils.voidptr_t, cgutils.int32_t
    ir = cgutils.ir
    asks = ir.FunctionType(ir.VoidType(), [pointer, flag, flag, flag])
    ask = cgutils.get_or_insert_function(builder.module, asks, "llvm.prefetch.p0")
    for place in [*range(0, size, _LINE), size - 1]:
        address = builder.inttoptr(builder.add(begin, word(place)), pointer)
        builder.call(ask, [address, flag(_TO_READ), flag(_KEEP), flag(_DATA)])
    return context.get_dummy_value()


def _typed(_: Any, rows: Any, number: Any) -> Any:  # noqa: ARG001  (the compiler counts arguments)
    """Ask for a row of an array."""
    return types.none(rows, types.intp), _emit


def _nothing(rows: Any, number: int) -> None:
    """Interpreted, there is nothing to ask for."""


fetch = _nothing if is_interpreted() else intrinsic(_typed)


@compiled
def fetch_ahead(state: State, slot: int, link: int) -> None:
    """While an invoice is dealt with: the customer of the one that follows, and the invoice after that."""
    if slot == c.NOBODY:
        return
    fetch(state.customers, state.invoices[slot].customer)
    following = state.links[slot, link]
    if following != c.NOBODY:
        fetch(state.invoices, following)
        fetch(state.links, following)
