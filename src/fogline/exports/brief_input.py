"""What goes into a brief: answers, claims, reports, shapes. The desk fills it; the brief only chooses and draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fogline.claims import Report, Weighed
from fogline.picture import Change, Holding


@dataclass(frozen=True, slots=True)
class Zone:
    """A claimed zone around a place: its radius in km, and the claim that gives it."""

    place: str
    lat: float
    lon: float
    radius_km: float
    claim: str


@dataclass(frozen=True, slots=True)
class BriefInput:
    """Everything that a brief says, from the ledger and the picture.

    `holdings` are the answers for each place of the table, the place asked about first. `weighed` are the claims of the
    period about those places, with their origins and links; `others` the claims at the far ends of links that
    `weighed` lacks. `reports` gives the report (with text) of every claim, by id. `changes` says for a place id
    how its answer changed. `shapes` are GeoJSON geometries by place id, `borders` those of the countries in sight,
    drawn from `viewpoint`. `grades` is by place id what the weighing says of its holder, in words, marked "by rule".
    """

    subject: str
    on: date
    policy: str
    holdings: tuple[Holding, ...]
    weighed: tuple[Weighed, ...]
    reports: Mapping[str, Report]
    others: tuple[Weighed, ...] = ()
    since: date | None = None
    until: date | None = None
    as_known_on: date | None = None
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    borders: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    viewpoint: str = "Natural Earth, de facto"
    theatre: bool = False
    made_with: str = ""
