"""How compiled kernels get a state: by reference, one address instead of some three hundred numbers.

A tuple of arrays goes to a compiled function as all that describes its arrays (for thirty arrays some 250 machine
words), from Python to each kernel and from each kernel to each function that is not inlined. Here that description is
written to memory once, when the state is made, and only its address is handed on. Kernels read ``state.invoices`` as
before, compiled or interpreted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    models,
    register_model,
    unbox,
)

from simulator.compiling import is_interpreted


class Reference(types.Type):  # type: ignore[misc]
    """The compiler's type of a bundle of columns that is passed by its address."""

    def __init__(self, names: tuple[str, ...], described: types.Type) -> None:
        self.names, self.described = names, described
        in_full = (
            f"{', '.join(names)}: {described}"  # its hash: compiled code repeats the name thousands of times
        )
        super().__init__(name=f"Reference({hashlib.sha256(in_full.encode()).hexdigest()[:16]})")


@register_model(Reference)
class _ReferenceModel(models.PrimitiveModel):  # type: ignore[misc]
    """An address of what describes the columns."""

    def __init__(self, manager: Any, kind: Reference) -> None:
        super().__init__(manager, kind, manager.lookup(kind.described).get_value_type().as_pointer())


@infer_getattr
class _Columns(AttributeTemplate):  # type: ignore[misc]
    """The compiler's type of each column."""

    key = Reference

    def generic_resolve(self, kind: Reference, name: str) -> types.Type | None:
        if name not in kind.names:
            return None
        return kind.described.types[kind.names.index(name)]


@lower_getattr_generic(Reference)
def _column(context: Any, builder: Any, kind: Reference, value: Any, name: str) -> Any:
    """Load what describes a column; it never changes while a kernel runs, and the compiler may rely on that."""
    index = kind.names.index(name)
    place = builder.gep(value, [cgutils.int32_t(0), cgutils.int32_t(index)], inbounds=True)
    loaded = builder.load(place)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return impl_ret_borrowed(context, builder, kind.described.types[index], loaded)


@unbox(Reference)
def _address_of(kind: Reference, bundle: Any, context: Any) -> NativeValue:
    """From Python comes the address."""
    address = context.pyapi.object_getattr_string(bundle, "address")
    number = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(context.builder.inttoptr(number, context.context.get_value_type(kind)))


@intrinsic
def _store(_: Any, bundle: Any, address: Any) -> Any:
    """Write what describes the arrays of a tuple to an address."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind = context.get_value_type(signature.args[0])
        builder.store(values[0], builder.inttoptr(values[1], kind.as_pointer()))
        return context.get_dummy_value()

    return types.none(bundle, address), generate


@intrinsic
def _size(_: Any, bundle: Any) -> Any:
    """Bytes that describe the arrays of a tuple."""

    def generate(context: Any, _builder: Any, signature: Any, _values: Any) -> Any:
        size = context.get_abi_sizeof(context.get_value_type(signature.args[0]))
        return context.get_constant(types.int64, size)

    return types.int64(bundle), generate


@numba.njit(cache=True, _nrt=False)
def _describe(bundle: Any, address: int) -> None:
    _store(bundle, address)


@numba.njit(cache=True, _nrt=False)
def _bytes_of(bundle: Any) -> int:
    return _size(bundle)  # type: ignore[no-any-return]


_KINDS: dict[type, Reference] = {}
_DIRECT: dict[Any, Callable[..., int]] = {}


def call(kernel: Any, *arguments: Any) -> int:
    """Call a kernel; from the second time on without finding out again what kinds of arguments it gets."""
    known = _DIRECT.get(kernel)
    if known is not None:
        return known(*arguments)
    answer: int = kernel(*arguments)
    _DIRECT[kernel] = _direct(kernel)
    return answer


def _direct(kernel: Any) -> Any:
    """The compiled function of a kernel that is always called with a state and plain numbers; else the kernel."""
    signatures: Any = getattr(kernel, "signatures", ())
    if len(signatures) != 1:
        return kernel
    bundle, *others = signatures[0]
    plain = all(isinstance(one, types.Number | types.Boolean) for one in others)
    return kernel.get_overload(signatures[0]) if isinstance(bundle, Reference) and plain else kernel


@dataclass(eq=False)
class ByReference:
    """A bundle of arrays (and of tuples of arrays) that kernels get by its address; its fields are never replaced.

    Attributes:
        address: Where its arrays are described; only kernels use it.
    """

    def __post_init__(self) -> None:
        """Describe the arrays for compiled kernels."""
        if is_interpreted():
            return
        kind, names = type(self), tuple(one.name for one in fields(self))
        bundle = tuple(getattr(self, name) for name in names)
        if kind not in _KINDS:
            _KINDS[kind] = Reference(names, numba.typeof(bundle))
        self._numba_type_ = _KINDS[kind]
        self._description = np.zeros(_bytes_of(bundle), dtype=np.uint8)
        self.address = int(self._description.ctypes.data)
        _describe(bundle, self.address)
        if len(_describe.signatures) > len(_KINDS):
            raise TypeError(f"Columns of this {kind.__name__} are of other kinds than its kernels know.")

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy describes its own arrays."""
        return type(self), tuple(self.columns().values())

    def columns(self) -> dict[str, Any]:
        """Its fields by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}
