# ruff: noqa: E402, N812 - src/ is put on the path before the imports; F is torch's own usage
"""Trains the joint model: python training/train.py --data CLAIMS/train --minilm MODEL.safetensors --out run.pt

Loss: cross-entropy of tags, mentions, roles and labels, and of the source as a choice among words. Frozen word
embeddings, AdamW 2e-4 (encoder) and 1e-3 (heads), warm-up and linear decay, batches of 4 windows, bfloat16 products.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "sentences"), str(HERE.parent / "src")]

import build

from corpus import CodedClaim, CodedReport, code, load, own
from fogline.reader.features import SHAPES, TYPES, Features, Window, windows
from network import MAX_SENTENCES, MINILM, MPNET, ROLES, Joint
from network import load as load_pretrained

CLS, SEP, MASK, PAD = 101, 102, 103, 0
WORD_START = 10
AVERAGE = 0.997  # weight of the past in the running mean of the weights, which is what is saved
ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src/fogline/reader/weights"
CERTAINTY_WEIGHT = torch.tensor([1.0, 2.0, 3.0, 4.0])
POLARITY_WEIGHT = torch.tensor([1.0, 2.0])
MOOD_WEIGHT = torch.tensor([1.0, 2.0, 2.0, 3.0, 2.5, 5.0])
ROLE_WEIGHT = torch.tensor([1.0, 1.0, 1.0, 1.5, 1.5, 1.0, 1.5, 1.0, 1.0, 1.5])

#: Parameters that start from the pretrained encoder: they learn more slowly.
PRETRAINED = ("encoder.layers", "encoder.positions", "encoder.norm", "encoder.relative", "claim.layer")

Item = tuple[CodedReport, Window]


def up(number: int, step: int) -> int:
    """The next multiple: few distinct shapes keep the compiled matrix products in their cache."""
    return -(-number // step) * step


def stack(items: list[Item], masking: float, rng: np.random.Generator) -> dict[str, Tensor]:
    """Windows as padded tensors with [CLS] and [SEP]; `masking` of the words and of the word knowledge is hidden."""
    longest = up(max(w.end - w.start for _, w in items) + 2, 32)
    count, width = len(items), items[0][0].encoded.features.shape[1]
    ids = np.zeros((count, longest), dtype=np.int64)
    mask = np.zeros((count, longest), dtype=np.float32)
    feats = np.zeros((count, longest, width), dtype=np.float32)
    tags = np.full((count, longest), -100, dtype=np.int64)
    mentions = np.full((count, longest, 5), -100, dtype=np.int64)
    for i, (report, w) in enumerate(items):
        n = w.end - w.start
        e = report.encoded
        ids[i, 0], ids[i, n + 1] = CLS, SEP
        ids[i, 1 : n + 1] = e.ids[w.start : w.end]
        mask[i, : n + 2] = 1
        feats[i, 1 : n + 1] = e.features[w.start : w.end]
        starts = e.features[w.start : w.end, WORD_START] > 0
        read = starts & (np.arange(w.start, w.end) >= w.own)
        tags[i, 1 : n + 1][read] = report.tags[w.start : w.end][read]
        mentions[i, 1 : n + 1][read] = report.mentions[w.start : w.end][read]
        if masking:
            word = np.cumsum(starts)
            hide = (rng.random(word[-1] + 1) < masking)[word]
            ids[i, 1 : n + 1][hide] = MASK
            blind = (rng.random(word[-1] + 1) < 3 * masking)[word]
            feats[i, 1 : n + 1, len(SHAPES) :][blind & ~hide & (rng.random() < 0.7)] = 0
    return {k: torch.from_numpy(v) for k, v in
            {"ids": ids, "mask": mask, "features": feats, "tags": tags, "mentions": mentions}.items()}  # fmt: skip


def conditions(items: list[Item]) -> dict[str, Tensor] | None:
    """The claims of a batch of windows, as indices into it and targets."""
    rows: list[tuple[int, CodedReport, Window, CodedClaim]] = [
        (i, r, w, c) for i, (r, w) in enumerate(items) for c in own(w, r)
    ]
    if not rows:
        return None
    spans = []
    for _, r, w, c in rows:
        s = r.encoded.sentence
        a = int(np.searchsorted(s, s[c.at], "left"))
        b = int(np.searchsorted(s, s[c.at], "right"))
        spans.append((max(a, w.start), min(b, w.end)))
    count, longest = len(rows), up(max(b - a for a, b in spans), 16)
    wide = up(max(w.end - w.start for _, w in items) + 2, 32)
    out = {
        "row": np.zeros(count, dtype=np.int64),
        "take": np.zeros((count, longest), dtype=np.int64),
        "mask": np.zeros((count, longest), dtype=np.float32),
        "starts": np.zeros((count, longest), dtype=bool),
        "where": np.zeros(count, dtype=np.int64),
        "kind": np.zeros(count, dtype=np.int64),
        "away": np.zeros((count, wide), dtype=np.int64),
        "outside": np.zeros((count, wide), dtype=bool),
        "roles": np.full((count, longest, len(ROLES)), 0, dtype=np.int64),
        "source": np.zeros((count, 1 + wide + longest), dtype=bool),
        "certainty": np.zeros(count, dtype=np.int64),
        "polarity": np.zeros(count, dtype=np.int64),
        "mood": np.zeros(count, dtype=np.int64),
        "weight": np.ones(count, dtype=np.float32),
    }
    for n, ((i, r, w, c), (a, b)) in enumerate(zip(rows, spans, strict=True)):
        e = r.encoded
        out["row"][n] = i
        out["take"][n, : b - a] = np.arange(a, b) - w.start + 1
        out["mask"][n, : b - a] = 1
        starts = e.features[:, WORD_START] > 0
        out["starts"][n, : b - a] = starts[a:b]
        out["where"][n], out["kind"][n] = c.at - a, c.kind
        apart = np.clip(e.sentence[w.start : w.end] - e.sentence[c.at], -MAX_SENTENCES, MAX_SENTENCES)
        out["away"][n, 1 : 1 + w.end - w.start] = apart + MAX_SENTENCES
        here = np.arange(w.start, w.end)
        out["outside"][n, 1 : 1 + w.end - w.start] = starts[w.start : w.end] & ((here < a) | (here >= b))
        for role, s, t in c.roles:
            s, t = max(s, a), min(t, b)
            if s < t:
                out["roles"][n, s - a : t - a, role] = 2
                out["roles"][n, s - a, role] = 1
        if c.source is None:
            out["source"][n, 0] = True
        else:
            for p in range(*c.source):
                if starts[p] and a <= p < b:
                    out["source"][n, 1 + wide + p - a] = True
                elif starts[p] and w.start <= p < w.end:
                    out["source"][n, 1 + p - w.start + 1] = True
        out["certainty"][n], out["polarity"][n], out["mood"][n] = c.certainty, c.polarity, c.mood
    fill = up(count, 8) - count
    out["weight"][:] = [c.weight for _, _, _, c in rows]
    out["mask"] = np.concatenate([out["mask"], np.ones((fill, longest), dtype=np.float32)])
    return {
        k: torch.from_numpy(v if k == "mask" else np.concatenate([v, np.zeros((fill, *v.shape[1:]), v.dtype)]))
        for k, v in out.items()
    }


def losses(model: Joint, batch: dict[str, Tensor], claims: dict[str, Tensor] | None) -> dict[str, Tensor]:
    """The parts of the loss for one batch."""
    hidden, tag, mention, keys = model.encoder(batch["ids"], batch["mask"], batch["features"])
    hidden, tag, mention, keys = hidden.float(), tag.float(), mention.float(), keys.float()
    out = {
        "tag": F.cross_entropy(tag.flatten(0, 1), batch["tags"].flatten(), reduction="sum", ignore_index=-100) / 16,
        "mention": F.cross_entropy(mention.view(-1, 3), batch["mentions"].flatten(), reduction="sum") / 64,
    }
    if claims is None:
        return out
    row, take = claims["row"], claims["take"]
    pick = row[:, None]
    probable = tag.detach().softmax(-1)[pick, take]
    result = model.claims(
        hidden[pick, take], probable, batch["features"][pick, take], claims["mask"], claims["where"], claims["kind"],
        keys[row], claims["away"],
    )  # fmt: skip
    roles, inside, source, certainty, polarity, mood = (r.float() for r in result)
    weight, starts = claims["weight"], claims["starts"].float()
    count = max(1.0, float((weight > 0).sum()))
    bio = F.cross_entropy(roles.flatten(0, 2), claims["roles"].flatten(), reduction="none").view(roles.shape[:3])
    out["roles"] = (bio * starts[..., None] * ROLE_WEIGHT * weight[:, None, None]).sum() / (2 * count)
    open_ = torch.cat([torch.ones(len(row), 1, dtype=torch.bool), claims["outside"], claims["starts"]], 1)
    logits = torch.cat([source, inside], 1).masked_fill(~open_, -1e4)
    known = claims["source"].any(1)
    right = logits.masked_fill(~claims["source"], -1e4).logsumexp(1)
    out["source"] = ((logits.logsumexp(1) - right) * known * weight).sum() / count
    for name, scores, w in (
        ("certainty", certainty, CERTAINTY_WEIGHT),
        ("polarity", polarity, POLARITY_WEIGHT),
        ("mood", mood, MOOD_WEIGHT),
    ):
        out[name] = (F.cross_entropy(scores, claims[name], weight=w, reduction="none") * weight).sum() / count
    return out


def written(folder: Path, features: Features) -> list[CodedReport]:
    """The project's own coded sentences, each a report of one text (training/sentences/README.md)."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for n, item in enumerate(build.items(path)):
            out.append(code(f"{path.stem}-{n}", item["text"], item["claims"], features))
    return out


