"""What commands print: JSON values, tables that fit 80 columns, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], wide: Sequence[int] = (), one_line: bool = False) -> None:
    """A plain table; columns in `wide` take the room that is left, and are cut at the edge with `one_line`."""
    grid = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="bold", pad_edge=False)
    for number, header in enumerate(headers):
        grid.add_column(
            header,
            ratio=1 if number in wide else None,
            no_wrap=one_line or number not in wide,
            overflow="ellipsis" if one_line else "fold",
        )
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    out.print(grid)


def say(text: str = "") -> None:
    """A line of plain text: words from reports are never taken for markup."""
    out.print(Text(text))


def warn(text: str) -> None:
    """A line on standard error."""
    err.print(Text(text))


def short(id_: str) -> str:
    """The first ten characters of an id: enough to name it to `fogline show`."""
    return id_[:10]
