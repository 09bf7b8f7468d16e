"""What a brief says and in which order: chosen here once, so that HTML and Markdown never differ in content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fogline.claims import Link, LinkKind, Mood
from fogline.exports.brief_input import BriefInput
from fogline.exports.footnotes import MAX_NOTES_A_LINE, Counter, Footnotes, Note, Pair, Said
from fogline.exports.phrases import counted, day, is_name, sentence
from fogline.picture import Change, Holding, Status

#: How many pairs, changes and footnotes fit two pages of A4 beside the rest; what is left out is counted in words.
MAX_PAIRS = 8
MAX_CHANGES = 8
MAX_SAID = 4
MAX_PLANS = 3
#: How the picture begins to say that evidence is past the horizon; said once for all places beside the one asked about.
TOO_OLD = "the newest evidence is"
#: What stands first among disputes: a hardened or withdrawn claim misleads more than two numbers that differ.
_KINDS = (LinkKind.HARDENS, LinkKind.RETRACTS, LinkKind.CONTRADICTS)
#: A contradiction over who holds or who did it matters more here than one over a number.
_FIELDS = ("holder", "actor", "polarity", "place", "date", "number", "quantity")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an answer, with the footnotes for and against it."""

    holding: Holding
    grade: str
    pro: tuple[int, ...]
    con: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the answer for a place changed, and the footnotes that changed it."""

    place: str
    change: Change
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief, chosen and numbered."""

    title: str
    question: str
    period: str
    lines: tuple[Line, ...]
    pro: tuple[Said, ...]
    con: tuple[Counter, ...]
    turns: tuple[Turn, ...]
    pairs: tuple[Pair, ...]
    more_pairs: int
    plans: tuple[Said, ...]
    unknown: tuple[str, ...]
    notes: tuple[Note, ...]
    reports: int
    origins: int
    claims: int

    @property
    def first(self) -> Line | None:
        return self.lines[0] if self.lines else None


def outline(given: BriefInput) -> Outline:
    """Choose and number what the brief says."""
    notes = Footnotes(given)
    lines = tuple(
        _line(holding, given, notes, MAX_NOTES_A_LINE if n == 0 else 2) for n, holding in enumerate(given.holdings)
    )
    pro, con = _both_sides(given, notes)
    turns = _turns(given, notes)
    links = _disputes(given)
    pairs = tuple(pair for link in links[:MAX_PAIRS] if (pair := notes.pair(link)))
    plans = _plans(given, notes, {p.note for pair in pairs for p in (pair.first, pair.second)})
    return Outline(
        title=f"{given.subject}: who holds it" if not given.theatre else f"{given.subject}: who holds what",
        question=_question(given),
        period=_period(given),
        lines=lines,
        pro=pro,
        con=con,
        turns=turns,
        pairs=pairs,
        more_pairs=len(links) - len(pairs),
        plans=plans,
        unknown=_unknown(given),
        notes=notes.made(),
        reports=len({w.entry.report.id for w in given.weighed}),
        origins=len({w.origin.source for w in given.weighed}),
        claims=len(given.weighed),
    )


def _line(holding: Holding, given: BriefInput, notes: Footnotes, limit: int) -> Line:
    grade = given.grades.get(holding.place.id, "")
    against = (a.claim for a in holding.against)
    return Line(holding, grade, notes.of(_newest(holding, given), limit), notes.of(against, limit))


def _newest(holding: Holding, given: BriefInput) -> list[str]:
    """The claims for an answer, one an origin first, the newest first within each."""
    days = {w.entry.id: w.entry.report.published or date.min for w in given.weighed}
    by_origin = [
        sorted(origin.claims, key=lambda c: (-days.get(c, date.min).toordinal(), c))
        for holder in holding.holders
        for origin in sorted(holder.origins, key=lambda o: (-o.latest.toordinal(), o.name))
    ]
    first = [claims[0] for claims in by_origin if claims]
    rest = [claim for claims in by_origin for claim in claims[1:]]
    return [*first, *rest, *holding.lowered_by]


def _both_sides(given: BriefInput, notes: Footnotes) -> tuple[tuple[Said, ...], tuple[Counter, ...]]:
    """For the place asked about: what each origin says for the answer, and what stands against it, newest first."""
    if given.theatre or not given.holdings:
        return (), ()
    holding = given.holdings[0]
    pro: dict[int, Said] = {}
    for claim in _newest(holding, given):
        if len(pro) < MAX_SAID and (said := notes.said(claim)):
            pro.setdefault(said.note, said)
    con: dict[int, Counter] = {}
    for against in sorted(holding.against, key=lambda a: (a.link is None, -(a.day or date.min).toordinal(), a.claim)):
        # What is not shown gets no footnote either.
        if len(con) == MAX_SAID:
            break
        if against.claim in holding.deciding:
            continue
        one = notes.said(against.claim)
        if one and one.note not in con:
            con[one.note] = Counter(one.words, against.why, one.source, one.note, against.day or one.day)
    return tuple(pro.values()), tuple(con.values())


def _turns(given: BriefInput, notes: Footnotes) -> tuple[Turn, ...]:
    """The changes of the place asked about, in order of time; of a theatre, those of every place, the latest."""
    names = {h.place.id: h.place.name for h in given.holdings}
    found = [
        (change, names[place])
        for place, changes in given.changes.items()
        if place in names
        for change in changes
        if (given.since is None or change.day >= given.since) and change.day <= last_day(given)
    ]
    if not given.theatre and given.holdings:
        found = [pair for pair in found if pair[1] == given.holdings[0].place.name]
    kept = sorted(found, key=lambda pair: (pair[0].day, pair[1]))[-MAX_CHANGES:]
    return tuple(Turn(place, change, notes.of(change.changed_by)) for change, place in kept)


