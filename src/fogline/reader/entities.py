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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fogline.claims import ACTOR_ROLES, PLACE_ROLES, Claim, ClaimType, Mention, Role, Span
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at

_LEXICON = load("entities")
_PRONOUNS = {word: kind for kind, words in _LEXICON["pronouns"].items() for word in words.split()}
_NOUNS = {kind: frozenset(words.split()) for kind, words in _LEXICON["nouns"].items()}
_ANY_NOUN = frozenset().union(*_NOUNS.values())
_TITLES = frozenset(_LEXICON["titles"]["person"].split())
_OPENERS = frozenset(load("sentences")["openers"].split())

_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your"})
#: Pronouns that take the nearest name rather than the subject.
_NEAREST = frozenset({"their", "its", "his", "her", "them", "him", "it", "itself", "themselves"})

#: Types whose actor is a person as a rule.
_PERSONAL = frozenset({ClaimType.COMMAND, ClaimType.VISIT})

#: How many sentences back a pronoun or descriptive noun looks for its name.
LOOK_BACK = 4
#: How many back a name may stand at all: more than any coded report has, so that a megabyte stays linear.
WHOLE_REPORT = 200

_ABBREVIATED = "[A-Z]|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Adm|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|St|Jr|Prof"
_PART = (
    rf"(?:(?:[A-Z]\.){{2,}}|(?:{_ABBREVIATED})\.|(?:[Aa]l|ez|az|el|es|ash|as|at|an|ad|ar)-[A-Z][\w’'-]*|[A-Z][\w’'-]*)"
)
_NAME = re.compile(rf"{_PART}(?:[ \u00a0](?:(?:of|the|for|and|bin|al|de|von|el)[ \u00a0]){{0,2}}{_PART})*")
_DEFINED = re.compile(r"[ \u00a0][(\[](?P<short>[A-Z][A-Za-z./-]{1,9})(?:[,; )\]])")
#: The words before a bracket; looked for in a window, since over a whole text it is quadratic in a word's length.
_DEFINING = re.compile(r"(?:[\w’'.-]+[ \u00a0]){1,9}[\w’'.-]+\Z")
_DEFINING_WINDOW = 160
_POSSESSIVE = re.compile(r"(?:'s|’s|['’])\Z")
_ARTICLE = re.compile(r"\A(?:the|an?|this|that|these|those|its|their|his|her|our|so-called|same)\s+", re.I)
_DOTTED = re.compile(r"(?:\A|\s)(?:[A-Z]\.)+[A-Z]\Z")
#: "Islamic State militants", "the jihadist group Ansar": names that the text calls a group.
_MILITANTS = "militants?|terrorists?|jihadists?|extremists?|fighters|insurgents"
_GROUP_NAME = re.compile(
    rf"(?P<before>\b(?:[A-Z][\w’-]*\s)*[A-Z][\w’-]*)\s(?:{_MILITANTS}|group)\b|\b(?:{_MILITANTS})(?:\sgroup)?\s(?P<after>[A-Z][\w’-]*(?:\s[A-Z][\w’-]*)*)"
)
_HELD = re.compile(r"-(?:held|controlled|run|backed|led|ruled|occupied)\Z")
_PLACE_OF = re.compile(rf"\b(?:{'|'.join(_LEXICON['nouns']['settled'].split())}) of \Z", re.I)
_WATCH = re.compile(r"\b(?:Observatory|Monitor\w*|Watch)\b")
_WORD = re.compile(r"[\w’'-]+")


class _Kind(StrEnum):
    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    OTHER = "other"


