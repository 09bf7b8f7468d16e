"""`fogline diff-readings`: what a newer reader changed."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say, short
from fogline.errors import QuestionError


def register(app: typer.Typer) -> None:
    app.command("diff-readings")(diff_readings)


def diff_readings(
    report: Annotated[str | None, typer.Argument(help="Report, by id or name.")] = None,
    all: Annotated[bool, typer.Option("--all", help="Every report with more than one reading.")] = False,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """What the newest reading of a report changed against the one before.

    Example: fogline diff-readings --all
    """
    from fogline.desk import open as open_desk

    if (report is None) == (not all):
        raise QuestionError("diff-readings needs a report or --all: give one of the two")
    with open_desk(ledger, create=False) as desk:
        rows = desk.diff_readings(report)
    if json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['report']}: {row['old']} -> {row['new']}: {len(row['changes'])} changes")
        for change in row["changes"]:
            say(f"  {change['what']:8} {short(change['claim'])}  {change['words']}")
    if not rows:
        say("Every report has one reading only.")
