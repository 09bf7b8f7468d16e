"""Place mentions of one report to places: look up, rank over the report, apply what the words say, keep the candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fogline.atlas import vague
from fogline.atlas.context import Context, gather, nation, nations
from fogline.atlas.entry import Entry, Hit
from fogline.atlas.fold import fold
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.metonymy import stands_for_government
from fogline.atlas.phrases import Phrase, direction_in, parse, relation_inside, shorter
from fogline.atlas.ranking import MOST, Name, Ranked, rank
from fogline.atlas.scan import Found, abbreviations, not_places, scan
from fogline.atlas.sphere import km
from fogline.claims import PLACE_ROLES, Claim, Geometry, Place, PlaceLevel, PlaceRef, Report, Role, Span

#: Under this probability a name is "not known". Swept over 0.3 to 0.7 on development claims and village names.
ENOUGH = 0.4
#: The same for spans that are said to be place names, outside the theatres of packs: there gazetteers hold nearly all that
#: reports name, and the question is only which.
ENOUGH_NAMED = 0.2
#: Candidates within so many kilometres are one answer on the map.
SAME_SPOT = 25.0
_BEFORE, _AFTER = 60, 60
#: Words that open a name and are written short or long.
_LONG = {
    "mt": "mount",
    "mount": "mt",
    "ft": "fort",
    "fort": "ft",
    "st": "saint",
    "saint": "st",
    "ste": "sainte",
    "pt": "point",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, how surely, and why; `listed` where that is a name of it, not a near spelling."""

    place: Place
    score: float
    why: str
    listed: bool = False


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