def last_day(given: BriefInput) -> date:
    """The end of what is shown: as asked, else the day asked about or the newest report, whichever is later."""
    published = [w.entry.report.published for w in given.weighed if w.entry.report.published]
    return given.until or max([given.on, *published])


def _disputes(given: BriefInput) -> list[Link]:
    """Links that a reader must know of, each pair of sentences once, what touches the answer first."""
    shown = {claim for h in given.holdings[:1] for claim in h.claims}
    within = {w.entry.id for w in given.weighed}
    spans = {w.entry.id: (w.entry.report.id, w.entry.claim.evidence) for w in (*given.weighed, *given.others)}
    links = {link.id: link for w in given.weighed for link in w.links if link.kind in _KINDS}

    def rank(link: Link) -> tuple[int, int, int, float, str]:
        field = _FIELDS.index(link.field) if link.field in _FIELDS else len(_FIELDS)
        touches = len({link.a, link.b} & shown)
        return (-touches, _KINDS.index(link.kind), field, -link.score, link.id)

    out, seen = [], set()
    for link in sorted(links.values(), key=rank):
        if link.a not in spans or link.b not in spans or not {link.a, link.b} & within:
            continue
        key = (link.kind, frozenset((spans[link.a], spans[link.b])))
        if key not in seen:
            seen.add(key)
            out.append(link)

    # A headline that drops its source is common; a denial, another count, a plan told as done is what one looks for.
    def order(link: Link) -> tuple[bool, int]:
        return link.field == "attribution", _KINDS.index(link.kind)

    return sorted(out[:MAX_PAIRS], key=order) + out[MAX_PAIRS:]


def _plans(given: BriefInput, notes: Footnotes, told: set[int]) -> tuple[Said, ...]:
    """Withdrawals, hand-overs and attacks that are planned or predicted at the place asked about: none has happened."""
    if not given.holdings:
        return ()
    place = given.holdings[0].place.id
    found: list[Said] = []
    wanted = {"withdraw", "hand-over", "capture", "advance", "deploy"}
    for w in sorted(given.weighed, key=lambda w: (w.entry.report.published or date.min, w.entry.id), reverse=True):
        if len(found) == MAX_PLANS:
            break
        claim = w.entry.claim
        if claim.mood not in (Mood.PLANNED, Mood.PREDICTED) or str(claim.type) not in wanted:
            continue
        if not any(p.place and p.place.id == place for p in w.entry.places):
            continue
        said = notes.said(w.entry.id)
        if said and said.note not in told and said.note not in {s.note for s in found}:
            found.append(said)
    return tuple(found)


def _unknown(given: BriefInput) -> tuple[str, ...]:
    """What the claims do not say, in sentences."""
    out: list[str] = []
    old = [
        h for h in given.holdings[1:] if h.status is Status.UNKNOWN and (h.unknown_because or "").startswith(TOO_OLD)
    ]
    for holding in given.holdings:
        name = holding.place.name
        if len(old) > 1 and holding in old:
            if holding is old[0]:
                names = ", ".join(h.place.name for h in old)
                out.append(f"Who holds {names}: the newest evidence is older than {holding.horizon_days} days.")
        elif holding.status is Status.UNKNOWN:
            out.append(f"Who holds {name}: {holding.unknown_because}.")
        elif holding.holders and all(str(h.basis) == "presence" for h in holding.holders):
            out.append(f"Whether anyone holds {name}: somebody is said to be there, nobody is said to hold it.")
    for holding in given.holdings[:1]:
        for origin, _, otherwise in holding.hangs_on[:3]:
            out.append(f"The answer for {holding.place.name} hangs on {origin} alone: without it, {otherwise}.")
        out.extend(sentence(mark) for mark in holding.marked[:3])
        if not any(len(h.origins) > 1 for h in holding.holders) and holding.status is Status.HELD:
            out.append(f"No second origin says who holds {holding.place.name} in the last {holding.horizon_days} days.")
    undated = sum(w.entry.valid is None for w in given.weighed)
    if undated:
        out.append(f"{counted(undated, 'claim')} of {len(given.weighed)} say no time at all.")
    lost = {ref.text for w in given.weighed for ref in w.entry.places if ref.place is None and is_name(ref.text)}
    if lost:
        shown = ", ".join(sorted(lost)[:6]) + (" and others" if len(lost) > 6 else "")
        out.append(f"Where these places are, so that what is said of them is not on the map: {shown}.")
    return tuple(dict.fromkeys(out))


def _question(given: BriefInput) -> str:
    if given.theatre:
        return f"Who holds what in {given.subject} on {day(given.on)}, who says so, and how well is it known?"
    return f"Who holds {given.subject} on {day(given.on)}, who says so, and how well is it known?"


def _period(given: BriefInput) -> str:
    days = sorted(w.entry.report.published for w in given.weighed if w.entry.report.published)
    start, end = given.since or (days[0] if days else None), given.until or (days[-1] if days else None)
    known = f"; as known on {day(given.as_known_on)}" if given.as_known_on else ""
    if start is None or end is None:
        return f"no dated report{known}"
    return f"reports of {day(start)} to {day(end)}{known}"
