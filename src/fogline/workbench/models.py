"""The forms of the HTTP API: what comes in is checked here, what goes out is documented here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=4_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO day")]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ReviewIn(_In):
    """A person's word on a claim, link or origin."""

    subject: Id
    action: Literal["accept", "reject", "correct", "undo", "split-origin", "join-origin"]
    by: Name
    field: Annotated[str, Field(max_length=40)] | None = None
    value: Any = None
    note: Text | None = None


class SpanIn(_In):
    """Words selected in a report, in code points."""

    start: Annotated[int, Field(ge=0, le=100_000_000)]
    end: Annotated[int, Field(ge=0, le=100_000_000)]


class ArgumentIn(SpanIn):
    """A selected argument of a claim that a reviewer adds."""

    role: Literal["actor", "target", "place", "origin", "destination", "quantity", "topic"]


class ClaimIn(_In):
    """A claim that the reader missed: its words in a report and what they say."""

    report: Id
    trigger: SpanIn
    type: Name
    by: Name
    args: Annotated[list[ArgumentIn], Field(max_length=40)] = []
    sources: Annotated[list[SpanIn], Field(max_length=8)] = []
    certainty: Literal["certain", "probable", "possible", "unknown"] = "certain"
    polarity: Literal["positive", "negative"] = "positive"
    mood: Literal["actual", "planned", "predicted", "conditional", "demanded", "retracted"] = "actual"
    note: Text | None = None


class PasteIn(_In):
    """Text or an address to read."""

    text: Annotated[str, Field(max_length=20_000_000)] | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None
    published: Day | None = None
    publisher: Name | None = None


class ReviewOut(BaseModel):
    """A review as recorded."""

    id: str
    subject: str
    action: str
    field: str | None
    by: str
    at: str
    note: str | None


class Problem(BaseModel):
    """Why a request was not answered, and what to do."""

    error: str


class JobOut(BaseModel):
    """How far reading has come; `failures` names each item that could not be read."""

    id: str
    done: int
    total: int
    finished: bool
    names: list[str]
    reports: int
    new_reports: int
    new_claims: int
    failures: list[dict[str, str]]
    report_ids: list[str]


class Overview(BaseModel):
    """Everything that the page filters by, in columns (see overview.py)."""

    head: str
    ledger: str
    version: str
    vocabulary: dict[str, list[str]]
    reports: list[dict[str, Any]]
    places: list[dict[str, Any]]
    actors: list[dict[str, Any]]
    sides: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    statements: int
    claims: dict[str, list[Any]]
    links: list[list[int]]
    zones: list[list[float]]
    newest: str | None
    policies: list[str]
    viewpoints: list[dict[str, str]]


class Card(BaseModel):
    """One claim whole: the codebook's fields, resolutions, words in context, links, grade, history."""

    model_config = ConfigDict(extra="allow")

    id: str
    words: str
    type: str
    evidence_text: str
    source_chain: str
    links: list[dict[str, Any]]
    origin: dict[str, Any] | None
    grade: dict[str, Any] | None


class Cards(BaseModel):
    """Claims asked for by id, in the order asked."""

    cards: list[Card]


class ReportOut(BaseModel):
    """A report with its stored text and where each of its claims lies in it."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    published_by: str
    extractor: str
    sha256: str
    text: str
    redacted: bool
    claims: list[dict[str, Any]]
    origins: list[dict[str, Any]]
    warnings: list[str]


class HoldingsOut(BaseModel):
    """Who holds each place on a day, as known on a day, under a policy."""

    on: str
    as_known_on: str | None
    policy: str
    horizon: int
    holdings: list[dict[str, Any]]


class Page(BaseModel):
    """A page of claims; send `next` as `after` for the one that follows, null at the end."""

    claims: list[dict[str, Any]]
    next: str | None


class Found(BaseModel):
    """Claims whose words match a search."""

    ids: list[str]
    total: int


class PlacesFound(BaseModel):
    """Places that a name may mean."""

    candidates: list[dict[str, Any]]


class TilesGiven(BaseModel):
    """Tiles to lie beneath the claims."""

    kind: Literal["template", "pmtiles"]
    url: str


class TilesOut(BaseModel):
    """The tiles that the server was started with, null where with none."""

    tiles: TilesGiven | None
