"""`fogline places`: the geoparser alone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, table, warn


def register(app: typer.Typer) -> None:
    app.command()(places)


def places(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, URLs, tables or -, as for `read`.")],
    theatre: Annotated[str | None, typer.Option(help="Theatre that the reports are about.")] = None,
    json: options.Json = False,
) -> None:
    """Every place mention with what it was resolved to; no ledger, no claims.

    Example: fogline places report.txt --json
    """
    from fogline import atlas
    from fogline.exports.records import place_record
    from fogline.reports import Failure, load

    known = atlas.open()
    failed = False
    rows = []
    for item in load(sources, theatre=theatre, stdin=sys.stdin.buffer if "-" in sources else None):
        if isinstance(item, Failure):
            warn(f"failed: {item.error}")
            failed = True
            continue
        rows += [{"report": item.name} | place_record(ref) for ref in known.places_in(item)]
    if json:
        print_json(rows)
    else:
        table(
            ("report", "text", "place", "score", "relation"),
            ((r["report"][:20], r["text"], r["name"] or "not known", f"{r['score']:.2f}", r["relation"]) for r in rows),
            wide=(1, 2),
        )
    raise typer.Exit(1 if failed else 0)
