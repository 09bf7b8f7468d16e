"""What of a claim is compared with other claims: family, places, days, parties, counts, words; worked out once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from fogline.claims import (
    STATES,
    ActorKind,
    ActorRef,
    Claim,
    ClaimType,
    LedgerClaim,
    Mood,
    ReportKind,
    Role,
)
from fogline.weighing import counts as counts_of
from fogline.weighing.counts import Count, counts
from fogline.weighing.names import actor_words
from fogline.weighing.settings import lexicon, thresholds
from fogline.weighing.whereabouts import is_part, whereabouts
from fogline.weighing.wording import (
    attributes,
    content_words,
    is_labelled,
    is_past,
    is_running,
    names_building,
    numbers_in,
    window,
)


@cache
def families() -> dict[ClaimType, str]:
    """The family of each claim type."""
    return {ClaimType(t): name for name, types in lexicon("families").items() for t in types}


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as compared: id and side where the atlas knows them, else the words of its name."""

    id: str | None
    side: str | None
    words: frozenset[str]
    described: bool = False

    def same(self, other: Party) -> bool:
        """Whether both names may stand for one party; wider and narrower names of one body count as the same."""
        if self.id is not None and self.id == other.id:
            return True
        if self.side is not None and self.side == other.side:
            return True
        if not self.words or not other.words:
            return False
        return self.words <= other.words or other.words <= self.words


@dataclass(frozen=True, slots=True)
class Facets:
    """One claim, ready to be compared. Days are ordinals; `first` is None for a claim that has no place in time.

    `fine` are places a claim is about (settlement or smaller), `coarse` larger ones short of a country, `wide` these,
    countries, and whatever holds the fine ones.
    `numbers` are those of the sentence. `tolls` are the counts of all claims of the family in the sentence: they tell
    one strike from another. `past` marks a state told as over, `tried` an act told as attempted, `unfinished` one told
    as close to its start or end, `prevented` one that somebody kept from happening, `labelled` a headline that ends
    "- Reports" or "monitor", `another` a sentence that opens on another event ("Earlier in the day"), `site` a sentence
    about one building, `spread` one about several places or the land round one. `window` says how long its counts
    cover: "2 days", "since september"; empty for the toll of one event. `running` marks counts up to the day of the
    report ("have been killed"), `attributed` a sentence that tells somebody's word, source found or not. `stated` says
    that the text gives the day; otherwise it is the report's date.
    """

    id: str
    entry: LedgerClaim
    family: str
    fine: frozenset[str]
    coarse: frozenset[str]
    wide: frozenset[str]
    points: tuple[tuple[float, float, float], ...]
    names: frozenset[str]
    first: int | None
    last: int | None
    stated: bool
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    counts: tuple[Count, ...]
    words: frozenset[str]
    published: int | None
    sentence: str
    numbers: frozenset[int] = frozenset()
    tolls: tuple[Count, ...] = ()
    part: bool = False
    past: bool = False
    tried: bool = False
    labelled: bool = False
    another: bool = False
    unfinished: bool = False
    prevented: bool = False
    site: bool = False
    spread: bool = False
    window: str = ""
    running: bool = False
    attributed: bool = False
    inherited: bool = False

    @property
    def type(self) -> ClaimType:
        return self.entry.claim.type

    @property
    def report(self) -> str:
        return self.entry.report.id


def facets(entries: Iterable[LedgerClaim], text_of: Callable[[str], str]) -> dict[str, Facets]:
    """The facets of claims, by claim id; claims without a place or a day take them from their own sentence.

    A casualty figure seldom repeats where and when the strike was: a sibling of the same family in the same sentence
    says it.
    """
    by_report: dict[str, list[LedgerClaim]] = defaultdict(list)
    for entry in entries:
        by_report[entry.report.id].append(entry)
    found: dict[str, Facets] = {}
    for report in sorted(by_report):
        text = text_of(report)
        own = sorted(by_report[report], key=lambda e: (e.claim.trigger, e.claim.type, e.id))
        mine = _with_siblings([_facets(e, text) for e in own])
        labelled = {f.sentence for f in mine if f.labelled}  # the headline stands twice, and once with its label
        for f in mine:
            found[f.id] = replace(f, labelled=True) if f.sentence in labelled and not f.labelled else f
    return found


def _facets(entry: LedgerClaim, text: str) -> Facets:
    claim = entry.claim
    sentence = claim.evidence.of(text) or claim.trigger_text
    where = whereabouts(entry, text)
    first, last, stated = _when(entry)
    quantity = claim.roles(Role.QUANTITY)
    before = text[claim.evidence.start : quantity[0].start] if quantity else ""
    part = where.part or (
        claim.type in (ClaimType.HOLD, ClaimType.CAPTURE, ClaimType.WITHDRAW) and any(is_part(q.text) for q in quantity)
    )
    published = entry.report.published
    return Facets(
        id=entry.id,
        entry=entry,
        family=families()[claim.type],
        fine=frozenset(where.fine),
        coarse=frozenset(where.coarse),
        wide=frozenset(where.wide),
        points=tuple(sorted(where.points)),
        names=frozenset(where.names),
        first=first,
        last=last,
        stated=stated,
        actors=_parties(entry, Role.ACTOR),
        targets=_parties(entry, Role.TARGET),
        counts=counts(claim, sentence, before),
        words=content_words(sentence) - _source_words(claim),
        published=published.toordinal() if published else None,
        sentence=sentence,
        numbers=numbers_in(sentence),
        part=part,
        labelled=is_labelled(sentence, text[claim.evidence.end : claim.evidence.end + 14]),
        another=re.search(lexicon("wording")["another"], sentence, re.I) is not None,
        unfinished=re.search(lexicon("wording")["unfinished"], sentence, re.I) is not None,
        prevented=re.search(
            lexicon("wording")["prevented"], text[max(0, claim.trigger.start - 48) : claim.trigger.start], re.I
        )
        is not None,
        site=names_building(sentence),
        spread=re.search(lexicon("wording")["spread"], sentence, re.I) is not None,
        window=window(sentence) if quantity else "",
        running=bool(quantity) and not stated and is_running(text, claim.trigger.start, claim.evidence.start, sentence),
        attributed=attributes(sentence),
        tried=re.search(lexicon("wording")["tried"], text[max(0, claim.trigger.start - 24) : claim.trigger.start], re.I)
        is not None,
        past=claim.type in STATES and is_past(text, claim.trigger.start, claim.evidence.start, published),
    )


