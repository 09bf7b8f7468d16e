"""Capitals and countries that stand for their governments: "Damascus said" is an actor, not a place on the map."""

from __future__ import annotations

import re

from fogline.claims import Span

_SPEECH = [
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "warned",
    "warns",
    "accused",
    "accuses",
    "announced",
    "announces",
    "denied",
    "denies",
    "rejected",
    "rejects",
    "condemned",
    "condemns",
    "called",
    "calls",
    "urged",
    "urges",
    "demanded",
    "demands",
    "vowed",
    "vows",
    "claimed",
    "claims",
    "insisted",
    "insists",
    "argued",
    "argues",
    "agreed",
    "agrees",
    "refused",
    "refuses",
    "hopes",
    "hoped",
    "wants",
    "wanted",
    "fears",
    "feared",
    "believes",
    "believed",
    "seeks",
    "sought",
    "pledged",
    "pledges",
    "threatened",
    "threatens",
    "responded",
    "replied",
    "declared",
    "declares",
    "considers",
    "considered",
    "decided",
    "decides",
    "expects",
    "expected",
    "backs",
    "backed",
    "supports",
    "supported",
    "opposes",
    "opposed",
    "signed",
    "reiterated",
    "stressed",
    "confirmed",
    "maintains",
    "maintained",
]
_AFTER = re.compile(
    rf"^(?:,?\s+(?:also|has|have|had|is|was|would|will|again|repeatedly|later|now|still|itself|earlier|and\s+[A-Z]\w+)){{0,3}}\s+(?:{'|'.join(_SPEECH)})\b"
    r"|^\s+(?:was|is|has been|had been|were)\s+(?:\w+\s+){0,2}(?:winding|negotiating|talking|considering|planning|preparing|ready|willing|reluctant|keen|prepared)\b"
    r"|^[-–](?:backed|allied|led|supported|sponsored|based|friendly|aligned|funded|brokered)\b"
    r"|^[’']s?\s+(?:allies|ally|policy|envoy|ambassador|government|intentions|position|support|backing|demands?|refusal|decision)\b"
)
_BEFORE = re.compile(
    r"(?:according to|(?:talks|deal|agreement|relations|tensions|negotiations|truce|understanding)\s+(?:with|between)(?:\s+[A-Z][\w-]+\s+and)?"
    r"|(?:backed|supported|accused|brokered|sponsored|armed|denied)\s+by|pressure\s+(?:on|from)|loyal to|allied (?:to|with)"
    r"|between\s+[A-Z]\w+\s+and|support\s+(?:from|of)|government\s+in)\s+$"
)


def stands_for_government(text: str, span: Span) -> bool:
    """Whether the words round a name make it somebody who speaks or acts, rather than somewhere."""
    after, before = text[span.end : span.end + 60], text[max(0, span.start - 50) : span.start]
    return bool(_AFTER.search(after) or _BEFORE.search(before))
