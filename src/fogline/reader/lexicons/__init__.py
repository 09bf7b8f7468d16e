"""Word lists of the reader, one TOML file a subject, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon `NAME.toml` of this folder; treat it as read-only.

    Raises FileNotFoundError where there is no such lexicon.
    """
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
