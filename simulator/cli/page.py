"""`creditlab page`: the pages, served on this machine."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("page")(serve_pages)


def serve_pages(
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to serve on; left out, the first free one from 8866."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need a token.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    talkative: Annotated[
        bool, typer.Option("--talkative", help="Show the whole log, for whoever works on the pages.")
    ] = False,
) -> None:
    """Open the pages of Credit Strategy Lab in the browser. Everything stays on this machine."""
    from simulator.pages.serving import Wanted, serve

    def tell(sentence: str) -> None:
        print(sentence, flush=True)  # noqa: T201 whoever started it may be reading a pipe

    serve(Wanted(host=host, port=port, has_browser=not no_browser, is_talkative=talkative), tell)
