"""What goes wrong on real machines: the process dies, the disk fills, two write at once, a server goes, a bit flips."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import fogline.ledger
from fogline.errors import LedgerError
from fogline.ledger import Ledger

from .conftest import SCRIPT
from .world import made

REPORTS, PER_REPORT, BATCH = 60, 3, 5


def batches() -> list[list[int]]:
    return [list(range(n, n + BATCH)) for n in range(0, REPORTS, BATCH)]


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Run `work` in a process of its own that can be killed; its id and a pipe that it may write to."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        code = 2
        try:
            os.close(out)
            work(into)
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    return child, out


def write_all(place: str, acknowledge: int, order: list[list[int]]) -> None:
    """Add every batch, and say which are on the disk."""
    with fogline.ledger.open(place) as ledger:
        made_ones = ([made(n, PER_REPORT) for n in batch] for batch in order)
        for batch, _ in zip(order, ledger.add_all(made_ones), strict=True):
            os.write(acknowledge, bytes(batch))


def killed_writer(place: str, moments: int) -> None:
    rng = random.Random(5)
    acknowledged: set[int] = set()
    for moment in range(moments):
        order = batches()
        rng.shuffle(order)
        child, out = forked(lambda into, order=order: write_all(place, into, order))  # type: ignore[misc]
        if moment % 2:  # half of them while it starts, half once it is well under way
            select.select([out], [], [], 30)
        time.sleep(rng.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged |= set(os.read(out, 65536))
        os.close(out)
        with fogline.ledger.open(place) as ledger:
            names = {h.name for h in ledger.reports()}
            assert {f"r{n}" for n in acknowledged} <= names
            assert ledger.counts().claims == PER_REPORT * len(names)
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(n, PER_REPORT) for n in range(REPORTS)])
        assert len(list(ledger.reports())) == REPORTS
        assert len({c.id for c in ledger.claims()}) == len(ledger.claims()) == REPORTS * PER_REPORT
        verdict = ledger.verify()
        assert verdict.ok, verdict.problem
    assert acknowledged  # else nothing was tried


def test_the_writer_is_killed_at_30_moments(made_sqlite: Callable[[], str]) -> None:
    killed_writer(made_sqlite(), 30)


@pytest.mark.postgres
def test_the_writer_to_a_server_is_killed(made_postgres: Callable[[], str]) -> None:
    killed_writer(made_postgres(), 6)


def fill_up(place: str, limit: int | None) -> int:
    """Write until the disk is full; in a process of its own, because the limit binds all of it."""

    def write(ledger: Ledger, kept: list[int]) -> None:
        batches = ([made(m, 8) for m in range(n, n + 50)] for n in range(0, 5000, 50))
        for added in ledger.add_all(batches):
            kept.append(added.reports)

    def work(into: int) -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        kept: list[int] = []
        with fogline.ledger.open(place) as ledger, pytest.raises(LedgerError, match=r"disk.*run the same again"):
            write(ledger, kept)
        os.write(into, f"{sum(kept)}".encode())

    child, out = forked(work)
    _, status = os.waitpid(child, 0)
    said = os.read(out, 100)
    os.close(out)
    assert os.waitstatus_to_exitcode(status) == 0
    assert said, "the disk never filled"
    return int(said)


def after_the_flood(place: str, kept: int) -> None:
    with fogline.ledger.open(place) as ledger:
        assert len(list(ledger.reports())) == kept
        assert ledger.counts().claims == 8 * kept
        assert ledger.verify().ok


def test_the_file_may_not_grow(made_sqlite: Callable[[], str]) -> None:
    place = made_sqlite()
    kept = fill_up(place, Path(place).stat().st_size + 1_500_000)
    after_the_flood(place, kept)
    with fogline.ledger.open(place) as ledger:
        assert ledger.add([made(m, 8) for m in range(500)]).reports == 500 - kept


def test_the_disk_is_full(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        place = str(folder / "ledger.db")
        fogline.ledger.open(place).close()
        kept = fill_up(place, None)
        subprocess.run(["mount", "-o", "remount,size=30m", folder], check=True)
        after_the_flood(place, kept)
    finally:
        subprocess.run(["umount", folder], check=False)


def test_many_writers_lose_and_double_nothing(place: str) -> None:
    heads = []
    writers = []
    for number in range(4):
        order = batches()
        random.Random(number).shuffle(order)
        writers.append(forked(lambda into, order=order: write_all(place, into, order)))  # type: ignore[misc]
    with fogline.ledger.open(place) as reader:  # beside them
        for _ in range(20):
            counts = reader.counts()
            assert counts.claims == PER_REPORT * counts.reports
            heads.append(reader.head())
        for child, out in writers:
            _, status = os.waitpid(child, 0)
            os.close(out)
            assert os.waitstatus_to_exitcode(status) == 0
        assert reader.counts().reports == REPORTS
        assert reader.counts().claims == REPORTS * PER_REPORT
        assert reader.verify().ok
        assert reader.verify(heads[10]).ok


def test_threads_share_an_open_ledger(ledger: Ledger) -> None:
    failures: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for n in range(first, first + 6):
                ledger.add([made(n, 2), made(1, 2)])
                assert len(ledger.claims()) >= 2
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(100 * t,)) for t in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ledger.counts().claims == 2 * 24
    assert ledger.verify().ok


@pytest.mark.postgres
def test_the_server_is_restarted_while_somebody_reads(
    server: tuple[str, str], made_postgres: Callable[[], str]
) -> None:
    with fogline.ledger.open(made_postgres()) as ledger:
        ledger.add([made(n) for n in range(50)])
        whole = [c.id for c in ledger.claims()]
        stop, answers, failures = threading.Event(), [], []

        def read() -> None:
            while not stop.is_set():
                try:
                    answers.append([c.id for c in ledger.claims()] == whole)
                except BaseException as error:
                    failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        time.sleep(0.2)
        before = len(answers)
        assert subprocess.run([SCRIPT, "restart", server[0]], timeout=120).returncode == 0
        deadline = time.monotonic() + 20
        while len(answers) < before + 6 and time.monotonic() < deadline:
            time.sleep(0.05)
        stop.set()
        for reader in readers:
            reader.join()
        assert failures == []
        assert all(answers)
        assert len(answers) >= before + 6
        assert ledger.add([made(99)]).reports == 1


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fogline.ledger.store._AGAIN", (0.01,))
    with pytest.raises(LedgerError, match="cannot be reached"):
        fogline.ledger.open("postgresql://nobody@127.0.0.1:9/none")


def test_a_flipped_bit_in_a_record_is_found_and_named(made_sqlite: Callable[[], str]) -> None:
    place = made_sqlite()
    report, reading, resolutions = made(1, 4)
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(0, 4), (report, reading, resolutions), made(2, 4)])
        fogline.ledger.ledger.care._settle(ledger._store)
    sound = Path(place).read_bytes()
    claim = reading.claims[2]
    words = f'"text":"{claim.trigger_text}"'.encode()
    spot = sound.index(f'"start":{claim.trigger.start},'.encode() + words)
    broken = bytearray(sound)
    broken[spot + 9 + len(str(claim.trigger.start)) + 9] ^= 1  # a letter of the trigger
    Path(place).write_bytes(broken)
    with fogline.ledger.open(place, read_only=True) as ledger:
        verdict = ledger.verify()
    assert not verdict.ok
    assert claim.key[:16] in str(verdict.problem)


def test_a_flipped_bit_in_the_schema_is_named(made_sqlite: Callable[[], str]) -> None:
    """SQLite's complaint then quotes bytes that are no text."""
    place = made_sqlite()
    with fogline.ledger.open(place) as ledger:
        fogline.ledger.ledger.care._settle(ledger._store)
    broken = bytearray(Path(place).read_bytes())
    name, words = broken.index(b"tablecontentcontent") + 5, broken.index(b"CREATE TABLE content")
    broken[name] ^= 0x80
    broken[words] ^= 0x80
    Path(place).write_bytes(broken)
    with pytest.raises(LedgerError, match="damaged"), fogline.ledger.open(place, read_only=True):
        pass


def test_a_flipped_bit_anywhere_is_found_or_changes_no_claim(made_sqlite: Callable[[], str]) -> None:
    place = made_sqlite()
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(n, 4) for n in range(12)])
        claims, texts = ledger.claims(), [ledger.text(h.id) for h in ledger.reports()]
        fogline.ledger.ledger.care._settle(ledger._store)
    sound = Path(place).read_bytes()
    rng, found = random.Random(11), 0
    for _ in range(25):
        broken = bytearray(sound)
        broken[rng.randrange(len(sound))] ^= 1 << rng.randrange(8)
        Path(place).write_bytes(broken)
        try:
            with fogline.ledger.open(place, read_only=True) as ledger:
                verdict = ledger.verify()
                if verdict.ok:
                    assert ledger.claims() == claims
                    assert [ledger.text(h.id) for h in ledger.reports()] == texts
                else:
                    found += 1
                    assert verdict.problem
        except LedgerError:
            found += 1
    assert found >= 5
