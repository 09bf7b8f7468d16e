"""Countries by the words of a report: "Israeli", "U.S.", "the Kremlin". The words are in `lexicons/nations.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fogline.reader.lexicons import load

_LEXICON = load("nations")
_ADJECTIVES: dict[str, str] = _LEXICON["adjectives"]
_NAMES: dict[str, str] = {**{n: n for n in _ADJECTIVES.values()}, **_LEXICON["names"]}
_OFFICES: dict[str, str] = _LEXICON["offices"]
_WORDS = {**_OFFICES, **_ADJECTIVES, **_NAMES}
_FORM = re.compile(
    r"(?<![\w.-])(?:"
    + "|".join(re.escape(w) for w in sorted(_WORDS, key=len, reverse=True))
    + r")(?![\w]|-(?!(?:led|backed|based)\b))"
)
_FORMS = {country: [w for w, c in _NAMES.items() if c == country] for country in set(_NAMES.values())}


def is_country(name: str) -> bool:
    """Whether a name is a country's."""
    return name in _NAMES


@lru_cache(4096)
def of(words: str) -> str | None:
    """The country of the first name, adjective or office in the words; None where there is none.

    >>> of("Israeli Prime Minister"), of("a doctor")
    ('Israel', None)
    """
    found = _FORM.search(words)
    return _WORDS[found[0]] if found else None


def last(words: str) -> str | None:
    """The country of the last name, adjective or office in the words."""
    found = _FORM.findall(words)
    return _WORDS[found[-1]] if found else None


def all_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where countries are named in a text, by name, adjective or office: start, end (code points), country."""
    for found in _FORM.finditer(text):
        yield found.start(), found.end(), _WORDS[found[0]]


@lru_cache(16)
def named(country: str, text: str) -> bool:
    """Whether a report has the country's name in any form."""
    return any(_standing(form, text) for form in _FORMS.get(country, [country]))


@lru_cache(16)
def called(country: str, text: str) -> str:
    """What a report calls a country: its name, or the first of its other names that the report has."""
    return next((f for f in _FORMS.get(country, [country]) if _standing(f, text)), country)


def _standing(form: str, text: str) -> bool:
    return form in text and re.search(rf"(?<![\w.]){re.escape(form)}(?!\w)", text) is not None
