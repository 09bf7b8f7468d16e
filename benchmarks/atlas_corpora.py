"""Readers of the geoparsing corpora beside the project, for the benchmark and for fitting; nothing of them ships."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fogline.claims import Report, Span


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold mention with its coordinates; None where the corpus gives none."""

    span: Span
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Document:
    report: Report
    toponyms: tuple[Toponym, ...]


def lgl(path: Path) -> Iterator[Document]:
    """The Local-Global Lexicon (Lieberman et al. 2010)."""
    for article in ET.parse(path).getroot():
        text = article.findtext("text") or ""
        found = []
        for item in article.iter("toponym"):
            start, end = int(item.findtext("start") or 0), int(item.findtext("end") or 0)
            lat, lon = item.findtext("gaztag/lat"), item.findtext("gaztag/lon")
            if lat is not None and lon is not None:
                found.append(Toponym(Span(start, end), float(lat), float(lon)))
            else:
                found.append(Toponym(Span(start, end), None, None))
        yield Document(Report(text=text, name=str(article.get("docid")), title=article.findtext("title")), tuple(found))


def geovirus(path: Path) -> Iterator[Document]:
    """GeoVirus (Gritta et al. 2018)."""
    for number, article in enumerate(ET.parse(path).getroot()):
        text = article.findtext("text") or ""
        found = []
        for item in article.iter("location"):
            name, start, end = (
                item.findtext("name") or "",
                int(item.findtext("start") or 0),
                int(item.findtext("end") or 0),
            )
            if text[start:end] != name:
                for shift in (-1, 1, -2, 2):
                    if text[start + shift : end + shift] == name:
                        start, end = start + shift, end + shift
                        break
            found.append(Toponym(Span(start, end), float(item.findtext("lat") or 0), float(item.findtext("lon") or 0)))
        yield Document(Report(text=text, name=f"geovirus-{number}"), tuple(found))


def wotr(folder: Path) -> Iterator[Document]:
    """War of the Rebellion toponyms (DeLozier et al. 2016): words come one by one and are joined by spaces."""
    for path in sorted(folder.glob("*.xml")):
        text, found = "", []
        for word in ET.parse(path).getroot().iter():
            if word.tag == "w":
                text += (word.get("tok") or "") + " "
            elif word.tag == "toponym":
                term = word.get("term") or ""
                chosen = next((c for c in word.iter("cand") if c.get("selected") == "yes"), None)
                span = Span(len(text), len(text) + len(term))
                if chosen is not None:
                    found.append(Toponym(span, float(chosen.get("lat") or 0), float(chosen.get("long") or 0)))
                else:
                    found.append(Toponym(span, None, None))
                text += term + " "
        yield Document(Report(text=text, name=path.stem), tuple(found))


def airwars(path: Path) -> Iterator[dict[str, str]]:
    """Airwars' incidents in Syria: place strings with coordinates. For evaluation only; never shipped."""
    with path.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)
