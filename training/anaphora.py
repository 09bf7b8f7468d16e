# ruff: noqa: E402, N812 - src/ is put on the path before the imports; F is torch's own usage
"""Trains the ranker of pronouns: python training/anaphora.py --data CLAIMS/train [--evaluate CLAIMS/dev]

Coded reports and the texts of our own, with whom the coders say each pronoun means. A candidate is right where its name
agrees with the coders'; the loss is the probability of all right ones together, or of nobody where there is none. What
the encoder makes of the words comes from the shipped encoder: after new weights this runs anew. Several networks that
differ in their seed are laid side by side into one. Without --out nothing is written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "sentences"), str(HERE.parent / "src")]

import build

from fogline.claims import Span
from fogline.codebook import from_codebook
from fogline.reader import model, quotations
from fogline.reader.anaphora import ranked
from fogline.reader.antecedents import Sight
from fogline.reader.entities import Book
from fogline.reader.network import ANAPHORA, Networks
from fogline.reader.phrases import clean
from fogline.reader.ranker import Ranker
from fogline.reader.sentences import split

WEIGHTS = HERE.parent / "src/fogline/reader/weights"
STATES = 384
SHUFFLE = 17


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun in one claim: what it sees, which of it is right, and the encoder's states of the words."""

    report: str
    kind: str
    words: str
    gold: str
    span: Span
    sight: Sight
    right: np.ndarray
    #: Those of the right ones that go by the coders' very name, where there is such a one.
    best: np.ndarray
    asked: np.ndarray
    seen: np.ndarray

    @property
    def is_nobody(self) -> bool:
        return _plain(self.gold) == _plain(self.words)


class States:
    """The encoder's states of every piece of one text, as a `Trace` is shown them."""

    def __init__(self) -> None:
        self.encoded: Any = None
        self.values = np.zeros((0, STATES), dtype=np.float32)

    def see(self, encoded: Any, window: Any, hidden: np.ndarray) -> None:
        if self.encoded is None:
            self.encoded, self.values = encoded, np.zeros((len(encoded), STATES), dtype=np.float32)
        self.values[window.own : window.end] = hidden[window.own - window.start :]

    def of(self, span: Span) -> np.ndarray:
        first = int(np.searchsorted(self.encoded.end, span.start, "right"))
        after = int(np.searchsorted(self.encoded.start, span.end, "left"))
        return self.values[first:after].mean(0) if after > first else np.zeros(STATES, dtype=np.float32)


def _plain(name: str) -> str:
    for long, short in (("United States", r"US"), ("United Kingdom", r"UK")):
        name = name.replace(long, short)
    name = " ".join(w.replace(".", "") for w in clean(name).split())
    return "".join(c if c.isalnum() else " " for c in name.casefold()).strip()


def agree(a: str, b: str) -> bool:
    """Whether two names are equal or one is a part of the other, word by word."""
    a, b = _words(a), _words(b)
    return a in b or b in a


def _words(name: str) -> str:
    return f" {' '.join(_plain(name).split())} "


def coded(folder: Path | None) -> Iterator[tuple[str, str, str | None, list[dict[str, Any]]]]:
    """Name, text, publisher and claims of the reports in `folder`, or of the texts of our own."""
    if folder is None:
        for path in sorted((HERE / "sentences").glob("*.txt")):
            for n, item in enumerate(build.items(path)):
                yield f"{path.stem}-{n}", item["text"], None, item["claims"]
        return
    for path in sorted((folder / "gold").glob("*.json")):
        text = folder / "texts" / f"{path.stem}.txt"
        side = text.with_suffix(".json")
        publisher = json.loads(side.read_text(encoding="utf-8")).get("publisher") if side.exists() else None
        yield path.stem, text.read_bytes().decode("utf-8"), publisher, json.loads(path.read_text(encoding="utf-8"))


def cases(folder: Path | None, networks: Networks) -> Iterator[Case]:
    for name, text, publisher, gold in coded(folder):
        sentences = split(text)
        named = {(a["start"], a["end"]): a["entity"] for g in gold for a in (*g["args"], *g["sources"])}
        bare = [from_codebook(_unnamed(g), name) for g in gold]
        book = Book(text, sentences, bare, publisher, quotations.scopes(text, sentences))
        known = book.antecedents()
        states = States()
        model.read(text, sentences, networks.features, networks, networks.settings, watch=states)

        for p in ranked(bare):
            meant = named[p.mention.start, p.mention.end]
            keep = meant
            for role, claim in p.uses:
                sight = known.look(p.mention, p.kind, role, claim)
                right = np.array([agree(e, meant) for e in sight.entities], dtype=bool)
                same = np.array([_words(e) == _words(meant) for e in sight.entities], dtype=bool)
                best = same if same.any() else right
                seen = np.array([states.of(s) for s in sight.spans], dtype=np.float32).reshape(-1, STATES)
                asked = states.of(p.mention.span)
                yield Case(name, p.kind, p.mention.text, meant, p.mention.span, sight, right, best, asked, seen)
                keep = next((e for e, r in zip(sight.entities[::-1], best[::-1], strict=True) if r), meant)
            if _plain(meant) != _plain(p.mention.text):
                known.keep(p.mention, p.kind, keep)