_NOT_PARTIES = (_Kind.PLACE, _Kind.OTHER)


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention that names: where it stands, its clean name, what it is and in which role it was seen."""

    start: int
    end: int
    name: str
    kind: _Kind
    subject: bool


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
    """The names of one report, in order, with the acronyms it defines."""

    def __init__(self, text: str, sentences: Sequence[Span], claims: Sequence[Claim], publisher: str | None) -> None:
        self._text, self._sentences, self._publisher = text, sentences, publisher
        places = {_clean(a.text) for c in claims for a in c.args if a.role in PLACE_ROLES}
        parties = {_clean(a.text) for c in claims for a in c.args if a.role in ACTOR_ROLES}
        speakers = {_clean(m.text) for c in claims for m in c.sources}
        found = [self._proper(m, places, parties, speakers) for m in _NAME.finditer(text)]
        listed = [n for n in found if n is not None]
        described = {(n.start, n.end): n for n in self._described(claims)}
        listed = [n for n in listed if not any(a <= n.start and n.end <= b for a, b in described)]
        self._arguments = frozenset(described)
        self._names = sorted({*listed, *described.values()}, key=lambda n: (n.start, n.end))
        lasts = {n.name.split()[-1] for n in self._names if n.kind is _Kind.PERSON}
        self._names = [replace(n, kind=_Kind.PERSON) if n.name in lasts else n for n in self._names]
        self._names = [n for n in self._names if n.kind is not _Kind.OTHER or " " in n.name]
        self._spoke = frozenset(m.start for c in claims for m in c.sources)
        self._starts = [n.start for n in self._names]
        self._short = dict(self._definitions())
        self._last_he: tuple[int, int, str] | None = None
        self._memory: dict[tuple[int, int], str] = {}
        full: dict[str, None] = {}
        for n in self._names:
            full.setdefault(n.name)
        self._called_group = frozenset(m["after"] or m["before"] for m in _GROUP_NAME.finditer(text))
        self._known = frozenset(full)
        self._full = sorted(full, key=lambda w: -len(w.split()))

    def _proper(self, match: re.Match[str], places: set[str], parties: set[str], speakers: set[str]) -> _Named | None:
        start, end = match.span()
        words = match[0].split()
        while words and words[0].lower().rstrip(".,") in _OPENERS:
            start = (
                match.end() - len(match[0].split(None, len(match[0].split()) - len(words) + 1)[-1])
                if len(words) > 1
                else end
            )
            words.pop(0)
        if not words:
            return None
        name = _clean(self._text[start:end])
        if len(name) < 2 or name.lower() in _PRONOUNS:
            return None
        kind = _Kind.OTHER
        if name in places or _PLACE_OF.search(self._text, max(0, start - 20), start):
            kind = _Kind.PLACE
        elif self._is_person(start, words, name in speakers):
            kind = _Kind.PERSON
        elif name in parties or name in speakers:
            kind = _Kind.GROUP
        return _Named(start, end, name, kind, subject=self._is_subject(start))

    def _is_person(self, start: int, words: list[str], speaks: bool) -> bool:
        before = re.search(r"([\w-]+)\.?\s\Z", self._text[max(0, start - 20) : start])
        titled = any(w.lower().rstrip(".") in _TITLES for w in words[:3] if w is not words[-1]) or (
            before is not None and before[1].lower() in _TITLES
        )
        plain = 2 <= len(words) <= 4 and not any(
            w.lower() in _ANY_NOUN or w in ("of", "for", "the", "and") for w in words
        )
        return titled or (speaks and plain and not any(w.isupper() and len(w) > 2 for w in words))

    def _is_subject(self, start: int) -> bool:
        before = self._text[max(0, start - 30) : start].rstrip()
        return not before or before[-1] in '.,;:!?"”“\n)' or before.lower().endswith((" the", " and", "that", "\nthe"))

    def _described(self, claims: Iterable[Claim]) -> Iterable[_Named]:
        """Arguments and sources that name without being proper names throughout: 'US-backed Syrian rebel units'."""
        for claim in claims:
            mentions: list[tuple[Mention, Role | None]] = [(a.mention, a.role) for a in claim.args]
            mentions += [(m, None) for m in claim.sources]
            for mention, role in mentions:
                clean = _clean(mention.text)
                words = clean.split()
                if role in (Role.QUANTITY, Role.TOPIC) or not words or _is_pronoun(clean):
                    continue
                many = clean.endswith("s") and clean.lower() in _NOUNS["group"]
                if len(words) == 1 and not clean[0].isupper() and not many:
                    continue
                kind = _Kind.PLACE if role in PLACE_ROLES else _Kind.GROUP
                if role not in PLACE_ROLES and self._is_person(
                    mention.start, words, role is None or claim.type in _PERSONAL
                ):
                    kind = _Kind.PERSON
                yield _Named(mention.start, mention.end, clean, kind, subject=role is Role.ACTOR or role is None)

    def _definitions(self) -> Iterable[tuple[str, str]]:
        """'Syrian Democratic Forces (SDF)': the short form and as many words before it as its letters ask for."""
        for match in _DEFINED.finditer(self._text):
            letters = [c for c in match["short"] if c.isupper()]
            before = _DEFINING.search(self._text[max(0, match.start() - _DEFINING_WINDOW) : match.start()])
            words = before[0].split() if before else []
            for count in range(1, len(words) + 1):
                tail = words[-count:]
                initials = [
                    p[0].upper()
                    for w in tail
                    for p in w.split("-")
                    if p and p[0].isalpha() and (p[0].isupper() or len(p) > 3)
                ]
                if tail[0][0].upper() == letters[0] and _subsequence(letters, initials):
                    yield match["short"], _clean(" ".join(tail))
                    break

    def entity(self, mention: Mention, role: Role | None, claim: Claim, *, source: bool = False) -> str:
        """The fullest name of one mention; its own clean words where nothing in the report fits better."""
        if role in (Role.QUANTITY, Role.TOPIC):
            return mention.text
        known = self._memory.get((mention.start, mention.end))
        if known is None or _is_pronoun(mention.text):
            known = self._resolve(mention, role, claim, source)
            self._memory[mention.start, mention.end] = known
        return known

    def _resolve(self, mention: Mention, role: Role | None, claim: Claim, source: bool) -> str:
        clean = _clean(mention.text)
        if mention.text.split(maxsplit=1)[0].lower() in _POSSESSIVES and " " in mention.text:
            return mention.text  # "his forces": whose they are is not theirs
        first = clean.split(maxsplit=1)[0].lower() if clean else ""
        speech = source and first in ("he", "she", "they", "it", "we") and clean.split()[0] not in ("IT", "WE")
        if _is_pronoun(clean) or speech:
            return self._pronoun(mention, _PRONOUNS[first if speech else clean.lower()], role, claim) or clean
        if (
            clean.endswith("s")
            and clean[:1].isupper()
            and clean[:-1] in self._known
            and self._kind_of(clean[:-1]) in _NOT_PARTIES
        ):
            return clean[:-1]  # "Syrias": the apostrophe was lost
        return self._longer(clean, mention) or self._noun(clean, mention, role, source) or clean

    # -- pronouns --

    def _pronoun(self, mention: Mention, kind: str, role: Role | None, claim: Claim) -> str | None:
        if kind == "speaker":
            if claim.sources and not claim.sources[-1].span.overlaps(mention.span):
                return claim.sources[-1].entity
            return None if claim.sources else self._publisher
        if kind == "relative":
            before = self._before(mention.start, within=0)
            return self._final(before[-1]) if before else None
        wanted = {
            "person": (_Kind.PERSON,),
            "plural": (_Kind.GROUP,),
            "neutral": (_Kind.PLACE,) if role in PLACE_ROLES else (_Kind.GROUP,),
            "place": (_Kind.PLACE,),
        }[kind]
        taken = {a.entity for a in claim.args if a.role is not role and not a.span.overlaps(mention.span)}
        best = self._salient(mention, wanted, taken, plural=kind == "plural", source=role is None)
        if kind != "person":
            return self._final(best) if best else None
        here = sentence_at(self._sentences, mention.start)
        if self._last_he is not None and 0 <= here - self._last_he[0] <= 2 and self._last_he[2] not in taken:
            _, at, entity = self._last_he
            newer = best is not None and best.start > at and best.kind is _Kind.PERSON and best.subject
            if not newer:
                self._last_he = (here, mention.start, entity)
                return entity
        found = self._final(best) if best else None
        if found:
            self._last_he = (here, mention.start, found)
        return found

    def _salient(
        self, mention: Mention, wanted: Sequence[_Kind], taken: set[str], *, plural: bool, source: bool
    ) -> _Named | None:
        """The likeliest name of the right kind above a pronoun.

        A subject pronoun takes the subject of this or the last sentence, another one the nearest name. The weights
        were set on the train split by coordinate search over steps of 0.5.
        """
        at = mention.start
        here = sentence_at(self._sentences, at)
        near = mention.text.lower() in _NEAREST
        best: tuple[float, _Named] | None = None
        for named in self._before(at, within=LOOK_BACK if wanted[0] is _Kind.PERSON else 1):
            if named.kind not in wanted or named.name in taken:
                continue
            if plural and not _is_plural(named.name) and (named.start in self._spoke or not named.name[:1].isupper()):
                continue
            known = (named.start, named.end) in self._arguments or named.start in self._spoke
            if wanted[0] is not _Kind.PERSON and not (named.subject and known):
                continue
            index = sentence_at(self._sentences, named.start)
            weight = 1.5 if named.kind is wanted[0] else 0.0
            weight += 1.0 if named.subject else 0.0
            weight += 1.0 if (named.start, named.end) in self._arguments else 0.0
            weight += 1.5 if source and named.start in self._spoke else 0.0
            if plural:
                weight += 1.5 if _is_plural(named.name) else -0.5
            weight -= 1.5 * (here - index)
            weight -= (at - named.start) / 100 if near else (named.start - self._sentences[index].start) / 150
            if best is None or weight > best[0]:
                best = (weight, named)
        return best[1] if best else None

    def _before(self, at: int, within: int) -> list[_Named]:
        """Names that end before `at`, at most `within` sentences above."""
        first = self._sentences[max(0, sentence_at(self._sentences, at) - within)].start if self._sentences else 0
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, at)
        return [n for n in self._names[low:high] if n.end <= at]

    # -- short names and descriptive nouns --

    def _final(self, named: _Named) -> str:
        mention = Mention(self._text[named.start : named.end], named.start, named.end, named.name)
        return self._longer(named.name, mention) or named.name

    def _longer(self, clean: str, mention: Mention) -> str | None:
        """The full name for an acronym or a part of a name: its definition, else the longest name that ends so."""
        if clean in self._short:
            return self._short[clean]
        words = clean.split()
        if not words or not words[-1][:1].isupper() or len(words) > 3:
            return None
        letters = clean.replace(".", "")
        if len(words) == 1 and letters.isupper() and 2 <= len(letters) <= 6:
            return next((f for f in self._full if _initials(f) == letters and len(f.split()) > 1), None)
        for full in self._full:
            longer = full.split()
            if not len(words) < len(longer) <= 6 or not all(
                w[:1].isupper() or w.startswith("al-") or len(w) <= 3 for w in longer
            ):
                continue
            tail = [w.removeprefix("al-").removeprefix("Al-") for w in longer[-len(words) :]]
            if (longer[-len(words) :] == words or tail == words) and (
                longer[0].lower().rstrip(".") in _TITLES or self._kind_of(full) is _Kind.PERSON
            ):
                return full
        return None

    def _kind_of(self, full: str) -> _Kind:
        return next((n.kind for n in self._names if n.name == full and n.kind is not _Kind.OTHER), _Kind.OTHER)

    def _noun(self, clean: str, mention: Mention, role: Role | None, source: bool) -> str | None:
        """What 'army', 'town' or 'Observatory' stands for: the last longer name with it, else the last of its kind."""
        words = clean.split()
        head = words[-1].lower() if words else ""
        definite = bool(
            re.search(
                r"\b(?:the|this|that|its|their|these|those)\s+(?:[\w-]+\s+){0,2}\Z",
                self._text[max(0, mention.start - 30) : mention.start],
                re.I,
            )
        )
        if source and (
            head in ("observatory", "monitor", "watchdog")
            or clean.endswith("monitoring group")
            or "based group" in clean
        ):
            watchers = [n for n in self._names if _WATCH.search(n.name) and 1 < len(n.name.split()) <= 8]
            spoke = [n for n in watchers if n.start in self._spoke] or [n for n in watchers if "Observatory" in n.name]
            return max(spoke, key=lambda n: len(n.name)).name if spoke else None
        if len(words) == 1 and (clean.islower() or head in _ANY_NOUN):
            fuller = [n.name for n in self._before(mention.start, within=WHOLE_REPORT) if self._fuller(n, head, source)]
            if fuller and (len(set(fuller)) == 1 or head in _NOUNS["single"]):
                return fuller[-1]
        if not definite or not 1 <= len(words) <= 2 or not clean.islower():
            return None
        if head in _NOUNS["settled"] and role in PLACE_ROLES and len(words) == 1:
            return self._called_so(head, mention.start)
        if head in _NOUNS["called"] and role in ACTOR_ROLES:
            near = [
                n for n in self._candidates(mention.start, LOOK_BACK, (_Kind.GROUP,)) if n.name in self._called_group
            ]
            return self._final(near[-1]) if near and len({self._final(n) for n in near}) == 1 else None
        if head in _NOUNS["person"] and len(words) == 1:
            people = self._candidates(mention.start, WHOLE_REPORT, (_Kind.PERSON,))
            titled = {self._final(n) for n in people if self._has_title(n, head)}
            return titled.pop() if len(titled) == 1 else None
        return None

    def _fuller(self, named: _Named, head: str, source: bool) -> bool:
        """Whether a name ends in the same word and says more: 'US-led coalition' for 'coalition'."""
        words = [w.lower() for w in named.name.split()]
        if not 1 < len(words) <= 8 or words[0] in _OPENERS or named.name.islower() or head not in words:
            return False
        if head in _NOUNS["group"] and head not in _NOUNS["bodies"]:
            return False  # "troops", "rebels": others may be meant
        return (
            words[-1] == head
            or (source and words[0] == head)
            or (named.name[0].isupper() and words[0] != head and "of" in words)
        )

    def _has_title(self, named: _Named, title: str) -> bool:
        around = self._text[max(0, named.start - 40) : named.end + 60].lower()
        return title in named.name.lower().split() or re.search(rf"\b{title}\b[^.]{{0,30}}$", around[:40]) is not None

    def _called_so(self, head: str, at: int) -> str | None:
        """'The town': the last place that the text calls a town; 'the city' may be the one named again and again."""
        places = self._candidates(at, len(self._sentences), (_Kind.PLACE,))
        said = re.compile(rf"\b{re.escape(head)} of \Z", re.I)
        called = [
            n
            for n in places
            if said.search(self._text[max(0, n.start - 20) : n.start]) or n.name.lower().endswith(f" {head}")
        ]
        if called:
            return self._final(called[-1])
        counts = Counter(n.name for n in places)
        if head == "city" and counts:
            best, times = counts.most_common(1)[0]
            if times >= 3 and times * 2 > sum(counts.values()):
                return best
        near = {n.name for n in self._candidates(at, 1, (_Kind.PLACE,))}
        return near.pop() if len(near) == 1 else None

    def _candidates(self, at: int, within: int, wanted: Sequence[_Kind]) -> list[_Named]:
        return [n for n in self._before(at, within) if n.kind in wanted and n.name[:1].isupper()]


def _clean(words: str) -> str:
    """A mention without article, quotation marks and possessive."""
    words = words.strip(' \u00a0\n\r\t"“”‘.,;:()')
    words = _ARTICLE.sub("", words) if len(words.split()) > 1 else words
    words = _POSSESSIVE.sub("", " ".join(words.split()))
    words = _HELD.sub("", words)
    return words + "." if _DOTTED.search(words) else words


def _is_pronoun(clean: str) -> bool:
    """Whether the words are a pronoun: 'us', not 'US'; 'who', not 'WHO'."""
    return clean.lower() in _PRONOUNS and (len(clean) == 1 or not clean.isupper())


def _initials(full: str) -> str:
    words = full.split()
    if any("-" in w or (not w[:1].isupper() and len(w) > 3) for w in words):
        return ""
    return "".join(w[0] for w in words if w[:1].isupper())


def _is_plural(name: str) -> bool:
    last = name.split()[-1].lower()
    return (
        (last.endswith("s") and not last.endswith("ss"))
        or " and " in name
        or last in ("army", "police", "militia", "military")
    )


def _subsequence(letters: Sequence[str], initials: Sequence[str]) -> bool:
    rest = iter(initials)
    return all(c.upper() in rest for c in letters)
