"""`fogline verify`, `backup`, `restore`, `move`, `redact`: care of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say


def register(app: typer.Typer) -> None:
    for command in (verify, backup, restore, move, redact):
        app.command()(command)


def verify(
    against: Annotated[Path | None, typer.Option(help="File with an earlier chain head (from --export).")] = None,
    export: Annotated[Path | None, typer.Option(help="Write the chain head to this file.")] = None,
    rebuild: Annotated[bool, typer.Option(help="First rebuild what is derived from the records.")] = False,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Recompute every id, hash and the running chain; name the first record that does not match.

    Example: fogline verify --against head-2026-01.json
    """
    from fogline.desk import care

    result = care.verify(ledger, against=against, export=export, rebuild=rebuild)
    if json:
        print_json(result)
    else:
        say(result["sentence"])
    raise typer.Exit(0 if result["ok"] else 1)


def backup(
    file: Annotated[Path, typer.Argument(help="File to write; must not exist.")],
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Copy the ledger to a file while it is in use.

    Example: fogline backup ledger-2026-01-31.db
    """
    from fogline.desk import care

    say(care.backup(ledger, file))


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Make a ledger from a backup; refuses to write over one that exists.

    Example: fogline restore ledger-2026-01-31.db --ledger new.db
    """
    from fogline.desk import care

    say(care.restore(file, ledger))


def move(
    source: Annotated[str, typer.Argument(help="Ledger to copy from: file or postgresql:// URL.")],
    target: Annotated[str, typer.Argument(help="Empty ledger to copy to: file or postgresql:// URL.")],
) -> None:
    """Copy a ledger between SQLite and PostgreSQL, either way, ids and chain intact.

    Example: fogline move fogline.db postgresql://desk@localhost/fogline
    """
    from fogline.desk import care

    say(care.move(source, target))


def redact(
    report: Annotated[str, typer.Argument(help="Report, by id or name.")],
    why: Annotated[str, typer.Option(help="Reason, kept on the tombstone.")],
    by: Annotated[str | None, typer.Option(help="Whose decision; default $FOGLINE_REVIEWER, then $USER.")] = None,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Remove a report's text and raw bytes behind a tombstone; hashes and spans stay and the chain still verifies.

    Example: fogline redact 3f2a9c01d4 --why "names a victim"
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        say(desk.redact(report, why=why, by=by))
