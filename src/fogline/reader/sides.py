"""Whom a speaker speaks for: "we" of Israel's prime minister is Israel, "we" of an SDF spokesman is the SDF.

By the words of the report alone: the office that stands by the speaker's name or in it, and the country or body that
the office is of. A witness, a doctor or an expert speaks for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.names import Kind, Names
from fogline.reader.persons import bare
from fogline.reader.phrases import clean
from fogline.reader.words import ARMED, NOUNS, TITLES

_LEXICON = load("entities")
_OFFICE = rf"(?:{'|'.join(sorted(_LEXICON['offices']['words'].split(), key=len, reverse=True))})"
#: "Israel's foreign minister, " before a name, with "of Lebanon" or without.
_BEFORE = re.compile(
    rf"(?P<lead>[^.;:!?\"“”\n]{{0,70}}?)\b(?i:{_OFFICE})\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>(?:[^.,;:\"“”\n]|(?<=[A-Z])\.){{2,50}}?))?,?\s+(?:[A-Z][\w.]*\s+){{0,3}}\Z"
)
#: ", a spokesman for the army," behind a name.
_BEHIND = re.compile(
    rf"\s*(?:,|\(|who\s+(?:is|was))\s*(?P<lead>[^,;:\"“”\n]{{0,60}}?)\b(?i:{_OFFICE})\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>[^,;:\"“”\n]{{2,50}}))?"
)
_INSIDE = re.compile(rf"(?P<lead>.*?)\b(?i:{_OFFICE})\b(?:\s+(?:of|for)\s+(?P<of>.*))?")
_OF_STATE = re.compile(r"\b(?:[Mm]inister|[Pp]remier|[Cc]hancellor)\b")
#: What parts an office from the words in front: "At the summit in Australia, President Obama".
_APART = re.compile(r",|\b(?:in|at|to|from|with|by|on|told|met|and|against|between)\b")
_RUN = re.compile(r"(?:[A-Z][\w.-]*|al-[A-Z]\w+)(?:\s(?:(?:of|the|for|and)\s){0,2}(?:[A-Z][\w.-]*|al-[A-Z]\w+))*")
#: Whom reports name without an office: by the whole name, and by a surname that stands alone.
_TABLES: tuple[dict[str, str], ...] = tuple(
    {" ".join(n.split()): side for side, names in load("leaders")[table].items() for n in names.split(",")}
    for table in ("names", "surnames")
)
_LEADERS, _SURNAMES = _TABLES
_PAPERS = frozenset(_LEXICON["papers"]["words"].split())
#: "Army" of "an aide to army chief", "defence ministry" of its spokesman.
_BODY = re.compile(
    rf"(?:\b(?:defen[cs]e|foreign|interior|health|air|transitional|military)\s)?"
    rf"\b(?:{'|'.join(sorted(NOUNS['bodies']))})\s*\Z",
    re.I,
)
#: The "Delegation of the European Union to Syria" does not speak for Syria.
_TO = re.compile(r"\s(?:to|in|for|on|at|with)\s")
#: "President Obama of the U.S."
_OF_BEHIND = re.compile(r"\s+of\s+(?:the\s+)?(?P<of>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3})")
#: What ends a dateline, whose town in capitals is no acronym: "CAIRO — Foreign minister".
_DATELINE = re.compile(r"\s(?:—|–|-+)\s")
_AMERICAN = re.compile(r"(?:\s\(|,\s)[RDI]-[A-Z]")
#: How many of the places where a name stands are looked at.
_PLACES = 4
_NEAR = 120
#: How far above its first mention the country of a minister without one is looked for, in code points.
_ABOVE = 250


def speaks_for(text: str, names: Names, speaker: str) -> str | None:
    """The country or body whose office a speaker holds, as the report calls it; None where it tells of no office."""
    country = nations.of(_TO.split(speaker, maxsplit=1)[0])
    if country:
        return nations.called(country, text)
    minister = False
    for lead, of, whole in _offices(text, speaker):
        minister = minister or _OF_STATE.search(whole) is not None
        near = _APART.split(lead)[-1]
        party = _party(names, of, lead)
        if party:
            return party
        country = nations.of(of or "") or nations.last(near) or nations.of(near + whole[whole.find(lead) + len(lead) :])
        if country:
            return nations.called(country, text)
    if (led := _led_by(speaker)) is not None:
        if nations.is_country(led):
            return nations.called(led, text) if nations.named(led, text) else None
        return led if led in text else None
    at = text.find(speaker.split()[-1]) if speaker.split() else -1
    american = at >= 0 and _AMERICAN.match(text, at + len(speaker.split()[-1])) is not None
    if american and nations.named("United States", text):
        return nations.called("United States", text)
    above = {c for _, _, c in nations.all_in(text[max(0, at - _ABOVE) : at])} if minister else set()
    return nations.called(above.pop(), text) if len(above) == 1 else None  # of two countries either may be meant


def _led_by(speaker: str) -> str | None:
    """The side that a leader named without an office stands for; a namesake with another given name does not."""
    words = [bare(w) for w in speaker.split()]
    for at in range(len(words) - 1):
        if (side := _LEADERS.get(" ".join(words[at:]))) is not None:
            return side
    while words and words[0].lower().rstrip(".") in TITLES:
        words.pop(0)
    return _SURNAMES.get(" ".join(words))


def is_paper(speaker: str) -> bool:
    """Whether a speaker is a paper, an agency or a broadcaster."""
    return any(w.lower() in _PAPERS for w in speaker.split())


def of_publisher(text: str, publisher: str | None) -> str | None:
    """The country whose house publishes the report, where the report names it."""
    country = nations.of(_TO.split(publisher or "", maxsplit=1)[0])
    return nations.called(country, text) if country and nations.named(country, text) else None


def _offices(text: str, speaker: str) -> Iterator[tuple[str, str | None, str]]:
    """The words before, behind and around each office that the speaker is said to hold."""
    inside = _INSIDE.match(speaker)
    if inside:
        yield inside["lead"], inside["of"], inside[0]
    words = speaker.split()
    at, last = 0, words[-1] if words else ""
    for _ in range(_PLACES if last[:1].isupper() or last.startswith(("al-", "el-")) else 0):
        at = text.find(last, at)
        if at < 0:
            return
        end = at + len(last)
        if inside and (behind := _OF_BEHIND.match(text, end)):
            yield inside["lead"], behind["of"], inside[0]
        start = at
        while (before := re.search(r"[A-Z][\w.’-]*\s\Z", text[max(0, start - 30) : start])) is not None:
            if re.fullmatch(rf"(?i:{_OFFICE})\s", before[0]):
                break
            start -= len(before[0])
        for found in (_BEFORE.search(text, max(0, start - _NEAR), at), _BEHIND.match(text, end, end + _NEAR)):
            if found:
                yield found["lead"], found["of"], found[0]
        at = end


def _party(names: Names, of: str | None, lead: str) -> str | None:
    """The body named right behind "spokesman for" or right before "spokesman", where the report knows it as one."""
    if of is not None and (first := _RUN.match(clean(of))) and _is_party(names, first[0]):
        return names.short.get(first[0], first[0])
    runs = [m[0] for m in _RUN.finditer(_DATELINE.split(lead.rpartition(",")[2])[-1])]
    name = next((r for r in reversed(runs) if _is_party(names, r)), None)
    if name is not None:
        return names.short.get(name, name)
    body = _BODY.search(lead)
    return clean(body[0]) if body else None


def _is_party(names: Names, name: str) -> bool:
    """Whether a run of capitals is a body: one that the report knows, an armed group, or an acronym; not a country."""
    if nations.of(name):
        return False
    known = names.kind(name) is Kind.GROUP or any(w.lower() in ARMED for w in name.split())
    return known or name in names.short or (name.isupper() and 2 <= len(name) <= 6)
