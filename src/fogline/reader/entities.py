"""Mentions to the fullest name that the report uses for them: "they" to "US special forces", "the Observatory" to
"Syrian Observatory for Human Rights".

Over one report: pronouns are ranked (anaphora.py); by rules, in this order, acronyms look for the words in front of
"(ACR)", short names for the longest name that ends or begins with them, descriptive nouns ("the army", "the town") for
the last longer name with that word or of that kind. What nothing fits keeps its own words. Measured on the coded splits
and by hand; the figures are in docs/reader-cues.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from fogline.claims import PLACE_ROLES, Argument, Claim, Mention, Role, Span
from fogline.reader import nations
from fogline.reader.anaphora import Anaphora
from fogline.reader.antecedents import Antecedents
from fogline.reader.descriptions import LOOK_BACK, WHOLE_REPORT, Descriptions
from fogline.reader.fullnames import full_name
from fogline.reader.lexicons import load
from fogline.reader.names import Kind, Named, Names
from fogline.reader.persons import is_jumbled, like_a_person
from fogline.reader.phrases import ADJECTIVE, clean, kind_of
from fogline.reader.phrases import head as noun_of
from fogline.reader.quotations import Scope
from fogline.reader.ranker import Ranker, Trace
from fogline.reader.voices import Voices
from fogline.reader.words import ANY_NOUN, BODIES, NOUNS, NUMBERS, OPENERS

_WATCHERS = ("observatory", "monitor", "watchdog")
_SOHR = "Observatory"
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your"})
_PREPOSITION = frozenset({"from", "in", "by", "with", "on", "at", "near"})
_SINGULAR = NOUNS["bodies"] | NOUNS["single"]
#: Nouns that many things in a report are called by: a longer name with one need not be the same.
_VAGUE = frozenset(load("parties")["civilian"].split()) | {"area", "areas"}
_NOT_PARTIES = (Kind.PLACE, Kind.OTHER)
_DEFINITE = re.compile(
    r"\b(?:the|this|that|its|their|these|those)\s+"
    r"(?:(?!(?:of|in|on|at|by|to|from|with|and|or|for|around|against|near|as|that|who)\b)[\w-]+\s+){0,2}\Z",
    re.I,
)
_OF_NAME = re.compile(
    r"\sof\s(?P<name>(?:[A-Z]|al-[A-Z]|el-[A-Z])[\w’'-]*(?:[ \u00a0](?:[A-Z]|al-|el-|ez-)[\w’'-]*){0,2})"
)
#: "The chancellor, Olaf Scholz", "the chief of the GUR, Kyrylo Budanov".
_HOLDER = re.compile(
    r"(?:\sof\s(?:the\s)?[\w’' -]{1,40})?,\s(?:(?:Gen|Adm|Lt|Col|Maj|Sir|Mr|Ms)\.?\s)*"
    r"(?P<name>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+){1,2})\b"
)
#: "A statement from the SDF": the SDF speaks.
_ISSUED = re.compile(
    r"(?:[\w-]+\s){0,2}[Ss]tatements?\s(?:(?:issued|released)\s)?(?:from|by)\s(?P<by>(?:the\s)?[A-Z].*)"
)
_APPOSED = re.compile(
    r"(?P<name>[A-Z][\w’-]*(?:\s(?:[A-Z]|al-|ez-|el-)[\w’-]*){0,2}),\s(?:an?|the)\s(?:[\w-]+\s){0,2}\Z"
)
#: "Part of the city", "west of the town": the noun in it is named.
_PART_OF = re.compile(r"(?P<part>.+\s(?:of|in))\s(?:(?:the|that|this)\s(?:[a-z-]+\s)?(?P<noun>[a-z]+)|(?P<bare>town))")
_ITS_PART = re.compile(r"(?:the\s)?(?P<noun>city|town|village|country)(?P<part>[’']s\s.+)")
_OWN = re.compile(r"\b(?:his|her|its|their|our|my|your)\s(?:[\w-]+\s)?\Z", re.I)
_M = TypeVar("_M", Mention, Argument)


def name(
    text: str,
    sentences: Sequence[Span],
    claims: Sequence[Claim],
    publisher: str | None = None,
    scopes: Sequence[Scope] = (),
    ranker: Ranker | None = None,
    trace: Trace | None = None,
) -> list[Claim]:
    """The claims with `entity` of every argument and source set to the fullest name in the report; same order.

    Without a ranker "they", "it" and "he" stay what they are; without a trace it goes by the signs alone.
    """
    book = Book(text, sentences, claims, publisher, scopes, ranker, trace)
    named: list[Claim] = []
    for claim in claims:
        sources = tuple(_called(m, book.entity(m, None, claim)) for m in claim.sources)
        dressed = claim if sources == claim.sources else replace(claim, sources=sources)
        args = tuple(_called(a, book.entity(a.mention, a.role, dressed)) for a in claim.args)
        named.append(dressed if args == claim.args else replace(dressed, args=args))
    return named


def _called(mention: _M, entity: str) -> _M:
    """The mention with its entity; the same one where it has it."""
    return mention if mention.entity == entity else replace(mention, entity=entity)


class Book:
    """Who is meant by each mention of one report."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        claims: Sequence[Claim],
        publisher: str | None,
        scopes: Sequence[Scope],
        ranker: Ranker | None = None,
        trace: Trace | None = None,
    ) -> None:
        self._text, self._sentences, self._claims = text, sentences, claims
        self._names = Names(text, sentences, claims)
        self._described = Descriptions(text, sentences, self._names)
        self._voices = Voices(text, sentences, claims, publisher, scopes, self._names, self.entity, self._group)
        self._anaphora = Anaphora(text, claims, self._names, self._voices, self.antecedents, ranker, trace)
        self._memory: dict[tuple[int, int], str] = {}

    def antecedents(self) -> Antecedents:
        """Whom the pronouns of the report could mean."""
        return Antecedents(self._text, self._sentences, self._claims, self._names, self._voices, self.entity)

    def entity(self, mention: Mention, role: Role | None, claim: Claim) -> str:
        """The fullest name of one mention; its own clean words where nothing fits. A source has no role."""
        if role in (Role.QUANTITY, Role.TOPIC):
            return mention.text
        known = self._memory.get((mention.start, mention.end))
        if known is not None:
            return known
        found = self._resolve(mention, role, claim)
        if kind_of(mention, source=role is None) is None:  # a pronoun may mean another in another claim
            self._memory[mention.start, mention.end] = found
        return found

    def _group(self, at: int) -> str | None:
        """The one armed group named in the sentences above a place of the text."""
        group = self._described.group(at, (), speaks=False, many=True)
        return self._longer(group) or group if group else None

    def _resolve(self, mention: Mention, role: Role | None, claim: Claim) -> str:
        plain, source = clean(mention.text), role is None
        if not plain:
            return mention.text
        if mention.text.split(maxsplit=1)[0].lower() in _POSSESSIVES and " " in mention.text:
            return mention.text  # "his forces": whose they are is not theirs
        if (kind := kind_of(mention, source=source)) is not None:
            return self._anaphora.pronoun(mention, kind, claim) or plain
        if (
            plain.endswith("s")
            and plain[:1].isupper()
            and plain[:-1] in self._names.known
            and not ADJECTIVE.fullmatch(plain[:-1])
            and (self._names.kind(plain[:-1]) in _NOT_PARTIES or plain[:-1].split()[-1].lower() in _SINGULAR)
        ):
            return plain[:-1]  # "Syrias": the apostrophe was lost
        words = plain.split()
        if len(words) > 1 and words[-1].lower() in NOUNS["person"] and (holder := self._names.holder(plain)):
            return holder
        surname = self._names.surname(plain) if source else None
        return self._longer(plain, role) or surname or self._noun(plain, mention, role, claim, source) or plain

    def _final(self, named: Named) -> str:
        return self._longer(named.name) or named.name

    def _longer(self, plain: str, role: Role | None = None) -> str | None:
        return full_name(self._text, self._names, plain, role)

    def _noun(self, plain: str, mention: Mention, role: Role | None, claim: Claim, source: bool) -> str | None:
        """What 'army', 'town' or 'Observatory' stands for: the last longer name with it, else the last of its kind."""
        words = plain.split()
        head = words[-1].lower() if words else ""
        before = self._text[max(0, mention.start - 30) : mention.start]
        definite, own = bool(_DEFINITE.search(before)), _OWN.search(before) is not None
        demonstrative = mention.text.lower().startswith(("these ", "those ")) or before.lower().endswith(
            (" these ", " those ")
        )
        if source and (head in _WATCHERS or plain.endswith("monitoring group") or "based group" in plain):
            watchers = self._names.watchers
            named = [n for n in watchers if n.start in self._names.spoke] or [n for n in watchers if _SOHR in n.name]
            return max(named, key=lambda n: len(n.name)).name if named else None
        if source and (issued := _ISSUED.fullmatch(mention.text)):
            return self._longer(clean(issued["by"])) or clean(issued["by"])
        if source and len(words) == 1 and definite and (spoke := self._voices.spoke_as(head, mention, claim)):
            return spoke
        if len(words) == 1 and head != "people" and not own and (plain.islower() or head in ANY_NOUN):
            longer = self._fuller(head, mention, source, near=definite and plain.islower())
            if longer:
                return longer
        if (of := _ITS_PART.fullmatch(mention.text)) and definite:
            whole = self._described_by(of["noun"], mention, role, claim, source=False)
            return f"{whole}{of['part']}" if whole else None
        if demonstrative and plain.islower() and head.endswith("s"):
            same = [
                n for n in self._names.with_word(head, mention.start, LOOK_BACK) if n.name.lower().endswith(f" {head}")
            ]
            if same:
                return same[-1].name  # "those forces": the US forces of the sentence above
        if part := _PART_OF.fullmatch(mention.text):
            noun = part["noun"] or part["bare"]
            whole = self._described_by(noun, mention, role, claim, source=False)
            return f"{clean(part['part'])} {whole}" if whole and whole != noun else None
        if plain.islower() and (said := self._said_to_be(plain, head, mention, role)):
            return said
        definite = definite or mention.text.split(maxsplit=1)[0].lower() in ("the", "this", "that", "these", "those")
        if not definite or not 1 <= len(words) <= 3 or not plain.islower():
            return None
        if found := self._described_by(head, mention, role, claim, source=source and "group" in head):
            return found
        if head in NOUNS["person"] and len(words) == 1:
            people = self._names.of_kind(Kind.PERSON, mention.start, WHOLE_REPORT)
            titled = {self._final(n) for n in people if self._has_title(n, head) and not is_jumbled(n.name)}
            return titled.pop() if len(titled) == 1 else None
        return None

    def _fuller(self, head: str, mention: Mention, source: bool, *, near: bool) -> str | None:
        """The one longer name with the noun in the report; with `near` the one of the last sentences."""
        above = [n for n in self._names.with_word(head, mention.start, WHOLE_REPORT) if _fuller(n, head, source)]
        if above and (len({n.name for n in above}) == 1 or head in NOUNS["single"]):
            return above[-1].name
        close = {n.name for n in above if n.start >= self._described.first(mention.start, LOOK_BACK)} if near else set()
        return close.pop() if len(close) == 1 else None

    def _said_to_be(self, plain: str, head: str, mention: Mention, role: Role | None) -> str | None:
        """ "Town" of "the town of Rastan", "city" of "Raqqa, a city": what the words around say that it is."""
        if head in NOUNS["person"] and (held := _HOLDER.match(self._text, mention.end)):
            holder = held["name"]
            return self._longer(holder) or holder if like_a_person(holder) and not nations.of(holder) else None
        if role not in PLACE_ROLES or head not in NOUNS["place"]:
            return None
        behind = _OF_NAME.match(self._text, mention.end)
        if behind and not any(w.lower() in BODIES for w in clean(behind["name"]).split()):
            return clean(behind["name"])
        before = _APPOSED.search(self._text, max(0, mention.start - 60), mention.start)
        return before["name"] if before and self._names.kind(before["name"]) is Kind.PLACE else None

    def _described_by(
        self, head: str, mention: Mention, role: Role | None, claim: Claim, *, source: bool
    ) -> str | None:
        """The name that a definite noun stands for, other than those of the claim's other arguments."""
        others = {a.entity for a in claim.args if a.span != mention.span}
        others |= {clean(a.text) for a in claim.args if a.span != mention.span}
        found: Named | None = None
        if head == "country":
            return self._described.country(mention.start, others)
        if head in NOUNS["settled"] and role is not None:
            found = self._described.settlement(head, mention.start, others)
        elif head in NOUNS["sites"] and role is not None:
            found = self._described.site(head, mention.start)
        elif head in NOUNS["called"]:
            group = self._described.group(mention.start, others, speaks=source, many=head.endswith("s"))
            return self._longer(group) or group if group else None
        elif head in NOUNS["organised"]:
            return self._described.body(mention.start, others)
        elif head in ("alliance", "bloc"):
            return self._described.alliance(head, mention.start)
        return self._final(found) if found else None

    def _has_title(self, named: Named, title: str) -> bool:
        around = self._text[max(0, named.start - 40) : named.end + 60].lower()
        return title in named.name.lower().split() or re.search(rf"\b{title}\b[^.]{{0,30}}$", around[:40]) is not None


