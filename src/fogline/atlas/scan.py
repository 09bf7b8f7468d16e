"""Finding place names in running text: capitalised words looked up longest first, with a guard against common words.

The scan finds what may be a name; whether it is meant as a place, and which, is decided over the whole report.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.fold import ARTICLES, fold
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.nationality import nations
from fogline.claims import PlaceLevel, Span

_TOKEN = re.compile(r"[^\W\d_]+(?:['’‘ʻ`][^\W\d_]+)*(?:[\-–][^\W_]+(?:['’‘ʻ`][^\W\d_]+)*)*\.?|\d+(?:[.,]\d+)*|[^\s\w]")
_LONGEST = 5
#: Words that join a name's parts.
_INNER = frozenset(
    [
        "of",
        "the",
        "de",
        "del",
        "da",
        "do",
        "di",
        "la",
        "le",
        "les",
        "el",
        "al",
        "an",
        "ar",
        "as",
        "at",
        "az",
        "ez",
        "es",
        "ash",
        "upon",
        "on",
        "sur",
        "am",
        "bei",
        "y",
        "i",
        "e",
        "and",
        "bin",
        "ibn",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    first: bool  # opens a sentence

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() or (not self.text[:1].islower() and self.text[:1].isalpha())


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that has a name of the gazetteer."""

    span: Span
    text: str
    folded: str
    alone: bool  # one word
    opens: bool  # opens a sentence


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words of ordinary English that are also names of places somewhere, and given names and surnames of people."""
    return _word_list("common-words.txt")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Folded given names of people."""
    return _word_list("given-names.txt")


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Words that stand before a surname."""
    return _word_list("titles.txt")


@lru_cache(maxsize=8)
def _word_list(name: str) -> frozenset[str]:
    text = (files("fogline.atlas") / "data" / name).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def not_places() -> frozenset[str]:
    """Folded names of parties that no place is to be read into."""
    text = (files("fogline.atlas") / "data" / "not-places.txt").read_text(encoding="utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[str, bool]]:
    """Written short form → folded name of the division, and whether it counts only after a comma ("Paris, TX")."""
    with (files("fogline.atlas") / "data" / "abbreviations.csv").open(encoding="utf-8") as stream:
        return {row["written"]: (fold(row["name"]), row["after_comma"] == "yes") for row in csv.DictReader(stream)}


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks with their places; `first` marks words that open a sentence."""
    found: list[Token] = []
    opens = True
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(0), match.start(), match.end()
        if word.endswith(".") and not _abbreviation(word, text, end):
            found.append(Token(word[:-1], start, end - 1, opens))
            found.append(Token(".", end - 1, end, False))
            opens = True
            continue
        found.append(Token(word, start, end, opens))
        if word[0].isalnum():
            opens = False
        elif word in ".!?:":
            opens = True
        elif word not in "\"'“”‘’()[]":
            opens = False
        if "\n" in text[end : end + 2]:
            opens = True
    return found


def _abbreviation(word: str, text: str, end: int) -> bool:
    """Whether the full stop belongs to the word, as in "La." or "Gen.": short, and a small letter or comma follows."""
    if len(word) <= 2 or word.lower() in _STOPPED:
        return True
    rest = text[end : end + 2].lstrip()
    return len(word) <= 6 and bool(rest) and (rest[0].islower() or rest[0] in ",;")


_STOPPED = frozenset(
    [
        "st.",
        "mt.",
        "ft.",
        "gen.",
        "col.",
        "capt.",
        "lt.",
        "sgt.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "gov.",
        "sen.",
        "rep.",
        "rev.",
        "ala.",
        "ariz.",
        "ark.",
        "calif.",
        "colo.",
        "conn.",
        "del.",
        "fla.",
        "ga.",
        "ill.",
        "ind.",
        "kan.",
        "ky.",
        "la.",
        "md.",
        "mass.",
        "mich.",
        "minn.",
        "miss.",
        "mo.",
        "mont.",
        "neb.",
        "nev.",
        "okla.",
        "ore.",
        "pa.",
        "tenn.",
        "tex.",
        "vt.",
        "va.",
        "wash.",
        "wis.",
        "wyo.",
        "u.s.",
        "u.k.",
        "n.y.",
        "n.j.",
        "n.c.",
        "s.c.",
        "n.d.",
        "s.d.",
        "n.h.",
        "n.m.",
        "w.va.",
        "d.c.",
        "r.i.",
        "jan.",
        "feb.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "inc.",
        "corp.",
        "co.",
    ]
)