def _source_words(claim: Claim) -> frozenset[str]:
    """The words that name the sources: that two sentences quote one body does not make them tell one thing."""
    return frozenset(w for s in claim.sources for name in (s.text, s.entity) for w in content_words(name))


def _when(entry: LedgerClaim) -> tuple[int | None, int | None, bool]:
    """First and last day, and whether the text gives them.

    An undated claim of a dated report is of the days before it, unless the report is an encyclopaedia's; an undated
    report's undated claim is of no day at all.
    """
    valid, published = entry.valid, entry.report.published
    stated = entry.claim.time is not None and entry.claim.time.value is not None
    if valid is not None and (stated or entry.claim.type not in STATES):
        start = valid.start or valid.end
        end = valid.end or (published if published and valid.start and published >= valid.start else valid.start)
        if start is not None and end is not None and start <= end:
            return start.toordinal(), end.toordinal(), stated
    if published is None or entry.report.kind is ReportKind.TERTIARY:
        return None, None, False
    day = published.toordinal()
    if entry.claim.type in STATES:
        return day - 1, day, False
    ahead = thresholds("events")["soft_days"] * 5 if entry.claim.mood not in (Mood.ACTUAL, Mood.RETRACTED) else 0
    return day - thresholds("events")["soft_days"], day + ahead, False


def _parties(entry: LedgerClaim, role: Role) -> tuple[Party, ...]:
    """The parties of a role. "Militants", "civilians" tell nobody from anybody and are left out."""
    refs = [ref for ref in entry.actors if ref.role is role]
    found = []
    for arg in entry.claim.roles(role):
        ref = next((r for r in refs if r.span.overlaps(arg.span)), None)
        party = _party(ref, arg.entity)
        if party is not None:
            found.append(party)
    return tuple(found)


def _party(ref: ActorRef | None, entity: str) -> Party | None:
    words = actor_words(entity)
    if not any(word[:1].isupper() for word in entity.split()) and words <= _anybody():
        return None
    if ref is None:
        return Party(None, None, words)
    known = not ref.actor.startswith(("entity/", "unnamed/", "described/")) and ref.kind not in (
        ActorKind.DESCRIBED,
        ActorKind.UNKNOWN,
    )
    described = ref.kind is ActorKind.DESCRIBED
    return Party(ref.actor if known else None, ref.side, actor_words(ref.name) if known else words, described)


@cache
def _anybody() -> frozenset[str]:
    classes = {w for words in lexicon("counts")["classes"].values() for w in words} - {"rebels", "insurgents"}
    return frozenset(classes | set(lexicon("actors")["drop"]) | set(lexicon("wording")["stop"]))


def _with_siblings(own: Sequence[Facets]) -> list[Facets]:
    by_sentence: dict[tuple[int, int, str], list[Facets]] = defaultdict(list)
    for f in own:
        by_sentence[(*f.entry.claim.evidence, f.family)].append(f)
    return [_from_siblings(f, by_sentence[(*f.entry.claim.evidence, f.family)]) for f in own]


def _from_siblings(f: Facets, siblings: Sequence[Facets]) -> Facets:
    if f.type is ClaimType.HOLD and any(s.type is ClaimType.CAPTURE and s.fine & f.fine for s in siblings):
        return replace(f, past=True)  # "the liberation of Raqqa, capital of the caliphate": whose it was until then
    if f.family != "violence":
        return f
    tolls = tuple(c for s in siblings for c in s.counts)
    if tolls:
        f = replace(f, tolls=tolls)
    if f.fine and f.stated and f.actors:
        return f
    at = f.entry.claim.trigger.start
    near = sorted((s for s in siblings if s is not f), key=lambda s: (abs(s.entry.claim.trigger.start - at), s.id))
    if not f.fine and not f.wide:
        # "killed 1,300 there and 2,329 in Gaza": another toll has a place of its own
        shared = [s for s in near if counts_of.rivals(f.counts, s.counts) is None]
        donor = next((s for s in shared if s.fine), None) or next((s for s in shared if s.wide), None)
        if donor is not None:
            f = replace(
                f,
                fine=donor.fine,
                coarse=donor.coarse,
                wide=donor.wide,
                points=donor.points,
                names=donor.names,
                inherited=True,
            )
    if not f.stated:
        donor = next((s for s in near if s.stated), None)
        if donor is not None:
            f = replace(f, first=donor.first, last=donor.last, stated=True)
    if not f.actors and f.type is not ClaimType.CLASH:
        donor = next((s for s in near if s.actors and s.type is not ClaimType.CLASH), None)
        if donor is not None:
            f = replace(f, actors=donor.actors)
    return f


def day_of(ordinal: int | None) -> date | None:
    """The day of an ordinal."""
    return None if ordinal is None else date.fromordinal(ordinal)
