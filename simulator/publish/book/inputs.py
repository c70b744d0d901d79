"""Everything that was put into a comparison, beside the dictionary's default, with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from simulator.experiment.inputs import LEDGER_DECIDES
from simulator.parameters import ASSUMPTION_GROUPS, EVIDENCE, LEVER_GROUPS, Parameter, dictionary, told
from simulator.publish.spreadsheets import MARKED, write_table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from simulator.results.comparison import Comparison

NOT_DEFAULT = "not the default"
FROM_LEDGER = "from the ledger"
CHANGED = "changed"
_LEVER_HEAD = ("Input", "What it is called", "Unit", "Default", "Today")
_ASSUMPTION_HEAD = (
    *("Input", "What it is called", "Unit", "Default", "Value", "Mark"),
    *("Meaning", "Source", "Evidence"),
)


@dataclass(frozen=True)
class Input:
    """One assumption, or one lever under today or a strategy.

    Attributes:
        parameter: Its entry in the dictionary.
        value: Its value, as plain values.
        mark: Why a reader should see it; nothing for a default.
    """

    parameter: Parameter
    value: Any
    mark: str = ""


def assumptions(comparison: Comparison) -> list[Input]:
    """Every assumption with its value; what a ledger decides is told as such."""
    scenario = comparison.inputs["scenario"]
    is_ledger = comparison.inputs["portfolio"]["origin"] == "ledger"
    found = []
    for parameter in _of(ASSUMPTION_GROUPS):
        value = scenario[parameter.group][parameter.name]
        if is_ledger and parameter.key in LEDGER_DECIDES:
            found.append(Input(parameter, value, FROM_LEDGER))
        else:
            found.append(Input(parameter, value, "" if value == _plain(parameter.default) else NOT_DEFAULT))
    return found


def levers(comparison: Comparison) -> list[tuple[Parameter, Any, list[Any]]]:
    """Every lever with today's value and that of each strategy, as plain values."""
    today = comparison.inputs["scenario"]["today"]
    strategies = [one["levers"] for one in comparison.inputs["strategies"]]
    return [
        (one, today[one.group][one.name], [its[one.group][one.name] for its in strategies])
        for one in _of(LEVER_GROUPS)
    ]


def write_levers(sheet: Worksheet, comparison: Comparison) -> None:
    """A row for each lever: default, today, each strategy, and what is not the default or not as today."""
    head = [*_LEVER_HEAD, *(result.name for result in comparison.results), "Mark"]
    rows: list[list[Any]] = [head]
    marked: list[tuple[int, int]] = []
    for number, (parameter, today, values) in enumerate(levers(comparison), start=2):
        default = _plain(parameter.default)
        row = [parameter.key, parameter.title, _unit(parameter, comparison)]
        row += [shown(one) for one in (default, today, *values)]
        marked += [
            (number, column)
            for column, one in enumerate((today, *values), start=len(_LEVER_HEAD))
            if one != default
        ]
        rows.append([*row, _lever_mark(default, today, values)])
    _write(sheet, rows, marked)


def write_assumptions(sheet: Worksheet, comparison: Comparison) -> None:
    """A row for each assumption with its meaning, source and evidence."""
    rows: list[list[Any]] = [list(_ASSUMPTION_HEAD)]
    marked = []
    for number, one in enumerate(assumptions(comparison), start=2):
        entry = one.parameter
        if one.mark:
            marked.append((number, _ASSUMPTION_HEAD.index("Value") + 1))
        rows.append(
            [
                *(entry.key, entry.title, _unit(entry, comparison)),
                *(shown(_plain(entry.default)), shown(one.value), one.mark),
                *(entry.meaning, entry.source, f"{entry.evidence}: {EVIDENCE[entry.evidence]}"),
            ]
        )
    _write(sheet, rows, marked)


def shown(value: Any) -> Any:
    """A value as a cell has it: numbers as numbers, all else in words.

    >>> shown(0.02), shown({"large": 0.5}), shown(None), shown([{"day": 3, "channel": "email"}])
    (0.02, 'large 0.5', 'nothing', 'day 3, channel email')
    """
    return value if isinstance(value, int | float) and not isinstance(value, bool) else told(value)


def _lever_mark(default: Any, today: Any, values: list[Any]) -> str:
    marks = [NOT_DEFAULT] if any(one != default for one in (today, *values)) else []
    return ", ".join([*marks, *([CHANGED] if any(one != today for one in values) else [])])


def _write(sheet: Worksheet, rows: list[list[Any]], marked: Iterable[tuple[int, int]]) -> None:
    write_table(sheet, rows)
    for row, column in marked:
        sheet.cell(row, column).fill = MARKED
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def _of(groups: tuple[str, ...]) -> list[Parameter]:
    return [one for one in dictionary().values() if one.group in groups]


def _unit(parameter: Parameter, comparison: Comparison) -> str:
    return parameter.unit.replace("currency", comparison.currency)


def _plain(value: Any) -> Any:
    """A default as the record of inputs has it."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
