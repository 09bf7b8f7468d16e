"""A small hand-coded case for the exports: sentences on al-Tanf, Zakf and Abu Kamal, claimed, resolved and weighed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Geometry,
    Interval,
    LedgerClaim,
    Link,
    LinkKind,
    Mention,
    Mood,
    Origin,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    Report,
    Role,
    Span,
    TimeExpression,
    Weighed,
)
from fogline.exports import BriefInput, Zone
from fogline.picture import replay, who_holds
from fogline.reports import from_text

TANF = Place(
    "pack/al-tanf-garrison", "Al-Tanf garrison", 33.50583, 38.61778, PlaceLevel.SITE,
    country="SY", admin1="SY.Homs", radius_km=1, source="pack",
)  # fmt: skip
ABU_KAMAL = Place("pack/abu-kamal", "Abu Kamal", 34.45361, 40.93667, PlaceLevel.SETTLEMENT, country="SY", radius_km=3)
ZAKF = Place("pack/zakf", "Zakf", None, None, PlaceLevel.SITE, country="SY", radius_km=20)
SOUTHEAST = Place("pack/se-syria", "southeastern Syria", 33.9, 39.4, PlaceLevel.REGION, Geometry.AREA, country="SY")
PLACES = {"al-Tanf": TANF, "Abu Kamal": ABU_KAMAL, "Zakf": ZAKF, "southeastern Syria": SOUTHEAST}

AREA = {"type": "Polygon", "coordinates": [[[38.8, 33.4], [40.4, 34.3], [39.2, 34.3], [38.4, 33.8], [38.8, 33.4]]]}


def report(words: str, name: str, day: str | None, publisher: str = "Example digest", url: str | None = None) -> Report:
    made = from_text(words, name, publisher=publisher, published=date.fromisoformat(day) if day else None)
    return replace(
        made, title=name.capitalize(), url=url, about=(("publisher", "Reuters"), ("published", "2017-06-14"))
    )


REPORTS = {
    "zakf": report(
        "The coalition and its partner rebels hold al-Tanf. "
        "US forces have set up a second base at Zakf, a rebel spokesman told Reuters. "
        "Colonel Ryan Dillon denied that there was a new base at Zakf. "
        "The zone around al-Tanf has a radius of 55 kilometres.",
        "zakf", "2017-06-14", url="http://example.org/zakf?a=1&b=2",
    ),
    "debka": report(
        "Washington is winding up talks with Moscow on terms for US special forces to evacuate al-Tanf, DEBKA reports.",
        "debka", "2017-09-08", "DEBKA", "https://example.org/debka",
    ),
    "trunews": report(
        "US forces moved out of al-Tanf 😀 and a <b>pro-Iranian</b> force moved in, according to a new report.",
        "trunews", "2017-09-08", "TruNews", "javascript:alert(1)",
    ),
    "kamal": report(
        "Islamic State regained full control of Abu Kamal on Saturday, the Observatory said. "
        "Pro-government fighters are massing in southeastern Syria.",
        "kamal", "2017-11-11",
    ),
    "army": report(
        "The Syrian army captured Abu Kamal on 9 November. It killed 12 militants there.", "army", "2017-11-09", "SANA"
    ),
    "undated": report("Rebels hold Nowhereville.", "undated", None, "A blog"),
}  # fmt: skip

SIDES = {
    "the coalition": ("pack/coalition", "US-led coalition", "coalition"),
    "US forces": ("pack/us", "US forces", "coalition"),
    "US special forces": ("pack/us", "US forces", "coalition"),
    "The coalition and its partner rebels": ("pack/coalition", "US-led coalition", "coalition"),
    "Islamic State": ("pack/isis", "Islamic State", "isis"),
    "The Syrian army": ("pack/saa", "Syrian army", "government"),
    "Pro-government fighters": ("entity/pro-government fighters", "pro-government fighters", "government"),
    "Rebels": ("pack/rebels", "Rebels", "rebels"),
}


@dataclass(frozen=True)
class Side:
    id: str
    name: str


class Sides:
    """Three sides and no alliance."""

    _names: ClassVar[dict[str, str]] = {
        "coalition": "US-led coalition",
        "isis": "Islamic State",
        "government": "Syrian government",
        "rebels": "Rebels",
    }

    def of(self, actor: str, on: Any = None, /) -> Side | None:
        side = next((s for i, _, s in SIDES.values() if i == actor), None)
        return Side(side, self._names[side]) if side else None

    def allied(self, a: str, b: str, on: Any = None, /) -> bool:
        return False

    def find(self, name: str, /) -> Side | None:
        return next((Side(i, n) for i, n in self._names.items() if name in (i, n)), None)


def claim(
    where: str,
    trigger: str,
    kind: str,
    *,
    sentence: str,
    args: dict[str, str] | None = None,
    sources: tuple[str, ...] = (),
    time: tuple[str, str] | None = None,
    **modality: Any,
) -> Weighed:
    """A weighed claim, its spans found by their words in the sentence that begins so."""
    text = REPORTS[where].text
    start = text.index(sentence)
    end = text.index(".", start) + 1

    def span(words: str) -> Span:
        at = text.index(words, start)
        return Span(at, at + len(words))

    arguments = tuple(
        Argument(Role(role.rstrip("2")), words, *span(words), words) for role, words in (args or {}).items()
    )
    said = tuple(Mention(words, *span(words), words) for words in sources)
    made = Claim(
        report=REPORTS[where].id,
        trigger=span(trigger),
        trigger_text=trigger,
        type=ClaimType(kind),
        args=arguments,
        time=TimeExpression(time[0], *span(time[0]), time[1]) if time else None,
        sources=said,
        evidence=Span(start, end),
        **modality,
    )
    published = REPORTS[where].published
    day = date.fromisoformat(time[1]) if time else published
    places = tuple(
        PlaceRef(a.span, a.text, PLACES.get(a.text), 0.9, a.role, where_prec=1, geo_precision=1)
        for a in arguments
        if a.role in (Role.PLACE, Role.ORIGIN, Role.DESTINATION)
    )
    actors = tuple(
        ActorRef(a.span, a.text, *SIDES[a.text][:2], ActorKind.FORCE, 0.9, a.role, SIDES[a.text][2])
        for a in arguments
        if a.text in SIDES
    )
    speakers = tuple(ActorRef(m.span, m.text, f"entity/{m.text}", m.text, ActorKind.PERSON, 0.8) for m in said)
    name = said[-1].text if said else (REPORTS[where].publisher or where)
    entry = LedgerClaim(
        id=made.key,
        claim=made,
        report=REPORTS[where].head,
        places=places,
        actors=actors,
        speakers=speakers,
        valid=Interval(day, day) if day else None,
        recorded=datetime(2026, 1, 1, tzinfo=UTC),
        reader="local/1",
    )
    origin = Origin(
        made.key, f"source/{name}", name, f"statement/{name}/{published}", relay=bool(said), via="quotation"
    )
    return Weighed(entry, origin, event=f"event/{kind}/{where}" if kind != "zone" else None)


HOLD = claim(
    "zakf",
    "hold",
    "hold",
    sentence="The coalition",
    args={"actor": "The coalition and its partner rebels", "place": "al-Tanf"},
)
BASE = claim(
    "zakf",
    "base",
    "base",
    sentence="US forces",
    args={"actor": "US forces", "place": "Zakf"},
    sources=("a rebel spokesman",),
)
DENIED = claim(
    "zakf",
    "base",
    "base",
    sentence="Colonel",
    args={"place": "Zakf"},
    sources=("Colonel Ryan Dillon",),
    polarity=Polarity.NEGATIVE,
)
ZONE = claim(
    "zakf",
    "zone",
    "zone",
    sentence="The zone",
    args={"place": "al-Tanf", "quantity": "55 kilometres"},
)
PLAN = claim(
    "debka",
    "evacuate",
    "withdraw",
    sentence="Washington",
    args={"actor": "US special forces", "place": "al-Tanf"},
    sources=("DEBKA",),
    mood=Mood.PLANNED,
)
LEFT = claim(
    "trunews",
    "moved out",
    "withdraw",
    sentence="US forces",
    args={"actor": "US forces", "place": "al-Tanf"},
    sources=("a new report",),
)
RETAKEN = claim(
    "kamal",
    "regained",
    "capture",
    sentence="Islamic State",
    args={"actor": "Islamic State", "place": "Abu Kamal"},
    sources=("the Observatory",),
    time=("on Saturday", "2017-11-11"),
)
MASSING = claim(
    "kamal",
    "massing",
    "deploy",
    sentence="Pro-government",
    args={"actor": "Pro-government fighters", "place": "southeastern Syria"},
    certainty=Certainty.PROBABLE,
)
TAKEN = claim(
    "army",
    "captured",
    "capture",
    sentence="The Syrian army",
    args={"actor": "The Syrian army", "place": "Abu Kamal"},
    time=("on 9 November", "2017-11-09"),
)
DEAD = claim(
    "army",
    "killed",
    "casualties",
    sentence="It killed",
    args={"quantity": "12", "target": "militants"},
)
LOST = claim("undated", "hold", "hold", sentence="Rebels", args={"actor": "Rebels", "place": "Nowhereville"})

LINKS = (
    Link(LinkKind.HARDENS, PLAN.entry.id, LEFT.entry.id, "mood", "says as done what DEBKA calls planned"),
    Link(LinkKind.CONTRADICTS, BASE.entry.id, DENIED.entry.id, "polarity", "one has a base there, the other none"),
    Link(LinkKind.CONTRADICTS, TAKEN.entry.id, RETAKEN.entry.id, "holder", "two holders within two days"),
)  # fmt: skip


def weighed() -> tuple[Weighed, ...]:
    """All claims, each with the links that it stands in."""
    found = (HOLD, BASE, DENIED, ZONE, PLAN, LEFT, RETAKEN, MASSING, TAKEN, DEAD, LOST)
    return tuple(replace(w, links=tuple(link for link in LINKS if w.entry.id in (link.a, link.b))) for w in found)


def brief_input(**changes: Any) -> BriefInput:
    """A brief on al-Tanf as of 11 November 2017, with Abu Kamal, Zakf and an area beside it."""
    claims, on = weighed(), date(2017, 9, 10)

    def held(place: Place, day: date) -> Any:
        return who_holds(place, claims, on=day, policy="latest", sides=Sides())

    later = changes.pop("on", on)
    given = BriefInput(
        subject="Al-Tanf",
        on=later,
        policy="latest",
        holdings=tuple(held(p, later) for p in (TANF, ABU_KAMAL, ZAKF, SOUTHEAST)),
        weighed=claims,
        reports={r.id: r for r in REPORTS.values()},
        changes={p.id: replay(p, claims, sides=Sides()) for p in (TANF, ABU_KAMAL, ZAKF)},
        grades={TANF.id: "information 3, possibly true, by rule: one origin, none against it"},
        zones=(Zone("Al-Tanf", 33.50583, 38.61778, 55.0, ZONE.entry.id),),
        shapes={SOUTHEAST.id: AREA},
        borders=(("Syria-Iraq", {"type": "LineString", "coordinates": [[38.79, 33.37], [41.0, 34.42], [41.2, 34.8]]}),),
        made_with="Fogline 0.1.0, reader local/1",
    )
    return replace(given, **changes)
