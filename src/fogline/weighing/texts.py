"""Copied text: sketches to find reports that may share it, and the alignment that decides.

MinHash over shingles (rensa) finds candidates; a text counts as copied only by the share of its shingles that lie in
runs of words equal to the earlier text's. Runs need not be in the same order: reworked copies move paragraphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rensa import RMinHash

from fogline.claims import Span
from fogline.weighing.names import fold
from fogline.weighing.settings import lexicon, thresholds

_TOKEN = re.compile(r"[^\W_]+")


@cache
def _swaps() -> dict[str, str]:
    return dict(lexicon("alignment")["same"])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text for alignment, with where each starts (code points)."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def between(self, span: Span) -> range:
        """The indexes of the words that start inside a span."""
        from bisect import bisect_left

        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))


@lru_cache(maxsize=4096)
def tokens(text: str) -> Tokens:
    """The words of a text, folded, spelling variants that reprints swap brought together."""
    swaps = _swaps()
    found = [(m.start(), m.group()) for m in _TOKEN.finditer(text)]
    kept = [(at, "isis" if word == "IS" else swaps.get(low := fold(word), low)) for at, word in found if word != "is"]
    return Tokens(tuple(w for _, w in kept), tuple(at for at, _ in kept))


def _shingles(words: Sequence[str], size: int) -> list[str]:
    return [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]


def bands(text: str) -> frozenset[str]:
    """The MinHash bands of a text and of its lead; two texts that share one are compared word by word.

    Empty for texts shorter than `least_words`. Keys of whole texts and of leads are comparable with one another, so a
    copy that keeps only the lead still meets its original.
    """
    t = thresholds("copies")
    found = tokens(text).words
    if len(found) < t["least_words"]:
        return frozenset()
    keys = set(_band_keys(_shingles(found, t["shingle"]), t["permutations"], t["rows"], "w"))
    for start in (0, t["lead_words"] // 4):
        lead = found[start : start + t["lead_words"]]
        keys.update(_band_keys(_shingles(lead, t["shingle"]), t["lead_permutations"], t["lead_rows"], "l"))
    return frozenset(keys)


def _band_keys(shingles: list[str], permutations: int, rows: int, mark: str) -> Iterator[str]:
    t = thresholds("copies")
    sketch = RMinHash(num_perm=permutations, seed=t["seed"])
    sketch.update(shingles)
    values = sketch.digest()
    for band in range(permutations // rows):
        part = ",".join(map(str, values[band * rows : (band + 1) * rows]))
        yield f"t{mark}{band}:{hashlib.blake2b(part.encode(), digest_size=8).hexdigest()}"


def aligned(b: str, a: str) -> tuple[bool, ...]:
    """For each shingle of b, whether it lies in a run of words that a has too (`run` words or more)."""
    t = thresholds("copies")
    size, least = t["shingle"], t["run"]
    bw, aw = tokens(b).words, tokens(a).words
    at: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(aw) - least + 1):
        at.setdefault(aw[i : i + least], []).append(i)
    covered = bytearray(len(bw))
    i = 0
    while i <= len(bw) - least:
        starts = at.get(bw[i : i + least])
        if not starts:
            i += 1
            continue
        longest = 0
        for j in starts[:16]:
            n = least
            while i + n < len(bw) and j + n < len(aw) and bw[i + n] == aw[j + n]:
                n += 1
            longest = max(longest, n)
        covered[i : i + longest] = b"\x01" * longest
        i += max(1, longest - least + 1)
    return tuple(all(covered[i : i + size]) for i in range(max(0, len(bw) - size + 1)))


def share(b: str, a: str) -> float:
    """The share of b's shingles that are aligned with a; 0.0 for texts too short to tell."""
    found = aligned(b, a)
    if len(found) < thresholds("copies")["least_words"] - thresholds("copies")["shingle"] + 1:
        return 0.0
    return sum(found) / len(found)


