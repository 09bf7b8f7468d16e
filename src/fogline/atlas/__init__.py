"""The atlas: names of reports to places and actors, or an honest "not known" with candidates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fogline.atlas.atlas import Atlas
from fogline.atlas.places import Candidate

__all__ = ["Atlas", "Candidate", "open"]


def open(packs: Sequence[str] | None = None, extra: Sequence[Path] = ()) -> Atlas:
    """Open the atlas over the shipped packs (or the named ones), the user's own data, and extra pack folders."""
    from fogline.atlas.home import assemble

    return assemble(packs, extra)
