"""The names that a report uses: where each stands, what it is, and the short forms that the report gives for it.

Names are runs of capitalised words, and whatever an argument or a speaker was found to be; a name is a person, a group
or a place by its role, its title and the words around. Lookups go by word, so that a megabyte of names stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from fogline.claims import ACTOR_ROLES, PLACE_ROLES, Claim, ClaimType, Mention, Role, Span
from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.persons import bare, is_jumbled, is_person, is_person_by_use, like_a_person, titled
from fogline.reader.phrases import clean, is_pronoun
from fogline.reader.sentences import sentence_at
from fogline.reader.words import ARMED, NOUNS, NUMBERS, OPENERS, PRONOUNS, TITLES

_LEXICON = load("entities")
#: Words that open a sentence or a count, in front of a name: "However Assad", "Five Hezbollah members".
_BEFORE_NAMES = OPENERS | NUMBERS

#: Words that open the next sentence, behind a name that ends in a full stop.
_AFTER_NAMES = OPENERS | PRONOUNS.keys()

#: Types whose actor is a person as a rule.
_PERSONAL = frozenset({ClaimType.COMMAND, ClaimType.VISIT})

_ABBREVIATED = "[A-Z]|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Adm|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|St|Jr|Prof"
_PART = (
    rf"(?:(?:[A-Z]\.){{2,}}|(?:{_ABBREVIATED})\.|(?:[Aa]l|ez|az|el|es|ash|as|at|an|ad|ar)-[A-Z][\w’'-]*|[A-Z][\w’'-]*)"
)
_NAME = re.compile(rf"{_PART}(?:[ \u00a0](?:(?:of|the|for|and|bin|al|de|von|el)[ \u00a0]){{0,2}}{_PART})*")
_DEFINED = re.compile(r"[ \u00a0][(\[](?P<short>[A-Z][A-Za-z./-]{1,9})(?:[,; )\]])")
#: The words before a bracket; looked for in a window, since over a whole text it is quadratic in a word's length.
_DEFINING = re.compile(r"(?:[\w’'.-]+[ \u00a0]){1,9}[\w’'.-]+\Z")
_DEFINING_WINDOW = 160
#: "Islamic State militants", "the jihadist group Ansar": names that the text calls a group.
_MILITANTS = "militants?|terrorists?|jihadists?|extremists?|fighters|insurgents"
_GROUP_NAME = re.compile(
    rf"(?P<before>\b(?:[A-Z][\w’-]*\s)*[A-Z][\w’-]*)\s(?:{_MILITANTS}|group)\b|\b(?:{_MILITANTS})(?:\sgroup)?\s(?P<after>[A-Z][\w’-]*(?:\s[A-Z][\w’-]*)*)"
)
_PLACE_OF = re.compile(rf"\b(?:{'|'.join(_LEXICON['nouns']['settled'].split())}) of \Z", re.I)
_PLAIN = re.compile(r"\b[a-z]{3,}\b")
_BEFORE_SUBJECTS = (
    " the",
    " and",
    "that",
    "\nthe",
    "but",
    " while",
    " when",
    " if",
    " as",
    " because",
    " although",
    " where",
    " since",
    " though",
)
#: A finite verb right behind a name, which is then its subject.
VERB_BEHIND = re.compile(
    r"[ \u00a0](?:(?:also|now|then|later|already|still|has|have|had|was|were|is|are|will|would|could|may|might|can"
    r"|should|did|does|said|says|lost|took|made|left|came|began|held|won|fell|sent|met|told|saw|gave|set|struck|hit|shot|fought"
    r"|drove|fled)\b"
    r"|[a-z]{3,}ed\b(?![ \u00a0](?:by|in)\b))"
)
_WATCH = re.compile(r"\b(?:Observatory|Monitor\w*|Watch)\b")


#: Words before the last name of a title: "the prime minister of Lebanon" is not who "Lebanon" is.
_JOINS = frozenset({"of", "to", "for", "in", "from", "at", "on", "the", "and"})


class Kind(StrEnum):
    """What a name is of."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Named:
    """A mention that names: where it stands, its clean name, what it is and whether it stands as a subject."""

    start: int
    end: int
    name: str
    kind: Kind
    subject: bool


