"""The formats by name, and their writing to a file or a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from fogline.errors import InputError, QuestionError
from fogline.exports import acled, annotation, corpus, geo, statements, tabular
from fogline.exports.table import ExportInput

#: Every format but `corpus`, which is a folder: its name and what makes it.
FORMATS: Mapping[str, Callable[[ExportInput], str | bytes]] = {
    "geojson": geo.geojson,
    "csv": tabular.csv_text,
    "parquet": tabular.parquet_bytes,
    "acled": acled.acled,
    "webannotation": annotation.web_annotations,
    "kml": geo.kml,
    "ftm": statements.ftm,
}
NAMES = (*FORMATS, "corpus")


def export(format: str, given: ExportInput, where: Path) -> int:
    """Write claims in a format; how many claims (`acled`: events, `corpus`: reviewed claims) went into it.

    `where` is a file, for `corpus` a folder. Raises QuestionError for a format that does not exist and InputError for
    a place that cannot be written to.
    """
    if format not in NAMES:
        raise QuestionError(f"no format {format!r}; the formats are {', '.join(sorted(NAMES))}")
    try:
        if format == "corpus":
            files = corpus.corpus(given)
            for name, text in files.items():
                path = where / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8", "surrogatepass"))
            return sum(
                w.entry.reviewed not in (None, "rejected") for w in given.weighed if w.entry.report.id in given.reports
            )
        made = FORMATS[format](given)
        where.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8", "replace"))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(str(where), f"cannot be written ({reason})", "choose another place") from None
    return acled.events(given) if format == "acled" else len(given.weighed)
