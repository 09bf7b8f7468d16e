"""Thresholds and word lists of the room, read once from the data files beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("fogline.weighing") / "data" / name).read_text("utf-8"))


def thresholds(section: str) -> dict[str, Any]:
    """One section of thresholds.toml; each value's comment there says how it was set."""
    found: dict[str, Any] = _table("thresholds.toml")[section]
    return found


def lexicon(section: str) -> dict[str, Any]:
    """One section of lexicon.toml."""
    found: dict[str, Any] = _table("lexicon.toml")[section]
    return found


def bodies() -> list[dict[str, Any]]:
    """The bodies of speakers.toml, with their names and the people who speak for them."""
    found: list[dict[str, Any]] = _table("speakers.toml")["body"]
    return found
