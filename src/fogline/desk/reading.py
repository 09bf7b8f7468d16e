"""Reading without a ledger: one text, files to JSON, a corpus to be scored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from fogline import reader, reports
from fogline.claims import Claim, Report
from fogline.codebook import to_codebook
from fogline.desk.intake import read_only
from fogline.errors import InputError


def read_claims(
    text: str, *, published: date | str | None = None, publisher: str | None = None, engine: str = "local"
) -> list[Claim]:
    """The claims in a text; without `published` relative dates stay unresolved.

    >>> from fogline import read_claims
    >>> [str(c.type) for c in read_claims("Rebels captured Tadef on Friday.", published="2017-06-19")]
    ['capture']
    """
    day = date.fromisoformat(published) if isinstance(published, str) else published
    report = reports.from_text(text, published=day, publisher=publisher)
    return list(reader.load(engine).read(report).claims)


def read_files(
    items: Iterable[Report | reports.Failure],
    *,
    engine: str = "local",
    processes: int = 1,
    min_score: float | None = None,
    force: bool = False,
) -> Iterator[tuple[str, str] | reports.Failure]:
    """Each report's name and its claims as JSON in the codebook's form; failures are passed on."""
    for item in read_only(items, reader.load(engine, force=force), processes=processes):
        if isinstance(item, reports.Failure):
            yield item
            continue
        report, claims = item
        kept = [c for c in claims if min_score is None or c.scores.claim >= min_score]
        yield report.name, json.dumps([to_codebook(c) for c in kept], ensure_ascii=False, indent=1)


def evaluate(
    gold_dir: Path,
    text_dir: Path,
    *,
    engine: str = "local",
    min_score: float | None = None,
    processes: int = 1,
    worst_errors: int = 0,
) -> dict[str, Any]:
    """Read the texts and score the claims against the gold of the same names: the scorer's figures and more.

    Raises InputError where a folder is missing or holds no gold.
    """
    from fogline.reader.evaluate import errors, rare, score

    for folder in (gold_dir, text_dir):
        if not folder.is_dir():
            raise InputError(str(folder), "no such folder", "name the folders of a corpus: GOLD_DIR TEXT_DIR")
    gold = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(gold_dir.glob("*.json"))}
    if not gold:
        raise InputError(str(gold_dir), "holds no NAME.json", "name the folder of gold claims")
    predicted, texts = {}, {}
    items = reports.load([str(text_dir / f"{name}.txt") for name in gold if (text_dir / f"{name}.txt").exists()])
    for item in read_only(items, reader.load(engine, force=True), processes=processes):
        if isinstance(item, reports.Failure):
            raise item.error
        report, claims = item
        kept = [c for c in claims if min_score is None or c.scores.claim >= min_score]
        predicted[report.name] = [to_codebook(c) for c in kept]
        texts[report.name] = report.text
    figures = score(gold, predicted)
    worst = [asdict(m) for m in errors(gold, predicted, texts, worst_errors)] if worst_errors else []
    return figures | {"rare labels": rare(figures), "errors": worst}
