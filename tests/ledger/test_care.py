"""Backup, restore, moving between stores, schema versions: a ledger arrives whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect

import fogline.ledger
from fogline.errors import LedgerError
from fogline.ledger import ClaimQuery, Ledger, migrate, new_review, schema
from fogline.ledger.store import Store

from .test_records import derived, filled
from .world import made


def same(left: Ledger, right: Ledger) -> None:
    assert left.head() == right.head()
    assert left.claims() == right.claims()
    assert left.weighed() == right.weighed()
    assert left.standing() == right.standing()
    assert left.reviews() == right.reviews()
    for query in (ClaimQuery(text="tell hamra"), ClaimQuery(text="captured"), ClaimQuery(box=(39, 29, 41, 31))):
        assert left.claims(query) == right.claims(query)
    assert [left.report(h.id) for h in left.reports()] == [right.report(h.id) for h in right.reports()]


def test_a_backup_is_the_ledger_and_can_be_put_back(place: str, make: Callable[[], str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with fogline.ledger.open(place) as ledger:
        filled(ledger)
        ledger.redact(made(2, 3)[0].id, "take-down")
        ledger.backup(copy)
        with pytest.raises(LedgerError, match="already"):
            ledger.backup(copy)
        assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db"]
        with fogline.ledger.open(copy, read_only=True) as backup:
            same(ledger, backup)
        back = make()
        fogline.ledger.restore(copy, back)
        with fogline.ledger.open(back) as restored:
            same(ledger, restored)
            assert restored.verify().ok
            restored.add([made(90)])
            assert restored.verify(ledger.head()).ok
        with pytest.raises(LedgerError, match="records already"):
            fogline.ledger.restore(copy, back)
    with pytest.raises(LedgerError, match="no such backup"):
        fogline.ledger.restore(tmp_path / "none.db", make())


@pytest.mark.postgres
def test_a_ledger_moves_both_ways_with_ids_intact(
    made_sqlite: Callable[[], str], made_postgres: Callable[[], str]
) -> None:
    first, server, last = made_sqlite(), made_postgres(), made_sqlite()
    with fogline.ledger.open(first) as ledger:
        filled(ledger)
    fogline.ledger.move(first, server)
    fogline.ledger.move(server, last)
    with fogline.ledger.open(first) as one, fogline.ledger.open(server) as two, fogline.ledger.open(last) as three:
        same(one, two)
        same(one, three)
        for ledger in (one, two, three):  # and goes on alike
            ledger.add([made(77)])
        assert [c.id for c in one.claims()] == [c.id for c in two.claims()] == [c.id for c in three.claims()]
    assert derived(first)["entry"] == derived(last)["entry"]


def test_a_backup_during_writing_is_of_one_moment(place: str, tmp_path: Path) -> None:
    stop, failed = threading.Event(), []

    def write() -> None:
        n = 0
        with fogline.ledger.open(place) as other:
            while not stop.is_set():
                other.add([made(n, 2)])
                n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with fogline.ledger.open(place) as ledger:
            while ledger.counts().reports < 3:
                pass
            for n in range(2):
                with fogline.ledger.open(ledger.backup(tmp_path / f"{n}.db"), read_only=True) as copy:
                    verdict, counts = copy.verify(), copy.counts()
                    if not verdict.ok or counts.claims != 2 * counts.reports:
                        failed.append((verdict, counts))
    finally:
        stop.set()
        writer.join()
    assert failed == []


# Schema versions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("released", migrate.RELEASED)
def test_every_released_schema_is_brought_up_to_date(tmp_path: Path, released: str) -> None:
    """Made with the migrations up to a release, then opened: the tables are those that this version expects."""
    path = tmp_path / "old.db"
    store = Store(path)
    store.change(lambda conn: migrate.upgrade(conn, released))
    store.close()
    with fogline.ledger.open(path) as ledger:
        ledger.add([made(1)])
        assert ledger.verify().ok


def test_the_tables_are_those_of_the_schema(place: str) -> None:
    store = Store(place)
    with store.engine.connect() as conn:
        found = inspect(conn)
        for table in schema.metadata.sorted_tables:
            columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
            columns.pop("spot", None)
            assert columns == {c.name: bool(c.nullable) for c in table.columns}, table.name
            indexes = {i["name"] for i in found.get_indexes(table.name)}
            assert {i.name for i in table.indexes} <= indexes, table.name
    store.close()


def test_a_newer_schema_is_refused_with_advice(place: str) -> None:
    store = Store(place)
    store.change(lambda conn: conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(LedgerError, match=r"newer Fogline \(schema 9999.*upgrade Fogline"):
        fogline.ledger.open(place)


def test_going_back_is_refused(place: str) -> None:
    store = Store(place)
    with pytest.raises(LedgerError, match="restore a backup"):
        store.change(lambda conn: migrate.downgrade(conn, "base"))
    store.close()
    with fogline.ledger.open(place) as ledger:
        assert ledger.verify().ok


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("these are notes, not a database, and long enough to look like one" * 20)
    with pytest.raises(LedgerError, match="no ledger"):
        fogline.ledger.open(text)
    other = tmp_path / "other.db"
    conn = sqlite3.connect(other)
    conn.execute("CREATE TABLE somebody_elses (x)")
    conn.commit()
    conn.close()
    with pytest.raises(LedgerError, match="no ledger"):
        fogline.ledger.open(other)
    for path, options in ((tmp_path / "none.db", {"create": False}), (tmp_path / "no/such/folder.db", {})):
        with pytest.raises(LedgerError):
            fogline.ledger.open(path, **options)


def test_a_read_only_file_answers_and_refuses_to_be_written(tmp_path: Path, made_sqlite: Callable[[], str]) -> None:
    place = made_sqlite()
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(1)])
    with fogline.ledger.open(place, read_only=True) as ledger:
        assert len(ledger.claims()) == 4
        with pytest.raises(LedgerError, match="reading only"):
            ledger.add([made(2)])
        with pytest.raises(LedgerError, match="reading only"):
            ledger.review(new_review(ledger.claims()[0].id, "accept", by="Ana"))


def test_a_file_without_write_permission(tmp_path: Path, made_sqlite: Callable[[], str]) -> None:
    """In a process that has no privileges: root may write anything."""
    folder = tmp_path / "shut"
    folder.mkdir()
    path = folder / "ledger.db"
    with fogline.ledger.open(path) as ledger:
        ledger.add([made(1)])
    path.chmod(0o444)
    folder.chmod(0o555)
    for up in (tmp_path, *tmp_path.parents):
        if up.stat().st_uid == os.getuid() and up != Path("/") and not up.stat().st_mode & 0o001:
            up.chmod(up.stat().st_mode | 0o011)
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            with fogline.ledger.open(path) as shut:
                fine = len(shut.claims()) == 4
                try:
                    shut.add([made(2)])
                except LedgerError as error:
                    fine = fine and "reading only" in str(error)
            os._exit(0 if fine else 1)
        except BaseException:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    folder.chmod(0o755)
    assert os.waitstatus_to_exitcode(status) == 0
