"""Measures as reports put them: "some 40 kilometers", "375 miles", "within 55 km", "60-70 km", "40 %"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fogline.picture.rules import rules

LENGTH, AREA, SHARE = "length", "area", "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text puts forward: from `low` to `high` in km, km2 or as a share of 1, once its wording is allowed for.

    `high` is infinite for "more than". `said` is the plain number in the same unit, before allowance.
    """

    text: str
    kind: str
    low: float
    high: float
    said: float

    def as_json(self) -> dict[str, Any]:
        unit = {LENGTH: "km", AREA: "km2", SHARE: "share"}[self.kind]
        high = None if math.isinf(self.high) else round(self.high, 3)
        return {"text": self.text, f"low_{unit}": round(self.low, 3), unit: round(self.said, 3), f"high_{unit}": high}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    table = rules()["measures"]
    words = sorted(table["numbers"], key=len, reverse=True)
    number = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\b(?:{'|'.join(words)})\b"
    units = sorted([*table["length"], *table["share"], *table["hectares"]], key=len, reverse=True)
    unit = "|".join(re.escape(u) for u in units)
    return re.compile(
        rf"(?P<first>{number})(?:\s*(?:-|–|to|and|or)\s*(?P<second>{number}))?[\s-]*"
        rf"(?P<square>square[\s-]|sq\.?\s)?(?P<unit>km2|km²|{unit})(?![a-z])",
        re.IGNORECASE,
    )


def read_measure(text: str) -> Measure | None:
    """The first measure in the words, None where there is none.

    >>> read_measure("a few villages") is None
    True
    """
    match = _pattern().search(text)
    if match is None:
        return None
    table, unit = rules()["measures"], match["unit"].lower()
    if unit in table["share"]:
        kind, factor = SHARE, float(table["share"][unit])
    elif unit in ("km2", "km²"):
        kind, factor = AREA, 1.0
    elif unit in table["hectares"]:
        kind, factor = AREA, float(table["hectares"][unit])
    elif match["square"]:
        kind, factor = AREA, float(table["length"][unit]) ** 2
    else:
        kind, factor = LENGTH, float(table["length"][unit])
    first = _number(match["first"])
    second = _number(match["second"]) if match["second"] else first
    low, high = min(first, second), max(first, second)
    low, high = _allowed(low, high, f" {text.lower()} ")
    return Measure(text, kind, low * factor, high * factor, (first + second) / 2 * factor)


def _number(word: str) -> float:
    plain = word.replace(",", "").lower()
    known = rules()["measures"]["numbers"]
    return float(known[plain]) if plain in known else float(plain)


def _allowed(low: float, high: float, text: str) -> tuple[float, float]:
    """The range that the wording allows; the shares are those of data/rules.toml, section geography."""
    slack = rules()["geography"]["spoken_share"]
    if _has("at_most", text):
        return 0.0, high * (1 + slack["exact"])
    if _has("at_least", text):
        return low * (1 - slack["exact"]), math.inf
    if _has("nearly", text):
        return low * (1 - slack["about"]), high * (1 + slack["exact"])
    share = (
        slack["about"]
        if _has("about", text)
        else slack["rounded"]
        if low % 10 == 0 and high % 10 == 0
        else slack["exact"]
    )
    return low * (1 - share), high * (1 + share)


def _has(key: str, text: str) -> bool:
    return any(re.search(rf"(?<![a-z]){re.escape(w)}(?![a-z])", text) for w in rules()["measures"][key])