def scan(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Stretches that have a name of the gazetteer, longest first, left to right, never overlapping."""
    words = tokens(text)
    common = common_words()
    found: list[Found] = []
    people: set[str] = set()
    at = 0
    while at < len(words):
        token = words[at]
        short = abbreviations().get(token.text) or abbreviations().get(token.text + ".")
        if short and (
            (at > 0 and words[at - 1].text == ",")
            or (token.text.endswith(".") and not short[1] and len(token.text) > 3)
        ):
            found.append(Found(Span(token.start, token.end), token.text, short[0], True, token.first))
            at += 1
            continue
        if not _may_open(token, words, at):
            at += 1
            continue
        best: tuple[int, str] | None = None
        for size, folded in _grams(text, words, at):
            if size == 1 and (folded in common or len(folded) < 3) and not _code(token):
                continue
            if folded in not_places() or (size == 1 and (folded in nations() or folded in titles())):
                break
            if size == 1 and folded in given_names() and not _nation(folded, gazetteer):
                continue
            if gazetteer.has(folded):
                best = (size, folded)
                break
        if best is None:
            at += 1
            continue
        size, folded = best
        if _code(token) and _describes(words, at):
            at += 1
            continue
        if _in_a_longer_name(words, at, size) and not _nation(folded, gazetteer):
            people.add(folded)
            at += size
            continue
        end = words[at + size - 1].end
        if text[token.start : end].endswith(("'s", "’s", "‘s")):
            end -= 2
        found.append(Found(Span(token.start, end), text[token.start : end], folded, size == 1, token.first))
        at += size
    # A surname once is a surname throughout the report.
    return [name for name in found if name.folded not in people]


def _in_a_longer_name(words: list[Token], at: int, size: int) -> bool:
    """Whether a single word is somebody's name: "John Jackson", "Gen. Lincoln", "W. S. Benton", "Kenton said"."""
    if size > 1:
        return False
    after = words[at + 1].text if at + 1 < len(words) else ""
    if after.lower() in _SPEAKS or after in ("Jr", "Jr.", "Sr", "III"):
        return True
    if at == 0:
        return False
    before = words[at - 1]
    if not before.capital:
        return False
    plain = before.text.rstrip(".").lower()
    if plain in titles() or fold(before.text) in given_names():
        return True
    return (
        len(plain) == 1
        and before.text.endswith(".")
        and at > 1
        and words[at - 2].capital
        and words[at - 2].text.isalpha()
    )


#: Only people and bodies do this; countries and capitals that do are kept for the rule on governments.
_SPEAKS = frozenset(["said", "says", "told", "added", "agreed", "testified", "explained", "noted", "recalled"])


def _describes(words: list[Token], at: int) -> bool:
    """Whether a short form such as "U.S." only describes the word after it."""
    if at + 1 >= len(words):
        return False
    after = words[at + 1].text
    return after.isalpha() and after.islower() and after not in _word_list("function-words.txt")


def _nation(folded: str, gazetteer: Gazetteer) -> bool:
    """Whether the name is one of a country, a province or a large city: those are kept whatever stands beside them."""
    return any(
        hit.primary and (hit.entry.place.level is PlaceLevel.COUNTRY or hit.entry.population >= 1_000_000)
        for hit in gazetteer.exact(folded)
    )


def _code(token: Token) -> bool:
    return token.text in ("US", "U.S.", "UK", "U.K.", "UAE", "USA", "DRC")


def _may_open(token: Token, words: list[Token], at: int) -> bool:
    if not token.capital and not (
        token.text.lower().split("-")[0] in ARTICLES
        and ("-" in token.text or (at + 1 < len(words) and words[at + 1].capital))
    ):
        return False
    return token.text[0].isalpha()


def _grams(text: str, words: list[Token], at: int) -> Iterator[tuple[int, str]]:
    """Folded runs of words from here, longest first; a run ends in a capital and holds no mark but a hyphen."""
    last = at
    for ahead in range(at + 1, min(at + _LONGEST, len(words))):
        token = words[ahead]
        if not token.text[0].isalnum() or "\n" in text[words[ahead - 1].end : token.start]:
            break
        if not (token.capital or token.text.isdigit() or token.text.lower() in _INNER or "-" in token.text):
            break
        last = ahead
    for end in range(last, at - 1, -1):
        if end > at and not (words[end].capital or words[end].text[0].isdigit() or "-" in words[end].text):
            continue
        written = text[words[at].start : words[end].end]
        folded = fold(written)
        if folded.endswith(("s", "’s")) and written.endswith(("'s", "’s", "‘s")):
            folded = fold(written[:-2])
        if folded:
            yield end - at + 1, folded
