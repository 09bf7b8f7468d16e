"""Events in ACLED's shape: one row an event, with the claims it is made of.

Only what is put forward as having happened becomes an event: mood actual, certainty certain or probable, polarity
positive. Fatalities are the lowest figure that the claims of the event give, as ACLED counts; none given is 0. Columns
that Fogline has nothing for (`inter1`, `interaction`, `region`) stay empty rather than guessed. `claim_ids`, `origins`
and `event` are added.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from fogline import wording
from fogline.claims import ActorKind, ClaimType, PlaceRef, Role, Weighed
from fogline.exports.table import ExportInput, is_pin
from fogline.exports.tabular import write_csv

COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
    "claim_ids",
    "origins",
    "event",
)
_NUMBER = re.compile(r"\d[\d,]*")
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_LARGE = {"dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_NUMBER_WORDS = {word: n for n, word in enumerate(_SMALL)} | _LARGE
_KILLED = re.compile(
    r"\b(?:kill|dead|die|death|slain|slaughter|execut|massacre|eliminat|fatal|lives|martyr)", re.IGNORECASE
)


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads((files("fogline.exports") / "acled.toml").read_text(encoding="utf-8"))


@cache
def _countries() -> Mapping[str, tuple[str, str]]:
    """English name and ISO 3166 number by two-letter code."""
    text = (files("fogline.exports") / "countries.csv").read_text(encoding="utf-8")
    return {line["alpha2"]: (line["name"], line["numeric"]) for line in csv.DictReader(text.splitlines())}


def acled(given: ExportInput) -> str:
    """The events as CSV, by date; those without a date come last with an empty `event_date`."""
    rows = [_event(claims, given) for claims in _events(given)]
    return write_csv(COLUMNS, sorted(rows, key=lambda r: (r["event_date"] or "9999", r["event_id_cnty"])))


def events(given: ExportInput) -> int:
    """How many events there are."""
    return len(_events(given))


def _events(given: ExportInput) -> list[list[Weighed]]:
    """Claims by event: the event that the weighing made, else the claim alone; casualties go with what caused them."""
    groups: dict[str, list[Weighed]] = {}
    losses: list[Weighed] = []
    for w in given.ordered:
        claim = w.entry.claim
        if not claim.moves_control or w.entry.reviewed == "rejected":
            continue
        if claim.type is ClaimType.CASUALTIES:
            losses.append(w)
        elif str(claim.type) in _rules():
            groups.setdefault(w.event or w.entry.id, []).append(w)
    for loss in losses:
        cause = next((group for group in groups.values() if any(_caused(w, loss) for w in group)), None)
        if cause is not None:
            cause.append(loss)
    return list(groups.values())


def _caused(w: Weighed, loss: Weighed) -> bool:
    """Whether an attack and its dead stand in one event or in one sentence."""
    if w.event is not None and w.event == loss.event:
        return True
    same = w.entry.report.id == loss.entry.report.id
    attack = w.entry.claim.type in (ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CLASH)
    return same and attack and w.entry.claim.evidence == loss.entry.claim.evidence


def _event(claims: Sequence[Weighed], given: ExportInput) -> dict[str, Any]:
    acts = [w for w in claims if w.entry.claim.type is not ClaimType.CASUALTIES]
    first = acts[0]
    rule = _rules()[str(first.entry.claim.type)]
    words = " ".join(_words(w, given) for w in claims).lower()
    day, precision = _day(acts)
    place = _place(acts)
    code = place.place.country if place and place.place and place.place.country else ""
    country, numeric = _countries().get(code, ("", ""))
    admin1 = place.place.admin1 if place and place.place and place.place.admin1 else ""
    actors = _names(acts, Role.ACTOR)
    targets = _names(acts, Role.TARGET)
    civilians = any(word in " ".join(targets).lower() for word in _rules()["words"]["civilians"])
    attack = first.entry.claim.type in (ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CLASH)
    return {
        "event_id_cnty": f"{code or 'XX'}-{(first.event or first.entry.id)[-12:]}",
        "event_date": day.isoformat() if day else "",
        "year": day.year if day else "",
        "time_precision": precision,
        "disorder_type": rule["disorder"],
        "event_type": "Violence against civilians" if civilians and _is_clash(first) else rule["event"],
        "sub_event_type": "Attack" if civilians and _is_clash(first) else _sub_event(first, rule, words),
        "actor1": actors[0] if actors else "",
        "assoc_actor_1": "; ".join(actors[1:]),
        "inter1": "",
        "actor2": targets[0] if targets else "",
        "assoc_actor_2": "; ".join(targets[1:]),
        "inter2": "",
        "interaction": "",
        "civilian_targeting": "Civilian targeting" if civilians and attack else "",
        "iso": numeric,
        "region": "",
        "country": country,
        "admin1": admin1,
        "admin2": "",
        "admin3": "",
        "location": place.place.name if place and place.place else (place.text if place else ""),
        "latitude": place.place.lat if place and place.place and is_pin(place) else "",
        "longitude": place.place.lon if place and place.place and is_pin(place) else "",
        "geo_precision": place.geo_precision if place and place.geo_precision else "",
        "source": "; ".join(_once(w.entry.report.publisher or w.entry.report.name for w in claims)),
        "source_scale": "",
        "notes": "; ".join(_once(f"{wording.sentence(w.entry.claim)} ({w.origin.source_name})" for w in claims)),
        "fatalities": _fatalities(claims),
        "tags": "; ".join(_once(_tag(w) for w in claims)),
        "timestamp": "",
        "claim_ids": [w.entry.id for w in claims],
        "origins": len({w.origin.source for w in claims}),
        "event": first.event or "",
    }


def _is_clash(w: Weighed) -> bool:
    return w.entry.claim.type is ClaimType.CLASH


def _sub_event(w: Weighed, rule: Mapping[str, str], words: str) -> str:
    lexicon = _rules()["words"]

    def has(kind: str) -> bool:
        return any(re.search(rf"\b{re.escape(word)}", words) for word in lexicon[kind])

    match w.entry.claim.type:
        case ClaimType.CAPTURE if any(
            a.role is Role.ACTOR and a.kind in (ActorKind.STATE, ActorKind.FORCE) for a in w.entry.actors
        ):
            return rule["state"]
        case ClaimType.STRIKE if has("chemical"):
            return "Chemical weapon"
        case ClaimType.STRIKE if has("air"):
            return "Air/drone strike"
        case ClaimType.BOMBING if has("suicide"):
            return "Suicide bomb"
        case ClaimType.DETAIN if has("abduction"):
            return "Abduction/forced disappearance"
    return rule["sub"]


def _day(claims: Sequence[Weighed]) -> tuple[date | None, int | str]:
    """The first day of the best-dated claim and ACLED's precision: 1 the day, 2 the week, 3 the month or worse."""
    dated = [
        ((v.end - v.start).days, v.start)
        for w in claims
        if (v := w.entry.valid) is not None and v.start is not None and v.end is not None
    ]
    if not dated:
        starts = [v.start for w in claims if (v := w.entry.valid) is not None and v.start is not None]
        return (min(starts), 3) if starts else (None, "")
    length, day = min(dated)
    return day, 1 if length == 0 else 2 if length <= 7 else 3


