"""Place mentions of a report to places: look up, rank over the report, apply what the words say, keep candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from fogline.atlas import vague
from fogline.atlas.context import Context, gather, nation
from fogline.atlas.entry import Hit
from fogline.atlas.fold import fold
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.metonymy import stands_for_government
from fogline.atlas.names import Names, most, only_described
from fogline.atlas.phrases import (
    Phrase,
    direction_in,
    joint,
    names_a_border,
    names_a_street,
    parse,
    relation_inside,
    shorter,
)
from fogline.atlas.ranking import Name, Ranked, rank
from fogline.atlas.scan import Found, scan
from fogline.atlas.sphere import km
from fogline.claims import PLACE_ROLES, Argument, Claim, Geometry, Place, PlaceLevel, PlaceRef, Report, Role, Span

#: Under this probability a name is "not known". Swept over 0.3 to 0.7 on development claims and village names.
ENOUGH = 0.4
#: The same for near spellings in a theatre: a wrong pin there costs more than a right one is worth (2 to 3).
ENOUGH_SPELT = 0.6
#: The same for a name that somebody types: whoever asks by name has a known place in mind.
ENOUGH_TYPED = 0.45
#: The same for spans that are said to be place names, outside the theatres of packs: there gazetteers hold nearly all
#: that reports name, and the question is only which.
ENOUGH_NAMED = 0.2
#: Candidates within so many kilometres are one answer on the map.
SAME_SPOT = 25.0
_BEFORE, _AFTER = 60, 60
#: What words without a name ("the town") may say of the place that an entity names.
_SAID = (PlaceLevel.SETTLEMENT, PlaceLevel.PROVINCE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, how surely, and why.

    `listed` where that is a name of it, not a near spelling; `known` where it is listed or near enough to be taken.
    """

    place: Place
    score: float
    why: str
    listed: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """One mention on its way: where it is, what its words say, the name that was looked up."""

    span: Span
    text: str
    role: Role | None
    phrase: Phrase
    key: str  # of the Name in the ranking; empty where the words hold no name that could be looked up
    second: str = ""  # for "between" and borders
    from_entity: bool = False
    whole: str = ""  # the words of the span, where `text` is one part of them
    sort: PlaceLevel | None = None  # what the words call it, where an entity names it

    @property
    def said(self) -> str:
        """The words of the span."""
        return self.whole or self.text


