"""What a descriptive noun stands for: "the city" for Kherson, "the group" for the Taliban, "the country" for Mali.

Each kind of noun looks back for the last name that it fits: a settlement for one that is no country and no province,
a group for one that the report or the list of armed groups calls so. Where nothing fits it, or two things stand equally
near, nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fogline.claims import Span
from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.names import Kind, Named, Names
from fogline.reader.phrases import ADJECTIVE
from fogline.reader.phrases import head as noun_of
from fogline.reader.sentences import sentence_at
from fogline.reader.words import ARMED, NOUNS, TITLES

_LEXICON = load("entities")
_WIDE = re.compile(rf"(?:{'|'.join(_LEXICON['wide']['words'].split())})", re.I)
#: How many sentences back a descriptive noun looks for its name.
LOOK_BACK = 4
#: How far back the name may stand at all: more than any coded report has, so that a megabyte stays linear.
WHOLE_REPORT = 200
#: How often a place must stand in a report for "the city" to be the one that it is about.
MANY_TIMES = 3
_OF_GROUP = re.compile(
    r"(?:\s(?:militants?|terrorists?|jihadists?|extremists?|fighters?|insurgents?|groups?|members|leaders?|organi[sz]ations?|movement"
    r"|rebels?|militias?|terror|terrorist|militant|extremist|forces))+\Z"
)
_ALLIANCES = {
    "alliance": re.compile(r"\b(?:NATO|Nato|Alliance|[Cc]oalition|alliance)\b"),
    "bloc": re.compile(r"\b(?:EU|European Union|ECOWAS|African Union|NATO|Nato)\b"),
}
_BODY = frozenset(_LEXICON["organisations"]["bodies"].split())
_WITHIN = re.compile(
    r"\b(?:in|into|across|from|inside|at|against|on|to|leave|left|throughout|enter|entered)\s(?:the\s)?\Z"
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country named in the text: where, and how likely "the country" is to mean it there."""

    start: int
    name: str
    weight: int


