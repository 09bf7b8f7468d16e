"""Names that a user types, to what they mean: places, days, moments, vocabulary, the reviewer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from fogline import when
from fogline.atlas import Atlas, Candidate
from fogline.atlas.cameo import plover_sector
from fogline.atlas.phrases import parse
from fogline.atlas.places import ENOUGH_TYPED
from fogline.claims import ActorRef, Place, PlaceLevel, Span
from fogline.errors import NotFoundError, QuestionError

Word = TypeVar("Word", bound=StrEnum)

#: Below this score a near spelling is shown but not taken.
ENOUGH = ENOUGH_TYPED
#: What a bare name means when it is the name of several things: who asks for a town seldom means its province.
AREAS = frozenset({PlaceLevel.DISTRICT, PlaceLevel.PROVINCE, PlaceLevel.REGION, PlaceLevel.LINE, PlaceLevel.WATER})


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a name means, best by context, and the others of that name."""

    place: Place
    others: tuple[Place, ...]


def place(atlas: Atlas, name: str, spoken_of: Iterable[Place] = ()) -> Found:
    """The place that a name or an id means; QuestionError lists the nearest names where it is not known.

    A name as listed is always known; a near spelling only where the atlas is sure enough of it. `spoken_of` are the
    places that the ledger's claims name: among namesakes those come first, because a question to a ledger is about what
    it holds; then towns and sites before the areas that are called after them.
    """
    exact = atlas.place(name)
    if exact is not None:
        return Found(exact, ())
    candidates = atlas.find(name)
    known = [c for c in candidates if c.listed] or [c for c in candidates if c.known][:1]
    if not known:
        hint = _hint(atlas, name, candidates)
        raise NotFoundError(f"{name}: not known to the atlas{hint}. `fogline atlas find` shows candidates")
    named = {p.id for p in spoken_of}
    ordered = sorted(known, key=lambda c: (c.place.id not in named, c.place.level in AREAS, -c.score, c.place.id))
    here = [c.place for c in ordered[1:] if c.place.id in named or ordered[0].place.id not in named]
    return Found(ordered[0].place, tuple(here[:3]))


def actors(atlas: Atlas, name: str, on: date | None) -> list[dict[str, Any]]:
    """The actors that a name may mean, best first, with their side on a day, offices with dates, and codes."""
    rows = []
    for candidate in atlas.find_actor(name, on)[:5]:
        actor = candidate.actor
        side = atlas.sides.of(actor.id, on)
        ref = ActorRef(Span(0, 0), name, actor.id, actor.name, actor.kind, candidate.score)
        code = atlas.code(ref)
        named = {office.of: getattr(atlas.actor(office.of), "name", office.of) for office in actor.offices}
        rows.append(
            {
                "id": actor.id,
                "name": actor.name,
                "kind": str(actor.kind),
                "aliases": list(actor.aliases),
                "side": side.name if side is not None and side.id != actor.id else None,
                "cameo": code,
                "plover": plover_sector(code),
                "backer": actor.backer,
                "offices": [
                    {
                        "title": office.title,
                        "of": named[office.of],
                        "since": office.since.isoformat() if office.since else None,
                        "until": office.until.isoformat() if office.until else None,
                    }
                    for office in actor.offices
                    if on is None or office.held_on(on)
                ],
                "score": round(candidate.score, 3),
                "why": candidate.why,
                "source": actor.source,
            }
        )
    return rows


def _hint(atlas: Atlas, name: str, candidates: Iterable[Candidate]) -> str:
    """What may have been meant: near names, or the place that the words speak of the surroundings of."""
    phrase = parse(name)
    if phrase.relation != "at" and phrase.names:
        inner = atlas.find(phrase.names[0], limit=1)
        if inner and inner[0].known:
            centre, km = inner[0].place.name, phrase.km or 55
            ask = f"; it is an area that nobody holds as such: ask who holds {centre!r}"
            return f"{ask}, or what lies round it: `fogline zone {centre!r} --radius {km:g}`" if phrase.zone else ask
    nearest = ", ".join(dict.fromkeys(c.place.name for c in list(candidates)[:4]))
    return f"; nearest names: {nearest}" if nearest else ""


def words(enum: type[Word], given: Iterable[str] | None, what: str) -> tuple[Word, ...]:
    """Words of the codebook's vocabulary; QuestionError lists what may be given."""
    found = []
    for word in given or ():
        try:
            found.append(enum(word.strip().lower()))
        except ValueError:
            raise QuestionError(f"{what} {word!r}: expected one of {', '.join(enum)}") from None
    return tuple(found)


def day(given: str | date | None, *, last: bool = False) -> date | None:
    """A day as typed (ISO or EDTF); of a longer stretch its first day, or with `last` its last."""
    if given is None or isinstance(given, date):
        return given
    if len(given) == 10:
        return when.parse_day(given)
    try:
        stretch = when.interval(given)
    except ValueError as error:
        raise QuestionError(f"{given!r}: expected a day such as 2017-09-10 ({error})") from None
    found = stretch.end if last else stretch.start
    if found is None:
        raise QuestionError(f"{given!r}: expected a day such as 2017-09-10, not an open interval")
    return found


def moment(given: str | datetime | None) -> datetime | None:
    """An ISO time; without a zone it is taken as UTC."""
    if given is None:
        return None
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            raise QuestionError(f"{given!r}: expected an ISO time such as 2026-01-31T12:00:00+00:00") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def reviewer(name: str | None) -> str:
    """Whose word a review is: the given name, $FOGLINE_REVIEWER or $USER; a review without a name is refused."""
    who = (name or os.environ.get("FOGLINE_REVIEWER") or os.environ.get("USER") or "").strip()
    if not who:
        raise QuestionError("a review needs the reviewer's name: give --by or set FOGLINE_REVIEWER")
    return who
