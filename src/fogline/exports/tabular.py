"""Claims as CSV and Parquet, one row a claim."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from fogline.exports.table import COLUMNS, ExportInput, row

#: Spreadsheets run cells that begin so as formulas; such text gets an apostrophe in front, as they themselves do.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WHOLE = frozenset({"evidence_start", "evidence_end", "trigger_start", "trigger_end", "where_prec", "geo_precision"})
_LISTS = frozenset(
    {
        "sources", "actors", "actor_ids", "actor_codes", "actor_sectors", "sides", "targets", "target_codes", "places",
        "place_ids",
    }
)  # fmt: skip
_DAYS = frozenset({"valid_from", "valid_to", "published"})
_NUMBERS = frozenset({"lat", "lon", "score"})
_FLAGS = frozenset({"relay", "approximate"})


def csv_text(given: ExportInput) -> str:
    """The rows under a header line; lists joined by " | ", no text that a spreadsheet would run."""
    return write_csv(COLUMNS, (row(w, given) for w in given.ordered))


def write_csv(columns: tuple[str, ...], rows: Any) -> str:
    """CSV with CRLF line ends, as RFC 4180 has it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for values in rows:
        writer.writerow([cell(values[column]) for column in columns])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    words = " | ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return f"'{words}" if words.startswith(_FORMULA) else words


def parquet_bytes(given: ExportInput) -> bytes:
    """The rows as Parquet: days are days, lists are lists."""
    import pyarrow  # 60 ms to import, needed for Parquet alone
    from pyarrow import parquet

    def kind(column: str) -> Any:
        if column in _LISTS:
            return pyarrow.list_(pyarrow.string())
        if column in _WHOLE:
            return pyarrow.int32()
        if column in _DAYS:
            return pyarrow.date32()
        if column in _NUMBERS:
            return pyarrow.float64()
        return pyarrow.bool_() if column in _FLAGS else pyarrow.string()

    schema = pyarrow.schema([(column, kind(column)) for column in COLUMNS])
    table = pyarrow.Table.from_pylist([row(w, given) for w in given.ordered], schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()
