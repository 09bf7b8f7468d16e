"""What if: a question asked twice, over the claims as they are and with some places assumed; nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from fogline.claims import (
    ActorKind,
    ActorRef,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Origin,
    Place,
    PlaceRef,
    ReportHead,
    Role,
    Span,
    Weighed,
)
from fogline.picture.holdings import Claims
from fogline.picture.lineup import SideLike, listed


class Answer(Protocol):
    """What every answer of the picture has."""

    @property
    def sentence(self) -> str: ...

    @property
    def claims(self) -> tuple[str, ...]: ...

    @property
    def unknown_because(self) -> str | None: ...

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question before and after, and what differs: field, before, after. `assumed` is place name to side name."""

    assumed: tuple[tuple[str, str], ...]
    before: Answer
    after: Answer
    difference: tuple[tuple[str, Any, Any], ...]
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "assumed": dict(self.assumed),
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "difference": [{"field": f, "before": b, "after": a} for f, b, a in self.difference],
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


#: Fields that say the same thing at more length, or are ids: they are left out of the difference.
WORDY = frozenset({"sentence", "claims", "against", "hangs_on", "outline", "marked", "viewpoint_about", "stretches"})


def what_if(
    assumed: Mapping[Place, SideLike],
    weighed: Sequence[Weighed],
    question: Callable[[Sequence[Weighed]], Answer],
    *,
    on: date,
) -> WhatIf:
    """Ask `question` of the claims as they are, and again with each place of `assumed` held by its side on `on`.

    An assumption takes the place of every claim about that place, under any policy. Nothing is stored.
    """
    as_it_is = Claims(weighed)
    before, after = question(as_it_is), question(assume(assumed, as_it_is, on))
    difference = tuple(_differences(before.as_json(), after.as_json()))
    words = listed([f"{p.name} were held by {s.name}" for p, s in assumed.items()])
    return WhatIf(
        assumed=tuple((p.name, s.name) for p, s in assumed.items()),
        before=before,
        after=after,
        difference=difference,
        sentence=f"If {words}, this would change: {_told(difference)}."
        if difference
        else f"If {words}, nothing would change: {after.sentence}",
        unknown_because=after.unknown_because,
        claims=tuple(c for c in dict.fromkeys((*before.claims, *after.claims)) if not c.startswith(ASSUMED)),
    )


#: What an answer counts beside what it says: the sentence leaves it to the list of differences.
_DETAIL = re.compile(r"_id$|\.(?:latest|reports|origins|statements|basis|actors?|id)(?:\W|$)")
#: Differences that the sentence tells; the others are counted.
TOLD = 4


def _told(difference: Sequence[tuple[str, Any, Any]]) -> str:
    """The first differences in words: "verdict from closed to open, widest gap km from nothing to 55.1"."""
    plain = [d for d in difference if not _DETAIL.search(d[0])] or list(difference)
    parts = [f"{_field(field)} from {_brief(b)} to {_brief(a)}" for field, b, a in plain[:TOLD]]
    more = len(difference) - len(parts)
    return "; ".join(parts) + (f"; and {more} more" if more > 0 else "")


def _field(path: str) -> str:
    """A path of the answer in words: "holders[0].side" is the holder, "parts[2].length_km" the part's length km."""
    *owners, last = re.sub(r"s?\[\d+\]", "", path).replace("_", " ").split(".")
    return owners[-1] if owners and last in ("side", "name") else f"{owners[-1]}'s {last}" if owners else last


def _brief(value: Any) -> str:
    """A value as a sentence has it: names of a list, "nothing" for none."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, list):
        names = [str(v.get("name") or v.get("side") or "one") if isinstance(v, dict) else str(v) for v in value]
        return listed(names) if len(names) <= TOLD else f"{len(names)} entries"
    return str(value.get("name", "another")) if isinstance(value, dict) else str(value)


ASSUMED = "assumed:"


def assume(assumed: Mapping[Place, SideLike], weighed: Sequence[Weighed], on: date) -> Claims:
    """The claims with those about the assumed places set aside, and two assumed sources for each in their stead."""
    ids = {p.id for p in assumed}
    touched = {id_ for p in assumed for id_ in (p.id, *p.within)}
    kept = []
    for w in weighed:
        refs = tuple(r for r in w.entry.places if r.place is None or not _of(ids, r.place))
        if len(refs) == len(w.entry.places):
            kept.append(w)
            continue
        touched.update(id_ for r in w.entry.places if r.place is not None for id_ in (r.place.id, *r.place.within))
        kept.append(replace(w, entry=replace(w.entry, places=refs)))
    kept += [_assumption(p, s, on, n) for p, s in assumed.items() for n in (1, 2)]
    return Claims(kept, weighed if isinstance(weighed, Claims) else None, touched)


def _of(ids: Collection[str], place: Place) -> bool:
    return place.id in ids or any(id_ in ids for id_ in place.within)


def _assumption(place: Place, side: SideLike, on: date, number: int) -> Weighed:
    id_, nowhere = f"{ASSUMED}{place.id}={side.id}#{number}", Span(0, 0)
    entry = LedgerClaim(
        id=id_,
        claim=Claim(report=ASSUMED, trigger=nowhere, trigger_text="assumed", type=ClaimType.HOLD),
        report=ReportHead(id=ASSUMED, name="assumption", publisher="assumption", published=on),
        places=(PlaceRef(nowhere, place.name, place, 1.0, Role.PLACE),),
        actors=(ActorRef(nowhere, side.name, side.id, side.name, ActorKind.UNKNOWN, 1.0, Role.ACTOR, side=side.id),),
        valid=Interval(on, on),
    )
    return Weighed(entry, Origin(id_, f"{ASSUMED}{number}", f"assumption {number}", id_))


def _differences(before: Any, after: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [k for k in [*before, *(k for k in after if k not in before)] if k not in WORDY]
        return [d for k in keys for d in _differences(before.get(k), after.get(k), f"{path}.{k}" if path else k)]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [d for i, (b, a) in pairs for d in _differences(b, a, f"{path}[{i}]")]
    return [] if before == after else [(path, before, after)]
