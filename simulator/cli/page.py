"""`creditlab page`: the pages, served on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.options import Ledger

if TYPE_CHECKING:
    from simulator.app.setting import Setting


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("page")(serve_pages)


def serve_pages(
    scenario: Annotated[
        str, typer.Option(help="What the pages open with: a scenario by name, or a file of yours (.yaml).")
    ] = "",
    ledger: Ledger = None,
    boards: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="List the board pages that creditlab publish wrote into folders in it."
        ),
    ] = None,
    *,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to serve on; left out, the first free one from 8866."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need a token.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    lean: Annotated[
        bool,
        typer.Option(
            "--lean/--warm",
            help="Build a page when somebody opens it, or keep one of each waiting (quicker; some 2 GB of memory for "
            "all ten, and none waits where less than 2 GB is left).",
        ),
    ] = False,
    talkative: Annotated[
        bool, typer.Option("--talkative", help="Show the whole log, for whoever works on the pages.")
    ] = False,
) -> None:
    """Open the pages of Credit Strategy Lab in the browser. Everything stays on this machine."""
    from simulator.classroom.overview.standing import go_on
    from simulator.pages.serving import Wanted, serve

    def tell(sentence: str) -> None:
        print(sentence, flush=True)  # noqa: T201 whoever started it may be reading a pipe

    setting = _setting(scenario, ledger, tell)
    serve(
        Wanted(
            host=host,
            port=port,
            has_browser=not no_browser,
            is_preheated=not lean,
            is_talkative=talkative,
            setting=setting,
            boards=_folder(boards),
            go_on=go_on,
        ),
        tell,
    )


def _folder(boards: Path | None) -> Path | None:
    if boards is not None and not boards.is_dir():
        from simulator.errors import UserError

        raise UserError(f"--boards {boards} is no folder. Name the folder in which the published ones lie.")
    return boards


def _setting(scenario: str, ledger: Path | None, tell: Callable[[str], None]) -> Setting | None:
    """What the pages open with; None: the wholesaler that ships."""
    from simulator.app.setting import read_setting, scenario_setting

    if ledger is not None:
        tell(f"Reading and fitting {ledger.name}")
        return read_setting(ledger, scenario)
    if not scenario:
        return None
    return scenario_setting(scenario)
