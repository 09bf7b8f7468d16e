"""Capitals and countries that stand for their governments: "Damascus said" is an actor, not a place on the map."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.fold import fold
from fogline.atlas.nationality import nations
from fogline.claims import Span

_REACH = 60  # characters looked at on either side


@lru_cache(maxsize=1)
def _rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may follow and what may precede a name that stands for a government."""
    data = tomllib.loads((files("fogline.atlas") / "data" / "metonymy.toml").read_text(encoding="utf-8"))
    words = {key: "|".join(value.split()) for key, value in data.items()}
    after = (
        rf"^(?:\s+and\s+[A-Z]\w+)?(?:,?\s+(?:{words['before_speech']})){{0,3}}\s+(?:{words['speech']})\b"
        rf"|^\s+(?:was|is|has been|had been|were)\s+(?:\w+\s+){{0,2}}(?:{words['doing']})\b"
        rf"|^[-–](?:{words['joined']})\b"
        rf"|^[’']s?\s+(?:{words['owned']})\b"
    )
    before = (
        rf"(?:according to|(?:{words['relations']})\s+(?:with|between)(?:\s+[A-Z][\w-]+\s+and)?|(?:{words['by']})\s+by"
        r"|pressure\s+(?:on|from)|loyal to|allied (?:to|with)|support\s+from)\s+$"
    )
    return re.compile(after), re.compile(before)


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Folded names of seats of government."""
    with (files("fogline.atlas") / "data" / "capitals.csv").open(encoding="utf-8") as stream:
        return frozenset(fold(row["name"]) for row in csv.DictReader(stream))


@lru_cache(maxsize=1)
def seats() -> dict[str, str]:
    """The first seat of government of each country, by ISO code."""
    with (files("fogline.atlas") / "data" / "capitals.csv").open(encoding="utf-8") as stream:
        return {row["country"]: row["name"] for row in reversed(list(csv.DictReader(stream)))}


def stands_for_government(text: str, span: Span, country: bool) -> bool:
    """Whether the words round a name make it somebody who speaks or acts, rather than somewhere.

    Only capitals and countries do: `country` says that the name is one of a country.
    """
    if not country and fold(span.of(text)) not in capitals() and fold(span.of(text)) not in nations():
        return False
    after, before = _rules()
    return bool(
        after.search(text[span.end : span.end + _REACH])
        or before.search(text[max(0, span.start - _REACH) : span.start])
    )
