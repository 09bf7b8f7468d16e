"""Search words, folded alike for both stores, so that SQLite's FTS5 and PostgreSQL's tsvector find the same claims."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from fogline.errors import QuestionError

#: tsvector refuses words of 2 kB and more; nobody searches for words that long, so they are cut.
_CUT = 255
_WORD = re.compile(rf"[^\W_]{{1,{_CUT}}}")
_ASCII = str.maketrans({n: chr(n).lower() if chr(n).isalnum() else " " for n in range(128)})
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
#: tsvector keeps positions up to this; words further on are found, but not in phrases.
_LAST_POSITION = 16383
#: tsvector keeps so many positions of one word.
_POSITIONS = 255


def fold(text: str) -> str:
    """Lower case without diacritics: what is compared, never what is shown."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The search words of a text, in order."""
    if text.isascii() and len(text) < _CUT:
        return text.translate(_ASCII).split()  # five times as fast, and what most sentences are
    return _WORD.findall(fold(text))


def tsvector(found: list[str]) -> str:
    """The words as PostgreSQL's tsvector literal. Words are alphanumeric only, so nothing needs escaping."""
    at: dict[str, str] = {}
    count: Counter[str] | None = Counter(found) if len(found) > _POSITIONS else None
    for position, word in enumerate(found, 1):
        before = at.get(word)
        if before is None:
            at[word] = f"{word}:{position}" if position <= _LAST_POSITION else f"{word}:{_LAST_POSITION}"
        elif count is None or count[word] <= _POSITIONS or before.count(",") < _POSITIONS - 1:
            at[word] = f"{before},{min(position, _LAST_POSITION)}"
    return " ".join(at.values())


class Terms:
    """What was asked for: every word, every "phrase in quotes"; a trailing * finds words that begin so.

    >>> Terms('"Deir ez-Zor" bridg*').fts5()
    '"deir ez zor" "bridg"*'

    Raises QuestionError where nothing is left to search for.
    """

    def __init__(self, question: str) -> None:
        self.phrases: list[tuple[list[str], bool]] = []
        for quoted, bare in _TERM.findall(question):
            found = words(quoted or bare)
            if found:
                self.phrases.append((found, bare.endswith("*")))
        if not self.phrases:
            raise QuestionError(f"text search {question!r}: no word to search for; give at least one letter or digit")

    def fts5(self) -> str:
        return " ".join('"' + " ".join(found) + '"' + ("*" if prefix else "") for found, prefix in self.phrases)

    def tsquery(self) -> str:
        return " & ".join(
            "(" + " <-> ".join([*found[:-1], found[-1] + (":*" if prefix else "")]) + ")"
            for found, prefix in self.phrases
        )
