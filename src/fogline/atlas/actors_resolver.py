"""Mentions of actors and sources to the actors they stand for.

Each mention is tried in this order, its fullest name in the report before its own words: a known name; a person behind
a title; a spokesman, who is the body that he speaks for; a source without a name; a group with a backer; a state or
group with a noun behind it ("Russian jets", "ISIS fighters"); "B of A"; a word that the scene explains ("the army").
What is left is an actor known only from reports (`entity/...`), a described group (`described/...`) or an unnamed
source (`unnamed/...`): never a guess at a known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from fogline.atlas import actors_words as words
from fogline.atlas.actors_found import Found
from fogline.atlas.actors_lexicon import Lexicon
from fogline.atlas.actors_reading import Reading
from fogline.atlas.actors_scene import Scene
from fogline.atlas.fold import fold
from fogline.claims import ACTOR_ROLES, ActorRef, Argument, Claim, Mention, PlaceRef, Report
from fogline.when import valid


class Resolver:
    """Resolves the actors and sources of a report's claims against a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def resolve(
        self, report: Report, claims: Sequence[Claim], places: Iterable[PlaceRef] = ()
    ) -> list[tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]]:
        """For each claim its actors and targets, and its speakers, one for each of `claim.sources` in order.

        `places` are the report's resolved places: they tell where "the army" is. An argument of several parties
        ("Syrian and Russian jets") gives one reference for each.
        """
        scene = Scene(report, self.lexicon, places)
        theatre = scene.pack.name if scene.pack else ""
        reading = Reading(self.lexicon, scene, claims)
        out = []
        for claim in claims:
            span = valid(claim, report.published, report.kind)
            day = (span.start or span.end if span else None) or report.published
            speakers = tuple(
                self._ref(source, reading.one(source.text, source.entity, True), day, theatre)
                for source in claim.sources
            )
            actors = tuple(
                ref
                for arg in claim.args
                if arg.role in ACTOR_ROLES
                for ref in self._argument(reading, arg, speakers, day, theatre)
            )
            out.append((actors, speakers))
        return out

    def mention(self, text: str, entity: str | None = None, *, speaker: bool = False) -> ActorRef:
        """One mention on its own, without a report around it."""
        scene = Scene(Report(text="", name=""), self.lexicon)
        mention = Mention(text, 0, len(text), entity or text)
        return self._ref(mention, Reading(self.lexicon, scene, ()).one(text, entity or text, speaker), None)

    def _argument(
        self, reading: Reading, arg: Argument, speakers: Sequence[ActorRef], day: date | None, theatre: str
    ) -> Iterator[ActorRef]:
        if fold(arg.entity) in words.FIRST_PERSON and not arg.entity.isupper() and speakers:
            speaker = speakers[-1]
            yield replace(
                speaker, span=arg.span, text=arg.text, role=arg.role, score=0.6 * speaker.score, why="the speaker's own"
            )
            return
        for found in reading.parties(arg.text, arg.entity):
            yield replace(self._ref(arg.mention, found, day, theatre), role=arg.role)

    def _ref(self, mention: Mention, found: Found, day: date | None, theatre: str | None = None) -> ActorRef:
        side = None
        if not found.actor.startswith(("described/", "unnamed/", "unknown/")):
            side = self.lexicon.sides.of(found.side_of or found.actor, day, theatre=theatre)
        elif found.side_of:
            side = self.lexicon.sides.of(found.side_of, day, theatre=theatre)
        return ActorRef(
            span=mention.span,
            text=mention.text,
            actor=found.actor,
            name=found.name,
            kind=found.kind,
            score=round(found.score, 3),
            side=side.id if side else None,
            backer=found.backer,
            why=found.why,
        )
