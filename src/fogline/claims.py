"""The vocabulary of the house: what a report, a claim and everything said about a claim are.

Every arrow between two rooms carries values from this module. They are frozen dataclasses; nothing here reads,
writes or decides. The meaning of each field is fixed by the codebook (docs/terms.md); spans count code points
into the stored text of the report, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple


class ClaimType(StrEnum):
    """The 31 types of the codebook, section 2."""

    HOLD = "hold"
    CAPTURE = "capture"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand-over"
    ADVANCE = "advance"
    DEPLOY = "deploy"
    PRESENT = "present"
    BASE = "base"
    BESIEGE = "besiege"
    ZONE = "zone"
    STRIKE = "strike"
    BOMBING = "bombing"
    CLASH = "clash"
    CASUALTIES = "casualties"
    DESTROY = "destroy"
    DETAIN = "detain"
    SURRENDER = "surrender"
    NEGOTIATE = "negotiate"
    AGREE = "agree"
    VISIT = "visit"
    WARN = "warn"
    ACCUSE = "accuse"
    REJECT = "reject"
    DEMAND = "demand"
    SUPPORT = "support"
    RELIEF = "relief"
    DISPLACE = "displace"
    COMMAND = "command"
    PART_OF = "part-of"
    ALLY = "ally"
    DISTANCE = "distance"
    EXTENT = "extent"


#: States hold as of the report when no time is given (codebook section 4).
STATES = frozenset(
    {
        ClaimType.HOLD,
        ClaimType.PRESENT,
        ClaimType.BASE,
        ClaimType.ZONE,
        ClaimType.COMMAND,
        ClaimType.PART_OF,
        ClaimType.ALLY,
    }
)


class Role(StrEnum):
    """What an argument is to its claim."""

    ACTOR = "actor"
    TARGET = "target"
    PLACE = "place"
    ORIGIN = "origin"
    DESTINATION = "destination"
    QUANTITY = "quantity"
    TOPIC = "topic"


PLACE_ROLES = frozenset({Role.PLACE, Role.ORIGIN, Role.DESTINATION})
ACTOR_ROLES = frozenset({Role.ACTOR, Role.TARGET})
#: Acts of speech, whose actor speaks.
SPEECH_ACTS = frozenset({ClaimType.WARN, ClaimType.ACCUSE, ClaimType.REJECT, ClaimType.DEMAND})


class Certainty(StrEnum):
    """FactBank's scale, as the innermost source puts it."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Polarity(StrEnum):
    """Whether the claim is that it did, or that it did not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Mood(StrEnum):
    """Whether it is put forward as fact, plan, prediction, condition, demand, or taken back."""

    ACTUAL = "actual"
    PLANNED = "planned"
    PREDICTED = "predicted"
    CONDITIONAL = "conditional"
    DEMANDED = "demanded"
    RETRACTED = "retracted"


class Phase(StrEnum):
    """Whether a state begins, goes on or ends; derived from the trigger (SEMANTICS section 3)."""

    BEGIN = "begin"
    HOLD = "hold"
    END = "end"


class Span(NamedTuple):
    """A stretch of the stored text, in code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class PublishedBy(StrEnum):
    """How the publication date of a report is known; the earlier ones win."""

    DATELINE = "dateline"
    SIDECAR = "sidecar"
    FRONT_MATTER = "front matter"
    PAGE = "page metadata"
    OPTION = "option"
    UNKNOWN = "unknown"


class ReportKind(StrEnum):
    """What sort of text a report is; tertiary states move nothing unless dated (SEMANTICS section 3)."""

    PRIMARY = "primary"
    PRESS = "press"
    AGENCY = "agency"
    OFFICIAL = "official"
    TERTIARY = "tertiary"


