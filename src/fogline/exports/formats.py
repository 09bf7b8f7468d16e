"""The formats by name, and their writing to a file or a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fogline.claims import Geometry, Report, Weighed
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


Shape = Callable[[str], Mapping[str, Any] | None]


def export(
    format: str,
    where: Path,
    weighed: Sequence[Weighed],
    reports: Mapping[str, Report],
    shape: Shape = lambda place: None,
) -> int:
    """Write claims in a format; how many claims (`acled`: events, `corpus`: reviewed claims) went into it.

    `where` is a file, for `corpus` a folder. `reports` gives the texts by report id, `shape` the GeoJSON geometry of a
    line or an area by place id. Raises QuestionError for a format that does not exist, and InputError where `where`
    cannot be written to.
    """
    if format not in NAMES:
        raise QuestionError(f"no format {format!r}; the formats are {', '.join(sorted(NAMES))}")
    given = ExportInput(weighed, reports, _shapes(weighed, shape))
    try:
        if format == "corpus":
            return _folder(corpus.corpus(given), where, given)
        made = FORMATS[format](given)
        where.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8", "replace"))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(str(where), f"cannot be written ({reason})", "choose another place") from None
    return acled.events(given) if format == "acled" else len(weighed)


def _shapes(weighed: Sequence[Weighed], shape: Shape) -> dict[str, Mapping[str, Any]]:
    """The shapes of the lines and areas that the claims name; points need none."""
    wanted = {
        ref.place.id
        for w in weighed
        for ref in w.entry.places
        if ref.place is not None and ref.place.geometry is not Geometry.POINT
    }
    return {id_: found for id_ in sorted(wanted) if (found := shape(id_)) is not None}


def _folder(files: Mapping[str, str], where: Path, given: ExportInput) -> int:
    for name, text in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return sum(w.entry.reviewed not in (None, "rejected") and w.entry.report.id in given.reports for w in given.weighed)
