"""Who speaks: the speaker whom the words around a cue of saying name.

Without a parser: the verb of saying is found by the list in `lexicons/attribution.toml`, its subject by the clause
before it (or behind it: 'said X'), without articles, adverbs, days and appositions. Spans index the report's text.
"""

from __future__ import annotations

import re

from fogline.claims import Mention, Span
from fogline.reader.lexicons import load

_LEXICON = load("attribution")
_VERBS = frozenset(_LEXICON["verbs"].split())
_ADVERBS = frozenset(_LEXICON["adverbs"].split())
_STOPS = frozenset(_LEXICON["stops"].split())
_ADVERBIAL = frozenset(_LEXICON["adverbial"].split())
_OPENERS = frozenset(_LEXICON["openers"].split())

_VERB = "|".join(sorted(_VERBS, key=len, reverse=True))
_PASSIVE = "|".join(_LEXICON["passive"].split())
SAYS = re.compile(
    rf"\b(?:(?:was|were|is|are|been)\s+(?:{_PASSIVE})\s+as\s+saying|(?:{_VERB}))\b(?!\s+(?:to|responsibility)\b)"
)
ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_DETERMINER = re.compile(r"(?:the|an?|one|some|this|that|these|those)\s+", re.I)
TOKEN = re.compile(r"[\w’'.&/\[\]-]+")
_STAFF = re.compile(
    r"\b(?:journalists?|reporters?|correspondents?|writers?|editors?|bloggers?)\s+(?:at|of|from|with|for)\s+(?=[A-Z])"
)
_WORDS = "|".join(sorted(_OPENERS | {"warning", "ultimatum", "appeal", "call", "reply", "video"}))
ISSUED = re.compile(
    rf"\b(?:issued|released|published|posted|made|put out|sent|gave|read|provided|delivered)\b[^.]*?\b(?:{_WORDS})\b"
)
_OFFICE = re.compile(rf"\b(?i:{'|'.join(_LEXICON['offices'].split())})\b(?!\s+[A-Z])")


_PRONOUN_LAST = re.compile(rf"(?<![\w’'-])([Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)(?:\s+(?:{'|'.join(_ADVERBS)}))*\s+\Z")
_FIRST_PERSON_CLAUSE = re.compile(
    r"(?:I|[Ww]e|[Yy]ou|[Ii]t|[Tt]hey|[Hh]e|[Ss]he|[Tt]here|[Tt]hat)['’](?:m|re|ll|ve|d|s)\s"
)
#: How far before a quotation its verb of saying may stand, in code points: a dozen words.
NEAR_END = 160


def subject_after(text: str, start: int, limit: int) -> Mention | None:
    """The speaker in 'said X', 'X said' or 'according to X' directly behind a quotation."""
    stretch = text[start:limit]
    stop = re.search(r"[\"“”«»;]|(?<=[a-z]{3})[.?!](?:\s|\Z)", stretch)
    if stop:
        stretch = stretch[: stop.start()]
    according = ACCORDING.match(stretch)
    if according:
        return name_in(text, start + according.end(), start + len(stretch))
    verb = SAYS.search(stretch)
    if verb is None:
        return None
    if verb.start() == 0:
        return name_in(text, start + verb.end(), start + len(stretch))
    lead = stretch[: verb.start()]
    if len(TOKEN.findall(lead)) > 16 or lead.lstrip()[:4].lower() in ("and ", "but ", "that"):
        return None
    return subject(text, start, start + verb.start())


def introduced(text: str, span: Span, *, near_end: bool = False) -> Mention | None:
    """The speaker whom a lead such as 'The Foreign Secretary, Boris Johnson, said:' names; None where it names none.

    With `near_end` the verb must stand within a few words of the end of the lead.
    """
    lead = span.of(text).rstrip(": \u00a0")
    begin = max(0, len(lead) - NEAR_END) if near_end else 0
    according = next(reversed(list(ACCORDING.finditer(lead, begin))), None)
    verbs = [m for m in SAYS.finditer(lead, begin) if not is_noun(lead, m)]
    if according is not None and (not verbs or verbs[-1].start() < according.start()):
        if near_end and len(TOKEN.findall(lead[according.end() :])) > 10:
            return None
        return name_in(text, span.start + according.end(), span.start + len(lead))
    if verbs:
        verb = verbs[-1]
        if near_end and len(TOKEN.findall(lead[verb.end() :])) > 12:
            return None
        return subject(text, span.start, span.start + verb.start())
    if span.of(text).rstrip().endswith(":") and _OPENERS.intersection(w.lower() for w in TOKEN.findall(lead)):
        issued = ISSUED.search(lead)
        if issued:
            return subject(text, span.start, span.start + issued.start())
        return name_in(text, span.start, span.start + len(lead))
    return None


