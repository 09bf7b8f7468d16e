"""The timeline of a brief: a lane a place, coloured by who held it as far as the claims say, with the claims below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from fogline.claims import Mood, Polarity, Weighed
from fogline.exports.brief_input import BriefInput
from fogline.exports.outline import last_day
from fogline.exports.palette import Mark
from fogline.exports.svg import INK, WHITE, hatch, tag
from fogline.picture import Change, Holding, Status

WIDTH = 760
LEFT, RIGHT = 106, 10
LANE = 34
MAX_LANES = 6


def draw_timeline(given: BriefInput, marks: Mapping[str, Mark]) -> str:
    """The SVG, or an empty string where no answer ever changed."""
    lanes = [(h, given.changes[h.place.id]) for h in given.holdings if given.changes.get(h.place.id)][:MAX_LANES]
    if not lanes:
        return ""
    start, end = _span(given, [c for _, changes in lanes for c in changes])
    height = 24 + LANE * len(lanes)
    patterns: dict[tuple[str, ...], str] = {}
    body = [_axis(start, end, height)]
    for n, (holding, changes) in enumerate(lanes):
        y = 22.0 + n * LANE
        name = holding.place.name
        shown = name if len(name) <= 16 else name[:15].rstrip(" /-") + "…"
        body.append(
            tag("text", shown, x=LEFT - 8, y=y + 12, text_anchor="end", font_size=10, font_weight="600", fill=INK)
        )
        body += [_segment(piece, y, marks, patterns, start, end) for piece in _pieces(changes, start, end)]
        body.append(_dots(given, holding, y + 23, start, end))
    x = _x(given.on, start, end)
    anchor = "end" if x > WIDTH - 40 else "middle"
    asked = f"{given.on.day} {given.on:%b}"
    body.append(tag("line", x1=x, x2=x, y1=14, y2=height - 4, stroke=INK, stroke_width=1, stroke_dasharray="3 2"))
    body.append(tag("text", asked, x=x, y=height + 5.0, font_size=8.5, fill=INK, text_anchor=anchor))
    defs = tag("defs", inner="".join(hatch(id_, *colours) for colours, id_ in patterns.items()))
    words = "; ".join(f"{h.place.name}: {len(c)} changes, last {c[-1].answer}" for h, c in lanes)
    return tag(
        "svg", inner=tag("title", f"Timeline. {words}") + defs + "".join(body), xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height + 10}", role="img", class_="timeline",
    )  # fmt: skip


def _span(given: BriefInput, changes: list[Change]) -> tuple[date, date]:
    days = [c.day for c in changes] + [given.on]
    days += [w.entry.report.published for w in given.weighed if w.entry.report.published]
    start, end = given.since or min(days), max(last_day(given), given.on)
    return (start, end) if end - start >= timedelta(days=14) else (end - timedelta(days=14), end)


def _x(day: date, start: date, end: date) -> float:
    share = (day - start).days / max(1, (end - start).days)
    return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)


def _axis(start: date, end: date, height: float) -> str:
    out = []
    month = date(start.year, start.month, 1)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = max(1, round(months / 10))
    for n in range(0, months + 1, step):
        year, number = divmod(month.year * 12 + month.month - 1 + n, 12)
        at = date(year, number + 1, 1)
        if not start <= at <= end:
            continue
        x = _x(at, start, end)
        out.append(tag("line", x1=x, x2=x, y1=14, y2=height - 4, stroke="#ddd", stroke_width=0.8))
        label = f"{at:%b %Y}" if at.month == 1 or n <= step else f"{at:%b}"
        out.append(tag("text", label, x=x + 2, y=11, font_size=8.5, fill="#555"))
    return "".join(out)


def _pieces(changes: tuple[Change, ...], start: date, end: date) -> list[tuple[Holding, date, date]]:
    """Stretches of one answer, cut to what is drawn."""
    ordered = sorted(changes, key=lambda c: c.day)
    stops = [c.day for c in ordered[1:]] + [end + timedelta(days=1)]
    pieces = [(c.holding, max(c.day, start), min(stop, end)) for c, stop in zip(ordered, stops, strict=True)]
    return [(holding, a, b) for holding, a, b in pieces if a <= b and b >= start]


def _segment(
    piece: tuple[Holding, date, date],
    y: float,
    marks: Mapping[str, Mark],
    patterns: dict[tuple[str, ...], str],
    start: date,
    end: date,
) -> str:
    holding, first, last = piece
    x, wide = _x(first, start, end), max(2.0, _x(last, start, end) - _x(first, start, end))
    colours = tuple(marks[h.side].colour for h in holding.holders if h.side in marks)[:2]
    if holding.status is Status.UNKNOWN or not colours:
        box = tag("rect", x=x, y=y, width=wide, height=16, fill=WHITE, stroke="#999", stroke_dasharray="2 2")
        words, ink = "unknown", "#555"
    elif holding.status is Status.CONTESTED:
        pair = colours if len(colours) == 2 else (colours[0], WHITE)
        id_ = patterns.setdefault(pair, f"both{len(patterns)}")
        box = tag("rect", x=x, y=y, width=wide, height=16, fill=f"url(#{id_})", stroke=INK, stroke_width=0.6)
        words, ink = "", INK
    else:
        faint = 0.55 if str(holding.holders[0].basis) == "presence" else 1.0
        box = tag("rect", x=x, y=y, width=wide, height=16, fill=colours[0], fill_opacity=faint)
        words, ink = holding.holders[0].name, WHITE if faint == 1.0 else INK
    title = tag("title", f"{first} to {last}: {holding.short()}")
    fits = len(words) * 5.0 < wide - 6
    label = tag("text", words, x=x + 4, y=y + 11.5, font_size=9, fill=ink) if words and fits else ""
    return tag("g", inner=title + box + label)


def _dots(given: BriefInput, holding: Holding, y: float, start: date, end: date) -> str:
    """Claims about the place on the day that they speak of: full, hollow (not said to have happened), or crossed."""
    out, stacked = [], dict[date, int]()
    for w in sorted(given.weighed, key=lambda w: w.entry.id):
        at = _day(w)
        if (
            at is None
            or not start <= at <= end
            or not any(p.place and p.place.id == holding.place.id for p in w.entry.places)
        ):
            continue
        level = stacked.get(at, 0)
        stacked[at] = level + 1
        if level > 2:
            continue
        x, cy = _x(at, start, end), y + 4.5 * level
        claim = w.entry.claim
        if claim.polarity is Polarity.NEGATIVE or claim.mood is Mood.RETRACTED:
            d = f"M{x - 2:.1f} {cy - 2:.1f}l4 4m0-4l-4 4"
            out.append(tag("path", d=d, fill="none", stroke=INK, stroke_width=1))
        elif claim.mood is Mood.ACTUAL:
            out.append(tag("circle", cx=x, cy=cy, r=1.8, fill=INK))
        else:
            out.append(tag("circle", cx=x, cy=cy, r=1.7, fill=WHITE, stroke=INK, stroke_width=0.8))
    return "".join(out)


def _day(w: Weighed) -> date | None:
    valid = w.entry.valid
    if valid is not None and (valid.start or valid.end):
        return valid.start or valid.end
    return w.entry.report.published
