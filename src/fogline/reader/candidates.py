"""Whom a pronoun could mean: the names, parties and things of a report, sentence by sentence.

Candidates are the names of the report, the arguments and sources of its claims, and what stands in neither: nouns of
parties, persons and places with what determines them, subjects, single words with a capital. Each has its signs, which
hang on nothing but itself; their order belongs to the weights of `ranker.py`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from fogline.claims import PLACE_ROLES, Claim, ClaimType, Mention, Role, Span
from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.model import FloatArray
from fogline.reader.names import VERB_BEHIND, Kind, Named, Names, position
from fogline.reader.persons import like_a_person
from fogline.reader.phrases import ADJECTIVE, clean, head, is_many, is_pronoun, kind_of
from fogline.reader.sentences import sentence_at
from fogline.reader.speakers import SAYS
from fogline.reader.voices import Voices
from fogline.reader.words import ANY_NOUN, NOUNS, NUMBERS, OPENERS, PRONOUNS

#: Named more often than this, nobody is likelier still.
OFTEN = 5
_PARTIES = load("parties")
_ARMED = frozenset(_PARTIES["armed"].split())
_CIVILIAN = frozenset(_PARTIES["civilian"].split())
_THINGS = ANY_NOUN | _ARMED | _CIVILIAN
#: Nouns of one person, whom "it" never means.
LONE = (NOUNS["person"] | NOUNS["speaker"]) - {"source"}
_NOBODY = frozenset({"latter", "former", "others", "other", "same", "one", "some", "many", "most", "each", "few"})
SINGULAR_BEHIND = re.compile(r"\s(?:has|was|is|says|does)\b")
PLURAL_BEHIND = re.compile(r"\s(?:have|were|are|say|do)\b")
_SAYS_BEHIND = re.compile(rf"\s(?:(?:has|have|had|also|later|then)\s)*{SAYS.pattern}")
_GOVERNED = re.compile(r"\b(?:of|in|to|from|with|by|on|at|for|against|near|into|over|between)\s(?:the\s|an?\s)?\Z")
#: "The western allies are": a subject without a name.
_SUBJECT = re.compile(
    r"(?:(?<=[.;:,\n“\"]\s)|(?<=\n)|\b(?:that|but|while|as|when|after|because)\s)"
    r"(?:[Tt]he|[Aa]n?|[Tt]hese|[Tt]hose|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome)\s(?P<noun>(?:[a-z][\w-]*\s){0,2}?[a-z]{3,})"
    r"(?=\s(?:has|have|had|was|were|is|are|will|would|could|may|might|can|said|also|[a-z]{3,}ed)\b)"
)
_LETTERS = re.compile(r"[A-Za-z]{2}")
_WORD = re.compile(r"(?<![\w’'.-])(?:(?:[A-Z]\.){2,}|(?:al-)?[A-Za-z][\w-]*(?:’\w+)?)")
_NO_NAMES = OPENERS | NUMBERS | PRONOUNS.keys()
_PHRASES = load("phrases")
_DETERMINERS = frozenset(_PHRASES["determiners"].split())
#: Words that end a noun phrase before its noun.
_NOT_INSIDE = frozenset(_PHRASES["outside"].split())


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A mention that a pronoun could mean, its signs [S], and what is compared with the pronoun's."""

    named: Named
    signs: FloatArray
    row: int
    role: Role | None
    type: ClaimType | None
    quotation: Span | None
    #: The kind of pronoun that stands here, and whom it was found to mean; None for words.
    pronoun: str | None = None


