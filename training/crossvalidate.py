"""Five-fold cross-validation over train and dev: every report is read by a model that never saw it.

python training/crossvalidate.py --data CLAIMS --minilm MODEL.safetensors --work DIR --python TORCH_PYTHON [--epochs 2]

Run with the project's own interpreter; `--python` names the one that has torch. Each fold is trained by train.py on the
reports of the other four (folds drawn by a seed within each set of reports), exported to int8 by export.py and read
through the whole engine, rules included. Settings and calibration are the shipped ones. What is done stands in DIR and
is not done again. Prints F1 of each rare label over all reports with 95 % intervals, by bootstrap over reports.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from fogline import reports
from fogline.codebook import to_codebook
from fogline.desk.intake import read_only
from fogline.reader import evaluate
from fogline.reader.local import LocalEngine
from fogline.reader.network import Networks

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src/fogline/reader/weights"
FOLDS, SEED, DRAWS = 5, 17, 2000
GROUPS = {
    "negative": ["negative"],
    "planned, predicted, conditional, demanded": ["planned", "predicted", "conditional", "demanded"],
    "probable, possible": ["probable", "possible"],
}


def folds(data: Path) -> list[list[Path]]:
    """The gold files of both splits in five parts, each with its share of every set."""
    sets: dict[str, list[Path]] = defaultdict(list)
    with (data / "INDEX.tsv").open(encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            path = data / row["split"] / "gold" / f"{row['name']}.json"
            if path.exists():
                sets[row["set"]].append(path)
    out: list[list[Path]] = [[] for _ in range(FOLDS)]
    rng, turn = random.Random(SEED), 0
    for name in sorted(sets):
        files = sorted(sets[name])
        rng.shuffle(files)
        for path in files:
            out[turn % FOLDS].append(path)
            turn += 1
    return out


def text_of(gold: Path) -> Path:
    return gold.parent.parent / "texts" / f"{gold.stem}.txt"


def train(fold: int, parts: list[list[Path]], a: argparse.Namespace) -> Path:
    """The weights of one fold, trained where they are not there yet."""
    here = a.work / f"fold{fold}"
    weights: Path = here / "weights"
    if (weights / "reader.json").exists():
        return weights
    for name in ("gold", "texts"):
        (here / name).mkdir(parents=True, exist_ok=True)
    for path in (p for n, part in enumerate(parts) if n != fold for p in part):
        for source, folder in ((path, "gold"), (text_of(path), "texts")):
            link = here / folder / source.name
            if not link.exists():
                link.symlink_to(source.resolve())
    card = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8"))
    tuned = here / "tuned.json"
    tuned.write_text(json.dumps({k: card[k] for k in ("settings", "calibration")}), encoding="utf-8")
    run = [a.python, HERE / "train.py", "--data", here, "--minilm", a.minilm, "--sentences", HERE / "sentences",
           "--epochs", str(a.epochs), "--seed", str(100 + fold), "--out", here / "run.pt"]  # fmt: skip
    subprocess.run(run, check=True, stdout=(here / "train.log").open("w"))
    subprocess.run([a.python, HERE / "export.py", here / "run.pt", "--out", weights, "--tuned", tuned], check=True)
    return weights


def read(weights: Path, part: list[Path], out: Path) -> None:
    """Claims of the reports left out, in the codebook's form, dated as the command line dates them."""
    out.mkdir(parents=True, exist_ok=True)
    items = reports.load([str(text_of(gold)) for gold in part])
    for item in read_only(items, LocalEngine(networks=Networks(weights))):
        if isinstance(item, reports.Failure):
            raise item.error
        report, claims = item
        (out / f"{report.name}.json").write_text(json.dumps([to_codebook(c) for c in claims]), encoding="utf-8")


def counts(parts: list[list[Path]], found: Path) -> list[dict[str, tuple[int, int, int]]]:
    """For each report and label: right, in gold, predicted; over matched claims, as the scorer counts."""
    rows = []
    for gold_path in (p for part in parts for p in part):
        gold: list[dict[str, Any]] = json.loads(gold_path.read_text(encoding="utf-8"))
        predicted = json.loads((found / gold_path.name).read_text(encoding="utf-8"))
        row: dict[str, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
        matched = evaluate.match(gold, predicted)
        row["claims"] = (len(matched), len(gold), len(predicted))
        for i, j in matched:
            for field in ("certainty", "polarity", "mood"):
                g, p = gold[i][field], predicted[j][field]
                for label in {g, p}:
                    hit, in_gold, said = row[label]
                    row[label] = (hit + (g == p), in_gold + (g == label), said + (p == label))
        rows.append(dict(row))
    return rows


def f1(rows: list[dict[str, tuple[int, int, int]]], labels: list[str]) -> float:
    """Mean F1 of labels over reports."""
    out = []
    for label in labels:
        hit, gold, said = (sum(r.get(label, (0, 0, 0))[k] for r in rows) for k in range(3))
        out.append(200 * hit / max(1, gold + said))
    return sum(out) / len(out)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, required=True)
    ap.add_argument("--minilm", type=Path, required=True)
    ap.add_argument("--work", type=Path, required=True)
    ap.add_argument("--python", default=sys.executable)
    ap.add_argument("--epochs", type=int, default=2)
    ap.add_argument("--fold", type=int, help="only train this fold (several at once on several cores)")
    a = ap.parse_args()
    parts = folds(a.data)
    if a.fold is not None:
        train(a.fold, parts, a)
        return
    for n, part in enumerate(parts):
        weights = train(n, parts, a)
        if not all((a.work / "found" / p.name).exists() for p in part):
            read(weights, part, a.work / "found")
    rows = counts(parts, a.work / "found")
    rng = np.random.default_rng(SEED)
    draws = [[rows[i] for i in rng.integers(0, len(rows), len(rows))] for _ in range(DRAWS)]
    singles = {label: [label] for group in GROUPS.values() for label in group}
    print(f"{len(rows)} reports, {FOLDS} folds, {a.epochs} epochs; 95 % by {DRAWS} draws of reports")
    for name, labels in {"claims": ["claims"], **GROUPS, **singles, "unknown": ["unknown"]}.items():
        cases = sum(r.get(label, (0, 0, 0))[1] for r in rows for label in labels)
        low, high = np.percentile([f1(d, labels) for d in draws], [2.5, 97.5])
        print(f"  {name:44} F1 {f1(rows, labels):5.1f}  {low:5.1f} to {high:5.1f}  ({cases} cases)")


if __name__ == "__main__":
    main()
