# ruff: noqa: E402 - src/ is put on the path before the imports; F is torch's own usage
"""Chooses thresholds on dev and calibrates scores: python training/tune.py --data CLAIMS/dev --out tuned.json

Runs the exported weights, because int8 moves probabilities a little. The trigger threshold is where precision and
recall balance; role thresholds maximise the F1 of arguments one role at a time. Calibration is isotonic over dev; the
reliability table is cross-fitted: each half of the reports is judged by the points fitted on the other half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]

from fogline.reader import model
from fogline.reader.network import Networks
from fogline.reader.sentences import split

PLACES = {"place", "origin", "destination"}
FIELDS = ("claim", "args", "source", "certainty", "polarity", "mood", "time")
Gold = list[dict[str, Any]]


def overlap(span: Any, record: dict[str, Any]) -> bool:
    return bool(span[0] < record["end"] and record["start"] < span[1])


def pairs(gold: Gold, found: list[model.Found]) -> list[tuple[int, int]]:
    """Gold and found claims matched as the scorer matches them."""
    options = sorted(
        (abs(g["trigger"]["start"] - f.trigger[0]), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g["type"] == f.type and overlap(f.trigger, g["trigger"])
    )
    left: set[int] = set()
    right: set[int] = set()
    out = []
    for _, i, j in options:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def claims_figures(all_: list[tuple[Gold, list[model.Found]]]) -> tuple[float, float, float]:
    hit = sum(len(pairs(g, f)) for g, f in all_)
    gold, found = sum(len(g) for g, _ in all_), sum(len(f) for _, f in all_)
    return hit / max(found, 1), hit / gold, 2 * hit / max(1, gold + found)


def argument_f1(all_: list[tuple[Gold, list[model.Found]]]) -> float:
    hit = gold_count = found_count = 0
    for gold, found in all_:
        gold_count += sum(len(g["args"]) for g in gold)
        found_count += sum(len(f.args) for f in found)
        for i, j in pairs(gold, found):
            used: set[int] = set()
            for role, f in found[j].args:
                for k, a in enumerate(gold[i]["args"]):
                    same = a["role"] == role or (a["role"] in PLACES and role in PLACES)
                    if k not in used and same and overlap(f.span, a):
                        used.add(k)
                        hit += 1
                        break
    return 2 * hit / max(1, gold_count + found_count)


def isotonic(raw: np.ndarray, right: np.ndarray) -> tuple[list[float], list[float]]:
    """Pool-adjacent-violators over bins of about equal size, shrunk a little towards the mean; as points."""
    order = np.argsort(raw)
    bins = np.array_split(order, max(2, min(12, len(order) // 25)))
    mean = float(right.mean())
    blocks = [[float(raw[b].mean()), float((right[b].sum() + 2 * mean) / (len(b) + 2)), len(b)] for b in bins if len(b)]
    merged: list[list[float]] = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            b, a = merged.pop(), merged.pop()
            n = a[2] + b[2]
            merged.append([(a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n])
    xs, ys = [m[0] for m in merged], [m[1] for m in merged]
    return [0.0, *xs, 1.0], [min(ys[0], 0.05 if len(ys) > 1 else ys[0]), *ys, ys[-1]]


def evidence(all_: list[tuple[Gold, list[model.Found]]]) -> dict[str, list[tuple[int, float, bool]]]:
    """For each field: (report number, raw score, was it right)."""
    out: dict[str, list[tuple[int, float, bool]]] = {f: [] for f in FIELDS}
    for n, (gold, found) in enumerate(all_):
        match = {j: gold[i] for i, j in pairs(gold, found)}
        for j, f in enumerate(found):
            out["claim"].append((n, f.score, j in match))
            g = match.get(j)
            if g is None:
                continue
            inner = g["sources"][-1] if g["sources"] else None
            ok = (inner is None) == (not f.sources) and (inner is None or overlap(f.sources[-1], inner))
            out["source"].append((n, f.source_score, ok))
            for field in ("certainty", "polarity", "mood"):
                out[field].append((n, getattr(f, f"{field}_score"), getattr(f, field) == g[field]))
            if f.time is not None:
                out["time"].append((n, f.time.score, g["time"] is not None and overlap(f.time.span, g["time"])))
            for role, a in f.args:
                fits = any(
                    (x["role"] == role or (x["role"] in PLACES and role in PLACES)) and overlap(a.span, x)
                    for x in g["args"]
                )
                out["args"].append((n, a.score, fits))
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--weights", type=Path)
    ap.add_argument("--window", type=int, default=192)
    a = ap.parse_args()
    networks = Networks(a.weights)
    names = sorted(p.stem for p in (a.data / "gold").glob("*.json"))
    gold = [json.loads((a.data / "gold" / f"{n}.json").read_text(encoding="utf-8")) for n in names]
    texts = [(t := (a.data / "texts" / f"{n}.txt").read_text(encoding="utf-8"), split(t)) for n in names]
    base = replace(model.Settings(), window=a.window, context=48)

    def run(settings: model.Settings) -> list[tuple[Gold, list[model.Found]]]:
        return [(g, model.read(*t, networks.features, networks, settings)) for g, t in zip(gold, texts, strict=True)]

    low = run(replace(base, trigger=0.15, second_type=0.15))

    def above(floor: float, second: float) -> list[tuple[Gold, list[model.Found]]]:
        out = []
        for g, found in low:
            best: dict[tuple[int, int], float] = {}
            for f in found:
                best[f.trigger] = max(best.get(f.trigger, 0.0), f.score)
            keep = [f for f in found if f.score >= (floor if f.score == best[f.trigger] else max(floor, second))]
            out.append((g, keep))
        return out

    sweep = {t: claims_figures(above(t, 0.3)) for t in np.arange(0.2, 0.66, 0.03).round(2)}
    for t, (p, r, f) in sweep.items():
        print(f"trigger {t:.2f}  P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f:.1f}")
    trigger = float(min(sweep, key=lambda t: abs(sweep[t][0] - sweep[t][1])))
    for second in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45):
        print(f"second type {second}: F1 {100 * claims_figures(above(trigger, second))[2]:.2f}")
    second = max((0.2, 0.25, 0.3, 0.35, 0.4, 0.45), key=lambda s: claims_figures(above(trigger, s))[2])
    roles = [0.45] * len(model.ROLES)
    score: Callable[[list[float]], float] = lambda r: argument_f1(  # noqa: E731
        run(replace(base, trigger=trigger, second_type=second, roles=tuple(r)))
    )
    flat = {x: score([x] * len(roles)) for x in (0.35, 0.4, 0.45, 0.5, 0.55)}
    best = max(flat, key=lambda x: flat[x])
    print("roles, one threshold:", {k: round(100 * v, 2) for k, v in flat.items()})
    roles = [best] * len(roles)
    settings = replace(base, trigger=trigger, second_type=second, roles=tuple(roles))
    final = run(settings)
    table = evidence(final)
    calibration, report = {}, {}
    for field, rows in table.items():
        which, raw, right = (np.array(x) for x in zip(*rows, strict=True))
        xs, ys = isotonic(raw, right.astype(float))
        calibration[field] = {"raw": [round(x, 4) for x in xs], "right": [round(y, 4) for y in ys]}
        fitted = np.zeros(len(raw))
        for half in (0, 1):
            px, py = isotonic(raw[which % 2 != half], right[which % 2 != half].astype(float))
            fitted[which % 2 == half] = np.interp(raw[which % 2 == half], px, py)
        edges = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01]
        lines = []
        for lo, hi in pairwise(edges):
            inside = (fitted >= lo) & (fitted < hi)
            if inside.any():
                lines.append((lo, min(hi, 1.0), int(inside.sum()), fitted[inside].mean(), right[inside].mean()))
        error = sum(n * abs(s - r) for _, _, n, s, r in lines) / len(raw)
        rows_ = [[lo, hi, n, round(float(s), 3), round(float(r), 3)] for lo, hi, n, s, r in lines]
        report[field] = {"expected_calibration_error": round(float(error), 4), "bins": rows_}
        print(field, f"n {len(raw)} right {right.mean():.3f} expected calibration error {error:.3f}")
    out = {
        "settings": {
            "trigger": trigger, "second_type": second, "roles": roles, "window": settings.window,
            "context": settings.context,
        },
        "calibration": calibration,
        "reliability": report,
    }  # fmt: skip
    a.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
