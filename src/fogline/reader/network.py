"""The shipped networks: two int8 ONNX files, checked against their pinned hashes, run by onnxruntime on one thread."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from fogline.errors import PackError
from fogline.reader.features import Features
from fogline.reader.model import FloatArray, Settings
from fogline.reader.ranker import Ranker

#: Files that the pin covers, in weights/.
PARTS = ("encoder.onnx", "claims.onnx", "tokenizer.json", "features.toml")
#: Whom pronouns mean; trained on what the others make of words, so that weights may be without it.
ANAPHORA = "anaphora.npz"


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a network's raw probability to the share that was right on dev, by straight lines between points."""

    raw: tuple[float, ...] = (0.0, 1.0)
    right: tuple[float, ...] = (0.0, 1.0)

    def __call__(self, score: float) -> float:
        at = bisect_right(self.raw, score)
        if at == 0 or at == len(self.raw):
            return self.right[min(at, len(self.right) - 1)]
        low, high = self.raw[at - 1], self.raw[at]
        return self.right[at - 1] + (self.right[at] - self.right[at - 1]) * (score - low) / (high - low)


class Networks:
    """Both sessions with their settings; the `Backend` of model.py."""

    def __init__(self, folder: Path | None = None) -> None:
        #: Where they were loaded from; None for the shipped ones. Reading processes load them from there too.
        self.folder = folder
        if folder is None:
            with as_file(files("fogline.reader").joinpath("weights")) as bundled:
                folder = bundled
        card = folder / "reader.json"
        if not card.exists():
            raise PackError(
                f"{card}: the reader's weights are missing; expected the files that training/export.py writes"
            )
        data = json.loads(card.read_text(encoding="utf-8"))
        parts = (*PARTS, ANAPHORA) if ANAPHORA in data["sha256"] else PARTS
        for part in parts:
            found = hashlib.sha256((folder / part).read_bytes()).hexdigest()
            if found != data["sha256"][part]:
                raise PackError(
                    f"{folder / part}: SHA-256 is {found[:12]}..., expected {data['sha256'][part][:12]}...; "
                    "restore the file or export the weights again (training/README.md)"
                )
        #: First twelve digits over all parts: goes into the version of every reading.
        self.hash = hashlib.sha256("".join(data["sha256"][p] for p in parts).encode()).hexdigest()[:12]
        self.features = Features(folder / "tokenizer.json", folder / "features.toml")
        #: None where the weights have none: "they" then stays "they".
        self.ranker = Ranker(folder / ANAPHORA) if ANAPHORA in parts else None
        self.settings = _settings(
            {k: tuple(map(_frozen, v)) if isinstance(v, list) else v for k, v in data["settings"].items()}
        )
        self.calibration = {
            field: Calibration(tuple(points["raw"]), tuple(points["right"]))
            for field, points in data["calibration"].items()
        }
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder = onnxruntime.InferenceSession(folder / "encoder.onnx", options, ["CPUExecutionProvider"])
        self._claims = onnxruntime.InferenceSession(folder / "claims.onnx", options, ["CPUExecutionProvider"])

    def encode(self, ids: npt.NDArray[np.int64], mask: FloatArray, features: FloatArray) -> list[FloatArray]:
        """See `model.Backend.encode`."""
        out: list[FloatArray] = self._encoder.run(None, {"ids": ids, "mask": mask, "features": features})
        return out

    def claims(
        self,
        hidden: FloatArray,
        tags: FloatArray,
        features: FloatArray,
        mask: FloatArray,
        where: npt.NDArray[np.int64],
        kind: npt.NDArray[np.int64],
        keys: FloatArray,
        away: npt.NDArray[np.int64],
    ) -> list[FloatArray]:
        """See `model.Backend.claims`."""
        feed: dict[str, Any] = {
            "hidden": hidden, "tags": tags, "features": features, "mask": mask,
            "where": where, "kind": kind, "keys": keys, "away": away,
        }  # fmt: skip
        out: list[FloatArray] = self._claims.run(None, feed)
        return out


def _settings(values: dict[str, Any]) -> Settings:
    return Settings(**values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
