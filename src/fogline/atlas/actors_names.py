"""Known names: as they stand, behind a title or an adjective, or short for one that the report gives in full."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from fogline.atlas import actors_words as words
from fogline.atlas.actors_described import LINKING, Descriptions
from fogline.atlas.actors_found import Found
from fogline.atlas.actors_lexicon import Lexicon
from fogline.atlas.actors_pack import Actor
from fogline.atlas.actors_scene import Scene
from fogline.atlas.fold import fold
from fogline.claims import ActorKind

#: Kinds whose own name counts whatever adjective stands before it ("Iraqi Daesh fighters" are Daesh).
_KEEPS_ITS_NAME = frozenset((ActorKind.GROUP, ActorKind.UNIT, ActorKind.OUTLET, ActorKind.ORGANISATION))


#: Small words that open a last name.
_PARTICLES = frozenset(("bin", "ben", "ibn", "al", "el", "abu", "van", "von", "de", "der", "le", "la"))


def _adjective(token: str, modifies: Container[str]) -> bool:
    """Whether a word only says of what sort a group is: "rebel", "Kurdish-Arab", "anti-Assad"."""
    folded = fold(token)
    if folded in modifies or token.lower().startswith("anti-"):
        return True
    parts = folded.split(" ")
    return len(parts) > 1 and all(part in modifies for part in parts)


class Names:
    """Looks up names in the lexicon for one report. `last` holds the report's full names by their last word."""

    def __init__(
        self,
        lexicon: Lexicon,
        scene: Scene,
        last: Mapping[str, set[str]],
        in_context: Callable[[str], Found | None],
    ) -> None:
        self.lexicon, self.scene, self._last = lexicon, scene, last
        self._described = Descriptions(self, in_context)
        self._tries: dict[str, Found | None] = {}

    def known(self, name: str) -> Found | None:
        if name not in self._tries:
            self._tries[name] = None  # against running in a circle
            self._tries[name] = self._try(words.trimmed(name))
        return self._tries[name]

    def _try(self, name: str) -> Found | None:
        if not name:
            return None
        if " and " in name:  # several parties, unless it is one name or what belongs to one
            return self.named(name) or self._described.headed(name) or self._described.of(name)
        return (
            self.named(name)
            or self.titled(name)
            or self.adjective(name)
            or self._described.office(name)
            or self._modified(name)
            or self._described.backed(name)
            or self._described.ministry(name)
            or self._described.headed(name)
            or self._described.of(name)
            or self._last_name(name)
            or self._prefixed(name)
            or self._lowered(name)
        )

    def named(self, name: str) -> Found | None:
        """A known name, as it stands or without a possessive ending."""
        folded = fold(name)
        for form, score in ((folded, 0.98), (folded[:-1] if folded.endswith("s") else "", 0.93)):
            if len(form) < 2 or (len(form) <= 4 and not any(c.isupper() for c in name)):
                continue
            for actor in self.lexicon.by_name(form):
                if actor.id.startswith("world/") and name.islower() and " " not in form and form in words.COMMON:
                    continue  # "organizations" is no Tanzim
                if len(form) <= 3 and not name[:2].isupper() and actor.kind is not ActorKind.PERSON:
                    continue
                return self.of_actor(actor, score if form == folded or " " in form else score - 0.03, "name")
        return None

    def of_actor(self, actor: Actor, score: float, why: str) -> Found:
        return Found(actor.id, actor.name, actor.kind, score, why, actor.backer)

    def titled(self, name: str) -> Found | None:
        """A known person behind titles ("Russian Foreign Minister Sergei Lavrov"), or before a description of him."""
        tokens = name.split()
        for size in range(min(5, len(tokens) - 1), 0, -1):
            for part, rest in ((tokens[-size:], tokens[:-size]), (tokens[:size], tokens[size:])):
                before = part == tokens[-size:] and rest == tokens[:-size]
                text = " ".join(part).strip(",.'’")
                if not text[:1].isupper() or (size == 1 and not before) or self._owned(rest, before):
                    continue
                for actor in self.lexicon.by_name(fold(text)) or self.lexicon.by_name(fold(text).removesuffix("s")):
                    if actor.kind is ActorKind.PERSON and (size > 1 or self._titles(rest)):
                        return self.of_actor(actor, 0.95 if size > 1 else 0.88, "person behind a title")
        return None

    def _owned(self, rest: Sequence[str], before: bool) -> bool:
        """Whether what stands beside a person is his and not a title ("regime of", "forces")."""
        folded = [fold(token) for token in rest]
        if before:
            return bool(folded) and (folded[-1] in LINKING or folded[-1] == "to")
        return bool(words.head(folded, words.MILITARY | words.MEMBERS | words.THINGS | words.CIVILIAN))

    def _titles(self, tokens: Sequence[str]) -> bool:
        folded = [fold(token) for token in tokens]
        return any(words.head(folded[: n + 1], words.TITLES) for n in range(len(folded)))

    def _last_name(self, name: str) -> Found | None:
        """A last name alone, where the report names one person of that last name in full."""
        name = name.removesuffix("’s").removesuffix("'s")
        tokens = name.split()
        fuller = self._last.get(fold(tokens[-1]), set())
        if len(tokens) == 2 and fold(tokens[0]) in _PARTICLES:  # "bin Laden"
            fuller = {full for full in fuller if fold(full).endswith(" " + fold(name))}
            tokens = tokens[1:]
        if len(tokens) == 1 and len(fuller) == 1 and tokens[0][:1].isupper() and fold(name) not in words.COMMON:
            known = self.named(next(iter(fuller)))
            if known is not None and known.kind is ActorKind.PERSON:
                return replace(known, score=0.8, why=f"short for {next(iter(fuller))}")
        return None

    def adjective(self, name: str) -> Found | None:
        """A nationality on its own: "Russians", "the American" mean the state's people, taken as the state."""
        folded = fold(name)
        actor = self.lexicon.adjectives.get(folded)
        people = None if actor else self.lexicon.adjectives.get(folded.removesuffix("s"))
        state = self.lexicon.get(actor or people or "") if name[:1].isupper() else None
        if state is None:
            return None
        theatres = {country for pack in self.lexicon.packs for country in pack.countries}
        if people and state.country in self.scene.countries | theatres:
            # "Syrians" in Syria are people; "Americans" there are the United States
            return Found(f"described/{folded}", name, ActorKind.DESCRIBED, 0.7, "people of the country, not the state")
        return self.of_actor(state, 0.7, "nationality")

    def _modified(self, name: str) -> Found | None:
        """A known name behind or before an adjective ("rebel FSA", "Reuters news agency")."""
        owner, _, owned = name.partition("’s " if "’s " in name else "'s ")
        known = self.named(owned) if owned and words.is_name(owner) else None
        if known is not None and known.kind not in (ActorKind.STATE, ActorKind.DESCRIBED):
            return replace(known, score=known.score * 0.95)  # "Hezbollah's Al-Manar TV"
        tokens = name.split()
        folded = [fold(token) for token in tokens]
        modifies = words.MODIFIERS | self.lexicon.adjectives.keys()
        first = next((n for n, token in enumerate(tokens) if not _adjective(token, modifies)), 0)
        # From one word on: "Syrian" is an adjective and opens the name of the Syrian Democratic Forces.
        for cut in range(1, first + 1):
            rest_name = " ".join(tokens[cut:])
            known = self.named(rest_name) or (self._described.headed(rest_name) if cut == first else None)
            own = known is not None and (
                known.kind in _KEEPS_ITS_NAME or (known.kind is ActorKind.FORCE and not known.actor.endswith("-mil"))
            )
            if known is not None and own and self._fits(known, folded[:cut]):
                return replace(known, score=known.score * 0.95)
        for size in (2, 1):
            if len(tokens) <= size:
                continue
            for key, rest in ((folded[:size], tokens[size:]), (folded[-size:], tokens[:-size])):
                known = self.named(" ".join(rest)) if " ".join(key) in words.MODIFIERS else None
                if known is not None and known.kind not in (ActorKind.STATE, ActorKind.DESCRIBED):
                    return replace(known, score=known.score * 0.96)
            state = self.state(" ".join(tokens[:size]))
            body = self.named(" ".join(tokens[size:])) if state is not None else None
            actor = self.lexicon.get(body.actor) if body is not None else None
            if state is not None and body is not None and actor is not None and actor.country == state.country:
                return replace(body, score=body.score * 0.97)
        return None

    def _fits(self, known: Found, adjectives: Sequence[str]) -> bool:
        """Whether a body is of the nation that stands before it: the Turkish Red Crescent is not the Syrian one."""
        actor = self.lexicon.get(known.actor)
        if actor is None or actor.country is None or known.kind in (ActorKind.GROUP, ActorKind.UNIT):
            return True
        nations = [self.lexicon.get(self.lexicon.adjectives.get(word, "")) for word in adjectives]
        return all(nation is None or nation.country == actor.country for nation in nations)

    def _lowered(self, name: str) -> Found | None:
        """A known description behind common adjectives ("influential Daesh field commanders")."""
        tokens = name.split()
        first = next((index for index, token in enumerate(tokens) if token[:1].isupper()), 0)
        if not 0 < first <= 3 or any(fold(token) in LINKING for token in tokens[:first]):
            return None
        return self._try(" ".join(tokens[first:]))

    def _prefixed(self, name: str) -> Found | None:
        """A force, group or body with something of it behind ("Syrian Air Force SU-22")."""
        tokens = name.split()
        for size in range(min(6, len(tokens) - 1), 0, -1):
            rest = tokens[size:]
            if words.head([fold(token) for token in rest], words.CIVILIAN):
                continue
            if len(rest) > 3 or sum(token[:1].isupper() for token in rest) > 1:
                continue
            known = self.named(" ".join(tokens[:size]))
            if known is not None and known.kind in (ActorKind.FORCE, ActorKind.GROUP, ActorKind.UNIT):
                return replace(known, score=0.7 if size > 1 else 0.6, why=f"{' '.join(rest)!r} of {known.name}")
        return None

    def state(self, words_: str) -> Actor | None:
        folded = fold(words_)
        for form in (folded, folded.removesuffix("s")):
            actor = self.lexicon.adjectives.get(form)
            for state in [self.lexicon.get(actor)] if actor else self.lexicon.by_name(form)[:1]:
                if state is not None and state.kind is ActorKind.STATE:
                    return state
        return None

    def is_state(self, actor: str) -> bool:
        known = self.lexicon.get(actor)
        return known is not None and known.kind is ActorKind.STATE
