"""How the candidates above a pronoun stand to it: distance, role, quotation, what the last pronoun meant.

`ranker.py` weighs what is found here. Which signs there are and their order belong to its weights: after a change here
or in `candidates.py`, `training/anaphora.py` runs anew.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fogline.claims import PLACE_ROLES, Claim, ClaimType, Mention, Role, Span
from fogline.reader import nations
from fogline.reader.candidates import (
    LONE,
    OFTEN,
    PLURAL_BEHIND,
    SINGULAR_BEHIND,
    Candidate,
    Candidates,
)
from fogline.reader.fullnames import full_name
from fogline.reader.model import FloatArray
from fogline.reader.names import Kind, Named, Names, position
from fogline.reader.phrases import clean, head, is_many, kind_of
from fogline.reader.speakers import SAYS
from fogline.reader.voices import Voices
from fogline.reader.words import NOUNS

#: How many rows above a pronoun its candidates may stand.
REACH = 3
#: So many candidates a pronoun has at most, so far above it in code points: an endless sentence stays linear.
_AT_MOST, _FAR = 60, 4_000
#: Nouns that are one body and many men: "the army ... it", "the army ... they".
_ONE_BODY = NOUNS["bodies"] | {n for n in NOUNS["group"] if not n.endswith("s")}
_SUFFERED = frozenset({ClaimType.DISPLACE, ClaimType.CASUALTIES, ClaimType.RELIEF})
_OBJECTIVE = frozenset({"them", "him", "her"})
_POSSESSIVE = frozenset({"its", "his", "their", "her"})
_CLAUSE = re.compile(r"\b(?:that|and|but|while|as|after|when|if|because)\s\Z")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|week|month"
_SAID = re.compile(
    rf"(?:[’']s)?(?:\s(?:has|have|had|also|later|then|earlier))*\s{SAYS.pattern}(?:\s(?:that|on|{_DAYS}))*\s\Z"
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a pronoun sees: for each candidate its span, the name it goes by and its signs [N, S]; and the pronoun's
    own signs [B]. Candidates with one name are one entity."""

    spans: tuple[Span, ...]
    entities: tuple[str, ...]
    signs: FloatArray
    own: FloatArray


