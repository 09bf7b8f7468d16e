"""What commands print: JSON values, tables that fit 80 columns, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], wide: Sequence[int] = (), one_line: bool = False
) -> None:
    """A plain table no wider than the terminal (80 columns where piped).

    Columns take the room they need; those in `wide` share what is left, and are folded there, or cut with `one_line`.
    """
    lines = [[_one_line(cell) for cell in row] for row in rows]
    if not lines:
        return
    need = [max(cell_len(row[i]) for row in [list(headers), *lines]) for i in range(len(headers))]
    left = out.width - sum(n + 2 for i, n in enumerate(need) if i not in wide)
    for i in wide:
        need[i] = min(need[i], max(12, (left - 2 * (len(wide) - 1)) // len(wide)))
    if any(headers):
        out.print(
            Text("  ".join(set_cell_size(h, n) for h, n in zip(headers, need, strict=True)).rstrip(), style="bold")
        )
    for row in lines:
        cells = [
            [_cut(c, n)] if one_line or i not in wide else _folded(c, n)
            for i, (c, n) in enumerate(zip(row, need, strict=True))
        ]
        for k in range(max(map(len, cells))):
            parts = (set_cell_size(c[k] if k < len(c) else "", n) for c, n in zip(cells, need, strict=True))
            out.print(Text("  ".join(parts).rstrip()), soft_wrap=True)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _cut(cell: str, width: int) -> str:
    return cell if cell_len(cell) <= width else set_cell_size(cell, width - 1).rstrip() + "…"


def _folded(cell: str, width: int) -> list[str]:
    return [line.plain.rstrip() for line in Text(cell).wrap(out, width)] or [""]


def say(text: str = "") -> None:
    """A line of plain text: words from reports are never taken for markup."""
    out.print(Text(text))


def warn(text: str) -> None:
    """A line on standard error."""
    err.print(Text(text))


def short(id_: str) -> str:
    """The first ten characters of an id: enough to name it to `fogline show`."""
    return id_[:10]
