"""`fogline publishers`: what is known of publishers, and by whose word."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say, table

group = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help="List publishers: side, kind, reliability letter, by whose word.\n\nExample: fogline publishers",
)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="publishers")


@group.callback()
def publishers(
    context: typer.Context,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """List publishers.

    Example: fogline publishers
    """
    if context.invoked_subcommand:
        return
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        rows = desk.publishers()
    if json:
        print_json(rows)
        return
    table(
        ("publisher", "side", "kind", "letter", "reports", "by"),
        (
            (r["name"], r["side"] or "", r["kind"] or "", r["reliability"], str(r["reports"]), r["by"] or "")
            for r in rows
        ),
        wide=(0, 1),
    )


@group.command("set")
def set_publisher(
    name: Annotated[str, typer.Argument(help="Publisher, as the reports name it.")],
    side: Annotated[str | None, typer.Option(help="The side it speaks for.")] = None,
    kind: Annotated[str | None, typer.Option(help="primary, press, agency, official or tertiary.")] = None,
    reliability: Annotated[str | None, typer.Option(help="Source letter A to F (Admiralty).")] = None,
    by: Annotated[str | None, typer.Option(help="Whose word this is; default $FOGLINE_REVIEWER, then $USER.")] = None,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Set what you know of a publisher; earlier words stay in the history.

    Example: fogline publishers set SANA --side "Syrian government" --kind official --reliability D
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger) as desk:
        desk.set_publisher(name, side=side, kind=kind, reliability=reliability, by=by)
    say(f"{name}: set")
