# ruff: noqa: N812 - src/ is put on the path before the imports; F is torch's own usage
"""The joint model: one encoder that tags triggers, and one layer more that reads a claim around each trigger.

`Encoder` is MiniLM-L6 (BERT layout), or MPNet-base for a teacher, with frozen word embeddings and an added projection
of yes/no features. `Conditioned` starts as a copy of its last layer. torch lives in training/ only.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HEADS, KEY = 12, 64
ROLES = ("actor", "target", "place", "origin", "destination", "quantity", "topic", "time", "source", "outer")
MENTIONS = ("source", "time", "place", "party", "quantity")
CERTAINTIES = ("certain", "probable", "possible", "unknown")
POLARITIES = ("positive", "negative")
MOODS = ("actual", "planned", "predicted", "conditional", "demanded", "retracted")
#: Signed distances in pieces from the trigger, for the table of which cues stand how far on which side.
SCOPES = ((-999, -13), (-12, -7), (-6, -4), (-3, -1), (0, 0), (1, 3), (4, 8), (9, 999))
MAX_DISTANCE, MAX_SENTENCES = 48, 5
#: MPNet's relative positions: buckets in all, and the distance in pieces from which on all are one.
BUCKETS, FARTHEST = 32, 128


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a pretrained encoder; `relative` where attention has a learnt bias by distance (MPNet)."""

    width: int
    layers: int
    norm: float  # the epsilon of its layer norms
    relative: bool = False


MINILM = Shape(384, 6, 1e-12)
MPNET = Shape(768, 12, 1e-5, relative=True)


def shape_of(state: dict[str, Tensor]) -> Shape:
    """The shape of the encoder that a checkpoint holds."""
    return MPNET if "encoder.relative.weight" in state else MINILM


