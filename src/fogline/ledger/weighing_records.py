"""What a weighing hands to the ledger, and what it needs to know of publishers: two values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fogline.claims import Link, Origin, ReportKind


@dataclass(frozen=True, slots=True)
class Weighing:
    """What weighing some new claims against their candidates came to.

    `blocks` names the claims that were weighed, each with the keys under which later claims will find it
    (`Ledger.candidates`). The run speaks for every link that touches one of them: links of earlier runs that touch them
    and are not among `links` are withdrawn. `origins` has one for each weighed claim, and for those earlier claims
    whose origin the new ones change (an earlier printing of the same story turned up). `events` maps claim ids to
    event ids, again for all that changed.
    """

    origins: tuple[Origin, ...] = ()
    events: Mapping[str, str | None] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publisher:
    """What a user decided about a publisher; `reliability` is the Admiralty source letter, F until one is set."""

    name: str
    side: str | None = None
    kind: ReportKind | None = None
    reliability: str = "F"
    by: str = ""
    at: datetime | None = None
    note: str | None = None


#: Publishers by name, as `Ledger.publishers()` gives them.
Publishers = Mapping[str, Publisher]