class Descriptions:
    """The names of one report that descriptive nouns can stand for."""

    def __init__(self, text: str, sentences: Sequence[Span], names: Names) -> None:
        self._text, self._sentences, self._names = text, sentences, names
        self._countries: list[Country] | None = None

    def country(self, at: int, besides: Collection[str]) -> str | None:
        """The last country that something is said to be in, else the last named at all, none of `besides`."""
        if self._countries is None:
            self._countries = [self._country(s, e, c) for s, e, c in nations.all_in(self._text)]
        other = {nations.of(b) for b in besides}
        low = bisect_left(self._countries, self.first(at, WHOLE_REPORT), key=lambda c: c.start)
        high = bisect_left(self._countries, at, key=lambda c: c.start)
        known = [c for c in self._countries[low:high] if c.name not in other]
        for within in (1, LOOK_BACK):
            first = self.first(at, within)
            near = [c for c in known if c.start >= first]
            best = max((c.weight for c in near), default=0)
            if best:
                return nations.called(next(c.name for c in reversed(near) if c.weight == best), self._text)
        counts = Counter(c.name for c in known)
        often = counts.most_common(1)
        return nations.called(often[0][0], self._text) if often and often[0][1] * 2 > counts.total() else None

    def settlement(self, head: str, at: int, besides: Collection[str]) -> Named | None:
        """The last place that the text calls a town, else the one place of a report that is about it, else the last."""
        places = [n for n in self._names.of_kind(Kind.PLACE, at, WHOLE_REPORT) if n.name not in besides]
        if _WIDE.fullmatch(head):
            return next((n for n in reversed(places) if self._is_called(n, head)), None)
        places = [n for n in places if not self._wide(n)]
        near = [n for n in places if n.start >= self.first(at, 1)]
        called = [n for n in near if self._is_called(n, head)]
        if called:
            return called[-1]
        counts = Counter(n.name for n in places)
        if counts:
            best, times = counts.most_common(1)[0]
            if times >= MANY_TIMES and times * 2 > counts.total():
                return next(n for n in places if n.name == best)
        return near[-1] if near else next((n for n in reversed(places) if self._is_called(n, head)), None)

    def site(self, head: str, at: int) -> Named | None:
        """The one place near by, or in all, that the text calls a region or a base; None where it has two."""
        for within in (LOOK_BACK, WHOLE_REPORT):
            called = [n for n in self._names.before(at, within) if n.name[:1].isupper() and self._is_called(n, head)]
            if called:
                return called[-1] if len({n.name for n in called}) == 1 else None
        return None

    def group(self, at: int, besides: Collection[str], *, speaks: bool, many: bool) -> str | None:
        """The last armed group named in the last sentences, or the last body that spoke in them.

        "The militants" may be of several groups or none: they are named only where one group stands near.
        """
        above = [n for n in self._names.before(at, LOOK_BACK) if n.name not in besides]
        if speaks:
            spoke = [n for n in above if n.start in self._names.spoke and n.kind is Kind.GROUP and n.name[:1].isupper()]
            above = [n for n in spoke if not nations.of(n.name) or self._is_group(n)][-1:]
            return above[0].name if above else None
        groups = [_OF_GROUP.sub("", n.name) for n in above if self._is_group(n)]
        return groups[-1] if groups and not (many and len(set(groups)) > 1) else None

    def body(self, at: int, besides: Collection[str]) -> str | None:
        """The last company, agency or association named in this sentence or the one above; None where it has two."""
        above = [n for n in self._names.before(at, 1) if n.name not in besides and n.kind is not Kind.PERSON]
        bodies = [n.name for n in above if n.name[:1].isupper() and _BODY.intersection(n.name.lower().split())]
        return bodies[-1] if len(set(bodies)) == 1 else None

    def alliance(self, head: str, at: int) -> str | None:
        """The last alliance or bloc named."""
        above = self._names.before(at, WHOLE_REPORT)
        return next((n.name for n in reversed(above) if _ALLIANCES[head].search(n.name) and n.name[:1].isupper()), None)

    def _country(self, start: int, end: int, name: str) -> Country:
        before, behind = self._text[max(0, start - 12) : start], self._text[end : end + 1]
        word = self._text[start:end]
        short = word.replace(".", "").isupper()
        if not nations.is_country(word) or (short and not before.endswith("the ")) or behind == "-":
            return Country(start, name, 1)
        return Country(start, name, 3 if _WITHIN.search(before) else 2)

    def _is_group(self, named: Named) -> bool:
        parts = _OF_GROUP.sub("", named.name).split()
        if not parts or not all(
            p[:1].isupper() or p.startswith("al-") or p in ("of", "the", "in", "and") for p in parts
        ):
            return False
        if parts[-1].lower().rstrip(".") in TITLES or named.kind is Kind.PERSON or nations.is_country(named.name):
            return False
        if named.name in self._names.called_group:
            return named.kind is not Kind.PLACE or len(parts) > 1
        return any(p.strip("’'").lower() in ARMED for p in parts[:3]) and len(parts) <= 5

    def _is_called(self, named: Named, head: str) -> bool:
        before = self._text[max(0, named.start - 30) : named.start]
        behind = self._text[named.end : named.end + 40]
        return (
            re.search(rf"\b{head}\s(?:of\s)?\Z", before, re.I) is not None
            or named.name.lower().endswith(f" {head}")
            or re.match(rf"(?:\s|,\s(?:an?|the)\s(?:[\w-]+\s){{0,3}}){head}\b", behind) is not None
        )

    def _wide(self, named: Named) -> bool:
        """Whether a place is more than a settlement: a country, a province, a river, part of another place."""
        if (
            nations.of(named.name)
            or ADJECTIVE.fullmatch(named.name.split()[0])
            or not named.name[:1].isupper()
            or " the " in named.name
            or (" of " in named.name and noun_of(named.name) not in NOUNS["settled"])
        ):
            return True
        behind = re.match(r"\s([\w-]+)", self._text[named.end : named.end + 20])
        last = named.name.split()[-1]
        return bool(_WIDE.fullmatch(last) or (behind and _WIDE.fullmatch(behind[1])))

    def first(self, at: int, within: int) -> int:
        return self._sentences[max(0, sentence_at(self._sentences, at) - within)].start if self._sentences else 0
