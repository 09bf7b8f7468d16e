"""Whether a state begins, goes on or ends, from its trigger (SEMANTICS.md section 3).

"Ended" is not "did not happen": a base that is closed has phase `end` and positive polarity; where the codebook codes
an ended siege or truce as negative, the phase says `end` as well.
"""

from __future__ import annotations

import re
from functools import cache

from fogline.claims import STATES, Claim, ClaimType, Phase
from fogline.reader.lexicons import load

_LEXICON = load("phase")
#: Types that have a phase: the states, and what is imposed and lifted, signed and broken.
PHASED = STATES | {ClaimType.BESIEGE, ClaimType.AGREE}
#: The words, and up to two of its own name or kind between them and the trigger: "the former Islamic State stronghold".
_OVER = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(re.escape, _LEXICON['over']))})(?:(?<=-)|\s+(?:[\w’'-]+\s+){{0,2}}?)\Z", re.I
)


def of(claim: Claim, text: str = "") -> Phase | None:
    """The phase of a claim in its text; None for an event, which has none.

    >>> of(claim)  # "closed" in "the army closed its base at Zakf"
    Phase.END
    """
    if claim.type not in PHASED:
        return None
    if claim.type in STATES and _OVER.search(text, max(0, claim.trigger.start - 40), claim.trigger.start):
        return Phase.END
    words = " ".join(re.findall(r"[\w'’-]+", claim.trigger_text.lower()))
    for phase in (Phase.END, Phase.BEGIN):
        if _pattern(phase, claim.type).search(words):
            return phase
    return Phase.HOLD


@cache
def _pattern(phase: Phase, type_: ClaimType) -> re.Pattern[str]:
    """The words of a phase for one type, longest first."""
    table: dict[str, list[str]] = _LEXICON[str(phase)]
    words = [*table["any"], *table.get(str(type_), [])]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")\b")
