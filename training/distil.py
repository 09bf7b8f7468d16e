# ruff: noqa: E402, N812 - src/ is put on the path before the imports; F is torch's own usage
"""Teaches one model what several know: goes on from a checkpoint with their averaged probabilities.

python training/distil.py --teachers a.pt b.pt c.pt --start a.pt --data CLAIMS/train --text REPORTS... --out d.pt

Coded reports keep their gold labels (mixed with the teachers' probabilities of tags where --share says so); uncoded
reports carry the teachers' probabilities alone. Texts that share a fifth of their eight-word shingles with a held-out
folder are left out.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from corpus import CodedClaim, CodedReport, load
from evaluate import Torch
from fogline.reader.features import SHAPES, TYPES, Features, windows
from fogline.reader.sentences import split
from network import MENTIONS, Joint, Product
from train import (
    CERTAINTY_WEIGHT,
    MOOD_WEIGHT,
    POLARITY_WEIGHT,
    ROLE_WEIGHT,
    WEIGHTS,
    WORD_START,
    Item,
    chunks,
    conditions,
    follow,
    settle,
    stack,
    written,
)

LEAST = 0.3  # teachers' probability from which on a trigger of an uncoded report is read at all


def shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 8]) for i in range(max(1, len(words) - 8))}


def uncoded(folders: list[Path], held_out: list[Path], features: Features) -> list[CodedReport]:
    """Encoded texts without labels; each paragraph stretch of at most about 3,000 characters is a report."""
    known: set[str] = set()
    for folder in held_out:
        for path in folder.glob("*.txt"):
            known |= shingles(path.read_text(encoding="utf-8"))
    out = []
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            own = shingles(text)
            if len(own & known) > 0.2 * len(own):
                continue
            known |= own
            e = features.encode(text, split(text))
            shape = (len(e), len(MENTIONS))
            out.append(CodedReport(path.stem, e, np.zeros(len(e), dtype=np.int64), np.zeros(shape, dtype=np.int64)))
    return out


def teach(reports: list[CodedReport], teacher: Torch, soft: dict[int, np.ndarray], gold: bool) -> None:
    """Writes the teachers' view: tag probabilities by report, and for uncoded reports claims with soft labels."""
    for report in reports:
        e = report.encoded
        tags = np.zeros((len(e), 2 + len(TYPES)), dtype=np.float32)
        for w in windows(e, 160, 48):
            batch = stack([(report, w)], 0.0, np.random.default_rng(0))
            arrays = [batch[k].numpy() for k in ("ids", "mask", "features")]
            hidden, probable, mention, keys = teacher.encode(*arrays)
            inner = slice(1 + w.own - w.start, 1 + w.end - w.start)
            tags[w.own : w.end] = probable[0, inner]
            if gold:
                continue
            report.mentions[w.own : w.end] = mention[0, inner].argmax(-1)
            starts = e.features[w.own : w.end, WORD_START] > 0
            here: list[CodedClaim] = []
            for at in (np.flatnonzero(starts & (tags[w.own : w.end, 2:].max(1) >= LEAST)) + w.own).tolist():
                here.append(CodedClaim(int(tags[at, 2:].argmax()), at, [], None, 0, 0, 0, float(tags[at, 2:].max())))
            if not here:
                continue
            report.claims, kept = here, report.claims
            rows = conditions([(report, w)])
            report.claims = kept + here
            assert rows is not None
            take, n = rows["take"].numpy(), len(here)
            outs = teacher.claims(
                hidden[0][take], probable[0][take], batch["features"].numpy()[0][take], rows["mask"].numpy(),
                rows["where"].numpy(), rows["kind"].numpy(), keys[np.zeros(len(take), dtype=int)], rows["away"].numpy(),
            )  # fmt: skip
            roles, inside, outside, certainty, polarity, mood = outs
            open_ = np.concatenate([np.ones((len(take), 1), bool), rows["outside"].numpy(), rows["starts"].numpy()], 1)
            pointer = np.where(open_, np.concatenate([outside, inside], 1), -1e4)
            pointer = np.exp(pointer - pointer.max(1, keepdims=True))
            pointer /= pointer.sum(1, keepdims=True)
            wide = rows["away"].shape[1]
            for i, claim in enumerate(here):
                low = int(np.searchsorted(e.sentence, e.sentence[claim.at], "left"))
                low = max(low, w.start)
                length = int(rows["mask"][i].sum())
                soft[id(claim)] = roles[i, :length]
                soft[id(claim) + 1] = np.concatenate([certainty[i], polarity[i], mood[i]])
                best = int(pointer[i].argmax())
                if best:
                    at = low + best - 1 - wide if best > wide else w.start + best - 2
                    claim.source = (at, at + 1)
                claim.weight *= float(pointer[i].max() > 0.5) * 0.5 + 0.5
            assert n == len(here)
        soft[id(report)] = tags


def targets(items: list[Item], soft: dict[int, np.ndarray], batch: dict[str, Tensor], share: float) -> Tensor:
    """Soft tag targets [B, T, 2 + types]: gold mixed with the teachers' view, or their view alone."""
    count, longest = batch["ids"].shape
    out = np.zeros((count, longest, 2 + len(TYPES)), dtype=np.float32)
    for i, (report, w) in enumerate(items):
        inner = slice(1, 1 + w.end - w.start)
        seen = soft.get(id(report))
        hard = np.eye(2 + len(TYPES), dtype=np.float32)[report.tags[w.start : w.end]]
        if seen is None:
            out[i, inner] = hard
        elif report.tags.any():
            out[i, inner] = (1 - share) * hard + share * seen[w.start : w.end]
        else:
            out[i, inner] = seen[w.start : w.end]
    return torch.from_numpy(out)


