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
            count = len(record["claims"])
            say(f"Rests on {count} claim{'' if count == 1 else 's'}: --why shows the sentences.")


def show(record: dict[str, Any]) -> None:
    """The answer in a few lines: status first, then who says so, what would change it, what to bear in mind."""
    known = f", as known on {record['as_known_on']}" if record["as_known_on"] else ""
    out.print(f"{record['place']} on {record['on']}{known}: {record['status'].upper()}", style="bold", markup=False)
    say(record["sentence"])
    holders = [(h, h["basis"]) for h in record["holders"]] + [(h, "is there") for h in record["present"]]
    if holders:
        say()
        table(
            ("side", "basis", "latest", "reports", "origins"),
            (
                (
                    holder["side"] + (f" ({holder['share']})" if holder["share"] else ""),
                    basis,
                    holder["latest"],
                    str(holder["reports"]),
                    f"{len(holder['origins'])}: " + ", ".join(o["name"] for o in holder["origins"]),
                )
                for holder, basis in holders
            ),
            wide=(0, 4),
        )
    for hangs in record["hangs_on"]:
        say(f"Without {hangs['origin']}: {hangs['else']}.")
    for mark in record["marked"]:
        say(f"Note: {mark}.")
    for inside in record.get("places", ()):
        sides = ", ".join(h["side"] for h in inside["holders"])
        say(f"  {inside['place']}: {inside['status']}" + (f" - {sides}" if sides else ""))
    say(f"Policy: {record['policy']}, horizon {record['horizon_days']} days.")


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
