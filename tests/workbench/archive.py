"""A PMTiles archive of one grey raster tile, written by hand: what the tests of tiles serve."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

_NONE, _PNG = 1, 2  # compression and tile type (PMTiles specification 3, header)


def archive(file: Path, attribution: str = "drawn for a test") -> Path:
    """Write the archive: one tile at zoom 0 that covers the world; gives the file back."""
    tile = _png(256, 128)
    root = _varints(1, 0, 1, len(tile), 1)  # one entry: tile id 0, a run of 1, its length, offset 0 (written as 1)
    about = json.dumps({"attribution": attribution}).encode()
    at = 127
    offsets = [at, len(root), at + len(root), len(about), 0, 0, at + len(root) + len(about), len(tile)]
    header = b"PMTiles\x03" + struct.pack("<8Q", *offsets) + struct.pack("<3Q", 1, 1, 1)
    header += struct.pack("<6B", 0, _NONE, _NONE, _PNG, 0, 0)  # not clustered; zooms 0 to 0
    header += struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    header += struct.pack("<B2i", 0, 0, 0)
    assert len(header) == at
    file.write_bytes(header + root + about + tile)
    return file


def _varints(*numbers: int) -> bytes:
    out = bytearray()
    for number in numbers:
        while number > 0x7F:
            out.append(number & 0x7F | 0x80)
            number >>= 7
        out.append(number)
    return bytes(out)


def _png(size: int, grey: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">2I5B", size, size, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([grey]) * size) * size
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
