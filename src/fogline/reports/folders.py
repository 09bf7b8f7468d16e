"""Which files of a folder are reports, in an order that is the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

#: Files that speak of a folder, not of a war.
_ABOUT_THE_FOLDER = re.compile(r"^(?:readme|licen[cs]e|notice|copying)(?:\.(?:md|txt|rst))?$", re.IGNORECASE)
#: Files that systems leave behind.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
#: What a sidecar may stand beside.
SIDECAR_OF = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")


def walk(folder: Path) -> Iterator[Path]:
    """The files of a folder and its sub-folders that are to be read, sorted by path.

    Left out: hidden files and folders, sidecars (`NAME.json` beside `NAME.txt`), README, LICENSE and NOTICE, and the
    folders that browsers save beside a page (`NAME_files`).
    """
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        pages = {Path(name).stem for name in files if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (name.endswith("_files") and name.removesuffix("_files") in pages)
        )
        present = frozenset(files)
        for name in sorted(files):
            if name.startswith(".") or name.lower() in _LITTER or _ABOUT_THE_FOLDER.match(name):
                continue
            if name.endswith(".json") and any(name.removesuffix(".json") + suffix in present for suffix in SIDECAR_OF):
                continue
            yield here / name


def sidecar_of(path: Path) -> Path | None:
    """The sidecar beside a report, if there is one."""
    candidate = path.with_suffix(".json")
    return candidate if path.suffix.lower() in SIDECAR_OF and candidate.is_file() else None
