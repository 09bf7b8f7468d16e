"""`fogline export`: hand claims on in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import say


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    format: Annotated[
        str, typer.Option("--format", help="geojson, csv, parquet, corpus, acled, webannotation, kml or ftm.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write (corpus: folder).")],
    place: Annotated[str | None, typer.Option(help="Only about this place.")] = None,
    since: options.Since = None,
    until: options.Until = None,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Write claims in another format; every row carries its claim ids.

    Example: fogline export --format geojson -o claims.geojson
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        count = desk.export(format, output, place=place, since=since, until=until)
    say(f"wrote {count} rows to {output}")
