"""Reading a batch: text to claims to places and actors to the ledger, then linking; killed anywhere, it can go on."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from fogline.atlas import Atlas
from fogline.claims import Claim, Reading, Report, Resolution
from fogline.errors import FoglineError, InputError
from fogline.ledger import Ledger
from fogline.reader import Engine
from fogline.reports import Failure

#: Reports a transaction: a batch is acknowledged as a whole, so this is also what a killed run reads again.
BATCH = 32
#: Fewer reports than this are read in one process.
FEW = 12


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of reading a batch; `places_*` count mentions, `links` counts by kind, `merged` actors made one."""

    reports: int = 0
    new_reports: int = 0
    claims: int = 0
    new_claims: int = 0
    places_known: int = 0
    places_unknown: int = 0
    links: Mapping[str, int] = field(default_factory=dict)
    merged: int = 0
    failures: tuple[Failure, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Running:
    reports: int = 0
    new_reports: int = 0
    claims: int = 0
    new_claims: int = 0
    known: int = 0
    unknown: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def take_in(
    items: Iterable[Report | Failure],
    ledger: Ledger,
    atlas: Atlas,
    engine: Engine,
    *,
    min_score: float | None = None,
    processes: int = 1,
    done: Callable[[str], None] = lambda name: None,
) -> Intake:
    """Read, resolve and store every report; what the ledger already holds in this reading is not read again.

    `min_score` drops claims below it and is part of the reading's version. `done` is called with each report's name.
    """
    run = _Running()
    version = engine.version if min_score is None else f"{engine.version} min-score {min_score:g}"

    def fresh() -> Iterator[Report]:
        for item in items:
            if isinstance(item, Failure):
                run.failures.append(item)
                done(item.item)
                continue
            run.reports += 1
            run.warnings.extend(f"{item.name}: {w}" for w in item.warnings)
            if ledger.has_reading(item.id, engine.name, version):
                done(item.name)
            else:
                yield item

    def entries() -> Iterator[tuple[Report, Reading, Sequence[Resolution]]]:
        for report, reading in _read(fresh(), engine, processes):
            kept = _cut(reading, version, min_score)
            try:
                entry = (report, kept, atlas.resolve(report, kept.claims))
            except FoglineError:
                raise  # such as a broken pack, which is broken for every report
            except Exception as error:  # a fault of ours in one report keeps none of the others from being read
                run.failures.append(Failure(report.name, _fault(report.name, error)))
                done(report.name)
                continue
            _count(run, *entry)
            yield entry
            done(report.name)

    waiting = entries()
    for added in ledger.add_all(iter(lambda: list(islice(waiting, BATCH)), [])):
        run.new_reports += added.reports
        run.new_claims += added.claims
    return Intake(
        reports=run.reports,
        new_reports=run.new_reports,
        claims=run.claims,
        new_claims=run.new_claims,
        places_known=run.known,
        places_unknown=run.unknown,
        failures=tuple(run.failures),
        skipped=tuple(run.skipped),
        warnings=tuple(run.warnings),
    )


def _fault(name: str, error: Exception) -> InputError:
    return InputError(
        name,
        f"its places and actors could not be worked out ({type(error).__name__}: {error})",
        "that is a fault of Fogline: please send the text with this message; the other reports were read",
    )


def _read(reports: Iterator[Report], engine: Engine, processes: int) -> Iterator[tuple[Report, Reading]]:
    """Each report with its reading, in order; one process for a handful, whose start would cost more than it saves."""
    first = list(islice(reports, FEW))
    processes = 1 if len(first) < FEW else processes
    waiting: deque[Report] = deque()

    def passing() -> Iterator[Report]:
        for report in chain(first, reports):
            waiting.append(report)
            yield report

    for reading in engine.read_many(passing(), processes):
        yield waiting.popleft(), reading


def with_links(intake: Intake, kinds: Iterable[str], merged: int = 0) -> Intake:
    """The same intake with the links that weighing added, counted by kind, and how many actors were merged."""
    return replace(intake, links=dict(sorted(Counter(kinds).items())), merged=merged)


def read_only(
    items: Iterable[Report | Failure], engine: Engine, *, processes: int = 1
) -> Iterator[tuple[Report, tuple[Claim, ...]] | Failure]:
    """Read without a ledger: each report with its claims; failures come as soon as they are met."""
    failures: deque[Failure] = deque()

    def good() -> Iterator[Report]:
        for item in items:
            if isinstance(item, Failure):
                failures.append(item)
            else:
                yield item

    for report, reading in _read(good(), engine, processes):
        while failures:
            yield failures.popleft()
        yield report, reading.claims
    yield from failures


def _cut(reading: Reading, version: str, min_score: float | None) -> Reading:
    if min_score is None:
        return reading
    kept = tuple(c for c in reading.claims if c.scores.claim >= min_score)
    return replace(reading, version=version, claims=kept)


def _count(run: _Running, report: Report, reading: Reading, resolutions: Sequence[Resolution]) -> None:
    run.claims += len(reading.claims)
    if reading.skipped:
        run.skipped.append((report.name, reading.skipped))
    run.warnings.extend(f"{report.name}: {w}" for w in reading.warnings)
    seen = {(p.span, p.place is not None) for r in resolutions for p in r.places}
    run.known += sum(known for _, known in seen)
    run.unknown += sum(not known for _, known in seen)
