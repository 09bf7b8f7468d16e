"""Mentions by their words alone: what is left of them cleaned, pronouns, the noun a phrase is about, its number."""

from __future__ import annotations

import re
from functools import lru_cache

from fogline.claims import Mention
from fogline.reader import nations
from fogline.reader.words import PRONOUNS

_POSSESSIVE = re.compile(r"(?:'s|’s|['’])\Z")
_ARTICLE = re.compile(r"\A(?:the|an?|this|that|these|those|its|their|his|her|our|so-called|same)\s+", re.I)
_DOTTED = re.compile(r"(?:\A|\s)(?:[A-Z]\.)+[A-Z]\Z")
_HELD = re.compile(r"-(?:held|controlled|run|backed|led|ruled|occupied)\Z")
#: Pronouns that open what a source is called: "He also".
_OPENING = frozenset({"he", "she", "they", "it", "we"})
PREPOSITIONS = re.compile(r"\s(?:of|in|from|at|for|with|on|to|near|by|who|that)\s")
#: The "Russian" of "Russian air strikes", which names nobody.
ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:ian|can|ish|ese|[eq]i)|Saudi|Afghan")
#: Plural nouns that do not end in "s", and bodies that are "they" in English papers.
_MANY = frozenset({"people", "children", "men", "women", "police", "militiamen", "gunmen", "others", "militia", "army"})
#: "A batch of weapons" is of several, as is "dozens of men".
_OF_MANY = frozenset({"batch", "group", "number", "dozen", "series", "couple", "pair", "handful", "hundreds", "dozens"})


def head(plain: str) -> str:
    """The noun that a phrase is about, in lower case.

    >>> head("source in the Syrian army")
    'source'
    """
    return (PREPOSITIONS.split(plain, maxsplit=1)[0].split() or [plain])[-1].lower()


def is_many(name: str) -> bool:
    """Whether a name is of several: "rebels", "Syrians", "Hamas and Fatah", "police"; "Hamas" alone is not.

    >>> is_many("allied militias"), is_many("Hamas")
    (True, False)
    """
    phrase = PREPOSITIONS.split(name, maxsplit=1)[0]
    last = (phrase.split() or [phrase])[-1]
    if " and " in phrase or (last in _OF_MANY and name.startswith(f"{phrase} of ")):
        return True
    if last[:1].isupper():
        return last.endswith("s") and nations.of(last.removesuffix("s")) is not None
    return last in _MANY or (last.endswith("s") and not last.endswith("ss"))


@lru_cache(8192)
def clean(words: str) -> str:
    """A mention without article, quotation marks and possessive."""
    words = words.strip(' \u00a0\n\r\t"“”‘.,;:()')
    words = _ARTICLE.sub("", words) if len(words.split()) > 1 else words
    words = _POSSESSIVE.sub("", " ".join(words.split()))
    words = _HELD.sub("", words)
    return words + "." if _DOTTED.search(words) else words


def is_pronoun(words: str) -> bool:
    """Whether the words are a pronoun: 'us', not 'US'; 'who', not 'WHO'."""
    return words.lower() in PRONOUNS and (len(words) == 1 or not words.isupper())


def kind_of(mention: Mention, *, source: bool) -> str | None:
    """The kind of pronoun that a mention is; None where it is none. "He also", of a source, is one."""
    plain = clean(mention.text)
    first = plain.split(maxsplit=1)[0] if plain else ""
    opens = source and first.lower() in _OPENING and first not in ("IT", "WE")
    kind: str | None = PRONOUNS[(first if opens else plain).lower()] if opens or is_pronoun(plain) else None
    return kind
