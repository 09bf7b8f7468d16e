"""Everything that the page filters by, in columns: one number a claim and a field, so that 50,000 claims fit a page.

The page brushes and filters these columns itself, without asking again; cards, sentences and answers are asked for by
id. The overview is a function of the ledger as it stands and is remembered only until the ledger changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from fogline.claims import (
    Certainty,
    ClaimType,
    Geometry,
    LinkKind,
    Mood,
    Phase,
    Place,
    Polarity,
    ReportHead,
    Role,
    Weighed,
)
from fogline.exports.records import report_record
from fogline.picture import read_measure

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
    "score",
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

    def number(self, key: Hashable, row: dict[str, Any]) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return known

    def get(self, key: Hashable) -> int:
        return self._numbers.get(key, -1)


def overview(weighed: Sequence[Weighed], side_names: dict[str, str]) -> dict[str, Any]:
    """The columns; days are counted from 1970-01-01, -1 stands for "none", null for an open or unknown day."""
    reports, places, actors, sides, sources, statements = (_Column() for _ in range(6))
    types, moods, certainties = list(ClaimType), list(Mood), list(Certainty)
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    rows: dict[str, int] = {}
    zones: list[tuple[int, int, float]] = []
    for w in weighed:
        entry, claim = w.entry, w.entry.claim
        rows[entry.id] = len(rows)
        columns["id"].append(entry.id)
        columns["type"].append(types.index(claim.type))
        columns["mood"].append(moods.index(claim.mood))
        columns["certainty"].append(certainties.index(claim.certainty))
        columns["negative"].append(int(claim.polarity is Polarity.NEGATIVE))
        columns["from"].append(_day(entry.valid.start) if entry.valid else None)
        columns["to"].append(_day(entry.valid.end) if entry.valid else None)
        columns["approximate"].append(int(entry.valid.approximate) if entry.valid else 0)
        columns["places"].append(
            sorted({places.number(r.place.id, _place(r.place)) for r in entry.places if r.place is not None})
        )
        declared = _zone(w)
        if declared:
            zones.append((rows[entry.id], places.get(declared[0]), declared[1]))
        mentioned, side = [], -1
        for actor in entry.actors:
            name = actor.side or actor.actor
            row = sides.number(name, {"id": name, "name": side_names.get(name, actor.name), "known": bool(actor.side)})
            mentioned.append(
                actors.number(
                    actor.actor, {"id": actor.actor, "name": actor.name, "kind": str(actor.kind), "side": row}
                )
            )
            if side < 0 and actor.role is Role.ACTOR:
                side = row
        columns["actors"].append(sorted(set(mentioned)))
        columns["side"].append(side)
        origin = w.origin
        columns["source"].append(
            sources.number(origin.source, {"id": origin.source, "name": origin.source_name, "named": origin.named})
        )
        columns["statement"].append(statements.number(origin.statement, {}))
        columns["report"].append(reports.number(entry.report.id, _report(entry.report)))
        columns["score"].append(round(100 * claim.scores.claim))
        columns["reviewed"].append(REVIEWS.index(entry.reviewed) + 1 if entry.reviewed in REVIEWS else 0)
    kinds = list(LinkKind)
    links = {link.id: link for w in weighed for link in w.links}
    return {
        "vocabulary": {
            "types": [str(t) for t in types],
            "moods": [str(m) for m in moods],
            "certainties": [str(c) for c in certainties],
            "links": [str(k) for k in kinds],
            "reviews": ["", *REVIEWS],
        },
        "reports": reports.rows,
        "places": places.rows,
        "actors": actors.rows,
        "sides": sides.rows,
        "sources": sources.rows,
        "statements": len(statements.rows),
        "claims": columns,
        "links": [
            [kinds.index(link.kind), rows[link.a], rows[link.b]]
            for link in links.values()
            if link.a in rows and link.b in rows
        ],
        "zones": zones,
    }


def _zone(w: Weighed) -> tuple[str, float] | None:
    """Place id and radius in km of a zone that a claim speaks of; None where it gives no radius, no centre, or ends it.

    Planned and denied ones are among them: the page draws those as what they are.
    """
    claim = w.entry.claim
    if claim.type is not ClaimType.ZONE or claim.phase is Phase.END:
        return None
    centre = next((r.place for r in w.entry.places if r.place is not None and r.place.geometry is Geometry.POINT), None)
    measure = read_measure(" ".join(a.text for a in claim.roles(Role.QUANTITY)))
    if centre is None or measure is None or measure.kind != "length" or not 0 < measure.said <= MOST_KM:
        return None
    return centre.id, round(measure.said, 3)


def _day(day: Any) -> int | None:
    return day.toordinal() - 719_163 if day is not None else None


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


def _report(head: ReportHead) -> dict[str, Any]:
    return report_record(head)
