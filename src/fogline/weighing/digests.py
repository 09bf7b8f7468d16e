"""Digests: entries that say which report they are about, and whose word that report's content is."""

from __future__ import annotations

import re

from fogline.claims import LedgerClaim, Mood
from fogline.weighing.names import is_unnamed
from fogline.weighing.settings import lexicon
from fogline.weighing.sources import Source, named


def digested(entry: LedgerClaim, text: str) -> Source | None:
    """Whom a digest entry has a claim from that it tells without a source: a publisher of the report it is about.

    Only where the claim's own sentence, or one before it in the paragraph, names that publisher, and the sentence does
    not speak for the digest itself ("we count two sources"). "Star, carrying Reuters" names two; the last one that the
    paragraph names counts. Example: no `about`, or a digest about itself, gives None.
    """
    claim, head = entry.claim, entry.report
    publisher = dict(head.about).get("publisher")
    if publisher is None or claim.sources or claim.mood is Mood.RETRACTED:
        return None
    words = lexicon("digests")
    if re.search(words["own"], claim.evidence.of(text), re.IGNORECASE):
        return None
    paragraph = text[text.rfind("\n\n", 0, claim.trigger.start) + 1 : claim.evidence.end]
    found = None
    for name in re.split(words["between"], publisher):
        plain = re.sub(r"\s*\([^)]*\)$|^the\s+", "", name.strip(), flags=re.IGNORECASE)
        if not plain or plain == head.publisher or is_unnamed(plain):
            continue
        if re.search(rf"\b{re.escape(plain)}\b", paragraph, re.IGNORECASE):
            found = plain
    return named(found) if found is not None else None
