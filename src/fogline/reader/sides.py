"""Whom a speaker speaks for: "we" of Israel's prime minister is Israel, "we" of an SDF spokesman is the SDF.

By the words of the report alone: the office that stands by the speaker's name or in it, and the country or body that
the office is of. A witness, a doctor or an expert speaks for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.names import NOUNS, Kind, Names, clean

_LEXICON = load("entities")
_OFFICE = rf"(?:{'|'.join(sorted(_LEXICON['offices']['words'].split(), key=len, reverse=True))})"
#: "Israel's foreign minister, " before a name, with "of Lebanon" or without.
_BEFORE = re.compile(
    rf"(?P<lead>[^.;:!?\"“”\n]{{0,70}}?)\b(?i:{_OFFICE})\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>[^,;:\"“”\n]{{2,50}}?))?,?\s+(?:[A-Z][\w.]*\s+){{0,3}}\Z"
)
#: ", a spokesman for the army," behind a name.
_BEHIND = re.compile(
    rf"\s*(?:,|\(|who\s+(?:is|was))\s*(?P<lead>[^,;:\"“”\n]{{0,60}}?)\b(?i:{_OFFICE})\b"
    rf"(?:\s+(?:of|for)\s+(?P<of>[^,;:\"“”\n]{{2,50}}))?"
)
_INSIDE = re.compile(rf"(?P<lead>.*?)\b(?i:{_OFFICE})\b(?:\s+(?:of|for)\s+(?P<of>.*))?")
_PRESIDENT = re.compile(r"\A(?:(?:Former|Vice)\s+)?President\s+[A-Z]")
_PARTY = re.compile(
    r"(?:(?:[A-Z][\w’.-]*|al-[A-Z]\w+)(?:\s(?:of|the|for|and|al)){0,2}\s){0,6}(?:[A-Z][\w’.-]*|al-[A-Z]\w+|[a-z-]+)\Z"
)
#: How many of the places where a name stands are looked at.
_PLACES = 4
_NEAR = 120


def speaks_for(text: str, names: Names, speaker: str) -> str | None:
    """The country or body whose office a speaker holds, as the report calls it; None where it tells of no office."""
    country = nations.of(speaker)
    if country:
        return nations.called(country, text)
    for lead, of in _offices(text, speaker):
        party = _party(names, of, lead)
        if party:
            return party
        country = nations.of(of or "") or nations.last(lead)
        if country:
            return nations.called(country, text)
    if _PRESIDENT.match(speaker) and nations.named("United States", text):
        return nations.called("United States", text)  # an unqualified president, in a press that is American
    return None


def of_publisher(text: str, publisher: str | None) -> str | None:
    """The country whose house publishes the report, where the report names it."""
    country = nations.of(publisher or "")
    return nations.called(country, text) if country and nations.named(country, text) else None


def _offices(text: str, speaker: str) -> Iterator[tuple[str, str | None]]:
    """The words before and behind each office that the speaker is said to hold."""
    inside = _INSIDE.match(speaker)
    if inside:
        yield inside["lead"], inside["of"]
    words = speaker.split()
    at, last = 0, words[-1] if words else ""
    for _ in range(_PLACES if last[:1].isupper() else 0):
        at = text.find(last, at)
        if at < 0:
            return
        end = at + len(last)
        start = at
        while (before := re.search(r"[A-Z][\w.’-]*\s\Z", text[max(0, start - 30) : start])) is not None:
            if re.fullmatch(rf"(?i:{_OFFICE})\s", before[0]):
                break
            start -= len(before[0])
        for found in (_BEFORE.search(text, max(0, start - _NEAR), at), _BEHIND.match(text, end, end + _NEAR)):
            if found:
                yield found["lead"], found["of"]
        at = end


def _party(names: Names, of: str | None, lead: str) -> str | None:
    """The body named right behind "spokesman for" or right before "spokesman", where the report knows it as one."""
    for words in (of, lead):
        found = _PARTY.search(clean(words or ""))
        if not found:
            continue
        name = clean(found[0])
        while name and not (names.kind(name) is Kind.GROUP and not nations.of(name)):
            name = name.partition(" ")[2]
        if name and (name[:1].isupper() or name.split()[-1].lower() in NOUNS["bodies"]):
            return names.short.get(name, name)
    return None
