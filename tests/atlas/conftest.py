"""One atlas for all tests of the room: opening is cheap, filling its caches is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import fogline.atlas as atlas
from fogline.claims import Argument, Claim, ClaimType, PlaceRef, Report, Role, Span


@pytest.fixture(scope="session")
def opened() -> atlas.Atlas:
    """The atlas over the shipped packs alone."""
    return atlas.open(["syria-iraq-2017"])


@pytest.fixture(scope="session")
def placed(opened: atlas.Atlas) -> Callable[..., PlaceRef]:
    """Resolve one place argument, given as words of a text, as a claim of a reader would have it."""

    def resolve(text: str, words: str, *, theatre: str | None = None, entity: str | None = None) -> PlaceRef:
        report = Report(text=text, name="test", theatre=theatre)
        start = text.index(words)
        argument = Argument(Role.PLACE, words, start, start + len(words), entity or words)
        claim = Claim(report.id, Span(0, 1), text[:1], ClaimType.PRESENT, (argument,))
        return opened.resolve(report, [claim])[0].places[0]

    return resolve
