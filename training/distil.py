# ruff: noqa: E402, N812 - src/ is put on the path before the imports; F is torch's own usage
"""Goes on from a checkpoint with coded reports and with what teachers say of uncoded ones (training/teach.py).

python training/distil.py --start a.pt --data CLAIMS/train --taught taught.pkl --sentences training/sentences --out d.pt

Coded reports keep their gold labels; uncoded ones carry the teachers' probabilities alone. In the last `--int8` of the
steps inputs and weights are rounded as the export will.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from corpus import CodedReport, load
from fogline.reader.features import SHAPES, TYPES, Features
from network import Joint, Product
from train import (
    CERTAINTY_WEIGHT,
    MOOD_WEIGHT,
    POLARITY_WEIGHT,
    PRETRAINED,
    ROLE_WEIGHT,
    WEIGHTS,
    Item,
    chunks,
    conditions,
    follow,
    settle,
    stack,
    written,
)


def targets(items: list[Item], longest: int) -> Tensor:
    """Goals of tags [B, T, 2 + types]: gold, or the teachers' view where there is none."""
    out = np.zeros((len(items), longest, 2 + len(TYPES)), dtype=np.float32)
    for i, (report, w) in enumerate(items):
        inner = slice(1, 1 + w.end - w.start)
        if report.taught is None:
            out[i, inner] = np.eye(2 + len(TYPES), dtype=np.float32)[report.tags[w.start : w.end]]
        else:
            out[i, inner] = report.taught[w.start : w.end]
    return torch.from_numpy(out)


def losses(
    model: Joint, items: list[Item], batch: dict[str, Tensor], claims: dict[str, Tensor] | None
) -> dict[str, Tensor]:
    """As train.losses, with soft targets."""
    hidden, tag, mention, keys = (x.float() for x in model.encoder(batch["ids"], batch["mask"], batch["features"]))
    read = batch["tags"] != -100
    goal = targets(items, batch["ids"].shape[1])
    out = {
        "tag": -(goal * tag.log_softmax(-1)).sum(-1)[read].sum() / 16,
        "mention": F.cross_entropy(mention.view(-1, 3), batch["mentions"].flatten(), reduction="sum") / 64,
    }
    if claims is None:
        return out
    coded = [c for r, w in items for c in r.claims if w.own <= c.at < w.end]
    row, take = claims["row"], claims["take"]
    pick = row[:, None]
    result = model.claims(
        hidden[pick, take], tag.detach().softmax(-1)[pick, take], batch["features"][pick, take], claims["mask"],
        claims["where"], claims["kind"], keys[row], claims["away"],
    )  # fmt: skip
    roles, inside, source, certainty, polarity, mood = (r.float() for r in result)
    weight, starts = claims["weight"], claims["starts"].float()
    count = max(1.0, float((weight > 0).sum()))
    goals = F.one_hot(claims["roles"], 3).float()
    labels = {n: F.one_hot(claims[n], k).float() for n, k in (("certainty", 4), ("polarity", 2), ("mood", 6))}
    for i, claim in enumerate(coded):
        if claim.taught is not None:
            n = min(len(claim.taught.roles), goals.shape[1])
            goals[i, :n] = torch.from_numpy(claim.taught.roles[:n].astype(np.float32))
            for name, goal_ in labels.items():
                goal_[i] = torch.from_numpy(getattr(claim.taught, name).astype(np.float32))
    bio = -(goals * roles.log_softmax(-1)).sum(-1)
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
        out[name] = (-(labels[name] * w * scores.log_softmax(-1)).sum(-1) * weight).sum() / count
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--start", type=Path, required=True)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--taught", type=Path, nargs="+", required=True)
    ap.add_argument("--sentences", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=3, help="passes over the coded reports")
    ap.add_argument("--share", type=float, default=1.0, help="of the uncoded reports that each pass meets")
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--head-lr", type=float, default=3e-4)
    ap.add_argument("--int8", type=float, default=0.0, help="the last part of the steps, rounded as int8")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--steps", type=int, default=0, help="stop after so many steps (for timing)")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    torch.set_flush_denormal(True)
    rng, noise = random.Random(a.seed), np.random.default_rng(a.seed)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    free: list[CodedReport] = [r for path in a.taught for r in pickle.loads(path.read_bytes())]
    coded, own = load(a.data, features), written(a.sentences, features) if a.sentences else []
    print(len(free), "uncoded reports,", sum(len(r.claims) for r in free), "claims;", len(coded), "coded;", len(own))
    model = Joint(len(features.names), len(TYPES), slice(len(SHAPES), len(SHAPES) + len(features.cue_names)))
    model.load_state_dict(torch.load(a.start))
    model.encoder.words.weight.requires_grad_(False)
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, p in model.named_parameters():
        if p.requires_grad:
            groups[name.startswith(PRETRAINED)].append(p)
    optimiser = torch.optim.AdamW(
        [{"params": groups[True], "lr": a.lr}, {"params": groups[False], "lr": a.head_lr}],
        weight_decay=0.01,
        fused=True,
    )
    some = round(a.share * len(free))
    plan = []
    for turn in range(a.epochs):
        # Real reports have the last word: how often a type is told, and what is left uncoded, is theirs.
        mixed = coded + (own if turn < a.epochs - 1 else []) + rng.sample(free, some)
        plan += chunks(mixed, rng, 4)
    total, began = len(plan), time.time()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / 50, max(0.02, (total - s) / max(1, total - 50)))
    )
    mean = [p.detach().clone() for g in groups.values() for p in g]
    print(total, "steps", flush=True)
    model.train()
    seen: dict[str, float] = {}
    for step, items in enumerate(plan):
        Product.rounds = step >= total * (1 - a.int8)
        batch, claims = stack(items, 0.05, noise), conditions(items)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts = losses(model, items, batch, claims)
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
            print(f"{step + 1}/{total} {time.time() - began:.0f}s {line}", flush=True)
        if a.steps and step + 1 >= a.steps:
            break
    settle(mean, groups)
    torch.save(model.state_dict(), a.out)


if __name__ == "__main__":
    main()
