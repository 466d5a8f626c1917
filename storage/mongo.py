"""Documents in MongoDB: one database per dump, one collection per published kind.

A metadata collection, ``loads``, says what is what:

    {_id: "releases", collection: "releases_2", source, count, summary, version}   published
    {_id: "releases:loading", collection: "releases_3", source, checkpoint}        being loaded

A kind is loaded into a collection of its own, and published by the one atomic write that puts its
name into the first document; then the old collection is dropped. Renaming a collection would do
on one server but not on a sharded cluster. The number in the name rises, so a reader that still
holds an old name finds nothing there rather than documents of another load. A collection that no
document of ``loads`` names is a leftover of a killed process, and the next writer sweeps it away.
``summary`` and ``checkpoint`` are JSON texts: their keys may hold anything.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence

from pymongo.collection import Collection

from domain.documents import Document, Kind, is_dump
from domain.errors import StoreError
from storage.base import Loaded, Store, Writer
from storage.mongo_client import Server
from storage.mongo_writer import LOADS, Entry, MongoWriter
from storage.pages import (
    LARGEST_ID,
    PAGE,
    checked_dump,
    holdable_ids,
    in_pages,
    replaced_while_read,
)

#: How often a read starts over because its kind was replaced under it.
_ATTEMPTS = 5


class MongoStore(Store):
    """The dumps of a MongoDB server."""

    def __init__(self, url: str) -> None:
        self._server = Server(url)

    def __repr__(self) -> str:
        return f"MongoStore({self._server.address!r})"

    def dumps(self) -> list[str]:
        """See Store."""
        with self._server.explained():
            names = self._server.names()
        return [dump for dump in sorted(names) if is_dump(dump) and self.loaded(dump)]

    def loaded(self, dump: str) -> dict[Kind, Loaded]:
        """See Store."""
        if not is_dump(dump):
            return {}
        with self._server.explained():
            entries = {entry["_id"]: entry for entry in self._server.database(dump)[LOADS].find()}
        return {
            kind: Loaded(entry["source"], entry["count"], json.loads(entry["summary"]))
            for kind in Kind
            if (entry := entries.get(kind.value))
        }

    def get_many(
        self, dump: str, kind: Kind, ids: Sequence[int], fields: Sequence[str] | None = None
    ) -> list[Document]:
        """See Store."""
        wanted = holdable_ids(ids)
        found = self._found(dump, kind, wanted, fields) if is_dump(dump) and wanted else {}
        given: set[int] = set()
        documents = []
        for number in ids:
            if number in found:
                # A repeat is a document of its own, as if it had been read again.
                repeated = number in given
                documents.append(copy.deepcopy(found[number]) if repeated else found[number])
                given.add(number)
        return documents

    def scan(self, dump: str, kind: Kind, after: int = 0) -> Iterator[Document]:
        """See Store."""
        first = self._entry(dump, kind)
        position = min(after, LARGEST_ID)
        while first is not None:
            page = self._page_after(dump, kind, first, position)
            yield from page
            if len(page) < PAGE:
                return
            position = page[-1]["_id"]

    def writer(self, dump: str, kind: Kind, source: str) -> Writer:
        """See Store."""
        return MongoWriter(self._server, checked_dump(dump), kind, source)

    def drop(self, dump: str) -> None:
        """See Store."""
        if is_dump(dump):
            with self._server.explained():
                self._server.drop(dump)

    def close(self) -> None:
        """See Store."""
        self._server.close()

    def _entry(self, dump: str, kind: Kind) -> Entry | None:
        """What ``loads`` says of a published kind."""
        if not is_dump(dump):
            return None
        with self._server.explained():
            return self._server.database(dump)[LOADS].find_one({"_id": kind.value})

    def _found(
        self, dump: str, kind: Kind, ids: list[int], fields: Sequence[str] | None
    ) -> dict[int, Document]:
        for _ in range(_ATTEMPTS):
            entry = self._entry(dump, kind)
            if entry is None:
                return {}
            try:
                with self._server.explained():
                    found = _by_id(self._server.database(dump)[entry["collection"]], ids, fields)
            except StoreError:
                if self._entry(dump, kind) == entry:
                    raise
                continue  # its collection was dropped under us
            if len(found) == len(ids) or self._entry(dump, kind) == entry:
                return found
        raise replaced_while_read(dump, kind)

    def _page_after(self, dump: str, kind: Kind, entry: Entry, position: int) -> list[Document]:
        try:
            with self._server.explained():
                documents = self._server.database(dump)[entry["collection"]]
                found = documents.find({"_id": {"$gt": position}}).sort("_id", 1).limit(PAGE)
                page = found.to_list()
        except StoreError as exc:
            if self._entry(dump, kind) == entry:
                raise
            raise replaced_while_read(dump, kind) from exc
        # Asked after the page: if its collection was dropped meanwhile, documents may be missing.
        if self._entry(dump, kind) != entry:
            raise replaced_while_read(dump, kind)
        return page


def _by_id(
    collection: Collection[Entry], ids: list[int], fields: Sequence[str] | None
) -> dict[int, Document]:
    projection = _projection(fields)
    found: dict[int, Document] = {}
    for page in in_pages(ids):
        for document in collection.find({"_id": {"$in": list(page)}}, projection):
            found[document["_id"]] = _with_fields(document, fields)
    return found


def _projection(fields: Sequence[str] | None) -> dict[str, int] | None:
    # To MongoDB, a dot means a path and a dollar an operator; then the fields are picked here.
    if fields is None or any("." in name or name.startswith("$") for name in fields):
        return None
    return {"_id": 1} | dict.fromkeys(fields, 1)


def _with_fields(document: Document, fields: Sequence[str] | None) -> Document:
    if fields is None:
        return document
    return {key: value for key, value in document.items() if key == "_id" or key in fields}
