"""`fogline disputes` and `fogline links`: how claims bear on one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fogline import wording
from fogline.claims import Link, LinkKind
from fogline.cli import options
from fogline.cli.output import out, print_json, say, short

if TYPE_CHECKING:
    from fogline.desk import Desk

#: What "disputed" means to a reader of the list: agreement and copies are shown by `fogline links`.
DISPUTES = (LinkKind.CONTRADICTS, LinkKind.HARDENS, LinkKind.RETRACTS, LinkKind.UPDATES, LinkKind.SOFTENS)

#: How the two claims of a link stand to each other, in words.
HEADINGS = {
    LinkKind.CONTRADICTS: ("says", "but"),
    LinkKind.HARDENS: ("rests on", "made harder"),
    LinkKind.SOFTENS: ("rests on", "made softer"),
    LinkKind.RETRACTS: ("had said", "takes back"),
    LinkKind.UPDATES: ("earlier", "later"),
    LinkKind.CORROBORATES: ("says", "so does"),
    LinkKind.COPIES: ("first in", "copied by"),
}


def register(app: typer.Typer) -> None:
    app.command()(disputes)
    app.command()(links)


def disputes(
    place: Annotated[str | None, typer.Option(help="Only about this place.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only links of this kind; may be repeated.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """What is disputed, hardened, retracted or updated, each with both sentences. JSON gives all kinds of links.

    Example: fogline disputes --place "Al-Tanf" --kind hardens
    """
    _print(place, kind, json, ledger, () if json else DISPUTES)


def links(
    place: Annotated[str | None, typer.Option(help="Only about this place.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only links of this kind; may be repeated.")] = None,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """All links between claims: copies and corroboration too.

    Example: fogline links --place Raqqa
    """
    _print(place, kind, json, ledger, ())


def _print(place: str | None, kind: list[str] | None, json: bool, ledger: str, default: Sequence[LinkKind]) -> None:
    from fogline.desk import open as open_desk

    with open_desk(ledger, create=False) as desk:
        kinds = desk.link_kinds(kind) or default
        found = desk.links(place=place, kinds=kinds)
        if json:
            print_json([link_record(link) for link in found])
            return
        if not found:
            say("Nothing found." if place is None else f"Nothing found about {place}.")
        for link in found:
            _show(desk, link)
        counts = {k: sum(link.kind is k for link in found) for k in LinkKind}
        say(", ".join(f"{n} {k}" for k, n in counts.items() if n))


def link_record(link: Link) -> dict[str, Any]:
    """A link as JSON: kind, field, the two claim ids (earlier first) and the reason."""
    return {"id": link.id, "kind": str(link.kind), "field": link.field, "claims": [link.a, link.b], "why": link.why}


def _show(desk: Desk, link: Link) -> None:
    first, second = HEADINGS[link.kind]
    title = f"{str(link.kind).upper()}" + (f" ({link.field})" if link.field else "") + f"  {short(link.id)}"
    out.print(title, style="bold", markup=False)
    for heading, id_ in ((first, link.a), (second, link.b)):
        entry = desk.claim(id_)
        who = wording.sources(entry.claim, entry.report.publisher)
        date = entry.report.published.isoformat() if entry.report.published else "undated"
        say(f"  {heading}: {who}, in {entry.report.publisher or entry.report.name}, {date}  {short(id_)}")
        say(f"    {wording.sentence(entry.claim)}")
        say(f"    | {desk.words(entry)}")
    say(f"  because: {link.why}")
    say()
