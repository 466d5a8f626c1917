"""What only the SQLite store has: files, disks, permissions, processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.documents import Document, Kind
from domain.errors import ConfigurationError, StoreError, StoreFull
from storage.base import Store
from storage.sqlite import SqliteStore

DUMP = "19010101"
RELEASES = Kind.RELEASES
ROOT = Path(__file__).parents[2]


def document(number: int, version: int = 1) -> Document:
    songs = [{"position": f"A{n}", "title": f"Song {number * n}"} for n in range(5)]
    return {"_id": number, "title": f"Record {number}", "v": version, "tracklist": songs}


def load(store: Store, count: int, version: int = 1) -> None:
    with store.writer(DUMP, RELEASES, f"v{version}") as writer:
        writer.write([document(number, version) for number in range(1, count + 1)], {"end": 1})
        writer.publish({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / f"discogs_{DUMP}.sqlite"


@pytest.fixture
def store(folder: Path) -> Iterator[SqliteStore]:
    with SqliteStore(folder) as store:
        yield store


def query(file: Path, sql: str) -> object:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def change(file: Path, sql: str, *values: object) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(sql, values)
    connection.close()


def test_a_dump_is_one_file_with_the_id_as_rowid(store: SqliteStore, file: Path) -> None:
    load(store, 3)
    store.close()
    assert query(file, "PRAGMA page_size") == 16384
    assert query(file, "PRAGMA journal_mode") == "wal"
    assert query(file, "SELECT group_concat(rowid) FROM releases") == "1,2,3"
    assert query(file, "PRAGMA integrity_check") == "ok"


def test_nothing_is_made_by_looking(store: SqliteStore, folder: Path) -> None:
    assert store.dumps() == []
    assert store.loaded(DUMP) == {}
    assert not folder.exists()


def test_other_files_in_the_folder_are_left_alone(store: SqliteStore, folder: Path) -> None:
    load(store, 1)
    for name in ("discogs_20260101.sqlite.bak", "discogs_2026.sqlite", "notes.txt"):
        (folder / name).write_text("not ours")
    assert store.dumps() == [DUMP]


def test_after_publish_the_file_alone_holds_everything(
    store: SqliteStore, file: Path, tmp_path: Path
) -> None:
    load(store, 1500)
    copy = tmp_path / "elsewhere" / file.name
    copy.parent.mkdir()
    shutil.copy(file, copy)
    with SqliteStore(copy.parent) as other:
        assert list(other.scan(DUMP, RELEASES)) == [document(n) for n in range(1, 1501)]


def test_the_dictionary_learnt_serves_later_writers_and_readers(
    store: SqliteStore, folder: Path, file: Path
) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(n) for n in range(1, 1201)], {"end": 1})
    with SqliteStore(folder) as other, other.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(n) for n in range(1201, 1301)], {"end": 2})
        writer.publish({})
    assert list(store.scan(DUMP, RELEASES)) == [document(n) for n in range(1, 1301)]
    assert query(file, "SELECT group_concat(documents) FROM dictionaries") == "releases"
    early = query(file, "SELECT avg(length(document)) FROM releases WHERE id <= 1200")
    late = query(file, "SELECT avg(length(document)) FROM releases WHERE id > 1200")
    assert isinstance(early, float)
    assert isinstance(late, float)
    assert 0.8 < early / late < 1.25


def test_an_open_reader_follows_a_new_dictionary(store: SqliteStore, folder: Path) -> None:
    with SqliteStore(folder) as reader:
        for version in (1, 2, 3):
            load(store, 1100, version)
            assert reader.get_many(DUMP, RELEASES, [1100]) == [document(1100, version)]


def test_a_damaged_document_is_named(store: SqliteStore, file: Path) -> None:
    load(store, 3)
    change(file, "UPDATE releases SET document = ? WHERE id = 2", b"\x28\xb5\x2f\xfd damaged")
    assert store.get_many(DUMP, RELEASES, [1, 3]) == [document(1), document(3)]
    for read in (
        lambda: store.get_many(DUMP, RELEASES, [1, 2]),
        lambda: list(store.scan(DUMP, RELEASES)),
    ):
        with pytest.raises(StoreError, match=f"dump {DUMP}: the release 2 is damaged"):
            read()


@pytest.mark.parametrize("content", [b"<html>" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_is_no_database_is_named(
    store: SqliteStore, file: Path, content: bytes
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    _assert_refused(store, file, "not a document file, or a damaged one")


def test_a_damaged_file_is_named(store: SqliteStore, file: Path) -> None:
    load(store, 2000)
    store.close()
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        for position in range(16384, size, 16384):
            damaged.seek(position)
            damaged.write(b"\xff" * 200)
    with (
        SqliteStore(file.parent) as reopened,
        pytest.raises(StoreError, match=r"discogs_19010101.*damaged"),
    ):
        list(reopened.scan(DUMP, RELEASES))


def test_another_programs_database_is_named_and_untouched(store: SqliteStore, file: Path) -> None:
    file.parent.mkdir()
    change(file, "CREATE TABLE theirs (x)")
    before = file.read_bytes()
    _assert_refused(store, file, "not Waxlist's")
    assert file.read_bytes() == before


def test_a_file_of_a_newer_waxlist_is_refused(store: SqliteStore, file: Path) -> None:
    load(store, 1)
    store.close()
    change(file, "PRAGMA user_version = 2")
    with SqliteStore(file.parent) as reopened:
        _assert_refused(reopened, file, "newer Waxlist")


def _assert_refused(store: SqliteStore, file: Path, reason: str) -> None:
    for use in (
        store.dumps,
        lambda: store.loaded(DUMP),
        lambda: store.get_many(DUMP, RELEASES, [1]),
        lambda: list(store.scan(DUMP, RELEASES)),
        lambda: store.writer(DUMP, RELEASES, "a"),
    ):
        with pytest.raises(StoreError, match=reason) as caught:
            use()
        assert str(file) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_file_left_empty_by_a_killed_process_is_used(store: SqliteStore, file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert store.dumps() == []
    load(store, 2)
    assert store.dumps() == [DUMP]


def test_a_drop_that_was_cut_off_leaves_nothing_that_harms(store: SqliteStore, file: Path) -> None:
    load(store, 5)
    log = file.with_name(file.name + "-wal")
    with store.writer(DUMP, Kind.LABELS, "l") as writer:
        writer.write([document(9)], {"end": 1})
        stale = log.read_bytes()
        assert stale
    store.drop(DUMP)
    log.write_bytes(stale)
    assert store.dumps() == []
    load(store, 2, version=2)
    assert list(store.scan(DUMP, RELEASES)) == [document(1, 2), document(2, 2)]


def test_a_drop_leaves_no_file(store: SqliteStore, folder: Path) -> None:
    load(store, 5)
    with SqliteStore(folder) as reader:
        next(reader.scan(DUMP, RELEASES))
        store.drop(DUMP)
        assert list(folder.iterdir()) == []
        assert reader.loaded(DUMP) == {}


def test_a_paused_scan_does_not_hold_up_the_log(
    store: SqliteStore, folder: Path, file: Path
) -> None:
    load(store, 2500)
    with SqliteStore(folder) as reader:
        scan = reader.scan(DUMP, RELEASES)
        next(scan)
        with store.writer(DUMP, Kind.LABELS, "l") as writer:
            for number in range(1, 30):
                writer.write([document(number)], {"end": number})
            writer.publish({})
        log = file.with_name(file.name + "-wal")
        assert not log.exists() or log.stat().st_size == 0
        assert len(list(scan)) == 2499


READER = f"""
import sys
from domain.documents import Kind
from storage import open_store

