"""From the words of a mention to the candidates of its name: what to look up, in which spellings, and what holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.atlas.context import Context, nation
from fogline.atlas.entry import Entry, Hit
from fogline.atlas.fold import fold, skeleton, strip_article
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.metonymy import seats
from fogline.atlas.nationality import nations
from fogline.atlas.phrases import Phrase, parse, shorter
from fogline.atlas.ranking import MOST, Name
from fogline.atlas.scan import abbreviations, not_places
from fogline.claims import PlaceLevel

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


#: The official name of a state: "Islamic Republic of Iran", "Kingdom of Bahrain".
_STATE = re.compile(r"(?:[\w’']+ ){0,4}(?:Republic|Kingdom|State|Sultanate|Federation) of (?:the )?(?P<name>[\w ]+)")


_AROUND_SITES = (PlaceLevel.SETTLEMENT, PlaceLevel.DISTRICT, PlaceLevel.PROVINCE, PlaceLevel.SITE)


class Names:
    """Looks the names of mentions up in one gazetteer, and gathers them for the ranking."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def look(self, phrase: Phrase, context: Context, names: dict[str, Name], named: bool) -> tuple[str, str]:
        """Put the name of a phrase among those to rank; gives its key, and a second one where two are needed."""
        if phrase.border:
            return self._border_keys(phrase, context)
        if phrase.relation == "between" and len(phrase.names) == 2:
            keys = [self._add(name, phrase, (), context, names, named) for name in phrase.names]
            return (keys[0], keys[1]) if all(keys) else ("", "")
        phrase = self._of_capital(phrase)
        heads, holders = self.heads(phrase)
        for whole in (phrase.whole, phrase.whole.replace(" and ", " ")):  # "Bosnia and Herzegovina"
            if whole and (self._gazetteer.has(fold(whole)) or _STATE.fullmatch(whole)):
                heads, holders = [whole], list(phrase.outer[len(_names_in(whole)) :])
                break
        longer = f"{heads[0]} {phrase.longer.split(' ')[-1]}" if phrase.longer and heads else ""
        if longer and self._gazetteer.has(fold(longer)):
            heads[0] = longer
        outer = tuple(self._holders(name, context) for name in holders)
        if heads and self._listed(heads[0], outer):
            outer = ()
        for head in heads:
            key = self._add(head, phrase, tuple(o for o in outer if o), context, names, named)
            if key:
                return key, ""
        return "", ""

    def _of_capital(self, phrase: Phrase) -> Phrase:
        """ "The Saudi capital" is Riyadh."""
        if "capital" not in phrase.words or len(phrase.names) != 1:
            return phrase
        code = nation(phrase.names[0], self._gazetteer)
        seat = seats().get(code or "")
        return phrase if seat is None else replace(phrase, names=(seat,), whole="")

    def _holders(self, name: str, context: Context) -> tuple[Entry, ...]:
        """What a place that is said to hold another may be; a town that gives its province the name stands for both."""
        found = [hit.entry for hit in self.lookup(name, context, adjective=True)[1][:MOST] if hit.quality >= 0.9]
        wider = [self._gazetteer.entry(outer) for entry in found for outer in entry.place.within]
        return tuple(dict.fromkeys([*found, *(e for e in wider if e is not None)]))

    def _listed(self, head: str, outer: tuple[tuple[Entry, ...], ...]) -> bool:
        """Whether "A, B" lists equals rather than saying where A is: two countries, or two divisions of one country."""
        own = [hit.entry.place for hit in self._gazetteer.exact(fold(head)) if hit.primary]
        if any(place.level is PlaceLevel.COUNTRY for place in own):
            return any(e.place.level is PlaceLevel.COUNTRY for group in outer for e in group)
        divisions = {place.country for place in own if place.level is PlaceLevel.PROVINCE}
        return any(
            e.place.level is PlaceLevel.PROVINCE and e.place.country in divisions for group in outer for e in group
        )

    def run_together(self, name: str) -> list[str]:
        """The well-known names that a name whose commas were lost is made of: "Hama Aleppo"; empty for one name.

        Only countries, places of packs and large towns are taken out of a name that nobody knows as a whole.
        """
        tokens = name.split(" ")
        if not 2 <= len(tokens) <= 6 or self.lookup(name, Context())[1]:
            return []
        found: list[str] = []
        while tokens:
            size = next((n for n in range(min(3, len(tokens)), 0, -1) if self._famous(" ".join(tokens[:n]))), 0)
            if not size:
                return []
            found.append(" ".join(tokens[:size]))
            tokens = tokens[size:]
        return found if len(found) > 1 else []

    def _famous(self, name: str) -> bool:
        if not name[:1].isupper():
            return False
        return any(
            hit.entry.place.level is PlaceLevel.COUNTRY
            or (hit.entry.pack and hit.how == "exact")
            or (hit.primary and hit.entry.population >= 50_000)
            for hit in self._gazetteer.exact(fold(name))
        )

    def heads(self, phrase: Phrase) -> tuple[list[str], list[str]]:
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
        named: bool,
    ) -> str:
        written, hits = self.lookup(name, context, adjective=named or bool(_LAND.intersection(phrase.words)))
        if phrase.kind is PlaceLevel.PROVINCE:
            hits = (*hits, *self._divisions(hits))
        if phrase.own_quarter:
            hits = tuple(hit for hit in hits if hit.entry.place.level in (PlaceLevel.DISTRICT, PlaceLevel.SITE))
        if phrase.kind is PlaceLevel.SITE and not any(hit.entry.place.level is PlaceLevel.SITE for hit in hits):
            # "Al-Furat University" is not the river, "US base" not the country; a town's hospital is in the town.
            hits = tuple(hit for hit in hits if hit.entry.place.level in _AROUND_SITES)
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
            names[key] = Name(key, most(hits, context), kind, holders)
        else:
            names[key] = Name(key, old.hits, old.kind, old.holders, old.mentions + 1)
        return key

    def lookup(self, name: str, context: Context, adjective: bool = False) -> tuple[str, tuple[Hit, ...]]:
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
        state = _STATE.fullmatch(name)
        code = nation(state["name"], self._gazetteer) if state else None
        country = self._gazetteer.country(code) if code else None
        if country is not None:
            return fold(name), (Hit(country, "exact", 1.0, True, fold(name)),)
        likely = context.likely()
        for form in forms:
            folded = fold(form)
            hits = self._gazetteer.similar(folded, likely)
            if hits:
                return folded, hits
        return fold(name), ()

    def _divisions(self, hits: Sequence[Hit]) -> list[Hit]:
        """The provinces of towns: for "Hasakeh province", where only the town is spelled so."""
        if any(hit.entry.place.level is PlaceLevel.PROVINCE for hit in hits):
            return []
        towns = [hit for hit in hits if hit.entry.place.level is PlaceLevel.SETTLEMENT]
        found: dict[str, Hit] = {}
        for town in towns:
            division = self._gazetteer.division(town.entry.place.admin1)
            if division is not None and skeleton(fold(division.place.name).removesuffix(" province")) == skeleton(
                strip_article(fold(town.entry.place.name))
            ):
                found.setdefault(division.place.id, Hit(division, town.how, town.quality, town.primary, town.name))
        return list(found.values())

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


def most(hits: Sequence[Hit], context: Context) -> tuple[Hit, ...]:
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
        "space",
        "mainland",
        "interior",
        "desert",
        "countryside",
        "areas",
    ]
)


def only_described(phrase: Phrase, words: str) -> bool:
    """Whether a mention names nothing but a nation as an adjective: "Syrian army base", "the Iraqi side" aside."""
    if phrase.border or len(phrase.names) != 1 or phrase.outer or "capital" in phrase.words:
        return False
    parts = phrase.names[0].split(" ")
    adjective = fold(parts[0]) in nations() or parts[0] in ("US", "U.S.", "UK", "UN")
    if not adjective:
        return False
    rest = [
        w.lower() for w in re.findall(r"[^\W\d_]+", words.replace(parts[0], " ", 1)) if w.lower() not in ("the", "s")
    ]
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
