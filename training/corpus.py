"""Hand-coded reports as training windows: which piece carries which label."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fogline.claims import Span
from fogline.reader.features import TYPES, Encoded, Features, Window
from fogline.reader.sentences import split
from network import CERTAINTIES, MENTIONS, MOODS, POLARITIES, ROLES

MENTION_OF = {"actor": 3, "target": 3, "place": 2, "origin": 2, "destination": 2, "quantity": 4}


@dataclass(slots=True)
class Taught:
    """Probabilities of a claim as its teachers see them: roles [L, roles, 3] over its sentence, and its labels."""

    roles: np.ndarray
    certainty: np.ndarray
    polarity: np.ndarray
    mood: np.ndarray


@dataclass(slots=True)
class CodedClaim:
    """One gold claim in pieces of its report: `roles` are (role index, first piece, last piece + 1)."""

    kind: int
    at: int
    roles: list[tuple[int, int, int]]
    source: tuple[int, int] | None  # pieces of the innermost source; None: the author's own word
    certainty: int
    polarity: int
    mood: int
    weight: float = 1.0
    taught: Taught | None = None


@dataclass(slots=True)
class CodedReport:
    """A report encoded, with tags per piece (word starts carry them)."""

    name: str
    encoded: Encoded
    tags: np.ndarray  # [P]: 0 outside, 1 inside, 2 + type
    mentions: np.ndarray  # [P, 5]: 0 outside, 1 begins, 2 goes on
    claims: list[CodedClaim] = field(default_factory=list)
    taught: np.ndarray | None = None  # [P, 2 + types]: the teachers' probabilities, where no one coded the report


def pieces(encoded: Encoded, start: int, end: int) -> tuple[int, int] | None:
    """First piece and last piece + 1 that touch a span, widened to whole words; None where it touches none."""
    a = int(np.searchsorted(encoded.end, start, side="right"))
    b = int(np.searchsorted(encoded.start, end, side="left"))
    if a >= b:
        return None
    while a > 0 and encoded.word[a - 1] == encoded.word[a]:
        a -= 1
    while b < len(encoded) and encoded.word[b] == encoded.word[b - 1]:
        b += 1
    return a, b


def code(name: str, text: str, gold: list[dict[str, Any]], features: Features, weight: float = 1.0) -> CodedReport:
    """Gold claims of one text laid over its pieces. A claim whose trigger lies in no sentence is left out."""
    encoded = features.encode(text, [Span(*s) for s in split(text)])
    count = len(encoded)
    tags = np.zeros(count, dtype=np.int64)
    mentions = np.zeros((count, len(MENTIONS)), dtype=np.int64)
    word_start = encoded.features[:, 10].astype(bool)
    report = CodedReport(name, encoded, tags, mentions)

    def mark(which: int, span: tuple[int, int] | None) -> None:
        if span and not mentions[span[0], which]:
            mentions[span[0] : span[1], which] = 2
            mentions[span[0], which] = 1

    for claim in gold:
        span = pieces(encoded, claim["trigger"]["start"], claim["trigger"]["end"])
        if span is None:
            continue
        kind = TYPES.index(claim["type"])
        if not tags[span[0]]:
            tags[span[0]] = 2 + kind
            for p in range(span[0] + 1, span[1]):
                if word_start[p] and not tags[p]:
                    tags[p] = 1
        roles: list[tuple[int, int, int]] = []
        here = encoded.sentence[span[0]]

        def add(role: int, where: tuple[int, int] | None) -> None:
            if where and encoded.sentence[where[0]] == here:  # noqa: B023
                roles.append((role, *where))  # noqa: B023

        for arg in claim["args"]:
            where = pieces(encoded, arg["start"], arg["end"])
            add(ROLES.index(arg["role"]), where)
            if arg["role"] in MENTION_OF:
                mark(MENTION_OF[arg["role"]], where)
        if claim["time"]:
            where = pieces(encoded, claim["time"]["start"], claim["time"]["end"])
            add(ROLES.index("time"), where)
            mark(1, where)
        chain = [pieces(encoded, s["start"], s["end"]) for s in claim["sources"]]
        for where in chain:
            mark(0, where)
        for where in chain[:-1]:
            add(ROLES.index("outer"), where)
        if chain:
            add(ROLES.index("source"), chain[-1])
        report.claims.append(
            CodedClaim(
                kind,
                span[0],
                roles,
                chain[-1] if chain else None,
                CERTAINTIES.index(claim["certainty"]),
                POLARITIES.index(claim["polarity"]),
                MOODS.index(claim["mood"]),
                weight,
            )
        )
    return report


def load(folder: Path, features: Features) -> list[CodedReport]:
    """All reports of a split (folders texts/ and gold/)."""
    out = []
    for path in sorted((folder / "gold").glob("*.json")):
        text = (folder / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        out.append(code(path.stem, text, json.loads(path.read_text(encoding="utf-8")), features))
    return out


def own(window: Window, report: CodedReport) -> list[CodedClaim]:
    """The claims whose trigger the window reads."""
    return [c for c in report.claims if window.own <= c.at < window.end]
