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
    from fogline.reader.evaluate import as_text

    figures = run(gold_dir, text_dir, engine=engine, min_score=min_score, processes=os.cpu_count() or 1)
    if json:
        print_json(figures)
    else:
        say(as_text(figures, errors=errors))
