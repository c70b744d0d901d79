"""What the commands that run something can be told: each option once, under one name.

In every command they come in one order: what the command alone can be told, then the measure, ledger, settings,
shocks, seed, replications, workers, what is kept, and the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SEED = 2026

ScenarioName = Annotated[
    str,
    typer.Argument(
        help="A scenario by name, such as wholesale, or a file of yours (.yaml): a scenario, or a shared comparison."
    ),
]
ComparedNames = Annotated[
    list[str] | None,
    typer.Argument(help="Strategies by name or file; the others are compared with the first."),
]
JudgedBy = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="What the verdict judges by: profit, lowest_cash, dso, write_offs, bad_year, growth, resilience, or "
        "weights such as profit=2,lowest_cash=1.",
        show_default="profit",
    ),
]
StrategyNames = Annotated[list[str], typer.Argument(help="Strategies by name or file.")]
AnyNames = Annotated[
    list[str] | None, typer.Argument(help="Strategies by name or file; none named means all that ship.")
]
StrategyName = Annotated[str, typer.Argument(help="A strategy by name or file.")]
OneName = Annotated[
    str, typer.Argument(help="The strategy from which the difference is taken, by name or file.")
]
OtherName = Annotated[str, typer.Argument(help="The strategy that is judged, by name or file.")]

By = Annotated[
    str,
    typer.Option(
        "--by",
        "--measure",
        metavar="NAME",
        help="The measure to judge by: profit, lowest_cash, dso, write_offs, or any measure's name.",
    ),
]
Followed = Annotated[
    str,
    typer.Option(
        "--by",
        "--measure",
        metavar="NAME",
        help="What is followed to the invoice: profit, cash_collected, dso or write_offs.",
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        "--measure",
        metavar="NAME",
        help="What counts; may be repeated, and the first one ranks. None named: profit, lowest_cash and write_offs; "
        "under stress also dso.",
    ),
]
Ledger = Annotated[
    Path | None, typer.Option("--ledger", help="Your own ledger: its customers replace the scenario's.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE",
        help="A lever changes every strategy but the first, an assumption changes the scenario for all.",
    ),
]
Grid = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE,...",
        help="A lever with several values makes a strategy of each (of each combination); an assumption has one.",
    ),
]
Assumptions = Annotated[
    list[str] | None, typer.Option("--set", metavar="GROUP.NAME=VALUE", help="Sets an assumption.")
]
Shocks = Annotated[
    list[str] | None,
    typer.Option(
        "--shock",
        metavar="NAME",
        help="What comes upon all strategies: a shock by name or file; may be repeated.",
    ),
]
ShocksApart = Annotated[
    list[str] | None,
    typer.Option(
        "--shock",
        metavar="NAME",
        help="A shock by name or file; may be repeated. Left out: all that come with creditlab.",
    ),
]
WorseningShock = Annotated[
    str, typer.Option("--shock", metavar="NAME", help="The shock that gets worse, by name or file.")
]
Seed = Annotated[int, typer.Option("--seed", help="The seed of all luck: the same seed, the same numbers.")]
Replications = Annotated[int, typer.Option("--replications", help="Run each strategy, or case, so often.")]
ExactReplications = Annotated[
    int | None, typer.Option("--replications", help="Run exactly so many replications.")
]
MostReplications = Annotated[int, typer.Option("--replications", help="Run each strategy so often at most.")]
ProofReplications = Annotated[int, typer.Option("--replications", help="Runs of the proof.")]
Workers = Annotated[
    str | None,
    typer.Option(
        "--workers",
        metavar="WORKERS",
        help="auto, a number, threads:N, processes:N or dask://HOST:PORT; the numbers do not depend on it.",
        show_default="auto",
    ),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Run again what is kept from before, rather than show it.")
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the whole answer to this file.")]
WorkbookFile = Annotated[
    Path | None,
    typer.Option(
        "--workbook", metavar="FILE.xlsx", help="Write everything about the comparison to a workbook."
    ),
]
JournalFile = Annotated[
    Path | None,
    typer.Option(
        "--journal", metavar="FILE.csv", help="Write the journal of one replication, every row of it."
    ),
]
