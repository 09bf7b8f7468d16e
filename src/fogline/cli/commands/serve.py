"""`fogline serve`: the workbench and the HTTP API."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option(help="Port.")] = 8017,
    host: Annotated[str, typer.Option(help="Address; another than loopback needs --token.")] = "127.0.0.1",
    token: Annotated[str | None, typer.Option(envvar="FOGLINE_TOKEN", help="Token that requests must carry.")] = None,
    tiles: Annotated[
        str | None,
        typer.Option(help="Tiles beneath the map: a .pmtiles file, or the address of raster tiles with {z}, {x}, {y}."),
    ] = None,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Serve the workbench and the HTTP API (OpenAPI at /api/docs).

    Without --tiles the page asks no other host for anything; with an address, that one host and no other.

    Example: fogline serve --ledger fogline.db
    """
    from fogline.workbench import serve as run

    run(ledger, host=host, port=port, token=token, tiles=tiles)
