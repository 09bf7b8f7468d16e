"""The answer to "who holds it": values, their JSON, and the sentence in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fogline.claims import Place
from fogline.picture.lineup import listed
from fogline.picture.policies import Basis, Status


@dataclass(frozen=True, slots=True)
class Backing:
    """One independent source behind a side: how many statements and reports carry it, and the claims."""

    source: str
    name: str
    claims: tuple[str, ...]
    reports: int
    statements: int
    latest: date
    side: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.source,
            "name": self.name,
            "side": self.side,
            "statements": self.statements,
            "reports": self.reports,
            "latest": self.latest.isoformat(),
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True)
class Holder:
    """A side that is said to hold the place, with everything that says so. `share` where it is a part only."""

    side: str
    name: str
    actors: tuple[str, ...]
    origins: tuple[Backing, ...]
    reports: int
    latest: date
    basis: Basis
    share: str | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for o in self.origins for c in o.claims))

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.name,
            "side_id": self.side,
            "actors": list(self.actors),
            "origins": [o.as_json() for o in self.origins],
            "reports": self.reports,
            "latest": self.latest.isoformat(),
            "basis": str(self.basis),
            "share": self.share,
        }


@dataclass(frozen=True, slots=True)
class Against:
    """A claim that speaks against the answer or would change it, and why it does not decide.

    `link` is the id of the link that stops it, `rests_on` the claim at the link's other end.
    """

    claim: str
    says: str
    why: str
    source: str
    day: date | None
    link: str | None = None
    link_kind: str | None = None
    rests_on: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "claim": self.claim,
            "says": self.says,
            "why": self.why,
            "origin": self.source,
            "day": self.day and self.day.isoformat(),
            "link": self.link and {"id": self.link, "kind": self.link_kind, "rests_on": self.rests_on},
        }


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The answer of the evidence that is too old to decide, or of the first that comes after the day asked about."""

    sides: tuple[str, ...]
    names: tuple[str, ...]
    status: Status
    on: date
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "side": listed(self.names),
            "sides": list(self.names),
            "status": str(self.status),
            "on": self.on.isoformat(),
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a place on a day, as known on a day, by a named policy.

    `hangs_on` names the origins without which the answer would be another, each with its claims and that answer.
    `marked` holds what a careful reader must know: undated reports that count from their recorded day, claims that
    the newest reading no longer has, allies merged. `next_known` is the first answer after the day asked about where
    nothing is known on it: it decides nothing. `places` are the holdings inside an area.
    """

    place: Place
    on: date
    as_known_on: date | None
    policy: str
    status: Status
    holders: tuple[Holder, ...]
    against: tuple[Against, ...]
    present: tuple[Holder, ...]
    last_known: LastKnown | None
    unknown_because: str | None
    sentence: str
    claims: tuple[str, ...]
    hangs_on: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    marked: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    horizon_days: int = 120
    merged: bool = False
    reason: str = ""
    lowered_by: tuple[str, ...] = ()
    places: tuple[Holding, ...] = ()
    next_known: LastKnown | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(h.side for h in self.holders)

    @property
    def deciding(self) -> tuple[str, ...]:
        """The claims that make the answer what it is: those for its holders, and those that lower it."""
        return tuple(dict.fromkeys((*(c for h in self.holders for c in h.claims), *self.lowered_by)))

    @property
    def inferred(self) -> bool:
        return bool(self.holders) and all(h.basis is Basis.INFERRED for h in self.holders)

    def short(self) -> str:
        """The answer in three words or so: "held by A", "contested: A, B", "unknown"."""
        names = listed([h.name for h in self.holders])
        if self.status is Status.HELD:
            return f"held by {names}" + (" (presence only)" if self.holders[0].basis is Basis.PRESENCE else "")
        if self.status is Status.CONTESTED:
            return f"contested: {names}" if self.holders else "contested"
        return "unknown"

    def as_json(self) -> dict[str, Any]:
        """The form of the command line contract: `place` to `claims`, then what Fogline adds."""
        out: dict[str, Any] = {
            "place": self.place.name,
            "on": self.on.isoformat(),
            "as_known_on": self.as_known_on and self.as_known_on.isoformat(),
            "policy": self.policy,
            "status": str(self.status),
            "holders": [h.as_json() for h in self.holders],
            "against": [a.as_json() for a in self.against],
            "last_known": self.last_known and self.last_known.as_json(),
            "unknown_because": self.unknown_because,
            "sentence": self.sentence,
            "claims": list(self.claims),
            "place_id": self.place.id,
            "lat": self.place.lat,
            "lon": self.place.lon,
            "present": [h.as_json() for h in self.present],
            "hangs_on": [{"origin": o, "claims": list(c), "else": e} for o, c, e in self.hangs_on],
            "marked": list(self.marked),
            "also": list(self.also),
            "horizon_days": self.horizon_days,
            "merge_allies": self.merged,
            "reason": self.reason or None,
            "lowered_by": list(self.lowered_by),
            "next_known": self.next_known and self.next_known.as_json(),
        }
        if self.places:
            out["places"] = [h.as_json() for h in self.places]
        return out
