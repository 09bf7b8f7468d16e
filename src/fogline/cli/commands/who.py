"""`fogline who`: who holds a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fogline import wording
from fogline.cli import options
from fogline.cli.output import out, print_json, say, short, table

if TYPE_CHECKING:
    from fogline.desk import Desk


def register(app: typer.Typer) -> None:
    app.command()(who)


def who(
    place: Annotated[str, typer.Argument(help="Place, by any name that the atlas knows.")],
    on: options.On = None,
    as_known_on: options.AsKnownOn = None,
    as_recorded_at: options.AsRecordedAt = None,
    policy: options.Policy = "latest",
    horizon: options.Horizon = 120,
    merge_allies: options.MergeAllies = False,
    why: Annotated[bool, typer.Option("--why", help="Show the sentences that the answer rests on.")] = False,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Who holds a place on a day, according to whom, as known on which day.

    Example: fogline who "Al-Tanf" --on 2017-09-10 --why
    """
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        answer = desk.who_holds(
            place,
            on=on,
            as_known_on=as_known_on,
            as_recorded_at=as_recorded_at,
            policy=policy,
            horizon=horizon,
            merge_allies=merge_allies,
        )
        record = answer.as_json()
        if json:
            print_json(record)
            return
        show(record)
        if why:
            words(desk, record)
        elif record["claims"]:
            say(f"Rests on {len(record['claims'])} claims: --why shows their sentences.")


def show(record: dict[str, Any]) -> None:
    """The answer in a few lines: status first, then who says so and who says otherwise."""
    status = record["status"].upper()
    known = f", as known on {record['as_known_on']}" if record["as_known_on"] else ""
    name = record["place"]["name"] if isinstance(record["place"], dict) else record["place"]
    out.print(f"{name} on {record['on']}{known}: {status}", style="bold", markup=False)
    say(record["sentence"])
    if record["holders"]:
        say()
        table(
            ("side", "basis", "latest", "reports", "origins"),
            (
                (
                    holder["side"],
                    holder["basis"],
                    holder["latest"] or "undated",
                    str(holder["reports"]),
                    f"{len(holder['origins'])}: " + ", ".join(_origin(o) for o in holder["origins"]),
                )
                for holder in record["holders"]
            ),
            wide=(0, 4),
        )
    if record.get("unknown_because"):
        say(f"Unknown because {record['unknown_because']}.")
    if record.get("last_known"):
        say(f"Last known: {record['last_known']['sentence'] if isinstance(record['last_known'], dict) else record['last_known']}")
    for note in record.get("notes", ()):
        say(f"Note: {note}")
    say(f"Policy: {record['policy']}.")


def _origin(origin: Any) -> str:
    return str(origin["name"]) if isinstance(origin, dict) else str(origin)


def words(desk: Desk, record: dict[str, Any]) -> None:
    """The sentences under an answer: those that support it, then those against."""
    against = {a["claim"]: a for a in record["against"]}
    for heading, ids in (
        ("Rests on", [i for i in record["claims"] if i not in against]),
        ("Against, or moves nothing", list(against)),
    ):
        if not ids:
            continue
        say()
        out.print(heading, style="bold")
        for id_ in ids:
            entry = desk.claim(id_)
            head = entry.report
            say(f"  {short(id_)}  {wording.sentence(entry.claim)}")
            says = wording.sources(entry.claim, head.publisher)
            say(f"    says {says}; in {head.publisher or head.name}, {head.published or 'undated'}")
            say(f"    | {desk.words(entry)}")
            reason = against.get(id_, {}).get("why")
            if reason:
                say(f"    {reason}")
