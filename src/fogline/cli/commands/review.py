"""`fogline review`: a person's word on a claim, link, origin or resolution."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fogline.claims import ReviewAction
from fogline.cli import options
from fogline.cli.output import print_json, say, short
from fogline.errors import QuestionError


def register(app: typer.Typer) -> None:
    app.command()(review)


def review(
    id: Annotated[str | None, typer.Argument(help="Id of a claim or link, or its first characters.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="It stands as read.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It does not stand: roll-ups leave it out.")] = False,
    correct: Annotated[list[str] | None, typer.Option(help="FIELD=VALUE; may be repeated.")] = None,
    add: Annotated[Path | None, typer.Option(help="JSON file of a claim that the reader missed.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last review of it, or this merge, back.")] = False,
    merges: Annotated[bool, typer.Option("--merges", help="List the merges of actors, those taken back too.")] = False,
    merge: Annotated[str | None, typer.Option(help="Actor known only from reports: is the one of --into.")] = None,
    into: Annotated[str | None, typer.Option(help="Actor that --merge is merged into.")] = None,
    by: Annotated[str | None, typer.Option(help="Reviewer's name; default $FOGLINE_REVIEWER, then $USER.")] = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Append a review; answers use the reviewed form, the original and the history stay.

    Example: fogline review 3f2a9c01d4 --correct mood=planned --by "A. Editor" --note "the source says talks"
    """
    from fogline.desk import open as open_desk

    if sum((accept, reject, bool(correct), add is not None, undo, merges, merge is not None)) != 1:
        raise QuestionError(
            "review needs exactly one of --accept, --reject, --correct, --add, --undo, --merge, --merges"
        )
    if (merge is None) != (into is None):
        raise QuestionError("review: --merge and --into go together: two names of one actor")
    with open_desk(ledger, create=False) as desk:
        if merges:
            _merges(desk.merges(), json)
            return
        if merge is not None and into is not None:
            done = [desk.merge(merge, into, by=by, note=note)]
        elif add is not None:
            done = [desk.add_claim(add, by=by, note=note)]
        elif id is None:
            raise QuestionError("review needs the id of a claim or link: `fogline claims` lists them")
        elif correct:
            done = [desk.correct(id, *_pair(c), by=by, note=note) for c in correct]
        else:
            action = "accept" if accept else "reject" if reject else "undo"
            done = [desk.review(id, action, by=by, note=note)]
    if json:
        print_json([{"id": r.id, "subject": r.subject, "action": str(r.action), "by": r.by} for r in done])
        return
    for r in done:
        if r.action is ReviewAction.MERGE_ACTORS:
            said = f"{r.value['merged_name']} is {r.value['kept_name']}, by {r.by}"
            say(f"{said}, recorded {r.at:%Y-%m-%d %H:%M:%S} as {short(r.id)}; `fogline review {short(r.id)} --undo`")
            continue
        say(f"{r.action} of {short(r.subject)} by {r.by}, recorded {r.at:%Y-%m-%d %H:%M:%S} as {short(r.id)}")


def _merges(rows: list[dict[str, Any]], json: bool) -> None:
    if json:
        print_json(rows)
        return
    if not rows:
        say("no actors have been merged")
    for row in rows:
        say(f"{short(row['id'])}  {row['merged']['name']} -> {row['kept']['name']}")
        say(f"    by {row['by']}, {row['at']}: {row['reason']}")
        if not row["stands"]:
            because = f": {row['taken_back_because']}" if row["taken_back_because"] else ""
            say(f"    taken back by {row['taken_back_by']}{because}")


def _pair(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign:
        raise QuestionError(f"--correct {text!r}: expected FIELD=VALUE, for example mood=planned")
    return field.strip(), value.strip()
