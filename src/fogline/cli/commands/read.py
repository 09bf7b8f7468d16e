"""`fogline read`: take reports in."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from fogline.cli import options
from fogline.cli.output import err, out, print_json, say, table, warn

if TYPE_CHECKING:
    from fogline.desk.intake import Intake
    from fogline.reports import Failure


def register(app: typer.Typer) -> None:
    app.command()(read)


def read(
    sources: Annotated[
        list[str],
        typer.Argument(help="Text, HTML, Markdown files, folders, http(s) URLs, feeds, WARC, JSONL/CSV/Parquet, or -."),
    ],
    published: Annotated[str | None, typer.Option(help="Publication day of reports that give none.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of reports that name none.")] = None,
    theatre: Annotated[str | None, typer.Option(help="Theatre of the reports, e.g. syria-iraq-2017.")] = None,
    engine: Annotated[str, typer.Option(help="Reader engine.")] = "local",
    min_score: Annotated[float | None, typer.Option(help="Drop claims that the reader scores below this.")] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of tables that holds the text.")] = None,
    json_dir: Annotated[Path | None, typer.Option(help="No ledger: write DIR/NAME.json, the codebook's form.")] = None,
    processes: Annotated[
        int, typer.Option(help="Processes that read; default one a core, for 12 reports or more.")
    ] = 0,
    force: Annotated[bool, typer.Option("--force", help="Read text that seems not to be English too.")] = False,
    json: options.Json = False,
    ledger: options.Ledger = options.DEFAULT_LEDGER,
) -> None:
    """Read reports into the ledger: claims, places, actors, links.

    Example: fogline read reports/ --publisher "Example Agency" --published 2017-06-15
    """
    from fogline import when
    from fogline.desk import open as open_desk
    from fogline.errors import InputError
    from fogline.reports import load

    day = when.parse_day(published) if published else None
    items = load(
        sources,
        published=day,
        publisher=publisher,
        theatre=theatre,
        stdin=sys.stdin.buffer if "-" in sources else None,
        text_column=text_column,
    )
    if json_dir is not None:
        failures = _write_json(items, json_dir, engine, processes or (os.cpu_count() or 1), min_score, force)
        raise typer.Exit(1 if failures else 0)
    with open_desk(ledger, engine=engine, force=force) as desk, _progress(json) as tick:
        intake = desk.take_in(items, min_score=min_score, processes=processes or (os.cpu_count() or 1), done=tick)
    for failure in intake.failures:
        warn(f"failed: {failure.error}")
    for name, why in intake.skipped:
        warn(f"skipped: {name}: {why}")
    for line in intake.warnings:
        warn(f"warning: {line}")
    if json:
        print_json(_summary(intake, ledger))
    else:
        _closing_table(intake, ledger)
    if not intake.reports and not intake.failures:
        raise InputError(", ".join(sources), "no report found", "name text, HTML or Markdown files, a folder or a URL")
    raise typer.Exit(1 if intake.failures else 0)


def _progress(quiet: bool) -> Any:
    if quiet or not err.is_terminal:
        return nullcontext(lambda name: None)
    return _Bar()


class _Bar:
    """A progress bar on standard error; the total is not known ahead, so it counts what is done."""

    def __enter__(self) -> Callable[[str], None]:
        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=err,
            transient=True,
        )
        self._bar.start()
        task = self._bar.add_task("", total=None)
        return lambda name: self._bar.update(task, advance=1, description=name[-40:])

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _summary(intake: Intake, ledger: str) -> dict[str, Any]:
    return {
        "ledger": ledger,
        "reports": intake.reports,
        "new_reports": intake.new_reports,
        "claims": intake.claims,
        "new_claims": intake.new_claims,
        "places": {"resolved": intake.places_known, "not_known": intake.places_unknown},
        "links": dict(intake.links),
        "merged_actors": intake.merged,
        "failures": [{"item": f.item, "error": str(f.error)} for f in intake.failures],
        "skipped": [{"item": name, "why": why} for name, why in intake.skipped],
    }


def _closing_table(intake: Intake, ledger: str) -> None:
    links = ", ".join(f"{count} {kind}" for kind, count in intake.links.items()) or "none"
    known_before = intake.reports - intake.new_reports
    rows = [
        ("reports", f"{intake.reports}" + (f" ({known_before} already in the ledger)" if known_before else "")),
        ("claims", f"{intake.new_claims} new"),
        ("places", f"{intake.places_known} resolved, {intake.places_unknown} not known"),
        ("links", links),
        ("failures", f"{len(intake.failures)}"),
    ]
    if intake.merged:
        rows.insert(3, ("actors", f"{intake.merged} merged by rule (`fogline review --merges` shows them)"))
    if intake.skipped:
        rows.append(("skipped", f"{len(intake.skipped)} (named above)"))
    say(f"Read into {ledger}")
    table(("", ""), rows, wide=(1,))
    out.print()


def _write_json(
    items: Any, folder: Path, engine: str, processes: int, min_score: float | None, force: bool
) -> list[Failure]:
    from fogline.desk import read_files
    from fogline.reports import Failure

    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    count = 0
    for item in read_files(items, engine=engine, processes=processes, min_score=min_score, force=force):
        if isinstance(item, Failure):
            warn(f"failed: {item.error}")
            failures.append(item)
            continue
        name, records = item
        stem = re.sub(r"[^\w.-]+", "-", name).strip("-") or "report"
        (folder / f"{stem}.json").write_text(records, encoding="utf-8")
        count += 1
    warn(f"wrote {count} files to {folder}")
    return failures
