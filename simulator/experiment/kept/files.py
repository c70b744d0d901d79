"""Outcomes in Parquet files: a row for each replication, the bits of every number, and a checksum over all of it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.catalogue import MEASURED
from simulator.metrics.paths import Paths
from simulator.results.samples import Packed

FORM = "creditlab outcomes 1"
_ABOUT = b"creditlab"
_TOGETHER = "measures"


class Damaged(Exception):  # noqa: N818 (it says what the file is)
    """A file that is not what it should be: cut short, changed, or not ours."""


class Part(NamedTuple):
    """Outcomes of one strategy, and when they were played."""

    outcomes: dict[int, Packed]
    made: datetime


def as_bytes(key: str, outcomes: Mapping[int, Packed], made: datetime) -> tuple[bytes, str]:
    """A Parquet file of outcomes, and its checksum."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = _columns(outcomes)
    some = next(iter(outcomes.values()))
    about = {
        "form": FORM,
        "key": key,
        "made": made.isoformat(timespec="seconds"),
        "months": list(some.months),
        "shapes": {name: list(one.shape) for name, one in _arrays(some).items()},
    }
    about["checksum"] = checksum = _checksum(about, columns)
    table = pa.table({name: _arrow(values) for name, values in columns.items()})
    table = table.replace_schema_metadata({_ABOUT: json.dumps(about, sort_keys=True).encode()})
    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True, write_statistics=False)
    return sink.getvalue(), checksum


def from_bytes(key: str, data: bytes) -> Part:
    """The outcomes of a Parquet file.

    Raises:
        Damaged: it cannot be read, its checksum is another, or it holds something else.
    """
    from pyarrow import ArrowException, BufferReader, parquet

    try:
        file = parquet.ParquetFile(BufferReader(data), page_checksum_verification=True)
        table = file.read(use_threads=False)  # parquet.read_table would load pandas, which takes a while
        about = json.loads((table.schema.metadata or {})[_ABOUT])
        columns = {name: _numbers(table.column(name)) for name in table.column_names}
        told = about.pop("checksum")
        if (about["form"], about["key"], told) != (FORM, key, _checksum(about, columns)):
            raise Damaged
        return Part(_outcomes(columns, about), datetime.fromisoformat(about["made"]))
    except (ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Damaged from error


def _arrays(packed: Packed) -> dict[str, NDArray[np.float64]]:
    """What is kept as lists, by name; the measures have columns of their own."""
    return {
        "monthly": packed.monthly,
        "profit_lines": packed.lines,
        **{f"path_{name}": values for name, values in packed.paths._asdict().items()},
    }


def _columns(outcomes: Mapping[int, Packed]) -> dict[str, NDArray[Any]]:
    """A column for the replication and for each measure, and one of lists for each array.

    An outcome without months has all measures in one column of lists.
    """
    replications = sorted(outcomes)
    ordered = [outcomes[replication] for replication in replications]
    measures = np.stack([one.horizon for one in ordered])
    columns: dict[str, NDArray[Any]] = {"replication": np.array(replications, dtype=np.int64)}
    if ordered[0].months:
        columns.update({name: np.ascontiguousarray(measures[:, n]) for n, name in enumerate(MEASURED)})
    else:  # read often and at once, so in one column
        columns[_TOGETHER] = measures
    arrays = [_arrays(one) for one in ordered]
    for name, values in arrays[0].items():
        if values.size:
            columns[name] = np.stack([one[name].ravel() for one in arrays])
    return columns


def _outcomes(columns: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> dict[int, Packed]:
    months = tuple(about["months"])
    measures = np.stack([columns[name] for name in MEASURED], axis=1) if months else columns[_TOGETHER]
    rows = len(measures)
    nothing = np.empty((rows, 0))
    shaped = {
        name: columns.get(name, nothing).reshape(rows, *shape) for name, shape in about["shapes"].items()
    }
    return {
        int(replication): Packed(
            horizon=measures[row],
            monthly=shaped["monthly"][row],
            lines=shaped["profit_lines"][row],
            paths=Paths(**{name: shaped[f"path_{name}"][row] for name in Paths._fields}),
            months=months,
        )
        for row, replication in enumerate(columns["replication"])
    }


def _arrow(values: NDArray[Any]) -> Any:
    """Numbers as Arrow has them, by their bytes: other ways load pandas, which takes a while."""
    import pyarrow as pa

    flat = np.ascontiguousarray(values).ravel()
    numbers = pa.Array.from_buffers(pa.from_numpy_dtype(flat.dtype), len(flat), [None, pa.py_buffer(flat)])
    return numbers if values.ndim == 1 else pa.FixedSizeListArray.from_arrays(numbers, values.shape[1])


def _numbers(column: Any) -> NDArray[Any]:
    """Numbers as NumPy has them, by their bytes; the checksum tells whether they are right."""
    whole = column.combine_chunks()
    is_list = hasattr(whole.type, "list_size")
    numbers = whole.flatten() if is_list else whole
    kind = np.dtype(np.int64 if str(numbers.type) == "int64" else np.float64)
    flat = np.frombuffer(numbers.buffers()[1], dtype=kind)[numbers.offset : numbers.offset + len(numbers)]
    return flat.reshape(len(whole), whole.type.list_size) if is_list else flat


def _checksum(about: Mapping[str, Any], columns: Mapping[str, NDArray[Any]]) -> str:
    """SHA-256 of what is told about the file and of every number in it."""
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name, values in columns.items():
        digest.update(f"{name} {values.dtype.str} {values.shape}".encode())
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()
