"""`fogline check`: claimed distances, radii and extents against geometry."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say, short, table


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    place: Annotated[str | None, typer.Option(help="Only about this place.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Every claimed distance, radius and extent against geometry: claimed, computed, verdict.

    Example: fogline check --place "Al-Tanf"
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        checks = desk.check(place)
        if json:
            print_json([c.as_json() for c in checks])
            return
        rows = []
        for c in checks:
            record = c.as_json()
            rows.append((record["verdict"], record["sentence"], short(record["claim"])))
        table(("verdict", "claimed and computed", "id"), rows, wide=(1,))
        say(f"{len(rows)} claims of measure")
