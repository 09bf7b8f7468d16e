"""The one schema of both stores: records, which are for ever, and derived tables, which may be dropped and rebuilt.

Records carry what was read, resolved, linked and decided. Each has a row in `record`, whose `chain` runs over all of
them; triggers refuse UPDATE and DELETE. A reading's claims hang below it and are covered by its hash. Everything under
"derived" is a function of the records (and, for origins, events and blocks, of the last weighing).

Days are proleptic ordinals (`date.toordinal`), moments are microseconds since 1970 UTC, ids and hashes are 32 bytes.
Foreign keys are left to `verify`: every parent is written in the same transaction, and checking 10 M rows again on
each insert costs a third of the write speed (measured with SQLite 3.40).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData()

#: 64-bit on both stores; plain INTEGER on SQLite so that a primary key is the row id.
Int = Integer().with_variant(BigInteger(), "postgresql")

#: `from_day` of an undated claim: sorts last. `to_day` of one: overlaps no window.
UNDATED, NEVER = 99_999_999, -1
#: Open ends of an interval.
ALWAYS_FROM, ALWAYS_TO = 0, 9_999_999
#: Longest interval in days that a window finds by its first day; longer ones are kept apart (`long`).
SHORT_DAYS = 31

# ---------------------------------------------------------------- records

record = Table(
    "record",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Index("record_recorded", "recorded", "seq"),
)

report = Table(  # the text, once; what is said about it stands in report_form
    "report",
    metadata,
    Column("report", Int, primary_key=True, autoincrement=False),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("text", LargeBinary),  # zlib; NULL once redacted
)

report_form = Table(  # title, publisher, dates and raw bytes: first as it came, later amendments and other printings
    "report_form",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("report", Int, nullable=False),
    Column("amends", Boolean, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
    Column("raw", LargeBinary),  # zlib; NULL where raw is the text in UTF-8, or once redacted
    Index("report_form_report", "report"),
)

reading = Table(
    "reading",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("report", Int, nullable=False),
    Column("reader", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),  # skipped, warnings
    Column("first", Int, nullable=False),  # its rows in content: first .. first + rows - 1
    Column("rows", Int, nullable=False),
    Index("reading_report", "report", "reader", "version", unique=True),
)

claim = Table(  # the identity of a claim: report, trigger span and type, hashed
    "claim",
    metadata,
    Column("claim", Int, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False, unique=True),
    Column("report", Int, nullable=False),
    Index("claim_report", "report"),
)

content = Table(  # what one reading says of a claim
    "content",
    metadata,
    Column("content", Int, primary_key=True, autoincrement=False),
    Column("reading", Int, nullable=False),
    Column("claim", Int, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
)

resolving = Table(  # one run of one atlas over one reading
    "resolving",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("reading", Int, nullable=False),
    Column("atlas", Text, nullable=False),
    Column("first", Int, nullable=False),
    Column("rows", Int, nullable=False),
    Index("resolving_reading", "reading"),
)

resolution = Table(
    "resolution",
    metadata,
    Column("resolution", Int, primary_key=True, autoincrement=False),
    Column("resolving", Int, nullable=False),
    Column("claim", Int, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
)

place_form = Table(  # a place as some atlas described it; resolutions point at it by digest
    "place_form",
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # first 16 bytes of the SHA-256 of the body
    Column("body", Text, nullable=False),
)

weighing = Table(
    "weighing",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("first", Int, nullable=False),
    Column("rows", Int, nullable=False),
    Column("body", Text, nullable=False),  # links that it withdraws
)

link = Table(
    "link",
    metadata,
    Column("link", Int, primary_key=True, autoincrement=False),
    Column("weighing", Int, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("body", Text, nullable=False),
    Index("link_id", "id"),
)

review = Table(
    "review",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("report", Int),  # the report that it bears on; 0 for fixes that hold everywhere, NULL for links and origins
    Column("body", Text, nullable=False),
    Index("review_subject", "subject"),
    Index("review_report", "report"),
)

publisher = Table(
    "publisher",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
)

redaction = Table(
    "redaction",
    metadata,
    Column("seq", Int, primary_key=True, autoincrement=False),
    Column("report", Int, nullable=False),
    Column("body", Text, nullable=False),
    Index("redaction_report", "report"),
)

RECORDS = (
    record, report, report_form, reading, claim, content, resolving, resolution, place_form, weighing, link, review,
    publisher, redaction,
)  # fmt: skip

# ---------------------------------------------------------------- derived

report_now = Table(  # reports as their newest form has them, so that a name or a newest day is looked up
    "report_now",
    metadata,
    Column("report", Int, primary_key=True, autoincrement=False),
    Column("form", Int, nullable=False),
    Column("name", Text, nullable=False),
    Column("published", Integer),
    Index("report_now_name", "name"),
    Index("report_now_published", "published"),
)

place = Table(
    "place",
    metadata,
    Column("place", Int, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),  # its newest form
    Column("name", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Index("place_lat_lon", "lat", "lon"),
)

actor = Table(  # actors, sources and sides, by id
    "actor",
    metadata,
    Column("actor", Int, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index("actor_folded", "folded"),
)

entry = Table(  # a claim in its effective form, from the record that made it so to the one that ended it
    "entry",
    metadata,
    Column("entry", Int, primary_key=True, autoincrement=False),
    Column("claim", Int, nullable=False),
    Column("report", Int, nullable=False),
    Column("begins", Int, nullable=False),
    Column("ends", Int),
    Column("content", Int),  # NULL: added by a reviewer
    Column("resolution", Int),
    Column("form", Int, nullable=False),
    Column("type", Text, nullable=False),
    Column("mood", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("from_day", Int, nullable=False),
    Column("to_day", Int, nullable=False),
    Column("approximate", Boolean, nullable=False),
    Column("known", Int, nullable=False),  # the reported day, for undated reports the recorded day
    Column("status", Text),
    Column("found", Boolean, nullable=False),
    Column("body", Text),  # the reviewed form, where a review changed it
    Index("entry_claim", "claim"),
    Index("entry_report", "report"),
    Index("entry_from", "from_day", "entry"),
)

entry_place = Table(  # where a claim lies, when, and what it does to control there: all that a map or a window asks
    "entry_place",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("long", SmallInteger, primary_key=True, autoincrement=False),
    Column("from_day", Integer, primary_key=True, autoincrement=False),
    Column("entry", Int, primary_key=True, autoincrement=False),
    Column("nth", SmallInteger, primary_key=True, autoincrement=False),  # a hand-over bears on two parties: 0 and 1
    Column("to_day", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("begins", Int, nullable=False),
    Column("ends", Int),
    Column("rejected", Boolean, nullable=False),
    Column("effect", SmallInteger),  # fogline.ledger.evidence.EFFECTS; NULL: bears on nothing
    Column("party", Integer),
    Column("held", Boolean, nullable=False),  # hardens a claim that moves nothing, so moves nothing itself
    Index("entry_place_entry", "entry"),
    sqlite_with_rowid=False,
)

entry_actor = Table(
    "entry_actor",
    metadata,
    Column("actor", Int, primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),  # actor (or target), source
    Column("entry", Int, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

place_now = Table(  # the map as of now, a row a place: the newest evidence of each effect and party, packed
    "place_now",
    metadata,
    Column("place", Int, primary_key=True, autoincrement=False),
    Column("evidence", LargeBinary, nullable=False),  # fogline.ledger.evidence
)

to_weigh = Table(  # standing entries that no weighing has seen, so that the next run need not look for them
    "to_weigh",
    metadata,
    Column("entry", Int, primary_key=True, autoincrement=False),
)

link_now = Table(  # links in force, with their reviews, as of any recorded moment
    "link_now",
    metadata,
    Column("row", Int, primary_key=True, autoincrement=False),
    Column("id", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("a", Int, nullable=False),
    Column("b", Int, nullable=False),
    Column("body", Text, nullable=False),
    Column("begins", Int, nullable=False),
    Column("ends", Int),
    Column("status", Text),  # accepted, rejected, added
    Column("weighed", Boolean, nullable=False),  # whether the newest weighing stands behind it
    Index("link_now_id", "id"),
    Index("link_now_a", "a"),
    Index("link_now_b", "b"),
)

origin = Table(
    "origin",
    metadata,
    Column("claim", Int, primary_key=True, autoincrement=False),
    Column("entry", Int, nullable=False),  # the form of the claim that was weighed
    Column("event", Text),
    Column("statement", Text),
    Column("body", Text, nullable=False),
    Column("blocks", Text, nullable=False),  # its rows in block, so that a later weighing can take them out
    Index("origin_event", "event"),
    Index("origin_statement", "statement"),
)

block = Table(  # block keys of weighing, as the first 8 bytes of their SHA-256
    "block",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("claim", Int, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Dropped and replayed by `rebuild_projections`. Origins, events and blocks come from weighing and stay.
PROJECTIONS = (report_now, place, actor, entry, entry_place, entry_actor, place_now, to_weigh, link_now)
FROM_WEIGHING = (origin, block)