with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    seen = set()
    while max(seen, default=0) < 12:
        found = store.get_many("{DUMP}", Kind.RELEASES, [1, 600, 1200])
        versions = {{document["v"] for document in found}}
        assert len(found) == 3 and len(versions) == 1, found
        assert store.loaded("{DUMP}")[Kind.RELEASES].count == 1200
        seen |= versions
    print(len(seen))
"""


def test_a_reader_in_another_process_sees_one_whole_version_at_any_time(
    store: SqliteStore, folder: Path
) -> None:
    load(store, 1200)
    with subprocess.Popen(
        [sys.executable, "-c", READER, f"sqlite://{folder}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for version in range(2, 13):
            load(store, 1200, version)
        assert int(reader.stdout.readline()) > 1
        assert reader.wait(60) == 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at open files in /proc")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # 3.12 on: fork beside threads
def test_no_connection_is_carried_over_a_fork(store: SqliteStore, file: Path) -> None:
    load(store, 5)
    writer = store.writer(DUMP, Kind.LABELS, "l")
    store.get_many(DUMP, RELEASES, [1])
    assert _open_files(file)
    child = os.fork()
    if child == 0:
        os._exit(len(_open_files(file)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    writer.write([document(7)], {"end": 1})
    writer.publish({})
    assert store.get_many(DUMP, Kind.LABELS, [7]) == [document(7)]


def _open_files(file: Path) -> list[str]:
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = str(handle.readlink())
        except OSError:
            continue  # the handle of this very listing
        if target.startswith(str(file)):
            found.append(target)
    return found


def test_a_folder_that_is_a_file_is_a_matter_of_configuration(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with SqliteStore(tmp_path / "taken") as store:
        for use in (store.dumps, lambda: store.writer(DUMP, RELEASES, "a")):
            with pytest.raises(ConfigurationError, match="taken"):
                use()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 3 MB large."""
    point = tmp_path / "disk"
    point.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=3m", "none", str(point)):
        pytest.skip("mounting a small file system is not permitted here")
    yield point
    subprocess.run(["umount", "--lazy", str(point)], check=True)


