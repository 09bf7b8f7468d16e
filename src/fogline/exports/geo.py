"""Claims on the map: GeoJSON and KML. One feature for each place of a claim; an area is never a pin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from fogline.claims import PlaceRef, Weighed
from fogline.exports.table import ExportInput, geometry, plain_values, row

_KML = "http://www.opengis.net/kml/2.2"


def geojson(given: ExportInput) -> str:
    """A FeatureCollection (RFC 7946); what is not located has a null geometry, so that no claim is missing."""
    features = [_feature(w, n, ref, given) for w, n, ref in _each_place(given)]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"


def _each_place(given: ExportInput) -> Iterator[tuple[Weighed, int, PlaceRef | None]]:
    for w in given.ordered:
        if not w.entry.places:
            yield w, 0, None
        for n, ref in enumerate(w.entry.places):
            yield w, n, ref


def _feature(w: Weighed, n: int, ref: PlaceRef | None, given: ExportInput) -> dict[str, Any]:
    values = plain_values(row(w, given))
    for whole in ("lat", "lon", "where_prec", "geo_precision"):
        values.pop(whole)
    if ref is not None:
        place = ref.place
        values |= {
            "place": place.name if place else None,
            "place_id": place.id if place else None,
            "place_text": ref.text,
            "place_role": str(ref.role) if ref.role else None,
            "place_level": str(place.level) if place else None,
            "place_score": round(ref.score, 3),
            "relation": ref.relation,
            "radius_km": place.radius_km if place else None,
            "where_prec": ref.where_prec,
            "geo_precision": ref.geo_precision,
        }
    return {
        "type": "Feature",
        "id": f"{w.entry.id}/{n}",
        "geometry": geometry(ref, given.shapes) if ref else None,
        "properties": values,
    }


def kml(given: ExportInput) -> str:
    """A KML 2.2 document: a placemark for each place of a claim, with its time span; two folders, located and not."""
    Xml.register_namespace("", _KML)
    root = Xml.Element(f"{{{_KML}}}kml")
    document = _add(root, "Document")
    _add(document, "name", "Fogline claims")
    folders = {where: _add(document, "Folder") for where in ("located", "not located")}
    for where, folder in folders.items():
        _add(folder, "name", where)
    for w, n, ref in _each_place(given):
        found = geometry(ref, given.shapes) if ref else None
        _placemark(folders["located" if found else "not located"], w, n, ref, found, given)
    Xml.indent(root, " ")
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _placemark(
    folder: Xml.Element, w: Weighed, n: int, ref: PlaceRef | None, found: Mapping[str, Any] | None, given: ExportInput
) -> None:
    values = plain_values(row(w, given))
    mark = _add(folder, "Placemark")
    mark.set("id", f"claim-{w.entry.id}-{n}")
    _add(mark, "name", values["words"])
    chain = " > ".join(values["sources"]) or f"{values['publisher'] or values['report']} (own word)"
    _add(mark, "description", clean(f"{values['evidence'] or ''}\n{chain}, {values['published'] or 'undated'}"))
    if values["valid_from"] or values["valid_to"]:
        span = _add(mark, "TimeSpan")
        for tag, key in (("begin", "valid_from"), ("end", "valid_to")):
            if values[key]:
                _add(span, tag, values[key])
    data = _add(mark, "ExtendedData")
    shown = {k: values[k] for k in ("claim_id", "type", "certainty", "polarity", "mood", "origin", "report_id", "url")}
    shown |= {"place": ref.place.name if ref and ref.place else (ref.text if ref else None)}
    shown |= {"where_prec": ref.where_prec if ref else None}
    for name, value in shown.items():
        if value is not None:
            item = _add(data, "Data")
            item.set("name", name)
            _add(item, "value", clean(str(value)))
    if found:
        _geometry(mark, found)


def _geometry(parent: Xml.Element, found: Mapping[str, Any]) -> None:
    coordinates = found.get("coordinates", ())
    match found["type"]:
        case "Point":
            _add(_add(parent, "Point"), "coordinates", _spots([coordinates]))
        case "LineString":
            _add(_add(parent, "LineString"), "coordinates", _spots(coordinates))
        case "Polygon":
            polygon = _add(parent, "Polygon")
            for n, ring in enumerate(coordinates):
                boundary = _add(polygon, "innerBoundaryIs" if n else "outerBoundaryIs")
                _add(_add(boundary, "LinearRing"), "coordinates", _spots(ring))
        case kind if kind.startswith("Multi"):
            several = _add(parent, "MultiGeometry")
            for part in coordinates:
                _geometry(several, {"type": kind.removeprefix("Multi"), "coordinates": part})
        case "GeometryCollection":
            several = _add(parent, "MultiGeometry")
            for part in found.get("geometries", ()):
                _geometry(several, part)


def _spots(points: Sequence[Sequence[float]]) -> str:
    return " ".join(f"{lon:g},{lat:g}" if isinstance(lon, int) else f"{lon},{lat}" for lon, lat, *_ in points)


def _add(parent: Xml.Element, tag: str, words: str | None = None) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{_KML}}}{tag}")
    child.text = clean(words) if words is not None else None
    return child


def clean(words: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in words if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
