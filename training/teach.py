# ruff: noqa: E402 - src/ is put on the path before the imports
"""Reads uncoded reports with one or several teachers and keeps what they say, for distil.py.

python training/teach.py --teachers m1.pt m2.pt --text REPORTS... --held-out CLAIMS/dev/texts CLAIMS/train/texts \
    --out taught.pkl [--part 0/2]

Probabilities of several teachers are averaged. Texts that share a fifth of their eight-word shingles with a held-out
folder, or with a text before them, are left out. `--part` reads every so-manieth text, for several processes.
"""

from __future__ import annotations

import argparse
import pickle
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from corpus import CodedClaim, CodedReport, Taught
from evaluate import Torch
from fogline.reader.features import TYPES, Features, Window, windows
from fogline.reader.sentences import split
from network import MENTIONS
from train import WEIGHTS, WORD_START, conditions, stack

LEAST = 0.3  # teachers' probability from which on a trigger of an uncoded report is read at all


def shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 8]) for i in range(max(1, len(words) - 8))}


def uncoded(folders: list[Path], held_out: list[Path], features: Features) -> list[CodedReport]:
    """Encoded texts without labels."""
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


def teach(report: CodedReport, teacher: Torch) -> None:
    """Writes the teachers' view into a report: probabilities of tags, and claims with soft labels."""
    e = report.encoded
    report.taught = np.zeros((len(e), 2 + len(TYPES)), dtype=np.float16)
    for w in windows(e, 160, 48):
        batch = stack([(report, w)], 0.0, np.random.default_rng(0))
        hidden, tags, mention, keys = teacher.encode(*(batch[k].numpy() for k in ("ids", "mask", "features")))
        inner = slice(1 + w.own - w.start, 1 + w.end - w.start)
        report.taught[w.own : w.end] = tags[0, inner]
        report.mentions[w.own : w.end] = mention[0, inner].argmax(-1)
        starts = e.features[w.own : w.end, WORD_START] > 0
        best = tags[0, inner, 2:]
        here = [
            CodedClaim(int(best[at].argmax()), at + w.own, [], None, 0, 0, 0, float(best[at].max()))
            for at in np.flatnonzero(starts & (best.max(1) >= LEAST)).tolist()
        ]
        if here:
            explain(report, w, here, teacher, (hidden[0], tags[0], batch["features"].numpy()[0], keys))
            report.claims += here


def explain(
    report: CodedReport, w: Window, here: list[CodedClaim], teacher: Torch, seen: tuple[np.ndarray, ...]
) -> None:
    """Roles, source and labels of the claims of one window, as the teachers see them."""
    hidden, tags, features, keys = seen
    e = report.encoded
    only = CodedReport(report.name, e, report.tags, report.mentions, here)
    rows = conditions([(only, w)])
    assert rows is not None
    take = rows["take"].numpy()
    roles, inside, outside, *labels = teacher.claims(
        hidden[take], tags[take], features[take], rows["mask"].numpy(), rows["where"].numpy(), rows["kind"].numpy(),
        keys[np.zeros(len(take), dtype=int)], rows["away"].numpy(),
    )  # fmt: skip
    open_ = np.concatenate([np.ones((len(take), 1), bool), rows["outside"].numpy(), rows["starts"].numpy()], 1)
    pointer = np.where(open_, np.concatenate([outside, inside], 1), -1e4)
    pointer = np.exp(pointer - pointer.max(1, keepdims=True))
    pointer /= pointer.sum(1, keepdims=True)
    wide = rows["away"].shape[1]
    for i, claim in enumerate(here):
        low = max(int(np.searchsorted(e.sentence, e.sentence[claim.at], "left")), w.start)
        claim.taught = Taught(
            roles[i, : int(rows["mask"][i].sum())].astype(np.float16), *(x[i].astype(np.float16) for x in labels)
        )
        best = int(pointer[i].argmax())
        if best:
            at = low + best - 1 - wide if best > wide else w.start + best - 2
            claim.source = (at, at + 1)
        claim.weight *= float(pointer[i].max() > 0.5) * 0.5 + 0.5


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--teachers", type=Path, nargs="+", required=True)
    ap.add_argument("--text", type=Path, nargs="+", required=True)
    ap.add_argument("--held-out", type=Path, nargs="+", required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--part", default="0/1")
    a = ap.parse_args()
    torch.set_num_threads(1)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    part, parts = map(int, a.part.split("/"))
    reports = uncoded(a.text, a.held_out, features)[part::parts]
    teacher, began = Torch(a.teachers, features, half=True), time.time()
    for n, report in enumerate(reports):
        teach(report, teacher)
        if n % 50 == 49:
            print(f"{n + 1}/{len(reports)} {time.time() - began:.0f}s", flush=True)
    print(f"{len(reports)} reports, {sum(len(r.claims) for r in reports)} claims, {time.time() - began:.0f}s")
    with a.out.open("wb") as f:
        pickle.dump(reports, f, protocol=5)


if __name__ == "__main__":
    main()
