"""One SQLite file per dump: names, connections and what SQLite's errors mean.

Connections are pooled: whoever takes one has it alone until it is given back, so threads share a
pool freely. SQLite forbids carrying a connection over a fork, so idle ones are closed just before
any fork of this process, and opened anew when they are next needed.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from domain.documents import Kind, is_dump
from domain.errors import StoreError
from storage.codec import Decoder
from storage.sqlite_errors import BUSY_SECONDS, explained

_PREFIX, _SUFFIX = "discogs_", ".sqlite"
_APPLICATION_ID = 0x57415831  # "WAX1"
_FORMAT = 1
_PAGE_BYTES = 16_384

_SCHEMA = (
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_FORMAT}",
    "CREATE TABLE kinds (kind TEXT PRIMARY KEY, source TEXT NOT NULL, count INTEGER NOT NULL,"
    " summary TEXT NOT NULL, version TEXT NOT NULL)",
    "CREATE TABLE loading (kind TEXT PRIMARY KEY, source TEXT NOT NULL, count INTEGER NOT NULL,"
    " checkpoint TEXT)",
    "CREATE TABLE dictionaries (documents TEXT PRIMARY KEY, dictionary BLOB NOT NULL)",
)


@dataclass
class Opened:
    """A connection with what it knows of its file.

    ``identity`` tells whether the path still means the file that was opened; ``decoders`` are
    those of the published kinds, each with the version it is good for.
    """

    connection: sqlite3.Connection
    identity: tuple[int, ...]
    immutable: bool = False
    decoders: dict[Kind, tuple[str, Decoder]] = field(default_factory=dict)

    def is_current(self, path: Path) -> bool:
        """Whether the path still means this very file."""
        return _identity(path, self.immutable) == self.identity


class Files:
    """The dump files of a folder and the connections to them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._idle: dict[tuple[Path, bool], list[Opened]] = {}
        self._lock = threading.Lock()
        self._abandoned: list[Opened] = []
        self._closed = False
        _every_pool.add(self)

    def path(self, dump: str) -> Path:
        """Where the dump's file is or would be."""
        return self.folder / f"{_PREFIX}{dump}{_SUFFIX}"

    def dumps(self) -> list[str]:
        """The dumps that have a file, oldest first, whatever is in it."""
        with explained(self.folder):
            if not self.folder.exists():
                return []
            names = [path.name for path in self.folder.iterdir()]
        dumps = (n.removeprefix(_PREFIX).removesuffix(_SUFFIX) for n in names)
        return sorted(d for d in dumps if is_dump(d) and self.path(d).name in names)

    @contextmanager
    def reading(self, dump: str) -> Iterator[Opened | None]:
        """A connection inside a read transaction; None if the dump has no file of its own yet."""
        path = self.path(dump)
        with explained(path):
            opened = self._take(path, writable=False) if is_dump(dump) else None
            if opened is None:
                yield None
                return
            with self._lent(path, opened, writable=False), _transaction(opened, "BEGIN"):
                yield opened

    @contextmanager
    def writing(self, dump: str) -> Iterator[sqlite3.Connection]:
        """A connection inside a write transaction; the file is made if there is none."""
        path = self.path(dump)
        with explained(path):
            opened = self._take(path, writable=True) or self._create(path)
            with self._lent(path, opened, writable=True), _transaction(opened, "BEGIN IMMEDIATE"):
                yield opened.connection

    def settle(self, dump: str) -> None:
        """Move everything committed into the main file, so that it can be read or copied alone."""
        path = self.path(dump)
        with explained(path):
            opened = self._take(path, writable=True)
            if opened is not None:
                with self._lent(path, opened, writable=True):
                    opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def remove(self, dump: str) -> None:
        """Delete the dump's file and what SQLite keeps beside it."""
        path = self.path(dump)
        if not is_dump(dump):
            return
        self.release(dump)
        with explained(path):
            # In this order: SQLite ignores a log without its file, but needs a file's log.
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)

    def release(self, dump: str | None = None) -> None:
        """Close the idle connections to a dump, or all of them."""
        path = None if dump is None else self.path(dump)
        with self._lock:
            keys = [key for key in self._idle if path is None or key[0] == path]
            idle = [opened for key in keys for opened in self._idle.pop(key)]
        for opened in idle:
            opened.connection.close()

    def close(self) -> None:
        """Close every idle connection and open no more."""
        self._closed = True
        self.release()

    def start_afresh_in_child(self) -> None:
        """After a fork: what another thread held at that moment is its parent's, never touched."""
        self._lock = threading.Lock()
        self._abandoned += [opened for idle in self._idle.values() for opened in idle]
        self._idle = {}

    def _take(self, path: Path, *, writable: bool) -> Opened | None:
        if self._closed:
            raise StoreError(f"the store in {self.folder} is closed; open it again")
        while True:
            with self._lock:
                idle = self._idle.get((path, writable))
                opened = idle.pop() if idle else None
            if opened is None:
                return _open(path, writable=writable)
            if opened.is_current(path):
                return opened
            opened.connection.close()

    @contextmanager
    def _lent(self, path: Path, opened: Opened, *, writable: bool) -> Iterator[None]:
        try:
            yield
        except BaseException:
            opened.connection.close()
            raise
        with self._lock:
            if not self._closed:
                self._idle.setdefault((path, writable), []).append(opened)
                return
        opened.connection.close()

    def _create(self, path: Path) -> Opened:
        self.folder.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, "mode=rwc")
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have made it since we looked.
            if not _is_ours(connection, path):
                for statement in _SCHEMA:
                    connection.execute(statement)
            connection.execute("COMMIT")
            _prepare_for_writing(connection)
        except BaseException:
            connection.close()
            raise
        return Opened(connection, _identity(path))


