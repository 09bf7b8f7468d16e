"""A brief as one HTML file: no script, no request, every word of a report escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files

from fogline.exports.brief_input import BriefInput
from fogline.exports.draw_map import DOUBT_KM, draw_map
from fogline.exports.draw_timeline import draw_timeline
from fogline.exports.footnotes import Note, Pair, Said
from fogline.exports.outline import Line, Outline
from fogline.exports.palette import Mark, marks
from fogline.exports.phrases import backing, counted, day, holder_words, link_words, sentence, short_day
from fogline.exports.svg import symbol, tag
from fogline.picture import Status

#: Longest quotation shown, in characters; a sentence of prose is far shorter.
MAX_QUOTATION = 700
POLICIES = {
    "latest": "the newest claim that moves control wins; rival claims of one day leave it contested",
    "majority": "the side with most independent origins wins, older ones counting for less",
    "against-interest": "a partisan source counts only for what its own side would rather not say",
    "strict": "two independent origins, or it is unknown",
}


def render(what: Outline, given: BriefInput) -> str:
    """The whole file."""
    palette = marks(h.side for holding in _all_holdings(given) for h in holding.holders)
    parts = [
        _head(what),
        _bottom_line(what, given),
        _who(what, given, palette),
        _both_sides(what),
        _how_it_changed(what, given, palette),
        _disputes(what),
        _plans(what.plans),
        _list("What is not known", what.unknown),
        _notes(what.notes),
        _footer(given),
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(what.title)}</title>\n<style>\n{_css()}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


@cache
def _css() -> str:
    return (files("fogline.exports") / "brief.css").read_text(encoding="utf-8")


def _all_holdings(given: BriefInput) -> Iterable:  # type: ignore[type-arg]
    yield from given.holdings
    for changes in given.changes.values():
        yield from (change.holding for change in changes)


def refs(numbers: Iterable[int]) -> str:
    """Footnote marks: [1, 2]."""
    links = ",&#8239;".join(f'<a href="#n{n}">{n}</a>' for n in numbers)
    return f"<sup>[{links}]</sup>" if links else ""


def text(words: str) -> str:
    """Escaped words; `code` between backticks is set as such."""
    return re.sub(r"`([^`]+)`", r"<em>\1</em>", escape(words))


def quotation(words: str) -> str:
    """Words of a report, escaped, with a direction of their own."""
    shown = words if len(words) <= MAX_QUOTATION else f"{words[:MAX_QUOTATION].rstrip()} [...]"
    return f'<q dir="auto">{escape(shown)}</q>'


def _head(what: Outline) -> str:
    counts = (
        f"{counted(what.claims, 'claim')} in {counted(what.reports, 'report')} from {counted(what.origins, 'origin')}"
    )
    return (
        f'<header><p class="kicker">Brief</p><h1>{escape(what.title)}</h1><p>{escape(what.question)}</p>'
        f'<p class="meta">{escape(sentence(what.period))} {counts}. '
        "Numbers in brackets lead to the words themselves.</p></header>"
    )


def _bottom_line(what: Outline, given: BriefInput) -> str:
    if given.theatre or what.first is None:
        tally: dict[str, int] = {}
        for line in what.lines:
            tally[str(line.holding.status)] = tally.get(str(line.holding.status), 0) + 1
        words = ", ".join(f"{n} {status}" for status, n in sorted(tally.items())) or "no place is named"
        return (
            f'<section class="bottom"><p>{counted(len(what.lines), "place")}: {words}.</p>{_how(given, "")}</section>'
        )
    line = what.first
    body = f"<p>{text(line.holding.sentence)}{refs((*line.pro, *line.con))}</p>"
    return f'<section class="bottom" aria-label="Bottom line">{body}{_how(given, line.grade)}</section>'


def _how(given: BriefInput, grade: str) -> str:
    policy = f"Policy <em>{escape(given.policy)}</em>: {escape(POLICIES.get(given.policy, 'see the documentation'))}."
    graded = f" Grade: {escape(grade)}." if grade else ""
    return f'<p class="how">{policy}{graded}</p>'


def _who(what: Outline, given: BriefInput, palette: Mapping[str, Mark]) -> str:
    if not what.lines:
        return ""
    rows = "".join(_row(line, palette) for line in what.lines)
    table = (
        "<table><thead><tr><th>Place</th><th>Held by</th><th>Said by</th><th>Against</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>"
    )
    drawn = draw_map(given, palette)
    picture = f"<figure style='margin:0'>{drawn}{_legend(given, palette)}</figure>" if drawn else ""
    inside = f'<div class="two"><div>{table}</div>{picture}</div>' if picture else table
    return f"<section><h2>Who holds what on {day(given.on)}</h2>{inside}</section>"


def _row(line: Line, palette: Mapping[str, Mark]) -> str:
    holding = line.holding
    found = [palette[h.side] for h in holding.holders if h.side in palette]
    shown = [] if holding.status is Status.UNKNOWN else found
    sign = _swatch(shown, contested=holding.status is Status.CONTESTED)
    status = {Status.HELD: "", Status.CONTESTED: "contested: ", Status.UNKNOWN: "unknown; "}[holding.status]
    weak = " (presence only)" if holding.holders and str(holding.holders[0].basis) == "presence" else ""
    return (
        f"<tr><td>{escape(holding.place.name)}</td><td>{sign}{status}{escape(holder_words(holding))}{weak}</td>"
        f"<td>{escape(backing(holding)) or '&ndash;'} {refs(line.pro)}</td>"
        f"<td>{counted(len(holding.against), 'claim') if holding.against else '&ndash;'} {refs(line.con)}</td></tr>"
    )


def _swatch(found: list[Mark], *, contested: bool) -> str:
    drawn = symbol(8, 8, 6.0, found, contested=contested)
    style = "display:inline-block;width:3.6mm;height:3.6mm;vertical-align:-.7mm;margin-right:1mm"
    return tag("svg", inner=drawn, viewBox="0 0 16 16", aria_hidden="true", style=style)


def _legend(given: BriefInput, palette: Mapping[str, Mark]) -> str:
    names = {h.side: h.name for holding in given.holdings for h in holding.holders}
    items = [
        f"<span>{_swatch([palette[side]], contested=False)}{escape(name)}</span>"
        for side, name in sorted(names.items())
    ]
    statuses = {h.status for h in given.holdings}
    if Status.CONTESTED in statuses:
        items.append("<span>two halves: contested</span>")
    if Status.UNKNOWN in statuses:
        items.append(f"<span>{_swatch([], contested=False)}unknown</span>")
    if any((h.place.radius_km or 0) >= DOUBT_KM and h.place.lat is not None for h in given.holdings):
        items.append("<span>dotted ring: how far off the place may lie</span>")
    undrawn = [h.place.name for h in given.holdings if h.place.lat is None and h.place.id not in given.shapes]
    if undrawn:
        items.append(f"<span>not drawn, no coordinates: {escape(', '.join(undrawn))}</span>")
    if given.borders:
        items.append(f"<span>boundaries: {escape(given.viewpoint)}</span>")
    return f'<figcaption class="legend">{"".join(items)}</figcaption>'


def _both_sides(what: Outline) -> str:
    if what.first is None or not (what.pro or what.con):
        return ""
    pro = "".join(f"<li>{escape(sentence(s.words))} {_by(s.source, s.day)}{refs([s.note])}</li>" for s in what.pro)
    con = "".join(
        f"<li>{escape(sentence(c.words))} {_by(c.source, c.day)}{refs([c.note])} "
        f"<em>{escape(sentence(c.why))}</em></li>"
        for c in what.con
    )
    none = "<p class='who'>Nothing.</p>"
    held = "For the answer" if what.first.holding.status is not Status.UNKNOWN else "For one answer or another"
    return (
        f"<section><h2>For and against: {escape(what.first.holding.place.name)}</h2><div class='sides'>"
        f"<div><h3>{held}</h3>{f'<ul class=plain>{pro}</ul>' if pro else none}</div><div>"
        f"<h3>Against it, or moving nothing</h3>{f'<ul class=plain>{con}</ul>' if con else none}</div></div></section>"
    )


def _by(source: str, said: date | None) -> str:
    return f"<span class='who'>{escape(source)}, {short_day(said)}</span>"


def _how_it_changed(what: Outline, given: BriefInput, palette: Mapping[str, Mark]) -> str:
    drawn = draw_timeline(given, palette)
    if not drawn and not what.turns:
        return ""
    many = len({turn.place for turn in what.turns}) > 1
    items = "".join(
        f"<li><b>{short_day(turn.change.day)}</b>"
        f"{escape(turn.place + ': ') if many else ''}{escape(turn.change.answer)}"
        f" <span class='who'>({escape(turn.change.because)})</span>{refs(turn.notes)}</li>"
        for turn in what.turns
    )
    key = (
        '<p class="legend"><span>&#9679; said to have happened</span>'
        "<span>&#9675; planned, predicted, conditional</span>"
        "<span>&times; denied or taken back</span><span>dashed line: the day asked about</span></p>"
        if drawn
        else ""
    )
    return f'<section><h2>How it changed</h2>{drawn}{key}<ol class="turns">{items}</ol></section>'


def _disputes(what: Outline) -> str:
    if not what.pairs:
        return ""
    more = f"<p class='meta'>{counted(what.more_pairs, 'more pair')} in the ledger.</p>" if what.more_pairs else ""
    return f"<section><h2>Disputed, hardened, taken back</h2>{''.join(map(_pair, what.pairs))}{more}</section>"


def _pair(pair: Pair) -> str:
    why = f" <span>&ndash; {escape(pair.why)}</span>" if pair.why else ""
    both = "".join(
        f'<div>{quotation(said.quotation)}{refs([said.note])}<br><span class="who">{escape(said.source)},'
        f" {short_day(said.day)}: {escape(said.words)}</span></div>"
        for said in (pair.first, pair.second)
    )
    return f'<div class="pair"><h3>{escape(link_words(pair))}{why}</h3><div class="sides">{both}</div></div>'


def _plans(plans: tuple[Said, ...]) -> str:
    if not plans:
        return ""
    items = "".join(
        f"<li>{escape(sentence(said.words))} {_by(said.source, said.day)}{refs([said.note])}</li>" for said in plans
    )
    return f"<section><h2>Announced or expected, not said to have happened</h2><ul class='plain'>{items}</ul></section>"


def _list(title: str, items: Iterable[str]) -> str:
    inner = "".join(f"<li>{text(item)}</li>" for item in items)
    return f"<section><h2>{escape(title)}</h2><ul class='plain'>{inner}</ul></section>" if inner else ""


def _notes(notes: tuple[Note, ...]) -> str:
    if not notes:
        return ""
    return f'<section><h2>The words</h2><ol class="notes">{"".join(map(_note, notes))}</ol></section>'


def _note(note: Note) -> str:
    about = dict(note.about)
    on = f", on {about['publisher']}" if about.get("publisher") and about["publisher"] != note.publisher else ""
    if on and about.get("published"):
        on += f" of {about['published']}"
    safe = note.url and re.match(r"https?://", note.url)
    link = f' <a href="{escape(note.url or "", quote=True)}">{escape(_host(note.url or ""))}</a>' if safe else ""
    claims = escape(" ".join(c[:8] for c in note.claims))
    hashed = f'<code title="SHA-256 of the text of the report: {note.text_hash}">{note.text_hash[:12]}</code>'
    source = f"{escape(note.publisher)}, {short_day(note.published)}{escape(on)}.{link} {hashed}"
    return (
        f'<li id="n{note.number}"><b>{note.number}</b>{quotation(note.words)} '
        f'<span class="src">{source} <code title="claims">{claims}</code></span></li>'
    )


def _host(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", url)


def _footer(given: BriefInput) -> str:
    made = f"{escape(given.made_with)}. " if given.made_with else ""
    return (
        f"<footer>{made}Counts are of origins: a report that only carries another's word adds none. The first code "
        "of a note is the SHA-256 of the report's text, shortened, the others are claims: <em>fogline show</em> opens "
        "them. Plans, denials and claims that go beyond their own source are shown and move nothing.</footer>"
    )
