"""Why a claim moves nothing: its own hedges, a claim that it hardens, a retraction, a correction, a cycle."""

from __future__ import annotations

from collections.abc import Mapping

from fogline.claims import Certainty, Link, LinkKind, Mood, Weighed


class Limits:
    """Why a claim moves nothing: its own hedges, a claim that it hardens, a retraction, a correction, a cycle."""

    def __init__(self, visible: Mapping[str, Weighed], everything: Mapping[str, Weighed]) -> None:
        self._visible, self._everything = visible, everything
        self._done: dict[str, tuple[str, Link | None]] = {}

    def of(self, w: Weighed, trail: frozenset[str] = frozenset()) -> tuple[str, Link | None]:
        """The reason in words and the link it rests on; ("", None) where nothing stops the claim."""
        key = w.entry.id
        if key in self._done:
            return self._done[key]
        if key in trail:
            return "", None  # a cycle of citations: nobody in it is the origin, so nobody limits another
        found = (_hedge(w), None) if _hedge(w) else self._by_links(w, trail | {key})
        if not trail:
            self._done[key] = found
        return found

    def _by_links(self, w: Weighed, trail: frozenset[str]) -> tuple[str, Link | None]:
        key = w.entry.id
        for link in w.links:
            if link.kind is LinkKind.RETRACTS and link.a == key and self._counts(link.b):
                return "its own source took it back", link
            if link.kind is LinkKind.UPDATES and link.a == key and self._counts(link.b) and link.field in CORRECTED:
                return f"corrected later by the same origin ({link.field})", link
            if link.kind is LinkKind.HARDENS and link.b == key:
                reason = self._harder_than(link, trail)
                if reason:
                    return reason, link
        return "", None

    def _counts(self, other: str) -> bool:
        return other in self._visible or other not in self._everything

    def _harder_than(self, link: Link, trail: frozenset[str]) -> str:
        softer = self._everything.get(link.a)
        if softer is None:
            # The claim it rests on is out of sight; only a lost attribution leaves the content as it was.
            return "" if link.field in ("attribution", "sources") else "it hardens a claim that was put more softly"
        if link.a not in self._visible and softer.entry.reviewed != "rejected" and not _same_report(link, self):
            return ""
        reason, _ = self.of(softer, trail)
        return f"it hardens a claim that moves nothing: that one is {_bare(reason)}" if reason else ""


def _same_report(link: Link, limits: Limits) -> bool:
    a, b = limits._everything.get(link.a), limits._everything.get(link.b)
    return a is not None and b is not None and a.entry.report.id == b.entry.report.id


CORRECTED = frozenset({"place", "holder", "actor", "polarity", "date"})


def _bare(reason: str) -> str:
    return reason.removeprefix("it is ").removeprefix("it ")


def _hedge(w: Weighed) -> str:
    claim = w.entry.claim
    if claim.mood is not Mood.ACTUAL:
        words = {
            Mood.PLANNED: "it is planned, not said to have happened",
            Mood.PREDICTED: "it is predicted, not said to have happened",
            Mood.CONDITIONAL: "it is conditional",
            Mood.DEMANDED: "it is demanded, not said to have happened",
            Mood.RETRACTED: "it is taken back",
        }
        return words[claim.mood]
    if claim.certainty is Certainty.POSSIBLE:
        return "it is put as only possible"
    if claim.certainty is Certainty.UNKNOWN:
        return "its source does not commit to it"
    return ""
