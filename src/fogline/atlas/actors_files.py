"""Reading a theatre pack's TOML files: every fault names file, line and field, and nothing is loaded halfway."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from fogline.errors import PackError
from fogline.when import interval

T = TypeVar("T")


def table(path: Path) -> dict[str, Any]:
    """The content of a TOML file; empty where there is none."""
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: is no TOML ({error}); mend that line and load the pack again") from None


def checked(entry: Mapping[str, Any], key: str, kind: type[T], path: Path) -> T:
    """A required field of an entry, of the type that it must have."""
    value = entry.get(key)
    if not isinstance(value, kind) or not value:
        found = "nothing" if value is None else repr(value)
        raise PackError(f"{path}{line_of(path, entry)}: field {key!r}: found {found}, expected a {kind.__name__}")
    return value


def period(entry: Mapping[str, Any], path: Path) -> tuple[date | None, date | None]:
    """The first and the last day of `since` and `until`, which are EDTF: a day, a month or a year."""
    bounds: list[date | None] = []
    for key in ("since", "until"):
        text = entry.get(key)
        if not text:
            bounds.append(None)
            continue
        try:
            span = interval(str(text))
        except ValueError as error:
            where = line_of(path, entry)
            raise PackError(f"{path}{where}: field {key!r}: {error}; write a day as 2017-09-10") from None
        bounds.append(span.start if key == "since" else span.end)
    return bounds[0], bounds[1]


def line_of(path: Path, entry: Mapping[str, Any]) -> str:
    """`:LINE` of an entry, found by its id, actor or title; empty where it cannot be told."""
    for key in ("id", "actor", "name", "title", "since", "until"):
        mark = entry.get(key)
        if isinstance(mark, str) and mark:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if f'"{mark}"' in line and key in line:
                    return f":{number}"
    return ""
