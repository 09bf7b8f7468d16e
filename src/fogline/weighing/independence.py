"""Which reports share an origin and why: the graph of dependence between reports, edge by edge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from fogline.claims import Weighed
from fogline.weighing.settings import thresholds


class TieKind(StrEnum):
    """How two reports hang together, the closest first."""

    TEXT = "same text"
    STATEMENT = "same statement"
    SOURCE = "same source"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two reports that are not independent, with the number of claims in each that say so and the reason in words.

    Reports tied by text or statement have one origin. Reports tied by source quote one body on different occasions:
    that body counts once for an event, but each report adds what the other has not.
    """

    a: str
    b: str
    kind: TieKind
    source: str
    claims: tuple[int, int]
    why: str

    @property
    def same_origin(self) -> bool:
        return self.kind is not TieKind.SOURCE


def ties(weighed: Sequence[Weighed]) -> list[Tie]:
    """The ties between the reports of these claims, the closest for each pair, in order of report ids.

    Example: reports that share nothing, and a single report, give an empty list.
    """
    sizes = Counter(w.entry.report.id for w in weighed)
    found: dict[tuple[str, str], Tie] = {}
    for kind, groups in ((TieKind.STATEMENT, _by_statement(weighed)), (TieKind.SOURCE, _by_source(weighed))):
        for source, claims in groups:
            for tie in _ties_of(kind, source, claims, sizes):
                held = found.get((tie.a, tie.b))
                if held is None or (_rank(tie), tie.source) < (_rank(held), held.source):
                    found[(tie.a, tie.b)] = tie
    return [found[pair] for pair in sorted(found)]


def _rank(tie: Tie) -> tuple[int, int]:
    return list(TieKind).index(tie.kind), -min(tie.claims)


def _by_statement(weighed: Iterable[Weighed]) -> list[tuple[str, list[Weighed]]]:
    groups: dict[str, list[Weighed]] = defaultdict(list)
    for w in weighed:
        groups[w.origin.statement].append(w)
    return [(groups[s][0].origin.source_name, groups[s]) for s in sorted(groups)]


def _by_source(weighed: Iterable[Weighed]) -> list[tuple[str, list[Weighed]]]:
    groups: dict[str, list[Weighed]] = defaultdict(list)
    for w in weighed:
        if w.origin.named:
            groups[w.origin.source].append(w)
    return [(groups[s][0].origin.source_name, groups[s]) for s in sorted(groups)]


def _ties_of(kind: TieKind, source: str, claims: Sequence[Weighed], sizes: Counter[str]) -> Iterable[Tie]:
    by_report: dict[str, list[Weighed]] = defaultdict(list)
    for w in claims:
        by_report[w.entry.report.id].append(w)
    least = thresholds("statements")["tie"]
    for a, b in combinations(sorted(by_report), 2):
        mine, theirs = by_report[a], by_report[b]
        copied = [w for w in (*mine, *theirs) if w.origin.share is not None or w.origin.via == "copied text"]
        part = min(len(mine) / sizes[a], len(theirs) / sizes[b])
        if kind is TieKind.STATEMENT and part < least:
            continue  # one old figure repeated among news makes no relay of the report
        if kind is TieKind.STATEMENT and copied:
            best = max(copied, key=lambda w: (w.origin.share or 0.0, w.entry.id))
            yield Tie(a, b, TieKind.TEXT, source, (len(mine), len(theirs)), best.origin.why)
        elif kind is TieKind.STATEMENT:
            why = f"both carry one statement of {source}: {mine[0].origin.why}"
            yield Tie(a, b, kind, source, (len(mine), len(theirs)), why)
        else:
            yield Tie(a, b, kind, source, (len(mine), len(theirs)), f"both quote {source}, on different occasions")
