"""Ledgers as released versions wrote them are brought up to date, and say what they said then."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

import fogline.ledger
from fogline.errors import LedgerError
from fogline.ledger import ClaimQuery, Ledger, migrate
from fogline.ledger.store import Store

from .world import made

RELEASED = Path(__file__).parent / "released"
#: Columns that SQLite keeps as 0 and 1.
FLAGS = {"amends", "approximate", "found", "held", "weighed"}


def kept(version: str, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A ledger that the version wrote, with every kind of record in it, and what the version answered."""
    path = tmp_path / f"r{version}.db"
    path.write_bytes(gzip.decompress((RELEASED / f"r{version}.db.gz").read_bytes()))
    return path, json.loads((RELEASED / f"r{version}.json").read_text(encoding="utf-8"))


def answers(ledger: Ledger) -> dict[str, Any]:
    return {
        "head": ledger.head().as_json(),
        "claims": [
            [c.id, str(c.claim.type), c.reviewed, c.report.name, [p.place.id for p in c.places if p.place]]
            for c in ledger.claims()
        ],
        "standing": [[s.place, s.effect, s.party, str(s.day), str(s.known), s.claim] for s in ledger.standing()],
        "search": [c.id for c in ledger.claims(ClaimQuery(text="tell hamra"))],
        "links": [link.id for link in ledger.links()],
    }


def goes_on(ledger: Ledger, said: dict[str, Any]) -> None:
    assert answers(ledger) == said
    assert ledger.verify(said["head"]).ok
    named = ledger.reports_named("r1")
    ledger.add([made(60)])
    ledger.rebuild_projections()
    assert ledger.verify(said["head"]).ok
    assert ledger.reports_named("r1") == named
    assert len(named) == 1


@pytest.mark.parametrize("version", migrate.RELEASED[:-1])
def test_a_ledger_of_a_released_version_is_brought_up_to_date(version: str, tmp_path: Path) -> None:
    path, said = kept(version, tmp_path)
    with pytest.raises(LedgerError, match="open it once for writing"):
        fogline.ledger.open(path, read_only=True)
    with fogline.ledger.open(path) as ledger:
        goes_on(ledger, said)


@pytest.mark.postgres
@pytest.mark.parametrize("version", migrate.RELEASED[:-1])
def test_a_database_of_a_released_version_is_brought_up_to_date(
    version: str, tmp_path: Path, server: tuple[str, str]
) -> None:
    """The same rows in a database with the tables of that version; search words as that version kept them."""
    path, said = kept(version, tmp_path)
    url = f"{server[1].rsplit('/', 1)[0]}/released_{version}"
    with psycopg.connect(server[1], autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE released_{version}")
    store = Store(url)
    store.change(lambda conn: migrate.upgrade(conn, version))
    store.close()
    with sqlite3.connect(path) as file, psycopg.connect(url) as server_side:
        carry(file, server_side)
    with fogline.ledger.open(url) as ledger:
        search = said.pop("search")
        assert {k: v for k, v in answers(ledger).items() if k != "search"} == said
        assert ledger.verify(said["head"]).ok
        ledger.rebuild_projections()
        goes_on(ledger, {**said, "search": search})


def carry(file: sqlite3.Connection, server_side: psycopg.Connection[Any]) -> None:
    """All tables but the search words, which each store keeps in its own way: a rebuild makes them."""
    tables = [row[0] for row in server_side.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    ours = {row[0] for row in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table in sorted(set(tables) & ours - {"alembic_version", "claim_words", "report_words"}):
        found = file.execute(f"SELECT * FROM {table}")
        columns = [c[0] for c in found.description]
        names = ", ".join(f'"{c}"' for c in columns)
        with server_side.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in found:
                copy.write_row([bool(v) if c in FLAGS else v for c, v in zip(columns, row, strict=True)])


def test_every_released_version_is_kept(make: Callable[[], str]) -> None:
    assert sorted(p.name for p in RELEASED.glob("*.db.gz")) == [f"r{v}.db.gz" for v in migrate.RELEASED[:-1]]
