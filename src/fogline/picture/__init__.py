"""Questions over weighed claims: who holds what, how that changed, what lies where, what follows.

Pure functions. Every answer is a frozen value with `claims` (ids), `sentence`, `unknown_because` and `as_json()`.
"""

from fogline.picture.holding import Against, Backing, Holder, Holding, LastKnown
from fogline.picture.lineup import NoSides, SideLike, SidesLike
from fogline.picture.policies import POLICIES, Basis, Status
from fogline.picture.timeline import Change, Timeline, replay, timeline
from fogline.picture.who import who_holds

__all__ = [
    "POLICIES",
    "Against",
    "Backing",
    "Basis",
    "Change",
    "Holder",
    "Holding",
    "LastKnown",
    "NoSides",
    "SideLike",
    "SidesLike",
    "Status",
    "Timeline",
    "replay",
    "timeline",
    "who_holds",
]
