"""Loading into MongoDB beside what is published; ``mongo.py`` explains what ``loads`` holds."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from domain.documents import Document, Kind
from domain.errors import StoreError
from storage.base import Writer
from storage.mongo_client import MongoDatabase, Server
from storage.pages import closed_writer, lost_staging, to_json

#: The collection that says which collection holds what.
LOADS = "loads"
_LARGEST_BSON = 16 * 1024 * 1024
_DUPLICATE = 11000

#: A document of ``loads``.
Entry = dict[str, Any]


class MongoWriter(Writer):
    """Loads one kind into a collection beside the published one."""

    def __init__(self, server: Server, dump: str, kind: Kind, source: str) -> None:
        self._server, self._dump, self._kind = server, dump, kind
        self._loading = f"{kind}:loading"
        self._open = True
        with server.explained():
            entries = {
                entry["_id"]: entry
                for entry in self._loads.find({"_id": {"$in": [kind.value, self._loading]}})
            }
            live, staged = entries.get(kind.value), entries.get(self._loading)
            if staged is None or not _continues(staged, live, source):
                staged = self._start(live, source)
        self._collection_name: str = staged["collection"]
        self._checkpoint: str | None = staged["checkpoint"]

    @property
    def checkpoint(self) -> Mapping[str, Any] | None:
        """See Writer."""
        return None if self._checkpoint is None else json.loads(self._checkpoint)

    def write(self, documents: Sequence[Document], checkpoint: Mapping[str, Any]) -> list[int]:
        """See Writer."""
        self._check_open()
        rows, left_out = _encoded(documents)
        text = to_json(checkpoint)
        with self._server.explained():
            if rows:
                _insert(self._documents, rows)
            # After the documents, which may be written again without harm.
            changed = self._loads.update_one(
                {"_id": self._loading, "collection": self._collection_name},
                {"$set": {"checkpoint": text}},
            )
        if changed.matched_count != 1:
            raise lost_staging(self._dump, self._kind)
        self._checkpoint = text
        return left_out

    def count(self) -> int:
        """See Writer. Reads the whole index of ids: seconds for millions of documents."""
        self._check_open()
        with self._server.explained():
            return self._documents.count_documents({}, hint="_id_")

    def publish(self, summary: Mapping[str, Any]) -> None:
        """See Writer."""
        count = self.count()
        with self._server.explained():
            staged = self._loads.find_one({"_id": self._loading})
            if staged is None or staged["collection"] != self._collection_name:
                raise lost_staging(self._dump, self._kind)
            entry = {
                "_id": self._kind.value,
                "collection": self._collection_name,
                "source": staged["source"],
                "count": count,
                "summary": to_json(summary),
                "version": secrets.token_hex(8),
            }
            self._loads.replace_one({"_id": self._kind.value}, entry, upsert=True)
            self._loads.delete_one({"_id": self._loading})
            _sweep(self._database, self._kind, keep=self._collection_name)
        self.close()

    def discard(self) -> None:
        """See Writer."""
        self._check_open()
        with self._server.explained():
            # The entry first: without it, what is left of the collection is swept away later.
            self._loads.delete_one({"_id": self._loading})
            self._documents.drop()
        self.close()

    def close(self) -> None:
        """See Writer."""
        self._open = False

    @property
    def _database(self) -> MongoDatabase:
        return self._server.primary(self._dump)

    @property
    def _loads(self) -> Collection[Entry]:
        return self._database[LOADS]

    @property
    def _documents(self) -> Collection[Entry]:
        return self._database[self._collection_name]

    def _start(self, live: Entry | None, source: str) -> Entry:
        """Clear away what earlier loads left and note a new one; safe to be cut off anywhere."""
        self._loads.delete_one({"_id": self._loading})
        _sweep(self._database, self._kind, keep=live["collection"] if live else None)
        staged = {
            "_id": self._loading,
            "collection": _next_name(self._kind, live),
            "source": source,
            "checkpoint": None,
        }
        self._loads.insert_one(staged)
        return staged

    def _check_open(self) -> None:
        if not self._open:
            raise closed_writer(self._dump, self._kind)


def _continues(staged: Entry, live: Entry | None, source: str) -> bool:
    # Equal names: a writer was killed just after it published, and there is nothing to continue.
    published = live is not None and staged["collection"] == live["collection"]
    return staged["source"] == source and not published


def _next_name(kind: Kind, live: Entry | None) -> str:
    if live is None:
        return kind.value
    number = live["collection"].removeprefix(kind.value).removeprefix("_") or "1"
    return f"{kind}_{int(number) + 1}"


def _sweep(database: MongoDatabase, kind: Kind, keep: str | None) -> None:
    """Drop every collection of a kind's documents but one."""
    ours = re.compile(rf"{kind}(_\d+)?")
    for name in database.list_collection_names():
        if ours.fullmatch(name) and name != keep:
            database.drop_collection(name)


def _encoded(documents: Iterable[Document]) -> tuple[dict[int, RawBSONDocument], list[int]]:
    """The documents as BSON by id, the later of two with one id, and the ids of those too large."""
    rows, left_out = {}, []
    for document in documents:
        try:
            encoded = bson.encode(document)
        except (OverflowError, UnicodeEncodeError, bson.errors.InvalidDocument):
            encoded = None  # an int over 64 bits, half a surrogate, a NUL in a key
        if encoded is None or len(encoded) > _LARGEST_BSON:
            left_out.append(document["_id"])
        else:
            rows[document["_id"]] = RawBSONDocument(encoded)
    return rows, left_out


def _insert(collection: Collection[Entry], rows: Mapping[int, RawBSONDocument]) -> None:
    """Insert documents; those whose id is there already replace what is there."""
    there = _ids_refused(collection, rows)
    if there:
        # Not ReplaceOne: it refuses keys that begin with a dollar. Nobody reads here yet, and
        # after a crash between the two the same documents are written again.
        collection.delete_many({"_id": {"$in": there}})
        again = _ids_refused(collection, {number: rows[number] for number in there})
        if again:
            raise StoreError(f"{collection.full_name}: {again[0]} cannot be replaced")


def _ids_refused(collection: Collection[Any], rows: Mapping[int, RawBSONDocument]) -> list[int]:
    """Insert documents and return the ids that were there already."""
    try:
        collection.insert_many(rows.values(), ordered=False)
    except BulkWriteError as exc:
        problems = exc.details["writeErrors"]
        others = [problem for problem in problems if problem["code"] != _DUPLICATE]
        if others or exc.details["writeConcernErrors"]:
            raise
        ids = list(rows)
        return [ids[problem["index"]] for problem in problems]
    return []
