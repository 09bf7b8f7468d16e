"""A brief as Markdown: the same content as the HTML, with full hashes, without the drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fogline.exports.brief_html import MAX_QUOTATION, POLICIES
from fogline.exports.brief_input import BriefInput
from fogline.exports.footnotes import Note, Said
from fogline.exports.outline import Line, Outline
from fogline.exports.phrases import backing, counted, day, holder_words, link_words, short_day
from fogline.exports.phrases import sentence as full
from fogline.picture import Status


def render(what: Outline, given: BriefInput) -> str:
    """The whole text."""
    counts = (
        f"{counted(what.claims, 'claim')} in {counted(what.reports, 'report')} from {counted(what.origins, 'origin')}"
    )
    out = [f"# {plain(what.title)}", f"{plain(what.question)} {full(what.period)} {counts}."]
    if what.first and not given.theatre:
        line = what.first
        out.append(f"**{plain(line.holding.sentence)}**{refs((*line.pro, *line.con))}")
        if line.grade:
            out.append(f"Grade: {plain(line.grade)}.")
    out.append(f"Policy `{given.policy}`: {POLICIES.get(given.policy, 'see the documentation')}.")
    if what.lines:
        out.append(f"## Who holds what on {day(given.on)}")
        head = "| Place | Held by | Said by | Against |\n| --- | --- | --- | --- |"
        out.append("\n".join([head, *map(_row, what.lines)]))
    if what.first and (what.pro or what.con):
        out.append(f"## For and against: {plain(what.first.holding.place.name)}")
        pro = [f"- For: {plain(full(s.words))} {plain(s.source)}, {short_day(s.day)}{refs([s.note])}" for s in what.pro]
        against = "Moves nothing" if what.first.holding.status is Status.UNKNOWN else "Against"
        con = [
            f"- {against}: {plain(full(c.words))} {plain(c.source)}, {short_day(c.day)}{refs([c.note])} "
            f"{plain(full(c.why))}"
            for c in what.con
        ]
        out.append("\n".join([*pro, *con]))
    if what.turns:
        out.append("## How it changed")
        out.append(
            "\n".join(
                f"- {short_day(t.change.day)}, {plain(t.place)}: {plain(t.change.answer)} "
                f"({plain(t.change.because)}){refs(t.notes)}"
                for t in what.turns
            )
        )
    if what.pairs:
        out.append("## Disputed, hardened, taken back")
        for pair in what.pairs:
            why = f": {plain(pair.why)}" if pair.why else ""
            out.append(f"**{plain(link_words(pair))}**{why}\n\n{_said(pair.first)}\n{_said(pair.second)}")
        if what.more_pairs:
            out.append(f"{counted(what.more_pairs, 'more pair')} in the ledger.")
    if what.plans:
        out.append("## Announced or expected, not said to have happened")
        out.append(
            "\n".join(
                f"- {plain(full(s.words))} {plain(s.source)}, {short_day(s.day)}{refs([s.note])}" for s in what.plans
            )
        )
    if what.unknown:
        out.append("## What is not known")
        out.append("\n".join(f"- {plain(item)}" for item in what.unknown))
    if what.notes:
        out.append("## The words")
        out.append("\n".join(map(_note, what.notes)))
    return "\n\n".join(out) + "\n"


def plain(words: str) -> str:
    """Words that Markdown must not take for markup: of the words of others, only their letters show."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(words.split()))


def refs(numbers: Iterable[int]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


def _row(line: Line) -> str:
    holding = line.holding
    status = "" if holding.status is Status.HELD else f"{holding.status}: "
    weak = " (presence only)" if holding.holders and str(holding.holders[0].basis) == "presence" else ""
    cells = (
        plain(holding.place.name),
        f"{status}{plain(holder_words(holding))}{weak}",
        f"{backing(holding) or '-'}{refs(line.pro)}",
        f"{counted(len(holding.against), 'claim') if holding.against else '-'}{refs(line.con)}",
    )
    return f"| {' | '.join(cells)} |"


def _said(said: Said) -> str:
    words = f"{plain(said.source)}, {short_day(said.day)}: {plain(said.words)}."
    return f"- {words} {_quoted(said.quotation)}{refs([said.note])}"


def _quoted(words: str) -> str:
    shown = words if len(words) <= MAX_QUOTATION else f"{words[:MAX_QUOTATION].rstrip()} [...]"
    return f"“{plain(shown)}”"


def _note(note: Note) -> str:
    about = dict(note.about)
    on = f", on {about['publisher']}" if about.get("publisher") and about["publisher"] != note.publisher else ""
    if on and about.get("published"):
        on += f" of {about['published']}"
    url = f" <{note.url}>" if note.url and re.match(r"https?://[^\s<>]+$", note.url) else ""
    return (
        f"[^{note.number}]: {_quoted(note.words)} {plain(note.publisher)}, {short_day(note.published)}{plain(on)}."
        f"{url} "
        f"Text SHA-256 {note.text_hash}; claims {', '.join(c[:12] for c in note.claims)}."
    )
