"""The joint model at work: texts in, claims as spans, labels and probabilities out.

Two small networks (weights/, trained by training/): `encoder` reads windows of a text and tags triggers; `claims`
reads one sentence around one trigger and says who, what, where, when, according to whom and how surely. This module
cuts windows, runs both and turns their scores into spans. It knows words, not the world: rules about
quotations, measures and names come after it (local.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from fogline.claims import Certainty, ClaimType, Mood, Polarity, Role, Span
from fogline.reader.features import TYPES, Encoded, Features, Window, windows

FloatArray = npt.NDArray[np.float32]

CLS, SEP = 101, 102
ROLES = ("actor", "target", "place", "origin", "destination", "quantity", "topic", "time", "source", "outer")
_TIME, _SOURCE, _OUTER = ROLES.index("time"), ROLES.index("source"), ROLES.index("outer")
_ARGUMENTS = tuple(Role(r) for r in ROLES[:_TIME])
CERTAINTIES = tuple(Certainty)
POLARITIES = tuple(Polarity)
MOODS = tuple(Mood)
MAX_SENTENCES = 5
_WORD_START = 10
#: The least probability with which a word goes on an argument: "aerial" behind "unmanned". A cut argument names nobody.
_GOES_ON = 0.4
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z]\.)+\Z")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.)+[A-Z]\Z")
_ARTICLES = frozenset({"the", "a", "an"})


class Backend(Protocol):
    """The two networks, however they are run."""

    def encode(self, ids: npt.NDArray[np.int64], mask: FloatArray, features: FloatArray) -> Sequence[FloatArray]:
        """[B, T] -> hidden [B, T, 384], tag, mention probabilities [B, T, 2 + types], [B, T, 5, 3], keys [B, T, 64]."""

    def claims(
        self,
        hidden: FloatArray,
        tags: FloatArray,
        features: FloatArray,
        mask: FloatArray,
        where: npt.NDArray[np.int64],
        kind: npt.NDArray[np.int64],
        keys: FloatArray,
        away: npt.NDArray[np.int64],
    ) -> Sequence[FloatArray]:
        """-> role probabilities [N, L, 10, 3], inside [N, L] and nobody + outside [N, 1 + T] source scores, and the
        probabilities of certainty, polarity and mood."""


class Watcher(Protocol):
    """Who else wants what the encoder makes of a text."""

    def see(self, encoded: Encoded, window: Window, hidden: FloatArray) -> None:
        """Takes in the states of one window [T, 384]."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and sizes, chosen on the dev split; they ship with the weights (weights/reader.json)."""

    trigger: float = 0.4
    second_type: float = 0.3
    roles: tuple[float, ...] = (0.45,) * len(ROLES)
    attributed: float = 0.5
    window: int = 192
    context: int = 48
    bias: tuple[tuple[str, float], ...] = ()  # label -> factor on its probability before the choice


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A span and the probability that it belongs there."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A claim as the model sees it; every score is a raw probability of the network."""

    trigger: Span
    type: ClaimType
    score: float
    sentence: int
    args: tuple[tuple[Role, FoundSpan], ...]
    time: FoundSpan | None
    sources: tuple[Span, ...]
    source_score: float
    certainty: Certainty
    certainty_score: float
    polarity: Polarity
    polarity_score: float
    mood: Mood
    mood_score: float


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger that the first network found: its pieces, and those of its sentence that the window holds."""

    first: int
    last: int
    kind: int
    score: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """One window of a text and what the first network made of it (without the [CLS] and [SEP] rows)."""

    window: Window
    hidden: FloatArray
    tags: FloatArray
    mentions: FloatArray
    keys: FloatArray


def read(
    text: str,
    sentences: Sequence[Span],
    features: Features,
    backend: Backend,
    settings: Settings,
    within: Sequence[Span] | None = None,
    watch: Watcher | None = None,
) -> list[Found]:
    """The claims of a text with these sentences, in text order; `within`: only those whose trigger begins in one.

    `watch` is shown the encoder's states of every window that is read.

    Windows are run one by one, the triggers of one sentence together: on a CPU that is as fast as batches of many,
    needs no padding, and what is read never hangs on what else is read in the same run (int8 scales are taken over a
    whole batch).
    """
    encoded = features.encode(text, sentences)
    found: list[Found] = []
    for window in windows(encoded, settings.window, settings.context):
        if within is not None and not any(_begins_in(within, encoded, p) for p in range(window.own, window.end)):
            continue
        seen = _look(window, encoded, backend)
        if watch is not None:
            watch.see(encoded, window, seen.hidden)
        triggers = (
            t for t in _triggers(seen, encoded, settings) if within is None or _begins_in(within, encoded, t.first)
        )
        for _, group in groupby(triggers, key=lambda t: t.low):
            found.extend(_claims(list(group), seen, encoded, text, backend, settings))
    found.sort(key=lambda c: (c.trigger, c.type))
    return found


def _begins_in(spans: Sequence[Span], e: Encoded, piece: int) -> bool:
    return any(s.start <= e.start[piece] < s.end for s in spans)


def _look(window: Window, e: Encoded, backend: Backend) -> _Seen:
    here = slice(window.start, window.end)
    ids = np.concatenate([[CLS], e.ids[here], [SEP]])[None]
    features = np.zeros((1, ids.shape[1], e.features.shape[1]), dtype=np.float32)
    features[0, 1:-1] = e.features[here]
    hidden, tags, mentions, keys = backend.encode(ids, np.ones(ids.shape, dtype=np.float32), features)
    return _Seen(window, hidden[0, 1:-1], tags[0, 1:-1], mentions[0, 1:-1], keys[0, 1:-1])


def _triggers(seen: _Seen, e: Encoded, settings: Settings) -> Iterator[_Trigger]:
    """Words at which a type begins surely enough; words that go on are added to the trigger before them."""
    w, tags = seen.window, seen.tags
    starts = e.features[w.start : w.end, _WORD_START] > 0
    begins = tags[:, 2:].max(1)
    upto = -1
    for at in np.flatnonzero(starts & (begins >= settings.trigger)).tolist():
        if at < w.own - w.start or (at < upto and tags[at, 1] > begins[at]):
            continue
        upto = at + 1
        while upto < len(starts) and (not starts[upto] or (tags[upto, 1] >= 0.5 and begins[upto] < tags[upto, 1])):
            upto += 1
        sentence = e.sentence[w.start + at]
        low = max(w.start, int(np.searchsorted(e.sentence, sentence, "left")))
        high = min(w.end, int(np.searchsorted(e.sentence, sentence, "right")))
        order = np.argsort(-tags[at, 2:])
        for rank, kind in enumerate(order[:2].tolist()):
            score = float(tags[at, 2 + kind])
            if score >= (settings.trigger if rank == 0 else settings.second_type):
                yield _Trigger(w.start + at, min(w.start + upto, high), kind, score, low, high)


def _claims(
    group: list[_Trigger], seen: _Seen, e: Encoded, text: str, backend: Backend, settings: Settings
) -> Iterator[Found]:
    """The claims around the triggers of one sentence."""
    w, low, high = seen.window, group[0].low, group[0].high
    count, wide, size = len(group), w.end - w.start, high - low
    inner = slice(low - w.start, high - w.start)
    apart = np.clip(e.sentence[w.start : w.end] - e.sentence[low], -MAX_SENTENCES, MAX_SENTENCES) + MAX_SENTENCES
    starts = e.features[w.start : w.end, _WORD_START] > 0
    outer = starts.copy()
    outer[inner] = False
    open_ = np.concatenate([[True], outer, starts[inner]])
    roles, inside, outside, certainty, polarity, mood = backend.claims(
        np.repeat(seen.hidden[None, inner], count, 0),
        np.repeat(seen.tags[None, inner], count, 0),
        np.repeat(e.features[None, low:high].astype(np.float32), count, 0),
        np.ones((count, size), dtype=np.float32),
        np.array([t.first - low for t in group], dtype=np.int64),
        np.array([t.kind for t in group], dtype=np.int64),
        np.repeat(seen.keys[None], count, 0),
        np.repeat(apart[None], count, 0),
    )
    scores = np.where(open_, np.concatenate([outside, inside], 1), -1e4)
    scores = np.exp(scores - scores.max(1, keepdims=True))
    pointer = scores / scores.sum(1, keepdims=True)
    own = starts[inner].tolist()
    likely = (roles[..., 1] + roles[..., 2] >= np.array(settings.roles)) & starts[inner, None]
    labels = [
        _chosen(probabilities, names, settings)
        for probabilities, names in ((certainty, CERTAINTIES), (polarity, POLARITIES), (mood, MOODS))
    ]
    filled = np.asarray(likely.any(1))  # most roles of most claims are empty: no need to look at each
    for n, t in enumerate(group):
        chain, source_score = _sources(t, seen, own, e, text, roles[n], pointer[n], wide, settings)
        taken = [
            (r, FoundSpan(span, score))
            for number, r in enumerate(_ARGUMENTS)
            if filled[n, number]
            for span, score in _spans(roles[n, :, number], own, e, low, text, settings.roles[number])
        ]
        times = _spans(roles[n, :, _TIME], own, e, low, text, settings.roles[_TIME])
        time = max(times, key=lambda x: x[1], default=None)
        yield Found(
            trigger=Span(int(e.start[t.first]), int(e.end[t.last - 1])),
            type=ClaimType(TYPES[t.kind]),
            score=t.score,
            sentence=int(e.sentence[t.first]),
            args=tuple(sorted(taken, key=lambda a: a[1].span)),
            time=None if time is None else FoundSpan(*time),
            sources=chain,
            source_score=source_score,
            certainty=labels[0][n][0],
            certainty_score=labels[0][n][1],
            polarity=labels[1][n][0],
            polarity_score=labels[1][n][1],
            mood=labels[2][n][0],
            mood_score=labels[2][n][1],
        )


def _chosen(probabilities: FloatArray, names: Sequence[Any], settings: Settings) -> list[tuple[Any, float]]:
    """For each claim the label with the highest weighted probability [N, labels], and its plain probability."""
    factors = dict(settings.bias)
    weighted = probabilities * np.array([factors.get(str(name), 1.0) for name in names]) if factors else probabilities
    return [
        (names[best], float(row[best])) for row, best in zip(probabilities, weighted.argmax(1).tolist(), strict=True)
    ]


def _spans(
    bio: FloatArray, starts: Sequence[bool], e: Encoded, low: int, text: str, least: float
) -> list[tuple[Span, float]]:
    """Spans of one role in one sentence: [L, 3] probabilities of outside, begins, goes on; where words start [L]."""
    begins, goes = bio[:, 1].tolist(), bio[:, 2].tolist()
    belongs = (bio[:, 1] + bio[:, 2]).tolist()
    out: list[tuple[Span, float]] = []
    upto = -1
    for at, score in enumerate(belongs):
        if at < upto or score < least or not starts[at]:
            continue
        upto = at + 1
        while upto < len(starts) and (not starts[upto] or (goes[upto] >= begins[upto] and belongs[upto] >= _GOES_ON)):
            upto += 1
        span = trimmed(text, Span(int(e.start[low + at]), int(e.end[low + upto - 1])))
        if span is not None:
            out.append((span, score))
    return out


def _sources(
    t: _Trigger,
    seen: _Seen,
    own: Sequence[bool],
    e: Encoded,
    text: str,
    roles: FloatArray,
    pointer: FloatArray,
    wide: int,
    settings: Settings,
) -> tuple[tuple[Span, ...], float]:
    """The attribution chain, outermost first, and the probability of its innermost link (or of there being none).

    `own`: where words start in the trigger's sentence.
    """
    nobody = float(pointer[0])
    if 1 - nobody < settings.attributed:
        return (), nobody
    best = int(np.argmax(pointer[1:]))
    if best >= wide:  # in the trigger's own sentence
        at = t.low + best - wide
        tags = roles[:, _SOURCE]
        offset, high = t.low, t.high
    else:
        at = seen.window.start + best
        tags = seen.mentions[:, 0]
        offset, high = seen.window.start, seen.window.end
    starts = (e.features[offset:high, _WORD_START] > 0).tolist()
    belongs = tags[:, 1] + tags[:, 2]
    goes_on = ((belongs >= 0.5) & (tags[:, 2] >= tags[:, 1])).tolist()
    sentence = e.sentence[at]
    first, last = at, at + 1
    while first > offset and not starts[first - offset]:
        first -= 1
    while first > offset and goes_on[first - offset] and e.sentence[first - 1] == sentence:
        first -= 1
        while first > offset and not starts[first - offset]:
            first -= 1
    while last < high and (not starts[last - offset] or (goes_on[last - offset] and e.sentence[last] == sentence)):
        last += 1
    inner = trimmed(text, Span(int(e.start[first]), int(e.end[last - 1])))
    if inner is None:
        return (), nobody
    outer = [
        span
        for span, _ in _spans(roles[:, _OUTER], own, e, t.low, text, settings.roles[_OUTER])
        if not span.overlaps(inner)
    ]
    mass = (
        float(pointer[1 + wide + first - t.low : 1 + wide + last - t.low].sum())
        if best >= wide
        else float(pointer[1 + first - seen.window.start : 1 + last - seen.window.start].sum())
    )
    return (*outer, inner), mass


def trimmed(text: str, span: Span) -> Span | None:
    """The span without a leading article, outer quotation marks, or white space; None where nothing is left.

    Initials stay whole: "S" of "U.S." becomes "U.S.".
    """
    start, end = span
    while True:
        while start < end and (text[start].isspace() or text[start] in "\"'“”‘’,;:.-–—)]"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in '"“”,;:([–—'):
            end -= 1
        word = text[start:end].split(maxsplit=1)
        if len(word) == 2 and word[0].lower() in _ARTICLES:
            start = end - len(word[1])
            continue
        break
    if end <= start:
        return None
    before = _INITIALS_BEFORE.search(text, max(0, start - 8), start)
    if before and text[start : start + 2].rstrip(".").isupper() and text[start + 1 : start + 2] in (".", ""):
        start = before.start()
    if _INITIALS.search(text, max(start, end - 8), end) and text[end : end + 1] == ".":
        end += 1
    return Span(start, end)
