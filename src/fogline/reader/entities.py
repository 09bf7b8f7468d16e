"""Mentions to the fullest name that the report uses for them: "they" to "US special forces", "the Observatory" to
"Syrian Observatory for Human Rights".

Rules over one report, in this order: pronouns look back for the last name of their kind, acronyms for the words in
front of "(ACR)", short names for the longest name that ends or begins with them, descriptive nouns ("the army", "the
town") for the last longer name with that word or of that kind. What nothing fits keeps its own words. Measured on the
coded splits and by hand; the figures are in docs/reader-cues.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fogline.claims import ACTOR_ROLES, PLACE_ROLES, Claim, ClaimType, Mention, Role, Span
from fogline.reader.names import (
    ANY_NOUN,
    NOUNS,
    OPENERS,
    PRONOUNS,
    TITLES,
    Kind,
    Named,
    Names,
    clean,
    is_pronoun,
    like_a_person,
)
from fogline.reader.sentences import sentence_at
from fogline.reader.speakers import SAYS

_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your"})
#: Pronouns that take the nearest name rather than the subject.
_NEAREST = frozenset({"their", "its", "his", "her", "them", "him", "it", "itself", "themselves"})

#: Acts of speech: their actor speaks, and "It called on both sides" goes on from who spoke before.
_SPEECH = frozenset({ClaimType.WARN, ClaimType.ACCUSE, ClaimType.REJECT, ClaimType.DEMAND})
_FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})

#: How many sentences back a pronoun or descriptive noun looks for its name.
LOOK_BACK = 4
#: How many back a name may stand at all: more than any coded report has, so that a megabyte stays linear.
WHOLE_REPORT = 200

_PREPOSITION = frozenset({"from", "in", "by", "with", "on", "at", "near"})
_PREPOSITIONS = re.compile(r"\s(?:of|in|from|at|for|with|on|to|near|by|who|that)\s")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
#: The "Russian" of "Russian air strikes" names nobody whom a pronoun could mean.
_ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:ian|can|ish|ese|[eq]i)|Saudi|Afghan")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|week|month"
_SINGULAR = NOUNS["bodies"] | NOUNS["single"]
_NOT_PARTIES = (Kind.PLACE, Kind.OTHER)
_SAYING = re.compile(rf"{SAYS.pattern}(?:\s+(?:that|on|in|last|{_DAYS}))*\s+\Z")
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their|these|those)\s+(?:[\w-]+\s+){0,2}\Z", re.I)


def name(text: str, sentences: Sequence[Span], claims: Sequence[Claim], publisher: str | None = None) -> list[Claim]:
    """The claims with `entity` of every argument and source set to the fullest name in the report; same order."""
    book = _Book(text, sentences, claims, publisher)
    named: list[Claim] = []
    for claim in claims:
        sources = tuple(replace(m, entity=book.entity(m, None, claim, source=True)) for m in claim.sources)
        dressed = replace(claim, sources=sources)
        args = tuple(replace(a, entity=book.entity(a.mention, a.role, dressed)) for a in claim.args)
        named.append(replace(dressed, args=args))
    return named


class _Book:
    """Who is meant by each mention of one report."""

    def __init__(self, text: str, sentences: Sequence[Span], claims: Sequence[Claim], publisher: str | None) -> None:
        self._text, self._sentences, self._publisher = text, sentences, publisher
        self._names = Names(text, sentences, claims)
        self._last_he: tuple[int, int, str] | None = None
        self._speakers = sorted({m for c in claims for m in c.sources}, key=lambda m: (m.start, m.end))
        self._speaker_starts = [m.start for m in self._speakers]
        self._memory: dict[tuple[int, int], str] = {}

    def entity(self, mention: Mention, role: Role | None, claim: Claim, *, source: bool = False) -> str:
        """The fullest name of one mention; its own clean words where nothing in the report fits better."""
        if role in (Role.QUANTITY, Role.TOPIC):
            return mention.text
        known = self._memory.get((mention.start, mention.end))
        if known is None or is_pronoun(mention.text):
            known = self._resolve(mention, role, claim, source)
            self._memory[mention.start, mention.end] = known
        return known

    def _resolve(self, mention: Mention, role: Role | None, claim: Claim, source: bool) -> str:
        plain = clean(mention.text)
        if mention.text.split(maxsplit=1)[0].lower() in _POSSESSIVES and " " in mention.text:
            return mention.text  # "his forces": whose they are is not theirs
        first = plain.split(maxsplit=1)[0].lower() if plain else ""
        speech = source and first in ("he", "she", "they", "it", "we") and plain.split()[0] not in ("IT", "WE")
        if is_pronoun(plain) or speech:
            kind = PRONOUNS[first if speech else plain.lower()]
            opens = claim.type in _SPEECH and role is Role.ACTOR and mention.text[:1].isupper()
            spoke = self._spoke_before(mention, kind, claim) if source or opens else None
            if kind == "person" or not spoke:
                return self._pronoun(mention, kind, role, claim) or spoke or plain
            return spoke
        if (
            plain.endswith("s")
            and plain[:1].isupper()
            and plain[:-1] in self._names.known
            and not _ADJECTIVE.fullmatch(plain[:-1])
            and (self._names.kind(plain[:-1]) in _NOT_PARTIES or plain[:-1].split()[-1].lower() in _SINGULAR)
        ):
            return plain[:-1]  # "Syrias": the apostrophe was lost
        surname = self._names.surname(plain) if source else None
        return self._longer(plain, role) or surname or self._noun(plain, mention, role, claim, source) or plain

    # -- pronouns --

    def _pronoun(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        if kind == "speaker":
            return self._first_person(mention, claim)
        if kind == "relative":
            before = self._names.before(mention.start, within=0)
            return self._final(before[-1]) if before else None
        wanted = {
            "person": (Kind.PERSON,),
            "plural": (Kind.GROUP,),
            "neutral": (Kind.PLACE,) if role in PLACE_ROLES else (Kind.GROUP,),
            "place": (Kind.PLACE,),
        }[kind]
        if (speaker := self._reported(mention, kind, role, claim)) is not None:
            return speaker
        taken = {a.entity for a in claim.args if a.role is not role and not a.span.overlaps(mention.span)}
        if kind == "place":
            above = self._names.of_kind(Kind.PLACE, mention.start, 1)
            return self._final(above[-1]) if above else None
        best = self._salient(mention, wanted, taken, plural=kind == "plural", source=role is None)
        if kind != "person":
            return self._final(best) if best else None
        here = sentence_at(self._sentences, mention.start)
        if self._last_he is not None and 0 <= here - self._last_he[0] <= 2 and self._last_he[2] not in taken:
            _, at, entity = self._last_he
            newer = best is not None and best.start > at and best.kind is Kind.PERSON and best.subject
            if not newer:
                self._last_he = (here, mention.start, entity)
                return entity
        found = self._final(best) if best else self._full_name(mention)
        if found:
            self._last_he = (here, mention.start, found)
        return found

    def _first_person(self, mention: Mention, claim: Claim) -> str | None:
        """ "I" is the speaker; "we" is a body that speaks, and nobody certain where one person does."""
        if not claim.sources:
            return self._publisher
        speaker = claim.sources[-1]
        if speaker.span.overlaps(mention.span) or is_pronoun(clean(speaker.entity)):
            return None
        head = _head(clean(speaker.entity))
        body = head in NOUNS["bodies"] or head in NOUNS["group"] or _ACRONYM.fullmatch(clean(speaker.text))
        return speaker.entity if body or clean(mention.text).lower() in _FIRST_SINGULAR else None

    def _spoke_before(self, mention: Mention, kind: str, claim: Claim) -> str | None:
        """The last speaker of the sentence above, or of this one: who "it" of "It added that" is where no name fits."""
        for speaker in self._speakers_before(mention, 1):
            plain = clean(speaker.text)
            if plain and not is_pronoun(plain) and self._may_be(kind, plain):
                return self.entity(speaker, None, claim, source=True)
        return None

    def _spoke_as(self, head: str, mention: Mention, claim: Claim) -> str | None:
        """Who "the source" or "the ministry" is: the last speaker named by that noun and more words."""
        for speaker in self._speakers_before(mention, LOOK_BACK):
            plain = clean(speaker.text)
            if " " in plain and _head(plain) == head:
                return self.entity(speaker, None, claim, source=True)
        return None

    def _speakers_before(self, mention: Mention, within: int) -> Iterator[Mention]:
        """The speakers before a mention, at most `within` sentences above, the nearest first."""
        here = sentence_at(self._sentences, mention.start)
        for at in range(bisect_left(self._speaker_starts, mention.start) - 1, -1, -1):
            if sentence_at(self._sentences, self._speakers[at].start) < here - within:
                return
            yield self._speakers[at]

    def _may_be(self, kind: str, plain: str) -> bool:
        """Whether a speaker's words may be who a pronoun of this kind is: one person, one body, or several."""
        head, many = _head(plain), _is_many(_PREPOSITIONS.split(plain, maxsplit=1)[0])
        lone = head in NOUNS["person"] or head in NOUNS["speaker"]
        if kind == "person":
            return lone or self._names.kind(plain) is Kind.PERSON
        if kind == "plural":
            return many or " and " in plain
        return kind == "neutral" and not lone and not many and self._names.kind(plain) is not Kind.PERSON

    def _full_name(self, mention: Mention) -> str | None:
        """The last full name that could be a person's, two sentences back: for "he" where none is known to be one."""
        above = [n for n in self._names.of_kind(Kind.GROUP, mention.start, 2) if like_a_person(n.name)]
        return above[-1].name if above else None

    def _reported(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        """'The ministry said it had struck them': right behind the verb of saying, "it" and "they" are who said so."""
        if kind not in ("neutral", "plural") or role not in ACTOR_ROLES or not claim.sources:
            return None
        speaker = claim.sources[-1]
        if not speaker.end < mention.start <= speaker.end + 60 or is_pronoun(clean(speaker.text)):
            return None
        between = self._text[speaker.end : mention.start]
        return speaker.entity if _SAYING.search(between) and not re.search(r"[.;?!\n]", between) else None

    def _salient(
        self, mention: Mention, wanted: Sequence[Kind], taken: set[str], *, plural: bool, source: bool
    ) -> Named | None:
        """The likeliest name of the right kind above a pronoun.

        A subject pronoun takes the subject of this or the last sentence, another one the nearest name. The weights
        were set on the train split by coordinate search over steps of 0.5.
        """
        at = mention.start
        here = sentence_at(self._sentences, at)
        near = mention.text.lower() in _NEAREST
        best: tuple[float, Named] | None = None
        for named in self._names.before(at, within=LOOK_BACK if wanted[0] is Kind.PERSON else 1):
            if named.kind not in wanted or named.name in taken:
                continue
            if wanted[0] is Kind.GROUP and _ADJECTIVE.fullmatch(named.name):
                continue
            if (
                plural
                and not _is_plural(named.name)
                and (named.start in self._names.spoke or not named.name[:1].isupper())
            ):
                continue
            if wanted[0] is Kind.GROUP and not plural and _is_many(named.name):
                continue
            known = (named.start, named.end) in self._names.arguments or named.start in self._names.spoke
            if wanted[0] is Kind.PLACE and sentence_at(self._sentences, named.start) != here:
                continue
            if wanted[0] is Kind.GROUP and not (named.subject and known):
                continue
            index = sentence_at(self._sentences, named.start)
            weight = 1.5 if named.kind is wanted[0] else 0.0
            weight += 1.0 if named.subject else 0.0
            weight += 1.0 if (named.start, named.end) in self._names.arguments else 0.0
            weight += 1.5 if source and named.start in self._names.spoke else 0.0
            if plural:
                weight += 1.5 if _is_plural(named.name) else -0.5
            weight -= 1.5 * (here - index)
            weight -= (at - named.start) / 100 if near else (named.start - self._sentences[index].start) / 150
            if best is None or weight > best[0]:
                best = (weight, named)
        return best[1] if best else None

    # -- short names and descriptive nouns --

    def _final(self, named: Named) -> str:
        return self._longer(named.name) or named.name

    def _longer(self, plain: str, role: Role | None = None) -> str | None:
        """The full name for an acronym or a part of a name: its definition, else the longest name that ends so."""
        if plain in self._names.short:
            return self._names.short[plain]
        words = plain.split()
        if not words or not words[-1][:1].isupper() or len(words) > 3:
            return None
        letters = plain.replace(".", "")
        if len(words) == 1 and letters.isupper() and 2 <= len(letters) <= 6:
            return self._names.spelled(letters)
        if role in PLACE_ROLES:
            return None  # "Syria" is not the "UN envoy to Syria"
        if len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
            return self._names.person(words) or self._names.person(words[1:])
        return self._names.person(words)

    def _noun(self, plain: str, mention: Mention, role: Role | None, claim: Claim, source: bool) -> str | None:
        """What 'army', 'town' or 'Observatory' stands for: the last longer name with it, else the last of its kind."""
        words = plain.split()
        head = words[-1].lower() if words else ""
        definite = bool(_DEFINITE.search(self._text[max(0, mention.start - 30) : mention.start]))
        if source and (
            head in ("observatory", "monitor", "watchdog")
            or plain.endswith("monitoring group")
            or "based group" in plain
        ):
            watchers = self._names.watchers
            spoke = [n for n in watchers if n.start in self._names.spoke]
            spoke = spoke or [n for n in watchers if "Observatory" in n.name]
            return max(spoke, key=lambda n: len(n.name)).name if spoke else None
        if source and len(words) == 1 and definite and (before := self._spoke_as(head, mention, claim)):
            return before
        if len(words) == 1 and (plain.islower() or head in ANY_NOUN):
            above = self._names.with_word(head, mention.start, WHOLE_REPORT)
            fuller = [n.name for n in above if _fuller(n, head, source)]
            if fuller and (len(set(fuller)) == 1 or head in NOUNS["single"]):
                return fuller[-1]
        if not definite or not 1 <= len(words) <= 2 or not plain.islower():
            return None
        if head in NOUNS["settled"] and role in PLACE_ROLES and len(words) == 1:
            return self._called_so(head, mention.start)
        if head in NOUNS["called"] and role in ACTOR_ROLES:
            above = self._names.of_kind(Kind.GROUP, mention.start, LOOK_BACK)
            near = [n for n in above if n.name in self._names.called_group]
            return self._final(near[-1]) if near and len({self._final(n) for n in near}) == 1 else None
        if head in NOUNS["person"] and len(words) == 1:
            people = self._names.of_kind(Kind.PERSON, mention.start, WHOLE_REPORT)
            titled = {self._final(n) for n in people if self._has_title(n, head)}
            return titled.pop() if len(titled) == 1 else None
        return None

    def _has_title(self, named: Named, title: str) -> bool:
        around = self._text[max(0, named.start - 40) : named.end + 60].lower()
        return title in named.name.lower().split() or re.search(rf"\b{title}\b[^.]{{0,30}}$", around[:40]) is not None

    def _called_so(self, head: str, at: int) -> str | None:
        """'The town': the last place that the text calls a town; 'the city' may be the one named again and again."""
        places = self._names.of_kind(Kind.PLACE, at, WHOLE_REPORT)
        said = re.compile(rf"\b{re.escape(head)} of \Z", re.I)
        for n in reversed(places):
            if said.search(self._text, max(0, n.start - 20), n.start) or n.name.lower().endswith(f" {head}"):
                return self._final(n)
        counts = Counter(n.name for n in places)
        if head == "city" and counts:
            best, times = counts.most_common(1)[0]
            if times >= 3 and times * 2 > sum(counts.values()):
                return best
        near = {n.name for n in self._names.of_kind(Kind.PLACE, at, 1)}
        return near.pop() if len(near) == 1 else None


def _fuller(named: Named, head: str, source: bool) -> bool:
    """Whether a name ends in the same word and says more: 'US-led coalition' for 'coalition'."""
    words = named.name.lower().split()
    if words[0] in OPENERS or named.name.islower():
        return False
    if _PREPOSITION.intersection(words[:-1]) and named.name[:1].islower():
        return False  # "planes from a US-led coalition"
    if head in NOUNS["group"] and head not in NOUNS["bodies"]:
        return False  # "troops", "rebels": others may be meant
    return (
        words[-1] == head
        or (source and words[0] == head)
        or (named.name[0].isupper() and words[0] != head and "of" in words)
    )


def _head(plain: str) -> str:
    """The noun that a phrase is about: "source" of "source in the Syrian army"."""
    return (_PREPOSITIONS.split(plain, maxsplit=1)[0].split() or [plain])[-1].lower()


def _is_many(name: str) -> bool:
    """Whether a name ends in a plural noun, which "it" cannot stand for: "allied militias", "Islamic State forces"."""
    last = name.split()[-1]
    return last.islower() and last.endswith("s") and not last.endswith("ss")


def _is_plural(name: str) -> bool:
    last = name.split()[-1].lower()
    return (
        (last.endswith("s") and not last.endswith("ss"))
        or " and " in name
        or last in ("army", "police", "militia", "military")
    )
