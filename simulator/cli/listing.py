"""`creditlab list` and `creditlab explain`: what there is, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.parameters import Parameter

Rows = list[tuple[str, str]]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("list")(list_plans)
    app.command("explain")(explain)


def list_plans() -> None:
    """List the scenarios, strategies and shocks that come with creditlab, and why each exists."""
    from simulator.plans import shipped_names
    from simulator.scenario import load_scenario
    from simulator.shocks import load_shock
    from simulator.strategy import load_strategy

    console = _console()
    loaders: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
        ("Scenarios", "scenario", load_scenario),
        ("Strategies", "strategy", load_strategy),
        ("Shocks", "shock", load_shock),
    )
    for title, kind, load in loaders:
        plans = [(name, load(name)) for name in shipped_names(kind)]
        console.print(title, style="bold")
        _show(console, [(name, f"{plan.name}: {plan.why}") for name, plan in plans])
        console.print()
    console.print("Try: creditlab compare wholesale status_quo insured --shock recession", highlight=False)


def explain(
    key: Annotated[
        str,
        typer.Argument(
            help="A lever, an assumption or a metric, such as terms.net_days; or a sum, such as M22."
        ),
    ],
) -> None:
    """Explain a lever, an assumption or a metric (meaning, unit, range, source), or a sum with its worked example."""
    from simulator.parameters import dictionary
    from simulator.results.origin import SHORT

    console = _console()
    parameters = [one for one in dictionary().values() if key in (one.key, one.name)]
    members = [one for one in dictionary().values() if one.group == key]
    if key == "cash":
        raise UserError(
            "'cash' could be lowest_cash, where it stood at its lowest, or cash_collected, what customers paid. Name "
            "the one you mean."
        )
    metric = _metrics().get(key) or _metrics().get(SHORT.get(key, key))
    sums = _sums(key)
    if not parameters and not members and metric is None and not sums:
        raise UserError(f"Nothing is called '{key}'. {_proposal(key)}")
    for parameter in parameters:
        _show_titled(console, parameter.key, _parameter_rows(parameter))
    if members:
        _show_titled(console, key, [(one.key, one.meaning) for one in members])
    if metric is not None:
        _show_titled(console, key, _metric_rows(metric))
    for title, rows in sums:
        _show_titled(console, title, rows)


def _parameter_rows(parameter: Parameter) -> Rows:
    from simulator.parameters import AXES, EVIDENCE

    rows = [
        ("meaning", parameter.meaning),
        ("kind", f"{parameter.kind}, set in a {'strategy' if parameter.kind == 'lever' else 'scenario'}"),
        ("unit", parameter.unit + (": 0.02 means 2 %" if parameter.unit.startswith("fraction") else "")),
    ]
    rows += [(f"by {axis}", ", ".join(AXES[axis])) for axis in parameter.by]
    rows += [
        ("default", _told_default(parameter)),
        ("usual", parameter.told_range(parameter.plausible)),
        ("allowed", parameter.told_range(parameter.allowed)),
        ("source", parameter.source),
        ("evidence", f"{parameter.evidence}, {EVIDENCE[parameter.evidence]}"),
    ]
    if parameter.moves:
        rows.append(("raising it", ", ".join(f"{name} goes {way}" for name, way in parameter.moves.items())))
    rows.append(("set it", f"--set {_setting(parameter)}"))
    return rows


def _setting(parameter: Parameter) -> str:
    """What to write after --set: the default, of one word where it differs by words; a ladder by its steps."""
    from simulator.parameters import AXES, told

    if parameter.type == "ladder":
        return f"{parameter.key}='[{{day: 10, channel: call}}, {{day: 30, channel: manager}}]'"
    key, value = parameter.key, parameter.default
    for axis in parameter.by:
        word = AXES[axis][-1]
        key, value = f"{key}.{word}", value[word]
    if parameter.optional:  # without a default
        value = parameter.plausible[1]
    return f"{key}={told(value).replace(',', '')}"


def _told_default(parameter: Parameter) -> str:
    from simulator.parameters import told

    if parameter.type == "ladder":
        return "; ".join(f"day {step['day']} {step['channel']}" for step in parameter.default)
    if len(parameter.by) > 1:
        return "; ".join(f"{word}: {told(row)}" for word, row in parameter.default.items())
    return told(parameter.default)


def _metrics() -> Mapping[str, Any]:
    try:
        from simulator.metrics.catalogue import CATALOGUE
    except ImportError:
        return {}
    return CATALOGUE


def _sums(key: str) -> list[tuple[str, Rows]]:
    """The sums of the textbook with this number, and their worked examples."""
    from simulator.metrics.textbook import is_number, worked_sums

    if not is_number(key):
        return []
    found = []
    for one in worked_sums(key):
        rows = [("meaning", one.says)]
        for source, result in one.example:
            rows += [("example", source), *([("gives", result)] if result else [])]
        found.append((one.name, rows))
    return found


def _metric_rows(metric: Any) -> Rows:
    better = f"{metric.better} is better" if metric.better else "neither higher nor lower is better in itself"
    return [
        ("label", metric.label),
        ("meaning", metric.meaning),
        ("unit", metric.unit),
        ("formula", metric.formula),
        ("better", better),
    ]


def _proposal(key: str) -> str:
    from simulator.parameters import ASSUMPTION_GROUPS, LEVER_GROUPS, dictionary, nearest

    keys = list(dictionary())
    names = {parameter.name: parameter.key for parameter in dictionary().values()}
    name = nearest(key.rpartition(".")[2], names)
    words = [*keys, *_metrics(), *LEVER_GROUPS, *ASSUMPTION_GROUPS]
    if close := names[name] if name and "." in key else nearest(key, words) or names.get(name or ""):
        return f"Did you mean '{close}'?"
    return f"Explain a group to see its parameters: {', '.join(LEVER_GROUPS + ASSUMPTION_GROUPS)}."


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _show_titled(console: Console, title: str, rows: Iterable[tuple[str, str]]) -> None:
    console.print(title, style="bold", markup=False)
    _show(console, rows)
    console.print()


def _show(console: Console, rows: Iterable[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(f"  {left}", Text(right))
    console.print(table)
