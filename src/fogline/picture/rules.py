"""The numbers and words that the picture decides by, read once from data/rules.toml."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The whole table; each section carries a `source` for its numbers."""
    with resources.files("fogline.picture").joinpath("data/rules.toml").open("rb") as file:
        return tomllib.load(file)


def days(name: str) -> int:
    """A number of days of the section `age`: `horizon`, `dispute`, `half_life`, `before_state`."""
    return int(rules()["age"][f"{name}_days"])


@lru_cache(maxsize=64)
def pattern(section: str, name: str) -> re.Pattern[str]:
    """A compiled pattern of the table."""
    return re.compile(rules()[section][name])
