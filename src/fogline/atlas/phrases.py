"""The words of a place mention taken apart: the name, and what is said of it.

"the northern outskirts of Albu Kamal", "20 km north of Raqqa", "southeastern Syria", "Abu Kamal in Deir ez-Zor
province": a name to look up, a relation to it, what sort of place it is said to be, and what is said to hold it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files

from fogline.claims import PlaceLevel

_DATA = tomllib.loads((files("fogline.atlas") / "data" / "phrases.toml").read_text(encoding="utf-8"))
#: Word → compass point: `southeastern` is `se`, `central` is `c`.
_DIRECTION = {word: point for point, words in _DATA["directions"].items() for word in words.split()}
_COMPASS = "|".join(sorted(_DIRECTION, key=len, reverse=True))
#: What the words after or before a name say it is.
_KIND = {word: PlaceLevel(level) for level, words in _DATA["kinds"].items() for word in words.split()}
_QUARTER = frozenset(_DATA["quarter"].split())
_CALLED_AFTER = frozenset(_DATA["called_after"].split())
_GENERIC = frozenset([*_KIND, *_QUARTER, *_DIRECTION, *_DATA["generic"].split()])


def _any(key: str) -> str:
    return "|".join(_DATA[key]["any"])


_AROUND = re.compile(rf"\b(?:{_any('around')})\b", re.I)
_PART = re.compile(rf"\b(?:{_any('part')})\b|%", re.I)
_DISTANCE = re.compile(
    r"(?P<n>\d[\d,.]*|a few|several|some)[\s\u00a0-]*(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?)\b"
    rf"(?:[^.;]{{0,20}}?\b(?P<dir>{_COMPASS})(?:-?ward)?\b)?",
    re.I,
)
_ZONE = re.compile(rf"\b(?:{_any('zone')})\s+(?:zone|area)s?\b|\bzones?\s+(?:round|around|of|near)\b", re.I)
_DIR_OF = re.compile(rf"\b(?P<dir>{_COMPASS})\s+(?P<bank>bank\s+|banks\s+|side\s+|shore\s+)?of\b", re.I)
_LAND_SIDE = re.compile(
    rf"\b(?:territor(?:y|ies)|lands?|areas?|parts?|regions?|countryside)\s+(?:to\s+the\s+)?(?P<dir>{_COMPASS})\s+of\b",
    re.I,
)
_BANK = re.compile(rf"\b(?P<dir>{_COMPASS})\s+(?:bank|side|shore)s?\b", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?P<a>.+?)\s+and\s+(?P<b>.+)$", re.I | re.S)
_BORDER = re.compile(r"\b(borders?|frontier|boundary|borderline)\b", re.I)
_SITES_OF_BORDER = re.compile(
    r"\bborder\s+(crossing|post|town|city|village|gate|guard|checkpoint|area|region|zone)s?\b", re.I
)

#: A name: capitalised words, with the small words that names hold; or any run of letters of a script without capitals.
_SMALL = f"(?:{'|'.join(_DATA['small'].split())}|of the)"
_ARTICLE = rf"(?:{'|'.join(_DATA['articles'].split())})[\-–]\s?"
_CAP = r"[^\W\d_a-zа-яёіїєґ][^\W_]*(?:[’'‘ʻ`\-–.][^\W_]+)*\.?"
_NAME = re.compile(
    rf"(?<!\w)(?:{_ARTICLE})?(?:{_CAP}|[TKH]-?\d{{1,2}})"
    rf"(?:(?:[\s\u00a0]+|[\-–])(?:{_SMALL}[\s\u00a0\-–]+)*(?:{_ARTICLE})?(?:{_CAP}|\d{{1,4}}))*"
    rf"|(?<![\w\-–]){_ARTICLE}[^\W\d_]+(?:[’'‘\-–][^\W_]+)*(?:[\s\u00a0]+{_CAP})*"
    r"|[\u0600-\u06ff][\u0600-\u06ff\s\u200c]*[\u0600-\u06ff]"
)
#: Who holds or made a place is no part of its name: "ISIL-held", "US-declared".
_HELD_BY = re.compile(rf"\b[^\W_]+[\-–](?:{'|'.join(_DATA['held_by'].split())})\b")
_APOSTROPHE_S = re.compile(r"[’'‘]s$|s[’'‘]$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place mention taken apart. `names` are the ones to look up, best first; `outer` the places said to hold them.

    `relation` is as in PlaceRef; `direction` a compass point such as `ne` or `c`; `km` a stated distance. `kind` is the
    level that the words give the place ("province of"); `quarter` is set for a part of a town ("neighbourhood").
    """

    names: tuple[str, ...]
    outer: tuple[str, ...] = ()
    relation: str = "at"
    direction: str | None = None
    km: float | None = None
    kind: PlaceLevel | None = None
    quarter: bool = False
    own_quarter: bool = False  # the name is the quarter's own: "al-Karak neighbourhood", not "of al-Karak"
    border: bool = False
    zone: bool = False  # an area round the place, not the place: "al-Tanf deconfliction zone"
    longer: str = ""  # the first name with the small word after it: "Deir ezzor"
    whole: str = ""  # the mention as written, where it might be a name that holds small words: "Gulf of Aden"
    words: tuple[str, ...] = field(default=())


