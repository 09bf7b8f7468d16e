# ruff: noqa: E402 - src/ is put on the path before the imports; F is torch's own usage
"""Reads a split with a checkpoint (torch) or the shipped weights and writes claims in the scorer's form.

python training/evaluate.py run.pt CLAIMS/dev OUT_DIR, then score_claims.py CLAIMS/dev/gold OUT_DIR
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from fogline.reader import model as runtime
from fogline.reader.features import SHAPES, TYPES, Features
from fogline.reader.sentences import split
from network import KEY, Joint, shape_of

WEIGHTS = Path(__file__).resolve().parents[1] / "src/fogline/reader/weights"


class Torch:
    """The networks of one or more checkpoints; probabilities of several are averaged. `half`: products in bfloat16."""

    def __init__(self, paths: list[Path], features: Features, half: bool = False) -> None:
        self.half = half
        cues = slice(len(SHAPES), len(SHAPES) + len(features.cue_names))
        self.models = []
        for path in paths:
            state = torch.load(path)
            model = Joint(len(features.names), len(TYPES), cues, shape_of(state))
            model.load_state_dict(state)
            self.models.append(model.eval())

    def encode(self, *arrays: np.ndarray) -> list[np.ndarray]:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            outs = [[x.float() for x in m.encoder(*map(torch.from_numpy, arrays))] for m in self.models]
        hidden = torch.cat([o[0] for o in outs], -1)
        keys = torch.cat([o[3] for o in outs], -1)
        tags = torch.stack([o[1].softmax(-1) for o in outs]).mean(0)
        mentions = torch.stack([o[2].unflatten(-1, (5, 3)).softmax(-1) for o in outs]).mean(0)
        return [hidden.numpy(), tags.numpy(), mentions.numpy(), keys.numpy()]

    def claims(self, hidden: np.ndarray, tags: np.ndarray, *rest: np.ndarray) -> list[np.ndarray]:
        features, mask, where, kind, keys, away = map(torch.from_numpy, rest)
        outs, at = [], 0
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            for n, m in enumerate(self.models):
                h = torch.from_numpy(hidden[..., at : at + m.shape.width].copy())
                k = keys[..., KEY * n : KEY * (n + 1)]
                at += m.shape.width
                found = m.claims(h, torch.from_numpy(tags), features, mask, where, kind, k, away)
                outs.append([x.float() for x in found])
        mean = [torch.stack([o[i].softmax(-1) for o in outs]).mean(0).numpy() for i in (0, 3, 4, 5)]
        inside, outside = (torch.stack([o[i] for o in outs]).mean(0).numpy() for i in (1, 2))
        return [mean[0], inside, outside, *mean[1:]]


def form(claim: runtime.Found) -> dict[str, Any]:
    """A found claim in the scorer's form."""

    def span(s: Any) -> dict[str, int]:
        return {"start": s[0], "end": s[1]}

    return {
        "trigger": span(claim.trigger),
        "type": str(claim.type),
        "args": [{"role": str(r), **span(f.span)} for r, f in claim.args],
        "time": None if claim.time is None else {**span(claim.time.span), "value": None},
        "sources": [span(s) for s in claim.sources],
        "certainty": str(claim.certainty),
        "polarity": str(claim.polarity),
        "mood": str(claim.mood),
        "score": claim.score,
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--trigger", type=float, default=0.4)
    a = ap.parse_args()
    torch.set_num_threads(1)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    backend = Torch(a.checkpoints, features)
    a.out.mkdir(parents=True, exist_ok=True)
    settings = runtime.Settings(trigger=a.trigger)
    for path in sorted((a.data / "texts").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        claims = runtime.read(text, split(text), features, backend, settings)
        (a.out / f"{path.stem}.json").write_text(json.dumps([form(c) for c in claims]), encoding="utf-8")


if __name__ == "__main__":
    main()
