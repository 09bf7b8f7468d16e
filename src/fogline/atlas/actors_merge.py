"""Which actors known only from reports are one and the same: proposals on strong evidence, with their reasons.

Two are taken for one only where their names, of two words or more, are spellings of one name, where they are of one
kind, keep the same company in what is said of them (a report, a place, another actor), and where nothing says that they
are on different sides. What comes
out is a proposal; the decision is a record of the ledger, and can be taken back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from fogline.atlas.fold import fold, skeleton, strip_article
from fogline.claims import (
    ActorKind,
    ActorRef,
    ClaimType,
    LedgerClaim,
    Merge,
    Mood,
    PlaceLevel,
    Polarity,
    Role,
)

#: Vowels that romanisations of one Arabic, Kurdish or Slavic name write for one another: Ahmed and Ahmad, Khaled and
#: Khalid, Mohammed and Muhammad. Not a and o: Mahmoud is no spelling of Mohammed, nor Hussein of Hassan.
_ALIKE = frozenset(map(frozenset, (("a", "e"), ("e", "i"), ("o", "u"))))
_SPELT = (
    ("ou", "u"), ("oo", "u"), ("aw", "u"), ("ow", "u"), ("ee", "i"), ("ei", "i"), ("ay", "i"), ("ai", "i"), ("ey", "i"),
    ("sh", "x"), ("ch", "x"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("ck", "k"),
    ("q", "k"), ("c", "k"), ("w", "u"), ("y", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
#: One Arabic name that is written in one word or in two.
_SERVANT = re.compile(r"\babd(?:al|el|ul|ur|ar|er)?(?: |(?=\w{3}))")
#: What one party does to another: those who do it to each other are two.
_AGAINST = frozenset(
    (
        ClaimType.CLASH, ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CAPTURE, ClaimType.BESIEGE, ClaimType.DETAIN,
        ClaimType.ACCUSE, ClaimType.WARN, ClaimType.REJECT, ClaimType.CASUALTIES, ClaimType.DESTROY,
    )
)  # fmt: skip
#: What puts an actor on the side of another.
_WITH = frozenset((ClaimType.PART_OF, ClaimType.COMMAND, ClaimType.ALLY))


def spellings(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of ids whose names, of two words or more, are spellings of one name; in order of id.

    >>> spellings({"a": "Omar Abu Layla", "b": "Omar Abu Leila", "c": "Hassan Ali", "d": "Hussein Ali"})
    [('a', 'b')]
    """
    bones: dict[str, list[str]] = defaultdict(list)
    for actor, name in names.items():
        folded = _plain(name)
        if len(folded.split()) > 1 and (key := skeleton(folded.replace(" ", ""))):
            bones[key].append(actor)
    pairs = [pair for group in bones.values() for pair in combinations(sorted(group), 2)]
    return sorted(pair for pair in pairs if same_name(names[pair[0]], names[pair[1]]))


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in nothing but how one name is written in Latin letters."""
    a, b = _sound(one), _sound(other)
    return len(a) == len(b) and all(x == y or frozenset((x, y)) in _ALIKE for x, y in zip(a, b, strict=True))


def _plain(name: str) -> str:
    return _SERVANT.sub("abd ", strip_article(fold(name))).strip()


def _sound(name: str) -> str:
    """The letters of a name with one letter a sound, nothing doubled, in one word; vowels kept apart."""
    words = []
    for word in _plain(name).split():
        if len(word) > 3 and word.endswith("h") and word[-2] in "aeiou":
            word = word[:-1]
        for written, said in _SPELT:
            word = word.replace(written, said)
        words.append(_DOUBLE.sub(r"\1", word))
    return "".join(words)


def propose(pairs: Iterable[tuple[str, str]], said: Mapping[str, Sequence[LedgerClaim]]) -> list[Merge]:
    """The merges among these pairs that the claims bear out; the one of whom more is said keeps the name.

    `said` holds the claims that name each actor, as a party or as a source.
    """
    seen = {actor: _Seen(actor, claims) for actor, claims in said.items()}
    gone: set[str] = set()
    merges = []
    for pair in pairs:
        kept, merged = sorted((seen[p] for p in pair), key=lambda s: (-s.count, s.actor))
        if kept.actor in gone or merged.actor in gone or not kept.count or not merged.count:
            continue
        company = kept.company.keys() & merged.company.keys()
        if kept.kinds != merged.kinds or not company or _apart(kept, merged):
            continue
        gone.add(merged.actor)
        with_ = ", ".join(sorted(kept.company[c] for c in company)[:3])
        reason = f"{merged.name!r} is a spelling of {kept.name!r}, both come with {with_}"
        merges.append(Merge(kept.actor, kept.name, merged.actor, merged.name, reason, _alike(kept.name, merged.name)))
    return merges


def across(
    one: Iterable[LedgerClaim], other: Iterable[LedgerClaim], a: str, b: str, known: ActorKind | None = None
) -> str | None:
    """Why two actors cannot be one: kinds, sides, or that they face each other; None where nothing says so.

    `known` is the kind of `b` where a lexicon has it.
    """
    first, second = _Seen(a, one), _Seen(b, other)
    second.kinds |= {known} if known else set()
    second.name = second.name or b
    kinds = [seen.kinds - {ActorKind.UNKNOWN} for seen in (first, second)]
    if all(kinds) and not kinds[0] & kinds[1]:
        return f"{first.name} is a {min(kinds[0])}, {second.name} a {min(kinds[1])}"
    return _apart(first, second)


class _Seen:
    """What the claims say of one actor: how often, as what, in which company, on which sides, against whom."""

    def __init__(self, actor: str, claims: Iterable[LedgerClaim]) -> None:
        self.actor, self.name, self.count = actor, "", 0
        self.kinds: set[ActorKind] = set()
        self.company: dict[str, str] = {}
        self.sides: set[str] = set()
        self.against: set[str] = set()
        for claim in claims:
            refs = (*claim.actors, *claim.speakers)
            own = [ref for ref in refs if ref.actor == actor]
            if not own:
                continue
            self.count += 1
            self.name = self.name or own[0].name
            self.kinds |= {ref.kind for ref in own}
            self.sides |= {ref.side for ref in own if ref.side and ref.side != actor}
            others = [ref for ref in refs if ref.actor != actor]
            self._company(claim, others)
            self._parties(claim, own, others)

    def _company(self, claim: LedgerClaim, others: Iterable[ActorRef]) -> None:
        """The report, places below a country, and actors other than states: they tell namesakes apart."""
        self.company[claim.report.id] = f"one report ({claim.report.name})"
        for ref in others:
            if ref.kind not in (ActorKind.STATE, ActorKind.DESCRIBED, ActorKind.OUTLET):
                self.company[ref.actor] = ref.name
        for spot in claim.places:
            if spot.place is not None and spot.place.level is not PlaceLevel.COUNTRY:
                self.company[spot.place.id] = spot.place.name

    def _parties(self, claim: LedgerClaim, own: Sequence[ActorRef], others: Sequence[ActorRef]) -> None:
        said = claim.claim
        roles = {ref.role for ref in own}
        facing = [o for o in others if o.role is not None and o.role not in roles and roles & {Role.ACTOR, Role.TARGET}]
        if said.type in _AGAINST:
            self.against |= {name for o in facing for name in (o.actor, o.side) if name}
        real = said.mood is Mood.ACTUAL and said.polarity is Polarity.POSITIVE
        if said.type in _WITH and real:
            self.sides |= {o.side for o in others if o.role is not None and o.side and o.side != o.actor}
        # Named side by side in one claim they are two, whatever they are called.
        self.against |= {o.actor for o in others if o.role is not None and o.role in roles}


def _apart(one: _Seen, other: _Seen) -> str | None:
    if one.sides and other.sides and one.sides != other.sides:
        return f"{one.name} is on {', '.join(sorted(one.sides))}, {other.name} on {', '.join(sorted(other.sides))}"
    for first, second in ((one, other), (other, one)):
        if second.actor in first.against or first.against & second.sides:
            return f"{first.name} and {second.name} are named side by side or against each other"
    return None


def _alike(one: str, other: str) -> float:
    return round(fuzz.ratio(fold(one), fold(other)) / 100, 2)
