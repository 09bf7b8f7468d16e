"""Care of the ledger: what needs no atlas and no reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fogline import ledger as store
from fogline.errors import InputError


def verify(
    where: str, *, against: Path | None = None, export: Path | None = None, rebuild: bool = False
) -> dict[str, Any]:
    """Recompute ids, hashes and chain; `against` is an earlier head file, `export` where to write the present one.

    `rebuild` first replays the derived tables from the records.
    """
    head = None
    if against is not None:
        try:
            head = json.loads(against.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            step = "write one with `fogline verify --export FILE`"
            raise InputError(str(against), f"not a chain head ({error})", step) from None
    with store.open(where, create=False) as ledger:
        if rebuild:
            ledger.rebuild_projections()
        verdict = ledger.verify(against=head)
        if export is not None:
            export.write_text(json.dumps(ledger.head().as_json(), indent=1) + "\n", encoding="utf-8")
    return {
        "ok": verdict.ok,
        "records": verdict.records,
        "head": verdict.head.as_json(),
        "problem": verdict.problem,
        "redacted": verdict.redacted,
        "sentence": verdict.sentence,
    }


def backup(where: str, file: Path) -> str:
    """Copy the ledger to a file while it is in use."""
    with store.open(where, create=False) as ledger:
        ledger.backup(file)
    return f"backed {where} up to {file}"


def restore(file: Path, where: str) -> str:
    """Make a ledger from a backup."""
    store.restore(file, where)
    return f"restored {file} to {where}"


def move(source: str, target: str) -> str:
    """Copy every record to an empty ledger, either store to either store."""
    store.move(source, target)
    return f"moved {source} to {target}; its chain verifies there too"