def _unnamed(gold: dict[str, Any]) -> dict[str, Any]:
    """A coded claim whose mentions go by their own words, as the reader finds them."""
    return {**gold, **{f: [{**m, "entity": m["text"]} for m in gold[f]] for f in ("args", "sources")}}


class Net(nn.Module):
    """One ranker; see `fogline.reader.ranker.Ranker`."""

    def __init__(self, signs: int, own: int, hidden: int, rank: int, dropout: float) -> None:
        super().__init__()
        self.signs, self.score = nn.Linear(signs + own, hidden), nn.Linear(hidden, 1, bias=False)
        self.nobody, self.nobody_score = nn.Linear(own, 16), nn.Linear(16, 1)
        self.asked, self.seen, self.alone = nn.Linear(STATES, rank), nn.Linear(STATES, rank), nn.Linear(STATES, 1)
        self.drop, self.hide = nn.Dropout(dropout), nn.Dropout(0.3)

    def forward(self, signs: Tensor, own: Tensor, mask: Tensor, asked: Tensor, seen: Tensor, blind: Tensor) -> Tensor:
        rows = torch.cat([signs, own[:, None].expand(-1, signs.shape[1], -1)], 2)
        scores = self.score(self.drop(F.relu(self.signs(rows))))[..., 0]
        asked, seen = self.hide(asked), self.hide(seen)
        alike = (self.seen(seen) * self.asked(asked)[:, None]).sum(-1) + self.alone(seen)[..., 0]
        scores = (scores + alike * ~blind[:, None]).masked_fill(~mask, -1e4)
        return torch.cat([self.nobody_score(F.relu(self.nobody(own))), scores], 1)


def batch(part: Sequence[Case], width: int) -> tuple[Tensor, ...]:
    longest = max(1, *(len(c.right) for c in part))
    signs = np.zeros((len(part), longest, width), dtype=np.float32)
    seen = np.zeros((len(part), longest, STATES), dtype=np.float32)
    right = np.zeros((len(part), 1 + longest), dtype=bool)
    mask = np.zeros((len(part), longest), dtype=bool)
    for i, c in enumerate(part):
        n = len(c.right)
        if n:
            signs[i, :n], seen[i, :n] = c.sight.signs, c.seen
            mask[i, :n] = c.best | ~c.right  # "Fulani" for "young men of the Fulani" is neither right nor wrong
        right[i, 1 : 1 + n] = c.best
        right[i, 0] = not c.best.any()
    own, asked = np.stack([c.sight.own for c in part]), np.stack([c.asked for c in part])
    return tuple(torch.from_numpy(x) for x in (signs, own, mask, asked, seen, right))