def _place(claims: Sequence[Weighed]) -> PlaceRef | None:
    """The best-known place of the event: a point first, then what is resolved at all."""
    refs = [ref for w in claims for ref in w.entry.places]
    ranked = sorted(refs, key=lambda r: (not is_pin(r), r.place is None, r.where_prec or 9, -r.score))
    return ranked[0] if ranked else None


def _names(claims: Sequence[Weighed], role: Role) -> list[str]:
    named = _once(a.name for w in claims for a in w.entry.actors if a.role is role)
    return named or _once(a.entity for w in claims for a in w.entry.claim.roles(role))


def _fatalities(claims: Sequence[Weighed]) -> int:
    """The lowest number of dead that any claim of the event gives; "dozens" counts as ten, as ACLED has it."""
    figures = []
    for w in claims:
        claim = w.entry.claim
        if claim.type is not ClaimType.CASUALTIES or not _KILLED.search(claim.trigger_text):
            continue
        numbers = [n for a in claim.roles(Role.QUANTITY) if (n := number(a.text)) is not None]
        if numbers:
            figures.append(sum(numbers))
    return min(figures, default=0)


def number(words: str) -> int | None:
    """The number in a quantity: "at least 1,200", "seven", "dozens"; None where it has none."""
    if found := _NUMBER.search(words):
        return int(found[0].replace(",", ""))
    low = words.lower()
    for plural, count in (("hundreds", 100), ("scores", 10), ("dozens", 10), ("several", 3)):
        if plural in low:
            return count
    return next((_NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", low) if word in _NUMBER_WORDS), None)


def _words(w: Weighed, given: ExportInput) -> str:
    report = given.reports.get(w.entry.report.id)
    return w.entry.claim.evidence.of(report.text) if report else w.entry.claim.trigger_text


def _tag(w: Weighed) -> str:
    certainty = w.entry.claim.certainty
    return f"certainty={certainty}" if str(certainty) != "certain" else ""


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(v for v in values if v))
