"""What a weighing hands to the ledger, and what it needs to know of publishers: two values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fogline.claims import Link, Origin, ReportKind


@dataclass(frozen=True, slots=True)
class Weighing:
    """What weighing some new claims against their candidates came to; it replaces what was said of those claims before.

    `origins` has one for each new claim, and for those earlier claims whose origin the new ones change (an earlier
    printing of the same story turned up). `events` maps claim ids to event ids, again for all that changed. `links`
    are those found now; a link that stood before and is not repeated still stands unless its id is in `withdrawn`.
    `blocks` holds for each new claim the keys under which later claims will find it (`Ledger.candidates`).
    """

    origins: tuple[Origin, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """What is known of a publisher, and by whose word: `sidecar`, or the person who set it.

    `reliability` is the Admiralty source letter A to F; F until a person sets another.
    """

    name: str
    side: str | None = None
    kind: ReportKind | None = None
    reliability: str = "F"
    by: str | None = None


#: Publishers by name, as `Ledger.publishers()` gives them.
Publishers = Mapping[str, Publisher]