class Resolver:
    """Resolves the place mentions of reports over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, shape: Callable[[str], Any]) -> None:
        self._gazetteer = gazetteer
        self._shape = shape
        self._found = lru_cache(maxsize=10_000)(self._find)

    # -- the doors --------------------------------------------------------------------------------------------------

    def resolve(self, report: Report, claims: Sequence[Claim]) -> list[list[PlaceRef]]:
        """For each claim, the references of its place, origin and destination arguments, in text order."""
        asked = [[(arg.span, arg.text, arg.role, arg.entity) for arg in claim.roles(*PLACE_ROLES)] for claim in claims]
        flat = [item for group in asked for item in group]
        refs = iter(self._run(report, flat))
        return [[next(refs) for _ in group] for group in asked]

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
        for head in self._heads(phrase)[0]:
            hits += self._lookup(head, Context())[1]
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
                names[other.folded] = Name(other.folded, _most(hits, context))
        return context, names, mentions

    def _mention(
        self, text: str, asked: tuple[Span, str, Role | None, str], context: Context, names: dict[str, Name]
    ) -> _Mention:
        span, words, role, entity = asked
        before, after = text[max(0, span.start - _BEFORE) : span.start], text[span.end : span.end + _AFTER]
        phrase = parse(words, before, after)
        from_entity = False
        described = _only_described(phrase, words)
        key, second = ("", "") if described else self._look(phrase, context, names)
        if not key and entity and entity != words:
            fuller = parse(entity)
            if fuller.names and not _only_described(fuller, entity):
                from_entity = True
                if phrase.relation != "at" and fuller.relation == "at":
                    fuller = Phrase(
                        names=fuller.names,
                        outer=fuller.outer,
                        relation=phrase.relation,
                        direction=phrase.direction,
                        km=phrase.km,
                        kind=fuller.kind,
                        quarter=phrase.quarter,
                        words=phrase.words,
                    )
                phrase = fuller
                key, second = self._look(phrase, context, names)
        return _Mention(span, words, role, phrase, key, second, from_entity)

    def _look(self, phrase: Phrase, context: Context, names: dict[str, Name]) -> tuple[str, str]:
        """Put the name of a phrase among those to rank; gives its key, and that of a second name where two are needed."""
        if phrase.border:
            return self._border_keys(phrase, context)
        if phrase.relation == "between" and len(phrase.names) == 2:
            keys = [self._add(name, phrase, (), context, names) for name in phrase.names]
            return (keys[0], keys[1]) if all(keys) else ("", "")
        heads, holders = self._heads(phrase)
        if phrase.whole and self._gazetteer.has(fold(phrase.whole)):
            heads, holders = [phrase.whole], list(phrase.outer[len(_names_in(phrase.whole)) :])
        outer = tuple(self._holders(name, context) for name in holders)
        for head in heads:
            key = self._add(head, phrase, tuple(o for o in outer if o), context, names)
            if key:
                return key, ""
        return "", ""

    def _holders(self, name: str, context: Context) -> tuple[Entry, ...]:
        """What a place that is said to hold another may be; a town that gives its province the name stands for both."""
        found = [hit.entry for hit in self._lookup(name, context, adjective=True)[1][:MOST] if hit.quality >= 0.9]
        wider = [self._gazetteer.entry(outer) for entry in found for outer in entry.place.within]
        return tuple(dict.fromkeys([*found, *(e for e in wider if e is not None)]))

    def _heads(self, phrase: Phrase) -> tuple[list[str], list[str]]:
        """The names to try, and those that hold them: an adjective of nation before a name holds it."""
        heads: list[str] = []
        holders = list(phrase.outer)
        for name in phrase.names:
            words = name.split(" ")
            if len(words) > 1 and not self._gazetteer.has(fold(name)):
                code = nation(words[0], self._gazetteer)
                if code and (words[0].endswith("s") or words[0].lower() != code.lower()):
                    holders.append(words[0])
                    name = " ".join(words[1:])
                elif words[0].endswith("s") and self._gazetteer.has(fold(words[0][:-1])):
                    # A possessive whose apostrophe was lost: "Daraas Manshiyah".
                    rest = " ".join(words[1:])
                    if self._gazetteer.has(fold(rest)):
                        holders.append(words[0][:-1])
                        name = rest
            if len(phrase.names) > 1 and nation(name, self._gazetteer) and name != phrase.names[-1]:
                holders.append(name)
            else:
                heads.append(name)
        return heads, holders

    def _add(
        self,
        name: str,
        phrase: Phrase,
        holders: tuple[tuple[Entry, ...], ...],
        context: Context,
        names: dict[str, Name],
    ) -> str:
        written, hits = self._lookup(name, context, adjective=bool(_LAND.intersection(phrase.words)))
        if not hits:
            return ""
        kind = phrase.kind if phrase.kind is not PlaceLevel.SITE or any(h.entry.kind for h in hits) else None
        if kind is PlaceLevel.LINE and not any(h.entry.place.level is PlaceLevel.LINE for h in hits):
            kind = None
        key = "|".join(
            [written, kind.value if kind else "", *sorted({h.place.id for group in holders for h in group[:3]})]
        )
        old = names.get(key)
        if old is None:
            names[key] = Name(key, _most(hits, context), kind, holders)
        else:
            names[key] = Name(key, old.hits, old.kind, old.holders, old.mentions + 1)
        return key

    def _lookup(self, name: str, context: Context, adjective: bool = False) -> tuple[str, tuple[Hit, ...]]:
        """The spelling that had hits, and the hits: whole name, then without generic words, then near spellings."""
        short = abbreviations().get(name) or abbreviations().get(name.rstrip(".") + ".")
        if short and not short[1]:
            return short[0], self._gazetteer.exact(short[0])
        if fold(name) in not_places():
            return fold(name), ()
        forms = [name, *shorter(name)]
        for form in forms:
            folded = fold(form)
            hits = self._spelled(folded)
            if hits:
                return folded, hits
            code = nation(form, self._gazetteer) if adjective or folded not in nations() else None
            country = self._gazetteer.country(code) if code else None
            if country is not None:
                return folded, (Hit(country, "exact", 1.0, True, folded),)
        likely = context.likely()
        for form in forms:
            folded = fold(form)
            hits = self._gazetteer.similar(folded, likely)
            if hits:
                return folded, hits
        return fold(name), ()

    def _spelled(self, folded: str) -> tuple[Hit, ...]:
        """Places of this name, also where one word of it is written short: "mt pleasant" and "mount pleasant"."""
        hits = self._gazetteer.exact(folded)
        first, _, rest = folded.partition(" ")
        if rest and first in _LONG:
            more = self._gazetteer.exact(f"{_LONG[first]} {rest}")
            known = {hit.entry.place.id for hit in hits}
            hits = (*hits, *(hit for hit in more if hit.entry.place.id not in known))
        return hits

    def _border_keys(self, phrase: Phrase, context: Context) -> tuple[str, str]:
        codes: list[str] = []
        for name in phrase.names:
            for part in name.replace("–", "-").split("-"):
                code = nation(part, self._gazetteer)
                if code and code not in codes:
                    codes.append(code)
        if len(codes) == 1:
            home = next((c for c in (*context.theatre[:1], *context.likely(1)) if c != codes[0]), None)
            if home:
                codes.append(home)
        if len(codes) < 2:
            return "", ""
        return f"border:{codes[0]}", f"border:{codes[1]}"

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
        if score < (ENOUGH_NAMED if named else ENOUGH) or (result.nil > score and not named):
            why = (
                f"not sure enough: {best.entry.place.name} at {score:.2f}, none of the known places at {result.nil:.2f}"
            )
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
        elif relation == "part" and direction and derive and place.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE):
            place = vague.part_place(best.entry, direction, self._shape)
        if place is None:
            return _unknown(mention, "the places it lies between have no coordinates", candidates, score)
        where, geo = vague.precision(place, relation, phrase.quarter)
        return PlaceRef(
            span=mention.span,
            text=mention.text,
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
            text=mention.text,
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
            for form in (name, *shorter(name)):
                hits = self._gazetteer.exact(fold(form)) or self._gazetteer.similar(fold(form), likely)
                if hits:
                    break
        if not hits:
            return ()
        result = rank([Name(folded, _most(hits, context)), *others], context)[0]
        return tuple(
            Candidate(hit.entry.place, round(p, 3), _how(hit), hit.how in ("exact", "article"))
            for hit, p in result.hits
        )

    def _theatre(self, country: str | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for p in self._gazetteer.packs if country in p.countries for c in p.countries))


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


def _most(hits: Sequence[Hit], context: Context) -> tuple[Hit, ...]:
    """At most MOST hits: the largest, and all in countries that the report names."""
    if len(hits) <= MOST:
        return tuple(hits)

    def weight(hit: Hit) -> tuple[bool, int]:
        place = hit.entry.place
        return (place.country in context.countries and place.admin1 in context.divisions, hit.entry.population)

    return tuple(sorted(hits, key=weight, reverse=True)[:MOST])


#: Nouns after an adjective of nation that leave the country itself meant: "Syrian territory".
_LAND = frozenset(
    [
        "territory",
        "territories",
        "soil",
        "land",
        "side",
        "lands",
        "airspace",
        "mainland",
        "interior",
        "desert",
        "countryside",
        "areas",
    ]
)


def _only_described(phrase: Phrase, words: str) -> bool:
    """Whether a mention names nothing but a nation as an adjective: "Syrian army base", "the Iraqi side" aside."""
    if phrase.border or len(phrase.names) != 1 or phrase.outer:
        return False
    parts = phrase.names[0].split(" ")
    adjective = fold(parts[0]) in nations() or parts[0] in ("US", "U.S.", "UK", "UN")
    if not adjective:
        return False
    rest = [w.lower() for w in (*parts[1:], *phrase.words)]
    return bool(rest) and not set(rest) & _LAND and all(w.isalpha() or "-" in w for w in rest) and not _named(parts[1:])


def _names_in(words: str) -> tuple[str, ...]:
    phrase = parse(words)
    return phrase.names + phrase.outer


def _named(parts: Sequence[str]) -> bool:
    """Whether words after the adjective go on to name something: "Syrian Arab Republic", "Syrian Raqqa"."""
    generic = (
        "Army",
        "Base",
        "Military",
        "Air",
        "Force",
        "Forces",
        "Government",
        "Troops",
        "Border",
        "Town",
        "City",
        "Village",
    )
    return any(part[:1].isupper() and part not in generic for part in parts)


def _unknown(
    mention: _Mention, why: str, candidates: tuple[tuple[str, str, float], ...] = (), score: float = 0.0
) -> PlaceRef:
    return PlaceRef(
        span=mention.span,
        text=mention.text,
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
