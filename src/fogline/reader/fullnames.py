"""Short names to full ones: "SDF" to what was put in front of "(SDF)", "Mr Ellwood" to "Tobias Ellwood"."""

from __future__ import annotations

from fogline.claims import PLACE_ROLES, Role
from fogline.reader import nations
from fogline.reader.lexicons import load
from fogline.reader.names import Names
from fogline.reader.words import TITLES

_BEFORE_TITLES = frozenset(
    {"Deputy", "Vice", "Prime", "Foreign", "Defense", "Defence", "Crown", "Former", "Acting", "Interior"}
)
#: Short names that reports seldom explain, by the full name.
_ALIASES: dict[str, str] = load("entities")["aliases"]


def full_name(text: str, names: Names, plain: str, role: Role | None = None) -> str | None:
    """The full name for an acronym or a part of a name: its definition, else the longest name that ends so.

    None where the report has no fuller one.
    """
    if plain in names.short:
        return names.short[plain]
    words = plain.split()
    if not words or not words[-1][:1].isupper() or len(words) > 3:
        return None
    if nations.is_country(plain):
        fuller = nations.called(nations.of(plain) or plain, text)
        return fuller if fuller != plain and plain.replace(".", "").isupper() else None
    if (full := _ALIASES.get(plain.upper())) and full in text:
        alike = [n for n in names.known if n.startswith(f"{full} of ") and n.replace(" ", "").isalpha()]
        return max(alike, key=len, default=full)
    letters = plain.replace(".", "")
    if len(words) == 1 and letters.isupper() and 2 <= len(letters) <= 6:
        return names.spelled(letters)
    if role in PLACE_ROLES:
        return None  # "Syria" is not the "UN envoy to Syria"
    if len(words) > 1 and all(w.lower().rstrip(".") in TITLES or w in _BEFORE_TITLES for w in words[:-1]):
        return names.person(words) or names.person(words[-1:])
    if len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
        return names.person(words) or names.person(words[1:])
    return names.person(words)
