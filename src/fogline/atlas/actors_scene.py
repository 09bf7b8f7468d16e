"""What a report as a whole says about the actors in it: which war it is about, and what its short names stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from fogline.atlas.actors_lexicon import Lexicon
from fogline.atlas.actors_pack import ActorPack
from fogline.atlas.actors_words import SAME
from fogline.atlas.fold import fold
from fogline.claims import ActorKind, PlaceLevel, PlaceRef, Report

_WORD = re.compile(r"[A-Z][\w.'’]*")
_LOWER = re.compile(r"\b[a-z]{3,}\b")
_COALITION = re.compile(r"\b([A-Z][\w.]*)[- ]led (?:\w+ ){0,2}(?:coalition|alliance)")
#: A place counts for as many words of its country: it says where, a state's name may only say who.
PLACE_VOTES: Final = 3
#: A theatre's country is taken as the scene from this share of the most named country on.
THEATRE_SHARE: Final = 0.3


class Scene:
    """The scene of one report. `country` is where it plays (ISO 3166-1 alpha-2), None where that is not clear."""

    def __init__(self, report: Report, lexicon: Lexicon, places: Iterable[PlaceRef] = ()) -> None:
        self.lexicon = lexicon
        self.day = report.published
        #: Words that the report writes without a capital: "Student" at the head of a sentence is no name then.
        self.lower_words = frozenset(_LOWER.findall(report.text))
        votes: Counter[str] = Counter()
        #: Places of the report that are no states: struck or defended, they are still no actors.
        self.place_names: set[str] = set()
        for ref in places:
            if ref.place is not None and ref.place.level is not PlaceLevel.COUNTRY:
                self.place_names.add(fold(ref.text))
            if ref.place is not None and ref.place.country:
                votes[ref.place.country] += PLACE_VOTES
        names = Counter(fold(word.removesuffix("'s").removesuffix("’s")) for word in _WORD.findall(report.text))
        for name, count in names.items():
            actor = lexicon.adjectives.get(name)
            if actor is None:
                states = [a.id for a in lexicon.by_name(name)[:1] if a.kind is ActorKind.STATE]
                actor = states[0] if states else None
            state = lexicon.get(actor) if actor else None
            if state is not None and state.country:
                votes[state.country] += count
        self.pack = _theatre(report, lexicon.packs, votes)
        self.country = self._country(votes)
        #: The countries that the report's war is in: whose people are not its state.
        self.countries = frozenset(self.pack.countries if self.pack else ()) | {c for c in (self.country,) if c}
        led = Counter(fold(match) for match in _COALITION.findall(report.text))
        self.coalition_lead = led.most_common(1)[0][0] if led else None

    def _country(self, votes: Counter[str]) -> str | None:
        if self.pack is not None:
            own = [(votes[country], country) for country in self.pack.countries]
            if own:
                return max(own, key=lambda pair: pair[0])[1]
        if not votes:
            return None
        (first, count), *rest = votes.most_common(2)
        return first if not rest or count >= 1.5 * rest[0][1] else None

    def word(self, folded: str) -> tuple[str, float] | None:
        """What a context word ("the army") stands for here: actor and score, or None where that is not clear."""
        kind = SAME.get(folded)
        if kind is None or self.country is None:
            return None
        if kind == "coalition" and self.coalition_lead:
            for actor in self.lexicon.by_name(f"{self.coalition_lead} led coalition"):
                return actor.id, 0.9
        if self.pack is not None:
            for entry in self.pack.words:
                if entry.words == kind and self.country in entry.actors:
                    return entry.actors[self.country], entry.score
        state = next((a for a in self.lexicon.states if a.country == self.country), None)
        if state is None:
            return None
        if kind in ("government", "regime"):
            return state.id, 0.6
        if kind in ("army", "government forces", "regime forces", "security forces"):
            return f"{state.id}-mil", 0.6
        return None


def _theatre(report: Report, packs: Sequence[ActorPack], votes: Counter[str]) -> ActorPack | None:
    """The pack whose war the report is about: by name, else by the countries that it names."""
    if report.theatre:
        wanted = fold(report.theatre)
        for pack in reversed(packs):
            if wanted == fold(pack.name) or wanted in map(fold, pack.theatre_names):
                return pack
    most = max(votes.values(), default=0)
    for pack in reversed(packs):
        if pack.countries and most and max(votes[c] for c in pack.countries) >= THEATRE_SHARE * most:
            return pack
    return None
