"""Documents in SQLite: one file per dump, one table per kind, rowid = Discogs id.

    kinds         one row per published kind: source, count, summary, version
    loading       one row per kind being loaded: source, count, checkpoint
    releases      id INTEGER PRIMARY KEY, document BLOB (see codec.py); so each published kind
    releases_loading    the same, beside, until its writer publishes it
    dictionaries  what the blobs of a table were compressed with, by the table's name

The files are in WAL mode, so readers and one writer do not wait for each other. Reading a file
that is being written takes the right to write in its folder (SQLite keeps a lock file there); a
file whose load has ended is also read from a folder, or a disk, that one may only read.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.documents import Document, Kind
from domain.errors import StoreError
from storage.base import Loaded, Store, Writer
from storage.codec import CorruptBlob, Decoder, Encoder, Unholdable
from storage.pages import (
    LARGEST_ID,
    PAGE,
    checked_dump,
    closed_writer,
    holdable_ids,
    in_pages,
    lost_staging,
    replaced_while_read,
    to_json,
)
from storage.sqlite_files import Files, Opened

_Row = tuple[int, bytes]


class SqliteStore(Store):
    """The dumps in a folder, which is made when the first one is written."""

    def __init__(self, folder: Path) -> None:
        self._files = Files(folder)

    def __repr__(self) -> str:
        return f"SqliteStore({str(self._files.folder)!r})"

    def dumps(self) -> list[str]:
        """See Store."""
        return [dump for dump in self._files.dumps() if self.loaded(dump)]

    def loaded(self, dump: str) -> dict[Kind, Loaded]:
        """See Store."""
        with self._files.reading(dump) as opened:
            if opened is None:
                return {}
            rows = opened.connection.execute("SELECT kind, source, count, summary FROM kinds")
            found = {
                Kind(kind): Loaded(source, count, json.loads(summary))
                for kind, source, count, summary in rows
            }
        return {kind: found[kind] for kind in Kind if kind in found}

    def get_many(
        self, dump: str, kind: Kind, ids: Sequence[int], fields: Sequence[str] | None = None
    ) -> list[Document]:
        """See Store."""
        with self._files.reading(dump) as opened:
            live = _live(opened, kind) if opened else None
            if opened is None or live is None:
                return []
            blobs = dict(_rows_of(opened, kind, holdable_ids(ids)))
            kept = None if fields is None else {"_id", *fields}
            return [
                _decoded(live[1], dump, kind, (number, blobs[number]), kept)
                for number in ids
                if number in blobs
            ]

    def scan(self, dump: str, kind: Kind, after: int = 0) -> Iterator[Document]:
        """See Store."""
        version, decoder, position = None, Decoder(), min(after, LARGEST_ID)
        while True:
            with self._files.reading(dump) as opened:
                now = _version(opened, kind) if opened else None
                if version is None:
                    if opened is None or now is None:
                        return
                    # Its own decoder: the connection goes back before the page is decoded.
                    version, decoder = now, Decoder(_dictionary(opened.connection, kind))
                if opened is None or now != version:
                    raise replaced_while_read(dump, kind)
                page = _page_after(opened, kind, position)
            for row in page:
                yield _decoded(decoder, dump, kind, row)
            if len(page) < PAGE:
                return
            position = page[-1][0]

    def writer(self, dump: str, kind: Kind, source: str) -> Writer:
        """See Store."""
        return SqliteWriter(self._files, checked_dump(dump), kind, source)

    def drop(self, dump: str) -> None:
        """See Store."""
        self._files.remove(dump)

    def close(self) -> None:
        """See Store."""
        self._files.close()


class SqliteWriter(Writer):
    """Loads one kind into a table beside the published one."""

    def __init__(self, files: Files, dump: str, kind: Kind, source: str) -> None:
        self._files, self._dump, self._kind = files, dump, kind
        self._table = f"{kind}_loading"
        self._open = True
        with files.writing(dump) as connection:
            query = "SELECT checkpoint FROM loading WHERE kind = ? AND source = ?"
            staged = connection.execute(query, (kind, source)).fetchone()
            if staged is None:
                self._remove_staging(connection)
                connection.execute(
                    f"CREATE TABLE {self._table} (id INTEGER PRIMARY KEY, document BLOB NOT NULL)"
                )
                connection.execute("INSERT INTO loading VALUES (?, ?, 0, NULL)", (kind, source))
            dictionary = _dictionary(connection, self._table)
        self._checkpoint: str | None = staged[0] if staged else None
        self._encoder = Encoder(dictionary)
        self._dictionary_kept = dictionary is not None

    @property
    def checkpoint(self) -> Mapping[str, Any] | None:
        """See Writer."""
        return None if self._checkpoint is None else json.loads(self._checkpoint)

    def write(self, documents: Sequence[Document], checkpoint: Mapping[str, Any]) -> list[int]:
        """See Writer."""
        self._check_open()
        rows, left_out = self._encoded(documents)
        text = to_json(checkpoint)
        with self._files.writing(self._dump) as connection:
            ids = holdable_ids(number for number, _ in rows)
            held = sum(_count_of(connection, self._table, page) for page in in_pages(ids))
            self._expect_staging(
                connection.execute(
                    "UPDATE loading SET checkpoint = ?, count = count + ? WHERE kind = ?",
                    (text, len(ids) - held, self._kind),
                )
            )
            connection.executemany(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", rows)
            self._keep_dictionary(connection)
        self._dictionary_kept = self._encoder.dictionary is not None
        self._checkpoint = text
        return left_out

    def count(self) -> int:
        """See Writer."""
        self._check_open()
        with self._files.reading(self._dump) as opened:
            query = "SELECT count FROM loading WHERE kind = ?"
            row = opened and opened.connection.execute(query, (self._kind,)).fetchone()
        if not row:
            raise lost_staging(self._dump, self._kind)
        return int(row[0])

    def publish(self, summary: Mapping[str, Any]) -> None:
        """See Writer."""
        self._check_open()
        kind = self._kind
        with self._files.writing(self._dump) as connection:
            self._expect_staging(
                connection.execute(
                    "INSERT OR REPLACE INTO kinds"
                    " SELECT kind, source, count, ?, ? FROM loading WHERE kind = ?",
                    (to_json(summary), secrets.token_hex(8), kind),
                )
            )
            connection.execute("DELETE FROM loading WHERE kind = ?", (kind,))
            connection.execute(f"DROP TABLE IF EXISTS {kind}")
            connection.execute(f"ALTER TABLE {self._table} RENAME TO {kind}")
            connection.execute("DELETE FROM dictionaries WHERE documents = ?", (kind,))
            connection.execute(
                "UPDATE dictionaries SET documents = ? WHERE documents = ?", (kind, self._table)
            )
        self._files.settle(self._dump)
        self.close()

    def discard(self) -> None:
        """See Writer."""
        self._check_open()
        with self._files.writing(self._dump) as connection:
            self._remove_staging(connection)
            query = "SELECT kind FROM kinds UNION ALL SELECT kind FROM loading"
            empty = connection.execute(query).fetchone() is None
        self.close()
        if empty:
            self._files.remove(self._dump)

    def close(self) -> None:
        """See Writer."""
        if self._open:
            self._open = False
            self._files.release(self._dump)

    def _check_open(self) -> None:
        if not self._open:
            raise closed_writer(self._dump, self._kind)

    def _expect_staging(self, changed: sqlite3.Cursor) -> None:
        if changed.rowcount != 1:
            raise lost_staging(self._dump, self._kind)

    def _remove_staging(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM loading WHERE kind = ?", (self._kind,))
        connection.execute("DELETE FROM dictionaries WHERE documents = ?", (self._table,))
        connection.execute(f"DROP TABLE IF EXISTS {self._table}")

    def _keep_dictionary(self, connection: sqlite3.Connection) -> None:
        dictionary = self._encoder.dictionary
        if dictionary is not None and not self._dictionary_kept:
            connection.execute("INSERT INTO dictionaries VALUES (?, ?)", (self._table, dictionary))

    def _encoded(self, documents: Sequence[Document]) -> tuple[list[_Row], list[int]]:
        self._encoder.learn(documents)
        rows, left_out = [], []
        for document in documents:
            try:
                rows.append((document["_id"], self._encoder.encode(document)))
            except Unholdable:
                left_out.append(document["_id"])
        return rows, left_out


def _version(opened: Opened, kind: Kind) -> str | None:
    query = "SELECT version FROM kinds WHERE kind = ?"
    row = opened.connection.execute(query, (kind,)).fetchone()
    return row[0] if row else None


def _dictionary(connection: sqlite3.Connection, table: str) -> bytes | None:
    query = "SELECT dictionary FROM dictionaries WHERE documents = ?"
    row = connection.execute(query, (table,)).fetchone()
    return row[0] if row else None


def _live(opened: Opened, kind: Kind) -> tuple[str, Decoder] | None:
    """The version and decoder of a published kind, kept with the connection."""
    version = _version(opened, kind)
    if version is None:
        return None
    known = opened.decoders.get(kind)
    if known is None or known[0] != version:
        known = opened.decoders[kind] = (version, Decoder(_dictionary(opened.connection, kind)))
    return known


def _rows_of(opened: Opened, kind: Kind, ids: Sequence[int]) -> Iterator[_Row]:
    for page in in_pages(ids):
        yield from opened.connection.execute(
            f"SELECT id, document FROM {kind} WHERE id IN ({_marks(page)})", page
        )


def _page_after(opened: Opened, kind: Kind, position: int) -> list[_Row]:
    query = f"SELECT id, document FROM {kind} WHERE id > ? ORDER BY id LIMIT {PAGE}"
    return opened.connection.execute(query, (position,)).fetchall()


def _count_of(connection: sqlite3.Connection, table: str, ids: Sequence[int]) -> int:
    query = f"SELECT count(*) FROM {table} WHERE id IN ({_marks(ids)})"
    return int(connection.execute(query, ids).fetchone()[0])


def _marks(ids: Sequence[int]) -> str:
    return ",".join("?" * len(ids))


def _decoded(
    decoder: Decoder, dump: str, kind: Kind, row: _Row, fields: set[str] | None = None
) -> Document:
    try:
        return decoder.decode(row[1], fields)
    except CorruptBlob as exc:
        raise StoreError(
            f"dump {dump}: the {kind.record} {row[0]} is damaged ({exc}); load {kind} again"
        ) from exc