@dataclass(frozen=True, slots=True)
class Report:
    """One report as kept: its text, its raw bytes, and what is known of where it comes from.

    `id` is the SHA-256 of `text` in UTF-8. `published` is None where no date is known: then relative dates stay
    unresolved. `about` holds what a digest entry says of the report it describes (publisher, published, url).
    """

    text: str
    name: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    published_by: PublishedBy = PublishedBy.UNKNOWN
    kind: ReportKind | None = None
    side: str | None = None
    theatre: str | None = None
    raw: bytes = b""
    raw_sha256: str = ""
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    extractor: str = "text/1"
    about: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return report_id(self.text)

    @property
    def head(self) -> ReportHead:
        """The report without its text."""
        return ReportHead(
            id=self.id,
            name=self.name,
            title=self.title,
            publisher=self.publisher,
            url=self.url,
            published=self.published,
            kind=self.kind,
            side=self.side,
            theatre=self.theatre,
            about=self.about,
        )


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What a claim needs to know of its report: everything but the text."""

    id: str
    name: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    kind: ReportKind | None = None
    side: str | None = None
    theatre: str | None = None
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text that stand for a party, a place or a source; `entity` is its fullest name in the report."""

    text: str
    start: int
    end: int
    entity: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention and what it is to the claim. `score` is the reader's probability that it belongs there."""

    role: Role
    text: str
    start: int
    end: int
    entity: str
    score: float = 1.0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def mention(self) -> Mention:
        return Mention(self.text, self.start, self.end, self.entity)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and the EDTF value they resolve to; None where they cannot be resolved."""

    text: str
    start: int
    end: int
    value: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Scores:
    """How sure the reader is of its own reading, 0 to 1 for each part. Never the truth of the claim (section 6)."""

    claim: float = 1.0
    source: float = 1.0
    certainty: float = 1.0
    polarity: float = 1.0
    mood: float = 1.0
    time: float = 1.0


#: Defaults of a claim built by hand: no evidence span, scores all 1.
NOWHERE = Span(0, 0)
UNSCORED = Scores()


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a report puts forward: who, according to whom, did, does or will do what, and how surely.

    `sources` is the attribution chain, outermost first; empty is the author's own word. `key` identifies the claim
    across readings: SHA-256 over report, trigger span and type. Everything else is content and may be read anew.
    """

    report: str
    trigger: Span
    trigger_text: str
    type: ClaimType
    args: tuple[Argument, ...] = ()
    time: TimeExpression | None = None
    sources: tuple[Mention, ...] = ()
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.POSITIVE
    mood: Mood = Mood.ACTUAL
    phase: Phase | None = None
    evidence: Span = NOWHERE
    scores: Scores = UNSCORED

    @property
    def key(self) -> str:
        return claim_key(self.report, self.trigger, self.type)

    def roles(self, *roles: Role) -> tuple[Argument, ...]:
        """The arguments that fill any of these roles, in text order."""
        return tuple(a for a in self.args if a.role in roles)

    @property
    def moves_control(self) -> bool:
        """Whether mood, certainty and polarity let the claim move control at all (SEMANTICS section 3)."""
        return (
            self.mood is Mood.ACTUAL
            and self.polarity is Polarity.POSITIVE
            and self.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader, in one version, found in one report. `skipped` says why nothing was read, if so."""

    report: str
    reader: str
    version: str
    claims: tuple[Claim, ...]
    skipped: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """When something was so: first and last day, None for an open end; `approximate` for EDTF `~`.

    A claim of which nothing is known when has no interval at all: it is undated and takes no place on the axis.
    """

    start: date | None
    end: date | None
    approximate: bool = False

    def holds_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Geometry(StrEnum):
    """How a place lies on the map; an area is never drawn as a pin."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    NONE = "none"


class PlaceLevel(StrEnum):
    """Every place has one level; a claim about one level says nothing of another (SEMANTICS section 3)."""

    SITE = "site"  # base, crossing, oilfield, pumping station, bridge
    SETTLEMENT = "settlement"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    REGION = "region"  # "southeastern Syria", the Badia, the Euphrates valley
    LINE = "line"  # border, river, road
    WATER = "water"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the atlas knows. `radius_km` is how far the true spot may lie from the coordinates."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    level: PlaceLevel
    geometry: Geometry = Geometry.POINT
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None
    radius_km: float | None = None
    source: str = ""
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()  # ids of places that hold this one


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """What a place mention was resolved to: `place` is None for "not known", with the best candidates kept.

    `relation`: `at`; `near`, `offset` ("20 km north of"), `between`, `part` ("southern", "parts of", "most of"),
    `side` ("east of the Euphrates"). `where_prec` is UCDP's 1-7, `geo_precision` ACLED's 1-3.
    """

    span: Span
    text: str
    place: Place | None
    score: float
    role: Role | None = None
    relation: str = "at"
    where_prec: int | None = None
    geo_precision: int | None = None
    why: str = ""
    candidates: tuple[tuple[str, str, float], ...] = ()  # id, name, score


class ActorKind(StrEnum):
    """What sort of actor."""

    STATE = "state"
    FORCE = "armed force"
    GROUP = "armed group"
    UNIT = "unit"
    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    DESCRIBED = "described group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ActorRef:
    """What an actor, target or source mention was resolved to. `actor` ids are stable; `side` is as of the claim's day.

    A described group ("pro-Iranian fighters") is an actor of its own kind with `backer` set, never the backer itself.
    """

    span: Span
    text: str
    actor: str  # id, "pack/sdf" or "entity/..." for an actor known only from reports
    name: str
    kind: ActorKind
    score: float
    role: Role | None = None  # None for a source
    side: str | None = None
    backer: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the atlas, in one version, made of a claim's names; `speakers` follow the claim's sources in order."""

    claim: str
    atlas: str
    places: tuple[PlaceRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    speakers: tuple[ActorRef, ...] = ()


class ReviewAction(StrEnum):
    """What a reviewer did."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    ADD_LINK = "add-link"
    SPLIT_ORIGIN = "split-origin"
    JOIN_ORIGIN = "join-origin"
    FIX_RESOLUTION = "fix-resolution"
    MERGE_ACTORS = "merge-actors"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Merge:
    """That the actor `merged`, known only from reports, is the same as `kept`, and why; a review can take it back.

    `score` is how alike the names are, 0 to 1. `side` is that of a known actor which a person merged something into;
    None leaves each claim's own.
    """

    kept: str
    kept_name: str
    merged: str
    merged_name: str
    reason: str
    score: float = 1.0
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a claim, link, origin or resolution; appended, never changed."""

    id: str
    subject: str
    action: ReviewAction
    field: str | None
    value: Any
    by: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerClaim:
    """A claim as the ledger gives it back: reviewed form, resolved, dated, with its report and its clocks.

    `valid` is None where nothing is known of when. `recorded` is when this ledger got it. `original` is the form as
    read, kept where a review changed it. `found_again` is False for a reviewed claim that the newest reading lacks.
    """

    id: str
    claim: Claim
    report: ReportHead
    places: tuple[PlaceRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    speakers: tuple[ActorRef, ...] = ()  # resolutions of claim.sources, same order
    valid: Interval | None = None
    recorded: datetime | None = None
    reader: str = ""
    reviewed: str | None = None  # accepted, rejected, corrected, added
    original: Claim | None = None
    found_again: bool = True


class LinkKind(StrEnum):
    """How one claim bears on another (SEMANTICS section 2)."""

    COPIES = "copies"
    CORROBORATES = "corroborates"
    CONTRADICTS = "contradicts"
    UPDATES = "updates"
    HARDENS = "hardens"
    SOFTENS = "softens"
    RETRACTS = "retracts"


@dataclass(frozen=True, slots=True)
class Link:
    """`b` does this to `a`: b copies a, b hardens a, b retracts a. `field` says what they differ in, `why` in words."""

    kind: LinkKind
    a: str
    b: str
    field: str | None = None
    why: str = ""
    score: float = 1.0

    @property
    def id(self) -> str:
        return digest({"kind": self.kind, "a": self.a, "b": self.b, "field": self.field})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from: the innermost source's statement, else the publisher's own report (section 1).

    `source` is what `strict` and `majority` count; `statement` is one occasion on which that source put it forward.
    """

    claim: str
    source: str  # id of the actor or outlet that is counted
    source_name: str
    statement: str  # id: source + day + content group
    named: bool = True
    relay: bool = False  # this report carries a statement that it did not make
    via: str = "own report"  # quotation | citation | copied text | agency byline | own report
    share: float | None = None  # of shingles aligned, where text was copied
    why: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with where it comes from and the links it stands in: what the picture asks its questions of."""

    entry: LedgerClaim
    origin: Origin
    event: str | None = None
    links: tuple[Link, ...] = field(default=())


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and plain Unicode: the form that ids and hashes are taken over."""
    return _canonical(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def report_id(text: str) -> str:
    """The id of a report: SHA-256 of its stored text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def claim_key(report: str, trigger: Span, type_: ClaimType) -> str:
    """The key of a claim: SHA-256 of canonical JSON of report id, trigger span and type (SEMANTICS section 5)."""
    return digest({"report": report, "trigger": [trigger.start, trigger.end], "type": str(type_)})
