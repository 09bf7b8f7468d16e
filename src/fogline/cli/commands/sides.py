"""`fogline sides`: sides, their members and alliances on a day."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say


def register(app: typer.Typer) -> None:
    app.command()(sides)


def sides(
    on: Annotated[str | None, typer.Option("--on", help="Day asked about; default all days.")] = None,
    json: options.Json = False,
) -> None:
    """Sides with their members and alliances, with dates and sources, from the theatre packs.

    Example: fogline sides --on 2017-09-10
    """
    from fogline.desk import sides as run

    rows = run(on)
    if json:
        print_json(rows)
        return
    for side in rows:
        say(f"{side['name']}  [{side['id']}]")
        for member in side["members"]:
            say(f"  {member['name']}" + _dates(member))
        for ally in side["allies"]:
            say(f"  allied with {ally['name']}" + _dates(ally))


def _dates(row: dict[str, str | None]) -> str:
    if not row["since"] and not row["until"]:
        return ""
    return f"  ({row['since'] or '..'} to {row['until'] or '..'})"
