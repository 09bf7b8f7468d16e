"""The words of `words.toml`, loaded once as the read-only tables that the grammar looks up."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final


def _load() -> dict[str, Any]:
    return tomllib.loads(files("fogline.when").joinpath("words.toml").read_text("utf-8"))


_WORDS: Final = _load()
_LISTS: Final[dict[str, list[str]]] = _WORDS["lists"]

MONTHS: Final[dict[str, int]] = _WORDS["months"]
WEEKDAYS: Final[dict[str, int]] = _WORDS["weekdays"]
SEASON_NAMES: Final[dict[str, int]] = _WORDS["seasons"]
NUMBERS: Final[dict[str, int]] = _WORDS["numbers"]
UNITS: Final[dict[str, str]] = {
    form: unit for word, unit in _WORDS["units"].items() for form in (word, f"{word}s", f"{word}'s")
}
FEASTS: Final[dict[tuple[str, ...], tuple[int, int]]] = {
    tuple(name.split()): (month, day) for name, (month, day) in _WORDS["feasts"].items()
}
FEAST_STARTS: Final = frozenset(name[0] for name in FEASTS)
TODAY: Final = frozenset(_LISTS["today"])
TIMES_OF_DAY: Final = frozenset(_LISTS["times_of_day"])
SINCE: Final = frozenset(_LISTS["since"])
UNTIL: Final = frozenset(_LISTS["until"])
LAST: Final = frozenset(_LISTS["last"])
THIS: Final = frozenset(_LISTS["this"])
NEXT: Final = frozenset(_LISTS["next"])
APPROXIMATE: Final = frozenset(_LISTS["approximate"])
VAGUE: Final = frozenset(_LISTS["vague"])
JOIN: Final = frozenset(_LISTS["join"])
