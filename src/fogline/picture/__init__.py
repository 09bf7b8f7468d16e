"""Questions over weighed claims: who holds what, how that changed, what lies where, what follows.

Pure functions. Every answer is a frozen value with `claims` (ids), `sentence`, `unknown_because` and `as_json()`.
"""

from fogline.picture.border import Bank, BorderAnswer, border
from fogline.picture.boundaries import (
    VIEWPOINT_NAMES,
    VIEWPOINTS,
    BorderLine,
    border_line,
    drawn_countries,
    packed_countries,
)
from fogline.picture.corridor import Corridor, corridor
from fogline.picture.encirclement import Encirclement, Pocket, encirclement
from fogline.picture.force import MOVING
from fogline.picture.geodesy import Range
from fogline.picture.holding import Against, Backing, Holder, Holding, LastKnown
from fogline.picture.holdings import Asking, holding_of, holdings
from fogline.picture.lineup import NoSides, SideLike, SidesLike
from fogline.picture.measure import Measure, read_measure
from fogline.picture.measures import Check, check
from fogline.picture.policies import POLICIES, Basis, Status
from fogline.picture.timeline import Change, Timeline, replay, timeline
from fogline.picture.whatif import WhatIf, what_if
from fogline.picture.who import lies_within, who_holds
from fogline.picture.zone import Distance, Zone, distance, zone

__all__ = [
    "MOVING",
    "POLICIES",
    "VIEWPOINTS",
    "VIEWPOINT_NAMES",
    "Against",
    "Asking",
    "Backing",
    "Bank",
    "Basis",
    "BorderAnswer",
    "BorderLine",
    "Change",
    "Check",
    "Corridor",
    "Distance",
    "Encirclement",
    "Holder",
    "Holding",
    "LastKnown",
    "Measure",
    "NoSides",
    "Pocket",
    "Range",
    "SideLike",
    "SidesLike",
    "Status",
    "Timeline",
    "WhatIf",
    "Zone",
    "border",
    "border_line",
    "check",
    "corridor",
    "distance",
    "drawn_countries",
    "encirclement",
    "holding_of",
    "holdings",
    "lies_within",
    "packed_countries",
    "read_measure",
    "replay",
    "timeline",
    "what_if",
    "who_holds",
    "zone",
]