class Resolver:
    """Resolves the place mentions of reports over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, shape: Callable[[str], Any]) -> None:
        self._gazetteer = gazetteer
        self._names = Names(gazetteer)
        self._shape = shape
        self._found = lru_cache(maxsize=10_000)(self._find)

    # -- the doors --------------------------------------------------------------------------------------------------

    def resolve(self, report: Report, claims: Sequence[Claim]) -> list[list[PlaceRef]]:
        """For each claim, the references of its place, origin and destination arguments, in text order."""
        asked = [[item for arg in claim.roles(*PLACE_ROLES) for item in self._parts(arg)] for claim in claims]
        flat = [item for group in asked for item in group]
        refs = iter(self._run(report, flat))
        return [[next(refs) for _ in group] for group in asked]

    def _parts(self, arg: Argument) -> list[tuple[Span, str, Role | None, str]]:
        """An argument as it is looked up: "provinces of Homs and Hama" once for each, with the span of the whole."""
        names = parse(arg.text).names
        run = self._names.run_together(names[0]) if len(names) == 1 else []
        if run:
            # "Hama Aleppo" are two, "Raqqah Syria" is one with what holds it: the commas were lost.
            apart = [", ".join(run)] if nation(run[-1], self._gazetteer) else run
            return [(arg.span, arg.text.replace(names[0], one), arg.role, one) for one in apart]
        parts = joint(arg.text)
        if not parts or any(self._gazetteer.has(fold(arg.text.replace(" and ", join))) for join in (" and ", " ")):
            return [(arg.span, arg.text, arg.role, arg.entity)]
        return [(arg.span, part, arg.role, part) for part in parts]

    def places_in(self, report: Report, mentions: Sequence[Span] | None) -> list[PlaceRef]:
        """References for the given spans, or for every place mention that is found in the text."""
        if mentions is not None:
            return self._run(report, [(span, span.of(report.text), None, "") for span in mentions])
        found = scan(report.text, self._gazetteer)
        spans = [f for f in found if not self._speaks(report.text, f)]
        refs = self._run(report, [(f.span, f.text, None, "") for f in spans], found)
        return [ref for ref in refs if ref.place is not None or ref.candidates]

    def _speaks(self, text: str, found: Found) -> bool:
        """Whether a found name is that of a capital or country that stands for its government there."""
        levels = {hit.entry.place.level for hit in self._gazetteer.exact(found.folded)}
        return stands_for_government(text, found.span, PlaceLevel.COUNTRY in levels)

    def held(self, report: Report, span: Span) -> tuple[Hit, ...]:
        """Every place that bears the name of a mention, wherever it is: what coverage is measured on."""
        text = span.of(report.text)
        phrase = parse(
            text, report.text[max(0, span.start - _BEFORE) : span.start], report.text[span.end : span.end + _AFTER]
        )
        hits: list[Hit] = []
        for head in self._names.heads(phrase)[0]:
            hits += self._names.lookup(head, Context(), adjective=True)[1]
        return tuple(hits)

    def find(self, name: str, near: str | None, limit: int) -> list[Candidate]:
        """Candidates for a bare name, best first."""
        return list(self._found(name, near))[:limit]

    # -- one report -------------------------------------------------------------------------------------------------

    def _run(
        self, report: Report, asked: Sequence[tuple[Span, str, Role | None, str]], found: Sequence[Found] | None = None
    ) -> list[PlaceRef]:
        if not asked:
            return []
        context, names, mentions = self.prepare(report, asked, found)
        order = list(names)
        ranked = dict(zip(order, rank([names[key] for key in order], context), strict=True))
        return [self._reference(mention, ranked, names, context) for mention in mentions]

    def prepare(
        self, report: Report, asked: Sequence[tuple[Span, str, Role | None, str]], found: Sequence[Found] | None = None
    ) -> tuple[Context, dict[str, Name], list[_Mention]]:
        """The evidence of the report, its names with their candidates, and the asked mentions taken apart."""
        found = scan(report.text, self._gazetteer) if found is None else found
        context = gather(report, self._gazetteer, found)
        names: dict[str, Name] = {}
        mentions = [self._mention(report.text, item, context, names) for item in asked]
        for other in found:
            hits = self._gazetteer.exact(other.folded)
            if hits and other.folded not in names:
                names[other.folded] = Name(other.folded, most(hits, context))
        return context, names, mentions

    def _mention(
        self, text: str, asked: tuple[Span, str, Role | None, str], context: Context, names: dict[str, Name]
    ) -> _Mention:
        span, words, role, entity = asked
        before, after = text[max(0, span.start - _BEFORE) : span.start], text[span.end : span.end + _AFTER]
        phrase = parse(words, before, after)
        if role is None and phrase.border and not parse(words).border:
            phrase = parse(words)  # a bare span is its name, not the border that is spoken of beside it
        from_entity, sort = False, phrase.kind
        cut = re.search(r"[A-Z][\w’'-]*[\s\u00a0]$", before) if role is not None and words[:1].isalpha() else None
        if cut and not self._gazetteer.has(fold(words)) and self._gazetteer.has(fold(cut.group(0) + words)):
            # A span that begins within a name: "Ezzor" of "Deir Ezzor".
            words, before = cut.group(0) + words, before[: cut.start()]
            phrase = parse(words, before, after)
        described = role is not None and only_described(phrase, words)
        key, second = ("", "") if described else self._names.look(phrase, context, names, role is None)
        if not key and entity and entity != words:
            fuller = parse(entity)
            if fuller.names and not only_described(fuller, entity):
                from_entity = True
                if phrase.relation != "at" and fuller.relation == "at":
                    fuller = Phrase(
                        names=fuller.names,
                        outer=fuller.outer,
                        relation=phrase.relation,
                        direction=phrase.direction,
                        km=phrase.km,
                        kind=fuller.kind or phrase.kind,
                        quarter=phrase.quarter,
                        words=phrase.words,
                    )
                if phrase.relation == "at" and fuller.kind is None and phrase.kind in _SAID:
                    fuller = replace(fuller, kind=phrase.kind)
                phrase = fuller
                key, second = self._names.look(phrase, context, names, role is None)
        return _Mention(span, words, role, phrase, key, second, from_entity, span.of(text), sort)

    # -- one mention ------------------------------------------------------------------------------------------------

    def _reference(
        self, mention: _Mention, ranked: dict[str, Ranked], names: dict[str, Name], context: Context
    ) -> PlaceRef:
        phrase = mention.phrase
        if phrase.border and mention.key:
            return self._border(mention)
        result = ranked.get(mention.key)
        if result is None or not result.hits:
            asked = ", ".join(phrase.names)
            why = f"no place named {asked} is known" if asked else "the words hold no name"
            return _unknown(mention, why)
        best, score = settled(result, phrase.kind)
        candidates = tuple((h.entry.place.id, h.entry.place.name, round(p, 3)) for h, p in result.hits[:5])
        named = mention.role is None and not context.theatre
        spelt = context.theatre and best.how in ("skeleton", "fuzzy")
        if score < (ENOUGH_NAMED if named else ENOUGH_SPELT if spelt else ENOUGH) or (result.nil > score and not named):
            why = (
                f"not sure enough: {best.entry.place.name} at {score:.2f}, none of the known places at {result.nil:.2f}"
            )
            return _unknown(mention, why, candidates, score)
        if mention.from_entity and not fits(best.entry.place.level, mention.sort):
            why = f"the words speak of a {mention.sort}, {best.entry.place.name} is a {best.entry.place.level}"
            return _unknown(mention, why, candidates, score)
        why = _why(best, names[mention.key], context, mention)
        place: Place | None = best.entry.place
        relation = phrase.relation
        # A bare span stands for the name in it; what is said round it makes another place only for a claim's argument.
        derive = mention.role is not None or relation_inside(mention.text)
        direction = phrase.direction or (
            direction_in(phrase.names[0])
            if phrase.names and fold(phrase.names[0]) != best.name and relation == "at"
            else None
        )
        assert place is not None
        if relation == "at" and direction:
            relation = "part"
        if phrase.quarter and relation == "at" and place.level is not PlaceLevel.SITE and not phrase.kind:
            relation = "part" if "suburb" not in " ".join(phrase.words) else "at"
        if relation == "between" and mention.second and (other := ranked.get(mention.second)) and other.hits:
            place = vague.between_place(best.entry, other.hits[0][0].entry)
            score *= other.hits[0][1]
        elif relation == "offset" and derive and direction and direction != "c" and phrase.km and place.lat is not None:
            place = vague.offset_place(best.entry, direction, phrase.km)
        elif relation == "side":
            if derive and place.level in (PlaceLevel.LINE, PlaceLevel.WATER) and direction:
                place = vague.side_place(best.entry, direction)
            else:
                relation = "near"
        elif phrase.zone and place.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE, PlaceLevel.REGION):
            relation = "part"  # a zone in an area is some of it; one round a town is the land about it
        elif relation == "part" and direction and derive and place.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE):
            place = vague.part_place(best.entry, direction, self._shape)
        if place is None:
            return _unknown(mention, "the places it lies between have no coordinates", candidates, score)
        where, geo = vague.precision(place, relation, phrase.quarter, phrase.km if phrase.zone else None)
        return PlaceRef(
            span=mention.span,
            text=mention.said,
            place=place,
            score=round(score, 3),
            role=mention.role,
            relation=relation,
            where_prec=where,
            geo_precision=geo,
            why=why,
            candidates=candidates,
        )

    def _border(self, mention: _Mention) -> PlaceRef:
        ends = [self._gazetteer.country(key.removeprefix("border:")) for key in (mention.key, mention.second)]
        if ends[0] is None or ends[1] is None:
            return _unknown(mention, "the countries of the border are not known")
        place = vague.border_place(ends[0], ends[1], self._shape)
        if place is None:
            return _unknown(mention, f"{ends[0].place.name} and {ends[1].place.name} share no border on the map")
        where, geo = vague.precision(place, mention.phrase.relation)
        return PlaceRef(
            span=mention.span,
            text=mention.said,
            place=place,
            score=0.9,
            role=mention.role,
            relation=mention.phrase.relation,
            where_prec=where,
            geo_precision=geo,
            why="the border that the two share",
        )

    # -- a bare name ------------------------------------------------------------------------------------------------

    def _find(self, name: str, near: str | None) -> tuple[Candidate, ...]:
        # Somebody who asks by bare name has the loaded theatres in mind.
        context = Context(packs=frozenset(pack.name for pack in self._gazetteer.packs))
        line = self._border_named(name)
        if line is not None:
            return (Candidate(line, 0.9, "the border that the two share", True, True),)
        others: list[Name] = []
        if near:
            hits = self._gazetteer.exact(fold(near))
            if hits:
                best = max(hits, key=lambda h: (h.entry.population, bool(h.entry.pack)))
                country = best.entry.place.country
                context = Context(
                    countries={country: 1.0} if country else {}, theatre=self._theatre(country), packs=context.packs
                )
                others = [Name("near", hits)]
        folded = fold(name)
        hits = self._gazetteer.exact(folded)
        if not hits:
            likely = context.likely() or tuple(dict.fromkeys(c for p in self._gazetteer.packs for c in p.countries))
            for form in (name, *(() if names_a_street(name) else shorter(name))):
                hits = self._gazetteer.exact(fold(form)) or self._gazetteer.similar(fold(form), likely)
                if hits:
                    break
        if not hits:
            return ()
        if near and context.theatre:  # near Syria there is no Benin of West Africa
            hits = tuple(
                h
                for h in hits
                if h.entry.place.level is not PlaceLevel.COUNTRY or h.entry.place.country in context.theatre
            )
            if not hits:
                return ()
        result = rank([Name(folded, most(hits, context)), *others], context)[0]
        enough = ENOUGH_SPELT if context.theatre else ENOUGH_TYPED
        found = []
        for hit, p in result.hits:
            listed = hit.how in ("exact", "article")
            found.append(Candidate(hit.entry.place, round(p, 3), _how(hit), listed, listed or p >= enough))
        if found[0].place.level is PlaceLevel.SITE:
            # A garrison and a crossing may go by one name: the other is named too, though it is less likely meant.
            known = {candidate.place.id for candidate in found}
            found += [
                Candidate(entry.place, round(result.nil / 2, 3), "a site called after that name", True, True)
                for entry in self._gazetteer.sites_named_after(folded)
                if entry.place.id not in known
            ]
        return tuple(found)

    def _border_named(self, name: str) -> Place | None:
        """The line that a border's name means; of one country, its border with a theatre's country on this side."""
        if not names_a_border(name):
            return None
        phrase = parse(name)
        for pack in self._gazetteer.packs or (None,):
            theatre = pack.countries if pack else ()
            context = Context(theatre=tuple(theatre))
            keys = self._names.look(phrase, context, {}, True)
            ends = [self._gazetteer.country(key.removeprefix("border:")) for key in keys if key]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                line = vague.border_place(ends[0], ends[1], self._shape)
                if line is not None:
                    return line
        return None

    def _theatre(self, country: str | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for p in self._gazetteer.packs if country in p.countries for c in p.countries))


def fits(level: PlaceLevel, said: PlaceLevel | None) -> bool:
    """Whether a place can be what the words call it: "the town" is no province, "the province" no valley."""
    if said is PlaceLevel.SETTLEMENT:
        return level not in (PlaceLevel.PROVINCE, PlaceLevel.COUNTRY, PlaceLevel.REGION)
    if said is PlaceLevel.PROVINCE:
        return level not in (PlaceLevel.COUNTRY, PlaceLevel.REGION, PlaceLevel.WATER, PlaceLevel.LINE)
    return True


def settled(result: Ranked, kind: PlaceLevel | None = None) -> tuple[Hit, float]:
    """The best candidate, with the probability of all that lie at the same spot: a town and its district agree.

    Where they agree and nothing in the words says which, the bare name is the town's.
    """
    best, score = result.hits[0]
    spot = best.entry.place
    town: Hit | None = None
    for hit, p in result.hits[1:]:
        other = hit.entry.place
        near = km(spot, other)
        reach = SAME_SPOT
        if spot.level is not other.level and spot.country == other.country and spot.level is not PlaceLevel.COUNTRY:
            reach += max(spot.radius_km or 0.0, other.radius_km or 0.0)
        if near is not None and near <= reach and other.level is not PlaceLevel.COUNTRY:
            score += p
            if town is None and other.level is PlaceLevel.SETTLEMENT and hit.entry.population > 20_000:
                town = hit
    divided = (
        spot.level in (PlaceLevel.DISTRICT, PlaceLevel.PROVINCE) and spot.country != "US" and (spot.radius_km or 0) > 5
    )
    if town is not None and divided and kind in (None, PlaceLevel.SETTLEMENT):
        best = town
    return best, min(score, 1.0)


def _unknown(
    mention: _Mention, why: str, candidates: tuple[tuple[str, str, float], ...] = (), score: float = 0.0
) -> PlaceRef:
    return PlaceRef(
        span=mention.span,
        text=mention.said,
        place=None,
        score=round(score, 3),
        role=mention.role,
        relation=mention.phrase.relation,
        why=why,
        candidates=candidates,
    )


_HOW = {
    "exact": "name as listed",
    "article": "name without its article",
    "skeleton": "same consonants as {}",
    "fuzzy": "spelled like {}",
}


def _how(hit: Hit) -> str:
    place = hit.entry.place
    where = f"{place.level} in {place.country}" if place.country else f"{place.level}"
    return _HOW[hit.how].format(hit.name) + f"; {where}; {place.source}"


def _why(hit: Hit, name: Name, context: Context, mention: _Mention) -> str:
    parts = [_HOW[hit.how].format(hit.name)]
    place = hit.entry.place
    if mention.from_entity:
        parts.append("named elsewhere in the report")
    if place.country and place.country in context.countries and place.level is not PlaceLevel.COUNTRY:
        parts.append(f"the report names {place.country}")
    if len(name.hits) > 1:
        parts.append(f"of {len(name.hits)} places with that name")
    if place.geometry is Geometry.NONE:
        parts.append("no coordinates are published")
    return "; ".join(parts)