def train(data: Sequence[Case], seed: int, a: argparse.Namespace) -> Net:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    width = next(c.sight.signs.shape[1] for c in data if len(c.right))
    net = Net(width, len(data[0].sight.own), a.hidden, a.rank, a.dropout)
    optimiser = torch.optim.AdamW(net.parameters(), lr=a.lr, weight_decay=0.01)
    ordered = sorted(data, key=lambda c: len(c.right))
    batches = [batch(ordered[i : i + 32], width) for i in range(0, len(ordered), 32)]
    steps = a.epochs * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(a.epochs):
        rng.shuffle(batches)
        for *given, right in batches:
            blind = torch.rand(len(right)) < a.blind
            chances = net(*given, blind).log_softmax(1)
            loss = -chances.masked_fill(~right, -1e4).logsumexp(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def side_by_side(nets: Sequence[Net]) -> dict[str, np.ndarray]:
    """The mean score of several networks as one: their layers stand side by side."""

    def array(x: Tensor) -> np.ndarray:
        return np.asarray(x.detach().numpy(), dtype=np.float32)

    count = len(nets)
    out = {}
    for name, score in (("signs", "score"), ("nobody", "nobody_score")):
        layers = [getattr(n, name) for n in nets]
        out[name] = np.concatenate([array(x.weight).T for x in layers], 1)
        out[f"{name}_bias"] = np.concatenate([array(x.bias) for x in layers])
        out[score] = np.concatenate([array(getattr(n, score).weight)[0] for n in nets]) / count
    out["nobody_least"] = np.mean([array(n.nobody_score.bias) for n in nets], 0)
    parts = [*((n.asked, 1.0) for n in nets), *((n.seen, 1.0 / count) for n in nets)]
    alone = np.mean([array(n.alone.weight)[0] for n in nets], 0)[:, None]
    out["states"] = np.concatenate([*(array(x.weight).T * by for x, by in parts), alone], 1)
    bias = [*(array(x.bias) * by for x, by in parts), np.mean([array(n.alone.bias) for n in nets], 0)]
    out["states_bias"] = np.concatenate(bias)
    return out


class Recalled:
    """The trace of one pronoun, from the states that its cases keep."""

    def __init__(self, several: Sequence[Case], weights: dict[str, np.ndarray]) -> None:
        self._rank = weights["states"].shape[1] // 2
        project = weights["states"], weights["states_bias"]
        self._asked = (several[0].asked @ project[0] + project[1])[: self._rank]
        states = {s: v for c in several for s, v in zip(c.sight.spans, c.seen, strict=True)}
        self._seen = {s: v @ project[0] + project[1] for s, v in states.items()}

    def alike(self, span: Span, others: Sequence[Span]) -> np.ndarray:
        seen = np.stack([self._seen[s] for s in others])
        return np.asarray(seen[:, self._rank : 2 * self._rank] @ self._asked + seen[:, -1])


def judge(data: Sequence[Case], weights: dict[str, np.ndarray], *, blind: bool = False) -> Counter[tuple[str, str]]:
    """Right, other and left, for each kind of pronoun: each pronoun once, as the reader chooses."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ANAPHORA
        np.savez(path, **weights)  # type: ignore[arg-type]
        ranker = Ranker(path)
    uses: dict[tuple[str, Span], list[Case]] = defaultdict(list)
    for c in data:
        uses[c.report, c.span].append(c)
    out: Counter[tuple[str, str]] = Counter()
    for several in uses.values():
        trace: Any = None if blind else Recalled(several, weights)
        name, c = ranker.choose([(c.span, c.sight) for c in several], trace), several[0]
        if name is None:
            out[c.kind, "right" if c.is_nobody else "left"] += 1
        else:
            out[c.kind, "right" if agree(name, c.gold) else "other"] += 1
    return out


def show(title: str, found: Counter[tuple[str, str]]) -> None:
    for kind in ("person", "neutral", "plural"):
        right, other, left = (found[kind, v] for v in ("right", "other", "left"))
        whole = max(1, right + other + left)
        share = f"({100 * right / whole:4.1f} %)"
        print(f"{title:24} {kind:8} right {right:4} {share}  other {other:3}  left {left:3}", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--evaluate", type=Path)
    ap.add_argument("--folds", type=int, default=0, help="cross-validate first, over this many parts")
    ap.add_argument("--epochs", type=int, default=40)
    ap.add_argument("--hidden", type=int, default=64)
    ap.add_argument("--rank", type=int, default=8)
    ap.add_argument("--dropout", type=float, default=0.4)
    ap.add_argument("--blind", type=float, default=0.2, help="share of cases learnt without the encoder's states")
    ap.add_argument("--lr", type=float, default=3e-3)
    ap.add_argument("--seeds", type=int, default=3)
    ap.add_argument("--out", type=Path, help="the folder of weights to add the ranker to")
    a = ap.parse_args()
    torch.set_num_threads(1)
    networks = Networks()
    own, reports = list(cases(None, networks)), list(cases(a.data, networks))
    data = [*own, *reports]
    print(f"{len(own)} cases of our own, {len(reports)} of reports, {data[0].sight.own.shape[0]} own signs")
    names = sorted({c.report for c in data})
    random.Random(SHUFFLE).shuffle(names)
    part = {name: n % max(1, a.folds) for n, name in enumerate(names)}
    total: Counter[tuple[str, str]] = Counter()
    of_reports: Counter[tuple[str, str]] = Counter()
    for fold in range(a.folds):
        nets = [train([c for c in data if part[c.report] != fold], seed, a) for seed in range(a.seeds)]
        weights = side_by_side(nets)
        total += judge([c for c in own if part[c.report] == fold], weights)
        of_reports += judge([c for c in reports if part[c.report] == fold], weights)
    if a.folds:
        show("our own, unseen parts", total)
        show("train, unseen parts", of_reports)
    weights = side_by_side([train(data, seed, a) for seed in range(a.seeds)])
    if a.evaluate:
        dev = list(cases(a.evaluate, networks))
        show(a.evaluate.name, judge(dev, weights))
        show(f"{a.evaluate.name}, signs alone", judge(dev, weights, blind=True))
    if a.out:
        np.savez(a.out / ANAPHORA, **weights)  # type: ignore[arg-type]
        card = json.loads((a.out / "reader.json").read_text(encoding="utf-8"))
        card["sha256"][ANAPHORA] = hashlib.sha256((a.out / ANAPHORA).read_bytes()).hexdigest()
        (a.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
