# ruff: noqa: N812 - src/ is put on the path before the imports; F is torch's own usage
"""The joint model: one encoder that tags triggers, and one layer more that reads a claim around each trigger.

`Encoder` is MiniLM-L6 (BERT layout) with frozen word embeddings and an added projection of yes/no features.
`Conditioned` starts as a copy of its last layer. torch lives in training/ only.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, LAYERS, KEY = 384, 12, 6, 64
ROLES = ("actor", "target", "place", "origin", "destination", "quantity", "topic", "time", "source", "outer")
MENTIONS = ("source", "time", "place", "party", "quantity")
CERTAINTIES = ("certain", "probable", "possible", "unknown")
POLARITIES = ("positive", "negative")
MOODS = ("actual", "planned", "predicted", "conditional", "demanded", "retracted")
#: Signed distances in pieces from the trigger, for the table of which cues stand how far on which side.
SCOPES = ((-999, -13), (-12, -7), (-6, -4), (-3, -1), (0, 0), (1, 3), (4, 8), (9, 999))
MAX_DISTANCE, MAX_SENTENCES = 48, 5


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

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = Product(WIDTH, 3 * WIDTH)
        self.out = Product(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Product(WIDTH, 4 * WIDTH)
        self.down = Product(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` is [B, T, 384]; `bias` [B, 1, 1, T] is 0 for words and very negative for padding."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: the fused kernel's backward pass is four times slower on a CPU at these lengths.
        weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias, dim=-1)
        mixed = weights.to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + F.dropout(mixed, self.dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, self.dropout, self.training))


class Encoder(nn.Module):
    """Word pieces and features in; hidden states, trigger tags, mention tags and source keys out."""

    def __init__(self, features: int, types: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.features = nn.Linear(features, WIDTH, bias=False)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tag_hidden = nn.Linear(WIDTH + features, WIDTH)
        self.tag = nn.Linear(WIDTH, 2 + types)
        self.mention = nn.Linear(WIDTH, 3 * len(MENTIONS))
        self.key = nn.Linear(WIDTH, KEY)
        self.dropout = dropout
        nn.init.normal_(self.features.weight, std=0.02)

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """[B, T] ids and mask, [B, T, K] features (float) -> hidden, tag logits, mention logits, keys."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions)[None] + self.features(features)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        tag = self.tag(F.dropout(F.gelu(self.tag_hidden(torch.cat([x, features], -1))), self.dropout, self.training))
        return x, tag, self.mention(x), self.key(x)


class Conditioned(nn.Module):
    """One trigger and its sentence in; roles, source and labels of its claim out."""

    def __init__(self, features: int, types: int, cues: slice, dropout: float = 0.1) -> None:
        super().__init__()
        self.cues = cues
        count = cues.stop - cues.start
        self.kind = nn.Embedding(types, WIDTH)
        self.distance = nn.Embedding(2 * MAX_DISTANCE + 1, WIDTH)
        self.trigger = nn.Linear(WIDTH, WIDTH)
        self.others = nn.Linear(2 + types, WIDTH, bias=False)
        self.features = nn.Linear(features, WIDTH, bias=False)
        self.layer = Layer(dropout)
        self.roles = nn.Linear(WIDTH, 3 * len(ROLES))
        self.inside = nn.Linear(WIDTH, 1)
        self.query = nn.Linear(WIDTH, KEY)
        self.away = nn.Embedding(2 * MAX_SENTENCES + 1, 1)
        self.nobody = nn.Linear(WIDTH, 1)
        self.label_hidden = nn.Linear(2 * WIDTH + count * len(SCOPES), 256)
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
        keys: Tensor, away: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        """Scores for N claims in sentences of up to L pieces and windows of up to T.

        hidden [N, L, 384], tags [N, L, 2 + types] (probabilities), features [N, L, K], mask [N, L], where [N] (the
        trigger's first piece in the sentence), kind [N], keys [N, T, 64], away [N, T] (sentences away, as index).
        -> roles [N, L, 10, 3], inside [N, L], nobody + outside [N, 1 + T], certainty, polarity, mood (all logits).
        """
        steps = torch.arange(hidden.shape[1], device=hidden.device)
        signed = steps[None] - where[:, None]
        at = where[:, None, None].expand(-1, 1, WIDTH)
        trigger = hidden.gather(1, at)
        x = hidden + self.distance(signed.clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE)
        x = x + self.kind(kind)[:, None] + self.trigger(trigger) + self.others(tags) + self.features(features)
        x = F.dropout(x, self.dropout, self.training)
        x = self.layer(x, (1.0 - mask)[:, None, None, :] * -1e4)
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

    def __init__(self, features: int, types: int, cues: slice, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(features, types, dropout)
        self.claim = Conditioned(features, types, cues, dropout)


def load_minilm(model: Joint, path: Path) -> None:
    """Copies the pretrained weights in; the segment embedding 0 is folded into the positions."""
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    table = json.loads(raw[8 : 8 + size])

    def get(name: str) -> Tensor:
        row = table[name]
        a, b = row["data_offsets"]
        if row["dtype"] != "F32":
            raise ValueError(f"{name}: dtype {row['dtype']}, expected F32")
        return torch.frombuffer(bytearray(raw[8 + size + a : 8 + size + b]), dtype=torch.float32).view(row["shape"])

    encoder = model.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(get("embeddings.word_embeddings.weight"))
        encoder.positions.weight.copy_(
            get("embeddings.position_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
        )
        encoder.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
        encoder.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
        for number, layer in [*enumerate(encoder.layers), (LAYERS - 1, model.claim.layer)]:
            base = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [get(f"{base}attention.self.{n}.{kind}") for n in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
                getattr(layer.out, kind).copy_(get(f"{base}attention.output.dense.{kind}"))
                getattr(layer.norm1, kind).copy_(get(f"{base}attention.output.LayerNorm.{kind}"))
                getattr(layer.up, kind).copy_(get(f"{base}intermediate.dense.{kind}"))
                getattr(layer.down, kind).copy_(get(f"{base}output.dense.{kind}"))
                getattr(layer.norm2, kind).copy_(get(f"{base}output.LayerNorm.{kind}"))
    encoder.words.weight.requires_grad_(False)