def losses(
    model: Joint, items: list[Item], batch: dict[str, Tensor], claims: dict[str, Tensor] | None,
    soft: dict[int, np.ndarray], share: float,
) -> dict[str, Tensor]:  # fmt: skip
    """As train.losses, with soft targets."""
    hidden, tag, mention, keys = (x.float() for x in model.encoder(batch["ids"], batch["mask"], batch["features"]))
    read = batch["tags"] != -100
    goal = targets(items, soft, batch, share)
    out = {
        "tag": -(goal * tag.log_softmax(-1)).sum(-1)[read].sum() / 16,
        "mention": F.cross_entropy(mention.view(-1, 3), batch["mentions"].flatten(), reduction="sum") / 64,
    }
    if claims is None:
        return out
    coded = [c for r, w in items for c in r.claims if w.own <= c.at < w.end]
    row, take = claims["row"], claims["take"]
    pick = row[:, None]
    result = model.claim(
        hidden[pick, take], tag.detach().softmax(-1)[pick, take], batch["features"][pick, take], claims["mask"],
        claims["where"], claims["kind"], keys[row], claims["away"],
    )  # fmt: skip
    roles, inside, source, certainty, polarity, mood = (r.float() for r in result)
    weight, starts = claims["weight"], claims["starts"].float()
    count = max(1.0, float((weight > 0).sum()))
    goals = F.one_hot(claims["roles"], 3).float()
    labels = [F.one_hot(claims[n], k).float() for n, k in (("certainty", 4), ("polarity", 2), ("mood", 6))]
    for i, claim in enumerate(coded):
        seen = soft.get(id(claim))
        if seen is not None:
            n = min(len(seen), goals.shape[1])
            goals[i, :n] = torch.from_numpy(seen[:n])
            parts = np.split(soft[id(claim) + 1], (4, 6))
            for goal_, part in zip(labels, parts, strict=True):
                goal_[i] = torch.from_numpy(part)
    bio = -(goals * roles.log_softmax(-1)).sum(-1)
    out["roles"] = (bio * starts[..., None] * ROLE_WEIGHT * weight[:, None, None]).sum() / (2 * count)
    open_ = torch.cat([torch.ones(len(row), 1, dtype=torch.bool), claims["outside"], claims["starts"]], 1)
    logits = torch.cat([source, inside], 1).masked_fill(~open_, -1e4)
    known = claims["source"].any(1)
    right = logits.masked_fill(~claims["source"], -1e4).logsumexp(1)
    out["source"] = ((logits.logsumexp(1) - right) * known * weight).sum() / count
    for name, scores, w, goal_ in (
        ("certainty", certainty, CERTAINTY_WEIGHT, labels[0]),
        ("polarity", polarity, POLARITY_WEIGHT, labels[1]),
        ("mood", mood, MOOD_WEIGHT, labels[2]),
    ):
        out[name] = (-(goal_ * w * scores.log_softmax(-1)).sum(-1) * weight).sum() / count
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--teachers", type=Path, nargs="+", required=True)
    ap.add_argument("--start", type=Path, required=True)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--text", type=Path, nargs="+", required=True)
    ap.add_argument("--held-out", type=Path, nargs="+", required=True)
    ap.add_argument("--sentences", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--share", type=float, default=0.0, help="of the teachers in coded reports")
    ap.add_argument("--int8", action="store_true", help="round inputs and weights as the export will")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--steps", type=int, default=0)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    torch.set_flush_denormal(True)
    rng, noise = random.Random(a.seed), np.random.default_rng(a.seed)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    teacher = Torch(a.teachers, features)
    soft: dict[int, np.ndarray] = {}
    coded, free = load(a.data, features), uncoded(a.text, [*a.held_out, a.data / "texts"], features)
    began = time.time()
    if a.steps:
        coded, free = coded[:20], free[:8]
    teach(free, teacher, soft, gold=False)
    if a.share:
        teach(coded, teacher, soft, gold=True)
    print(
        len(free), "uncoded reports", sum(len(r.claims) for r in free), f"claims, taught in {time.time() - began:.0f}s"
    )
    own_sentences = written(a.sentences, features) if a.sentences else []
    model = Joint(len(features.names), len(TYPES), slice(len(SHAPES), len(SHAPES) + len(features.cue_names)))
    model.load_state_dict(torch.load(a.start))
    model.encoder.words.weight.requires_grad_(False)
    Product.rounds = a.int8
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, p in model.named_parameters():
        if p.requires_grad:
            groups[name.startswith(("encoder.layers", "encoder.positions", "encoder.norm", "claim.layer"))].append(p)
    optimiser = torch.optim.AdamW(
        [{"params": groups[True], "lr": a.lr}, {"params": groups[False], "lr": 3 * a.lr}], weight_decay=0.01, fused=True
    )
    plan = [b for _ in range(a.epochs) for b in chunks(coded + free + own_sentences, rng, 4)]
    total, began = len(plan), time.time()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / 50, max(0.02, (total - s) / max(1, total - 50)))
    )
    mean = [p.detach().clone() for g in groups.values() for p in g]
    print(total, "steps", flush=True)
    model.train()
    seen: dict[str, float] = {}
    for step, items in enumerate(plan):
        batch, claims = stack(items, 0.05, noise), conditions(items)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts = losses(model, items, batch, claims, soft, a.share)
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
