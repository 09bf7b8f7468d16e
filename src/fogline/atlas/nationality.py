"""Adjectives of nation and names of peoples: "Syrian" and "Syrians" speak of Syria without being its name."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.fold import fold


@lru_cache(maxsize=1)
def nations() -> dict[str, str]:
    """Folded adjectives and names of peoples → country: `syrian` is SY."""
    table: dict[str, str] = {}
    with (files("fogline.atlas") / "data" / "nations.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            word = fold(row["word"])
            table[word] = table[word + "s"] = row["country"]
    return table
