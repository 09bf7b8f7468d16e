"""`fogline origins`: which reports share an origin."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import out, print_json, say, short
from fogline.errors import QuestionError


def register(app: typer.Typer) -> None:
    app.command()(origins)


def origins(
    report: Annotated[str | None, typer.Argument(help="Report, by id or name.")] = None,
    place: Annotated[str | None, typer.Option(help="Everything said about this place.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Which reports share an origin, and why: quotation, citation, copied text with its share.

    Example: fogline origins --place "Al-Walid"
    """
    from fogline.desk import open as open_desk

    if (report is None) == (place is None):
        raise QuestionError("origins needs a report or --place: give one of the two")
    with open_desk(ledger, create=False) as desk:
        sources = desk.origins(report=report, place=place)
        if json:
            print_json(sources)
            return
        for source in sources:
            count = len(source["reports"])
            reach = f"{count} report{'s' * (count != 1)}, {len(source['statements'])} statement"
            unnamed = "" if source["named"] else " (unnamed)"
            out.print(
                f"{source['name']}{unnamed}: {reach}{'s' * (len(source['statements']) != 1)}",
                style="bold",
                markup=False,
            )
            for statement in source["statements"]:
                for carried in statement["carried_by"]:
                    mark = "relay" if carried["relay"] else "origin"
                    share = f", {carried['share']:.0%} of its shingles" if carried["share"] else ""
                    date = carried["published"] or "undated"
                    say(f"  {mark:6}  {carried['publisher'] or carried['name']}, {date}: {carried['via']}{share}")
                    claims = f"{carried['claims']} claim{'' if carried['claims'] == 1 else 's'}"
                    say(f"          {carried['why']} ({claims}, report {short(carried['report'])})")
        reports = {c["report"] for s in sources for t in s["statements"] for c in t["carried_by"]}
        plural = "" if len(reports) == 1 else "s", "" if len(sources) == 1 else "s"
        say(f"{len(reports)} report{plural[0]}, {len(sources)} origin{plural[1]}")
