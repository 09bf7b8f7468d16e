"""Where each claim comes from: source, statement, relay (SEMANTICS section 1), with the reason in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fogline.claims import STATES, LedgerClaim, Origin, ReportHead, Weighed, digest
from fogline.weighing import counts
from fogline.weighing.citations import follow
from fogline.weighing.content import same_content
from fogline.weighing.digests import digested
from fogline.weighing.events import Echo, Pair
from fogline.weighing.facets import Facets, day_of
from fogline.weighing.printings import Printing, marks
from fogline.weighing.settings import thresholds
from fogline.weighing.sources import Source, Sources, named, outlet
from fogline.weighing.texts import share_of


@dataclass(frozen=True, slots=True)
class Root:
    """Whose text a report is: the agency or the first printing, and how that is known."""

    source: Source
    report: str
    via: str
    why: str
    share: float | None = None

    @property
    def relayed(self) -> bool:
        return self.via != "own report"


def roots(printings: Mapping[str, Printing], heads: Mapping[str, ReportHead]) -> dict[str, Root]:
    """The root of each report. Copies follow their original; a copy of agency copy is agency copy."""
    found: dict[str, Root] = {}

    def root_of(report: str) -> Root:
        if report in found:
            return found[report]
        printing, head = printings.get(report) or Printing(report), heads[report]
        own = outlet(head.publisher, report)
        above = root_of(printing.of) if printing.of is not None and printing.of in heads else None
        if printing.agency is not None:
            source = named(printing.agency.agency)
            why = f'agency copy by its own mark "{printing.agency.words}"'
            found[report] = Root(
                replace(source, outlet=True), above.report if above else report, "agency byline", why, printing.share
            )
        elif above is not None:
            first = heads[printing.of or report]
            said = f"{first.publisher or first.name}, {first.published or 'undated'}"
            why = f"{printing.share or 0:.0%} of its text is that of {said}"
            if printing.same_day:
                why += " (same day: which came first is not known)"
            same = above.source.id == own.id
            found[report] = Root(
                above.source, above.report, "own report" if same else "copied text", why, printing.share
            )
        else:
            found[report] = Root(own, report, "own report", "")
        return found[report]

    for report in sorted(printings):
        root_of(report)
    return found


def settle(
    entries: Sequence[LedgerClaim],
    facets: Mapping[str, Facets],
    pairs: Sequence[Pair],
    echoing: Iterable[Echo],
    printings: Mapping[str, Printing],
    heads: Mapping[str, ReportHead],
    text_of: Callable[[str], str],
    earlier: Mapping[str, Weighed],
) -> dict[str, Origin]:
    """The origin of each entry, and of those `earlier` claims (already weighed) whose origin the entries change."""
    by_report: dict[str, list[LedgerClaim]] = defaultdict(list)
    for entry in entries:
        by_report[entry.report.id].append(entry)
    rooted = roots({r: p for r, p in printings.items() if r in heads}, heads)
    drafts: dict[str, Origin] = {}
    for report in sorted(by_report):
        head, text = heads[report], text_of(report)
        root = rooted.get(report) or Root(outlet(head.publisher, report), report, "own report", "")
        own = sorted(by_report[report], key=lambda e: e.id)
        sources = Sources(report, own, text, root.source)
        for entry in own:
            source = sources.of(entry)
            drafts[entry.id] = (
                _quoted(entry, source, sources.chain(entry), head, root)
                if source is not None
                else _own(entry, root, printings.get(report), heads, text, text_of, rooted)
            )
    in_circles = follow(drafts, pairs, earlier)
    _restatements(drafts, pairs)
    return _statements(drafts, facets, (pairs, echoing), rooted, heads, earlier) | in_circles


def _quoted(entry: LedgerClaim, source: Source, chain: Sequence[Source], head: ReportHead, root: Root) -> Origin:
    if source.id == outlet(head.publisher, head.id).id:
        return _draft(entry, source, False, "own report", None, f"{source.name} speaks for itself")
    words = entry.claim.sources[-1].text
    outer = [s.name for s in chain[:-1]]
    via = "citation" if source.outlet else "quotation"
    why = f'it {"cites" if source.outlet else "quotes"} "{words}"'
    if outer:
        why += f", through {' and '.join(outer)}"
    if source.how and source.how != f'"{words}"':
        why += f"; {source.how}"
    if root.relayed:
        why += f"; {root.why}"
    return _draft(entry, source, True, via, None, why)


def _own(
    entry: LedgerClaim,
    root: Root,
    printing: Printing | None,
    heads: Mapping[str, ReportHead],
    text: str,
    text_of: Callable[[str], str],
    rooted: Mapping[str, Root],
) -> Origin:
    if root.relayed:
        return _draft(entry, root.source, True, root.via, root.share, root.why)
    described = digested(entry, text)
    if described is not None and described.id != root.source.id:
        why = f"the digest is about a report of {described.name}, which it names here"
        return _draft(entry, described, True, "citation", None, why)
    for other in printing.beside if printing is not None else ():
        part = share_of(entry.claim.evidence, text, marks(text, text_of(other)))
        if part >= thresholds("copies")["claim_share"]:
            first, above = heads[other], rooted.get(other)
            if above is None or above.source.id == root.source.id:
                continue
            said = f"{first.publisher or first.name}, {first.published or 'undated'}"
            why = f"{part:.0%} of this sentence is that of {said}"
            return _draft(entry, above.source, True, "copied text", round(part, 3), why)
    return _draft(
        entry, root.source, False, "own report", None, root.why or "no source is named: the publisher's own word"
    )


def _draft(entry: LedgerClaim, source: Source, relay: bool, via: str, share: float | None, why: str) -> Origin:
    return Origin(entry.id, source.id, source.name, "", source.named, relay, via, share, why)


def _restatements(drafts: dict[str, Origin], pairs: Iterable[Pair]) -> None:
    """The author's own words for what the same report quotes somebody for: the origin is the one quoted.

    Headlines and leads drop attributions; counted as the publisher's own word they would make a source out of nothing.
    """
    best: dict[str, tuple[tuple[float, str], Origin]] = {}
    for pair in pairs:
        if pair.a.report != pair.b.report:
            continue
        for mine, theirs in ((pair.a, pair.b), (pair.b, pair.a)):
            own, quoted = drafts.get(mine.id), drafts.get(theirs.id)
            if own is None or quoted is None or mine.entry.claim.sources or not theirs.entry.claim.sources:
                continue
            if not same_content(mine, theirs, pair.like):
                continue
            rank = (-pair.like.score, theirs.id)
            if mine.id not in best or rank < best[mine.id][0]:
                best[mine.id] = (rank, quoted)
    for claim, (_, quoted) in best.items():
        why = f"tells in its own words what the same report has from {quoted.source_name}"
        drafts[claim] = replace(quoted, claim=claim, why=why)


#: A sentence: report, start, end.
Sentence = tuple[str, int, int]


@dataclass(slots=True)
class _Unit:
    """What one report carries of one source."""

    source: str
    report: str
    root: str
    day: int | None
    claims: list[str]


def _statements(
    drafts: Mapping[str, Origin],
    facets: Mapping[str, Facets],
    pairs: tuple[Sequence[Pair], Iterable[Echo]],
    rooted: Mapping[str, Root],
    heads: Mapping[str, ReportHead],
    earlier: Mapping[str, Weighed],
) -> dict[str, Origin]:
    """Gives each draft its statement: one occasion on which its source put something forward.

    Reports carry one statement where most of what the later one has from a source is what the earlier one has, within
    `days`; a claim that repeats an older statement among new ones belongs to the older.
    """
    t = thresholds("statements")
    units = _units(drafts, rooted, heads, facets)
    alike, firm, twice = _alike(drafts, *pairs, earlier)
    done: dict[str, str] = {w: e.origin.statement for w, e in earlier.items() if w not in drafts}
    days: dict[str, int | None] = {}
    for w, e in earlier.items():
        published = e.entry.report.published
        days[w] = published.toordinal() if published else None
    for unit in units:
        for claim in unit.claims:
            days[claim] = unit.day
    sizes: dict[str, set[Sentence]] = defaultdict(set)
    for claim, statement in done.items():
        sizes[statement].add(_sentence(facets[claim]))
    carried: dict[tuple[str, str], str] = {}
    result: dict[str, Origin] = {}
    for unit in units:
        matches: dict[str, set[Sentence]] = defaultdict(set)
        reverse: dict[str, set[Sentence]] = defaultdict(set)
        latest: dict[str, set[int | None]] = defaultdict(set)
        strong: dict[str, bool] = defaultdict(bool)
        for claim in unit.claims:
            for other in alike.get(claim, ()):
                if other in done and _near(unit.day, days.get(other), t["days"]):
                    matches[done[other]].add(_sentence(facets[claim]))
                    reverse[done[other]].add(_sentence(facets[other]))
                    latest[done[other]].add(days.get(other))
                    strong[done[other]] |= (claim, other) in twice
        told = {_sentence(facets[claim]) for claim in unit.claims}
        joined = None
        for statement in sorted(matches, key=lambda s: (-len(matches[s]), s)):
            mine, theirs = len(matches[statement]), len(reverse[statement])
            same_day = unit.day in latest[statement]
            whole = min(len(told), len(sizes[statement]))
            if same_day:
                fits = strong[statement] or max(mine, theirs) >= min(t["same_day"], whole)
            else:
                enough = strong[statement] or min(mine, theirs) >= t["later"]
                fits = mine / len(told) >= (t["later_share"] if enough else t["most"])
            if fits:
                joined = statement
                break
        if joined is None:  # another printing of the same text has carried it already
            joined = carried.get((unit.source, unit.root))
        statement = joined or _statement_id(unit)
        carried.setdefault((unit.source, unit.root), statement)
        for claim in unit.claims:
            older = sorted({done[o] for o in firm.get(claim, ()) if o in done and done[o] in matches})
            given = older[0] if older and joined is None and facets[claim].type not in STATES else statement
            result[claim] = replace(drafts[claim], statement=given)
            sizes[given].add(_sentence(facets[claim]))
        for claim in unit.claims:
            done[claim] = result[claim].statement
    return result


def _sentence(f: Facets) -> Sentence:
    return f.report, *f.entry.claim.evidence


def _statement_id(unit: _Unit) -> str:
    day = day_of(unit.day)
    said = day.isoformat() if day else "undated"
    return f"{unit.source}@{said}#{digest([unit.source, said, unit.root])[:12]}"


def _units(
    drafts: Mapping[str, Origin],
    rooted: Mapping[str, Root],
    heads: Mapping[str, ReportHead],
    facets: Mapping[str, Facets],
) -> list[_Unit]:
    found: dict[tuple[str, str], _Unit] = {}
    for claim in sorted(drafts):
        report = facets[claim].report
        source = drafts[claim].source
        unit = found.get((source, report))
        if unit is None:
            published = heads[report].published
            root = rooted[report].report if report in rooted else report
            unit = found[(source, report)] = _Unit(
                source, report, root, published.toordinal() if published else None, []
            )
        unit.claims.append(claim)
    return sorted(
        found.values(), key=lambda u: (u.day if u.day is not None else 10**9, u.source, -len(u.claims), u.report)
    )


def _alike(
    drafts: Mapping[str, Origin],
    pairs: Iterable[Pair],
    echoing: Iterable[Echo],
    earlier: Mapping[str, Weighed],
) -> tuple[dict[str, set[str]], dict[str, set[str]], set[tuple[str, str]]]:
    """Claims of other reports with the same source and content.

    Beside them, those that day or number make certain, and those that echo one another in two figures.
    """
    found: dict[str, set[str]] = defaultdict(set)
    firm: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.a.report == pair.b.report:
            continue
        a, b = _origin(pair.a.id, drafts, earlier), _origin(pair.b.id, drafts, earlier)
        if a is None or b is None or a.source != b.source:
            continue
        told = pair.like.number > 0 or pair.like.words >= thresholds("statements")["alike"]
        if told and same_content(pair.a, pair.b, pair.like):
            both = counts.equal(pair.a.counts, pair.b.counts)
            certain = pair.like.time >= 1.0 or (both is not None and both[0].said >= 10)
            for x, y in ((pair.a.id, pair.b.id), (pair.b.id, pair.a.id)):
                found[x].add(y)
                if certain:
                    firm[x].add(y)
    twice: set[tuple[str, str]] = set()
    for x, y, strength in echoing:
        a, b = _origin(x, drafts, earlier), _origin(y, drafts, earlier)
        if a is not None and b is not None and a.source == b.source:
            found[x].add(y)
            found[y].add(x)
            if strength > 1:
                twice |= {(x, y), (y, x)}
    return found, firm, twice


def _origin(claim: str, drafts: Mapping[str, Origin], earlier: Mapping[str, Weighed]) -> Origin | None:
    if claim in drafts:
        return drafts[claim]
    return earlier[claim].origin if claim in earlier else None


def _near(a: int | None, b: int | None, days: int) -> bool:
    return a is None or b is None or abs(a - b) <= days
