"""Which of its candidates a pronoun means, by the signs of `antecedents.py` and the encoder's states.

A candidate's score is a layer over its signs and the pronoun's, and a product of what the encoder makes of both words;
"nobody that stands here" is a candidate too. The probabilities of one name's mentions are added up. Trained by
`training/anaphora.py` on coded reports, pinned with the other weights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fogline.claims import Span
from fogline.reader.antecedents import Sight
from fogline.reader.features import Encoded, Window
from fogline.reader.model import FloatArray

#: The least probability with which a name is given: below it a pronoun stays one. Set by cross-validation.
LEAST = 0.35
#: Rows of one product: 8 x 384 x 49 and 8 x 77 x 192 multiplications lie under what OpenBLAS gives to several
#: threads (262,144).
_ROWS = 8


class Ranker:
    """The weights, from a file of arrays: `signs` [S + B, H], `signs_bias` [H], `score` [H], `nobody` [B, N],
    `nobody_bias` [N], `nobody_score` [N], `nobody_least` [1], `states` [384, 2 R + 1] and `states_bias`."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._w: dict[str, FloatArray] = {name: arrays[name].astype(np.float32) for name in arrays.files}

    def trace(self) -> Trace:
        """An empty trace, for one text."""
        return Trace(self._w["states"], self._w["states_bias"])

    def choose(self, sights: Iterable[tuple[Span, Sight]], trace: Trace | None) -> str | None:
        """The name that a pronoun means; None where nobody is likely enough.

        One pronoun seen from several claims means one: its probabilities are averaged over them.
        """
        chances: dict[str, float] = defaultdict(float)
        count = 0
        for span, sight in sights:
            count += 1
            for name, chance in zip(sight.entities, self.chances(span, sight, trace), strict=True):
                chances[name] += float(chance)
        best = max(chances, key=lambda name: chances[name], default=None)
        return best if best is not None and chances[best] >= LEAST * count else None

    def chances(self, span: Span, sight: Sight, trace: Trace | None) -> FloatArray:
        """The probability of each candidate [N]; what is missing to 1 is that of nobody."""
        w, own, many = self._w, sight.own, len(sight.entities)
        if not many:
            return np.zeros(0, dtype=np.float32)
        rows = np.concatenate([sight.signs, np.repeat(own[None], many, 0)], 1)
        scores = (np.maximum(_product(rows, w["signs"]) + w["signs_bias"], 0) * w["score"]).sum(1)
        if trace is not None:
            scores += trace.alike(span, sight.spans)
        nobody = np.maximum(own @ w["nobody"] + w["nobody_bias"], 0) @ w["nobody_score"] + w["nobody_least"]
        raw = np.concatenate([nobody, scores])
        raw = np.exp(raw - raw.max())
        return np.asarray((raw / raw.sum())[1:], dtype=np.float32)


def _product(rows: FloatArray, weights: FloatArray) -> FloatArray:
    """rows @ weights, a few rows at a time: BLAS spreads a larger product over all cores and spins on them."""
    count, width = rows.shape
    whole = np.zeros((-(-count // _ROWS) * _ROWS, width), dtype=np.float32)
    whole[:count] = rows
    product = whole.reshape(-1, _ROWS, width) @ weights
    return np.asarray(product.reshape(len(whole), -1)[:count], dtype=np.float32)


class Trace:
    """What the encoder made of each piece of a text, seen through the ranker's eyes: [pieces, 2 R + 1]."""

    def __init__(self, states: FloatArray, bias: FloatArray) -> None:
        self._states, self._bias = states, bias
        self._encoded: Encoded | None = None
        self._values = np.zeros((0, states.shape[1]), dtype=np.float32)
        #: Sums of the values up to each piece: a mean over any span is a difference.
        self._sums: npt.NDArray[np.float64] | None = None

    def see(self, encoded: Encoded, window: Window, hidden: FloatArray) -> None:
        """Takes in the states of one window [T, 384]; what it shares with the one before was taken from that one."""
        if self._encoded is None:
            self._encoded = encoded
            self._values = np.zeros((len(encoded), self._states.shape[1]), dtype=np.float32)
        self._values[window.own : window.end] = _product(hidden[window.own - window.start :], self._states) + self._bias

    def alike(self, span: Span, others: Sequence[Span]) -> FloatArray:
        """How well the words of each span go with those of the first [N]."""
        if self._encoded is None:
            return np.zeros(len(others), dtype=np.float32)
        if self._sums is None:
            self._sums = np.zeros((len(self._values) + 1, self._values.shape[1]), dtype=np.float64)
            np.cumsum(self._values, axis=0, out=self._sums[1:])
        spans = np.array([span, *others], dtype=np.int64)
        first = np.searchsorted(self._encoded.end, spans[:, 0], "right")
        after = np.searchsorted(self._encoded.start, spans[:, 1], "left")
        count = np.maximum(after - first, 0)[:, None]
        means = (self._sums[np.maximum(after, first)] - self._sums[first]) / np.maximum(count, 1)
        rank = means.shape[1] // 2
        return np.asarray((means[1:, rank : 2 * rank] * means[0, :rank]).sum(1) + means[1:, -1], dtype=np.float32)
