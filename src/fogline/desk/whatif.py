"""The question of `fogline whatif`, as words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fogline.errors import QuestionError

#: Options that a question may carry, and the keyword of the desk's verb that each is.
OPTIONS = {
    "--on": "on",
    "--as-known-on": "as_known_on",
    "--policy": "policy",
    "--horizon": "horizon",
    "--side": "side",
    "--radius": "radius",
    "--contains": "contains",
    "--viewpoint": "viewpoint",
    "--roads": "roads",
}
#: Places that each question takes.
PLACES = {"who": 1, "border": 2, "corridor": 2, "zone": 1}


def parse(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Split "PLACE=SIDE"... from the question that follows them."""
    assumed: dict[str, str] = {}
    rest = list(words)
    while rest and "=" in rest[0] and not rest[0].startswith("-"):
        place, _, side = rest.pop(0).partition("=")
        if not place.strip() or not side.strip():
            raise QuestionError(f"{place}={side}: expected PLACE=SIDE")
        assumed[place.strip()] = side.strip()
    if rest and rest[0] == "--":
        rest.pop(0)
    return assumed, rest


def question(words: Sequence[str]) -> tuple[str, list[str], dict[str, Any]]:
    """The verb of a question, its places and its options; QuestionError says what is wrong with it."""
    if not words or words[0] not in PLACES:
        raise QuestionError(f"whatif can ask who, border, corridor or zone; found {words[0] if words else 'nothing'!r}")
    verb, places, options = words[0], [], {}
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        name, sign, value = word.partition("=")
        if name in OPTIONS:
            if not sign:
                if not rest:
                    raise QuestionError(f"{name} needs a value")
                value = rest.pop(0)
            options[OPTIONS[name]] = _number(name, value) if name in ("--horizon", "--radius") else value
        elif word.startswith("--"):
            raise QuestionError(f"{word}: not an option of a what-if question; expected one of {', '.join(OPTIONS)}")
        else:
            places.append(word)
    if len(places) != PLACES[verb]:
        raise QuestionError(f"{verb} takes {PLACES[verb]} place(s), found {len(places)}: quote names with spaces")
    return verb, places, options


def _number(name: str, value: str) -> float | int:
    try:
        return int(value) if name == "--horizon" else float(value)
    except ValueError:
        raise QuestionError(f"{name} {value!r}: expected a number") from None
