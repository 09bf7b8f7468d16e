"""`fogline claims`: list claims."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from fogline import wording
from fogline.claims import LedgerClaim
from fogline.cli import options
from fogline.cli.output import print_json, say, short, table


def register(app: typer.Typer) -> None:
    app.command()(claims)


def claims(
    place: Annotated[str | None, typer.Option(help="Place, by any name that the atlas knows.")] = None,
    actor: Annotated[str | None, typer.Option(help="Actor, by any name that the atlas knows.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="Claim type of the codebook; may be repeated.")] = None,
    source: Annotated[str | None, typer.Option(help="Somebody in the attribution chain.")] = None,
    since: options.Since = None,
    until: options.Until = None,
    mood: Annotated[list[str] | None, typer.Option(help="Mood; may be repeated.")] = None,
    certainty: Annotated[list[str] | None, typer.Option(help="Certainty; may be repeated.")] = None,
    text: Annotated[str | None, typer.Option(help="Words that the claim's sentence holds.")] = None,
    report: Annotated[str | None, typer.Option(help="Report, by id or name.")] = None,
    as_known_on: options.AsKnownOn = None,
    limit: Annotated[int, typer.Option(help="At most this many; 0 for all.")] = 0,
    json: options.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """List claims, one a line: when, who says so, what, report, id.

    Example: fogline claims --place Raqqa --type capture --since 2017-06 --mood actual
    """
    from fogline.desk import open as open_desk
    from fogline.exports.records import claim_record

    with open_desk(ledger, create=False) as desk:
        found = desk.claims(
            place=place,
            actor=actor,
            types=type,
            source=source,
            since=since,
            until=until,
            moods=mood,
            certainties=certainty,
            text=text,
            report=report,
            as_known_on=as_known_on,
            limit=limit or None,
        )
    if json:
        print_json([claim_record(c) for c in found])
        return
    if as_csv:
        _write_csv(found)
        return
    table(
        ("when", "says", "claim", "report", "id"),
        (
            (
                day(c),
                _says(c),
                wording.sentence(c.claim) + (f" [{c.reviewed}]" if c.reviewed else ""),
                _shortened(c.report.publisher or c.report.name, 10),
                short(c.id),
            )
            for c in found
        ),
        wide=(2,),
        one_line=True,
    )
    say(f"{len(found)} claims")


def _says(entry: LedgerClaim) -> str:
    """The innermost source in few letters; the whole chain is in `fogline show`."""
    chain = entry.claim.sources
    if not chain:
        return "(own word)"
    return _shortened(chain[-1].entity, 16 if len(chain) == 1 else 14) + (" <" if len(chain) > 1 else "")


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def day(entry: LedgerClaim) -> str:
    """When the claim holds, in ten characters; the report's day in brackets is not it, so undated stays undated."""
    if entry.valid is None:
        return "undated"
    start, end = entry.valid.start, entry.valid.end
    if start and end and start == end:
        return start.isoformat()
    if start and end:
        return f"{start:%Y-%m-%d}/" if start.year != end.year or start.month != end.month else f"{start:%Y-%m}"
    return f"{start}/.." if start else f"../{end}"


def _write_csv(found: list[LedgerClaim]) -> None:
    columns = (
        "id valid_from valid_to sources type words certainty polarity mood places place_ids "
        "report publisher url published evidence_start evidence_end"
    )
    writer = csv.writer(sys.stdout)
    writer.writerow(columns.split())
    for c in found:
        valid = c.valid
        writer.writerow(
            [
                c.id,
                valid.start if valid else "",
                valid.end if valid else "",
                " > ".join(s.entity for s in c.claim.sources),
                c.claim.type,
                wording.sentence(c.claim),
                c.claim.certainty,
                c.claim.polarity,
                c.claim.mood,
                "; ".join(p.text for p in c.places),
                "; ".join(p.place.id if p.place else "" for p in c.places),
                c.report.name,
                c.report.publisher or "",
                c.report.url or "",
                c.report.published or "",
                c.claim.evidence.start,
                c.claim.evidence.end,
            ]
        )