_OWN_QUARTER = re.compile(r"\w\s+(?:neighbou?rhood|quarter)\s*$", re.I)
_LEFT = re.compile(
    r"(?:(?:\d[\d,.]*[\s\u00a0-]*(?:km|kms|kilomet(?:er|re)s?|miles?)\b[\w\s,\u00a0-]{0,24}?)?"
    rf"(?:\b(?:{_COMPASS}|{_any('before')})\b[\s\u00a0]*){{1,8}})$",
    re.I,
)
_RIGHT = re.compile(rf"^(?:[’'‘]s)?[\s\u00a0]+(?:{_any('after')})\b", re.I)
_HOLDER = re.compile(
    # After a comma: at once ("Paris, Texas"), or with words that end in "in" or "of" ("Tadef, a town in Aleppo");
    # "al-Tanf, the Israeli website DEBKA reports" says nothing of where al-Tanf is.
    r"^(?:\s*,\s*(?:(?:[a-z\-]+\s+){0,3}(?:in|of|inside|within)\s+(?:the\s+)?)?"
    r"|(?:\s+in\s+(?:the\s+)?|\s*\(|,?\s+of\s+)(?:[a-z\-]+\s+){0,4})(?:(?:town|city|province|state) of )?"
    rf"(?P<name>{_CAP}(?:[\s\-–]+(?:{_SMALL}[\s\-–]+)?{_CAP}){{0,3}})"
)


