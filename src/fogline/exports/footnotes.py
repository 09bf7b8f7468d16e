"""Footnotes of a brief: the sentences that claims stand in, verbatim, each numbered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fogline import wording
from fogline.claims import Claim, Link, LinkKind, Weighed
from fogline.exports.brief_input import BriefInput

#: Footnotes shown beside one row or turn; the others stand under the section that says for and against.
MAX_NOTES_A_LINE = 4


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: words of a report, exactly, and where they stand. `about` is what a digest entry describes."""

    number: int
    words: str
    publisher: str
    published: date | None
    title: str | None
    url: str | None
    about: tuple[tuple[str, str], ...]
    text_hash: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A claim in plain words with who says so, and the footnote that quotes it."""

    words: str
    source: str
    quotation: str
    note: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that cannot stand together as they are, and how the second bears on the first."""

    kind: LinkKind
    field: str | None
    why: str
    first: Said
    second: Said


@dataclass(frozen=True, slots=True)
class Counter:
    """A claim that speaks against the answer, and why it does not decide."""

    words: str
    why: str
    source: str
    note: int
    day: date | None


class Footnotes:
    """Footnotes, numbered as they are first needed; claims of one sentence share one."""

    def __init__(self, given: BriefInput) -> None:
        self._reports = given.reports
        self._by_claim = {w.entry.id: w for w in (*given.weighed, *given.others)}
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._claims: dict[int, list[str]] = {}

    def number(self, claim: str) -> int | None:
        w = self._by_claim.get(claim)
        if w is None or w.entry.report.id not in self._reports:
            return None
        span = self._sentence(w)
        key = (w.entry.report.id, *span)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        listed = self._claims.setdefault(number, [])
        if claim not in listed:
            listed.append(claim)
        return number

    def of(self, claims: Iterable[str], limit: int = MAX_NOTES_A_LINE) -> tuple[int, ...]:
        """The footnotes of some claims, each once, the first few."""
        numbers: list[int] = []
        for claim in claims:
            number = self.number(claim) if len(numbers) < limit else None
            if number is not None and number not in numbers:
                numbers.append(number)
        return tuple(numbers)

    def said(self, claim: str) -> Said | None:
        w, number = self._by_claim.get(claim), self.number(claim)
        if w is None or number is None:
            return None
        entry = w.entry
        return Said(
            words=plain(entry.claim),
            source=wording.sources(entry.claim, entry.report.publisher or entry.report.name),
            quotation=self._words(w),
            note=number,
            day=entry.report.published,
        )

    def pair(self, link: Link) -> Pair | None:
        first, second = self.said(link.a), self.said(link.b)
        return Pair(link.kind, link.field, link.why, first, second) if first and second else None

    def made(self) -> tuple[Note, ...]:
        notes = []
        for (report_id, start, end), number in self._numbers.items():
            report = self._reports[report_id]
            notes.append(
                Note(
                    number=number,
                    words=" ".join(report.text[start:end].split()),
                    publisher=report.publisher or "publisher not known",
                    published=report.published,
                    title=report.title,
                    url=dict(report.about).get("url") or report.url,
                    about=tuple(pair for pair in report.about if pair[0] != "url"),
                    text_hash=report.id,
                    claims=tuple(self._claims[number]),
                )
            )
        return tuple(notes)

    def _sentence(self, w: Weighed) -> tuple[int, int]:
        span = w.entry.claim.evidence
        return (span.start, span.end) if span.end > span.start else tuple(w.entry.claim.trigger)  # type: ignore[return-value]

    def _words(self, w: Weighed) -> str:
        start, end = self._sentence(w)
        return " ".join(self._reports[w.entry.report.id].text[start:end].split())


def plain(claim: Claim) -> str:
    """The claim in plain words; mood and certainty stand in front."""
    return wording.sentence(claim)