def chunks(reports: list[CodedReport], rng: random.Random, batch: int) -> list[list[Item]]:
    """One epoch of batches; window sizes are drawn anew so that sentences meet other neighbours each time."""
    items: list[Item] = []
    for r in reports:
        items += [(r, w) for w in windows(r.encoded, rng.randint(110, 190), rng.randint(20, 70))]
    rng.shuffle(items)
    items.sort(key=lambda x: (x[1].end - x[1].start) // 24 + rng.random() * 2)
    out: list[list[Item]] = []
    here: list[Item] = []
    for item in items:
        here.append(item)
        if sum(w.end - w.start for _, w in here) >= batch * 150:
            out.append(here)
            here = []
    if here:
        out.append(here)
    rng.shuffle(out)
    return out


Groups = dict[bool, list[torch.nn.Parameter]]


def follow(mean: list[Tensor], groups: Groups, step: int) -> None:
    """Moves the running mean of the weights a little towards what they are now."""
    now = [p.detach() for g in groups.values() for p in g]
    torch._foreach_lerp_(mean, now, 1 - min(AVERAGE, step / (step + 50)))


def settle(mean: list[Tensor], groups: Groups) -> None:
    """Puts the running mean in the place of the weights."""
    with torch.no_grad():
        for p, m in zip((p for g in groups.values() for p in g), mean, strict=True):
            p.copy_(m)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--minilm", type=Path)
    ap.add_argument("--mpnet", type=Path, help="a folder with model.safetensors and vocab.txt: trains a teacher")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--sentences", type=Path)
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--batch", type=int, default=4)
    ap.add_argument("--masking", type=float, default=0.05)
    ap.add_argument("--lr", type=float, default=2e-4, help="of the encoder")
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--steps", type=int, default=0, help="stop after so many steps (for timing)")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    torch.set_flush_denormal(True)
    rng, noise = random.Random(a.seed), np.random.default_rng(a.seed)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    reports = load(a.data, features)
    own_sentences = written(a.sentences, features) if a.sentences else []
    print(len(reports), "reports,", sum(len(r.claims) for r in reports), "claims,", len(own_sentences), "sentences")
    cues = slice(len(SHAPES), len(SHAPES) + len(features.cue_names))
    model = Joint(len(features.names), len(TYPES), cues, MPNET if a.mpnet else MINILM)
    if a.mpnet:
        load_pretrained(model, a.mpnet / "model.safetensors", (WEIGHTS / "tokenizer.json", a.mpnet / "vocab.txt"))
    else:
        load_pretrained(model, a.minilm)
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, p in model.named_parameters():
        if p.requires_grad:
            groups[name.startswith(PRETRAINED)].append(p)
    optimiser = torch.optim.AdamW(
        [{"params": groups[True], "lr": a.lr}, {"params": groups[False], "lr": a.head_lr}],
        weight_decay=0.01,
        fused=True,
    )
    plan = [b for _ in range(a.epochs) for b in chunks(reports + own_sentences, rng, a.batch)]
    mean = [p.detach().clone() for g in groups.values() for p in g]
    total, began = len(plan), time.time()
    warm = max(1, total // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (total - s) / (total - warm)))
    )
    print(total, "steps", flush=True)
    model.train()
    seen: dict[str, float] = {}
    for step, items in enumerate(plan):
        batch, claims = stack(items, a.masking, noise), conditions(items)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts = losses(model, batch, claims)
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_([p for g in groups.values() for p in g], 1.0)
        optimiser.step()
        schedule.step()
        follow(mean, groups, step)
        for k, v in parts.items():
            seen[k] = 0.98 * seen.get(k, v.item()) + 0.02 * v.item()
        if step % 50 == 49:
            line = " ".join(f"{k} {v:.3f}" for k, v in seen.items())
            print(f"{step + 1}/{total} {time.time() - began:.0f}s cpu {time.process_time():.0f}s {line}", flush=True)
        if a.steps and step + 1 >= a.steps:
            break
    settle(mean, groups)
    torch.save(model.state_dict(), a.out)


if __name__ == "__main__":
    main()
