"""The words that make a claim less than a bare fact: may, plans to, if, denied. To be shown, not weighed."""

from __future__ import annotations

from fogline.claims import Claim, Span
from fogline.reader.cues import propose


def hedges(text: str, claim: Claim) -> list[Span]:
    """The cues of a claim's sentence that reach its trigger and say what the claim says, in text order.

    Empty where it is certain, positive and actual, and where no word of the lexicon says why it is not.

    >>> from fogline.claims import Certainty, ClaimType
    >>> text = "The army may have left the town."
    >>> claim = Claim("", Span(18, 22), "left", ClaimType.WITHDRAW, certainty=Certainty.POSSIBLE, evidence=Span(0, 32))
    >>> [span.of(text) for span in hedges(text, claim)]
    ['may']
    """
    said = {"certainty": claim.certainty, "polarity": claim.polarity, "mood": claim.mood}
    decided = propose(text, claim.evidence, claim)
    return sorted({item.cue for field, item in decided.items() if item.label == said[field]})
