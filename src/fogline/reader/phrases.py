"""Noun phrases by their words: the noun that one is about, and whether it is of several."""

from __future__ import annotations

import re

from fogline.reader import nations

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
