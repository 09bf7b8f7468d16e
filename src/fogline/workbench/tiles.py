"""Tiles beneath the claims: a PMTiles file of the user's, or the address of a tile server that the user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fogline.errors import InputError, QuestionError

#: The first bytes of an archive of version 3, which is what the page reads (PMTiles specification, section 3).
MAGIC = b"PMTiles\x03"


@dataclass(frozen=True, slots=True)
class Tiles:
    """Either `file` or `template` is given; `origin` is the other host that the page may then ask, null for a file."""

    file: Path | None
    template: str | None
    origin: str | None

    @classmethod
    def of(cls, given: str) -> Tiles:
        """From the option's words; QuestionError or InputError says what was expected."""
        if given.startswith(("http://", "https://")):
            return cls(None, given, _origin(given))
        file = Path(given)
        try:
            with file.open("rb") as opened:
                head = opened.read(len(MAGIC))
        except OSError as error:
            raise InputError(
                given, f"cannot be opened ({error.strerror})", "give a .pmtiles file or an address"
            ) from None
        if head != MAGIC:
            raise InputError(given, "not a PMTiles archive of version 3", "convert it with the `pmtiles` command")
        return cls(file, None, None)


def _origin(template: str) -> str:
    parts = urlsplit(template)
    if not all(mark in template for mark in ("{z}", "{x}", "{y}")):
        raise QuestionError(f"--tiles {template}: expected an address with {{z}}, {{x}} and {{y}}, or a .pmtiles file")
    if parts.path.endswith((".pbf", ".mvt")):
        raise QuestionError(f"--tiles {template}: vector tiles do not say what layers they have; give a .pmtiles file")
    # It goes into a header that decides what the page may do: a plain host and port, nothing that could end the word.
    host = parts.netloc
    if not host or any(c in host for c in "@;,'\" \t{}*"):
        raise QuestionError(f"--tiles {template}: expected a plain host, found {host!r}")
    return f"{parts.scheme}://{host}"
