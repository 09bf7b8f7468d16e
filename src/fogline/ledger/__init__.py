"""The ledger: append-only, bitemporal, on SQLite and PostgreSQL alike.

ledger = fogline.ledger.open("fogline.db")          # or postgresql://user@host/database
ledger.add([(report, reading, resolutions)])        # on the disk when it returns; what is there is not added again
for added in ledger.add_all(batches): ...           # the same for many batches, a third faster
ledger.claims(ClaimQuery(places=["..."], as_known_on=date(2017, 9, 10)))
"""

from fogline.ledger.append import Added
from fogline.ledger.bulk import load
from fogline.ledger.care import move, restore
from fogline.ledger.chain import Head
from fogline.ledger.effective import CORRECTABLE, EVERYWHERE
from fogline.ledger.history import Counts, Found, Past
from fogline.ledger.ledger import Ledger
from fogline.ledger.ledger import open_ledger as open
from fogline.ledger.merging import merge_value
from fogline.ledger.query import ClaimQuery
from fogline.ledger.records import (
    actor_fix,
    added_claim,
    link_value,
    new_review,
    place_fix,
)
from fogline.ledger.standings import Evidence, PlaceNow, Standing
from fogline.ledger.verify import Verdict
from fogline.ledger.weighing_records import Publisher, Publishers, Weighing

__all__ = [
    "CORRECTABLE",
    "EVERYWHERE",
    "Added",
    "ClaimQuery",
    "Counts",
    "Evidence",
    "Found",
    "Head",
    "Ledger",
    "Past",
    "PlaceNow",
    "Publisher",
    "Publishers",
    "Standing",
    "Verdict",
    "Weighing",
    "actor_fix",
    "added_claim",
    "link_value",
    "load",
    "merge_value",
    "move",
    "new_review",
    "open",
    "place_fix",
    "restore",
]
