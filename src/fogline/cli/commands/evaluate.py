"""`fogline evaluate`: the reader against a hand-coded corpus."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fogline.cli import options
from fogline.cli.output import print_json, say


def register(app: typer.Typer) -> None:
    app.command()(evaluate)


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="Folder of NAME.json, claims in the codebook's form.")],
    text_dir: Annotated[Path, typer.Argument(help="Folder of NAME.txt with sidecars NAME.json.")],
    engine: Annotated[str, typer.Option(help="Reader engine.")] = "local",
    min_score: Annotated[float | None, typer.Option(help="Drop claims that the reader scores below this.")] = None,
    errors: Annotated[int, typer.Option(help="Show this many of the worst errors.")] = 0,
    json: options.Json = False,
) -> None:
    """Read TEXT_DIR and score it against GOLD_DIR: the figures of the codebook's section 5.

    Example: fogline evaluate corpus/dev/gold corpus/dev/texts --errors 20
    """
    from fogline.desk import evaluate as run

    figures = run(
        gold_dir, text_dir, engine=engine, min_score=min_score, processes=os.cpu_count() or 1, worst_errors=errors
    )
    if json:
        print_json(figures)
        return
    _tallies("", figures["f1"])
    say(f"\naccuracy on the {figures['matched']} matched claims")
    for name, share in figures["accuracy on matched claims"].items():
        say(f"  {name:32} {share:5.1f}")
    for field, labels in figures["per label"].items():
        _tallies(field, labels)
    _tallies("per type", figures["per type"])
    for mistake in figures["errors"]:
        say(f"\n{mistake['report']} {mistake['start']} {mistake['kind']}: {mistake['type']} on {mistake['trigger']!r}")
        for field in mistake["fields"]:
            say(f"    {field}")
        say(f"    | {mistake['evidence'][:300]}")


def _tallies(title: str, rows: dict[str, dict[str, float]]) -> None:
    if title:
        say(f"\n{title}")
    for name, f in rows.items():
        say(
            f"  {name:22} P {f['precision']:5.1f}  R {f['recall']:5.1f}  F1 {f['f1']:5.1f}"
            f"  (gold {f['gold']}, predicted {f['predicted']})"
        )