def share_of(span: Span, b: str, marks: tuple[bool, ...]) -> float:
    """The share of the shingles inside one span of b, given `aligned(b, a)`; 0.0 for spans under eight words."""
    inside = tokens(b).between(span)
    shingles = [marks[i] for i in inside if i < len(marks)][: max(0, len(inside) - thresholds("copies")["shingle"] + 1)]
    return sum(shingles) / len(shingles) if len(inside) >= 8 and shingles else 0.0


@dataclass(frozen=True, slots=True)
class Byline:
    """An agency whose copy a report says it carries, and the words that say so."""

    agency: str
    words: str
    stated: bool = True  # False for "told AFP", which any paper may print beside its own reporting
    times: int = 1


_PHOTO = re.compile(r"(photo|picture|image|file)\W+(\w+\W+){0,3}$|\bby\s*$", re.IGNORECASE)


@cache
def _byline_patterns() -> list[tuple[str, re.Pattern[str], str]]:
    days = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
    months = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    rules: list[tuple[str, re.Pattern[str], str]] = []
    for agency, marks in lexicon("agencies").items():
        mark = "(?:" + "|".join(re.escape(m) for m in sorted(marks, key=len, reverse=True)) + ")"
        rules += [
            (agency, re.compile(rf"\({mark}\)"), "head"),
            (agency, re.compile(rf"\b{mark},?\s+(?:{days},?\s+)?\d{{1,2}}\s+{months}\s+\d{{4}}"), "head"),
            (
                agency,
                re.compile(rf"\b[A-Z]{{3,}}(?:[ ,]+[A-Z][a-z]+\.? \d{{1,2}})?\s*[,(]?\s*{mark}\)?\s*[-–—]"),
                "head",
            ),
            (agency, re.compile(rf"(?:^|\n)\s*(?:By\s+)?{mark}\s*(?:\n|$)"), "head"),
            (agency, re.compile(rf"(?:Sources?|Via|Agenc(?:y|ies)):?\s+{mark}\W*$"), "tail"),
            (agency, re.compile(rf"(?:[-–—/|]\s*|\n\s*){mark}\W*$"), "tail"),
            (
                agency,
                re.compile(
                    r"\b(?:told|tells|(?:e-?mail|statement|interview|query|question)s?(?: \w+)? (?:to|with|by|from))"
                    rf" (?:the )?{mark}\b"
                    r"(?! (?:reporter|photographer))"
                ),
                "anywhere",
            ),
        ]
    return rules


@lru_cache(maxsize=4096)
def bylines(text: str) -> tuple[Byline, ...]:
    """The agencies whose copy a report carries by its own marks: "(Reuters)", "AFP Tuesday 3 Oct 2017", "told AFP".

    Photo credits ("AFP PHOTO", "(Photo ... by AFP)") are no bylines. Stated marks come before "told AFP".
    """
    t = thresholds("bylines")
    found: dict[str, tuple[int, str]] = {}
    times: dict[str, int] = {}
    for agency, pattern, where in _byline_patterns():
        if not any(mark in text for mark in lexicon("agencies")[agency]):
            continue
        if where == "head":
            m = pattern.search(text[: t["head"]])
            offset = 0
        elif where == "tail":
            tail = text.rstrip()
            offset = max(0, len(tail) - t["tail"])
            m = pattern.search(tail[offset:])
        else:
            every = list(pattern.finditer(text))
            times[agency] = len(every)
            m = every[0] if every else None
            offset = 0
        if m is None or _PHOTO.search(text[max(0, m.start() + offset - 60) : m.start() + offset]):
            continue
        rank = 1 if where == "anywhere" else 0
        if agency not in found or rank < found[agency][0]:
            found[agency] = (rank, " ".join(m.group().split()))
    ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return tuple(Byline(agency, words, rank == 0, times.get(agency, 0)) for agency, (rank, words) in ordered)