class Antecedents:
    """The candidates of one report. `entity` names any mention that is no pronoun, by rules."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        claims: Sequence[Claim],
        names: Names,
        voices: Voices,
        entity: Callable[[Mention, Role | None, Claim], str],
    ) -> None:
        self._text, self._names, self._voices, self._entity = text, names, voices, entity
        self._candidates = Candidates(text, sentences, claims, names, voices)
        self._commas = [m.start() for m in re.finditer(",", text)]
        self._called: dict[Span, str] = {}
        #: Pronouns whose meaning is known, in the order of the text.
        self._resolved: list[tuple[int, Candidate]] = []
        self._meaning: dict[Span, str] = {}

    def keep(self, mention: Mention, kind: str, entity: str) -> None:
        """Remembers whom a pronoun was found to mean: others behind it may mean the same."""
        found = self._candidates.pronoun(mention, kind, entity)
        insort(self._resolved, (mention.start, found), key=lambda r: r[0])
        self._meaning[mention.span] = entity

    def look(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> Sight:
        """Everybody whom a pronoun of this kind could mean, in the order of the text. A source has no role."""
        at, here = mention.start, self._candidates.row(mention.start)
        low = bisect_left(self._resolved, at - _FAR, key=lambda r: r[0])
        high = bisect_left(self._resolved, at, key=lambda r: r[0])
        before = [c for _, c in self._resolved[low:high] if here - c.row <= REACH]
        seen = [c for c in (*self._above(at, here), *before) if _agrees(c.named, kind, role)]
        seen = sorted(seen, key=lambda c: position(c.named)) if before else seen
        seen = seen[-_AT_MOST:]
        own = self._own(mention, kind, role, claim)
        if not seen:
            return Sight((), (), np.zeros((0, 0), dtype=np.float32), own)
        called = [c.named.name if c.pronoun else self._name(c.named, claim) for c in seen]
        pairs = list(self._pairs(mention, kind, role, claim, seen, called, before))
        signs = np.concatenate([np.stack([c.signs for c in seen]), np.array(pairs, dtype=np.float32)], 1)
        return Sight(tuple(Span(c.named.start, c.named.end) for c in seen), tuple(called), signs, own)

    def _above(self, at: int, here: int) -> list[Candidate]:
        out: list[Candidate] = []
        for row in range(max(0, here - REACH), here):
            out += self._candidates.in_row(row)
        out += self._candidates.in_row(here)
        return [c for c in out if c.named.start >= at - _FAR and c.named.end <= at]

    def _own(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> FloatArray:
        text, word, start = self._text, mention.text.lower(), mention.start
        signs = (
            kind == "person",
            kind == "neutral",
            kind == "plural",
            role is Role.TARGET or word in _OBJECTIVE,
            word in _POSSESSIVE and text[mention.end : mention.end + 1].isspace(),
            mention.text[:1].isupper(),
            role is None,
            role is Role.ACTOR,
            role is Role.TARGET,
            role in PLACE_ROLES,
            SINGULAR_BEHIND.match(text, mention.end) is not None,
            PLURAL_BEHIND.match(text, mention.end) is not None,
            self._voices.in_marks(start) is not None,
            claim.type in _SUFFERED,
            _CLAUSE.search(text, max(0, start - 8), start) is not None,
        )
        return np.array(signs, dtype=np.float32)

    def _pairs(
        self,
        mention: Mention,
        kind: str,
        role: Role | None,
        claim: Claim,
        seen: Sequence[Candidate],
        called: Sequence[str],
        before: Sequence[Candidate],
    ) -> Iterator[tuple[float, ...]]:
        """How each candidate stands to the pronoun."""
        at, here, quotation = mention.start, self._candidates.row(mention.start), self._voices.in_marks(mention.start)
        others = [a for a in claim.args if not a.span.overlaps(mention.span)]
        spans = [a.span for a in others]
        taken = {self._meant(a.mention, a.role, claim) for a in others if a.role is not role}
        speak = claim.sources if role is not None else ()
        speakers = {self._meant(m, None, claim) for m in speak} | {clean(m.text) for m in speak}
        often = Counter(called)
        newest = {name: rank for rank, name in enumerate(dict.fromkeys(reversed(called)))}
        last = next((c for c in reversed(before) if c.pronoun == kind and here - c.row < REACH), None)
        said = _SAID.search(self._text, max(0, at - 60), at)
        commas = bisect_left(self._commas, at)
        for c, name in zip(seen, called, strict=True):
            n, up = c.named, here - c.row
            again = last is not None and last.named.name == name
            yield (
                up == 0,
                up == 1,
                up == 2,
                up == REACH,
                math.log1p(at - n.end) / 5,
                c.role is not None and c.role is role,
                math.log1p(min(often[name], OFTEN)),
                c.quotation is not None and quotation is None,
                c.quotation is None and quotation is not None,
                quotation is not None and c.quotation == quotation,
                any(span.start < n.end and n.start < span.end for span in spans),
                name in taken or n.name in taken,
                name in speakers or n.name in speakers,
                again,
                again and last is not None and last.row == here,
                again and last is not None and last.row == here - 1,
                last is not None and not again,
                c.type is claim.type,
                said is not None and n.end <= said.start() <= n.end + 1,
                min(newest[name], 8) / 4,
                newest[name] == 0,
                (commas - bisect_left(self._commas, n.end)) / 3,
                c.pronoun == kind,
                c.pronoun is not None and c.pronoun != kind,
            )

    def _meant(self, mention: Mention, role: Role | None, claim: Claim) -> str:
        """Whom another mention of the claim means, as far as that is known."""
        if kind_of(mention, source=role is None) is not None:
            return self._meaning.get(mention.span, mention.text)
        return self._entity(mention, role, claim)

    def _name(self, n: Named, claim: Claim) -> str:
        """The fullest name of a candidate."""
        span = Span(n.start, n.end)
        name = self._called.get(span)
        if name is None:
            met = self._candidates.met.get(span)
            if met is not None:
                name = self._entity(*met)
            else:
                name = full_name(self._text, self._names, n.name)
                if name is None and n.name.islower():
                    name = self._entity(Mention(span.of(self._text), *span, entity=n.name), Role.ACTOR, claim)
            self._called[span] = name = name or n.name
        return name


def _agrees(named: Named, kind: str, role: Role | None) -> bool:
    """Whether a candidate can be meant at all: "it" is not "rebels", "they" not one man, "he" no place.

    Towns and roads neither act nor speak; of 1,022 pronouns that do, coders had 2 for one.
    """
    if kind != "person" and role in (None, Role.ACTOR) and named.kind is Kind.PLACE:
        return nations.is_country(named.name)
    plain = named.name.split()[-1].islower()
    noun = head(named.name)
    many = plain and is_many(named.name) and noun not in _ONE_BODY
    if kind == "person":
        return not many and named.kind is not Kind.PLACE
    one = plain and not many and noun in LONE
    return not one and not (many if kind == "neutral" else named.kind is Kind.PERSON)
