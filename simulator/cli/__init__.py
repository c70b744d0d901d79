"""The command `creditlab`. Errors are sentences on the error stream, never a traceback."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from typing import Annotated

import typer

from simulator import __version__
from simulator.errors import UserError

USAGE_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    name="creditlab",
    help="Credit Strategy Lab: try a credit policy before your customers do.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (
    "comparing",
    "keeping",
    "listing",
    "page",
    "verifying",
    "benching",
    "best_of_many",
    "sensitivities",
    "frontiers",
    "optimising",
    "stressing",
    "claims",
    "desks",
    "explaining_why",
    "ledgers",
    "backtesting",
    "forecasting",
    "benchmarks",
    "sheets",
    "publishing",
    "course",
):
    if importlib.util.find_spec(f"simulator.cli.{room}"):
        importlib.import_module(f"simulator.cli.{room}").register(app)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"creditlab {__version__}")
        raise typer.Exit


@app.callback()
def creditlab(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and stop."),
    ] = False,
) -> None:
    """Credit Strategy Lab: try a credit policy before your customers do."""


def main() -> None:
    """Run the command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    try:
        code = int(app(args=arguments, prog_name="creditlab", standalone_mode=False) or 0)
        return _interrupted() if code == INTERRUPTED else code
    except UserError as error:
        typer.echo(error.message, err=True)
        return USAGE_ERROR
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 0
    except Exception as error:
        sentence = getattr(error, "format_message", None)
        if sentence is None:
            raise
        if sentence():
            typer.echo(f"{sentence().rstrip('.')}. 'creditlab --help' lists what there is.", err=True)
        return USAGE_ERROR


def _interrupted() -> int:
    typer.echo("Stopped before it was finished; no file of yours was written.", err=True)
    return INTERRUPTED
