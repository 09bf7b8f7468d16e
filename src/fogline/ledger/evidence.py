"""The newest evidence on a place, packed into one value, so that a whole map is one short row a place.

A row of 29 bytes an effect and party, in order of both: what is newer takes the place of what is older, by day, then by
the day from which it was known, then by number. Pure.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from fogline.ledger.effects import DENIED, DISPUTES, GONE, HOLDS, LEFT, THERE

#: Effects by their number in the tables. Numbers are kept for ever; a new effect goes to the end.
EFFECTS = (HOLDS, LEFT, THERE, GONE, DISPUTES, DENIED)
NUMBERS = {effect: number for number, effect in enumerate(EFFECTS)}

#: Effect, party, first valid day, day from which it was known, entry, the first 8 bytes of the claim's key: the same
#: bytes on every machine.
_ROW = struct.Struct("<BIIIq8s")
#: Older than anything.
OLDEST = (-1, 0, 0, b"")

Key = tuple[int, int]
Newest = tuple[int, int, int, bytes]
Row = tuple[int, int, int, int, int, bytes]


def rows(packed: bytes) -> list[Row]:
    """Effect number, party, first valid day, day known, entry and key, in order of effect and party.

    >>> rows(merged(b"", {(0, 7): (736000, 736002, 12, b"12345678")}))
    [(0, 7, 736000, 736002, 12, b'12345678')]
    >>> rows(b"")
    []

    Raises struct.error where the bytes are no such rows.
    """
    return list(_ROW.iter_unpack(packed))


def merged(packed: bytes, found: Mapping[Key, Newest]) -> bytes:
    """The evidence with what was found, where that is newer."""
    held: dict[Key, Newest] = {(row[0], row[1]): row[2:] for row in _ROW.iter_unpack(packed)}
    for key, newest in found.items():
        if newest > held.get(key, OLDEST):
            held[key] = newest
    return _packed(held)


def replaced(packed: bytes, found: Mapping[Key, Newest | None]) -> bytes:
    """The evidence with these rows as they are now, whatever stood there; None takes a row out."""
    held: dict[Key, Newest] = {(row[0], row[1]): row[2:] for row in _ROW.iter_unpack(packed)}
    for key, newest in found.items():
        if newest is None:
            held.pop(key, None)
        else:
            held[key] = newest
    return _packed(held)


def _packed(held: Mapping[Key, Newest]) -> bytes:
    return b"".join([_ROW.pack(*key, *held[key]) for key in sorted(held)])
