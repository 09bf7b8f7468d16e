"""What a mention was found to stand for, and the shapes of phrases that more than one part of the resolver reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fogline.claims import ActorKind

#: Where people are is not whose they are: of a state's name, only the first kind of preposition makes them its own.
OF = re.compile(
    r"^(?P<left>.+?) (?:(?P<own>of|from|within|loyal to|belonging to|affiliated with|linked to|close to|with)"
    r"|in|at|inside|near|for|on) (?P<right>.+)$",
    re.IGNORECASE,
)
#: What stands between joined parties.
JOIN = re.compile(r",? and (?:the )?|, | & |/")
_UNIT = re.compile(r"\b(?:brigade|division|battalion|regiment|corps|squadron|company|legion|fleet|wing|task force)s?\b")
_OUTLET = re.compile(
    r"\b(?:news|news agency|tv|television|radio|newspaper|magazine|channel|times|post|daily|herald|journal)\b"
)
_BODY = re.compile(
    r"\b(?:committee|council|ministry|department|agency|organi[sz]ation|association|institute|center|centre|office|party|"
    r"union|commission|court|university|hospital|foundation|network|guard|police|service|observatory|assembly|parliament|bank)\b"
)
_GROUP = re.compile(
    r"\b(?:front|army|movement|militia|forces|group|jaish|jaysh|jabhat|liwa|harakat|faylaq|kataib|jund|ansar|rebels|fighters|"
    r"militants|terrorists)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention stands for. `side_of` is the actor whose side it shares, where that is not its own."""

    actor: str
    name: str
    kind: ActorKind
    score: float
    why: str
    backer: str | None = None
    side_of: str | None = None


def kind_of(folded: str, text: str) -> ActorKind:
    """What sort of actor an unknown name looks like."""
    for pattern, kind in (
        (_UNIT, ActorKind.UNIT),
        (_OUTLET, ActorKind.OUTLET),
        (_BODY, ActorKind.ORGANISATION),
        (_GROUP, ActorKind.GROUP),
    ):
        if pattern.search(folded):
            return kind
    tokens = text.split()
    capitals = sum(token.rpartition("-")[2][:1].isupper() for token in tokens)  # "al-Juwaili" is a name
    if 2 <= len(tokens) <= 5 and capitals >= 2:
        return ActorKind.PERSON
    return ActorKind.UNKNOWN