def parse(mention: str, before: str = "", after: str = "") -> Phrase:
    """Take a mention apart, with the words round it that bear on it.

    >>> parse("southeastern Syria").relation, parse("Daraa", "in the southern town of ").kind
    ('part', <PlaceLevel.SETTLEMENT: 'settlement'>)
    >>> parse("city").names
    ()
    """
    left = _LEFT.search(before)
    lead = left.group(0) if left else ""
    right = _RIGHT.match(after)
    tail = right.group(0) if right else ""
    whole = f"{lead}{mention}{tail}"
    names, outer = _names(mention)
    holder = _HOLDER.match(after[len(tail) :])
    if holder:
        outer = (*outer, _clean(holder.group("name")))
    words = tuple(
        re.findall(
            r"[^\W_]+(?:-[^\W_]+)*", re.sub(_NAME, " ", mention).lower() + " " + lead.lower() + " " + tail.lower()
        )
    )
    kind = _kind(words, mention)
    quarter = any(word in _QUARTER for word in words)
    own_quarter = bool(names) and bool(_OWN_QUARTER.search(mention + tail))
    article = re.sub(r"^\s*the\s+", "", mention, flags=re.I).strip()
    whole_name = article if " " in article and article[:1].isupper() else ""
    after_name = re.search(rf"{re.escape(names[0])}[\s\u00a0]+([^\W\d_]{{4,}})", mention) if names else None
    small = after_name[1] if after_name and after_name[1].islower() else ""
    longer = f"{names[0]} {small}" if small and small not in _GENERIC else ""
    base = Phrase(
        names,
        outer,
        kind=kind,
        quarter=quarter,
        own_quarter=own_quarter,
        longer=longer,
        whole=whole_name,
        words=words,
    )
    if _BORDER.search(whole) and not _SITES_OF_BORDER.search(whole):
        # What stands on a border is near the line, wherever on it.
        around = "near" if re.search(r"\b(?:near|close to|along|towards?)\b|\w (?:on|at) the\b", whole, re.I) else "at"
        return Phrase(names=names + outer, relation=around, kind=PlaceLevel.LINE, border=True, words=words)
    between = _BETWEEN.search(mention) or (_BETWEEN.search(lead + mention) if "between" in lead.lower() else None)
    if between and len(pair := _names(between["a"])[0][:1] + _names(between["b"])[0][:1]) == 2:
        return Phrase(names=pair, relation="between", kind=kind, words=words)
    measured = _DISTANCE.search(whole)
    if measured and names and _ZONE.search(mention):
        return _with(base, relation="near", km=_km(measured), zone=True)
    if measured and names:
        direction = _DIRECTION.get((measured["dir"] or "").lower())
        return _with(base, relation="offset" if direction else "near", direction=direction, km=_km(measured))
    if names and _ZONE.search(mention):
        return _with(base, relation="near", zone=True)
    land = _LAND_SIDE.search(mention)
    if land and (anchor := _names(mention[land.end() :])[0][:1]):
        # "Syria's territory east of the Euphrates": the land, on that side of what is named last.
        side = _DIRECTION[land["dir"].lower()]
        return _with(base, names=anchor, outer=names, relation="side", direction=side, kind=None)
    bank = _DIR_OF.search(whole) or _BANK.search(whole)
    if bank and names and bank.start() < whole.find(names[0].split(" ")[0]):
        return _with(base, relation="side", direction=_DIRECTION[bank["dir"].lower()])
    front = whole[: whole.find(names[0].split(" ")[0])] if names else whole
    compass = re.findall(
        rf"\b({_COMPASS})\b(?!\s+(?:town|city|village|province|governorate|neighbou?rhood|district|state|port))",
        front,
        re.I,
    )
    if _AROUND.search(whole) and names:
        direction = _DIRECTION[compass[-1].lower()] if compass else None
        return _with(base, relation="near", direction=direction)
    if compass and names:
        return _with(base, relation="part", direction=_DIRECTION[compass[-1].lower()])
    if _PART.search(front) and names:
        return _with(base, relation="part")
    return base


def _with(base: Phrase, **changes: object) -> Phrase:
    return replace(base, **changes)  # type: ignore[arg-type]


def _km(measured: re.Match[str]) -> float | None:
    number, unit = measured["n"].lower(), measured["unit"].lower()
    if not number[0].isdigit():
        return {"a few": 5.0, "several": 10.0}.get(number, 10.0)
    try:
        value = float(number.replace(",", "").rstrip("."))
    except ValueError:
        return None
    if unit in ("mi", "mile", "miles"):
        return value * 1.609344
    return value / 1000 if unit.startswith("m") else value