def _is_of_country(name: str) -> bool:
    """Whether a name is but a noun of some country: "Syria hospital", "Syrian bus convoy"; not "Syrian Arab Army"."""
    first, *rest = name.split()
    return nations.of(first) is not None and all(w.islower() for w in rest)


def _fuller(named: Named, head: str, source: bool) -> bool:
    """Whether a name ends in the same word and says more: 'US-led coalition' for 'coalition'."""
    words = named.name.lower().split()
    if words[0] in OPENERS or words[0] in NUMBERS or named.name.islower() or " of the " in named.name:
        return False
    if head in _VAGUE or (head not in NOUNS["group"] and words[-1] == head and _is_of_country(named.name)):
        return False  # "area", "civilians"; "Syrian city", "Syria hospital" of a headline
    if _PREPOSITION.intersection(words[:-1]) and named.name[:1].islower():
        return False  # "planes from a US-led coalition"
    if head in NOUNS["group"] and head not in NOUNS["bodies"]:
        return False  # "troops", "rebels": others may be meant
    if words[-1] == head and noun_of(named.name) != head:
        return False  # "parts of the old city" for "city"
    return (
        words[-1] == head
        or (source and words[0] == head)
        or (named.name[0].isupper() and words[0] != head and f" {head} of " in named.name.lower())
    )