_every_pool: weakref.WeakSet[Files] = weakref.WeakSet()


def _before_fork() -> None:
    for pool in list(_every_pool):
        pool.release()


def _in_child() -> None:
    for pool in list(_every_pool):
        pool.start_afresh_in_child()


os.register_at_fork(before=_before_fork, after_in_child=_in_child)


def _open(path: Path, *, writable: bool) -> Opened | None:
    """A connection to a file that is ours; None if there is none or nothing is in it yet."""
    identity = _identity(path)
    if not identity:
        return None
    if writable:
        return _opened(path, "mode=rw", identity)
    try:
        return _opened(path, "mode=ro", identity)
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        unfinished = log.exists() and log.stat().st_size > 0
        if unfinished or os.access(path.parent, os.W_OK):
            raise
        # Without the right to put its lock file beside, SQLite reads only what cannot change.
        return _opened(path, "mode=ro&immutable=1", _identity(path, immutable=True))


def _opened(path: Path, mode: str, identity: tuple[int, ...]) -> Opened | None:
    connection = _connect(path, mode)
    try:
        connection.execute("BEGIN")
        ours = _is_ours(connection, path)
        connection.execute("COMMIT")
        if ours and mode == "mode=rw":
            _prepare_for_writing(connection)
        elif ours:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    if not ours:
        connection.close()
        return None
    return Opened(connection, identity, immutable="immutable" in mode)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Each connection is used by one thread at a time, though not always by the same one.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _prepare_for_writing(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute(f"PRAGMA journal_size_limit = {64 << 20}")


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file has our tables; False if it has none at all. Inside a transaction."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application == _APPLICATION_ID and version > _FORMAT:
        raise StoreError(f"{path}: written by a newer Waxlist (format {version}); update this one")
    if application != _APPLICATION_ID and tables:
        raise StoreError(f"{path}: an SQLite file, but not Waxlist's; move it to another folder")
    return bool(tables)


def _identity(path: Path, immutable: bool = False) -> tuple[int, ...]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    same = (found.st_dev, found.st_ino)
    return (*same, found.st_size, found.st_mtime_ns) if immutable else same


@contextmanager
def _transaction(opened: Opened, begin: str) -> Iterator[None]:
    connection = opened.connection
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some errors, a full disk among them.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
