"""The shipped weights, loaded once for all tests of the reader."""

from __future__ import annotations

import pytest

from fogline.reader.network import Networks
from fogline.reader.ranker import Ranker


@pytest.fixture(scope="session")
def ranker() -> Ranker:
    shipped = Networks().ranker
    assert shipped is not None
    return shipped
