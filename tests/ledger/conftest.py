"""One contract, two stores: every test that takes `place` or `ledger` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

import fogline.ledger
from fogline.ledger import Ledger

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "postgres-for-tests"


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, str]]:
    """Folder and URL of a private PostgreSQL; tests that need it are skipped with the reason where it cannot be had."""
    started = subprocess.run([SCRIPT, "start"], capture_output=True, text=True, timeout=120)
    if started.returncode:
        pytest.skip(started.stderr.strip() or "PostgreSQL for tests did not start")
    folder, url = started.stdout.split()
    yield folder, url
    subprocess.run([SCRIPT, "stop", folder], timeout=60)


@pytest.fixture(scope="session")
def made_postgres(server: tuple[str, str]) -> Callable[[], str]:
    """A function that gives the URL of a new database with an empty ledger in it.

    Made with PostGIS where that is installed, so that the migration is tried with it; then without, because its 20 MB
    would be copied for every test.
    """
    url, numbers = server[1], count()
    root = url.rsplit("/", 1)[0]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("CREATE DATABASE empty")
    fogline.ledger.open(f"{root}/empty").close()
    with psycopg.connect(f"{root}/empty", autocommit=True) as conn:
        conn.execute("DROP EXTENSION IF EXISTS postgis CASCADE")
        conn.execute("VACUUM FULL")

    def make() -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name} TEMPLATE empty")
        return f"{root}/{name}"

    return make


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """A function that gives the path of a new file with an empty ledger in it."""
    folder, numbers = tmp_path_factory.mktemp("ledgers"), count()
    empty = folder / "empty.db"
    fogline.ledger.open(empty).close()

    def make() -> str:
        path = folder / f"{next(numbers)}.db"
        shutil.copy(empty, path)
        return str(path)

    return make


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def make(request: pytest.FixtureRequest) -> Callable[[], str]:
    """A function that gives a new empty ledger's path or URL, in the store of this run."""
    made: Callable[[], str] = request.getfixturevalue(f"made_{request.param}")
    return made


@pytest.fixture
def place(make: Callable[[], str]) -> str:
    return make()


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with fogline.ledger.open(place) as opened:
        yield opened
