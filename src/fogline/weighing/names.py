"""Names of sources, actors and places, brought to the form in which two reports can be compared.

The atlas knows the great names; what it does not know still has to be one thing across reports. Nothing here is shown
to a user: ids and comparisons only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from fogline.weighing.settings import bodies, lexicon

_WORD = re.compile(r"[^\W_]+(?:[.\-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ`]s?\b")
_VOWELS = str.maketrans("", "", "aeiouy'")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no diacritics, no possessive endings.

    >>> fold("Syria’s Raqqah")
    'syria raqqah'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _POSSESSIVE.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def words(text: str) -> list[str]:
    """The folded words of a text; "us-led" and "u.s" stay one word each."""
    return _WORD.findall(fold(text))


@cache
def _same(section: str) -> dict[str, str]:
    return dict(lexicon(section)["same"])


@cache
def _drop(section: str) -> frozenset[str]:
    return frozenset(lexicon(section)["drop"])


def _core(text: str, section: str) -> frozenset[str]:
    same, drop = _same(section), _drop(section)
    phrase = " ".join(words(text))
    for name, value in same.items():
        if " " in name and name in phrase:
            phrase = phrase.replace(name, value)
    kept = [same.get(w, w) for w in phrase.split()]
    return frozenset(w for w in kept if w not in drop) or frozenset(kept)


@lru_cache(maxsize=65536)
def body_words(name: str) -> frozenset[str]:
    """The words that tell one body from another.

    >>> sorted(body_words("the defence ministry in Moscow")) == sorted(body_words("Russia's Defense Ministry"))
    True
    """
    found = _core(name, "names")
    plain = found - set(lexicon("names")["beside"])
    return plain if plain - set(lexicon("unnamed")["heads"]) else found


@lru_cache(maxsize=65536)
def actor_words(name: str) -> frozenset[str]:
    """The words that tell one party from another: "U.S. special forces" and "US troops" are both {"us"}."""
    found = _core(name, "actors")
    return frozenset(_same("names").get(w, w) for w in found)


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """A place that the atlas does not know, by the consonants of its own name: "Al-Tanf", "Al Tanf post" are one."""
    drop = frozenset(lexicon("places")["drop"])
    parts = [w for word in words(name) for w in word.replace(".", "-").split("-") if w]
    kept = [w for w in parts if w not in drop] or parts
    skeleton = "".join(w[0] + w[1:].translate(_VOWELS) for w in kept)
    return re.sub(r"(.)\1+", r"\1", skeleton).removesuffix("h")


def slug(parts: frozenset[str] | list[str]) -> str:
    """Words in a fixed order, as an id."""
    return "-".join(sorted(parts))


@cache
def _known() -> tuple[dict[frozenset[str], str], dict[frozenset[str], str]]:
    names: dict[frozenset[str], str] = {}
    people: dict[frozenset[str], str] = {}
    for body in bodies():
        for name in (body["name"], *body["names"]):
            names[body_words(name)] = body["name"]
        for person in body["people"]:
            people[body_words(person)] = body["name"]
    return names, people


@lru_cache(maxsize=65536)
def known_body(name: str) -> str | None:
    """The body that a name, or a person who speaks for it, stands for; None where the list has neither."""
    names, people = _known()
    found = body_words(name)
    if found in names:
        return names[found]
    if found in people:
        return people[found]
    inside = found - set(lexicon("names")["within"])  # "a source in the Russian Defense Ministry"
    if inside != found and inside in names and len(inside) > 1:
        return names[inside]
    roles = set(lexicon("names")["roles"])
    if found & roles:  # "Russian Defense Ministry spokesman Maj. Gen. Igor Konashenkov"
        for person, body in people.items():
            if person <= found:
                return body
        for known, body in names.items():
            if len(known) > 1 and known <= found:
                return body
    return None


@lru_cache(maxsize=65536)
def is_unnamed(name: str) -> bool:
    """Whether a source could not be looked up: "two officials", "a new report", "local activists".

    A name inside makes it named: "Russian Defense Ministry spokesman Igor Konashenkov".
    """
    unnamed = frozenset(lexicon("unnamed")["heads"])
    plain = list(_WORD.findall(name.replace("’", "'")))
    if not plain:
        return True
    if not any(fold(w) in unnamed or fold(w).rstrip("s") in unnamed for w in plain):
        return all(w.islower() for w in plain)
    nations = _same("names")
    proper = [w for w in plain[1:] if w[0].isupper() and not (fold(w) in nations or fold(w) in unnamed or "-" in w)]
    first = plain[0]
    if first[0].isupper() and not (fold(first) in nations or fold(first) in unnamed or "-" in first):
        later = [fold(w) for w in plain[1:]]
        last = later[-1] if later else ""
        if proper or (last not in unnamed and last.rstrip("s") not in unnamed):
            proper.append(first)
    return not proper
