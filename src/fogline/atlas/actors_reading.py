"""The mentions of one report: each is read once, in the light of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fogline.atlas import actors_words as words
from fogline.atlas.actors_found import JOIN, OF, Found, kind_of
from fogline.atlas.actors_lexicon import Lexicon
from fogline.atlas.actors_names import Names
from fogline.atlas.actors_pack import Actor
from fogline.atlas.actors_scene import Scene
from fogline.atlas.actors_speakers import Speakers
from fogline.atlas.fold import fold
from fogline.atlas.scan import common_words
from fogline.claims import ACTOR_ROLES, ActorKind, Claim

#: Endings of an adjective made of a name.
_PARTICIPLES = ("-brokered", "-led", "-backed", "-held", "-controlled", "-dominated", "-run", "-based", "-made")


class Reading:
    """The mentions of one report; remembers what each turned out to be."""

    def __init__(self, lexicon: Lexicon, scene: Scene, claims: Sequence[Claim]) -> None:
        self.lexicon, self.scene = lexicon, scene
        self._memo: dict[tuple[str, str, bool], Found] = {}
        mentions = [m for c in claims for m in (*c.sources, *(a.mention for a in c.args if a.role in ACTOR_ROLES))]
        names = {words.trimmed(m.entity) for m in mentions}
        last: dict[str, set[str]] = {}
        for name in names:
            tokens = name.split()
            if len(tokens) > 1 and words.is_name(name) and not JOIN.search(name):
                last.setdefault(fold(tokens[-1]), set()).add(name)
        self._ministries: tuple[Found, ...] = ()
        self._jihadists = self._only_jihadists(names)
        self._names = Names(lexicon, scene, last, self._in_context)
        self._speakers = Speakers(self._names, self._in_context)
        ministries = (self._names.known(name) for name in names if "ministry" in fold(name) and " " in name)
        self._ministries = tuple({found.actor: found for found in ministries if found is not None}.values())

    def parties(self, text: str, entity: str) -> Iterator[Found]:
        """The parties of an argument: one, or each of those that an "and" joins, where all are known."""
        one = self.one(text, entity, False)
        if one.actor.startswith(("entity/", "described/")) and one.backer is None:
            for whole in dict.fromkeys((entity, text)):
                found = self._several(words.trimmed(whole))
                if found:
                    yield from found
                    return
        yield one

    def _several(self, whole: str) -> list[Found]:
        """The parties that an "and" joins; empty unless at least one is known and the rest have no names."""
        joins = list(JOIN.finditer(whole))
        if not 0 < len(joins) <= 4:
            return []
        parts = [part for part in JOIN.split(whole) if part.strip()]
        last = parts[-1].split()
        size = words.head([fold(token) for token in last], words.COMMON)
        noun = " ".join(last[len(last) - size :]) if size < len(last) else ""
        if noun and all(fold(part) in self.lexicon.adjectives for part in parts[:-1]):
            parts = [*(f"{part} {noun}" for part in parts[:-1]), parts[-1]]  # "Syrian and Russian jets"
        elif not all(self._part(part) for part in parts):
            for join in joins:  # names that hold an "and" themselves
                pair = (self._part(whole[: join.start()]), self._part(whole[join.end() :]))
                if all(pair):
                    return list({f.actor: f for f in pair if f}.values())
        found = {part: self._part(part) or (self._part(f"{part} {noun}") if noun else None) for part in parts}
        if any(f is None and words.is_name(part, self.lexicon.adjectives) for part, f in found.items()):
            return []
        return list({f.actor: f for f in found.values() if f}.values())

    def _part(self, part: str) -> Found | None:
        found = self._names.known(part) or self._in_context(part)
        bare = found is not None and found.actor.startswith("described/") and not found.side_of
        return None if bare else found

    def one(self, text: str, entity: str, speaker: bool) -> Found:
        """What one mention stands for."""
        key = (text, entity, speaker)
        if key not in self._memo:
            self._memo[key] = self._one(text, entity, speaker)
        return self._memo[key]

    def _one(self, text: str, entity: str, speaker: bool) -> Found:
        shouted = entity.isupper() and len(entity) > 1  # "US" is no pronoun
        if (fold(entity) in words.PRONOUNS and not shouted) or not words.trimmed(entity):
            return Found(f"unknown/{fold(entity) or 'nobody'}", entity, ActorKind.UNKNOWN, 0.1, "a pronoun left open")
        # a name that is not known is not overruled by the description in the text
        nations = self.lexicon.adjectives
        overruled = words.is_name(words.trimmed(entity), nations) and not words.is_name(words.trimmed(text), nations)
        forms = (entity,) if overruled else (entity, text)
        for name in dict.fromkeys(forms):
            found = self._speakers.speaker(name) if speaker else self._names.known(name)
            if found:
                return found
        found = next((f for form in forms if (f := self._in_context(form))), None)
        if found:
            return self._speakers.as_speaker(found, entity) if speaker else found
        return self._unknown(entity, speaker)

    def _in_context(self, name: str) -> Found | None:
        """A word without a name, by the report's scene."""
        folded = fold(words.trimmed(name))
        if words.SAME.get(folded) == "jihadists":
            group = self._jihadists
            if group is None:
                return None
            return Found(group.id, group.name, group.kind, 0.6, "the one such group that the report names")
        if folded == "ministry" and len(self._ministries) == 1:
            return replace(self._ministries[0], score=0.7, why="the one ministry that the report names")
        for form in (folded, folded.removesuffix("s")):
            meant = self.scene.word(form)
            actor = self.lexicon.get(meant[0]) if meant else None
            if meant and actor:
                return self._names.of_actor(actor, meant[1], f"{folded!r} in a report on {self.scene.country}")
        return None

    def _only_jihadists(self, names: Iterable[str]) -> Actor | None:
        """The one jihadist group that the report names, which its bare "militants" then are."""
        found = {}
        for name in names:
            for actor in self.lexicon.by_name(fold(name))[:1]:
                side = self.lexicon.sides.of(actor.id)
                if side is not None and side.id.rpartition("/")[2] in ("isis", "hts") and actor.kind is ActorKind.GROUP:
                    found[actor.id] = actor
        return next(iter(found.values())) if len(found) == 1 else None

    def _unknown(self, name: str, speaker: bool) -> Found:
        """An actor that no lexicon knows: an entity of its own where it has a name, else a description."""
        text = words.trimmed(name)
        folded = fold(text)
        if folded in self.scene.place_names:
            return Found(f"described/{folded}", text, ActorKind.DESCRIBED, 0.4, "a place, not an actor")
        if folded in words.SAME or not words.is_name(text, self.lexicon.adjectives) or self._plain(text):
            if speaker:
                return self._speakers.nameless(folded, text, None)
            return Found(f"described/{folded}", text, ActorKind.DESCRIBED, 0.6, "a description, no name")
        things = self._things(text, folded)
        if things is not None:
            return things
        kind, plain = kind_of(folded, text), words.without_titles(text, self.lexicon.adjectives)
        person = words.behind_title(text)
        if person is not None:
            kind = ActorKind.PERSON
            plain = text = person
        if kind is ActorKind.PERSON or (plain != text and len(plain.split()) <= 4 and plain.istitle()):
            kind, text = ActorKind.PERSON, plain
        of = OF.match(text) if kind is ActorKind.UNIT else None
        body = self._names.known(of["right"]) if of is not None and of["own"] else None
        side_of = body.actor if body is not None and not body.actor.startswith("described/") else None
        return Found(f"entity/{fold(text)}", text, kind, 0.5, "known only from reports", side_of=side_of)

    def _things(self, text: str, folded: str) -> Found | None:
        """What is somebody's without a name of its own ("gatherings of ISIL terrorists"): described, on that side."""
        of = OF.match(text)
        if of is None or not of["own"] or not of["left"].islower():
            return None
        body = self._names.known(of["right"]) or self._in_context(of["right"])
        if body is None:
            return None
        side_of = body.side_of or (None if body.actor.startswith("described/") else body.actor)
        why = f"of {body.name}, no name of its own"
        return Found(f"described/{folded}", text, ActorKind.DESCRIBED, 0.6, why, backer=body.backer, side_of=side_of)

    def _plain(self, text: str) -> bool:
        """Whether the words are none of a name: only the first has a capital and is no name, or only adjectives do."""
        tokens = text.split()
        adjectives = self.lexicon.adjectives.keys() | words.MODIFIERS
        if all(t.islower() or fold(t) in adjectives or t.lower().startswith("anti-") for t in tokens):
            return any(t.islower() for t in tokens) or len(tokens) == 1
        if tokens[0].endswith(_PARTICIPLES) and len(tokens) == 1:
            return True  # "UN-brokered": what is left of a longer mention
        first = tokens[0].lower()
        common = first in self.scene.lower_words or (len(tokens) > 1 and first in common_words())
        return tokens[0][1:].islower() and all(t.islower() for t in tokens[1:]) and common
