"""Claims and resolutions as canonical JSON, written and read fast: the bodies that hashes are taken over.

The writers below give exactly what `claims.canonical_json` gives for the same value (a test holds them to it), at a
quarter of the time: a ledger writes two such bodies for every claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring as quote
from typing import Any

from fogline.claims import (
    UNSCORED,
    ActorRef,
    Argument,
    Claim,
    Geometry,
    Mention,
    Place,
    PlaceLevel,
    PlaceRef,
    Resolution,
)


class _Numbers(dict[float, str]):
    """Floats as JSON has them, whole numbers and the floats of other libraries too: remembered, since scores recur."""

    def __missing__(self, value: float) -> str:
        text = float.__repr__(float(value))
        if value:  # zero and minus zero are one key, but two texts
            if len(self) > 100_000:
                self.clear()
            self[value] = text
        return text


_number = _Numbers().__getitem__


def claim_body(claim: Claim) -> str:
    """The content of a claim: codebook fields, phase and scores. Its report is not part of it."""
    time, s, phase, trigger, evidence = claim.time, claim.scores, claim.phase, claim.trigger, claim.evidence
    when = (
        "null"
        if time is None
        else f'{{"end":{time.end},"start":{time.start},"text":{quote(time.text)},'
        f'"value":{"null" if time.value is None else quote(time.value)}}}'
    )
    scores = (
        ""
        if s is UNSCORED or s == UNSCORED
        else f'"scores":[{_number(s.claim)},{_number(s.source)},{_number(s.certainty)},{_number(s.polarity)},'
        f"{_number(s.mood)},{_number(s.time)}],"
    )
    return (
        f'{{"args":[{",".join([_argument(a) for a in claim.args])}],"certainty":{quote(claim.certainty)},'
        f'"evidence":{{"end":{evidence.end},"start":{evidence.start}}},"mood":{quote(claim.mood)},'
        f'"phase":{"null" if phase is None else quote(phase)},"polarity":{quote(claim.polarity)},{scores}'
        f'"sources":[{",".join([_mention(s) for s in claim.sources])}],"time":{when},'
        f'"trigger":{{"end":{trigger.end},"start":{trigger.start},"text":{quote(claim.trigger_text)}}},'
        f'"type":{quote(claim.type)}}}'
    )


def _argument(a: Argument) -> str:
    score = a.score
    return (
        f'{{"end":{a.end},"entity":{quote(a.entity)},"role":{quote(a.role)},'
        f"{'' if score == 1.0 else chr(34) + 'score' + chr(34) + ':' + _number(score) + ','}"
        f'"start":{a.start},"text":{quote(a.text)}}}'
    )


def _mention(m: Mention) -> str:
    return f'{{"end":{m.end},"entity":{quote(m.entity)},"start":{m.start},"text":{quote(m.text)}}}'


def blank_claim_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """What redaction leaves of a claim: its spans, type and judgements, none of its words."""
    left = dict(body)
    left["args"] = [{**a, "text": "", "entity": ""} for a in body["args"]]
    left["sources"] = [{**s, "text": "", "entity": ""} for s in body["sources"]]
    left["trigger"] = {**body["trigger"], "text": ""}
    if body["time"] is not None:
        left["time"] = {**body["time"], "text": ""}
    return left


def resolution_body(resolution: Resolution, digest_of: Callable[[Place], str]) -> str:
    """A resolution without its claim and atlas; places are named by the digest of their form."""
    places = ",".join([_place_ref(p, digest_of) for p in resolution.places])
    actors = ",".join([_actor_ref(a) for a in resolution.actors])
    speakers = ",".join([_actor_ref(a) for a in resolution.speakers])
    return f'{{"actors":[{actors}],"places":[{places}],"speakers":[{speakers}]}}'


def _place_ref(p: PlaceRef, digest_of: Callable[[Place], str]) -> str:
    candidates = ",".join([f"[{quote(i)},{quote(n)},{_number(s)}]" for i, n, s in p.candidates])
    return (
        f'{{"candidates":[{candidates}],"geo":{"null" if p.geo_precision is None else p.geo_precision},'
        f'"place":{"null" if p.place is None else f"{chr(34)}{digest_of(p.place)}{chr(34)}"},'
        f'"relation":{quote(p.relation)},"role":{"null" if p.role is None else quote(p.role)},'
        f'"score":{_number(p.score)},"span":[{p.span.start},{p.span.end}],"text":{quote(p.text)},'
        f'"where":{"null" if p.where_prec is None else p.where_prec},"why":{quote(p.why)}}}'
    )


def _actor_ref(a: ActorRef) -> str:
    return (
        f'{{"actor":{quote(a.actor)},"backer":{"null" if a.backer is None else quote(a.backer)},'
        f'"kind":{quote(a.kind)},"name":{quote(a.name)},'
        f'"role":{"null" if a.role is None else quote(a.role)},"score":{_number(a.score)},'
        f'"side":{"null" if a.side is None else quote(a.side)},"span":[{a.span.start},{a.span.end}],'
        f'"text":{quote(a.text)},"why":{quote(a.why)}}}'
    )


def blank_resolution_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """What redaction leaves of a resolution: which known places and actors, none of the words."""

    def known(a: Mapping[str, Any]) -> dict[str, Any]:
        own = str(a["actor"]).startswith("entity/")  # an actor known only from reports is named in its own words
        return {**a, "text": "", "why": "", **({"actor": "entity/redacted", "name": ""} if own else {})}

    def refs(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [known(a) for a in items]

    return {
        "actors": refs(body["actors"]),
        "speakers": refs(body["speakers"]),
        "places": [{**p, "text": "", "why": "", "candidates": []} for p in body["places"]],
    }


def place_body(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "level": str(place.level),
        "geometry": str(place.geometry),
        "country": place.country,
        "admin1": place.admin1,
        "radius_km": place.radius_km,
        "source": place.source,
        "aliases": list(place.aliases),
        "within": list(place.within),
    }


def place_from(body: Mapping[str, Any]) -> Place:
    return Place(
        id=body["id"],
        name=body["name"],
        lat=body["lat"],
        lon=body["lon"],
        level=PlaceLevel(body["level"]),
        geometry=Geometry(body["geometry"]),
        country=body["country"],
        admin1=body["admin1"],
        radius_km=body["radius_km"],
        source=body["source"],
        aliases=tuple(body["aliases"]),
        within=tuple(body["within"]),
    )
