"""The desk: the rooms strung together behind the verbs of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from fogline import atlas as atlas_room
from fogline import ledger as ledger_room
from fogline import picture, reader, reports, weighing
from fogline.claims import (
    Certainty,
    ClaimType,
    LedgerClaim,
    Link,
    LinkKind,
    Mood,
    Place,
    Report,
    ReportKind,
    Review,
    ReviewAction,
    Weighed,
)
from fogline.desk import lookup, merging, reviewing
from fogline.desk.intake import Intake, take_in, with_links
from fogline.desk.lookup import day
from fogline.desk.moving import Moving
from fogline.desk.origins import by_source
from fogline.desk.whatif import question as parse_question
from fogline.errors import NotFoundError, QuestionError
from fogline.ledger import ClaimQuery, Ledger
from fogline.ledger.outlines import ids
from fogline.ledger.records import new_review

#: Code points of context shown on either side of a claim's evidence.
CONTEXT = 160
#: Links in the order of a list of disputes.
ORDER = (
    LinkKind.RETRACTS,
    LinkKind.HARDENS,
    LinkKind.CONTRADICTS,
    LinkKind.UPDATES,
    LinkKind.SOFTENS,
    LinkKind.CORROBORATES,
    LinkKind.COPIES,
)


def open(ledger: str | Path = "fogline.db", *, create: bool = True, engine: str = "local", force: bool = False) -> Desk:
    """A desk over a ledger: a file (SQLite, made when missing) or a postgresql:// URL.

    Raises LedgerError where there is no ledger and `create` is False.

    Example: `with fogline.open("desk.db") as desk: print(desk.who_holds("Al-Tanf", on="2017-09-10").sentence)`
    """
    return Desk(ledger_room.open(ledger, create=create), engine=engine, force=force)


class Desk:
    """A ledger, an atlas and a reader, and the questions that can be asked of them together.

    Days are given as `date` or text (ISO or EDTF), places, actors and sides by any name that the atlas knows.
    """

    def __init__(self, ledger: Ledger, *, engine: str = "local", force: bool = False) -> None:
        self.ledger = ledger
        self._engine = engine
        self._force = force
        self._moving = Moving(ledger)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    @cached_property
    def atlas(self) -> atlas_room.Atlas:
        return atlas_room.open()

    @cached_property
    def engine(self) -> reader.Engine:
        return reader.load(self._engine, force=self._force)

    # Reading -----------------------------------------------------------------------------------------------------

    def read(
        self,
        *sources: str,
        published: str | date | None = None,
        publisher: str | None = None,
        theatre: str | None = None,
        min_score: float | None = None,
        processes: int = 1,
        done: Callable[[str], None] = lambda name: None,
    ) -> Intake:
        """Read files, folders or addresses into the ledger and link what is new. Failures are in the result."""
        items = reports.load(sources, published=day(published), publisher=publisher, theatre=theatre)
        return self.take_in(items, min_score=min_score, processes=processes, done=done)

    def take_in(
        self,
        items: Iterable[Report | reports.Failure],
        *,
        min_score: float | None = None,
        processes: int = 1,
        done: Callable[[str], None] = lambda name: None,
    ) -> Intake:
        """Read reports that are loaded already, store them, link what is new."""
        intake = take_in(
            items, self.ledger, self.atlas, self.engine, min_score=min_score, processes=processes, done=done
        )
        merged = len(merging.by_rule(self.ledger)) if intake.new_claims else 0
        return with_links(intake, [str(link.kind) for link in self.link()], merged)

    def link(self) -> tuple[Link, ...]:
        """Weigh every claim that has not been weighed yet, for instance after a run that was killed."""
        new = self.ledger.unweighed()
        if not new:
            return ()
        allied = self.atlas.sides.allied
        result = weighing.weigh(new, self.text_of, self.ledger.candidates, self.ledger.publishers(), allied=allied)
        self.ledger.add_weighing(result, weighing.VERSION)
        return result.links

    # Looking things up -------------------------------------------------------------------------------------------

    def place(self, name: str) -> lookup.Found:
        """The place that a name means, and others of that name."""
        spoken_of = self.ledger.places()
        exact = next((p for p in spoken_of if p.id == name), None)  # of a pack that is not loaded now, perhaps
        return lookup.Found(exact, ()) if exact is not None else lookup.place(self.atlas, name, spoken_of)

    def find(self, name: str) -> tuple[str, str]:
        """What an id, its first characters or a report's name stands for: ("claim" | "report" | "link", id)."""
        named = [head.id for head in self.ledger.reports() if head.name == name]
        if len(named) == 1:
            return "report", named[0]
        if len(named) > 1:
            raise QuestionError(f"{name}: {len(named)} reports have that name; give an id: " + ", ".join(named)[:200])
        found = self.ledger.find(name)
        return found.kind, found.id

    def claim(self, id_: str) -> LedgerClaim:
        return self.ledger.claim(id_)

    def report(self, id_: str) -> Report:
        return self.ledger.report(id_)

    def text_of(self, report: str) -> str:
        """The stored text of a report; empty where it was redacted."""
        return self.ledger.text(report)

    def words(self, entry: LedgerClaim) -> str:
        """The verbatim words of a claim's evidence, white space closed up."""
        words = " ".join(entry.claim.evidence.of(self.text_of(entry.report.id)).split())
        return words or "(redacted)"

    def context(self, entry: LedgerClaim) -> tuple[str, str, str]:
        """The evidence with what stands before and after it."""
        text, span = self.text_of(entry.report.id), entry.claim.evidence
        return text[max(0, span.start - CONTEXT) : span.start], span.of(text), text[span.end : span.end + CONTEXT]

    def history(self, id_: str) -> list[dict[str, Any]]:
        """What was recorded of a claim or report, oldest first."""
        return [
            {"at": past.recorded.isoformat(timespec="seconds"), "kind": past.kind, "by": past.by, "what": past.words}
            for past in self.ledger.history(id_)
        ]

    def claims(
        self,
        *,
        place: str | None = None,
        actor: str | None = None,
        types: Sequence[str] | None = None,
        source: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        moods: Sequence[str] | None = None,
        certainties: Sequence[str] | None = None,
        text: str | None = None,
        report: str | None = None,
        as_known_on: str | date | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> list[LedgerClaim]:
        """Claims that fit, in order of valid time; undated ones last."""
        return self.ledger.claims(
            ClaimQuery(
                places=(self.place(place).place.id,) if place else (),
                actors=self._actor_ids(actor) if actor else (),
                types=lookup.words(ClaimType, types, "type"),
                moods=lookup.words(Mood, moods, "mood"),
                certainties=lookup.words(Certainty, certainties, "certainty"),
                sources=self._source_ids(source) if source else (),
                since=day(since),
                until=day(until, last=True),
                text=text,
                report=self._report(report) if report else None,
                as_known_on=day(as_known_on, last=True),
                limit=limit,
                after=after,
            )
        )

    def search(self, words: str, limit: int | None = None) -> list[str]:
        """Ids of claims whose sentence holds the words, the most recently recorded first."""
        return ids(self.ledger, ClaimQuery(text=words, limit=limit))

    # Weighing ----------------------------------------------------------------------------------------------------

    def link_kinds(self, given: Sequence[str] | None) -> tuple[LinkKind, ...]:
        """The kinds of link that a user names."""
        return lookup.words(LinkKind, given, "kind")

    def links(self, *, place: str | None = None, kinds: Sequence[LinkKind] = ()) -> list[Link]:
        """Links between claims, all or those that touch a place; the gravest kinds first."""
        ids = None
        if place is not None:
            ids = [c.id for c in self.ledger.claims(ClaimQuery(places=(self.place(place).place.id,)))]
        found = self.ledger.links(ids, kinds or None)
        # A headline that drops its attribution is common; a plan told as done is what one looks for.
        return sorted(
            found, key=lambda link: (ORDER.index(link.kind), link.field == "attribution", link.field or "", link.id)
        )

    def links_of(self, id_: str) -> list[Link]:
        """The links that a claim stands in."""
        return self.ledger.links([id_])

    def weighed_one(self, id_: str) -> Weighed:
        """One claim with its origin, event and links."""
        found = self.ledger.weighed_by_id([self.ledger.find(id_).id])
        if not found:
            raise NotFoundError(f"no claim {id_} stands in {self.ledger.where}")
        return found[0]

    def weighed_of_report(self, id_: str) -> list[Weighed]:
        """The claims of a report, rejected ones too, in the order of the text."""
        found = self.ledger.weighed(ClaimQuery(report=id_, include_rejected=True))
        return sorted(found, key=lambda w: (w.entry.claim.trigger, w.entry.id))

    def sharing_statements(self, weighed: Sequence[Weighed]) -> list[Weighed]:
        """All claims that rest on the same statements as these, in whatever report."""
        return self.ledger.sharing(statements={w.origin.statement for w in weighed})

    def grade(self, group: Sequence[Weighed]) -> weighing.Grade:
        """The grade of claims about one thing: source letter and information digit, by rule, with the reason."""
        return weighing.grade(group, self.ledger.publishers())

    def grade_of(self, weighed: Weighed) -> weighing.Grade:
        """The grade of a claim's event."""
        return self.grade(self.ledger.sharing(events=[weighed.event]) if weighed.event else [weighed])

    def origins(self, *, report: str | None = None, place: str | None = None) -> list[dict[str, Any]]:
        """Sources with their statements and the reports that carry them, own reports and relays apart."""
        if report is not None:
            weighed = self.sharing_statements(self.ledger.weighed(ClaimQuery(report=self._report(report))))
        else:
            weighed = self.ledger.weighed(ClaimQuery(places=(self.place(place or "").place.id,)))
        return by_source(weighed)

    # Questions ---------------------------------------------------------------------------------------------------

    def who_holds(
        self,
        place: str,
        *,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        as_recorded_at: str | datetime | None = None,
        policy: str = "latest",
        horizon: int = 120,
        merge_allies: bool = False,
    ) -> picture.Holding:
        """Who holds a place on a day, as known on a day; the newest reported day where `on` is left out."""
        found = self.place(place)
        asking = self.asking(on, as_known_on, policy, horizon, merge_allies)
        return picture.who_holds(
            found.place,
            self.about(found.place, as_recorded_at),
            on=asking.on,
            as_known_on=asking.as_known_on,
            policy=policy,
            horizon_days=horizon,
            sides=self.atlas.sides,
            merge_allies=merge_allies,
            also=tuple(f"{p.name} ({p.level})" for p in found.others),
        )

    def holdings(
        self,
        *,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
        horizon: int = 120,
    ) -> tuple[date, list[picture.Holding]]:
        """Who holds each place that a claim names, and the day that was asked about."""
        asking = self.asking(on, as_known_on, policy, horizon)
        weighed = self._moving.claims()
        return asking.on, list(picture.holdings(self.ledger.places(), weighed, asking).values())

    def timeline(
        self,
        subject: str,
        *,
        since: str | date | None = None,
        until: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
    ) -> picture.Timeline:
        """Claims about a place or an actor in order of valid time, rival ones side by side."""
        what, weighed = self._subject(subject)
        first, last = day(since), day(until, last=True)
        if first or last:
            weighed = [w for w in weighed if _meets(w.entry, first, last)]
        return picture.timeline(
            what, weighed, sides=self.atlas.sides, as_known_on=day(as_known_on, last=True), policy=policy
        )

    def replay(
        self, place: str, *, on: str | date | None = None, policy: str = "latest", horizon: int = 120
    ) -> tuple[picture.Change, ...]:
        """How the answer about one day changed as reports came in; without `on`, how it changed from day to day."""
        found = self.place(place).place
        return picture.replay(
            found, self.about(found), on=day(on), policy=policy, horizon_days=horizon, sides=self.atlas.sides
        )

    def distance(self, a: str, b: str) -> picture.Distance:
        """Distance between two places in km, with the range that their precision leaves, and what claims say of it."""
        one, other = self.place(a).place, self.place(b).place
        return picture.distance(one, other, self.about(one))

    def zone(
        self,
        centre: str,
        radius: float,
        *,
        contains: str | None = None,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
        horizon: int = 120,
    ) -> picture.Zone:
        """What lies within so many km of a place, as surely as both are known."""
        return picture.zone(
            self.place(centre).place,
            radius,
            self.ledger.weighed(),
            asking=self.asking(on, as_known_on, policy, horizon),
            contains=self.place(contains).place if contains else None,
        )

    def border(
        self,
        a: str,
        b: str,
        *,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
        horizon: int = 120,
        viewpoint: str | None = None,
    ) -> picture.BorderAnswer:
        """Who holds how much of the border of two countries: held, inferred and unknown apart."""
        return picture.border(
            a,
            b,
            self._moving.claims(),
            asking=self.asking(on, as_known_on, policy, horizon),
            viewpoint=viewpoint or picture.VIEWPOINTS[0],
        )

    def corridor(
        self,
        start: str,
        end: str,
        *,
        side: str,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
        horizon: int = 120,
        roads: str | None = None,
    ) -> picture.Corridor:
        """Is there a connected way through places held by a side, and which places break it."""
        return picture.corridor(
            self.place(start).place,
            self.place(end).place,
            self.side(side),
            self._moving.claims(),
            asking=self.asking(on, as_known_on, policy, horizon),
            roads=self.roads(roads),
        )

    def check(self, place: str | None = None) -> list[picture.Check]:
        """Every claimed distance, radius and extent against geometry."""
        weighed = self.about(self.place(place).place) if place else self.ledger.weighed()
        return list(picture.check(weighed, places=self.ledger.places(), shape=self.atlas.shape))

    def what_if(self, assumed: Mapping[str, str], question: Sequence[str]) -> picture.WhatIf:
        """A question before and after some places are held otherwise; nothing is stored.

        `question` is what would follow `fogline`: ["who", "Abu Kamal", "--on", "2017-11-20"].
        """
        verb, places, options = parse_question(question)
        from fogline.desk import briefing  # only these questions need the exports

        return briefing.what_if(self, assumed, verb, places, options)

    def brief(
        self,
        place: str | None = None,
        *,
        theatre: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        on: str | date | None = None,
        as_known_on: str | date | None = None,
        policy: str = "latest",
        horizon: int = 120,
        markdown: bool = False,
    ) -> str:
        """The sitrep about a place or a theatre, as HTML or Markdown."""
        from fogline.desk import briefing  # only these questions need the exports

        return briefing.brief(
            self,
            place,
            theatre=theatre,
            since=day(since),
            until=day(until, last=True),
            on=on,
            as_known_on=as_known_on,
            policy=policy,
            horizon=horizon,
            markdown=markdown,
        )

    def export(
        self,
        format: str,
        to: Path,
        *,
        place: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> int:
        """Write claims in another format; how many rows were written."""
        query = ClaimQuery(
            places=(self.place(place).place.id,) if place else (), since=day(since), until=day(until, last=True)
        )
        from fogline.desk import briefing  # only these questions need the exports

        return briefing.export(self, format, to, self.ledger.weighed(query))

    # Reviews and user data ---------------------------------------------------------------------------------------

    def review(
        self, subject: str, action: str, *, value: Any = None, by: str | None = None, note: str | None = None
    ) -> Review:
        """Append a review of a claim or link: accept, reject, undo, split-origin or join-origin."""
        kind, what = self.ledger.find(subject)
        done, who = ReviewAction(action), lookup.reviewer(by)
        if kind == "review":  # a merge of actors: to reject it is to take it back
            done = ReviewAction.UNDO if done is ReviewAction.REJECT else done
        elif done is ReviewAction.UNDO:
            what = reviewing.last_of(self.ledger, what).id
        review = self.ledger.review(new_review(what, done, by=who, value=value, note=note))
        if kind == "review":
            self.link()
        return review

    def merge(self, merged: str, kept: str, *, by: str | None = None, note: str | None = None) -> Review:
        """Decide that an actor known only from reports is another one; an undo of the review takes it back."""
        review = merging.by_hand(self.ledger, self.atlas, merged, kept, lookup.reviewer(by), note)
        self.link()
        return review

    def merges(self) -> list[dict[str, Any]]:
        """Every merge of actors that was decided, by rule or by a person, and what was taken back."""
        return merging.listed(self.ledger)

    def correct(
        self, subject: str, field: str, value: Any, *, by: str | None = None, note: str | None = None
    ) -> Review:
        """Append a correction of one field; words are given as they stand in the report, or as a span."""
        entry = self.ledger.claim(self.ledger.find(subject).id)
        review = reviewing.correction(entry.claim, self.report(entry.report.id), field, value, self.atlas)
        return self.ledger.review(
            new_review(
                entry.id, ReviewAction.CORRECT, by=lookup.reviewer(by), field=review[0], value=review[1], note=note
            )
        )

    def add_claim(self, given: Path | Mapping[str, Any], *, by: str | None = None, note: str | None = None) -> Review:
        """Add a claim that the reader missed, resolve its names and weigh it."""
        claim, report = reviewing.added(self.ledger, given)
        resolution = self.atlas.resolve(report, [claim])[0]
        done = self.ledger.review(reviewing.added_review(claim, resolution, lookup.reviewer(by), note))
        self.link()
        return done

    def publishers(self) -> list[dict[str, Any]]:
        """Publishers that reports name or that somebody set, with what is known of them and by whose word."""
        return reviewing.publishers(self.ledger)

    def set_publisher(
        self,
        name: str,
        *,
        side: str | None = None,
        kind: str | None = None,
        reliability: str | None = None,
        by: str | None = None,
    ) -> None:
        """Set what is known of a publisher; what is not given stays."""
        sort = lookup.words(ReportKind, [kind], "kind")[0] if kind else None
        letter = reliability.strip().upper() if reliability else None
        if letter and (len(letter) != 1 or letter not in "ABCDEF"):
            raise QuestionError(f"--reliability {reliability!r}: expected a letter A to F")
        self.ledger.set_publisher(name, side=side, kind=sort, reliability=letter, by=lookup.reviewer(by))

    def diff_readings(self, report: str | None = None) -> list[dict[str, Any]]:
        """What the newest reading of a report changed against the one before; of every report without a name."""
        ids = [self._report(report)] if report else [head.id for head in self.ledger.reports()]
        return [row for id_ in ids if (row := reviewing.difference(self.ledger, id_)) is not None]

    def redact(self, report: str, *, why: str, by: str | None = None) -> str:
        """Remove a report's text and raw bytes behind a tombstone."""
        id_ = self._report(report)
        self.ledger.redact(id_, why, lookup.reviewer(by))
        return f"redacted {id_[:10]}: its text and raw bytes are gone, its hashes and spans stay"

    # Inside ------------------------------------------------------------------------------------------------------

    def head(self) -> str:
        """The end of the ledger's chain: changes whenever anything is recorded."""
        return self.ledger.head().chain

    def warm(self) -> None:
        """Fetch ahead what the first questions of a map will need."""
        _ = self.atlas
        self._moving.claims()

    def newest_day(self, known: date | None = None) -> date | None:
        """The newest day on which anything was reported, by `known`."""
        days = [h.published for h in self.ledger.reports() if h.published and (known is None or h.published <= known)]
        return max(days, default=None)

    def side_names(self) -> dict[str, str]:
        """Names of the sides that packs know, by id."""
        return {side.id: side.name for side in self.atlas.sides.all()}

    def asking(
        self,
        on: str | date | None,
        as_known_on: str | date | None,
        policy: str,
        horizon: int,
        merge_allies: bool = False,
    ) -> picture.Asking:
        known = day(as_known_on, last=True)
        return picture.Asking(
            on=day(on) or self.newest_day(known) or date.today(),
            as_known_on=known,
            policy=policy,
            horizon_days=horizon,
            merge_allies=merge_allies,
            sides=self.atlas.sides,
        )

    def about(self, place: Place, at: str | datetime | None = None) -> list[Weighed]:
        """Claims that name a place or, where it is an area, a place within it."""
        ids = [p.id for p in self.ledger.places() if p.id == place.id or picture.lies_within(p, place)]
        return self.ledger.weighed(ClaimQuery(places=ids or (place.id,), as_recorded_at=lookup.moment(at)))

    def _subject(self, name: str) -> tuple[Any, list[Weighed]]:
        try:
            place = self.place(name).place
        except QuestionError:
            actor = self._actor(name)
            if actor is None:
                raise
            return actor, self.ledger.weighed(ClaimQuery(actors=(actor.id,)))
        return place, self.about(place)

    def _actor_ids(self, name: str) -> tuple[str, ...]:
        found = self._actor(name)
        return (found.id,) if found is not None else (name,)

    def _actor(self, name: str) -> Any:
        """The actor of that name: as the atlas lists it, else as reports alone have it, else the likeliest."""
        found = self.atlas.find_actor(name)
        if found and found[0].why == "name":
            return found[0].actor
        unknown = merging.named(self.ledger, name)
        if unknown is not None:
            return self.atlas.actor(unknown[0]) or merging.Unknown(*unknown)
        return found[0].actor if found else None

    def _source_ids(self, name: str) -> tuple[str, ...]:
        return (*self._actor_ids(name), name)

    def side(self, name: str) -> Any:
        """The side that a name means, or that an actor of that name is on; an actor without one is its own side."""
        side = self.atlas.sides.find(name)
        if side is not None:
            return side
        actor = self._actor(name)
        if actor is None:
            raise QuestionError(f"{name}: no such side; `fogline sides` lists them")
        return self.atlas.sides.of(actor.id, None) or actor

    def roads(self, file: str | None) -> dict[str, Any] | None:
        """A GeoJSON file of roads."""
        from fogline.desk import briefing  # only these questions need the exports

        return None if file is None else briefing.roads(Path(file))

    def _report(self, name: str) -> str:
        kind, id_ = self.find(name)
        if kind != "report":
            raise QuestionError(f"{name} is a {kind}; give a report's id or name")
        return id_


def sides(on: str | date | None = None) -> list[dict[str, Any]]:
    """Sides with their members and alliances, those of one day or of all days, from the theatre packs."""
    return reviewing.sides(atlas_room.open(), day(on))


def _meets(entry: LedgerClaim, first: date | None, last: date | None) -> bool:
    if entry.valid is None:
        return False
    start, end = entry.valid.start, entry.valid.end
    return not ((last and start and start > last) or (first and end and end < first))
