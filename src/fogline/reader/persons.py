"""Whether a name is a person's: by its title, the office before it, its words, and how the report goes on to use it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from fogline.reader import nations
from fogline.reader.words import ANY_NOUN, ARMED, BODIES, NOUNS, TITLES

_OFFICES = (NOUNS["person"] | NOUNS["speaker"]) - {"militant", "member", "source"}
_RUN_ON = re.compile(r"(?<!\bM)(?<!\bMa)(?<!\bD)[a-z]{2}[A-Z]|[’']s\s")
#: "Mahmoud Fadil, aged 50," "Jon Doe, who": a person.
_AGE = re.compile(
    r",?\s(?:aged\s)?\d\d,|,\s(?:an?\s)?\d\d-year-old\b|,\s(?:who|a\s(?:resident|father|mother|doctor|soldier|witness|local))\b|,\s\d\d\b"
)


def is_person(text: str, start: int, words: list[str], speaks: bool) -> bool:
    """Whether the words at `start` have a title in or before them, an office before, or speak as a full name."""
    before = re.search(r"([\w-]+)\.?\s\Z", text[max(0, start - 20) : start])
    titled = any(w.lower().rstrip(".") in TITLES for w in words[:3] if w is not words[-1]) or (
        before is not None and before[1].lower() in TITLES
    )
    capital = words[0][:1].isupper() and words[-1].removeprefix("al-")[:1].isupper()
    other = any(w.lower() in ANY_NOUN or w in ("of", "for", "the", "and") for w in words) or _is_body(words)
    titled = titled and capital and words[-1].lower() not in BODIES
    plain = capital and 2 <= len(words) <= 4 and not other
    held = before is not None and before[1] in _OFFICES  # "chief Josep Borrell", "activist Ann Roe"
    return titled or (held and plain) or (speaks and plain and not any(w.isupper() and len(w) > 2 for w in words))


def like_a_person(name: str) -> bool:
    """Whether a name is two to four capitalised words none of which is a noun of groups or places."""
    words = name.split()
    plain = all(bare(w)[:1].isupper() and not w.isupper() for w in words)
    return 2 <= len(words) <= 4 and plain and not any(w.lower() in ANY_NOUN for w in words) and not _is_body(words)


def is_jumbled(name: str) -> bool:
    """Whether a name is two run together: "NetanyahuBenjamin Netanyahu", "Trump Trump", "President’s Obama"."""
    words = name.split()
    return (
        len(set(words)) < len(words)
        or _RUN_ON.search(name) is not None
        or (nations.is_country(words[0]) and not any(w.lower() in TITLES for w in words))
    )


def _is_body(words: Sequence[str]) -> bool:
    """Whether a name has a word that only bodies and places have: "Press", "Jaish", "North"."""
    return any(w.lower().strip("’'") in BODIES for w in words) or words[0] in ("Al", "The")


def is_person_by_use(text: str, name: str, end: int, singles: Collection[str]) -> bool:
    """Whether a full name is a person's by its use: the surname stands alone, or an age or a "who" follows."""
    if not like_a_person(name) or nations.of(name):
        return False
    last = bare(name.split()[-1])
    return (last in singles and last.lower() not in ARMED) or _AGE.match(text, end) is not None


def bare(word: str) -> str:
    """A surname without its Arabic article."""
    return word.removeprefix("al-").removeprefix("Al-").removeprefix("el-").removeprefix("El-")


def titled(name: str) -> bool:
    """Whether a name begins with a title."""
    return name.split(maxsplit=1)[0].lower().rstrip(".") in TITLES
