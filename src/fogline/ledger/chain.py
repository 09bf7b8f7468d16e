"""The running chain over the records: change, drop or insert one, and every later link of the chain differs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: What the first record is chained to.
START = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sha256(text: str) -> bytes:
    """SHA-256 of a canonical JSON text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def link_hash(before: bytes, seq: int, kind: str, id_: bytes, hash_: bytes, recorded: int) -> bytes:
    """The chain at a record: SHA-256 of the canonical JSON of the chain before it and all that the record says."""
    head = f'["{before.hex()}",{seq},"{kind}","{id_.hex()}","{hash_.hex()}",{recorded}]'
    return hashlib.sha256(head.encode()).digest()


def moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 UTC; a moment without a zone is taken as UTC."""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: keep it elsewhere, and `verify` proves later that nothing before it was touched."""

    seq: int
    chain: str
    recorded: str

    def as_json(self) -> dict[str, object]:
        return {"fogline": "chain head", "seq": self.seq, "chain": self.chain, "recorded": self.recorded}
