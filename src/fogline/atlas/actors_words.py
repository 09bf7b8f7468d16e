"""The words of `data/actors_words.toml` and the small surgery on mentions that uses them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from importlib.resources import files
from typing import Any, Final

from fogline.atlas.fold import fold


def _load() -> dict[str, Any]:
    return tomllib.loads(files("fogline.atlas").joinpath("data/actors_words.toml").read_text("utf-8"))


_WORDS: Final = _load()


def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORDS[name])


DETERMINERS: Final = _folded("determiners")
TITLES: Final = _folded("titles")
PRONOUNS: Final = _folded("pronouns")
FIRST_PERSON: Final = _folded("first_person")
MILITARY: Final = _folded("military")
POLITICAL: Final = _folded("political")
CIVILIAN: Final = _folded("civilian")
MEMBERS: Final = _folded("members")
THINGS: Final = _folded("things")
UNNAMED: Final = _folded("unnamed")
SPOKESMEN: Final = _folded("spokesmen") | _folded("heads")
HEADS: Final = _folded("heads")
MODIFIERS: Final = _folded("modifiers")
ARTICLES: Final = frozenset(("the", "a", "an"))
#: A context word's every form -> the word that packs write.
SAME: Final[dict[str, str]] = {fold(form): word for word, forms in _WORDS["same"].items() for form in forms}
#: Words that no name consists of: common nouns, for telling "Civilians" at the head of a sentence from a name.
COMMON: Final = MILITARY | POLITICAL | CIVILIAN | MEMBERS | THINGS | UNNAMED | DETERMINERS | PRONOUNS | frozenset(SAME)
LONGEST: Final = 4

_EDGE = " \t\n\"'“”‘’«»()[],;:.-–—"
_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_COUNT = re.compile(r"^(?:\d[\d,.]*|[a-z]+teen|hundreds|thousands|dozens|scores)(?:\s+(?:of|or so))?\s+", re.IGNORECASE)


def trimmed(mention: str) -> str:
    """A mention without quotation marks, brackets and what they hold, counts, articles and the like in front."""
    text = _BRACKET.sub("", " ".join(mention.replace("–", "-").split())).strip(_EDGE)
    while text:
        shorter = _COUNT.sub("", text)
        if shorter != text:
            text = shorter
            continue
        words = text.split()
        cut = next((n for n in (3, 2, 1) if len(words) > n and fold(" ".join(words[:n])) in DETERMINERS), 0)
        # "New York Times", "Local Coordination Committees": a capital before a capital is part of a name
        part = cut and words[0][:1].isupper() and words[cut][:1].isupper() and fold(words[0]) not in ARTICLES
        if not cut or part:
            break
        text = " ".join(words[cut:])
    return text.strip(_EDGE)


def head(words: list[str], nouns: frozenset[str]) -> int:
    """How many folded words at the end make one of these nouns, longest first; 0 for none."""
    return next((n for n in range(min(LONGEST, len(words)), 0, -1) if " ".join(words[-n:]) in nouns), 0)


def is_name(mention: str, adjectives: Container[str] = ()) -> bool:
    """Whether a mention holds a word that is written as a name.

    A common noun, or anything but a common noun's neighbour, is capital at the head of a sentence without being a name;
    nor is an adjective of nationality one.
    """
    words = [w for w in re.split(r"[\s/-]+", mention) if w]
    capitals = [index for index, w in enumerate(words) if w[:1].isupper() and fold(w) not in adjectives]
    if not capitals:
        return False
    if capitals == [0] and len(words) > 1 and words[0][1:].islower() and head([fold(w) for w in words], COMMON):
        return False
    return any(
        index > 0 or (len(words[index]) > 1 and words[index].isupper()) or fold(words[index]) not in COMMON
        for index in capitals
    )


def behind_title(name: str) -> str | None:
    """The person at the end of a long office: "World Food Program Director Muhannad Hadi"; None where there is none."""
    tokens = name.split()
    for size in (2, 3):
        if len(tokens) < size + 2:
            break
        person = tokens[-size:]
        if fold(tokens[-size - 1]) in TITLES and all(token[:1].isupper() and token.isalpha() for token in person):
            return " ".join(person)
    return None


def without_titles(name: str, adjectives: Container[str] = ()) -> str:
    """A person's name without titles, offices and nationality in front: two words at least are left."""
    tokens = name.split()
    while len(tokens) > 2:
        folded = [fold(token) for token in tokens]
        cut = next((n for n in (3, 2, 1) if len(tokens) - n >= 2 and " ".join(folded[:n]) in TITLES), 0)
        titled = any(" ".join(folded[1 : 1 + n]) in TITLES for n in (1, 2, 3))
        lowered = tokens[0][:1].islower() and tokens[1][:1].isupper()
        if not cut and (lowered or (titled and (len(tokens) > 3 or folded[0] in adjectives))):
            cut = 1
        if not cut:
            # "Georgia's Security Council chief Alexandre Lomaia"
            last = max((n for n in range(1, len(tokens) - 1) if tokens[n].islower() and folded[n] in TITLES), default=0)
            cut = last + 1 if last else 0
        if not cut:
            break
        tokens = tokens[cut:]
    return " ".join(tokens) if sum(token[:1].isupper() for token in tokens) >= 2 else name