class Names:
    """The names of one report in the order of the text, with ways to look them up."""

    def __init__(self, text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> None:
        self._text, self._sentences = text, sentences
        described = {(n.start, n.end): n for n in _described(text, claims)}
        whole = [span for span, n in described.items() if n.name[:1].isupper()]
        #: Spans of arguments and sources that name.
        self.arguments = frozenset(described)
        #: Where a source begins.
        self.spoke = frozenset(m.start for c in claims for m in c.sources)
        names = sorted({*_apart(_proper_names(text, claims), whole), *described.values()}, key=position)
        lasts = {bare(n.name.split()[-1]) for n in names if n.kind is Kind.PERSON}
        singles = {bare(n.name) for n in names if " " not in n.name and n.kind is not Kind.PLACE}
        lasts |= {
            bare(n.name.split()[-1])
            for n in names
            if n.kind is not Kind.PLACE and is_person_by_use(text, n.name, n.end, singles)
        }
        names = [replace(n, kind=Kind.PERSON) if _is_one_of(n, lasts) else n for n in names]
        self.all = [n for n in names if n.kind is not Kind.OTHER or " " in n.name]
        self._starts = [n.start for n in self.all]
        #: Every name as written, in the order of the text.
        self.known = dict.fromkeys(n.name for n in self.all)
        #: "SDF" to "Syrian Democratic Forces".
        self.short = dict(_definitions(text))
        self.called_group = frozenset(m["after"] or m["before"] for m in _GROUP_NAME.finditer(text))

    def before(self, at: int, within: int) -> list[Named]:
        """Names that end before `at`, at most `within` sentences above."""
        return self._reach(self.all, self._starts, at, within)

    def of_kind(self, kind: Kind, at: int, within: int) -> list[Named]:
        """Names of one kind that begin with a capital and end before `at`, at most `within` sentences above."""
        names, starts = self._kinds.get(kind, ([], []))
        return self._reach(names, starts, at, within)

    def with_word(self, word: str, at: int, within: int) -> list[Named]:
        """Names of two to eight words, one of which is `word` in lower case, that end before `at`."""
        names, starts = self._words.get(word, ([], []))
        return self._reach(names, starts, at, within)

    def kind(self, name: str) -> Kind:
        """What a name is of, by the first place where the report tells."""
        return self._kind_of.get(name, Kind.OTHER)

    def person(self, words: Sequence[str]) -> str | None:
        """The longest name or titled name of a person that ends in these words and says more."""
        if len(words) == 1 and words[0] in self._given:
            return None  # "Kim" of "Kim Jong Un" is not "Tony Kim"
        for full in self._people.get(bare(words[-1]), ()):
            longer = full.split()
            tail = longer[-len(words) :]
            rest = longer[: -len(words)]
            if rest and rest[-1] not in _JOINS and (tail == list(words) or [bare(w) for w in tail] == list(words)):
                return full
        return None

    def surname(self, word: str) -> str | None:
        """The first name of two to four words that could be a person's and ends in this one."""
        return self._surnames.get(word)

    def spelled(self, letters: str) -> str | None:
        """The longest name whose initials these are."""
        return self._initials.get(letters)

    @cached_property
    def watchers(self) -> list[Named]:
        """Observatories, monitors and watches, by their names."""
        return [n for n in self.all if _WATCH.search(n.name) and 1 < len(n.name.split()) <= 8]

    def _reach(self, names: list[Named], starts: list[int], at: int, within: int) -> list[Named]:
        first = self._sentences[max(0, sentence_at(self._sentences, at) - within)].start if self._sentences else 0
        low, high = bisect_left(starts, first), bisect_left(starts, at)
        return [n for n in names[low:high] if n.end <= at]

    @cached_property
    def _kinds(self) -> dict[Kind, tuple[list[Named], list[int]]]:
        found = {k: [n for n in self.all if n.kind is k and n.name[:1].isupper()] for k in Kind}
        return {k: (names, [n.start for n in names]) for k, names in found.items()}

    @cached_property
    def _words(self) -> dict[str, tuple[list[Named], list[int]]]:
        found: dict[str, tuple[list[Named], list[int]]] = {}
        for named in self.all:
            words = named.name.lower().split()
            for word in set(words) if 1 < len(words) <= 8 else ():
                names, starts = found.setdefault(word, ([], []))
                names.append(named)
                starts.append(named.start)
        return found

    @cached_property
    def _kind_of(self) -> dict[str, Kind]:
        found: dict[str, Kind] = {}
        for named in self.all:
            if named.kind is not Kind.OTHER:
                found.setdefault(named.name, named.kind)
        return found

    @cached_property
    def _longest(self) -> list[str]:
        return sorted(self.known, key=lambda name: (-len(name.split()), titled(name)))

    @cached_property
    def _people(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for full in self._longest:
            words = full.split()
            if not 1 < len(words) <= 6 or not all(_in_name(w) for w in words) or is_jumbled(full):
                continue
            if titled(full) or self.kind(full) is Kind.PERSON:
                found.setdefault(bare(words[-1]), []).append(full)
        return found

    @cached_property
    def _given(self) -> frozenset[str]:
        """First words of names of three words that are persons'."""
        people = (n.name.split() for n in self.all if n.kind is Kind.PERSON)
        return frozenset(
            w[0] for w in people if len(w) == 3 and w[0].lower() not in TITLES and w[0] not in ("Abu", "Abd")
        )

    def holder(self, office: str) -> str | None:
        """The first person named right behind an office: "Russian president" for "Russian President Vladimir Putin"."""
        return self._holders.get(office.lower())

    @cached_property
    def _holders(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for full in self.known:
            words = full.split()
            ends = [i for i, w in enumerate(words[:-1]) if w.lower() in NOUNS["person"]]
            if ends and ends[-1] > 0 and self.kind(full) is Kind.PERSON and not is_jumbled(full):
                found.setdefault(" ".join(words[: ends[-1] + 1]).lower(), full)
        return found

    @cached_property
    def _surnames(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for full in self.known:
            if like_a_person(full) and self.kind(full) is not Kind.PLACE and not nations.of(full):
                found.setdefault(full.split()[-1], full)
        return found

    @cached_property
    def _initials(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for full in self._longest:
            words = full.split()
            if len(words) > 1 and not {"in", "and"} & {words[-2], *words[1:2]}:
                found.setdefault(_initials(words), full)
                if "-" in words[0]:  # "US-backed Syrian Democratic Forces"
                    found.setdefault(_initials(words[1:]), full)
        return found


def position(named: Named) -> tuple[int, int]:
    """Where a name begins and ends, to sort by."""
    return named.start, named.end


def _apart(names: Iterable[Named], described: Iterable[tuple[int, int]]) -> Iterator[Named]:
    """The names that lie in no span of `described`."""
    spans = sorted(described)
    starts = [s for s, _ in spans]
    reach = list(accumulate((e for _, e in spans), max))
    for named in names:
        at = bisect_right(starts, named.start) - 1
        if at < 0 or reach[at] < named.end:
            yield named


def _proper_names(text: str, claims: Sequence[Claim]) -> Iterator[Named]:
    """Runs of capitalised words that are more than the opening of a sentence."""
    places = {clean(a.text) for c in claims for a in c.args if a.role in PLACE_ROLES}
    parties = {clean(a.text) for c in claims for a in c.args if a.role in ACTOR_ROLES}
    speakers = {clean(m.text) for c in claims for m in c.sources}
    plain = frozenset(_PLAIN.findall(text))
    for match in _NAME.finditer(text):
        start, end = match.span()
        words = match[0].split()
        while words and words[0].lower().rstrip(".,") in _BEFORE_NAMES:
            start = text.index(words[1], start + len(words[0])) if len(words) > 1 else end
            words.pop(0)
        if len(words) == 2 and _opens(text, start, words, plain):
            start = text.index(words[1], start + len(words[0]))
            words.pop(0)
        while len(words) > 1 and words[-2].endswith(".") and words[-1].lower() in _AFTER_NAMES:
            end = start + len(text[start:end].removesuffix(words.pop()).rstrip())  # "the U.S. They bombed"
        name = clean(text[start:end])
        if not words or len(name) < 2 or name.lower() in PRONOUNS or _is_headline(words):
            continue
        kind = Kind.OTHER
        if name in places or _PLACE_OF.search(text, max(0, start - 20), start):
            kind = Kind.PLACE
        elif is_person(text, start, words, name in speakers):
            kind = Kind.PERSON
        elif name in parties or name in speakers or name.lower() in ARMED:
            kind = Kind.GROUP
        elif nations.is_country(name):
            kind = Kind.PLACE
        yield Named(start, end, name, kind, subject=_is_subject(text, start, end))


def _described(text: str, claims: Iterable[Claim]) -> Iterator[Named]:
    """Arguments and sources that name without being proper names throughout: 'US-backed Syrian rebel units'."""
    for claim in claims:
        mentions: list[tuple[Mention, Role | None]] = [(a.mention, a.role) for a in claim.args]
        mentions += [(m, None) for m in claim.sources]
        for mention, role in mentions:
            name = clean(mention.text)
            words = name.split()
            if role in (Role.QUANTITY, Role.TOPIC) or not words or is_pronoun(name):
                continue
            many = name.endswith("s") and name.lower() in NOUNS["group"]
            if (len(words) == 1 and not name[0].isupper() and not many) or words[0] in ("of", "in", "from"):
                continue
            kind = Kind.PLACE if role in PLACE_ROLES else Kind.GROUP
            personal = role is None or claim.type in _PERSONAL
            if role not in PLACE_ROLES and is_person(text, mention.start, words, personal):
                kind = Kind.PERSON
            yield Named(mention.start, mention.end, name, kind, subject=role is Role.ACTOR or role is None)


def _is_subject(text: str, start: int, end: int) -> bool:
    if VERB_BEHIND.match(text, end):
        return True
    before = text[max(0, start - 30) : start].rstrip()
    return not before or before[-1] in '.,;:!?"”“\n)' or before.lower().endswith(_BEFORE_SUBJECTS)


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    """'Syrian Democratic Forces (SDF)': the short form and as many words before it as its letters ask for."""
    for match in _DEFINED.finditer(text):
        letters = [c for c in match["short"] if c.isupper()]
        before = _DEFINING.search(text[max(0, match.start() - _DEFINING_WINDOW) : match.start()])
        words = before[0].split() if before else []
        for count in range(1, len(words) + 1):
            tail = words[-count:]
            initials = [
                p[0].upper()
                for w in tail
                for p in w.split("-")
                if p and p[0].isalpha() and (p[0].isupper() or len(p) > 3 or p == "al")
            ]
            if tail[0][0].upper() == letters[0] and _subsequence(letters, initials):
                yield match["short"], clean(" ".join(tail))
                break


def _opens(text: str, start: int, words: Sequence[str], plain: Collection[str]) -> bool:
    """Whether the first of two words only opens a sentence: "Senior Hezbollah officials", "Did Hamas know"."""
    rest = words[1].strip("’'s")
    known = words[1].lower() in ARMED or nations.is_country(words[1]) or rest.lower() in ARMED
    return known and words[0].lower() in plain and not nations.is_country(" ".join(words))


def _is_headline(words: Sequence[str]) -> bool:
    """Whether words are a line in capitals, which names nobody: "CLICK HERE TO GET THE APP"."""
    return len(words) > 2 and all(w.isupper() for w in words)


def _is_one_of(named: Named, lasts: Collection[str]) -> bool:
    """Whether a name is a person's by its last word: "Tobias Ellwood" where the report has "Mr Ellwood"."""
    if bare(named.name.split()[-1]) not in lasts or named.kind is Kind.PLACE:
        return named.name in lasts
    return " " not in named.name or like_a_person(named.name)


def _in_name(word: str) -> bool:
    return word[:1].isupper() or word.startswith("al-") or len(word) <= 3


def _initials(words: Sequence[str]) -> str:
    if any("-" in w or (not w[:1].isupper() and len(w) > 3) for w in words):
        return ""
    return "".join(w[0] for w in words if w[:1].isupper())


def _subsequence(letters: Sequence[str], initials: Sequence[str]) -> bool:
    rest = iter(initials)
    return all(c.upper() in rest for c in letters)
