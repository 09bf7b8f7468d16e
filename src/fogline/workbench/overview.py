"""Everything that the page filters by, in columns: one number a claim and a field, so that 50,000 claims fit a page.

The page brushes and filters these columns itself, without asking again; cards, sentences and answers are asked for by
id. The overview is a function of the ledger as it stands and is remembered only until the ledger changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from fogline.claims import Certainty, ClaimType, Geometry, LedgerClaim, Link, LinkKind, Mood, Phase, Place, Role
from fogline.exports.records import report_record
from fogline.ledger.outlines import Outline, Party
from fogline.picture import read_measure

#: Ordinal of 1970-01-01.
EPOCH = 719_163
#: One entry a claim in each.
COLUMNS = (
    "id",
    "type",
    "mood",
    "certainty",
    "negative",
    "from",
    "to",
    "approximate",
    "places",
    "actors",
    "side",
    "source",
    "statement",
    "report",
    "reviewed",
)
#: A claimed zone wider than this is a slip of the reader, not a zone: the widest no-fly zones span some 500 km.
MOST_KM = 500.0
REVIEWS = ("accepted", "corrected", "added", "rejected")


class _Column:
    """Numbers things in the order in which they are first seen."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, make: Callable[..., dict[str, Any]], *of: Any) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.rows)
            self.rows.append(make(*of))
        return known


def overview(
    outlines: Sequence[Outline], links: Iterable[Link], zones: Iterable[LedgerClaim], side_names: dict[str, str]
) -> dict[str, Any]:
    """The columns; days are counted from 1970-01-01, -1 stands for "none", null for an open or unknown day.

    `zones` are the claims of that type: their radius stands in their words, which outlines lack.
    """
    reports, places, actors, sides, sources, statements = (_Column() for _ in range(6))
    types, moods, certainties, kinds = _numbers(ClaimType), _numbers(Mood), _numbers(Certainty), _numbers(LinkKind)
    reviews: dict[str | None, int] = {word: n for n, word in enumerate(REVIEWS, 1)}
    rows: dict[str, int] = {}
    table: list[tuple[Any, ...]] = []
    for outline in outlines:
        (id_, kind, mood, certainty, polarity, first, last, about, status, report, spots, parties,
         source, _, _, statement) = outline  # fmt: skip
        rows[id_] = len(table)
        mentioned, side = [], -1
        for party in parties:
            row = sides.number(party.side or party.id, _side, party, side_names)
            mentioned.append(actors.number(party.id, _actor, party, row))
            if side < 0 and party.role == "actor":
                side = row
        where = [places.number(place.id, _place, place) for place in spots]
        table.append((
            id_,
            types[kind],
            moods[mood],
            certainties[certainty],
            1 if polarity == "negative" else 0,
            None if first is None else first - EPOCH,
            None if last is None else last - EPOCH,
            1 if about else 0,
            where if len(where) < 2 else sorted(set(where)),
            mentioned if len(mentioned) < 2 else sorted(set(mentioned)),
            side,
            sources.number(source, _source, outline),
            statements.number(statement, dict),
            reports.number(report.id, report_record, report),
            reviews.get(status, 0),
        ))  # fmt: skip
    columns = zip(*table, strict=True) if table else ([] for _ in COLUMNS)
    return {
        "vocabulary": {
            "types": list(types),
            "moods": list(moods),
            "certainties": list(certainties),
            "links": list(kinds),
            "reviews": ["", *REVIEWS],
        },
        "reports": reports.rows,
        "places": places.rows,
        "actors": actors.rows,
        "sides": sides.rows,
        "sources": sources.rows,
        "statements": len(statements.rows),
        "claims": dict(zip(COLUMNS, map(list, columns), strict=True)),
        "links": [
            [kinds[link.kind], rows[link.a], rows[link.b]] for link in links if link.a in rows and link.b in rows
        ],
        "zones": [
            [rows[entry.id], places.number(zone[0].id, _place, zone[0]), zone[1]]
            for entry in zones
            if entry.id in rows and (zone := _zone(entry)) is not None
        ],
    }


def _numbers(words: type[StrEnum]) -> dict[str, int]:
    return {str(word): n for n, word in enumerate(words)}


def _zone(entry: LedgerClaim) -> tuple[Place, float] | None:
    """Centre and radius in km of a zone that a claim speaks of; None where it gives no radius, no centre, or ends it.

    Planned and denied ones are among them: the page draws those as what they are.
    """
    claim = entry.claim
    if claim.phase is Phase.END:
        return None
    centre = next((r.place for r in entry.places if r.place is not None and r.place.geometry is Geometry.POINT), None)
    measure = read_measure(" ".join(a.text for a in claim.roles(Role.QUANTITY)))
    if centre is None or measure is None or measure.kind != "length" or not 0 < measure.said <= MOST_KM:
        return None
    return centre, round(measure.said, 3)


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "level": str(place.level),
        "geometry": str(place.geometry),
        "radius_km": place.radius_km,
        "country": place.country,
        "source": place.source,
    }


def _actor(party: Party, side: int) -> dict[str, Any]:
    return {"id": party.id, "name": party.name, "kind": party.kind, "side": side}


def _side(party: Party, names: dict[str, str]) -> dict[str, Any]:
    id_ = party.side or party.id
    return {"id": id_, "name": names.get(id_, party.name), "known": party.side is not None}


def _source(outline: Outline) -> dict[str, Any]:
    return {"id": outline.source, "name": outline.source_name, "named": outline.source_named}
