# ruff: noqa: E402 - src/ is put on the path before the imports; F is torch's own usage
"""Exports a checkpoint to the shipped form: two int8 ONNX files, settings and pins.

python training/export.py run.pt [--out src/fogline/reader/weights] [--tuned tuned.json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from evaluate import Torch
from fogline.reader.features import SHAPES, TYPES, Features
from fogline.reader.model import Settings, read
from fogline.reader.sentences import split
from network import MENTIONS, Joint

WEIGHTS = Path(__file__).resolve().parents[1] / "src/fogline/reader/weights"
PARTS = ("encoder.onnx", "claims.onnx", "tokenizer.json", "features.toml")


#: Longest window in pieces with [CLS] and [SEP] that the exported encoder takes.
LONGEST = 264
#: Small products whose int8 form saves nothing and costs accuracy.
PLAIN = ("/tag/", "/tag_hidden/", "/mention/", "/key/", "/features/", "/others/", "/inside/", "/nobody/", "/query/",
         "/certainty/", "/polarity/", "/mood/", "/label_hidden/", "/roles/", "/trigger/")  # fmt: skip


class ByteEmbedding(nn.Module):
    """Word embeddings as int8 with a scale for each word: one scale for the whole table lost 0.5 points of F1."""

    def __init__(self, plain: nn.Embedding) -> None:
        super().__init__()
        scale = plain.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", (plain.weight.detach() / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.table[ids].float() * self.scale[ids]


class Smooth(nn.Module):
    """A product whose input channels are evened out first, the weights taking up the difference (SmoothQuant, 0.5).

    One int8 scale serves a whole activation; MiniLM has a few channels many times larger than the rest.
    """

    def __init__(self, plain: nn.Linear, largest: Tensor) -> None:
        super().__init__()
        scale = (largest.clamp(min=1e-4).sqrt() / plain.weight.detach().abs().amax(0).clamp(min=1e-4).sqrt()).clamp(
            min=1e-2
        )
        self.register_buffer("evened", 1 / scale)
        self.product = nn.Linear(plain.in_features, plain.out_features)
        with torch.no_grad():
            self.product.weight.copy_(plain.weight * scale)
            self.product.bias.copy_(plain.bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.product(x * self.evened)


def smooth(model: Joint, checkpoint: Path, texts: Path, features: Features) -> None:
    """Replaces the products of all layers; the sizes of activations are seen on some coded train texts."""
    backend = Torch([checkpoint], features)
    seen: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def see(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            largest = given[0].abs().flatten(0, -2).amax(0)
            seen[name] = torch.maximum(seen[name], largest) if name in seen else largest

        return see

    watched = backend.models[0]
    for name, module in watched.named_modules():
        if isinstance(module, nn.Linear) and "layer" in name:
            module.register_forward_pre_hook(watch(name))
    for path in sorted(texts.glob("*.txt"))[::18]:
        text = path.read_text(encoding="utf-8")
        read(text, split(text), features, backend, Settings())
    for name, largest in seen.items():
        parent, _, child = name.rpartition(".")
        owner = model.get_submodule(parent)
        setattr(owner, child, Smooth(getattr(owner, child), largest))


class EncoderOut(nn.Module):
    """The encoder with probabilities instead of logits."""

    def __init__(self, model: Joint) -> None:
        super().__init__()
        self.encoder = model.encoder
        model.encoder.words = ByteEmbedding(model.encoder.words)  # type: ignore[assignment]
        model.encoder.positions = nn.Embedding.from_pretrained(model.encoder.positions.weight[:LONGEST])

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        hidden, tag, mention, keys = self.encoder(ids, mask, features)
        mention = mention.view(ids.shape[0], ids.shape[1], len(MENTIONS), 3).softmax(-1)
        return hidden, tag.softmax(-1), mention, keys


class ClaimsOut(nn.Module):
    """The conditioned layer with probabilities instead of logits (the source scores stay logits)."""

    def __init__(self, model: Joint) -> None:
        super().__init__()
        self.claim = model.claim

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        roles, inside, outside, certainty, polarity, mood = self.claim(*given)
        return roles.softmax(-1), inside, outside, certainty.softmax(-1), polarity.softmax(-1), mood.softmax(-1)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--out", type=Path, default=WEIGHTS)
    ap.add_argument("--texts", type=Path, help="coded train texts, to see how large activations grow")
    ap.add_argument("--tuned", type=Path, help="settings and calibration from training/tune.py")
    a = ap.parse_args()
    torch.set_num_threads(1)
    features = Features(WEIGHTS / "tokenizer.json", WEIGHTS / "features.toml")
    width, types = len(features.names), len(TYPES)
    model = Joint(width, types, slice(len(SHAPES), len(SHAPES) + len(features.cue_names)))
    model.load_state_dict(torch.load(a.checkpoint))
    if a.texts:
        smooth(model, a.checkpoint, a.texts, features)
    model.eval()
    b, t, n, length = 2, 24, 3, 12
    probabilities = torch.rand(n, length, 2 + types)
    jobs = {
        "encoder.onnx": (
            EncoderOut(model),
            {"ids": torch.ones(b, t, dtype=torch.long), "mask": torch.ones(b, t), "features": torch.ones(b, t, width)},
            ["hidden_states", "tag", "mention", "key"],
            {"ids": "bt", "mask": "bt", "features": "bt"},
        ),
        "claims.onnx": (
            ClaimsOut(model),
            {
                "hidden": torch.rand(n, length, 384), "tags": probabilities, "features": torch.ones(n, length, width),
                "mask": torch.ones(n, length), "where": torch.zeros(n, dtype=torch.long),
                "kind": torch.zeros(n, dtype=torch.long), "keys": torch.rand(n, t, 64),
                "away": torch.zeros(n, t, dtype=torch.long),
            },
            ["roles", "inside", "outside", "certainty", "polarity", "mood"],
            {"hidden": "nl", "tags": "nl", "features": "nl", "mask": "nl", "where": "n", "kind": "n", "keys": "nw",
             "away": "nw"},
        ),
    }  # fmt: skip
    a.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, (network, given, outputs, axes) in jobs.items():
            plain = Path(scratch) / name
            torch.onnx.export(
                network, tuple(given.values()), str(plain), input_names=list(given), output_names=outputs,
                dynamic_axes={k: dict(enumerate(v)) for k, v in axes.items()}, opset_version=17, dynamo=False,
            )  # fmt: skip
            small = [
                n.name for n in onnx.load(plain).graph.node if n.op_type == "MatMul" and any(p in n.name for p in PLAIN)
            ]
            quantize_dynamic(
                plain, a.out / name, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"],
                nodes_to_exclude=small,
            )  # fmt: skip
            print(name, plain.stat().st_size, "->", (a.out / name).stat().st_size, "bytes")
    tuned = json.loads(a.tuned.read_text(encoding="utf-8")) if a.tuned else {"settings": {}, "calibration": {}}
    for part in ("tokenizer.json", "features.toml"):
        if a.out != WEIGHTS:
            (a.out / part).write_bytes((WEIGHTS / part).read_bytes())
    card = {
        "sha256": {p: hashlib.sha256((a.out / p).read_bytes()).hexdigest() for p in PARTS},
        "settings": tuned["settings"],
        "calibration": tuned["calibration"],
    }
    (a.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