def is_noun(lead: str, verb: re.Match[str]) -> bool:
    """Whether a word that can be a verb of saying is a noun here: 'a report', 'the states', 'claims of'."""
    if verb[0].endswith("ed") and re.search(r"\b(?:the|an?|its|their|such)\s+\Z", lead[: verb.start()]):
        return True
    if verb[0] not in ("reports", "report", "states", "claims", "posted", "notes", "comments", "read", "estimates"):
        return False
    before = lead[: verb.start()].rstrip().rsplit(" ", 1)[-1].lower()
    after = lead[verb.end() :].lstrip()[:3].lower()
    return before in (
        "the",
        "a",
        "an",
        "of",
        "these",
        "those",
        "several",
        "in",
        "united",
        "to",
        "and",
        "media",
        "its",
        "his",
    ) or (after.startswith("of "))


def subject(text: str, start: int, end: int) -> Mention | None:
    """The noun phrase right before a verb that begins at `end`, in the clause that begins at or after `start`."""
    clause = text[start:end]
    pronoun = _PRONOUN_LAST.search(text, start, end)
    if pronoun is not None:  # "to go back to what I said"
        return Mention(pronoun[1], *pronoun.span(1), pronoun[1])
    cut = max(
        (
            m.end()
            for m in re.finditer(
                r"(?<=[a-z]{3})[.?!]\s|[;:]\s|\s(?:and|but|while|as|because|after|that)\s(?=(?:he|she|it|they)\b)|[—–]\s",
                clause,
            )
        ),
        default=0,
    )
    cut = max(cut, *(m.end() for m in re.finditer(r"[\"”»]", clause)), 0)
    parts: list[tuple[int, int]] = []
    at = cut
    for piece in re.split(r"(,)", clause[cut:]):
        if piece != ",":
            trimmed = _trim(text, start + at, start + at + len(piece))
            if trimmed:
                parts.append(trimmed)
        at += len(piece)
    parts = [p for p in parts if text[p[0] : p[1]].split(maxsplit=1)[0].lower() not in _ADVERBIAL] or parts[-1:]
    if not parts:
        return None
    best = parts[-1]
    if len(parts) > 1:
        # An apposition ("Hertzi Levy, the head of intelligence, added"): the name, not the office.
        named = [p for p in parts if text[p[0]].isupper() and not _DETERMINER.match(text, p[0])]
        people = [p for p in named if not _OFFICE.search(text, *p)]
        best = (people or named or parts[:1])[-1]
    if text[best[0] : best[1]].split(maxsplit=1)[0].lower() in _ADVERBIAL:
        # "Following talks in Paris the minister said": the subject follows the adverbial without a comma.
        articles = list(re.finditer(r"\b(?:the|an?)\s+", text[best[0] : best[1]]))
        if articles:
            best = (best[0] + articles[-1].end(), best[1])
    return name_in(text, *best, whole=True)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without adverbs, auxiliaries and days at its end, or None where nothing else is there."""
    tokens = list(TOKEN.finditer(text, start, end))
    while tokens and tokens[-1][0].lower() in _ADVERBS:
        tokens.pop()
    return (tokens[0].start(), tokens[-1].end()) if tokens else None


def name_in(text: str, start: int, end: int, *, whole: bool = False) -> Mention | None:
    """The speaker's name within a stretch: without article, up to a comma, relative clause, day or new clause."""
    tokens = list(TOKEN.finditer(text, start, end))
    while tokens and (
        tokens[0][0].lower() in ("the", "a", "an", "but", "and", "that", "however", "then", "also", "later", "on")
    ):
        tokens.pop(0)
    if not tokens:
        return None
    first = tokens[0].start()
    last = tokens[0].end()
    for token in tokens[1:]:
        gap = text[last : token.start()]
        if "," in gap or ":" in gap or "(" in gap or (not whole and token[0].lower() in _STOPS):
            break
        if len(text[first : token.end()].split()) > 9:
            if not whole:
                break
            first = tokens[tokens.index(token) - 5].start()
        last = token.end()
    outlet = _STAFF.search(text, first, last)
    if outlet:
        first = outlet.end()
    name = text[first:last].rstrip(".'’-")
    if _FIRST_PERSON_CLAUSE.match(name):
        return None  # "I’m just seeing some reports"
    if not any(c.isalpha() for c in name) or len(name) < 2:
        return None
    return Mention(name, first, first + len(name), name)
