"""`fogline brief`: the sitrep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import say
from fogline.errors import QuestionError


def register(app: typer.Typer) -> None:
    app.command()(brief)


def brief(
    place: Annotated[str | None, typer.Argument(help="Place, by any name that the atlas knows.")] = None,
    theatre: Annotated[str | None, typer.Option(help="A whole theatre instead of one place.")] = None,
    since: options.Since = None,
    until: options.Until = None,
    on: options.On = None,
    as_known_on: options.AsKnownOn = None,
    policy: options.Policy = "latest",
    horizon: options.Horizon = 120,
    output: Annotated[Path, typer.Option("-o", "--output", help="FILE.html or FILE.md.")] = Path("brief.html"),
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Write the sitrep: what is said, by how many origins, disputed by whom, with numbered footnotes.

    Example: fogline brief "Al-Tanf" --since 2017-06 --until 2017-09-10 -o brief.html
    """
    from fogline.desk import open as open_desk

    if (place is None) == (theatre is None):
        raise QuestionError("brief needs a place or --theatre: give one of the two")
    if output.suffix not in {".html", ".md"}:
        raise QuestionError(f"{output}: expected a name that ends in .html or .md")
    with open_desk(ledger, create=False) as desk:
        text = desk.brief(
            place,
            theatre=theatre,
            since=since,
            until=until,
            on=on,
            as_known_on=as_known_on,
            policy=policy,
            horizon=horizon,
            markdown=output.suffix == ".md",
        )
    output.write_text(text, encoding="utf-8")
    say(f"wrote {output}")
