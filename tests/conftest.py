"""What all tests share: the folder of real reports and corpora, where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure; and CI judges a change by the same examples each time, while local runs go on exploring.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` beside the project; tests that use it are skipped visibly where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: real reports and corpora are kept outside the project")
    return folder


EXAMPLE = ROOT / "examples" / "al-tanf-2017"


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the bundled example, read once for all tests; tests that write work on a copy."""
    from fogline import open as open_desk

    path = tmp_path_factory.mktemp("example") / "example.db"
    with open_desk(path) as desk:
        intake = desk.read(str(EXAMPLE))
    assert not intake.failures
    return path


@pytest.fixture
def own_ledger(example_ledger: Path, tmp_path: Path) -> Path:
    """A copy of the example's ledger that a test may write to."""
    from fogline import ledger

    target = tmp_path / "own.db"
    with ledger.open(example_ledger, create=False) as source:
        source.backup(target)
    return target