def _mount(*arguments: str) -> bool:
    mount = shutil.which("mount")
    return bool(mount) and not subprocess.run([mount, *arguments], capture_output=True).returncode


def test_a_full_disk_is_named_and_the_load_continues_once_there_is_space(disk: Path) -> None:
    folder = disk / "documents"
    batches = [[document(n) for n in range(start, start + 500)] for start in range(1, 40000, 500)]

    def load_on(store: SqliteStore) -> None:
        with store.writer(DUMP, RELEASES, "a") as writer:
            done = (writer.checkpoint or {"batches": 0})["batches"]
            for number, batch in enumerate(batches[done:], done + 1):
                writer.write(batch, {"batches": number})
            writer.publish({})

    with SqliteStore(folder) as store:
        with store.writer(DUMP, Kind.LABELS, "l") as writer:
            writer.write([document(1)], {"end": 1})
            writer.publish({})
        for _ in range(2):
            with pytest.raises(StoreFull, match="disk is full; free space and run") as caught:
                load_on(store)
            assert str(folder) in str(caught.value)
        assert store.get_many(DUMP, Kind.LABELS, [1]) == [document(1)]
        assert RELEASES not in store.loaded(DUMP)
        assert _mount("-o", "remount,size=64m", str(disk))
        load_on(store)
        expected = [document for batch in batches for document in batch]
        assert list(store.scan(DUMP, RELEASES)) == expected
        assert store.loaded(DUMP)[RELEASES].count == len(expected)


def test_a_disk_full_from_the_start_is_named(disk: Path) -> None:
    (disk / "filler").write_bytes(b"\0" * (3 << 20))
    with SqliteStore(disk) as store, pytest.raises(StoreFull, match="disk is full"):
        load(store, 1)


def test_a_finished_file_is_read_where_nothing_may_be_written(disk: Path) -> None:
    with SqliteStore(disk) as store:
        load(store, 1500)
    assert _mount("-o", "remount,ro", str(disk))
    with SqliteStore(disk) as store:
        assert store.dumps() == [DUMP]
        assert len(list(store.scan(DUMP, RELEASES))) == 1500
        assert store.get_many(DUMP, RELEASES, [7]) == [document(7)]
        for write in (lambda: store.writer(DUMP, RELEASES, "b"), lambda: store.drop(DUMP)):
            with pytest.raises(ConfigurationError, match="cannot be opened or written"):
                write()
    with (
        SqliteStore(disk / "below") as store,
        pytest.raises(ConfigurationError, match="below"),
    ):
        store.writer(DUMP, RELEASES, "b")


KILLED = f"""
import os, sys
from domain.documents import Kind
from storage import open_store

store = open_store(sys.argv[1])
writer = store.writer("{DUMP}", Kind.RELEASES, "a")
writer.write([{{"_id": 1}}], {{"end": 1}})
os.kill(os.getpid(), 9)
"""


def test_an_unfinished_file_where_nothing_may_be_written_is_explained(disk: Path) -> None:
    command = [sys.executable, "-c", KILLED, f"sqlite://{disk}"]
    assert subprocess.run(command, cwd=ROOT).returncode == -9
    (disk / f"discogs_{DUMP}.sqlite-shm").unlink()
    assert _mount("-o", "remount,ro", str(disk))
    with SqliteStore(disk) as store, pytest.raises(ConfigurationError, match=str(disk)):
        store.loaded(DUMP)