class Candidates:
    """The candidates of one report by rows, which are its sentences with words in them."""

    def __init__(
        self, text: str, sentences: Sequence[Span], claims: Sequence[Claim], names: Names, voices: Voices
    ) -> None:
        self._text, self._sentences, self._names, self._voices = text, sentences, names, voices
        #: For each sentence how many with words in them stand above it.
        self._rows = list(accumulate(int(_LETTERS.search(text, *s) is not None) for s in sentences))
        #: Arguments and sources that are no pronouns, by where they stand.
        self.met = _met(claims)
        known = {(n.start, n.end) for n in names.all}
        unnamed = (_unnamed(text, span, *met) for span, met in self.met.items() if span not in known)
        mentioned = (n for n in (*names.all, *unnamed) if n.name and not _is_nobody(text, n))
        self._mentioned = sorted(mentioned, key=position)
        self._starts = [n.start for n in self._mentioned]
        self._times = Counter(n.name for n in self._mentioned)
        self._by_row: dict[int, list[Candidate]] = {}

    def row(self, at: int) -> int:
        """The row of a place of the text; a lone quotation mark belongs to the row above."""
        return self._rows[max(0, sentence_at(self._sentences, at))] if self._rows else 0

    def in_row(self, row: int) -> list[Candidate]:
        """The candidates of one row, in the order of the text."""
        found = self._by_row.get(row)
        if found is None:
            first, after = bisect_left(self._rows, row), bisect_left(self._rows, row + 1)
            found = self._by_row[row] = []
            if first < after:
                start, end = self._sentences[first].start, self._sentences[after - 1].end
                known = self._mentioned[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
                new = set(self._others(start, end, known))
                for n in sorted([*known, *new], key=position):
                    found.append(self._candidate(n, row, new=n in new, first=not found))
        return found

    def pronoun(self, mention: Mention, kind: str, entity: str) -> Candidate:
        """A pronoun as a candidate: another may mean the same."""
        subject = mention.text[:1].isupper() or VERB_BEHIND.match(self._text, mention.end) is not None
        named = Named(mention.start, mention.end, entity, self._names.kind(entity), subject)
        return self._candidate(named, self.row(mention.start), new=False, pronoun=kind)

    def _candidate(
        self, n: Named, row: int, *, new: bool, pronoun: str | None = None, first: bool = False
    ) -> Candidate:
        text, name, noun = self._text, n.name, head(n.name)
        met = self.met.get(Span(n.start, n.end)) if pronoun is None else None
        role = met[1] if met else None
        opening = self._sentences[max(0, sentence_at(self._sentences, n.start))].start if self._sentences else 0
        signs = (
            (n.start - opening) / 150,
            first,
            n.subject,
            met is not None,
            n.start in self._names.spoke,
            role is Role.ACTOR,
            role is Role.TARGET,
            role in PLACE_ROLES,
            n.kind is Kind.PERSON,
            n.kind is Kind.GROUP,
            n.kind is Kind.PLACE,
            n.kind is Kind.OTHER,
            nations.is_country(name),
            is_many(name),
            not name[:1].isupper(),
            math.log1p(min(self._times[name], OFTEN)),
            VERB_BEHIND.match(text, n.end) is not None,
            _GOVERNED.search(text, max(0, n.start - 14), n.start) is not None,
            text.startswith(("'s", "’s"), n.end),
            " and " in name,
            noun in LONE,
            noun in _NOBODY,
            SINGULAR_BEHIND.match(text, n.end) is not None,
            PLURAL_BEHIND.match(text, n.end) is not None,
            not n.subject and text[n.end : n.end + 1].isspace() and text[n.end + 1 : n.end + 2].islower(),
            like_a_person(name),
            noun in _ARMED,
            noun in _CIVILIAN,
            noun in NOUNS["bodies"],
            noun in NOUNS["place"],
            noun in NOUNS["group"],
            _SAYS_BEHIND.match(text, n.end) is not None,
            len(name.split()) / 4,
            name.isupper() and len(name) <= 6,
            pronoun is not None,
            new,
            new and name[:1].isupper(),
            n.kind is Kind.OTHER and " " not in name,
        )
        quotation = self._voices.in_marks(n.start)
        return Candidate(n, np.array(signs, np.float32), row, role, met[2].type if met else None, quotation, pronoun)

    def _others(self, start: int, end: int, known: Sequence[Named]) -> Iterator[Named]:
        """What stands in no name: subjects, nouns of parties, persons and places, words with a capital."""
        covered = _merged(known)
        found = (m for m in _SUBJECT.finditer(self._text, start, end) if not _within(covered, *m.span("noun")))
        subjects = [Named(*m.span("noun"), m["noun"], Kind.OTHER, subject=True) for m in found]
        yield from subjects
        covered = _merged(sorted([*known, *subjects], key=position))
        words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(self._text, start, end)]
        upto = start
        for k, (a, b, word) in enumerate(words):
            low = word.lower()
            begin: int | None = None
            if low in _THINGS and low not in PRONOUNS:
                begin = None if a < upto or _within(covered, a, b) else self._phrase(words, k, max(upto, start))
                begin = a if begin is not None and _within(covered, begin, b) else begin
            elif word[:1].isupper() and len(word) > 2 and low not in _NO_NAMES:
                begin = None if a < upto or _within(covered, a, b) else a
            if begin is None:
                continue
            name = clean(self._text[begin:b])
            other = Named(begin, b, name, Kind.OTHER, VERB_BEHIND.match(self._text, b) is not None)
            if len(name) > 2 and not is_pronoun(name) and not _is_nobody(self._text, other):
                upto = b
                yield other

    def _phrase(self, words: Sequence[tuple[int, int, str]], k: int, low: int) -> int | None:
        """Where the phrase of a noun begins, behind its determiner; None for a bare noun of one inside a sentence."""
        bare = words[k][0] if is_many(words[k][2].lower()) else None
        begin = words[k][0]
        for back in range(1, 4):
            if k < back:
                return begin
            a, b, word = words[k - back]
            if a < low or not self._text[b : words[k - back + 1][0]].isspace():
                return bare
            if word.lower() in _DETERMINERS or word[0].isdigit():
                return begin
            if word.lower() in _NOT_INSIDE:
                return bare
            begin = a
        return bare


def _is_nobody(text: str, named: Named) -> bool:
    """Whether a name stands for nobody here: "Russian" of "Russian air strikes", "A and B" of "C, A and B"."""
    rest = " and " in named.name and text.endswith(", ", 0, named.start) and named.name[:1].isupper()
    return rest or ADJECTIVE.fullmatch(named.name) is not None


def _merged(known: Sequence[Named]) -> list[tuple[int, int]]:
    """The stretches of text that names cover, in order."""
    out: list[tuple[int, int]] = []
    for n in known:
        if out and n.start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], n.end))
        else:
            out.append((n.start, n.end))
    return out


def _within(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(stretches, (end,))
    return at > 0 and stretches[at - 1][1] > start


def _met(claims: Sequence[Claim]) -> Mapping[Span, tuple[Mention, Role | None, Claim]]:
    """Each argument and source that is no pronoun by where it stands; a source before an argument."""
    met: dict[Span, tuple[Mention, Role | None, Claim]] = {}
    for claim in claims:
        for a in claim.args:
            if a.role not in (Role.QUANTITY, Role.TOPIC) and kind_of(a.mention, source=False) is None:
                met.setdefault(a.span, (a.mention, a.role, claim))
        for m in claim.sources:
            if kind_of(m, source=True) is None:
                met[m.span] = (m, None, claim)
    return met


def _unnamed(text: str, span: Span, mention: Mention, role: Role | None, claim: Claim) -> Named:
    """A party or thing that has no name: "civilians" of a claim."""
    kind = Kind.PLACE if role in PLACE_ROLES else Kind.GROUP
    subject = role is not Role.TARGET or VERB_BEHIND.match(text, span.end) is not None
    return Named(span.start, span.end, clean(mention.text), kind, subject)
