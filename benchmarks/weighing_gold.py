"""Hand-coded claims as weighing sees them: places and actors resolved by folded name alone, days by room `when`.

A stand-in for the atlas, so that what is measured here is weighing and not geography. Import only.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from fogline import when
from fogline.claims import (
    PLACE_ROLES,
    ActorKind,
    ActorRef,
    LedgerClaim,
    Place,
    PlaceLevel,
    PlaceRef,
    ReportHead,
    ReportKind,
    Role,
    report_id,
)
from fogline.codebook import from_codebook
from fogline.weighing.names import actor_words, place_key, slug

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
_COUNTRIES = {
    "syria": "SY",
    "iraq": "IQ",
    "russia": "RU",
    "turkey": "TR",
    "iran": "IR",
    "lebanon": "LB",
    "israel": "IL",
}
_PROVINCES = ("province", "governorate", "region", "valley", "border", "eastern syria", "southern syria", "east")
_SIDES = {
    "syria": "government",
    "assad": "government",
    "isis": "isis",
    "coalition": "coalition",
    "us": "coalition",
    "russia": "russia",
    "sdf": "sdf",
}


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _place(name: str) -> Place:
    low = name.lower().replace("syrias", "syria").strip()
    if low in _COUNTRIES:
        return Place("country/" + low, name, None, None, PlaceLevel.COUNTRY)
    key = place_key(name)
    level = PlaceLevel.PROVINCE if any(w in low for w in _PROVINCES) else PlaceLevel.SETTLEMENT
    return Place(("area/" if level is PlaceLevel.PROVINCE else "at/") + key, name, None, None, level)


def _actor(text: str, entity: str, start: int, end: int, role: Role | None) -> ActorRef:
    from fogline.claims import Span

    words = actor_words(entity)
    side = next((s for w, s in _SIDES.items() if w in words), None)
    return ActorRef(Span(start, end), text, "entity/" + slug(words), entity, ActorKind.UNKNOWN, 1.0, role, side)


def entries(folder: Path, name: str, text: str, meta: dict[str, str]) -> list[LedgerClaim]:
    """The claims of one report's gold file."""
    report = report_id(text)
    published = _day(meta.get("published"))
    kind = ReportKind.TERTIARY if "tertiary" in (meta.get("side") or meta.get("kind") or "") else ReportKind.PRESS
    head = ReportHead(report, name, meta.get("title"), meta.get("publisher"), meta.get("url"), published, kind)
    found = []
    for record in json.loads((folder / f"{name}.json").read_text("utf-8")):
        claim = from_codebook(record, report)
        places = tuple(
            PlaceRef(a.span, a.text, _place(a.entity), 1.0, a.role) for a in claim.args if a.role in PLACE_ROLES
        )
        actors = tuple(
            _actor(a.text, a.entity, a.start, a.end, a.role) for a in claim.args if a.role in (Role.ACTOR, Role.TARGET)
        )
        found.append(LedgerClaim(claim.key, claim, head, places, actors, (), when.valid(claim, published, kind)))
    return found


def corpus(*splits: str) -> tuple[dict[str, list[LedgerClaim]], dict[str, str]]:
    """The gold claims of train or dev by report name, and the texts by report id."""
    claims: dict[str, list[LedgerClaim]] = {}
    texts: dict[str, str] = {}
    for split in splits:
        root = SHARED / "data" / "claims" / split
        for path in sorted((root / "gold").glob("*.json")):
            text = (root / "texts" / f"{path.stem}.txt").read_text("utf-8")
            meta = json.loads((root / "texts" / f"{path.stem}.json").read_text("utf-8"))
            texts[report_id(text)] = text
            claims[path.stem] = entries(root / "gold", path.stem, text, meta)
    return claims, texts
