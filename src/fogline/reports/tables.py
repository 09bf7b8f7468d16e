"""Tables with one report a row: JSONL, JSON lists, CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fogline.claims import PublishedBy, Report
from fogline.errors import InputError
from fogline.reports.assemble import make_report
from fogline.reports.days import Order, slash_order
from fogline.reports.decoding import MAX_TEXT, check_length, decode
from fogline.reports.metadata import FIELD_NAMES, from_mapping, merge

#: Columns that hold the text, the likeliest first; compared in lower case, `_` and `-` as spaces.
TEXT_COLUMNS = (
    "text",
    "article content",
    "content",
    "body",
    "article",
    "full text",
    "fulltext",
    "article text",
    "article body",
    "report",
    "story",
    "message",
    "raw text",
    "summary",
    "description",
    "notes",
)
#: Rows looked at to tell whether `10/7/2016` has the day or the month first.
SAMPLE_ROWS = 1_000
MAX_ROW = 4 * MAX_TEXT

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read; the others can."""

    item: str
    error: InputError


def jsonl_rows(stream: BinaryIO, item: str) -> Iterator[Row | BadRow]:
    """One JSON object a line; a broken line is a bad row, blank lines are nothing."""
    number = 0
    while line := stream.readline(MAX_ROW + 1):
        number += 1
        where = f"{item}:{number}"
        if len(line) > MAX_ROW:
            yield BadRow(where, InputError(where, f"a row of more than {MAX_ROW // 10**6} MB", "split it"))
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_ROW)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            problem = f"broken JSON ({error.msg})" if isinstance(error, json.JSONDecodeError) else "not UTF-8 JSON"
            yield BadRow(where, InputError(where, problem, "mend the line, or take it out"))
            continue
        if not isinstance(row, dict):
            yield BadRow(where, InputError(where, "not a JSON object", "give one object a line"))
            continue
        yield row


def json_rows(raw: bytes, item: str) -> Iterator[Row | BadRow]:
    """A JSON list of objects."""
    try:
        values = json.loads(raw)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(item, f"broken JSON at {where}", "mend it; a table is a list of objects") from None
    except (UnicodeDecodeError, RecursionError):
        raise InputError(item, "not readable as JSON", "give UTF-8 JSON, a list of objects") from None
    if isinstance(values, dict):
        values = [values]
    if not isinstance(values, list):
        raise InputError(item, "not a table", "give a JSON list of objects, one a report")
    for number, row in enumerate(values, start=1):
        where = f"{item}:{number}"
        yield row if isinstance(row, dict) else BadRow(where, InputError(where, "not a JSON object", "mend it"))


def csv_rows(raw: bytes, item: str) -> Iterator[Row | BadRow]:
    """Comma-, semicolon- or tab-separated rows under a header line."""
    text = raw.decode("utf-8-sig") if _is_utf8(raw) else decode(raw, item).text
    header = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(",;\t", key=header.count)
    csv.field_size_limit(MAX_ROW)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not reader.fieldnames:
        raise InputError(item, "the table is empty", "give a header line and rows")
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{item}:{reader.line_num}"
            yield BadRow(where, InputError(where, f"broken row ({error})", "mend the row, or take it out"))
            continue
        if None in row:
            where = f"{item}:{reader.line_num}"
            problem = f"more fields than the header's {len(reader.fieldnames)}"
            yield BadRow(where, InputError(where, problem, "put quotes round text that holds the delimiter"))
            continue
        yield {key: value for key, value in row.items() if value is not None}


def parquet_rows(path: Path, item: str) -> Iterator[Row | BadRow]:
    """Rows of a Parquet file, read in batches."""
    import pyarrow  # 60 ms to import, needed for Parquet alone
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(path)
        for batch in table.iter_batches(batch_size=256):
            yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(item, f"not a readable Parquet file ({reason})", "write it again") from None


def read_rows(
    rows: Iterable[Row | BadRow], item: str, stem: str, text_column: str | None, media_type: str
) -> Iterator[Report | BadRow]:
    """A report for each row; InputError where the table has no column of text."""
    rows = iter(rows)
    sample = list(itertools.islice(rows, SAMPLE_ROWS))
    whole = [row for row in sample if not isinstance(row, BadRow)]
    if not whole:
        if not sample:
            raise InputError(item, "the table has no rows", "give a table with one report a row")
        yield from (row for row in sample if isinstance(row, BadRow))
        return
    column = find_text_column(whole, item, text_column)
    order = slash_order(
        str(value) for row in whole for key, value in row.items() if _plain(key) in FIELD_NAMES["published"]
    )
    for number, row in enumerate(itertools.chain(sample, rows), start=1):
        if isinstance(row, BadRow):
            yield row
            continue
        where = f"{item}:{number}"
        try:
            yield _row_report(row, column, f"{stem}-{number}", where, order, media_type)
        except InputError as error:
            yield BadRow(where, error)


def _row_report(row: Row, column: str, default: str, where: str, order: Order | None, media_type: str) -> Report:
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        raise InputError(where, f"no text in column {column!r}", "fill it, or take the row out")
    check_length(text, where)
    raw = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    meta = merge(from_mapping({k: v for k, v in row.items() if k != column}, PublishedBy.SIDECAR, order))
    given = next((str(row[k]) for k in row if _plain(k) in FIELD_NAMES["name"] and str(row[k]).strip()), None)
    name = f"{default.rsplit('-', 1)[0]}-{given}" if given and len(given) <= 80 else default
    return make_report(text, name, meta, raw=raw, media_type=media_type, extractor="table/1")


def find_text_column(rows: list[Row], item: str, given: str | None) -> str:
    """The column that holds the text: the one given, else one with a usual name and words in it."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")
    if given is not None:
        if given in columns:
            return given
        raise InputError(item, f"no column {given!r}; the columns are {shown}", "name one of them")
    for name in TEXT_COLUMNS:
        for column in columns:
            if _plain(column) == name and any(isinstance(row.get(column), str) and row[column].strip() for row in rows):
                return column
    raise InputError(
        item, f"no text column; the columns are {shown}", "name the one that holds the text: --text-column"
    )


def _plain(name: str) -> str:
    return str(name).lower().replace("_", " ").replace("-", " ").strip()


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
