"""Weighed claims once more, of which only those are read that are not what they were: a review changes one of 40,000.

Whatever changed the ledger in between, by whatever process, a claim is taken over only where every row that it is made
of is the same as before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from fogline.claims import Weighed
from fogline.ledger import schema
from fogline.ledger.ledger import Ledger
from fogline.ledger.query import ClaimQuery, entries
from fogline.ledger.store import among, ask_driver, numbers_as_value
from fogline.ledger.weighed import links_of, origin_reviews, weighed_of

_ROWS = (
    "SELECT e.entry, e.claim, e.content, e.resolution, e.form, e.status, e.found, e.from_day, e.to_day, e.approximate, "
    "e.body, o.body, o.event, k.key FROM {among} CROSS JOIN entry e JOIN claim k ON k.claim = e.claim "
    "LEFT JOIN origin o ON o.claim = e.claim WHERE e.entry = j.value"
)


class Marked(NamedTuple):
    """A claim, and the mark of the rows that it was made of; None where it has to be read again each time."""

    mark: int | None
    weighed: Weighed


def renewed(ledger: Ledger, query: ClaimQuery, before: Mapping[int, Marked]) -> dict[int, Marked]:
    """What `ledger.weighed(query)` gives, in its order, by number of the entry; `before` is what this gave earlier."""

    def question(conn: Connection) -> dict[int, Marked]:
        numbers = entries(conn, ledger._store, query)
        marks = _marks(conn, numbers)
        old = {n: before[n] for n in numbers if n in before and marks[n] is not None and before[n].mark == marks[n]}
        new = [n for n in numbers if n not in old]
        read = dict(zip(new, weighed_of(conn, ledger._memory, new), strict=True))
        return {n: old[n] if n in old else Marked(marks[n], read[n]) for n in numbers}

    return ledger._store.ask(question)


def _marks(conn: Connection, numbers: list[int]) -> dict[int, int | None]:
    """A mark of 64 bits for each entry: two forms of one claim share it once in 10^18 changes."""
    links: defaultdict[int, list[str]] = defaultdict(list)
    for a, b, link in links_of(conn, None, None):
        said = repr(link)
        links[a].append(said)
        links[b].append(said)
    # A redaction blanks bodies where they lie; a ruled origin hangs on another claim's.
    redacted = conn.execute(select(func.max(schema.redaction.c.seq))).scalar()
    ruled = {bytes.fromhex(id_) for id_ in origin_reviews(conn)}
    marks: dict[int, int | None] = {}
    for row in ask_driver(conn, _ROWS.format(among=among(conn)), numbers_as_value(conn, numbers)):
        entry, claim = row[:2]
        marks[entry] = None if row[-1] in ruled else hash((row[1:-1], redacted, *links.get(claim, ())))
    return marks
