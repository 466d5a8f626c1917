"""What only the MongoDB store has: its metadata, its limits, its cut-off moments."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import bson
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from domain.documents import Document, Kind
from domain.errors import ConfigurationError, Unavailable
from storage import open_store
from storage.mongo import MongoStore

DUMP = "19010401"
RELEASES = Kind.RELEASES


def document(number: int, version: int = 1) -> Document:
    return {"_id": number, "title": f"Record {number}", "v": version}


def load(store: MongoStore, numbers: range, version: int = 1) -> None:
    with store.writer(DUMP, RELEASES, f"v{version}") as writer:
        writer.write([document(number, version) for number in numbers], {"end": 1})
        writer.publish({})


@pytest.fixture(scope="module")
def url() -> str:
    url = os.environ.get("WAXLIST_TEST_MONGO_URL")
    if url is None:
        pytest.skip(
            "WAXLIST_TEST_MONGO_URL is not set: start a MongoDB-compatible server and set it"
        )
    return url


@pytest.fixture
def store(url: str) -> Iterator[MongoStore]:
    with MongoStore(url) as store:
        store.drop(DUMP)
        yield store
        store.drop(DUMP)


@pytest.fixture
def database(url: str) -> Iterator[Database[dict[str, Any]]]:
    """The dump's database, seen past the store."""
    with MongoClient[dict[str, Any]](url) as client:
        yield client[f"discogs_{DUMP}"]


def collections(database: Database[dict[str, Any]]) -> set[str]:
    return set(database.list_collection_names())


def test_a_dump_is_a_database_with_a_collection_per_kind(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    load(store, range(1, 4))
    assert collections(database) == {"loads", "releases"}
    assert database["releases"].find_one({"_id": 2}) == document(2)


def test_a_replaced_collection_goes_and_its_name_is_not_used_again(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    for version in (1, 2, 3):
        load(store, range(1, 4), version)
    assert collections(database) == {"loads", "releases_3"}


def test_a_document_over_16_mb_is_left_out_and_its_id_returned(store: MongoStore) -> None:
    limit = 16 * 1024 * 1024
    room = limit - len(bson.encode({"_id": 2, "notes": ""}))
    documents = [
        {"_id": 1, "notes": "x" * (room + 1)},
        {"_id": 2, "notes": "x" * room},
        {"_id": 3, "nul\0key": 1},
        document(4),
    ]
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.write(documents, {"end": 1}) == [1, 3]
        assert writer.count() == 2
        writer.publish({})
    assert store.get_many(DUMP, RELEASES, [1, 2, 3, 4]) == [documents[1], document(4)]


def test_a_writer_killed_before_it_noted_its_checkpoint_writes_again(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    with store.writer(DUMP, RELEASES, "a") as writer:
        writer.write([document(1)], {"end": 10})
    database["releases"].insert_many([document(2), document(3, version=0)])
    with store.writer(DUMP, RELEASES, "a") as writer:
        assert writer.checkpoint == {"end": 10}
        writer.write([document(2), document(3), document(4)], {"end": 20})
        assert writer.count() == 4
        writer.publish({})
    assert list(store.scan(DUMP, RELEASES)) == [document(n) for n in range(1, 5)]


def test_a_writer_killed_just_after_it_published_leaves_nothing_to_continue(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    load(store, range(1, 4))
    load(store, range(1, 5), version=2)
    # As if killed between the atomic write and the tidying up after it.
    database["releases"].insert_one(document(1))
    database["loads"].insert_one(
        {"_id": "releases:loading", "collection": "releases_2", "source": "v2", "checkpoint": "{}"}
    )
    for source in ("v2", "v3"):
        with store.writer(DUMP, RELEASES, source) as writer:
            assert writer.checkpoint is None
            assert writer.count() == 0
            assert "releases" not in collections(database)
        assert list(store.scan(DUMP, RELEASES)) == [document(n, 2) for n in range(1, 5)]


def test_documents_nobody_knows_of_are_swept_away_before_a_load(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    load(store, range(1, 4))
    database["releases_2"].insert_one(document(99))
    database["releases_notes"].insert_one({"whose": "the owner's"})
    load(store, range(1, 3), version=2)
    assert list(store.scan(DUMP, RELEASES)) == [document(1, 2), document(2, 2)]
    assert "releases_notes" in collections(database)


def test_databases_without_a_published_kind_are_no_dumps(
    store: MongoStore, database: Database[dict[str, Any]]
) -> None:
    assert DUMP not in store.dumps()
    database["releases"].insert_one(document(1))
    assert DUMP not in store.dumps()


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        url = f"mongodb://me:secret@{address}/?serverSelectionTimeoutMS=200"
        with open_store(url) as store:
            for use in (
                store.dumps,
                lambda: store.loaded(DUMP),
                lambda: store.get_many(DUMP, RELEASES, [1]),
                lambda: list(store.scan(DUMP, RELEASES)),
                lambda: store.writer(DUMP, RELEASES, "a"),
                lambda: store.drop(DUMP),
            ):
                with pytest.raises(Unavailable, match=f"{address} does not answer") as caught:
                    use()
                assert "WAXLIST_STORE_URL" in str(caught.value)
                assert "secret" not in str(caught.value)


def test_an_srv_name_that_does_not_resolve_is_a_matter_of_configuration() -> None:
    with (
        open_store(
            "mongodb+srv://me:secret@cluster.invalid/?serverSelectionTimeoutMS=200"
        ) as store,
        pytest.raises(ConfigurationError, match=r"cluster\.invalid") as caught,
    ):
        store.dumps()
    assert "secret" not in str(caught.value)
