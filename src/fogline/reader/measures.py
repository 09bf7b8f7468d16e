"""Distances and extents: "20 kilometers from the second base", "all 375 miles of the border", "a 55 kilometer zone".

A measure in the text is a number and a unit. What stands behind it decides what it says: `from`, `away from` or a
direction makes a distance; `of`, `long`, `wide`, `deep` or a square unit an extent; a zone's or advance's measure is
its quantity. The words are in `lexicons/measures.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from fogline.claims import Argument, Claim, ClaimType, Role, Span
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at

_LEXICON = load("measures")
#: Most measures of one sentence that are looked at: what has more is a table.
MOST_MEASURES = 30
_UNITS = "|".join(sorted(_LEXICON["units"].split(), key=len, reverse=True))
_NUMBER_WORDS = "|".join(sorted(_LEXICON["numbers"].split(), key=len, reverse=True))
_APPROX = "|".join(sorted(_LEXICON["approximately"], key=len, reverse=True))
_DIRECTION = "|".join(sorted(_LEXICON["directions"].split(), key=len, reverse=True))
_NUMBER = rf"(?:\d[\d.,]*(?:\s*(?:-|–|to)\s*\d[\d.,]*)?|(?:{_NUMBER_WORDS})(?:[ -](?:{_NUMBER_WORDS}))*)"

#: A number with a unit of length or area; `lead` is what makes it approximate.
MEASURE = re.compile(
    rf"(?P<lead>\b(?:{_APPROX})\s+)?(?<![\w.,])(?P<core>{_NUMBER}[ \u00a0-]?(?:square[ \u00a0])?(?:{_UNITS}))(?![\w²])",
    re.I,
)
_FROM = re.compile(
    rf"(?:\s*\([^)]{{1,20}}\))?,?\s+(?:(?:away|inland|upstream|downstream)\s+)?"
    rf"(?:(?:to the\s+)?(?:{_DIRECTION})\s+(?:of|from)|(?:away\s+)?(?:from|off|outside|inside))\s+",
    re.I,
)
_AWAY = re.compile(rf"\s+(?:away|apart|(?:to the\s+)?(?:{_DIRECTION})|distant)\b", re.I)
_OF = re.compile(r"\s+of\s+(?:the\s+)?", re.I)
_SIZE = re.compile(
    r"[\s-]+(?:long|wide|deep|across|in length|in size|in depth|high|stretch|strip|section|line)\b", re.I
)
_WITHIN = re.compile(r"\b(?:to\s+)?within\s+(?:about\s+|some\s+)?\Z", re.I)
_ZONE = re.compile(
    r"[\s-]+(?:(?:wide|deep|long|radius)[\s-]+)?"
    r"(?P<zone>(?:[\w-]+\s+){0,2}?(?:zone|corridor|buffer|exclusion area|perimeter|strip))\b",
    re.I,
)
_HEAD = (
    "base|border|city|town|village|capital|crossing|frontier|centre|center|camp|airport|airbase|outpost|garrison|front|"
    "frontline|coast|river|road|district|mosque|hospital|shrine|oilfield|field|highway|stronghold|site|territory|province"
)
_PROPER = r"(?:[A-Z][\w’-]*|(?:al|ez|az|el|es|ash|as|at|an)-[\w’-]+)"
_NOUN = re.compile(
    rf"(?:(?:the|an?|its|their|his|this|that|all)\s+)?(?P<noun>(?:(?!(?:in|on|at|of|and|where|which|to|by|near)\b)[a-z][\w’]*(?:-[\w’]+)*\s+){{0,2}}?"
    rf"(?:{_PROPER}|(?:{_HEAD})\b)(?:(?:[\s-]|’s\s|'s\s)(?:(?:of|de)\s(?:the\s)?(?=[A-Z]))?(?:{_PROPER}|(?:{_HEAD}|army)\b))*)"
)
_LINE = re.compile(
    r"\b(?:border|coast|coastline|frontier|front|frontline|road|highway|river|pipeline|railway|fence|wall)\b", re.I
)
_MOVING = re.compile(
    r"\b(?:advanc|push|mov|c[ao]me|coming|clos|putting|bring|brought|retreat|progress|gain|fle(?!dg)|withdr|penetrat|reach)\w*"
    r"(?:\s+[\w’-]+){0,3}\s*\Z",
    re.I,
)
_LIES = re.compile(
    r"\b(?:lies|lie|lay|is|are|was|were|stands?|sits?|located|situated)(?:\s+(?:still|now|only|just|located|about|situated))*\s*\Z"
)
_PREPOSITION = re.compile(r"\s(?:on|in|at|near|along|with|around|that|which|who|outside|held)\s")


def complete(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[Claim]:
    """The claims with distances and extents that the model missed, quantities of zones, and their origin and place.

    A claim of type `distance` or `extent` is added only where its words stand right beside the measure; it takes
    source, certainty and mood from no one: source of a claim in the same sentence that covers it, else none.
    """
    if not claims:
        return []
    by_sentence: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_sentence[sentence_at(sentences, claim.trigger.start)].append(claim)
    for index, sentence in enumerate(sentences):
        here = by_sentence.get(index, [])
        for match in islice(MEASURE.finditer(text, sentence.start, sentence.end), MOST_MEASURES):
            here = _measured(text, sentence, match, here, claims[0].report)
        by_sentence[index] = here
    out = [c for found in by_sentence.values() for c in found]
    return sorted(out, key=lambda c: (c.trigger.start, c.trigger.end, str(c.type)))


def _measured(text: str, sentence: Span, match: re.Match[str], claims: list[Claim], report: str) -> list[Claim]:
    core = Span(match.start("core"), match.end("core"))
    whole = Span(match.start(), match.end())
    zone = _ZONE.match(text, core.end, sentence.end)
    if zone:
        noun = Span(*zone.span("zone"))
        kept = [
            c for c in claims if c.type not in (ClaimType.DISTANCE, ClaimType.EXTENT) or not c.trigger.overlaps(core)
        ]
        return [_with_quantity(text, c, core) if _is_zone(c, noun, sentence) else c for c in kept]
    kind = _kind(text, sentence, match)
    if kind is None:
        return claims
    if kind is ClaimType.DISTANCE:
        claims = [_elsewhere(text, c, whole) if c.type is ClaimType.BASE else c for c in claims]
    index = next((i for i, c in enumerate(claims) if c.type is kind and c.trigger.overlaps(whole)), None)
    args = _arguments(text, sentence, core, whole, kind, claims)
    if index is not None:
        claims[index] = _filled(claims[index], args)
        return claims
    if not any(a.role is not Role.QUANTITY for a in args):
        return claims
    near = next((c for c in claims if sentence.contains(c.trigger) and c.sources), None)
    added = Claim(
        report=report,
        trigger=core,
        trigger_text=core.of(text),
        type=kind,
        args=tuple(args),
        sources=near.sources if near else (),
        evidence=sentence,
    )
    return [*claims, added]


def _elsewhere(text: str, claim: Claim, measure: Span) -> Claim:
    """The base without the place from which it is so far: "a base 20 km from the city" is not in the city."""
    behind = _FROM.match(text, measure.end, claim.evidence.end)
    if behind is None or claim.trigger.end > measure.start:
        return claim
    noun = _NOUN.match(text, behind.end(), claim.evidence.end)
    far = Span(*noun.span("noun")) if noun else None
    args = tuple(a for a in claim.args if far is None or a.role is not Role.PLACE or not a.span.overlaps(far))
    return claim if len(args) == len(claim.args) else replace(claim, args=args)


def _kind(text: str, sentence: Span, match: re.Match[str]) -> ClaimType | None:
    """Whether the words behind a measure make it a distance or an extent; None where neither."""
    end = match.end("core")
    within = _WITHIN.search(text, sentence.start, match.start())
    if not within and _MOVING.search(text, sentence.start, match.start()):
        return None  # "advanced 15 km north of": how far they moved is no distance between places
    if _SIZE.match(text, end, sentence.end):
        return ClaimType.EXTENT
    if _FROM.match(text, end, sentence.end) or _AWAY.match(text, end, sentence.end):
        return ClaimType.DISTANCE
    of = _OF.match(text, end, sentence.end)
    if of and within:
        return ClaimType.DISTANCE
    if of:
        noun = _NOUN.match(text, of.end(), sentence.end)
        return ClaimType.EXTENT if noun and _LINE.search(noun["noun"]) else None
    return None


def _arguments(
    text: str, sentence: Span, core: Span, whole: Span, kind: ClaimType, claims: Sequence[Claim]
) -> list[Argument]:
    """Quantity, and the places on both sides: what lies so far, from where; or what is so long."""
    found = [_argument(text, Role.QUANTITY, whole)]
    behind = (_FROM if kind is ClaimType.DISTANCE else _OF).match(text, core.end, sentence.end)
    if behind is None and kind is ClaimType.DISTANCE:
        behind = _OF.match(text, core.end, sentence.end)
    if behind:
        noun = _NOUN.match(text, behind.end(), sentence.end)
        if noun:
            found.append(
                _argument(text, Role.ORIGIN if kind is ClaimType.DISTANCE else Role.PLACE, Span(*noun.span("noun")))
            )
    if kind is ClaimType.DISTANCE:
        before = _subject(text, sentence, whole, claims)
        if before is not None:
            found.append(replace(before, role=Role.PLACE))
    return found


def _subject(text: str, sentence: Span, whole: Span, claims: Sequence[Claim]) -> Argument | None:
    """What lies so far away: the last argument of a claim, or the last name, in front of the measure."""
    lead = text[sentence.start : whole.start]
    lies = _LIES.search(lead)
    if lies:
        clause = max(
            (m.end() for m in re.finditer(r"[,;:]\s|\b(?:that|when|and|while|but|which)\s", lead[: lies.start()])),
            default=0,
        )
        cut = _PREPOSITION.search(lead, clause + 1, lies.start())
        words = lead[clause : cut.start() if cut else lies.start()]
        start = clause + len(words) - len(words.lstrip())
        article = re.match(r"(?:the|an?|its|their)\s+", words.lstrip(), re.I)
        start += article.end() if article else 0
        end = clause + len(words.rstrip())
        if start < end and len(lead[start:end].split()) <= 7:
            return _argument(text, Role.PLACE, Span(sentence.start + start, sentence.start + end))
    before = [
        a
        for c in claims
        for a in c.args
        if a.role not in (Role.QUANTITY, Role.TOPIC) and sentence.start <= a.start and a.end <= whole.start
    ]
    if before:
        return max(before, key=lambda a: (a.role in (Role.PLACE, Role.DESTINATION, Role.ACTOR, Role.TARGET), a.end))
    names = [n for n in _NOUN.finditer(text, sentence.start, whole.start) if n["noun"][:1].isupper()]
    return _argument(text, Role.PLACE, Span(*names[-1].span("noun"))) if names else None


def _argument(text: str, role: Role, span: Span) -> Argument:
    words = span.of(text)
    return Argument(role, words, span.start, span.end, words)


def _filled(claim: Claim, args: Sequence[Argument]) -> Claim:
    """The model's measure with the roles that it lacks."""
    have = {a.role for a in claim.args}
    places = {Role.PLACE, Role.ORIGIN} & have
    new = [a for a in args if a.role not in have and not any(a.span.overlaps(b.span) for b in claim.args)]
    if claim.type is ClaimType.EXTENT and places:
        new = [a for a in new if a.role is not Role.PLACE]
    return replace(claim, args=(*claim.args, *new)) if new else claim


def _is_zone(claim: Claim, zone: Span, sentence: Span) -> bool:
    return claim.type is ClaimType.ZONE and (
        claim.trigger.overlaps(zone) or (sentence.contains(claim.trigger) and 0 <= claim.trigger.start - zone.end < 40)
    )


def _with_quantity(text: str, claim: Claim, core: Span) -> Claim:
    """The zone with its measure as quantity: whole, where the reader saw a part of it."""
    others = [a for a in claim.args if a.role is not Role.QUANTITY or not a.span.overlaps(core)]
    if any(a.role is Role.QUANTITY for a in others):
        return claim
    return replace(claim, args=(*others, _argument(text, Role.QUANTITY, core)))
