"""The default engine: sentences, the joint model, then rules where rules are better. Offline, one core a process.

text -> sentences -> model (claims as spans) -> quotations and speakers -> measures -> retractions -> names -> days.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from fogline import when
from fogline.claims import (
    Argument,
    Claim,
    Mention,
    Mood,
    Reading,
    Report,
    ReportKind,
    Scores,
    Span,
    TimeExpression,
)
from fogline.reader import (
    cues,
    denials,
    entities,
    language,
    measures,
    model,
    phase,
    quotations,
    retractions,
    roles,
    spans,
    timespans,
    types,
)
from fogline.reader.attribution import attribute
from fogline.reader.engine import Engine
from fogline.reader.network import Calibration, Networks
from fogline.reader.ranker import Trace
from fogline.reader.sentences import split

#: Version of the rules around the model; the hash of the weights is added to it.
METHOD = "5"
#: What a process is handed at once: about a third of a second's reading, so that all of them end together.
GROUP_REPORTS, GROUP_CHARACTERS = 16, 6_000
#: Groups handed out ahead for each process: none waits for work while the caller stores what was read.
GROUPS_AHEAD = 4
#: The least probability of a trigger inside words that somebody takes back.
RETRACTED_LEAST = 0.1
#: Publishers whose texts are dated by their page, not by what they tell, where the report does not say its kind.
_TERTIARY = re.compile(r"wikipedia|encyclop", re.I)
_UNCALIBRATED = Calibration()
_FUTURE = frozenset({Mood.PLANNED, Mood.PREDICTED, Mood.CONDITIONAL, Mood.DEMANDED})


class LocalEngine:
    """Reads reports with the shipped model. `min_score` leaves out claims less sure; `force` reads any language."""

    name = "local"

    def __init__(self, min_score: float = 0.0, force: bool = False, networks: Networks | None = None) -> None:
        self._min_score, self._force = min_score, force
        self._networks = networks or Networks()

    @property
    def version(self) -> str:
        return f"{METHOD}+{self._networks.hash}"

    def read(self, report: Report) -> Reading:
        """The claims of one report; none, with the reason, where it is surely in another language than English."""
        foreign = None if self._force else language.is_foreign(report.text)
        if foreign is not None:
            why = f"language is {foreign}, this engine reads en; --force reads it anyway"
            return Reading(report.id, self.name, self.version, (), skipped=why)
        sentences = split(report.text)
        found, trace = self._found(report.text, sentences)
        return Reading(report.id, self.name, self.version, self._claims(report, sentences, found, trace))

    def read_many(self, reports: Iterable[Report], processes: int = 1) -> Iterator[Reading]:
        """The readings of many reports, in order. More processes than one each load the model anew."""
        if processes <= 1:
            yield from map(self.read, reports)
            return
        options = (self._min_score, self._force, self._networks.folder)
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, options)
        waiting: deque[tuple[list[Report], Future[list[Reading]] | None]] = deque()
        try:
            for group in _groups(reports):
                waiting.append((group, _hand_out(pool, group)))
                if len(waiting) >= GROUPS_AHEAD * processes:
                    yield from self._taken(*waiting.popleft())
            while waiting:
                yield from self._taken(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _taken(self, group: Sequence[Report], future: Future[list[Reading]] | None) -> list[Reading]:
        """What a process read of a group; read here where that process was killed."""
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            pass
        return [self.read(report) for report in group]

    def _found(self, text: str, sentences: Sequence[Span]) -> tuple[list[model.Found], Trace | None]:
        """What the model finds; what somebody takes back is a claim, so there its likeliest trigger is enough."""
        networks = self._networks
        trace = networks.ranker.trace() if networks.ranker else None
        found = model.read(text, sentences, networks.features, networks, networks.settings, watch=trace)
        bare = [
            scope
            for scope, _ in retractions.scopes(text, sentences)
            if not any(scope.start <= f.trigger.start < scope.end for f in found)
        ]
        if not bare:
            return found, trace
        eager = replace(networks.settings, trigger=RETRACTED_LEAST, second_type=1.0)
        guesses = model.read(text, sentences, networks.features, networks, eager, bare)
        for scope in bare:
            inside = [g for g in guesses if scope.start <= g.trigger.start < scope.end]
            found += [max(inside, key=lambda g: g.score)] if inside else []
        return sorted(found, key=lambda f: (f.trigger, f.type)), trace

    def _claims(
        self, report: Report, sentences: Sequence[Span], found: Sequence[model.Found], trace: Trace | None
    ) -> tuple[Claim, ...]:
        report_id = report.id
        claims = [self._claim(report_id, report.text, sentences, f) for f in found]
        claims = spans.agree(report.text, roles.tidy(report.text, claims))
        scopes = quotations.scopes(report.text, sentences)
        claims = attribute(report.text, sentences, claims, scopes, report.publisher)
        claims = measures.complete(report.text, sentences, claims)
        claims = cues.apply(report.text, sentences, claims)
        claims = denials.mark(report.text, sentences, claims)
        claims = retractions.mark(report.text, sentences, claims)
        ranker = self._networks.ranker
        claims = entities.name(report.text, sentences, claims, report.publisher, scopes, ranker, trace)
        claims = [_in_phase(c, report.text) for c in types.settle(claims)]
        claims = _dated(claims, report)
        return tuple(c for c in _distinct(claims) if c.scores.claim >= self._min_score)

    def _claim(self, report_id: str, text: str, sentences: Sequence[Span], found: model.Found) -> Claim:
        def sure(field: str, score: float) -> float:
            return round(self._networks.calibration.get(field, _UNCALIBRATED)(score), 4)

        evidence = sentences[found.sentence]
        time = None if found.time is None else timespans.whole(text, evidence, found.time.span)
        return Claim(
            report=report_id,
            trigger=found.trigger,
            trigger_text=found.trigger.of(text),
            type=found.type,
            args=tuple(
                Argument(role, f.span.of(text), *f.span, entity=f.span.of(text), score=sure("args", f.score))
                for role, f in found.args
            ),
            time=None if time is None else TimeExpression(time.of(text), *time),
            sources=tuple(Mention(s.of(text), *s, entity=s.of(text)) for s in found.sources),
            certainty=found.certainty,
            polarity=found.polarity,
            mood=found.mood,
            evidence=evidence,
            scores=Scores(
                claim=sure("claim", found.score),
                source=sure("source", found.source_score),
                certainty=sure("certainty", found.certainty_score),
                polarity=sure("polarity", found.polarity_score),
                mood=sure("mood", found.mood_score),
                time=1.0 if found.time is None else sure("time", found.time.score),
            ),
        )


def _in_phase(claim: Claim, text: str) -> Claim:
    found = phase.of(claim, text)
    return claim if found is claim.phase else replace(claim, phase=found)


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """One claim a trigger and type, the surer one, in the order of the text."""
    best: dict[tuple[Span, str], Claim] = {}
    for claim in claims:
        key = (claim.trigger, str(claim.type))
        if key not in best or claim.scores.claim > best[key].scores.claim:
            best[key] = claim
    return [best[key] for key in sorted(best)]


def _dated(claims: list[Claim], report: Report) -> list[Claim]:
    """The claims with their time expressions resolved, each read in the light of those before it in the text."""
    moods = {c.time.span: c.mood for c in claims if c.time is not None}
    others = [s for s in timespans.dates(report.text) if not any(s.overlaps(known) for known in moods)]
    order = sorted([*moods, *others])
    tenses = ["future" if moods.get(s) in _FUTURE else "past" for s in order]
    pairs = [(s.of(report.text), t) for s, t in zip(order, tenses, strict=True)]
    kind = ReportKind.TERTIARY if report.kind is None and _TERTIARY.search(report.publisher or "") else report.kind
    values = dict(zip(order, when.resolve_all(pairs, report.published, kind), strict=True))  # type: ignore[arg-type]
    return [c if c.time is None else replace(c, time=replace(c.time, value=values[c.time.span])) for c in claims]


def _groups(reports: Iterable[Report]) -> Iterator[list[Report]]:
    group: list[Report] = []
    size = 0
    for report in reports:
        if group and (len(group) >= GROUP_REPORTS or size + len(report.text) > GROUP_CHARACTERS):
            yield group
            group, size = [], 0
        group.append(report)
        size += len(report.text)
    if group:
        yield group


_worker: Engine | None = None


def _start(min_score: float, force: bool, weights: Path | None) -> None:
    """Loads the engine once in each worker process, which ends when the one that asked is gone, however that ended."""
    global _worker
    Thread(target=_end_with_parent, daemon=True).start()
    _worker = LocalEngine(min_score, force, Networks(weights))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(reports: list[Report]) -> list[Reading]:
    assert isinstance(_worker, LocalEngine)
    return [_worker.read(report) for report in reports]


def _hand_out(pool: ProcessPoolExecutor, group: list[Report]) -> Future[list[Reading]] | None:
    """The group on its way to a process; None where the pool lost one and takes no more."""
    try:
        return pool.submit(_work, group)
    except BrokenProcessPool:
        return None
