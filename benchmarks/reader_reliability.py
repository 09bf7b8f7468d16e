"""What the reader's scores are worth: python benchmarks/reader_reliability.py CLAIMS/dev

Reads coded reports with the shipped networks and settings and prints, for each field, the expected error of the
calibrated score and what share of the cases in each band was right. Calibration is fitted anew on one half of the
reports and judged on the other (training/tune.py has the method), so no report is judged by points that saw it.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

from fogline.reader import model
from fogline.reader.network import Networks
from fogline.reader.sentences import split

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))

import tune

BANDS = (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("data", type=Path, help="a folder with gold/ and texts/")
    a = ap.parse_args()
    networks = Networks()
    read = []
    for path in sorted((a.data / "gold").glob("*.json")):
        text = (a.data / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        found = model.read(text, split(text), networks.features, networks, networks.settings)
        read.append((json.loads(path.read_text(encoding="utf-8")), found))
    print(f"{len(read)} reports, weights {networks.hash}, trigger {networks.settings.trigger}")
    for field, rows in tune.evidence(read).items():
        report, raw, right = (np.array(column) for column in zip(*rows, strict=True))
        said = np.zeros(len(raw))
        for half in (0, 1):
            here = report % 2 == half
            said[here] = np.interp(raw[here], *tune.isotonic(raw[~here], right[~here].astype(float)))
        cells, error = [], 0.0
        for low, high in pairwise(BANDS):
            inside = (said >= low) & (said < high)
            if count := int(inside.sum()):
                cells.append(f"{said[inside].mean():.2f}→{right[inside].mean():.2f} ({count})")
                error += count * abs(float(said[inside].mean() - right[inside].mean()))
        print(f"| {field} | {error / len(raw):.3f} | {' · '.join(cells)} |")


if __name__ == "__main__":
    main()
