"""Stored texts of many reports at once: what a list of cards shows its sentences from."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from fogline.ledger import schema
from fogline.ledger.ledger import Ledger
from fogline.ledger.pen import CHUNK
from fogline.ledger.prepare import unpacked


def texts(ledger: Ledger, ids: Collection[str]) -> dict[str, str]:
    """The texts of these reports by id; empty where one was redacted, absent where there is no such report."""
    p, ordered = schema.report, sorted({bytes.fromhex(id_) for id_ in ids})

    def question(conn: Connection) -> dict[str, str]:
        found: dict[str, str] = {}
        for i in range(0, len(ordered), CHUNK):
            rows = conn.execute(select(p.c.id, p.c.text).where(p.c.id.in_(ordered[i : i + CHUNK])))
            found.update((bytes(id_).hex(), "" if text is None else unpacked(text)) for id_, text in rows)
        return found

    return ledger._store.ask(question)