def _kind(words: tuple[str, ...], mention: str) -> PlaceLevel | None:
    lowered = [w.lower() for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", mention)]
    for word in (*reversed(lowered), *words):
        if word in _KIND:
            return _KIND[word]
    return None


def _clean(name: str) -> str:
    name = re.sub(r"[\s\u00a0]+", " ", name).strip(" -–.,")
    name = re.sub(r"(?<=-) ", "", name)
    return _APOSTROPHE_S.sub("", name)


_BREAK = re.compile(
    r"(?P<poss>[’'‘]s\s)|(?P<sep>\s(?:in|of|from|near|to|and|on|at|outside|by|with)\s(?:the\s)?|,\s|\s?\(|\)|/|;)", re.I
)


_SORT = re.compile(r"\b(?:city|town|village|province|governorate|region|capital|settlement|camp|area|hamlet)\s*$", re.I)


def _names(mention: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in a mention: those to look up, and those that hold them."""
    mention = _HELD_BY.sub(" ", mention)
    names: list[str] = []
    outer: list[str] = []
    at = 0
    pieces: list[tuple[str, str]] = []  # how the piece is joined to what went before, the piece
    joined = ""
    for cut in _BREAK.finditer(mention):
        if (
            cut["sep"]
            and cut["sep"].strip().lower() == "of"
            and re.match(r"of\s+the\s+[a-z]", mention[cut.start() :].lstrip())
        ):
            continue
        pieces.append((joined, mention[at : cut.start()]))
        joined = "'s" if cut["poss"] else cut["sep"].strip().lower().split(" ")[0]
        at = cut.end()
    pieces.append((joined, mention[at:]))
    before = ""
    for how, piece in pieces:
        found = [_clean(m.group(0)) for m in _NAME.finditer(piece)]
        found = [f for f in (_strip_generic(f) for f in found) if f]
        if how == "of" and names and found and _SORT.search(before):
            # "Syrian city of Raqqa", "Idlib town of Saraqib": what stands before holds it.
            outer, names = [*outer, *names], []
        before = piece
        for name in found:
            if names and how in ("in", ",", "(", "of", "from", "near", "by", "to") and name not in names:
                outer.append(name)
            elif names and how == "'s":
                outer += names
                names = [name]
            else:
                names.append(name)
    return tuple(names), tuple(outer)


def _strip_generic(name: str) -> str:
    """The name, unless every word of it only says what sort of place it is: "City", "Southern Province"."""
    words = name.split(" ")
    if all(word.lower().strip("-") in _GENERIC for word in words):
        return ""
    return name


_LIST = re.compile(r",\s+and\s+(?:the\s+)?|\s+and\s+(?:the\s+)?|,\s+", re.I)


def joint(mention: str) -> tuple[str, ...]:
    """The mentions that an "and" joins, each with the words that stand for all of them; empty where there is one.

    >>> joint("parts of the provinces of Homs and Hama")
    ('parts of the provinces of Homs', 'parts of the provinces of Hama')
    >>> joint("Aleppo and Idlib provinces"), joint("between Homs and Hama"), joint("Raqqa, Syria")
    (('Aleppo provinces', 'Idlib provinces'), (), ())
    """
    if " and " not in mention or _BETWEEN.search(mention) or _BORDER.search(mention) or "(" in mention:
        return ()
    parts = [part for part in _LIST.split(mention) if part.strip()]
    found = [[m for m in _NAME.finditer(part) if _strip_generic(_clean(m.group(0)))] for part in parts]
    if len(parts) < 2 or len(parts) > 6 or not all(len(names) == 1 for names in found):
        return ()
    # "The provinces of" and what follows the last name hold of all, unless a part has words of its own; an adjective
    # ("eastern Aleppo and Idlib") is the first one's.
    first = parts[0][: found[0][0].start()]
    lead = first if re.search(r"\b(?:of|in|near|around|outside)(?:\s+the)?\s*$", first, re.I) else ""
    tail = parts[-1][found[-1][0].end() :]
    whole = []
    for part, (name,) in zip(parts, found, strict=True):
        before = part[: name.start()].strip() or lead.strip()
        after = part[name.end() :].strip() or tail
        whole.append(" ".join(f"{before} {name.group(0)} {after}".split()))
    return tuple(whole)


def shorter(name: str) -> list[str]:
    """The name with words taken off that say what it is: "Eastern Aleppo Province" gives "Aleppo" in the end."""
    words = name.split(" ")
    forms = []
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            taken, left = words[:start] + words[end:], words[start:end]
            if taken and all(w.lower() in _GENERIC or w.lower() in ("mt", "fort", "camp") for w in taken):
                forms.append(" ".join(left))
    return sorted(set(forms), key=len, reverse=True)


def names_a_border(name: str) -> bool:
    """Whether a name is that of a border, not of a crossing or a town on one."""
    return bool(_BORDER.search(name)) and not _SITES_OF_BORDER.search(name)


def names_a_street(name: str) -> bool:
    """Whether a name is that of a street, square or building, which lies anywhere but in what it is called after."""
    return name.split(" ")[-1].lower() in _CALLED_AFTER


def direction_in(name: str) -> str | None:
    """The compass point that a name begins with: "Eastern Aleppo" gives `e`."""
    return _DIRECTION.get(name.split(" ")[0].lower())


def relation_inside(mention: str) -> bool:
    """Whether the mention itself, not the words round it, says more than a name: "southeastern Syria", "near Raqqa"."""
    return parse(mention).relation != "at" or direction_in(mention) is not None
