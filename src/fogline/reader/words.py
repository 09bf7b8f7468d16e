"""The words that tell names apart: pronouns, nouns of groups, places and persons, titles, words of bodies.

From `lexicons/entities.toml`, whose comments say what each list is for.
"""

from __future__ import annotations

from fogline.reader.lexicons import load

_LEXICON = load("entities")
#: Each pronoun with its kind: speaker, person, plural, neutral, relative or place.
PRONOUNS = {word: kind for kind, words in _LEXICON["pronouns"].items() for word in words.split()}
NOUNS = {kind: frozenset(words.split()) for kind, words in _LEXICON["nouns"].items()}
ANY_NOUN = frozenset().union(*NOUNS.values())
TITLES = frozenset(_LEXICON["titles"]["person"].split())
NUMBERS = frozenset(load("mentions")["numbers"].split())
#: Words in the names of bodies and places that no person has.
BODIES = frozenset(_LEXICON["organisations"]["words"].split())
#: Words in the names of armed groups.
ARMED = frozenset(_LEXICON["armed"]["words"].split())
OPENERS = frozenset(load("sentences")["openers"].split())