def buckets(length: int) -> Tensor:
    """MPNet's bucket of each pair of positions, [length, length]: exact up to 7 pieces, then by logarithm."""
    steps = torch.arange(length)
    apart = steps[None] - steps[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = exact + (apart.abs().clamp(min=1) / exact).log() / math.log(FARTHEST / exact) * (half - exact)
    near = torch.where(apart.abs() < exact, apart.abs(), far.long().clamp(max=half - 1))
    return near + half * (apart > 0)


class Product(nn.Linear):
    """A linear map that can feel int8 while it is trained: `rounds` rounds input and weights as the export will."""

    rounds = False

    def forward(self, x: Tensor) -> Tensor:
        if not self.rounds:
            return super().forward(x)
        low = x.detach().amin((1, 2), keepdim=True).clamp(max=0)
        step = (x.detach().amax((1, 2), keepdim=True).clamp(min=0) - low).clamp(min=1e-6) / 255
        rounded = ((x.detach() - low) / step).round() * step + low
        grain = self.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        weight = (self.weight.detach() / grain).round() * grain
        return F.linear(x + (rounded - x).detach(), self.weight + (weight - self.weight).detach(), self.bias)


class Layer(nn.Module):
    """One BERT layer (post-norm) without dropout on attention weights."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.width
        self.qkv = Product(width, 3 * width)
        self.out = Product(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.norm)
        self.up = Product(width, 4 * width)
        self.down = Product(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.norm)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` is [B, T, width]; `bias` [B, 1 or heads, 1 or T, T] is added: very negative for padding."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: the fused kernel's backward pass is four times slower on a CPU at these lengths.
        weights = torch.softmax(q @ k.transpose(-1, -2) * (width // HEADS) ** -0.5 + bias, dim=-1)
        mixed = weights.to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + F.dropout(mixed, self.dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, self.dropout, self.training))


class Encoder(nn.Module):
    """Word pieces and features in; hidden states, trigger tags, mention tags and source keys out."""

    def __init__(self, shape: Shape, features: int, types: int, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.words = nn.Embedding(30522, width)
        self.positions = nn.Embedding(512, width)
        self.norm = nn.LayerNorm(width, eps=shape.norm)
        self.relative = nn.Embedding(BUCKETS, HEADS) if shape.relative else None
        self.features = nn.Linear(features, width, bias=False)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.tag_hidden = nn.Linear(width + features, width)
        self.tag = nn.Linear(width, 2 + types)
        self.mention = nn.Linear(width, 3 * len(MENTIONS))
        self.key = nn.Linear(width, KEY)
        self.dropout = dropout
        nn.init.normal_(self.features.weight, std=0.02)

    def bias(self, mask: Tensor) -> Tensor:
        """What attention adds to its scores: [B, 1 or heads, 1 or T, T] for a mask [B, T]."""
        hide = (1.0 - mask)[:, None, None, :] * -1e4
        if self.relative is None:
            return hide
        return self.relative(buckets(mask.shape[1])).permute(2, 0, 1)[None] + hide

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """[B, T] ids and mask, [B, T, K] features (float) -> hidden, tag logits, mention logits, keys."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions)[None] + self.features(features)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = self.bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        tag = self.tag(F.dropout(F.gelu(self.tag_hidden(torch.cat([x, features], -1))), self.dropout, self.training))
        return x, tag, self.mention(x), self.key(x)


class Conditioned(nn.Module):
    """One trigger and its sentence in; roles, source and labels of its claim out."""

    def __init__(self, shape: Shape, features: int, types: int, cues: slice, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.cues = cues
        count = cues.stop - cues.start
        self.kind = nn.Embedding(types, width)
        self.distance = nn.Embedding(2 * MAX_DISTANCE + 1, width)
        self.trigger = nn.Linear(width, width)
        self.others = nn.Linear(2 + types, width, bias=False)
        self.features = nn.Linear(features, width, bias=False)
        self.layer = Layer(shape, dropout)
        self.roles = nn.Linear(width, 3 * len(ROLES))
        self.inside = nn.Linear(width, 1)
        self.query = nn.Linear(width, KEY)
        self.away = nn.Embedding(2 * MAX_SENTENCES + 1, 1)
        self.nobody = nn.Linear(width, 1)
        self.label_hidden = nn.Linear(2 * width + count * len(SCOPES), 256)
        self.certainty = nn.Linear(256, len(CERTAINTIES))
        self.polarity = nn.Linear(256, len(POLARITIES))
        self.mood = nn.Linear(256, len(MOODS))
        self.dropout = dropout
        for table in (self.kind.weight, self.distance.weight, self.others.weight, self.features.weight):
            nn.init.normal_(table, std=0.02)
        nn.init.normal_(self.trigger.weight, std=0.01)
        nn.init.zeros_(self.away.weight)

    def forward(
        self, hidden: Tensor, tags: Tensor, features: Tensor, mask: Tensor, where: Tensor, kind: Tensor,
        keys: Tensor, away: Tensor, relative: Tensor | None = None,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        """Scores for N claims in sentences of up to L pieces and windows of up to T.

        hidden [N, L, width], tags [N, L, 2 + types] (probabilities), features [N, L, K], mask [N, L], where [N] (the
        trigger's first piece in the sentence), kind [N], keys [N, T, 64], away [N, T] (sentences away, as index);
        relative [1, heads, L, L], a bias of attention by distance, where the encoder has one.
        -> roles [N, L, 10, 3], inside [N, L], nobody + outside [N, 1 + T], certainty, polarity, mood (all logits).
        """
        steps = torch.arange(hidden.shape[1], device=hidden.device)
        signed = steps[None] - where[:, None]
        at = where[:, None, None].expand(-1, 1, hidden.shape[2])
        trigger = hidden.gather(1, at)
        x = hidden + self.distance(signed.clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE)
        x = x + self.kind(kind)[:, None] + self.trigger(trigger) + self.others(tags) + self.features(features)
        x = F.dropout(x, self.dropout, self.training)
        hide = (1.0 - mask)[:, None, None, :] * -1e4
        x = self.layer(x, hide if relative is None else relative + hide)
        core = x.gather(1, at)[:, 0]
        cues = features[..., self.cues] * mask[..., None]
        near = torch.stack([((signed >= a) & (signed <= b)).to(cues.dtype) for a, b in SCOPES], 1)
        scope = (near @ cues).clamp(max=1.0).flatten(1)
        labels = F.gelu(self.label_hidden(torch.cat([core, trigger[:, 0], scope], -1)))
        labels = F.dropout(labels, self.dropout, self.training)
        outside = (keys @ self.query(core)[..., None])[..., 0] * KEY**-0.5 + self.away(away)[..., 0]
        roles = self.roles(x).view(x.shape[0], x.shape[1], len(ROLES), 3)
        source = torch.cat([self.nobody(core), outside], -1)
        return roles, self.inside(x)[..., 0], source, self.certainty(labels), self.polarity(labels), self.mood(labels)


class Joint(nn.Module):
    """Both parts together, as trained."""

    def __init__(self, features: int, types: int, cues: slice, shape: Shape = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, features, types, dropout)
        self.claim = Conditioned(shape, features, types, cues, dropout)

    def claims(self, hidden: Tensor, *rest: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """`Conditioned` with the encoder's bias by distance, where it has one."""
        relative = self.encoder.relative
        bias = None if relative is None else relative(buckets(hidden.shape[1])).permute(2, 0, 1)[None]
        result: tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor] = self.claim(hidden, *rest, bias)
        return result


class Pretrained:
    """The tensors of a safetensors file of float32, by name."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        self.first = 8 + int(struct.unpack("<Q", self.raw[:8])[0])
        self.table = json.loads(self.raw[8 : self.first])

    def __call__(self, name: str) -> Tensor:
        row = self.table[name]
        a, b = row["data_offsets"]
        if row["dtype"] != "F32":
            raise ValueError(f"{name}: dtype {row['dtype']}, expected F32")
        found = torch.frombuffer(bytearray(self.raw[self.first + a : self.first + b]), dtype=torch.float32)
        return found.view(row["shape"])


def load(model: Joint, path: Path, vocabulary: tuple[Path, Path] | None = None) -> None:
    """Copies the pretrained weights in: MiniLM's, or MPNet's where that is the model's shape.

    MiniLM's segment embedding 0 is folded into the positions. MPNet numbers the same word pieces differently:
    `vocabulary` are the reader's tokenizer.json and its vocab.txt, and its rows are put in the reader's order.
    """
    get, encoder, mpnet = Pretrained(path), model.encoder, model.shape.relative
    attention, out, norm = (
        ("attention.attn.", "attention.attn.o", "attention.LayerNorm")
        if mpnet
        else ("attention.self.", "attention.output.dense", "attention.output.LayerNorm")
    )
    names = ("q", "k", "v") if mpnet else ("query", "key", "value")
    with torch.no_grad():
        words, positions = get("embeddings.word_embeddings.weight"), get("embeddings.position_embeddings.weight")
        if mpnet:
            assert vocabulary is not None
            assert encoder.relative is not None
            encoder.words.weight.copy_(words[reordered(*vocabulary)])
            encoder.positions.weight.copy_(positions[2:])  # its first two are never used
            encoder.relative.weight.copy_(get("encoder.relative_attention_bias.weight"))
        else:
            encoder.words.weight.copy_(words)
            encoder.positions.weight.copy_(positions + get("embeddings.token_type_embeddings.weight")[0])
        encoder.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
        encoder.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
        for number, layer in [*enumerate(encoder.layers), (model.shape.layers - 1, model.claim.layer)]:
            base = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [get(f"{base}{attention}{n}.{kind}") for n in names]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
                getattr(layer.out, kind).copy_(get(f"{base}{out}.{kind}"))
                getattr(layer.norm1, kind).copy_(get(f"{base}{norm}.{kind}"))
                getattr(layer.up, kind).copy_(get(f"{base}intermediate.dense.{kind}"))
                getattr(layer.down, kind).copy_(get(f"{base}output.dense.{kind}"))
                getattr(layer.norm2, kind).copy_(get(f"{base}output.LayerNorm.{kind}"))
    encoder.words.weight.requires_grad_(False)


def reordered(ours: Path, theirs: Path) -> Tensor:
    """For each of the reader's word pieces, its row in the other vocabulary (a file of one piece a line)."""
    rows = {piece: n for n, piece in enumerate(theirs.read_text(encoding="utf-8").splitlines())}
    mine: dict[str, int] = json.loads(ours.read_text(encoding="utf-8"))["model"]["vocab"]
    special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
    out = torch.zeros(len(mine), dtype=torch.long)
    for piece, number in mine.items():
        out[number] = rows[special.get(piece, piece)]
    return out
