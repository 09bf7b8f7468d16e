"""`fogline timeline`: claims in order of valid time, rival ones side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline import wording
from fogline.cli import options
from fogline.cli.commands.claims import day
from fogline.cli.output import print_json, say, short, table


def register(app: typer.Typer) -> None:
    app.command()(timeline)


def timeline(
    subject: Annotated[str, typer.Argument(help="Place or actor, by any name that the atlas knows.")],
    since: options.Since = None,
    until: options.Until = None,
    as_known_on: options.AsKnownOn = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Claims about a place or actor in order of valid time, rival ones side by side.

    Example: fogline timeline "Abu Kamal" --since 2017-11
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        line = desk.timeline(subject, since=since, until=until, as_known_on=as_known_on)
        if json:
            print_json(line.as_json())
            return
        say(line.sentence)
        rows = []
        for row in line.rows:
            for item in row.entries:
                entry = desk.claim(item.claim)
                mark = f"  [rivals: {', '.join(short(r) for r in item.rivals)}]" if item.rivals else ""
                rows.append(
                    (
                        day(entry),
                        wording.sources(entry.claim, entry.report.publisher)[:22],
                        wording.sentence(entry.claim) + mark,
                        short(entry.id),
                    )
                )
        table(("when", "says", "claim", "id"), rows, wide=(2,))
        for change in line.changes:
            say(f"{change.day}: {change.answer} (before: {change.before}; {change.because})")
