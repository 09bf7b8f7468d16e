"""`fogline show`: one claim or report, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fogline import wording
from fogline.claims import LedgerClaim
from fogline.cli import options
from fogline.cli.commands.disputes import HEADINGS, link_record
from fogline.cli.output import out, print_json, say, short, table

if TYPE_CHECKING:
    from fogline.desk import Desk


def register(app: typer.Typer) -> None:
    app.command()(show)


def show(
    id: Annotated[str, typer.Argument(help="Id of a claim or report, or its first characters; a report's name.")],
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """One claim or report with its words in context, links, resolution and history.

    Example: fogline show 3f2a9c01d4
    """
    from fogline.desk import open as open_desk
    from fogline.exports.records import claim_record, report_record

    with open_desk(ledger, create=False) as desk:
        kind, full = desk.find(id)
        if kind == "report":
            report = desk.report(full)
            claims = desk.claims(report=full)
            if json:
                print_json(
                    report_record(report.head) | {"text": report.text, "claims": [claim_record(c) for c in claims]}
                )
                return
            _report(desk, full, claims)
            return
        entry = desk.claim(full)
        if json:
            print_json(
                claim_record(entry)
                | {
                    "evidence_text": desk.words(entry),
                    "links": [link_record(k) for k in desk.links_of(full)],
                    "history": desk.history(full),
                }
            )
            return
        _claim(desk, entry)


def _report(desk: Desk, id_: str, claims: list[LedgerClaim]) -> None:
    report = desk.report(id_)
    out.print(report.title or report.name, style="bold", markup=False)
    published = f"{report.published} (by {report.published_by})" if report.published else "no date known"
    rows = [
        ("id", id_),
        ("publisher", report.publisher or "not known"),
        ("published", published),
        ("address", report.url or "none"),
        ("read from", report.name),
        ("extractor", f"{report.extractor}, {report.media_type}, {report.encoding}"),
    ]
    table(("", ""), rows, wide=(1,))
    say()
    say(report.text)
    say()
    table(
        ("claim", "says", "id"),
        ((wording.sentence(c.claim), wording.sources(c.claim, report.publisher)[:24], short(c.id)) for c in claims),
        wide=(0,),
        one_line=True,
    )


def _claim(desk: Desk, entry: LedgerClaim) -> None:
    claim = entry.claim
    out.print(wording.sentence(claim), style="bold", markup=False)
    valid = entry.valid
    when = (
        "not known"
        if valid is None
        else f"{valid.start or '..'} to {valid.end or '..'}"
        if valid.start != valid.end
        else f"{valid.start}"
    )
    if claim.time:
        when += f' ("{claim.time.text}")'
    rows = [
        ("id", entry.id),
        ("says", wording.sources(claim, entry.report.publisher)),
        ("report", f"{entry.report.publisher or entry.report.name}, {entry.report.published or 'undated'}"),
        ("type", str(claim.type)),
        ("when", when),
        ("how sure", f"{claim.certainty}, {claim.mood}, {claim.polarity}"),
        ("trigger", f"{claim.trigger_text} ({claim.trigger.start}-{claim.trigger.end})"),
    ]
    for place in entry.places:
        name = f"{place.place.name} [{place.place.id}]" if place.place else "not known"
        rows.append(("place", f"{place.text} -> {name} ({place.relation}, score {place.score:.2f}) {place.why}"))
        if place.place is None and place.candidates:
            rows.append(("", "candidates: " + ", ".join(f"{n} {s:.2f}" for _, n, s in place.candidates[:3])))
    for actor in (*entry.actors, *entry.speakers):
        label = str(actor.role) if actor.role else "source"
        rows.append((label, f"{actor.text} -> {actor.name}" + (f", side: {actor.side}" if actor.side else "")))
    rows.append(("reader", f"{entry.reader}, score {claim.scores.claim:.2f} (of the reading, not of the claim)"))
    if entry.reviewed:
        rows.append(("review", entry.reviewed))
    if not entry.found_again:
        rows.append(("note", "not found again by the newest reading"))
    table(("", ""), rows, wide=(1,))
    before, words, after = desk.context(entry)
    say()
    out.print("  ..." + before, style="dim", markup=False, end="")
    out.print(words, style="bold", markup=False, end="")
    out.print(after + "...", style="dim", markup=False)
    links = desk.links_of(entry.id)
    if links:
        say()
    for link in links:
        other = link.b if link.a == entry.id else link.a
        heading = HEADINGS[link.kind][0 if other == link.a else 1]
        it = desk.claim(other)
        say(f"{link.kind} {short(link.id)}: {heading}: {wording.sentence(it.claim)}  {short(other)}")
        say(f"    {wording.sources(it.claim, it.report.publisher)}: {desk.words(it)}")
        say(f"    because: {link.why}")
    history = desk.history(entry.id)
    if history:
        say()
        for event in history:
            say(f"history: {event['at']}  {event['what']}")
