"""A small war for tests: reports with claims at known places by known actors, all made from a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Geometry,
    Mention,
    Mood,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    Reading,
    Report,
    Resolution,
    Role,
    Scores,
    Span,
    TimeExpression,
)

NAMES = ("Zarqa", "Tell Hamra", "Wadi Nour", "Qasr al-Bahr", "Ḩājar", "Deir Salim", "Um Tina", "Bir Asad")
PLACES = tuple(
    Place(f"test/{i}", name, 30.0 + i * 0.5, 40.0 + i * 0.25, PlaceLevel.SETTLEMENT, Geometry.POINT, "SY")
    for i, name in enumerate(NAMES)
)
ACTORS = (("test/red", "Red Brigade", "red"), ("test/blue", "Blue Guard", "blue"), ("test/militia", "a militia", None))
SOURCES = (None, "the Observatory", "a ministry spokesman")
VERBS = {ClaimType.CAPTURE: "captured", ClaimType.WITHDRAW: "left", ClaimType.STRIKE: "bombed", ClaimType.HOLD: "holds"}


def made(
    seed: int,
    claims: int = 4,
    *,
    published: date | None = date(2017, 6, 1),
    version: str = "1",
    atlas: str = "a1",
    publisher: str | None = "The Wire",
    name: str | None = None,
) -> tuple[Report, Reading, list[Resolution]]:
    """A report with its reading and resolutions; the same seed gives the same text."""
    rng = random.Random(seed)
    text, found, resolved = f"Report number {seed}. 😀 ", [], []
    for _ in range(claims):
        place, actor = rng.choice(PLACES), rng.choice(ACTORS)
        type_, source = rng.choice(tuple(VERBS)), rng.choice(SOURCES)
        day = date(2017, 5, 1) + timedelta(rng.randrange(40))
        start = len(text)
        sentence = ""
        sources: tuple[Mention, ...] = ()
        if source:
            sources = (Mention(source, start, start + len(source), source),)
            sentence = f"{source} said "
        doer = start + len(sentence)
        sentence += actor[1] + " "
        trigger = start + len(sentence)
        sentence += VERBS[type_] + " "
        spot = start + len(sentence)
        sentence += place.name + " on "
        when = start + len(sentence)
        sentence += f"{day.isoformat()}. "
        text += sentence
        found.append(
            (
                Span(trigger, trigger + len(VERBS[type_])),
                type_,
                (
                    Argument(Role.ACTOR, actor[1], doer, doer + len(actor[1]), actor[1], rng.choice((1.0, 0.25))),
                    Argument(Role.PLACE, place.name, spot, spot + len(place.name), place.name),
                ),
                TimeExpression(day.isoformat(), when, when + 10, day.isoformat()),
                sources,
                rng.choice((Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)),
                rng.choice((Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE)),
                rng.choice((Mood.ACTUAL, Mood.ACTUAL, Mood.PLANNED)),
                Span(start, start + len(sentence) - 1),
                Scores(claim=rng.random()),
                place,
                actor,
            )
        )
    report = Report(
        text, name or f"r{seed}", title=f"Title {seed}", publisher=publisher, published=published, raw=text.encode()
    )
    out = []
    for span, type_, args, time, sources, certainty, polarity, mood, evidence, scores, place, actor in found:
        claim = Claim(
            report.id,
            span,
            span.of(text),
            type_,
            args,
            time,
            sources,
            certainty,
            polarity,
            mood,
            None,
            evidence,
            scores,
        )
        out.append(claim)
        resolved.append(
            Resolution(
                claim.key,
                atlas,
                (
                    PlaceRef(
                        args[1].span, args[1].text, place, 0.9, Role.PLACE, where_prec=1, geo_precision=1, why="exact"
                    ),
                ),
                (ActorRef(args[0].span, args[0].text, actor[0], actor[1], ActorKind.GROUP, 0.8, Role.ACTOR, actor[2]),),
                tuple(ActorRef(s.span, s.text, f"entity/{s.text}", s.text, ActorKind.UNKNOWN, 0.5) for s in sources),
            )
        )
    return report, Reading(report.id, "test-reader", version, tuple(out)), resolved
