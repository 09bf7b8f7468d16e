"""Whom "it" and "they" stand for: the likeliest of the parties and things named above, or nobody where none stands out.

Each candidate is weighed by number, distance, whether it is a subject, acts or speaks, how often the report names it
and whether it is what the last such pronoun meant. The weights were set on the train split by random search.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fogline.claims import PLACE_ROLES, Claim, ClaimType, Role
from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.names import Kind
from fogline.reader.persons import like_a_person
from fogline.reader.phrases import head, is_many
from fogline.reader.words import NOUNS

_PARTIES = load("parties")
_ARMED = frozenset(_PARTIES["armed"].split())
_CIVILIAN = frozenset(_PARTIES["civilian"].split())
#: Nouns of one person, whom "it" never means.
_NOBODY = frozenset({"latter", "former", "others", "other", "same", "one", "some", "many", "most", "each", "few"})
_LONE = (NOUNS["person"] | NOUNS["speaker"]) - {"source"}
_SUFFERED = frozenset({ClaimType.DISPLACE, ClaimType.CASUALTIES, ClaimType.RELIEF})


#: Named more often than this, a party is not likelier still.
OFTEN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention above a pronoun: its words, where it stands (code points, sentence), and what is known of it."""

    start: int
    end: int
    sentence: int
    name: str
    kind: Kind
    subject: bool
    argument: bool
    spoke: bool
    role: Role | None
    times: int
    #: Whether a speaker names it in a quotation that the pronoun is outside of.
    quoted: bool = False
    #: Whether it stands here as a pronoun whose meaning is known.
    again: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign is worth, in arbitrary units; `object` is the share of `subject` that stands for
    pronouns in object position; `least` is what the best must reach, `ahead` its lead."""

    subject: float
    object: float
    argument: float
    spoke: float
    name: float
    country: float
    role: float
    times: float
    last: float
    sentence: float
    near: float
    place: float
    number: float
    fits: float
    least: float
    ahead: float


ONE = Weights(
    subject=3.2,
    object=1.0,
    argument=0.9,
    spoke=-0.7,
    name=2.0,
    country=0.0,
    role=0.3,
    times=1.7,
    last=0.7,
    sentence=1.9,
    near=0.3,
    place=-0.9,
    number=0.0,
    fits=0.0,
    least=1.0,
    ahead=0.3,
)
MANY = Weights(
    subject=1.3,
    object=0.4,
    argument=0.3,
    spoke=-1.6,
    name=0.0,
    country=0.0,
    role=0.4,
    times=0.5,
    last=0.5,
    sentence=1.7,
    near=0.5,
    place=-0.7,
    number=1.5,
    fits=0.3,
    least=0.1,
    ahead=0.2,
)


def choose(
    candidates: Iterable[Candidate],
    at: int,
    sentence: int,
    claim: Claim,
    role: Role | None,
    *,
    many: bool,
    objective: bool = False,
) -> Candidate | None:
    """The candidate that a pronoun at `at` means; None where none is likely or two are about equally so."""
    w = MANY if many else ONE
    scored: dict[str, tuple[float, Candidate]] = {}
    for c in candidates:
        if c.kind is Kind.PLACE and not nations.is_country(c.name) and (role is None or (many and role is Role.ACTOR)):
            continue  # places neither speak nor act in numbers
        if c.quoted and role is None:
            continue
        if not _agrees(c, many=many) or (role in PLACE_ROLES and c.kind is not Kind.PLACE):
            continue
        value = _value(c, w, at, sentence, claim, role, many, objective)
        if c.name not in scored or value > scored[c.name][0]:
            scored[c.name] = (value, c)
    best = sorted(scored.values(), key=lambda s: -s[0])[:2]
    if not best or best[0][0] < w.least or (len(best) > 1 and best[0][0] - best[1][0] < w.ahead):
        return None
    return best[0][1]


def _value(
    c: Candidate, w: Weights, at: int, sentence: int, claim: Claim, role: Role | None, many: bool, objective: bool
) -> float:
    value = (
        w.subject * c.subject * (w.object if objective else 1.0)
        + w.argument * c.argument
        + w.spoke * (c.spoke and role is not None)
    )
    value += w.name * c.name[:1].isupper() + w.country * nations.is_country(c.name)
    value += w.role * (c.role is role) + w.times * math.log(min(c.times, OFTEN) + 1)
    value += w.last * c.again
    value -= w.sentence * (sentence - c.sentence)
    value -= w.near * (at - c.end) / 100
    if role not in PLACE_ROLES and c.kind is Kind.PLACE and not nations.is_country(c.name):
        value += w.place
    if many:
        value += w.number * is_many(c.name)
        noun = head(c.name)
        suffers = claim.type in _SUFFERED and role is Role.TARGET
        value += (
            w.fits
            * ((noun in _CIVILIAN) - (noun in _ARMED))
            * (1 if suffers else -1 if claim.type is not ClaimType.DISPLACE else 0)
        )
    return value


def _agrees(c: Candidate, *, many: bool) -> bool:
    """Whether a candidate can be one or several at all."""
    if c.kind is Kind.PERSON:
        return False
    several = is_many(c.name)
    if c.name.lower() in _NOBODY or (c.kind is Kind.OTHER and like_a_person(c.name)):
        return False
    if not several and head(c.name) in _LONE:
        return False
    if many:
        return several or (c.name[:1].isupper() and c.kind is Kind.GROUP)
    return not several or (c.name[:1].isupper() and " and " not in c.name and not c.name.split()[-1].islower())
