"""A store is opened by URL, and no URL gives a password away."""

from __future__ import annotations

from pathlib import Path

import pytest
from pymongo import errors

from domain.errors import ConfigurationError, StoreError, StoreFull, Unavailable, WaxlistError
from storage import open_store
from storage.mongo import MongoStore
from storage.mongo_client import Server, address_in
from storage.sqlite import SqliteStore


def test_an_sqlite_url_names_a_folder(tmp_path: Path) -> None:
    with open_store(f"sqlite://{tmp_path}/a%20b c#d") as store:
        assert isinstance(store, SqliteStore)
        assert repr(store) == f"SqliteStore('{tmp_path}/a b c#d')"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "documents",
        "/data/documents",
        "sqlite:documents",
        "sqlite://documents",
        "postgres://me:secret@host/db",
        "mongodb://",
        "redis://:secret@host",
    ],
)
def test_an_unknown_form_is_refused_with_the_known_ones(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_store(url)
    message = str(caught.value)
    assert "WAXLIST_STORE_URL" in message
    assert "sqlite:///absolute/folder, mongodb://host:port" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mongodb://host", "host"),
        ("mongodb://me:secret@a:1,b:2/admin?w=1", "a:1,b:2"),
        ("mongodb://me:se@cret@host:1", "host:1"),
        ("mongodb://me:sec/ret@[::1]:1/db", "[::1]:1"),
        ("mongodb://me:sec?ret@host:1", "an unreadable address"),
        ("mongodb+srv://me:secret@cluster.example/?x=a@b", "cluster.example"),
    ],
)
def test_the_address_shown_has_no_password(url: str, address: str) -> None:
    assert address_in(url) == address


def test_a_store_shows_its_address_without_the_password() -> None:
    with open_store("mongodb://me:secret@nowhere.invalid:27017/") as store:
        assert isinstance(store, MongoStore)
        assert repr(store) == "MongoStore('nowhere.invalid:27017')"


@pytest.mark.parametrize(
    "url",
    [
        "mongodb://me:sec:ret@host:1",
        "mongodb://me:sec/ret@host:1",
        "mongodb://me:sec@ret@host:1",
        "mongodb://host:99999",
        "mongodb://me:secret@host/?readPreference=no-such-thing",
        "mongodb://me:secret@host/?authMechanism=secret",
        "mongodb://me:secret@host/?directConnection=true&replicaSet=a&w=-1",
    ],
)
def test_a_url_mongodb_does_not_understand_is_refused_at_once(url: str) -> None:
    with pytest.raises(ConfigurationError, match="WAXLIST_STORE_URL") as caught:
        open_store(url)
    assert "sec" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("raised", "expected", "words"),
    [
        (errors.ServerSelectionTimeoutError("no"), Unavailable, "host:1 does not answer"),
        (errors.AutoReconnect("gone"), Unavailable, "host:1 does not answer"),
        (errors.OperationFailure("bad auth", 18), ConfigurationError, "refuses this user"),
        (errors.OperationFailure("not allowed", 13), ConfigurationError, "refuses this user"),
        (errors.OperationFailure("no space", 14031), StoreFull, "disk is full"),
        (errors.OperationFailure("odd\nthing", 1), StoreError, "host:1: odd"),
        (
            errors.BulkWriteError({"writeErrors": [{"errmsg": "too deep", "op": {"x": "y" * 99}}]}),
            StoreError,
            "1 writes failed, the first with too deep",
        ),
    ],
)
def test_driver_errors_become_ours(
    raised: errors.PyMongoError, expected: type[WaxlistError], words: str
) -> None:
    server = Server("mongodb://me:secret@host:1")
    with pytest.raises(expected, match=words) as caught, server.explained():
        raise raised
    assert type(caught.value) is expected
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is raised
