"""The desk: the rooms strung together behind the verbs of the command line.

The verbs stand in files by use: `looking`, `weighed`, `answers`, `deciding`; reading in stands here. Each is a function
whose first argument is the desk, so that it can be read and tested where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from fogline import atlas as atlas_room
from fogline import ledger as ledger_room
from fogline import reader, reports, weighing
from fogline.claims import Link, Report
from fogline.desk import answers, deciding, looking, merging, reviewing, weighed
from fogline.desk.intake import Intake, take_in, with_links
from fogline.desk.lookup import day
from fogline.desk.moving import Moving
from fogline.ledger import Ledger

#: Claims that are weighed together: a month or two of a busy war, about 200 MB.
AT_ONCE = 20_000


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
        self.moving = Moving(ledger, self.state)

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
        links: list[Link] = []
        before = ""
        # So many at a time: what a large table brought in would not fit the memory at once with its words.
        while (new := self.ledger.unweighed(AT_ONCE)) and new[0].id != before:
            before = new[0].id
            allied = self.atlas.sides.allied
            result = weighing.weigh(new, self.text_of, self.ledger.candidates, self.ledger.publishers(), allied=allied)
            self.ledger.add_weighing(result, weighing.VERSION)
            links += result.links
        return tuple(links)

    def head(self) -> str:
        """The end of the ledger's chain: changes whenever anything is recorded."""
        return self.ledger.head().chain

    def state(self) -> str:
        """What answers hang on: the chain, and the first claim to be weighed; to find origins alone records nothing."""
        return " ".join((self.head(), *(claim.id for claim in self.ledger.unweighed(1))))

    # Looking things up -------------------------------------------------------------------------------------------

    place = looking.place
    find = looking.find
    claim = looking.claim
    claims = looking.claims
    search = looking.search
    words = looking.words
    context = looking.context
    history = looking.history
    report = looking.report
    report_id = looking.report_id
    text_of = looking.text_of
    actor = looking.actor
    side = looking.side
    side_names = looking.side_names
    newest_day = looking.newest_day

    # What weighing found -----------------------------------------------------------------------------------------

    about = weighed.about
    link_kinds = weighed.link_kinds
    links = weighed.links
    links_of = weighed.links_of
    weighed_many = weighed.weighed_many
    weighed_of_report = weighed.weighed_of_report
    sharing_statements = weighed.sharing_statements
    grade = weighed.grade
    grades_of = weighed.grades_of
    origins = weighed.origins

    # Questions ---------------------------------------------------------------------------------------------------

    asking = answers.asking
    who_holds = answers.who_holds
    holdings = answers.holdings
    timeline = answers.timeline
    replay = answers.replay
    distance = answers.distance
    zone = answers.zone
    border = answers.border
    corridor = answers.corridor
    check = answers.check
    what_if = answers.what_if
    brief = answers.brief
    export = answers.export
    roads = answers.roads

    # What people decide ------------------------------------------------------------------------------------------

    review = deciding.review
    correct = deciding.correct
    add_claim = deciding.add_claim
    merge = deciding.merge
    merges = deciding.merges
    publishers = deciding.publishers
    set_publisher = deciding.set_publisher
    diff_readings = deciding.diff_readings
    redact = deciding.redact


def sides(on: str | date | None = None) -> list[dict[str, Any]]:
    """Sides with their members and alliances, those of one day or of all days, from the theatre packs."""
    return reviewing.sides(atlas_room.open(), day(on))
